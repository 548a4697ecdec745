"""The plan: a partition of each part's facts, and what a proposed one is repaired to."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.writing_cases import facts_of
from zhibi.styles.load import load_style
from zhibi.writing.outline.builder import build_outline
from zhibi.writing.outline.plan import Item, Plan, repaired
from zhibi.writing.outline.planning import plan_document

STYLE = load_style("镇乡")
_SUBJECTS = ["茶园", "公路", "水厂", "医保", "就业", "消防", "党员", "网格", "养老", "改厕"]
_DEEDS = ["改造", "新建", "培训", "检查", "发放", "受理", "整改", "走访"]


def facts_with(count, sections=3):
    """A summary of `count` facts in some sections, problems and a plan."""
    made = [
        {
            "id": f"f{at}",
            "name": f"{_SUBJECTS[at * 7 % 10]}{_DEEDS[at % 8]}数{at}",
            "value": f"{at + 3}个",
        }
        for at in range(count)
    ]
    each = max(1, -(-count // sections))
    sections = [
        {"id": f"s{at}", "part": "summary", "topic": topic, "facts": made[start : start + each]}
        for at, (topic, start) in enumerate(
            zip(["产业发展", "基础设施", "民生保障"], range(0, count, each), strict=False)
        )
    ] + [
        {
            "id": "q",
            "part": "problems",
            "topic": "问题",
            "facts": [{"id": "q1", "text": "弱。"}],
        },
        {
            "id": "p",
            "part": "plan",
            "topic": "工作计划",
            "facts": [
                {"id": f"p{at}", "text": f"改造{word}。"} for at, word in enumerate(_SUBJECTS)
            ],
        },
    ]
    lines = "\n".join(f"- {json.dumps(one, ensure_ascii=False)}" for one in sections)
    return facts_of(lines)


def ids(facts, part):
    return sorted(fact.id for one in facts.walk() if one.part == part for fact in one.facts)


def assert_partition(plan, facts):
    for part in ("summary", "problems", "plan"):
        assert sorted(plan.facts_of(part)) == ids(facts, part)
    nodes = [item.id for item in plan.walk()]
    assert all(nodes)
    assert len(nodes) == len(set(nodes))


def assert_none_alone(items):
    """No heading stands alone below another one."""
    for item in items:
        assert len(item.items) != 1
        assert_none_alone(item.items)


@pytest.mark.parametrize("count", [1, 5, 40, 400])
def test_a_plan_has_each_fact_once(count):
    facts = facts_with(count)
    plan = plan_document(facts, STYLE)
    assert_partition(plan, facts)
    for items in plan.parts.values():
        assert_none_alone(items)
    outline = build_outline(facts, STYLE)
    assert sorted(fact.id for node in outline.walk() for fact in node.facts) == sorted(
        fact.id for fact in facts.all_facts()
    )


def _items(ids_):
    leaf = st.builds(
        Item,
        st.sampled_from(["抓实党建", "完善道路", ""]),
        st.lists(st.sampled_from(ids_), max_size=6).map(tuple),
    )
    inner = st.lists(leaf, max_size=3).map(tuple)
    return st.builds(
        Item,
        st.sampled_from(["聚焦产业", "聚焦民生", ""]),
        st.lists(st.sampled_from(ids_), max_size=6).map(tuple),
        inner,
        id=st.sampled_from(["s0", "s1", "s2", "nowhere", ""]),
    )


@pytest.mark.parametrize("count", [1, 5, 40, 400])
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_any_proposal_becomes_a_partition(count, data):
    facts = facts_with(count)
    base = plan_document(facts, STYLE)
    known = [fact.id for fact in facts.all_facts()]
    items = st.lists(_items([*known, "invented", "s0"]), max_size=4).map(tuple)
    proposed = Plan({part: data.draw(items) for part in ("summary", "plan", "problems", "closing")})
    plan, _ = repaired(proposed, base, facts, STYLE)
    assert_partition(plan, facts)
    for items in plan.parts.values():
        assert_none_alone(items)
    again, faults = repaired(plan, base, facts, STYLE)
    assert again == plan
    assert not faults
    outline = build_outline(facts, STYLE, plan)
    assert sorted(fact.id for node in outline.walk() for fact in node.facts) == sorted(known)


def test_what_was_wrong_with_a_proposal_is_named():
    facts = facts_with(6, sections=2)
    base = plan_document(facts, STYLE)
    summary = (
        Item(
            "坚持产业为先",
            items=(Item("抓实甲", ("f0", "f0")), Item("抓实乙", ("f3", "f1"))),
            id="s0",
        ),
    )
    plan, faults = repaired(
        Plan({"summary": summary, "plan": (Item("甲", ("p0", "x")), Item("乙", ("p1",)))}),
        base,
        facts,
        STYLE,
    )
    found = [(fault.kind, fault.subject) for fault in faults if fault.part == "summary"]
    assert found == [("doubled", "f0"), ("misplaced", "f3"), ("missing", "f2")]
    first, second = plan.parts["summary"]
    assert first.heading == "坚持产业为先"
    assert second == base.parts["summary"][1]
    kinds = [fault.kind for fault in faults if fault.part == "plan"]
    assert kinds == ["unknown"] + ["missing"] * 8


def test_a_lone_item_gives_its_facts_to_the_heading_above_it():
    facts = facts_with(6, sections=2)
    base = plan_document(facts, STYLE)
    lone = Item("坚持产业为先", items=(Item("抓实甲", ("f0", "f1", "f2")),), id="s0")
    plan, faults = repaired(Plan({"summary": (lone,)}), base, facts, STYLE)
    assert plan.parts["summary"][0].facts == ("f0", "f1", "f2")
    assert [fault.kind for fault in faults] == ["lone"]


def test_thin_fields_of_a_plan_are_joined_by_sphere_while_three_items_are_left():
    summary = "".join(
        f"- {{id: s{at}, part: summary, topic: {topic}, facts: [{{text: {text}}}]}}\n"
        for at, (topic, text) in enumerate(
            [
                ("经济运行", "税收收入42万元。"),
                ("茶叶产业", "茶园3000亩。"),
                ("生态环境", "造林260亩。"),
                ("民生保障", "低保128户。"),
                ("基层治理", "网格42个。"),
            ]
        )
    )
    plan = (
        "- {part: plan, topic: 工作计划, facts: [{id: a, text: 税收收入增长6%。}, "
        "{id: b, text: 改造茶园600亩。}, {id: c, text: 造林300亩。}, {id: d, text: 低保应补。}, "
        "{id: e, text: 网格增加到45个。}]}"
    )
    items = plan_document(facts_of(summary + plan), STYLE).parts["plan"]
    assert [item.facts for item in items] == [("a", "b"), ("c", "d"), ("e",)]
    assert items[0].heading == "推动经济和产业发展"
    assert [half[2:] for half in items[1].heading.split("，")] == ["生态环境", "民生保障"]
