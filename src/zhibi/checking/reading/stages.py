"""Stages: which of 签约, 开工, 完工, 验收 … a clause says, and whether it is reached."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from zhibi.checking.reading.cues import Said, find_cues
from zhibi.checking.reading.fields import Aspect, Stage
from zhibi.facts.model import Declared

_ONGOING_RANK = 5
_ATTRIBUTE = re.compile(
    r"[^，。；、\d]{0,6}的[\u4e00-\u9fff]|[\d.]+[^，。；、\d的]{1,3}的(?![\d比占])[\u4e00-\u9fff]"
)
"""What follows a stage that only describes a thing: 正在施工的公路, 还没完工的项目."""
_GOING_ON = re.compile(r"之?中(?![标心])")
_AFTER = re.compile(r"[之以]?后")
"""建成后, 投产以后: a time, not a stage that is reached."""
_WAITING = ("待", "未", "没有", "没", "尚未", "还未", "有待", "等待", "还没", "还没有")
_NO_VERB = "0123456789一二三四五六七八九十的，。、"
_REACH = {"not": 6, "ongoing": 4, "done": 3}
"""How many characters may stand between such a word and the stage that it speaks of."""


def find_stages(text: str, start: int, end: int) -> list[Stage]:
    """The stages said in one clause, in order; an aspect word without a stage has rank 0."""
    aspects, ranked = find_cues("aspect", text, start, end), find_cues("stage", text, start, end)
    if not aspects and not ranked:
        return []
    masked = find_cues("not_stage", text, start, end)
    aspects = _outside(aspects, masked)
    cues = [said for said in _outside(ranked, masked) if not _AFTER.match(text, said.end, end)]
    used: set[int] = set()
    found: list[Stage] = []
    at = 0
    for cue in cues:
        since = found[-1].end if found else start
        near = []  # the words between two stages speak of the second
        while at < len(aspects) and aspects[at].end <= cue.start:
            near += [aspects[at]] if aspects[at].start >= since else []
            at += 1
        before = _aspect(near, cue)
        if before is not None:
            used.add(before.start)
        rank = int(cue.value)
        aspect: Aspect = "ongoing" if rank == _ONGOING_RANK else "done"
        if before is not None and (before.value != "done" or rank != _ONGOING_RANK):
            aspect = before.value  # type: ignore[assignment]
        first = before.start if before is not None else cue.start
        if before is None and _GOING_ON.match(text, cue.end, end):
            aspect = "ongoing"
        words = text[first : cue.end]
        found.append(Stage(rank, aspect, first, cue.end, words, marked=before is not None))
    for said in aspects:
        if said.start not in used and (said.value != "not" or _of_verb(text, said, end)):
            aspect = said.value  # type: ignore[assignment]
            found.append(Stage(0, aspect, said.start, said.end, said.words))
    own = (stage for stage in found if not _ATTRIBUTE.match(text, stage.end, end))
    return sorted(own, key=lambda stage: stage.start)


def declared_stages(declared: Declared, status: str | None) -> tuple[Stage, ...]:
    """The stage that a facts file declares; a plan's or forecast's is still to be reached."""
    name = declared.stage
    found = find_stages(name, 0, len(name)) if name else []
    if status in ("target", "forecast"):
        found = [stage._replace(aspect="plan") for stage in found]
    return tuple(found)


def _of_verb(text: str, said: Said, end: int) -> bool:
    """Whether 待 or 尚未 stands right before a verb that no stage names (待清除, 尚未覆盖)."""
    return said.words in _WAITING and said.end < end and text[said.end] not in _NO_VERB


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


def _aspect(near: Sequence[Said], cue: Said) -> Said | None:
    """The word before a stage that says whether it is reached; a plan governs its whole clause."""
    for said in reversed(near):
        if said.value == "plan" or cue.start - said.end <= _REACH[said.value]:
            return said
    return None
