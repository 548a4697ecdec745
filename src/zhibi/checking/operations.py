"""How a figure may follow from terms: as difference, quotient, product or total."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from zhibi.checking.computation import Computation, Term, combine
from zhibi.checking.cue_words import cue_pattern, word_choice
from zhibi.checking.ledger_index import kind_of
from zhibi.checking.match import Match
from zhibi.checking.reading.cues import phrase
from zhibi.checking.round_shares import is_about, is_round
from zhibi.checking.terms import pairs_of
from zhibi.facts.arithmetic import (
    Bounds,
    adds_up,
    agrees,
    bounds,
    exact,
    growth,
    is_plain,
)
from zhibi.figures.model import Quantity
from zhibi.figures.units import dimension
from zhibi.patterns import lazy_pattern

_COMPARED = lazy_pattern(r"(?:[比较]|前者|后者)[^，]*[多少]出?了?")
VACANT = lazy_pattern(word_choice("vacant"))
_EXCEEDING = (None, "超过", "超出")
"""What a difference may be told with that is no hedge: by how much (超出12吨)."""
_ANY_COUNT = "个"
_MONTHS = 12
_WHOLE = 100
_TELLING, _TELLING_SHARE = 2, 3
"""Digits of a count, and of a percentage, that no operation gives by chance."""
_MOST_LISTED = 4  # figures right before one of which it may be the sum without a word for it
_MOST_TERMS = 12  # of a total that a text computes


def differences(
    quantity: Quantity, terms: Sequence[Term], *, printed: bool = True
) -> Iterator[Computation]:
    """Differences that are the figure, exact ones before those that may be it as printed."""
    rough = []
    for a, b in pairs_of(terms):
        left = exact(a.quantity) - exact(b.quantity)
        hedged = a.quantity.hedge or b.quantity.hedge
        if left == exact(quantity) and quantity.hedge not in _EXCEEDING and not hedged:
            continue  # 差近9件, where it is just that
        if left > 0 and adds_up((b.quantity, quantity), a.quantity):
            if left == exact(quantity):
                yield combine("{0} - {1}", (a, b), signed=True)
            else:
                rough.append((a, b))
    for pair in rough if printed else ():
        yield combine("{0} - {1}", pair, signed=True)


def points_before(quantity: Quantity, terms: Sequence[Term]) -> Iterator[Computation]:
    """A rate of last year: this year's, and the points that it went (46% - 5个百分点)."""
    rates = [term for term in terms if term.quantity.unit == "%"]
    for change in (term for term in terms if term.quantity.kind == "pp"):
        for now in rates:
            if now.quantity.value - change.quantity.value == quantity.value:
                yield combine("{0} - {1}", (now, change))
            if now.quantity.value + change.quantity.value == quantity.value:
                yield combine("{0} + {1}", (now, change))


def remainders(quantity: Quantity, terms: Sequence[Term]) -> Iterator[Computation]:
    """What a percentage lacks to the whole (进度92%，离全部办结还差8个百分点)."""
    for term in terms:
        if term.here and exact(term.quantity) + exact(quantity) == _WHOLE:
            yield combine(f"{_WHOLE}% - {{0}}", (term,))


def quotients(
    quantity: Quantity,
    pairs: Iterable[tuple[Term, Term]],
    quotient: Callable[[Quantity, Quantity], Bounds | None],
    pattern: str = "{0} / {1}",
) -> Iterator[Computation]:
    """Quotients of pairs that the figure is as printed, or about, where it is a round one."""
    for a, b in pairs:
        result = quotient(a.quantity, b.quantity)
        if result is None:
            continue
        if agrees(result, quantity) or is_about(result, quantity):
            computed = combine(pattern, (a, b))
            beside = is_round(quantity) and a.here and b.here
            yield computed._replace(declared=False) if beside else computed


def products(quantity: Quantity, words: str, terms: Sequence[Term]) -> Iterator[Computation]:
    """A rate times what it is counted by (每亩1150元, 1200亩), or over the months of a year."""
    size = dimension(quantity.unit)
    if size == "count":
        yield from _all_of_each(quantity, words, terms)
        return
    by_month = "年" in words or "月" in words
    rates = [t for t in terms if t.here and dimension(t.quantity.unit) == size]
    for rate in rates:
        value = bounds(rate.quantity)
        if by_month and agrees(value.scaled(_MONTHS), quantity):
            yield combine(f"{{0}} * {_MONTHS}", (rate,))
        if by_month and agrees(Bounds(value.low / _MONTHS, value.high / _MONTHS), quantity):
            yield combine(f"{{0}} / {_MONTHS}", (rate,))
        for times in terms:
            other = dimension(times.quantity.unit)
            if times.here and other != size and is_numeric(times) and times.quantity.unit != "%":
                by = exact(times.quantity)
                if by <= 0:
                    continue
                product = Bounds(value.low * by, value.high * by)
                if agrees(product, quantity):
                    yield combine("{0} * {1}", (rate, times))
                if by_month and agrees(product.scaled(_MONTHS), quantity):
                    yield combine(f"{{0}} * {{1}} * {_MONTHS}", (rate, times))


def part_by_share(quantity: Quantity, words: str, terms: Sequence[Term]) -> Iterator[Computation]:
    """What a share told right before it comes to (保费432万元，财政补贴占70%，折合302.4万元)."""
    if not phrase("comes_to").search(words):
        return
    here = [term for term in terms if term.here]
    rate = next((t for t in here if t.quantity.unit == "%"), None)
    if rate is None:
        return
    for whole in here:
        if kind_of(whole.quantity) != kind_of(quantity):
            continue
        size, by = bounds(whole.quantity), exact(rate.quantity) / _WHOLE
        if agrees(Bounds(size.low * by, size.high * by), quantity):
            yield combine("{0} * {1}", (whole, rate))


