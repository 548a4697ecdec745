"""From facts and a style to the deterministic plan: which items each part has, with which facts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.facts.model import Section
from zhibi.writing.outline.fields import by_field
from zhibi.writing.outline.grouping import READABLE, Subjects, size_of
from zhibi.writing.outline.headings import (
    ITEMS,
    inner_headings,
    own_topic,
    top_headings,
    with_items,
)
from zhibi.writing.outline.highlights import ordinary_parted
from zhibi.writing.outline.matters import by_matter, matters_of, named_facts
from zhibi.writing.outline.names import topic_parts
from zhibi.writing.outline.plan import Item, Plan
from zhibi.writing.outline.printable import is_printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhibi.facts.model import Fact, Facts, Part
    from zhibi.styles.model import Style

_DEEPEST = 3
"""Sections below this level give their facts to the one above: 1. and （1） are not used."""
_MOST_ITEMS = 8
"""Items of a section, at most, after large ones are parted."""
_LARGE = 240
"""Characters of facts above which an item is parted, where its parts can be named."""
_VERY_LARGE = 420
"""The same for an item with a single topic, which its parts would no longer show."""
_FEWEST_PLAN_ITEMS = 3
_FEWEST = 2
_VERB = 2
"""Letters of a heading's verb."""
_MADE = ".item"
"""What the id of an item has that was made from the facts of a section: it is not parted again."""
_TWO_LEVELS = re.compile(r"\s*([^·・—]{2,}?)\s*(?:[·・]|—{1,2})\s*([^·・—]{2,}?)\s*")


def plan_document(facts: Facts, style: Style) -> Plan:
    """The items of each part that has facts to print, in the style's order of parts.

    Sections and topics that are given are kept; what is large or has no topic is divided by
    subject, from the facts' own words. Hidden and sensitive facts are in no item.
    """
    planner = _Planner(facts, style)
    parts = {part: planner.part(part) for part in style.parts}
    return Plan({part: items for part, items in parts.items() if items})


