"""A statement's text as it is printed: its numerals in one form, with a verb, in fit sentences."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from zhibi.checking.rules.prose.words import any_of, prose_words, verbs_of
from zhibi.chinese_numerals import chinese_numeral
from zhibi.figures.model import TIME_KINDS

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    from zhibi.facts.model import Entry, Fact
    from zhibi.styles.model import Style

_NUMERALS = {chinese_numeral(number): number for number in range(1, 13)} | {"两": 2}
_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九])(?=月)")
_SMALL = re.compile(r"([一二两三四五六七八九])(?=\w)")
_NUMBER = re.compile(r"\d[\d.]*")
_SUBJECT = re.compile(r"[^，。；：！？、\d]{2,14}")
_CLAUSE = re.compile(r"[^，。；：！？]*")
_YUAN = re.compile(r"\d+元")
_LARGE = 100000
"""Amounts in 元 from which on a report that has 万元 writes them so too (W208)."""
_WAN, _WAN_YUAN = 10000, "万元"
_MOST_DECIMALS = 4
_LEAST_DIGIT = 1
_MOST_DIGIT = 9


def digit_units(facts: Collection[Fact]) -> frozenset[str]:
    """The units that some fact writes behind a small number in digits (9名); 万元 at any."""
    entries = [entry for fact in facts for entry in fact.entries()]
    units = {
        entry.quantity.unit
        for entry in entries
        if entry.quantity.text[:1].isdecimal()
        and _LEAST_DIGIT < entry.quantity.value <= _MOST_DIGIT
    }
    if any(entry.quantity.text.endswith(_WAN_YUAN) for entry in entries):
        units.add(_WAN_YUAN)
    return frozenset(units)


def printed_text(fact: Fact, style: Style, units: Collection[str]) -> str:
    """The text with months in digits, small counts like those of other facts, and a verb.

    Small numbers are written in digits where their unit is in `units`, large amounts in 万元
    where that is. A text that only names things and counts them gets 有 before them, a rate 达.
    """
    text = fact.text
    for entry in sorted(fact.figures, key=lambda one: one.start, reverse=True):
        digits = _in_digits(entry, text[entry.start : entry.end], units)
        text = text[: entry.start] + digits + text[entry.end :]
    return _with_verb(fact, text, style)


def _with_verb(fact: Fact, text: str, style: Style) -> str:
    """The text with 有 or 达 where its first clause is nothing but a name and its figures."""
    first = min(fact.figures, key=lambda one: one.start, default=None)
    if first is None or first.quantity.kind in TIME_KINDS or first.quantity.hedge:
        return text
    name, clause = fact.text[: first.start], _CLAUSE.match(fact.text)
    ends = [one.end for one in fact.figures]
    if not _SUBJECT.fullmatch(name) or clause is None or clause.end() not in ends:
        return text
    words = style.sentences
    if has_verb(clause[0], style) or any(word in name for word in words.never_had):
        return text
    if first.quantity.kind == "percent" and name.endswith(words.rate_endings):
        return words.rate.format(name=name, value=text[first.start :])
    if first.quantity.kind != "count":
        return text
    at = _place_end(name, words.places)
    return text[:at] + words.has.format(clause=text[at:])


def _place_end(name: str, places: Collection[str]) -> int:
    """Where the place ends that a name begins with (桂井商圈|沿街铺面); 0 where there is none."""
    found = re.match(rf"\w{{2,6}}?(?:{any_of(places)})(?=\w{{2}})", name)
    return found.end() if found else 0


def parted(text: str, style: Style) -> str:
    """The text with full stops for semicolons where a sentence has too many figures.

    Only where what follows can stand alone: it has a verb.
    """
    most = style.prose.figures
    return "".join(
        _parted(one, style) if len(_NUMBER.findall(one)) > most else one
        for one in re.split(r"(?<=。)", text)
    )


def _parted(sentence: str, style: Style) -> str:
    first, *rest = sentence.split("；")
    return first + "".join(f"{'。' if has_verb(one, style) else '；'}{one}" for one in rest)


def _in_digits(entry: Entry, written: str, units: Collection[str]) -> str:
    kind = entry.quantity.kind
    found = _MONTH.match(written) if kind == "date" else None
    if kind == "count" and entry.quantity.unit in units and entry.quantity.value > _LEAST_DIGIT:
        found = _SMALL.match(written)
    if kind == "money" and _WAN_YUAN in units and _YUAN.fullmatch(written):
        return _in_wan(entry.quantity.value, written)
    return f"{_NUMERALS[found[1]]}{written[found.end(1) :]}" if found else written


def _in_wan(value: Decimal, written: str) -> str:
    """A large amount in 元 as the same amount in 万元; others as they are written."""
    converted = value / _WAN
    decimals = -int(converted.normalize().as_tuple().exponent)
    if value < _LARGE or decimals > _MOST_DECIMALS:
        return written
    return f"{converted:.{max(decimals, 0)}f}{_WAN_YUAN}"


def has_verb(text: str, style: Style) -> bool:
    """Whether a text has one of the verbs that the style or the prose check knows."""
    opened = re.match(any_of(prose_words()["opening_verbs"]), text)
    return bool(opened or _verbs((*style.sentences.deeds, *verbs_of(style))).search(text))


@cache
def _verbs(own: tuple[str, ...]) -> re.Pattern[str]:
    words = prose_words()
    return re.compile(f"(?:{any_of([*own, *words['verbs']])})(?!{any_of(words['noun_endings'])})")
