"""How one figure was read: its fields with their words, the entries weighed, what was decided."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from zhibi.checking.findings import CheckedFigure, Finding
from zhibi.checking.fit import FieldCost, field_costs
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.match import Match
from zhibi.checking.reading.fields import Reading
from zhibi.facts.model import Entry

_MOST_CANDIDATES = 5
_WAYS = {"up": "增加、提高", "down": "减少、降低"}
_ROLES = {
    "share": "占比",
    "completion": "完成率",
    "growth": "增减幅度",
    "part": "其中的一部分",
    "other": "另外的数",
    "total": "总数",
}
_ASPECTS = {"not": "还没有到", "plan": "计划、预计", "ongoing": "正在进行", "done": "已经到了"}


_start = attrgetter("start")
_FAR = 2_000
"""Characters before a figure in which a finding that reaches it may begin."""


class FieldRead(NamedTuple):
    """A field of a reading: its name, its value, the words that say so, and where from."""

    name: str
    value: str
    words: str
    inherited: str = ""


class Candidate(NamedTuple):
    """An entry that was weighed: how well the words name it (0 to about 1), whether chosen.

    `same_value` is false for an entry that only the words name; `fields` are those that the clause
    or the entry tells, each with what it costs the entry.
    """

    entry: Entry
    score: float
    chosen: bool
    same_value: bool
    fields: tuple[FieldCost, ...] = ()


class Explanation(NamedTuple):
    """A claim with its reading, the candidates from the best named on, and what was found."""

    checked: CheckedFigure
    clause: str
    fields: tuple[FieldRead, ...]
    candidates: tuple[Candidate, ...]
    findings: tuple[Finding, ...]


def _near(findings: Sequence[Finding], start: int, end: int) -> Sequence[Finding]:
    first = bisect_left(findings, start - _FAR, key=_start)
    return findings[first : bisect_left(findings, end, key=_start)]


def explanation(
    text: str,
    match: Match,
    ledger: LedgerIndex,
    checked: CheckedFigure,
    findings: Sequence[Finding],
) -> Explanation:
    """The explanation of one match; `findings` are those of the whole text, in its order."""
    numbers = sorted(match.candidates, key=lambda n: -match.scores.get(n, 0.0))
    weighed = [(number, True) for number in numbers[:_MOST_CANDIDATES]]
    if match.rival is not None and match.rival_score:
        weighed.append((match.rival, False))
    figure, (start, end) = match.figure, match.reading.clause
    return Explanation(
        checked,
        text[start:end],
        tuple(_fields(match.reading)),
        tuple(
            _candidate(ledger, match, number, same_value=same)
            for number, same in weighed
            if ledger.entries[number].show != "sensitive"
        ),
        tuple(
            one
            for one in _near(findings, min(start, figure.start), max(end, figure.end))
            if (one.start < figure.end and figure.start < one.end)
            or (start <= one.start < end and set(one.facts) & set(checked.facts))
        ),
    )


def _candidate(ledger: LedgerIndex, match: Match, number: int, *, same_value: bool) -> Candidate:
    return Candidate(
        ledger.entries[number],
        match.scores.get(number, 0.0),
        number == match.entry,
        same_value,
        tuple(field_costs(ledger.scoring, match.told, ledger.known_as(number))),
    )


def _fields(reading: Reading) -> Iterator[FieldRead]:
    if reading.direction is not None:
        value = _WAYS[reading.direction.value] + ("到这个数" if reading.to_level else "")
        yield FieldRead("升降", value, reading.direction.words, reading.direction.inherited)
    if reading.period is not None:
        period = reading.period
        yield FieldRead("时段", period.words, period.words, period.inherited)
    for stage in reading.stages:
        yield FieldRead("进度", _ASPECTS[stage.aspect], stage.words, stage.inherited)
    if reading.base is not None:
        yield FieldRead("比较对象", reading.base.value, reading.base.words, reading.base.inherited)
    for rate in reading.rate:
        yield FieldRead("按什么计", f"每{rate.value}", rate.words, rate.inherited)
    if reading.role is not None:
        role = reading.role
        yield FieldRead("是什么数", _ROLES[role.value], role.words, role.inherited)
    for level in reading.level:
        yield FieldRead("级别", level.value, level.words, level.inherited)
    hedge = reading.figure.quantity.hedge
    if hedge:
        yield FieldRead("约数", hedge, hedge)
