"""What rests on wording alone: the model is asked for the facts' words, and code verifies them."""

from __future__ import annotations

import re

import pytest

from tests.support.llm_cases import Scripted, outlined
from zhibi.facts.load import facts_from_text
from zhibi.facts.model import Facts
from zhibi.models.messages import Request, Usage
from zhibi.writing.document import Draft
from zhibi.writing.drafting import draft
from zhibi.writing.llm.answers import read_answer, read_changes, read_evidence
from zhibi.writing.llm.tasks import Task
from zhibi.writing.openai_writer import OpenAIWriter
from zhibi.writing.outline.builder import build_outline

FACTS = facts_from_text("""\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - id: market
    part: summary
    topic: 集镇管理
    facts:
      - id: stalls
        text: 农贸市场新装摊位86个，卖完菜地上都扫干净了，哪家摊子臭烘烘就让哪家第二天歇摊。
        figures: [{text: 86个, name: 新装摊位}]
      - {id: street, text: 老街改造正在施工，路边的烂墙根还没人去动。}
      - {id: doctor, text: 村卫生室装好了隔屏看病的机器，城里大夫坐在镇外也能问诊。}
      - {id: parking, text: 新划停车位120个，都在学校门口。, figures: [{text: 120个, name: 停车位}]}
""")
HEAR = "群众足不出村享受专家会诊"
TOLD = "村卫生室装好了隔屏看病的机器，城里大夫坐在镇外也能问诊。"


def facts_of() -> Facts:
    """Facts with a section whose heading begins a sentence."""
    return facts_from_text(
        "document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇}\n"
        "sections:\n  - id: works\n    part: summary\n    topic: 道路\n"
        "    heading: 推进雪岭路改造\n    facts:\n"
        "      - {id: y, text: 推进雪岭路改造施工，预计明年完工。}\n"
    )


def _written(old: str, new: str, repaired: str, mode: str = "plain") -> tuple[Draft, list[str]]:
    """The draft of a model that writes `new` for `old`, and what it was asked to repair."""
    sent: list[str] = []

    def answer(request: Request, honest: str) -> str:
        if "repair" in request.label:
            sent.append(request.messages[-1].content)
            return repaired
        return honest.replace(old, new)

    model = Scripted(answer, usage=Usage(1, 9, 9))
    made = draft(FACTS, writer=OpenAIWriter(client=model, outline=False, figures=mode))
    return made, sent


def test_a_model_is_asked_first_where_the_facts_may_say_so() -> None:
    _, sent = _written(TOLD, f"{TOLD.rstrip('。')}，{HEAR}。", "(1) 删去")
    assert f"查1：“{HEAR}”资料里说过吗" in sent[0]
    assert "一字不改" in sent[0]


@pytest.mark.parametrize("mode", ["plain", "slots", "blind"])
def test_a_sentence_stays_with_the_words_that_it_retells(mode: str) -> None:
    new = f"村卫生室配上了远程问诊设备，{HEAR}。"
    made, sent = _written(TOLD, new, "查1有：城里大夫坐在镇外也能问诊", mode)
    assert len(sent) == 1
    assert new in made.text
    shown = [one for one in made.findings.findings if one.code == "W302"]
    assert made.findings.errors == 0
    assert all("城里大夫坐在镇外也能问诊" in one.message for one in shown)
    assert all(one.severity == "warning" for one in shown)


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        ("城里大夫坐在镇外就能会诊", f"“{HEAR}”资料没有说"),  # stands nowhere
        ("大夫", f"“{HEAR}”资料没有说"),  # too short to say anything
        # has nothing of the words
        ("新划停车位120个", f"核对不出“{HEAR}”就是你引的“新划停车位120个”"),
        # is told already, by the clause before
        ("村卫生室装好了隔屏看病的机器", "就是你引的“村卫生室装好了隔屏看病的机器”；照引的原话写"),
    ],
)
def test_a_quote_that_does_not_hold_is_refused(quote: str, reason: str) -> None:
    new = f"{TOLD.rstrip('。')}，{HEAR}。"
    made, sent = _written(TOLD, new, f"查1有：{quote}")
    assert reason in sent[1]
    assert HEAR not in made.text
    assert not any(one.code == "W302" for one in made.findings.findings)


@pytest.mark.parametrize(
    ("old", "new", "quote"),
    [
        ("老街改造正在施工", "老街改造已经竣工验收", "老街改造正在施工"),
        ("新划停车位120个", "新划停车位210个", "新划停车位120个"),
        ("都在学校门口", "家长接送孩子井然有序深受好评", "都在学校门口"),
    ],
)
def test_stages_figures_and_praise_are_never_settled_by_a_quote(
    old: str, new: str, quote: str
) -> None:
    made, sent = _written(old, new, f"查1有：{quote}")
    assert sent
    assert new not in made.text


