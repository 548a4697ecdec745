"""What the figures of a list share: what is said before the first of them, or of each in turn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from zhibi.checking.reading.cues import Said
from zhibi.checking.reading.fields import Reading
from zhibi.figures.units import comparable
from zhibi.patterns import lazy_pattern

LIST = lazy_pattern(r"[、和及与跟同或]|以及|还有")
"""What joins the items of a list."""
_LIST_MARKS = lazy_pattern(r"[、和及与]|以及")
LIST_ONLY = lazy_pattern(r"(?:[、和及与，,]|以及|分别|各|达|为)*")
"""What may stand between two figures of a list."""


def inherit_lists(text: str, readings: Sequence[Reading]) -> None:
    """What is said before the first figure of a list, or of a change from it, holds after it.

    每户分别补600元和800元; 由每人每月920元提高到980元.
    """
    for before, after in pairwise(readings):
        if after.clause != before.clause:
            continue
        between = text[before.figure.end : after.figure.start]
        if len(between) <= 3 and LIST_ONLY.fullmatch(between):
            after.role = after.role or before.role
            after.base = after.base or before.base
            after.rate = after.rate or before.rate
        elif (
            (after.to_level or LIST.search(between))
            and not after.rate
            and comparable(after.figure.quantity.unit, before.figure.quantity.unit)
        ):
            after.rate = before.rate


def read_listed_bases(text: str, bases: Sequence[Said], readings: Sequence[Reading]) -> None:
    """Bases that are listed before a list of as many changes: 同比、环比分别增长6.7%和18.4%."""
    for one, other in pairwise(bases):
        if not _LIST_MARKS.fullmatch(text, one.end, other.start):
            continue
        behind = [r for r in readings if r.figure.start >= other.end][:2]
        if len(behind) < 2 or behind[1].clause != behind[0].clause:
            continue
        first, second = (reading.figure for reading in behind)
        if LIST_ONLY.fullmatch(text, first.end, second.start):
            behind[0].base, behind[1].base = one, other
