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
"""
)


def codes(text: str) -> set[str]:
    found = check(text, FACTS, sections=frozenset()).findings
    return {one.code for one in found if one.severity == "error"} - {"N111"}


@pytest.mark.parametrize(
    ("sound", "wrong"),
    [
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
    assert not codes(text)
