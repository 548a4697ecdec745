"""Resolves statements: finds the figures of a text, their names, status and period."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from zhibi.data_files import read_data
from zhibi.facts.bindings import level_number, level_words
from zhibi.facts.declared import declared, of_statement
from zhibi.facts.model import Entry, Fact, Honour
from zhibi.figures.dates import year_part_at
from zhibi.figures.model import TIME_KINDS, Figure
from zhibi.figures.scan import find_figures
from zhibi.figures.worded_times import worded_time_at
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Declared, Show, Status
    from zhibi.facts.problem_log import ProblemLog
    from zhibi.facts.schema import RawFact, RawFigure
    from zhibi.facts.scope import Scope
    from zhibi.marked_yaml import Path

_CLAUSE_ENDS = lazy_pattern("[，,。；;！？\\n]")
_SENTENCE_ENDS = lazy_pattern("[。；;！？\\n]")
_QUOTED = lazy_pattern(r"“[^”]*”?")
_YEAR_WORDS = frozenset("去今明上本来次后前")
"""Before 年底: a time that a facts file names by a part of its words."""
_start = attrgetter("start")
_LISTED = lazy_pattern("[、和与及]")
_NEAR = 3
"""Clauses up to a numeral's own in which what it counts may be named."""
_REACH = 400
"""Characters of a text without marks that are searched for words on a figure."""
_ONLY_TIME = lazy_pattern(r"(?:去年|上年|上一年|去年同期|上年同期)")

# 较上年的16万元: the figure right behind is last year's, though 较上年 is no time of what follows.
_BASE = lazy_pattern(r"[比较](?:去年|上年|上一年)(?:同期)?的$")
_CHANGE = lazy_pattern("[增减升降涨跌翻扩缩]|提高|回落|变为|调整|[到至]")


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class _Found:
    """A figure of the text, with its item under `figures`, if any, and that item's place."""

    figure: Figure
    naming: RawFigure | None = None
    at: Path = ()


class _Told(NamedTuple):
    """What the figures of a statement share with it."""

    section_id: str
    fact_id: str
    text: str
    show: Show
    at: Path


def resolve_statement(
    raw: RawFact,
    log: ProblemLog,
    at: Path,
    scope: Scope,
    ids: tuple[str, str],
    names: Sequence[str],
) -> Fact:
    """The statement as a fact; `ids` are those of the section and of the fact."""
    text = raw.text or ""
    found = [_Found(figure) for figure in find_figures(text, names)]
    for number, naming in enumerate(raw.figures or ()):
        _name_figure(naming, found, text, log, (*at, "figures", number))
    claims = [item for item in found if item.figure.claim or item.naming is not None]
    articles = [item.naming is None and _is_article(item.figure, text) for item in claims]
    told = _Told(*ids, text, scope.show or ("must" if claims else "may"), at)
    figures = [item.figure for item in claims]
    said = of_statement(raw, len(claims), log, at)
    entries = [
        _entry(item, number, told, figures, scope, said, log)
        for number, item in enumerate(claims, start=1)
    ]
    if raw.show is None and told.show == "must" and not all(articles):
        entries = [
            replace(entry, show="may") if is_article else entry
            for entry, is_article in zip(entries, articles, strict=True)
        ]
    for entry, item in zip(entries, claims, strict=True):
        if item.naming is not None and item.naming.id:
            log.claim_id("fact", entry.id, (*item.at, "id"))
    return Fact(
        id=told.fact_id,
        section_id=told.section_id,
        name=raw.name or "",
        text=text,
        aliases=tuple(raw.aliases or ()),
        names=tuple(raw.names or ()),
        period=scope.period,
        status=scope.status,
        show=told.show,
        source=scope.source or "",
        place=log.place(at),
        figures=tuple(entries),
        answers=tuple(raw.answers or ()),
        note=raw.note or "",
        honours=_honours(raw, log, (*at, "honours")),
        declared=declared(raw),
    )


def _is_article(figure: Figure, text: str) -> bool:
    """Whether a numeral says no more than its words: an article, or how many were just named.

    一场冰雹; 甲社区、乙村开办晚，两家合计…. Beside other figures of its statement it may be left
    out, unless the facts name it.
    """
    size = figure.quantity
    if size.numerals != "chinese" or size.kind not in ("count", "other", "duration"):
        return False
    if size.value == 1:
        return not size.hedge or size.hedge.startswith("最")
    clauses = _CLAUSE_ENDS.split(text[max(0, figure.start - _REACH) : figure.start])
    return any(len(_LISTED.split(one)) >= size.value for one in clauses[-_NEAR:-1])


