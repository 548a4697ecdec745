"""How alike two facts are, by the words that they have in common."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibi.facts.model import Fact

_LETTERS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def words_of(fact: Fact) -> Counter[str]:
    """The pairs of neighbouring letters of a fact: of its name, its text, its figures' names."""
    return words_in(fact.name, fact.text, *fact.names, *(entry.name for entry in fact.entries()))


def words_in(*texts: str) -> Counter[str]:
    """The pairs of neighbouring letters of texts; one that comes twice counts once."""
    return Counter(
        run[at : at + 2]
        for text in dict.fromkeys(texts)
        for run in _LETTERS.findall(text)
        for at in range(len(run) - 1)
    )


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """How much of the shorter one's words both have, 0 to 1."""
    least = min(one.total(), other.total())
    return (one & other).total() / least if least else 0.0
