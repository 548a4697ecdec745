"""Which of its candidates each figure states: the one that code wrote, else the best named."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.match import Attachment, Match


def favour_sections(ledger: LedgerIndex, matches: Sequence[Match]) -> None:
    """Entries of the section that a line mostly speaks of gain a little."""
    votes: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for match in matches:
        for number in match.candidates:
            section = ledger.entries[number].section_id
            votes[match.line][section] += match.scores.get(number, 0.0) / len(match.candidates)
    for match in matches:
        line = votes[match.line]
        top = max(line, key=lambda section: line[section], default="")
        if top:
            for number in match.scores:
                if ledger.entries[number].section_id == top:
                    match.scores[number] += ledger.scoring.same_section


def attach(
    ledger: LedgerIndex, matches: Sequence[Match], attachments: Sequence[Attachment]
) -> None:
    """Give figures that code wrote their entries, where they also have those entries' values."""
    ordered = sorted(attachments, key=lambda one: one.start)
    starts = [one.start for one in ordered]
    for match in matches:
        at = bisect_right(starts, match.figure.end - 1) - 1
        if at < 0 or ordered[at].end <= match.figure.start:
            continue
        number = ledger.number.get(ordered[at].entry)
        if number is not None and number in match.candidates:
            match.candidates, match.rounded = [number], False
            match.entry, match.score = number, match.scores.get(number, 0.0)
            match.attached = True


def assign(ledger: LedgerIndex, matches: Sequence[Match]) -> None:
    """Give each figure one entry, the best-named pairs first, each entry first to one figure."""
    pairs = sorted(
        (-match.scores.get(number, 0.0) - _agreement(ledger, match, number), position, number)
        for position, match in enumerate(matches)
        for number in match.candidates
    )
    taken = {match.entry: match.line for match in matches if match.entry is not None}
    for again in (False, True):
        for _, position, number in pairs:
            match = matches[position]
            if match.entry is None and (again or number not in taken):
                match.entry, match.score = number, match.scores.get(number, 0.0)
                match.entry_taken = taken.get(number) == match.line
                taken.setdefault(number, match.line)


def _agreement(ledger: LedgerIndex, match: Match, number: int) -> float:
    """What the fields say for a candidate among those of equal value."""
    if len(match.candidates) < 2:
        return 0.0
    entry, stated = ledger.entries[number], match.figure.quantity
    hedges = bool(stated.hedge) == bool(entry.quantity.hedge)
    against = ledger.misfit(match.told, number)
    return ledger.scoring.agreement * hedges - ledger.scoring.among_equals * against
