"""`zhibi batch run`: whatever the batches do, every report is there and true; nothing is lost."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.folder.conftest import office
from tests.support.batch_server import MANY, BatchServer, Faults, results, serving_batches
from tests.support.llm_cases import copied
from zhibi.folder import rounds
from zhibi.models.batches import BatchEndpoint
from zhibi.models.providers import providers
from zhibi.word.drafts import read_draft

pytestmark = pytest.mark.loopback

COMMAND = ("batch", "run", "in", "-o", "out", "--model", "m", "--jobs", "1",
           "--format", "md", "--format", "docx")  # fmt: skip


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setattr(BatchEndpoint.__init__, "__kwdefaults__", {"notify": None, "sleep": _none})


def _none(_: float) -> None:
    return


def run(zhibi, server: BatchServer, *more: str):
    return zhibi(*COMMAND, "--base-url", server.url, "--run", "run", *more)


def made(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "out").glob("[!.]*"))}


def test_a_folder_is_asked_repaired_and_written(zhibi, offices) -> None:
    with serving_batches(Faults(untrue=0.3)) as server:
        ended = run(zhibi, server)
    assert ended.code == 0, ended.err
    assert ended.out.splitlines()[-1].startswith("共 3 份：完成 3，")
    assert "第 2 轮" in ended.err
    assert "没有回答" not in ended.err
    assert not any(b"97531" in data for data in made(offices).values())
    assert "3271.6万元" in read_draft(offices / "out" / "甲.docx").text


def test_all_faults_at_once_lose_nothing(zhibi, offices) -> None:
    for number in range(8):
        office(
            offices / "in", f"镇{number}", f"第{number}镇", tax=f"{2000 + number}.5", road=number
        )
    with serving_batches() as server:
        run(zhibi, server)
        sound = {name: data for name, data in made(offices).items() if name.endswith(".docx")}
    for path in [*(offices / "out").iterdir(), *(offices / "run").iterdir()]:
        path.unlink()
    with serving_batches(MANY) as server:
        ended = run(zhibi, server, "--rounds", "20", "--summary", "s.json")
        assert ended.code == 0, ended.err
        assert len(server.batches) > 1
    assert "没有回答" not in ended.err
    files = json.loads((offices / "s.json").read_text("utf-8"))["files"]
    assert len(files) == 11
    assert {(one["errors"], one["unanswered"], one["must"] - one["used"]) for one in files} == {
        (0, 0, 0)
    }
    after = {name: data for name, data in made(offices).items() if name.endswith(".docx")}
    assert after.keys() == sound.keys()
    same = [name for name, data in sound.items() if after[name] == data]
    assert len(same) > 6  # the others differ where an untrue sentence was taken out


class Killed(BaseException):
    """As if the process had been killed."""


def test_killed_at_every_step_and_begun_again_it_gives_the_same(
    zhibi, offices, monkeypatch
) -> None:
    faults = Faults(failed=0.2, untrue=0.2, doubled=0.2)
    with serving_batches(faults) as server:
        run(zhibi, server)
        expected, questions = made(offices), server.questions
    for path in [*(offices / "out").iterdir(), *(offices / "run").iterdir()]:
        path.unlink()
    steps = [0]
    left = [1]

    def dying(function):
        def call(*arguments, **options):
            steps[0] += 1
            if steps[0] == left[0]:
                raise Killed
            result = function(*arguments, **options)
            steps[0] += 1
            if steps[0] == left[0]:
                raise Killed
            return result

        return call

    monkeypatch.setattr(rounds, "write_atomically", dying(rounds.write_atomically))
    for name in ("begin", "state", "fetch"):
        monkeypatch.setattr(BatchEndpoint, name, dying(getattr(BatchEndpoint, name)))
    deaths = 0
    with serving_batches(faults) as server:
        while True:
            steps[0] = 0
            try:
                ended = run(zhibi, server)
                break
            except Killed:
                deaths += 1
                left[0] += 1
        assert ended.code == 0
        assert deaths > 5
        assert server.questions == questions  # nothing was asked, and paid, twice
    assert made(offices) == expected


def test_a_batch_that_fails_as_a_whole_is_told_and_handed_in_anew(
    zhibi, offices, monkeypatch
) -> None:
    with serving_batches() as server:
        look = server.look
        failed = {"status": "failed", "errors": {"object": "list", "data": [
            {"code": "x", "message": "model has no batch"}]}}  # fmt: skip
        monkeypatch.setattr(server, "look", lambda name: {**look(name), **failed})
        ended = run(zhibi, server)
        assert ended.code == 4
        assert "model has no batch" in ended.err
        assert not list((offices / "out").glob("*.docx"))
        for batch in server.batches.values():
            batch["status"] = "failed"
        monkeypatch.setattr(server, "look", look)
        assert run(zhibi, server).code == 0
        assert len(server.batches) == 3  # the outlines, again, and the sections


def test_an_endpoint_that_lists_no_batches_is_asked_all_the_same(zhibi, offices) -> None:
    with serving_batches() as server:
        server.has_list = False
        assert run(zhibi, server).code == 0
        assert len(server.batches) == 2


def test_a_broken_file_is_named_and_the_others_are_written(zhibi, offices) -> None:
    (offices / "in" / "坏.yaml").write_text("document: {yaer: 1}\n", "utf-8")
    with serving_batches() as server:
        ended = run(zhibi, server)
    assert ended.code == 3
    assert "坏.yaml" in ended.err
    assert [name for name in made(offices) if name.endswith(".docx")] == [
        "丙.docx", "乙.docx", "甲.docx",
    ]  # fmt: skip
    assert zhibi("batch", "write", "in", "-o", "r.jsonl", "--model", "m").code == 3
    assert (offices / "r.jsonl").read_text("utf-8").count("custom_id") == 3


def test_write_and_collect_by_hand_go_through_the_same_rounds(zhibi, offices) -> None:
    options = ("in", "--model", "m")
    files: list[str] = []
    for number in range(1, 15):
        name = f"requests{number}.jsonl"
        given = [word for path in files for word in ("--answers", path)]
        ended = zhibi("batch", "write", *options, *given, "-o", name)
        if "没有要问的了" in ended.err:
            break
        asked = [json.loads(x) for x in (offices / name).read_text("utf-8").splitlines()]
        lines = results(asked, number, Faults(failed=0.3, doubled=0.3, untrue=0.3))
        answers = f"answers{number}.jsonl"
        (offices / answers).write_text("\n".join(lines), "utf-8")
        files.append(answers)
    assert len(files) > 1
    assert "没有要问的了" in ended.err
    ended = zhibi("batch", "collect", *options, *given, "-o", "out", "--summary", "s.json")
    assert ended.code == 0, ended.err
    summary = json.loads((offices / "s.json").read_text("utf-8"))
    assert summary["summary"]["done"] == 3
    assert [one["unanswered"] for one in summary["files"]] == [0, 0, 0]


def test_a_question_is_put_once_where_two_reports_ask_it(zhibi, offices) -> None:
    twin = offices / "in" / "甲-又.yaml"
    twin.write_bytes((offices / "in" / "甲.yaml").read_bytes())
    zhibi("batch", "write", "in", "-o", "r.jsonl", "--model", "m")
    keys = [json.loads(x)["custom_id"] for x in (offices / "r.jsonl").read_text().splitlines()]
    assert len(keys) == len(set(keys))


def test_the_rounds_end_where_nothing_is_ever_answered(zhibi, offices) -> None:
    with serving_batches(Faults(lost=1.0)) as server:
        ended = run(zhibi, server, "--rounds", "2")
        assert len(server.batches) == 2
    assert ended.code == 0
    assert "没有回答" in ended.err
    assert "错误0" in ended.out


def test_the_model_proposes_the_outline_in_a_round_of_its_own(zhibi, offices) -> None:
    def answer(messages):
        if "只排提纲" in messages[-1].content:
            return copied(messages).replace("经济发展", "财源培育")
        return copied(messages)

    with serving_batches(answer=answer) as server:
        ended = run(zhibi, server)
        first, *others = (server.files[one["input_file_id"]] for one in server.batches.values())
    assert ended.code == 0, ended.err
    assert "没有回答" not in ended.err
    assert first.decode().count("只排提纲") == len(first.splitlines()) == 3
    assert not any("只排提纲" in data.decode() for data in others)
    assert "财源培育" in read_draft(offices / "out" / "甲.docx").text


def test_an_outline_that_no_batch_gives_is_code_s_own(zhibi, offices) -> None:
    def answer(messages):
        return "" if "只排提纲" in messages[-1].content else copied(messages)

    with serving_batches(answer=answer) as server:
        ended = run(zhibi, server)
    assert ended.code == 0, ended.err
    assert "没有回答" not in ended.err
    assert "3271.6万元" in read_draft(offices / "out" / "甲.docx").text


@pytest.mark.parametrize("limit", [{"batch_lines": 2}, {"batch_bytes": 12_000}])
def test_a_round_is_handed_in_as_files_that_the_provider_takes(
    zhibi, offices, monkeypatch, limit
) -> None:
    with serving_batches() as server:
        run(zhibi, server)
        whole, questions = made(offices), server.questions
    for path in [*(offices / "out").iterdir(), *(offices / "run").iterdir()]:
        path.unlink()
    small = replace(providers()["generic"], **limit)
    monkeypatch.setitem(providers(), "generic", small)
    with serving_batches() as server:
        assert run(zhibi, server).code == 0
        assert server.questions == questions
        assert len(server.batches) > 3
        for batch in server.batches.values():
            data = server.files[batch["input_file_id"]]
            lines = data.splitlines()
            assert 1 <= len(lines) <= small.batch_lines
            assert len(data) <= small.batch_bytes
    assert made(offices) == whole
    zhibi("batch", "write", "in", "-o", "r.jsonl", "--model", "m", "--provider", "generic")
    parts = sorted(offices.glob("r*.jsonl"))
    assert len(parts) > 1
    keys = [json.loads(line)["custom_id"] for part in parts for line in part.open("rb")]
    assert len(keys) == len(set(keys)) == 3


def test_a_file_that_the_provider_refuses_is_put_again_with_the_next_round(
    zhibi, offices, monkeypatch
) -> None:
    monkeypatch.setitem(providers(), "generic", replace(providers()["generic"], batch_lines=2))
    with serving_batches() as server:
        look = server.look

        def refusing(name: str) -> dict:
            seen = look(name)
            errors = {"object": "list", "data": [{"code": "x", "message": "too many tokens"}]}
            failed = {"status": "failed", "errors": errors, "output_file_id": None}
            return {**seen, **failed} if name == "batch-2" else seen

        monkeypatch.setattr(server, "look", refusing)
        ended = run(zhibi, server)
    assert ended.code == 0, ended.err
    assert "too many tokens" in ended.err
    assert "没有回答" not in ended.err
    assert len(made(offices)) == 6


def test_the_cost_of_all_rounds_stays_below_the_limit(zhibi, offices, monkeypatch) -> None:
    monkeypatch.setenv("ZHIBI_PRICE", "1000/1000")  # each question costs some yuan
    with serving_batches(Faults(untold=1.0)) as server:
        ended = run(zhibi, server, "--max-cost", "8")
        asked = server.questions
        assert ended.code == 0, ended.err
        assert "费用上限 8 元" in ended.err
        assert "没有回答" in ended.err
        again = run(zhibi, server, "--max-cost", "100")
        assert again.code == 0
        assert "没有回答" not in again.err
        assert server.questions > asked > 0
    assert len(made(offices)) == 6
    monkeypatch.delenv("ZHIBI_PRICE")
    with serving_batches() as server:
        ended = run(zhibi, server, "--max-cost", "1")
        assert ended.code == 4
        assert "ZHIBI_PRICE" in ended.err
