"""A word of another matter in a clause that tells a fact (N116), and words that are none."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.passages import error_codes
from zhibi.checking.check import Checker
from zhibi.facts.load import facts_from_text

CHECKER = Checker(
    facts_from_text(
        """
document:
  style: 镇乡
  kind: annual
  year: 2024
  organisation: 汐浦镇
  superior: 县委、县政府
  period: 1—11月
sections:
  - id: fish
    part: summary
    topic: 渔业生产
    source: 渔业办 表1
    facts:
      - {id: catch, name: 海洋捕捞产量, value: 21400吨, growth: -2.1%, target: {value: 23000吨}}
      - {id: farm, name: 海水养殖产量, value: 9860吨, growth: 11.4%}
      - id: kelp
        text: 海带养殖3200亩、紫菜养殖1750亩，紫菜亩均产值1.28万元。
        figures:
          - {text: 3200亩, name: 海带养殖面积}
          - {text: 1750亩, name: 紫菜养殖面积}
          - {text: 1.28万元, name: 紫菜亩均产值}
      - id: dock
        text: 沙埕村渔港码头一期投资2860万元，已完工，二期投资1940万元，正在施工。
        figures:
          - {text: 2860万元, name: 渔港码头一期投资}
          - {text: 1940万元, name: 渔港码头二期投资, status: ongoing}
        names: [沙埕村]
      - id: plant
        text: 海沃冷冻食品有限公司扩建4号冷库，新增库容6500吨，带动就业142人。
        figures:
          - {text: 4号}
          - {text: 6500吨, name: 海沃冷冻新增库容}
          - {text: 142人, name: 海沃冷冻带动就业}
        names: [海沃冷冻食品有限公司]
      - id: net
        text: 汀澜网具有限公司年产网具3800吨，吸纳渔嫂97人就近务工。
        figures:
          - {text: 3800吨, name: 汀澜网具年产网具}
          - {text: 97人, name: 吸纳渔嫂务工}
        names: [汀澜网具有限公司]
      - id: crew
        text: 培训职务船员318人次、普通船员860人次，渔船更新改造27艘。
        figures:
          - {text: 318人次, name: 培训职务船员}
          - {text: 860人次, name: 培训普通船员}
          - {text: 27艘, name: 渔船更新改造}
  - id: life
    part: summary
    topic: 民生事业
    source: 民生办 表2
    facts:
      - id: clinic
        text: 岙底村卫生室改造完成，面积240平方米，签约家庭医生服务1630人，通过市级示范卫生室验收。
        figures:
          - {text: 240平方米, name: 岙底村卫生室面积}
          - {text: 1630人, name: 家庭医生签约人数}
        names: [岙底村]
      - id: old
        text: 居家养老服务中心3个，服务高龄老人415人，每月上门2次。
        figures:
          - {text: 3个, name: 居家养老服务中心}
          - {text: 415人, name: 服务高龄老人}
          - {text: 2次, name: 每月上门}
      - id: disabled
        text: 残疾人辅具适配186件，为重度残疾人发放护理补贴73.4万元。
        figures:
          - {text: 186件, name: 残疾人辅具适配}
          - {text: 73.4万元, name: 重度残疾人护理补贴}
      - id: school
        text: 镇中心幼儿园新增学位90个，小学课后服务参加1210人。
        figures:
          - {text: 90个, name: 幼儿园新增学位}
          - {text: 1210人, name: 小学课后服务参加人数}
      - id: water
        text: 海岛供水管线8.4公里，资金1150万元，其中省级补助700万元、县级配套300万元、
          镇级自筹150万元。
        figures:
          - {text: 8.4公里, name: 海岛供水管线}
          - {text: 1150万元, name: 供水管线资金}
          - {text: 700万元, name: 供水管线省级补助}
          - {text: 300万元, name: 供水管线县级配套}
          - {text: 150万元, name: 供水管线镇级自筹}
  - id: env
    part: summary
    topic: 环境治理
    source: 环保办 表3
    facts:
      - id: litter
        text: 清理岸滩垃圾460吨，整治入海排污口14个，沙埕村获评县级美丽海岸。
        figures:
          - {text: 460吨, name: 清理岸滩垃圾}
          - {text: 14个, name: 整治入海排污口}
        names: [沙埕村]
      - id: stink
        text: 关停鱼粉作坊5家，处理信访投诉62件，办结60件。
        figures:
          - {text: 5家, name: 关停鱼粉作坊}
          - {text: 62件, name: 环保信访投诉}
          - {text: 60件, name: 办结环保信访投诉}
      - id: tide
        text: 防潮堤加固5.6公里，避险转移渔排养殖户128户391人。
        figures:
          - {text: 5.6公里, name: 防潮堤加固}
          - {text: 128户, name: 转移渔排养殖户户数}
          - {text: 391人, name: 转移渔排养殖户人数}
      - id: meet
        text: 全省海塘管护现场会9月在我镇岙底村召开。
        figures:
          - {text: 9月, name: 现场会时间}
        names: [岙底村]
