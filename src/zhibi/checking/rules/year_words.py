"""去年, 今年, 明年 said of a matter without a figure (N107).

A clause with figures is compared with their facts (`comparing.period`). One without has only the
facts told beside it: where none of them speaks of last year, what the clause says was not then;
where no fact speaks of next year and plans are not for it, nothing is planned for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from zhibi.checking.bigrams import bigrams
from zhibi.checking.cue_words import word_choice
from zhibi.checking.reading.cues import Said
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS
from zhibi.patterns import lazy_pattern
from zhibi.structure import CLAUSE, Line

_LAST = lazy_pattern(word_choice("past_years"))
_NEXT = lazy_pattern(r"明年|来年|下一年(?!度)|次年")
_TELLING = lazy_pattern(r"\d")
_SHARED = 4  # pairs of characters that a line shares with a fact of which it speaks
_LABEL = lazy_pattern(r"(?:今年|本年度?|(?P<year>20\d\d)年度?)的?" + word_choice("plan_labels"))
"""What a paragraph of plans opens with."""
_OPENING = 80  # characters of a line in which that stands
_SEVERAL = 2  # figures that make a line one of plans
_COMPARED = lazy_pattern(r"(?:[比较与和同于由从自占超到]|不及|不如)$")


def wrong_year_words(given: RuleInput) -> Iterator[Violation]:
    """N107 for a year word of a clause without figures that no fact beside it bears out."""
    counted = [one for one in given.verdicts if _is_counted(one)]
    starts = [one.match.figure.start for one in counted]
    by_line: dict[int, list[Verdict]] = defaultdict(list)
    for one in counted:
        by_line[one.match.line].append(one)
    coming = [] if given.ledger.plans_next_year else _of_next_year(given)
    for line, members in by_line.items():
        span = given.structure.lines[line]
        entries = [
            given.ledger.entries[n] for n in dict.fromkeys(one.covers or 0 for one in members)
        ]
        yield from _wrong_label(given, span, members)
        last_known = any(_of_last_year(given, one) for one in entries)
        for clause in CLAUSE.finditer(given.text, span.start, span.end):
            at = bisect_left(starts, clause.start())
            if at < len(starts) and starts[at] < clause.end():
                continue
            for said in given.cued.cues("period", *clause.span()):
                if not _COMPARED.search(
                    given.text, max(clause.start(), said.start - 2), said.start
                ):
                    next_known = given.ledger.plans_next_year or _is_told(
                        given.text, span, said, coming
                    )
                    yield from _wrong(
                        given, said, entries, last_known=last_known, next_known=next_known
                    )


def _wrong_label(given: RuleInput, line: Line, members: Sequence[Verdict]) -> Iterator[Violation]:
    """N107 where a line of next year's plans opens with this year (今年的任务单上写得清楚)."""
    year = given.ledger.facts.document.year
    label = _LABEL.search(given.text, line.start, min(line.end, line.start + _OPENING))
    if not given.ledger.plans_next_year or label is None:
        return
    if label["year"] == str(year + 1):
        return
    numbers = [one.covers for one in members if one.covers is not None]
    planned = [number for number in numbers if given.ledger.reading(number).in_plan]
    if len(planned) < _SEVERAL or 2 * len(planned) < len(numbers):
        return
    yield Violation(
        "N107",
        label.start(),
        label.end(),
        f"下面是{year + 1}年的计划，这里写的是“{label[0]}”",
        f"改为{year + 1}年",
        None,
        tuple(given.ledger.entries[number].id for number in planned[:3]),
    )


def _is_told(text: str, line: Line, said: Said, coming: Sequence[frozenset[str]]) -> bool:
    """Whether a fact that speaks of next year is of what a sentence, or a short line, tells."""
    start = text.rfind("。", line.start, said.start) + 1 or line.start
    end = text.find("。", said.end, line.end)
    sentence = text[start : line.end if end < 0 else end]
    words = sentence if _TELLING.search(sentence) else text[line.start : line.end]
    told = frozenset(bigrams(words))
    return any(len(told & one) >= _SHARED for one in coming)


def _is_counted(verdict: Verdict) -> bool:
    return verdict.covers is not None and verdict.match.figure.quantity.kind not in TIME_KINDS


def _of_next_year(given: RuleInput) -> list[frozenset[str]]:
    """The pairs of characters of each fact that speaks of next year; none if the text does not."""
    if _NEXT.search(given.text) is None:
        return []
    year = f"{given.ledger.facts.document.year + 1}年"
    return [
        frozenset(bigrams(words))
        for words in given.ledger.fact_words.values()
        if year in words or _NEXT.search(words)
    ]


def _wrong(
    given: RuleInput, said: Said, entries: Sequence[Entry], *, last_known: bool, next_known: bool
) -> Iterator[Violation]:
    document = given.ledger.facts.document
    if given.text.startswith("度", said.end):
        return  # 下一年度的医保: a year of its own
    if said.value == "-1" and not last_known:
        yield _violation(said, f"{document.year}年", entries)
    elif said.value == "+1" and not next_known:
        yield _violation(said, document.period or f"{document.year}年", entries)


def _of_last_year(given: RuleInput, entry: Entry) -> bool:
    words = given.ledger.fact_words.get(entry.fact_id, "")
    year = given.ledger.facts.document.year - 1
    return (
        entry.status == "last_year"
        or f"{entry.id}.previous" in given.ledger.number
        or bool(_LAST.search(words))
        or str(year) in words
    )


def _violation(said: Said, true: str, entries: Sequence[Entry]) -> Violation:
    return Violation(
        "N107",
        said.start,
        said.end,
        f"这里写的是“{said.words}”，旁边的事实都没有说到；事实是{true}的",
        "时间照事实写",
        None,
        tuple(entry.id for entry in entries[:3]),
    )
