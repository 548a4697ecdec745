"""Inheritance of period, status, show and source: document, section, fact, figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zhibi.facts.model import Show, Status
    from zhibi.facts.schema import Inheritable


class Scope(NamedTuple):
    """The inherited values that apply at one place; None if not set at any level above."""

    period: str | None = None
    status: Status | None = None
    show: Show | None = None
    source: str | None = None

    def under(self, raw: Inheritable) -> Scope:
        """The scope inside `raw`: its own values, else those of this scope."""
        if not (raw.period or raw.status or raw.show or raw.source):
            return self
        return Scope(
            period=raw.period or self.period,
            status=raw.status or self.status,
            show=raw.show or self.show,
            source=raw.source or self.source,
        )
