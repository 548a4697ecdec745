"""The displayed text of a date or time: a serial number of days in a date format."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from zhibi.intake.sheets.format_code import FormatError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.intake.sheets.format_code import Section, Token

_DAY = 86_400
_FALSE_LEAP_DAY = 60  # 29 February 1900, which spreadsheets count
_DAYS_TO_1904 = 1_462
_LAST = 2_958_465  # 31 December 9999
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def date_text(serial: Decimal, section: Section, *, from_1904: bool) -> tuple[str, str]:
    """A date as shown, and as it is read: 2024年10月31日 by the parts that are shown.

    Raises FormatError for what no date is shown for.
    """
    if from_1904:
        serial += _DAYS_TO_1904
    if not 0 <= serial <= _LAST + 1:
        raise FormatError("日期超出范围，格里只显示 ####")
    fraction = _fraction_digits(section.tokens)
    step = Decimal(1).scaleb(-fraction)
    seconds = (serial * _DAY).quantize(step, ROUND_HALF_UP)
    days, rest = divmod(seconds, _DAY)
    moment = _Moment(int(days), rest, section, fraction)
    return moment.text(), moment.reading()


def _fraction_digits(tokens: Sequence[Token]) -> int:
    return sum(1 for token in tokens if token.kind == "digit")


class _Moment:
    """A day and the seconds within it, in a section."""

    def __init__(self, days: int, seconds: Decimal, section: Section, fraction: int) -> None:
        self._days = days
        self._seconds = seconds
        self._section = section
        self._fraction = fraction
        self._year, self._month, self._day = _calendar(days)
        self._hour, rest = divmod(seconds, 3600)
        self._minute, self._second = divmod(rest, 60)
        self._is_minute = _minutes(section.tokens)

    def text(self) -> str:
        shown = []
        for index, token in enumerate(self._section.tokens):
            if token.kind == "date":
                shown.append(self._field(token.text, is_minute=index in self._is_minute))
            elif token.kind == "elapsed":
                total = self._days * _DAY + self._seconds
                unit = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
                shown.append(str(int(total // unit)).zfill(len(token.text)))
            elif token.kind == "half-day":
                words = ("AM", "PM") if token.text.isascii() else ("上午", "下午")
                shown.append(words[self._hour >= 12])
            elif token.kind == "point" and self._fraction:
                shown.append(f"{self._second % 1:.{self._fraction}f}"[1:])
            elif token.kind in {"point", "comma"}:
                shown.append(token.text)
            else:
                shown.append(token.literal)
        return "".join(shown)

    def reading(self) -> str:
        """The date by its shown parts; the text as shown for a time."""
        tokens = [
            (token.text[0], len(token.text))
            for index, token in enumerate(self._section.tokens)
            if token.kind == "date" and index not in self._is_minute
        ]
        kinds = {kind for kind, _ in tokens}
        words = any("月" in token.text or "年" in token.text for token in self._section.tokens)
        if any(token.literal.startswith("1-") for token in self._section.tokens) and words:
            return self.text()  # "1-"m"月": a period by its format
        year = f"{self._year}年" if kinds & {"y", "e"} else ""
        month = f"{self._month}月" if "m" in kinds else ""
        day = f"{self._day}日" if ("d", 1) in tokens or ("d", 2) in tokens else ""
        if kinds & {"h", "s"} and not (year or month):
            return self.text()
        return year + month + day or self.text()

    def _field(self, code: str, *, is_minute: bool) -> str:
        kind, width = code[0], len(code)
        if kind in "ye":
            return str(self._year)[-2:] if code == "yy" else str(self._year)
        if kind == "m" and is_minute:
            return str(int(self._minute)).zfill(width)
        if kind == "m":
            return self._month_name(width)
        if kind == "d" and width <= 2:
            return str(self._day).zfill(width)
        if kind in "da":
            return self._weekday(code)
        if kind == "h":
            hour = int(self._hour)
            if self._section.holds("half-day"):
                hour = hour % 12 or 12
            return str(hour).zfill(width)
        return str(int(self._second)).zfill(width)

    def _month_name(self, width: int) -> str:
        if width <= 2:
            return str(self._month).zfill(width)
        name = _MONTHS[self._month - 1]
        return {3: name[:3], 5: name[0]}.get(width, name)

    def _weekday(self, code: str) -> str:
        number = (self._days + 5) % 7
        if code[0] == "a" or self._section.is_chinese:
            return ("周" if len(code) == 3 else "星期") + "一二三四五六日"[number]
        return _WEEKDAYS[number] if len(code) == 4 else _WEEKDAYS[number][:3]


def _calendar(days: int) -> tuple[int, int, int]:
    if days == _FALSE_LEAP_DAY:
        return 1900, 2, 29
    if days == 0:
        return 1900, 1, 0
    start = date(1899, 12, 31) if days < _FALSE_LEAP_DAY else date(1899, 12, 30)
    day = start + timedelta(min(days, _LAST))
    return day.year, day.month, day.day


def _minutes(tokens: Sequence[Token]) -> set[int]:
    """Which of the tokens m, mm are minutes: those behind hours or before seconds."""
    found = set()
    fields = [
        (index, token) for index, token in enumerate(tokens) if token.kind in {"date", "elapsed"}
    ]
    for at, (index, token) in enumerate(fields):
        if token.kind == "date" and token.text in {"m", "mm"}:
            before = at and fields[at - 1][1].text[0] == "h"
            after = at + 1 < len(fields) and fields[at + 1][1].text[0] == "s"
            if before or after:
                found.add(index)
    return found
