"""What follows a number: its unit, 多/余 and 半 around it, the base of a rate.

An unknown measure word is taken as it stands, one character, unless that character begins no noun.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from zhibi.data_files import read_data
from zhibi.figures.model import Kind
from zhibi.figures.numerals import NUMERALS
from zhibi.figures.units import Unit, rate_base_at, unit_at, unit_table
from zhibi.patterns import lazy_pattern

_HALVED = frozenset({"duration", "weight", "length", "area", "multiple"})
# Behind a unit, 半 adds a half (两年半) unless it begins a word (三天半程).
_HALF = lazy_pattern(r"半(?![数年以径岛山成自路途点百程价])")
# 多 and 余 inside a unit (3个多月) and behind one (一年多来, 10亩余).
_MORE_INSIDE = lazy_pattern(r"个([多余])(?=月|小时|星期|礼拜|学期|工作日)")
_MORE_BEHIND = lazy_pattern(r"[多余](?=[，。；、,;）)！\s的来时]|以上|时间|$)")
_RATE_MARKS = frozenset("/／每")
NO_MEASURE = frozenset(
    "的了和与及是在至为已被将由从对于按比较达到共其中均有无未不就也都还又再则而且或但若如因之这那该此并增减新"
    "完建开投实推收落提下上前后内外左右余多来几约近超以等相同全各今去自让使给向把用做出入得会能可要应须必需请"
    "经过起止时均含占仅只总每比跟向往随虽即因故所者们着地得吗呢吧啊年月日大"
)
"""Characters that begin no measure word: behind a bare number they begin the next word."""
_MEASURES = lazy_pattern(r"[^\W\d_]")


class Measure(NamedTuple):
    """The unit behind a number: where it ends, its name and kind, a hedge in it, a half added.

    `known` is false where the unit is a guess, or there is none.
    """

    end: int
    unit: str
    kind: Kind
    hedge: str = ""
    half: bool = False
    known: bool = True


def measure_at(text: str, end: int, infix: str, decimal: bool = False) -> Measure:
    """The measure of a number that ends at `end`; `infix` is the hedge that the number holds.

    What is written with a decimal point (`decimal`) counts nothing: 39.85调整为39.3 has no unit.
    """
    character = text[end : end + 1]
    unit = unit_at(text, end)
    if unit is None:
        if character and character in " *":
            return _spaced(text, end, infix)
        return Measure(end, "", "other", known=False) if decimal else _guessed(character, end)
    if character == "个":
        inside = _inside(text, end)
        if inside is not None:
            return inside
    return _behind(text, end + len(unit.spelling), unit, infix)


def _behind(text: str, stop: int, unit: Unit, infix: str) -> Measure:
    """A known unit that ends at `stop`, and what may follow it: 人民币, 半, 多."""
    if unit.spelling == "元" and text.startswith("人民币", stop):
        stop += 3
    following = text[stop : stop + 1]
    if following == "半" and unit.kind in _HALVED and _HALF.match(text, stop):
        return Measure(stop + 1, unit.name, unit.kind, half=True)
    if following and following in "多余" and not infix and _MORE_BEHIND.match(text, stop):
        return Measure(stop + 1, unit.name, unit.kind, following)
    return Measure(stop, unit.name, unit.kind)


def _inside(text: str, end: int) -> Measure | None:
    """个 with 多, 余 or 半 before the unit of time: 3个多月, 一个半小时."""
    more = _MORE_INSIDE.match(text, end)
    if more is not None:
        start, hedge, half = more.end(), more.group(1), False
    elif text.startswith("个半", end):
        start, hedge, half = end + 2, "", True
    else:
        return None
    unit = unit_at(text, start)
    if unit is None or unit.kind != "duration":
        return None
    name = "个月" if unit.name == "月" else unit.name
    return Measure(start + len(unit.spelling), name, unit.kind, hedge, half)


def _spaced(text: str, end: int, infix: str) -> Measure:
    """A unit behind one space or the end of bold type: 98.5 %, **320**户."""
    start = end + (2 if text.startswith("**", end) else 1)
    unit = unit_at(text, start)
    if unit is None:
        return Measure(end, "", "other", known=False)
    return _behind(text, start + len(unit.spelling), unit, infix)


def _guessed(character: str, end: int) -> Measure:
    """The next character as a measure word that no list has, if it can be one."""
    if (
        not character
        or character.isascii()
        or character in NO_MEASURE
        or character in NUMERALS
        or character in unit_table().unless
        or _MEASURES.match(character) is None
    ):
        return Measure(end, "", "other", known=False)
    return Measure(end + 1, character, "count", known=False)


def rate_behind(text: str, end: int) -> tuple[int, str]:
    """The base of a rate right behind a unit, and where it ends: 元/月, 元每平方米, 元/人·年."""
    if text[end : end + 1] not in _RATE_MARKS or end >= len(text):
        return end, ""
    base = rate_base_at(text, end + 1)
    stop = end + 1 + len(base)
    if not base or (text[end] == "每" and _GOES_ON.match(text, stop)):
        return end, ""  # 连续7年每年减贫: 每 belongs to what follows
    if text[stop : stop + 1] in ("·", "•", "/"):
        more = rate_base_at(text, stop + 1)
        if more:
            return stop + 1 + len(more), f"{base}·{more}"
    return stop, base


_GOES_ON = lazy_pattern(r"[^\W_](?<!的)")
_EVERY_WINDOW = 24


def concentration(unit: str, per: str) -> str:
    """The unit of a concentration that is told in two places (每立方米31微克), else empty."""
    joined = f"{unit}/{per}"
    return joined if per and joined in unit_table().by_spelling else ""


@cache
def _every() -> re.Pattern[str]:
    """每 with its base, then at most twelve characters of the same clause without a number."""
    words = "|".join(read_data("figures", "units")["every"].split())
    return re.compile(
        rf"每(?:个|一)?({words})(?:[（(][^（()）]{{1,6}}[）)])?"
        r"[^，。；：、！？\n0-9０-９一二三四五六七八九十百千万两每]{0,12}$"
    )


def rate_before(text: str, start: int) -> str:
    """The base of a rate named by 每 before a number: 每周一次, 每村建设一个, 每户补助500元."""
    at = text.rfind("每", max(0, start - _EVERY_WINDOW), start)
    if at < 0:
        return ""
    match = _every().match(text[at:start])
    return match.group(1) if match is not None else ""
