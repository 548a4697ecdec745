"""Which times of a clause are still ahead when a report ends: 2026年5月, 四季度, 年底前."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.facts.kinds import report_kind

if TYPE_CHECKING:
    from zhibi.facts.model import Document

_NEXT = "明年"
_TIME = re.compile(
    r"(?P<year>20\d\d年|明年|今年)?(?:(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月|(?P<quarter>[一二三四])季度"
    r"|(?P<season>上半年|下半年|年底|年内|年末|国庆|中秋|暑期|[春夏秋]季|汛前|汛期前|冬季)"
    r"|(?P<turn>元旦|春节)前)"
    r"|(?P<alone>20\d\d年|明年)"
)
_MONTHS = {"汛前": 5, "汛期前": 5, "上半年": 6, "暑期": 8, "中秋": 10, "国庆": 10}
_MONTHS |= {"春季": 3, "夏季": 7, "秋季": 9}
"""The month until which a time lasts; the others last until the end of the year."""
_NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


class TimesAhead:
    """Reads the times of clauses against the end of a report's own time."""

    def __init__(self, document: Document, *, plans_next_year: bool) -> None:
        kind = report_kind(document.kind, document.period)
        self._year, self._last = document.year, kind.last_month
        self._planned = document.year + plans_next_year

    def is_ahead(self, words: str) -> bool | None:
        """Whether the last time of a clause is ahead; None where it has none."""
        found = [self._point(one) for one in _TIME.finditer(words)]
        return found[-1] > (self._year, self._last) if found else None

    def is_beyond(self, words: str) -> bool:
        """Whether the last time of a clause lies behind the year that the plan is for."""
        found = [self._point(one) for one in _TIME.finditer(words)]
        return bool(found) and found[-1][0] > self._planned

    def named(self, words: str) -> str:
        """The words with the number of next year."""
        return words.replace(_NEXT, f"{self._year + 1}年")

    def _point(self, found: re.Match[str]) -> tuple[int, int]:
        """The year and month of a time."""
        said = found["year"] or found["alone"] or ""
        year = self._year + (said == _NEXT or found["turn"] is not None)
        if said[:1].isdigit():
            year = int(said[:4])
        if found["month"]:
            return year, _number(found["month"])
        if found["quarter"]:
            return year, 3 * _number(found["quarter"])
        if found["alone"] and year == self._year:
            return year, self._last  # 2025年计划新建: the whole of the report's own year
        return year, 1 if found["turn"] else _MONTHS.get(found["season"] or "", 12)


def _number(written: str) -> int:
    """The number of a month or a quarter, in figures or in words."""
    return int(written) if written.isdigit() else _NUMBERS.index(written) + 1
