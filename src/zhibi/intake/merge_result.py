"""The result of merging: the facts, the conflicts between sources, and what to tell the user."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zhibi.intake.collector import paused_collector
from zhibi.intake.facts_writer import dump_facts

_LONGEST_QUOTED = 60

if TYPE_CHECKING:
    from zhibi.errors import Place, Problem
    from zhibi.facts.model import Facts
    from zhibi.intake.submission import SubmittedItem
    from zhibi.intake.tally import Tally
    from zhibi.marked_yaml import Path as TreePath


@dataclass(frozen=True, slots=True)
class Side:
    """One source of a conflict and the text that it gives."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact or field on which two sources differ.

    `remark` names the probable cause of the difference, if there is one.
    """

    what: str
    sides: tuple[Side, ...]
    remark: str = ""

    def __str__(self) -> str:
        text = "　对　".join(f"{side.text}（{side.source}）" for side in self.sides)
        return f"{self.what}：{text}{f'；{self.remark}' if self.remark else ''}"


@dataclass
class MergeResult:
    """The merged facts as plain data, the conflicts between sources, and notes for the user.

    `text` is the facts file; it must not be written while `conflicts` remain. `agreed` counts
    the facts that more than one source gave alike; `tallies` count the numerals of each file
    that is no facts file. `facts` is None while `conflicts` remain; `origins` are the places that
    the parts of `data` come from.
    """

    data: dict[str, Any]
    conflicts: list[Conflict] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    agreed: int = 0
    tallies: list[Tally] = field(default_factory=list)
    files: tuple[str, ...] = ()
    facts: Facts | None = None
    origins: dict[TreePath, Place] = field(default_factory=dict)
    years: list[int | None] = field(default_factory=list)
    """The year that the table of each fact gives."""

    @cached_property
    @paused_collector()
    def text(self) -> str:
        """The merged facts file."""
        return dump_facts(self.data, f"由 zhibi merge 合并：{'、'.join(self.files)}")


def side_of(submitted: SubmittedItem, key: str = "") -> Side:
    """A fact as one side of a conflict: one field of it, or its text or value."""
    data = submitted.data
    text = as_text(data[key]) if key else data.get("text") or f"{data['name']} {data['value']}"
    return Side(shortened(text), data.get("source") or submitted.place.in_words)


def shortened(text: str) -> str:
    """A text for a message, cut where it is long."""
    return text if len(text) <= _LONGEST_QUOTED else text[:_LONGEST_QUOTED] + "…"


def as_text(value: Any) -> str:
    """A field of a fact in a message."""
    if isinstance(value, dict):
        return str(value.get("value") or value.get("parts") or value)
    if isinstance(value, list | tuple):
        return "、".join(as_text(item) for item in value)
    return str(value)
