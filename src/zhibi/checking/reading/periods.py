"""Times: what the words and figures of a sentence say of when, and which figures that governs."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from zhibi.checking.cue_words import word_choice
from zhibi.checking.reading.clauses import Passage
from zhibi.checking.reading.cues import Said
from zhibi.checking.reading.fields import Period, PeriodSaid
from zhibi.figures.model import TIME_KINDS, Figure
from zhibi.figures.scan import find_figures
from zhibi.patterns import lazy_pattern

_UP_TO = lazy_pattern(r"(?:截[至止]到?|到|至)(?:今年|本年|目前)?$")
_DEADLINE = lazy_pattern(r"(?:以|之)?前")
_EVERY = lazy_pattern(r"每$")
_ONCE_IN = lazy_pattern(r"[^，。；、\d\s]{0,6}一[次遍回轮巡评查报结考训会]")
_SINCE_BEFORE, _SINCE_AFTER = lazy_pattern(r"自$"), lazy_pattern(r"以来|起|开始")
_BEFORE = lazy_pattern(
    rf"(?:[截至止到从自在于\s]|{word_choice('into_times')}|早在|此前的?|其中|[按依]照?|根据|对照)*"
)
_BEHIND = lazy_pattern(rf"(?:[以来底末份的期间内前里\s]|{word_choice('plan_names')})*")
"""What may stand around a time that is all that a clause says (按2026年计划)."""
_TOPIC = lazy_pattern(r"[^，。；：、\d比较于及如过同与和跟由从自到至超占胜平]{1,6}(?<![的了])")
"""What a clause may name before such a time (招商上半年，…)."""
_A_YEAR = r"(?:20\d\d年|[今本去上]年)"
_YEARS_OF_EACH = lazy_pattern(rf"{_A_YEAR}(?:[、和与及]{_A_YEAR})+(?=[^，。；\d]{{0,8}}分别)")
"""Years that are listed before as many figures: none of them is the time of all."""
_LISTED = 30
"""Characters on either side of a part of a list in which the rest of it may stand."""
_JOIN = ("", "的", " ", "前")


def find_periods(passage: Passage, figures: Sequence[Figure], year: int) -> list[PeriodSaid]:
    """All times that words say, neighbours joined (今年1—10月); `figures` are those in them."""
    cues = passage.cues("period")
    if not cues and not figures:
        return []
    text, start, end = passage.source.text, passage.start, passage.end
    words = [
        _of_cue(text, cue, year, end)
        for cue in cues
        if not _EVERY.search(text, max(start, cue.start - 1), cue.start)
    ]
    found, starts = list(words), [one.start for one in words]
    for figure in figures:
        if figure.quantity.kind not in TIME_KINDS:
            continue
        before = bisect_left(starts, figure.end) - 1  # cues do not overlap
        if before >= 0 and figure.start < words[before].end:
            continue
        value = _of_figure(text, start, figure)
        if value is not None:
            found.append(PeriodSaid(value, figure.start, figure.end, figure.text))
    found.sort(key=lambda one: one.start)
    if found and (each := _YEARS_OF_EACH.search(text, max(0, start - _LISTED), end + _LISTED)):
        found = [one for one in found if not each.start() <= one.start < each.end()]
    return _joined(text, found)


def stands_alone(text: str, start: int, end: int, said: PeriodSaid) -> bool:
    """Whether a time is all that a clause says, so that it opens what follows."""
    if _BEHIND.fullmatch(text, said.end, end) is None:
        return False
    before = _BEFORE.fullmatch(text, start, said.start)
    return before is not None or _TOPIC.fullmatch(text, start, said.start) is not None


def _joined(text: str, found: Sequence[PeriodSaid]) -> list[PeriodSaid]:
    joined: list[PeriodSaid] = []
    for one in found:
        before = joined[-1] if joined else None
        if before is not None and text[before.end : one.start] in _JOIN:
            merged = _merge(before.value, one.value)
            if merged is not None:
                words = text[before.start : one.end]
                joined[-1] = PeriodSaid(merged, before.start, one.end, words)
                continue
        joined.append(one)
    return joined


def _merge(first: Period, second: Period) -> Period | None:
    if first.year is not None and second.year is not None:
        return None
    if first.first is not None and second.first is not None:
        return None
    rest = second if first.first is None else first
    year = first.year if first.year is not None else second.year
    return rest._replace(year=year)


def _of_cue(text: str, cue: Said, year: int, end: int) -> PeriodSaid:
    """The time of a word; behind a year, 底 makes it the end of that year (明年底)."""
    value, last = _of_word(cue.value, year), cue.end
    ends = last < end and cue.words.endswith("年") and text[last] in "底末"
    if ends and value.year is not None:
        value, last = value._replace(first=12, last=12, point=True), last + 1
    return PeriodSaid(value, cue.start, last, text[cue.start : last])


def _of_word(value: str, year: int) -> Period:
    if value == "年初":
        return Period(None, 1, 1, point=True)
    if value == "年中":
        return Period(None, 6, 6, point=True)
    if value == "年底":
        return Period(None, 12, 12, point=True)
    first, dash, last = value.partition("-")
    if dash and first:
        return Period(None, int(first), int(last))
    return Period(year + int(value))


def _of_figure(text: str, start: int, figure: Figure) -> Period | None:
    quantity = figure.quantity
    if quantity.value == 1 and _ONCE_IN.match(text, figure.end):
        return None  # 一季度培训一次
    if quantity.date is None or _EVERY.search(text, max(start, figure.start - 1), figure.start):
        return None
    year, month, day = quantity.date
    if month is None:
        if year is None or quantity.high is not None or _is_since(text, start, figure):
            return None
        return Period(year)
    if quantity.until is not None and quantity.until[1] is not None:
        return Period(year, month, quantity.until[1])
    del day
    if months_up_to(text, start, figure) is not None:
        return Period(year, 1, month)
    return Period(year, month, month, point=True)


def _is_since(text: str, start: int, figure: Figure) -> bool:
    """Whether a year is only where something began (自2016年以来)."""
    before = _SINCE_BEFORE.search(text, max(start, figure.start - 1), figure.start)
    return before is not None or _SINCE_AFTER.match(text, figure.end) is not None


def months_up_to(text: str, start: int, figure: Figure) -> tuple[int, int] | None:
    """January and the month of 截至10月底, where the words before the date say so; else None."""
    quantity = figure.quantity
    if quantity.kind != "date" or quantity.date is None or quantity.part not in ("底", "末"):
        return None
    month = quantity.date[1]
    said = _UP_TO.search(text, max(start, figure.start - 6), figure.start)
    if month is None or said is None or _DEADLINE.match(text, figure.end):
        return None
    return 1, month


@lru_cache(maxsize=512)
def period_of(words: str, year: int) -> Period | None:
    """The period that a field of the facts names (1—10月, 截至11月底, 2023年, 上半年)."""
    figures = [figure for figure in find_figures(words) if figure.claim]
    found = find_periods(Passage.of(words), figures, year)
    return found[0].value if found else None
