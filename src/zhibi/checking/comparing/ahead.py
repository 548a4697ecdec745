"""What lies ahead of a report cannot have been done: N109 for 下半年已扫尾, 已于8月完工.

A report tells what was done up to its last month; what follows it is planned, whatever it is.
"""

from __future__ import annotations

from zhibi.checking.comparing.items import Item, Told
from zhibi.checking.comparing.times import Calendar
from zhibi.checking.violations import Violation
from zhibi.patterns import lazy_pattern

_DONE_AT = lazy_pattern(
    r"(?:[底末初]|前|份|里)?[就便也都均全又再]?(?:已经?|早已|均已|都已)"
    r"(?![知定排列明安敲确谋储启着开申签落纳部制有在进])"
)
"""Behind a time: what is done then; a plan may have been settled before (明年任务已列入)."""
_AT_DONE = lazy_pattern(r"(?:已经?|早已|均已|都已|已全部)(?:于|在)?(?:今年|明年)?$")
_REACH = 8


def done_ahead(text: str, item: Item, calendar: Calendar, told: Told) -> Violation | None:
    """N109 for what an item tells as done at a time that is still to come, or that opens it."""
    opening = told.opening
    if opening is not None and calendar.is_ahead(opening.value) and not item.times.periods:
        done = [one for one in item.stages if one.aspect == "done" and "已" in one.words]
        if done:
            return _violation(opening.words, done[0].words, done[0].start, done[0].end)
    for one in item.times.periods:
        if not calendar.is_ahead(one.value):
            continue
        behind = _DONE_AT.match(text, one.end, item.end)
        low = max(item.start, one.start - _REACH)
        before = _AT_DONE.search(text, low, one.start)
        if behind is None and before is None:
            continue
        start = before.start() if before is not None else one.start
        end = behind.end() if behind is not None else one.end
        return _violation(one.words, text[start:end], start, end)
    return None


def _violation(time: str, words: str, start: int, end: int) -> Violation:
    return Violation(
        "N109",
        start,
        end,
        f"“{time}”在报告所说的时段以后，这里写的是已经做到的（“{words}”）",
        "还没有到的时间，写成计划、预计",
        None,
        (),
    )
