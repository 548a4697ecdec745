"""Of what time an item of the text is, compared with the pieces of the facts that it tells: N107.

The times of figures of their own period are compared with their entries (`period`); this is for
what an item says of when its matter was or will be: the year, the month of a step or deadline, the
season, and how often (N114), wherever in the item it is said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from zhibi.checking.comparing.pieces import Piece
from zhibi.checking.reading.clauses import Passage
from zhibi.checking.reading.cues import Said, find_cues
from zhibi.checking.reading.fields import Period, PeriodSaid
from zhibi.checking.reading.periods import find_periods, period_of
from zhibi.checking.violations import Violation
from zhibi.facts.model import Entry
from zhibi.figures.model import Figure
from zhibi.figures.scan import find_figures
from zhibi.patterns import lazy_pattern

_AIMED = lazy_pattern("的?(?:目标|任务|计划|预期|预算)")
"""What stands behind a time that is a target's: 占全年目标."""
_OF_OTHER = lazy_pattern(
    r"(?:同期|的?(?:基础|水平|实绩|成绩)|[底末](?=[^，。；]{0,4}\d)|以来|起|度的)"
)
"""Behind a time: it is a time before another, or the beginning of one (自2016年以来)."""
_DECEMBER = 12
_MONTH = lazy_pattern(r"\d{1,2}月份?")
_MONTH_END = lazy_pattern(r"\d{1,2}月[份底末]?")
_OF_FIGURE = lazy_pattern(r"的?[\d.]+[^月日年季\d]")
_COMPARED = lazy_pattern(
    r"(?:不及|不如|[比较与和同由从自占超至除]|(?<![排放推延留定拖])到|[低高多少大小优]于)$"
)
_HALVES = ((1, 6), (7, 12))
_OFTEN = frozenset({"日", "周", "旬", "月", "季度", "年"})


class Calendar(NamedTuple):
    """The year of the report, whether its plans are for the next one, and its last month."""

    year: int
    plans_next_year: bool
    last_month: int = 12

    def is_ahead(self, said: Period) -> bool:
        """Whether a time begins when what the report tells is over."""
        if said.year is not None and said.year != self.year:
            return said.year > self.year
        return said.first is not None and said.first > self.last_month


class Times(NamedTuple):
    """What an item says of when: the times in it, or one that opens the clauses before it."""

    periods: Sequence[PeriodSaid]
    seasons: Sequence[Said]
    rates: Sequence[Said]


_NO_TIMES = Times((), (), ())


def times_of(item: Passage, figures: Sequence[Figure], year: int) -> Times:
    """The times that an item says of its own matter; `figures` are the times in figures in it."""
    found, seasons, rates = (
        find_periods(item, figures, year),
        item.cues("season"),
        item.cues("rate"),
    )
    if not (found or seasons or rates):
        return _NO_TIMES
    text, start, end = item.source.text, item.start, item.end
    if found:
        bases = item.cues("base")
        found = [
            one
            for one in found
            if not any(base.start <= one.start < base.end for base in bases)
            and not _COMPARED.search(text, max(start, one.start - 2), one.start)
            and not _OF_OTHER.match(text, one.end, end)
            and not (one.value.year is not None and _OF_FIGURE.match(text, one.end, end))
            and not _of_award(text, one)
        ]
    seasons = [one for one in seasons if not _AIMED.match(text, one.end, end)]
    return Times(found, seasons, [one for one in rates if one.value in _OFTEN])


def _of_award(words: str, said: PeriodSaid) -> bool:
    """Whether a year is the one that an award or a sum is for (2024年度的先进集体)."""
    return said.words.endswith("度") or words.startswith("度", said.end)


@lru_cache(maxsize=4096)
def _known(words: str, year: int) -> Times:
    figures = [figure for figure in find_figures(words) if figure.claim]
    return times_of(Passage.of(words), figures, year)


@lru_cache(maxsize=4096)
def all_times(words: str, year: int) -> Sequence[PeriodSaid]:
    """All times in what a fact says, those that something is compared with as well."""
    figures = [figure for figure in find_figures(words) if figure.claim]
    found = find_periods(Passage.of(words), figures, year)
    return [one for one in found if not _of_award(words, one)]


def _all_years(words: str, year: int) -> set[int]:
    return {one.value.year for one in all_times(words, year) if one.value.year is not None}


