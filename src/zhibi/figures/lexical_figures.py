"""Figures that begin with a word instead of a numeral: 第三届, 首批, 翻两番, 无一例, 数十."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from zhibi.figures.claims import claim_at
from zhibi.figures.dates import date_at
from zhibi.figures.hedges import hedge_after, hedge_before
from zhibi.figures.model import Kind, Numerals, Quantity
from zhibi.figures.numerals import number_at
from zhibi.figures.phrases import Exempt, ordinal_phrase_at, phrase_at
from zhibi.figures.units import unit_at
from zhibi.patterns import lazy_pattern

_CLAUSE_STARTS = frozenset("\n。；;：:，,！？!? \u3000“*")
_ONE = Decimal(1)
_HALF = Decimal("0.5")
# Where 半 is half of something unnamed: 过半, 半数.
_MAJORITY = lazy_pattern(r"半数|(?<=[过逾])半(?=[，。；、,;）)\s]|$)")
_INSIDE = lazy_pattern("近|约|超过|超|逾")  # 翻了近一番
_HOLDS_PLACE = lazy_pattern(
    r"(?:[位排名]列|[位稳居]居|居|[占占]据|排名|排在|名列|跃升至?|升至)(?:全?[^\W\d_，]{0,6})$|全[国省市县区镇州域]首?$"
)
_PART_OF_WORD = frozenset("上下前后大多对参减折各")


class LexicalFigure(NamedTuple):
    """A figure with its span, when `quantity` is given; else an exempt span."""

    start: int
    end: int
    quantity: Quantity | None
    exempt: Exempt | None = None


def lexical_figure_at(text: str, at: int) -> LexicalFigure | None:
    """Read what begins at one of 第 首 翻 无 半 数 几; None if it is an ordinary word there."""
    return _READERS[text[at]](text, at)


def _ordinal(text: str, at: int) -> LexicalFigure | None:
    """第三届, 第12次, 第一季度; 第一书记 and 第三产业 are phrases, 第一， opens a list."""
    number = number_at(text, at + 1)
    if number is None:
        return None
    unit = unit_at(text, number.end)
    end = number.end if unit is None else number.end + len(unit.spelling)
    phrase = ordinal_phrase_at(text, at)
    if phrase is not None and (phrase.end >= end or phrase.why == "name"):
        opens = at == 0 or text[at - 1] in _CLAUSE_STARTS
        if opens or phrase.why != "enumerator":
            return LexicalFigure(at, phrase.end, None, phrase)
    if unit is not None and unit.base == "季度":
        dated = date_at(text, at + 1)
        if dated is not None:
            return LexicalFigure(at, dated.end, dated.quantity(text[at : dated.end]))
    name = "" if unit is None else unit.name
    quantity = Quantity(
        text[at:end], number.value, name, "ordinal", number.high, numerals=number.numerals
    )
    return LexicalFigure(at, end, quantity)


def _first(text: str, at: int) -> LexicalFigure | None:
    """首批, 首届; 首位 only where something has that place (居全县首位), not in 摆在首位."""
    if text[at + 1] == "位" and _HOLDS_PLACE.search(text[max(0, at - 10) : at]) is None:
        return None
    quantity = Quantity(text[at : at + 2], _ONE, text[at + 1], "ordinal", numerals="chinese")
    return LexicalFigure(at, at + 2, quantity)


def _doubling(text: str, at: int) -> LexicalFigure:
    """翻番 and 翻了一番 make it twice as much, 翻两番 four times."""
    end = text.index("番", at) + 1
    times = number_at(text, end - 2) if end - at > 2 else None
    value = Decimal(2) ** int(times.value if times is not None else 1)
    inside = _INSIDE.search(text[at:end])
    hedge = hedge_before(text, at) or (inside.group() if inside else hedge_after(text, end))
    return LexicalFigure(
        at, end, Quantity(text[at:end], value, "倍", "multiple", None, hedge, numerals="chinese")
    )


def _none(text: str, at: int) -> LexicalFigure | None:
    """无一例 is nought cases; 无一例外 and 无一遗漏 are words."""
    unit = unit_at(text, at + 2)
    if unit is None:
        return None
    end = at + 2 + len(unit.spelling)
    phrase = phrase_at(text, at + 1)
    if phrase is not None and phrase.end > end:
        return None
    numerals: Numerals = "arabic" if text[at + 1] == "1" else "chinese"
    quantity = Quantity(text[at:end], Decimal(0), unit.name, unit.kind, numerals=numerals)
    return LexicalFigure(at, end, quantity)


def _half(text: str, at: int) -> LexicalFigure | None:
    """半个月, 半小时, 过半, 半数; 半年 and 上半年 are words."""
    majority = _MAJORITY.match(text, at)
    if majority is not None:
        return _half_of(text, at, majority.end(), "", "fraction")
    phrase = phrase_at(text, at)
    if text.startswith("成", at + 1):
        return None if phrase is not None else _half_tenth(text, at)
    unit = unit_at(text, at + 1)
    end = at + 1 if unit is None else at + 1 + len(unit.spelling)
    if phrase is not None and phrase.end >= end:
        return LexicalFigure(at, phrase.end, None, phrase)
    if unit is None or (at and text[at - 1] in _PART_OF_WORD):
        return None
    return _half_of(text, at, end, unit.name, unit.kind)


def _half_of(text: str, at: int, end: int, unit: str, kind: Kind) -> LexicalFigure:
    hedge = hedge_before(text, at) or hedge_after(text, end)
    quantity = Quantity(
        text[at:end], _HALF, unit, kind, None, hedge, decimals=1, numerals="chinese"
    )
    return LexicalFigure(at, end, quantity)


def _half_tenth(text: str, at: int) -> LexicalFigure:
    quantity = Quantity(text[at : at + 2], Decimal(5), "%", "percent", numerals="chinese")
    return LexicalFigure(at, at + 2, quantity)


def _several(text: str, at: int) -> LexicalFigure | None:
    """数十, 几百: an unknown multiple of the scale, at least one."""
    if hedge_before(text, at + 1) != text[at] or text.startswith("分之", at + 2):
        return None
    claim = claim_at(text, at + 1)
    if claim is None:
        return None
    quantity = replace(claim.quantity, text=text[at : claim.end], hedge=text[at])
    return LexicalFigure(at, claim.end, quantity)


_READERS: dict[str, Callable[[str, int], LexicalFigure | None]] = {
    "第": _ordinal,
    "首": _first,
    "翻": _doubling,
    "无": _none,
    "半": _half,
    "数": _several,
    "几": _several,
}
