"""Forms of free reports: listed bases, totals with their parts, aims, units that are nouns."""

from __future__ import annotations

import pytest

from zhibi.checking.check import Checker
from zhibi.facts.load import facts_from_text

CHECKER = Checker(
    facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇,
  period: 2024年, computed: allow}
sections:
  - part: summary
    topic: 经济
    facts:
      - {name: 规上工业产值, value: 9.45亿元, previous: 9.00亿元, growth: 5%,
         target: 10.5亿元, completion: 90%}
      - {name: 税收收入, value: 2910万元, previous: 3000万元, growth: -3%,
         target: 3000万元, completion: 97%}
      - id: power
        text: 12月，全镇用电量860万千瓦时，同比增长7.5%，环比增长11.2%。
        figures:
          - {text: 7.5%, name: 12月用电量同比增速}
          - {text: 11.2%, name: 12月用电量环比增速}
      - id: stock
        text: 年末在册经营主体2460户，比年初的2285户净增175户。
        figures:
          - {text: 2285户, name: 年初在册经营主体}
          - {text: 175户, name: 在册经营主体净增}
      - id: tax
        text: 青禾大楼、长汀大楼、石榴大楼税收分别为8400万元、6300万元、1900万元。
        figures:
          - {text: 8400万元, name: 青禾大楼税收}
          - {text: 6300万元, name: 长汀大楼税收}
          - {text: 1900万元, name: 石榴大楼税收}
      - {text: 柿饼合作社烘干车间总投资0.45亿元。}
  - part: summary
    topic: 建设
    facts:
      - {text: 柿园8200亩、枣园4100亩。}
      - {text: 参加柿树保险的农户760户，保费共152万元，财政补贴占65%。}
      - id: road
        text: 东环路由2车道拓宽为5车道。
        figures:
          - {text: 2车道, name: 东环路原车道}
          - {text: 5车道, name: 东环路拓宽后车道}
      - {text: 组织消防演练9次。}
      - id: class
        text: 培训讲解员14期，每期35人次。
        figures: [{text: 14期, name: 讲解员培训}, {text: 35人次, name: 每期培训讲解员}]
      - {text: 甜柿厂房7月建成投产，到年末实现产值3150万元。}
      - {text: 回收废旧地膜260吨、果袋90吨。}
      - {name: 回收废旧地膜和果袋, value: 350吨}
      - {text: 村集体收入超过80万元的5个，不足15万元的3个。}
      - {text: 甲级仓库租金每月42元，比上年下降3元；乙级仓库租金每月29元。}
      - {name: 柿子产量, value: 2.5万吨}
  - part: plan
    topic: 计划
    facts:
      - {text: 力争2025年柿子产量达到2.8万吨。}
