"""Percentages that a text works out: growths, shares and rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, permutations

from zhibi.checking.calendar_days import of_all_days
from zhibi.checking.computation import Computation, Term, combine
from zhibi.checking.cue_words import cue_pattern, word_choice
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.match import Match
from zhibi.checking.mismatches import wrong_growth, wrong_share
from zhibi.checking.operations import (
    first_of,
    is_numeric,
    is_telling,
    points_before,
    quotients,
    remainders,
    size_of_growth,
)
from zhibi.checking.reading.cues import phrase
from zhibi.checking.round_shares import is_round
from zhibi.checking.terms import pairs_of
from zhibi.checking.violations import Violation
from zhibi.facts.arithmetic import (
    Bounds,
    agrees,
    bounds,
    exact,
    growth,
    share,
    total_of,
)
from zhibi.figures.model import Quantity
from zhibi.figures.units import dimension
from zhibi.patterns import lazy_pattern

_EARLIER = lazy_pattern(word_choice("earlier"))
_EARLIER_BASE = lazy_pattern(r"[比较](?:去年|上年|同期)[^，。]*[多少高低增减]")
_TAKEN = lazy_pattern(word_choice("taken"))
"""What is said of places (床位, 车位, 座位) that some have taken."""
_RATES = ("percent", "pp")
_THAN_TOLD = lazy_pattern(r"[比较][^，。；]{0,6}?的?\d")
"""Before a growth: what it is against is told beside it (比今年的2640万元再增360万元)."""
_OTHERS = lazy_pattern(word_choice("others"))
_NEAREST = 4
_LEVELS = 2
"""Levels told beside a growth of which it may be."""


def percentage(
    ledger: LedgerIndex, match: Match, quantity: Quantity, words: str, terms: Sequence[Term]
) -> tuple[Computation | None, Violation | None]:
    """How a percentage follows from its terms, or the mismatch that it shows."""
    counted = [t for t in terms if t.quantity.kind not in _RATES and is_numeric(t)]
    periods = list(_periods(ledger, counted))
    if (known := _last_years(match, quantity, terms)) is not None:
        return known, None
    than_before = is_round(quantity) and _EARLIER_BASE.search(words)
    own = words[: -len(match.reading.right[:4]) or None].rpartition("，")[2]
    grown = cue_pattern("arithmetic", "growth")
    shared = cue_pattern("arithmetic", "share").search(own) and not grown.search(own)
    if than_before or (grown.search(words) and not shared):
        found = first_of(quotients(quantity, periods, size_of_growth, "({0} - {1}) / {1}"))
        found = found or first_of(_growth_by_change(ledger, quantity, counted))
        if found is None and _THAN_TOLD.search(words):
            here = [(a, b) for a, b in pairs_of(counted) if a.here and b.here]
            found = first_of(quotients(quantity, here, size_of_growth, "({0} - {1}) / {1}"))
        if found or periods:
            return found, None if found else _wrong_growth(ledger, match, periods)
    before = first_of(points_before(quantity, terms))
    if before is not None and _EARLIER.search(words):
        return before, None
    share_said = cue_pattern("arithmetic", "share").search(words) or own.endswith("的")
    said = share_said or cue_pattern("arithmetic", "rate").search(words)
    compared = phrase("told_by").search(words[: -len(match.reading.right[:4]) or None])
    changed = match.reading.direction is not None and not match.reading.to_level
    changed = changed and not (compared and is_round(quantity))
    if (not share_said and changed) or not (said or is_telling(quantity) or is_round(quantity)):
        return None, None
    pairs = list(pairs_of(counted))
    if compared and is_round(quantity):
        here = [(a, b) for a, b in pairs if a.here and b.here]
        found = first_of(quotients(quantity, here, size_of_growth, "({0} - {1}) / {1}"))
        if found:
            return found, None
    if is_round(quantity):  # a round share is some quotient of related figures by chance
        pairs = [(a, b) for a, b in pairs if a.here and b.here] or pairs
    found = first_of(quotients(quantity, pairs, share)) or _share_of_sum(quantity, counted)
    if found is None and _TAKEN.search(words):
        found = first_of(_share_of_places(quantity, counted))
    if found is None and _OTHERS.search(own):
        found = first_of(remainders(quantity, [t for t in terms if t.quantity.unit == "%"]))
    found = found or first_of(of_all_days(ledger, quantity, terms))
    if found or not said or len(counted) < 2 or not pairs:
        return found, None
    return None, wrong_share(ledger, match, counted)


def _last_years(match: Match, quantity: Quantity, terms: Sequence[Term]) -> Computation | None:
    """Last year's rate, told as such: 比上年的89.4%提高5.2个百分点."""
    base = match.reading.base
    if "earlier" not in match.told or (base is not None and base.value == "比前年"):
        return None
    return first_of(points_before(quantity, terms))


