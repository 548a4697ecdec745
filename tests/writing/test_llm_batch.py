"""Batches: the questions as lines, the answers in any order, and the repairs as the next batch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import zhibi
from tests.support.llm_cases import Scripted, copied, facts, question_count
from zhibi.models.messages import Message
from zhibi.models.providers import providers
from zhibi.writing.drafting import draft
from zhibi.writing.llm.batch import MOST_FAILURES, BatchAnswers, BatchModel
from zhibi.writing.openai_writer import OpenAIWriter


def _model(*answers: Path) -> BatchModel:
    return BatchModel("m", providers()["generic"], BatchAnswers(answers))


def _drafted(model: BatchModel) -> zhibi.Draft:
    return draft(facts(), writer=OpenAIWriter(client=model, outline=False, max_seconds=None))


def _asked(model: BatchModel) -> list[dict]:
    return [json.loads(one.line) for one in model.questions()]


def _answer(line: dict, text: str | None = None, status: int = 200) -> str:
    said = [Message(one["role"], one["content"]) for one in line["body"]["messages"]]
    message = {"role": "assistant", "content": copied(said) if text is None else text}
    body = {
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5},
    }
    response = {"status_code": status, "request_id": "r", "body": body}
    return json.dumps({"id": "x", "custom_id": line["custom_id"], "response": response})


def test_answers_are_joined_by_id_in_whatever_order(tmp_path: Path) -> None:
    asking = _model()
    _drafted(asking)
    lines = _asked(asking)
    assert len({line["custom_id"] for line in lines}) == len(lines) == question_count()
    assert {(line["method"], line["url"]) for line in lines} == {("POST", "/v1/chat/completions")}
    assert all("stream" not in line["body"] for line in lines)
    results = tmp_path / "results.jsonl"
    results.write_text("\n".join(_answer(line) for line in reversed(lines)), "utf-8")
    assert BatchAnswers().read(results) == question_count()
    reading = _model(results)
    made = _drafted(reading)
    assert made.text == draft(facts(), writer=OpenAIWriter(client=Scripted(), outline=False)).text
    assert made.replaced == ()
    assert reading.unanswered == {}
    assert dict(made.usage)["prompt"] == 10 * question_count()


def test_repairs_are_the_next_batch_and_the_draft_is_whole_without_them(tmp_path: Path) -> None:
    asking = _model()
    _drafted(asking)
    results = tmp_path / "results.jsonl"
    lines = _asked(asking)
    wrong = [line for line in lines if "发放低保资金" in line["body"]["messages"][1]["content"]]
    results.write_text(
        "\n".join(_answer(x, "培训9999人。" if x in wrong else None) for x in lines), "utf-8"
    )
    reading = _model(results)
    made = _drafted(reading)
    assert made.findings.errors == 0
    assert made.findings.coverage.missing == ()
    assert "9999" not in made.text
    [again] = _asked(reading)
    assert "有几处要改" in again["body"]["messages"][-1]["content"]


@pytest.mark.parametrize("status", [400, 500])
def test_a_failed_line_costs_its_section_only(tmp_path: Path, status: int) -> None:
    asking = _model()
    _drafted(asking)
    first, *rest = _asked(asking)
    results = tmp_path / "results.jsonl"
    lines = [_answer(first, status=status), *map(_answer, rest)]
    results.write_text("\n".join(lines), "utf-8")
    reading = _model(results)
    assert _drafted(reading).findings.errors == 0
    assert [line["custom_id"] for line in _asked(reading)] == [first["custom_id"]]


def test_a_provider_s_own_path_and_fields_stand_in_the_lines() -> None:
    asking = BatchModel("glm-4.6", providers()["zhipu"])
    _drafted(asking)
    line = _asked(asking)[0]
    assert line["url"] == "/v4/chat/completions"
    assert line["body"]["thinking"] == {"type": "disabled"}


def test_a_file_that_is_no_result_is_told_with_its_line(tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    results.write_text('{"custom_id": "a"}\nnot json\n', "utf-8")
    with pytest.raises(zhibi.InputError, match=r"results\.jsonl:2"):
        BatchAnswers([results])


def _file(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), "utf-8")
    return path


def _line(key: str, status: int = 200, text: str = "") -> str:
    body = {"choices": [{"message": {"content": text}}]} if status == 200 else {}
    return json.dumps({"custom_id": key, "response": {"status_code": status, "body": body}})


def test_the_first_answer_to_a_question_stays_whatever_comes_later(tmp_path: Path) -> None:
    first = _file(tmp_path / "1.jsonl", _line("a", 500), _line("a", text="一"), _line("a", 500))
    later = _file(tmp_path / "2.jsonl", _line("a", text="二"), _line("a", 500))
    assert (
        BatchAnswers([first, later]).body("a")
        == json.loads(_line("a", text="一"))["response"]["body"]
    )


def test_a_question_that_every_batch_fails_is_given_up_and_written_from_facts(
    tmp_path: Path,
) -> None:
    asking = _model()
    _drafted(asking)
    first, *rest = _asked(asking)
    good = _file(tmp_path / "0.jsonl", *map(_answer, rest))
    # Twice in one file is one failure.
    bad = [
        _file(tmp_path / f"{number}.jsonl", *[_answer(first, status=500)] * 2)
        for number in range(1, MOST_FAILURES + 1)
    ]
    before = _model(good, *bad[:-1])
    _drafted(before)
    assert list(before.unanswered) == [first["custom_id"]]
    after = _model(good, *bad)
    made = _drafted(after)
    assert after.unanswered == {}
    assert made.findings.errors == 0
    assert any(f"{MOST_FAILURES} 次都没有答成" in one.reason for one in made.replaced)


def test_a_question_that_was_not_put_before_the_batch_ended_is_not_given_up(
    tmp_path: Path,
) -> None:
    asking = _model()
    _drafted(asking)
    key = next(iter(asking.unanswered))
    line = json.dumps({"custom_id": key, "response": None, "error": {"code": "batch_expired"}})
    files = [_file(tmp_path / f"{n}.jsonl", line) for n in range(MOST_FAILURES + 2)]
    again = _model(*files)
    _drafted(again)
    assert key in again.unanswered


@pytest.mark.parametrize(
    "body",
    [None, [], "text", {"choices": []}, {"choices": [{"message": "text"}]},
     {"choices": [{"message": {"content": 3}}], "usage": {"prompt_tokens_details": []}}],
)  # fmt: skip
def test_a_body_of_another_form_is_an_answer_that_cannot_be_used(
    tmp_path: Path, body: object
) -> None:
    asking = _model()
    _drafted(asking)
    first, *rest = _asked(asking)
    response = {"custom_id": first["custom_id"], "response": {"status_code": 200, "body": body}}
    results = _file(tmp_path / "r.jsonl", json.dumps(response), *map(_answer, rest))
    reading = _model(results)
    assert _drafted(reading).findings.errors == 0
    assert len(reading.unanswered) == 1
