"""Who or what a figure is told to be of: 前者 and 后者, shares, things of one kind, directions."""

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
  organisation: 石泉镇
  superior: 县委、县政府
  period: 1—11月
sections:
  - id: farm
    part: summary
    topic: 农业生产
    source: 农业办 表1
    facts:
      - {id: rice, name: 水稻种植面积, value: 6400亩, previous: {value: 6000亩}}
      - {id: corn, name: 玉米种植面积, value: 2100亩}
      - id: sheep
        text: 年末肉羊存栏3200只，成活率97%。
        figures:
          - {text: 3200只, name: 肉羊存栏}
          - {text: 97%, name: 羔羊成活率}
      - id: canal
        text: 修复水渠4.6公里，县里验收，投入690万元，其中上级补助414万元、镇级自筹276万元。
        figures:
          - {text: 4.6公里, name: 修复水渠}
          - {text: 690万元, name: 水渠修复投入}
          - {text: 414万元, name: 水渠修复上级补助}
          - {text: 276万元, name: 水渠修复镇级自筹}
  - id: care
    part: summary
    topic: 民生保障
    source: 民政办 表2
    facts:
      - {id: rangers, name: 护林员, value: 46名}
      - {id: cleaners, name: 保洁员, value: 58名}
      - id: pay
        text: 护林员每人每年补助9000元，保洁员每人每月补贴800元。
        figures:
          - {text: 9000元, name: 护林员每人每年补助}
          - {text: 800元, name: 保洁员每人每月补贴}
      - id: aged
        text: 60岁以上老人3150人，占常住人口的21%。
        figures:
          - {text: 60岁, name: 老人年龄}
          - {text: 3150人, name: 60岁以上老人}
          - {text: 21%, name: 老人占常住人口比重}
      - id: members
        text: 党员人数640名。
        figures: [{text: 640名, name: 党员人数}]
      - id: quarter
        text: 一季度办件1200件，二季度办件1500件。
        figures:
          - {text: 一季度, name: 一季度}
          - {text: 1200件, name: 一季度办件}
          - {text: 二季度, name: 二季度}
          - {text: 1500件, name: 二季度办件}
"""
    )
)
codes = partial(error_codes, given=CHECKER, computed=False)


@pytest.mark.parametrize(
    ("passage", "code"),
    [
        ("护林员46名、保洁员58名，后者每人每年补助9000元。", "N116"),
        ("上级补助414万元、镇级自筹276万元，后者用在前头，前者276万元后到位。", "N116"),
        ("水渠修复投入690万元，上级补助414万元，镇级自筹276万元，镇级自筹占60%。", "N116"),
        ("水渠修复投入690万元，上级补助414万元，占40%。", "N116"),
        ("60岁以上老人3150人，占党员人数的21%。", "N116"),
        ("今年种下玉米6400亩。", "N102"),
        ("羔羊的完成率为97%。", "N116"),
        ("水稻种植面积6400亩，同比减少400亩。", "N104"),
        ("一季度办件1200件，二季度1500件，少了300件。", "N104"),
        ("水稻种植面积6400亩，低于玉米的2100亩。", "N104"),
    ],
)
def test_what_is_told_of_another_is_an_error(passage: str, code: str) -> None:
    assert code in codes(passage)


@pytest.mark.parametrize(
    "passage",
    [
        "护林员46名、保洁员58名，前者每人每年补助9000元，后者每人每月补贴800元。",
        "水渠修复投入690万元，上级补助414万元，镇级自筹276万元，镇级自筹占40%。",
        "水渠修复投入690万元，上级补助414万元，占60%；镇级自筹276万元，占40%。",
        "60岁以上老人3150人，占全镇常住人口的21%。",
        "今年种下水稻6400亩，玉米2100亩。",
        "羔羊的成活率为97%。",
        "水稻种植面积6400亩，同比增加400亩。",
        "一季度办件1200件，二季度1500件，多了300件。",
        "水稻种植面积6400亩，高于玉米的2100亩。",
    ],
)
def test_what_is_told_of_its_own_is_none(passage: str) -> None:
    assert codes(passage) == set()


@pytest.mark.parametrize(
    ("passage", "code"),
    [
        ("塘坝、水渠各有4.6公里。", "N115"),
        ("老人占常住人口的21%，护林员每人每月补助9000元。", "N114"),
    ],
)
def test_a_figure_of_one_is_not_of_each(passage: str, code: str) -> None:
    assert code in codes(passage)


@pytest.mark.parametrize(
    "passage",
    [
        "护林员、保洁员各有46名、58名。",
        "民政办管着护林员46名。",
        "先说人手。护林员46名、保洁员58名，前者每人每年补助9000元。",
        "新修水渠4.6公里，投入690万元。",
    ],
)
def test_lists_offices_and_verbs_are_of_their_own(passage: str) -> None:
    assert codes(passage) == set()
