"""A figure of a text with the entry of the ledger that it states: what `matching` finds out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zhibi.checking.fit import Tags
    from zhibi.checking.reading.fields import Reading
    from zhibi.figures.model import Figure


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class Match:
    """A claim of the text: what may support it, and what its words name instead.

    `entry` is the number of the entry that it states, or None; `rival` the best-named entry of
    the same kind with another value, `other_unit` the best-named one with the same digits in
    another unit. `entry_taken` says that another figure of the line states the entry better.
    Scores run from 0 to about 1. `attached` says that the figure is known to state its entry:
    code wrote it there. `meant` is another entry that the words and fields name clearly better
    than `entry`; with `exchanged`, another figure of the line has its value the other way round.
    `told` is what the clause tells the figure as; `is_stray` that it is told as the difference of
    two figures beside it, and has the value of an entry of another matter by chance.
    """

    figure: Figure
    reading: Reading
    line: int
    sentence: int
    scores: dict[int, float] = field(default_factory=dict)
    candidates: list[int] = field(default_factory=list)
    rounded: bool = False
    entry_taken: bool = False
    entry: int | None = None
    score: float = 0.0
    rivals: list[int] = field(default_factory=list)
    rival: int | None = None
    rival_score: float = 0.0
    other_unit: int | None = None
    other_unit_score: float = 0.0
    attached: bool = False
    meant: int | None = None
    exchanged: bool = False
    told: Tags = frozenset()
    is_stray: bool = False


class Attachment(NamedTuple):
    """A span of a text that code wrote for an entry: the figure in it states that entry.

    `start` and `end` are code points, end exclusive; `entry` is the entry's id.
    """

    start: int
    end: int
    entry: str
