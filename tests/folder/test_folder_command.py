"""`draft`, `check` and `facts` with a folder: all done, what failed named, nothing done twice."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import jsonschema
import openpyxl
import pytest

import zhibi as library
from tests.folder.conftest import office
from tests.support.processes import INTERRUPTIBLE
from zhibi.folder import pool
from zhibi.folder.listing import facts_of_draft, is_material, list_folder
from zhibi.folder.work import Job, do
from zhibi.output.save import FORMATS
from zhibi.word.drafts import read_draft

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BROKEN = "document: {style: 镇乡, yaer: 2024}\nsections: 无\n"


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_draft_writes_each_report_as_it_is_written_alone(zhibi, offices) -> None:
    ended = zhibi("draft", "in", "-o", "out", "--format", "docx", "--format", "md", "--jobs", "2")
    assert ended.code == 0
    stems = ["丙", "乙", "甲"]
    expected = [".zhibi-done.jsonl", *(f"{s}.{e}" for s in stems for e in ("docx", "md"))]
    assert files(offices / "out") == sorted(expected)
    lines = ended.out.splitlines()
    assert [line.split("：")[0] for line in lines[:3]] == [f"{stem}.yaml" for stem in stems]
    assert lines[-1].startswith("共 3 份：完成 3，未变 0，未完成 0；")
    zhibi("draft", "in/甲.yaml", "-o", "alone.docx", "-o", "alone.md")
    for ending in ("docx", "md"):
        alone = (offices / f"alone.{ending}").read_bytes()
        assert (offices / "out" / f"甲.{ending}").read_bytes() == alone


def test_one_process_and_several_give_the_same(zhibi, offices) -> None:
    for number in range(6):
        office(offices / "in", f"镇{number}", f"第{number}镇", tax=f"{2000 + number}.5")
    one = zhibi("draft", "in", "-o", "one", "--jobs", "1")
    two = zhibi("draft", "in", "-o", "two", "--jobs", "2")
    assert (one.code, one.out) == (two.code, two.out)
    for name in files(offices / "one"):
        if name.endswith(".docx"):
            assert (offices / "one" / name).read_bytes() == (offices / "two" / name).read_bytes()


def test_what_is_done_and_unchanged_is_not_done_again(zhibi, offices) -> None:
    zhibi("draft", "in", "-o", "out")
    before = {p: p.stat().st_mtime_ns for p in (offices / "out").glob("*.docx")}
    office(offices / "in", "乙", "白石乡", tax="1999.9", road=35)
    (offices / "out" / "丙.docx").write_bytes(b"edited")
    ended = zhibi("draft", "in", "-o", "out")
    assert ended.out.splitlines()[-1].startswith("共 3 份：完成 2，未变 1，")
    assert "甲.yaml" in next(line for line in ended.out.splitlines() if "沿用上次结果" in line)
    changed = {p.stem for p, at in before.items() if p.stat().st_mtime_ns != at}
    assert changed == {"乙", "丙"}
    assert "1999.9万元" in read_draft(offices / "out" / "乙.docx").text


def test_other_options_do_it_again(zhibi, offices) -> None:
    zhibi("draft", "in", "-o", "out")
    style = offices / "own.yaml"
    style.write_text("extends: 镇乡\nname: 我区\nself_name: 本镇\n", "utf-8")
    done = zhibi("draft", "in", "-o", "out", "--style", "own.yaml").out.splitlines()[-1]
    assert done.startswith("共 3 份：完成 3，")
    assert zhibi("draft", "in", "-o", "out", "--style", "own.yaml").out.count("沿用") == 3
    style.write_text("extends: 镇乡\nname: 我区\nself_name: 我们镇\n", "utf-8")
    done = zhibi("draft", "in", "-o", "out", "--style", "own.yaml").out.splitlines()[-1]
    assert done.startswith("共 3 份：完成 3，")


def test_one_broken_file_is_named_and_the_others_are_done(zhibi, offices) -> None:
    (offices / "in" / "坏.yaml").write_text(BROKEN, "utf-8")
    ended = zhibi("draft", "in", "-o", "out", "--summary", "s.json")
    assert ended.code == 3
    assert "yaer" in ended.err
    assert "坏.yaml" in ended.err
    assert [name for name in files(offices / "out") if name.endswith(".docx")] == [
        "丙.docx", "乙.docx", "甲.docx",
    ]  # fmt: skip
    result = json.loads((offices / "s.json").read_text("utf-8"))
    jsonschema.validate(result, library.json_schema("folder"))
    states = {one["path"]: one["state"] for one in result["files"]}
    assert states == {
        "丙.yaml": "done", "乙.yaml": "done", "坏.yaml": "failed", "甲.yaml": "done",
    }  # fmt: skip
    again = zhibi("draft", "in", "-o", "out")
    assert again.code == 3
    assert again.out.count("沿用") == 3


def test_check_finds_the_facts_of_each_draft(zhibi, offices) -> None:
    zhibi("draft", "in", "-o", "in")
    text = library.draft(library.load_facts("in/甲.yaml")).text
    (offices / "in" / "甲-汇报.md").write_text(text.replace("3271.6", "3217.6"), "utf-8")
    ended = zhibi("check", "in", "--summary", "s.xlsx")
    assert ended.code == 1
    lines = {line.split("：")[0]: line for line in ended.out.splitlines()}
    assert "错误0" in lines["甲.docx"]
    assert "N101×1" in lines["甲-汇报.md"]
    assert "沿用上次结果" in zhibi("check", "in", "--summary", "s.xlsx").out
    book = openpyxl.load_workbook(offices / "s.xlsx")
    assert book.sheetnames == ["各份", "各份之间"]
    assert [row[0].value for row in book["各份"].iter_rows(min_row=2)] == [
        "丙.docx", "乙.docx", "甲-汇报.md", "甲.docx",
    ]  # fmt: skip


def test_check_with_facts_in_another_folder_or_one_file_for_all(zhibi, offices) -> None:
    zhibi("draft", "in", "-o", "out", "--format", "md")
    assert zhibi("check", "out", "--facts", "in").code == 0
    ended = zhibi("check", "out", "--facts", "in/甲.yaml")
    assert ended.code == 1
    assert "N" in ended.out


def test_a_draft_without_facts_is_named(zhibi, offices) -> None:
    zhibi("draft", "in", "-o", "out", "--format", "md")
    ended = zhibi("check", "out")
    assert ended.code == 3
    assert "没有找到这份稿件的事实文件" in ended.err


def test_facts_lists_each_file_and_compares_them(zhibi, offices) -> None:
    office(offices / "in", "甲-汇报", "青山镇", tax="3217.6", road=12)
    ended = zhibi("facts", "in", "--format", "json")
    result = json.loads(ended.out)
    jsonschema.validate(result, library.json_schema("folder"))
    assert ended.code == 1
    assert [one["code"] for one in result["findings"]] == ["X101"]
    assert [spot["path"] for spot in result["findings"][0]["spots"]] == ["甲-汇报.yaml", "甲.yaml"]
    assert result["task"] == "facts"


def test_copied_text_and_another_office_are_found_with_their_lines(zhibi, offices) -> None:
    passage = (
        "组织退休教师和返乡大学生在农家书屋开设假期课堂，由村干部轮流值守接送，家长自愿报名参加。"
    )
    office(offices / "in", "甲", "青山镇", text=passage)
    office(offices / "in", "乙", "白石乡", tax="1874.2", road=35, text=passage)
    office(offices / "in", "丙", "柳塘镇", tax="2690.8", road=58, text="青山镇成立护林队。")
    ended = zhibi("draft", "in", "-o", "out", "--format", "md", "--summary", "s.json")
    assert ended.code == 0
    found = json.loads((offices / "s.json").read_text("utf-8"))["findings"]
    assert [one["code"] for one in found] == ["X103", "X105"]
    for spot in (spot for one in found for spot in one["spots"]):
        line = (offices / spot["path"]).read_text("utf-8").splitlines()[spot["line"] - 1]
        assert line[spot["column"] - 1 :].startswith(("青山镇", "组织退休教师"))
    assert zhibi("draft", "in", "-o", "out", "--format", "md", "--strict").code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["draft", "in"], 2, "输出文件夹"),
        (["draft", "in", "-o", "out", "--receipt", "r.json"], 2, "不能与文件夹同用"),
        (["draft", "in", "-o", "out", "--format", "pdf"], 2, "不可用"),
        (["draft", "in", "-o", "out", "--summary", "s.csv"], 3, "不认识的文件类型"),
        (["draft", "in/甲.yaml", "-o", "a.md", "--summary", "s.xlsx"], 2, "只在给出一个文件夹"),
        (["check", "in", "--report", "a.html"], 2, "不能与文件夹同用"),
        (["facts", "in", "--jobs", "0"], 2, "1 到"),
        (["facts", "empty"], 3, "没有可以处理的文件"),
        (["facts", "in", "--compare", "in/甲.yaml"], 2, "不能与文件夹同用"),
    ],
)
def test_what_cannot_be_is_refused(zhibi, offices, arguments, code, said) -> None:
    (offices / "empty").mkdir()
    ended = zhibi(*arguments)
    assert ended.code == code
    assert said in ended.err
    assert "Traceback" not in ended.err


def test_two_facts_files_that_would_be_one_report_are_refused(zhibi, offices) -> None:
    shutil.copy(offices / "in" / "甲.yaml", offices / "in" / "甲.yml")
    ended = zhibi("draft", "in", "-o", "out")
    assert ended.code == 2
    assert "同一个文件" in ended.err
    assert not list((offices / "out").glob("*.docx"))


def test_what_belongs_to_what(tmp_path: Path) -> None:
    for name in (
        "a/青山镇.yaml", "a/青山镇-汇报.yaml", "a/青山镇-汇报-定稿.docx", "a/青山镇总结.md",
        "a/青山镇 总结.md", "b/facts.yaml", "b/草稿.docx", "b/offices/表1.xlsx",
        "b/offices/说明.docx", "c/填好.xlsx", "c/填好.docx", "d/无.md", "b/README.md",
        ".git/x.yaml", "a/~$青山镇.docx",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("document: {}\n", "utf-8")
    (tmp_path / "s.yaml").write_text("extends: 镇乡\n", "utf-8")
    (tmp_path / "r.json").write_text('{\n "schema": 1}', "utf-8")
    found = list_folder(tmp_path)
    assert list(map(found.name, found.facts)) == [
        "a/青山镇-汇报.yaml", "a/青山镇.yaml", "b/facts.yaml", "c/填好.xlsx",
    ]  # fmt: skip
    belongs = {
        found.name(draft): facts and found.name(facts)
        for draft in found.drafts
        if not is_material(draft, found, found)
        for facts in [facts_of_draft(draft, found, found)]
    }
    assert belongs == {
        "a/青山镇-汇报-定稿.docx": "a/青山镇-汇报.yaml",
        "a/青山镇 总结.md": "a/青山镇.yaml",
        "a/青山镇总结.md": None,
        "b/草稿.docx": "b/facts.yaml",
        "c/填好.docx": "c/填好.xlsx",
        "d/无.md": None,
    }
    unused = set(map(found.name, found.unused))
    assert unused >= {"s.yaml", "r.json", "b/offices/表1.xlsx", "b/README.md"}


def test_the_examples_are_checked_in_one_call(zhibi) -> None:
    ended = zhibi("check", EXAMPLES, "--jobs", "2")
    assert ended.code == 0
    total = ended.out.splitlines()[-1]
    assert "未完成 0；" in total
    assert "各份之间 0 处" in total


def test_a_killed_call_is_resumed(zhibi, offices) -> None:
    for number in range(40):
        office(offices / "in", f"镇{number:02}", f"第{number}镇", tax=f"{2000 + number}.5")
    command = [sys.executable, "-m", "zhibi", "draft", "in", "-o", "out", "--jobs", "1"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    journal = offices / "out" / ".zhibi-done.jsonl"
    while running.poll() is None and (not journal.exists() or journal.stat().st_size < 20_000):
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    with journal.open("a", encoding="utf-8") as lines:
        lines.write('["cut off')
    ended = zhibi("draft", "in", "-o", "out", "--jobs", "1")
    assert ended.code == 0
    assert ended.out.count("沿用上次结果") >= 2
    fresh = zhibi("draft", "in", "-o", "fresh", "--jobs", "1")
    assert fresh.code == 0
    for path in (offices / "fresh").glob("*.docx"):
        assert path.read_bytes() == (offices / "out" / path.name).read_bytes()


def test_an_interrupted_call_ends_with_all_its_processes(offices) -> None:
    for number in range(60):
        office(offices / "in", f"镇{number:02}", f"第{number}镇", tax=f"{2000 + number}.5")
    program = INTERRUPTIBLE + "from zhibi.cli import main; main()"
    command = [sys.executable, "-c", program, "draft", "in", "-o", "out", "--jobs", "2"]
    running = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    journal = offices / "out" / ".zhibi-done.jsonl"
    while running.poll() is None and (not journal.exists() or journal.stat().st_size < 5_000):
        time.sleep(0.01)
    for _ in range(2):  # twice, as by an impatient hand, and to all of them, as a terminal does
        os.killpg(running.pid, signal.SIGINT)
        time.sleep(0.05)
    said = running.communicate(timeout=120)[1].decode()
    assert running.returncode in {130, -signal.SIGINT}
    assert "Traceback" not in said or running.returncode != 130
    with pytest.raises(ProcessLookupError):
        while True:  # the group is gone with its last process
            os.killpg(running.pid, 0)
            time.sleep(0.05)


def double_or_die(number: int) -> int:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 2


def lost_number(number: int) -> int:
    return -number


def test_an_item_that_kills_its_process_is_lost_alone() -> None:
    found = list(pool.each(double_or_die, range(20), 2, lost_number))
    assert found == [-7 if number == 7 else number * 2 for number in range(20)]


def test_a_pool_that_breaks_while_items_are_handed_out_loses_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    submit, calls = ProcessPoolExecutor.submit, []

    def breaking(self, *arguments):
        calls.append(arguments)
        if len(calls) == 3:
            raise BrokenProcessPool("a process has just died")
        return submit(self, *arguments)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", breaking)
    found = list(pool.each(double_or_die, range(6), 2, lost_number))
    assert found == [number * 2 for number in range(6)]


def test_few_items_are_taken_ahead() -> None:
    taken: list[int] = []

    def items():
        for number in range(60):
            taken.append(number)
            yield number + 100

    results = pool.each(double_or_die, items(), 2, lost_number)
    next(results)
    assert len(taken) < 20
    results.close()


def test_check_and_draft_are_pure_and_picklable() -> None:
    facts = library.load_facts(EXAMPLES / "subdistrict-half-year" / "facts.yaml")
    assert pickle.loads(pickle.dumps(facts)) == facts
    here = library.draft(facts)
    assert pickle.loads(pickle.dumps(here)) == here
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as workers:
        there = workers.submit(library.draft, facts).result()
        assert there == here
        checked = workers.submit(library.check, here.text, facts).result()
    assert checked == library.check(here.text, facts)
    style = library.load_style("镇乡")
    assert pickle.loads(pickle.dumps(style)) == style


def test_a_map_over_dask_gives_the_same(tmp_path: Path) -> None:
    bag = pytest.importorskip("dask.bag", reason="needs zhibi[dask]")
    paths = sorted(map(str, EXAMPLES.glob("*/facts.yaml")))
    jobs = [Job("draft", path, path, "", (str(tmp_path / f"{at}.docx"),)) for at, path in
            enumerate(paths)]  # fmt: skip
    mapped = bag.from_sequence(jobs, npartitions=3).map(do).compute(scheduler="processes")
    written = [(tmp_path / f"{at}.docx").read_bytes() for at in range(len(paths))]
    assert list(mapped) == list(map(do, jobs))
    assert written == [(tmp_path / f"{at}.docx").read_bytes() for at in range(len(paths))]
    facts = [library.load_facts(path) for path in paths]
    drafts = bag.from_sequence(facts).map(library.draft).compute(scheduler="processes")
    assert list(drafts) == [library.draft(one) for one in facts]


def test_every_format_can_be_asked_for(zhibi, offices) -> None:
    wanted = [word for ending in FORMATS for word in ("--format", ending[1:])]
    assert zhibi("draft", "in", "-o", "out", *wanted).code == 0
    assert {Path(name).suffix for name in files(offices / "out")} == {*FORMATS, ".jsonl"}


def test_a_folder_is_estimated_file_by_file_and_nothing_is_written(zhibi, offices) -> None:
    command = ("draft", "in", "--dry-run", "--model", "deepseek-chat", "--jobs", "1")
    ended = zhibi(*command)
    assert ended.code == 0, ended.err
    *files, total = ended.out.splitlines()
    assert [line.split("：")[0] for line in files] == ["丙.yaml", "乙.yaml", "甲.yaml"]
    assert total.startswith("合计 3 份：")
    assert "元（参考价" in total
    (offices / "in" / "坏.yaml").write_text("document: {yaer: 1}\n", "utf-8")
    ended = zhibi(*command)
    assert ended.code == 3
    assert "坏.yaml：未完成" in ended.out
    assert "合计 3 份" in ended.out
    assert {path.name for path in offices.iterdir()} == {"in"}
    assert "ZHIBI_PRICE" in zhibi("draft", "in", "--dry-run", "--model", "m").out
