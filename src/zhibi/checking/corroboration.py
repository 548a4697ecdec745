"""An exchange that the figures beside it refute is none.

The words around two figures may name each other's indicators better (果园2.35万亩里，
挂果的1.88万亩，占八成). Where a figure follows from one of them as they stand, by the
operation that its words name, and does not follow when the two change places, they stand where
they belong. A relation that holds either way (a sum, a difference of the two) proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from zhibi.checking.arithmetic import find_computation
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.match import Match
from zhibi.checking.verdicts import StatedEntries, Verdict, verdict_on
from zhibi.structure import Structure

_NEAR = 6
"""Figures before and after an exchange among which one may follow from it."""
_MOST_APART = 30
"""Figures of a line between the two of an exchange."""
_SHARES = ("percent", "pp")


def drop_refuted_exchanges(
    ledger: LedgerIndex,
    structure: Structure,
    matches: Sequence[Match],
    stated: StatedEntries,
) -> None:
    """Take back the exchanges that a figure beside them speaks against."""
    for at, match in enumerate(matches):
        other = _partner(matches, at)
        if other is None:
            continue
        first, last = max(0, at - _NEAR), min(len(matches), other + _NEAR + 1)
        near = matches[first:last]
        as_written = [verdict_on(ledger, _unsuspected(one), stated)[0] for one in near]
        exchanged = list(as_written)
        exchanged[at - first] = _in_place_of(match, matches[other])
        exchanged[other - first] = _in_place_of(matches[other], match)
        places = [n for n, one in enumerate(as_written) if _may_follow(one)]
        kept = _following(ledger, structure, as_written, places)
        if kept > _following(ledger, structure, exchanged, places):
            for one in (match, matches[other]):
                one.meant, one.exchanged = None, False


def _partner(matches: Sequence[Match], at: int) -> int | None:
    """The place of the later figure that one is thought to be exchanged with."""
    match = matches[at]
    if not match.exchanged:
        return None
    for number, other in enumerate(matches[at + 1 : at + _MOST_APART], at + 1):
        if other.exchanged and (other.entry, other.meant) == (match.meant, match.entry):
            return number
    return None


def _unsuspected(match: Match) -> Match:
    return match if match.meant is None else replace(match, meant=None, exchanged=False)


def _in_place_of(match: Match, other: Match) -> Verdict:
    """The verdict on a figure if it had the value of another one."""
    figure = replace(match.figure, quantity=other.figure.quantity)
    stated = replace(_unsuspected(match), figure=figure, entry=other.entry)
    return Verdict(stated, "stated", covers=other.entry)


def _may_follow(verdict: Verdict) -> bool:
    """Whether a figure may be worked out: no fact has it, or it is a share of something."""
    return verdict.covers is None or verdict.match.figure.quantity.kind in _SHARES


def _following(
    ledger: LedgerIndex, structure: Structure, verdicts: list[Verdict], places: Iterable[int]
) -> int:
    """How many of these figures follow from others."""
    found = (find_computation(ledger, structure, verdicts, at)[0] for at in places)
    return sum(one is not None and bool(one.entries) for one in found)
