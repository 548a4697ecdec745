"""From facts and a style to the deterministic plan: which items each part has, with which facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.writing.outline.headings import inner_headings, own_topic, top_headings
from zhibi.writing.outline.plan import Item, Plan
from zhibi.writing.outline.printable import is_printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhibi.facts.model import Facts, Part, Section
    from zhibi.styles.model import Style

_DEEPEST = 3
"""Sections below this level give their facts to the one above: 1. and （1） are not used."""


def plan_document(facts: Facts, style: Style) -> Plan:
    """The items of each part that has facts to print, in the style's order of parts.

    Hidden and sensitive facts are in no item.
    """
    parts: dict[Part, tuple[Item, ...]] = {}
    for part in style.parts:
        sections = [
            kept
            for section in facts.sections
            if section.part == part and (kept := _printable(section)) is not None
        ]
        if sections:
            parts[part] = tuple(_items_of_part(part, sections, style))
    return Plan(parts)


def _printable(section: Section) -> Section | None:
    """The section without what may not be written; None where nothing is left."""
    kept = tuple(fact for fact in section.facts if is_printed(fact))
    inner = [_printable(child) for child in section.sections]
    children = tuple(child for child in inner if child is not None)
    if not kept and not children:
        return None
    return replace(section, facts=kept, sections=children)


def _items_of_part(part: Part, sections: Sequence[Section], style: Style) -> list[Item]:
    part_style = style.part(part)
    if part_style.level == 0:
        if part_style.items == "none" or not any(section.heading for section in sections):
            return [Item("", tuple(_facts(sections)), id=f"part.{part}")]
        headings = inner_headings(sections, style)
        return [_item(*pair, _DEEPEST, style) for pair in zip(sections, headings, strict=True)]
    bare, sections = _without_repeated_titles(sections, style)
    headings = top_headings(sections, style)
    items = [_item(*pair, part_style.level, style) for pair in zip(sections, headings, strict=True)]
    return [*([Item("", tuple(bare), id=f"part.{part}")] if bare else []), *items]


def _without_repeated_titles(
    sections: Sequence[Section], style: Style
) -> tuple[list[str], list[Section]]:
    """The facts that stand under the part's heading itself, and the sections that get their own.

    A section whose topic only repeats the part's title gives its facts to the part, and the
    sections below it take its place.
    """
    if style.part(sections[0].part).level == 1:
        return [], list(sections)
    facts: list[str] = []
    kept: list[Section] = []
    for section in sections:
        if section.heading or not section.topic or own_topic(section, style):
            kept.append(section)
        else:
            facts += [fact.id for fact in section.facts]
            kept += section.sections
    return facts, kept


def _item(section: Section, heading: str, level: int, style: Style) -> Item:
    facts, children = tuple(fact.id for fact in section.facts), section.sections
    if level >= _DEEPEST or (len(children) == 1 and level + 1 >= _DEEPEST):
        facts, children = tuple(_facts([section])), ()
    headings = inner_headings(children, style)
    inner = tuple(
        _item(child, each, level + 1, style) for child, each in zip(children, headings, strict=True)
    )
    return Item(heading, facts, inner, section.topic, section.id)


def _facts(sections: Iterable[Section]) -> Iterable[str]:
    for section in sections:
        for inner in section.walk():
            yield from (fact.id for fact in inner.facts)
