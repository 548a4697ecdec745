"""From facts and a style to the outline of a report: which headings, in what order, with what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.writing.outline.budgets import with_budgets
from zhibi.writing.outline.enumerators import heading_number
from zhibi.writing.outline.headings import inner_headings, own_topic, top_headings
from zhibi.writing.outline.metadata import fill_document
from zhibi.writing.outline.model import Node, Outline
from zhibi.writing.outline.printable import is_printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhibi.facts.model import Fact, Facts, Part, Section
    from zhibi.styles.model import PartStyle, Style

_DEEPEST = 3
"""Sections below this level give their facts to the one above: 1. and （1） are not used."""


def build_outline(facts: Facts, style: Style) -> Outline:
    """The outline of a report: parts in the style's order, those without facts left out.

    Preamble and closing are there also without facts where the style writes them from metadata.
    Hidden and sensitive facts are in no node.
    """
    nodes: list[Node] = []
    for part, part_style in style.parts.items():
        sections = [
            kept
            for section in facts.sections
            if section.part == part and (kept := _printable(section)) is not None
        ]
        alone = {"no": False, "yes": True, "with-plan": has_plan(facts)}
        if sections or alone[part_style.without_facts]:
            nodes.extend(_part_nodes(part, part_style, sections, facts, style))
    numbered = _numbered(nodes, style)
    length = facts.document.length or style.length
    return Outline(_title(facts, style), with_budgets(numbered, style, length))


def _title(facts: Facts, style: Style) -> str:
    if facts.document.title:
        return facts.document.title
    with_plan = has_plan(facts)
    pattern = style.title.with_plan if with_plan else style.title.without_plan
    return fill_document(pattern, facts.document, style)


def has_plan(facts: Facts) -> bool:
    """Whether there is anything to write in the plan."""
    return any(
        section.part == "plan" and any(is_printed(fact) for fact in section.facts)
        for section in facts.walk()
    )


def _printable(section: Section) -> Section | None:
    """The section without what may not be written; None where nothing is left."""
    kept = tuple(fact for fact in section.facts if is_printed(fact))
    inner = [_printable(child) for child in section.sections]
    children = tuple(child for child in inner if child is not None)
    if not kept and not children:
        return None
    return replace(section, facts=kept, sections=children)


def _part_nodes(
    part: Part, part_style: PartStyle, sections: Sequence[Section], facts: Facts, style: Style
) -> list[Node]:
    """The nodes of one part: one for the whole part, or its sections at level 1 by themselves."""
    if part_style.level == 1:
        return _top_nodes(sections, part_style, style)
    heading = fill_document(part_style.heading, facts.document, style)
    whole = Node(
        id=f"part.{part}",
        part=part,
        level=1 if heading else 0,
        number="",
        heading=heading,
        topic="",
        run_in=False,
        facts=(),
        budget=(0, 0),
    )
    if part_style.level == 0:
        if part_style.items != "none" and any(section.heading for section in sections):
            return [replace(whole, children=tuple(_item_nodes(sections, part_style, style)))]
        return [replace(whole, facts=tuple(_all_facts(sections)))]
    facts_of_part, sections = _without_repeated_titles(sections, style)
    children = tuple(_top_nodes(sections, part_style, style))
    return [replace(whole, facts=tuple(facts_of_part), children=children)]


def _without_repeated_titles(
    sections: Sequence[Section], style: Style
) -> tuple[list[Fact], list[Section]]:
    """The facts that stand under the part's heading itself, and the sections that get their own.

    A section whose topic only repeats the part's title gives its facts to the part, and the
    sections below it take its place.
    """
    facts: list[Fact] = []
    kept: list[Section] = []
    for section in sections:
        if section.heading or not section.topic or own_topic(section, style):
            kept.append(section)
        else:
            facts += section.facts
            kept += section.sections
    return facts, kept


def _top_nodes(sections: Sequence[Section], part_style: PartStyle, style: Style) -> list[Node]:
    headings = top_headings(sections, style)
    return [
        _node(section, heading, part_style.level, part_style, style)
        for section, heading in zip(sections, headings, strict=True)
    ]


def _item_nodes(sections: Sequence[Section], part_style: PartStyle, style: Style) -> list[Node]:
    """Sections with headings of their own as 一是 … 二是 …, where the part has no level 2."""
    return [
        _node(section, heading, _DEEPEST, part_style, style)
        for section, heading in zip(sections, inner_headings(sections, style), strict=True)
    ]


def _node(section: Section, heading: str, level: int, part_style: PartStyle, style: Style) -> Node:
    facts, children = section.facts, section.sections
    if level >= _DEEPEST or _is_only_child(children, level):
        facts, children = tuple(_all_facts([section])), ()
    headings = inner_headings(children, style)
    return Node(
        id=section.id,
        part=section.part,
        level=level,
        number="",
        heading=heading,
        topic=section.topic,
        run_in=level in part_style.run_in and bool(facts),
        facts=facts,
        budget=(0, 0),
        children=tuple(
            _node(child, inner, level + 1, part_style, style)
            for child, inner in zip(children, headings, strict=True)
        ),
    )


def _is_only_child(children: Sequence[Section], level: int) -> bool:
    """Whether a lone child would be a 一是 without a 二是."""
    return len(children) == 1 and level + 1 >= _DEEPEST


def _all_facts(sections: Iterable[Section]) -> Iterable[Fact]:
    for section in sections:
        for inner in section.walk():
            yield from inner.facts


def _numbered(nodes: Sequence[Node], style: Style) -> tuple[Node, ...]:
    """The nodes with their numbers; those without a heading have none and do not count."""
    numbered, count = [], 0
    for node in nodes:
        number = ""
        if node.level:
            count += 1
            number = heading_number(style.enumerators[node.level], count)
        children = _numbered(node.children, style)
        numbered.append(replace(node, number=number, children=children))
    return tuple(numbered)
