"""What the rules look at, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zhibi.facts.index import Figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Entry, Fact, Facts, Place, Section

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a rule says of a place; `severity` only where it differs from the rule's own."""

    message: str
    hint: str
    place: Place | None
    facts: tuple[str, ...] = ()
    severity: Severity | None = None


class View:
    """The facts with their entries, sections and an index for formulas."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.document = facts.document
        self.sections: tuple[Section, ...] = tuple(facts.walk())
        self.all_facts: tuple[Fact, ...] = tuple(facts.all_facts())
        self.entries: tuple[Entry, ...] = tuple(facts.entries())
        self.figures = Figures(self.entries)
        self._by_id = {entry.id: entry for entry in self.entries}
        self.parts = {section.id: section.part for section in self.sections}

    def named(self, ids: Sequence[str]) -> list[Entry]:
        """The entries with these ids, and all figures of the facts with them."""
        wanted = {self._by_id[one].fact_id if one in self._by_id else one for one in ids}
        return [entry for entry in self.entries if entry.fact_id in wanted]
