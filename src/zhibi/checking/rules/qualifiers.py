"""What the words around a matched figure say besides its value: direction, period and status.

N104 (rose or fell), N107 (year, month or report period), N109 (forecast, ongoing, target, last
year's, done). What a statement says of its own figures
may be said of them again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from zhibi.checking.context import months_up_to
from zhibi.checking.cue_words import cue_pattern
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.match import Match
from zhibi.checking.violations import Violation
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS, Figure, Quantity
from zhibi.figures.scan import find_figures
from zhibi.structure import Structure

_LEFT, _RIGHT = 26, 12
_REACH = 240  # characters: no sentence of this genre is longer, and no rule may look back further
_TOLD_AFTER = re.compile(r"[均为系是](?:去年|上年)")
_FACTUAL = ("done", "to_date", "last_year", None)
_DONE_NEXT = re.compile(
    r"[^，,]{0,4}[，,](?:现|目前|均|都|现均|目前均)?已(?:经|全部|全面|基本|顺利|如期)*"
    r"(?:建成|完成|完工|竣工|投用|投产|交付)"
)
_Months = tuple[int, int]
_HALVES: dict[str, _Months] = {"上半年": (1, 6), "下半年": (7, 12)}
_HALF_YEAR = re.compile(r"[上下]半年(?!度?的?(?:工作|计划|总结|任务))")
_FROM = re.compile(r"[从由][^，,]{0,8}$")
_GREW_TO = re.compile(
    r"(?:增长|增加|提高|提升|上升|扩大|下降|减少|降低|回落|压降|增|升|降|减)[至到为]"
)
_BREAK = re.compile(r"[。；;！？\n]")


def qualifier_violations(
    ledger: LedgerIndex, structure: Structure, match: Match, figures: list[Figure]
) -> list[Violation]:
    """Findings on the words around a figure that states `match.entry`."""
    if match.entry is None:
        return []
    entry = ledger.entries[match.entry]
    if kind_of(match.figure.quantity) == "time":
        if match.figure.quantity.kind == "date" and entry.text:
            return list(_status(ledger, structure, match, entry))
        return []
    return [
        *_direction(ledger, match, entry),
        *_period(ledger, structure, match, entry, figures),
        *_status(ledger, structure, match, entry),
    ]


def _last(pattern: re.Pattern[str], text: str) -> int:
    at = -1
    for found in pattern.finditer(text):
        at = found.start()
    return at


def _way(left: str) -> int:
    """+1 or -1 as the nearest word before the figure says up or down, else 0."""
    clause = re.split(r"[，。；：、]", left)[-1]
    up, down = (
        _last(cue_pattern("direction", "up"), clause),
        _last(cue_pattern("direction", "down"), clause),
    )
    return 0 if up == down else (1 if up > down else -1)


def _direction(ledger: LedgerIndex, match: Match, entry: Entry) -> Iterator[Violation]:
    said = -1 if match.figure.quantity.value < 0 else _way(match.context.left)
    below = -1 if entry.quantity.value < 0 else 0
    true = entry.direction or below or _way(entry.text[: entry.start]) or _way(entry.name)
    if not said or not true or said == true:
        return
    figure = match.figure
    yield Violation.at(
        figure,
        "N104",
        f"“{ledger.label(entry)}”{_named_way(true)}{entry.quantity.text}，"
        f"这里写成了{_named_way(said)}",
        f"改为“{_named_way(true)}”",
        None,
        (entry.id,),
    )


def _named_way(way: int) -> str:
    return "增长（提高）" if way > 0 else "下降（减少）"


def _period(
    ledger: LedgerIndex, structure: Structure, match: Match, entry: Entry, figures: list[Figure]
) -> Iterator[Violation]:
    """The month range that governs the clause must be the entry's own.

    An entry that only inherits the document's period is held to the range right before it: later
    figures of the sentence are often not figures of a period at all.
    """
    if not entry.period or entry.role in ("forecast", "target", "previous", "completion"):
        return
    own = _months(entry.period)
    if own is None:
        return
    inherited = entry.period == ledger.facts.document.period
    at = match.figure.start
    clause = max(structure.text.rfind(mark, max(0, at - _REACH), at) for mark in "；;。\n") + 1
    clause = max(clause, at - _REACH)
    said = _said_period(structure.text, clause, at, figures, inherited=inherited)
    if said is None or said[2] == own:
        return
    start, end, _ = said
    words = structure.text[start:end]
    if words in entry.text or words in entry.name:
        return
    yield Violation(
        "N107",
        start,
        end,
        f"“{ledger.label(entry)}”{match.figure.text}是{entry.period}的数，这里写成了{words}",
        f"时段改为“{entry.period}”",
        entry.period,
        (entry.id,),
    )


def _said_period(
    text: str, clause: int, at: int, figures: list[Figure], *, inherited: bool
) -> tuple[int, int, _Months] | None:
    """The nearest period before `at`: its span and months. 上半年 has no figure of its own."""
    half = next(iter([*_HALF_YEAR.finditer(text, clause, at)][-1:]), None)
    before = bisect_left(figures, at, key=lambda figure: figure.start)
    for figure in reversed(figures[:before]):
        if figure.start < clause or (half is not None and figure.start < half.start()):
            break
        if inherited and figure.quantity.kind not in TIME_KINDS:
            return None
        months = _months_of(figure.quantity) or months_up_to(
            figure.quantity, text[max(clause, figure.start - 6) : figure.start]
        )
        if months is not None:
            return figure.start, figure.end, months
    return (half.start(), half.end(), _HALVES[half[0]]) if half is not None else None


def _months_of(quantity: Quantity) -> _Months | None:
    """The first and last month of a period of months or a quarter, else None."""
    if quantity.kind != "period" or quantity.date is None or quantity.until is None:
        return None
    first, last = quantity.date[1], quantity.until[1]
    return None if first is None or last is None else (first, last)


@lru_cache(maxsize=256)
def _months(period: str) -> _Months | None:
    """The months of a fact's period: 1—10月, 上半年."""
    for figure in find_figures(period):
        months = _months_of(figure.quantity)
        if months is not None:
            return months
    half = _HALF_YEAR.fullmatch(period)
    return _HALVES[half[0]] if half else None


