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


def meets(problem: str, measure: str, style: Style) -> bool:
    """Whether a clause of a plan meets what a clause of a problem says is lacking.

    Both are of one thing, named right before the lack, and the measure is one of those that the
    style has against this sort of lack.
    """
    rule = style.answering
    adverbs, general = any_of(rule.adverbs).pattern, any_of(rule.general).pattern
    for lack in rule.lacks:
        words = any_of(lack.words).pattern
        found = re.search(f"(?P<of>.{{2,}}?)(?:{adverbs})*(?:{words})(?:{adverbs})*$", problem)
        if found is None or not any_of(lack.met_by).search(measure):
            continue
        of = re.sub(f"(?:{general})+$", "", found["of"])
        if len(of) >= _PAIR and of[-_PAIR:] in measure:
            return True
    return False


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
    subjects = Subjects(facts.all_facts())
    vectors = {fact.id: subjects.vector([fact]) for fact in planned}
    found: dict[str, tuple[str, ...]] = {}
    for problem in open_problems:
        able = [fact for fact in planned if _answers(fact, problem, style)]
        own = subjects.vector([problem])
        if able:
            answer = max(able, key=lambda fact: Subjects.cosine(own, vectors[fact.id]))
            found[answer.id] = (*found.get(answer.id, answer.answers), problem.id)
    return found


def _answers(fact: Fact, problem: Fact, style: Style) -> bool:
    """Whether a clause of a plan's fact meets a clause of a problem."""
    measures, lacks = _CLAUSES.split(fact.text), _CLAUSES.split(problem.text)
    return any(meets(lack, measure, style) for lack in lacks for measure in measures)


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
