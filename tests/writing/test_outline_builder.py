"""Facts and a style to an outline: parts, numbers, headings, budgets."""

from __future__ import annotations

import pytest

from tests.support.growth import grows_linearly
from tests.support.writing_cases import facts_of
from zhibi.chinese_numerals import chinese_numeral
from zhibi.styles.load import load_style
from zhibi.writing.llm.tasks import tasks_of
from zhibi.writing.outline.budgets import length_of
from zhibi.writing.outline.builder import build_outline

ANNUAL = """
- {id: plan.a, part: plan, topic: 产业发展, facts: [{text: 加快标准厂房建设。}]}
- id: economy
  part: summary
  topic: 经济发展
  facts: [{text: 坚持项目为王。}]
  sections:
    - {id: tax, topic: 财税收入, facts: [{name: 税收收入, value: 2186.4万元}]}
    - {id: hire, topic: 招商引资, facts: [{text: 引进企业3家。}]}
- {id: people, part: summary, topic: 民生保障, facts: [{name: 低保对象, value: 320户}]}
- {id: bright, part: highlights, topic: 民歌展演, facts: [{text: 举办民歌展演一场。}]}
- {id: short, part: problems, facts: [{text: 大项目偏少。}, {text: 管护还有欠账。}]}
"""


def outline_of(sections, **document):
    facts = facts_of(sections, **document)
    return build_outline(facts, load_style(facts.document.style, facts.document.kind))


def shape(outline):
    return [(node.level, node.number, node.id) for node in outline.walk()]


def test_parts_stand_in_the_style_s_order_and_are_numbered():
    assert shape(outline_of(ANNUAL)) == [
        (0, "", "part.preamble"),
        (1, "一、", "part.summary"),
        (2, "（一）", "economy"),
        (3, "一是", "tax"),
        (3, "二是", "hire"),
        (2, "（二）", "people"),
        (1, "二、", "part.highlights"),
        (2, "（一）", "bright"),
        (1, "三、", "part.problems"),
        (1, "四、", "part.plan"),
        (2, "（一）", "plan.a"),
    ]


def test_half_year_sub_districts_have_their_sections_at_the_top():
    outline = outline_of(ANNUAL, style="街道", kind="half-year")
    assert shape(outline)[:6] == [
        (0, "", "part.preamble"),
        (1, "一、", "economy"),
        (2, "（一）", "tax"),
        (2, "（二）", "hire"),
        (1, "二、", "people"),
        (1, "三、", "part.highlights"),
    ]
    assert (1, "五、", "part.plan") in shape(outline)


@pytest.mark.parametrize("topic", ["工作计划", "2025年工作计划", "下一步工作打算"])
def test_a_topic_that_repeats_its_part_s_title_makes_no_heading(topic):
    outline = outline_of(
        f"""
- id: next
  part: plan
  topic: {topic}
  facts: [{{text: 加快标准厂房建设。}}]
  sections: [{{id: farm, topic: 农业生产, facts: [{{text: 新建高标准农田。}}]}}]
- {{id: roads, part: plan, topic: 交通建设, facts: [{{text: 硬化村组道路。}}]}}
"""
    )
    *_, plan = outline.nodes
    assert [fact.text for fact in plan.facts] == ["加快标准厂房建设。"]
    assert shape(outline)[-3:] == [
        (1, "一、", "part.plan"),
        (2, "（一）", "farm"),
        (2, "（二）", "roads"),
    ]


def test_a_summary_s_facts_without_a_heading_of_their_own_are_asked_for():
    outline = outline_of("- {id: all, part: summary, topic: 工作总结, facts: [{text: 修路。}]}")
    (summary,) = (node for node in outline.nodes if node.part == "summary")
    assert [[node.id for node in task.nodes] for task in tasks_of(outline, {summary.id: 9})] == [
        ["part.summary"]
    ]


