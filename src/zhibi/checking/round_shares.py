"""Shares told in round words (一半, 八成多, 三分之一), and the results that they may stand for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from zhibi.checking.cue_words import word_choice
from zhibi.checking.ledger_index import kind_of
from zhibi.facts.arithmetic import Bounds, exact
from zhibi.figures.hedges import admits, meaning
from zhibi.figures.model import Quantity
from zhibi.patterns import lazy_pattern

ABOUT = Fraction(1, 10)  # how far from it a hedged share may be
EVEN = Fraction(1, 20)  # how far from it one without a hedge may be
_TENTH, _HALF = 10, 50
_HEDGED_BEFORE = lazy_pattern(f"({word_choice('beyond')})[^，。；]+的$")


def with_hedge(quantity: Quantity, clause: str) -> Quantity:
    """A round share with the hedge that stands before its whole (不到设计5600米的八成)."""
    apart = _HEDGED_BEFORE.search(clause)
    if apart is None or quantity.hedge or not is_round(quantity):
        return quantity
    return replace(quantity, hedge=apart[1])


def as_percent(quantity: Quantity) -> Quantity:
    """A fraction (一半, 四分之三) as the percentage that it is."""
    if quantity.kind != "fraction":
        return quantity
    return replace(quantity, value=quantity.value * 100, unit="%", kind="percent")


def is_round(quantity: Quantity) -> bool:
    """Whether a percentage is told in words (一半, 八成)."""
    return quantity.numerals == "chinese" and kind_of(quantity) == "%"


def _is_tenths(quantity: Quantity) -> bool:
    """Whether it is told in whole tenths (八成多, 不到一成): the hedge leaves the next one open."""
    return is_round(quantity) and exact(quantity) % _TENTH == 0


def is_about(result: Bounds, written: Quantity) -> bool:
    """Whether a hedged share (四成以上, 近四分之三) may be this result."""
    if written.hedge and written.unit == "倍":
        return admits(written.hedge, written, replace(written, value=_decimal(result.low)))
    if kind_of(written) != "%" or not written.value:
        return False
    if not written.hedge:
        return is_round(written) and abs(result.low - exact(written)) <= EVEN * exact(written)
    size = exact(written)
    reach = 2 * _TENTH if size == _HALF else _TENTH
    if _is_tenths(written) and 0 < abs(result.low - size) < reach:
        if meaning(written.hedge) in ("over", "at_least"):
            return result.low > size
        if meaning(written.hedge) in ("under", "at_most"):
            return result.low < size
    if not abs(result.low - size) <= size * ABOUT:
        return False
    way = meaning(written.hedge)
    if way in ("over", "at_least"):
        return result.high >= size
    if way in ("under", "at_most", "near"):
        return result.low <= size
    return True


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
