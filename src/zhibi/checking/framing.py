"""Which clauses of a text state facts, which only frame them, and which do neither.

A clause states a fact where it has a figure, or says what a fact of the same section says. It is
framing where it is made of the words that the style licenses and of the section's own words: the
headings above it, and the topics and facts of the sections that the lines under one heading report.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from zhibi.checking.bigrams import bigrams
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.verdicts import Verdict
from zhibi.patterns import lazy_pattern
from zhibi.structure import Line, Structure
from zhibi.styles.framing import FramingLicence, pairs

_CLAUSE = lazy_pattern(r"[^，。；：！？\n]+[，。；：！？]?")
_RETOLD = 0.75
"""The share of a clause's word pairs that one fact has, where the clause says what it says."""
_KNOWN = 0.55
"""The share that all facts together have, where the clause says in other words what they say."""

_GROUPED_BY = 2
"""The lowest level of heading whose lines share their own words: （一）."""

ClauseKind = Literal["fact", "framing", "empty"]


class ReadClause(NamedTuple):
    """A clause of a paragraph; `beyond` are the spans of the text that the style licenses not."""

    start: int
    end: int
    kind: ClauseKind
    beyond: tuple[tuple[int, int], ...] = ()


class _Own(NamedTuple):
    """The own words of a group of lines: as pairs, as told by facts, and those of each fact."""

    pairs: frozenset[str]
    stated: str
    facts: frozenset[str]


class FramingReader:
    """Reads the clauses of one text; the words of each group of lines are gathered once."""

    def __init__(
        self,
        ledger: LedgerIndex,
        structure: Structure,
        verdicts: Sequence[Verdict],
        licence: FramingLicence,
    ) -> None:
        self.licence = licence
        self._ledger, self._structure, self._text = ledger, structure, structure.text
        self._groups = [_group(structure.headings_above(at)) for at in range(len(structure.lines))]
        self._figures = sorted(verdict.match.figure.start for verdict in verdicts)
        self._sections: dict[int, set[str]] = defaultdict(set)
        for verdict in verdicts:
            if verdict.covers is not None:
                group = self._groups[structure.line_index(verdict.match.figure.start)]
                section = ledger.entries[verdict.covers].section_id
                self._sections[group].add(section)
        self._leads: dict[int, list[str]] = defaultdict(list)
        for group, line in zip(self._groups, structure.lines, strict=True):
            if line.kind == "paragraph" and line.heading_end > line.start:
                self._leads[group].append(structure.text[line.start : line.heading_end])
        self._own: dict[int, _Own] = {}

    def clauses(self, start: int, end: int) -> Iterator[ReadClause]:
        """The clauses of a span within one line, which is taken to be body text."""
        own = self._own_words(self._structure.line_index(start))
        for found in _CLAUSE.finditer(self._text, start, end):
            if self._has_figure(*found.span()):
                yield ReadClause(*found.span(), "fact")
            else:
                yield self._read(*found.span(), own)

    def beyond(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The spans of a sentence that are no licensed framing, in code points of the text."""
        own = self._own_words(self._structure.line_index(start))
        return self._beyond(start, end, own)

    def _has_figure(self, start: int, end: int) -> bool:
        return bisect_left(self._figures, start) < bisect_left(self._figures, end)

    def _read(self, start: int, end: int, own: _Own) -> ReadClause:
        if self._text[start:end].rstrip("，。；：！？") in own.stated:
            return ReadClause(start, end, "fact")
        words = bigrams(self._text[start:end])
        having = self._ledger.by_bigram
        told = Counter(chain.from_iterable(having.get(word, ()) for word in words))
        least = _RETOLD * len(words)
        if any(shared >= least and fact in own.facts for fact, shared in told.items()):
            return ReadClause(start, end, "fact")
        beyond = self._beyond(start, end, own)
        if not beyond:
            return ReadClause(start, end, "framing")
        known = self._ledger.corpus_bigrams
        if words and sum(word in known for word in words) / len(words) >= _KNOWN:
            return ReadClause(start, end, "fact")
        return ReadClause(start, end, "empty", beyond)

    def _beyond(self, start: int, end: int, own: _Own) -> tuple[tuple[int, int], ...]:
        found = self.licence.beyond(self._text[start:end], own.pairs, own.stated)
        return tuple((start + low, start + high) for low, high in found)

    def _own_words(self, line: int) -> _Own:
        group = self._groups[line]
        if group not in self._own:
            self._own[group] = self._gather(group, line)
        return self._own[group]

    def _gather(self, group: int, line: int) -> _Own:
        known = self._ledger.section_words
        above = self._structure.headings_above(line)
        headings = [self._text[one.start : one.heading_end] for one in above]
        sections = [known[name] for name in self._sections[group] if name in known]
        # A group without figures has the words of all: which section it tells cannot be known.
        # So has a preamble: it tells of the whole report.
        if not sections or self._structure.in_preamble(line):
            sections = list(known.values())
        facts = [fact for section in sections for fact in section.facts]
        called = [section.called for section in sections]
        document = self._ledger.facts.document
        names = [document.organisation, document.superior, document.self_name]
        own = map(pairs, [*headings, *self._leads[group], *called, *facts, *names])
        return _Own(frozenset().union(*own), "\n".join(facts), frozenset(facts))


def _group(above: Sequence[Line]) -> int:
    """Lines with one group number stand under the same headings of the first two levels."""
    return max((line.start for line in above if line.level <= _GROUPED_BY), default=-1)
