"""A figure's reading beside that of the entry which it states."""

from __future__ import annotations

from typing import NamedTuple

from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.match import Match
from zhibi.checking.reading.cues import Said
from zhibi.checking.reading.entries import EntryReading
from zhibi.checking.reading.fields import PeriodSaid, Reading, Stage
from zhibi.checking.violations import Violation, source_note
from zhibi.facts.model import Entry
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure

_SHARE_OF_AIM = lazy_pattern(r"(?:的?(?:全年|年度)?(?:目标|任务|计划)[^，。；\d]{0,4})?的[\d.]+%")
Months = tuple[int, int]


class Compared(NamedTuple):
    """A reading and the entry's; with what messages need."""

    ledger: LedgerIndex
    structure: Structure
    match: Match
    entry: Entry
    said: Reading
    known: EntryReading
    explained: set[Months]

    @property
    def label(self) -> str:
        """What the entry is called in a message."""
        return self.ledger.label(self.entry)

    @property
    def is_aim_of_share(self) -> bool:
        """Whether it is an aim of which a share is done by now (完成全年目标800万吨的51.7%)."""
        end, stop = self.match.figure.end, self.said.clause[1]
        return _SHARE_OF_AIM.match(self.structure.text, end, stop) is not None

    @property
    def is_left(self) -> bool:
        """Whether the entry is what is left to do."""
        return "left" in self.ledger.known_as(self.ledger.number[self.entry.id])

    @property
    def in_fact_words(self) -> bool:
        """Whether the fact says the whole clause in the same words."""
        return self.structure.text[slice(*self.said.clause)].strip("* 　") in self.entry.text

    @property
    def in_place(self) -> bool:
        """Whether the fact says the whole clause in the same words around the same figure."""
        start = self.said.clause[0]
        words = self.structure.text[start : self.said.clause[1]]
        own = words.lstrip("* 　")
        before = self.match.figure.start - start - (len(words) - len(own))
        return before <= self.entry.start and self.entry.text.startswith(
            own.rstrip("* 　"), self.entry.start - before
        )

    def at(
        self, code: str, said: Said | PeriodSaid | Stage | None, message: str, hint: str
    ) -> Violation:
        """A violation that spans the words that say it, else the figure."""
        figure = self.match.figure
        start, end = (said.start, said.end) if said is not None else (figure.start, figure.end)
        return Violation(
            code, start, end, message + source_note(self.entry), hint, None, (self.entry.id,)
        )
