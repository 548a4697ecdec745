"""Figures that a text computes: differences, shares, rates, averages, totals.

A claim that no fact states may follow from two that stand beside it (in its sentence or the one
before) or that the facts relate (value, previous, target, whole and parts), by the operation that
its own words name. A pair of unrelated facts proves nothing: with a few hundred figures almost
any small number is some quotient of two of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from zhibi.checking.cue_words import cue_pattern
from zhibi.checking.fit import Tags
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.match import Match
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation, quoted
from zhibi.facts.amounts import format_like
from zhibi.facts.arithmetic import (
    Bounds,
    adds_up,
    agrees,
    bounds,
    exact,
    growth,
    percent,
    ratio,
    share,
    total_of,
)
from zhibi.figures.hedges import admits, meaning
from zhibi.figures.model import Quantity
from zhibi.figures.units import dimension
from zhibi.structure import Structure

_BRACKET = re.compile(r"[^，。；（(]{0,8}[（(](?![）)])[^）)。]{0,40}\d")
_ABOUT = Fraction(1, 10)  # how far from it a hedged share may be
_EVEN = Fraction(1, 20)  # how far from it one without a hedge may be
_MOST_TERMS = 12  # of a total that a text computes


@dataclass(frozen=True, slots=True)
class Term:
    """An operand: a quantity, the entry that it states, and whether the text states it nearby."""

    quantity: Quantity
    entry: int
    here: bool


@dataclass(frozen=True, slots=True)
class Computation:
    """How a figure follows from its terms: a pattern with a slot for each, and their entries."""

    pattern: str
    terms: tuple[str, ...]
    entries: tuple[int, ...]

    signed: bool = False
    """Whether the figure is by how much the first term exceeds the second."""

    @property
    def how(self) -> str:
        """The computation in the figures themselves (41份 / 44份)."""
        return self.pattern.format(*self.terms)

    def formula(self, names: Sequence[str]) -> str:
        """The same in the ids of the entries, as `derive` takes it."""
        return self.pattern.format(*names)


_LANDMARK = Computation("", (), ())
"""A round share of which an exact one stands beside it: nothing need be declared."""


def find_computation(
    ledger: LedgerIndex, structure: Structure, verdicts: Sequence[Verdict], at: int
) -> tuple[Computation | None, Violation | None]:
    """How the figure of `verdicts[at]` follows from others, or the mismatch that it shows."""
    match = verdicts[at].match
    quantity = match.figure.quantity
    words = _words(structure, match)
    if _BRACKET.match(structure.text, match.figure.end):
        words += "合计"
    terms = list(_terms(ledger, verdicts, at))
    beside = (v for v in verdicts if v.match.sentence == match.sentence and v is not verdicts[at])
    if _is_round(quantity) and any(_is_like(one, quantity) for one in beside):
        return _LANDMARK, None
    if quantity.kind == "pp":
        return _first(_differences(quantity, [t for t in terms if t.quantity.unit == "%"])), None
    if quantity.unit == "%":
        return _percent(ledger, match, words, terms)
    if quantity.unit == "倍":
        return _first(_quotients(quantity, _pairs(terms), ratio)), None
    found = _plain(quantity, match.told, words, terms)
    return found, None if found else _average_violation(ledger, match, words, terms)


def _words(structure: Structure, match: Match) -> str:
    sentence = structure.sentences[match.sentence]
    at = match.figure.start
    left = structure.text[max(sentence.start, at - 120) : at]
    return "，".join(left.replace(",", "，").split("，")[-2:])[-30:] + match.reading.right[:4]


def _terms(ledger: LedgerIndex, verdicts: Sequence[Verdict], at: int) -> Iterator[Term]:
    """Stated figures of the same and the previous sentence, nearest first, then related facts.

    Where none stands beside it, the terms are the figures of the indicator that its words name.
    """
    match = verdicts[at].match
    near = [
        verdict
        for verdict in verdicts[max(0, at - 14) : at + 10]
        if verdict.covers is not None
        and verdict.match.line == match.line
        and match.sentence - 1 <= verdict.match.sentence <= match.sentence
    ]
    near.sort(
        key=lambda v: (
            v.match.figure.start > match.figure.start,
            abs(v.match.figure.start - match.figure.start),
        )
    )
    seen = set()
    for verdict in near:
        entry = verdict.covers
        if entry is not None and entry not in seen:
            seen.add(entry)
            yield Term(verdict.match.figure.quantity, entry, here=True)
    told = [verdict.covers for verdict in near[:3] if verdict.covers is not None]
    if not told and match.rival is not None and match.rival_score >= ledger.scoring.named:
        told = [match.rival]
        seen.add(match.rival)
        yield Term(ledger.entries[match.rival].quantity, match.rival, here=True)
    for number in told:
        for entry in _related(ledger, number):
            if entry not in seen:
                seen.add(entry)
                yield Term(ledger.entries[entry].quantity, entry, here=False)


def _related(ledger: LedgerIndex, number: int) -> Iterator[int]:
    """The other figures of an entry's indicator; of a statement's figures, of another year."""
    entry = ledger.entries[number]
    if entry.fact_id == "document":
        return
    for other in ledger.by_fact[entry.fact_id]:
        earlier = "earlier" in ledger.known_as(other) or "earlier" in ledger.known_as(number)
        if other != number and (entry.role != "figure" or earlier):
            yield other


def _pairs(terms: Sequence[Term], *, same_kind: bool = True) -> Iterator[tuple[Term, Term]]:
    """Pairs of terms that belong together: both here, or two figures of one indicator."""
    for first in terms:
        for second in terms:
            if first.entry == second.entry or not (first.here or second.here):
                continue
            if (kind_of(first.quantity) == kind_of(second.quantity)) == same_kind:
                yield first, second


def _percent(
    ledger: LedgerIndex, match: Match, words: str, terms: Sequence[Term]
) -> tuple[Computation | None, Violation | None]:
    quantity = match.figure.quantity
    counted = [term for term in terms if term.quantity.unit != "%" and _numeric(term)]
    periods = [
        (a, b)
        for a, b in _pairs(counted)
        if _is_previous(ledger, b, a) and growth(a.quantity, b.quantity) is not None
    ]
    if cue_pattern("arithmetic", "growth").search(words) and periods:
        found = _first(_quotients(quantity, periods, _size_of_growth, "({0} - {1}) / {1}"))
        return found, None if found else _growth_violation(ledger, match, *periods[0])
    if cue_pattern("arithmetic", "share").search(words) or cue_pattern("arithmetic", "rate").search(
        words
    ):
        pairs = list(_pairs(counted))
        found = _first(_quotients(quantity, pairs, share)) or _share_of_two(quantity, counted)
        if found or len(counted) < 2 or not pairs:
            return found, None
        return None, _ratio_violation(ledger, match, counted)
    return None, None


def _is_round(quantity: Quantity) -> bool:
    return quantity.numerals == "chinese" and kind_of(quantity) == "%"


def _is_like(beside: Verdict, written: Quantity) -> bool:
    """Whether 一半, 八成 speaks of a percentage that stands beside it (占53.41%，高于一半)."""
    if beside.match.figure.quantity.unit != "%" or beside.status == "unsupported":
        return False
    size = exact(written) * (100 if written.kind == "fraction" else 1)
    true = exact(beside.match.figure.quantity)
    if abs(true - size) > size * _ABOUT:
        return False
    way = meaning(written.hedge) if written.hedge else None
    if way in ("over", "at_least"):
        return true >= size
    return true <= size if way in ("under", "at_most") else abs(true - size) <= size * _EVEN


def _share_of_two(quantity: Quantity, terms: Sequence[Term]) -> Computation | None:
    """The share of two parts together in the whole that stands before them in the sentence."""
    here = [term for term in terms if term.here]
    for whole in here:
        parts = [
            t for t in here if t is not whole and kind_of(t.quantity) == kind_of(whole.quantity)
        ]
        for first, second in combinations(parts, 2):
            together, size = total_of((first.quantity, second.quantity)), bounds(whole.quantity)
            if 0 < together.high <= size.low and agrees(together.over(size).scaled(100), quantity):
                return _computation("({0} + {1}) / {2}", (first, second, whole))
    return None


def _numeric(term: Term) -> bool:
    return kind_of(term.quantity) != "time" and term.quantity.kind != "ordinal"


def _is_previous(ledger: LedgerIndex, old: Term, new: Term) -> bool:
    before, now = ledger.entries[old.entry], ledger.entries[new.entry]
    if before.fact_id == now.fact_id and before.role == "previous":
        return now.role == "value"
    return before.status == "last_year" != now.status and before.name[-2:] == now.name[-2:]


def _plain(quantity: Quantity, told: Tags, words: str, terms: Sequence[Term]) -> Computation | None:
    kind = kind_of(quantity)
    same = [term for term in terms if kind_of(term.quantity) == kind]
    if cue_pattern("arithmetic", "average").search(words):
        pairs = [
            (a, b)
            for a, b in _pairs(terms, same_kind=False)
            if dimension(a.quantity.unit) == dimension(quantity.unit) and _numeric(b)
        ]
        found = _first(_quotients(quantity, pairs, ratio))
        if found:
            return found
    if cue_pattern("arithmetic", "total").search(words):
        found = _total(quantity, [term for term in same if term.here])
        if found:
            return found
    if told & {"change", "left"} or cue_pattern("arithmetic", "difference").search(words):
        return _first(_differences(quantity, same))
    return None


def _total(quantity: Quantity, same: Sequence[Term]) -> Computation | None:
    """The sum of two, three, … neighbouring figures of the kind beside it, the nearest first."""
    for count in range(2, min(len(same), _MOST_TERMS) + 1):
        for first in range(len(same) - count + 1):
            used = same[first : first + count]
            if adds_up([term.quantity for term in used], quantity):
                pattern = " + ".join(f"{{{number}}}" for number in range(count))
                return _computation(pattern, used)
    return None


def _differences(quantity: Quantity, terms: Sequence[Term]) -> Iterator[Computation]:
    for a, b in _pairs(terms):
        if exact(a.quantity) > exact(b.quantity) and adds_up((b.quantity, quantity), a.quantity):
            yield replace(_computation("{0} - {1}", (a, b)), signed=True)


def _quotients(
    quantity: Quantity,
    pairs: Iterable[tuple[Term, Term]],
    quotient: Callable[[Quantity, Quantity], Bounds | None],
    pattern: str = "{0} / {1}",
) -> Iterator[Computation]:
    for a, b in pairs:
        result = quotient(a.quantity, b.quantity)
        if result is not None and (agrees(result, quantity) or _is_about(result, quantity)):
            yield _computation(pattern, (a, b))


def _is_about(result: Bounds, written: Quantity) -> bool:
    """Whether a hedged share (四成以上, 近四分之三) may be this result."""
    if written.hedge and written.unit == "倍":
        return admits(written.hedge, written, replace(written, value=_decimal(result.low)))
    if not written.hedge or kind_of(written) != "%" or not written.value:
        return False
    size = exact(written) * (100 if written.kind == "fraction" else 1)
    if not abs(result.low - size) <= size * _ABOUT:
        return False
    way = meaning(written.hedge)
    if way in ("over", "at_least"):
        return result.high >= size
    if way in ("under", "at_most", "near"):
        return result.low <= size
    return True


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _size_of_growth(now: Quantity, before: Quantity) -> Bounds | None:
    """The growth without its sign, as texts write it."""
    change = growth(now, before)
    return change.size() if change is not None else None


def _computation(pattern: str, terms: Sequence[Term]) -> Computation:
    return Computation(
        pattern, tuple(term.quantity.text for term in terms), tuple(term.entry for term in terms)
    )


def _first(found: Iterable[Computation]) -> Computation | None:
    return next(iter(found), None)


def _growth_violation(ledger: LedgerIndex, match: Match, new: Term, old: Term) -> Violation:
    figure = match.figure
    change = abs(exact(new.quantity) / exact(old.quantity) - 1)
    true = percent(change, figure.quantity.decimals)
    return Violation.at(
        figure,
        "N201",
        f"增速“{figure.text}”与两期的数对不上：本期{quoted(new.quantity)}，"
        f"上期{quoted(old.quantity)}，应为{true}",
        "核对本期、上期和增速哪个不对",
        None,
        (ledger.entries[new.entry].id, ledger.entries[old.entry].id),
    )


def _average_violation(
    ledger: LedgerIndex, match: Match, words: str, terms: Sequence[Term]
) -> Violation | None:
    """An average is that of the nearest total in its unit over the nearest count beside it."""
    quantity, figure = match.figure.quantity, match.figure
    if not cue_pattern("arithmetic", "average").search(words):
        return None
    here = [term for term in terms if term.here and _numeric(term)]
    unit = dimension(quantity.unit)
    total = next((t for t in here if dimension(t.quantity.unit) == unit), None)
    count = next((t for t in here if dimension(t.quantity.unit) == "count"), None)
    if total is None or count is None or unit == "count":
        return None
    if ratio(total.quantity, count.quantity) is None:
        return None
    true = format_like(exact(total.quantity) / exact(count.quantity), quantity)
    return Violation.at(
        figure,
        "N202",
        f"“{figure.text}”与两项数对不上：{total.quantity.text} / {count.quantity.text} = {true}",
        "核对总数、个数，平均数照事实写",
        None,
        (ledger.entries[total.entry].id, ledger.entries[count.entry].id),
    )


def _ratio_violation(ledger: LedgerIndex, match: Match, terms: Sequence[Term]) -> Violation | None:
    """The two figures right before a rate are its terms, where they are of one kind."""
    here = [term for term in terms if term.here]
    same = [term for term in here if kind_of(term.quantity) == kind_of(here[0].quantity)]
    if len(same) > 2 or match.figure.quantity.hedge:
        return None  # a share of several parts, or one that is only about right
    here = here[:2]
    if len(here) < 2 or kind_of(here[0].quantity) != kind_of(here[1].quantity):
        return None
    low, high = sorted(here, key=lambda term: exact(term.quantity))
    if share(low.quantity, high.quantity) is None:
        return None
    figure = match.figure
    true = percent(exact(low.quantity) / exact(high.quantity), figure.quantity.decimals)
    return Violation.at(
        figure,
        "N202",
        f"“{figure.text}”与两项数对不上：{low.quantity.text} / {high.quantity.text} = {true}",
        "核对分子、分母，率照事实写",
        None,
        (ledger.entries[low.entry].id, ledger.entries[high.entry].id),
    )
