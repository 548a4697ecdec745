"""The plan's lines for what the summary left unfinished, and for problems without a measure."""

from __future__ import annotations

import zhibi
from tests.support.writing_cases import facts_of
from zhibi.styles.load import load_style
from zhibi.writing.drafting import shown_facts

STYLE = load_style("镇乡")


def lines_of(*texts, plan="新增城镇就业300人。", problems=(), kind="annual"):
    """The lines that are added to the plan of a report with these statements."""
    made = "".join(f"    - {{id: f{at}, text: {text}}}\n" for at, text in enumerate(texts))
    told = "".join(f"    - {{id: q{at}, text: {text}}}\n" for at, text in enumerate(problems))
    sections = f"- id: s\n  part: summary\n  topic: 基础设施\n  facts:\n{made}"
    sections += f"- id: p\n  part: plan\n  topic: 工作计划\n  facts: [{{id: g, text: {plan}}}]\n"
    if problems:
        sections += f"- id: q\n  part: problems\n  topic: 存在问题\n  facts:\n{told}"
    facts = facts_of(sections, kind=kind, period="1—12月" if kind == "annual" else "1—6月")
    shown = shown_facts(facts, load_style("镇乡", kind))
    return [
        fact.text
        for section in shown.walk()
        if section.part == "plan"
        for fact in section.facts
        if fact.id != "g"
    ]


def test_what_has_a_date_next_year_is_planned_with_its_own_step():
    text = "顺翎物流二期总投资5.2亿元，已完成投资3.38亿元，预计2025年6月投用。"
    assert lines_of(text) == ["推动顺翎物流二期2025年6月投用。"]


def test_what_is_due_in_another_year_is_not_planned():
    assert lines_of("雁鸣花园规划住房640套，计划2026年交付。") == []
    assert lines_of("雁鸣花园规划住房640套，预计2024年12月交付。") == []


def test_a_half_year_plans_what_is_due_after_june():
    text = "雪岭路改造全长12.5公里，已完成7.5公里，预计10月完工。"
    assert lines_of(text, kind="half-year") == ["推动雪岭路改造10月完工。"]
    assert lines_of("雪岭路改造全长12.5公里，预计5月完工。", kind="half-year") == []


def test_what_is_left_of_something_is_planned_without_its_figure():
    text = "为居民安装隔声窗，计划安装860户，已安装645户，剩余215户计划2025年6月底前完成。"
    assert lines_of(text) == ["2025年6月底前完成剩余隔声窗安装。"]


def test_what_is_being_built_without_a_date_is_pursued():
    assert lines_of("雁塘路全长2.4公里，正在施工，已完成工程量的60%。") == ["抓紧雁塘路建设。"]


def test_nothing_is_planned_that_the_plan_tells_of_already():
    text = "顺翎物流二期总投资5.2亿元，预计2025年6月投用。"
    assert lines_of(text, plan="推动顺翎物流二期按期投用。") == []


def test_what_others_are_said_to_have_left_is_nothing_of_its_own():
    """其余3个 has no name of its own, and a place is no thing to be built."""
    assert lines_of("南门社区计划改造小区8个，其余3个正在施工，预计2025年10月完工。") == []


def test_a_problem_without_a_measure_is_to_be_solved_in_its_own_words():
    lines = lines_of("硬化道路9公里。", problems=["水利项目支付进度偏慢，主要是手续不全。"])
    assert lines == ["着力解决水利项目支付进度偏慢的问题。"]


def test_a_problem_that_only_figures_tell_has_no_such_line():
    assert lines_of("硬化道路9公里。", problems=["还有172户牧民没有定居。"]) == []


def test_facts_without_a_plan_stay_as_they_are():
    facts = facts_of(
        "- id: s\n  part: summary\n  topic: 基础设施\n"
        "  facts: [{text: 雁塘路全长2.4公里，正在施工。}]\n"
    )
    assert shown_facts(facts, STYLE) == facts


def test_the_draft_with_these_lines_passes_its_check():
    facts = facts_of(
        "- id: s\n  part: summary\n  topic: 基础设施\n  facts:\n"
        "    - {text: 顺翎物流二期总投资5.2亿元，已完成投资3.38亿元，预计2025年6月投用。}\n"
        "    - {text: 航城幼儿园9月开工，规划学位360个，预计2025年8月开园。}\n"
        "- id: p\n  part: plan\n  topic: 工作计划\n  facts: [{text: 新增城镇就业300人。}]\n",
        period="1—12月",
    )
    draft = zhibi.draft(facts)
    assert "推动顺翎物流二期2025年6月投用；推动航城幼儿园8月开园。" in draft.text
    assert [one.message for one in draft.findings.findings if one.severity == "error"] == []
