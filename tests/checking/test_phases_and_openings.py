"""Phases of works, parts with a state of their own, seasons and times that open a sentence."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.support.passages import error_codes
from zhibi.checking.check import Checker
from zhibi.intake.load import load_facts

FACTS = Path(__file__).parent / "data" / "phases.yaml"

PASSAGES = {
    "镇卫生院迁建，3月动的土，总投资6800万元，眼下还在做基础。": [
        ("还在做基础", "主体已经封顶"),
        ("还在做基础", "正在安装设备"),
        ("3月动的土", "3月投的用"),
    ],
    "图书馆分馆2400平方米，主体封了顶，正在里面搞装修，2026年5月开馆。": [
        ("主体封了顶", "主体还在施工"),
        ("正在里面搞装修", "装修已经结束"),
        ("正在里面搞装修", "还在打地基"),
        ("2026年5月", "2026年3月"),
    ],
    "污水处理厂二期一天能处理1.2万吨，设备装好了，正在调试。": [
        ("设备装好了", "设备还在安装"),
        ("正在调试", "调试已经完成"),
        ("正在调试", "已正式运行"),
    ],
    "沙尾大桥386米，11月通了车；榕口大桥214米，还在修。": [
        ("还在修", "也通了车"),
        ("11月通了车", "还在修"),
    ],
    "渔人码头新建商铺128间，签约74间，余下的还在招商。": [
        ("余下的还在招商", "余下的也已签约"),
        ("新建商铺128间", "新建商铺128间已全部签约"),
    ],
    "168户渔排受灾，141户理赔办结，余下27户，正在核损。": [
        ("正在核损", "也已理赔到位"),
        ("正在核损", "已经赔付"),
    ],
    "新招教师18名，12名已经上岗，6名正办入职手续。": [
        ("6名正办入职手续", "6名也已到岗"),
        ("6名正办入职手续", "6名已办完入职手续"),
    ],
    "避风塘建起来，带动渔户246户，户均增收3800元。": [
        ("带动渔户", "将带动渔户"),
        ("带动渔户", "按2026年计划，带动渔户"),
    ],
    "到了开渔季，日均进港渔船186艘。休渔期培训渔民12期、1460人次。": [
        ("到了开渔季", "到了休渔期"),
        ("休渔期培训", "汛期培训"),
    ],
    "进入11月，水产批发市场成交2980吨，比10月的3260吨少了280吨。": [
        ("进入11月", "进入10月"),
        ("比10月的", "比9月的"),
    ],
    "渔船从年初的402艘添到426艘。码头热闹，靠港的船一艘接一艘。": [
        ("年初", "去年6月"),
        ("渔船从年初", "上半年，渔船从年初"),
        ("码头热闹", "去年，码头热闹"),
    ],
}
"""A sound passage, and what in it is changed for what no fact says."""


@cache
def checker() -> Checker:
    return Checker(load_facts(FACTS))


def errors(text: str) -> set[str]:
    return error_codes(text, checker(), computed=False)


@pytest.mark.parametrize("text", PASSAGES)
def test_phases_and_times_in_other_words_are_sound(text: str) -> None:
    assert not errors(text)


@pytest.mark.parametrize(
    ("text", "was", "now"), [(text, *change) for text, made in PASSAGES.items() for change in made]
)
def test_another_phase_or_time_is_an_error(text: str, was: str, now: str) -> None:
    assert was in text
    assert errors(text.replace(was, now, 1))
