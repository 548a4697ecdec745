"""How far each matter of a text has come, compared with the facts: N109 for a clause.

An item of the text that says a step (`items`) is laid beside the pieces of the facts that it tells
(`told_pieces`). Where none of the steps that these say can be true together with the one that is
said, the two differ.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import itemgetter

from zhibi.checking.bigrams import bigrams
from zhibi.checking.comparing.ahead import done_ahead
from zhibi.checking.comparing.items import Item, Told, leads_to_plans, read_item
from zhibi.checking.comparing.pieces import SEGMENT, Piece, Pieces, content_of, items_of
from zhibi.checking.comparing.steps import (
    FINISHED,
    SIGNED,
    TO_COME,
    Position,
    differ,
    is_one_step,
    position,
)
from zhibi.checking.comparing.times import (
    Calendar,
    Times,
    is_alone,
    times_of,
    wrong_date,
    wrong_plan,
    wrong_time,
)
from zhibi.checking.comparing.told_pieces import Known, ToldPieces
from zhibi.checking.computation import Computation
from zhibi.checking.reading.cues import phrase
from zhibi.checking.reading.fields import Aspect, Stage
from zhibi.checking.reading.stages import find_stages
from zhibi.checking.scoring import SCORING
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS, Figure
from zhibi.structure import CLAUSE, Structure

_MOST = 30  # figures of a segment on either side of a clause that may say what it is of
_VERB = 4  # characters after 已 or 正在 among which its verb is
_REMAINS = re.compile(r"其余|余下|余(?=\d)|剩|另外|原先|还[有没]|尚[有未]")
_LAST = 60  # characters before the end of an item that may say of what its step is
_BEFORE = 3  # characters before a step that may say that it has just been taken
_ANY_VERB = re.compile(r"[做办搞动弄过到完开改修建换装搬拆通达]")
_NEGATIONS = ("没", "没有", "还没", "还没有", "并没有")
_OF_AIM = re.compile(r"了?(?:全年|年度|今年|本年|年初)的?(?:目标|任务|计划)")
_OTHER = re.compile(r"(?:而|其中)?(前者|后者)")
_LEAD = re.compile(r"[^：:。；]*[：:]")
"""What leads up to a list: 下半年任务摆上桌面：…."""
_DOUBTED = ("N107", "N109", "N114")
_SAID_AS: dict[Aspect | None, str] = {
    "done": "已经完成",
    "ongoing": "正在进行",
    "plan": "计划、预计",
    "not": "还没有做到",
}


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
        self._told_pieces = ToldPieces(pieces, structure.text)

    def wrong(self, verdicts: Sequence[Verdict], known: Sequence[Violation]) -> Iterator[Violation]:
        """N109 for the clauses of the text; one of `known` of that clause is enough."""
        by_sentence: dict[int, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            by_sentence[verdict.match.sentence].append(verdict)
        doubted = sorted(one.start for one in known if one.code in _DOUBTED)
        at_line, opened, carried = -1, False, list[tuple[int, Entry]]()
        for number, sentence in enumerate(self._structure.sentences):
            line = self._structure.lines[sentence.line]
            if line.kind != "paragraph" or sentence.start < line.heading_end:
                continue
            here = sorted(by_sentence.get(number, []), key=_start)
            in_plan = self._structure.part(sentence.start) == "plan"
            lead = _LEAD.match(self._text, sentence.start, sentence.end)
            planned = in_plan or (lead is not None and bool(phrase("plans").search(lead[0])))
            if sentence.line != at_line:
                at_line, carried = sentence.line, []
                opened = leads_to_plans(self._text, *sentence[:2], self._calendar)
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
        stated = [
            (one.match.figure.start, self._entries[one.covers])
            for one in verdicts
            if one.covers is not None and not _by_chance(one)
        ]
        left = {
            one.match.figure.start: [self._entries[n] for n in one.computation.entries]
            for one in verdicts
            if one.covers is None and one.computation is not None and is_difference(one.computation)
        }
        unknown = [
            one.match.figure.start
            for one in verdicts
            if (one.covers is None or _by_chance(one)) and one.status not in ("exempt", "counted")
        ]
        timed = [
            one.match.figure for one in verdicts if one.match.figure.quantity.kind in TIME_KINDS
        ]
        told = Told(carried=[entry for _, entry in carried])
        carried[:] = stated or carried
        for clause in CLAUSE.finditer(self._text, start, end):
            planned = planned or bool(phrase("plans").search(clause[0]))
            skipped = _any_within(doubted, *clause.span())
            near = _near(stated, clause.start())
            for low, high in items_of(self._text, *clause.span()):
                first = bisect_left(timed, low, key=_begins)
                inside = timed[first : bisect_left(timed, high, key=_begins)]
                times = times_of(self._text, low, high, inside, self._calendar.year)
                item = read_item(
                    self._text, low, high, near, times, planned=planned, in_plan=in_plan
                )
                item.since = start
                if _REMAINS.search(self._text, low, high):
                    item.rest = next((left[one] for one in left if low <= one < high), [])
                periods = times.periods
                alone = len(periods) == 1 and is_alone(self._text, low, high, periods[0])
                ahead = None if skipped else done_ahead(self._text, item, self._calendar)
                if ahead is not None:
                    yield ahead
                    skipped = True
                if not skipped and (item.rest or not _any_within(unknown, low, high)):
                    found = self._compare(item, told, near, alone=alone)
                    if found is not None:
                        yield found
                        skipped = True
                told.add(item, self._text[low:high], alone=alone)

    def _compare(
        self, item: Item, told: Told, near: Sequence[tuple[int, Entry]], *, alone: bool
    ) -> Violation | None:
        other = _OTHER.match(self._text, item.start, item.end)
        if other is not None and len(told.pair) == 2 and not item.counted:
            told.own, told.words, told.dated = [told.pair[other[1] == "后者"]], "", []
        times = item.times
        if not times.periods and told.opening is not None:
            times = times._replace(periods=[told.opening])
        if not item.stages and not any(times):
            return None
        known = self._told_pieces.known(item, told, near)
        if not known.pieces:
            return None
        words = self._text[item.start : item.end].strip()
        if any(words in piece.words for piece in known.pieces):
            return None
        if not item.counted and known.left:
            wrong = self._wrong_rest(item, known.pieces[0])
            return wrong or next(self._wrong_plan(times, known.pieces), None)
        wrong = self._wrong_step(item, known, near) or _other_step(item, known)
        if wrong is not None or alone or not any(times):
            return wrong
        return self._wrong_time(item, times, known.pieces)

    def _wrong_rest(self, item: Item, part: Piece) -> Violation | None:
        """What a part leaves of a whole, told as having come as far as the part."""
        reached = {one.step for one in part.positions}
        for said in item.stages:
            verb = self._text[said.end : said.end + 1]
            ended = said.rank >= FINISHED or (said.rank >= SIGNED and said.rank in reached)
            same = ended if said.rank else verb and verb in part.words
            if said.aspect == "done" and same:
                return Violation(
                    "N109",
                    said.start,
                    said.end,
                    f"这里说的是做到的（“{part.words}”）以外剩下的，写成了“{said.words}”",
                    "照事实写到哪一步",
                    None,
                    (part.fact.id,),
                )
        return None

    def _wrong_time(self, item: Item, times: Times, pieces: Sequence[Piece]) -> Violation | None:
        """A time of an item that is not its pieces', or that of another fact on the same step."""
        steps = {one.rank for one in find_stages(self._text, item.start, item.end) if one.rank}
        ahead = phrase("ahead").search(self._text, item.start, item.end) is not None
        planned = ahead or self._structure.part(item.start) == "plan"
        planned = planned or (item.planned and not item.times.periods)
        found = wrong_time(self._calendar, times, steps, pieces, item.counted, planned=planned)
        wrong = next(found, None)
        if wrong is None and times.periods and any(one.aspect == "plan" for one in item.stages):
            wrong = next(self._wrong_plan(times, pieces), None)
        if wrong is None and steps and planned and times.periods:
            content: Collection[str] = ()
            for since in (item.start, max(item.since, item.end - _LAST)):
                words = self._text[since : item.end]
                content = content or content_of(words, find_stages(words, 0, len(words)))
            dated = self._pieces.dated(steps, content)
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

    def _wrong_step(
        self, item: Item, known: Known, near: Sequence[tuple[int, Entry]]
    ) -> Violation | None:
        positions = known.positions
        for said in item.stages:
            before = self._text[max(item.start, said.start - _BEFORE) : said.start]
            step = position(said, known=False, before=before)
            if _OF_AIM.match(self._text, said.end) or _is_amount(said, item.counted):
                continue  # how much of an aim is reached, figures say
            if said.scale and said.rank < FINISHED and not item.counted:
                continue  # 发现问题及时整改
            vague = said.aspect == "ongoing" and not said.rank and not item.counted
            if vague and not any(one.told for one in positions):
                continue  # 工业仍在承压 beside a fact that says no step
            if not differ(step, positions):
                continue
            coming = any(one.told == "plan" or one == TO_COME for one in positions)
            done = known.sure and TO_COME in positions and self._in_summary(item, said)
            if coming and not said.marked and not done:
                continue  # 上半年投用15台 of a plan
            if self._says_so(item, said, step, known, near):
                continue
            if (
                said.words == "完成"
                and not item.counted
                and all(one.told is None for one in positions)
            ):
                continue  # 由三方合力完成
            return _violation(said, known.pieces[0], positions)
        return None

    def _in_summary(self, item: Item, said: Stage) -> bool:
        """Whether a step stands under the headings of a summary, and no aim leads up to it."""
        if not self._structure.has_headings or self._structure.part(said.start) != "summary":
            return False
        return phrase("intent").search(self._text, item.start, said.start) is None

    def _says_so(
        self,
        item: Item,
        said: Stage,
        step: Position,
        known: Known,
        near: Sequence[tuple[int, Entry]],
    ) -> bool:
        """Whether the matter, or one told with it, says a step of the same as it is said.

        A negation is of its verb alone: 没有跟上 says nothing where no fact has 跟上.
        """
        if item.dated and known.sure and not item.counted:
            return False
        if item.counted and said.rank and all(_names_step(one, said.rank) for one in known.pieces):
            return False
        matters = [
            *([] if known.sure else self._told_pieces.matters(near)),
            *(one.matter for one in known.pieces),
        ]
        beside = self._pieces.of(dict.fromkeys(matters))
        words = self._text[item.start : item.end]
        if said.rank:
            content = content_of(
                words, [one._replace(start=one.start - item.start) for one in item.stages]
            )
            speaking = [
                one
                for one in beside
                if any(other.step == said.rank for other in one.positions)
                and not (content and content.isdisjoint(one.about))
            ]
        else:
            verb = self._text[said.end : min(said.end + _VERB, item.end)]
            if known.sure:
                return said.words in _NEGATIONS and self._is_of_other_verb(verb, known)
            own = verb[:1] if said.aspect == "not" or _ANY_VERB.match(verb) else verb[:2]
            pairs = set(bigrams(verb)) if said.aspect == "not" else frozenset()
            speaking = [one for one in beside if pairs & one.pairs or (own and own in one.words)]
            if said.aspect == "not" and not speaking:
                return not _ANY_VERB.match(verb)
        others = [piece for piece in speaking if not known.sure or not piece.counted]
        return any(not differ(step, piece.known) for piece in others)

    def _is_of_other_verb(self, verb: str, known: Known) -> bool:
        """Whether a negation is of a verb that no fact has: 工地还没撤, 没有停.

        A verb of doing (没改, 没完) is of what the facts tell, whatever they call it.
        """
        if _ANY_VERB.search(verb) or not verb:
            return False
        return not any(verb[:1] in piece.words for piece in known.pieces)


