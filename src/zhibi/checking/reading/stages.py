"""Stages: which of 签约, 开工, 完工, 验收 … a clause says, and whether it is reached."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from zhibi.checking.cue_words import word_choice, words_of
from zhibi.checking.reading.cues import Said, find_cues
from zhibi.checking.reading.fields import Aspect, Stage
from zhibi.facts.model import Declared
from zhibi.patterns import lazy_pattern

_ONGOING_RANK, _FRAME_RANK = 50, 53
_GOING_ON_RANKS = frozenset({50, 51, 53, 57, 58, 59})
"""Steps that are under way where nothing says otherwise: 施工, 装修, 调试."""
_ATTRIBUTE = lazy_pattern(
    r"[^，。；、\d]{0,6}的(?![有是为达])[^\W\d_]|[\d.]+[^，。；、\d的]{1,3}的(?![\d比占])[^\W\d_]{4}"
    r"|[^，。；、\d]{0,4}的[\d.]+[^，。；、\d]{2,12}[也都均已仍还]|[^，。；、\d]{1,6}[中里]$"
)
"""What follows a stage that describes a thing: 正在施工的公路, 已完工项目中, 摸排出来的118户也…."""
_OF_FIGURE = lazy_pattern(
    r"[^，。；、\d]{0,8}的[^，。；、\d年月底初前今明]{1,6}\d[\d.]*[^月年日\d.][^，。；、\d]{0,2}$"
)
"""What follows a stage that describes the things that a figure counts, if that is all."""
_SCALES = "查人训停证赔"
_APPLIED = 20
_ASKED = 14  # characters between an application and what it is for
_AND = lazy_pattern("(?:并且?|且|和|及|、|后即?)?(?:正式|全面|同步)?")
"""Between two steps of which one word says whether they are reached."""
_MARK = lazy_pattern(r"[，。；、]")
_NEXT = 5  # characters between 完成 and the step that is done
_PLAIN = lazy_pattern(r"[^，。；、\d]*")
_BEHIND = lazy_pattern(
    r"(?:工作|手续|程序|环节|这[一道]?[关步环])?[也都均却则又]?(?:"
    rf"(?P<not>(?:还|尚|仍)?(?:没有?|未){word_choice('carried_out')}|还?在等|等待中)"
    r"|(?P<ongoing>(?:正在?|还在|仍在|在)(?:进行|做|搞|办|走|推进)|进行中)"
    r"|(?P<done>(?:已经?|均已|都已)?(?:通过|过了?|完成|做完|办完)|(?:已经?|均已)(?:做|搞|办))"
    r")(?:[中了]|之中)?$"
)
"""What the clause ends with behind a step and says whether it is reached: 验收还没做."""
_ENDED = lazy_pattern(r"完毕|完成|完|好|结束|到位")
_VERB = lazy_pattern(rf"(?:[\d年月日前底末初—]|{word_choice('before_verbs')})*([^\W\d_]{{1,2}})")
"""What is done, behind a word that says whether it is: 计划10月安装."""
_BEFORE_END = lazy_pattern(r"([^\W\d_]{2})$")
_DONE_RANK = 60
_ROOFED = 55
_FRAME = lazy_pattern(r"主体(?![责作地])")
_GOING_ON = lazy_pattern(r"之?中(?![标心])")
_PARTICLE = lazy_pattern("[了的过]")
_PERFECT = lazy_pattern(r"[^\W\d_][了的][^\W\d_]")
"""开了工, 开的工: it is done, in themselves."""
_AFTER = lazy_pattern(r"[之以]?后")
"""建成后, 投产以后: a time, not a stage that is reached."""
_DATE = lazy_pattern(r"[于在]?(?:今年|去年|上年|20\d\d年)?[\d年月日底初末上中下旬]+")
"""Between 已 and its step it takes no room: 已于6月底交付."""
_WAITING = words_of("waiting")
_NO_VERB = "0123456789一二三四五六七八九十的，。、"
_REACH = {"not": 6, "ongoing": 4, "done": 3}
"""How many characters may stand between such a word and the stage that it speaks of."""


def find_stages(text: str, start: int, end: int) -> list[Stage]:
    """The stages said in one clause, in order; an aspect word without a stage has rank 0."""
    aspects, ranked = find_cues("aspect", text, start, end), find_cues("stage", text, start, end)
    if not aspects and not ranked:
        return []
    return stages_of(text, start, end, aspects, ranked, find_cues("not_stage", text, start, end))


def stages_of(
    text: str,
    start: int,
    end: int,
    aspects: Sequence[Said],
    ranked: Sequence[Said],
    masked: Sequence[Said],
) -> list[Stage]:
    """The stages of a clause by its cues of `aspect`, `stage` and `not_stage`."""
    aspects = _outside(aspects, masked)
    cues = [said for said in _outside(ranked, masked) if not _AFTER.match(text, said.end, end)]
    used: set[int] = set()
    found: list[Stage] = []
    at = 0
    for number, cue in enumerate(cues):
        since = found[-1].end if found else start
        if cue.start < since or (
            number + 1 < len(cues) and _is_of_next(text, cue, cues[number + 1])
        ):
            continue
        near = []  # the words between two stages speak of the second
        while at < len(aspects) and aspects[at].start < cue.start:
            near += [aspects[at]] if aspects[at].start >= since else []
            at += 1
        before = _aspect(text, near, cue)
        if before is not None:
            used.update(one.start for one in near if one.start >= before.start)
        stage = _step(text, cue, before, before.end if before is not None else since, end)
        if (
            number
            and stage.rank in _GOING_ON_RANKS
            and _is_of_next(text, *cues[number - 1 : number + 1])
        ):
            stage = _ended(stage, before)  # 已完成主体施工
        if not stage.marked and found and _is_asked_for(text, found[-1], stage):
            stage = stage._replace(aspect="plan", marked=True)
        if not stage.marked and found and _AND.fullmatch(text, found[-1].end, stage.start):
            stage = _as_before(stage, found[-1])
        stage = _of_frame(text, stage, since)
        used.update(one.start for one in aspects if cue.start <= one.start < stage.end)
        found.append(stage)
    found += _without_step(text, [one for one in aspects if one.start not in used], end)
    own = (stage for stage in found if not _is_attribute(text, stage, start, end))
    return sorted(own, key=lambda stage: stage.start)


def _as_before(stage: Stage, before: Stage) -> Stage:
    """A step that is named with one still to come is to come too (预计3月建成并试生产)."""
    return stage._replace(aspect="plan") if before.aspect == "plan" else stage


def _without_step(text: str, aspects: Sequence[Said], end: int) -> Iterator[Stage]:
    """The words that say whether something is reached beside no step, with the verb they lead."""
    for said in aspects:
        if said.end < end and (said.value != "not" or _of_verb(text, said, end)):
            aspect: Aspect = said.value  # type: ignore[assignment]
            verb = _VERB.match(text, said.end, end)
            yield Stage(0, aspect, said.start, said.end, said.words, verb=verb[1] if verb else "")


def _of_frame(text: str, stage: Stage, since: int) -> Stage:
    """A stage of the frame of a building: done, the roof is on (主体完工); going on, it is not."""
    told = _FRAME.search(text, since, stage.end) or (
        stage.words.endswith("完成") and _FRAME.match(text, stage.end)  # 完成主体工程
    )
    if stage.rank == _DONE_RANK and not stage.scale and told:
        return stage._replace(rank=_ROOFED)
    if stage.rank == _ONGOING_RANK and _FRAME.search(text, since, stage.end):
        return stage._replace(rank=_FRAME_RANK)
    return stage


def _is_attribute(text: str, stage: Stage, start: int, end: int) -> bool:
    """Whether a stage says which thing is told of, and not how far it has come.

    正在培育的企业2家 says it of the figure, 正在施工的公路明年9月通车 of the road.
    """
    if _ATTRIBUTE.match(text, stage.end, end) is None:
        return False
    opens = not text[start : stage.start].strip("，。；、目前现另有还仅")
    return not (opens and _OF_FIGURE.match(text, stage.end, end))


def _step(text: str, cue: Said, before: Said | None, since: int, end: int) -> Stage:
    """A step with what stands before it (尚未验收), else behind it (验收还没做)."""
    rank, scale = _rank(cue.value)
    going_on = rank in _GOING_ON_RANKS or cue.words.startswith("在")  # 在谈, 在审, 在建
    aspect: Aspect = "ongoing" if going_on else "done"
    first, last = cue.start, cue.end
    behind = _BEHIND.match(text, cue.end, end) if before is None else None
    if before is not None:
        first = before.start
        if before.value != "done" or rank not in _GOING_ON_RANKS:
            aspect = before.value  # type: ignore[assignment]
    ended = _ENDED.match(text, cue.end, end)
    if ended is not None:
        rank, last = _DONE_RANK if rank in _GOING_ON_RANKS else rank, ended.end()
        aspect = before.value if before is not None else "done"  # type: ignore[assignment]
    elif behind is not None:
        aspect, last = behind.lastgroup, behind.end()  # type: ignore[assignment]
        rank = _DONE_RANK if aspect == "done" and rank in _GOING_ON_RANKS else rank
    elif _GOING_ON.match(text, cue.end, end):
        aspect = "ongoing"
    marked = before is not None or behind is not None or _PERFECT.fullmatch(cue.words) is not None
    verb = _PARTICLE.sub("", cue.words)
    if _ENDED.fullmatch(verb):  # 安装完毕
        before_end = _BEFORE_END.search(text, since, cue.start)
        verb = before_end[1] if before_end else verb
    words = text[first:last]
    return Stage(rank, aspect, first, last, words, marked=marked, scale=scale, verb=verb)


def _ended(stage: Stage, before: Said | None) -> Stage:
    """A step of going on that 完成 before it says to be done."""
    aspect: Aspect = before.value if before is not None else "done"  # type: ignore[assignment]
    return stage._replace(rank=_DONE_RANK, aspect=aspect)


def _is_of_next(text: str, cue: Said, following: Said) -> bool:
    """Whether 完成 only says of the step right behind it that it is done (完成签约)."""
    return (
        cue.words == "完成"
        and following.start - cue.end <= _NEXT
        and _MARK.search(text, cue.end, following.start) is None
    )


def _is_asked_for(text: str, asked: Stage, stage: Stage) -> bool:
    """Whether a step is what an application is for (申请省级验收)."""
    return (
        asked.rank == _APPLIED
        and not asked.scale
        and stage.rank > _APPLIED
        and asked.aspect in ("done", "plan")
        and text.find("通过", asked.end, stage.start) < 0
        and stage.start - asked.end <= _ASKED
        and _PLAIN.fullmatch(text, asked.end, stage.start) is not None
    )


def _rank(value: str) -> tuple[int, str]:
    """The rank and the scale that the data give a step (60, 60查)."""
    digits = value.rstrip(_SCALES)
    return int(digits), value[len(digits) :]


def declared_stages(declared: Declared, status: str | None) -> tuple[Stage, ...]:
    """The stage that a facts file declares; a plan's or forecast's is still to be reached."""
    name = declared.stage
    found = find_stages(name, 0, len(name)) if name else []
    if status in ("target", "forecast"):
        found = [stage._replace(aspect="plan") for stage in found]
    return tuple(found)


def _of_verb(text: str, said: Said, end: int) -> bool:
    """Whether 待 or 尚未 stands right before a verb that no stage names (待清除, 尚未覆盖)."""
    waits = said.words in _WAITING or said.words.endswith(("在等", "等着"))
    return waits and said.end < end and text[said.end] not in _NO_VERB


def _outside(cues: Sequence[Said], masked: Sequence[Said]) -> list[Said]:
    """The cues that stand in none of `masked`, both in the order of the text."""
    if not masked:
        return list(cues)
    starts = [mask.start for mask in masked]
    found = []
    for said in cues:
        at = bisect_right(starts, said.start) - 1
        if at < 0 or masked[at].end < said.end:
            found.append(said)
    return found


def _aspect(text: str, near: Sequence[Said], cue: Said) -> Said | None:
    """The word before a stage that says whether it is reached; a plan governs its whole clause."""
    for said in reversed(near):
        between = _DATE.sub("", text[said.end : cue.start])
        if said.value == "not" and said.words[-1] == "未" and "的" in between:
            continue  # 对尚未参保的群众做好社保扩面
        if said.value == "plan" or len(between) <= _REACH[said.value]:
            denied = (one for one in near if one.value == "not" and one.end == said.start)
            return next(denied, said) if said.value == "done" else said  # 未能如期投用
    return None
