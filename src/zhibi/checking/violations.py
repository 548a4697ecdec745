"""What a rule yields: a code and a span; name, severity, line and column are added later."""

from __future__ import annotations

from typing import NamedTuple, Self

from zhibi.facts.model import Entry
from zhibi.figures.hedges import meaning
from zhibi.figures.model import Figure, Quantity


class Violation(NamedTuple):
    """One thing wrong, in code points of the text; `facts` are ids of ledger entries."""

    code: str
    start: int
    end: int
    message: str
    hint: str = ""
    replacement: str | None = None
    facts: tuple[str, ...] = ()
    warning: bool = False

    @classmethod
    def at(
        cls,
        figure: Figure,
        code: str,
        message: str,
        hint: str = "",
        replacement: str | None = None,
        facts: tuple[str, ...] = (),
        *,
        warning: bool = False,
    ) -> Self:
        """A violation that spans one figure."""
        return cls(code, figure.start, figure.end, message, hint, replacement, facts, warning)


def quoted(quantity: Quantity) -> str:
    """A quantity as messages give it: in quotation marks, its hedge word before or after it."""
    hedge = quantity.hedge
    if hedge is None or hedge in quantity.text:
        return f"“{quantity.text}”"
    after = meaning(hedge) in ("at_least", "at_most") and hedge.startswith("以")
    after = after or hedge == "左右"
    return f"“{quantity.text}{hedge}”" if after else f"“{hedge}{quantity.text}”"


def source_note(entry: Entry) -> str:
    """Where an entry comes from, in brackets: its source, else its place in the facts file."""
    if entry.source:
        return f"（{entry.source}）"
    return f"（{entry.place.path}:{entry.place.line}）" if entry.place else ""
