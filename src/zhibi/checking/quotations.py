"""Figures that stand in the very clauses of a fact: they state its entries, however read.

What a report takes over word for word needs no reading of its words. A clause goes on from the one
before it, which must then be the fact's as well; one that opens a part of the fact must go on into
the next, or be long enough to be no one else's by chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zhibi.checking.match import Attachment
from zhibi.facts.model import Entry
from zhibi.figures.model import Figure
from zhibi.patterns import lazy_pattern

_CLAUSE = lazy_pattern(r"[^，。；：\n]+")
_ALONE = 14
"""Characters of a clause that is taken for a fact's by itself."""
_LONGEST = 300
"""Characters up to which a clause is looked up."""


class _Clause(NamedTuple):
    """One clause of a statement: its text's number, its place there, its start.

    `opens` says that it stands first in its text, or behind a full stop or semicolon.
    """

    text: int
    place: int
    start: int
    opens: bool


class Quotations:
    """The clauses of all statements with figures, by their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        texts: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.text and entry.role == "figure":
                texts[entry.fact_id, entry.text].append(entry)
        self._members = list(texts.values())
        self._clauses = [
            [(found.start(), found[0]) for found in _CLAUSE.finditer(text)] for _, text in texts
        ]
        self._known: dict[str, list[_Clause]] = defaultdict(list)
        for number, (_, text) in enumerate(texts):
            for place, (start, words) in enumerate(self._clauses[number]):
                opens = not start or text[start - 1] in "。；"
                self._known[words].append(_Clause(number, place, start, opens))

    def attachments(self, text: str, figures: Iterable[Figure]) -> Iterator[Attachment]:
        """The entries of the figures of a text that stand in clauses taken over from a fact."""
        done = -1
        for figure in figures:
            if figure.start < done:
                continue
            low, high = _sentence(text, figure)
            done = high
            clauses = [(one.start(), one[0]) for one in _CLAUSE.finditer(text, low, high)]
            for at, (start, words) in enumerate(clauses):
                own = self._own(clauses, at)
                if own is not None:
                    yield from self._figures_of(own, words, start)

    def _own(self, clauses: Sequence[tuple[int, str]], at: int) -> _Clause | None:
        """The clause of a fact that one of the text is; None where it may be any of several."""
        words = clauses[at][1]
        known = self._known.get(words, ()) if len(words) <= _LONGEST else ()
        found = [one for one in known if self._is_taken_over(clauses, at, one)]
        return found[0] if len(found) == 1 else None

    def _is_taken_over(self, clauses: Sequence[tuple[int, str]], at: int, one: _Clause) -> bool:
        if self._is_beside(clauses, at, one, -1):
            return True
        long = len(clauses[at][1]) >= _ALONE
        return one.opens and (long or self._is_beside(clauses, at, one, 1))

    def _is_beside(
        self, clauses: Sequence[tuple[int, str]], at: int, one: _Clause, step: int
    ) -> bool:
        own = self._clauses[one.text]
        return (
            0 <= at + step < len(clauses)
            and 0 <= one.place + step < len(own)
            and clauses[at + step][1] == own[one.place + step][1]
        )

    def _figures_of(self, own: _Clause, words: str, start: int) -> Iterator[Attachment]:
        for entry in self._members[own.text]:
            if own.start <= entry.start and entry.end <= own.start + len(words):
                at = start + entry.start - own.start
                yield Attachment(at, at + entry.end - entry.start, entry.id)


def _sentence(text: str, figure: Figure) -> tuple[int, int]:
    low = max(text.rfind(mark, 0, figure.start) for mark in "\n。")
    ends = (text.find(mark, figure.end) for mark in "\n。")
    return low + 1, min((one for one in ends if one >= 0), default=len(text))
