"""The days and months of a figure's period, by which texts work out averages and what is left."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhibi.checking.computation import Computation, Term, combine
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.facts.arithmetic import Bounds, agrees, bounds, exact
from zhibi.facts.kinds import report_kind
from zhibi.figures.model import Quantity

_YEAR = 12  # months
_DAY = "天"


def months_of(ledger: LedgerIndex, total: Term) -> int | None:
    """How many months the period of a stated total has, more than one; None where it has none."""
    found = _months(ledger, total)
    return found[1] - found[0] + 1 if found and found[1] > found[0] else None


def days_of(ledger: LedgerIndex, total: Term) -> int | None:
    """How many days the period of a stated total has; None where it has none."""
    found = _months(ledger, total)
    if found is None:
        return None
    period = ledger.reading(total.entry).period
    year = (period and period.year) or ledger.facts.document.year
    return sum(monthrange(year, month)[1] for month in range(found[0], found[1] + 1))


def _months(ledger: LedgerIndex, total: Term) -> tuple[int, int] | None:
    if len(total.source.entries) != 1:
        return None
    period = ledger.reading(total.entry).period
    if period is None or period.point:
        return None
    if period.months is None:
        return (1, _YEAR) if period.year is not None else None
    return period.months


def ahead_of_time(
    ledger: LedgerIndex, quantity: Quantity, terms: Sequence[Term]
) -> Iterator[Computation]:
    """By how many points a rate is ahead of, or behind, the share of the year that has passed."""
    document = ledger.facts.document
    month = report_kind(document.kind, document.period).last_month
    passed = Fraction(100 * month, _YEAR)
    for term in terms:
        if term.quantity.unit == "%":
            size = bounds(term.quantity)
            ahead = Bounds(size.low - passed, size.high - passed)
            if agrees(ahead.size(), quantity):
                yield combine(f"{{0}} - {month} / {_YEAR}", (term,))


def of_all_days(
    ledger: LedgerIndex, quantity: Quantity, terms: Sequence[Term]
) -> Iterator[Computation]:
    """The share that some days have in those of their period, and the days that are left of it."""
    for term in terms:
        days = days_of(ledger, term) if term.here and term.quantity.unit == _DAY else None
        if days is None:
            continue
        if quantity.unit == _DAY and exact(quantity) + exact(term.quantity) == days:
            yield combine(f"{days} - {{0}}", (term,))
        size = bounds(term.quantity)
        part = Bounds(size.low / days, size.high / days).scaled(100)
        if quantity.unit == "%" and agrees(part, quantity):
            yield combine(f"{{0}} / {days}", (term,))
