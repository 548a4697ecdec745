"""What a figure's neighbours settle: differences, dates, counts, what is left, how it was read."""

from __future__ import annotations

import pytest

from zhibi.checking.check import Checker
from zhibi.facts.load import facts_from_text

CHECKER = Checker(
    facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月,
           computed: allow}
sections:
  - part: summary
    topic: 民生
    facts:
      - {id: shop, name: 闲置门面年初数, value: 63间}
      - {id: now, name: 现有闲置门面数, value: 38间}
      - {id: care, name: 护理补贴人数, value: 268人}
      - {id: life, name: 生活补贴人数, value: 312人}
      - {id: town, name: 镇级巡护员, value: 4名}
      - {id: village, name: 村级巡护员, value: 15名}
      - id: mill
        text: 茶叶加工厂3月开工，预计2025年6月投产。
        figures:
          - {text: 3月, name: 茶叶加工厂开工时间}
          - {text: 2025年6月, name: 茶叶加工厂预计投产时间, status: forecast}
      - id: dam
        text: 水库除险4月完工。
        figures: [{text: 4月, name: 水库除险完工时间}]
      - {id: school, text: 教学楼投资1120万元，主体已封顶，正在内装。, status: ongoing}
      - {id: moved, name: 避险搬迁, value: 16户, target: 21户, status: to_date}
      - {id: left, text: 避险搬迁还差5户没有搬。, figures: [{text: 5户, name: 未完成避险搬迁}]}
"""
    )
)

SHOPS = "闲置门面年初数63间，现有闲置门面38间"
CARE = "护理补贴人数268人"
BOTH = "护理补贴人数268人、生活补贴人数312人"
PARTS = "（镇级巡护员4名、村级巡护员15名）"


def errors(text: str) -> list[str]:
    found = CHECKER.check(text, sections=frozenset())
    return [one.code for one in found.findings if one.severity == "error"]


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("N104", f"{SHOPS}，增加25间。", f"{SHOPS}，减少25间。"),
        ("N104", f"{CARE}，比生活补贴的312人多44人。", f"{CARE}，比生活补贴的312人少44人。"),
        ("N104", f"{BOTH}，前者比后者高出44人。", f"{BOTH}，后者比前者高出44人。"),
        ("N107", "茶叶加工厂4月开工。", "茶叶加工厂3月开工。"),
        ("N107", "茶叶加工厂去年3月开工。", "茶叶加工厂今年3月开工。"),
        ("N107", "茶叶加工厂预计今年6月投产。", "茶叶加工厂预计明年6月投产。"),
        ("N302", f"水渠巡护员18名{PARTS}。", f"水渠巡护员19名{PARTS}。"),
        ("N101", f"{BOTH}，三项都有保障。", f"{BOTH}，两项都有保障。"),
    ],
)
def test_wrong_is_seen_and_right_passes(code: str, wrong: str, right: str) -> None:
    assert code in errors(wrong)
    assert errors(right) == []


@pytest.mark.parametrize(
    "text",
    [
        "教学楼投资1120万元，主体已封顶，正在内装。",
        "完成避险搬迁16户，还差5户没有搬。",
        "避险搬迁完成21户的76.2%。",
    ],
)
def test_neighbours_of_another_matter_raise_nothing(text: str) -> None:
    assert errors(text) == []


def test_an_explanation_has_fields_candidates_and_what_decided() -> None:
    text = "\n闲置门面年初数63间，现有闲置门面38间，增加25间。"
    findings = CHECKER.check(text, sections=frozenset())
    column = text.index("25")
    one, *others = CHECKER.explanations(text, findings, 2, column)
    assert not others
    assert (one.fields[0].name, one.fields[0].words) == ("升降", "增加")
    assert {found.code for found in one.findings} >= {"N104"}
    first = CHECKER.explanations(text, findings, 2)[0]
    assert [(c.entry.id, c.chosen) for c in first.candidates if c.same_value] == [("shop", True)]
    assert CHECKER.explanations(text, findings, 1) == []


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("N109", "茶叶加工厂3月投产。", "茶叶加工厂3月开工。"),
        ("N109", "待发放护理补贴人数268人。", "发放护理补贴人数268人。"),
        ("N115", "护理补贴人数增加268人。", "护理补贴人数达到268人。"),
    ],
)
def test_steps_and_changes(code: str, wrong: str, right: str) -> None:
    assert code in errors(wrong)
    assert errors(right) == []
