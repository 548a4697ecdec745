"""What is read of one figure: a value for each field, with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from zhibi.checking.reading.cues import Said
    from zhibi.figures.model import Figure

Aspect = Literal["not", "plan", "ongoing", "done"]


class Period(NamedTuple):
    """A year and a range of months, each None where it is not said; `point` is a date in it."""

    year: int | None = None
    first: int | None = None
    last: int | None = None
    point: bool = False

    @property
    def months(self) -> tuple[int, int] | None:
        """The months of a range; None for a date and where only a year is said."""
        if self.point or self.first is None or self.last is None:
            return None
        return self.first, self.last


class PeriodSaid(NamedTuple):
    """A period with its span and words; `inherited` as in `Said`."""

    value: Period
    start: int
    end: int
    words: str
    inherited: str = ""


class Stage(NamedTuple):
    """How far a matter has come: the rank of the stage (0 where none is named) and its aspect.

    A stage that is only named is done (在建: ongoing) and not `marked`: no word before it says
    whether it is reached. 正在 is ongoing; 预计, 计划 are a plan; 尚未 is not. `scale` is empty for
    the steps of projects and applications, else names the scale that the rank is of. `verb` is what
    is done: the word of the step, else what follows the word of aspect (已安装).
    """

    rank: int
    aspect: Aspect
    start: int
    end: int
    words: str
    inherited: str = ""
    marked: bool = True
    scale: str = ""
    verb: str = ""


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class Reading:
    """One figure of a sentence, and what its clause says of it.

    `clause` is the span of its clause. `to_level` says that the direction leads up to the figure
    (增加到28万元), not that the figure is the change. `weights` are the pairs of characters around
    it, weighted by how closely they belong to it. `near_rates` are the bases of rates said anywhere
    in the sentence; `planned` says that a plan or forecast is spoken of before or after the figure.
    `is_rate_base` says that the figure is itself what another is counted per (一年 in 一年100元);
    `per` are the bases that it is counted per (月, 户).
    """

    figure: Figure
    clause: tuple[int, int]
    left: str = ""
    right: str = ""
    weights: dict[str, float] = field(default_factory=dict)
    period: PeriodSaid | None = None
    base: Said | None = None
    direction: Said | None = None
    to_level: bool = False
    stages: tuple[Stage, ...] = ()
    rate: tuple[Said, ...] = ()
    role: Said | None = None
    level: tuple[Said, ...] = ()
    near_rates: frozenset[str] = frozenset()
    planned: bool = False
    is_rate_base: bool = False
    per: frozenset[str] = frozenset()

    @property
    def way(self) -> int:
        """+1 or -1 as the clause says up or down, else 0."""
        if self.figure.quantity.value < 0:
            return -1
        if self.direction is None:
            return 0
        return 1 if self.direction.value == "up" else -1
