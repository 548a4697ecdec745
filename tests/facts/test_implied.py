"""Figures that follow from an indicator's own: short of a target, fewer than before, the rest."""

from __future__ import annotations

import pytest

import zhibi
from zhibi.facts.load import facts_from_text
from zhibi.facts.model import Fact

HEAD = """\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - part: summary
    topic: 镇村建设
    facts:
"""


def implied(*lines: str) -> list[tuple[str, str, str]]:
    known = facts_from_text(HEAD + "".join(f"      - {{{line}}}\n" for line in lines))
    return [_told(fact) for fact in known.all_facts() if fact.implied]


def _told(fact: Fact) -> tuple[str, str, str]:
    assert fact.value is not None
    return fact.name, fact.value.quantity.text, fact.formula


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (
            "id: lift, name: 加装电梯投用, value: 31台, target: 35台",
            ("加装电梯投用距全年目标尚差", "4台", "lift.target - lift"),
        ),
        (
            "id: tea, name: 干茶产量, value: 182.4吨, target: 185吨",
            ("干茶产量距全年目标尚差", "2.6吨", "tea.target - tea"),
        ),
        (
            "id: tax, name: 税收收入, value: 1632.5万元, previous: 1686.5万元",
            ("税收收入同比减少", "54万元", "tax.previous - tax"),
        ),
        (
            "id: w, name: 重点项目, value: 18个, of_which: {parts: [{name: 已完工, value: 14个}]}",
            ("重点项目其余", "4个", "w - w.part1"),
        ),
    ],
)
def test_a_difference_is_a_fact_with_its_formula(line: str, wanted: tuple[str, str, str]) -> None:
    assert implied(line) == [wanted]


@pytest.mark.parametrize(
    "line",
    [
        "id: a, name: 加装电梯投用, value: 36台, target: 35台",
        "id: a, name: 参保率, value: 95.2%, target: 97%",
        "id: a, name: 全县排名, value: 第3名, previous: 第5名",
        "id: a, name: 新增就业, value: 约300人, target: 520人",
        "id: a, name: 新增就业, value: 318人, target: 520余人",
        "id: a, name: 治理面积, value: 1560亩, target: 2400平方米",
        "id: a, name: 治理面积, value: 1560亩, target: 2户",
        "id: a, name: 新增就业, value: 318人, target: {value: 520人, show: hidden}",
        "id: a, name: 新增就业, value: 318人, target: {value: 520人, show: sensitive}",
        "id: a, name: 新增就业, value: 318人, target: 520人, show: sensitive",
        "id: a, name: 新增就业, value: 318人, target: 520人, forecast: 525人",
        "id: a, name: 新增就业, value: 318人, target: 520人, status: target",
        "id: a, name: 信访总量, value: 31件, previous: 40件",
        "id: a, name: 信访总量, value: 31件, target: 40件",
    ],
)
def test_nothing_is_made_of_what_may_not_be_said_or_says_nothing(line: str) -> None:
    assert implied(line) == []


def test_what_the_facts_say_themselves_is_not_computed_again() -> None:
    hose = "id: hose, name: 软管更换, value: 4125户, target: 5000户"
    assert len(implied(hose)) == 1
    assert implied(hose, "text: 完成剩余875户软管更换。, status: target") == []


def test_the_check_knows_a_difference_and_no_other_number_beside_its_words() -> None:
    facts = facts_from_text(
        HEAD + "      - {id: lift, name: 加装电梯投用, value: 31台, target: 35台}\n"
    )
    said = "# 青山镇2024年工作总结\n\n加装电梯投用31台，全年目标35台，距全年目标尚差{}台。\n"
    assert zhibi.check(said.format(4), facts).errors == 0
    assert zhibi.check(said.format(5), facts).errors


def test_a_difference_is_not_the_indicator_s_value() -> None:
    facts = facts_from_text(
        HEAD + "      - {id: lift, name: 加装电梯投用, value: 31台, target: 35台}\n"
    )
    said = "# 青山镇2024年工作总结\n\n加装电梯投用4台，全年目标35台。\n"
    assert "N102" in [one.code for one in zhibi.check(said, facts).findings]


def test_offline_a_year_s_report_says_what_is_short_of_the_target_and_a_half_year_s_does_not() -> (
    None
):
    line = "      - {id: lift, name: 加装电梯投用, value: 31台, target: 35台}\n"
    year = facts_from_text(HEAD + line)
    half = facts_from_text(HEAD.replace("annual", "half-year").replace("1—11月", "1—6月") + line)
    assert "距全年目标尚差4台" in zhibi.draft(year).text
    assert "尚差" not in zhibi.draft(half).text
