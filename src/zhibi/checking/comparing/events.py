"""How far each matter of a text has come, compared with the facts: N109 for a clause.

An item of the text that says a step (`items`) is laid beside the pieces of the facts that it tells
(`told_pieces`). Where none of the steps that these say can be true together with the one that is
said, the two differ.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from operator import itemgetter
from typing import NamedTuple

from zhibi.checking.comparing.ahead import done_ahead
from zhibi.checking.comparing.by_amount import is_by
from zhibi.checking.comparing.fact_items import SEGMENT
from zhibi.checking.comparing.items import Item, Told, leads_to_plans, read_item
from zhibi.checking.comparing.pieces import Piece, Pieces, content_of
from zhibi.checking.comparing.steps import DONE, is_one_verb
from zhibi.checking.comparing.times import (
    Calendar,
    Times,
    times_of,
    wrong_date,
    wrong_plan,
    wrong_time,
    wrong_topic,
)
from zhibi.checking.comparing.told_pieces import ToldPieces
from zhibi.checking.comparing.wrong_steps import StepComparison, other_step
from zhibi.checking.reading.clauses import Clause, Passage, ReadText
from zhibi.checking.reading.cues import phrase
from zhibi.checking.reading.fields import PeriodSaid
from zhibi.checking.reading.periods import stands_alone
from zhibi.checking.scoring import SCORING
from zhibi.checking.verdicts import Verdict, by_sentence
from zhibi.checking.violations import Violation
from zhibi.facts.arithmetic import exact
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS, Figure
from zhibi.figures.units import comparable
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure

_MOST = 30  # figures of a segment on either side of a clause that may say what it is of
_REMAINS = lazy_pattern(r"其余|余下|余(?=\d)|剩|另外|原先|还[有没]|尚[有未]")
_TELLING_DIGITS = 3  # of a figure that no two facts have by chance
_TERMS = 4  # figures before one that may be what it is the difference of
_LAST = 60  # characters before the end of an item that may say of what its step is
_WHICH = lazy_pattern(r"[^，。；、\d]{1,8}的(?=\d)")
"""Behind the word of a plan: it says of which things a clause tells."""
_OTHER = lazy_pattern(r"(?:而|其中)?(前者|后者)")
_LEAD = lazy_pattern(r"[^：:。；]*[：:]")
"""What leads up to a list: 下半年任务摆上桌面：…."""
_COMPARED = lazy_pattern(r"[比较由从]")
_DOUBTED = ("N107", "N109", "N114")


class _Figures(NamedTuple):
    """The figures of a segment in order: those of facts, what they leave, others, and the times."""

    stated: list[tuple[int, Entry]]
    left: list[tuple[int, list[Entry]]]
    """Differences of two figures, each with the whole and the part."""
    unknown: list[int]
    timed: list[Figure]

    def left_in(self, start: int, end: int) -> list[Entry]:
        """The whole and the part of which a span tells what is left."""
        at = bisect_left(self.left, start, key=itemgetter(0))
        return self.left[at][1] if at < len(self.left) and self.left[at][0] < end else []


class EventComparison:
    """Compares the steps that a text says with those of the facts."""

    def __init__(
        self,
        pieces: Pieces,
        entries: Sequence[Entry],
        structure: Structure,
        cued: ReadText,
        calendar: Calendar,
    ) -> None:
        self._pieces, self._entries, self._structure = pieces, entries, structure
        self._cued, self._calendar = cued, calendar
        self._text = structure.text
        self._told_pieces = ToldPieces(pieces, structure.text)
        self._steps = StepComparison(pieces, self._told_pieces, structure)

    def wrong(self, verdicts: Sequence[Verdict], known: Sequence[Violation]) -> Iterator[Violation]:
        """N109 for the clauses of the text; one of `known` of that clause is enough."""
        told = by_sentence(verdicts)
        doubted = sorted(one.start for one in known if one.code in _DOUBTED)
        at_line, opened, carried = -1, False, list[tuple[int, Entry]]()
        for number, sentence in enumerate(self._structure.sentences):
            line = self._structure.lines[sentence.line]
            if line.kind != "paragraph" or sentence.start < line.heading_end:
                continue
            here = sorted(told.get(number, ()), key=_start)
            in_plan = self._structure.part(sentence.start) == "plan"
            lead = _LEAD.match(self._text, sentence.start, sentence.end)
            planned = in_plan or (lead is not None and bool(self._cued.cues("plans", *lead.span())))
            if sentence.line != at_line:
                at_line, carried = sentence.line, []
                opened = leads_to_plans(Passage(self._cued.source, *sentence[:2]), self._calendar)
            planned = planned or opened
            for segment in SEGMENT.finditer(self._text, sentence.start, sentence.end):
                low, high = segment.span()
                first = bisect_left(here, low, key=_start)
                inside = here[first : bisect_left(here, high, key=_start)]
                yield from self._segment(
                    low, high, inside, doubted, carried, in_plan=in_plan, planned=planned
                )

    def _segment(
        self,
        start: int,
        end: int,
        verdicts: Sequence[Verdict],
        doubted: Sequence[int],
        carried: list[tuple[int, Entry]],
        *,
        in_plan: bool,
        planned: bool,
    ) -> Iterator[Violation]:
        figures = self._figures(verdicts, carried)
        stated, timed = figures.stated, figures.timed
        told = Told(carried=[entry for _, entry in carried])
        carried[:] = stated[-_MOST:] or carried
        for clause in self._cued.clauses(start, end):
            planned = in_plan or _speaks_of_plans(clause, since=planned)
            now = clause.cues("now")
            if now and now[0].start == clause.start:
                told.opening = None  # 明年要查一遍，眼下有86家
            skipped = _any_within(doubted, clause.start, clause.end)
            near = _near(stated, clause.start)
            for passage in clause.items:
                low, high = passage.start, passage.end
                first = bisect_left(timed, low, key=_begins)
                inside = timed[first : bisect_left(timed, high, key=_begins)]
                times = times_of(passage, inside, self._calendar.year)
                item = read_item(passage, near, times, planned=planned, in_plan=in_plan)
                item.since = start
                if figures.left and _REMAINS.search(passage.words):
                    item.rest = figures.left_in(low, high)
                periods = times.periods
                alone = len(periods) == 1 and stands_alone(self._text, low, high, periods[0])
                if not skipped and (periods or told.opening is not None):
                    ahead = done_ahead(self._text, item, self._calendar, told)
                    if ahead is not None:
                        yield ahead
                        skipped = True
                if not skipped and (item.rest or not _any_within(figures.unknown, low, high)):
                    found = self._compare(item, told, near, alone=alone)
                    if found is not None:
                        yield found
                        skipped = True
                told.add(item, alone=alone)

    def _figures(
        self, verdicts: Sequence[Verdict], carried: Sequence[tuple[int, Entry]]
    ) -> _Figures:
        stated: list[tuple[int, Entry]] = []
        left: list[tuple[int, list[Entry]]] = []
        unknown: list[int] = []
        timed: list[Figure] = []
        named = {self._section(one) for one in verdicts if not _is_unnamed(one)}
        named |= {entry.section_id for _, entry in carried}
        for one in verdicts:
            figure = one.match.figure
            if figure.quantity.kind == "ordinal" and figure.text[0] != "第":
                continue  # 6号线 is a name
            if figure.quantity.kind in TIME_KINDS:
                timed.append(figure)
            by_chance = _is_unnamed(one) and self._section(one) not in named
            terms = self._terms(one, stated)
            if one.covers is not None and not by_chance and not terms:
                stated.append((figure.start, self._entries[one.covers]))
            elif one.status not in ("exempt", "counted"):
                unknown.append(figure.start)
            if terms:
                left.append((figure.start, terms))
        return _Figures(stated, left, unknown, timed)

    def _terms(self, verdict: Verdict, told: Sequence[tuple[int, Entry]]) -> list[Entry]:
        """The two figures of which one that no words name is the difference; else nothing."""
        if verdict.covers is not None and not _is_unnamed(verdict):
            return []
        own = None if verdict.covers is None else self._entries[verdict.covers].fact_id
        if any(entry.fact_id == own for _, entry in told[-_TERMS:]):
            return []
        if verdict.computation is not None and is_by(verdict):
            return [self._entries[number] for number in verdict.computation.entries]
        size = verdict.match.figure.quantity
        entries = [
            entry for _, entry in told[-_TERMS:] if comparable(entry.quantity.unit, size.unit)
        ]
        pairs = combinations(entries, 2) if verdict.covers is not None else ()
        found = (
            [one, other]
            for one, other in pairs
            if exact(one.quantity) - exact(other.quantity) == exact(size)
        )
        return next(found, [])

    def _section(self, verdict: Verdict) -> str | None:
        """The section of the fact that a figure states."""
        return None if verdict.covers is None else self._entries[verdict.covers].section_id

    def _compare(
        self, item: Item, told: Told, near: Sequence[tuple[int, Entry]], *, alone: bool
    ) -> Violation | None:
        pair = len(told.pair) == 2 and not item.counted
        other = _OTHER.match(item.words) if pair else None
        if other is not None:
            told.own, told.words, told.dated = [told.pair[other[1] == "后者"]], "", []
        times = item.times
        opening = told.opening
        if opening is not None and not any(one.value.year for one in times.periods):
            times = times._replace(periods=_opened(times.periods, opening))
        if told.season is not None and item.counted and not times.seasons:
            times = times._replace(seasons=[told.season])
        topic = told.topic if item.counted and not times.periods else None
        if not (item.stages or item.named or topic or any(times)):
            return None
        words = item.words.strip()
        pieces = self._told_pieces.of_figures(item.counted)
        if any(words in piece.words for piece in pieces):
            told.dated = []
            return self._of_quoted(item, times, topic, pieces)
        known = self._told_pieces.known(item, told, near)
        if not known.pieces:
            return None
        if any(words in piece.words for piece in known.pieces):
            return self._of_quoted(item, times, topic, known.pieces)
        if quoted := self._pieces.quoting(words):  # another fact says so itself
            return self._of_quoted(item, times, topic, quoted)
        if not item.counted and known.left:
            wrong = self._steps.wrong_rest(item, known.pieces[0])
            return wrong or next(self._wrong_plan(times, known.pieces), None)
        wrong = self._steps.wrong(item, known, near) or other_step(item, known)
        if wrong is None and topic is not None:
            return wrong_topic(self._calendar, topic, known.pieces, item.counted)
        if wrong is not None or alone or not any(times):
            return wrong
        return self._wrong_time(item, times, known.pieces)

    def _of_quoted(
        self, item: Item, times: Times, topic: PeriodSaid | None, pieces: Sequence[Piece]
    ) -> Violation | None:
        """What is wrong with an item that the facts say word for word: the time that opens it."""
        if topic is not None:
            return wrong_topic(self._calendar, topic, pieces, item.counted)
        opened = times is not item.times and not item.times.periods
        return self._wrong_time(item, times, pieces) if opened else None

    def _wrong_time(self, item: Item, times: Times, pieces: Sequence[Piece]) -> Violation | None:
        """A time of an item that is not its pieces', or that of another fact on the same step."""
        steps = {one.rank for one in item.read if one.rank}
        ahead = phrase("ahead").search(self._text, item.start, item.end) is not None
        planned = ahead or self._structure.part(item.start) == "plan"
        opened = bool(times.periods) and not item.times.periods
        compared = _COMPARED.search(self._text, item.start, item.end) is not None
        done = opened and item.counted and not compared and all(_is_done(one) for one in pieces)
        planned = planned or (item.planned and not item.times.periods and not done)
        foreign = not planned and not self._told_pieces.has_own_date(item)
        if (
            item.dated
            and not item.counted
            and self._told_pieces.dates_step(item, pieces, self._calendar.year)
        ):
            return None  # 明年3月进场, as a fact on the plans says
        found = wrong_time(
            self._calendar, times, steps, pieces, item.counted, planned=planned, foreign=foreign
        )
        wrong = next(found, None)
        if wrong is None and times.periods and any(one.aspect == "plan" for one in item.stages):
            wrong = next(self._wrong_plan(times, pieces), None)
        if wrong is None and steps and times.periods and (planned or not item.counted):
            content: Collection[str] = ()
            for since in (item.start, max(item.since, item.end - _LAST)):
                content = content or content_of(self._text[since : item.end])
            dated = self._pieces.dated(steps, content)
            if not planned:
                dated = [one for one in dated if _plans_it(one, item)]
            wrong = next(wrong_date(self._calendar, times, dated), None) if dated else None
        return wrong

    def _wrong_plan(self, times: Times, pieces: Sequence[Piece]) -> Iterator[Violation]:
        """N107 for the time of a plan of which the matter's own plans have another."""
        if any(one.quantity.kind in TIME_KINDS for piece in pieces for one in piece.figures):
            return
        matters = dict.fromkeys(piece.matter for piece in pieces)
        plans = [
            piece
            for piece in self._pieces.of(matters)
            if any(one.told == "plan" and one.step for one in piece.positions)
        ]
        yield from wrong_plan(self._calendar, times, plans)


