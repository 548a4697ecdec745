"""Numerals that are no figures: set phrases, words, idioms, names, and the patterns they follow.

The lists are data (`data/phrases.yaml`, `data/idioms.txt`). Each phrase is filed under its first
numeral, so that a scanner standing on a numeral asks one short question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple, cast

import yaml

from zhibi.figures.model import Why
from zhibi.figures.numerals import ARABIC_DIGITS, CHINESE_NUMERALS
from zhibi.figures.units import unit_at

_NUMERALS = frozenset(ARABIC_DIGITS + CHINESE_NUMERALS + "半")
_WHY_OF_LIST: dict[str, Why] = {
    "set_phrases": "set-phrase",
    "words": "word",
    "articles": "word",
    "names": "name",
}


class Exempt(NamedTuple):
    """A phrase that holds no figure: where it ends, and what it is instead."""

    end: int
    why: Why


@dataclass(frozen=True, slots=True)
class _Shape:
    """Phrases with as many characters before their first numeral, and as many in all."""

    before: int
    length: int
    phrases: dict[str, Why]


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """Phrases by first numeral (those that end last come first), and the patterns."""

    shapes: dict[str, tuple[_Shape, ...]]
    chinese: re.Pattern[str]
    arabic: re.Pattern[str]
    whys: tuple[Why, ...]


def first_numeral(phrase: str) -> int:
    """The index of the first numeral character of a phrase, or -1."""
    return next((at for at, character in enumerate(phrase) if character in _NUMERALS), -1)


def _shapes(phrases: dict[str, Why]) -> dict[str, tuple[_Shape, ...]]:
    filed: dict[str, dict[tuple[int, int], dict[str, Why]]] = {}
    for phrase, why in phrases.items():
        before = first_numeral(phrase)
        if before < 0:
            raise ValueError(f"no numeral in {phrase!r} (phrases.yaml)")
        group = filed.setdefault(phrase[before], {})
        group.setdefault((before, len(phrase)), {})[phrase] = why
    return {
        numeral: tuple(
            _Shape(before, length, group[before, length])
            for before, length in sorted(group, key=lambda key: (key[0] - key[1], -key[0]))
        )
        for numeral, group in filed.items()
    }


def _alternation(patterns: dict[str, list[str]], arabic: bool) -> re.Pattern[str]:
    """One pattern for all that can begin with such a numeral; group n belongs to reason n."""
    groups = []
    for listed in patterns.values():
        wanted = [
            pattern
            for pattern in listed
            if ("0-9" in pattern or "[12" in pattern or re.search(r"[0-9]{3}", pattern) is not None)
            == arabic
        ]
        groups.append(f"({'|'.join(wanted)})" if wanted else "((?!))")
    return re.compile("|".join(groups))


@cache
def phrase_table() -> PhraseTable:
    """The phrases and patterns, read once."""
    data_files = files("zhibi.figures").joinpath("data")
    text = data_files.joinpath("phrases.yaml").read_text("utf-8")
    data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  BaseLoader makes strings only
    phrases: dict[str, Why] = {}
    idioms = data_files.joinpath("idioms.txt").read_text("utf-8").splitlines()
    for line in idioms:
        if not line.startswith("#"):
            phrases.update(dict.fromkeys(line.split(), cast("Why", "word")))
    for name, why in _WHY_OF_LIST.items():
        phrases.update(dict.fromkeys(data[name].split(), why))
    patterns: dict[str, list[str]] = data["patterns"]
    return PhraseTable(
        _shapes(phrases),
        _alternation(patterns, arabic=False),
        _alternation(patterns, arabic=True),
        cast("tuple[Why, ...]", tuple(patterns)),
    )


def phrase_at(text: str, at: int) -> Exempt | None:
    """The phrase whose first numeral is the one at `at`: the one that ends last, or None."""
    table = phrase_table()
    character = text[at]
    found: Exempt | None = None
    for shape in table.shapes.get(character, ()):
        start = at - shape.before
        if start < 0:
            continue
        why = shape.phrases.get(text[start : start + shape.length])
        if why is not None:
            found = Exempt(start + shape.length, why)
            break
    pattern = table.arabic if character in ARABIC_DIGITS else table.chinese
    match = pattern.match(text, at)
    if match is not None and (found is None or match.end() > found.end):
        found = Exempt(match.end(), table.whys[cast("int", match.lastindex) - 1])
    return found


_TWICE = re.compile(
    r"([一二三四五六七八九十两百千万])([^\W\d_〇零一二三四五六七八九十百千万亿两半])"
    r"([一二三四五六七八九十两百千万多])([^\W\d_〇零一二三四五六七八九十百千万亿两半])"
)
_NOT_TWICE = frozenset("余多几个成是年月日天元")


def twin_phrase_at(text: str, at: int) -> Exempt | None:
    """A phrase of the pattern “numeral, character, numeral, character”: 三清一改, 一村一品.

    Two measure words make two counts (五户八人), unless both numerals are 一 (一人一档).
    """
    match = _TWICE.match(text, at)
    if match is None:
        return None
    first, one, second, other = match.groups()
    if one in _NOT_TWICE or other in _NOT_TWICE:
        return None
    counted = unit_at(text, at + 1) is not None and unit_at(text, at + 3) is not None
    if counted and not (first == second == "一"):
        return None
    return Exempt(match.end(), "set-phrase")