def test_a_rewritten_sentence_may_show_the_words_for_what_stays() -> None:
    new = f"新划停车位210个，都在学校门口。村卫生室配上了远程问诊设备，{HEAR}。"
    old = f"{TOLD}新划停车位120个，都在学校门口。"
    answer = "(1) 新划停车位120个，都在学校门口。\n查1有：城里大夫坐在镇外也能问诊"
    made, _ = _written(old, new, answer)
    assert "新划停车位120个" in made.text
    assert made.findings.errors == 0


def test_an_answer_is_read_for_quotes_and_for_changes() -> None:
    text = "查1有：“甲路已通车”\n(2) 改好的句子。（查2）有：乙渠完工；查3有：丙桥\n"
    text += "(3) 全镇有3个站。查4没有。"
    assert read_evidence(text) == {1: ["“甲路已通车”"], 2: ["乙渠完工；"], 3: ["丙桥"]}
    assert read_changes(text, 3) == {2: "改好的句子。", 3: "全镇有3个站。"}


def test_the_stage_of_a_fact_may_be_shown_by_the_clause_that_the_sentence_tells() -> None:
    new = "堆场整改还有9家未完成整改，手续不全。"
    facts = facts_from_text(
        "document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇}\n"
        "sections:\n  - id: yards\n    part: summary\n    topic: 堆场\n    facts:\n"
        "      - {id: y, text: 堆场整改还有9家没弄完，手续不全。}\n"
    )

    def answer(request: Request, honest: str) -> str:
        if "repair" in request.label:
            asked = re.findall(r"- 查(\d+)：", request.messages[-1].content)
            return "\n".join(f"查{number}有：堆场整改还有9家没弄完" for number in asked)
        return honest.replace("堆场整改还有9家没弄完，手续不全。", new)

    model = Scripted(answer, usage=Usage(1, 9, 9))
    made = draft(facts, writer=OpenAIWriter(client=model, outline=False, figures="plain"))
    assert new in made.text
    assert made.findings.errors == 0


def test_a_heading_that_begins_a_sentence_is_left_in_it() -> None:
    _, known, style = outlined(facts_of())
    outline = build_outline(known, style)
    (node,) = [one for one in outline.walk() if one.id == "works"]
    task = Task("works", "summary", (node,), {"works": ()})
    said = read_answer("推进雪岭路改造施工，预计明年完工。", task)
    assert said == {"works": ["推进雪岭路改造施工，预计明年完工。"]}
    said = read_answer("推进雪岭路改造。预计明年完工。", task)
    assert said == {"works": ["预计明年完工。"]}


GRAFTS = facts_from_text("""\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇}
sections:
  - id: grafts
    part: summary
    topic: 种苗
    facts:
      - {id: box, text: 加厚箱每箱多花0.68元，已有67家用上。,
         figures: [{text: 0.68元, name: 每箱多花}, {text: 67家, name: 用加厚箱的商家}]}
      - {id: care, text: 托管班收了24个孩子，新办延时到晚上9点。,
         figures: [{text: 24个, name: 托管班孩子}]}
      - {id: other, text: 蔬菜合作社收托菜苗300盘。, figures: [{text: 300盘, name: 收托菜苗}]}
""")


def _grafted(old: str, new: str, quote: str) -> tuple[Draft, list[str]]:
    sent: list[str] = []

    def answer(request: Request, honest: str) -> str:
        if "repair" in request.label:
            sent.append(request.messages[-1].content)
            asked = re.findall(r"- 查(\d+)：", request.messages[-1].content)
            return "\n".join(f"查{number}有：{quote}" for number in asked) or "(1) 删去"
        return honest.replace(old, new)

    model = Scripted(answer, usage=Usage(1, 9, 9))
    made = draft(GRAFTS, writer=OpenAIWriter(client=model, outline=False, figures="slots"))
    return made, sent


def test_words_beside_a_slot_may_be_shown_by_the_clause_of_its_own_fact() -> None:
    old, new = "托管班收了{{F3|托管班孩子}}孩子", "托管班现揽入{{F3|托管班孩子}}孩子"
    made, sent = _grafted("托管班收了", "托管班揽入托庇", "托管班收了24个孩子")
    assert old != new
    assert all("托庇" in one for one in sent[:1])
    assert made.findings.errors == 0


def test_words_of_another_matter_are_not_shown_by_a_clause_without_the_figure() -> None:
    made, sent = _grafted("加厚箱每箱多花", "蔬菜合作社菜苗棚", "蔬菜合作社收托菜苗")
    assert sent
    assert "菜苗棚0.68元" not in made.text