class _Planner:
    def __init__(self, facts: Facts, style: Style) -> None:
        self._style = style
        self._facts = facts
        self._by_id = {fact.id: fact for fact in facts.all_facts()}
        self._subjects = Subjects(self._by_id.values())
        self._headings: list[str] = []
        self._taken: set[str] = set()

    def part(self, part: Part) -> tuple[Item, ...]:
        """The items of one part, at the level of the part's sections."""
        sections = self._sections(part)
        if not sections:
            return ()
        style, bare_id = self._style.part(part), f"part.{part}"
        if style.level == 0:
            if style.items == "none" or not any(section.heading for section in sections):
                return (Item("", _ids(_facts(sections)), id=bare_id),)
            headings = inner_headings(sections, self._style)
            return tuple(map(self._item, sections, headings, [_DEEPEST] * len(sections)))
        bare, sections = self._without_repeated_titles(sections)
        if part == "plan":
            bare, sections = self._plan_items(bare, sections)
        elif part == "highlights":
            if not bare and len(sections) == 1 and _is_flat(sections[0]):
                bare, sections = list(sections[0].facts), []  # a single heading divides nothing
            bare, sections = (bare, sections) if sections else self._highlights(bare)
        headings = top_headings(sections, self._style, self._headings)
        self._headings += headings
        items = tuple(map(self._item, sections, headings, [style.level] * len(sections)))
        self._headings += [one.heading for item in items for one in item.items]
        return (*([Item("", _ids(bare), id=bare_id)] if bare else []), *items)

    def _sections(self, part: Part) -> list[Section]:
        """The part's sections with what may be printed, topics of two levels parted.

        What was filed as a highlight and is none stands in the summary.
        """
        if part not in ("summary", "highlights"):
            return _two_levels(self._own(part))
        summary, highlights = ordinary_parted(
            self._own("summary"), self._own("highlights"), self._style
        )
        return _two_levels(summary if part == "summary" else highlights)

    def _own(self, part: Part) -> list[Section]:
        """The sections filed under a part, with what may be printed."""
        printable = (
            _printable(section) for section in self._facts.sections if section.part == part
        )
        return [section for section in printable if section is not None]

    def _without_repeated_titles(
        self, sections: Sequence[Section]
    ) -> tuple[list[Fact], list[Section]]:
        """The facts that stand under the part's heading itself, and the sections with their own.

        A section whose topic only repeats the part's title gives its facts to the part, and the
        sections below it take its place.
        """
        if self._style.part(sections[0].part).level == 1:
            return [], list(sections)
        facts: list[Fact] = []
        kept: list[Section] = []
        for section in sections:
            if section.heading or not section.topic or own_topic(section, self._style):
                kept.append(section)
            else:
                facts += section.facts
                kept += section.sections
        return facts, kept

    def _plan_items(
        self, bare: list[Fact], sections: list[Section]
    ) -> tuple[list[Fact], list[Section]]:
        """A plan that offices did not divide as items by field, in the order of the summary."""
        headed = any(section.heading for section in sections)
        facts = [*bare, *_facts(sections)]
        fields = self._sections("summary")
        if headed or len(sections) >= _FEWEST_PLAN_ITEMS or len(fields) < 2:
            return bare, sections
        found = by_field(facts, fields, self._by_id, self._subjects, self._style)
        if len(found) < 2 or len(found) <= len(sections):
            return bare, sections
        return [], found

    def _highlights(self, bare: list[Fact]) -> tuple[list[Fact], list[Section]]:
        """Highlights that offices did not divide: each fact an item, where all can be named.

        Those that one paragraph holds are not headed: they are told one after the other.
        """
        if sum(map(size_of, bare)) <= self._style.prose.paragraph:
            return bare, []
        named = named_facts(bare, self._style)
        if named is None or len(named) < 2:
            return bare, []
        return [], [
            Section(
                f"highlight.{fact.id}", "highlights", name.topic, name.heading, (fact,), (), None
            )
            for name, fact in named
        ]

    def _item(self, section: Section, heading: str, level: int) -> Item:
        children = self._children(section, heading, level)
        facts = section.facts if section.sections and children else ()
        if children and _is_bare(children[0]):
            facts, children = children[0].facts, children[1:]
        if not children:
            facts = tuple(_facts([section]))
        headings = inner_headings(children, self._style)
        inner = tuple(map(self._item, children, headings, [level + 1] * len(children)))
        if ITEMS in heading:
            told = matters_of(facts, section.topic, self._style)
            heading = with_items(
                heading, section.topic, [one.heading for one in inner], told, self._style
            )
        return Item(heading, _ids(facts), inner, section.topic, section.id)

    def _children(self, section: Section, heading: str, level: int) -> Sequence[Section]:
        """The sections one level below: those given, large ones parted, or those made by subject.

        None where there would be a 一是 without a 二是. What stands before those made by subject is
        a section without a name.
        """
        if level >= _DEEPEST or _MADE in section.id:
            return ()
        if not section.sections:
            given = section.part != "summary" or _size(section) < 2 * READABLE[0]
            return () if given else self._parted(section, heading)
        children = list(section.sections)
        if len(children) == 1 and level + 1 >= _DEEPEST and not section.facts:
            return self._children(replace(children[0], sections=()), heading, level)
        if level + 1 >= _DEEPEST:
            children = self._large_parted(children)
        return children if len(children) > 1 or level + 1 < _DEEPEST else ()

    def _large_parted(self, children: list[Section]) -> list[Section]:
        """The children, the largest without a heading parted as long as there are not too many."""
        for child in sorted(children, key=_size, reverse=True):
            least = _LARGE if len(topic_parts(child.topic)) > 1 else _VERY_LARGE
            if child.heading or child.part != "summary" or _size(child) < least:
                continue
            inner = self._parted(child, "", room=_MOST_ITEMS - len(children) + 1)
            if len(inner) > 1:
                if _is_bare(inner[0]):
                    first = replace(inner[1], facts=(*inner[0].facts, *inner[1].facts))
                    inner = [first, *inner[2:]]
                at = children.index(child)
                children[at : at + 1] = inner
        return children

    def _parted(self, section: Section, heading: str, room: int = _MOST_ITEMS) -> list[Section]:
        """The section's facts as named sections; none where they cannot be told apart."""
        facts = list(_facts([section]))
        if room < _FEWEST:
            return []
        self._taken.add(heading[_VERB:])
        names = self._facts.document.names
        named = by_matter(facts, section.topic, self._style, room, self._taken, names)
        return [
            Section(
                f"{section.id}{_MADE}{number}",
                section.part,
                name.topic,
                name.heading,
                tuple(group),
                (),
                None,
            )
            for number, (name, group) in enumerate(named, 1)
        ]


def _is_bare(section: Section) -> bool:
    """Whether a section made by subject has no name: its facts stand before the others."""
    return _MADE in section.id and not section.heading and not section.topic


def _is_flat(section: Section) -> bool:
    """Whether a section holds several facts and nothing names them but its topic."""
    return not section.heading and not section.sections and len(section.facts) > 1


def _printable(section: Section) -> Section | None:
    """The section without what may not be written; None where nothing is left."""
    kept = tuple(fact for fact in section.facts if is_printed(fact) and not fact.implied)
    inner = [_printable(child) for child in section.sections]
    children = tuple(child for child in inner if child is not None)
    if not kept and not children:
        return None
    return replace(section, facts=kept, sections=children)


def _two_levels(sections: Sequence[Section]) -> list[Section]:
    """Sections with the topics 甲·乙 and 甲·丙 as one section 甲 with 乙 and 丙 below it."""
    found: list[Section] = []
    at_topic: dict[str, int] = {}
    for section in sections:
        parts = None if section.heading else _TWO_LEVELS.fullmatch(section.topic)
        if parts is None:
            found.append(section)
            continue
        child = replace(section, topic=parts[2])
        if parts[1] in at_topic:
            above = found[at_topic[parts[1]]]
            found[at_topic[parts[1]]] = replace(above, sections=(*above.sections, child))
        else:
            at_topic[parts[1]] = len(found)
            found.append(
                replace(
                    section, id=f"{section.id}.above", topic=parts[1], facts=(), sections=(child,)
                )
            )
    return found


def _facts(sections: Iterable[Section]) -> Iterator[Fact]:
    for section in sections:
        for inner in section.walk():
            yield from inner.facts


def _ids(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(fact.id for fact in facts)


def _size(section: Section) -> int:
    return sum(map(size_of, _facts([section])))
