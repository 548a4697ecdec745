"""The plan's lines for what the summary left unfinished."""

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


def test_names_and_steps_of_several_words_are_kept_whole():
    text = "柘桥第二小学新建工程总投资8600万元，正在装修，预计2025年9月投用。"
    assert lines_of(text) == ["推动柘桥第二小学新建工程2025年9月投用。"]
    text = "安澜家园三期共12栋，主体已封顶，预计2025年12月竣工验收。"
    assert lines_of(text) == ["推动安澜家园三期2025年12月竣工验收。"]


def test_what_someone_builds_is_finished_and_not_who_builds_it():
    text = "顺翎船厂投资3600万元新建浮船坞1座，正在安装设备，预计2025年3月投用。"
    assert lines_of(text) == ["推动顺翎船厂浮船坞2025年3月投用。"]
    text = "毛纺厂改造方案已通过评审，估算投资4800万元，计划2025年4月开工。"
    assert lines_of(text) == ["推动毛纺厂改造2025年4月开工。"]


def test_what_is_due_in_another_year_is_not_planned():
    assert lines_of("雁鸣花园规划住房640套，计划2026年交付。") == []
    assert lines_of("雁鸣花园规划住房640套，预计2024年12月交付。") == []


def test_a_half_year_plans_what_is_due_after_june():
    text = "雪岭路改造全长12.5公里，已完成7.5公里，预计10月完工。"
    assert lines_of(text, kind="half-year") == ["推动雪岭路改造10月完工。"]
    assert lines_of("雪岭路改造全长12.5公里，预计5月完工。", kind="half-year") == []


def test_what_is_left_of_something_keeps_its_number_and_date():
    text = "为居民安装隔声窗，计划安装860户，已安装645户，剩余215户计划2025年6月底前完成。"
    assert lines_of(text) == ["推进剩余215户隔声窗安装，2025年6月底前完成。"]
    text = "排查废弃井口57处，已封堵49处，其余8处计划2025年8月底前封堵。"
    assert lines_of(text) == ["推进其余8处废弃井口封堵，2025年8月底前完成。"]
    text = "航道整治工程全长12.6公里，已完成8.4公里，剩余4.2公里计划2025年底完成。"
    assert lines_of(text) == ["推进剩余4.2公里航道整治，2025年底完成。"]
    text = "煤矿职工档案共14200卷，已完成数字化9230卷，计划2025年6月底前全部完成。"
    assert lines_of(text) == ["推进煤矿职工档案数字化，2025年6月底前完成。"]


def test_a_rest_that_takes_a_step_stands_behind_what_it_is_of():
    text = "桂园小区共1260套安置房，6月已交付840套，其余420套预计2025年10月交付。"
    assert lines_of(text) == ["推动桂园小区其余420套安置房2025年10月交付。"]


def test_a_part_without_a_name_has_no_line():
    """2栋 of six: nothing says of what, so that the whole would be promised."""
    text = "雪松家园安置楼共6栋，其中4栋已于5月交付，2栋正在装修，预计2025年9月交付。"
    assert lines_of(text) == []


def test_what_is_built_and_a_later_phase_are_named_by_what_they_are_of():
    text = "利用旧井架建设工业遗址公园，总投资2780万元，计划2025年6月开放。"
    assert lines_of(text) == ["推动工业遗址公园2025年6月开放。"]
    text = "澄江冷链冷库一期库容1.5万吨已投用；二期库容1万吨正在建设，预计2025年10月投产。"
    assert lines_of(text) == ["推动澄江冷链冷库二期2025年10月投产。"]


def test_others_of_a_kind_that_are_being_built_are_named_by_their_kind():
    text = "建成养殖尾水处理池14处；另有3处在建，预计2025年4月建成。"
    assert lines_of(text) == ["推动在建的养殖尾水处理池2025年4月建成。"]


def test_what_has_no_date_is_told_in_one_quiet_sentence():
    texts = ("雁塘路全长2.4公里，正在施工，已完成工程量的60%。", "顺翎泵站正在建设，日排水3万吨。")
    assert lines_of(*texts) == ["继续推进雁塘路建设和顺翎泵站建设。"]


def test_nothing_is_planned_that_the_plan_tells_of_already():
    text = "顺翎物流二期总投资5.2亿元，预计2025年6月投用。"
    assert lines_of(text, plan="推动顺翎物流二期按期投用。") == []


def test_what_others_are_said_to_have_left_is_nothing_of_its_own():
    """其余3个 has no name of its own, and a place is no thing to be built."""
    assert lines_of("南门社区计划改造小区8个，其余3个正在施工，预计2025年10月完工。") == []


def test_what_the_plan_only_mentions_is_still_told_with_its_date():
    text = "井口社区安置房3栋，主体已封顶，计划2025年12月交付。"
    assert lines_of(text, plan="组织井口社区居民回迁。") == ["推动井口社区安置房2025年12月交付。"]
    text = "排查废弃井口57处，已封堵49处，其余8处计划2025年8月底前封堵。"
    told = "持续开展废弃井口隐患排查。"
    assert lines_of(text, plan=told) == ["推进其余8处废弃井口封堵，2025年8月底前完成。"]
    text = "北圩堤加固工程全长14.6公里，预计2025年6月底完工。"
    assert lines_of(text, plan="5月底前完成剩余堤身加固，6月底全线完工。") == []


def test_a_problem_without_a_measure_promises_nothing():
    assert lines_of("硬化道路9公里。", problems=["水利项目支付进度偏慢，主要是手续不全。"]) == []


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
    assert "推动顺翎物流二期2025年6月投用，航城幼儿园8月开园。" in draft.text
    assert [one.message for one in draft.findings.findings if one.severity == "error"] == []


def test_a_text_that_names_them_can_be_checked_against_these_lines() -> None:
    """A model's report is checked against the facts with these lines: they are of their section."""
    sections = (
        "- id: s\n  part: summary\n  topic: 项目\n  facts:\n"
        "  - {text: 顺翎物流二期总投资5.2亿元，预计2025年6月投用。, names: [顺翎物流]}\n"
        "- id: p\n  part: plan\n  topic: 项目\n  facts:\n  - {id: g, text: 新增城镇就业300人。}\n"
    )
    shown = shown_facts(facts_of(sections), load_style("镇乡"))
    ids = {section.id for section in shown.walk()}
    assert all(fact.section_id in ids for fact in shown.all_facts())
    assert all(entry.section_id in ids for entry in shown.entries())
    text = "顺翎物流配套道路已经通车，物流园建设提速。\n\n推动顺翎物流二期2025年6月投用。"
    assert zhibi.check(text, shown).findings
