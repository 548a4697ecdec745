"""Where on the scale of steps a clause says that a matter is, and whether two can both be true.

A step is a span of positions (`Position`): 已完工 is at 完工 or beyond it, 正在施工 past the
beginning and before the end, 尚未开工 and 预计开工 before it. What a fact says is taken as far as
it goes: of a matter that it calls 签约 it does not say that it is begun. A text is taken to say
all there is to say: of what is finished nobody says that it was applied for or just begun.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zhibi.checking.reading.fields import Aspect, Stage
from zhibi.patterns import lazy_pattern

APPLIED, SIGNED, BEGUN, FINISHED, LAST = 20, 30, 40, 60, 99
STOPPED = "停"
_STEP = 10
_ROOFED = 55
_ONGOING = 50
NAMED_PHASES = frozenset({51, 53, 57})
_PHASES = NAMED_PHASES | {58, 59}
"""Phases of a building site, of which one excludes the others: 打基础, 装修, 调试."""
_ON_THE_WAY = (1, 2, 4, 5)
"""Tens of the steps that nobody tells of what is done: 申报, 开工; 签约 is done in itself."""
_DESIGNED = "规划"
"""What a work is designed for says nothing of how far it has come."""
_WHOLE = lazy_pattern(r"完|到位|好|毕")
_ENDING = lazy_pattern(r"^(.)(?:[完好成掉齐妥毕]|到位)$")
"""Of a verb of one character, that it has come to its end."""
_JUST = lazy_pattern(r"(?:刚刚?|才|初步?)$")


class Position(NamedTuple):
    """The first and the last position that a matter may have; `scale` as of `Stage`.

    `step` is the rank of the step itself, 0 where none is named. `told` is what the words say of
    it, None for what a fact is by default.
    """

    low: int
    high: int
    step: int = 0
    scale: str = ""
    told: Aspect | None = None
    part: bool = False
    verb: str = ""


DONE = Position(FINISHED, LAST)
ONGOING = Position(BEGUN, FINISHED - 1)
UNDER_WAY = Position(BEGUN, LAST)
TO_COME = Position(0, FINISHED - 1)
ANY = Position(0, LAST)


def position(
    stage: Stage, *, known: bool, before: str = "", alone: bool = False, part: bool = False
) -> Position:
    """The position that a stage says; `known` if a fact says it, `alone` if that is all it says.

    `part` says that a figure tells how much of it (已完成4.9公里).

    `before` is what stands before it: what has just begun is not farther.
    """
    rank, aspect = stage.rank, stage.aspect
    whole = not stage.scale or _WHOLE.search(stage.words) is not None
    low, high = _span(rank, aspect, whole=whole)
    if known and stage.words == _DESIGNED:
        return Position(0, LAST, told=aspect)
    if known and not alone and stage.words.endswith("完成"):
        rank = 0  # 已完成4.9公里 is as far as the figure goes
    if known and aspect == "ongoing" and rank in (0, _ONGOING):
        high = _ROOFED - 1  # nor is the roof on, if the fact does not say so
    if known and aspect == "done" and rank:
        begun = rank == BEGUN and not stage.scale  # 开工 says nothing against 正在打基础
        high = min(high, _ROOFED - 1 if begun else rank // _STEP * _STEP + _STEP - 1)
    elif (
        aspect == "done"
        and rank == BEGUN
        and (_JUST.search(before) or stage.words.startswith("刚"))
    ):
        high = BEGUN + _STEP - 1
    return Position(low, high, rank, stage.scale, aspect, part, stage.verb)


def _span(rank: int, aspect: Aspect, *, whole: bool) -> tuple[int, int]:
    if aspect == "plan":
        return 0, (rank or FINISHED) - 1
    if aspect == "not":  # 还没改 is not begun, 还没改完 may be
        return 0, (rank if rank and whole else min(rank or LAST, BEGUN - _STEP)) - 1
    if aspect == "ongoing":
        if not rank:
            return BEGUN - _STEP, FINISHED - 1
        return _under_way(rank)
    if not rank:
        return FINISHED, LAST
    if rank >= FINISHED:
        return rank, LAST if rank % _STEP == 0 else rank // _STEP * _STEP + _STEP - 1
    if rank >= BEGUN:
        return rank, FINISHED - 1
    return rank, rank // _STEP * _STEP + _STEP - 1


def _under_way(rank: int) -> tuple[int, int]:
    if rank in _PHASES:
        return rank, rank
    if rank == _ONGOING:
        return BEGUN, FINISHED - 1
    if rank == BEGUN:
        return rank - _STEP, FINISHED - 1  # 正在启动
    return rank - _STEP, rank if rank == APPLIED else rank - 1


def differ(said: Position, known: Sequence[Position]) -> bool:
    """Whether what is said cannot be true where the facts say `known` of the same matter.

    Of several, those of the same verb decide, then those of the same step, else for a step that
    is taken those that are taken (what is still to come does not say how far it has come); one
    that agrees is enough.
    """
    resumed = any(one.scale == STOPPED for one in known)
    last = furthest(known) if said.told != "done" or resumed else known
    own = [
        one for one in known if is_one_verb(said.verb, one.verb) and (not one.step or one in last)
    ]
    if own:
        return all(said.told != one.told and _apart(said, one) for one in own)
    known = last
    comparable = [one for one in known if _comparable(said, one)]
    comparable = [one for one in comparable if one != ANY] or comparable
    pool = [one for one in comparable if one.step and _bucket(one.step) == _bucket(said.step)]
    if not pool and said.told in ("done", "ongoing"):
        taken = ("done", "ongoing")
        pool = [one for one in comparable if one.told in taken or one in (DONE, ONGOING, UNDER_WAY)]
    pool = pool or comparable
    return bool(pool) and all(_apart(said, one) for one in pool)


def is_one_verb(one: str, other: str) -> bool:
    """Whether two verbs are one: 签 and 签协, 办完 and 办理."""
    one, other = _ENDING.sub(r"\1", one), _ENDING.sub(r"\1", other)
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


def to_come(stage: Stage) -> Stage:
    """A stage of a plan: what is only named there is to be reached, 全部装完 as well."""
    reached = stage.aspect != "done" or "已" in stage.words
    return stage if reached else stage._replace(aspect="plan")


def furthest(positions: Sequence[Position]) -> list[Position]:
    """The positions of one figure, without the steps that lie behind it (成功申报: 申报).

    已 and 正在 alone say nothing more where a step is named.
    """
    named = any(one.step for one in positions)
    got = any(one.told == "done" and one.step >= FINISHED for one in positions)
    return [
        one
        for one in positions
        if (one.step or not named or one.told in (None, "plan"))
        and not (got and one.told == "done" and one.step == APPLIED and not one.scale)
        and not (got and one.scale == STOPPED and one.step < FINISHED)  # 停工, 现已复工
    ]


def _bucket(step: int) -> int:
    """Steps that are one for whoever tells them: 开工 and 施工."""
    return BEGUN if BEGUN <= step < FINISHED - _STEP // 2 else step


def is_one_step(one: int, other: int) -> bool:
    """Whether two steps may be one in other words: 完工 and 交付, not 开工 and 完工."""
    return _level(one) == _level(other)


def _level(step: int) -> int:
    return min(_bucket(step) // _STEP, FINISHED // _STEP)


def _comparable(said: Position, known: Position) -> bool:
    if STOPPED in (said.scale, known.scale):
        return True
    if said.scale == known.scale or (said.step >= FINISHED and known.step >= FINISHED):
        return True
    if said.told == "ongoing" and said.step == _ONGOING:
        return True  # 正在施工 says no more than 正在 of what has a scale of its own
    if said.told == "done":
        to_be = known.told not in (None, "done") or known == TO_COME
        return said.step >= FINISHED and to_be
    return not said.step or not known.step


def _apart(said: Position, known: Position) -> bool:
    if STOPPED in (said.scale, known.scale):
        stopped = [one.scale == STOPPED and one.step < FINISHED for one in (said, known)]
        return stopped[0] != stopped[1]
    if not said.step and said.told == known.told:
        return False  # 还在办 of what 正在申报 says
    if said.step in _PHASES and said.told == "ongoing" and known.step == _ONGOING:
        return False  # 正在装修 of what is 正在施工
    happened = known.told == "done" or known == UNDER_WAY
    if not said.step and happened and said.told in ("not", "plan"):
        return True  # 计划登记 of what is told as 登记
    if said.step and known.part and not known.step and said.told in ("not", "plan"):
        return False  # 已完成4.9公里: the whole need not be
    if said.told == "done":
        if not said.step and (known.told == "done" or known == ONGOING):
            return False  # 已 of what is done, whatever the step, or of a part of it
        if known.told == "done" and not known.step and said.verb[1:] == known.verb[:1] != "":
            return False  # 已上报 of what is 已报县级部门
        if known.told is None and known.low == FINISHED:
            return said.low < FINISHED and said.low // _STEP in _ON_THE_WAY
    return said.low > known.high or said.high < known.low
