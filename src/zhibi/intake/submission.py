"""The content of one submitted file: facts to be merged into a facts file, with their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal

    from zhibi.errors import Place, Problem
    from zhibi.facts.model import Part
    from zhibi.intake.tally import Tally


@dataclass(slots=True)
class SubmittedItem:
    """One fact, derivation or check as plain data of a facts file.

    `topic` says where it belongs: a section's id, topic or heading, “上级/下级” for nested ones,
    empty for the part itself. `place` is where it stands, `field_places` where its fields do.
    `number` is the id that its place in a facts file gave it, kept if no other fact has it.
    `heading` is what a text has above it: where a section bears that name, it decides, and
    `topic` was only a guess.
    """

    data: dict[str, Any]
    topic: str
    part: Part | None
    place: Place
    order: Decimal | None = None
    number: str = ""
    heading: str = ""
    field_places: dict[str, Place] = field(default_factory=dict)
    year: int | None = None
    """The year that a table's title or header gives; merging compares it with the report's."""
    in_report: bool = False
    """Whether it stands in a table of a report, whose year is the report's."""
    plan_year: int | None = None
    """The year that a plan in a report of `year` is for."""


@dataclass(slots=True)
class SubmittedSection:
    """A section without its facts; `under` names the section above it.

    `suggested` if only a heading of a text makes it one: its words give way to those of a file
    that lists its sections.
    """

    data: dict[str, Any]
    under: str
    place: Place
    suggested: bool = False


@dataclass(slots=True)
class Submission:
    """The content of one file; `notes` tell the user how it was read."""

    path: str
    document: dict[str, Any] = field(default_factory=dict)
    document_places: dict[str, Place] = field(default_factory=dict)
    sections: list[SubmittedSection] = field(default_factory=list)
    facts: list[SubmittedItem] = field(default_factory=list)
    derive: list[SubmittedItem] = field(default_factory=list)
    checks: list[SubmittedItem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    tally: Tally | None = None
    """The numerals that the file shows; None for a facts file, which is nothing else."""
    missing: list[str] = field(default_factory=list)
    """Rows with a name and no figure: each with its name and its source."""
    guessed: dict[str, Any] = field(default_factory=dict)
    """Fields of the document that the file only suggests: any file that states one prevails."""
