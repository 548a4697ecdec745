"""Figures that a text works out in other ways than a difference or a share."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.passages import error_codes, errors_in
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


COMPARED = facts_from_text(
    """document: {style: 镇乡, kind: half-year, year: 2025, organisation: 溪口镇, period: 1—6月}
sections:
  - part: summary
    topic: 工作
    facts:
      - {id: tax, name: 税收收入, value: 1632.5万元, status: to_date}
      - id: output
        name: 规上工业产值
        value: 4.86亿元
        previous: {value: 4.50亿元}
        of_which: {parts: [{name: 水产品加工产值, value: 2.13亿元}]}
      - id: works
        name: 技改投资
        value: 2.94亿元
        target: {value: 3.2亿元}
        forecast: 3.3亿元
      - {text: 全镇民宿34家、床位412张，其中新开民宿6家。}
      - {text: 新建通村道路5.2公里，投资680万元。}
      - {text: 断面监测6次，5次达标，去年同期为3次。}
      - {text: 湖长每月巡湖2次。}
      - {text: 污水管道设计5600米，铺设4180米。}
      - {text: 58处网格点，64名网格员。}
      - {text: 稻虾种养面积8600亩，比上年增加1100亩。}
      - {text: 排查排口38个，其中已整治29个；加固涵闸11座。}
"""
)


compared = partial(error_codes, given=COMPARED, computed=False)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("上半年税收收入1632.5万元，月均272.1万元。", "上半年税收收入1632.5万元，月均282.1万元。"),
        (
            "上半年税收收入1632.5万元，平均每月约272万元。",
            "上半年税收收入1632.5万元，平均每月约327万元。",
        ),
        (
            "全镇民宿34家、床位412张，平均每家约12张床位。",
            "全镇民宿34家、床位412张，平均每家约15张床位。",
        ),
        (
            "新建通村道路5.2公里，投资680万元，平均每公里130.8万元。",
            "新建通村道路5.2公里，投资680万元，平均每公里140.8万元。",
        ),
        ("全镇民宿34家，新开民宿6家，不到两成。", "全镇民宿34家，新开民宿6家，不到一成。"),
        (
            "污水管道铺设4180米，不到设计5600米的八成。",
            "污水管道铺设4180米，超过设计5600米的八成。",
        ),
        (
            "58处网格点上有64名网格员，网格员比网格点多6个。",
            "58处网格点上有64名网格员，网格员比网格点多7个。",
        ),
        (
            "技改投资目标3.2亿元，全年预计3.3亿元，超目标0.1亿元。",
            "技改投资目标3.2亿元，全年预计3.3亿元，超目标0.4亿元。",
        ),
        (
            "规上工业产值4.86亿元，比去年同期增加0.36亿元，其中水产品加工产值2.13亿元。",
            "规上工业产值4.86亿元，比去年同期增加0.36亿元，其中水产品加工产值4.96亿元。",
        ),
        (
            "规上工业产值4.86亿元，其中水产品加工产值2.13亿元，水产品以外的为2.73亿元。",
            "规上工业产值4.86亿元，其中水产品加工产值2.13亿元，水产品以外的为2.83亿元。",
        ),
        (
            "稻虾种养面积8600亩，比上年增加1100亩，增幅14.7%。",
            "稻虾种养面积8600亩，比上年增加1100亩，增幅15.7%。",
        ),
        (
            "排查排口38个，比涵闸11座多27个，其中已整治29个。",
            "排查排口38个，比涵闸11座多27个，其中已整治39个。",
        ),
    ],
)
def test_averages_shares_and_differences_in_words_follow_or_do_not(right: str, wrong: str) -> None:
    assert compared(right) == set()
    assert compared(wrong)


def test_an_average_of_the_months_is_not_held_against_a_count_of_something_else() -> None:
    text = "全镇民宿34家，上半年税收收入1632.5万元，月均282.1万元。"
    assert "N202" not in compared(text)
    assert compared(text)


def test_a_difference_may_have_the_digits_of_an_unrelated_figure() -> None:
    assert compared("断面监测6次，5次达标，比去年同期多2次。") == set()


PERSONS = facts_from_text(
    """document: {style: 街道, kind: annual, year: 2024, organisation: 星澜街道}
sections:
  - part: summary
    topic: 民生
    facts:
      - {text: 普惠托育园3家，招了132个孩子。}
      - {text: 举办新邻节9场，1.1万新居民参加。}
      - {text: 新建充电桩3200个。}
      - {name: 城镇新增就业, value: 3120人, target: 3000人, completion: 104%}
      - {text: 为312艘渔船装了北斗，还有74艘没装。,
         figures: [{text: 312艘, name: 装北斗渔船}, {text: 74艘, name: 未装北斗渔船}]}
"""
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("普惠托育园3家，招收132名孩子。", []),
        ("举办新邻节9场，吸引1.1万名新居民参加。", []),
        ("城镇新增就业3120人，超额完成3000人的目标，完成率104%。", []),
        ("已为312艘渔船安装北斗，尚有74艘渔船未安装北斗。", []),
        ("已为74艘渔船安装北斗。", ["N102"]),
    ],
)
def test_persons_excess_and_the_rest_are_read_as_their_facts_mean(text, found):
    assert [one.code for one in errors_in(text, PERSONS)] == found


OWN = facts_from_text(
    """document: {style: 街道, kind: half-year, year: 2025, organisation: 星澜街道, period: 1—6月}
sections:
  - part: summary
    topic: 经济
    facts:
      - {id: tax, name: 税收收入, value: 2.84亿元, previous: 2.61亿元, target: 5.5亿元,
         completion: {value: 51.64%, name: 占全年目标}}
      - {name: 城镇新增就业, value: 1846人, target: 3000人,
         completion: {value: 61.53%, name: 完成全年目标}}
      - {name: 新登记主体, value: 864户, previous: 790户,
         of_which: {closed: true, parts: [{name: 企业, value: 298户},
           {name: 个体户, value: 566户}]}}
      - {text: 3月和6月各开展增殖放流一次，两次共放流2400万尾。,
         figures: [{text: 一次, name: 每次放流次数}, {text: 两次, name: 放流次数},
                   {text: 2400万尾, name: 放流苗种}]}
      - {text: 家庭医生签约居民4.35万人，其中重点人群1.12万人，签约率33.98%。}
"""
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("上半年，税收收入2.84亿元，完成全年目标5.5亿元的51.64%。", []),
        ("新登记主体864户，比上年同期的790户增加74户，其中企业298户、个体户566户。", []),
        ("3月和6月各开展增殖放流一次，两次共放流2400万尾。", []),
        ("家庭医生签约居民4.35万人，其中重点人群1.12万人，签约率33.98%。", []),
    ],
)
def test_what_belongs_to_the_figure_told_first_is_not_another_s(text, found):
    assert [one.code for one in errors_in(text, OWN, computed=False)] == found


def test_what_is_still_to_be_done_is_no_part_of_what_is_done():
    facts = facts_from_text(
        """document: {style: 镇乡, kind: annual, year: 2025, organisation: 白帆镇}
sections:
  - part: summary
    topic: 安全
    facts:
      - {text: 为92艘渔船加装智能终端，另有30艘计划2026年加装。,
         figures: [{text: 92艘, name: 加装智能终端渔船},
                   {text: 30艘, name: 待加装智能终端渔船, status: target}]}
"""
    )
    text = "为92艘渔船加装智能终端，另有30艘计划2026年加装。"
    assert [one.code for one in check(text, facts, sections=frozenset()).findings] == []
