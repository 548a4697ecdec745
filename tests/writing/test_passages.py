"""Sections that offices did not divide: facts in their order, cut into paragraphs by subject."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.support.writing_cases import facts_of
from zhibi.styles.load import load_style
from zhibi.writing.drafting import draft
from zhibi.writing.outline.builder import build_outline
from zhibi.writing.outline.grouping import Subjects, size_of
from zhibi.writing.outline.passages import passages

STYLE = load_style("镇乡")
LARGEST = STYLE.prose.paragraph
POND = (
    "新开挖蟹塘{}亩，清淤老塘{}亩，塘埂全部修到三米宽，塘口装好防逃网，蟹苗由合作社统一订"
    "购，养殖户按塘口面积领取"
)
ROAD = (
    "砂石路面改成水泥路{}公里，两侧修好排水沟{}公里，弯道装上反光镜，水泥路由沿线住户分段"
    "认领，每月清扫一次路肩和排水沟"
)
CLINIC = (
    "村卫生室聘请退休医生{}名，每周坐诊{}天，看病的老人不用再去县城，常用药由卫生院统一配"
    "送，村卫生室按成本价收取"
)


def facts_with(*texts, sources=()):
    sources = sources or [""] * len(texts)
    lines = "".join(
        f"    - {{id: f{at}, text: {text}。, source: {source or '无'}{at}}}\n"
        for at, (text, source) in enumerate(zip(texts, sources, strict=True))
    )
    return facts_of(f"- id: s\n  part: summary\n  topic: 村庄建设\n  facts:\n{lines}")


def cut(facts):
    known = list(facts.all_facts())
    found = passages(known, Subjects(known), LARGEST)
    return [[fact.id for fact in group] for group in found]


def test_a_paragraph_ends_where_the_subject_changes():
    facts = facts_with(
        POND.format(31, 42),
        "蟹塘边种水草，塘埂上装监控，清淤的泥用来加高塘埂，养殖户轮流夜里看塘，合作社给蟹塘测水",
        ROAD.format(3, 6),
        "水泥路通到二组，路面划线，反光镜和排水沟由村里养护，沿线住户把水泥路边的柴堆搬走",
        CLINIC.format(2, 5),
        "卫生室给老人建档，退休医生上门量血压，常用药送到家里，看病的老人先记账、年底结清",
    )
    assert cut(facts) == [["f0", "f1"], ["f2", "f3"], ["f4", "f5"]]


def test_what_one_office_hands_in_is_rather_not_parted():
    texts = [
        POND.format(31, 42),
        ROAD.format(3, 6),
        CLINIC.format(2, 5),
        "种植油菜和蚕豆，沿路种向日葵，收下来的油菜籽统一送到镇上榨油，每斤补贴两角钱",
    ]
    assert cut(facts_with(*texts, sources=["水产站 ", "村建办 ", "卫健办 ", "卫健办 "]))[-1] == [
        "f2",
        "f3",
    ]


def test_a_section_without_topics_below_it_is_told_in_paragraphs_without_headings():
    facts = facts_with(POND.format(31, 42), *[ROAD.format(n, n + 1) for n in range(2, 8)])
    section = next(node for node in build_outline(facts, STYLE).walk() if node.id == "s")
    assert section.children == ()
    text = draft(facts).text
    body = text.partition("###")[2].split("\n\n")[1:]
    assert len(body) > 1
    assert not any(paragraph.startswith("一是") for paragraph in body)
    assert all(len(paragraph) <= LARGEST for paragraph in body)


@given(st.lists(st.sampled_from([POND, ROAD, CLINIC, "种油菜{}亩{}分"]), min_size=1, max_size=60))
def test_paragraphs_have_each_fact_once_in_order_and_are_not_too_large(patterns):
    facts = facts_with(*[one.format(at + 2, at + 3) for at, one in enumerate(patterns)])
    known = list(facts.all_facts())
    found = passages(known, Subjects(known), LARGEST)
    assert [fact for group in found for fact in group] == known
    assert all(len(group) == 1 or sum(map(size_of, group)) <= LARGEST for group in found)


def test_no_facts_make_no_paragraph():
    assert passages([], Subjects([]), LARGEST) == []


def test_a_period_that_is_not_the_report_s_own_is_said_again_in_the_next_paragraph():
    rows = "".join(
        f"    - {{id: i{at}, name: {name}, value: {at + 2}亿元, growth: 5%, period: 1—10月, "
        f"previous: {{value: 1亿元, show: must}}, target: 9亿元, completion: 50%}}\n"
        for at, name in enumerate(
            ["工业产值", "商贸零售额", "税收收入", "固定资产投资", "旅游收入"]
        )
    )
    facts = facts_of(f"- id: s\n  part: summary\n  topic: 经济运行\n  facts:\n{rows}")
    body = draft(facts).text.partition("###")[2].split("\n\n")[1:]
    assert len(body) > 1
    assert all(paragraph.startswith("1—10月，") for paragraph in body)
