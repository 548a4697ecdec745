"""Reads the figures of a sentence: what each one's clause says of it, and what it inherits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from zhibi.checking.cue_words import word_choice
from zhibi.checking.reading.clauses import Passage, ReadText
from zhibi.checking.reading.cues import Said, find_cues
from zhibi.checking.reading.fields import PeriodSaid, Reading, Stage
from zhibi.checking.reading.lists import LIST, LIST_ONLY, inherit_lists, read_listed_bases
from zhibi.checking.reading.periods import find_periods, stands_alone
from zhibi.checking.reading.words import contexts
from zhibi.checking.scoring import Scoring
from zhibi.figures.model import TIME_KINDS, Figure
from zhibi.figures.units import rate_base
from zhibi.patterns import lazy_pattern

_HARD = lazy_pattern(r"[；;。！？]")
_TO = lazy_pattern(r"(?:了)?(?:到了|到|至|为|成)")
_OF_FIGURE = lazy_pattern(r"(?:的|为|是|有|共|仅|只|达|达到|完成|同样是)?(?:约|近|超|超过)?")
_OF_LEVEL = lazy_pattern(r"[^，。；、\d]{0,6}")
"""Between what a change is measured against and the level of that time (比年初的9132户)."""
_OF_WHOLE = lazy_pattern(r"(?:中|里|当中)?的(?:近|约|超|超过)?")
_AFTER_WAY = lazy_pattern(
    f"(?:左右|以上)?的(?:(?P<up>{word_choice('change_up')})|(?P<down>{word_choice('change_down')}))"
)
_OTHER_SUBJECT = lazy_pattern(f"(?:另外|还有|其中|但|而|并)?(?:{word_choice('rest')}|另)")
_FILL = lazy_pattern(r"(?:目前|现在?|均|都|也|并|且)*")
"""What may stand before a word that opens its clause: 目前正在, 均已."""
_ALL_OF_THEM = lazy_pattern(
    r"(?:这|以上|上述)?(?:[二两三四五六][者项]|[几各]项)(?:指标|增速)?[均都皆也]?(?:[为是]|同?比)"
)
_PACE = {"quick": ("up", "down"), "slow": ("down", "up")}
"""Which way a pace goes, and which way the time that it takes."""
_CHANGES = ("percent", "pp")
_DECEMBER = 12
_LABEL = 6
"""Characters after a time that label what follows a colon (明年的打算：…)."""
Span = tuple[int, int]


def read_sentence(
    cued: ReadText, start: int, end: int, figures: Sequence[Figure], year: int, scoring: Scoring
) -> list[Reading]:
    """A reading of each of `figures`, the claims of a sentence's span; `year` is the report's."""
    return _SentenceReader(cued, start, end, figures, year).read(scoring)


class _SentenceReader:
    def __init__(
        self, cued: ReadText, start: int, end: int, figures: Sequence[Figure], year: int
    ) -> None:
        text, self.cued = cued.text, cued
        self.text, self.start, self.end = text, start, end
        self.figures, self.year = figures, year
        self.counted = [f for f in figures if f.quantity.kind not in TIME_KINDS]
        self.counted_starts = [figure.start for figure in self.counted]
        cut = cued.parts(start, end)
        self.clauses = [(clause.start, clause.end) for clause in cut]
        self.starts = [span[0] for span in self.clauses]
        self.parted = [
            bool(_HARD.search(text, before[1], after[0]))
            for before, after in pairwise([(start, start), *self.clauses])
        ]
        """Of each clause, whether more than a comma stands before it."""
        self.bases = cued.cues("base", start, end)
        self.base_starts = [said.start for said in self.bases]
        self.ways = cued.cues("direction", start, end)
        self.roles = cued.cues("role", start, end)
        self.rates = cued.cues("rate", start, end)
        self.levels = cued.cues("level", start, end)
        self.periods = find_periods(Passage(cued.source, start, end), figures, year)
        self.openings = list(self._openings())
        self.stages = {(clause.start, clause.end): clause.stages for clause in cut}

    def read(self, scoring: Scoring) -> list[Reading]:
        steps = {one.end: one.start for stages in self.stages.values() for one in stages}
        ways = {said.end: said.start for said in self.ways}
        found = contexts(self.text, self.start, self.end, self.figures, scoring, steps, ways)
        readings: list[Reading] = []
        for figure, context in zip(self.figures, found, strict=True):
            reading = Reading(
                figure, self._clause(figure), context.left, context.right, context.weights
            )
            if figure.quantity.kind not in TIME_KINDS:
                self._read_counted(reading)
            readings.append(reading)
        near = frozenset(said.value for said in self.rates) | self._ones()
        plans = [st for stages in self.stages.values() for st in stages if st.aspect == "plan"]
        for reading in readings:
            reading.near_rates = near
            figure = reading.figure
            reading.is_rate_base = self._is_base_of(figure)
            reading.planned = bool(plans) and plans[0].start < reading.clause[1]
        inherit_lists(self.text, readings)
        read_listed_bases(self.text, self.bases, readings)
        self._read_shared(readings)
        self._read_stages(readings)
        for reading in readings:
            reading.per = frozenset([said.value for said in reading.rate])
        return readings

    def _is_base_of(self, figure: Figure) -> bool:
        """Whether a figure is what others are counted per (一个月办4期)."""
        return figure.quantity.value == 1 and any(
            said.start <= figure.start and figure.end <= said.end for said in self.rates
        )

    def _ones(self) -> frozenset[str]:
        """What the sentence has one of in words: amounts may be per it (一小时收30元)."""
        ones = (f.quantity for f in self.figures if f.quantity.numerals == "chinese")
        return frozenset(rate_base(one.unit) for one in ones if one.value == 1 and one.unit)

    def _clause(self, figure: Figure) -> Span:
        at = bisect_right(self.starts, figure.start) - 1
        inside = at >= 0 and figure.start < self.clauses[at][1]
        return self.clauses[at] if inside else (self.start, self.end)

    def _read_counted(self, reading: Reading) -> None:
        figure, (first, last) = reading.figure, reading.clause
        before = [f.end for f in self.counted if f.end <= figure.start and not self._is_base_of(f)]
        segment = max([first, *before[-1:]])
        reading.direction, reading.to_level = self._way(figure, first)
        reading.base = self._base(figure, segment)
        reading.role = _last(self.roles, segment, figure.start)
        if reading.role is None and _OF_WHOLE.fullmatch(self.text, segment, figure.start):
            reading.role = _last(self.roles, first, segment)  # 占上年19.2万人次的37.5%
        reading.rate = self._rate(figure, segment, last)
        reading.level = tuple(s for s in self.levels if first <= s.start < last)
        reading.period = self._period(figure, first, to_level=reading.to_level)

    def _way(self, figure: Figure, first: int) -> tuple[Said | None, bool]:
        """The last word of direction before the figure in its clause, or right after it."""
        after = _AFTER_WAY.match(self.text, figure.end, self.end)
        if after:
            value = after.lastgroup or ""
            return Said(value, *after.span(value), after[value]), False
        said = _last(self.ways, first, figure.start)
        if said is None:
            return None, False
        since = said.end
        for other in self.counted:
            if said.end <= other.start < figure.start:
                if not LIST_ONLY.fullmatch(self.text, since, other.start) and since != said.end:
                    return None, False
                since = other.end
        if since != said.end and not LIST_ONLY.fullmatch(self.text, since, figure.start):
            return None, False
        if said.value in _PACE:
            lasting = figure.quantity.kind == "duration"
            said = said._replace(value=_PACE[said.value][lasting])
        to = bool(_TO.match(self.text, said.end)) or said.words[-1] in "至到为"
        return said, to

    def _base(self, figure: Figure, segment: int) -> Said | None:
        """What the change is measured against: said in the clause, or in one without figures."""
        said = _last(self.bases, segment, figure.start) or self._base_with_level(figure, segment)
        if said is not None:
            return said
        here = bisect_right(self.starts, figure.start) - 1
        before = bisect_left(self.base_starts, self.starts[here]) - 1 if here >= 0 else -1
        if before < 0:
            return None
        said = self.bases[before]
        there = self.starts[bisect_right(self.starts, said.start) - 1]
        between = bisect_left(self.counted_starts, there)
        if between < len(self.counted) and self.counted_starts[between] < self.starts[here]:
            return None
        return said._replace(inherited="前一分句")

    def _base_with_level(self, figure: Figure, segment: int) -> Said | None:
        """The base whose own level stands between it and the figure (比年初的9132户净增714户)."""
        at = bisect_left(self.counted_starts, figure.start) - 1
        if at < 0 or self.counted[at].end != segment:
            return None
        level = self.counted[at]
        said = _last(self.bases, self._clause(figure)[0], level.start)
        near = said is not None and _OF_LEVEL.fullmatch(self.text, said.end, level.start)
        return said if near and self._way(figure, segment)[0] is not None else None

    def _rate(self, figure: Figure, segment: int, last: int) -> tuple[Said, ...]:
        found = [s for s in self.rates if segment <= s.start and s.end <= figure.start]
        # 元/月 has it in the figure itself; 600元每月 behind it.
        found += [s for s in self.rates if figure.start <= s.start <= figure.end and s.end <= last]
        per = figure.quantity.per
        if per:
            value = rate_base(per)
            if value not in {said.value for said in found}:
                found.append(Said(value, figure.start, figure.end, figure.text))
        return tuple(found)

    def _period(self, figure: Figure, first: int, *, to_level: bool) -> PeriodSaid | None:
        """The time that governs a figure: its clause's own, else one that opens a clause before."""
        for said in reversed(
            [p for p in self.periods if first <= p.start and p.end <= figure.start]
        ):
            if self._is_base(said, figure):
                continue
            other = next((f for f in self.counted if said.end <= f.start < figure.start), None)
            past = said.value.year is not None and said.value.year < self.year
            if other is not None and ((to_level and past) or self._is_of(said, other)):
                continue  # 由去年的160元跌至138元
            return self._of_year(said, first)
        return self._opening(first)

    def _opening(self, first: int) -> PeriodSaid | None:
        """The time that opens the clauses before the one that begins at `first`."""
        at = bisect_right(self.starts, first) - 1
        return self.openings[at] if at >= 0 else None

    def _of_year(self, said: PeriodSaid, first: int) -> PeriodSaid:
        """A clause's own months with the year that opens the clauses before it (去年，上半年…)."""
        opening = self._opening(first)
        if said.value.year is not None or opening is None:
            return said
        if opening.value.year is None or opening.value.year >= self.year:
            return said
        value = said.value._replace(year=opening.value.year)
        return said._replace(value=value, words=opening.words + said.words)

    def _openings(self) -> Iterator[PeriodSaid | None]:
        """Of each clause, the time that clauses before it say alone (去年，…) and that governs it.

        It holds up to a stop; one that opens the sentence holds for all of it.
        """
        head: PeriodSaid | None = None
        current: PeriodSaid | None = None
        at, turned = 0, False
        for number, span in enumerate(self.clauses):
            if self.parted[number]:
                current = None
            if head is not None and (self._turns_to_now(span) or turned):
                head = current = None  # 四季度，…；年末9家，比年初多2家
            yield current or head
            while at < len(self.periods) and self.periods[at].start < span[0]:
                at += 1
            opening = None
            while at < len(self.periods) and self.periods[at].start < span[1]:
                said = self.periods[at]
                opening = opening or self._alone(said, span)
                turned = turned or (
                    head is not None
                    and (head.value.first or _DECEMBER) < (said.value.first or 0)
                    and not self._is_base(said, None)
                )
                at += 1
            if opening is not None:
                current = opening._replace(inherited="前面的分句" if number else "句首")
                head = head if number else current

    def _turns_to_now(self, span: Span) -> bool:
        found = self.cued.cues("now", *span)
        return bool(found) and found[0].start == span[0]

    def _alone(self, said: PeriodSaid, span: Span) -> PeriodSaid | None:
        """The time where it is all that a clause says; a date is not."""
        past = said.value.year is not None and said.value.year < self.year
        ends = said.words[-1] in "底末中"
        if said.value.point and not past and not ends:
            return None
        colon = self.text[span[1] : span[1] + 1] in ("：", ":")
        label = colon and span[1] - said.end <= _LABEL
        if not (label or stands_alone(self.text, *span, said)) or self._is_base(said, None):
            return None
        return said

    def _is_base(self, said: PeriodSaid, figure: Figure | None) -> bool:
        """Whether the time is only what a change is measured against (比去年增长3%)."""
        at = bisect_left(self.base_starts, said.end) - 1  # cues of one field do not overlap
        if at < 0 or self.bases[at].end <= said.start:
            return False
        kinds = ("percent", "pp")
        if self.bases[at].words[0] in "出过超":
            return True  # 高出上年180元
        if figure is None or (figure.quantity.kind in kinds and said.end == figure.start):
            return True  # 低于上年6.2%
        return not self._is_of(said, figure)

    def _is_of(self, said: PeriodSaid, figure: Figure) -> bool:
        """Whether the time stands right before the figure (上年的16万元) and is of it alone."""
        return _OF_FIGURE.fullmatch(self.text, said.end, figure.start) is not None

    def _read_shared(self, readings: Sequence[Reading]) -> None:
        """What a clause without figures says of all changes before it: 三者均为同比增长."""
        since = self.start
        for number, span in enumerate(self.clauses):
            if self.parted[number]:
                since = span[0]
            them = _ALL_OF_THEM.match(self.text, *span)
            if them is None:
                continue
            at = bisect_left(self.counted_starts, them.end())
            if at < len(self.counted) and self.counted_starts[at] < span[1]:
                continue
            base, way = _last(self.bases, *span), _last(self.ways, *span)
            for reading in readings:
                place = reading.figure
                if not since <= place.start < span[0] or place.quantity.kind not in _CHANGES:
                    continue
                if base is not None and reading.base is None:
                    reading.base = base._replace(inherited="后面的分句")
                if way is not None and reading.direction is None:
                    reading.direction = way._replace(inherited="后面的分句")

    def _read_stages(self, readings: Sequence[Reading]) -> None:
        """Stages belong to the figures of their clause; without one, to the figure before it."""
        by_clause: dict[Span, list[Reading]] = {}
        for reading in readings:
            by_clause.setdefault(reading.clause, []).append(reading)
        previous: list[Reading] = []
        waiting: list[Stage] = []
        later: dict[int, list[Stage]] = defaultdict(list)  # by the start of the figure
        for number, span in enumerate(self.clauses):
            members = by_clause.get(span, [])
            stages = self.stages[span]
            if self.parted[number]:
                previous = []
            if not members and _OTHER_SUBJECT.match(self.text, *span):
                continue
            if not members:
                # 主体已封顶 says of its own subject that it is done, 已完工 of the figure's.
                inherited = [
                    stage._replace(inherited="后面的分句")
                    for stage in stages
                    if (stage.rank and not self._of_part(span, stage))
                    or _FILL.fullmatch(self.text, span[0], stage.start)
                ]
                if previous:
                    later[previous[-1].figure.start] += inherited
                else:
                    waiting += [
                        stage._replace(inherited="前面的分句")
                        for stage in stages
                        if not self._of_part(span, stage)
                    ]
                continue
            for stage in stages:
                for reading in self._owners(members, stage):
                    reading.stages = (*reading.stages, stage)
            if waiting:
                members[0].stages = (*waiting, *members[0].stages)
                waiting = []
            previous = members
        for reading in readings:
            reading.stages += tuple(later.get(reading.figure.start, ()))

    def _of_part(self, span: Span, stage: Stage) -> bool:
        """Whether a stage is that of a part of a work, which its clause names (土建完工)."""
        return bool(find_cues("part_of_works", self.text, span[0], stage.end))

    def _owners(self, members: Sequence[Reading], stage: Stage) -> Sequence[Reading]:
        """The figures of a clause that a stage speaks of.

        Between two figures, the next one, unless a list mark parts it from the stage.
        """
        if len(members) == 1:
            return members
        after = [m for m in members if m.figure.start >= stage.end]
        before = [m for m in members if m.figure.end <= stage.start]
        if not after:
            return before[-1:]
        if not before:
            return after[:1] if self._parted(after) else after
        return (
            before[-1:] if LIST.search(self.text, stage.end, after[0].figure.start) else after[:1]
        )

    def _parted(self, members: Sequence[Reading]) -> bool:
        """Whether the figures after the first have words of their own."""
        return any(len(self.text[a.figure.end : b.figure.start]) > 3 for a, b in pairwise(members))


def _last(cues: Sequence[Said], start: int, end: int) -> Said | None:
    for said in reversed(cues):
        if start <= said.start and said.end <= end:
            return said
    return None
