"""Groups of facts of one matter, joined to a readable size: siblings only.

A group is small or there are too many of them; it is joined with one whose matters are of one kind
with its own. What has no sibling stands by itself; where there is no room for that, it goes to
the last group, which is named for the whole field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from zhibi.writing.outline.grouping import READABLE, size_of
from zhibi.writing.outline.lexicon import FAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Fact
    from zhibi.writing.outline.lexicon import Matter

_NAME = re.compile(r"(?!截至|全[镇乡年]|上半年)[\u4e00-\u9fff]{5}")
"""The beginning of a text that names what it tells of."""
_MOST_JOINED = 2
"""Matters of a group, at most, unless there is no room for more groups."""
_APART = 52
"""Characters from which on a group stands alone."""
_SENTENCE = 48
"""Characters of a short sentence, which makes no item where another stands beside it."""
_ABOVE = 1.3
"""What a join may exceed the size of a readable item by, as a multiple."""
_CLOSE = 8
"""Places of the list within which matters are of one field."""
_NEAR = 5
"""Places of the list from which on matters are no farther apart."""


@dataclass(slots=True)
class Group:
    """Runs of facts of one or more matters, each matter with the characters of its facts.

    `at` is the place of its first run. `rest` says that it holds what is akin to nothing, `topical`
    that it is of what the section itself is of; `going_on` are the places of runs that no heading
    names.
    """

    at: int
    runs: list[tuple[Matter, int, list[Fact]]] = field(default_factory=list)
    matters: dict[Matter, int] = field(default_factory=dict)
    size: int = 0
    rest: bool = False
    topical: bool = False
    going_on: set[int] = field(default_factory=set)

    def add(self, place: int, run: list[Fact], matter: Matter) -> None:
        """Take in a run that begins at a place."""
        size = sum(map(size_of, run))
        self.runs.append((matter, place, run))
        self.matters[matter] = self.matters.get(matter, 0) + size
        self.size += size
        self.at = min(self.at, place)

    def go_on(self, place: int, run: list[Fact], matter: Matter) -> None:
        """Take in a run that goes on from another one of a matter: no heading names it."""
        self.add(place, run, matter)
        self.going_on.add(place)

    def absorb(self, other: Group) -> None:
        """Take in all runs of another group."""
        for matter, place, run in other.runs:
            self.add(place, run, matter)
        self.rest = self.rest or other.rest
        self.going_on |= other.going_on

    def in_order(self) -> list[Fact]:
        """The facts matter by matter, those that begin first before the others.

        What is told of one thing by name (安翎家园一期) stands together.
        """
        first: dict[str, int] = {}
        for matter, place, run in sorted(self.runs, key=lambda one: one[1]):
            first.setdefault(matter.short + _name_of(run), place)

        def order(one: tuple[Matter, int, list[Fact]]) -> tuple[int, int, int]:
            matter, place, run = one
            return self.begins(matter), first[matter.short + _name_of(run)], place

        return [fact for _, _, run in sorted(self.runs, key=order) for fact in run]

    def begins(self, matter: Matter) -> int:
        """The place of the first fact of a matter."""
        return min(place for one, place, _ in self.runs if one.short == matter.short)

    def runs_of(self, matter: Matter) -> list[list[Fact]]:
        """The runs of one of its matters that its heading names, in order."""
        return [
            run
            for one, place, run in self.runs
            if one.short == matter.short and place not in self.going_on
        ]

    def is_own(self) -> bool:
        """Whether one of its matters is known by its facts' own words."""
        return any(matter.at >= FAR for matter in self.matters)

    def is_last(self) -> bool:
        """Whether it is named for the rest of its field."""
        return self.rest and len(self.matters) > _MOST_JOINED

    def kinds(self) -> frozenset[str]:
        """The kinds that all its matters are of."""
        return frozenset.intersection(*(matter.kinds for matter in self.matters))


def _name_of(run: Sequence[Fact]) -> str:
    """The letters that a run's first fact begins with, enough of them to name a thing."""
    fact = run[0]
    found = _NAME.match(fact.text or fact.name)
    return found[0] if found else f"#{fact.id}"


def joined(groups: Sequence[Group], room: int) -> list[Group]:
    """The groups, small ones joined with their siblings, at most `room` of them, the rest last."""
    groups = list(groups)
    while len(groups) > 1:
        pair = _small_sibling(groups) or _small_neighbour(groups)
        if pair is None and len(groups) > room:
            pair = _siblings(groups) or _smallest(groups)
        if pair is None:
            break
        one, to = pair
        to.absorb(one)
        groups = [group for group in groups if group is not one]
    return sorted(groups, key=lambda one: (one.is_last(), one.at))


def _small_sibling(groups: Sequence[Group]) -> tuple[Group, Group] | None:
    """A small group and the sibling that it goes with best, if both make a readable item."""
    pairs = [
        (one, to)
        for one in groups
        for to in groups
        if one is not to
        and one.size < _APART
        and one.kinds() & to.kinds()
        and len(one.matters) + len(to.matters) <= _MOST_JOINED
        and one.size + to.size <= _ABOVE * READABLE[1]
    ]
    return min(pairs, key=lambda pair: (_distance(*pair), pair[0].size), default=None)


def _small_neighbour(groups: Sequence[Group]) -> tuple[Group, Group] | None:
    """A group of one short fact and the smaller of those whose facts stand beside it.

    Either one of them is known by its own words only, so that the style does not say what is akin
    to it, or both are of one short fact and of one field: the office told one after the other.
    """
    pairs = [
        (one, to)
        for one in groups
        for to in groups
        if one is not to
        and one.size < _SENTENCE
        and (one.is_own() or to.is_own() or _are_short(one, to))
        and all(map(_may_be_joined, (*one.matters, *to.matters)))
        and len(one.matters) + len(to.matters) <= _MOST_JOINED
        and one.size + to.size <= READABLE[1]
        and any(abs(at - place) == 1 for _, at, _ in one.runs for _, place, _ in to.runs)
    ]
    return min(pairs, key=lambda pair: (pair[0].size, pair[1].size, pair[1].at), default=None)


def _may_be_joined(matter: Matter) -> bool:
    """Whether a matter has a heading, and none with a name that the facts beside it have not."""
    return bool(matter.headings) and "“" not in matter.headings[0]


def _are_short(one: Group, other: Group) -> bool:
    """Whether two groups are of one short fact each, of matters that the style lists close by."""
    close = min(abs(a.at - b.at) for a in one.matters for b in other.matters) <= _CLOSE
    return other.size < _SENTENCE and close


def _siblings(groups: Sequence[Group]) -> tuple[Group, Group] | None:
    """The siblings that make the smallest group together, where there is no room."""
    pairs = [(one, to) for to, one in combinations(groups, 2) if one.kinds() & to.kinds()]

    def cost(pair: tuple[Group, Group]) -> tuple[bool, int]:
        one, to = pair
        crowded = len(one.matters) + len(to.matters) > _MOST_JOINED
        return crowded, one.size + to.size

    return min(pairs, key=cost, default=None)


def _smallest(groups: Sequence[Group]) -> tuple[Group, Group]:
    """The smallest group and the one of what is akin to nothing, else the next smallest."""
    one, *others = sorted(groups, key=lambda group: (group.rest, group.size))
    to = next((group for group in others if group.rest), others[0])
    to.rest = True
    return one, to


def _distance(one: Group, other: Group) -> tuple[int, int]:
    """How little two groups go together: by their matters' places in the list, then their own."""
    apart = min(abs(a.at - b.at) for a in one.matters for b in other.matters)
    return min(apart, _NEAR), abs(one.at - other.at)
