"""Bases that offices file as facts of their own are told beside the figure they are the base of."""

from __future__ import annotations

import pytest

from tests.support.writing_cases import facts_of
from zhibi.writing.drafting import draft

REPORT = """
- id: s
  part: summary
  topic: 经济运行
  facts:
    - name: 固定资产投资
      value: 2.16亿元
      growth: 12.5%
      of_which:
        closed: false
        parts:
          - {{name: 旅游投资, value: 1.35亿元, growth: 25%}}
    - {{name: 旅游投资上年同期, value: 1.08亿元, status: last_year, show: {show}}}
    - text: 年末实有经营主体3126户，比年初增加284户。
      figures:
        - {{text: 3126户, name: 经营主体}}
        - {{text: 284户, name: 经营主体比年初增加}}
    - {{name: 年初经营主体, value: 2842户, status: last_year, show: {show}}}
"""


def told(show):
    made = draft(facts_of(REPORT.format(show=show)))
    assert made.findings.coverage.missing == ()
    assert [one.message for one in made.findings.findings if one.severity == "error"] == []
    return made.text


def test_a_base_stands_beside_the_figure_that_it_is_the_base_of():
    text = told("must")
    assert "其中旅游投资1.35亿元，比上年同期的1.08亿元增长25%" in text
    assert "年末实有经营主体3126户，比年初的2842户增加284户。" in text
    assert "年初经营主体" not in text


def test_a_base_that_only_may_be_told_is_left_out():
    text = told("may")
    assert "1.08亿元" not in text
    assert "2842户" not in text


def test_a_base_of_nothing_that_is_told_stays_a_fact():
    given = REPORT.format(show="must").replace("年初经营主体", "年初从业人员")
    assert "从业人员" in draft(facts_of(given)).text


def test_the_month_before_stands_in_the_month_s_own_sentence():
    made = draft(
        facts_of("""
        - id: s
          part: summary
          topic: 边民互市
          facts:
            - text: 6月互市贸易额1.68亿元，环比增长5%。
              figures: [{text: 1.68亿元, name: 6月互市贸易额, period: 6月}, {text: 5%, name: 环比}]
            - {name: 5月互市贸易额, value: 1.6亿元, period: 5月}
        """)
    )
    assert "互市贸易额1.68亿元，比5月的1.6亿元增长5%。" in made.text
    assert "5月实现" not in made.text
    assert made.findings.errors == 0


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (
            "集装箱吞吐量8640标箱，上年同期为7200标箱，同比增长20%。",
            "8640标箱，比上年同期的7200标箱增长20%",
        ),
        (
            "物业费收缴率88.2%，去年同期为83.5%，提高4.7个百分点。",
            "比去年同期的83.5%提高4.7个百分点",
        ),
        ("满意率96.8%，上年同期满意率为95.1%。", "上年同期满意率为95.1%"),
        ("销售额8960万元，上年为7000万元，增长30%。", "上年为7000万元，增长30%"),
    ],
)
def test_a_change_is_told_from_its_base_where_the_three_figures_say_so(given, wanted):
    report = f"- {{id: s, part: summary, topic: 经济, facts: [{{text: '{given}'}}]}}"
    assert wanted in draft(facts_of(report)).text
