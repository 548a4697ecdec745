"""Dates of a matter told as those of another: N107 for a step or deadline with a wrong month.

A date that a fact has by chance says nothing of the matter that the sentence is of. Where the
figures beside it state one fact, and that fact dates the same step otherwise, the date is wrong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.reading.fields import Stage
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation, quoted, source_note
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS
from zhibi.structure import Structure

_HARD = re.compile(r"[；;。！？\n]")
_DEADLINE = re.compile(r"[之以]?前")
_DONE_RANK = 60


class DateComparison:
    """Compares the dates of a text with those of the facts that stand beside them."""

    def __init__(self, ledger: LedgerIndex, structure: Structure) -> None:
        self._ledger, self._text = ledger, structure.text
        self._dates: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(ledger.entries):
            if entry.quantity.kind == "date" and entry.text and entry.quantity.date is not None:
                self._dates[entry.fact_id].append(number)

    def wrong(self, verdicts: Sequence[Verdict]) -> Iterator[Violation]:
        """The dates that belong to other matters than the figures beside them."""
        by_sentence: dict[int, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            if verdict.covers is not None:
                by_sentence[verdict.match.sentence].append(verdict)
        for members in by_sentence.values():
            for verdict in members:
                if verdict.status == "stated" and verdict.match.figure.quantity.kind == "date":
                    yield from self._compare(verdict, members)

    def _compare(self, verdict: Verdict, members: Sequence[Verdict]) -> Iterator[Violation]:
        match = verdict.match
        told = match.figure.quantity.date
        fact = self._fact_beside(verdict, members)
        if told is None or fact is None or match.score >= self._ledger.scoring.named:
            return
        entries = [self._ledger.entries[number] for number in self._dates[fact]]
        if any(one.quantity.date and one.quantity.date[1:] == told[1:] for one in entries):
            return
        true = self._same_step(verdict, fact)
        if true is not None:
            yield Violation.at(
                match.figure,
                "N107",
                f"“{self._ledger.label(true)}”在事实里是{quoted(true.quantity)}，"
                f"这里写成了“{match.figure.text}”{source_note(true)}",
                f"改为{quoted(true.quantity)}",
                true.quantity.text,
                (true.id,),
            )

    def _fact_beside(self, verdict: Verdict, members: Sequence[Verdict]) -> str | None:
        """The one fact that the counted figures of the date's segment state."""
        figure, own = verdict.match.figure, self._entry(verdict).fact_id
        clause = verdict.match.reading.clause
        found, near = set(), set()
        for other in members:
            place = other.match.figure
            low, high = sorted(((figure.start, figure.end), (place.start, place.end)))
            if place.quantity.kind not in TIME_KINDS and not _HARD.search(
                self._text, low[1], high[0]
            ):
                found.add(self._entry(other).fact_id)
                if other.match.reading.clause == clause:
                    near.add(self._entry(other).fact_id)
        if len(near) == 1 and own not in found:
            found = near
        dated = [fact for fact in found if self._dates.get(fact)]
        return dated[0] if own not in found and len(found) == len(dated) == 1 else None

    def _same_step(self, verdict: Verdict, fact: str) -> Entry | None:
        """The entry that dates the same step of the fact; None where there is not just one."""
        numbers = self._dates[fact]
        ranks = _ranks(verdict.match.reading.stages)
        if ranks:
            found = [n for n in numbers if ranks & _ranks(self._ledger.reading(n).stages)]
        else:
            behind = _DEADLINE.match(self._text, verdict.match.figure.end)
            found = [
                n for n in numbers if behind and _DEADLINE.match(_behind(self._ledger.entries[n]))
            ]
        return self._ledger.entries[found[0]] if len(found) == 1 else None

    def _entry(self, verdict: Verdict) -> Entry:
        return self._ledger.entries[verdict.covers or 0]


def _ranks(stages: Sequence[Stage]) -> set[int]:
    return {min(one.rank, _DONE_RANK) for one in stages if one.rank}


def _behind(entry: Entry) -> str:
    return entry.text[entry.end : entry.end + 2]
