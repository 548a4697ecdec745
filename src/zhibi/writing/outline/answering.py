"""Which measures of the plan answer which problems: those that are of one thing and meet its lack.

全科医生不足 is answered by 招聘全科医生, 二次管网老化 by 更换二次管网; 运维力量不足 is not by
新建污水处理站. Where the facts file does not say what answers what, such measures do.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.writing.outline.grouping import Subjects
from zhibi.writing.outline.lexicon import any_of
from zhibi.writing.outline.printable import is_printed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhibi.facts.model import Fact, Facts, Part, Section
    from zhibi.styles.model import Style

_PAIR = 2
"""Letters at the end of what lacks something that say what it is."""
_CLAUSES = re.compile("[，；。]")


class Lacks:
    """What clauses of problems say is lacking, and which measures meet it, by a style's words."""

    def __init__(self, style: Style) -> None:
        rule = style.answering
        adverbs = any_of(rule.adverbs).pattern
        self._general = re.compile(f"(?:{any_of(rule.general).pattern})+$")
        self._lacks = [
            (
                re.compile(
                    rf"(?P<of>.{{2,}}?)(?:{adverbs})*(?:{any_of(one.words).pattern})(?:{adverbs})*$"
                ),
                any_of(one.met_by),
            )
            for one in rule.lacks
        ]

    def of(self, clause: str) -> list[tuple[str, re.Pattern[str]]]:
        """What a clause of a problem says is lacking: how its name ends, what deeds meet it."""
        found = []
        for lack, met_by in self._lacks:
            told = lack.search(clause)
            thing = self._general.sub("", told["of"]) if told else ""
            if len(thing) >= _PAIR:
                found.append((thing[-_PAIR:], met_by))
        return found

    def met(self, problem: str, measure: str) -> bool:
        """Whether a clause of a plan meets what a clause of a problem says is lacking.

        Both are of one thing, named right before the lack, and the measure is one of those that
        the style has against this sort of lack.
        """
        return any(thing in measure and by.search(measure) for thing, by in self.of(problem))


def with_answers(facts: Facts, style: Style) -> Facts:
    """The facts, those of the plan with the problems that they answer."""
    found = _inferred(facts, style)
    if not found:
        return facts
    return replace(facts, sections=tuple(_answered(one, found) for one in facts.sections))


def _inferred(facts: Facts, style: Style) -> Mapping[str, tuple[str, ...]]:
    """Facts of the plan by id, with what they answer, where the file does not say it."""
    problems = [fact for fact in _of_part(facts, "problems") if is_printed(fact)]
    planned = [fact for fact in _of_part(facts, "plan") if is_printed(fact)]
    said = {id_ for fact in planned for id_ in fact.answers}
    open_problems = [one for one in problems if one.id not in said]
    if not open_problems or not planned:
        return {}
    subjects, lacks = Subjects(facts.all_facts()), Lacks(style)
    vectors = {fact.id: subjects.vector([fact]) for fact in planned}
    clauses = [(fact, _CLAUSES.split(fact.text)) for fact in planned]
    found: dict[str, tuple[str, ...]] = {}
    for problem in open_problems:
        wanted = [one for clause in _CLAUSES.split(problem.text) for one in lacks.of(clause)]
        able = [
            fact
            for fact, measures in clauses
            if any(
                thing in measure and by.search(measure)
                for thing, by in wanted
                for measure in measures
            )
        ]
        own = subjects.vector([problem])
        if able:
            answer = max(able, key=lambda fact: Subjects.cosine(own, vectors[fact.id]))
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
