"""Arithmetic that figures must satisfy whatever they report, and facts that contradict themselves.

The relations of the figures of a sentence (N202, N205, N206), and what the arithmetic of the
facts themselves finds (N201, N202, N203), told where the text states such a figure.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.facts.relations import Placed, broken_relations

_CODES = {"change": "N205", "part": "N206", "rate": "N202"}
_PROVED = frozenset({"stated", "converted", "rounded"})
_WORKED_OUT = frozenset({*_PROVED, "computed"})


def broken_arithmetic(given: RuleInput) -> Iterator[Violation]:
    """N202, N205, N206: relations that the figures of a sentence do not satisfy.

    Figures that are wrong by themselves are left out: their finding says so.
    """
    proved = [verdict for verdict in given.verdicts if verdict.status in _WORKED_OUT]
    placed = [
        Placed(figure.start, figure.end, figure.quantity)
        for figure in (verdict.match.figure for verdict in proved)
    ]
    for found in broken_relations(given.text, placed):
        verdicts = [proved[at] for at in found.figures]
        yield Violation.at(
            verdicts[0].match.figure,
            _CODES[found.kind],
            found.message,
            found.hint,
            None,
            tuple(dict.fromkeys(one for verdict in verdicts for one in verdict.facts)),
        )


def contradicting_facts(given: RuleInput) -> Iterator[Violation]:
    """N201, N202, N203: a figure of the text as the facts have it, which other facts contradict."""
    stated: dict[str, Verdict] = {}
    for verdict in given.verdicts:
        for one in verdict.facts if verdict.status in _PROVED else ():
            stated.setdefault(one, verdict)
    for code, own, found in given.contradictions:
        at = next((stated[one] for one in found.facts if one in stated), None)
        if at is None:
            continue
        yield Violation.at(
            at.match.figure,
            code,
            f"{found.message}（事实里就对不上，见 {own}）",
            found.hint,
            None,
            found.facts,
            warning=found.severity == "warning",
        )
