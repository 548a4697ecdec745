"""What a header's label says: the field that it heads, its unit, and the time of its figures."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from zhibi.data_files import read_data
from zhibi.intake.sheets.quantities import measures

TableKind = Literal["indicator", "statement", "section"]
KINDS: tuple[TableKind, ...] = ("indicator", "statement", "section")
MEASURES = frozenset({"value", "growth", "previous", "forecast", "target", "completion"})
"""Fields that a table may have several times: once for each time that its header names."""

_LONGEST_LABEL = 30
_BRACKETS = re.compile(r"[(（\[【](?:计量|金额)?(?:单位[:：])?([^()（）\[\]【】]{1,10})[)）\]】]")
_NOISE = re.compile(r"[\s*＊※·:：、/／±]|[(（\[【][^()（）\[\]【】]*[)）\]】]")
_PERIOD = (
    r"\d{1,2}月?[-—–~～至到]\d{1,2}月份?|\d{1,2}月份?|上半年|下半年|全年|"
    r"(?:前|第)?[一二三四1-4]季度|截[至止]到?\d{1,2}月(?:\d{1,2}日|底|末|份)?"
)
_TIME = re.compile(rf"(截[至止]到?(?=(?:19|20)\d\d年))?(?:((?:19|20)\d\d)年度?)?({_PERIOD})?")
_DAY_BEHIND = re.compile(r"\d{1,2}日|底|末")
_MONTH_ALONE = re.compile(r"(\d{1,2})月")
_SPAN = re.compile(r"(\d{1,2})月?[-—–~～至到](\d{1,2})月份?")
_MONTH_NAMES = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_HAN_MONTH = "(十[一二]?|[一二三四五六七八九])"
_HAN_MONTHS = re.compile(rf"(?:^|(?<=年)){_HAN_MONTH}(?:月?[至到—–~～-]{_HAN_MONTH})?月")
_SCOPES = re.compile(
    r"(?:截?至)?[本当]月(?:止|末|底)?累计|本月|当月|本季度?|当季|(?:自|从)?年初(?:至今|以来)?累计|本年累计|今年累计|累计"
)
BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_ENDS = {"上半年": 6, "下半年": 12, "全年": 12, "一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12}


@dataclass(frozen=True, slots=True)
class When:
    """The time that a label names; `scope` tells a month's figure from one since January."""

    year: int | None = None
    period: str = ""
    scope: Literal["", "month", "to_date"] = ""

    def __bool__(self) -> bool:
        return self != _NO_TIME

    def under(self, above: When) -> When:
        """The time, with what the label above it says where it says nothing itself."""
        return When(self.year or above.year, self.period or above.period, self.scope or above.scope)

    @property
    def end(self) -> int:
        """The month in which the time ends, from 1; 12 where only a year is known."""
        months = re.findall(r"\d{1,2}(?=月)", self.period)
        if months:
            return int(months[-1])
        return next((month for word, month in _ENDS.items() if word in self.period), 12)

    def __str__(self) -> str:
        year = f"{self.year}年" if self.year else ""
        scope = {"month": "本月", "to_date": "累计", "": ""}[self.scope]
        return year + (self.period or scope) or "没有写时间的栏"


_NO_TIME = When()


@dataclass(frozen=True, slots=True)
class Label:
    """A header label as understood: its field may be empty; a `weak` one names a time only."""

    field: str
    unit: str
    when: When
    weak: bool = False


@lru_cache(maxsize=8192)
def read_label(kind: TableKind, text: str) -> Label:
    """What a label means in a table of this kind."""
    unit = unit_in_brackets(text) or ("%" if "%" in text or "％" in text else "")
    bare = bare_label(text)
    if len(text) > _LONGEST_LABEL or not bare:
        return Label("", "", _NO_TIME)
    direct = _synonyms(kind).get(bare, "") or (_composed(bare) if kind == "indicator" else "")
    when, rest = split_time(bare)
    if direct:
        return Label(direct, unit, When(scope=when.scope) if direct == "value" else _NO_TIME)
    if kind != "indicator" or not when:
        return Label("", unit, _NO_TIME)
    if not rest:
        return Label("value", unit, when, weak=True)
    found = _synonyms(kind).get(rest, "")
    return Label(found if found in MEASURES else "", unit, when)


