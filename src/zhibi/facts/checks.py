"""Relations that must hold between figures, as written under `checks`."""

from __future__ import annotations

import operator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from zhibi.facts.amounts import Amount, in_tail, round_exactly, same_kind, tail_of
from zhibi.facts.formula import Number, Reference, evaluate, parse_comparison
from zhibi.figures.quantity import parse_quantity

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhibi.facts.formula import Term
    from zhibi.facts.index import Figures
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


def check_failure(formula: str, figures: Figures, rounding: str) -> str:
    """Both sides of a relation that does not hold; empty where it holds.

    Where one side is a single printed figure, the other is rounded to its digits first.
    Raises FormulaError where the relation cannot be worked out.
    """
    comparison = parse_comparison(formula, figures.known)
    left = evaluate(comparison.left, figures.amount)
    right = evaluate(comparison.right, figures.amount)
    left, right = _without_base(left, right), _without_base(right, left)
    same_kind(left, right, "比较")
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
    return f"左边是{_shown(left)}，右边是{_shown(right)}"


def _without_base(amount: Amount, other: Amount) -> Amount:
    """An average whose base the other side does not print: 人均 is written 480.00元, not 元/人."""
    return replace(amount, per="") if amount.per and not other.per else amount


def _printed(term: Term, figures: Figures) -> Quantity | None:
    """The quantity of a side that is one figure or one number."""
    if isinstance(term, Reference):
        return figures.find(term.name).quantity
    if isinstance(term, Number):
        return parse_quantity(term.text)
    return None


def _rounded(amount: Amount, like: Quantity, rounding: str) -> Fraction:
    """The amount to the digits of a printed quantity, in that quantity's unit and scale."""
    value = in_tail(amount, tail_of(like))
    return Fraction(round_exactly(value, like.decimals, rounding))


def _shown(amount: Amount) -> str:
    value = in_tail(amount, amount.tail)
    text = f"{round_exactly(value, _MOST_DECIMALS, 'half-up'):f}".rstrip("0").rstrip(".")
    return f"{text or '0'}{amount.tail}"