def test_the_title_names_a_plan_only_where_there_is_one():
    plan, rest = ANNUAL.strip().split("\n", 1)
    assert outline_of(ANNUAL).title == "青山镇2024年工作总结及2025年工作计划"
    assert outline_of(rest).title == "青山镇2024年工作总结"
    assert outline_of(plan, style="街道").title == "青山镇2024年工作总结及2025年工作思路"
    half = outline_of(ANNUAL, kind="half-year").title
    assert half == "青山镇2024年上半年工作总结暨下半年工作计划"
    assert outline_of(plan, extra="title: 关于工作的报告\n").title == "关于工作的报告"


@pytest.mark.parametrize("style", ["镇乡", "街道"])
@pytest.mark.parametrize("kind", ["annual", "half-year"])
def test_a_closing_stands_only_where_the_facts_have_one(style, kind):
    closing = "- {id: end, part: closing, facts: [{text: 事业要接着干。}]}\n"
    with_one, without = (
        outline_of(text, style=style, kind=kind) for text in (ANNUAL + closing, ANNUAL)
    )
    assert shape(with_one)[-1] == (0, "", "part.closing")
    assert "part.closing" not in [node.id for node in without.walk()]


def headings_of(*topics, **document):
    sections = "".join(
        f"- {{id: s{at}, part: summary, topic: {topic}, facts: [{{text: 甲。}}]}}\n"
        for at, topic in enumerate(topics)
    )
    outline = outline_of(sections, **document)
    return [node.heading for node in outline.walk() if node.level == 2]


def test_headings_are_those_of_the_fields_where_all_sections_have_one():
    assert headings_of("党的建设", "镇域经济", "基础设施和生态环境", "民生保障") == [
        "坚持党建引领，夯实基层基础",
        "坚持稳中求进，发展镇域经济",
        "坚持宜居宜业，完善基础设施、改善生态环境",
        "坚持民生为本，办好惠民实事",
    ]


@pytest.mark.parametrize("topics", [["工业经济", "征兵工作"], ["长者食堂和民生保障", "物业"]])
def test_headings_are_built_alike_where_a_section_is_of_no_field(topics):
    headings = headings_of("经济发展", *topics)
    assert headings[0] == "推动经济发展"
    assert not any("，" in heading for heading in headings)


def test_headings_that_are_given_stay():
    outline = outline_of("""
    - {id: a, part: summary, topic: 经济发展, facts: [{text: 甲。}]}
    - {id: c, part: summary, topic: 民生保障, heading: 自拟的标题, facts: [{text: 丙。}]}
    - {id: d, part: summary, topic: 征兵工作, facts: [{text: 丁。}]}
    """)
    headings = [node.heading for node in outline.walk() if node.level == 2]
    assert headings == ["推动经济发展", "自拟的标题", "做好征兵工作"]


def test_a_section_without_topic_is_known_by_its_facts():
    outline = outline_of("""
    - {id: a, part: summary, facts: [{name: 税收收入, value: 2186万元}]}
    - {id: b, part: summary, facts: [{text: 天气晴好。}]}
    - {id: c, part: summary, facts: [{text: 山清水秀。}]}
    """)
    headings = [node.heading for node in outline.walk() if node.level == 2]
    assert headings == ["发展经济", "抓好重点工作", "抓好专项工作"]


@pytest.mark.parametrize(
    ("topic", "heading"),
    [
        ("社区建设", "推进社区建设"),
        ("队伍建设", "加强队伍建设"),
        ("酒店住宿业", "发展酒店住宿业"),
        ("船舶企业", "服务船舶企业"),
        ("再就业", "促进再就业"),
        ("征兵工作", "做好征兵工作"),
        ("畜牧业生产", "抓好畜牧业生产"),
        ("城市管理和平安治理", "加强城市管理和平安治理"),
        ("车站搬迁和交通建设", "推进车站搬迁和交通建设"),
        ("老街保护和文旅", "加强老街保护、发展文旅"),
        ("排水治涝和生态环境", "推进排水治涝、改善生态环境"),
        ("教育、医疗和养老服务", "抓好教育、医疗和养老服务"),
        ("经济运行和风电项目", "抓好经济运行和风电项目"),
        ("健全监测机制", "健全监测机制"),
        ("服务企业", "服务企业"),
        ("服务业", "发展服务业"),
        ("保护区建设", "推进保护区建设"),
    ],
)
def test_a_verb_goes_with_the_last_word_of_each_topic(topic, heading):
    assert headings_of(topic, "征兵") == [heading, "做好征兵"]