def _status(
    ledger: LedgerIndex, structure: Structure, match: Match, entry: Entry
) -> Iterator[Violation]:
    text, figure = structure.text, match.figure
    sentence = structure.sentences[match.sentence]
    start = max(sentence.start, figure.start - _REACH)
    before = _BREAK.split(text[start : figure.start])[-1]
    after = _BREAK.split(text[figure.end : min(sentence.end, figure.end + 40)])[0]
    near_before = before[-_LEFT:]
    near_after = re.split(r"[，,]", after)[0][:_RIGHT]
    own = f"{entry.name}{entry.text}"
    problem = None
    if _expected_in_fact(entry):
        said = cue_pattern("status", "expected").search(before[-_LEFT:] + near_after)
        looser = cue_pattern("status", "forecast").search(before + after)
        if not said and (not looser or "已" in before[-8:] + near_after):
            problem = ("是预计的数，这里写得像已经完成", "写明“预计”")
    elif entry.status == "forecast" or entry.role == "forecast":
        unsaid = entry.text and not cue_pattern("status", "forecast").search(entry.text)
        if not unsaid and not cue_pattern("status", "forecast").search(before + after):
            problem = ("是预计的数，这里写得像已经完成", "写明“预计”")
    elif entry.status == "last_year" or entry.role == "previous":
        head = text[start : figure.end]
        head += " ".join(_TOLD_AFTER.findall(text[figure.end : min(sentence.end, start + _REACH)]))
        unsaid = entry.text and not _last_year_said(ledger, entry.text[: entry.start])
        if (
            not unsaid
            and not _last_year_said(ledger, head)
            and not _turned_into(before, after)
            and not _last_year_line(ledger, structure, match)
        ):
            problem = ("是去年的数，这里写得像今年的", "写明“去年”")
    elif entry.status == "ongoing":
        done = cue_pattern("status", "done").search(near_before + near_after) or _DONE_NEXT.match(
            after
        )
        if done and done[0] not in own and not _unfinished(before + after):
            problem = ("正在进行，这里写成了已完成", "改为“正在推进”一类的写法")
    if problem is None and entry.status in _FACTUAL and entry.role in ("value", "part", "figure"):
        problem = _not_yet(entry, near_before)
    if problem:
        yield Violation.at(
            figure,
            "N109",
            f"“{ledger.label(entry)}”{figure.text}{problem[0]}",
            problem[1],
            None,
            (entry.id,),
        )


def _turned_into(before: str, after: str) -> bool:
    """从2055.9万元增至2186.4万元: what a change starts from is the past without saying so."""
    return bool(_FROM.search(before) and _GREW_TO.match(after))


def _expected_in_fact(entry: Entry) -> bool:
    """Whether a statement says of this very figure that it is expected."""
    clause = re.split(r"[，。；]", entry.text[: entry.start])[-1]
    return bool(entry.text) and bool(cue_pattern("status", "expected").search(clause))


def _unfinished(words: str) -> bool:
    return bool(re.search(r"正在|在建|推进|预计|有望|未", words))


def _last_year_said(ledger: LedgerIndex, words: str) -> bool:
    year = ledger.facts.document.year - 1
    return bool(cue_pattern("status", "last_year").search(words)) or f"{year}年" in words


def _last_year_line(ledger: LedgerIndex, structure: Structure, match: Match) -> bool:
    """A paragraph that opens with 去年 and never turns to 今年 speaks of last year throughout."""
    line = structure.lines[match.line]
    words = structure.text[line.start : min(match.figure.start, line.start + 4 * _REACH)]
    return _last_year_said(ledger, words) and not re.search(r"今年|本年|目前", words)


def _not_yet(entry: Entry, near: str) -> tuple[str, str] | None:
    """A completed figure reported as a forecast, or this year's as last year's."""
    clause = re.split(r"[，,、]", near)
    words = clause[-1] if len(clause[-1]) > 4 else "，".join(clause[-2:])
    own = f"{entry.name}{entry.text}{entry.period or ''}"
    for said in re.findall(r"预计|有望|拟|计划|力争|将(?!来|于)", words):
        if said not in own:
            return f"已经完成或发生，这里用了“{said}”", "去掉预计、计划一类的词"
    past = re.search(r"去年|上年(?!度)", words)
    if past and _GREW_TO.search(words, past.end()):
        return None
    if past and past[0] not in own and entry.status != "last_year":
        return "是今年的数，这里写成了去年的", "去掉“去年”"
    return None
