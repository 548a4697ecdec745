"""Facts that tell of one thing and so stand beside one another, whatever they are grouped by.

A month's figure belongs beside its year's, a share beside what it is a share of, the second fact
of one training beside the first: their words before the first figure have a noun in common.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from zhibi.facts.model import Fact

_LEAST = 4
"""Characters of a noun that binds two facts, at least."""
_SHARED = 0.5
"""A noun that more than this share of a section's facts have sets none of them apart."""
_FEW = 3
"""So many facts may share a noun in any case."""
_SHORT = 2
_SCOPE = (
    r"截至|目前|全年|年[末初底内]|上半年|下半年|今年|去年|[一二三四]季度|\d+(?:—\d+)?月(?:份|底|末)?"
    r"|[一两三四五六七八九十]+个|规模以上|规上|限额以上|限上|全[镇乡]|全街道|辖区|街道|我[镇乡]|现?共?有|新增|新建|累计"
)
_PLACE = r"[\u4e00-\u9fff]{2}(?:社区|村)|[\u4e00-\u9fff]{2,8}有限公司"
_NOTHING = re.compile(f"{_SCOPE}|{_PLACE}|[^\u4e00-\u9fff]")
_FIGURE = re.compile(r"\d[\d.,—-]*(?![\d次]*次[\u4e00-\u9fff]{2})")
"""A figure, but for one that only says how often something is done (开展1次消防检查)."""
_BEGINS = re.compile(r"[\u4e00-\u9fff]{2,4}(?:社区|村)(?![\u4e00-\u9fff]?[、和])")
"""A place that two facts beside one another begin with."""
_LOOKED_AT = re.compile(r"检查|排查|抽检|评定|巡查")
"""Deeds that are done to a thing that other facts tell of: they set facts apart."""
_THEN = re.compile("^(?:上年同期|上年末?|去年|年初|年末)|(?:上年同期|上年末?|去年|年初|年末)$")
"""What names have that are of another time: 旅游投资上年同期 belongs beside 旅游投资."""
_COUNTED = re.compile("(?:户数|人数|批次|人次)$")
"""What names end in that count one thing in two ways: 上岸渔民户数, 上岸渔民人数."""
_MONTH = re.compile(r"(?:截至)?\d{1,2}(?:—\d{1,2})?月(?!底|末|建成|完工|开工|投)")
_GOES_ON = ("其中", "其余", "另有", "剩余", "还有", "特别是", "同时", "此外", "另外", "为此")
"""What a fact begins with that goes on with the one before it."""
_PHASE = re.compile("[一二三四五]期")
"""What a fact begins with that names a part of what one before it names (云窑湿地公园一期)."""


def bound(facts: Sequence[Fact], own: Collection[str] = ()) -> list[list[Fact]]:
    """The facts in runs that stand together, in the order in which the runs begin.

    `own` are the words of the section's topic and names of places: they bind nothing. Within a
    run the whole comes first, what is of one month last.
    """
    group = list(range(len(facts)))
    for at in range(1, len(facts)):
        if (goes_on_from := _goes_on(facts, at)) >= 0:
            _unite(group, (goes_on_from, at))
    having: dict[tuple[str, str], list[int]] = {}
    for at, fact in enumerate(facts):
        head = _head(fact)
        deed = _LOOKED_AT.search(head)
        for noun in _nouns(head):
            having.setdefault((noun, deed[0] if deed else ""), []).append(at)
    stems: dict[str, list[int]] = {}
    for at, fact in enumerate(facts):
        if not fact.is_statement and (stem := _COUNTED.sub("", fact.name)) != fact.name:
            stems.setdefault(stem, []).append(at)
    for places in stems.values():
        _unite(group, places)
    named = {
        name: at for at, fact in enumerate(facts) for name in (fact.name, *_parts(fact)) if name
    }
    for at, fact in enumerate(facts):
        stem = _THEN.sub("", fact.name)
        if stem != fact.name and (place := named.get(stem)) is not None:
            _unite(group, (place, at))
    most = max(_FEW, _SHARED * len(facts))
    for (noun, _), places in having.items():
        if len(places) <= most and not any(word in noun or noun in word for word in own):
            _unite(group, places)
    runs: dict[int, list[Fact]] = {}
    for at, fact in enumerate(facts):
        runs.setdefault(_root(group, at), []).append(fact)
    return [_ordered(run) for run in runs.values()]


def _goes_on(facts: Sequence[Fact], at: int) -> int:
    """The place of the fact that one goes on from in so many words; -1 where it begins anew."""
    fact, before = facts[at], facts[at - 1]
    if fact.formula:
        terms = [to for to, other in enumerate(facts[:at]) if follows_from(fact, other)]
        return terms[-1] if terms else at - 1
    if fact.text.startswith(_GOES_ON):
        return at - 1
    if phase := _PHASE.match(fact.text):
        return _last_with(phase[0], facts[:at])
    place = _BEGINS.match(fact.text)
    return at - 1 if place and before.text.startswith(place[0]) else -1


def follows_from(fact: Fact, other: Fact) -> bool:
    """Whether a computed fact has the other, or a figure of it, in its formula."""
    formula = fact.formula
    return bool(formula) and any(
        entry.id in formula or (entry.name and entry.name in formula) for entry in other.entries()
    )


def _last_with(word: str, facts: Sequence[Fact]) -> int:
    """The place of the last of some facts that has a word; -1 where none has it."""
    return max((at for at, fact in enumerate(facts) if word in fact.text), default=-1)


def _parts(fact: Fact) -> Iterator[str]:
    """The names of an indicator's parts."""
    for part in fact.parts:
        yield part.name


def _root(group: list[int], at: int) -> int:
    """The first fact of the run that a fact is in."""
    while group[at] != at:
        at = group[at]
    return at


def _unite(group: list[int], places: Sequence[int]) -> None:
    roots = {_root(group, at) for at in places}
    for root in roots:
        group[root] = min(roots)


def _head(fact: Fact) -> str:
    """What a fact is about: the words before its first figure, without when and where."""
    if not fact.is_statement:
        return _NOTHING.sub(" ", fact.name)
    before, *after = _FIGURE.split(fact.text, maxsplit=2)
    said = _NOTHING.sub(" ", re.split(r"[，。；]", before)[0])
    if len(said.replace(" ", "")) < _SHORT and after:
        said = _NOTHING.sub(" ", after[0])
    return said


def _nouns(head: str) -> Iterator[str]:
    """What the runs of letters of a head begin with, long enough to be a thing's name."""
    for run in head.split():
        if len(run) >= _LEAST:
            yield run[:_LEAST]


def _ordered(run: list[Fact]) -> list[Fact]:
    """The whole first, what is of one month last; otherwise as the facts are given."""
    return sorted(run, key=lambda fact: _MONTH.match(fact.text or fact.name) is not None)
