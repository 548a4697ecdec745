"""Reading the whole report once more: what is sound is taken, what is not is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.llm_cases import FACTS, Edit, Scripted, facts, outlined
from zhibi.errors import AnswerError
from zhibi.models.messages import Request
from zhibi.writing.document import Draft
from zhibi.writing.drafting import draft
from zhibi.writing.openai_writer import OpenAIWriter


def _made(answer: str | Edit, mode: str = "slots", **options: object) -> tuple[Draft, Scripted]:
    """The draft of a model that copies facts, and answers this when it reads the whole."""

    def edit(request: Request, text: str) -> str:
        if request.label != "read-through":
            return text
        return answer if isinstance(answer, str) else answer(request, text)

    model = Scripted(edit)
    told = {"figures": mode, "read_through": True, **options}
    return draft(facts(), writer=OpenAIWriter(client=model, **told)), model  # type: ignore[arg-type]


def _question(model: Scripted) -> str:
    return next(one for one in model.asked if one.label == "read-through").messages[-1].content


def _page(asked: str, word: str) -> tuple[str, str]:
    """The number and the text of the paragraph that has a word."""
    found = re.search(rf"^\[(\d+)\] ((?!.*标题不改).*{word}.*)$", asked, re.MULTILINE)
    assert found, asked
    return found[1], found[2]


def _rewritten(word: str, change: tuple[str, str], mode: str = "slots") -> tuple[Draft, Draft]:
    """The draft left as it is, and the one with a change in the paragraph that has a word."""

    def answer(request: Request, _: str) -> str:
        number, text = _page(request.messages[-1].content, word)
        assert change[0] in text
        return f"[{number}] {text.replace(*change)}"

    return _made("无", mode)[0], _made(answer, mode)[0]


@pytest.mark.parametrize("mode", ["slots", "plain", "blind"])
def test_a_paragraph_is_amended_with_the_figures_it_has(mode: str) -> None:
    before, after = _rewritten("开展技能培训", ("开展技能培训", "围绕民生保障，开展技能培训"), mode)
    assert before.text != after.text
    assert "围绕民生保障，开展技能培训6期" in after.text
    assert after.findings.errors == 0
    assert after.findings.coverage.missing == ()
    assert dict(before.usage)["amended"] == 0
    assert dict(after.usage)["amended"] == 1


def test_the_same_figures_in_another_order_are_amended() -> None:
    def answer(request: Request, _: str) -> str:
        number, text = _page(request.messages[-1].content, "开展技能培训")
        first, second = re.findall(r"开展技能培训(\{\{.*?\}\})，培训(\{\{.*?\}\})", text)[0]
        rest = text.replace(f"开展技能培训{first}，培训{second}。", "")
        return f"[{number}] {rest}共培训{second}，举办技能培训{first}。"

    made, _ = _made(answer)
    assert "共培训312人，举办技能培训6期。" in made.text
    assert made.findings.errors == 0


@pytest.mark.parametrize(
    "change",
    [
        ("，培训{{F", "，培{{F9"),  # another slot's number
        ("技能培训", "技能培训，群众满意度全县第一，技能培训"),  # what no fact has
        ("发放低保资金", "去年发放低保资金"),  # another period
    ],
)
def test_what_the_check_finds_more_in_is_refused(change: tuple[str, str]) -> None:
    before, after = _rewritten("开展技能培训", change)
    assert after.text == before.text
    assert dict(after.usage)["amended"] == 0


@pytest.mark.parametrize("mode", ["slots", "blind", "plain"])
def test_a_figure_is_neither_left_out_nor_told_twice(mode: str) -> None:
    def without(request: Request, _: str) -> str:
        number, text = _page(request.messages[-1].content, "开展技能培训")
        left = re.sub(r"，培训(?:\{\{.*?\}\}|312人)", "", text)
        assert left != text
        return f"[{number}] {left}"

    def twice(request: Request, _: str) -> str:
        number, text = _page(request.messages[-1].content, "开展技能培训")
        return f"[{number}] {text}{text}"

    def as_written(request: Request, _: str) -> str:
        number, text = _page(request.messages[-1].content, "开展技能培训")
        return f"[{number}] {text}312人参加培训。"

    plain = _made("无", mode)[0]
    for answer in (without, twice, as_written):
        made = _made(answer, mode)[0]
        assert made.text == plain.text
        assert dict(made.usage)["amended"] == 0


def test_what_is_not_taken_is_told_and_kept_in_the_run(tmp_path: Path) -> None:
    def without(request: Request, _: str) -> str:
        number, text = _page(request.messages[-1].content, "开展技能培训")
        return f"[{number}] " + re.sub(r"，培训\{\{.*?\}\}", "", text)

    told: list[str] = []
    _made(without, notify=told.append, run=tmp_path / "run")
    assert any("通读全文，改了 0 处，另有 1 处没有采用" in one for one in told)
    kept = json.loads((tmp_path / "run" / "read-through" / "result.json").read_text("utf-8"))
    assert kept["refused"] == ["（二）坚持民生为本，办好惠民实事：数与原来的不一样"]


def test_a_heading_the_facts_give_stays_and_one_of_code_may_change() -> None:
    def answer(request: Request, _: str) -> str:
        asked = request.messages[-1].content
        given = re.findall(r"^#+ \[(\d+)\] .*（标题不改）$", asked, re.MULTILINE)
        return "\n".join(f"[{number}] 标题：落实低保和技能培训" for number in given)

    made, _ = _made(answer)
    assert "落实低保和技能培训" not in made.text

    bare = facts(FACTS.replace("    heading: 坚持民生为本，办好惠民实事\n", ""))

    def renamed(request: Request, said: str) -> str:
        if request.label != "read-through":
            return said
        asked = request.messages[-1].content
        number = re.findall(r"^#+ \[(\d+)\] (?!.*标题不改).*$", asked, re.MULTILINE)[0]
        return f"[{number}] 标题：坚持民生为本，落实低保培训"

    writer = OpenAIWriter(client=Scripted(renamed), read_through=True)
    made = draft(bare, writer=writer)
    assert "坚持民生为本，落实低保培训" in made.text


def test_without_an_answer_the_report_is_as_it_was() -> None:
    def failing(request: Request, _: str) -> str:
        raise AnswerError("太慢", kind="slow", retryable=True)

    assert _made(failing)[0].text == _made("无")[0].text
    assert _made("好的，全文没有需要修改的地方。")[0].text == _made("无")[0].text


def test_it_is_asked_once_and_only_where_it_is_wanted() -> None:
    model = _made("无")[1]
    assert model.labels.count("read-through") == 1
    assert model.labels[-1] == "read-through"
    assert "read-through" not in _made("无", read_through=False)[1].labels
    assert "read-through" not in _made("无", read_through=None, provider="ollama")[1].labels
    assert "read-through" in _made("无", read_through=None, provider="deepseek")[1].labels


def test_blind_no_value_is_sent() -> None:
    asked = _question(_made("无", "blind")[1])
    assert "技能培训人数" in asked
    for value in ("312", "4817.3", "1.6亿", "晨筱", "周某甲"):
        assert value not in asked


def test_what_is_sent_can_be_printed_before() -> None:
    writer = OpenAIWriter(client=Scripted(), read_through=True)
    labels = [label for label, _ in writer.messages_for(*outlined(facts()))]
    assert labels[-1] == "read-through"
