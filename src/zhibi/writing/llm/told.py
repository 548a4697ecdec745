"""What a passage tells in other words than the check reads, and figures that follow from others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from zhibi.checking.bigrams import bigrams
from zhibi.figures.model import TIME_KINDS
from zhibi.figures.units import base, factor
from zhibi.writing.llm.comparisons import counted_figures

if TYPE_CHECKING:
    from zhibi.facts.model import Fact
    from zhibi.figures.model import Quantity

_SAID = 0.35
"""The share of a statement's word pairs that a passage has where all its figures stand in it."""
_RETOLD = 0.5
"""The same for a statement without figures."""
_PASSAGE = re.compile(r"[^\n]+")

_Key = tuple[Decimal, bool]


class Told:
    """The figures and words of a printed passage, against those of the facts that belong there."""

    def __init__(self, text: str, facts: Iterable[Fact]) -> None:
        self._figures = Counter(_key(one.quantity) for one in counted_figures(text))
        self._owed = Counter(one for fact in facts for one in _keys(fact))
        self._lines = [set(bigrams(line)) for line in _PASSAGE.findall(text)]

    def tells(self, fact: Fact) -> bool:
        """Whether the passage has all figures of a fact, and of a statement enough words.

        A figure that several facts have must stand there as often as they have it.
        """
        figures = _keys(fact)
        if any(self._figures[one] < self._owed[one] for one in figures):
            return False
        wanted = set(bigrams(fact.text if fact.is_statement else fact.name))
        share = max((len(wanted & line) for line in self._lines), default=0) / max(len(wanted), 1)
        return share >= (_SAID if figures else _RETOLD)


def _keys(fact: Fact) -> set[_Key]:
    entries = [one.quantity for one in fact.entries() if one.show == "must"]
    read = [one.quantity for one in counted_figures(fact.text)] if not entries else []
    return {_key(one) for one in (*entries, *read) if one.kind not in TIME_KINDS}


def _key(quantity: Quantity) -> _Key:
    return quantity.value * factor(quantity.unit), quantity.kind in ("percent", "pp")


_BESIDE = 250
"""Characters on either side of a figure in which the two stand that it may follow from."""


def follows_from_two(text: str, start: int) -> bool:
    """Whether the figure at an offset is the sum or the difference of two others of its line."""
    low = max(text.rfind("\n", 0, start) + 1, start - _BESIDE)
    high = text.find("\n", start, start + _BESIDE)
    figures = counted_figures(text[low : high if high >= 0 else start + _BESIDE])
    own = next((one.quantity for one in figures if low + one.start == start), None)
    if own is None or own.kind in ("percent", "pp", "ordinal"):
        return False
    size, unit = own.value * factor(own.unit), base(own.unit)
    beside = [
        one.quantity.value * factor(one.quantity.unit)
        for one in figures
        if low + one.start != start and base(one.quantity.unit) == unit
    ]
    pairs = combinations(beside, 2)
    return any(size in (one + other, abs(one - other)) for one, other in pairs)
