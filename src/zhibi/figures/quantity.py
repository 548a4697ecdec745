"""A whole string as one writes it in a facts file, read as one quantity."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache

from zhibi.figures.claims import claim_at
from zhibi.figures.dates import year_part_at
from zhibi.figures.hedges import hedge_after, hedge_table
from zhibi.figures.model import Figure, Quantity
from zhibi.figures.numerals import CHINESE_SCALES, scaled
from zhibi.figures.scan import find_figures
from zhibi.figures.units import unit_table
from zhibi.figures.worded_times import worded_time_at
from zhibi.patterns import lazy_pattern

# What may precede the number besides a hedge: words that add nothing to it, or say per what.
_LEAD = lazy_pattern(
    r"(?:共计|共|累计|达到|达|为|有|从|自|前|人民币|每个?[^\W\d_]{1,4}|[^\W\d_]?均|[ \u3000])*"
)
_NUMERAL = lazy_pattern("[0-9０-９〇零一二三四五六七八九十百千万亿两廿卅]")
_PLAIN = lazy_pattern(r"((?:0|[1-9]\d{0,14})(?:\.(\d{1,6}))?)([^\d\s.,，．].{0,7})", re.ASCII)
_STEADY_KINDS = frozenset(
    {"money", "percent", "pp", "length", "area", "weight", "count", "multiple", "other"}
)
# Words before digits, none of which a figure takes in (as 明年 in 明年6月, 第 in 第5).
_WORDS_BEFORE = lazy_pattern(
    r"[^\W\d_〇零一二三四五六七八九十百千万亿两半廿卅]+(?<![年度的前至止到第负])(?=[0-9])"
)
_OF_TIME = frozenset("年月日季")
_NO_LEAD = "“{text}”：数前面的“{before}”不是数量的一部分"
_UNREAD = "“{text}”不是一个数量"


def parse_quantity(text: str) -> Quantity:
    """The quantity that `text` is, hedges included: `约320余户`, `-3.2%`, `31800元/月`, `11月底`.

    A year and a part of it are one period: `2024年上半年`, `2024年1—10月`.

    A hedge before or behind the number is kept in `hedge`; nothing else may stand around it.

    Raises:
        ValueError: the text is no quantity, or is more than one; the message says so in Chinese.

    """
    stripped = text.strip()
    return _plain(stripped) or _read(stripped, text)


def _plain(text: str) -> Quantity | None:
    """A number in digits and its unit, as most cells of a sheet are; None for all else.

    What the unit makes of a number is worked out once: for units of these kinds it is the same
    whatever the number.
    """
    match = _PLAIN.fullmatch(text)
    unit = None if match is None else _unit_alone(match[3])
    if match is None or unit is None:
        return None
    value = Decimal(match[1])
    if unit.scale != 1:
        value = scaled(value, unit.scale, len(match[2] or ""))
    return Quantity(
        text,
        value,
        unit.unit,
        unit.kind,
        scale=unit.scale,
        decimals=len(match[2] or ""),
        numerals=unit.numerals,
        per=unit.per,
    )


@lru_cache(maxsize=1024)
def _unit_alone(unit: str) -> Quantity | None:
    """The quantity 5 of a unit, where nothing but the number would change for another number."""
    if unit.lstrip("万亿").partition("/")[0] not in unit_table().by_spelling or unit[0] in _OF_TIME:
        return None
    try:
        quantity = _read(f"5{unit}", f"5{unit}")
    except ValueError:
        return None
    plain = Quantity(
        f"5{unit}",
        quantity.value,
        quantity.unit,
        quantity.kind,
        scale=quantity.scale,
        numerals=quantity.numerals,
        per=quantity.per,
    )
    return quantity if quantity == plain and quantity.kind in _STEADY_KINDS else None


def _read(stripped: str, text: str) -> Quantity:
    words = _WORDS_BEFORE.match(stripped)
    if words is not None and not _is_lead(words.group()):
        raise ValueError(_NO_LEAD.format(text=text, before=words.group()))
    figure = _only_figure(stripped) or _bare(stripped)
    if figure is None:
        raise ValueError(_UNREAD.format(text=text))
    before, after = stripped[: figure.start].strip(), stripped[figure.end :].strip()
    if after and after != hedge_after(after, 0):
        raise ValueError(f"“{text}”：读到“{figure.text}”为止，后面的“{after}”不是数量的一部分")
    quantity = figure.quantity
    if quantity.lead and before.endswith(quantity.lead):
        before = before.removesuffix(quantity.lead).strip()
        quantity = replace(quantity, text=quantity.lead + quantity.text)
    if not _is_lead(before):
        raise ValueError(_NO_LEAD.format(text=text, before=before))
    return quantity


def _only_figure(text: str) -> Figure | None:
    """The one figure of a text; a comma in front keeps its number from being a heading's."""
    period = year_part_at(text, 0) or worded_time_at(text, 0)
    if period is not None:
        return Figure(0, period.end, period.quantity(text[: period.end]))
    figures = [figure for figure in find_figures(f"，{text}") if figure.claim]
    if len(figures) > 1:
        raise ValueError(f"“{text}”里不止一个数量")
    if not figures:
        return None
    figure = figures[0]
    return Figure(figure.start - 1, figure.end - 1, figure.quantity)


def _bare(text: str) -> Figure | None:
    """A number that would be part of a word in a sentence but is one here: 一, 零, 半年, 12345."""
    if text.startswith("半"):
        rest = claim_at(f"一{text[1:]}", 0)
        if rest is None or not rest.known or rest.end != len(text):
            return None
        return Figure(0, len(text), _halved(text, rest.quantity))
    match = _NUMERAL.search(text)
    if match is None or (match.group() in CHINESE_SCALES[1:]):
        return None
    claim = claim_at(text, match.start())
    if claim is None or not (claim.known or claim.end == match.end() or match.group().isdecimal()):
        return None
    return Figure(claim.start, claim.end, claim.quantity)


def _halved(text: str, whole: Quantity) -> Quantity:
    return Quantity(text, whole.value / 2, whole.unit, whole.kind, decimals=1, numerals="chinese")


@cache
def _hedge_words() -> tuple[str, ...]:
    return tuple(sorted(hedge_table().by_word, key=len, reverse=True))


def _is_lead(before: str) -> bool:
    for word in _hedge_words():
        if word in before:
            before = before.replace(word, "", 1)
            break
    return _LEAD.fullmatch(before) is not None
