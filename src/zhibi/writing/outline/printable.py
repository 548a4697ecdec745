"""What of the facts may be printed, and how a figure of theirs is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibi.facts.model import PRINTED

if TYPE_CHECKING:
    from zhibi.facts.model import Entry, Fact


def is_printed(fact: Fact) -> bool:
    """Whether a fact may be written.

    An indicator may where any of its entries may (perhaps only the growth of a hidden value),
    a statement where all of them may.
    """
    printed = [entry.show in PRINTED for entry in fact.entries()]
    if fact.is_statement:
        return fact.show in PRINTED and all(printed)
    return fact.show != "sensitive" and any(printed)


def printable(entry: Entry | None) -> Entry | None:
    """The entry if it may be printed, else None."""
    return entry if entry is not None and entry.show in PRINTED else None


def figure_text(entry: Entry) -> str:
    """A figure exactly as the facts write it, hedge words included."""
    return entry.written or entry.quantity.text
