"""Words of direction of every dimension (N104): amounts, levels, prices, times, ranks, lengths."""

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
  organisation: 磨滩镇
  superior: 县委、县政府
sections:
  - id: one
    part: summary
    topic: 综合
    source: 综合办 表1
    facts:
      - id: pork
        text: 12月生猪出栏均价每公斤15.6元，比上月上涨0.8元。
        figures: [{text: 15.6元, name: 生猪出栏均价}, {text: 0.8元, name: 生猪均价比上月上涨}]
      - id: water
        text: 自来水价每吨2.1元，比县城低0.4元。
        figures: [{text: 2.1元, name: 自来水价}, {text: 0.4元, name: 水价比县城低}]
      - id: days
        text: 证照办理时限压缩到3天，比上年缩短4天。
        figures: [{text: 3天, name: 证照办理时限}, {text: 4天, name: 办理时限缩短}]
      - id: rank
        text: 营商环境考评列全县第6位，比上年前移5位。
        figures: [{text: 第6位, name: 营商环境考评位次}, {text: 5位, name: 位次前移}]
      - id: deposit
        text: 存款余额18.4亿元，比年初增加1.3亿元。
        figures: [{text: 18.4亿元, name: 存款余额}, {text: 1.3亿元, name: 存款余额比年初增加}]
      - id: waste
        text: 餐厨垃圾日均收运26吨，比上年减少7吨。
        figures: [{text: 26吨, name: 餐厨垃圾日均收运}, {text: 7吨, name: 餐厨垃圾减少}]
      - id: loss
        text: 供水管网漏损率9.4%，比上年下降2.6个百分点。
        figures: [{text: 9.4%, name: 管网漏损率}, {text: 2.6个百分点, name: 漏损率下降}]
      - id: bus
        text: 公交候车平均12分钟，比上年缩短6分钟。
        figures: [{text: 12分钟, name: 公交平均候车时间}, {text: 6分钟, name: 候车时间缩短}]
      - {id: guest, name: 旅游接待, value: 37.2万人次, growth: 8.6%}
      - {id: cases, name: 治安案件, value: 212起, growth: -14.5%}
      - {id: grain, name: 粮食播种面积, value: 4.6万亩, previous: {value: 4.8万亩}}
      - id: rent
        text: 标准厂房月租金每平方米11元，比上年上调2元。
        figures: [{text: 11元, name: 厂房租金}, {text: 2元, name: 厂房租金上调}]
"""
    )
)

TOLD = [
    (
        "12月生猪均价15.6元一公斤，较上月贵了0.8元。",
        "12月生猪均价15.6元一公斤，较上月便宜了0.8元。",
    ),
    (
        "12月生猪每公斤卖15.6元，环比涨0.8元。",
        "12月生猪每公斤卖15.6元，环比跌0.8元。",
    ),
    (
        "自来水每吨2.1元，比县城便宜0.4元。",
        "自来水每吨2.1元，比县城贵0.4元。",
    ),
    (
        "镇里水价每吨2.1元，较县城低出0.4元。",
        "镇里水价每吨2.1元，较县城高出0.4元。",
    ),
    (
        "办证3天就能拿到，比上年快了4天。",
        "办证3天才能拿到，比上年慢了4天。",
    ),
    (
        "证照办理时限减至3天。",
        "证照办理时限拖长到3天。",
    ),
    (
        "营商环境考评列全县第6位，一年跃升5位。",
        "营商环境考评列全县第6位，一年下滑5位。",
    ),
    (
        "存款余额攀升到18.4亿元。",
        "存款余额滑落到18.4亿元。",
    ),
    (
        "存款余额18.4亿元，较年初净增1.3亿元。",
        "存款余额18.4亿元，较年初净减1.3亿元。",
    ),
    (
        "餐厨垃圾日均收运26吨，比上年少运7吨。",
        "餐厨垃圾日均收运26吨，比上年多运7吨。",
    ),
    (
        "餐厨垃圾日均收运量降为26吨。",
        "餐厨垃圾日均收运量增为26吨。",
    ),
    (
        "管网漏损率压到9.4%，比上年降了2.6个百分点。",
        "管网漏损率升到9.4%，比上年降了2.6个百分点。",
    ),
    (
        "漏损率9.4%，较上年收窄2.6个百分点。",
        "漏损率9.4%，较上年扩大2.6个百分点。",
    ),
    (
        "候车时间平均12分钟，比上年短了6分钟。",
        "候车时间平均12分钟，比上年长了6分钟。",
    ),
    (
        "旅游接待37.2万人次，同比上扬8.6%。",
        "旅游接待37.2万人次，同比下挫8.6%。",
    ),
    (
        "接待游客37.2万人次，比上年多了8.6%。",
        "接待游客37.2万人次，比上年少了8.6%。",
    ),
    (
        "治安案件212起，同比走低14.5%。",
        "治安案件212起，同比走高14.5%。",
    ),
    (
        "治安案件212起，同比锐减14.5%。",
        "治安案件212起，同比激增14.5%。",
    ),
    (
        "粮食播种面积由上年的4.8万亩缩到4.6万亩。",
        "粮食播种面积由上年的4.8万亩扩到4.6万亩。",
    ),
    (
        "粮食播种面积4.6万亩，不及上年的4.8万亩。",
        "粮食播种面积4.6万亩，超过上年的4.8万亩。",
    ),
    (
        "厂房租金每平方米每月11元，比上年调高2元。",
        "厂房租金每平方米每月11元，比上年调低2元。",
    ),
    (
        "厂房每平方米月租11元，一年间上浮2元。",
        "厂房每平方米月租11元，一年间下浮2元。",
    ),
    ("营商环境考评居全县第6位，比上年进了5位。", "营商环境考评居全县第6位，比上年退了5位。"),
    ("等公交平均12分钟，比上年少等6分钟。", "等公交平均12分钟，比上年多等6分钟。"),
]


_codes = partial(error_codes, given=CHECKER, computed=False)


@pytest.mark.parametrize(("sound", "wrong"), TOLD)
def test_a_word_of_the_other_direction_is_seen(sound: str, wrong: str) -> None:
    assert not _codes(sound)
    assert _codes(wrong) & {"N104", "N205"}
