"""Figures of indicators as a person would write them; the facts and the check keep the digits."""

import pytest

from tests.support.facts_texts import HEAD
from zhibi.facts.display import Display, displayed
from zhibi.facts.load import facts_from_text
from zhibi.writing.drafting import draft

RULE = Display(whole_percents=True, wan_from=1_000_000, dash="—")
FACTS = (
    HEAD
    + """sections:
  - id: e
    part: summary
    topic: 经济发展
    facts:
      - {id: tax, name: 税收收入, value: 约%s, growth: %s, period: %s}
"""
)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("8600000元", "约860万元"),
        ("12345600元", "约1234.56万元"),
        ("12345678元", "约12345678元"),
        ("860000元", "约860000元"),
        ("860.00万元", "约860.00万元"),
    ],
)
def test_amounts_of_yuan_are_shown_in_wan_where_two_decimals_hold_them(given, shown):
    facts = facts_from_text(FACTS % (given, "6.35%", "1—10月"))
    (before, *_), (entry, *_) = facts.entries(), displayed(facts, RULE).entries()
    assert (entry.written, entry.quantity.value) == (shown, before.quantity.value)


@pytest.mark.parametrize(
    ("given", "shown"),
    [("12.00%", "12%"), ("-3.0%", "3.0%"), ("98.50%", "98.50%"), ("0.00%", "0%")],
)
def test_a_percentage_without_a_fraction_is_shown_whole(given, shown):
    facts = facts_from_text(FACTS % ("860万元", given, "1—10月"))
    growth = list(displayed(facts, RULE).entries())[1]
    before = list(facts.entries())[1]
    assert (growth.written, growth.direction) == (shown, before.direction)


@pytest.mark.parametrize(
    ("given", "shown"),
    [("1-6月", "1—6月"), ("2024年1月~10月", "2024年1月—10月"), ("上半年", "上半年")],
)
def test_months_are_joined_by_the_styles_dash(given, shown):
    facts = facts_from_text(FACTS % ("860万元", "6.35%", given))
    assert [e.period for e in displayed(facts, RULE).entries()] == [shown, shown]


def test_the_report_has_the_shown_form_and_the_check_takes_both():
    report = draft(facts_from_text(FACTS % ("8600000元", "12.00%", "1-5月")))
    assert "1—5月，税收收入约860万元，同比增长12%" in report.text
    assert [one for one in report.findings.findings if one.severity == "error"] == []
