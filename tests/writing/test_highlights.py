"""Highlights: what is filed as one and is only a count of members stands in its field's section."""

from __future__ import annotations

import zhibi
from tests.support.writing_cases import facts_of
from zhibi.styles.load import load_style
from zhibi.writing.outline.builder import build_outline

STYLE = load_style("镇乡")
MEMBERS = "{id: members, text: 全镇有党组织48个、党员1620名，全年发展党员26名。}"
HONOUR = "{id: honour, text: 青山村获评省级文明村，青山镇获评市级平安乡镇。}"
SCHOOL = "{id: school, text: 党群服务中心获评市级示范阵地。}"


def placed(highlights, summary="民生和治理", topic="党建和荣誉"):
    """The facts of each top-level section of summary and highlights, by its heading."""
    facts = facts_of(
        f"- id: s\n  part: summary\n  topic: {summary}\n"
        "  facts: [{id: a, text: 化解矛盾纠纷321件。}, {id: b, text: 城镇新增就业1865人。}]\n"
        f"- id: h\n  part: highlights\n  topic: {topic}\n  facts: [{', '.join(highlights)}]\n"
    )
    found = {}
    for node in build_outline(facts, STYLE).walk():
        if node.facts:
            found.setdefault(node.part, []).extend(fact.id for fact in node.facts)
    return found


def test_a_count_of_members_is_no_highlight():
    assert placed([MEMBERS, HONOUR]) == {"summary": ["a", "b", "members"], "highlights": ["honour"]}


def test_an_honour_of_the_same_field_stays_one():
    assert placed([SCHOOL, HONOUR]) == {"summary": ["a", "b"], "highlights": ["school", "honour"]}


def test_they_make_a_section_under_their_own_name_where_no_field_is_near():
    facts = facts_of(
        "- id: s\n  part: summary\n  topic: 茶产业\n  facts: [{id: a, text: 改造茶园600亩。}]\n"
        f"- id: h\n  part: highlights\n  topic: 党建和荣誉\n  facts: [{MEMBERS}, {HONOUR}]\n"
    )
    nodes = [node for node in build_outline(facts, STYLE).walk() if node.topic == "党建"]
    assert [[fact.id for fact in node.facts] for node in nodes] == [["members"]]
    assert nodes[0].part == "summary"


def test_highlights_with_a_heading_of_their_own_stay_as_they_are():
    facts = facts_of(
        "- id: s\n  part: summary\n  topic: 民生\n  facts: [{id: a, text: 化解纠纷321件。}]\n"
        f"- id: h\n  part: highlights\n  topic: 党建\n  heading: 建强堡垒\n  facts: [{MEMBERS}]\n"
    )
    outline = build_outline(facts, STYLE)
    assert [node.part for node in outline.walk() if node.heading == "建强堡垒"] == ["highlights"]


def opening_of(statement):
    facts = facts_of(
        f"- id: o\n  part: preamble\n  topic: 前言\n  facts: [{{text: {statement}}}]\n"
        "- id: s\n  part: summary\n  topic: 民生\n  facts: [{text: 化解矛盾纠纷321件。}]\n",
        style="街道",
    )
    return zhibi.draft(facts).text.split("\n\n")[1]


def test_one_general_sentence_opens_a_report():
    text = opening_of("一年来，街道围绕“老城更新”思路开展工作，各项任务有序推进。")
    assert text.startswith("一年来，街道围绕“老城更新”思路开展工作，各项任务有序推进。现将")


def test_work_is_summed_up_once():
    text = opening_of("围绕“老城更新”定位，突出抓好旧改和就业，各项工作总体平稳。")
    assert "各项工作总体平稳" in text
    assert text.count("各项工作") == 1


def honours(first: str) -> str:
    facts = facts_of(
        "- id: s\n  part: summary\n  topic: 民生\n  facts: [{id: a, text: 化解纠纷321件。}]\n"
        f"- id: h\n  part: highlights\n  topic: 亮点\n  facts: [{{text: {first}}},"
        " {text: 网格走访做法在全县会议上作交流。}]\n"
    )
    return zhibi.draft(facts).text


def test_no_comma_stands_behind_the_time_that_an_item_begins_with():
    assert "一是6月杏湾村获评市级卫生村" in honours("6月，杏湾村获评市级卫生村。")
    both = honours("6月，杏湾村获评市级卫生村，柳塘村获评县级卫生村；9月，我镇获评市级平安镇。")
    assert "一是6月杏湾村获评市级卫生村，柳塘村获评县级卫生村；9月我镇获评市级平安镇" in both
