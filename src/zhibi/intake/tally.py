"""Counts the numerals that a file shows: each is in a fact, or left with its place and reason."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

NUMERAL = re.compile(r"[0-9０-９]+(?:[,，.．][0-9０-９]+)*")
"""A numeral: digits with the points and separators between them."""
_MOST_PLACES = 3


def count_numerals(text: str) -> int:
    """How many numerals a text holds."""
    return len(NUMERAL.findall(text))


@dataclass(slots=True)
class Left:
    """Numerals of one place that are in no fact."""

    place: str
    count: int
    why: str


@dataclass(slots=True)
class Tally:
    """The numerals of a file: how many it shows, how many are in facts, and the others."""

    path: str
    used: int = 0
    left: list[Left] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """All numerals of the file."""
        return self.used + sum(one.count for one in self.left)

    def use(self, text: str) -> None:
        """The numerals of this text are in a fact."""
        self.used += count_numerals(text)

    def give_up(self, place: str, text: str, why: str) -> None:
        """The numerals of this text, counted as used, are in no fact after all."""
        self.used -= count_numerals(text)
        self.leave(place, text, why)

    def leave(self, place: str, text: str, why: str) -> None:
        """The numerals of this text are in no fact."""
        count = count_numerals(text)
        if count:
            self.left.append(Left(place, count, why))

    def __str__(self) -> str:
        rest = sum(one.count for one in self.left)
        text = f"看到 {self.seen} 个数，用了 {self.used} 个"
        if not rest:
            return text
        counts: Counter[str] = Counter()
        places: dict[str, list[str]] = {}
        for one in self.left:
            counts[one.why] += one.count
            places.setdefault(one.why, []).append(one.place)
        listed = "；".join(
            f"{why} {count} 个（{_some(places[why])}）" for why, count in counts.most_common()
        )
        return f"{text}，其余 {rest} 个：{listed}"

    def as_data(self) -> dict[str, Any]:
        """The tally for JSON."""
        left = [{"place": one.place, "count": one.count, "why": one.why} for one in self.left]
        return {"path": self.path, "seen": self.seen, "used": self.used, "left": left}


def _some(places: list[str]) -> str:
    distinct = list(dict.fromkeys(places))
    more = "等" if len(distinct) > _MOST_PLACES else ""
    return "、".join(distinct[:_MOST_PLACES]) + more
