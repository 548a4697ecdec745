"""What statements leave to be done after the report's own time, told in their own clauses.

A clause is taken over as it stands where the reading of stages (`checking.reading`) finds it open:
going on (正在安装设备), not yet begun (尚未开工), or meant for a time ahead (预计2026年5月交付,
其余38户列入明年计划). What it is of stands before it: the subject that its part of the statement
opens with, or the whole of which it tells the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibi.checking.reading.stages import find_stages
from zhibi.writing.outline.subjects import Clause, Subject, SubjectReader
from zhibi.writing.outline.times_ahead import TimesAhead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.checking.reading.fields import Stage
    from zhibi.facts.model import Fact, Facts
    from zhibi.styles.model import Style

_PARTS = re.compile(r"[^；。：]+")
_CLAUSES = re.compile(r"[^，]+")
_REST = re.compile(r"(?:其余|剩余|余下|另有?|另外|还有|还剩|尚有)")
_STILL = re.compile("[还尚仍剩]|其余|目前")
_OF_A_THING = re.compile(r"(?<![正仍还现])在建(?!设)[\u4e00-\u9fff]")
"""在建工地27个: which things are counted, and not how far they are."""
_BARE = frozenset({"未", "没", "没有"})
_UNDER_WAY = re.compile(r"在[建办谈审]")
_NO_STATE = re.compile(r"^(?:除|对|把|因|若|如)|建成后|投产后|年初|期间")
_AHEAD_TOO = re.compile(r"^(?:\d{1,2}月|[一二三四]季度|年底)")
_GONE = re.compile(r"(?:目前|现|现在|截至[^，]{2,8}?[底末])(?=[^，]{3})")
_PLACE = r"^[\u4e00-\u9fff]{2,4}?(?:社区|村|镇|乡|街道)"
_YEAR = re.compile(r"20\d\d年")
_STATED = re.compile(r"正在|尚未|还未|其余|剩余|另有|还有|计划|预计|20\d\d年|\d.*")
"""What of a clause is not what is done in it."""
_FIGURE = re.compile(r"\d[\d.]*[万亿]?[\u4e00-\u9fff]")
_RUN, _SAME = 4, 2
"""Letters in a row that tell of one thing in two places, and where both have a figure or a date."""


_Told = tuple[int, str]
"""The number of a clause in its part of a statement, and what is told of it."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to be done, as a clause: 云坑隧道预计2026年9月通车.

    `whole` is the same as the statement has it, behind the clause of what it is the rest of; empty
    where it is no rest. `dated` says that a time ahead is told of it.
    """

    said: str
    whole: str = ""
    dated: bool = False


class UnfinishedReader:
    """Finds in statements what is to be done after the report's own time, and no plan tells."""

    def __init__(self, facts: Facts, style: Style, planned: Sequence[Fact]) -> None:
        """`planned` are the plan's own facts."""
        told = [fact.name + fact.text for fact in planned]
        self._told = [clause for text in told for clause in re.split(r"[，。；]", text)]
        names = sorted(facts.document.names, key=len, reverse=True)
        self._places = re.compile("|".join([*(re.escape(one) for one in names if one), _PLACE]))
        self._times = TimesAhead(facts.document, plans_next_year=style.plans_next_year)
        self._subjects = SubjectReader(style)

    def read(self, fact: Fact) -> Iterator[Matter]:
        """What a statement leaves to be done, in its order."""
        things: set[str] = set()
        first: list[Clause] = []
        for part in _PARTS.finditer(fact.text):
            clauses = [
                Clause(one[0], part.start() + one.start()) for one in _CLAUSES.finditer(part[0])
            ]
            first = first or clauses
            for told in self._runs(fact.text, clauses):
                at, words = told[0]
                subject = self._subjects.of(fact, clauses, at, words, first)
                if subject is None or self._is_told(subject, [one for _, one in told]):
                    continue
                if subject.thing in things and not _FIGURE.search(words):
                    continue
                things.add(subject.thing)
                behind = [one for _, one in told[1:]]
                whole = subject.behind_whole(words)
                yield Matter(
                    self._times.named("，".join([subject.before(words), *behind])),
                    self._times.named("，".join([whole, *behind])) if whole else "",
                    any(self._times.is_ahead(one) for _, one in told),
                )

    def _runs(self, text: str, clauses: Sequence[Clause]) -> list[list[_Told]]:
        """The open clauses of one part of a statement, those together that have one subject.

        What has a time ahead is told with the state before it, unless that only says that the
        same step is not yet taken; what stands behind it is told by it.
        """
        due, states = self._open(text, clauses)
        runs: list[list[_Told]] = []
        for at, words in states:
            if due and (
                at > due[0][0] or self._is_same_step(text, clauses[at], clauses[due[0][0]])
            ):
                continue
            if runs and runs[-1][-1][0] == at - 1 and not self._subjects.has_own(words):
                runs[-1].append((at, words))
            else:
                runs.append([(at, words)])
        if due and runs and not self._subjects.has_own(due[0][1]):
            runs[-1] += due
        elif due and not self._times.is_beyond(due[0][1]):
            runs.append(due)
        return runs

    def _is_same_step(self, text: str, state: Clause, due: Clause) -> bool:
        ranks = {one.rank for one in self._stages(text, due)}
        return any(one.aspect == "not" and one.rank in ranks for one in self._stages(text, state))

    def _open(self, text: str, clauses: Sequence[Clause]) -> tuple[list[_Told], list[_Told]]:
        """The clauses that have a time ahead, and those that tell how far something is."""
        due: list[_Told] = []
        states: list[_Told] = []
        for at, clause in enumerate(clauses):
            words = _GONE.sub("", clause.text)
            ahead = self._times.is_ahead(words)
            goes_on = bool(due) and due[-1][0] == at - 1 and _AHEAD_TOO.match(words)
            stages = self._stages(text, clause)
            if ahead and (
                goes_on or _REST.match(words) or any(one.aspect == "plan" for one in stages)
            ):
                due.append((at, words))
            elif ahead is None and stages and all(one.aspect != "plan" for one in stages):
                states.append((at, self._open_pieces(text, clause) or words))
        return due, states

    def _stages(self, text: str, clause: Clause) -> list[Stage]:
        """The stages of a clause that are not reached, and are said to be so."""
        if _NO_STATE.search(clause.text):
            return []
        found = find_stages(text, clause.start, clause.end)
        return [one for one in found if _is_open(one, clause.text)]

    def _open_pieces(self, text: str, clause: Clause) -> str:
        """Those of several counts that are open: 在建4个、未开工3个 without 已完工5个."""
        pieces = [
            Clause(one[0], clause.start + one.start()) for one in re.finditer("[^、]+", clause.text)
        ]
        stages = [find_stages(text, one.start, one.end) for one in pieces]
        done = any(one.aspect == "done" for found in stages for one in found)
        if not done or not all(_FIGURE.search(one.text) for one in pieces):
            return ""
        both = zip(pieces, stages, strict=True)
        left = [one.text for one, found in both if not found or self._stages(text, one)]
        return "、".join(left).removeprefix("其中")

    def _is_told(self, subject: Subject, words: Sequence[str]) -> bool:
        """Whether the plan's own facts tell of it, beyond the place where it is."""
        bare = self._places.sub("", subject.thing) if subject.thing else ""
        bare = bare if len(bare) > _SAME else subject.thing or words[0]
        marks = [one for clause in words for one in _FIGURE.findall(_YEAR.sub("", clause))]
        deeds = "".join(_STATED.sub("", clause) for clause in words)
        for clause in self._told:
            if _shares(bare, clause, _RUN):
                return True
            same = [one for one in marks if one in clause]
            if same and _shares(bare, clause, _SAME):
                return True
            counts = [one for one in same if len(one) > _SAME and not one.endswith("月")]
            if counts and len(deeds) >= _SAME and _shares(deeds, clause, _SAME):
                return True
        return False


def _is_open(stage: Stage, clause: str) -> bool:
    if stage.aspect == "done":
        return False
    if stage.aspect == "plan":
        return True
    if stage.aspect == "not":
        if stage.words.startswith("等"):
            return f"正{stage.words}" in clause
        return stage.words not in _BARE or _STILL.search(clause) is not None
    if _OF_A_THING.search(clause):
        return False
    marked = stage.marked and (not stage.words.startswith("在") or stage.words[1:2] == "建")
    return marked or stage.rank == 0 or _UNDER_WAY.match(stage.words) is not None


def _shares(thing: str, clause: str, run: int) -> bool:
    """Whether a clause has so many letters of a thing in a row."""
    size = min(run, len(thing))
    return any(thing[at : at + size] in clause for at in range(len(thing) - size + 1))
