"""Word-like pieces of Chinese text for comparing labels: pairs of neighbouring characters."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sized
from functools import lru_cache

from zhibi.checking.cue_words import word_choice
from zhibi.patterns import lazy_pattern

_RUN = lazy_pattern(r"[^\W\d_]+")
# Function words that join or introduce; they say nothing of what a figure measures.
_EMPTY = lazy_pattern(
    word_choice("joining") + "|[的了和与及等为是达共已均到至在将对把并从由以中约近超余多]"
)


_REMEMBERED = 400
"""Characters up to which a text's pairs are kept: the same labels and contexts recur."""


def bigrams(text: str) -> tuple[str, ...]:
    """Pairs of neighbouring characters within runs of letters, function words taken out.

    A run of a single character stands for itself, so that labels of one character count.
    """
    return _remembered(text) if len(text) <= _REMEMBERED else _bigrams(text)


@lru_cache(maxsize=4096)
def _remembered(text: str) -> tuple[str, ...]:
    return _bigrams(text)


def _bigrams(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for run in _RUN.findall(_EMPTY.sub(" ", text)):
        if len(run) == 1:
            found.append(run)
        else:
            found.extend(map(str.__add__, run, run[1:]))
    return tuple(found)


def rarities(owners: Mapping[str, Sized], total: int) -> dict[str, float]:
    """How rare each pair is among `total` texts, of which it has these owners: log(1 + t / n)."""
    known = {number: math.log(1 + total / number) for number in {*map(len, owners.values())}}
    return {pair: known[len(having)] for pair, having in owners.items()}
