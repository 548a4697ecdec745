"""N116: a clause that tells a fact with a word of another matter."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from zhibi.checking.borrowing import Borrowed, lays_beside
from zhibi.checking.reading.cues import find_cues
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation, source_note
from zhibi.figures.model import TIME_KINDS

_CLAUSE = re.compile(r"[^，,：:；;。！？（）()\n]+")
_LONGEST = 120
_COUNTED = 10
_FIELDS = ("base", "direction", "stage", "aspect", "role", "rate", "period")
"""What the words of these fields say is compared field by field."""


def borrowed_words(given: RuleInput) -> Iterator[Violation]:
    """N116: a word of another matter in a clause whose figures tell its own."""
    verdicts = sorted(given.verdicts, key=lambda one: one.match.figure.start)
    starts = [one.match.figure.start for one in verdicts]
    for line in given.structure.lines:
        if line.kind != "paragraph":
            continue
        for clause in _CLAUSE.finditer(given.text, line.start, line.end):
            low, high = clause.span()
            here = verdicts[bisect_left(starts, low) : bisect_left(starts, high)]
            if here and high - low <= _LONGEST:
                yield from _of_clause(given, low, high, here)


def _of_clause(
    given: RuleInput, start: int, end: int, here: Sequence[Verdict]
) -> Iterator[Violation]:
    own = _told(given, here)
    told, words = frozenset(own or ()), given.text[start:end]
    if not own or not given.borrowing.has_other_words(words, told) or _beside(words):
        return
    held = given.statements.held(given.text, start, end, (one.match.figure for one in here))
    for field in _FIELDS:
        for said in find_cues(field, given.text, start, end):
            held[said.start - start : said.end - start] = [True] * (said.end - said.start)
    for one in given.borrowing.borrowed(given.text, start, end, told, held):
        yield _violation(given, one, own)


def _told(given: RuleInput, here: Sequence[Verdict]) -> dict[str, Verdict] | None:
    """The facts that the figures of a clause tell, each with one; None where one is doubted."""
    found: dict[str, Verdict] = {}
    for verdict in here:
        if verdict.status in ("conflict", "unsupported"):
            return None
        if verdict.covers is not None and not _by_chance(given, verdict):
            found.setdefault(given.ledger.entries[verdict.covers].fact_id, verdict)
        elif verdict.computation is not None:
            for number in verdict.computation.entries:
                found.setdefault(given.ledger.entries[number].fact_id, verdict)
    return {fact: one for fact, one in found.items() if given.borrowing.tells(fact)}


def _by_chance(given: RuleInput, verdict: Verdict) -> bool:
    """Whether a date or a small numeral may be another's: no word near it names its fact."""
    quantity, named = verdict.match.figure.quantity, given.ledger.scoring.named
    small = quantity.numerals == "chinese" and quantity.value <= _COUNTED
    return (small or quantity.kind in TIME_KINDS) and verdict.match.score < named


def _beside(words: str) -> bool:
    """Whether a clause compares with another thing, and not only with another time."""
    for said in reversed(find_cues("base", words)):
        words = words[: said.start] + words[said.end :]
    return lays_beside(words)


def _violation(given: RuleInput, one: Borrowed, own: Mapping[str, Verdict]) -> Violation:
    ledger = given.ledger
    fact, verdict = min(own.items(), key=lambda item: abs(item[1].match.figure.start - one.start))
    number = verdict.covers
    if number is None or ledger.entries[number].fact_id != fact:
        number = ledger.by_fact[fact][0]
    entry, figure = ledger.entries[number], verdict.match.figure
    return Violation(
        "N116",
        one.start,
        one.end,
        f"“{figure.text}”是“{ledger.label(entry)}”的数，这里写的“{one.word}”"
        f"说的是“{given.borrowing.called(one)}”{source_note(entry)}",
        "核对是谁的数：改正主语，或换成它自己的数",
        None,
        (entry.id,),
    )
