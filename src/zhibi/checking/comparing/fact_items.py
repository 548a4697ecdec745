"""The items of the facts' clauses, with the steps that each says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhibi.checking.reading.clauses import FactTexts
from zhibi.checking.reading.fields import Stage
from zhibi.checking.reading.stages import find_stages
from zhibi.facts.model import Entry, Fact
from zhibi.patterns import lazy_pattern

SEGMENT = lazy_pattern(r"[^；;。！？\n]+")


class FactItem(NamedTuple):
    """An item of a fact: the number of its segment, its words, steps and figures.

    The places of the steps are counted from `offset` before its words.
    """

    segment: int
    words: str
    stages: Sequence[Stage]
    offset: int
    inside: list[Entry]


def items_of_fact(fact: Fact, texts: FactTexts) -> Iterator[FactItem]:
    """The items of a fact's clauses.

    A step that leads up to a list is said of each (正在申报工业企业1家、商贸企业2家).
    """
    if not fact.text:
        for entry in fact.entries():
            if entry.show != "sensitive":
                yield FactItem(0, entry.name, stages_of_words(entry.name), 0, [entry])
        return
    read = texts.read(fact.text)
    for number, segment in enumerate(SEGMENT.finditer(fact.text)):
        for clause in read.clauses(*segment.span()):
            lead = ""
            for item in clause.items:
                inside = [entry for entry in fact.figures if item.start <= entry.start < item.end]
                stages, words = item.stages, lead + item.words
                if stages:
                    lead = stages[0].words if stages[0].start == item.start else ""
                if stages or not lead:
                    yield FactItem(number, item.words, stages, item.start, inside)
                else:
                    yield FactItem(number, words, stages_of_words(words), 0, inside)


def stages_of_words(words: str) -> Sequence[Stage]:
    """The steps that some words by themselves say."""
    return find_stages(words, 0, len(words))
