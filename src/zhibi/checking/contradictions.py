"""Facts that contradict themselves: the arithmetic of `zhibi facts`, for use in a check."""

from __future__ import annotations

from zhibi.facts.lint import sums
from zhibi.facts.lint.context import LintContext, Violation
from zhibi.facts.model import Facts

_BY_FACTS = (
    ("N203", "F101", sums.parts_mismatch),
    ("N201", "F102", sums.growth_mismatch),
    ("N202", "F103", sums.completion_mismatch),
)

Contradiction = tuple[str, str, Violation]
"""The code of a contradiction in a text, its code in the facts, and what it is."""


def contradictions(facts: Facts) -> tuple[Contradiction, ...]:
    """What the arithmetic of the facts finds wrong in them."""
    context = LintContext(facts)
    return tuple((code, own, found) for code, own, find in _BY_FACTS for found in find(context))
