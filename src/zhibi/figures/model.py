"""What a figure is: one quantity, and the place where a text states it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal[
    "money",
    "count",
    "percent",
    "pp",
    "length",
    "area",
    "weight",
    "duration",
    "date",
    "year",
    "period",
    "ordinal",
    "multiple",
    "fraction",
    "other",
]
TIME_KINDS = frozenset({"date", "year", "period"})
"""The kinds of figures that name a time."""
Why = Literal["enumerator", "heading", "set-phrase", "name", "word"]
Numerals = Literal["arabic", "chinese", "mixed"]
Day = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit and hedge, as one writes it.

    `value` has 万/亿 multiplied out (`4521.6万元` → 45216000 元); percents stay as printed.
    `high` is the upper end of a range. `scale` is the multiplier that was written (1, 10000 …)
    and `decimals` the number of digits after the written decimal point: together they say how
    precise the figure claims to be. `text` is as written, without a hedge word before it.
    `per` is the base of a rate (`月` in 元/月, `周` in 每周一次), else empty.

    Dates and periods (kinds `date`, `year`, `period`) keep in `value` the first number that is
    written and in `unit` what that number counts (10月18日 → 10 月; 2024年10月 → 2024 年). The date
    itself is `date`, as (year, month, day) with None for what is not written; `until` is the last
    day, month or year of a range and `high` its last number; `part` is 初, 上旬, 中旬, 下旬, 末
    or 底. A quarter has its first and last month in `date` and `until`. `lead` is the word in
    front that belongs to the time (前 in 前10个月, 明年 in 明年6月); `relative_year` is the year
    that it names, counted from the year of the report (去年 −1, 今年 0, 明年 1).

    A proportion of three parts or more (87:9:4) has them all in `ratio` and the first in `value`.
    """

    text: str
    value: Decimal
    unit: str
    kind: Kind
    high: Decimal | None = None
    hedge: str | None = None
    scale: Decimal = Decimal(1)
    decimals: int = 0
    numerals: Numerals = "arabic"
    per: str = ""
    date: Day | None = None
    until: Day | None = None
    part: str = ""
    lead: str = ""
    relative_year: int | None = None
    ratio: tuple[Decimal, ...] = ()

    @property
    def written(self) -> str:
        """The text with the words in front that belong to it: 前三季度, 明年6月."""
        return self.text if self.text.startswith(self.lead) else self.lead + self.text


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text: a quantity and its span in code points, end exclusive.

    `claim` is false where the numeral states nothing that a fact must support; `why` says
    which kind of numeral it is instead. `unread` marks what writes a number that cannot be told:
    no claim, but nothing that may stay in a text either.
    """

    start: int
    end: int
    quantity: Quantity
    claim: bool = True
    why: Why | None = None
    unread: bool = False

    @property
    def text(self) -> str:
        """The figure as written in the text."""
        return self.quantity.text
