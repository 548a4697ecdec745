"""Evaluates the relations under `checks`."""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import TYPE_CHECKING

from zhibi.facts.amounts import (
    Amount,
    require_same_unit,
    round_exactly,
    unit_with_scale,
    value_in_unit,
)
from zhibi.facts.formula import Number, Reference, evaluate, parse_comparison
from zhibi.figures.quantity import parse_quantity

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhibi.facts.entry_index import EntryIndex
    from zhibi.facts.formula import Term
    from zhibi.figures.model import Quantity

_RELATIONS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MOST_DECIMALS = 4


def check_failure(formula: str, figures: EntryIndex, rounding: str) -> str:
    """Both sides of a relation that does not hold; empty if it holds.

    If one side is a single printed figure, the other is rounded to its digits first.
    Raises FormulaError if the relation cannot be evaluated.
    """
    comparison = parse_comparison(formula, figures.known)
    left = evaluate(comparison.left, figures.amount)
    right = evaluate(comparison.right, figures.amount)
    left, right = _without_base(left, right), _without_base(right, left)
    require_same_unit(left, right, "比较")
    printed = _printed(comparison.left, figures), _printed(comparison.right, figures)
    holds = _RELATIONS[comparison.relation]
    if printed[1] is not None and printed[0] is None:
        compared = _rounded(left, printed[1], rounding), _rounded(right, printed[1], rounding)
    elif printed[0] is not None and printed[1] is None:
        compared = _rounded(left, printed[0], rounding), _rounded(right, printed[0], rounding)
    else:
        compared = left.in_base(), right.in_base()
    if holds(*compared):
        return ""
    return f"左边是{_amount_text(left)}，右边是{_amount_text(right)}"


def _without_base(amount: Amount, other: Amount) -> Amount:
    """Drop the divisor's unit if the other side has none: 人均 is written 480.00元, not 元/人."""
    return amount._replace(per="") if amount.per and not other.per else amount


def _printed(term: Term, figures: EntryIndex) -> Quantity | None:
    """The quantity of a side that is one figure or one number."""
    if isinstance(term, Reference):
        return figures.find(term.name).quantity
    if isinstance(term, Number):
        return parse_quantity(term.text)
    return None


def _rounded(amount: Amount, like: Quantity, rounding: str) -> Fraction:
    """The amount to the digits of a printed quantity, in that quantity's unit and scale."""
    value = value_in_unit(amount, unit_with_scale(like))
    return Fraction(round_exactly(value, like.decimals, rounding))


def _amount_text(amount: Amount) -> str:
    value = value_in_unit(amount, amount.written_unit)
    text = f"{round_exactly(value, _MOST_DECIMALS, 'half-up'):f}".rstrip("0").rstrip(".")
    return f"{text or '0'}{amount.written_unit}"
