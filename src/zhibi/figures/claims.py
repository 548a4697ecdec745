"""One claim, read where it begins: number, unit, range, rate and hedge.

`claim_at` is called on the first character of a numeral expression. It returns where the claim ends
and what it says; classification (phrases, enumerators, names) is the scanner's work.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from zhibi.figures.dates import DASH, Dated, date_at
from zhibi.figures.hedges import hedge_after, hedge_before
from zhibi.figures.model import Kind, Quantity
from zhibi.figures.numerals import (
    ARABIC_DIGITS,
    CHINESE_NUMERALS,
    Number,
    number_at,
)
from zhibi.figures.units import Unit, comparable, rate_base_at, unit_at

_DATE_MARKS = frozenset("年月日号-/.．—–－~～―−至到、和与及:： ")
_NUMERAL_SET = frozenset(ARABIC_DIGITS + CHINESE_NUMERALS)
_DASH = re.compile(DASH)
_SHARE_OF: dict[str, tuple[str, Decimal]] = {
    "百": ("%", Decimal(1)),
    "千": ("‰", Decimal(1)),
    "万": ("‱", Decimal(1)),
}
_EVERY = re.compile(
    r"每(?:个|一)?(半年|年|季度|季|月|旬|周|星期|日|天|晚|小时|人|户|村|社区|镇|组|所|校|站|栋|家|亩|公顷|平方米|吨"
    r"|公斤|斤|度|次|场|批|套|台|头|只|株|棵|车|件|份|名|位|间|床|个|座|处|项|米|公里|班|学期|年度|学生|网格|支部)"
    r"(?:[（(][^（）()]{1,6}[）)])?[^，。；：、！？\n0-9０-９一二三四五六七八九十百千万两每]{0,8}$"
)
# After 成 (九成), these make another word: 三成员, 五成套.
_TENTH = re.compile(
    r" ?成(?![立员功果为本绩套长熟效型形片就交品色都批家人建])(半|[一二三四五六七八九](?![个户人名项家]))?"
)
_HALF_UNITS = re.compile(r"半(?![数年以径岛山成自路途点百])")
_UNIT_MORE = re.compile(r"个([多余])(?=月|小时|星期|礼拜|学期|工作日)")
_MORE = re.compile(r"[多余](?=[，。；、,;）)！\s的来时]|以上|时间|$)")
_WORD_CHARACTER = re.compile(r"[^\W\d_]")
# Characters that begin no measure word: what follows a bare number here is the next word.
_NO_UNIT = frozenset(
    "的了和与及是在至为已被将由从对于按比较达到共其中均有无未不就也都还又再则而且或但若如因之这那该此并增减新完建开投实推"
    "收落提下上前后内外左右余多来几约近超以等相同全各今去自让使给向把用做出入得会能可要应须必需请经过起止时均以含占仅只"
)


class Claim(NamedTuple):
    """A claim as it stands: its span, its quantity, and whether its unit is a known one."""

    start: int
    end: int
    quantity: Quantity
    sure: bool


class _Measure(NamedTuple):
    end: int
    unit: str
    kind: Kind
    hedge: str
    half: bool
    sure: bool


def claim_at(text: str, at: int) -> Claim | None:
    """The claim whose number begins at `at`; None if no numeral stands there."""
    number = number_at(text, at)
    if number is None:
        return None
    if text[number.end : number.end + 1] in _DATE_MARKS and not number.infix:
        dated = date_at(text, at)
        if dated is not None:
            return _dated_claim(text, at, dated)
    share = _share(text, at, number)
    if share is not None:
        return share
    return _plain_claim(text, at, number)


def _dated_claim(text: str, at: int, dated: Dated) -> Claim:
    quantity = Quantity(
        text[at : dated.end],
        dated.value,
        dated.unit,
        dated.kind,
        dated.high,
        None,
        numerals=dated.numerals,
        date=dated.date,
        until=dated.until,
        part=dated.part,
    )
    return Claim(at, dated.end, quantity, sure=True)


def _share(text: str, at: int, number: Number) -> Claim | None:
    """百分之…, 三分之二, 1/3, 九成."""
    end = number.end
    if text.startswith("分之", end):
        base = text[at:end]
        negative = text.startswith("负", end + 2)
        start = end + 3 if negative else end + 2
        part = number_at(text, start) if text[start : start + 1] in _NUMERAL_SET else None
        if part is None:
            return None
        if base in _SHARE_OF:
            return _per_hundred(text, at, part, _SHARE_OF[base][0], negative)
        if number.value == 0:
            return None
        value = part.value / number.value
        return _finish(text, at, part.end, value, "", "fraction", part)
    if (
        text[end : end + 1] == "/"
        and text[end + 1 : end + 2] in ARABIC_DIGITS
        and end + 1 < len(text)
    ):
        part = number_at(text, end + 1)
        whole = number.value == number.value.to_integral_value()
        after = text[part.end : part.end + 1] if part else ""
        if (
            part
            and whole
            and part.value
            and not part.decimals
            and after != "/"
            and text[at - 1 : at] != "/"
        ):
            return _finish(text, at, part.end, number.value / part.value, "", "fraction", number)
    return None


def _per_hundred(text: str, at: int, part: Number, unit: str, negative: bool) -> Claim:
    value = -part.value if negative else part.value
    end, high = part.end, part.high
    dash = _DASH.match(text, end)
    if dash is not None:
        start = dash.end() + 3 if text.startswith("百分之", dash.end()) else dash.end()
        other = number_at(text, start) if text[start : start + 1] in _NUMERAL_SET else None
        if (
            other is not None
            and other.value > value
            and (start != dash.end() or unit_at(text, other.end) is None)
        ):
            end, high = other.end, other.value
    return _finish(text, at, end, value, unit, "percent", part, high=high)


def _measure(text: str, number: Number, end: int) -> _Measure:
    """The unit behind a number that ends at `end`, with 多/余 and 半 around it."""
    more = _UNIT_MORE.match(text, end)
    if more is not None:
        unit = unit_at(text, more.end())
        if unit is not None:
            name = "个月" if unit.name == "月" else unit.name
            return _Measure(
                more.end() + len(unit.spelling), name, unit.kind, more.group(1), False, True
            )
    half = text.startswith("个半", end)
    unit = unit_at(text, end + 2) if half else unit_at(text, end)
    if half and unit is None:
        half = False
        unit = unit_at(text, end)
    if unit is None and text[end : end + 1] in " *":
        skip = 2 if text.startswith("**", end) else 1
        unit = unit_at(text, end + skip)
        if unit is not None:
            end += skip
    if unit is None:
        return _guessed(text, number, end)
    name = unit.name
    if half:
        stop = end + 2 + len(unit.spelling)
        return _Measure(stop, "个月" if name == "月" else name, unit.kind, "", True, True)
    stop = end + len(unit.spelling)
    if text.startswith("元人民币", stop - 1) and unit.spelling == "元":
        stop += 3
    if _HALF_UNITS.match(text, stop) and unit.kind in (
        "duration",
        "weight",
        "length",
        "area",
        "multiple",
    ):
        return _Measure(stop + 1, name, unit.kind, "", True, True)
    match = _MORE.match(text, stop)
    if match is not None and not number.infix:
        return _Measure(stop + 1, name, unit.kind, text[stop], False, True)
    return _Measure(stop, name, unit.kind, "", False, True)


def _guessed(text: str, number: Number, end: int) -> _Measure:
    """What to take for the unit where none is known: the next character, if it can be one."""
    del number
    character = text[end : end + 1]
    if (
        not character
        or character in _NO_UNIT
        or character in _NUMERAL_SET
        or character.isascii()
        or _WORD_CHARACTER.match(character) is None
    ):
        return _Measure(end, "", "other", "", False, False)
    return _Measure(end + 1, character, "count", "", False, False)


def _plain_claim(text: str, at: int, number: Number) -> Claim:
    tenth = _TENTH.match(text, number.end)
    if tenth is not None and number.value <= 10 and not number.infix:
        return _tenths(text, at, number, tenth)
    measure = _measure(text, number, number.end)
    high = number.high
    value, scale, decimals = number.value, number.scale, number.decimals
    other = _upper(text, at, number, measure)
    if other is not None:
        number_high, measure_high, shared = other
        value = value * shared
        high = number_high.value
        measure = measure_high
        scale = number_high.scale
        decimals = max(decimals, number_high.decimals)
        number = number_high
    if measure.half:
        value += Decimal("0.5")
        decimals = 1
    hedge = number.infix or measure.hedge
    return _finish(
        text,
        at,
        measure.end,
        value,
        measure.unit,
        measure.kind,
        number,
        high=high,
        hedge=hedge,
        scale=scale,
        decimals=decimals,
        sure=measure.sure,
    )


def _tenths(text: str, at: int, number: Number, match: re.Match[str]) -> Claim:
    value = number.value * 10
    more = match.group(1)
    if more is not None:
        value += 5 if more == "半" else (number_at(more, 0) or number).value
    high = None if number.high is None else number.high * 10
    end = match.end()
    dash = _DASH.match(text, end)
    if dash is not None:
        other = (
            number_at(text, dash.end())
            if text[dash.end() : dash.end() + 1] in _NUMERAL_SET
            else None
        )
        tenth = _TENTH.match(text, other.end) if other is not None else None
        if other is not None and tenth is not None and other.value > number.value:
            high, end = other.value * 10, tenth.end()
    return _finish(text, at, end, value, "%", "percent", number, high=high)


def _upper(
    text: str, at: int, number: Number, measure: _Measure
) -> tuple[Number, _Measure, Decimal] | None:
    """The upper end of a range, its unit, and the scale that the lower end shares with it."""
    if number.high is not None:
        return None
    start = measure.end if measure.sure else number.end
    dash = _DASH.match(text, start)
    if dash is None or text[dash.end() : dash.end() + 1] not in _NUMERAL_SET:
        return None
    other = number_at(text, dash.end())
    if other is None:
        return None
    other_measure = _measure(text, other, other.end)
    joined = dash.group().strip()
    if measure.sure:
        if not comparable(measure.unit, other_measure.unit):
            return None
        if joined in ("至", "到") and text[at - 1 : at] in ("从", "由"):
            return None
    shared = Decimal(1)
    if not measure.sure and number.scale == 1 and other.scale > 1:
        shared = other.scale
    low = number.value * shared
    if low >= other.value:
        if measure.sure or low > other.value:
            return None
    return other, other_measure, shared


def _rate(text: str, end: int) -> tuple[int, str]:
    """The base of a rate right behind a unit: 元/月, 元每平方米."""
    first = text[end : end + 1]
    if first in "/／" and first:
        start = end + 1
    elif first == "每":
        start = end + 1
    else:
        return end, ""
    base = rate_base_at(text, start)
    if not base:
        return end, ""
    stop = start + len(base)
    if text[stop : stop + 1] in ("·", "•", "/") and rate_base_at(text, stop + 1):
        more = rate_base_at(text, stop + 1)
        return stop + 1 + len(more), f"{base}·{more}"
    return stop, base


def _finish(
    text: str,
    at: int,
    end: int,
    value: Decimal,
    unit: str,
    kind: Kind,
    number: Number,
    *,
    high: Decimal | None = None,
    hedge: str = "",
    scale: Decimal | None = None,
    decimals: int | None = None,
    sure: bool = True,
) -> Claim:
    """Add what stands around a measured number: rate, sign, hedge; and build the claim."""
    per = ""
    if sure and unit and text[end : end + 1] in "/／每":
        end, per = _rate(text, end)
    start = at
    previous = text[at - 1] if at else ""
    if previous and previous in "-－−负" and _is_sign(text, at):
        start, value = at - 1, -value
    elif previous in ("￥", "¥") and not unit:
        start, unit, kind = at - 1, "元", "money"
    if not per:
        window = text[max(0, start - 18) : start]
        if "每" in window:
            every = _EVERY.search(window, window.rfind("每"))
            per = every.group(1) if every is not None else ""
    found = hedge or hedge_before(text, start) or hedge_after(text, end)
    if found == "近" and kind == "duration":
        found = _recent(text, start)
    quantity = Quantity(
        text[start:end],
        value,
        unit,
        kind,
        high,
        found or None,
        number.scale if scale is None else scale,
        number.decimals if decimals is None else decimals,
        number.numerals,
        per,
    )
    return Claim(start, end, quantity, sure)


def _is_sign(text: str, at: int) -> bool:
    """Whether the dash before a number is a minus: not in a range, a list mark or a code."""
    before = text[at - 2] if at >= 2 else ""
    return (
        not (before.isascii() and (before.isalnum() or before == "-"))
        and before not in _NUMERAL_SET
    )


def _recent(text: str, start: int) -> str | None:
    """近三年 are the last three years; 历时近三年 is almost three years."""
    window = text[max(0, start - 5) : start - 1]
    return (
        "近"
        if any(word in window for word in ("历时", "耗时", "用时", "长达", "时长", "延长"))
        else None
    )
