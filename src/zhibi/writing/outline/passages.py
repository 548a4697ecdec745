"""A section's facts as paragraphs: each goes on with its subject, the next begins where it changes.

Offices hand in what belongs together one after the other. Their order is kept, but for facts that
tell of one thing (`bonds`), and is cut where neighbours have least in common, so that paragraphs
are of readable size. That is text segmentation by lexical cohesion with dynamic programming, after
Utiyama and Isahara, A Statistical Model for Domain-Independent Text Segmentation, ACL 2001, with
the cosine of weighed pairs of letters for cohesion.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from zhibi.writing.outline.bonds import bound
from zhibi.writing.outline.grouping import Subjects, size_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.facts.model import Fact

_LEAST, _USUAL = 0.35, 0.7
"""The size below and above which a paragraph costs cohesion, as shares of the largest."""
_SMALL, _LARGE = 0.3, 0.5
"""What the smallest and the largest paragraph cost, in cohesion."""
_CUT = 0.05
"""What each cut costs."""
_OFFICE = 0.05
"""What facts of one office have in common, beside their words."""
_MOST = 9
"""Runs of facts in one paragraph, at most."""


def arranged(facts: Sequence[Fact], own: Sequence[str]) -> list[Fact]:
    """The facts in their order, those that tell of one thing side by side.

    `own` are words that bind nothing: those of the section's topic, and names of places.
    """
    return [fact for run in bound(facts, own) for fact in run]


def passages(facts: Sequence[Fact], subjects: Subjects, largest: int) -> list[list[Fact]]:
    """The facts cut into paragraphs of up to `largest` characters, in their order.

    A fact that is larger stands alone. What is computed from the fact before it stays with it.
    """
    runs = _runs(facts)
    if len(runs) < 2:
        return [list(facts)] if facts else []
    sizes = [sum(map(size_of, run)) for run in runs]
    ties = _Ties(runs, subjects)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(runs) + 1):
        best.append(max(_ways(end, best, sizes, ties, largest)))
    cuts = [len(runs)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    return [[fact for run in runs[low:high] for fact in run] for low, high in pairwise(cuts)]


def _ways(
    end: int,
    best: Sequence[tuple[float, int]],
    sizes: Sequence[int],
    ties: _Ties,
    largest: int,
) -> list[tuple[float, int]]:
    """How much the facts up to a place have in common, for each place where its paragraph begins.

    A run goes on from the one in its paragraph that it has most in common with.
    """
    found = []
    size = 0
    for start in range(end - 1, max(-1, end - 1 - _MOST), -1):
        size += sizes[start]
        if size > largest and end - start > 1:
            break
        gained = sum(max(ties[at, to] for at in range(start, to)) for to in range(start + 1, end))
        found.append((best[start][0] + gained - _cost(size / largest) - _CUT, start))
    return found


def _cost(share: float) -> float:
    """What a paragraph costs that is too small or large: `share` is its size of the largest."""
    if share < _LEAST:
        return _SMALL * (_LEAST - share) / _LEAST
    return max(0.0, _LARGE * (share - _USUAL) / (1 - _USUAL))


def _runs(facts: Sequence[Fact]) -> list[list[Fact]]:
    runs: list[list[Fact]] = []
    for fact in facts:
        if runs and fact.formula:
            runs[-1].append(fact)
        else:
            runs.append([fact])
    return runs


class _Ties:
    """How much two runs that are not far apart have in common."""

    def __init__(self, runs: Sequence[Sequence[Fact]], subjects: Subjects) -> None:
        self._vectors: list[Mapping[str, float]] = [subjects.vector(run) for run in runs]
        self._offices = [_office(run[0]) for run in runs]
        self._known: dict[tuple[int, int], float] = {}

    def __getitem__(self, places: tuple[int, int]) -> float:
        if places not in self._known:
            one, other = places
            alike = Subjects.cosine(self._vectors[one], self._vectors[other])
            same = bool(self._offices[one]) and self._offices[one] == self._offices[other]
            self._known[places] = alike + _OFFICE * same
        return self._known[places]


def _office(fact: Fact) -> str:
    """The office that handed a fact in: the first word of its source."""
    return next(iter(fact.source.split()), "")
