"""A share told in small numbers: 每10张床有8张住了人, of 150张 and 120人."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

from zhibi.checking.computation import Computation, Term, combine
from zhibi.checking.verdicts import Verdict
from zhibi.facts.arithmetic import exact
from zhibi.figures.units import dimension
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure

_OF_EACH = lazy_pattern(r"每$")
_APART = 12  # characters between the two numbers
_NEAREST = 6  # told figures beside them that are tried


def proportion(
    structure: Structure, verdicts: Sequence[Verdict], at: int, terms: Sequence[Term]
) -> Computation | None:
    """How one of two numbers (每4人中有3人) follows: two figures beside them are in that share.

    The share is exact, or the nearest in whole numbers to what the figures have.
    """
    pair = _pair(structure.text, verdicts, at)
    if pair is None:
        return None
    of, part = (exact(one.match.figure.quantity) for one in pair)
    own = {one.match.figure.start for one in pair}
    counts = [
        term
        for term in terms
        if term.here and term.place not in own and dimension(term.quantity.unit) == "count"
    ][:_NEAREST]
    for some, every in permutations(counts, 2):
        whole = exact(every.quantity)
        if not whole or exact(some.quantity) > whole or part >= of:
            continue
        if abs(exact(some.quantity) / whole * of - part) < Fraction(1, 2):
            return combine("{0} / {1}", (some, every))
    return None


def _pair(text: str, verdicts: Sequence[Verdict], at: int) -> tuple[Verdict, Verdict] | None:
    """The number that each is of, and the one that it has; the figure is one of them."""
    for first in (at, at - 1):
        if not 0 <= first < len(verdicts) - 1:
            continue
        of, part = verdicts[first], verdicts[first + 1]
        start, end = of.match.figure.start, of.match.figure.end
        if not _OF_EACH.search(text[max(0, start - 1) : start]):
            continue
        between = text[end : part.match.figure.start]
        if len(between) <= _APART and "有" in between and not set(between) & set("，。；"):
            return of, part
    return None
