"""A name that belongs to none of the facts of its clause (N116), and names that are told along."""

from __future__ import annotations

import pytest

from zhibi.checking.check import Checker
from zhibi.facts.load import facts_from_text

CHECKER = Checker(
    facts_from_text(
        """
document:
  style: 镇乡
  kind: annual
  year: 2024
  organisation: 磨滩镇
  superior: 县委、县政府
  names: [磨滩镇, 澄川县, 垭口村, 梨坝村, 大堰村, 东门社区, 西桥社区]
sections:
  - id: water
    part: summary
    topic: 水利建设
    source: 水利站 表1
    facts:
      - {id: canal, name: 整修渠道, value: 38公里}
      - {id: area, name: 改善灌溉面积, value: 6200亩}
      - id: pond
        text: 垭口村山塘除险加固完工，蓄水6.8万立方米，投资142万元。
        figures:
          - {text: 6.8万立方米, name: 垭口村山塘蓄水}
          - {text: 142万元, name: 垭口村山塘投资}
        names: [垭口村]
      - id: station
        text: 梨坝村提灌站正在施工，已完成投资96万元，可灌溉柑橘1100亩。
        figures:
          - {text: 96万元, name: 梨坝村提灌站完成投资}
          - {text: 1100亩, name: 提灌站灌溉柑橘}
        names: [梨坝村]
      - id: pipes
        text: 同步更换老化管道2.4公里。
        figures:
          - {text: 2.4公里, name: 更换老化管道}
  - id: life
    part: summary
    topic: 民生服务
    source: 民生办 表2
    facts:
      - id: nursery
        text: 东门社区托育园开园，收托42名婴幼儿。
        figures:
          - {text: 42名, name: 东门社区托育园收托}
        names: [东门社区]
      - id: dance
        text: 大堰村、西桥社区各组建广场舞队3支。
        figures:
          - {text: 3支, name: 组建广场舞队}
        names: [大堰村, 西桥社区]
      - id: firm
        text: 砺石机械有限公司技改完成，新增设备26台。
        figures:
          - {text: 26台, name: 砺石机械新增设备}
        names: [砺石机械有限公司]
      - id: other
        text: 苍术药业有限公司建成晾晒棚9座，带动垭口村用工70人。
        figures:
          - {text: 9座, name: 苍术药业晾晒棚}
          - {text: 70人, name: 带动用工}
        names: [苍术药业有限公司, 垭口村]
"""
    )
)

WRONG = [
    ("垭口村的山塘加固好了，能蓄水6.8万立方米。", "梨坝村的山塘加固好了，能蓄水6.8万立方米。"),
    ("提灌站投了96万元，建在梨坝村。", "提灌站投了96万元，建在大堰村。"),
    ("全镇整修渠道38公里。", "垭口村整修渠道38公里。"),
    ("全镇整修渠道38公里。", "澄川县整修渠道38公里。"),
    ("大堰、西桥各有广场舞队3支。", "大堰、东门各有广场舞队3支。"),
    ("砺石机械添了26台设备。", "苍术药业添了26台设备。"),
    ("托育园收托42名婴幼儿，就在东门社区里。", "托育园收托42名婴幼儿，就在西桥社区里。"),
    ("砺石机械技改完成，添了26台设备。", "苍术药业技改完成，添了26台设备。"),
    ("垭口村山塘完工了，投资142万元。", "大堰村山塘完工了，投资142万元。"),
    ("东门托育园收托婴幼儿42名。", "西桥托育园收托婴幼儿42名。"),
]
SOUND = [
    "梨坝村同步更换老化管道2.4公里。",
    "磨滩镇整修渠道38公里，改善灌溉6200亩。",
    "垭口村、梨坝村、大堰村等地整修渠道38公里。",
    "梨坝村提灌站投资96万元，比垭口村的山塘少46万元。",
    "苍术药业搭起晾晒棚9座，垭口村70人到棚里用工。",
    "投资142万元的垭口山塘已经完工，梨坝提灌站还在施工。",
    "砺石公司新增设备26台。",
    "苍术药业建成晾晒棚，砺石机械的技改也已完成，新增设备26台。",
    "垭口村山塘完工，梨坝村提灌站还在施工，已完成投资96万元。",
    "整修渠道、办好“亮灶”行动。整修渠道38公里。“亮灶”行动检查食堂17家。",
    "下一步，我镇将盯紧苍术药业晾晒棚建成、砺石机械技改完成等节点。",
    "整修渠道、服务梨坝村。整修渠道38公里。梨坝村提灌站正在施工，已完成投资96万元。",
]


def _names(text: str) -> list[str]:
    found = CHECKER.check(text, sections=frozenset()).findings
    return [text[one.start : one.end] for one in found if one.code == "N116"]


@pytest.mark.parametrize(("sound", "wrong"), WRONG)
def test_a_name_of_other_facts_is_seen(sound: str, wrong: str) -> None:
    assert _names(sound) == []
    assert len(_names(wrong)) == 1


@pytest.mark.parametrize("text", SOUND)
def test_names_told_along_listed_or_compared_are_no_error(text: str) -> None:
    assert _names(text) == []


def test_a_lead_names_no_more_than_its_paragraph_tells() -> None:
    assert _names("整修渠道、服务梨坝村。整修渠道38公里，改善灌溉6200亩。") == ["梨坝村"]


def test_the_finding_names_the_figure_and_the_name() -> None:
    text = "垭口村整修渠道38公里。"
    (found,) = CHECKER.check(text, sections=frozenset()).findings
    assert text[found.start : found.end] == "垭口村"
    assert "整修渠道" in found.message
    assert "没有说到“垭口村”" in found.message