def _is_unnamed(verdict: Verdict) -> bool:
    """Whether a figure of few digits has an entry's value, and no word near it names that entry."""
    match = verdict.match
    if match.figure.quantity.kind in TIME_KINDS or match.attached:
        return False
    few = sum(map(str.isdigit, match.figure.text)) < _TELLING_DIGITS
    return few and match.score < SCORING.unnamed


def _speaks_of_plans(clause: Clause, *, since: bool) -> bool:
    """Whether a clause tells of plans, or goes on from one that does (`since`).

    今年要改造的12个小区 only says which ones; 目前 turns to what is.
    """
    plans = clause.cues("plans")
    if plans:
        return _WHICH.match(clause.words, plans[0].end - clause.start) is None
    return since and not clause.cues("now")


def _is_done(piece: Piece) -> bool:
    """Whether a fact tells of a piece as of what is done: no plan for it is left."""
    told = (one.told in (None, "done") for one in piece.positions)
    return piece.default == DONE and not piece.planned and all(told)


def _plans_it(piece: Piece, item: Item) -> bool:
    """Whether a piece plans what an item names, by the same verb."""
    return any(
        plan.told == "plan" and is_one_verb(plan.verb, stage.verb)
        for plan in piece.positions
        for stage in item.named
    )


def _opened(own: Sequence[PeriodSaid], opening: PeriodSaid) -> Sequence[PeriodSaid]:
    """The times of an item with the one that opens the clauses before it (去年，…4月通过)."""
    return [*own, opening] if not own or opening.value.first is None else own


def _start(verdict: Verdict) -> int:
    return verdict.match.figure.start


def _begins(figure: Figure) -> int:
    return figure.start


def _any_within(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of these ordered places is in a span."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _near(stated: Sequence[tuple[int, Entry]], start: int) -> list[tuple[int, Entry]]:
    """The figures of a segment that stand nearest to a clause; a segment without end has more."""
    at = bisect_left(stated, start, key=itemgetter(0))
    return list(stated[max(0, at - _MOST) : at + _MOST])
