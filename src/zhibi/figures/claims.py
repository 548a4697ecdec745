"""One claim, read where it begins: number, unit, range, rate, sign and hedge.

`claim_at` is called on the first numeral of an expression. It returns where the claim ends and what
it says; whether the numeral is a claim at all is decided by the scanner.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from zhibi.data_files import read_data
from zhibi.figures.dates import DASH, date_at
from zhibi.figures.hedges import hedge_after, hedge_before, hedge_of_verb
from zhibi.figures.measure import Measure, concentration, measure_at, rate_before, rate_behind
from zhibi.figures.model import Quantity
from zhibi.figures.numeral_characters import VULGAR
from zhibi.figures.numerals import ARABIC_DIGITS, NUMERALS, Number, number_at, scaled
from zhibi.figures.shares import Reading, share_at
from zhibi.figures.units import comparable
from zhibi.patterns import lazy_pattern

_DATE_MARKS = frozenset("年月日号季时点-－/.．—–~～―−至到、和与及:： ")
_SHARE_MARKS = frozenset("分/:：∶半成 ")
_DASH_MARKS = frozenset("-－—–~～―−至到 ")
_DASH = lazy_pattern(DASH)
_HALF = Decimal("0.5")
# 3、4个: two neighbouring digits as an approximate number, with these measure words only.
_LOOSE_PAIR = lazy_pattern(r"([1-8])、([2-9])(?=[个家户人名次天年处件项场条万])")

_LIST_MARKS = frozenset("、和与及")
_LONGEST_LIST = 9
_ARABIC = frozenset(ARABIC_DIGITS)
# 3元1角5分 is one sum.
_SMALL_MONEY = lazy_pattern(
    "(?:([0-9０-９一二两三四五六七八九])[角毛])?零?(?:([0-9０-９一二两三四五六七八九])分(?![之钟类批别为成]))?"
)
_TENTHS = "角"


class Claim(NamedTuple):
    """A claim: its span, its quantity, and whether its unit is a known one."""

    start: int
    end: int
    quantity: Quantity
    known: bool


def claim_at(text: str, at: int, floor: int = 0) -> Claim | None:
    """The claim whose number begins at `at`; None if there is no numeral.

    `floor` is the end of the figure before: a dash right behind it is no minus sign.
    """
    number = number_at(text, at)
    if number is None:
        return None
    following = text[number.end : number.end + 1]
    reading: Reading | None = None
    if following:
        months = following == "个" and text.startswith("个月", number.end)
        if (following in _DATE_MARKS or months) and not number.infix:
            dated = date_at(text, at)
            if dated is not None:
                quantity = dated.quantity(text[at : dated.end], hedge_after(text, dated.end))
                return Claim(at, dated.end, quantity, known=True)
        if following in _SHARE_MARKS:
            reading = share_at(text, at, number)
    if reading is None:
        reading = _shared(text, number) if following and following in _LIST_MARKS else None
    if reading is None:
        reading = _measured(text, at, number)
    return _complete(text, at, reading, floor)


def _shared(text: str, number: Number) -> Reading | None:
    """A number of a list whose unit comes at the end: 2.16和1.66个百分点, 1、2和3万元.

    Only digits share a unit, and a scale only with smaller numbers before it; 3、4个 is one
    approximate number.
    """
    if number.numerals != "arabic" or number.infix or number.high is not None:
        return None
    pair = _LOOSE_PAIR.match(text, number.end - 1) if number.value < 10 else None
    if pair is not None and int(pair.group(2)) == int(pair.group(1)) + 1:
        return None
    end = number.end
    for _ in range(_LONGEST_LIST):
        if text[end : end + 1] not in _LIST_MARKS or end + 1 >= len(text):
            return None
        if text[end + 1] not in _ARABIC:
            return None
        last = number_at(text, end + 1)
        if last is None or last.infix:
            return None
        measure = measure_at(text, last.end, "")
        if measure.known and measure.kind not in ("duration", "ordinal", "multiple"):
            return _as_in(number, last, measure)
        end = last.end
    return None


def _as_in(number: Number, last: Number, measure: Measure) -> Reading:
    """`number` with the unit, and where it is smaller the scale, of the last of its list."""
    value, scale = number.value, number.scale
    if last.scale > 1 and value < last.value:
        value, scale = scaled(value, last.scale), last.scale
    unit, kind = measure.unit, measure.kind
    return Reading(number.end, value, unit, kind, None, "", scale, number.decimals, number.numerals)


def _measured(text: str, at: int, number: Number) -> Reading:
    """A number with its unit, and the upper end of a range if one follows."""
    pair = _LOOSE_PAIR.match(text, at) if text[number.end : number.end + 1] == "、" else None
    if pair is not None and int(pair.group(2)) == int(pair.group(1)) + 1:
        second = number_at(text, pair.start(2)) or number
        number = second._replace(value=number.value * second.scale, high=second.value)
    measure = measure_at(text, number.end, number.infix, number.decimals > 0)
    value, high, last = number.value, number.high, number
    if text[measure.end : measure.end + 1] in _DASH_MARKS or not measure.known:
        upper = _upper(text, at, number, measure)
        if upper is not None:
            value, last, measure = upper
            high = last.value
    if number.decimals and measure.unit == "个" and text.startswith("点", measure.end):
        measure = Measure(measure.end + 1, "百分点", "pp")  # 提高2.3个点
    decimals = max(number.decimals, last.decimals)
    if high is None and not number.decimals and not measure.hedge:
        small = _small_money(text, measure)
        if small is not None:
            end, part, decimals = small
            value, measure = value + part, measure._replace(end=end)
    if not measure.unit and text[number.end - 1] in VULGAR:
        measure = measure._replace(kind="fraction")
    if measure.half:
        value, decimals = value + _HALF, 1
    return Reading(
        measure.end,
        value,
        measure.unit,
        measure.kind,
        high,
        last.infix or measure.hedge,
        last.scale,
        decimals,
        number.numerals if number.numerals == last.numerals else "mixed",
        measure.known,
    )


def _small_money(text: str, measure: Measure) -> tuple[int, Decimal, int] | None:
    """What 角 and 分 add behind 元, 分 behind 角: where they end, and with how many decimals."""
    if measure.unit not in ("元", _TENTHS):
        return None
    found = _SMALL_MONEY.match(text, measure.end)
    if found is None or found.end() == measure.end or (measure.unit == _TENTHS and found[1]):
        return None
    tenths, hundredths = (number_at(text, found.start(n)) if found[n] else None for n in (1, 2))
    part = (tenths.value / 10 if tenths else 0) + (hundredths.value / 100 if hundredths else 0)
    if measure.unit == _TENTHS:
        return found.end(), Decimal(part) * 10, 1
    return found.end(), Decimal(part), 2 if hundredths else 1


_WEEK = ("周", "星期", "礼拜")
"""What stands before the number of a day of the week."""


def _upper(
    text: str, at: int, number: Number, measure: Measure
) -> tuple[Decimal, Number, Measure] | None:
    """The lower value, the upper number and its unit: 13万元～17万元, 13～17万元, 3至5个.

    A lower end without unit and scale shares those of the upper end. 从12户到18户 is no range but
    two figures, and so is anything that does not rise.
    """
    start = measure.end if measure.known else number.end
    dash = _DASH.match(text, start)
    if dash is None or number.high is not None or text[max(0, at - 2) : at].endswith(_WEEK):
        return None  # 周四到5个社区
    if text[dash.end() : dash.end() + 1] not in NUMERALS or dash.end() >= len(text):
        return None
    other = number_at(text, dash.end())
    if other is None or (text[at : at + 1] == "0" and number.end - at > 1 and not number.decimals):
        return None  # 0571-8888 is a telephone number
    upper = measure_at(text, other.end, other.infix)
    low = number.value
    if measure.known:
        joined = dash.group().strip()
        if not comparable(measure.unit, upper.unit):
            return None
        if joined in ("至", "到") and at and text[at - 1] in "从由":
            return None
    elif number.scale == 1 and other.scale > 1 and low * other.scale < other.value:
        low *= other.scale
    return (low, other, upper) if low < other.value else None


def _complete(text: str, at: int, reading: Reading, floor: int) -> Claim:
    """Add what surrounds a measured number: rate, sign and hedge."""
    start, end, value = at, reading.end, reading.value
    unit, kind, per = reading.unit, reading.kind, ""
    if unit:
        end, per = rate_behind(text, end)
    previous = text[at - 1] if at else ""
    if previous in "-－−负" and previous and _is_sign(text, at, floor):
        start, value = at - 1, -value
    elif previous in ("￥", "¥") and not reading.known:
        start, end, unit, kind = at - 1, end - len(unit), "元", "money"
    hedge = (
        reading.hedge
        or hedge_before(text, start)
        or hedge_after(text, end)
        or hedge_of_verb(text, start)
    )
    if hedge == "近" and kind == "duration" and not _lasts(text, start):
        hedge = None
    base = per or rate_before(text, start)
    if not per and (inside := concentration(unit, base)):
        unit, kind, base = inside, "other", ""  # 每立方米31微克
    quantity = Quantity(
        text[start:end],
        value,
        unit,
        kind,
        reading.high,
        hedge or None,
        reading.scale,
        reading.decimals,
        reading.numerals,
        base,
        ratio=reading.ratio,
    )
    return Claim(start, end, quantity, reading.known)


_BORNE = "自担背肩抱"
"""Before 负 that is a verb: 老人自负7元."""


def _is_sign(text: str, at: int, floor: int) -> bool:
    """Whether the dash before a number is a minus: not in a range, a code, a list of dashes."""
    if at - 1 < floor or (floor and at - 1 == floor):
        return False
    before = text[at - 2] if at >= 2 else ""
    if not before:
        return True
    if text[at - 1] == "负" and before in _BORNE:
        return False
    return not (before.isascii() and (before.isalnum() or before == "-")) and (
        before not in NUMERALS and before not in "-－−—)）"
    )


def _lasts(text: str, start: int) -> bool:
    window = text[max(0, start - 5) : start - 1]
    return any(word in window for word in read_data("figures", "time_words")["lasting"])
