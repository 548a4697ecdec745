"""Arithmetic that a sentence cannot break, and facts that contradict themselves."""

from __future__ import annotations

import pytest

from zhibi.checking.check import check
from zhibi.facts.lint import lint
from zhibi.facts.load import facts_from_text

HEAD = """document: {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇}
sections:
  - part: summary
    topic: 工作
    facts:
"""


def facts_of(*lines):
    return facts_from_text(HEAD + "".join(f"      - {line}\n" for line in lines))


def found(text, facts, *codes):
    findings = check(text, facts, sections=frozenset()).findings
    return [f.message for f in findings if f.code in codes]


MANY = facts_of(
    "{name: 受理工单, value: 120件}",
    "{name: 办结督办件, value: 132件}",
    "{name: 排查隐患, value: 45处}",
    "{name: 整改台账问题, value: 60处}",
    "{name: 到会代表, value: 80名}",
    "{name: 赞成合并票, value: 91名}",
    "{text: 床位由50张增加到60张。}",
    "{name: 入住老人, value: 52人, growth: 30%}",
    "{name: 上年网点, value: 60个}",
    "{name: 服务网点, value: 50个}",
    "{name: 网点增幅, value: 20%}",
    "{name: 督办件办结率, value: 97.5%}",
    "{name: 办结工单, value: 114件}",
)


@pytest.mark.parametrize(
    ("text", "code", "both"),
    [
        ("受理工单120件，办结132件。", "N206", ("132件", "120件")),
        ("排查隐患45处，已整改60处。", "N206", ("60处", "45处")),
        ("床位由50张增加到60张，增长30%。", "N205", ("30%", "60张", "50张")),
        ("服务网点由上年60个增加到50个。", "N205", ("60个", "50个")),
        ("服务网点50个，比上年的60个增长20%。", "N205", ("60个", "50个")),
        ("受理工单120件，办结工单114件，办结率97.5%。", "N202", ("114件", "120件", "95.00%")),
    ],
)
def test_figures_that_cannot_stand_together_are_both_named(text, code, both):
    (message,) = found(text, MANY, "N202", "N205", "N206")
    assert found(text, MANY, code) == [message]
    assert all(figure in message for figure in both)


@pytest.mark.parametrize(
    "text",
    [
        "受理工单120件，办结工单114件。",
        "受理工单120件。办结督办件132件。",
        "受理工单120件，办结督办件132件。",
        "受理工单120件，连同上年结转办结132件。",
        "床位由50张增加到60张，入住老人同比增长30%。",
        "受理工单120件，办结工单114件，督办件办结率97.5%。",
    ],
)
def test_figures_that_may_stand_together_are_not(text):
    assert found(text, MANY, "N205", "N206") == []


CONTRADICTING = facts_of(
    "{name: 税收收入, value: 2186.4万元, growth: 3%, previous: {value: 1900万元, show: may}}",
    "{name: 招商资金, value: 9000万元, target: {value: 10000万元}, completion: 95%}",
)


def test_what_facts_contradict_is_an_error_in_the_text_too():
    assert {f.code for f in lint(CONTRADICTING)} >= {"F102", "F103"}
    text = "税收收入2186.4万元，同比增长3%。招商资金9000万元，完成全年目标的95%。"
    (growth,) = found(text, CONTRADICTING, "N201")
    assert "1900万元" in growth
    assert "15.07%" in growth
    (completion,) = found(text, CONTRADICTING, "N202")
    assert "90.00%" in completion


def test_what_is_not_written_is_not_told():
    assert found("税收收入2186.4万元。", CONTRADICTING, "N202") == []


def test_a_rounded_growth_agrees_in_facts_and_in_the_text():
    facts = facts_of(
        "{name: 税收收入, value: 1.2亿元, growth: 8.7%, previous: {value: 1.1亿元, show: may}}"
    )
    assert not any(f.code == "F102" for f in lint(facts))
    text = "税收收入1.2亿元，上年同期为1.1亿元，同比增长8.7%。"
    assert found(text, facts, "N201", "N111", "N101") == []
