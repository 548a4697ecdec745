"""Figures that a text works out in other ways than a difference or a share."""

from __future__ import annotations

import pytest

from zhibi.checking.check import check
from zhibi.facts.load import facts_from_text

FACTS = facts_from_text(
    """document: {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇}
sections:
  - part: summary
    topic: 工作
    facts:
      - {text: 代缴养老保险412人，每人每年100元。}
      - {text: 护路员58人，每人每月补贴600元。}
      - {text: 油茶种植面积8600亩，比上年增加1100亩。}
      - {text: 民宿平均入住率46%，比上年同期提高5个百分点。}
      - {text: 清除破损广告牌214块，清洗灯箱132块。}
      - {text: 受理工单185件，办结176件。}
      - {text: 审批时间由45天缩短到18天。}
"""
)


def codes(text: str) -> list[str]:
    return [
        one.code
        for one in check(text, FACTS, sections=frozenset()).findings
        if one.severity == "error"
    ]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "代缴养老保险412人，每人每年100元，合计4.12万元。",
            "代缴养老保险412人，每人每年100元，合计5.12万元。",
        ),
        (
            "护路员58人，每人每月补贴600元，每人一年7200元。",
            "护路员58人，每人每月补贴600元，每人一年7300元。",
        ),
        (
            "油茶种植面积8600亩，比上年增加1100亩，上年是7500亩。",
            "油茶种植面积8600亩，比上年增加1100亩，上年是7600亩。",
        ),
        (
            "民宿平均入住率46%，比上年同期的41%提高5个百分点。",
            "民宿平均入住率46%，比上年同期的42%提高5个百分点。",
        ),
        (
            "清除破损广告牌214块，清洗灯箱132块，前者占61.8%。",
            "清除破损广告牌214块，清洗灯箱132块，前者占68.1%。",
        ),
        ("受理工单185件，办结176件，余9件。", "受理工单185件，办结176件，余8件。"),
    ],
)
def test_a_figure_worked_out_is_told_from_one_that_does_not_follow(right: str, wrong: str) -> None:
    assert set(codes(right)) == {"N111"}
    assert set(codes(wrong)) - {"N111"}


def test_a_course_without_its_first_word_must_go_the_way_that_is_said() -> None:
    assert codes("审批45天的流程缩短到18天。") == []
    assert set(codes("审批45天的流程延长到18天。")) & {"N104", "N205"}


def test_an_exact_difference_with_a_hedge_is_not_worked_out() -> None:
    assert codes("受理工单185件，办结176件，余近9件。") != ["N111"]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (
            "清除破损广告牌214块，清洗灯箱132块，前者少于后者。",
            "清除破损广告牌214块，清洗灯箱132块，前者多于后者。",
        ),
        (
            "清除破损广告牌214块，清洗灯箱132块，后者比前者多。",
            "清除破损广告牌214块，清洗灯箱132块，后者比前者少。",
        ),
        (
            "清除破损广告牌214块，清洗灯箱132块，后者比前者多82块。",
            "清除破损广告牌214块，清洗灯箱132块，比前者少82块。",
        ),
        (
            "清除破损广告牌214块，清洗灯箱132块，前者少82块。",
            "清除破损广告牌214块，清洗灯箱132块，前者多82块。",
        ),
        (
            "清除破损广告牌214块，少于132块的灯箱。",
            "清除破损广告牌214块，多于132块的灯箱。",
        ),
    ],
)
def test_two_figures_compared_in_words_are_compared(wrong: str, right: str) -> None:
    assert "N104" in codes(wrong)
    assert "N104" not in codes(right)