def _name_figure(
    naming: RawFigure, found: list[_Found], text: str, log: ProblemLog, at: Path
) -> None:
    """Assign `naming` to the first figure that its text denotes and that has no name yet."""
    wanted = naming.text
    if not wanted:
        log.missing(at, "text", "抄写正文里的那个数，如 1.6亿元")
        return
    start = text.find(wanted)
    if start < 0:
        hint = "照抄正文里的写法，连同单位"
        log.problem((*at, "text"), f"正文里没有“{wanted}”", hint)
        return
    met = False
    while start >= 0:
        end = start + len(wanted)
        inside = [item for item in found if _belongs(item.figure, start, end)]
        met = met or bool(inside)
        if _name_time(naming, found, text, (start, end), at):
            return
        if len(inside) > 1:
            log.problem((*at, "text"), f"“{wanted}”里不止一个数", "一个数写一项")
            return
        if inside and inside[0].naming is None:
            inside[0].naming, inside[0].at = naming, at
            inside[0].figure = _within_name(text, inside[0].figure, start, end)
            return
        start = text.find(wanted, start + 1)
    if met:
        message, hint = f"正文里的“{wanted}”都已命名", "删去多写的一项"
    else:
        message, hint = f"“{wanted}”不是一个完整的数", "照抄正文里的整个数，连同单位"
    log.problem((*at, "text"), message, hint)


def _name_time(
    naming: RawFigure, found: list[_Found], text: str, span: tuple[int, int], at: Path
) -> bool:
    """Assign `naming` to a time of several figures or of none, where its span is one (去年底)."""
    start, end = span
    period = year_part_at(text, start) or worded_time_at(text, start)
    if period is None or period.end != end:
        return False
    if text.startswith("年", start) and text[start - 1 : start] in _YEAR_WORDS:
        return False
    inside = [item for item in found if _belongs(item.figure, start, end)]
    if any(item.naming is not None for item in inside):
        return False
    first = bisect_left(found, start, key=lambda item: item.figure.start)
    if not inside and first and found[first - 1].figure.end > start:
        return False  # 底 of 11月底
    figure = Figure(start, end, period.quantity(text[start:end]))
    found[first : first + len(inside)] = [_Found(figure, naming, at)]
    return True


def _within_name(text: str, figure: Figure, start: int, end: int) -> Figure:
    """The figure that a span denotes where it begins a name (60岁 in 60岁以上老年人)."""
    if figure.claim or figure.end <= end:
        return figure
    unnamed = (one for one in find_figures(text) if one.claim and _belongs(one, start, end))
    return next(unnamed, figure)


def _belongs(figure: Figure, start: int, end: int) -> bool:
    """Whether a span denotes this figure: it covers it, or starts with it and ends earlier."""
    return start <= figure.start < end and (figure.end <= end or figure.start == start)


def _entry(
    item: _Found,
    number: int,
    told: _Told,
    figures: Sequence[Figure],
    scope: Scope,
    said: Declared,
    log: ProblemLog,
) -> Entry:
    """A figure as an entry; `said` is what the statement says of its figures."""
    figure, naming = item.figure, item.naming
    own = scope.under(naming) if naming is not None else scope
    said_status = naming.status if naming is not None else None
    said_period = naming.period if naming is not None else None
    return Entry(
        id=(naming.id if naming is not None else None) or f"{told.fact_id}#{number}",
        fact_id=told.fact_id,
        section_id=told.section_id,
        role="figure",
        name=(naming.name if naming is not None else None) or "",
        aliases=tuple(naming.aliases or ()) if naming is not None else (),
        quantity=figure.quantity,
        period=said_period or _own_period(figure, figures, told.text) or scope.period,
        status=said_status or own_status(told.text, figure.start, figures) or scope.status,
        show=own.show or told.show,
        source=own.source or "",
        place=log.place((*item.at, "text") if naming is not None else (*told.at, "text")),
        text=told.text,
        start=figure.start,
        end=figure.end,
        declared=declared(naming, said),
    )


