"""Which facts of the plan answer which problems, where the facts file does not say.

A plan fact answers the problem that it is most like, if both have enough of what few other facts
have in common; one that the file says answers something is left as it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.writing.outline.grouping import Subjects
from zhibi.writing.outline.printable import is_printed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhibi.facts.model import Fact, Facts, Part, Section

_ALIKE = 0.06
"""How alike a problem and what answers it are at least (measured on facts that say it)."""


def with_answers(facts: Facts) -> Facts:
    """The facts, those of the plan with the problems that they answer."""
    found = _inferred(facts)
    if not found:
        return facts
    return replace(facts, sections=tuple(_answered(one, found) for one in facts.sections))


def _inferred(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """Facts of the plan by id, with what they answer, where the file does not say it."""
    problems = [fact for fact in _of_part(facts, "problems") if is_printed(fact)]
    planned = [fact for fact in _of_part(facts, "plan") if is_printed(fact)]
    said = {id_ for fact in planned for id_ in fact.answers}
    open_problems = [one for one in problems if one.id not in said]
    if not open_problems or not planned:
        return {}
    subjects = Subjects(facts.all_facts())
    vectors = [subjects.vector([fact]) for fact in planned]
    found: dict[str, tuple[str, ...]] = {}
    for problem in open_problems:
        own = subjects.vector([problem])
        scores = [Subjects.cosine(own, vector) for vector in vectors]
        best = max(scores)
        if best >= _ALIKE:
            answer = planned[scores.index(best)]
            found[answer.id] = (*found.get(answer.id, answer.answers), problem.id)
    return found


def _of_part(facts: Facts, part: Part) -> list[Fact]:
    return [fact for one in facts.walk() if one.part == part for fact in one.facts]


def _answered(section: Section, found: Mapping[str, tuple[str, ...]]) -> Section:
    return replace(
        section,
        facts=tuple(
            replace(fact, answers=found[fact.id]) if fact.id in found else fact
            for fact in section.facts
        ),
        sections=tuple(_answered(one, found) for one in section.sections),
    )
