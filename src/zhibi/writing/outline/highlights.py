"""Which facts filed as highlights are some: honours and what others took up, no membership counts.

Facts that only say what a party organisation has (党组织48个、党员1620名) are the ordinary work of
a field. Where their office filed them beside the highlights, they stand in that field's section.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.facts.model import Section
from zhibi.writing.outline.grouping import READABLE, size_of
from zhibi.writing.outline.lexicon import any_of, best_of, lexicon_of
from zhibi.writing.outline.names import topic_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style, Topic

_MADE = ".ordinary"
"""What the id of a section ends in that was made of facts filed as highlights."""


def ordinary_parted(
    summary: Sequence[Section], highlights: Sequence[Section], style: Style
) -> tuple[list[Section], list[Section]]:
    """The sections of summary and highlights, ordinary facts moved from these to the summary.

    They go to the last section of the same field, or make a section of their own where there is
    none or they are enough for one; its topic is the part of the highlights' own that names the
    field (党建和荣誉), else the field. Highlights with a heading, or divided, stay as they are.
    """
    kept: list[Section] = []
    moved: list[Fact] = []
    topics: list[str] = []
    for section in highlights:
        ordinary = [] if section.heading or section.sections else _ordinary(section.facts, style)
        if not ordinary:
            kept.append(section)
            continue
        moved += ordinary
        topics += topic_parts(section.topic)
        left = tuple(fact for fact in section.facts if fact not in ordinary)
        if left:
            kept.append(replace(section, facts=left))
    return _with(summary, moved, topics, style) if moved else list(summary), kept


def _ordinary(facts: Sequence[Fact], style: Style) -> list[Fact]:
    """The facts that are no highlights, by their matter and words, with those computed of them."""
    rule, lexicon = style.highlights, lexicon_of(style)
    honoured = any_of(rule.words)
    found: list[Fact] = []
    for at, fact in enumerate(facts):
        if fact.formula and at and facts[at - 1] in found:
            found.append(fact)
            continue
        said = fact.name + fact.text
        matter = best_of(lexicon.scores(said))
        is_ordinary = matter is not None and matter.name in rule.ordinary
        if is_ordinary and not honoured.search(said):
            found.append(fact)
    return found


def _with(
    summary: Sequence[Section], facts: Sequence[Fact], topics: Sequence[str], style: Style
) -> list[Section]:
    """The summary with the facts in the last section of their field, or in one of their own."""
    name = style.highlights.field
    field = style.topics[name]
    own = [at for at, section in enumerate(summary) if _is_of(section.topic, field)]
    if not own and sum(map(size_of, facts)) < READABLE[0]:
        near = [style.topics[one] for one in style.highlights.beside]
        own = [
            at
            for at, section in enumerate(summary)
            if not section.heading and any(_is_of(section.topic, one) for one in near)
        ]
    if own:
        at = own[-1]
        section = summary[at]
        added = _added(section, facts)
        return [*summary[:at], added, *summary[at + 1 :]]
    topic = next((one for one in topics if _is_of(one, field)), name)
    made = Section(f"highlights{_MADE}", "summary", topic, "", tuple(facts), (), None)
    return [*summary, made]


def _added(section: Section, facts: Sequence[Fact]) -> Section:
    """A section with further facts: in its last one below it, where it is divided."""
    if not section.sections:
        return replace(section, facts=(*section.facts, *facts))
    last = _added(section.sections[-1], facts)
    return replace(section, sections=(*section.sections[:-1], last))


def _is_of(topic: str, field: Topic) -> bool:
    return re.search(any_of(field.words), topic) is not None
