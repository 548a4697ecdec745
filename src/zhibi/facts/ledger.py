"""The ledger: all figures of the facts by id, and the names that are exempt from checking."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from zhibi.facts.names import NameSource, exempt_names

if TYPE_CHECKING:
    from zhibi.facts.model import Entry, Fact, Facts


class Ledger:
    """Looks up entries, facts and names of one facts file.

    `entries` are all figures in the order of the file, hidden and sensitive ones included.
    `names` are the exempt names, longest first; those of sensitive facts are left out, since
    they may not be written.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.entries: tuple[Entry, ...] = tuple(facts.entries())
        self.by_id: dict[str, Entry] = {entry.id: entry for entry in self.entries}
        self._facts: dict[str, Fact] = {fact.id: fact for fact in facts.all_facts()}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names and set phrases whose numerals claim nothing, longest first."""
        open_facts = (fact for fact in self.facts.all_facts() if fact.show != "sensitive")
        return exempt_names(self.facts.document, map(name_source, open_facts))

    def fact(self, id: str) -> Fact:  # noqa: A002 - the facts file's own word
        """The fact with this id, or the one that the entry with this id belongs to (KeyError)."""
        found = self._facts.get(id)
        return found if found is not None else self._facts[self.by_id[id].fact_id]


def name_source(fact: Fact) -> NameSource:
    """The parts of a resolved fact from which exempt names are taken."""
    labels = dict.fromkeys([fact.name, *fact.aliases])
    for entry in fact.entries():
        labels.update(dict.fromkeys([entry.name, *entry.aliases]))
    periods = dict.fromkeys(entry.period or "" for entry in fact.entries())
    texts = (fact.text, *periods)
    return NameSource(tuple(label for label in labels if label), "\n".join(texts), fact.names)