def wrong_time(
    calendar: Calendar,
    said: Times,
    steps: Collection[int],
    pieces: Sequence[Piece],
    counted: Sequence[Entry],
    *,
    planned: bool,
    foreign: bool = False,
) -> Iterator[Violation]:
    """What of the times of an item is not true of the pieces that it tells.

    `steps` are the ranks of those that it says, `planned` that it speaks of what is to come;
    `foreign` as for `other_months`.
    """
    same = [one for one in pieces if not {known.step for known in one.positions}.isdisjoint(steps)]
    for one in said.periods:
        true = _other_year(calendar, one, same or pieces, counted, planned=planned)
        of_step = same if steps else pieces
        true = true or other_months(calendar, one, of_step, counted, pieces, foreign=foreign)
        if true:
            yield _violation("N107", one, true, pieces[0])
            return
    for season in said.seasons:
        known = {s.value: s.words for piece in pieces for s in _matter_seasons(piece, calendar)}
        if known and not any(one.startswith(season.value) for one in known):
            yield _violation("N107", season, "、".join(known.values()), pieces[0])
            return
    for rate in said.rates:
        often = _often(piece.fact.text for piece in pieces)
        own = _often(piece.words for piece in pieces) if counted else often
        names = _often("，".join([one.name, *one.aliases, one.quantity.text]) for one in counted)
        if own and rate.value not in {**often, **own, **names}:
            yield _violation("N114", rate, "、".join(own.values()), pieces[0])
            return


def _often(texts: Iterable[str]) -> dict[str, str]:
    """How often something is, in some texts: 月, 周 …, with the words that say so."""
    found = {one.value: one.words for text in texts for one in find_cues("rate", text)}
    return {value: words for value, words in found.items() if value in _OFTEN}


def _matter_seasons(piece: Piece, calendar: Calendar) -> Sequence[Said]:
    own = _known(piece.words, calendar.year).seasons
    return own or _known(piece.fact.text, calendar.year).seasons


def _other_year(
    calendar: Calendar,
    said: PeriodSaid,
    pieces: Sequence[Piece],
    counted: Sequence[Entry],
    *,
    planned: bool,
) -> str:
    """The year that the pieces are of, if it is another one."""
    told = said.value.year
    if told is None:
        return ""
    if calendar.plans_next_year and counted and any(piece.planned for piece in pieces):
        return ""  # a plan's figures are compared with their entries
    known = {year for piece in pieces for year in _years(piece, calendar, counted)}
    if (
        not known
        or told in known
        or (planned and told > calendar.year >= max(known) and said.words != "后年")
    ):
        return ""  # 明年要把空着的38间压下来: a plan for what is told
    return "、".join(f"{year}年" for year in sorted(known))


def _years(piece: Piece, calendar: Calendar, counted: Sequence[Entry]) -> set[int]:
    """The years that a piece says, else the one that it is of."""
    year = calendar.year
    own = {one.value.year for one in _known(piece.words, year).periods if one.value.year}
    for entry in counted:
        period = period_of(entry.period, year) if entry.period else None
        if period is not None and period.year is not None:
            own.add(period.year)
        if entry.status == "last_year" or entry.role == "previous":
            own |= {year - 1, year}  # 今年由上年的1.08万头增加到1.15万头
    if own:
        return own | _all_years(piece.words, year)
    usual = year + 1 if piece.planned and calendar.plans_next_year else year
    return {usual} | _all_years(piece.segment_words, year)


def other_months(
    calendar: Calendar,
    said: PeriodSaid,
    pieces: Sequence[Piece],
    counted: Sequence[Entry],
    near: Sequence[Piece] = (),
    *,
    foreign: bool = False,
) -> str:
    """The months that the pieces are of, if what is said has none of them.

    An amount of some months is not one of fewer or more. `near` are all pieces that are told.
    `foreign` says that no fact on what is told has a date that is said.
    """
    span = _span(said)
    if span is None:
        return ""
    found = [
        one
        for piece in pieces
        for one in all_times(piece.words, calendar.year)
        if _span(one) is not None
    ]
    of_end = said.words[-1] in "底末" and span[1] == calendar.last_month
    alien = foreign and counted and not of_end and _MONTH_END.fullmatch(said.words)
    if alien and not _tells_months(calendar, near, counted):
        return "全年" if calendar.last_month == _DECEMBER else "上半年"
    whole = counted and not said.value.point and all(not one.value.point for one in found)
    if any(span == _span(one) if whole else _meet(span, _span(one)) for one in found):
        return ""
    said_of = [one for piece in pieces for one in _known(piece.words, calendar.year).periods]
    dated = [one.words for one in said_of if _span(one) is not None]
    if dated:
        return "、".join(dict.fromkeys(dated))
    if found:
        return ""  # 比年初增加2600人 says nothing of when it was
    return _months_of_aims(calendar, span, pieces, counted, near)


