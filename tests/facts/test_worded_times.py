"""Times without a numeral that a facts file names as figures: 去年底, 年初, 上半年."""

from __future__ import annotations

import pytest

from zhibi.checking.check import check
from zhibi.errors import InputError
from zhibi.facts.load import facts_from_text

HEAD = """
document: {style: 镇乡, kind: annual, year: 2025, organisation: 溪口镇}
sections:
  - part: summary
    topic: 养殖
    facts:
"""


def figures(text, *named):
    listed = ", ".join(f"{{text: {one}, name: 时点{at}}}" for at, one in enumerate(named))
    facts = facts_from_text(f"{HEAD}      - {{text: {text}, figures: [{listed}]}}\n")
    return facts, [(one.quantity.text, one.name) for one in facts.entries()]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("去年底登记在册430户。", "去年底"),
        ("冷库预计年底投用，惠及430户。", "年底"),
        ("比年初增加430户。", "年初"),
        ("明年末达到430户。", "明年末"),
        ("上半年建档430户。", "上半年"),
    ],
)
def test_a_time_in_words_may_be_named(text, named):
    _, found = figures(text, named)
    assert (named, "时点0") in found
    assert ("430户", "") in found


@pytest.mark.parametrize(
    ("text", "named"),
    [("去年底在册430户。", "年底"), ("2025年底在册430户。", "年底"), ("月底在册430户。", "月底")],
)
def test_a_part_of_a_time_is_none(text, named):
    with pytest.raises(InputError, match="不是一个完整的数"):
        figures(text, named)


@pytest.mark.parametrize(
    ("draft", "missing"),
    [
        ("冷库预计年底投用。", False),
        ("冷库预计年末投用。", False),
        ("冷库预计12月底投用。", False),
        ("冷库预计投用。", True),
    ],
)
def test_it_must_be_reported(draft, missing):
    facts, _ = figures("冷库预计年底投用。", "年底")
    codes = [one.code for one in check(draft, facts).findings]
    assert ("N301" in codes) is missing


def test_the_end_of_last_year_may_be_told_in_other_words():
    facts = facts_from_text(
        f"{HEAD}      - {{text: 去年底存栏4500头。, figures: [{{text: 4500头, name: 存栏}}]}}\n"
    )
    assert not [one for one in check("去年末存栏4500头。", facts).findings if one.code == "N109"]
