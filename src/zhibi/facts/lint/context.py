"""The input of the lint rules, and the violations that they yield."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from zhibi.facts.entry_index import EntryIndex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.errors import Severity
    from zhibi.facts.model import Entry, Fact, Facts, Place, Section


class Violation(NamedTuple):
    """A violation of a rule; `severity` is set only if it differs from the rule's."""

    message: str
    hint: str
    place: Place | None
    facts: tuple[str, ...] = ()
    severity: Severity | None = None


class LintContext:
    """The facts with their sections and entries listed, and an index for formulas."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.document = facts.document
        self.sections: tuple[Section, ...] = tuple(facts.walk())
        self.all_facts: tuple[Fact, ...] = tuple(facts.all_facts())
        self.entries: tuple[Entry, ...] = tuple(facts.entries())
        self.figures = EntryIndex(self.entries)
        self._by_id = {entry.id: entry for entry in self.entries}
        self.parts = {section.id: section.part for section in self.sections}

    def named(self, ids: Sequence[str]) -> list[Entry]:
        """All entries of the facts to which these ids, of entries or facts, belong."""
        wanted = {self._by_id[one].fact_id if one in self._by_id else one for one in ids}
        return [entry for entry in self.entries if entry.fact_id in wanted]
