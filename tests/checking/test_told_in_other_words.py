"""Facts told in other words, in the written register: no reason to doubt them; turned, they are."""

from __future__ import annotations

import pytest

import zhibi
from zhibi.facts.load import facts_from_text

FACTS = facts_from_text("""\
document: {style: 街道, kind: half-year, year: 2024, organisation: 石坡街道, period: 1—6月}
sections:
  - id: party
    part: summary
    topic: 党建引领
    facts:
      - {id: study, name: 街道党工委理论学习中心组学习, value: 6次}
      - {text: 推行“路长”制，由党员担任路长，路灯不亮就拍照报到社区。}
      - {text: 枣林社区把“板凳会议”搬到楼下，修缮方案先由住户举手。}
      - {text: 枣林社区被评为全市先进社区，其做法在全区工作会上作了介绍。}
      - {text: 柳岸社区被评为全区文明社区。}
  - id: road
    part: summary
    topic: 道路排水
    facts:
      - {id: road, text: 石坡路全长6.8公里，路基已完成5.1公里，路面还没有铺。,
         figures: [{text: 6.8公里, name: 石坡路全长, id: length},
                   {text: 5.1公里, name: 石坡路已完成路基, id: base}]}
      - {text: 老街太窄，挖机进不去，污水管改用人工开挖。}
      - {text: 规划调整方案已报区级部门，没有开工。}
      - {text: 垃圾转运站主体工程已完工，尚未验收。}
      - {text: 低层住户意见不一，还有57个单元谈不拢。,
         figures: [{text: 57个, name: 未谈拢单元}]}
      - {id: stop, text: 建成驿站9处，每天平均服务快递员和骑手420人次。,
         figures: [{text: 9处, name: 骑手驿站}, {text: 420人次, name: 骑手驿站每天平均服务}]}
      - {id: money, text: 兑现惠企资金286万元，惠及企业54家，平均每家5.3万元。,
         figures: [{text: 286万元, name: 惠企资金}, {text: 54家, name: 惠及企业},
                   {text: 5.3万元, name: 平均每家惠企资金}]}
      - {id: paved, name: 道路硬化, value: 12.4公里, target: 15公里}
      - {id: price, name: 苗木收购价, value: 620元/吨, previous: 680元/吨}
    derive: [{id: done, name: 石坡路路基完成率, formula: "完成率(base, length)", as: "0%"}]
  - id: people
    part: summary
    topic: 民生服务
    facts:
      - {text: 山上的茶园请不到人采茶，由邻近社区的互助队帮着采。}
      - {text: 南门社区利用腾空的车棚办起托管屋，由退休教师看护，暑期班还没有开。}
""")


def _told(text: str) -> list[str]:
    report = f"# 石坡街道2024年上半年工作总结\n\n## 一、上半年工作总结\n\n{text}\n"
    found = zhibi.check(report, FACTS).findings
    return [
        one.code for one in found if one.code != "N301" and not one.code.startswith(("L", "W2"))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "老街狭窄，挖掘机械无法进入，污水管改用人工开挖。",
        "山上茶园采茶缺少人手，邻近社区的互助队帮助采摘。",
        "南门社区利用腾空车棚开设托管屋，由退休教师看护，暑期班尚未开班。",
        "石坡路全长6.8公里，路基已完成5.1公里，完成率达到75%，路面尚未铺设。",
        "规划调整方案已上报区级部门，尚未开工。",
        "开展街道党工委理论学习中心组学习6次。",
        "枣林社区把“板凳会议”搬到楼下。该社区被评为全市先进社区，做法在全区工作会上作了介绍。",
        "补上道路硬化欠账2.6公里。",
        "垃圾转运站完成主体工程，尚未验收。",
        "建成驿站9处，每天平均有420人次快递员和骑手在此享受服务。",
        "兑现惠企资金286万元，惠及企业54家，平均每家获得5.3万元。",
        "苗木收购价走低，平均每吨同比减少60元。",
        "（一）推行路长制和板凳会议。推行“路长”制，由党员担任路长，路灯不亮就拍照报到社区。",
    ],
)
def test_a_fact_in_other_words_is_not_doubted(text: str) -> None:
    assert _told(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("老街狭窄，商户笑逐颜开喜气洋洋，污水管改用人工开挖。", "W105"),
        ("石坡路全长6.8公里，路面已铺完。", "N109"),
        ("规划调整方案尚未上报区级部门。", "N109"),
        ("开发镇党委开展理论学习6次。", "W103"),
        ("柳岸社区召开会议。该社区被评为全市先进社区。", "N401"),
        ("道路硬化2.6公里。", "N102"),
        ("苗木收购价走低，平均每亩同比减少60元。", "N114"),
    ],
)
def test_what_no_fact_says_is_told(text: str, code: str) -> None:
    assert code in _told(text)
