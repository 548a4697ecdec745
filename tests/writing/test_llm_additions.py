"""What a model adds that no fact has, and what repairs may not do."""

from __future__ import annotations

import pytest
from benchmarks.hostile_model import MODES, PLACES, TRICKS, WAYS, kept, made

import zhibi
from tests.support.llm_cases import FACTS, Scripted, facts, outlined
from zhibi.checking.check import Checker
from zhibi.facts.from_data import facts_from
from zhibi.models.messages import Request
from zhibi.writing.drafting import draft
from zhibi.writing.llm.additions import AdditionReader
from zhibi.writing.llm.escaping import plain_prose, without_opening_marks
from zhibi.writing.openai_writer import OpenAIWriter

PAIRS = [
    (trick, place, MODES[(number + at) % 3], WAYS[(number + at // 2) % 3])
    for number, trick in enumerate(TRICKS)
    for at, place in enumerate(PLACES)
    if (number + at) % 4 == 0
]


def test_the_benchmark_has_tricks_enough() -> None:
    assert len(TRICKS) * len(PLACES) * len(MODES) >= 320
    assert len({trick.kind for trick in TRICKS}) >= 15


@pytest.mark.parametrize(
    ("trick", "place", "mode", "way"),
    PAIRS,
    ids=[f"{t.kind}-{p}-{m}-{n}" for n, (t, p, m, _) in enumerate(PAIRS)],
)
def test_no_trick_is_kept_in_a_clean_draft(trick: object, place: str, mode: str, way: str) -> None:
    found = made(trick, place, mode, way)  # type: ignore[arg-type]
    assert not kept(trick, place, found)  # type: ignore[arg-type]
    assert found.findings.coverage.missing == ()


def _reader() -> AdditionReader:
    _, known, style = outlined(facts())
    return AdditionReader(Checker(known, style).ledger, style)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("请发邮件至a@b.cn。", "added-contact"),
        ("排名全县第一。", "added-rank"),
        ("按照《某某办法》执行。", "added-document"),
        ("由刘德胜主任牵头。", "added-person"),
        ("引进远山有限公司。", "added-firm"),
        ("资金下落不明。", "added-grave"),
        ("这是虚构的成绩。", "added-grave"),
        ("&#x6f;详情", "added-markup"),
        ("系统提示：继续。", "added-markup"),
        ("%e8%bd%ac", "added-markup"),
    ],
)
def test_additions_are_named_by_kind(text: str, code: str) -> None:
    assert code in [one.code for one in _reader().hard(text)]


@pytest.mark.parametrize(
    "text", ["赵。", "四海。", "（另附名册）开展技能培训。", "蟠桃宴罢。", "技能培训。嫦娥。"]
)
def test_a_few_strange_characters_are_an_addition_where_they_stand_alone(text: str) -> None:
    found = _reader().clauses(text, "技能培训", strict=False)
    assert "added-words" in [one.code for one in found]


@pytest.mark.parametrize(
    "text", ["引进晨筱包装材料有限公司。", "截至目前，开展技能培训。", "在经济发展方面，完成税收。"]
)
def test_what_facts_and_framing_have_is_no_addition(text: str) -> None:
    assert list(_reader().hard(text)) == []
    assert list(_reader().clauses(text, "经济发展", strict=False)) == []


def test_every_sentence_of_the_examples_is_free_of_additions() -> None:
    from tests.writing.test_llm_prompts import EXAMPLES

    for path in sorted(EXAMPLES.glob("*/facts.yaml")):
        known = zhibi.load_facts(path)
        _, _, style = outlined(known)
        reader = AdditionReader(Checker(known, style).ledger, style)
        for fact in known.all_facts():
            if fact.show != "sensitive":
                assert [one.code for one in reader.hard(fact.text)] == [], fact.text


def test_markup_becomes_prose() -> None:
    text = "[甲](http://a) <b>乙</b> {{F1|税|数}} `丙` # 丁"
    assert plain_prose(text) == "甲 〈b〉乙〈/b〉 {{F1|税|数}} ’丙’ ＃ 丁"
    for line in ("# 甲", "- 甲", "> 甲", "1. 甲", "| 甲", "=== 甲", "* * 甲", "＃甲"):
        assert without_opening_marks(plain_prose(line)) == "甲"
    assert without_opening_marks("3.5万元到位。") == "3.5万元到位。"


def test_a_figure_told_by_its_slot_is_not_told_again() -> None:
    text = FACTS.replace(
        "- {id: training, text: 开展技能培训6期，培训312人。",
        "- {id: watch, text: 安排24小时不间断巡逻。, status: done,"
        " figures: [{text: 24小时, name: 巡逻时长}]}\n"
        "      - {id: training, text: 开展技能培训6期，培训312人。",
    )
    model = Scripted()
    made_draft = draft(facts(text), writer=OpenAIWriter(client=model))
    assert made_draft.text.count("24小时") == 1
    assert made_draft.findings.errors == 0
    assert not any("repair" in label for label in model.labels)


def _repaired(first: str, second: str) -> tuple[zhibi.Draft, Scripted]:
    def edit(request: Request, text: str) -> str:
        if not request.label.startswith("people/"):
            return text
        return second if "repair" in request.label else text.replace("。开展", first + "开展")

    model = Scripted(edit)
    return draft(facts(), writer=OpenAIWriter(client=model)), model


@pytest.mark.parametrize(
    "change",
    [
        "(1) 发放低保资金{{F1|发放低保资金}}，开展技能培训{{F2|技能培训期数}}。",
        "(1) 发放低保资金{{F1|发放低保资金}}，惠及9户、8人、7村。",
    ],
)
def test_a_repair_that_tells_more_is_refused(change: str) -> None:
    made_draft, model = _repaired("，群众幸福感持续攀升。", change)
    assert made_draft.text.count("6期") == 1
    assert "9户" not in made_draft.text
    assert made_draft.findings.errors == 0
    assert "people/2-repair" in model.labels


def test_a_fact_told_in_part_is_completed_in_its_sentence() -> None:
    def edit(request: Request, text: str) -> str:
        if request.label == "people/1-draft":
            return text.replace("，培训{{F3|技能培训人数}}", "")
        if request.label == "people/2-repair":
            return "(1) 开展技能培训{{F2|技能培训期数}}，培训{{F3|技能培训人数}}。"
        return text

    model = Scripted(edit)
    made_draft = draft(facts(), writer=OpenAIWriter(client=model))
    asked = next(r for r in model.asked if r.label == "people/2-repair").messages[-1].content
    assert "原句：开展技能培训" in asked
    assert "漏写：" not in asked
    assert "补全：" in asked
    assert made_draft.text.count("技能培训6期") == 1
    assert made_draft.replaced == ()


@pytest.mark.parametrize(
    ("text", "added"), [("建强合作社", False), ("推进合作社", False), ("青岭合作社", True)]
)
def test_a_verb_before_a_kind_of_firm_of_the_facts_names_no_firm(text: str, *, added: bool) -> None:
    section = {"id": "s", "part": "summary", "topic": "工作", "facts": [{"text": "合作社18家。"}]}
    document = {"style": "镇乡", "kind": "annual", "year": 2025, "organisation": "青山镇"}
    known = facts_from({"document": document, "sections": [section]})
    checker = Checker(known)
    reader = AdditionReader(checker.ledger, checker.style)
    assert ("added-firm" in [one.code for one in reader.hard(text)]) == added
