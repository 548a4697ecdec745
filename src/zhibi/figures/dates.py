"""Dates, years, periods, times of day: 2024年, 10月18日, 11月底, 1—10月, 一季度, 2022-2024年, 8:30.

Years have four digits (GB/T 15835, 5.1.4); `24年` is a duration. A year before a range of months is
a figure of its own (2024年1—10月 holds two); a year before one month or one day belongs to it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from zhibi.figures.model import Day, Kind, Numerals, Quantity
from zhibi.figures.numerals import chinese_value
from zhibi.figures.time_words import Lead, lead_before
from zhibi.patterns import lazy_pattern

DASH = r" ?(?:[-－–—―−~～]{1,2}|至|到) ?"
"""What joins the two ends of a range."""
_ISO_MARKS = frozenset("-/.．")
_QUARTER_MARK = frozenset("季")
_POINT_MARKS = frozenset("年月")
_DAY_END, _DAY_ENDS = frozenset("日"), frozenset("日号")
_CLOCK_MARKS = frozenset(":：时")
_SPOKEN_MARK = frozenset("点")
_DASHES = frozenset("-－–—―−~～至到")

_D = "[0-9０-９]"
_HAN = "[一二三四五六七八九]"
_YEAR = rf"(?:(?:18|19|20|21|１８|１９|２０){_D}{{2}}(?!{_D})|[一二][〇零一二三四五六七八九]{{3}})"
_MONTH = rf"(?:1[0-2]|0?[1-9]|１[０-２]|０?[１-９]|十[一二]?|{_HAN})"
_ARABIC_DAY = "3[01]|[12][0-9]|0?[1-9]|３[０１]|[１２][０-９]|０?[１-９]"
_DAY = rf"(?:{_ARABIC_DAY}|三十一?|二?十{_HAN}?|廿{_HAN}?|{_HAN})"
_PART = "上旬|中旬|下旬|初|底|末"
# Behind a month, a day ends at 日 whatever follows: 11月30日处理, 3月5日常检查.
_DAY_MARK = "(?:日|号(?!楼|线|院|桥|井|路|地块|文件))"


def _point(number: int) -> str:
    """The pattern of one date, any of its three places missing; groups are numbered apart."""
    return (
        rf"(?:(?P<y{number}>{_YEAR}) ?年(?P<yp{number}>[度初底末])?)?"
        rf"(?: ?(?P<m{number}>{_MONTH}) ?月(?P<mp{number}>份(?!额)|{_PART})?"
        rf"(?: ?(?P<d{number}>{_DAY}) ?{_DAY_MARK})?)?"
    )


_ISO = lazy_pattern(
    rf"({_D}{{4}})(?:-({_D}{{1,2}})-({_D}{{1,2}})|/({_D}{{1,2}})/({_D}{{1,2}})"
    rf"|[.．]({_D}{{1,2}})[.．]({_D}{{1,2}}))(?![0-9０-９.．%％/])"
)
_YEARS = lazy_pattern(
    rf"({_YEAR})(?: ?年度?)?{DASH}({_YEAR})(?: ?年度?|学年|(?!{_D}))(?! ?{_MONTH} ?月)"
)
_MONTHS = lazy_pattern(
    rf"({_MONTH})(?: ?月份?)?{DASH}({_MONTH}) ?月(?:份(?!额))?(?!{_PART}| ?{_DAY} ?{_DAY_MARK})"
)
_DAYS = lazy_pattern(
    rf"(?:({_YEAR}) ?年 ?)?({_MONTH}) ?月 ?({_DAY}) ?[日号]?{DASH}({_DAY}) ?{_DAY_MARK}"
)
_POINT = lazy_pattern(_point(1))
_TO_POINT = lazy_pattern(DASH + _point(2))
_YEAR_BEFORE = lazy_pattern(rf"({_YEAR}) ?年(?:度)?(?:([上下]半年)|前(?=[^前])|)")
_QUARTER = lazy_pattern(rf"([一二三四1-4])(?:(?:{DASH}|、)([二三四2-4]))?季度([初末底])?")
_FIRST_MONTHS = lazy_pattern(rf"({_MONTH}) ?个月")
_DAY_ONLY = lazy_pattern(rf"({_DAY}) ?日(?!内|均|常|产|处理|游|间|元|后|以|[ 　]?[-－–—―−~～至到])")
_LISTED_YEAR = lazy_pattern(rf"{_YEAR}(?=(?:[、和与及]{_YEAR}){{1,6}}年)")
_LISTED_MONTH = lazy_pattern(rf"{_MONTH}(?=(?:[、和与及]{_MONTH}){{1,6}}月)")
# 7月12、13日: a day whose 日 comes at the end of the list.
_LISTED_DAY = lazy_pattern(
    rf"(?:(?:({_YEAR}) ?年 ?)?({_MONTH}) ?月 ?)?({_DAY})"
    rf"(?=(?:[、和与及]{_DAY}){{1,9}} ?{_DAY_MARK})"
)
_LISTED_LAST = lazy_pattern(rf"({_DAY}) ?{_DAY_MARK}")
_LIST_WINDOW = 40
_FIRST_WINDOW = 16
_LIST_MARKS = frozenset("、和与及")
_CLOCK = lazy_pattern(r"([01]?[0-9]|2[0-4])[:：]([0-5][0-9])(?![0-9])")
_HOUR = lazy_pattern(
    rf"({_D}{{1,2}}|二?十{_HAN}?|{_HAN})时(?![候间刻期代常长速段])(?:({_D}{{1,2}})分)?"
)
_SPOKEN_HOUR = lazy_pattern(
    rf"({_D}{{1,2}}|二?十{_HAN}?|{_HAN}|两)点(?:钟|整)?(?:({_D}{{1,2}}|[二三四五]?十{_HAN}?)分|(半))?"
)
_HOURLY = frozenset("午晚早晨上")
_TO_ASCII = str.maketrans("０１２３４５６７８９", "0123456789")
_UNITS = ("年", "月", "日")
_AGO = frozenset("提此之以目先日月天每一两个口牛")
_FAR = frozenset("时期共约近达满用")


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
    lead: Lead = Lead()

    def quantity(self, written: str, hedge: str | None = None) -> Quantity:
        """The quantity of this date as it is `written`."""
        return Quantity(
            written,
            self.value,
            self.unit,
            self.kind,
            self.high,
            hedge,
            numerals=self.numerals,
            date=self.date,
            until=self.until,
            part=self.part,
            lead=self.lead.words,
            relative_year=self.lead.year,
        )


def date_at(text: str, at: int) -> Dated | None:
    """The longest date, period or time of day that begins at `at`, or None."""
    for read in _READERS:
        found = read(text, at)
        if found is not None:
            return found if found.date is None or not at else _led(text, at, found)
    return None


def _led(text: str, at: int, found: Dated) -> Dated:
    """The date with the words in front that belong to it: 明年6月, 前10个月."""
    year, month, _ = found.date or (None, None, None)
    first = month == 1 and found.until is not None and found.high is None
    lead = lead_before(text, at, year is not None, first and found.unit in ("月", "季度"))
    return found._replace(lead=lead)


def year_part_at(text: str, at: int) -> Dated | None:
    """A year and its months, quarter or half as one period: 2024年1—10月, 2024年上半年.

    In a running text they are two figures, or one and a word; a facts file may mean them as one.
    """
    match = _YEAR_BEFORE.match(text, at)
    if match is None:
        return None
    year, half = _number(match.group(1)), match.group(2)
    if half:
        months: tuple[int | None, int | None] = (1, 6) if half == "上半年" else (7, 12)
        end, part = match.end(), ""
    else:
        found = _quarter(text, match.end()) or _first_months(text, match.end())
        found = found or _months(text, match.end())
        if found is None or found.date is None or found.until is None:
            return None
        months, end, part = (found.date[1], found.until[1]), found.end, found.part
    numerals = _numerals(text[at:end])
    start, until = (year, months[0], None), (year, months[1], None)
    return Dated(end, Decimal(year), None, "年", "period", start, until, part, numerals)


def _number(numeral: str) -> int:
    if numeral[0] in "0123456789０１２３４５６７８９":
        return int(numeral.translate(_TO_ASCII))
    return chinese_value(numeral)


def _numerals(written: str) -> Numerals:
    arabic = any(character in "0123456789０１２３４５６７８９" for character in written)
    chinese = any(character in "〇零一二三四五六七八九十廿" for character in written)
    return "mixed" if arabic and chinese else "arabic" if arabic else "chinese"


def _dated(
    text: str, at: int, end: int, start: Day, until: Day | None = None, part: str = ""
) -> Dated | None:
    """A date, or a period when it runs `until` a later one; None if that is not later."""
    place = next(index for index, number in enumerate(start) if number is not None)
    value = Decimal(start[place] or 0)
    numerals = _numerals(text[at:end])
    if until is None:
        kind: Kind = "year" if start[1:] == (None, None) and start[0] and not part else "date"
        return Dated(end, value, None, _UNITS[place], kind, start, None, part, numerals)
    if not _rises(start, until):
        return None
    last = until[place]
    high = next(number for number in until if number is not None) if last is None else last
    return Dated(end, value, Decimal(high), _UNITS[place], "period", start, until, part, numerals)


def _rises(start: Day, until: Day) -> bool:
    """Whether a period runs forward; months without years may run into the next year."""
    if start[0] is None or until[0] is None:
        return start != until
    later = tuple(number or 0 for number in until)
    return tuple(number or 0 for number in start) < later


def _near(text: str, at: int, characters: frozenset[str], first: int, last: int) -> bool:
    """Whether one of some characters stands so far behind a place: else no pattern is tried."""
    return not characters.isdisjoint(text[at + first : at + last])


def _iso(text: str, at: int) -> Dated | None:
    match = _ISO.match(text, at) if _near(text, at, _ISO_MARKS, 4, 5) else None
    if match is None:
        return None
    year, month, day = (int(group.translate(_TO_ASCII)) for group in match.groups() if group)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return _dated(text, at, match.end(), (year, month, day))


def _years(text: str, at: int) -> Dated | None:
    match = _YEARS.match(text, at) if _near(text, at, _DASHES, 4, 9) else None
    if match is None:
        return None
    low, high = _number(match.group(1)), _number(match.group(2))
    return _dated(text, at, match.end(), (low, None, None), (high, None, None))


def _quarter(text: str, at: int) -> Dated | None:
    match = _QUARTER.match(text, at) if _near(text, at, _QUARTER_MARK, 1, 7) else None
    if match is None:
        return None
    low = _number(match.group(1))
    high = _number(match.group(2)) if match.group(2) else low
    first = 1 if at and text[at - 1] == "前" else low
    value, top = Decimal(low), Decimal(high) if match.group(2) else None
    numerals = _numerals(match.group())
    start, until = (None, first * 3 - 2, None), (None, high * 3, None)
    part = match.group(3) or ""
    return Dated(match.end(), value, top, "季度", "period", start, until, part, numerals)


def _first_months(text: str, at: int) -> Dated | None:
    """前11个月: the months from January on. Without 前, 11个月 is a duration."""
    match = _FIRST_MONTHS.match(text, at) if _from_january(text, at) else None
    if match is None:
        return None
    last = _number(match.group(1))
    numerals, until = _numerals(match.group()), (None, last, None)
    return Dated(
        match.end(), Decimal(last), None, "月", "period", (None, 1, None), until, "", numerals
    )


def _from_january(text: str, at: int) -> bool:
    """前 or 头 before a number of months, and not 提前, 此前, 之前 or 每头."""
    return at > 0 and text[at - 1] in "前头" and text[at - 2 : at - 1] not in _AGO


def _days(text: str, at: int) -> Dated | None:
    match = _DAYS.match(text, at) if _near(text, at, _DASHES, 3, 20) else None
    if match is None:
        return None
    year = _number(match.group(1)) if match.group(1) else None
    month, first, last = (_number(match.group(index)) for index in (2, 3, 4))
    if first >= last:
        return None
    return _dated(text, at, match.end(), (year, month, first), (year, month, last))


def _months(text: str, at: int) -> Dated | None:
    match = _MONTHS.match(text, at) if _near(text, at, _DASHES, 1, 7) else None
    if match is None:
        return None
    low, high = _number(match.group(1)), _number(match.group(2))
    return _dated(text, at, match.end(), (None, low, None), (None, high, None))


def _place(match: re.Match[str], number: int) -> tuple[Day, str]:
    year, month, day = (match.group(f"{name}{number}") for name in "ymd")
    date = (
        _number(year) if year else None,
        _number(month) if month else None,
        _number(day) if day else None,
    )
    year_part, month_part = match.group(f"yp{number}"), match.group(f"mp{number}")
    part = "" if month_part in (None, "份") else month_part
    return date, part or ("" if year_part in (None, "度") else year_part)


def _points(text: str, at: int) -> Dated | None:
    """One date, or two joined: 2024年11月—2025年2月, 9月1日至10月31日, 3月底至5月初."""
    match = _POINT.match(text, at) if _near(text, at, _POINT_MARKS, 1, 6) else None
    if match is None or match.end() == at:
        return None
    start, part = _place(match, 1)
    to = _TO_POINT.match(text, match.end()) if _near(text, match.end(), _DASHES, 0, 2) else None
    until, until_part = _place(to, 2) if to is not None else ((None, None, None), "")
    if to is None or until == (None, None, None):
        return _dated(text, at, match.end(), start, None, part)
    year_end = match.end("y1") + (1 if text.startswith("年", match.end("y1")) else 2)
    if start[0] is not None and until[0] is None:
        if start[1] is None:
            return _dated(text, at, match.end(), start, None, part)
        if start[2] is None:
            return _dated(text, at, year_end, (start[0], None, None))
        until = (start[0], *until[1:])
    span = _dated(text, at, to.end(), start, until, until_part or part)
    return span or _dated(text, at, match.end(), start, None, part)


def _listed(text: str, at: int) -> Dated | None:
    """2022、2023年 and 3、4月: the first of a list, whose 年 or 月 comes at the end."""
    if not _near(text, at, _LIST_MARKS, 1, 5):
        return None
    match = _LISTED_YEAR.match(text, at)
    if match is not None:
        return _dated(text, at, match.end(), (_number(match.group()), None, None))
    match = _LISTED_MONTH.match(text, at)
    if match is not None:
        return _dated(text, at, match.end(), (None, _number(match.group()), None))
    return None


@cache
def _days_before() -> re.Pattern[str]:
    """A date and further days of its month, before one more."""
    return re.compile(
        rf"(?:({_YEAR}) ?年 ?)?({_MONTH}) ?月 ?{_DAY} ?[日号]?"
        rf"(?:[、和与及]{_DAY} ?[日号]?){{0,9}}[、和与及]$"
    )


def _listed_day(text: str, at: int) -> Dated | None:
    """7月12、13日: the first day with the month, the further ones in the month of the first."""
    later = at > 0 and text[at - 1] in _LIST_MARKS
    if not later and _LIST_MARKS.isdisjoint(text[at : at + _FIRST_WINDOW]):
        return None
    if not _near(text, at, _DAY_ENDS, 1, _FIRST_WINDOW + _LIST_WINDOW):
        return None
    match = _LISTED_DAY.match(text, at)
    if match is not None and match.group(2):
        year = _number(match.group(1)) if match.group(1) else None
        date = (year, _number(match.group(2)), _number(match.group(3)))
        return _dated(text, at, match.end(), date)
    if not later:
        return None
    last = _LISTED_LAST.match(text, at) if match is None else match
    before = None if last is None else _days_before().search(text[max(0, at - _LIST_WINDOW) : at])
    if last is None or before is None:
        return None
    day = _number(last.group(3) if match is not None else last.group(1))
    year = _number(before.group(1)) if before.group(1) else None
    found = _dated(text, at, last.end(), (year, _number(before.group(2)), day))
    return None if found is None else found._replace(value=Decimal(day), unit="日")


def _day(text: str, at: int) -> Dated | None:
    match = _DAY_ONLY.match(text, at) if _near(text, at, _DAY_END, 1, 6) else None
    if match is None or (at and text[at - 1] in _FAR):
        return None
    return _dated(text, at, match.end(), (None, None, _number(match.group(1))))


def _clock(text: str, at: int) -> Dated | None:
    match, half = None, False
    if _near(text, at, _CLOCK_MARKS, 1, 4):
        match = _CLOCK.match(text, at) or _HOUR.match(text, at)
    if match is None and _near(text, at, _SPOKEN_MARK, 1, 4):
        match = _SPOKEN_HOUR.match(text, at)
        half = match is not None and match.group(3) is not None
        exact = half or (match is not None and match.group(2) is not None)
        if not exact and not (at and text[at - 1] in _HOURLY):
            return None
    if match is None:
        return None
    hour, minute = _number(match.group(1)), match.group(2)
    if hour > 24:
        return None
    value = Decimal(hour) + (Decimal(_number(minute)) / 60 if minute else 0)
    if half:
        value += Decimal("0.5")
    numerals = _numerals(match.group())
    return Dated(match.end(), value, None, "时", "date", None, None, "", numerals)


_READERS = (
    _iso, _years, _quarter, _first_months, _days, _months, _listed_day, _points, _listed, _day,
    _clock,
)  # fmt: skip
