"""Units and measure words: what they measure, how they convert, where one begins in a text.

The list is data (`data/units.yaml`). Units with the same base convert into each other; a measure
word that is not listed is a kind of its own: an unknown one is compared but never converted.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from zhibi.data_files import read_data
from zhibi.figures.model import Kind, Quantity

_KINDS: frozenset[str] = frozenset(
    {"money", "percent", "pp", "length", "area", "weight", "duration", "count", "multiple"}
)


class Unit(NamedTuple):
    """One spelling of a unit: the name it is reported under, its base and the factor to it."""

    spelling: str
    name: str
    base: str
    factor: Decimal
    dimension: str
    kind: Kind


class UnitTable(NamedTuple):
    """All units, by spelling and by first character (longest first)."""

    by_spelling: dict[str, Unit]
    by_first: dict[str, tuple[str, ...]]
    unless: dict[str, str]
    alike: tuple[frozenset[str], ...]
    per: dict[str, tuple[str, ...]]


def _kind(dimension: str, base: str) -> Kind:
    if dimension == "ordinal":
        return "ordinal"
    if dimension in _KINDS:
        return dimension  # type: ignore[return-value]
    return "other" if base else "count"


def _by_first(spellings: set[str]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = {}
    for spelling in sorted(spellings, key=len, reverse=True):
        grouped.setdefault(spelling[0], []).append(spelling)
    return {first: tuple(group) for first, group in grouped.items()}


@cache
def unit_table() -> UnitTable:
    """The units of `data/units.yaml`, read once."""
    data = read_data("figures", "units")
    printed: dict[str, str] = data["printed"]
    units: dict[str, Unit] = {}

    def add(spelling: str, base: str, factor: str, dimension: str) -> None:
        name = printed.get(spelling, spelling)
        kind = _kind(dimension, base)
        units.setdefault(spelling, Unit(spelling, name, base, Decimal(factor), dimension, kind))

    for dimension, bases in data["scaled"].items():
        for base, spellings in bases.items():
            for spelling, factor in spellings.items():
                add(spelling, base, factor, dimension)
    for words in data["counted"].values():
        for group in words.split():
            first, *others = group.split("=")
            for spelling in (first, *others):
                add(spelling, first, "1", "count")
    per = set(data["per"].split()) | {word for word in units if word.isalpha()}
    alike = tuple(frozenset(words) for words in data["alike"])
    return UnitTable(units, _by_first(set(units)), data["unless"], alike, _by_first(per))


def unit_at(text: str, at: int) -> Unit | None:
    """The longest known unit that begins at `at`, or None.

    A unit in Latin letters ends where the letters end: `5G网` holds no gram.
    """
    table = unit_table()
    for spelling in table.by_first.get(text[at : at + 1], ()):
        if text.startswith(spelling, at):
            last = spelling[-1]
            if last.isascii() and last.isalnum():
                after = text[at + len(spelling) : at + len(spelling) + 1]
                if after.isascii() and after.isalnum():
                    continue
            unless = table.unless.get(spelling)
            if unless and text[at + len(spelling) : at + len(spelling) + 1] in tuple(unless):
                continue
            return table.by_spelling[spelling]
    return None


def rate_base_at(text: str, at: int) -> str:
    """The longest word at `at` that a rate may be per (月 in 元/月), or an empty string."""
    for spelling in unit_table().per.get(text[at : at + 1], ()):
        if text.startswith(spelling, at):
            return spelling
    return ""


def said_alike(one: str, other: str) -> bool:
    """Whether two measure words are said of the same things (次, 遍)."""
    words = {base(one), base(other)}
    return any(words <= alike for alike in unit_table().alike)


def base(unit: str) -> str:
    """The unit that `unit` converts to (公里 → 米, 名 → 人); an unlisted unit is its own."""
    known = unit_table().by_spelling.get(unit)
    return known.base if known else unit


def dimension(unit: str) -> str:
    """What a unit measures (`money`, `area`, `count` …); an unlisted unit counts things."""
    known = unit_table().by_spelling.get(unit)
    return known.dimension if known else ("count" if unit else "")


def factor(unit: str) -> Decimal:
    """The factor from a unit to its base (公里 → 1000 米); 1 for a unit that is not listed."""
    known = unit_table().by_spelling.get(unit)
    return known.factor if known else Decimal(1)


def comparable(a: str, b: str) -> bool:
    """Whether two units measure the same thing: 公里 and 米, 名 and 人; never 户 and 人."""
    return base(a) == base(b)


def _ends(quantity: Quantity) -> tuple[Decimal, Decimal | None]:
    by = factor(quantity.unit)
    if quantity.kind == "fraction":
        by = Decimal(100)
    high = None if quantity.high is None else quantity.high * by
    return quantity.value * by, high


def _same_kind(a: Quantity, b: Quantity) -> bool:
    shares = {"percent", "fraction"}
    if a.kind in shares and b.kind in shares:
        return True
    dated = {"date", "year", "period", "ordinal"}
    if a.kind != b.kind and (a.kind in dated or b.kind in dated):
        return False
    return comparable(a.unit, b.unit)


def same_value(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities state the same: across scale, unit scale and written form.

    1.2亿元 = 12000万元, 两名 = 2人, 九成 = 90%, 480.00 = 480, 十一月底 = 11月底; never across
    kinds (户 and 人, % and 个百分点, 3年 and 第3年). Hedges are not compared; the base of a rate
    counts only where both name one.
    """
    if a.date is not None or b.date is not None:
        years = {a.relative_year, b.relative_year} - {None}
        return len(years) < 2 and (a.date, a.until, a.part) == (b.date, b.until, b.part)
    if a.ratio or b.ratio:
        return a.ratio == b.ratio
    if not _same_kind(a, b) or (a.per and b.per and not comparable(a.per, b.per)):
        return False
    return _ends(a) == _ends(b)


_SAME_BASE = {
    "天": "日",
    "晚": "日",
    "星期": "周",
    "季": "季度",
    "床": "张",
    "个月": "月",
    "名": "人",
}


def rate_base(per: str) -> str:
    """The base of a rate under one name: 天 and 日 are one."""
    return _SAME_BASE.get(per, per)
