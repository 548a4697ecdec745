"""Bases that offices file as facts of their own are told beside the figure they are the base of."""

from __future__ import annotations

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
