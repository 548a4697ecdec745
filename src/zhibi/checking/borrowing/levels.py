"""Levels: whose matter something is (省级, 全市, 区委), in a clause and in the facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from zhibi.checking.bigrams import bigrams
from zhibi.checking.reading.cues import Said
from zhibi.patterns import lazy_pattern

_TAIL = lazy_pattern(
    r"(?:(?![和及与](?:全[国省市县区镇]|国家级|[省市县区镇]级))[^，。；：、\n\d]){0,16}"
)


class Level(NamedTuple):
    """A level that words say, and the pairs of characters of what it is the level of."""

    said: Said
    of: frozenset[str]


def levels_in(words: str, told: Iterable[Said], start: int = 0) -> list[Level]:
    """The levels that cues say of some words, in order, which begin at `start`."""
    found = []
    for said in told:
        tail = _TAIL.match(words, said.end - start)
        found.append(Level(said, frozenset(bigrams(tail[0] if tail else ""))))
    return found


def other_level(told: Level, known: Iterable[Level]) -> frozenset[str]:
    """The levels that facts have of the same, where they have this one not; empty if none is wrong.

    Of several levels that facts say, those of the thing that the words speak of count, if any is.
    """
    listed = list(known)
    most = max((len(told.of & one.of) for one in listed), default=0)
    alike = frozenset(one.said.value for one in listed if len(told.of & one.of) == most)
    return frozenset() if told.said.value in alike else alike
