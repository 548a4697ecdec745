"""`zhibi check --reader`: options, exit codes, what is told, and the record of what was asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.misbehaving_server import serving
from tests.support.reading_cases import CHECKED, DRAFT, DUTY, FACTS, Reader, doubting
from zhibi.models.client import Client

CHECK = ["check", "draft.md", "--facts", "facts.yaml"]
READER = ["--reader", "m", "--base-url", "http://127.0.0.1:9/v1", "--run", "run"]
KEY = "sk-secret-of-this-test"


@pytest.fixture
def prepared(here: Path) -> Path:
    """The folder with the facts and a draft of which two sentences are undecided."""
    (here / "facts.yaml").write_text(FACTS, encoding="utf-8")
    (here / "draft.md").write_text(DRAFT, encoding="utf-8")
    return here


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> Callable[[Reader], Reader]:
    """Let a scripted model answer in place of the endpoint."""

    def answer(model: Reader) -> Reader:
        monkeypatch.setattr(Client, "complete", lambda _, request: model.complete(request))
        return model

    return answer


def test_a_doubt_is_printed_and_changes_no_exit_code(zhibi, prepared, answered) -> None:
    answered(Reader(doubting(DUTY)))
    ended = zhibi(*CHECK, *READER)
    assert ended.code == 0
    assert "warning W301 doubted-by-model" in ended.out
    assert "规则判断不了的 2 句，提醒 1 处" in ended.err
    assert zhibi(*CHECK, *READER, "--strict").code == 1


def test_without_the_option_no_model_is_asked(zhibi, prepared, answered) -> None:
    model = answered(Reader(doubting(DUTY)))
    ended = zhibi(*CHECK)
    assert (ended.code, "W301" in ended.out, model.asked) == (0, False, [])


def test_json_and_sarif_have_the_doubt(zhibi, prepared, answered) -> None:
    answered(Reader(doubting(DUTY)))
    found = json.loads(zhibi(*CHECK, *READER, "--format", "json").out)
    assert found["ok"] is True
    assert [one["severity"] for one in found["findings"] if one["code"] == "W301"] == ["warning"]
    sarif = json.loads(zhibi(*CHECK, *READER, "--format", "sarif").out)
    assert "W301" in {one["ruleId"] for one in sarif["runs"][0]["results"]}


def test_what_was_asked_is_kept_and_not_asked_again(zhibi, prepared, answered) -> None:
    model = answered(Reader(doubting(DUTY)))
    first = zhibi(*CHECK, *READER)
    again = zhibi(*CHECK, *READER)
    assert len(model.asked) == 2
    assert again.out == first.out
    assert json.loads((prepared / "run" / "run.json").read_text("utf-8"))["finished"]
    kept = "".join(path.read_text("utf-8") for path in (prepared / "run").rglob("*.md"))
    assert CHECKED in kept


@pytest.mark.loopback
def test_a_dead_endpoint_ends_with_4_after_what_the_rules_found(
    zhibi, prepared, monkeypatch
) -> None:
    monkeypatch.setattr(Client, "_wait", lambda *_: None)
    plain = zhibi(*CHECK)
    ended = zhibi(*CHECK, *READER)
    assert ended.code == 4
    assert ended.out == plain.out
    assert "第二读者没有读成" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.loopback
def test_errors_of_the_rules_count_more_than_a_dead_endpoint(zhibi, prepared, monkeypatch) -> None:
    monkeypatch.setattr(Client, "_wait", lambda *_: None)
    (prepared / "draft.md").write_text(DRAFT.replace("318.6", "381.6"), encoding="utf-8")
    ended = zhibi(*CHECK, *READER)
    assert ended.code == 1
    assert "第二读者没有读成" in ended.err


def test_garbage_ends_with_4(zhibi, prepared, answered) -> None:
    answered(Reader(say=lambda _: "好的"))
    ended = zhibi(*CHECK, *READER)
    assert ended.code == 4
    assert "JSON" in ended.err


@pytest.mark.loopback
def test_the_endpoint_is_asked_for_json_and_no_key_is_kept(zhibi, prepared, monkeypatch) -> None:
    monkeypatch.setenv("ZHIBI_API_KEY", KEY)
    with serving("good") as server:
        ended = zhibi(*CHECK, *READER[:2], "--base-url", server.url, "--run", "run")
    assert ended.code == 4  # this server answers in prose
    assert {json.dumps(body["response_format"]) for body in server.bodies} == {
        '{"type": "json_object"}'
    }
    assert KEY not in ended.out + ended.err
    for path in (prepared / "run").rglob("*"):
        assert path.is_dir() or KEY not in path.read_text("utf-8")


def test_nothing_is_configured(zhibi, prepared, monkeypatch) -> None:
    ended = zhibi(*CHECK, "--reader", "m", "--report", "out.html")
    assert ended.code == 4
    assert "ZHIBI_BASE_URL" in ended.err
    assert not (prepared / "out.html").exists()


@pytest.mark.parametrize(
    "options",
    [
        ["--figures", "blind"],
        ["--run", "run"],
        ["--base-url", "http://127.0.0.1:9/v1"],
        [*READER, "--figures", "slots"],
        [*READER, "--max-cost", "-1"],
        [*READER, "--provider", "nobody"],
        [*READER, "--header", "ohne"],
    ],
)
def test_wrong_use_is_told(zhibi, prepared, options) -> None:
    ended = zhibi(*CHECK, *options)
    assert ended.code == 2
    assert not (prepared / "run").exists()


def test_a_folder_of_drafts_has_no_second_reader(zhibi, prepared) -> None:
    ended = zhibi("check", ".", "--facts", "facts.yaml", *READER)
    assert ended.code == 2
    assert "--reader" in ended.err
