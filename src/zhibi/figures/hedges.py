"""Hedge words: which one belongs to a number, what it means, and what it allows.

The words are data (`data/hedges.yaml`), each with its meaning. A hedge has a direction: 近 and
不到 stay below the number stated, 余 and 超 above it, 约 and 左右 on either side, 以上 and 以内
bound it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Literal, NamedTuple

from zhibi.data_files import read_data
from zhibi.figures.model import Quantity
from zhibi.figures.units import factor
from zhibi.patterns import lazy_pattern

Meaning = Literal["about", "under", "over", "at_least", "at_most"]

# Words that may come between a hedge and its number: 至少有10个, 超过了一千, 约占38%.
_LINKS = ("达到", "有", "了", "达", "为", "占", "合", "需", "在")
_VERB_WINDOW = 10
_BOUND_AND_VERB = lazy_pattern(
    r"(?<!比)(至少|最少|至多|最多)(?!的)[^\W\d_〇零一二三四五六七八九十百千万亿两]{1,8}$"
)
_OPEN_DIGIT = frozenset("数几")
_ABOUT_REACH = Decimal("0.05")
_OVER_REACH = Decimal("0.05")  # 超3.5万 for 3.6万; 余 keeps within the digit
_UNDER_REACH = Decimal("0.1")


class Hedge(NamedTuple):
    """One hedge word, as the data file gives it."""

    word: str
    place: Literal["before", "infix", "after"]
    meaning: Meaning
    reach: Decimal | None
    unless: str
    only: str
    behind: tuple[str, ...]


class HedgeTable(NamedTuple):
    """Hedges by word, and those before or after a number by last or first character."""

    by_word: dict[str, Hedge]
    before: dict[str, tuple[Hedge, ...]]
    after: dict[str, tuple[str, ...]]
    last_before: frozenset[str]


@cache
def hedge_table() -> HedgeTable:
    """The words of `data/hedges.yaml`, read once; longer words come first."""
    rows = read_data("figures", "hedges")
    hedges = [
        Hedge(
            row["word"],
            row["place"],
            row["meaning"],
            Decimal(row["reach"]) if "reach" in row else None,
            row.get("unless", ""),
            row.get("only", ""),
            tuple(row.get("behind", "")),
        )
        for row in rows
    ]
    before: dict[str, tuple[Hedge, ...]] = {}
    after: dict[str, tuple[str, ...]] = {}
    for hedge in sorted(hedges, key=lambda hedge: len(hedge.word), reverse=True):
        if hedge.place == "before":
            last = hedge.word[-1]
            before[last] = (*before.get(last, ()), hedge)
        elif hedge.place == "after":
            first = hedge.word[0]
            after[first] = (*after.get(first, ()), hedge.word)
    by_word: dict[str, Hedge] = {}
    for hedge in hedges:
        by_word.setdefault(hedge.word, hedge)
    ends = frozenset(before) | {link[-1] for link in _LINKS} | {" "}
    return HedgeTable(by_word, before, after, ends)


def hedge_before(text: str, at: int) -> str | None:
    """The hedge word in front of a number at `at` (约, 近, 不少于 …), or None."""
    table = hedge_table()
    if at == 0 or text[at - 1] not in table.last_before:
        return None
    first = text[at]
    end = at - 1 if text[at - 1] == " " else at
    found = _ending(text, end, first, table)
    if found is None:
        for link in _LINKS:
            if text.endswith(link, 0, end):
                found = _ending(text, end - len(link), "", table)
                # 网格点上有64名: this 上 is a place, 上 as a hedge stands before its number.
                return None if found is not None and table.by_word[found].only else found
    return found


def hedge_of_verb(text: str, at: int) -> str | None:
    """A bound before the verb whose object is the number at `at`: 至少开展2次, 最多安排3人."""
    window = text[max(0, at - _VERB_WINDOW) : at]
    if "少" not in window and "多" not in window:
        return None
    match = _BOUND_AND_VERB.search(window)
    return match.group(1) if match is not None else None


def _ending(text: str, end: int, number: str, table: HedgeTable) -> str | None:
    if end <= 0:
        return None
    for hedge in table.before.get(text[end - 1], ()):
        start = end - len(hedge.word)
        if start < 0 or not text.startswith(hedge.word, start):
            continue
        if hedge.only and number not in hedge.only:
            continue
        if start and text[start - 1] in hedge.unless:
            continue
        if hedge.behind and start and not text.endswith(hedge.behind, 0, start):
            continue
        return hedge.word
    return None


def hedge_after(text: str, end: int) -> str | None:
    """The hedge word right behind a figure that ends at `end` (以上, 左右 …), or None."""
    for word in hedge_table().after.get(text[end : end + 1], ()):
        if text.startswith(word, end):
            return word
    return None


def meaning(hedge: str) -> Meaning | None:
    """What a hedge word says of its number; None for a word that is no hedge."""
    known = hedge_table().by_word.get(hedge)
    return known.meaning if known else None


def _step(stated: Quantity) -> Decimal:
    """The place value of the last digit that is not zero: 300 → 100, 3.5万 → 1000, 12 → 1."""
    sign, digits, exponent = stated.value.as_tuple()
    del sign
    zeros = 0
    while zeros < len(digits) - 1 and digits[-1 - zeros] == 0:
        zeros += 1
    return Decimal(1).scaleb(int(exponent) + zeros)


def admits(hedge: str, stated: Quantity, true: Quantity) -> bool:
    """Whether `stated` with this hedge is a true thing to say where `true` is exact.

    Both must be comparable (the caller asks `units.comparable`). 近3000 admits 2860 but neither
    3001 nor 2000; 320余 admits 321 to 329; 约300 admits what rounds to it or lies within 5 %.
    """
    known = hedge_table().by_word.get(hedge)
    if known is None:
        return False
    unit = factor(stated.unit)
    said, exact = abs(stated.value * unit), abs(true.value * factor(true.unit))
    step = _step(stated) * unit
    if known.meaning == "at_least":
        return exact >= said
    if known.meaning == "at_most":
        return exact <= said
    if known.meaning == "over":
        # 数十 and 几百 leave the digit open: up to ten times the scale that they name.
        if known.word in _OPEN_DIGIT:
            return said < exact < said * 10
        near = said * (1 + _OVER_REACH) if known.place == "before" else said
        return said < exact < said + step or said < exact <= near
    if known.meaning == "under":
        return said * (1 - (known.reach or _UNDER_REACH)) <= exact < said
    off = abs(exact - said)
    return off <= exact * _ABOUT_REACH or off <= min(step / 2, said * _UNDER_REACH)
