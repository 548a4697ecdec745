"""Runs: readable, resumed without paying twice, and one changed fact costs only its section."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

import zhibi
from tests.support.llm_cases import FACTS, Scripted, facts, question_count
from tests.support.misbehaving_server import serving
from zhibi.errors import AnswerError
from zhibi.models.messages import Request
from zhibi.writing.drafting import draft
from zhibi.writing.llm.runs import Run, clean_runs, default_run, list_runs
from zhibi.writing.openai_writer import OpenAIWriter

CALLS = question_count()


def _write(run: Path, text: str = FACTS, model: Scripted | None = None) -> Scripted:
    model = model or Scripted()
    made = draft(facts(text), writer=OpenAIWriter(client=model, run=run))
    assert made.findings.errors == 0
    return model


def test_a_finished_run_is_not_paid_for_again(tmp_path: Path) -> None:
    assert len(_write(tmp_path).asked) == CALLS
    assert _write(tmp_path).asked == []
    made = draft(facts(), writer=OpenAIWriter(client=Scripted(), run=tmp_path))
    assert dict(made.usage)["reused"] == CALLS


@pytest.mark.parametrize(
    ("old", "new", "sections"),
    [
        ("312人", "313人", {"people"}),
        ("4817.3万元", "4817.4万元", {"economy"}),
        ("1.6亿元", "1.7亿元", {"economy"}),
        ("村庄环境长效管护还有欠账", "村庄环境长效管护仍有欠账", {"part.problems"}),
        ("安置重点人员周某甲等17人", "安置重点人员周某甲等18人", set()),
        ("previous: {value: 4529.7万元", "previous: {value: 4529.6万元", set()),
    ],
)
def test_one_changed_fact_redoes_only_its_sections(
    tmp_path: Path, old: str, new: str, sections: set[str]
) -> None:
    _write(tmp_path)
    changed = FACTS.replace(old, new).replace("{text: 17人,", "{text: 18人,")
    if "17人" not in old:
        changed = changed.replace("{text: 18人,", "{text: 17人,")
    again = _write(tmp_path, changed)
    assert {label.split("/")[0] for label in again.labels} == sections


def test_headings_are_not_asked_for_again_when_a_fact_changes(tmp_path: Path) -> None:
    bare = "\n".join(line for line in FACTS.splitlines() if "heading:" not in line)
    assert "outline/1-plan" in _write(tmp_path, bare).labels
    again = _write(tmp_path, bare.replace("对在谈项目由招商办登记", "对在谈项目由镇招商办登记"))
    assert again.labels == ["economy/1-draft"]


def test_what_was_asked_answered_found_and_done_can_be_read(tmp_path: Path) -> None:
    def edit(request: Request, text: str) -> str:
        return "培训9999人。" if request.label.startswith("people/") else text

    _write(tmp_path, model=Scripted(edit))
    about = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert about["model"] == "scripted"
    assert about["finished"]
    assert about["usage"]["calls"] >= CALLS
    assert len(about["facts_sha256"]) == len(about["style_sha256"]) == 64
    folder = tmp_path / "people"
    readable = next(folder.glob("1-draft-*.md")).read_text("utf-8")
    assert "## system" in readable
    assert "培训9999人。" in readable
    record = json.loads(next(folder.glob("1-draft-*.answer.json")).read_text("utf-8"))
    assert {"key", "model", "time", "usage", "text", "prompt_sha256"} <= set(record)
    result = json.loads((folder / "result.json").read_text("utf-8"))
    assert any("N101" in step for step in result["steps"])
    assert result["replaced"]
    assert any("312人" in text for text in result["text"]["people"])


def test_unusable_answers_are_paid_for_once_but_asked_again_in_a_new_attempt(
    tmp_path: Path,
) -> None:
    def useless(request: Request, text: str) -> str:
        if request.label.startswith("people/"):
            raise AnswerError("空", kind="empty")
        return text

    first = _write(tmp_path, model=Scripted(useless))
    assert sum(label.startswith("people/") for label in first.labels) == 4
    second = _write(tmp_path)  # the run had ended: what failed then may go well now
    assert second.labels == ["people/1-draft"]


def test_a_damaged_record_is_told(tmp_path: Path) -> None:
    _write(tmp_path)
    file = next(tmp_path.rglob("*.answer.json"))
    file.write_text("{", "utf-8")
    with pytest.raises(zhibi.InputError, match="运行记录损坏"):
        _write(tmp_path)


def test_a_run_that_cannot_be_written_is_told_before_any_question(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    model = Scripted()
    with pytest.raises(zhibi.OutputError, match="运行记录"):
        _write(tmp_path / "file" / "run", model=model)
    assert model.asked == []


def test_runs_in_the_default_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBI_RUNS", str(tmp_path))
    one, other = default_run("a.yaml", "m", "slots"), default_run("a.yaml", "m", "blind")
    assert one != other
    assert one == default_run("a.yaml", "m", "slots")
    _write(one)
    with Run(other) as run:
        run.begin({"title": "半成品"})
        run.begin({"title": "半成品", "started": "2024-01-01"})
    found = list_runs()
    assert [run.folder for run in found] == [one, other]
    assert found[0].finished
    assert found[0].bytes > 1000
    assert [run.folder for run in clean_runs(finished_only=True)] == [one]
    assert [run.folder for run in clean_runs()] == [other]
    assert list_runs() == []


ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from tests.support.llm_cases import facts
from zhibi.models.client import Client
from zhibi.models.settings import endpoint_from
from zhibi.writing.drafting import draft
from zhibi.writing.openai_writer import OpenAIWriter
endpoint = endpoint_from("m", sys.argv[1], "sk-killed-0123456789", environ={})
writer = OpenAIWriter(client=Client(endpoint), provider="generic", jobs=2, run=sys.argv[2])
made = draft(facts(), writer=writer)
open(sys.argv[3], "w", encoding="utf-8").write(made.text)
"""


