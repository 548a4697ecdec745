"""A time that opens a sentence (去年，…) must be that of what it opens: N107.

Figures are compared with the time that governs them (`comparing.period`). This is for a time
that what follows it contradicts (2024年，…今年下了力气), and for a scene without figures that no
fact tells of that year (去年，圈里的羊少了).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from zhibi.checking.bigrams import bigrams
from zhibi.checking.cue_words import word_choice
from zhibi.checking.reading.fields import PeriodSaid
from zhibi.checking.reading.periods import find_periods, stands_alone
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.violations import Violation
from zhibi.figures.model import TIME_KINDS
from zhibi.patterns import lazy_pattern
from zhibi.structure import Sentence

_NOW = lazy_pattern(word_choice("turns_to_now"))
_TIME = lazy_pattern("[年月季]|同期")
_SHARED = 2  # pairs of characters that a sentence shares with a fact that bears it out
_ALONE = 16  # characters that a clause which says only a time has at most
_TURN = 24  # characters of the next sentence in which it may turn to what is now


def wrong_openings(given: RuleInput) -> Iterator[Violation]:
    """N107 for a time that opens a sentence and is not the time of what the sentence tells."""
    year = given.ledger.facts.document.year
    times = [one for one in given.figures if one.quantity.kind in TIME_KINDS]
    starts = [one.start for one in times]
    for sentence in given.structure.sentences:
        line = given.structure.lines[sentence.line]
        if line.kind != "paragraph" or sentence.start < line.heading_end:
            continue
        opening: PeriodSaid | None = None
        for number, clause in enumerate(given.cued.clauses(sentence.start, sentence.end)):
            start, end = clause.start, clause.end
            if opening is None and (end - start > _ALONE or not _TIME.search(clause.words)):
                continue
            inside = times[bisect_left(starts, start) : bisect_left(starts, end)]
            periods = find_periods(clause, inside, year)
            if opening is not None:
                wrong = _contradicted(given, opening, periods, clause.words)
                if wrong:
                    yield _violation(opening, wrong)
                elif (
                    number == 1
                    and _is_past(opening, year)
                    and _is_foreign(given, sentence, opening)
                ):
                    yield _violation(opening, f"{year}年")
            alone = len(periods) == 1 and stands_alone(given.text, start, end, periods[0])
            opening = periods[0] if alone else None


def _is_past(said: PeriodSaid, year: int) -> bool:
    return said.value.year is not None and said.value.year < year and said.value.first is None


def _contradicted(
    given: RuleInput, opening: PeriodSaid, periods: list[PeriodSaid], clause: str
) -> str:
    """What the clause behind an opening time says of when, if it was not then."""
    year = given.ledger.facts.document.year
    now = _NOW.search(clause)
    if now is not None and _is_past(opening, year):
        return now[0]
    own, first = opening.value.months, periods[0] if periods else None
    if own is None or first is None or first.value.months is None:
        return ""
    begins = not clause[: clause.find(first.words)].strip("在，")
    low, high = first.value.months
    return first.words if begins and (low < own[0] or high > own[1]) else ""


def _is_foreign(given: RuleInput, sentence: Sentence, opening: PeriodSaid) -> bool:
    """Whether a sentence without figures tells what no fact tells of a year that has passed."""
    counted = [
        one
        for one in given.verdicts
        if one.match.line == sentence.line and one.match.figure.quantity.kind not in TIME_KINDS
    ]
    counted = [one for one in counted if one.covers is not None]
    if not counted or any(
        sentence.start <= one.match.figure.start < sentence.end for one in counted
    ):
        return False
    words = given.text[sentence.start : sentence.end]
    if _NOW.search(words) or _NOW.search(given.text, sentence.end, sentence.end + _TURN):
        return False  # 去年，这里还是荒滩。如今…
    past = lazy_pattern(word_choice("told_of_last_year"))
    told = frozenset(bigrams(words))
    year = f"{opening.value.year}年"
    return not any(
        len(told.intersection(bigrams(fact))) >= _SHARED
        for fact in given.ledger.fact_words.values()
        if year in fact or past.search(fact)
    )


def _violation(said: PeriodSaid, true: str) -> Violation:
    return Violation(
        "N107",
        said.start,
        said.end,
        f"句首写的是“{said.words}”，后面说的是{true}的事",
        "时间照事实写",
        None,
        (),
    )