def _periods(ledger: LedgerIndex, counted: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
    """The figures of two times, the later first, of which one may have grown from the other."""
    for a, b in pairs_of(counted):
        in_order = _is_previous(ledger, b, a) or b.earlier > a.earlier
        if in_order and growth(a.quantity, b.quantity) is not None:
            yield a, b


def parts_of_wholes(terms: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
    """Parts with their wholes of which the words name one and the text states the other."""
    counted = [term for term in terms if is_numeric(term) and term.quantity.kind not in _RATES]
    for part, whole in pairs_of(counted):
        if whole.here != part.here and exact(part.quantity) < exact(whole.quantity):
            yield part, whole


def _share_of_places(quantity: Quantity, counted: Sequence[Term]) -> Iterator[Computation]:
    """How many of the places beside it are taken, each counted in a word of its own."""
    here = [t for t in counted if t.here and dimension(t.quantity.unit) == "count"]
    for taken, places in permutations(here[:_NEAREST], 2):
        if taken.quantity.value <= places.quantity.value and not taken.change:
            same = taken._replace(quantity=replace(taken.quantity, unit=places.quantity.unit))
            yield from quotients(quantity, [(same, places)], share)


def _growth_by_change(
    ledger: LedgerIndex, quantity: Quantity, counted: Sequence[Term]
) -> Iterator[Computation]:
    """The growth that a level and its change have (8600亩，增加1100亩，增幅14.7%).

    The change is told beside the level, or its fact says it.
    """
    here = [term for term in counted if term.here][:_LEVELS]
    known = [term for term in counted if not term.here and _is_change(ledger, term)]
    for now, change in [*pairs_of(here), *((a, b) for a in here for b in known)]:
        of_fact = not change.here and _is_of_one_fact(ledger, now, change)
        if not (change.change or of_fact) or kind_of(now.quantity) != kind_of(change.quantity):
            continue
        level, by = bounds(now.quantity), bounds(change.quantity)
        if by.low <= 0 or level.low <= by.high:
            continue
        before = Bounds(level.low - by.high, level.high - by.low)
        if agrees(by.over(before).scaled(100), quantity):
            yield combine("{1} / ({0} - {1})", (now, change))
        if agrees(by.over(level + by).scaled(100), quantity):
            yield combine("{1} / ({0} + {1})", (now, change))


def _is_change(ledger: LedgerIndex, term: Term) -> bool:
    return term.entry >= 0 and "change" in ledger.known_as(term.entry)


def _is_of_one_fact(ledger: LedgerIndex, one: Term, other: Term) -> bool:
    facts = {ledger.entries[term.entry].fact_id for term in (one, other) if term.entry >= 0}
    return len(facts) == 1 and one.entry >= 0


def _wrong_growth(
    ledger: LedgerIndex, match: Match, periods: Sequence[tuple[Term, Term]]
) -> Violation | None:
    """A mismatch with this and last year's figure of one indicator, not with any two beside it."""
    known = [(a, b) for a, b in periods if _is_previous(ledger, b, a)]
    return wrong_growth(ledger, match, *known[0]) if known else None


def _share_of_sum(quantity: Quantity, terms: Sequence[Term]) -> Computation | None:
    """The share of one part in the sum of all, or of two together in the whole before them."""
    here = [term for term in terms if term.here]
    for whole in here:
        parts = [
            t for t in here if t is not whole and kind_of(t.quantity) == kind_of(whole.quantity)
        ]
        for first, second in combinations(parts, 2):
            together, size = total_of((first.quantity, second.quantity)), bounds(whole.quantity)
            if 0 < together.high <= size.low and agrees(together.over(size).scaled(100), quantity):
                return combine("({0} + {1}) / {2}", (first, second, whole))
        for count in range(1, len(parts) + 1):
            run = [whole, *parts[:count]]
            size = total_of([term.quantity for term in run])
            part = bounds(whole.quantity)
            if part.low > 0 and agrees(part.over(size).scaled(100), quantity):
                slots = " + ".join(f"{{{number}}}" for number in range(len(run)))
                return combine(f"{{0}} / ({slots})", run)
    return None


def _is_previous(ledger: LedgerIndex, old: Term, new: Term) -> bool:
    before, now = ledger.entries[old.entry], ledger.entries[new.entry]
    if before.fact_id == now.fact_id and before.role == "previous":
        return now.role == "value"
    return before.status == "last_year" != now.status and before.name[-2:] == now.name[-2:]
