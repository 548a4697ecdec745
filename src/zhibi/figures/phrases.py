"""Numerals that are no figures: set phrases, words, idioms, names, and the patterns they follow.

The lists are data (`data/phrases.yaml`, `data/idioms.txt`). A phrase is filed under its first
numeral and a character beside it, so that two look-ups find it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, cast

from zhibi.data_files import data_text, read_data
from zhibi.figures.model import Why
from zhibi.figures.numerals import ARABIC_DIGITS, CHINESE_NUMERALS
from zhibi.figures.person_names import is_given_name
from zhibi.figures.units import unit_at
from zhibi.patterns import KeyedPatterns, lazy_pattern

_BEFORE = 3
_BEHIND = {"chinese": 8, "arabic": 12, "ordinal": 16}
"""Characters from a numeral on either side within which a pattern has one of its words."""
_NUMERALS = frozenset(ARABIC_DIGITS + CHINESE_NUMERALS + "半")
_ARABIC = frozenset(ARABIC_DIGITS)
_WHY_OF_LIST: dict[str, Why] = {
    "set_phrases": "set-phrase",
    "words": "word",
    "articles": "word",
    "names": "name",
}

# Reasons of patterns that no longer figure can break.
_BOUND: dict[str, Why] = {"bound": "word", "enumerator": "enumerator", "name": "name"}


class Exempt(NamedTuple):
    """A phrase that holds no figure: where it ends, and what it is instead.

    `bound` marks one that stands whatever follows; any other gives way to a longer figure.
    """

    end: int
    why: Why
    bound: bool = False


_Phrase = tuple[str, int, Why]
"""A phrase, the place of its first numeral in it, and what it is: there are thousands of them."""
_Filed = dict[str, list[_Phrase]]


class _Forms:
    """Patterns of phrases by their reason, each with words of which one stands beside a match."""

    def __init__(self, patterns: dict[str, list[tuple[str, str]]], behind: int) -> None:
        self._behind = behind
        self._whys = [why for why, listed in patterns.items() for _ in listed]
        listed = (row for listed in patterns.values() for row in listed)
        rows = ((words.split(), expression) for words, expression in listed)
        self._patterns = KeyedPatterns(rows, re.MULTILINE)

    def at(self, text: str, at: int) -> tuple[int, str] | None:
        """The end of the first that matches at a numeral, and its reason."""
        for number, pattern in self._patterns.of(text[max(at - _BEFORE, 0) : at + self._behind]):
            match = pattern.match(text, at)
            if match is not None:
                return match.end(), self._whys[number]
        return None


class PhraseTable(NamedTuple):
    """Phrases by their first numeral with the character beside it, longest tail first.

    Phrases that begin with the numeral are filed under it and what follows, others under what
    precedes and the numeral.
    """

    leading: _Filed
    inner: _Filed
    chinese: _Forms
    arabic: _Forms
    ordinal: _Forms


def _first_numeral(phrase: str) -> int:
    for at, character in enumerate(phrase):
        if character in _NUMERALS:
            return at
    raise ValueError(f"no numeral in {phrase!r} (phrases.yaml)")


def _filed(phrases: dict[str, Why]) -> tuple[_Filed, _Filed]:
    """The phrases that begin with their first numeral, and the others."""
    leading: dict[str, list[_Phrase]] = {}
    inner: dict[str, list[_Phrase]] = {}
    for text, why in phrases.items():
        before = 0 if text[0] in _NUMERALS else _first_numeral(text)
        group = inner if before else leading
        key = text[before - 1 : before + 1] if before else text[:2]
        group.setdefault(key, []).append((text, before, why))
    for found in (*leading.values(), *inner.values()):
        if len(found) > 1:
            found.sort(key=_tail, reverse=True)
    return leading, inner


def _tail(phrase: _Phrase) -> int:
    """The characters of a phrase from its first numeral on."""
    return len(phrase[0]) - phrase[1]


@cache
def phrase_table() -> PhraseTable:
    """The phrases and patterns, read once."""
    data = read_data("figures", "phrases")
    phrases: dict[str, Why] = {}
    why: Why = "word"
    for line in data_text("figures", "idioms.txt").splitlines():
        if not line.startswith("#"):
            phrases.update(dict.fromkeys(line.split(), why))
    for name, why in _WHY_OF_LIST.items():
        phrases.update(dict.fromkeys(data[name].split(), why))
    patterns = data["patterns"]
    return PhraseTable(
        *_filed(phrases),
        _Forms(patterns["chinese"], _BEHIND["chinese"]),
        _Forms(patterns["arabic"], _BEHIND["arabic"]),
        _Forms({"name": patterns["ordinal"]}, _BEHIND["ordinal"]),
    )


def phrase_at(text: str, at: int) -> Exempt | None:
    """The phrase whose first numeral is the one at `at`: the one that ends last, or None."""
    if is_given_name(text, at):
        return Exempt(at + 1, "name", bound=True)
    table = phrase_table()
    end = -1
    why: Why = "word"
    for phrase, _, what in table.leading.get(text[at : at + 2], ()):
        if text.startswith(phrase, at):
            end, why = at + len(phrase), what
            break
    if at:
        for phrase, before, what in table.inner.get(text[at - 1 : at + 1], ()):
            start = at - before
            if start >= 0 and text.startswith(phrase, start):
                if start + len(phrase) > end:
                    end, why = start + len(phrase), what
                break
    form = (table.arabic if text[at] in _ARABIC else table.chinese).at(text, at)
    if form is not None:
        last, reason = form
        if reason == "bound" or (reason in _BOUND and last > end):
            return Exempt(last, _BOUND[reason], bound=True)
        if last > end:
            return Exempt(last, cast("Why", reason))
    return None if end < 0 else Exempt(end, why)


def ordinal_phrase_at(text: str, at: int) -> Exempt | None:
    """The phrase that begins with the 第 at `at` (第一书记), or an enumerator (第一，)."""
    table = phrase_table()
    for phrase, before, why in table.inner.get(text[at : at + 2], ()):
        if before == 1 and text.startswith(phrase, at):
            return Exempt(at + len(phrase), why)
    form = table.ordinal.at(text, at + 1)
    if form is not None:
        return Exempt(form[0], "name", bound=True)
    form = table.chinese.at(text, at + 1)
    if form is not None and form[1] in ("enumerator", "name"):
        return Exempt(form[0], _BOUND[form[1]], bound=True)
    return None


_HAN = r"[^\W\d_〇零一二三四五六七八九十百千万亿两半]"
_COUNT = "一二三四五六七八九十两百千万"
_SECOND = frozenset(_COUNT + "多")
_TWICE = lazy_pattern(rf"([{_COUNT}])({_HAN})([{_COUNT}多])({_HAN})(?:[{_COUNT}]{_HAN}){{0,3}}")
_PAIRED = lazy_pattern(
    rf"(?<![进统唯同归划])一({_HAN}{{2}}(?<![统唯同归划])一{_HAN}{{2}}|{_HAN}{{3}}(?<![统唯同归划])一{_HAN}{{3}})"
)
_CLASSIFIERS = frozenset("个名位次场条份处座所家户人支批")
_NOT_TWICE = frozenset("余多几个成是年月日天元")


def _paired(text: str, at: int) -> Exempt | None:
    """One thing to each of another, both with names: 一网格一支部, 一项目一专班."""
    if "一" not in text[at + 3 : at + 5]:
        return None
    match = _PAIRED.match(text, at)
    if match is None:
        return None
    if text[at + 1] in _CLASSIFIERS:  # 一个网格一个支部 counts
        return None
    return Exempt(match.end(), "set-phrase")


def alternating_phrase_at(text: str, at: int) -> Exempt | None:
    """A phrase of numerals and characters in turn: 三清一改, 一村一品, 一核三治五共.

    Two measure words make two counts (五户八人), unless both numerals are 一 (一人一档).
    """
    match = _TWICE.match(text, at) if text[at + 2 : at + 3] in _SECOND else None
    if match is None:
        return _paired(text, at)
    first, one, second, other = match.groups()
    if one in _NOT_TWICE or other in _NOT_TWICE:
        return None
    counted = unit_at(text, at + 1) is not None and unit_at(text, at + 3) is not None
    if counted and not (first == second == "一"):
        return None
    return Exempt(match.end(), "set-phrase")
