"""What stands in front of a date and belongs to it: 明年 in 明年6月, 前 in 前10个月, 截至."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from zhibi.data_files import read_data

_LONGEST = 10
_LAST = frozenset("年度的前头至止到")


class Lead(NamedTuple):
    """The words in front of a time, and the year that they name, counted from the report's."""

    words: str = ""
    year: int | None = None


@cache
def relative_years() -> dict[str, int]:
    """Words that name a year by its distance from the report's: 去年 → −1."""
    return {word: int(years) for word, years in read_data("figures", "time_words")["years"].items()}


def relative_year_pattern() -> str:
    """A pattern of these words, the longest first."""
    return "|".join(sorted(relative_years(), key=len, reverse=True))


@cache
def _lead() -> re.Pattern[str]:
    bounds: list[str] = read_data("figures", "time_words")["bounds"]
    either = "|".join(sorted(bounds, key=len, reverse=True))
    return re.compile(rf"({either})?(?:({relative_year_pattern()})的?)?([前头])?$")


def lead_before(text: str, at: int, own_year: bool, first_months: bool) -> Lead:
    """The words in front of the date at `at` that belong to it.

    前 does where the date is the first months or quarters of a year (`first_months`); a year word
    does where the date names no year of its own (`own_year`).
    """
    if text[at - 1 : at] not in _LAST:
        return Lead()
    match = _lead().search(text[max(0, at - _LONGEST) : at])
    if match is None:
        return Lead()
    word, first = match.group(2), match.group(3)
    if (first and not first_months) or (word and own_year):
        return Lead()
    return Lead(match.group(), relative_years().get(word) if word else None)