def _composed(bare: str) -> str:
    """The field of a header that is put together of words: 全年任务数 → target."""
    patterns: dict[str, str] = read_data("intake", "columns")["composed"]
    return next((one for one, each in patterns.items() if re.fullmatch(each, bare)), "")


def split_time(bare: str) -> tuple[When, str]:
    """A label without blanks as its time and the rest."""
    bare = _HAN_MONTHS.sub(_in_digits, bare)
    if BARE_YEAR.fullmatch(bare):
        return When(int(bare)), ""
    match = _TIME.match(bare)
    assert match is not None, "every part of the pattern may be missing"
    rest, period = bare[match.end() :], match[3] or ""
    if match[1] and period:  # 截至2024年11月20日 is told as 截至11月20日
        day = _DAY_BEHIND.match(rest)
        period, rest = "截至" + period + (day[0] if day else ""), rest[day.end() if day else 0 :]
    scope: Literal["", "month", "to_date"] = ""
    found = _SCOPES.search(rest)
    if found is not None:
        scope = "to_date" if "累计" in found[0] else "month"
        rest = rest[: found.start()] + rest[found.end() :]
    year = int(match[2]) if match[2] else None
    return When(year, written_period(period), scope), rest


def _in_digits(match: re.Match[str]) -> str:
    """Months written as 一月 or 一至十月, in digits."""
    numbers = [str(_MONTH_NAMES.index(name) + 1) for name in match.groups() if name]
    return "-".join(numbers) + "月"


def written_period(period: str) -> str:
    """A period as reports write it: 1-6月份 → 1—6月."""
    span = _SPAN.fullmatch(period)
    if span is not None:
        return f"{int(span[1])}—{int(span[2])}月"
    return period.removesuffix("份")


def since_january(period: str) -> str:
    """The period of what is counted up to the end of a month or quarter: 4月 → 1—4月."""
    month = _MONTH_ALONE.fullmatch(period)
    if month is not None:
        return f"1—{int(month[1])}月"
    quarter = re.fullmatch(r"第?([一二三四1-4])季度", period)
    if quarter is not None:
        number = "一二三四1234".index(quarter[1]) % 4
        return ("第一季度", "上半年", "前三季度", "全年")[number]
    return period


def unit_in_brackets(text: str) -> str:
    """The unit that a label carries: 数值（万元） → 万元; brackets of notes have none."""
    if text.isalnum():
        return ""
    found = [match[1].strip() for match in _BRACKETS.finditer(text)]
    return next((unit for unit in reversed(found) if measures(unit)), "")


def units_in_brackets(text: str) -> list[str]:
    """The units where a label carries several, which say of no row which it is: 存栏（头、只）."""
    return next((listed for match in _BRACKETS.finditer(text) if (listed := _listed(match[1]))), [])


def _listed(words: str) -> list[str]:
    units = [one.strip() for one in re.split(r"[、,，/]", words)]
    return units if len(units) > 1 and all(measures(one) for one in units) else []


def without_unit(text: str) -> str:
    """A name without the brackets that hold its unit, or several units."""
    for match in reversed(list(_BRACKETS.finditer(text))):
        if measures(match[1].strip()) or _listed(match[1]):
            return (text[: match.start()] + text[match.end() :]).strip()
    return text


@lru_cache(maxsize=8192)
def bare_label(header: str) -> str:
    """A label without blanks, signs and brackets, in half-width characters."""
    text = unicodedata.normalize("NFKC", _NOISE.sub("", header))
    return re.sub(r"\s|%$", "", text)


@cache
def header_words() -> frozenset[str]:
    """All words that head a column of any kind of table."""
    return frozenset(word for kind in KINDS for word in _synonyms(kind))


@cache
def _synonyms(kind: TableKind) -> dict[str, str]:
    words: dict[str, list[str]] = read_data("intake", "columns")[kind]
    return {bare_label(word): name for name, listed in words.items() for word in listed}
