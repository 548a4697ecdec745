"""The two sides of a comparison: figures told nearby, by their names, or figures of the facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from zhibi.checking.bigrams import bigrams
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.verdicts import Verdict
from zhibi.data_files import read_data
from zhibi.facts.arithmetic import exact
from zhibi.figures.hedges import meaning
from zhibi.figures.model import TIME_KINDS, Quantity
from zhibi.figures.units import comparable, factor
from zhibi.patterns import lazy_pattern
from zhibi.text import is_han

_FAR = Fraction(10**18)
_ABOUT, _UNDER, _OVER = Fraction(7, 100), Fraction(2, 10), Fraction(2, 10)
_MARKS = lazy_pattern(r"[，。；：:、（）()]")


@cache
def comparing(name: str) -> re.Pattern[str]:
    """One of the patterns of `comparing.yaml`."""
    return re.compile(read_data("checking", "comparing")[name])


class Side(NamedTuple):
    """One side of a comparison: its quantity, the least and greatest that it may be, its words.

    `start` is its place in the text, -1 where only the facts have it; `entry` is its entry.
    """

    quantity: Quantity
    low: Fraction
    high: Fraction
    names: str = ""
    start: int = -1
    end: int = -1
    sentence: int = -1
    entry: int | None = None
    earlier: bool = False
    worked_out: bool = False

    @property
    def is_told(self) -> bool:
        """Whether the text states it."""
        return self.start >= 0


def side_of(quantity: Quantity, **more: object) -> Side:
    """A side with the bounds that the quantity's hedge leaves."""
    value = exact(quantity)
    low = high = value
    way = meaning(quantity.hedge) if quantity.hedge else None
    step = Fraction(10) ** int(quantity.value.normalize().as_tuple().exponent)
    step = min(step * Fraction(factor(quantity.unit)), abs(value) * _OVER)
    if way == "over":
        high = value + step
    elif way == "under":
        low = value * (1 - _UNDER)
    elif way == "about":
        low, high = value * (1 - _ABOUT), value * (1 + _ABOUT)
    elif way == "at_least":
        high = _FAR
    elif way == "at_most":
        low = Fraction(0)
    return Side(quantity, low, high, **more)  # type: ignore[arg-type]


def greater(one: Side, other: Side) -> int:
    """+1 or -1 as one side is more or less than another, 0 where that is not known."""
    if one.low > other.high or (one.low == other.high and one.high > other.high):
        return 1
    if one.high < other.low or (one.high == other.low and one.low < other.low):
        return -1
    return 0


def are_comparable(one: Quantity, other: Quantity) -> bool:
    """Whether the two are measured alike; points are no percentages."""
    if one.kind in TIME_KINDS or other.kind in TIME_KINDS or one.high or other.high:
        return False
    return comparable(one.unit, other.unit) and (one.kind == "pp") == (other.kind == "pp")


def told_sides(
    ledger: LedgerIndex, text: str, verdicts: Iterable[Verdict], since: int
) -> list[Side]:
    """The proved figures of some sentences in order, with the words that name each."""
    found: list[Side] = []
    at = since
    for verdict in verdicts:
        figure = verdict.match.figure
        before = _MARKS.split(text[max(at, since) : figure.start])
        at = figure.end
        if figure.quantity.kind in TIME_KINDS or figure.quantity.kind == "ordinal":
            continue
        entry = verdict.covers
        if (entry is None and verdict.computation is None) or figure.quantity.high:
            continue
        own = next((part for part in reversed(before[-2:]) if any(map(is_han, part))), "")
        label = ""
        if entry is not None:
            known = ledger.entries[entry]
            label = "，".join([_MARKS.split(known.label)[0], *known.aliases])
        found.append(
            side_of(
                figure.quantity,
                names=f"{own}，{verdict.match.reading.right}，{label}",
                start=figure.start,
                end=figure.end,
                sentence=verdict.match.sentence,
                entry=entry,
                earlier="earlier" in verdict.match.told
                or (entry is not None and "earlier" in ledger.known_as(entry)),
                worked_out=entry is None,
            )
        )
    return found


def named(words: str, sides: Sequence[Side], *, latest: bool = False) -> Side | None:
    """The side that some words name better than any other; None where none or several are.

    With `latest`, the last of several.
    """
    words = _MARKS.sub("", words)
    pairs = bigrams(words)
    if not pairs:
        return None
    head = words[-2:]
    scores = [
        (sum(pair in side.names for pair in pairs) + (head in side.names), side) for side in sides
    ]
    top = max((score for score, _ in scores), default=0)
    best = [side for score, side in scores if score == top]
    if top < 1 or (not latest and len({(one.low, one.high) for one in best}) != 1):
        return None
    return best[-1]


def named_in_facts(ledger: LedgerIndex, words: str, like: Quantity) -> Side | None:
    """The one figure of the facts that some words name and that can be compared with another."""
    kind = kind_of(like)
    scores = ledger.labels.scores(dict.fromkeys(bigrams(words), 1.0), [kind])
    ranked = sorted(scores, key=lambda number: -scores[number])
    if not ranked or scores[ranked[0]] < ledger.scoring.named:
        return None
    if len(ranked) > 1 and scores[ranked[1]] > scores[ranked[0]] - ledger.scoring.tie:
        return None
    return of_entry(ledger, ranked[0])


def of_entry(ledger: LedgerIndex, number: int, *, told: bool = False) -> Side | None:
    """A figure of the facts that may be printed, or that the text itself works with."""
    entry = ledger.entries[number]
    if (entry.show not in ("must", "may") and not told) or entry.quantity.high:
        return None
    earlier = "earlier" in ledger.known_as(number)
    return side_of(entry.quantity, names=entry.label, entry=number, earlier=earlier)


def of_role(ledger: LedgerIndex, side: Side, role: str) -> Side | None:
    """Last year's figure, or the target, of the indicator whose value a side is."""
    if side.entry is None:
        return None
    entry = ledger.entries[side.entry]
    if entry.role in ("growth", role):
        return None
    number = ledger.number.get(f"{entry.fact_id}.{role}")
    return of_entry(ledger, number) if number is not None else None
