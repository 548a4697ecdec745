"""A quantity written out: the inverse of reading one.

Number forms follow GB/T 15835—2011: only 万 and 亿 stand behind Arabic digits (5.2.5), both ends of
a range carry 万, 亿, % and money units (5.1.3), a rising range is joined by ～ or —.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from zhibi.chinese_numerals import CHINESE_DIGITS, chinese_numeral
from zhibi.figures.hedges import hedge_table
from zhibi.figures.model import TIME_KINDS, Day, Quantity
from zhibi.figures.numerals import scaled
from zhibi.figures.units import unit_table

_SCALES = {Decimal(10**4): "万", Decimal(10**8): "亿", Decimal(10**12): "万亿"}
_LARGEST_DENOMINATOR = 10_000


def decimal_text(value: Decimal) -> str:
    """A decimal without an exponent: 45216000, 0.5, 480.00."""
    return format(value, "f")


def without_zeros(value: Decimal) -> str:
    """A decimal without exponent or trailing zeros: 45216000, 0.5, 98.5."""
    text = decimal_text(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def render(quantity: Quantity) -> str:
    """The quantity as one writes it, hedge included; `parse_quantity` reads it back."""
    if quantity.kind in TIME_KINDS and quantity.date is not None:
        return _lead(quantity) + _period(quantity)
    hedge = quantity.hedge
    known = hedge_table().by_word.get(hedge) if hedge else None
    infix = hedge if known is not None and known.place == "infix" and hedge else ""
    body = _body(quantity, infix)
    if hedge and known is not None and known.place == "before":
        return hedge + body
    if hedge and known is not None and known.place == "after":
        return body + hedge
    return body


def _body(quantity: Quantity, infix: str) -> str:
    value = quantity.value
    if quantity.kind == "fraction":
        share = Fraction(value).limit_denominator(_LARGEST_DENOMINATOR)
        return f"{chinese_numeral(share.denominator)}分之{chinese_numeral(share.numerator)}"
    if quantity.kind == "percent" and quantity.numerals == "chinese":
        return f"百分之{_number(quantity, value)}"
    unit = quantity.unit
    if quantity.per:
        unit = f"{unit}/{quantity.per}"
    sign = "-" if value < 0 else ""
    low = sign + _number(quantity, abs(value)) + infix
    if quantity.kind == "ordinal" and unit not in _places():
        return f"第{low}{unit}"
    if quantity.high is None:
        return low + unit
    return f"{low}{unit}～{_number(quantity, quantity.high)}{unit}"


def _places() -> frozenset[str]:
    """Units that make an ordinal without 第: 三楼, 二星, 一等奖."""
    units = unit_table().by_spelling.values()
    return frozenset(unit.name for unit in units if unit.dimension == "ordinal")


def _number(quantity: Quantity, value: Decimal) -> str:
    scale = _SCALES.get(quantity.scale, "")
    small = scaled(value, Decimal(1).scaleb(-quantity.scale.adjusted())) if scale else value
    if quantity.numerals != "chinese":
        return decimal_text(small.quantize(Decimal(1).scaleb(-quantity.decimals))) + scale
    whole = int(small)
    if whole == 2 and small == 2 and (quantity.kind == "count" or scale):
        return "两" + scale
    written = chinese_numeral(whole)
    if quantity.decimals:
        digits = decimal_text(small.quantize(Decimal(1).scaleb(-quantity.decimals)))
        written += "点" + "".join(CHINESE_DIGITS[int(digit)] for digit in digits.split(".")[1])
    return written + scale


def _lead(quantity: Quantity) -> str:
    """The words in front of a time; 前10个月 is written as 1月至10月, without 前."""
    return quantity.lead if quantity.unit == "季度" else quantity.lead.rstrip("前头")


def _period(quantity: Quantity) -> str:
    if quantity.unit == "半年":
        return "上半年" if quantity.value == 1 else "下半年"
    chinese = quantity.numerals == "chinese"
    if quantity.unit == "季度":
        high = f"至{chinese_numeral(int(quantity.high))}" if quantity.high is not None else ""
        return f"{chinese_numeral(int(quantity.value))}{high}季度{quantity.part}"
    start = quantity.date or (None, None, None)
    if quantity.until is None:
        return _date(start, chinese) + quantity.part
    until = quantity.until
    if start[0] == until[0]:
        until = (None, *until[1:])
    return f"{_date(start, chinese)}至{_date(until, chinese)}{quantity.part}"


def _date(date: Day, chinese: bool) -> str:
    written = ""
    for number, unit in zip(date, ("年", "月", "日"), strict=True):
        if number is None:
            continue
        if not chinese:
            written += f"{number}{unit}"
        elif unit == "年":
            written += "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number)) + unit
        else:
            written += chinese_numeral(number) + unit
    return written
