"""Rates and averages that do not follow from the figures beside them (N201, N202)."""

from __future__ import annotations

from collections.abc import Sequence

from zhibi.checking.averages import counted_by
from zhibi.checking.computation import Term
from zhibi.checking.cue_words import cue_pattern
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.match import Match
from zhibi.checking.violations import Violation, quoted
from zhibi.facts.amounts import format_like
from zhibi.facts.arithmetic import exact, percent, ratio, share
from zhibi.figures.units import dimension

_WHOLE = 100


def wrong_growth(ledger: LedgerIndex, match: Match, new: Term, old: Term) -> Violation:
    """N201: a growth that the two figures do not have."""
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


def wrong_average(
    ledger: LedgerIndex, match: Match, words: str, terms: Sequence[Term]
) -> Violation | None:
    """An average is that of the nearest total in its unit over the nearest count beside it."""
    quantity, figure = match.figure.quantity, match.figure
    if not cue_pattern("arithmetic", "average").search(words):
        return None
    here = [term for term in terms if term.here and kind_of(term.quantity) != "time"]
    unit = dimension(quantity.unit)
    total = next((t for t in here if dimension(t.quantity.unit) == unit), None)
    count = next((t for t in here if dimension(t.quantity.unit) == "count"), None)
    by = counted_by(words)
    if count is not None and by is not None and by not in _called(ledger, count):
        return None  # 月均, 每场 beside a count of something else
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


def _called(ledger: LedgerIndex, term: Term) -> str:
    """The unit of a term with what its entry is called; persons have several units."""
    persons = "人" if term.quantity.unit in ("名", "位") else ""
    return term.quantity.unit + persons + ledger.entries[term.entry].label


def wrong_share(ledger: LedgerIndex, match: Match, terms: Sequence[Term]) -> Violation | None:
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
    if figure.quantity.value > _WHOLE:
        low, high = high, low  # 超额完成: the target is the lower
    true = percent(exact(low.quantity) / exact(high.quantity), figure.quantity.decimals)
    return Violation.at(
        figure,
        "N202",
        f"“{figure.text}”与两项数对不上：{low.quantity.text} / {high.quantity.text} = {true}",
        "核对分子、分母，率照事实写",
        None,
        (ledger.entries[low.entry].id, ledger.entries[high.entry].id),
    )
