"""The weights and thresholds that decide which entry a figure states, in one table.

Which entries a figure may state is a matter of its value. Which of them, and whether another one
is meant, is decided for the figures of a line together: by the words that tell two entries apart
(`labels.contrast`, -1 to 1) and by what each field has against an entry (`fit.misfit`). Two figures
are exchanged where the other assignment of both is better in sum; one has a wrong indicator where
the assignment without regard to values beats the one with values by `margin`.

Beside each number stand the mistakes that it prevents. A score says how well the words around a
figure name an entry, from 0 to about 1. `python -m benchmarks.scoring` varies each number and
counts what is caught and what is raised falsely.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Scoring:
    """The numbers of the matching; see the module."""

    # Weights of words, where those of the figure's own clause count 1.
    inherited: float = 0.5
    """Words of the figure before, halved again with each figure: 9户28人, …万元，同比增长6.35%."""
    earlier_clause: float = 0.25
    """Clauses before the figure's own: with more, exchanges within a sentence or paragraph."""
    secondary_label: float = 0.5
    """In a label, the whole's name for a part, and words for growth, target and forecast."""
    negligible: float = 0.12
    """Inherited words below this weight are dropped: figures far apart share no label."""

    same_section: float = 0.08
    """Added to entries of the section that a line mostly reports: equal names."""

    agreement: float = 0.15
    """For the same hedge among entries of one value (4家, 4家以上)."""

    # Least scores.
    unnamed: float = 0.15
    """Below it, the words say nothing of an entry: wrong units and roundings of others."""
    named: float = 0.34
    """For a rival to be meant: unfamiliar words taken for another indicator (false errors)."""
    well_named: float = 0.5
    """For two figures to be given one entry, and for years: contradictions within the text."""

    # By how much a rival must exceed the entry that has the value.
    tie: float = 0.05
    """Scores closer than this are equal: one figure that reports two entries of one name."""
    margin: float = 0.2
    """Where no figure of the line states the rival: figures of a neighbouring row."""
    unit_margin: float = 0.10
    """For the entry with the same digits in another unit."""
    exchange: float = 0.1
    """In sum for two figures of a line: what the fields and words of both say."""
    taken: float = 0.1
    """Where another figure of the line states the entry better."""
    among_equals: float = 0.3
    """The weight of the fields among entries of one value."""

    fields: Mapping[str, float] = field(
        default_factory=lambda: {
            "earlier": 0.4,
            "change": 0.4,
            "aim": 0.4,
            "left": 0.8,
            "new": 0.3,
            "per": 0.4,
            "base": 0.3,
            "done": 0.2,
            "ongoing": 0.3,
            "not": 0.3,
            "total": 0.2,
            "share": 0.3,
            "completion": 0.3,
            "plan": 0.3,
            "months": 0.4,
        }
    )
    """What each field has against an entry that is not told as the clause tells the figure."""
    unsaid: float = 0.5
    """The share of that for what is known of the entry and not said of the figure."""


SCORING = Scoring()