def _names_step(piece: Piece, rank: int) -> bool:
    """Whether a piece says of its own figure that it has come to a step, or not."""
    return any(one.step == rank and one.told for one in piece.positions)


def is_difference(computation: Computation) -> bool:
    """Whether a figure is what one other leaves of another."""
    return computation.pattern == "{0} - {1}"


def _by_chance(verdict: Verdict) -> bool:
    """Whether a figure has an entry's value, and no word near it names that entry."""
    match = verdict.match
    timed = match.figure.quantity.kind in TIME_KINDS
    return not timed and not match.attached and match.score < SCORING.unnamed


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


def _other_step(item: Item, known: Known) -> Violation | None:
    """A step to come that is not the one which the facts plan for that date or amount.

    开工 in 11月 where 竣工 is planned for it; 建成 of what is to be 筹建.
    """
    if not known.sure or not (item.dated or item.counted):
        return None
    steps = [one for one in known.positions if one.step]
    if not any(one.told == "plan" for one in steps):
        return None
    said = [one for one in item.named if one.aspect == "plan" or item.planned or item.dated]
    if any(one.aspect not in ("plan", "done") or "已" in one.words for one in said):
        return None
    for one in said:
        if any(one.scale != other.scale or is_one_step(one.rank, other.step) for other in steps):
            return None
    return _violation(said[0], known.pieces[0], known.positions) if said else None


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
