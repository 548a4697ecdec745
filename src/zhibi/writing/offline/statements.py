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

    from zhibi.facts.model import Entry, Fact
    from zhibi.styles.model import Style

_NUMERALS = {chinese_numeral(number): number for number in range(1, 13)} | {"两": 2}
_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九])(?=月)")
_SMALL = re.compile(r"([一二两三四五六七八九])(?=\w)")
_NUMBER = re.compile(r"\d[\d.]*")
_SUBJECT = re.compile(r"[^，。；：！？、\d]{2,14}")
_LEAST_DIGIT = 1
_MOST_DIGIT = 9


def digit_units(facts: Collection[Fact]) -> frozenset[str]:
    """The units that some fact writes behind a small number in digits (9名)."""
    return frozenset(
        entry.quantity.unit
        for fact in facts
        for entry in fact.entries()
        if entry.quantity.text[:1].isdecimal()
        and _LEAST_DIGIT < entry.quantity.value <= _MOST_DIGIT
    )


def printed_text(fact: Fact, style: Style, units: Collection[str]) -> str:
    """The text with months in digits, small counts like those of other facts, and a verb.

    Small numbers are written in digits where their unit is in `units`. A text that only names
    things and counts them gets 有 before them, a rate 达: the figures stay as they are.
    """
    text = fact.text
    for entry in sorted(fact.figures, key=lambda one: one.start, reverse=True):
        digits = _in_digits(entry, text[entry.start : entry.end], units)
        text = text[: entry.start] + digits + text[entry.end :]
    first = min(fact.figures, key=lambda one: one.start, default=None)
    if first is None or not _SUBJECT.fullmatch(fact.text[: first.start]):
        return text
    if first.quantity.kind in TIME_KINDS or first.quantity.hedge:
        return text
    if has_verb(re.split("[，；。]", text, maxsplit=1)[0], style):
        return text
    if first.quantity.kind == "percent":
        return style.sentences.rate.format(name=text[: first.start], value=text[first.start :])
    return style.sentences.has.format(clause=text) if first.quantity.kind == "count" else text


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
    return f"{_NUMERALS[found[1]]}{written[found.end(1) :]}" if found else written


def has_verb(text: str, style: Style) -> bool:
    """Whether a text has one of the verbs that the style or the prose check knows."""
    return bool(_verbs((*style.sentences.deeds, *verbs_of(style))).search(text))


@cache
def _verbs(own: tuple[str, ...]) -> re.Pattern[str]:
    words = prose_words()
    return re.compile(f"(?:{any_of([*own, *words['verbs']])})(?!{any_of(words['noun_endings'])})")
