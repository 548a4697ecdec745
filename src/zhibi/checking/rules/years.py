"""Years (N107): the report's own, the plan's and last year's, each where it belongs.

A year that a fact states is matched like any figure. These rules are for the years that the
document itself allows: its own, the next one (plans) and the one before (last year's figures).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from zhibi.checking.cue_words import word_choice
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.reading.cues import phrase
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure

_SUMMARY = lazy_pattern(r"度?(?:上半年|下半年)?(?:的)?工作(?:总结|情况|报告)")
_PLAN = lazy_pattern(r"度?(?:的)?(?:工作(?:计划|思路|打算|安排)|重点工作)")
_PLANNING = lazy_pattern(word_choice("planning"))


def wrong_years(given: RuleInput) -> Iterator[Violation]:
    """N107 for years that no fact states, only the document."""
    ledger, structure, verdicts = given.ledger, given.structure, given.verdicts
    by_sentence: dict[int, list[Verdict]] = {}
    for verdict in verdicts:
        by_sentence.setdefault(verdict.match.sentence, []).append(verdict)
    document = ledger.facts.document
    of_plans = cache(lambda sentence: _plans(ledger, by_sentence[sentence]))
    of_this_year = cache(
        lambda sentence: _all_of_this_year(ledger, by_sentence[sentence], document.year - 1)
    )
    for verdict in verdicts:
        quantity = verdict.match.figure.quantity
        if verdict.covers is None or quantity.kind != "year" or quantity.high is not None:
            continue
        year = int(quantity.value)
        wanted = _named_year(ledger, structure, verdict)
        if wanted is not None:
            if wanted != year:
                yield _violation(verdict, f"这里应是{wanted}年，写成了{year}年", f"{wanted}年")
        elif ledger.entries[verdict.covers].fact_id == "document":
            sentence = verdict.match.sentence
            opens = len(by_sentence[sentence]) == 1 and sentence + 1 in by_sentence
            planned = of_plans(sentence) or (opens and of_plans(sentence + 1))
            planned = planned or _planning(structure, verdict)
            if year == document.year + 1 and not planned:
                yield _violation(verdict, f"这里说的是{document.year}年的事，写成了{year}年")
            elif year == document.year - 1 and of_this_year(sentence):
                yield _violation(verdict, f"这些数是{document.year}年的，写成了{year}年")


def _named_year(ledger: LedgerIndex, structure: Structure, verdict: Verdict) -> int | None:
    """The year that 工作总结 or 工作计划 right after the figure requires, or None."""
    document = ledger.facts.document
    end = verdict.match.figure.end
    if _SUMMARY.match(structure.text, end):
        return document.year
    if ledger.plans_next_year and _PLAN.match(structure.text, end):
        return document.year + 1
    return None


def _planning(structure: Structure, verdict: Verdict) -> bool:
    match = verdict.match
    above = structure.headings_above(match.line)
    sentence = structure.sentences[match.sentence]
    start = max(sentence.start, match.figure.start - 120)
    words = structure.text[start : min(sentence.end, match.figure.end + 120)]
    words += "".join(structure.text[heading.start : heading.heading_end] for heading in above)
    line = structure.lines[match.line]
    planned = _PLANNING.search(words) or phrase("intent").search(words)
    return line.kind != "paragraph" or bool(planned)


def _plans(ledger: LedgerIndex, others: Sequence[Verdict]) -> bool:
    """Whether the sentence has figures of plans."""
    covered = [ledger.entries[other.covers] for other in others if other.covers is not None]
    return any(entry.status in ("target", "forecast") for entry in covered)


def _all_of_this_year(ledger: LedgerIndex, others: Sequence[Verdict], year: int) -> bool:
    """Whether the sentence has figures of facts, none of them of last year or of that year."""
    entries = [
        ledger.entries[other.covers]
        for other in others
        if other.covers is not None and kind_of(other.match.figure.quantity) != "time"
    ]
    return bool(entries) and not any(
        entry.status == "last_year"
        or entry.role == "previous"
        or f"{year}年" in entry.text
        or f"{year}年" in (entry.period or "")
        for entry in entries
    )


def _violation(verdict: Verdict, message: str, replacement: str | None = None) -> Violation:
    figure = verdict.match.figure
    return Violation.at(
        figure, "N107", message, "标题、开头、正文和计划的年份要一致", replacement, verdict.facts
    )