def _started(url: str, run: Path, output: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PROGRAM, url, str(run), str(output)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)


@pytest.mark.loopback
@pytest.mark.parametrize("often", [5, pytest.param(20, marks=pytest.mark.big)])
def test_killed_at_any_moment_a_run_goes_on_where_it_stopped(tmp_path: Path, often: int) -> None:
    """Killed again and again: the same draft, and no question whose answer was kept asked twice."""
    rng = random.Random(20241206)
    expected = draft(facts(), writer=OpenAIWriter(client=Scripted())).text
    run, output = tmp_path / "run", tmp_path / "draft.md"
    kills = 0
    while kills < often:
        with serving("good", latency=0.08) as server:
            kept_before = _kept(run)
            process = _started(server.url, run, output)
            want = rng.randrange(CALLS)
            while len(server.bodies) <= want and process.poll() is None:
                time.sleep(0.005)
            time.sleep(rng.uniform(0, 0.12))
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
            asked = [json.dumps(b["messages"], ensure_ascii=False) for b in server.bodies]
            assert not set(asked) & kept_before
            assert max(Counter(asked).values(), default=1) == 1
            if len(_kept(run)) == CALLS and rng.random() < 0.5:
                _forget_one(run, rng)
    with serving("good") as server:
        kept = _kept(run)
        assert _started(server.url, run, output).wait(30) == 0
        assert len(server.bodies) == CALLS - len(kept)
    assert not list(run.rglob("*.part")), "what a killed process left half written is cleared"
    assert output.read_text("utf-8") == expected
    assert not any(
        "sk-killed" in path.read_text("utf-8") for path in run.rglob("*") if path.is_file()
    )


def _kept(run: Path) -> set[str]:
    """The questions whose answers a run holds, as they are sent."""
    found = set()
    for path in run.rglob("*.answer.json"):
        readable = path.with_name(path.name.replace(".answer.json", ".md")).read_text("utf-8")
        parts = readable.split("\n\n## 回答\n\n")[0]
        system, user = parts.removeprefix("## system\n\n").split("\n\n## user\n\n", 1)
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        found.add(json.dumps(messages, ensure_ascii=False))
    return found


def _forget_one(run: Path, rng: random.Random) -> None:
    """Take one answer out, so that there is something left to be killed in."""
    for path in rng.sample(sorted(run.rglob("*.answer.json")), 2):
        path.unlink()
