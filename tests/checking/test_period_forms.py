"""The document's period in the forms in which a text says it."""

from __future__ import annotations

import pytest

from zhibi.checking.check import check
from zhibi.facts.load import facts_from_text


def facts(period: str, kind: str = "half-year"):
    said = f", period: {period}" if period else ""
    return facts_from_text(
        f"""document: {{style: 镇乡, kind: {kind}, year: 2025, organisation: 青芦镇{said}}}
sections:
  - part: summary
    topic: 经济
    facts:
      - {{name: 税收收入, value: 2640万元}}
      - {{name: 在册企业, value: 86家}}
"""
    )


def codes(text: str, period: str, kind: str = "half-year") -> list[str]:
    found = check(text, facts(period, kind), sections=frozenset()).findings
    return [one.code for one in found if one.severity == "error"]


@pytest.mark.parametrize("period", ["上半年", "1—6月"])
@pytest.mark.parametrize(
    "said", ["1—6月，", "上半年，", "截至6月底，", "到6月末，", "2025年上半年，", "6月底，"]
)
def test_half_a_year_is_said_in_months_and_by_its_end(period: str, said: str) -> None:
    assert codes(said + "在册企业86家。", period) == []


@pytest.mark.parametrize("said", ["1—5月，", "到3月底，", "前三季度，"])
def test_other_months_are_not_the_document_s(said: str) -> None:
    assert codes(said + "税收收入2640万元。", "上半年") != []


@pytest.mark.parametrize("said", ["到2025年底，", "12月底，", "1—12月，", "2025年末，"])
def test_a_year_ends_with_december(said: str) -> None:
    assert codes(said + "在册企业86家。", "", "annual") == []
