"""Bounds of a printed figure: half a step of its last digit on either side.

A ratio of two rounded figures is known only within bounds; a printed percentage is wrong only if
it lies outside them. Counts of people, things and days are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from zhibi.figures.units import comparable, factor

if TYPE_CHECKING:
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
    return Fraction(quantity.value) * Fraction(factor(quantity.unit))


def is_plain(*quantities: Quantity | None) -> bool:
    """Whether none is missing, a range or hedged: arithmetic is possible only without these."""
    return all(item is not None and item.high is None and not item.hedge for item in quantities)


def same_unit(left: Quantity, right: Quantity) -> bool:
    """Whether the units of the two can be compared."""
    return comparable(left.unit, right.unit) and left.per == right.per


def percent(value: Fraction, decimals: int = 2) -> str:
    """A ratio as a percentage for messages."""
    return f"{float(value * 100):.{max(decimals, 2)}f}%"
