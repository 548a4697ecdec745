"""A clause without figures whose subject is not that of the figures behind it (N116)."""

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
  organisation: 梨垭镇
  superior: 县委、县政府
  period: 1—11月
sections:
  - id: silk
    part: summary
    topic: 特色产业
    source: 产业办 表1
    facts:
      - {id: price, name: 蚕茧收购均价, value: 52元/公斤}
      - {id: mushroom, name: 香菇产量, value: 1260吨, growth: 9.6%}
      - {id: mulberry, name: 桑园面积, value: 4300亩}
      - id: hail
        text: 冰雹受灾菇农86户，已补种菌棚120亩。
        figures:
          - {text: 86户, name: 受灾菇农}
          - {text: 120亩, name: 补种菌棚面积}
      - id: guide
        text: 技术员指导蚕农消毒蚕室。
  - id: market
    part: summary
    topic: 商贸物流
    source: 经发办 表2
    facts:
      - {id: fair, name: 农贸市场交易额, value: 3600万元, growth: 12%}
      - {id: cold, name: 冷库日均发货, value: 180吨}
      - {id: depot, name: 快递分拣站日均处理, value: 2.4万件}
      - {id: night, name: 夜市客流, value: 6800人次}
"""
    )
)
codes = partial(error_codes, given=CHECKER)


@pytest.mark.parametrize(
    "passage",
    [
        "香菇行情走俏，每公斤52元。",
        "快递分拣站更忙，日均发货180吨。",
        "香菇没有跟上来。全线4300亩，还在老位置。",
        "美中不足的是蚕茧，产量1260吨，同比增长9.6%。",
        "街角的夜市红红火火，交易额3600万元，同比增长12%。",
        "受灾的蚕农86户，都已补种。",
    ],
)
def test_the_subject_of_the_clause_before_is_another_matter(passage: str) -> None:
    assert "N116" in codes(passage)


@pytest.mark.parametrize(
    "passage",
    [
        "蚕茧行情走俏，每公斤52元。",
        "冷库更忙，日均发货180吨。",
        "来农贸市场的人多了，冷库日均发货180吨。",
        "为了香菇，冷库日均发货180吨。",
        "夜市和农贸市场都热闹，交易额3600万元，同比增长12%。",
        "受灾的菇农86户，都已补种。",
        "技术员指导蚕农消毒蚕室，每公斤52元的收购价也稳住了。",
    ],
)
def test_a_clause_that_tells_its_own_matter_or_names_none_is_left(passage: str) -> None:
    assert "N116" not in codes(passage)
