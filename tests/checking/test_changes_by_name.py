"""Figures whose names say that they are changes, or of each year."""

from __future__ import annotations

import pytest

from zhibi.checking.check import Checker
from zhibi.facts.load import facts_from_text

CHECKER = Checker(
    facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2025, organisation: 荷汀乡}
sections:
  - id: water
    part: summary
    topic: 水利
    facts:
      - text: 汛期湖面最高水位12.8米，比上年低0.4米。
        figures: [{text: 12.8米, name: 湖面最高水位}, {text: 0.4米, name: 最高水位比上年低}]
      - text: 管网改造后，年停水天数由8天减少到3天。
        figures:
          - {text: 8天, name: 上年停水天数, period: 上年, status: last_year}
          - {text: 3天, name: 停水天数, period: 2025年}
"""
    )
)

RENT = """
document: {style: 镇乡, kind: annual, year: 2025, organisation: 荷汀乡}
sections:
  - id: rent
    part: summary
    topic: 集体经济
    facts:
      - text: 塘面每亩租金60元，一年5.4万元，惠及村民31户。
        figures:
          - {text: 60元, name: 每亩租金}
          - {text: 5.4万元, name: 一年租金}
          - {text: 31户, name: 受益村民}
"""


def test_what_a_figure_is_counted_per_need_not_be_reported() -> None:
    found = Checker(facts_from_text(RENT)).check("塘面每亩租金60元，一年5.4万元，惠及村民31户。")
    assert [one.code for one in found.findings if one.severity == "error"] == []
    assert (found.coverage.must, found.coverage.missing) == (3, ())


AGED = """
document: {style: 镇乡, kind: annual, year: 2025, organisation: 荷汀乡}
sections:
  - id: now
    part: summary
    topic: 助餐
    facts:
      - text: 60至79岁老人每餐补贴2元。
        figures:
          - {text: 60至79岁, name: 低龄老人年龄段}
          - {text: 2元, name: 60至79岁老人每餐补贴}
  - id: meals
    part: plan
    topic: 助餐
    facts:
      - text: 食堂日均就餐达到650人次，60至79岁老人每餐补贴提高到3元。
        figures:
          - {text: 650人次, name: 日均就餐}
          - {text: 60至79岁, name: 低龄老人年龄段}
          - {text: 3元, name: 2026年60至79岁老人每餐补贴}
"""


def test_a_figure_in_a_name_that_its_fact_has_is_reported() -> None:
    text = "60至79岁老人每餐补贴2元。\n\n食堂日均就餐达到650人次，60至79岁老人每餐补贴提高到3元。"
    assert Checker(facts_from_text(AGED)).check(text).coverage.missing == ()


def _codes(text: str) -> list[str]:
    found = CHECKER.check(text).findings
    return [one.code for one in found if one.severity == "error" and one.code != "N301"]


@pytest.mark.parametrize(
    "text",
    [
        "汛期湖面最高水位12.8米，低于上年0.4米。",
        "停水天数从去年的8天减到今年的3天。",
        "停水天数从去年的8天减到3天。",
    ],
)
def test_the_year_is_the_base_or_the_rate(text: str) -> None:
    assert _codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("去年，汛期湖面最高水位12.8米。", "N109"),
        ("停水天数从去年的3天增到8天。", "N102"),
        ("年停水天数由8天增加到3天。", "N104"),
    ],
)
def test_another_year_or_way_is_found(text: str, code: str) -> None:
    assert code in _codes(text)
