"""Which facts each clause of a sentence tells, by its figures or by those beside it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from zhibi.checking.reading.clauses import Clause
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.verdicts import Verdict
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS

_LONGEST = 120
_LED = 60
"""Figures behind a lead whose facts it may name."""
_COUNTED = 10
_NEAR = 3
"""Clauses on either side of one without figures whose figures may say what it is of."""

Told = dict[str, Verdict]
"""The facts that figures tell, each with one of them."""
_NOTHING: Told = {}


class ToldClause(NamedTuple):
    """A clause with its figures, the facts that these tell, and those told beside it.

    `own` is empty where its figures tell none that is certain.
    """

    read: Clause
    here: Sequence[Verdict]
    own: Told
    near: Told

    @property
    def start(self) -> int:
        """Where the clause begins."""
        return self.read.start

    @property
    def end(self) -> int:
        """Where the clause ends."""
        return self.read.end


def paragraph_sentences(given: RuleInput) -> Iterator[tuple[int, int, Sequence[Verdict]]]:
    """The span of each sentence of the paragraphs, and the verdicts in it."""
    verdicts = sorted(given.verdicts, key=lambda one: one.match.figure.start)
    starts = [one.match.figure.start for one in verdicts]
    for sentence in given.structure.sentences:
        low, high = sentence.start, sentence.end
        if given.structure.lines[sentence.line].kind == "paragraph":
            yield low, high, verdicts[bisect_left(starts, low) : bisect_left(starts, high)]


def told_clauses(
    given: RuleInput, clauses: Sequence[Clause], members: Sequence[Verdict]
) -> Iterator[ToldClause]:
    """The clauses of a sentence, but for those of which a figure is doubted."""
    by_clause: dict[int, list[Verdict]] = defaultdict(list)
    opens = [clause.start for clause in clauses]
    for one in members:
        by_clause[bisect_right(opens, one.match.figure.start) - 1].append(one)
    told = {at: _told(given, here) for at, here in by_clause.items()}
    for at, clause in enumerate(clauses):
        own = told.get(at, _NOTHING)
        if own is not None and clause.end - clause.start <= _LONGEST:
            yield ToldClause(clause, by_clause.get(at, ()), own, _beside(told, at))


def _beside(told: Mapping[int, Told | None], at: int) -> Told:
    """The facts that the figures nearest before and after a clause tell, in its sentence."""
    if not told:
        return _NOTHING
    before = next((told[n] for n in range(at - 1, at - 1 - _NEAR, -1) if told.get(n)), None)
    after = next((told[n] for n in range(at + 1, at + 1 + _NEAR) if told.get(n)), None)
    return {**before, **after} if before and after else before or after or _NOTHING


def _told(given: RuleInput, here: Sequence[Verdict]) -> Told | None:
    """The facts that the figures of a clause tell, each with one; None where one is doubted."""
    found: Told = {}
    for verdict in here:
        if verdict.status in ("conflict", "unsupported"):
            return None
        if verdict.covers is not None and not _by_chance(given, verdict):
            found.setdefault(given.ledger.entries[verdict.covers].fact_id, verdict)
        elif verdict.computation is not None:
            for number in verdict.computation.entries:
                found.setdefault(given.ledger.entries[number].fact_id, verdict)
    return {fact: one for fact, one in found.items() if given.borrowing.tells(fact)}


def _by_chance(given: RuleInput, verdict: Verdict) -> bool:
    """Whether a figure may be another's: no word near it names its fact."""
    match, scoring = verdict.match, given.ledger.scoring
    quantity = match.figure.quantity
    small = quantity.numerals == "chinese" and quantity.value <= _COUNTED
    if small or quantity.kind in TIME_KINDS:
        return match.score < scoring.named
    return len(match.candidates) > 1 and match.score < scoring.unnamed


def figure_nearest(given: RuleInput, own: Told, at: int) -> tuple[Verdict, Entry]:
    """The figure of a clause that stands nearest to a place, and its entry."""
    ledger = given.ledger
    fact, verdict = min(own.items(), key=lambda item: abs(item[1].match.figure.start - at))
    number = verdict.covers
    if number is None or ledger.entries[number].fact_id != fact:
        number = ledger.by_fact[fact][0]
    return verdict, ledger.entries[number]


def told_behind(given: RuleInput, clause: ToldClause) -> set[str]:
    """The facts that the figures behind a clause in its paragraph tell."""
    line = given.structure.sentences[given.structure.sentence_index(clause.start)].line
    first = bisect_left(given.verdicts, clause.end, key=lambda one: one.match.figure.start)
    return {
        given.ledger.entries[one.covers].fact_id
        for one in given.verdicts[first : first + _LED]
        if one.covers is not None and one.match.line == line
    }
