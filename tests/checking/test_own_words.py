"""What belongs to a figure although its words stand apart: hedges, bases of rates, nouns."""

from __future__ import annotations

import pytest

from zhibi.checking.check import check
from zhibi.facts.load import facts_from_text

FACTS = facts_from_text(
    """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青禾镇, period: 1—12月}
sections:
  - part: summary
    topic: 民生
    facts:
      - {name: 电商零售额, value: 63.2亿元, target: 60亿元}
      - {text: 网格员每月走访农户不少于40户。}
      - {text: 自习室每小时收费3元，全年开放4.6万小时。}
      - {text: 出租房平均每间每月租金620元。}
      - {name: 每件运费, value: 2.15元, previous: 2.38元}
      - {name: 博览会采购商, value: 1.8万余人次}
      - {name: 充电棚, value: 74处}
      - {text: 柳岸社区充电棚26处。}
      - text: 卫生院家庭医生签约服务6840人，为1526名65岁以上老年人体检。
        figures:
          - {text: 6840人, name: 家庭医生签约服务}
          - {text: 1526名, name: 体检老年人}
          - {text: 65岁, name: 年龄线}
      - text: 辖区60岁以上老年人5600人，其中独居330人。
        figures:
          - {text: 60岁, name: 老年人年龄线}
          - {text: 5600人, name: 60岁以上老年人}
      - {name: 果园面积, value: 23500亩}
      - {name: 改造果园, value: 2100亩}
      - {name: 挂果面积, value: 18800亩}
      - {name: 集体收入不足20万元的村, value: 3个, previous: 5个}
"""
)


def codes(text: str) -> set[str]:
    found = check(text, FACTS, sections=frozenset()).findings
    return {one.code for one in found if one.severity == "error"} - {"N111"}


@pytest.mark.parametrize(
    ("sound", "wrong"),
    [
        ("收入不到20万元的有3个村，上年有5个。", "收入不到30万元的有3个村，上年有5个。"),
        ("电商零售额63.2亿元，超出60亿元目标3.2亿元。", "电商零售额超出63.2亿元。"),
        ("网格员每月至少走访农户40户。", "网格员每月最多走访农户40户。"),
        ("自习室用一小时收3元。", "自习室用一天收3元。"),
        ("出租房平均一间一月租金620元。", "出租房平均一间一年租金620元。"),
        ("每件运费降了两角三分，为2.15元。", "每件运费降了三角三分，为2.15元。"),
        ("博览会采购商超1.8万人次。", "博览会采购商近1.8万人次。"),
        ("充电棚74处，柳岸社区一处就占26处。", "充电棚74处，柳岸社区一处就占28处。"),
        (
            "卫生院为1526名65岁以上老人体检；家庭医生签约服务覆盖6840人。",
            "卫生院为6840名65岁以上老人体检；家庭医生签约服务覆盖1526人。",
        ),
        ("这里60岁以上的老人有5600人。", "这里75岁以上的老人有5600人。"),
        (
            "果园面积23500亩，挂果的18800亩，占八成，改造2100亩。",
            "果园面积2100亩，挂果的18800亩，占八成，改造23500亩。",
        ),
    ],
)
def test_what_stands_apart_from_a_figure_belongs_to_it(sound: str, wrong: str) -> None:
    assert not codes(sound)
    assert codes(wrong)


def test_a_name_that_begins_with_a_figure_still_tells_it() -> None:
    text = "辖区60岁以上老年人5600人，其中独居330人。"
    found = check(text, FACTS)
    (line,) = [one.id for one in FACTS.entries() if one.name == "老年人年龄线"]
    assert not codes(text)
    assert line not in found.coverage.missing
    assert found.coverage.missing


