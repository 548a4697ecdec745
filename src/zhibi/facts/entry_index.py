"""An index of ledger entries by id and by name, for formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibi.facts.amounts import Amount, FormulaError, amount_of
from zhibi.facts.model import NAMED_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhibi.facts.model import Entry


class EntryIndex:
    """Entries by id and by name; only roles with a name of their own are found by name."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.by_id: dict[str, Entry] = {}
        self.by_name: dict[str, list[Entry]] = {}
        self._known: frozenset[str] | None = None
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Add an entry to the index."""
        self._known = None
        self.by_id.setdefault(entry.id, entry)
        if entry.role in NAMED_ROLES and entry.name:
            self.by_name.setdefault(entry.name, []).append(entry)

    @property
    def known(self) -> frozenset[str]:
        """All ids and names."""
        if self._known is None:
            self._known = frozenset((*self.by_id, *self.by_name))
        return self._known

    def find(self, name: str) -> Entry:
        """The entry with this id, else the only one with this name (FormulaError)."""
        if name in self.by_id:
            return self.by_id[name]
        found = self.by_name[name]
        if len(found) > 1:
            ids = "、".join(entry.id for entry in found)
            raise FormulaError(f"名称“{name}”有{len(found)}个数", f"改用编号：{ids}")
        return found[0]

    def amount(self, name: str) -> Amount:
        """The exact amount of the entry with this id or name (FormulaError)."""
        entry = self.find(name)
        return amount_of(entry.quantity, entry.direction)
