"""What a text works out with last year's figure and tells on another base (N113)."""

from __future__ import annotations

from collections.abc import Iterator

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.violations import Violation
from zhibi.facts.model import Entry

_OTHER_BASES = frozenset({"环比", "比年初", "比前年"})


def wrong_worked_out_bases(given: RuleInput) -> Iterator[Violation]:
    """N113: what follows from this and last year's figure of one fact, told as 比上月 or 比年初."""
    for verdict in given.verdicts:
        base = verdict.match.reading.base
        if verdict.computation is None or base is None or base.value not in _OTHER_BASES:
            continue
        entries = [given.ledger.entries[number] for number in verdict.computation.entries]
        before = next((one for one in entries if _is_last_years(one)), None)
        if before is None or not any(_is_of(one, before) for one in entries):
            continue
        if base.words in given.ledger.fact_words.get(before.fact_id, ""):
            continue
        yield Violation(
            "N113",
            base.start,
            base.end,
            f"“{verdict.match.figure.text}”是与“{given.ledger.label(before)}”上年的"
            f"{before.quantity.text}比出来的，这里写的是“{base.words}”",
            "改为“比上年同期”",
            None,
            (before.id,),
        )


def _is_last_years(entry: Entry) -> bool:
    return entry.role == "previous"


def _is_of(entry: Entry, before: Entry) -> bool:
    """Whether an entry is the value that has this figure of last year."""
    return entry is not before and entry.fact_id == before.fact_id and entry.role == "value"
