"""Shares: 百分之九十五, 三分之二, 1/3, 九成五, 一半, 3:1."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from zhibi.figures.dates import DASH
from zhibi.figures.model import Kind, Numerals
from zhibi.figures.numerals import NUMERALS, Number, chinese_value, number_at
from zhibi.figures.units import unit_at
from zhibi.patterns import lazy_pattern

_DASH = lazy_pattern(DASH)
_OF_HUNDRED = {"百": "%", "千": "‰", "万": "‱"}
_HALF = Decimal("0.5")
# 成 is a tenth (九成) unless it begins another word: 三成员, 五成套.
_TENTH = lazy_pattern(
    r" ?成(?![立员功果为本绩套长熟效型形片就交品色都批家人建])"
    r"(半|[一二三四五六七八九](?![个户人名项家十百千万]))?([多余])?"
)
_RATIO = lazy_pattern(r"[:：∶]([0-9０-９]{1,4})(?![0-9０-９])")

_RATIO_MARK = lazy_pattern("[:：∶]")
# The parts behind the first one of a proportion of three or more: 22.8:38.4:38.8.
_PROPORTION = lazy_pattern(
    r"(?:[:：∶][0-9０-９]{1,4}(?:[.．][0-9０-９]{1,4})?){2,9}(?![0-9０-９:：∶])"
)
_TO_ASCII = str.maketrans("０１２３４５６７８９．", "0123456789.")


class Reading(NamedTuple):
    """A measured value before its surroundings are read: sign, hedge and rate are still to come."""

    end: int
    value: Decimal
    unit: str
    kind: Kind
    high: Decimal | None = None
    hedge: str = ""
    scale: Decimal = Decimal(1)
    decimals: int = 0
    numerals: Numerals = "arabic"
    known: bool = True
    ratio: tuple[Decimal, ...] = ()


def share_at(text: str, at: int, number: Number) -> Reading | None:
    """The share whose first number is `number` at `at`, or None if it is no share."""
    following = text[number.end : number.end + 1]
    if following == "分":
        return _parts(text, at, number) if text.startswith("分之", number.end) else None
    if following == "/":
        return _slash(text, at, number)
    if following in (":", "：", "∶"):
        return _ratio(text, number)
    if following == "半" and number.value == 1 and text[at] == "一":
        return Reading(number.end + 1, _HALF, "", "fraction", decimals=1, numerals="chinese")
    if following in ("成", " ") and number.value <= 10 and not number.infix:
        return _tenths(text, number)
    return None


def _numeral_at(text: str, at: int) -> Number | None:
    return number_at(text, at) if text[at : at + 1] in NUMERALS and at < len(text) else None


def _parts(text: str, at: int, number: Number) -> Reading | None:
    start = number.end + 2
    negative = text.startswith("负", start)
    part = _numeral_at(text, start + negative)
    if part is None:
        return None
    unit = _OF_HUNDRED.get(text[at : number.end])
    if unit is None:
        if number.value == 0:
            return None
        return Reading(part.end, part.value / number.value, "", "fraction", numerals=part.numerals)
    value = -part.value if negative else part.value
    end, high = _share_range(text, part.end, value) or (part.end, part.high)
    return Reading(
        end, value, unit, "percent", high, part.infix, part.scale, part.decimals, part.numerals
    )


def _share_range(text: str, end: int, low: Decimal) -> tuple[int, Decimal] | None:
    """百分之三十到四十, 百分之三十一到百分之百."""
    dash = _DASH.match(text, end)
    if dash is None:
        return None
    repeated = text.startswith("百分之", dash.end())
    other = _numeral_at(text, dash.end() + (3 if repeated else 0))
    if other is None or other.value <= low:
        return None
    if not repeated and unit_at(text, other.end) is not None:
        return None
    return other.end, other.value


def _slash(text: str, at: int, number: Number) -> Reading | None:
    part = _numeral_at(text, number.end + 1)
    if part is None or not part.value or part.decimals or number.decimals:
        return None
    if text[part.end : part.end + 1] == "/" or (at and text[at - 1] == "/"):
        return None
    return Reading(part.end, number.value / part.value, "", "fraction", numerals=number.numerals)


def _ratio(text: str, number: Number) -> Reading | None:
    parts = _PROPORTION.match(text, number.end)
    if parts is not None:
        ratio = (number.value, *(_decimal(part) for part in _RATIO_MARK.split(parts[0])[1:]))
        return Reading(parts.end(), number.value, "", "other", ratio=ratio)
    match = _RATIO.match(text, number.end)
    if match is None or number.value >= 10000:
        return None
    other = number_at(text, match.start(1))
    if other is None or not other.value or other.end != match.end():
        return None
    return Reading(other.end, number.value / other.value, "", "fraction")


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.translate(_TO_ASCII))


def _tenths(text: str, number: Number) -> Reading | None:
    match = _TENTH.match(text, number.end)
    if match is None:
        return None
    end = match.end()
    value = number.value * 10
    more = match.group(1)
    if more is not None:
        value += 5 if more == "半" else chinese_value(more)
    high = None if number.high is None else number.high * 10
    dash = _DASH.match(text, end)
    other = _numeral_at(text, dash.end()) if dash is not None else None
    if other is not None and other.value > number.value:
        tenth = _TENTH.match(text, other.end)
        if tenth is not None:
            high, end = other.value * 10, tenth.end()
    hedge = match.group(2) or ""
    return Reading(end, value, "%", "percent", high, hedge, numerals=number.numerals)
