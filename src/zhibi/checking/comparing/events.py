"""How far each matter of a text has come, compared with the facts: N109 for a clause.

An item of the text that says a step is laid beside the pieces of the facts that it tells: those
of its own figures, of the figure that it goes on about (3个小区，仍在施工), of the remainder that
it names (其余的也已改完), else those that have most of its words, first of the facts told beside
it. Where none of the steps that these say can be true together with the one that is said,
the two differ.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from zhibi.checking.bigrams import bigrams
from zhibi.checking.comparing.pieces import (
    CLAUSE,
    SEGMENT,
    Matter,
    Piece,
    Pieces,
    bare,
    content_of,
    items_of,
    weights_of,
)
from zhibi.checking.comparing.steps import (
    ANY,
    FINISHED,
    ONGOING,
    TO_COME,
    Position,
    differ,
    position,
    to_come,
)
from zhibi.checking.comparing.times import (
    Calendar,
    Times,
    is_alone,
    times_of,
    wrong_date,
    wrong_time,
)
from zhibi.checking.reading.cues import phrase
from zhibi.checking.reading.fields import Aspect, Stage
from zhibi.checking.reading.periods import PeriodSaid
from zhibi.checking.reading.stages import declared_stages, find_stages
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS, Figure
from zhibi.structure import Structure

_MOST = 30  # figures of a segment on either side of a clause that may say what it is of
_VERB = 4  # characters after 已 or 正在 among which its verb is
_SINCE = 60  # characters that were told since the last figure
_BEFORE = 3  # characters before a step that may say that it has just been taken
_REST = re.compile(r"(?:另外|还有|但|而|并|目前|眼下)?(?:其余|其他|其它|剩余|剩下|余下)")
_ANY_VERB = re.compile(r"[做办搞动弄过到完开]")
_OF_AIM = re.compile(r"了?(?:全年|年度|今年|本年|年初)的?(?:目标|任务|计划)")
_OTHER = re.compile(r"(?:而|其中)?(前者|后者)")
_DOUBTED = ("N107", "N109", "N114")
_SAID_AS: dict[Aspect | None, str] = {
    "done": "已经完成",
    "ongoing": "正在进行",
    "plan": "计划、预计",
    "not": "还没有做到",
}


@dataclass(slots=True)
class _Item:
    """An item of a clause of the text, with the figures in it and the steps that it says."""

    start: int
    end: int
    stages: list[Stage]
    counted: list[Entry]
    dated: list[Entry]
    times: Times
    planned: bool
    """Whether its sentence has spoken of a plan."""
    since: int = 0
    """Where its sentence begins."""


@dataclass(slots=True)
class _Told:
    """What a segment has told so far: the figures of its last item with any, and the words since.

    `pair` are the last two figures, to which 前者 and 后者 refer; `matters` are what the last
    item was told of; `opening` is the time that the clauses before it open with (去年，…).
    """

    own: list[Entry] = field(default_factory=list)
    words: str = ""
    pair: list[Entry] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    opening: PeriodSaid | None = None

    def add(self, item: _Item, words: str, *, alone: bool) -> None:
        """Go on from an item; `alone` says that it is only a time, which opens what follows."""
        if item.times.periods:
            self.opening = item.times.periods[0] if alone else None
        if item.counted:
            self.own, self.words, self.matters = item.counted, "", []
            self.pair = [*self.pair, *item.counted][-2:]
        else:
            self.words = f"{self.words}{words}，"[-_SINCE:]


class EventComparison:
    """Compares the steps that a text says with those of the facts."""

    def __init__(
        self,
        pieces: Pieces,
        entries: Sequence[Entry],
        structure: Structure,
        calendar: Calendar,
    ) -> None:
        self._pieces, self._entries, self._structure = pieces, entries, structure
        self._calendar = calendar
        self._text = structure.text

    def wrong(self, verdicts: Sequence[Verdict], known: Sequence[Violation]) -> Iterator[Violation]:
        """N109 for the clauses of the text; one of `known` of that clause is enough."""
        by_sentence: dict[int, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            by_sentence[verdict.match.sentence].append(verdict)
        doubted = sorted(one.start for one in known if one.code in _DOUBTED)
        for number, sentence in enumerate(self._structure.sentences):
            if self._structure.lines[sentence.line].kind != "paragraph":
                continue
            here = sorted(by_sentence.get(number, []), key=_start)
            in_plan = self._structure.part(sentence.start) == "plan"
            for segment in SEGMENT.finditer(self._text, sentence.start, sentence.end):
                low, high = segment.span()
                first = bisect_left(here, low, key=_start)
                inside = here[first : bisect_left(here, high, key=_start)]
                yield from self._segment(low, high, inside, doubted, in_plan=in_plan)

    def _segment(
        self,
        start: int,
        end: int,
        verdicts: Sequence[Verdict],
        doubted: Sequence[int],
        *,
        in_plan: bool,
    ) -> Iterator[Violation]:
        stated = [
            (one.match.figure.start, self._entries[one.covers])
            for one in verdicts
            if one.covers is not None
        ]
        unknown = [
            one.match.figure.start
            for one in verdicts
            if one.covers is None and one.status not in ("exempt", "counted")
        ]
        timed = [
            one.match.figure for one in verdicts if one.match.figure.quantity.kind in TIME_KINDS
        ]
        told = _Told()
        planned = in_plan
        for clause in CLAUSE.finditer(self._text, start, end):
            planned = planned or bool(phrase("plans").search(clause[0]))
            skipped = _any_within(doubted, *clause.span())
            near = _near(stated, clause.start())
            for low, high in items_of(self._text, *clause.span()):
                first = bisect_left(timed, low, key=_begins)
                inside = timed[first : bisect_left(timed, high, key=_begins)]
                times = times_of(self._text, low, high, inside, self._calendar.year)
                item = self._item(low, high, near, times, planned=planned, in_plan=in_plan)
                item.since = start
                periods = times.periods
                alone = len(periods) == 1 and is_alone(self._text, low, high, periods[0])
                if not skipped and not _any_within(unknown, low, high):
                    found = self._compare(item, told, near, alone=alone)
                    if found is not None:
                        yield found
                        skipped = True
                told.add(item, self._text[low:high], alone=alone)

    def _item(
        self,
        start: int,
        end: int,
        near: Sequence[tuple[int, Entry]],
        times: Times,
        *,
        planned: bool,
        in_plan: bool,
    ) -> _Item:
        stages = [
            one
            for one in find_stages(self._text, start, end)
            if not phrase("purpose").match(one.words)
            and (one.rank or not phrase("manner").fullmatch(one.words))
            and not (planned and (not one.marked or phrase("manner").match(one.words)))
            and not (in_plan and one.aspect == "plan")
        ]
        item = _Item(start, end, stages, [], [], times, planned)
        for at, entry in near:
            if start <= at < end:
                timed = entry.quantity.kind in TIME_KINDS
                (item.dated if timed else item.counted).append(entry)
                if not timed and self._text.endswith("的", start, at):
                    # 新建的180个车位将划线: what is planned is not the figure's own step
                    item.stages = [one for one in stages if one.aspect != "plan" or one.start < at]
        return item

    def _compare(
        self, item: _Item, told: _Told, near: Sequence[tuple[int, Entry]], *, alone: bool
    ) -> Violation | None:
        other = _OTHER.match(self._text, item.start, item.end)
        if other is not None and len(told.pair) == 2 and not item.counted:
            told.own, told.words = [told.pair[other[1] == "后者"]], ""
        times = item.times
        if not times.periods and told.opening is not None:
            times = times._replace(periods=[told.opening])
        if not item.stages and not any(times):
            return None
        pieces, known, sure = self._known(item, told, near)
        if not pieces:
            return None
        words = self._text[item.start : item.end].strip()
        if any(words in piece.words for piece in pieces):
            return None
        wrong = self._wrong_step(item, pieces, known, near, sure=sure)
        if wrong is not None:
            return wrong
        if alone or not any(times):
            return None
        steps = {one.rank for one in find_stages(self._text, item.start, item.end) if one.rank}
        ahead = phrase("ahead").search(self._text, item.start, item.end) is not None
        planned = ahead or self._structure.part(item.start) == "plan"
        planned = planned or (item.planned and not item.times.periods)
        found = wrong_time(self._calendar, times, steps, pieces, item.counted, planned=planned)
        wrong = next(found, None)
        if wrong is None and steps and planned and times.periods:
            content: Collection[str] = ()
            for since in (item.start, max(item.since, item.end - _SINCE)):
                words = self._text[since : item.end]
                content = content or content_of(words, find_stages(words, 0, len(words)))
            dated = self._pieces.dated(steps, content)
            wrong = next(wrong_date(self._calendar, times, dated), None) if dated else None
        return wrong

    def _wrong_step(
        self,
        item: _Item,
        pieces: Sequence[Piece],
        known: Sequence[Position],
        near: Sequence[tuple[int, Entry]],
        *,
        sure: bool,
    ) -> Violation | None:
        for said in item.stages:
            before = self._text[max(item.start, said.start - _BEFORE) : said.start]
            step = position(said, known=False, before=before)
            if _OF_AIM.match(self._text, said.end) or _is_amount(said, item.counted):
                continue  # how much of an aim is reached, figures say
            if said.scale and said.rank < FINISHED and not item.counted:
                continue  # 发现问题及时整改
            if not differ(step, known):
                continue
            coming = any(one.told == "plan" or one == TO_COME for one in known)
            done = sure and TO_COME in known and self._in_summary(item, said)
            if coming and not said.marked and not done:
                continue  # 上半年投用15台 of a plan
            if self._says_so(item, said, step, pieces, near, sure=sure):
                continue
            if said.words == "完成" and not item.counted and all(one.told is None for one in known):
                continue  # 由三方合力完成
            return _violation(said, pieces[0], known)
        return None

    def _in_summary(self, item: _Item, said: Stage) -> bool:
        """Whether a step stands under the headings of a summary, and no aim leads up to it."""
        if not self._structure.has_headings or self._structure.part(said.start) != "summary":
            return False
        return phrase("intent").search(self._text, item.start, said.start) is None

    def _known(
        self, item: _Item, told: _Told, near: Sequence[tuple[int, Entry]]
    ) -> tuple[list[Piece], list[Position], bool]:
        """The pieces that an item tells, what they say, and whether figures say so."""
        if item.counted:
            pieces, known, _ = self._of_entries(item.counted, going_on=False)
            if not any(one.told for one in known):
                steps = {(one.rank, one.scale) for one in item.stages if one.rank}
                beside = [one for piece in pieces for one in self._pieces.going_on(piece)]
                known += _of_steps(beside, steps)
            return pieces, known, True
        words = bare(self._text[item.start : item.end])
        weights = weights_of(words, item.stages, item.start)
        about = content_of(told.words, find_stages(told.words, 0, len(told.words)))
        dated = self._dated(item, told, near, weights)
        if dated:
            return self._of_entries(dated, going_on=False)
        if _REST.match(self._text, item.start, item.end):
            rest = self._rest(near)
            return rest, [one for piece in rest for one in piece.known], True
        if all(pair.startswith("#") for pair in weights):
            if told.own and not about:
                return self._of_entries(told.own, going_on=True)
            if not told.matters:
                weights |= dict.fromkeys(about, 1.0)
                told.matters = self._pieces.speaking_of(weights, self._matters(near), ())
            pieces = self._pieces.chain(told.matters, about)
            return pieces, [one for piece in pieces for one in piece.positions], False
        opens = item.stages and not bare(self._text[item.start : item.stages[0].start]).strip()
        if (
            opens and told.own and not about
        ):  # its verb comes first: it goes on about the figure before it
            own = [(0, entry) for entry in told.own]
            pieces = self._pieces.meant(weights, self._matters(own))
            if not pieces:
                return self._of_entries(told.own, going_on=True)
        else:
            context = dict.fromkeys(about, 1.0) if opens else {}
            told.matters = self._pieces.speaking_of(context | weights, self._matters(near), about)
            pieces = self._pieces.meant(weights, told.matters)
        if pieces:
            known = [one for piece in pieces for one in piece.known]
            if not any(piece.positions for piece in pieces):
                steps = {(said.rank, said.scale) for said in item.stages if said.rank}
                chain = self._pieces.chain(told.matters)
                known += _of_steps(chain, steps)
        else:
            pieces = self._pieces.chain(told.matters) or self._pieces.of(told.matters)
            known = [one for piece in pieces for one in piece.known]
        return pieces, known, False

    def _dated(
        self,
        item: _Item,
        told: _Told,
        near: Sequence[tuple[int, Entry]],
        weights: Mapping[str, float],
    ) -> list[Entry]:
        """The times of an item that are of what it speaks of: a date may be another's by chance."""
        found = []
        known = {*told.matters, *self._matters(near)}
        for entry in item.dated:
            piece = self._pieces.of_entry(entry)
            if piece is None:
                continue
            content = {pair for pair in weights if not pair.startswith("#")}
            if piece.matter in known or content & self._pieces.words_of(piece.matter):
                found.append(entry)
        return found

    def _matters(self, near: Sequence[tuple[int, Entry]]) -> list[Matter]:
        """What the figures that stand near are told of."""
        counted = [entry for _, entry in near if entry.quantity.kind not in TIME_KINDS]
        pieces = [self._pieces.of_entry(entry) for entry in counted]
        return list(dict.fromkeys(piece.matter for piece in pieces if piece is not None))

    def _rest(self, near: Sequence[tuple[int, Entry]]) -> list[Piece]:
        """The pieces of what the figures told so far leave: with figures that are not told."""
        told = {entry.id for _, entry in near}
        return [
            piece
            for piece in self._pieces.of(self._matters(near))
            if phrase("told_rest").search(piece.words)
            or (piece.counted and not any(one.id in told for one in piece.figures))
        ]

    def _of_entries(
        self, entries: Sequence[Entry], *, going_on: bool
    ) -> tuple[list[Piece], list[Position], bool]:
        """What the facts say of figures, or `going_on` from them, of what they are of."""
        pieces = [piece for entry in entries if (piece := self._pieces.of_entry(entry)) is not None]
        known = [one for entry in entries for one in self._of_entry(entry)]
        kept = [one for one in known if one.step]
        chain = []
        if not known and all(piece.default == ANY for piece in pieces):
            going_on = True  # 总投资 says nothing of the step: what is told of the whole does
        if going_on:
            chain = [one for piece in pieces for one in self._pieces.going_on(piece)]
        if going_on and chain:
            if not known:
                kept = [piece.default for piece in pieces if piece.default == ONGOING]
            known = kept + [one for piece in chain for one in piece.positions]
            pieces = chain
        elif not known:
            known = [piece.default for piece in pieces]
        return pieces, known, True

    def _of_entry(self, entry: Entry) -> Iterator[Position]:
        """What the facts say of a figure's step: its names, and the item in which it stands."""
        piece = self._pieces.of_entry(entry)
        declared = declared_stages(entry.declared, entry.status)
        if declared:
            yield from (position(one, known=True) for one in declared)
            return
        planned = entry.status in ("target", "forecast") or (
            piece is not None and piece.default is TO_COME
        )
        for name in (entry.name, *entry.aliases):
            for one in find_stages(name, 0, len(name)):
                if one.start and not one.rank:
                    continue  # “雨露计划”补助
                yield position(to_come(one) if planned else one, known=True)
        if piece is not None:
            yield from piece.positions
        if planned:
            yield TO_COME

    def _says_so(
        self,
        item: _Item,
        said: Stage,
        step: Position,
        pieces: Sequence[Piece],
        near: Sequence[tuple[int, Entry]],
        *,
        sure: bool,
    ) -> bool:
        """Whether the matter, or one told with it, says a step of the same as it is said.

        A negation is of its verb alone: 没有跟上 says nothing where no fact has 跟上.
        """
        if item.dated and sure and not item.counted:
            return False
        matters = [*([] if sure else self._matters(near)), *(one.matter for one in pieces)]
        beside = self._pieces.of(dict.fromkeys(matters))
        words = self._text[item.start : item.end]
        if said.rank:
            content = content_of(
                words, [one._replace(start=one.start - item.start) for one in item.stages]
            )
            speaking = [
                one
                for one in beside
                if any(known.step == said.rank for known in one.positions)
                and not (content and content.isdisjoint(one.about))
            ]
        elif sure:
            return False
        else:
            verb = self._text[said.end : min(said.end + _VERB, item.end)]
            pairs = set(bigrams(verb))
            speaking = [one for one in beside if pairs & one.pairs or verb[:1] in one.words]
            if said.aspect == "not" and not speaking:
                return not _ANY_VERB.match(verb)
        others = [piece for piece in speaking if not sure or not piece.counted]
        return any(not differ(step, piece.known) for piece in others)


def _of_steps(pieces: Iterable[Piece], steps: Collection[tuple[int, str]]) -> list[Position]:
    """What pieces say of some steps."""
    return [one for piece in pieces for one in piece.positions if (one.step, one.scale) in steps]


def _is_amount(said: Stage, counted: Sequence[Entry]) -> bool:
    """Whether 完成 says how much is done so far (已完成246户, 完成全年目标520人的61.2%)."""
    if said.rank != FINISHED or not said.words.endswith("完成") or "全" in said.words:
        return False
    return any(
        one.quantity.kind in ("percent", "pp")
        or one.role in ("target", "completion", "growth")
        or one.status == "ongoing"
        for one in counted
    )


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


def _violation(said: Stage, piece: Piece, known: Iterable[Position]) -> Violation:
    source = f"（{piece.fact.source}）" if piece.fact.source else ""
    told = "、".join(dict.fromkeys(_SAID_AS[one.told] for one in known if one.told))
    return Violation(
        "N109",
        said.start,
        said.end,
        f"事实里“{piece.words}”是{told or _SAID_AS['done']}，这里写的是“{said.words}”{source}",
        "照事实写到哪一步",
        None,
        (piece.fact.id,),
    )
