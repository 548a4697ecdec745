"""The borrowed words that a clause was found to have, and how much of their facts they tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhibi.checking.ledger_index import LedgerIndex
from zhibi.patterns import lazy_pattern

ALONG = 2
"""How much of another fact a clause says that tells it along: one name, or two ordinary words."""
_LIST = lazy_pattern(r"[、和与及同跟]|以及")


class Borrowed(NamedTuple):
    """A word with its span, the ids of the facts that have it, and whether it names something."""

    start: int
    end: int
    word: str
    facts: tuple[str, ...]
    names: bool


def inherited_names(ledger: LedgerIndex) -> Iterator[tuple[str, str]]:
    """For each fact that names nobody, the names that the facts before it in its section list."""
    for section in ledger.facts.walk():
        listed = ""
        for fact in section.facts:
            listed = "\n".join(fact.names) or listed
            if listed and not fact.names:
                yield fact.id, listed


def first_of_lists(words: str, found: Sequence[Borrowed]) -> Iterator[Borrowed]:
    """The words of a clause, of those told in one list or as one word the first alone."""
    end = None
    for one in found:
        if end is None or (end != one.start and not _LIST.fullmatch(words, end, one.start)):
            yield one
        end = one.end


def weight(one: Borrowed) -> int:
    """How much of its fact a borrowed word tells."""
    return ALONG if one.names else 1
