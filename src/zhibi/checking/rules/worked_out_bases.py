"""What a text works out with last year's figure and tells on another base (N113)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from zhibi.checking.reading.cues import phrase
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation, source_note
from zhibi.data_files import read_data
from zhibi.facts.model import Entry

_BEFORE = ("{0} - {1}", "{0} + {1}")
_OTHER_BASES = frozenset({"环比", "比年初", "比前年"})


def wrong_worked_out_bases(given: RuleInput) -> Iterator[Violation]:
    """N113: what follows from this and last year's figure of one fact, told as 比上月 or 比年初."""
    for verdict in given.verdicts:
        yield from _wrong_level_before(given, verdict)
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


def _wrong_level_before(given: RuleInput, verdict: Verdict) -> Iterator[Violation]:
    """What a change of the facts began from, told as of another time (由上年的6500人)."""
    figure, computation = verdict.match.figure, verdict.computation
    if computation is None or computation.pattern not in _BEFORE:
        return
    change = computation.entries[1]
    base = given.ledger.reading(change).base
    said = given.cued.cues("earlier", verdict.match.reading.clause[0], figure.start)
    if not base or not said or _base_of()[said[-1].value] == base:
        return
    if not phrase("of_earlier").fullmatch(given.text[said[-1].end : figure.start]):
        return
    entry = given.ledger.entries[change]
    yield Violation(
        "N113",
        said[-1].start,
        said[-1].end,
        f"“{figure.text}”由{base}的“{given.ledger.label(entry)}”{entry.quantity.text}得出，"
        f"这里写的是“{said[-1].words}”{source_note(entry)}",
        "照事实写是什么时候的数",
        None,
        (entry.id,),
    )


@cache
def _base_of() -> dict[str, str]:
    """The base of a change by the time of the level that it was counted from."""
    bases: dict[str, str] = read_data("checking", "reading")["base_of_earlier"]
    return bases


def _is_last_years(entry: Entry) -> bool:
    return entry.role == "previous"


def _is_of(entry: Entry, before: Entry) -> bool:
    """Whether an entry is the value that has this figure of last year."""
    return entry is not before and entry.fact_id == before.fact_id and entry.role == "value"
