"""The items of a text's clauses, with the figures, the times and the steps that each says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from zhibi.checking.comparing.pieces import Matter
from zhibi.checking.comparing.times import Calendar, Times
from zhibi.checking.cue_words import word_choice
from zhibi.checking.reading.clauses import Passage
from zhibi.checking.reading.cues import Said, phrase
from zhibi.checking.reading.fields import PeriodSaid, Stage
from zhibi.checking.reading.periods import find_periods
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS
from zhibi.patterns import lazy_pattern

_SINCE = 60  # characters that were told since the last figure
_LEAD = 30  # characters of a sentence that leads up to others
_AMOUNT = lazy_pattern(r"\d[\d.]*(?![\d年月日.—])")
_SEASON_ALONE = lazy_pattern(f"{word_choice('into_times')}?{word_choice('within_times')}?")
"""What stands around a season that is all that a clause says (到了休渔期)."""
_BUT_FOR = lazy_pattern(r"除(?:了)?[^，。；]{1,16}?(?:以外|之外|外)")


def leads_to_plans(sentence: Passage, calendar: Calendar) -> bool:
    """Whether a sentence only leads up to plans (下半年怎么干，镇里列了清单).

    A sentence with figures or steps tells of them itself.
    """
    text, start, end = sentence.source.text, sentence.start, sentence.end
    if end - start > _LEAD or any(one.aspect != "plan" for one in sentence.stages):
        return False
    said = find_periods(sentence, (), calendar.year)
    ahead = any(calendar.is_ahead(one.value) for one in said)
    ahead = ahead or phrase("coming").search(text, start, end) is not None
    ahead = ahead or text.find(f"{calendar.year + 1}年", start, end) >= 0
    return ahead and _AMOUNT.search(text, start, end) is None


def _is_only_named(stage: Stage) -> bool:
    """Whether nothing says of a step of a plan that it is reached, or that it is not."""
    return stage.aspect != "plan" and (
        not stage.marked or bool(phrase("manner").match(stage.words))
    )


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class Item:
    """An item of a clause of the text, with the figures in it and the steps that it says."""

    start: int
    end: int
    words: str
    read: Sequence[Stage]
    """The steps that it says, whatever they say of."""
    stages: list[Stage]
    counted: list[Entry]
    dated: list[Entry]
    times: Times
    planned: bool
    """Whether its sentence has spoken of a plan."""
    since: int = 0
    """Where its sentence begins."""
    rest: list[Entry] = field(default_factory=list)
    """The figures whose difference it tells as what is left (其余4件)."""
    named: list[Stage] = field(default_factory=list)
    """The steps that it names, whatever its sentence has spoken of."""


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class Told:
    """What a segment has told so far: the figures of its last item with any, and the words since.

    `own_words` are the words of that item.
    `pair` are the last two figures, to which 前者 and 后者 refer; `matters` are what the last
    item was told of, `dated` the times that told it; `opening` is the time that the clauses before
    it open with (去年，…), `season` likewise (暑期里，…), `topic` the last time of one without
    figures or steps (10月是最旺的一个月，…); `rest` is that of the last `Item` with figures;
    `carried` are the figures that the paragraph told before its sentence.
    """

    own: list[Entry] = field(default_factory=list)
    own_words: str = ""
    words: str = ""
    pair: list[Entry] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    dated: list[Entry] = field(default_factory=list)
    opening: PeriodSaid | None = None
    topic: PeriodSaid | None = None
    season: Said | None = None
    rest: list[Entry] = field(default_factory=list)
    carried: list[Entry] = field(default_factory=list)

    def add(self, item: Item, *, alone: bool) -> None:
        """Go on from an item; `alone` says that it is only a time, which opens what follows."""
        words = item.words
        if item.times.periods:
            self.opening = item.times.periods[0] if alone else None
            of_step = item.counted or item.stages or item.named  # 12月已开工，设计库容1.2万吨
            self.topic = None if of_step else item.times.periods[-1]
        if item.times.seasons:
            season = item.times.seasons[0]
            opens = not item.counted and _SEASON_ALONE.fullmatch(words.replace(season.words, ""))
            self.season = season if opens else None
        if item.counted or item.rest:
            self.rest = item.rest
        if item.counted:
            self.own, self.words, self.matters = item.counted, "", []
            self.own_words = words
            self.pair = [*self.pair, *item.counted][-2:]
        else:
            self.words = f"{self.words}{words}，"[-_SINCE:]


def read_item(
    passage: Passage,
    near: Sequence[tuple[int, Entry]],
    times: Times,
    *,
    planned: bool,
    in_plan: bool,
) -> Item:
    """An item with the steps that it says, and those of the figures `near` that stand in it.

    `planned` says that its sentence has spoken of a plan, `in_plan` that it is a plan's section.
    """
    text, start, end = passage.source.text, passage.start, passage.end
    item = Item(start, end, passage.words, passage.stages, [], [], [], times, planned)
    stages: list[Stage] = []
    if passage.stages:
        stages = [
            one
            for one in passage.stages
            if not phrase("purpose").match(one.words)
            and (one.rank or not phrase("manner").fullmatch(one.words))
            and not (planned and _is_only_named(one))
            and not (in_plan and one.aspect == "plan")
        ]
        but = _BUT_FOR.search(text, start, end)
        if but is not None:  # 除3条正在整改外，其余均已整改: what follows is of the others
            stages = [one for one in stages if one.start < but.end()]
        item.stages = stages
        item.named = [one for one in passage.stages if one.rank and one.aspect != "not"]
    if not near:
        return item
    first = bisect_left(near, start, key=itemgetter(0))
    for at, entry in near[first : bisect_left(near, end, key=itemgetter(0))]:
        timed = entry.quantity.kind in TIME_KINDS
        (item.dated if timed else item.counted).append(entry)
        if not timed and text.endswith("的", start, at):
            # 新建的180个车位将划线: what is planned is not the figure's own step
            item.stages = [s for s in stages if s.aspect != "plan" or s.start < at]
    return item
