"""What a document hands down to its sections, a section to its facts, a fact to its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibi.facts.model import Show, Status
    from zhibi.facts.schema import Inheritable


@dataclass(frozen=True, slots=True)
class Scope:
    """Period, status, show and source in force at one place; None where nothing was said."""

    period: str | None = None
    status: Status | None = None
    show: Show | None = None
    source: str | None = None

    def under(self, raw: Inheritable) -> Scope:
        """The scope inside `raw`: what it says itself, else what was in force around it."""
        return Scope(
            period=raw.period or self.period,
            status=raw.status or self.status,
            show=raw.show or self.show,
            source=raw.source or self.source,
        )
