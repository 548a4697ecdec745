"""What a rule yields: a code and a span; name, severity, line and column are stamped on later."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing wrong, in code points of the text; `facts` are ids of ledger entries."""

    code: str
    start: int
    end: int
    message: str
    hint: str = ""
    replacement: str | None = None
    facts: tuple[str, ...] = ()
    warning: bool = False