def _months_of_aims(
    calendar: Calendar,
    span: tuple[int, int],
    pieces: Sequence[Piece],
    counted: Sequence[Entry],
    near: Sequence[Piece],
) -> str:
    """The months of aims and plans of which the pieces say no time, if a half told is not it."""
    aims = ("target", "forecast")
    whole_year = any("全年" in piece.words for piece in pieces)
    aimed = [one for one in counted if one.role in aims or (whole_year and one.status in aims)]
    others = [one for one in counted if one not in aimed]  # 上半年完成全年目标5.5亿元的51.64%
    if aimed and not others and span in _HALVES:
        # 上半年，产值……，完成全年目标的47%: what opens the sentence is the time of the fact
        own = {
            _span(one)
            for piece in near
            for one in all_times(piece.fact.period or "", calendar.year)
        }
        return "" if span in own and not all(one.planned for one in near) else "全年"
    if calendar.plans_next_year or not pieces or span != _HALVES[0]:
        return ""
    return "下半年" if all(piece.planned for piece in pieces) else ""


def _tells_months(calendar: Calendar, pieces: Sequence[Piece], counted: Sequence[Entry]) -> bool:
    """Whether facts say of what months they are, other than those of the whole report."""
    texts = [text for piece in pieces for text in (piece.segment_words, piece.fact.period or "")]
    texts += [text for one in counted for text in (one.name, *one.aliases, one.period or "")]
    spans = {_span(one) for text in texts for one in all_times(text, calendar.year)}
    return not spans <= {None, (1, calendar.last_month)}


def _span(said: PeriodSaid) -> tuple[int, int] | None:
    """The months of a time; 年初 and 年底 are no month, 截至11月底 is November."""
    value = said.value
    if value.first is None or value.last is None:
        return None
    if value.point and (value.first, value.last) in _EDGES:
        return _EDGES[value.first, value.last]
    if not value.point and said.words[-1] in "底末":
        return value.last, value.last
    return value.first, value.last


_EDGES = {(1, 1): (1, 3), (12, 12): (11, 12)}


def _meet(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    return one is not None and other is not None and one[0] <= other[1] and other[0] <= one[1]


def wrong_date(calendar: Calendar, said: Times, pieces: Sequence[Piece]) -> Iterator[Violation]:
    """N107 for a date of a step that pieces of other facts on the same matter date otherwise."""
    for one in said.periods:
        true = _other_year(calendar, one, pieces, (), planned=False)
        true = true or (other_months(calendar, one, pieces, ()) if one.value.point else "")
        if true:
            yield _violation("N107", one, true, pieces[0])
            return


def wrong_topic(
    calendar: Calendar, said: PeriodSaid, pieces: Sequence[Piece], counted: Sequence[Entry]
) -> Violation | None:
    """N107 for a month that leads up to an amount of another one (10月最旺，业务量455万件)."""
    texts = [one.words for one in pieces] + [one.period or "" for one in counted]
    months = {one.words: _span(one) for text in texts for one in all_times(text, calendar.year)}
    own = {words: span for words, span in months.items() if span and span[0] == span[1]}
    span = _span(said)
    if not own or not _MONTH.fullmatch(said.words) or any(_meet(span, one) for one in own.values()):
        return None
    return _violation("N107", said, "、".join(own), pieces[0])


def wrong_plan(calendar: Calendar, said: Times, plans: Sequence[Piece]) -> Iterator[Violation]:
    """N107 for a year or month of a plan that the plans of the same matter have otherwise."""
    dated = [one for one in plans if _known(one.words, calendar.year).periods]
    if not dated:
        return
    for one in said.periods:
        true = _other_year(calendar, one, dated, (), planned=False)
        true = true or (other_months(calendar, one, dated, ()) if one.value.point else "")
        if true:
            yield _violation("N107", one, true, dated[0])
            return


def _violation(code: str, said: Said | PeriodSaid, true: str, piece: Piece) -> Violation:
    source = f"（{piece.fact.source}）" if piece.fact.source else ""
    return Violation(
        code,
        said.start,
        said.end,
        f"事实里“{piece.words}”是{true}，这里写的是“{said.words}”{source}",
        "时间照事实写",
        None,
        (piece.fact.id,),
    )