def test_a_plan_s_heading_takes_another_verb_that_fits():
    outline = outline_of("""
    - {id: a, part: summary, topic: 道路建设, facts: [{text: 甲。}]}
    - {id: b, part: summary, topic: 征兵, facts: [{text: 乙。}]}
    - {id: c, part: plan, topic: 道路建设, facts: [{text: 丙。}]}
    - {id: d, part: plan, topic: 征兵, facts: [{text: 丁。}]}
    """)
    headings = [node.heading for node in outline.walk() if node.level == 2]
    assert headings == ["推进道路建设", "做好征兵", "加快道路建设", "做好征兵"]


def test_a_lone_child_gives_its_facts_to_its_parent():
    outline = outline_of("""
    - id: a
      part: summary
      topic: 经济发展
      facts: [{id: lead, text: 甲。}]
      sections: [{id: b, topic: 招商, facts: [{id: only, text: 乙。}]}]
    """)
    node = next(node for node in outline.walk() if node.id == "a")
    assert [fact.id for fact in node.facts] == ["lead", "only"]
    assert not node.children


def test_sections_below_the_third_level_give_their_facts_to_it():
    outline = outline_of("""
    - id: a
      part: summary
      topic: 经济发展
      sections:
        - id: b
          topic: 招商引资
          facts: [{id: f1, text: 甲。}]
          sections:
            - {id: d, topic: 外资, facts: [{id: f2, text: 乙。}]}
            - {id: e, topic: 内资, facts: [{id: f3, text: 丙。}]}
        - {id: c, topic: 重点项目, facts: [{id: f4, text: 丁。}]}
    """)
    facts = {node.id: [fact.id for fact in node.facts] for node in outline.walk()}
    assert facts["b"] == ["f1", "f2", "f3"]
    assert "d" not in facts


def test_hidden_and_sensitive_facts_are_in_no_node():
    outline = outline_of("""
    - id: a
      part: summary
      facts:
        - {id: f1, name: 税收收入, value: 2186万元, previous: {value: 2000万元, show: hidden}}
        - {id: f2, name: 应参保人数, value: 1万人, show: hidden}
        - {id: f3, text: 走访某户2次。, show: sensitive}
        - {id: f4, text: 走访3次，花费2万元。, figures: [{text: 2万元, name: 花费, show: hidden}]}
    - {id: b, part: highlights, facts: [{text: 甲。, show: hidden}]}
    """)
    assert [fact.id for node in outline.walk() for fact in node.facts] == ["f1"]
    assert "part.highlights" not in [node.id for node in outline.walk()]


def test_problems_are_one_text_unless_they_have_headings():
    assert outline_of(ANNUAL).nodes[3].children == ()
    outline = outline_of("""
    - {id: p1, part: problems, heading: 大项目偏少, facts: [{text: 工业总量不大。}]}
    - {id: p2, part: problems, heading: 管护有欠账, facts: [{text: 管网尚未贯通。}]}
    """)
    assert shape(outline)[1:] == [
        (1, "一、", "part.problems"),
        (3, "一是", "p1"),
        (3, "二是", "p2"),
    ]


def test_budgets_are_what_the_facts_carry_whatever_is_wished():
    outline = outline_of(ANNUAL, extra="length: [3000, 4000]\n")
    nodes = {node.id: node for node in outline.walk()}
    assert nodes["part.summary"].budget == (0, 0)
    assert nodes["economy"].budget < nodes["tax"].budget
    assert all(node.budget[0] > 0 for node in nodes.values() if node.facts)
    wished_more = outline_of(ANNUAL, extra="length: [5000, 9000]\n")
    assert [node.budget for node in outline.walk()] == [node.budget for node in wished_more.walk()]


