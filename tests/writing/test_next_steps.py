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
    shown = shown_facts(facts, load_style("镇乡", kind), undated=True)
    return [
        fact.text
        for section in shown.walk()
        if section.part == "plan"
        for fact in section.facts
        if fact.id != "g"
    ]


def line_of(text, **more):
    """The one line that a statement adds to the plan, empty for none."""
    return "".join(lines_of(text, **more)).rstrip("。")


def test_what_is_expected_stays_expected_with_the_state_before_it():
    text = "顺翎物流二期总投资5.2亿元，已完成投资3.38亿元，预计2025年6月投用。"
    assert line_of(text) == "顺翎物流二期预计2025年6月投用"
    text = "柘桥第二小学新建工程总投资8600万元，正在装修，预计2025年9月投用。"
    assert line_of(text) == "柘桥第二小学新建工程正在装修，预计2025年9月投用"
    assert (
        line_of("鸭浜泵站9月开工，年末完成土建四成，计划明年汛前投用。")
        == "鸭浜泵站计划2025年汛前投用"
    )
    text = "磨盘山民宿项目计划投资3600万元，尚未开工，计划2025年5月动工。"
    assert line_of(text) == "磨盘山民宿项目计划2025年5月动工"


def test_what_someone_builds_is_named_with_who_builds_it():
    text = "顺翎船厂投资3600万元新建浮船坞1座，正在安装设备，预计2025年3月投用。"
    assert line_of(text) == "顺翎船厂新建浮船坞正在安装设备，预计2025年3月投用"
    text = "利用旧井架建设工业遗址公园，总投资2780万元，计划2025年6月开放。"
    assert line_of(text) == "工业遗址公园计划2025年6月开放"


def test_a_part_is_told_with_what_it_is_a_part_of():
    text = "环湖路全长4.2公里，路基已完成，路面尚未铺设，预计2025年4月通车。"
    assert line_of(text) == "环湖路路面尚未铺设，预计2025年4月通车"
    text = "澄江冷链冷库一期库容1.5万吨已投用；二期库容1万吨正在建设，预计2025年10月投产。"
    assert line_of(text) == "澄江冷链冷库二期库容1万吨正在建设，预计2025年10月投产"
    text = "岭下小学在校学生326人，其中寄宿生118人；教学楼加固已完成，运动场改造正在施工。"
    assert line_of(text) == "岭下小学运动场改造正在施工"


def test_a_second_thing_is_not_told_as_the_first():
    text = "石门桥改造8月完工通车；竹涧桥改造初步设计已批复，概算460万元，尚未开工。"
    assert line_of(text) == "竹涧桥改造尚未开工"
    text = "渔埠村4月通过验收，荷塘村正在创建市级示范村，还未验收。"
    assert line_of(text) == "荷塘村正在创建市级示范村，还未验收"


def test_a_half_year_plans_what_is_due_after_june():
    text = "雪岭路改造全长12.5公里，已完成7.5公里，预计10月完工。"
    assert line_of(text, kind="half-year") == "雪岭路改造预计10月完工"
    assert lines_of("雪岭路改造全长12.5公里，预计5月完工。", kind="half-year") == []


def test_what_is_due_in_another_year_is_only_told_where_it_is_under_way():
    assert lines_of("雁鸣花园规划住房640套，计划2027年交付。") == []
    assert lines_of("雁鸣花园规划住房640套，预计2024年12月交付。") == []
    text = "雁鸣花园规划住房640套，正在进行主体施工，计划2027年交付。"
    assert line_of(text) == "雁鸣花园正在进行主体施工，计划2027年交付"


def test_a_rest_stands_behind_what_it_is_the_rest_of():
    text = "为居民安装隔声窗，计划安装860户，已安装645户，剩余215户计划2025年6月底前完成。"
    assert line_of(text) == "居民安装隔声窗剩余215户计划2025年6月底前完成"
    text = "排查废弃井口57处，已封堵49处，其余8处计划2025年8月底前封堵。"
    assert line_of(text) == "废弃井口其余8处计划2025年8月底前封堵"
    text = "检查企业316家次，发现隐患87处，已整改71处，其余16处正在整改。"
    assert line_of(text) == "企业隐患其余16处正在整改"
    text = "纺工二村合用厨房住户384户，已完成独立厨房改造236户，其余148户计划2025年底前完成。"
    said = "纺工二村合用厨房住户独立厨房改造其余148户计划2025年底前完成"
    assert line_of(text) == said
    text = "老街计划修缮房屋124户，已修缮86户，其余38户列入2025年计划。"
    assert line_of(text) == "老街修缮房屋其余38户列入2025年计划"


def test_others_of_a_kind_follow_their_kind():
    text = "建成养殖尾水处理池14处；另有3处在建，预计2025年4月建成。"
    assert line_of(text) == "养殖尾水处理池另有3处在建，预计2025年4月建成"
    text = "渔民危房改造21户，已竣工17户，4户正在施工，户均补助2.8万元。"
    assert line_of(text) == "渔民危房改造还有4户正在施工"


def test_of_several_counts_only_the_open_ones_are_told():
    text = "镇级重点项目12个，其中已完工5个、正在建设6个、正在办理前期手续1个。"
    assert line_of(text) == "镇级重点项目正在建设6个、正在办理前期手续1个"


def test_what_is_finished_or_of_the_year_itself_is_not_planned():
    assert lines_of("今年计划新建暖棚120座，已建成120座。") == []
    assert lines_of("石门桥危桥改造8月完工通车，投资310万元。") == []
    assert lines_of("2024年计划新建道路8条，上半年建成3条。", kind="half-year") == []
    assert lines_of("检查辖区在建工地27个，责令整改3个。") == []
    assert lines_of("施工期间设置便民通道，全年未发生安全事故。") == []


def test_what_has_no_date_is_only_told_where_it_is_asked_for():
    facts = facts_of(
        "- id: s\n  part: summary\n  topic: 基础设施\n"
        "  facts: [{id: f, text: 雁塘路全长2.4公里，正在施工。}]\n"
        "- id: p\n  part: plan\n  topic: 工作计划\n  facts: [{text: 新增城镇就业300人。}]\n",
        period="1—12月",
    )
    assert shown_facts(facts, STYLE) == facts
    assert shown_facts(facts, STYLE, undated=True) != facts


def test_nothing_is_planned_that_the_plan_tells_of_already():
    text = "顺翎物流二期总投资5.2亿元，预计2025年6月投用。"
    assert lines_of(text, plan="推动顺翎物流二期按期投用。") == []
    text = "今年计划新建越冬暖棚120座，已开工96座，另有24座还没有动工。"
    assert lines_of(text, plan="3月底前24座未动工暖棚全部动工。") == []


def test_what_the_plan_only_mentions_is_still_told_with_its_date():
    text = "井口社区安置房3栋，主体已封顶，计划2025年12月交付。"
    told = line_of(text, plan="组织井口社区居民回迁。")
    assert told == "井口社区安置房计划2025年12月交付"


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
    said = "顺翎物流二期预计2025年6月投用；航城幼儿园预计8月开园。"
    assert f"跟进在建项目：{said}" in draft.text
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
