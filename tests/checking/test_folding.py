"""A wrong figure and the fact that it leaves unreported are one finding."""

from __future__ import annotations

import pytest

from zhibi.checking.check import Checker
from zhibi.checking.findings import Finding
from zhibi.facts.load import facts_from_text

CHECKER = Checker(
    facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - part: summary
    topic: 渔业
    facts:
      - {id: catch, name: 海洋捕捞产量, value: 21400吨, growth: 4.39%, previous: 20500吨}
      - {id: farm, name: 海水养殖产量, value: 9860吨}
      - {id: boats, name: 更新改造渔船, value: 27艘}
"""
    )
)
SOUND = "海洋捕捞产量21400吨，上年20500吨，增长4.39%。海水养殖产量9860吨。更新改造渔船27艘。"


def found(text: str) -> list[Finding]:
    return [one for one in CHECKER.check(text).findings if one.code[0] == "N"]


@pytest.mark.parametrize(
    ("was", "now", "codes"),
    [
        ("9860吨", "9680吨", ["N101"]),
        ("27艘", "27座", ["N103"]),
        ("21400吨", "9860吨", ["N102"]),
    ],
)
def test_a_wrong_figure_tells_the_fact_that_it_leaves_out(
    was: str, now: str, codes: list[str]
) -> None:
    assert not found(SOUND)
    wrong = SOUND.replace(was, now, 1)
    assert [one.code for one in found(wrong)] == codes
    assert "没有写到" in found(wrong)[0].message
    assert len(CHECKER.check(wrong).coverage.missing) == 1


def test_a_wrong_growth_is_told_once() -> None:
    wrong = found(SOUND.replace("4.39%", "4.93%"))
    assert [one.code for one in wrong] == ["N101"]
    assert wrong[0].replacement == "4.39%"


def test_a_fact_that_nothing_tells_has_a_finding_of_its_own() -> None:
    wrong = found(SOUND.replace("更新改造渔船27艘。", ""))
    assert [(one.code, one.facts) for one in wrong] == [("N301", ("boats",))]


def test_each_fact_may_have_its_own_finding() -> None:
    unfolded = CHECKER.check(SOUND.replace("9860吨", "9680吨"), fold=False).findings
    assert {"N101", "N301"} <= {one.code for one in unfolded}


def test_an_explanation_tells_what_each_field_costs() -> None:
    text = "海洋捕捞产量上年20500吨。"
    told = CHECKER.explanations(text, CHECKER.check(text), 1)
    fields = [one.fields for item in told for one in item.candidates if one.chosen]
    earlier = next(one for listed in fields for one in listed if one.tag == "earlier")
    assert (earlier.said, earlier.known, earlier.cost) == (True, True, 0)
    others = [one.fields for item in told for one in item.candidates if not one.chosen]
    assert any(one.tag == "earlier" and one.cost > 0 for listed in others for one in listed)


def test_a_figure_that_two_facts_may_mean_is_not_corrected() -> None:
    facts = facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - part: summary
    topic: 道路
    facts:
      - {id: east, name: 东片道路硬化里程, value: 3.2公里}
      - {id: west, name: 西片道路硬化里程, value: 4.1公里}
"""
    )
    either = Checker(facts).check("道路硬化里程7.9公里。").findings
    assert [one.replacement for one in either if one.code == "N101"] == [None]
    one_alone = Checker(facts).check("东片道路硬化里程7.9公里。").findings
    assert [one.replacement for one in one_alone if one.code == "N101"] == ["3.2公里"]