"""
    )
)

PAIRS = [
    (
        "9月，全省海塘管护现场会就开在岙底村。",
        "9月，全省海塘管护现场会就开在沙埕村。",
    ),
    (
        "沙埕村渔港码头一期花了2860万元，已经完工；二期1940万元还在施工。",
        "岙底村渔港码头一期花了2860万元，已经完工；二期1940万元还在施工。",
    ),
    (
        "码头二期总共要投1940万元，眼下正在施工。",
        "码头一期总共要投1940万元，眼下正在施工。",
    ),
    (
        "海沃冷冻食品有限公司的4号冷库扩建后，多出库容6500吨，142人在那里上班。",
        "汀澜网具有限公司的4号冷库扩建后，多出库容6500吨，142人在那里上班。",
    ),
    (
        "汀澜网具有限公司一年生产网具3800吨，97名渔嫂在家门口有了活干。",
        "海沃冷冻食品有限公司一年生产网具3800吨，97名渔嫂在家门口有了活干。",
    ),
    (
        "汀澜网具一年生产网具3800吨，97名渔嫂在家门口有了活干。",
        "汀澜网具一年生产网具3800吨，97名重度残疾人在家门口有了活干。",
    ),
    (
        "今年办班培训职务船员318人次，普通船员860人次，27艘旧渔船换了新。",
        "今年办班培训家庭医生318人次，普通船员860人次，27艘旧渔船换了新。",
    ),
    (
        "岙底村的卫生室改好了，240平方米，1630人签了家庭医生。",
        "沙埕村的卫生室改好了，240平方米，1630人签了家庭医生。",
    ),
    (
        "3个居家养老服务中心照看着415名高龄老人，一个月上门两次。",
        "3个居家养老服务中心照看着415名普通船员，一个月上门两次。",
    ),
    (
        "残疾人辅具配了186件，护理补贴给重度残疾人发了73.4万元。",
        "残疾人辅具配了186件，护理补贴给高龄老人发了73.4万元。",
    ),
    (
        "镇里的幼儿园多了90个学位，参加课后服务的小学生有1210人。",
        "镇里的卫生室多了90个学位，参加课后服务的小学生有1210人。",
    ),
    (
        "海岛供水管线铺了8.4公里，1150万元里省级补助700万元，占六成多。",
        "海岛供水管线铺了8.4公里，1150万元里县级配套700万元，占六成多。",
    ),
    (
        "岸滩垃圾清走460吨，14个入海排污口整治到位。",
        "岸滩垃圾清走460吨，14个鱼粉作坊整治到位。",
    ),
    (
        "鱼粉作坊关了5家，投诉来了62件，办完60件。",
        "入海排污口关了5家，投诉来了62件，办完60件。",
    ),
    (
        "防潮堤加固了5.6公里，台风来时128户渔排养殖户、391人撤到安全处。",
        "渔港码头加固了5.6公里，台风来时128户渔排养殖户、391人撤到安全处。",
    ),
    (
        "沙埕村今年拿到县级美丽海岸的牌子，镇里清理岸滩垃圾460吨。",
        "岙底村今年拿到县级美丽海岸的牌子，镇里清理岸滩垃圾460吨。",
    ),
    (
        "渔民上岸避险128户、391人，一户没漏。",
        "家庭医生上岸避险128户、391人，一户没漏。",
    ),
    (
        "27艘渔船完成更新改造，更安全也更省油。",
        "27艘冷库完成更新改造，更安全也更省油。",
    ),
]
"""What a clause says of its own fact, and the same with a word of another one."""


errors = partial(error_codes, given=CHECKER)


@pytest.mark.parametrize(("sound", "wrong"), PAIRS)
def test_a_word_of_another_matter_is_seen(sound: str, wrong: str) -> None:
    assert not errors(sound)
    assert errors(wrong) & {"N116", "N102"}


def test_the_finding_names_the_word_and_both_matters() -> None:
    text = "海沃冷冻食品有限公司一年生产网具3800吨。"
    found = next(one for one in CHECKER.check(text).findings if one.code == "N116")
    assert text[found.start : found.end] == "海沃冷冻食品有限公司"
    assert "汀澜网具年产网具" in found.message
    assert "海沃冷冻" in found.message


@pytest.mark.parametrize(
    ("sound", "wrong"),
    [
        (
            "岙底村的卫生室改好了，240平方米，市级示范卫生室的验收也过了。",
            "岙底村的卫生室改好了，240平方米，省级示范卫生室的验收也过了。",
        ),
        ("沙埕村获评县级美丽海岸。", "沙埕村获评市级美丽海岸。"),
        (
            "9月，全省海塘管护现场会就开在岙底村。",
            "9月，全市海塘管护现场会就开在岙底村。",
        ),
        (
            "供水管线花了1150万元，省级补助700万元、县级配套300万元。",
            "供水管线花了1150万元，市级补助700万元、县级配套300万元。",
        ),
    ],
)
def test_a_level_that_the_facts_have_otherwise_is_seen(sound: str, wrong: str) -> None:
    assert not errors(sound)
    assert errors(wrong) & {"N116", "N401"}


@pytest.mark.parametrize(
    ("sound", "wrong"),
    [
        ("渔港码头二期要投1940万元。", "渔港码头一期要投1940万元。"),
        ("渔港码头投资2860万元的一期已完工。", "渔港码头投资2860万元的三期已完工。"),
    ],
)
def test_another_one_of_a_kind_is_seen(sound: str, wrong: str) -> None:
    assert not errors(sound)
    assert errors(wrong) & {"N116", "N102"}


@pytest.mark.parametrize(
    "text",
    [
        "沙埕村、岙底村都有变化：渔港码头一期投资2860万元，卫生室240平方米。",
        "紫菜养殖1750亩，比海带养殖少1450亩。",
        "入海排污口整治14个，比关停的鱼粉作坊多9个。",
        "渔港码头一期投资2860万元，二期1940万元，一期比二期多920万元。",
        "海岛居民用水靠8.4公里供水管线，花了1150万元。",
        "培训职务船员318人次，名额向年轻渔民倾斜。",
        "家庭医生签约1630人，走访到户、建档到人。",
    ],
)
def test_comparisons_and_unfamiliar_words_borrow_nothing(text: str) -> None:
    assert "N116" not in errors(text)
