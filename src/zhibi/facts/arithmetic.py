"""Arithmetic of printed figures, for facts and texts alike, with the tolerance of their digits.

A printed figure stands for what lies within half a step of its last digit. A ratio of two rounded
figures is known only within bounds; a printed percentage is wrong only if it lies outside them.
Counts of people, things and days are exact. Figures written to the same digits add up exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from zhibi.figures.units import comparable, factor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.figures.model import Quantity

_EXACT_KINDS = frozenset({"count", "ordinal", "duration"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest exact value that a printed figure may have."""

    low: Fraction
    high: Fraction

    def meets(self, other: Bounds) -> bool:
        """Whether the two ranges overlap."""
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(self.low + other.low, self.high + other.high)

    def over(self, other: Bounds) -> Bounds:
        """The bounds of the quotient; both must be above zero."""
        return Bounds(self.low / other.high, self.high / other.low)

    def scaled(self, by: int, plus: int = 0) -> Bounds:
        """`by` times the bounds, and `plus` added; `by` must be above zero."""
        return Bounds(self.low * by + plus, self.high * by + plus)

    def size(self) -> Bounds:
        """The bounds of the absolute value of what lies on one side of zero."""
        return Bounds(-self.high, -self.low) if self.high < 0 else self


def bounds(quantity: Quantity) -> Bounds:
    """The bounds of a quantity in the base unit of its dimension."""
    by = Fraction(factor(quantity.unit))
    value = Fraction(quantity.value) * by
    step = Fraction(quantity.scale) / 10**quantity.decimals * by
    if quantity.kind in _EXACT_KINDS and quantity.scale == 1 and not quantity.decimals:
        return Bounds(value, value)
    return Bounds(value - step / 2, value + step / 2)


def exact(quantity: Quantity) -> Fraction:
    """The value in the base unit of its dimension."""
    return _exact(quantity.value, quantity.unit)


@lru_cache(maxsize=4096)
def _exact(value: Decimal, unit: str) -> Fraction:
    return Fraction(value) * Fraction(factor(unit))


def is_plain(*quantities: Quantity | None) -> bool:
    """Whether none is missing, a range or hedged: arithmetic is possible only without these."""
    return all(item is not None and item.high is None and not item.hedge for item in quantities)


def same_unit(left: Quantity, right: Quantity) -> bool:
    """Whether the units of the two can be compared."""
    return comparable(left.unit, right.unit) and left.per == right.per


def agrees(result: Bounds, written: Quantity) -> bool:
    """Whether a printed figure may be this result."""
    return result.meets(bounds(written))


def ratio(over: Quantity, under: Quantity) -> Bounds | None:
    """The quotient of two figures; None where it is not defined."""
    top, base = bounds(over), bounds(under)
    return top.over(base) if base.low > 0 and top.low >= 0 else None


def share(over: Quantity, under: Quantity) -> Bounds | None:
    """The quotient of two figures in percent; None where it is not defined."""
    quotient = ratio(over, under)
    return quotient.scaled(100) if quotient is not None else None


def growth(now: Quantity, before: Quantity) -> Bounds | None:
    """The change from `before` to `now` in percent, below zero for a fall; None if undefined."""
    quotient = ratio(now, before)
    return quotient.scaled(100, -100) if quotient is not None else None


def grew_by(now: Quantity, before: Quantity, by: Quantity, *, up: bool) -> bool:
    """Whether a quantity rose, or fell, by a percentage, as all three are printed."""
    change = growth(now, before)
    if change is None:
        return False
    rose = change if up else Bounds(-change.high, -change.low)
    return agrees(rose, by)


def adds_up(parts: Sequence[Quantity], whole: Quantity) -> bool:
    """Whether parts make a whole: exactly if all are written to the same digits, else in bounds."""
    total = sum((exact(part) for part in parts), Fraction(0))
    steps = {(one.scale * factor(one.unit), one.decimals) for one in (*parts, whole)}
    if total == exact(whole) or len(steps) == 1:
        return total == exact(whole)
    return agrees(total_of(parts), whole)


def total_of(parts: Sequence[Quantity]) -> Bounds:
    """The bounds of a sum."""
    return sum((bounds(part) for part in parts), Bounds(Fraction(0), Fraction(0)))


def percent(value: Fraction, decimals: int = 2) -> str:
    """A ratio as a percentage for messages."""
    return f"{float(value * 100):.{max(decimals, 2)}f}%"
