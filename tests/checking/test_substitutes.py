"""A word that stands in the place of another of its kind (N116)."""

from __future__ import annotations

import pytest

from tests.support.passages import error_codes
from zhibi.checking.check import Checker
from zhibi.facts.load import facts_from_text

CHECKER = Checker(
    facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2025, organisation: 鹭湾镇, period: 1—12月}
sections:
  - id: works
    part: summary
    topic: 水利与畜禽
    source: 水利站 表3
    facts:
      - id: pipe
        text: 计划改造雨水管18.4公里，已改造11.5公里。
        figures:
          - {text: 18.4公里, name: 计划改造雨水管}
          - {text: 11.5公里, name: 已改造雨水管}
      - id: pig
        text: 生猪存栏1.86万头，出栏2.43万头；蛋鸡存栏31万羽。
        figures:
          - {text: 1.86万头, name: 生猪存栏}
          - {text: 2.43万头, name: 生猪出栏}
          - {text: 31万羽, name: 蛋鸡存栏}
      - id: fund
        text: 圩堤加固投资920万元，其中村级自筹80万元；养老保险参保率97.2%。
        figures:
          - {text: 920万元, name: 圩堤加固投资}
          - {text: 80万元, name: 圩堤加固村级自筹}
          - {text: 97.2%, name: 养老保险参保率}
      - {id: canteen, text: 社区食堂5家。, figures: [{text: 5家, name: 社区食堂}]}
      - {id: inn, text: 旅游综合收入3180万元。, figures: [{text: 3180万元, name: 旅游综合收入}]}
      - {id: rooms, text: 民宿客房412间。, figures: [{text: 412间, name: 民宿客房}]}
"""
    )
)

PAIRS = [
    ("雨水管改造已做完11.5公里。", "污水管改造已做完11.5公里。"),
    ("31万羽蛋鸡存栏，一年没出过疫情。", "31万羽蛋鸡出栏，一年没出过疫情。"),
    ("村级自筹80万元投到了圩堤上。", "镇级自筹80万元投到了圩堤上。"),
    ("养老保险的参保率到了97.2%。", "工伤保险的参保率到了97.2%。"),
    ("社区食堂开了5家。", "企业食堂开了5家。"),
    ("旅游综合收入3180万元。", "民宿综合收入3180万元。"),
]


@pytest.mark.parametrize("pair", PAIRS)
def test_another_word_of_the_kind_is_raised_and_the_own_is_not(pair: tuple[str, str]) -> None:
    sound, wrong = pair
    assert error_codes(sound, CHECKER) == set()
    assert "N116" in error_codes(wrong, CHECKER)


def test_what_the_sentence_tells_of_both_is_not_raised() -> None:
    assert error_codes("生猪存栏1.86万头，出栏2.43万头。", CHECKER) == set()


TIMES = Checker(
    facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2025, organisation: 鹭湾镇, period: 1—12月}
sections:
  - id: ferry
    part: summary
    topic: 渡运与研学
    source: 经发办 表5
    facts:
      - id: ferry
        text: 渡口泊位由上年末的14个增加到19个；摆渡船26艘，比年初增加4艘。
        figures:
          - {text: 14个, name: 上年末渡口泊位, status: last_year}
          - {text: 19个, name: 渡口泊位}
          - {text: 26艘, name: 摆渡船}
          - {text: 4艘, name: 摆渡船比年初增加}
      - id: camp
        text: 接待研学学生3.6万人次，其中小学生2.1万人次；营地每团收费1200元，每名学生每天餐费45元。
        figures:
          - {text: 3.6万人次, name: 研学学生}
          - {text: 2.1万人次, name: 小学生研学}
          - {text: 1200元, name: 营地每团收费}
          - {text: 45元, name: 每名学生每天餐费}
"""
    )
)

RELATIONS = [
    ("渡口泊位由上年末的14个增加到19个。", "渡口泊位由上月末的14个增加到19个。", "N113"),
    ("渡口泊位由去年底的14个增加到19个。", "渡口泊位由前年底的14个增加到19个。", "N113"),
    ("摆渡船由年初的22艘增加到26艘。", "摆渡船由去年同期的22艘增加到26艘。", "N113"),
    ("营地收费每团1200元。", "营地收费每班1200元。", "N114"),
    ("每名学生每天45元餐费。", "每名学生每周45元餐费。", "N114"),
]


@pytest.mark.parametrize(("sound", "wrong", "code"), RELATIONS)
def test_times_shares_and_rates_are_held_against_the_facts(
    sound: str, wrong: str, code: str
) -> None:
    assert error_codes(sound, TIMES, computed=False) == set()
    assert code in error_codes(wrong, TIMES, computed=False)


LABELS = Checker(
    facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2025, organisation: 鹭湾镇, period: 1—12月}
sections:
  - id: orchard
    part: summary
    topic: 苗圃与茶寮
    source: 农林站 表2
    facts:
      - id: fee
        text: 二楼茶位每位48元，三楼茶位每位66元；12岁以下儿童门票15元，60岁以上老人门票10元。
        figures:
          - {text: 48元, name: 二楼茶位每位价格}
          - {text: 66元, name: 三楼茶位每位价格}
          - {text: 12岁}
          - {text: 15元, name: 12岁以下儿童门票}
          - {text: 60岁}
          - {text: 10元, name: 60岁以上老人门票}
      - {id: nov, name: 苗圃11月订单, value: 860单, period: 11月}
      - {id: dec, name: 苗圃12月订单, value: 640单, period: 12月}
      - id: trees
        text: 出圃苗木中香樟3.2万株、桂花1.8万株、红枫0.9万株，由云谷苗木合作社统一收购。
        figures:
          - {text: 3.2万株, name: 香樟出圃}
          - {text: 1.8万株, name: 桂花出圃}
          - {text: 0.9万株, name: 红枫出圃}
      - id: firm
        text: 松坞林场护林站6座。
        figures: [{text: 6座, name: 松坞林场护林站}]
        names: [松坞林场]
      - {id: seed, name: 油茶苗产值, value: 420万元}
      - {id: tour, name: 赏花游客, value: 9.6万人次}
      - {id: rose, name: 月季种植面积, value: 310亩}
"""
    )
)

LABELLED = [
    ("二楼茶位每位48元，三楼66元。", "二楼茶位每位66元，三楼48元。"),
    ("12岁以下儿童15元一张票。", "60岁以上儿童15元一张票。"),
    ("苗圃11月接订单860单，12月接640单。", "苗圃11月接订单640单，12月接860单。"),
    ("出圃的苗木里香樟最多，有3.2万株。", "出圃的苗木里桂花最多，有3.2万株。"),
    ("桂花1.8万株，由云谷苗木合作社收购。", "桂花1.8万株，由松坞林场收购。"),
    ("油茶苗产值不低，全年420万元。", "月季苗产值不低，全年420万元。"),
]


@pytest.mark.parametrize(("sound", "wrong"), LABELLED)
def test_labels_by_number_agents_and_what_is_called_the_most(sound: str, wrong: str) -> None:
    assert error_codes(sound, LABELS) == set()
    assert {"N116", "N102"} & error_codes(wrong, LABELS)
