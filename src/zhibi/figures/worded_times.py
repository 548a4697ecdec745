"""Times without a numeral: 上半年, 明年下半年, 去年底, 年初.

In a text they are words; a facts file may name them as figures.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from zhibi.figures.dates import Dated
from zhibi.figures.time_words import Lead, relative_year_pattern, relative_years
from zhibi.patterns import lazy_pattern

_HALF_YEAR = lazy_pattern(r"([^\W\d_]{0,4})([上下])半年")
_JANUARY, _DECEMBER = 1, 12


def worded_time_at(text: str, at: int) -> Dated | None:
    """The half or the end of the report's year, or of one named by its distance, in words."""
    return _half_year(text, at) or _year_end(text, at)


def _half_year(text: str, at: int) -> Dated | None:
    match = _HALF_YEAR.match(text, at)
    if match is None or (match.group(1) and match.group(1) not in relative_years()):
        return None
    word, half = match.groups()
    first = half == "上"
    start, until = (None, 1 if first else 7, None), (None, 6 if first else 12, None)
    value = Decimal(1 if first else 2)
    end, year = match.end(), relative_years().get(word)
    return Dated(end, value, None, "半年", "period", start, until, "", "chinese", Lead(word, year))


def says_worded_time(text: str, written: str) -> bool:
    """Whether a text has a time of a facts file that is words, as written or as 年末 for 年底."""
    found = worded_time_at(written, 0)
    if found is None or found.end != len(written):
        return False
    ends = _ends().fullmatch(written)
    if ends is None or ends.group(2) == "初":
        return written in text
    return re.search(f"{ends.group(1) or ''}年?[底末]", text) is not None


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"(?:({relative_year_pattern()})年?|年)([初底末])")


def _year_end(text: str, at: int) -> Dated | None:
    """The beginning or end of a year: the date that 1月初 or 12月底 is."""
    match = _ends().match(text, at)
    if match is None:
        return None
    word, part = match.group(1) or "", match.group(2)
    month = _JANUARY if part == "初" else _DECEMBER
    lead = Lead(word, relative_years().get(word))
    date, part = (None, month, None), "初" if part == "初" else "底"
    value = Decimal(month)
    return Dated(match.end(), value, None, "月", "date", date, None, part, "chinese", lead)
