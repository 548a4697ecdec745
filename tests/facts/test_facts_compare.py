"""This year's facts beside last year's."""

from tests.support.facts_texts import HEAD, with_facts
from zhibi.facts.compare import compare
from zhibi.facts.load import facts_from_text
from zhibi.output.review.comparison import render_comparison_json, render_comparison_text

LAST = HEAD.replace("2024", "2023")


def differences(now, before, **heads):
    facts = facts_from_text(with_facts(*now))
    last = facts_from_text(with_facts(*before, head=heads.get("head", LAST)))
    return compare(facts, last)


def kinds(comparison):
    return [(item.kind, item.name, item.growth) for item in comparison.differences]


def test_growth_is_offered_where_both_years_are_known():
    now = ["{id: tax, name: 税收收入, value: 2186.4万元}", "{name: 参保率, value: 99.03%}"]
    before = ["{name: 税收收入, value: 2055.9万元}", "{name: 参保率, value: 98.12%}"]
    found = differences(now, before)
    assert kinds(found) == [
        ("growth", "税收收入", "6.35%"),
        ("growth", "参保率", "0.91个百分点"),
    ]
    assert "tax 可补 growth: 6.35%，previous: 2055.9万元" in render_comparison_text(found)


def test_a_fall_has_its_sign_and_units_may_differ_in_scale():
    found = differences(["{name: 产值, value: 9000万元}"], ["{name: 产值, value: 1.0亿元}"])
    assert kinds(found) == [("growth", "产值", "-10.00%")]


def test_growth_is_not_offered_twice_nor_over_other_periods():
    now = ["{name: 税收, value: 21万元, growth: 5%}", "{name: 产值, value: 9万元, period: 1—10月}"]
    before = ["{name: 税收, value: 20万元}", "{name: 产值, value: 8万元}"]
    assert kinds(differences(now, before)) == [("period", "产值", "")]


def test_gone_new_equal_and_far_are_named():
    now = ["{name: 甲, value: 5个}", "{name: 乙, value: 7个}", "{name: 丙, value: 3000个}"]
    before = ["{name: 乙, value: 7个}", "{name: 丙, value: 3个}", "{name: 丁, value: 9个}"]
    assert kinds(differences(now, before)) == [
        ("new", "甲", ""),
        ("equal", "乙", ""),
        ("far", "丙", ""),
        ("gone", "丁", ""),
    ]


def test_the_previous_value_is_held_against_last_years_fact():
    now = ["{name: 税收, value: 21万元, previous: 19万元, growth: 10.5%}"]
    found = differences(now, ["{name: 税收, value: 20万元}"])
    assert kinds(found) == [("differs", "税收", "")]
    assert "19万元（1—11月），上年20万元" in render_comparison_text(found)


def test_an_alias_of_either_year_matches_and_another_unit_does_not():
    now = ["{name: 税收收入, aliases: [税收], value: 21万元}", "{name: 监测对象, value: 9户}"]
    before = ["{name: 税收, value: 20万元}", "{name: 监测对象, value: 28人}"]
    assert [item.kind for item in differences(now, before).differences] == ["growth", "new", "gone"]


def test_another_year_than_the_last_is_pointed_out():
    found = differences(
        ["{name: 税收, value: 21万元}"],
        ["{name: 税收, value: 20万元}"],
        head=HEAD.replace("2024", "2021"),
    )
    assert "对照的不是上一年（2023年）" in render_comparison_text(found)
    assert render_comparison_json(found)["differences"][0] == {
        "kind": "growth",
        "name": "税收",
        "id": "s.1",
        "now": "21万元",
        "before": "20万元",
        "growth": "5.00%",
    }
