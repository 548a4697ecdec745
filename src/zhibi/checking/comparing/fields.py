"""A figure's fields compared one by one; the first that differs is told.

What neither side says is not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from zhibi.checking.comparing.change import compare_base, compare_direction, compare_earlier
from zhibi.checking.comparing.compared import Compared, Months
from zhibi.checking.comparing.kind import compare_rate, compare_role
from zhibi.checking.comparing.period import compare_date_year, compare_own_month, compare_period
from zhibi.checking.comparing.stage import compare_stage
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.match import Match
from zhibi.checking.violations import Violation
from zhibi.structure import Structure

_FIELDS: tuple[Callable[[Compared], Iterator[Violation]], ...] = (
    compare_direction,
    compare_earlier,
    compare_role,
    compare_base,
    compare_stage,
    compare_period,
    compare_own_month,
    compare_rate,
)


def own_periods(ledger: LedgerIndex, matches: Sequence[Match]) -> dict[int, set[Months]]:
    """By sentence, the months of the entries stated there that have a period of their own."""
    found: dict[int, set[Months]] = {}
    for match in matches:
        known = ledger.reading(match.entry) if match.entry is not None else None
        if known is not None and known.own_period and known.period and known.period.months:
            found.setdefault(match.sentence, set()).add(known.period.months)
    return found


def compare_fields(
    ledger: LedgerIndex, structure: Structure, match: Match, explained: set[Months]
) -> list[Violation]:
    """What the clause of a figure says otherwise than the entry that it states.

    `explained` are the months that other facts of the sentence have: opening it, they need not
    be those of an entry that only inherits the document's.
    """
    if match.entry is None:
        return []
    entry = ledger.entries[match.entry]
    given = Compared(
        ledger, structure, match, entry, match.reading, ledger.reading(match.entry), explained
    )
    if kind_of(match.figure.quantity) == "time":
        named = match.score >= ledger.scoring.named
        if match.figure.quantity.kind == "date" and entry.text and named:
            return list(compare_date_year(given))[:1] or list(compare_stage(given))
        return []
    inherited = [one.inherited for one in (match.reading.period, match.reading.base) if one]
    if given.in_place and not any(inherited):
        return []
    for compare in _FIELDS:
        found = list(compare(given))
        if found:
            return found[:1]
    return []
