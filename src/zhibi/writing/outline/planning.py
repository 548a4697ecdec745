"""From facts and a style to the deterministic plan: which items each part has, with which facts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.facts.model import Section
from zhibi.writing.outline.bonds import follows_from
from zhibi.writing.outline.fields import by_field
from zhibi.writing.outline.grouping import Subjects
from zhibi.writing.outline.headings import inner_headings, own_topic, top_headings
from zhibi.writing.outline.highlights import ordinary_parted
from zhibi.writing.outline.lexicon import lexicon_of
from zhibi.writing.outline.passages import arranged
from zhibi.writing.outline.plan import Item, Plan
from zhibi.writing.outline.printable import is_printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhibi.facts.model import Fact, Facts, Part
    from zhibi.styles.model import Style

_DEEPEST = 3
"""Sections below this level give their facts to the one above: 1. and （1） are not used."""
_FEWEST_PLAN_ITEMS = 3
_TWO_LEVELS = re.compile(r"\s*([^·・—]{2,}?)\s*(?:[·・]|—{1,2})\s*([^·・—]{2,}?)\s*")


def plan_document(facts: Facts, style: Style) -> Plan:
    """The items of each part that has facts to print, in the style's order of parts.

    Sections and topics that are given are kept; what is below no topic of its own is not headed.
    A plan is divided by field. Hidden and sensitive facts are in no item.
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
        elif part == "highlights" and not bare and len(sections) == 1 and _is_flat(sections[0]):
            bare, sections = list(sections[0].facts), []  # a single heading divides nothing
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
        return [_beside_terms(section) for section in printable if section is not None]

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

    def _item(self, section: Section, heading: str, level: int) -> Item:
        children = _children(section, level)
        facts = section.facts if children else tuple(_facts([section]))
        if section.part == "summary":
            facts = tuple(self._arranged(facts, section.topic))
        headings = inner_headings(children, self._style)
        inner = tuple(map(self._item, children, headings, [level + 1] * len(children)))
        return Item(heading, _ids(facts), inner, section.topic, section.id)

    def _arranged(self, facts: Sequence[Fact], topic: str) -> list[Fact]:
        """The facts of one heading, those that tell of one thing side by side."""
        names = self._facts.document.names
        nouns = lexicon_of(self._style).nouns_of(topic)
        return arranged(facts, (*nouns, *names, *self._style.sentences.measures))


def _children(section: Section, level: int) -> Sequence[Section]:
    """The sections one level below; none where there would be a 一是 without a 二是."""
    if level >= _DEEPEST:
        return ()
    children = section.sections
    if len(children) == 1 and level + 1 >= _DEEPEST:
        return () if section.facts else _children(replace(children[0], sections=()), level)
    return children


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


def _beside_terms(section: Section) -> Section:
    """The section with computed facts in the part of it that has what they are computed from."""
    if not section.sections:
        return section
    known = list(_facts([section]))
    homes: dict[str, list[Fact]] = {}
    for fact in known:
        terms = [other for other in known if other is not fact and follows_from(fact, other)]
        if terms and terms[-1].section_id != fact.section_id:
            homes.setdefault(terms[-1].id, []).append(fact)
    moved = {fact.id for found in homes.values() for fact in found}

    def placed(one: Section) -> Section:
        kept = [fact for fact in one.facts if fact.id not in moved]
        facts = tuple(each for fact in kept for each in (fact, *homes.get(fact.id, ())))
        return replace(one, facts=facts, sections=tuple(map(placed, one.sections)))

    return placed(section) if moved else section


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
