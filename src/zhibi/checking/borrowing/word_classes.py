"""Word classes of reports: what names somebody or something, and what only tells of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from zhibi.checking.reading.clauses import Clause
from zhibi.data_files import read_data
from zhibi.figures.model import Figure
from zhibi.patterns import WordTable

SHORTEST = 2
_FIELDS = ("base", "direction", "stage", "aspect", "role", "rate", "period")


def held_characters(
    clause: Clause, figures: Iterable[Figure], fields: Iterable[str] = _FIELDS
) -> list[bool]:
    """Which characters of a clause are no words of a subject.

    They are figures, marks, words of grammar, and the words of fields that are compared by
    themselves.
    """
    held = [not char.isalpha() for char in clause.words]
    start, size = clause.start, len(held)
    spans = _grammar().spans(clause.words, clause.pairs)
    spans += [(max(one.start - start, 0), min(one.end - start, size)) for one in figures]
    for field in fields:
        spans += [(one.start - start, one.end - start) for one in clause.cues(field)]
    for low, high in spans:
        held[low:high] = [True] * (high - low)
    return held


def is_noun(word: str) -> bool:
    """Whether a word names something, and is not made of ordinary words of reports."""
    rest = _ordinary().without(word)
    if rest in _kinds():
        return False  # 该公司, 两个村 take up what has been named
    return len(rest) >= SHORTEST or (rest in _bearers() and word.endswith(rest) and word != rest)


def is_ordinary(word: str) -> bool:
    """Whether a word is one of reports that names nobody and nothing."""
    return word in _listed()


@cache
def _listed() -> frozenset[str]:
    listed: Iterable[list[str]] = borrowing_data()["ordinary"].values()
    return frozenset(word for words in listed for word in words)


def names_more(words: str, known: Collection[str]) -> bool:
    """Whether words have a noun that neither `known` pairs of letters nor ordinary words make.

    老年食堂选用合作社 names no firm where the facts have 老年食堂, 远山水产合作社 does.
    """
    left = list(words)
    for at in range(len(words) - 1):
        if words[at : at + 2] in known:
            left[at] = left[at + 1] = " "
    return any(map(is_noun, "".join(left).split()))


def compares(clause: Clause) -> bool:
    """Whether a clause lays another thing beside its own, and not only another time."""
    words, start = clause.words, clause.start
    for said in reversed(clause.cues("base")):
        words = words[: said.start - start] + words[said.end - start :]
    return _beside().search(words) is not None


@cache
def proper_form() -> re.Pattern[str]:
    """The end of a name of a place, body or firm: two characters of its own and its kind."""
    kinds = "|".join(sorted(borrowing_data()["kinds"], key=len, reverse=True))
    return re.compile(rf"[^\W\d_]{{2}}(?:{kinds})")


@cache
def borrowing_data() -> dict[str, Any]:
    """`data/borrowing.yaml`."""
    data: dict[str, Any] = read_data("checking", "borrowing")
    return data


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(borrowing_data()["beside"])


@cache
def _bearers() -> frozenset[str]:
    return frozenset(borrowing_data()["bearers"])


@cache
def _kinds() -> frozenset[str]:
    return frozenset(borrowing_data()["kinds"])


def _neutral() -> list[str]:
    """The words of grammar and reporting of more than one character."""
    words: list[str] = read_data("checking", "statements")["neutral"]
    return [word for word in words if len(word) >= SHORTEST]


def _and_joining(words: Iterable[str]) -> WordTable:
    """Some words, and the characters that join words."""
    return WordTable([*words, *borrowing_data()["joining"]])


@cache
def _grammar() -> WordTable:
    return _and_joining(_neutral())


@cache
def _ordinary() -> WordTable:
    listed: Iterable[list[str]] = borrowing_data()["ordinary"].values()
    return _and_joining({*_neutral(), *(word for words in listed for word in words)})
