"""Dates, years and periods: 2024年, 10月18日, 11月底, 1—10月, 2022-2024年, 9月中旬至10月底.

Years have four digits (GB/T 15835 5.1.4); `24年` is a duration. A year before a range of months is
a figure of its own (2024年1—10月 holds two), a year before one month or day belongs to it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from zhibi.figures.numerals import chinese_value

if TYPE_CHECKING:
    from zhibi.figures.model import Day, Kind, Numerals

DASH = r" ?(?:[-－–—―−~～]{1,2}|至|到) ?"
"""What joins the two ends of a range."""

_D = "[0-9０-９]"
_YEAR = rf"(?:[12１２]{_D}{{3}}(?!{_D})|[一二][〇零一二三四五六七八九]{{3}}|二千)"
_MONTH = r"(?:1[0-2]|0?[1-9]|１[０-２]|０?[１-９]|十[一二]|十|[一二三四五六七八九])"
_DAY = (
    r"(?:3[01]|[12][0-9]|0?[1-9]|３[０１]|[１２][０-９]|０?[１-９]|三十一?|二?十[一二三四五六七八九]?"
    r"|廿[一二三四五六七八九]?|[一二三四五六七八九])"
)
_PART = "(?:上旬|中旬|下旬|初|底|末)"
_DAY_MARK = "(?:日(?!内|均|常|产|处理|游|间|元)|号(?!楼|线|院|桥|井|路|地块|文件))"
_AFTER_MONTH = rf"(?:份(?!额)|{_PART}| ?(?:{_DAY}){_DAY_MARK})?"
_MONTHLY = rf"(?:{_MONTH}) ?月{_AFTER_MONTH}"
_POINT = rf"(?:(?:{_YEAR}) ?年 ?{_MONTHLY}|(?:{_YEAR}) ?年(?:[度]|[初底末])?|{_MONTHLY})"

_ISO = re.compile(
    rf"({_D}{{4}})(?:-({_D}{{1,2}})-({_D}{{1,2}})|/({_D}{{1,2}})/({_D}{{1,2}})"
    rf"|[.．]({_D}{{1,2}})[.．]({_D}{{1,2}}))(?![0-9０-９.．%％/])"
)
_YEARS = re.compile(
    rf"({_YEAR})(?:年度?)?{DASH}({_YEAR})(?:年[度]?|(?!{_D}))(?! ?(?:{_MONTH}) ?月)"
)
_MONTHS = re.compile(
    rf"({_MONTH})(?:月份?)?{DASH}({_MONTH}) ?月(?:份(?!额))?(?! ?(?:{_DAY}){_DAY_MARK}|{_PART})"
)
_DAYS = re.compile(
    rf"(?:({_YEAR}) ?年 ?)?({_MONTH}) ?月 ?({_DAY})(?:[日号])?{DASH}({_DAY}){_DAY_MARK}"
)
_SPAN = re.compile(rf"({_POINT}){DASH}({_POINT})")
_ONE = re.compile(_POINT)
_DAY_ONLY = re.compile(rf"({_DAY})(?:日(?!内|均|常|产|处理|游|间|元|后|以))")
_PARTS = re.compile(
    rf"(?:({_YEAR}) ?年([度初底末])?)? ?(?:({_MONTH}) ?月(份|{_PART})? ?(?:({_DAY})[日号])?)?$"
)
_LISTED_YEAR = re.compile(rf"{_YEAR}(?=(?:[、和与及]{_YEAR}){{1,6}}年)")
_CLOCK = re.compile(rf"((?:[01]?[0-9]|2[0-4]))[:：]([0-5][0-9])(?![0-9])")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


class Dated(NamedTuple):
    """A date or period in a text: its end and the fields of a quantity."""

    end: int
    value: Decimal
    high: Decimal | None
    unit: str
    kind: Kind
    date: Day | None
    until: Day | None
    part: str
    numerals: Numerals


def _number(numeral: str) -> int:
    if numeral[0] in "0123456789０１２３４５６７８９":
        return int(numeral.translate(_FULL_WIDTH))
    return 2000 if numeral == "二千" else chinese_value(numeral)


def _numerals(written: str) -> Numerals:
    arabic = any(c in "0123456789０１２３４５６７８９" for c in written)
    chinese = any(c in "〇零一二三四五六七八九十廿" for c in written)
    return "mixed" if arabic and chinese else "arabic" if arabic else "chinese"


def _point(written: str) -> tuple[Day, str]:
    match = _PARTS.match(written)
    if match is None:
        raise ValueError(f"{written!r} is no date")
    year, year_part, month, month_part, day = match.groups()
    date = (
        _number(year) if year else None,
        _number(month) if month else None,
        _number(day) if day else None,
    )
    part = month_part if month_part and month_part != "份" else ""
    return date, part or (year_part if year_part and year_part != "度" else "")


def _first(date: Day) -> tuple[Decimal, str]:
    for number, unit in zip(date, ("年", "月", "日"), strict=True):
        if number is not None:
            return Decimal(number), unit
    raise ValueError("a date with no number")


def _range(match: re.Match[str], start: Day, end: Day, part: str = "") -> Dated | None:
    ordered = (start[1:] <= end[1:]) if start[0] is None or end[0] is None else (start <= end)
    if None not in (start[1], end[1]) or None not in (start[0], end[0]):
        if None not in (start[0], end[0]) and not ordered:
            return None
    value, unit = _first(start)
    high = dict(zip(("年", "月", "日"), end, strict=True))[unit]
    if high is None:
        high = next(number for number in end if number is not None)
    numerals = _numerals(match.group())
    return Dated(match.end(), value, Decimal(high), unit, "period", start, end, part, numerals)


def date_at(text: str, at: int) -> Dated | None:
    """The longest date, year or period that begins at `at`, or None."""
    for read in (_iso, _day_range, _span, _year_range, _month_range, _single):
        found = read(text, at)
        if found is not None:
            return found
    return None


def _iso(text: str, at: int) -> Dated | None:
    match = _ISO.match(text, at)
    if match is None:
        return None
    year, *rest = (int(group.translate(_FULL_WIDTH)) for group in match.groups() if group)
    month, day = rest
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    date = (year, month, day)
    return Dated(match.end(), Decimal(year), None, "年", "date", date, None, "", "arabic")


def _day_range(text: str, at: int) -> Dated | None:
    match = _DAYS.match(text, at)
    if match is None:
        return None
    year, month, day, last = match.groups()
    start = (_number(year) if year else None, _number(month), _number(day))
    return _range(match, start, (start[0], start[1], _number(last)))


def _span(text: str, at: int) -> Dated | None:
    match = _SPAN.match(text, at)
    if match is None:
        return None
    start, part = _point(match.group(1))
    end, end_part = _point(match.group(2))
    if end[0] is None and start[0] is not None:
        if start[2] is None and (start[1] is None or end[2] is None):
            return None  # 2024年1月至10月: a year, then months
        end = (start[0], *end[1:])
    return _range(match, start, end, end_part or part)


def _year_range(text: str, at: int) -> Dated | None:
    match = _YEARS.match(text, at)
    if match is None:
        return None
    low, high = _number(match.group(1)), _number(match.group(2))
    if not low < high or low < 1900 or high > 2100:
        return None
    return _range(match, (low, None, None), (high, None, None))


def _month_range(text: str, at: int) -> Dated | None:
    match = _MONTHS.match(text, at)
    if match is None:
        return None
    return _range(
        match, (None, _number(match.group(1)), None), (None, _number(match.group(2)), None)
    )


def _single(text: str, at: int) -> Dated | None:
    match = _ONE.match(text, at)
    if match is not None:
        written = match.group()
        date, part = _point(written)
        if date[0] is not None and date[1] is None:
            kind: Kind = "date" if part else "year"
        else:
            year_only = re.match(
                rf"{_YEAR} ?年(?= ?(?:{_MONTH})(?:月份?)?{DASH}(?:{_MONTH}) ?月)",
                text[at : at + 20],
            )
            if year_only is not None:
                year = (date[0], None, None)
                value, unit = _first(year)
                numerals = _numerals(year_only.group())
                return Dated(
                    at + year_only.end(), value, None, unit, "year", year, None, "", numerals
                )
            kind = "date"
        value, unit = _first(date)
        return Dated(match.end(), value, None, unit, kind, date, None, part, _numerals(written))
    listed = _LISTED_YEAR.match(text, at)
    if listed is not None:
        year = (_number(listed.group()), None, None)
        return Dated(
            listed.end(),
            Decimal(year[0]),
            None,
            "年",
            "year",
            year,
            None,
            "",
            _numerals(listed.group()),
        )
    return _day(text, at)


def _day(text: str, at: int) -> Dated | None:
    match = _DAY_ONLY.match(text, at)
    if match is not None:
        day = _number(match.group(1))
        date = (None, None, day)
        return Dated(
            match.end(), Decimal(day), None, "日", "date", date, None, "", _numerals(match.group())
        )
    clock = _CLOCK.match(text, at)
    if clock is None:
        return None
    hour = Decimal(clock.group(1)) + Decimal(clock.group(2)) / 60
    return Dated(clock.end(), hour, None, "时", "date", None, None, "", "arabic")