CHANGES = facts_from_text(
    """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青禾镇, period: 1—12月}
sections:
  - part: summary
    topic: 经济
    facts:
      - text: 年末登记务工人员46800人，比年初增加2450人。
        figures:
          - {text: 46800人, name: 登记务工人员}
          - {text: 2450人, name: 务工人员比年初增加}
      - {text: 小区居民满意度94.6%，比上年提高5.2个百分点。}
      - {name: 互助组, value: 58个, previous: 46个}
      - {text: 柳岸村互助组12个。}
      - {name: 创业贷款, value: 860万元}
      - {text: 发放创业贷款43笔。}
      - {text: 电梯维护补贴20万元。}
      - {text: 柳岸村集体收入860万元，桥头村集体收入645万元，杏坡村集体收入520万元。}
      - {name: 贸易额, value: 8.64亿元, target: 17亿元}
      - id: gap
        name: 贸易额距全年目标尚差
        value: 8.36亿元
        period: 上半年
      - {name: 桥头园区企业, value: 68家}
      - {name: 杏坡园区企业, value: 35家}
      - {name: 税收, value: 8240万元, target: 16000万元, completion: 51.5%}
      - {name: 投资, value: 8.642亿元}
      - {name: 固定资产投资, aliases: [固投], value: 2.45亿元}
      - {text: 全镇由7个岛屿组成。}
      - {text: 柳岸村18户未签约，杏坡村20户未签约，柳岸村应搬迁436户。}
      - {text: 12月客房入住率58.4%，比11月下降6.1个百分点。}
      - {text: 消防联合检查每季度1次。}
      - {text: 地下水埋深18.50米，年初为18.62米。}
      - {text: 船票每人由18元降到12元。}
      - {text: 冷链一期库容1.2万吨，二期新增8000吨。}
      - {name: 香蕉面积, value: 12400亩}
      - {name: 香蕉参保面积, value: 9300亩}
  - part: plan
    topic: 打算
    facts:
      - {name: 投资目标, value: 17.5亿元, status: target}
      - {text: 下半年完成固定资产投资2.55亿元。, status: target}
      - {text: 中央厨房2025年5月投用。, status: target}
"""
)


def changes(text: str) -> set[str]:
    found = check(text, CHANGES, sections=frozenset()).findings
    return {one.code for one in found if one.severity == "error"} - {"N111"}


@pytest.mark.parametrize(
    ("sound", "wrong"),
    [
        ("登记务工人员46800人，比年初增加2450人。", "登记务工人员46800人，比年初增加2540人。"),
        (
            "小区居民满意度94.6%，比上年的89.4%提高5.2个百分点。",
            "小区居民满意度94.6%，比前年的89.4%提高5.2个百分点。",
        ),
        ("互助组由46个增加到58个，新增12个。", "互助组由46个增加到58个，新增14个。"),
        ("创业贷款43笔860万元，平均每笔20万元。", "创业贷款43笔860万元，平均每笔30万元。"),
        (
            "柳岸村、桥头村、杏坡村以860万元、645万元、520万元居前，三村合计2025万元。",
            "柳岸村、桥头村、杏坡村以645万元、860万元、520万元居前，三村合计2025万元。",
        ),
        ("贸易额距全年目标尚差8.36亿元，下半年补上。", "贸易额8.36亿元。"),
        ("桥头、杏坡两个园区共有企业103家。", "桥头、杏坡两个园区共有企业105家。"),
        (
            "投资力争达到17.5亿元，下半年还需完成8.858亿元。",
            "投资力争达到17.5亿元，下半年还需完成8.585亿元。",
        ),
        ("完成固定资产投资2.45亿元。", "已完成固定资产投资2.55亿元。"),
        ("柳岸村18户、杏坡村20户没签约。", "柳岸村20户、杏坡村18户没签约。"),
        ("12月客房入住率环比低了6.1个百分点。", "12月客房入住率同比低了6.1个百分点。"),
        ("消防联合检查一季一次。", "消防联合检查一月一次。"),
        ("地下水埋深由18.62米回升到18.50米。", "地下水埋深由18.62米回升到18.40米。"),
        ("七岛散落碧波。", "九岛散落碧波。"),
        ("船票由18元降到12元。", "船票每户由18元降到12元。"),
        (
            "冷链一期库容1.2万吨，二期新增8000吨，两期合计2万吨。",
            "冷链一期库容1.2万吨，二期新增8000吨，两期合计3万吨。",
        ),
        ("香蕉参保9300亩，参保率75%。", "香蕉参保9300亩，参保率78%。"),
        ("明年，中央厨房5月投用。", "明年，中央厨房6月投用。"),
    ],
)
def test_what_is_worked_out_beside_a_change_is_understood(sound: str, wrong: str) -> None:
    assert not changes(sound)
    assert changes(wrong)


HALF = facts_from_text(
    """
document: {style: 镇乡, kind: half-year, year: 2025, organisation: 青禾镇}
sections:
  - part: summary
    topic: 经济
    facts:
      - {name: 税收, value: 8240万元, target: 16000万元, completion: 51.5%}
"""
)


@pytest.mark.parametrize(("points", "wrong"), [("1.5个百分点", False), ("2.5个百分点", True)])
def test_a_rate_is_compared_with_the_time_passed(points: str, wrong: bool) -> None:
    text = f"税收完成目标的51.5%，比时间进度快{points}，任务过半。"
    found = {one.code for one in check(text, HALF, sections=frozenset()).findings}
    assert ("N101" in found) == wrong
    assert ("N111" in found) != wrong