"""
    )
)


def codes(text: str) -> set[str]:
    found = CHECKER.check(text, sections=frozenset()).findings
    return {one.code for one in found if one.severity == "error" and one.code[0] == "N"}


@pytest.mark.parametrize(
    "text",
    [
        "12月用电860万千瓦时，同比、环比分别增长7.5%和11.2%。",
        "年末在册经营主体2460户，较年初净增175户。",
        "规上工业产值9.45亿元，税收收入2910万元，占3.08%，两项分别完成目标的90%和97%。",
        "工业产值由9.00亿元增加到9.45亿元，税收却从3000万元减少到2910万元，两项分别完成目标的90%和97%。",
        "规上工业产值9.45亿元，比去年多收0.45亿元。",
        "青禾大楼、长汀大楼、石榴大楼税收合计1.66亿元，依次为8400万元、6300万元和1900万元。",
        "柿园8200亩、枣园4100亩，柿园是枣园的2倍。",
        "参加柿树保险的农户760户，保费152万元，财政补贴占65%，折合98.8万元。",
        "东环路车道由2条增至5条。",
        "甜柿厂房7月建成投产，已有产值3150万元。",
        "回收废旧地膜260吨、果袋90吨。",
        "村集体收入超过80万元的有5个，不足15万元的有3个。",
        "甲级仓库租金每月42元，比上年下降3元；乙级仓库租金低于甲级，为每月29元。",
        "税收收入2910万元，距目标少收90万元。",
        "柿子产量力争达到2.8万吨，比2024年增长12%。",
    ],
)
def test_what_free_reports_write_is_no_error(text):
    assert codes(text) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12月用电860万千瓦时，环比、同比分别增长7.5%和11.2%。", "N102"),
        ("年末在册经营主体2460户，比上年同期的2285户净增175户。", "N113"),
        ("规上工业产值9.45亿元，税收收入2910万元，两项分别完成年度目标的97%和90%。", "N102"),
        (
            "青禾大楼、长汀大楼、石榴大楼税收合计1.66亿元，依次为6300万元、8400万元和1900万元。",
            "N102",
        ),
        ("保费152万元，财政补贴占65%，折合88.8万元。", "N101"),
        ("甲级仓库租金每月42元；乙级仓库租金高于甲级，为每月29元。", "N104"),
        ("柿子产量力争达到2.8万吨，比2024年增长22%。", "N101"),
    ],
)
def test_the_same_forms_told_falsely_are_errors(text, code):
    assert code in codes(text)


def test_an_average_told_beside_its_terms_is_not_another_matters():
    found = CHECKER.check("消防演练9次，315人次参加，平均每次35人次。", sections=frozenset())
    assert "N114" not in {one.code for one in found.findings}


def test_parts_with_counts_of_their_own_are_not_items_of_a_list():
    facts = facts_from_text(
        "document: {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇}\n"
        "sections:\n  - part: summary\n    topic: 工作\n"
        "    facts: [{text: 新建分拣线6条，其中甲村4条、乙村1条、丙村1条。}]\n"
    )
    found = Checker(facts).check("新建分拣线6条：甲村4条，乙村、丙村各1条。")
    assert "N204" not in {one.code for one in found.findings}


def test_one_figure_serves_two_facts_that_count_the_same_in_one_paragraph():
    facts = facts_from_text(
        "document: {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇}\n"
        "sections:\n  - part: summary\n    topic: 工作\n    facts:\n"
        "      - {text: 取缔网箱1280口，涉及网箱养殖户63户。}\n"
        "      - {text: 63户网箱养殖户全部转产，其中38户种茶、25户务工。}\n"
    )
    draft = "取缔网箱1280口，涉及63户养殖户。网箱养殖户全部转产，其中38户种茶、25户务工。"
    assert Checker(facts).check(draft).coverage.missing == ()


def test_an_ordinal_within_a_name_is_reported():
    facts = facts_from_text(
        "document: {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇}\n"
        "sections:\n  - part: summary\n    topic: 工作\n    facts:\n"
        "      - text: 甘泉厂第三条生产线投资4200万元。\n"
        "        figures:\n"
        "          - {text: 第三条, name: 甘泉厂生产线序号}\n"
        "          - {text: 4200万元, name: 甘泉厂第三条生产线投资}\n"
    )
    assert Checker(facts).check("甘泉厂第三条生产线投资4200万元。").coverage.missing == ()


HALF = Checker(
    facts_from_text(
        """
document: {style: 镇乡, kind: half-year, year: 2025, organisation: 溪口镇, period: 2025年上半年}
sections:
  - part: summary
    topic: 住房
    period: 2025年
    facts:
      - {name: 旧房改造开工栋数, value: 36栋, status: to_date}
      - {text: 为23家企业办理贷款6900万元，户均300万元。}
      - {name: 村庄绿化改造户数, value: 143户, target: 260户, completion: 55%}
      - {name: 一般公共预算收入, value: 1368万元}
      - {text: 城乡医保实际参保21604人。}
  - part: plan
    topic: 计划
    facts:
      - id: more
        text: 下半年新增规上企业2家。
        figures: [{text: 2家, name: 下半年新增规上企业计划}]
"""
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "截至6月底，旧房改造开工36栋。",
        "23家企业拿到贷款6900万元，平均一家300万元。",
        "村庄绿化改造260户，眼下改好143户，已经过半。",
        "截至6月底，旧房改造开工36栋，下半年计划再添规上企业2家。",
        "一般公共预算收入今年实际收了1368万元。",
    ],
)
def test_half_year_reports_tell_what_was_reached_by_june(text):
    found = HALF.check(text, sections=frozenset()).findings
    assert [one.code for one in found if one.severity == "error" and one.code[0] == "N"] == []


def test_a_time_of_the_year_before_is_still_wrong_in_a_half_year_report():
    found = HALF.check("截至3月底，旧房改造开工36栋。", sections=frozenset()).findings
    assert "N107" in {one.code for one in found}
