"""Clauses that say more than the facts of their matter (W104).

Of each clause of the summary the words are laid beside the facts: those of the sections whose
figures the sentence states, and those of any fact that says much of the clause. What is left,
words of grammar and reporting taken off, no fact says. A clause of which most is left states
something of its own; so does a construction (得益于…, 得到…提升, 应…尽…, 深受…欢迎) whose core
is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from zhibi.checking.reading.clauses import Clause
from zhibi.checking.statements.matters import Matter, Matters, statement_data
from zhibi.checking.statements.restated import restates
from zhibi.figures.model import Figure
from zhibi.patterns import KeyedPatterns, WordTable
from zhibi.styles.framing import licensed_words
from zhibi.styles.model import Style

_TOLD = 0.34  # of a clause's pairs that one fact has, for its section to be the matter
_NEW = 5  # characters of a clause that no fact says, at least
_NEW_SHARE = 0.5  # of a clause's characters that no fact says, at least
_PARTICLES = "的了着"
_MOST = 4  # constructions told of one clause
_OPEN_SHARE = 0.5  # of the core of a cause that no fact says, at least


class Statement(NamedTuple):
    """A span that states something which no fact says.

    `kind` names the construction (原因, 结果, …); it is empty where only the words are new.
    """

    start: int
    end: int
    kind: str


class Unsupported(NamedTuple):
    """A clause of a text, and the statement in it that no fact makes."""

    clause: tuple[int, int]
    statement: Statement


class Construction(NamedTuple):
    """A form of statement: its kind, and whether its core is a phrase."""

    kind: str
    open: bool


@cache
def constructions() -> tuple[list[Construction], KeyedPatterns]:
    """The constructions of `data/statements.yaml`, and the pattern of each."""
    groups = statement_data()["constructions"].values()
    forms = [
        Construction(group["label"], group.get("open", False))
        for group in groups
        for _ in group["patterns"]
    ]
    return forms, KeyedPatterns(
        (words.split(), pattern) for group in groups for words, pattern in group["patterns"]
    )


class ClauseReader:
    """Finds what sentences state beyond the facts, for one facts file and style."""

    def __init__(self, matters: Matters, style: Style) -> None:
        self._matters = matters
        words = {*statement_data()["neutral"], *licensed_words(style)}
        self._neutral = WordTable(words)

    def beyond(
        self,
        clauses: Iterable[Clause],
        figures: Iterable[tuple[int, int]],
        sections: frozenset[str],
    ) -> Iterator[Unsupported]:
        """What the clauses of a sentence state that no fact says; offsets are those of its text.

        `sections` are those of the facts that its figures state.
        """
        spans, at, clauses = sorted(figures), 0, list(clauses)
        for clause in clauses:
            first, last = clause.start, clause.end
            while at < len(spans) and spans[at][1] <= first:
                at += 1  # figures do not overlap
            if self._matters.has(clause.words, sections):
                continue
            held = [not char.isalpha() or char in _PARTICLES for char in clause.words]
            number = at
            while number < len(spans) and spans[number][0] < last:
                start, end = spans[number]
                low, high = max(start, first) - first, min(end, last) - first
                held[low:high] = [True] * (high - low)
                number += 1
            for found in self._clause(clause, held, sections):
                if not found.kind and self._is_restated(clause, clauses):
                    continue
                stated = Statement(first + found.start, first + found.end, found.kind)
                yield Unsupported((first, last), stated)

    def retells(self, sentence: Sequence[Clause]) -> bool:
        """Whether each clause of a sentence has a good part of a fact, or may tell one's rest."""
        return all(
            self._matters.texts_having([clause.words], _TOLD) or self._is_restated(clause, sentence)
            for clause in sentence
        )

    def _is_restated(self, clause: Clause, sentence: Sequence[Clause]) -> bool:
        """Whether a clause may tell in other words what a fact of its sentence says."""
        beside = [one.words for one in sentence if one is not clause]
        told = self._matters.texts_having([clause.words, *beside], _TOLD)
        return any(restates(clause.words, beside, text) for text in told)

    def held(self, text: str, start: int, end: int, figures: Iterable[Figure]) -> list[bool]:
        """Which characters of a clause are no words: figures, marks, words of grammar."""
        words = text[start:end]
        held = [not char.isalpha() or char in _PARTICLES for char in words]
        spans = [(one.start - start, one.end - start) for one in figures]
        spans += self._neutral.spans(words)
        for low, high in spans:
            for at in range(max(low, 0), min(high, len(held))):
                held[at] = True
        return held

    def _clause(
        self, clause: Clause, held: list[bool], sections: frozenset[str]
    ) -> Sequence[Statement]:
        """What a clause states beyond the facts, offsets within it; `held` are no words.

        A clause that a fact of `sections` says word for word is not asked for; facts of other
        sections are looked up only where these do not say all of it.
        """
        found = self._unsaid(clause, held, self._matters.of_sections(sections))
        if not found:
            return found
        # A construction is no reason to think that the clause is about what has the same one.
        rest = clause.words
        for stated in found:
            if stated.kind:
                rest = rest[: stated.start] + " " * (stated.end - stated.start) + rest[stated.end :]
        if others := self._matters.told_by(rest, _TOLD) - sections:
            found = self._unsaid(clause, held, self._matters.of_sections(sections.union(others)))
        return found

    def _unsaid(self, clause: Clause, held: list[bool], matter: Matter) -> Sequence[Statement]:
        words = clause.words
        covered = matter.covered(words, clause.pairs)
        if False not in covered:
            return ()
        covered = [one or other for one, other in zip(covered, held, strict=True)]
        if False not in covered:
            return ()
        found = _constructed(words, covered)
        if found or covered.count(False) < _NEW:
            return found
        for low, high in self._neutral.spans(words, clause.pairs):
            covered[low:high] = [True] * (high - low)
        new = covered.count(False)
        if new < _NEW or new < _NEW_SHARE * held.count(False):
            return ()
        return (Statement(covered.index(False), len(words) - covered[::-1].index(False), ""),)


def _constructed(words: str, covered: list[bool]) -> list[Statement]:
    """The constructions of a clause whose cores no fact says, the first of those that overlap."""
    kept: list[Statement] = []
    forms, patterns = constructions()
    for number, pattern in patterns.of(words):
        form = forms[number]
        for found in pattern.finditer(words):
            low, high = found.span("core")
            new = covered[low:high].count(False)
            if not (new > _OPEN_SHARE * (high - low) if form.open else new):
                continue
            if len(kept) < _MOST and all(high <= other.start or other.end <= low for other in kept):
                kept.append(Statement(low, high, form.kind))
    return sorted(kept, key=lambda statement: statement.start)