def own_status(text: str, start: int, figures: Sequence[Figure]) -> Status | None:
    """The status stated by the words before a figure in its clause (预计, 计划, 正在, 去年 …).

    A clause that is only a time word (“去年，…”) belongs to the clause after it. Words in
    quotation marks are part of a name (“雨露计划”) and state no status. A year word tells of the
    figures behind it up to the first change: in 由去年14家增加到21家 the second is this year's.
    `figures` are the figures of the text.
    """
    begin = _clause_start(text, start)
    if begin and _ONLY_TIME.fullmatch(text[_clause_start(text, begin - 1) : begin - 1]):
        begin = _clause_start(text, begin - 1)
    best: tuple[int, int, Status] | None = None
    clause = text[begin:start]
    if _BASE.search(clause):
        return "last_year"
    words, exceptions = _status_words()
    words = [row for row in words if row[0] in clause]
    if not words:
        return None
    covered = [(at, at + len(word)) for word in exceptions for at in _occurrences(clause, word)]
    covered += [match.span() for match in _QUOTED.finditer(clause)]
    for word, status in words:
        for at in _occurrences(clause, word):
            if any(low <= at < high for low, high in covered):
                continue
            if status == "last_year" and _changed(text, begin + at, start, figures):
                continue
            if best is None or (at, len(word)) > best[:2]:
                best = (at, len(word), status)
    return best[2] if best else None


def _changed(text: str, word: int, start: int, figures: Sequence[Figure]) -> bool:
    """Whether a change stands between a figure behind the word at `word` and the one at `start`."""
    first = bisect_right(figures, word, key=_start)
    last = bisect_left(figures, start, key=_start)
    return any(_CHANGE.search(text, figure.end, start) for figure in figures[first:last])


def _own_period(figure: Figure, figures: Sequence[Figure], text: str) -> str | None:
    """The last period or year in the sentence before the figure."""
    if figure.quantity.kind in TIME_KINDS:
        return None
    first = bisect_left(figures, _last_mark(text, _SENTENCE_ENDS, figure.start), key=_start)
    for other in reversed(figures[first : bisect_left(figures, figure.start, key=_start)]):
        if other.quantity.kind in {"period", "year"}:
            return other.quantity.written
    return None


def _clause_start(text: str, before: int) -> int:
    return _last_mark(text, _CLAUSE_ENDS, before)


def _last_mark(text: str, marks: re.Pattern[str], before: int) -> int:
    """Where what follows the last of `marks` before a place begins, at most `_REACH` before it."""
    ends = _ends(text, marks)
    count = bisect_right(ends, before)
    return max(before - _REACH, 0, ends[count - 1] if count else 0)


@lru_cache(maxsize=8)
def _ends(text: str, marks: re.Pattern[str]) -> list[int]:
    """Where each of the marks of a text ends; all figures of a statement ask for the same."""
    return [mark.end() for mark in marks.finditer(text)]


def _occurrences(text: str, word: str) -> list[int]:
    found = []
    at = text.find(word)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + len(word))
    return found


@cache
def _status_words() -> tuple[list[tuple[str, Status]], tuple[str, ...]]:
    data: dict[str, list[str]] = dict(read_data("facts", "status_words"))
    exceptions = tuple(data.pop("not"))
    words: list[tuple[str, Status]] = [
        (word, status)  # type: ignore[misc]
        for status, listed in data.items()
        for word in listed
    ]
    return words, exceptions


def _honours(raw: RawFact, log: ProblemLog, at: Path) -> tuple[Honour, ...] | None:
    """The honours that the file declares; None where it leaves them to the text."""
    if raw.honours is None:
        return None
    found = []
    for number, one in enumerate(raw.honours):
        where = (*at, number)
        if log.was_left_out(where):
            continue
        if not one.title:
            log.missing(where, "title", "写上荣誉的名称，如 森林村庄")
            continue
        level = level_number(one.level) if one.level else None
        if one.level and level is None:
            hint = f"写作 {'、'.join(level_words())} 中的一个"
            log.problem((*where, "level"), f"不认识的级别“{one.level}”", hint)
        found.append(
            Honour(
                subjects=tuple(one.who or ()),
                title=one.title,
                level=level,
                level_word=one.level or "",
                year=one.year,
                awarded=one.awarded,
                asked=one.asked,
            )
        )
    return tuple(found)