def _all_of_each(quantity: Quantity, words: str, terms: Sequence[Term]) -> Iterator[Computation]:
    """What a count for each comes to for all (108名，每人每周20户，合计每周2160户)."""
    if not (cue_pattern("arithmetic", "total").search(words) or is_telling(quantity)):
        return
    here = [t for t in terms if t.here and dimension(t.quantity.unit) == "count"]
    for each in here:
        for times in here:
            counted = kind_of(quantity)
            if kind_of(each.quantity) != counted or kind_of(times.quantity) == counted:
                continue
            if exact(each.quantity) * exact(times.quantity) == exact(quantity):
                yield combine("{0} * {1}", (each, times))


def total_of_neighbours(quantity: Quantity, same: Sequence[Term]) -> Computation | None:
    """The sum of two, three, … neighbouring figures of the kind beside it, the nearest first."""
    even = [term for term in same if _step(term.quantity) == _step(quantity)]
    for terms in (even, same):
        for count in range(2, min(len(terms), _MOST_TERMS) + 1):
            for first in range(len(terms) - count + 1):
                used = terms[first : first + count]
                if quantity.hedge and _is_just(quantity, used):
                    continue  # 加起来超过27.46万平方米, where it is just that
                if adds_up([term.quantity for term in used], quantity):
                    return combine(" + ".join(f"{{{number}}}" for number in range(count)), used)
    return None


def left_of_one(quantity: Quantity, same: Sequence[Term], before: int) -> Computation | None:
    """What the last figure told leaves of the one before it, which its fact has (8户还在建)."""
    last = sorted((t for t in same if t.place < before), key=lambda t: -t.place)[:2]
    if len(last) < 2 or quantity.hedge or quantity.unit != last[0].quantity.unit:
        return None
    part, whole = last
    left = exact(whole.quantity) - exact(part.quantity)
    return combine("{0} - {1}", (whole, part), signed=True) if left == exact(quantity) else None


def left_of_whole(quantity: Quantity, same: Sequence[Term], before: int) -> Computation | None:
    """What two or more parts, told right before a figure, leave of their whole."""
    ahead = sorted((t for t in same if t.place < before), key=lambda t: -t.place)
    for whole in same:
        parts = [term for term in ahead if term is not whole][:_MOST_LISTED]
        for count in range(2, len(parts) + 1):
            if adds_up([quantity, *(term.quantity for term in parts[:count])], whole.quantity):
                slots = " - ".join(f"{{{number}}}" for number in range(count + 1))
                return combine(slots, [whole, *reversed(parts[:count])])
    return None


def _is_just(quantity: Quantity, used: Sequence[Term]) -> bool:
    """Whether figures without a hedge make exactly the one that has one."""
    if any(term.quantity.hedge for term in used):
        return False
    return sum(exact(term.quantity) for term in used) == exact(quantity)


def _step(quantity: Quantity) -> tuple[str, Decimal, int]:
    """What a printed figure counts by: those that count alike are added exactly."""
    return quantity.unit, quantity.scale, quantity.decimals


def listed_total(quantity: Quantity, match: Match, here: Sequence[Term]) -> Computation | None:
    """The sum of the figures right before it (引进18个、改自管12个，已有着落的30个)."""
    before = sorted((t for t in here if t.place < match.figure.start), key=lambda t: -t.place)
    run = [t for t in before[:_MOST_LISTED] if t.quantity.unit == quantity.unit]
    for count in range(2, len(run) + 1):
        parts = run[count - 1 :: -1]
        if run[:count] != before[:count] or not is_plain(quantity, *(t.quantity for t in parts)):
            return None
        if sum(exact(term.quantity) for term in parts) == exact(quantity):
            return combine(" + ".join(f"{{{number}}}" for number in range(count)), parts)
    return None


def more_than_compared(quantity: Quantity, words: str, terms: Sequence[Term]) -> Computation | None:
    """How many 个 more one count is than another, each in its own unit (64名, 58处，多6个).

    Which of them is the greater is not held against the words: their names are often alike.
    """
    if not (_COMPARED.search(words) or VACANT.search(words)):
        return None
    counts = [
        term._replace(quantity=replace(term.quantity, unit=quantity.unit))
        for term in terms
        if term.here
        and term.quantity.kind == quantity.kind
        and (quantity.unit == _ANY_COUNT or dimension(term.quantity.unit) == "count")
    ]
    found = first_of(differences(quantity, counts))
    return found._replace(signed=False) if found else None


def size_of_growth(now: Quantity, before: Quantity) -> Bounds | None:
    """The growth without its sign, as texts write it."""
    change = growth(now, before)
    return change.size() if change is not None else None


def first_of(found: Iterable[Computation]) -> Computation | None:
    """The first way that is found, or None."""
    return next(iter(found), None)


def is_numeric(term: Term) -> bool:
    """Whether a term is an amount, no time and no ordinal."""
    return kind_of(term.quantity) != "time" and term.quantity.kind != "ordinal"


def is_telling(quantity: Quantity) -> bool:
    """Whether a figure has digits enough that no operation gives it by chance."""
    digits = str(abs(quantity.value / quantity.scale)).replace(".", "").strip("0")
    least = _TELLING_SHARE if quantity.unit == "%" else _TELLING
    return len(digits) >= least and not quantity.hedge