def test_framing_widens_a_budget():
    usual, none = (outline_of(ANNUAL, extra=f"framing: {level}\n") for level in ("usual", "none"))
    for one, other in zip(usual.walk(), none.walk(), strict=True):
        assert one.budget[0] == other.budget[0]
        assert one.budget[1] >= other.budget[1]


def test_the_length_is_told_with_what_is_thin():
    facts = facts_of(ANNUAL, extra="length: [3000, 4000]\n")
    length = length_of(build_outline(facts, load_style("镇乡")), facts)
    assert length.is_short
    assert length.wished == (3000, 4000)
    assert f"约{length.carried}字" in length.told()
    assert length.thin


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (103, "一百零三"),
        (110, "一百一十"),
        (1000, "一千"),
    ],
)
def test_numerals(number, text):
    assert chinese_numeral(number) == text


def test_headings_of_one_level_are_laid_out_alike_in_the_whole_report():
    style = load_style("街道", "half-year")
    flat = """
- id: a
  part: summary
  topic: 党建
  sections:
    - {id: a1, topic: 阵地, facts: [{text: 建成阵地。}]}
    - {id: a2, topic: 队伍, facts: [{text: 培训队伍。}]}
"""
    deep = """
- id: b
  part: summary
  topic: 平安
  sections:
    - id: b1
      topic: 安全生产
      sections:
        - {id: b11, topic: 消防, facts: [{text: 排查消防。}]}
        - {id: b12, topic: 防溺水, facts: [{text: 巡查水域。}]}
    - {id: b2, topic: 调解, facts: [{text: 化解纠纷。}]}
"""
    one = build_outline(facts_of(flat, style="街道", kind="half-year"), style)
    both = build_outline(facts_of(flat + deep, style="街道", kind="half-year"), style)
    assert {node.run_in for node in one.walk() if node.level == 2} == {True}
    assert {node.run_in for node in both.walk() if node.level == 2} == {False}


def village(number):
    """A place name of its own for each number, of as many letters."""
    return "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{number:04}")


def indicators(count):
    return [f"{{name: 示范片区{village(at)}村改造任务, value: {at + 12}户}}" for at in range(count)]


def one_section(count):
    """Indicators with names nearly alike, in a section that is large enough to be parted."""
    facts = ", ".join(indicators(count))
    return facts_of(f"- {{id: all, part: summary, topic: 片区改造, facts: [{facts}]}}\n")


def fields_and_plan(count):
    """As many fields of work, each with its indicator, and a plan that goes on with each."""
    fields = "".join(
        f"- {{id: s{at}, part: summary, topic: {village(at)}村改造, facts: [{fact}]}}\n"
        for at, fact in enumerate(indicators(count))
    )
    planned = ", ".join(f"{{text: 继续推进示范片区{village(at)}村改造。}}" for at in range(count))
    return facts_of(f"{fields}- {{id: plan, part: plan, facts: [{planned}]}}\n")


@pytest.mark.parametrize("made", [one_section, fields_and_plan])
def test_facts_nearly_alike_are_divided_in_linear_time(made):
    style = load_style("镇乡", "annual")
    small, large = made(200), made(1600)
    assert grows_linearly(lambda facts: build_outline(facts, style), small, large, factor=8)


def test_a_planned_matter_goes_to_its_own_of_many_fields_nearly_alike():
    outline = outline_of(
        "".join(
            f"- {{id: s{at}, part: summary, topic: {village(at)}村改造, facts: [{fact}]}}\n"
            for at, fact in enumerate(indicators(40))
        )
        + "- {id: plan, part: plan, facts: [{text: 继续推进甲甲丙丁村改造。},"
        " {text: 抓好甲甲乙丙村改造收尾。}, {text: 验收甲甲丙丁村改造。}]}\n"
    )
    plan = next(node for node in outline.nodes if node.id == "part.plan")
    assert [(node.id, [fact.text for fact in node.facts]) for node in plan.children] == [
        ("plan.s12", ["抓好甲甲乙丙村改造收尾。"]),
        ("plan.s23", ["继续推进甲甲丙丁村改造。", "验收甲甲丙丁村改造。"]),
    ]
