"""Sentences of a plan as deeds, and times that sentences need not begin with."""

from __future__ import annotations

import pytest

from tests.support.writing_cases import facts_of
from zhibi.styles.load import load_style
from zhibi.writing.drafting import draft
from zhibi.writing.offline.aims import aimed
from zhibi.writing.offline.times import said_once

STYLE = load_style("镇乡", "annual")


def led(text):
    return aimed([text], STYLE)[0]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("4月精制茶加工厂投产。", "推动精制茶加工厂4月投产。"),
        (
            "4月精制茶加工厂投产，8月底中心学校交付使用。",
            "推动精制茶加工厂4月投产、中心学校8月底交付使用。",
        ),
        ("12月底前污水管网二期铺通。", "推动污水管网二期12月底前铺通。"),
        ("力争储能站12月开工。", "力争储能站12月开工。"),
        ("跟踪加工厂设备安装和试生产。", "跟踪加工厂设备安装和试生产。"),
        ("新建茶叶加工厂4月投产。", "新建茶叶加工厂4月投产。"),
    ],
)
def test_a_step_with_its_month_gets_a_verb(given, wanted):
    assert led(given) == wanted


def test_a_level_to_be_held_gets_a_verb_and_no_amount_does():
    text = "2026年固定资产投资达到28亿元。花卉种植面积扩大到5600亩，新建智能温室30栋。"
    assert led(text) == (
        "2026年固定资产投资达到28亿元。将花卉种植面积扩大到5600亩，新建智能温室30栋。"
    )
    assert led("奶酪车间预计9月底试生产。") == "奶酪车间预计9月底试生产。"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (["全年签约9个。", "全年引进5个。"], ["全年签约9个。", "引进5个。"]),
        (["年末有企业9家。", "全年引进5个。"], ["年末有企业9家。", "全年引进5个。"]),
        (["全年签约9个。", "12月引进1个。", "全年开工5个。"], None),
        (
            ["年末牛存栏3万头，比上年增长1%；年末羊存栏4万只。"],
            ["年末牛存栏3万头，比上年增长1%；羊存栏4万只。"],
        ),
        (["2024年培训9期。"], ["培训9期。"]),
        (["2024年计划改造9户。"], None),
        (["2024年3月开工。"], None),
        (["上半年6次监测。", "上半年5次达标。"], None),
    ],
)
def test_a_time_in_force_is_not_said_again(given, wanted):
    assert list(said_once(given, ["2024年"])) == (wanted or given)


def test_a_time_that_is_a_fact_stays():
    assert list(said_once(["2024年培训9期。"], ["2024年"], ["2024年"])) == ["2024年培训9期。"]


def test_the_year_of_a_plan_is_said_once():
    plan = "\n".join(
        f"    - {{text: 2025年{one}。}}" for one in ("新建泵站3座", "扩大茶园300亩", "引进人才9名")
    )
    facts = facts_of(f"- id: p\n  part: plan\n  topic: 工作计划\n  facts:\n{plan}")
    made = draft(facts)
    assert made.findings.errors == 0
    assert "2025年新建泵站3座；扩大茶园300亩。引进人才9名。" in made.text


def test_no_problem_stands_before_a_level_or_what_only_shares_its_field():
    given = facts_of("""
    - {id: s, part: summary, topic: 茶叶产业, facts: [{text: 全镇茶园面积2万亩。}]}
    - {id: q, part: problems, topic: 存在问题, facts: [{id: q1, text: 茶叶精深加工能力弱。}]}
    - {id: p, part: plan, topic: 工作计划, facts: [
        {id: p1, text: 茶叶产值达到3亿元，8月举办茶叶采摘节。, answers: [q1]}]}
    """)
    assert "的问题，" not in draft(given).text
