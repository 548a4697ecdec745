"""From facts to a checked draft: style, writer, assembly, Markdown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.writing_cases import facts_of
from zhibi.errors import InputError
from zhibi.styles.load import load_style
from zhibi.writing.document import Block, markdown
from zhibi.writing.drafting import draft
from zhibi.writing.llm.headings import with_headings
from zhibi.writing.writer import Composition, Replacement

SECTIONS = """
- id: a
  part: summary
  topic: 经济发展
  facts: [{text: 坚持项目为王。}]
  sections:
    - {id: b, topic: 招商引资, facts: [{text: 引进企业3家。}]}
    - {id: c, topic: 重点项目, facts: [{text: 开工项目2个。}]}
"""


class Scribe:
    """A writer that says what it is told."""

    name = "scribe"

    def __init__(self, headings=None, **composition):
        self.headings = headings
        self.composition = Composition(**composition)

    def compose(self, outline, facts, style):
        self.outline, self.style = outline, style
        if self.headings is None:
            return self.composition
        return replace(self.composition, outline=with_headings(outline, self.headings))


def test_a_writer_s_headings_and_paragraphs_are_assembled():
    replaced = (Replacement("b", "引进4家。", "引进企业3家。", "N101"),)
    scribe = Scribe(
        bodies={
            "a": ("统领。", "又一段。"),
            "b": ("引进企业3家。", "另有意向。"),
            "c": ("开工2个。",),
        },
        headings={"a": "自拟标题", "c": "抓好项目。"},
        replaced=replaced,
        usage=(("calls", 3),),
    )
    made = draft(facts_of(SECTIONS), writer=scribe)
    assert made.text == (
        "# 青山镇2024年工作总结\n\n"
        "## 一、2024年工作总结\n\n"
        "### （一）自拟标题\n\n"
        "统领。\n\n又一段。\n\n"
        "一是推进招商引资。引进企业3家。\n\n另有意向。\n\n"
        "二是抓好项目。开工2个。\n"
    )
    assert (made.writer, made.replaced, made.usage) == ("scribe", replaced, (("calls", 3),))
    assert [block.section_id for block in made.blocks[2:]] == ["a", "a", "a", "b", "b", "c"]


def test_a_draft_is_checked_and_its_findings_carried():
    scribe = Scribe(bodies={"a": ("统领。",), "b": ("引进企业4家。",), "c": ("开工项目2个。",)})
    made = draft(facts_of(SECTIONS), writer=scribe)
    assert "N101" in {finding.code for finding in made.findings.findings}
    assert made.findings.coverage.missing


def test_the_style_may_be_given_by_name_or_as_it_is():
    facts = facts_of(SECTIONS)
    for style in ("街道", load_style("街道")):
        scribe = Scribe(bodies={})
        draft(facts, writer=scribe, style=style)
        assert scribe.style.name == "街道"


def test_an_unknown_style_is_reported_at_its_place_in_the_facts():
    with pytest.raises(InputError) as caught:
        draft(facts_of(SECTIONS, style="县里"))
    problem = caught.value.problems[0]
    assert (problem.path, problem.line, problem.column) == ("facts.yaml", 2, 10)


def test_markdown_marks_titles_and_headings_and_nothing_else():
    blocks = (
        Block("title", "题"),
        Block("heading", "总结", 1, "一、"),
        Block("heading", "党建", 2, "（一）"),
        Block("paragraph", "正文。", lead="一是学。", lead_level=3),
    )
    assert markdown(blocks, "某镇", "2024年1月1日") == (
        "# 题\n\n## 一、总结\n\n### （一）党建\n\n一是学。正文。\n\n某镇\n\n2024年1月1日\n"
    )
