"""A run's folder: held by one process, shut to others, and cleaned of what is a run's alone."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import zhibi
from tests.support.llm_cases import Scripted, facts
from tests.support.misbehaving_server import serving
from zhibi.writing.drafting import draft
from zhibi.writing.llm.runs import Run, clean_runs, list_runs
from zhibi.writing.openai_writer import OpenAIWriter

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from tests.support.llm_cases import facts
from zhibi.models.client import Client
from zhibi.models.settings import endpoint_from
from zhibi.writing.drafting import draft
from zhibi.writing.openai_writer import OpenAIWriter
endpoint = endpoint_from("m", sys.argv[1], "sk-paired-0123456789", environ={})
writer = OpenAIWriter(
    client=Client(endpoint), provider="generic", jobs=2, run=sys.argv[2], notify=print
)
sys.stderr.write(draft(facts(), writer=writer).text)
"""


@pytest.mark.loopback
def test_two_processes_on_one_folder_ask_each_question_once(tmp_path: Path) -> None:
    with serving("good", latency=0.05) as server:
        command = [sys.executable, "-c", PROGRAM, server.url, str(tmp_path / "run")]
        pair = [
            subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        said = [process.communicate() for process in pair]
        asked = [json.dumps(body["messages"], ensure_ascii=False) for body in server.bodies]
    assert [process.returncode for process in pair] == [0, 0], said
    assert len(asked) == len(set(asked))
    assert said[0][1] == said[1][1]
    assert not list(tmp_path.rglob("*.part"))


def test_a_second_run_waits_and_says_so(tmp_path: Path) -> None:
    first = Run(tmp_path / "run")
    told = threading.Event()
    opened = threading.Event()
    notes: list[str] = []

    def note(text: str) -> None:
        notes.append(text)
        told.set()

    def second() -> None:
        with Run(tmp_path / "run", note):
            opened.set()

    waiting = threading.Thread(target=second)
    waiting.start()
    told.wait()
    assert not opened.is_set()
    first.close()
    waiting.join()
    assert opened.is_set()
    assert "另一个 zhibi 正在用" in notes[0]


def test_a_folder_that_stood_open_is_shut(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o755)
    draft(facts(), writer=OpenAIWriter(client=Scripted(), run=folder))
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    folder.chmod(0o755)
    draft(facts(), writer=OpenAIWriter(client=Scripted(), run=folder))
    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in [folder, *folder.rglob("*")]}
    assert modes == {(True, 0o700), (False, 0o600)}


def test_a_folder_with_other_files_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "总结.docx").write_bytes(b"x")
    tmp_path.chmod(0o755)
    with pytest.raises(zhibi.InputError, match=r"总结\.docx"):
        draft(facts(), writer=OpenAIWriter(client=Scripted(), run=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["总结.docx"]
    assert tmp_path.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    "about", ["[1, 2]", "7", '{"started": 3}', '{"title": ["x"]}', "{", "[" * 9999, "\x00"]
)
def test_a_damaged_record_is_told(tmp_path: Path, about: str) -> None:
    run = tmp_path / "run"
    draft(facts(), writer=OpenAIWriter(client=Scripted(), run=run))
    (run / "run.json").write_text(about, "utf-8")
    with pytest.raises(zhibi.InputError, match="运行记录损坏"):
        draft(facts(), writer=OpenAIWriter(client=Scripted(), run=run))
    assert [one.title for one in list_runs(tmp_path)] == [""]


@pytest.mark.parametrize(
    "record", ["[]", "null", '{"key": "k"}', '{"key": "k", "text": 3, "usage": {}}', '{"error": 1}']
)
def test_a_damaged_answer_is_told(tmp_path: Path, record: str) -> None:
    run = tmp_path / "run"
    draft(facts(), writer=OpenAIWriter(client=Scripted(), run=run))
    next(run.rglob("*.answer.json")).write_text(record, "utf-8")
    with pytest.raises(zhibi.InputError, match=r"运行记录损坏"):
        draft(facts(), writer=OpenAIWriter(client=Scripted(), run=run))


def test_cleaning_deletes_only_what_a_run_wrote(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "run.json").write_text('{"title": "别的程序的", "started": "2024"}', "utf-8")
    mine = tmp_path / "mine"
    draft(facts(), writer=OpenAIWriter(client=Scripted(), run=mine))
    (mine / "people" / "笔记.txt").write_text("自己加的", "utf-8")
    outside = tmp_path / "outside.md"
    outside.write_text("外面的", "utf-8")
    (mine / "link-0123abcd.md").symlink_to(outside)
    whole = tmp_path / "whole"
    draft(facts(), writer=OpenAIWriter(client=Scripted(), run=whole))
    gone = clean_runs(tmp_path)
    assert {run.folder for run in gone} == {mine, whole}
    assert not whole.exists()
    assert (foreign / "run.json").exists()
    assert [path.name for path in mine.rglob("*") if path.is_file()] == ["笔记.txt"]
    assert outside.read_text("utf-8") == "外面的"


def test_a_run_that_is_being_written_is_not_cleaned(tmp_path: Path) -> None:
    with Run(tmp_path / "busy") as run:
        run.begin({"title": "t"})
        assert clean_runs(tmp_path) == []
        assert (tmp_path / "busy" / "run.json").exists()
    assert len(clean_runs(tmp_path)) == 1
