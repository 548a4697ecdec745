"""What the preamble says of the whole report: what it is about, and the year's main figures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.writing.outline.headings import fields_of, topic_name
from zhibi.writing.outline.lexicon import any_of
from zhibi.writing.outline.metadata import is_whole
from zhibi.writing.outline.printable import is_printed, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.facts.model import Fact, Facts, Section
    from zhibi.styles.model import Style

_LONGEST = 70
"""Characters of the topics that are named, at most."""
_OWN = 2
"""Letters of a topic, at least, that are no usual words, where it is the place's own matter."""
_ALIKE = 2
"""Letters that an indicator's name has of such a topic, at least, where it is of its matter."""
_SO_FAR = re.compile(r"1月?[—－\-–~～至到]\d{1,2}月")
_MAIN = 2
"""Figures of any place's report, at least where there are others."""


def named_topics(facts: Facts, style: Style) -> str:
    """What the report is about: all topics of its summary, in their order.

    Empty where they are too many for a sentence: some of them would tell it wrongly.
    """
    names = (topic_name(section, style) for section in _summary(facts))
    said = "、".join(dict.fromkeys(name for name in names if name))
    return said if len(said) <= _LONGEST else ""


def main_figures(facts: Facts, style: Style, most: int) -> list[Fact]:
    """Main indicators of the summary, and one of each of the place's own matters; `most` in all.

    Each with its change alone, in the facts' order; none where there is but one.
    """
    sections = _summary(facts)
    main = _main([fact for section in sections for fact in _indicators(section, facts)], style)
    own = [fact for section in sections for fact in _own(section, facts, style)]
    found = {fact.id for fact in [*main[:_MAIN], *own, *main[_MAIN:]][:most]}
    ordered = [fact for fact in facts.all_facts() if fact.id in found]
    return [_with_its_change(fact) for fact in ordered] if len(ordered) > 1 else []


def _main(indicators: Sequence[Fact], style: Style) -> list[Fact]:
    """The first indicator of each of the main kinds."""
    found: dict[str, Fact] = {}
    for fact in indicators:
        kind = next((one for one in style.sentences.main if fact.name.endswith(one)), "")
        if kind:
            found.setdefault(kind, fact)
    return list(found.values())


def _own(section: Section, facts: Facts, style: Style) -> list[Fact]:
    """An indicator of what only this place's report tells of; none where the topic is usual.

    The one that has most of the topic's letters; in a trade, else, the first.
    """
    rule = style.opening_topics
    words = (
        word for name in rule.fields if name in style.topics for word in style.topics[name].words
    )
    own = set(any_of([*words, *rule.words]).sub("", topic_name(section, style)))
    if len(own) < _OWN:
        return []
    changed = [
        fact
        for fact in _indicators(section, facts)
        if printable(fact.growth)
        and not fact.name.endswith(style.sentences.main)
        and not any(word in fact.name for word in rule.never)
    ]
    best = max(changed, key=lambda fact: len(own & set(fact.name)), default=None)
    if best is not None and len(own & set(best.name)) >= _ALIKE:
        return [best]
    is_trade = next((name for name, _ in fields_of(section, style)), "") in rule.trades
    return changed[:1] if is_trade else []


def _indicators(section: Section, facts: Facts) -> Iterator[Fact]:
    """The indicators of a section that are of the report's whole time and done."""
    document = facts.document
    for inner in section.walk():
        for fact in inner.facts:
            whole = fact.period in (None, document.period)
            whole = whole or is_whole(replace(document, period=fact.period))
            whole = whole or _SO_FAR.match(fact.period or "") is not None
            done = fact.status in (None, "done", "to_date") and not (fact.formula or fact.implied)
            told = is_printed(fact) and printable(fact.value) is not None
            if told and done and whole and not _doubled(fact, facts):
                yield fact


def _doubled(fact: Fact, facts: Facts) -> bool:
    """Whether another figure of an indicator of the same name is written as the change is.

    Told without what stands beside it, one would be read for the other.
    """
    return fact.growth is not None and any(
        fact.name in entry.name and entry.quantity.text == fact.growth.quantity.text
        for other in facts.all_facts()
        if other.id != fact.id
        for entry in other.entries()
    )


def _with_its_change(fact: Fact) -> Fact:
    """The indicator without its base, aim and parts: those are told in its section."""
    return replace(
        fact,
        previous=None,
        forecast=None,
        target=None,
        completion=None,
        parts=(),
        part_growths=(),
        part_bases=(),
    )


def _summary(facts: Facts) -> list[Section]:
    """The top-level sections of the summary that have something to print."""
    return [
        section
        for section in facts.sections
        if section.part == "summary"
        and any(is_printed(fact) for inner in section.walk() for fact in inner.facts)
    ]
