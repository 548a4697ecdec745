"""Exact amounts: a quantity as a fraction with its unit, and the writing of an amount as text."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from zhibi.figures.quantity import parse_quantity
from zhibi.figures.units import comparable, factor
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from zhibi.figures.model import Quantity

_FORM = lazy_pattern(r"(#,##)?0(?:\.(0+))?(.*)")
_NOT_NUMBERS = frozenset({"date", "year", "period", "ordinal"})
_SCALES = {1_000: "千", 10_000: "万", 1_000_000: "百万", 10_000_000: "千万", 100_000_000: "亿"}
_MOST_DIGITS = 8


class FormulaError(ValueError):
    """A formula that cannot be parsed or evaluated; `hint` says in Chinese what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Amount(NamedTuple):
    """An exact value in a unit (“” for a pure number; percents are pure: 8.5% is 0.085).

    `per` is the unit that it was divided by (元 per 人); `written_unit` is the unit as
    written, with its scale (万元).
    """

    value: Fraction
    unit: str = ""
    per: str = ""
    written_unit: str = ""

    def in_base(self) -> Fraction:
        """The value in the base unit of its dimension."""
        return self.value * Fraction(factor(self.unit)) if self.unit else self.value


def amount_of(quantity: Quantity, direction: int = 0) -> Amount:
    """The exact amount of a quantity; `direction` is -1 for a growth that fell.

    Raises FormulaError for quantities that have no exact value: ranges, hedged figures, dates.
    """
    if quantity.kind in _NOT_NUMBERS:
        raise FormulaError(f"“{quantity.text}”不是可以计算的数", "换一个有数量的事实")
    if quantity.high is not None:
        raise FormulaError(f"“{quantity.text}”是范围，不能计算", "用确定的数来算")
    if quantity.hedge:
        raise FormulaError(
            f"“{quantity.text}”带“{quantity.hedge}”，是约数，不能精确计算", "用确定的数来算"
        )
    value = Fraction(quantity.value) * (direction or 1)
    if quantity.kind in {"percent", "pp"}:
        return Amount(value / 100, written_unit=quantity.unit)
    if quantity.kind in {"multiple", "fraction"}:
        return Amount(value, written_unit=quantity.unit if quantity.kind == "multiple" else "")
    return Amount(value, quantity.unit, quantity.per, unit_with_scale(quantity))


def require_same_unit(left: Amount, right: Amount, what: str) -> None:
    """Raise FormulaError if two amounts have different units; `what` names the operation."""
    same = left.unit == right.unit or (
        left.unit and right.unit and comparable(left.unit, right.unit)
    )
    if not same or left.per != right.per:
        units = f"“{_unit_text(left)}”与“{_unit_text(right)}”"
        raise FormulaError(f"{units}单位不同，不能{what}", "核对两项的单位，或换一项来算")


def _unit_text(amount: Amount) -> str:
    return f"{amount.unit or '纯数'}/{amount.per}" if amount.per else amount.unit or "纯数"


def unit_with_scale(quantity: Quantity) -> str:
    """The unit of a quantity with its scale: 万元, 亿元, 人, %."""
    return _SCALES.get(int(quantity.scale), "") + quantity.unit


def render(amount: Amount, form: str, rounding: str, form_field: str = " as ") -> str:
    """The amount as written in a form (`0.00%`, `#,##0.0万元`), rounded once.

    `form_field` is what the field that gives the form is called where the fault is told. Raises
    FormulaError.
    """
    match = _FORM.fullmatch(form.strip())
    if match is None:
        raise FormulaError(
            f"{form_field.strip()}“{form}”的写法不对",
            "写成 0.00%、0.0万元、0人 这样：几个零就是几位小数",
        )
    decimals = len(match[2] or "")
    unit = match[3] or amount.written_unit
    value = round_exactly(value_in_unit(amount, unit, form_field), decimals, rounding)
    return f"{value:{',' if match[1] else ''}f}{unit}"


def value_in_unit(amount: Amount, unit: str, form_field: str = " as ") -> Fraction:
    """The amount as a number of `unit` (%, 万元, 公里). Raises FormulaError as `render` does."""
    if not unit:
        return amount.value
    hint = f"改写{form_field}的单位"
    try:
        one = parse_quantity(f"1{unit}")
    except ValueError:
        raise FormulaError(f"不认识单位“{unit}”", "用常见的单位，如 %、万元、人、户") from None
    if one.kind in {"percent", "pp"}:
        if amount.unit:
            raise FormulaError(f"结果的单位是“{amount.unit}”，不能写成“{unit}”", hint)
        return amount.value * 100 / Fraction(one.value)
    if one.unit == amount.unit or (not amount.unit and one.kind == "multiple"):
        return amount.value / Fraction(one.value)
    if not amount.unit or not comparable(one.unit, amount.unit):
        shown = amount.unit or "纯数"
        raise FormulaError(f"结果的单位是“{shown}”，不能写成“{unit}”", hint)
    return amount.in_base() / (Fraction(factor(one.unit)) * Fraction(one.value))


def exact_digits(value: Fraction) -> int | None:
    """How many decimals write a value exactly; None where none do."""
    for digits in range(_MOST_DIGITS + 1):
        if (value * 10**digits).denominator == 1:
            return digits
    return None


def round_exactly(value: Fraction, decimals: int, rounding: str) -> Decimal:
    """A fraction rounded to decimals, half away from zero or half to even (GB/T 8170)."""
    scaled = abs(value) * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    up = twice > scaled.denominator or (
        twice == scaled.denominator and (rounding == "half-up" or whole % 2 == 1)
    )
    number = whole + up
    return Decimal(-number if value < 0 else number).scaleb(-decimals)


def format_like(value: Fraction, quantity: Quantity) -> str:
    """A value in the base unit, written in the unit and scale of `quantity`, for messages."""
    if quantity.kind in {"percent", "pp"}:
        scaled, unit = value, quantity.unit
    else:
        scaled = value / (Fraction(factor(quantity.unit)) * Fraction(quantity.scale))
        unit = unit_with_scale(quantity)
    digits = exact_digits(scaled)
    decimals = quantity.decimals + 2 if digits is None else digits
    return f"{round_exactly(scaled, decimals, 'half-up'):f}{unit}"
