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
from zhibi.writing.llm.batch import BatchModel
from zhibi.writing.openai_writer import OpenAIWriter


def _drafted(model: BatchModel) -> zhibi.Draft:
    return draft(facts(), writer=OpenAIWriter(client=model, outline=False, max_seconds=None))


def _lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


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
    asking = BatchModel("m", providers()["generic"])
    _drafted(asking)
    lines = _lines(asking.requests())
    assert len({line["custom_id"] for line in lines}) == len(lines) == question_count()
    assert {(line["method"], line["url"]) for line in lines} == {("POST", "/v1/chat/completions")}
    assert all("stream" not in line["body"] for line in lines)
    results = tmp_path / "results.jsonl"
    results.write_text("\n".join(_answer(line) for line in reversed(lines)), "utf-8")
    reading = BatchModel("m", providers()["generic"])
    assert reading.read(results) == question_count()
    made = _drafted(reading)
    assert made.text == draft(facts(), writer=OpenAIWriter(client=Scripted(), outline=False)).text
    assert made.replaced == ()
    assert reading.unanswered == {}
    assert dict(made.usage)["prompt"] == 10 * question_count()


def test_repairs_are_the_next_batch_and_the_draft_is_whole_without_them(tmp_path: Path) -> None:
    asking = BatchModel("m", providers()["generic"])
    _drafted(asking)
    results = tmp_path / "results.jsonl"
    lines = _lines(asking.requests())
    wrong = [line for line in lines if "发放低保资金" in line["body"]["messages"][1]["content"]]
    results.write_text(
        "\n".join(_answer(x, "培训9999人。" if x in wrong else None) for x in lines), "utf-8"
    )
    reading = BatchModel("m", providers()["generic"])
    reading.read(results)
    made = _drafted(reading)
    assert made.findings.errors == 0
    assert made.findings.coverage.missing == ()
    assert "9999" not in made.text
    [again] = _lines(reading.requests())
    assert "有几处要改" in again["body"]["messages"][-1]["content"]


@pytest.mark.parametrize("status", [400, 500])
def test_a_failed_line_costs_its_section_only(tmp_path: Path, status: int) -> None:
    asking = BatchModel("m", providers()["generic"])
    _drafted(asking)
    first, *rest = _lines(asking.requests())
    results = tmp_path / "results.jsonl"
    lines = [_answer(first, status=status), *map(_answer, rest)]
    results.write_text("\n".join(lines), "utf-8")
    reading = BatchModel("m", providers()["generic"])
    reading.read(results)
    assert _drafted(reading).findings.errors == 0
    assert [line["custom_id"] for line in _lines(reading.requests())] == [first["custom_id"]]


def test_a_provider_s_own_path_and_fields_stand_in_the_lines() -> None:
    asking = BatchModel("glm-4.6", providers()["zhipu"])
    _drafted(asking)
    line = _lines(asking.requests())[0]
    assert line["url"] == "/v4/chat/completions"
    assert line["body"]["thinking"] == {"type": "disabled"}


def test_a_file_that_is_no_result_is_told_with_its_line(tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    results.write_text('{"custom_id": "a"}\nnot json\n', "utf-8")
    with pytest.raises(zhibi.InputError, match=r"results\.jsonl:2"):
        BatchModel("m", providers()["generic"]).read(results)
