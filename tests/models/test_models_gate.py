"""The acceptance gate: what is an answer, what is mended, what is refused and under which name."""

from __future__ import annotations

import pytest

from zhibi.errors import AnswerError
from zhibi.models.gate import Reply, accept

PROSE = "开展技能培训{{F1|技能培训期数}}，培训{{F2|技能培训人数}}。"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (PROSE, ()),
        (f"  {PROSE}\n", ()),
        (f"<think>想想</think>{PROSE}", ("删去思考过程",)),
        (f"先想了想</think>\n{PROSE}", ("删去思考过程",)),
        (f"```\n{PROSE}\n```", ("去掉代码围栏",)),
        (f"```text\n{PROSE}```", ("去掉代码围栏",)),
        (f'{{"content": "{PROSE}"}}', ("从 JSON 里取出正文",)),
        (f'["{PROSE}"]', ("从 JSON 里取出正文",)),
        (f"好的，下面是改好的内容：\n\n{PROSE}", ("删去开场白",)),
    ],
)
def test_accepted(text: str, mended: tuple[str, ...]) -> None:
    assert accept(Reply(text, "stop")) == (PROSE, mended)


@pytest.mark.parametrize(
    ("text", "finish", "kind"),
    [
        ("", "stop", "empty"),
        ("　\n ", "stop", "empty"),
        (PROSE, "length", "cut-off"),
        (PROSE, "filtered", "filtered"),
        (PROSE, "overloaded", "overloaded"),
        (PROSE, None, "unfinished"),
        ("<html><body>502</body></html>", "stop", "html"),
        ("<think>一直想", "stop", "thinking"),
        ('{"a": "甲", "b": "乙"}', "stop", "json"),
        ('{"a": 1}', "stop", "json"),
        ("All work went well this year, and everyone was pleased.", "stop", "language"),
        ("| 指标 | 数 |\n|---|---|\n| 税收 | 多 |", "stop", "not-prose"),
        ("抱歉，我不能写这份材料。", "stop", "refused"),
        ("\x01\x02\x03培训\x04\x05", "stop", "garbled"),
    ],
)
def test_refused(text: str, finish: str | None, kind: str) -> None:
    with pytest.raises(AnswerError) as caught:
        accept(Reply(text, finish))  # type: ignore[arg-type]
    assert caught.value.kind == kind


def test_only_a_content_filter_is_not_asked_again() -> None:
    with pytest.raises(AnswerError) as caught:
        accept(Reply(PROSE, "filtered"))
    assert not caught.value.retryable
    with pytest.raises(AnswerError) as caught:
        accept(Reply("", "stop"))
    assert caught.value.retryable


def test_thinking_beside_an_empty_answer_is_told() -> None:
    with pytest.raises(AnswerError) as caught:
        accept(Reply("", "stop", reasoning=True))
    assert caught.value.kind == "thinking"


def test_slots_are_no_foreign_language() -> None:
    text = "{{F1|A}}{{F2|B}}{{F3|C}}{{F4|D}}{{F5|E}}和"
    assert accept(Reply(text, "stop"))[0] == text


def test_a_structured_answer_is_handed_on_as_it_stands() -> None:
    json = '{"readings": [{"sentence": 1, "doubts": []}]}'
    assert accept(Reply(json, "stop"), structured=True) == (json, ())
    fenced, mended = accept(Reply(f"```json\n{json}\n```", "stop"), structured=True)
    assert (fenced, len(mended)) == (json, 1)
    thought, _ = accept(Reply(f"<think>想一想</think>{json}", "stop"), structured=True)
    assert thought == json


@pytest.mark.parametrize("finish", ["length", "filtered", None])
def test_a_structured_answer_that_did_not_end_is_refused(finish: str | None) -> None:
    with pytest.raises(AnswerError):
        accept(Reply('{"readings": [', finish), structured=True)


@pytest.mark.parametrize("structured", [False, True])
@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"a":' * 50_000, "[" + "9" * 5_000 + "]", "<think>" * 100_000 + PROSE],
)
def test_an_answer_that_is_nested_or_long_without_end_is_no_crash(
    text: str, structured: bool
) -> None:
    try:
        accept(Reply(text, "stop"), structured=structured)
    except AnswerError as error:
        assert error.kind in {"language", "thinking"}


def test_several_thoughts_are_taken_out_each_with_its_own_end() -> None:
    text = f"<think>a</THINK>{PROSE}<reasoning>b<think>c</think></reasoning>"
    assert accept(Reply(text, "stop")) == (PROSE, ("删去思考过程",))


@pytest.mark.parametrize("text", ["{}\ud83d\ude00", '["{}\\ud83d", "\\ude00"]', "{}\ud800"])
def test_halves_of_characters_can_be_written(text: str) -> None:
    accepted, _ = accept(Reply(text.replace("{}", PROSE * 9), "stop"))
    assert accepted.encode()
