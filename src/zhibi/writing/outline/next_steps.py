"""What a report's plan says of matters that the year's work left unfinished, in their own words.

What is 预计2026年5月交付, 正在施工 or 其余8处计划8月底前封堵 has its line in the plan, in the own
clause of the fact: what it expects is expected, nothing is promised that no fact has. What the
plan's own facts tell of already is left to them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.facts.model import Entry, Fact, Section
from zhibi.figures.scan import find_figures
from zhibi.writing.outline.grouping import Subjects
from zhibi.writing.outline.printable import is_printed
from zhibi.writing.outline.unfinished import UnfinishedReader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.facts.model import Facts
    from zhibi.styles.model import Style
    from zhibi.writing.outline.unfinished import Matter

_NEXT = "+next"
"""What the id of a line ends in that was made here."""
_DIVIDED = 3
"""Sections from which on a plan was divided by those who wrote it."""
_ALIKE = 0.05
"""How alike a section of the plan and one of the summary are at least to be of one field."""


def is_next_step(fact: Fact) -> bool:
    """Whether a fact of the plan was made for what the summary left unfinished."""
    return fact.id.endswith(_NEXT)


def with_next_steps(
    facts: Facts, style: Style, *, undated: bool = True, proved: bool = True
) -> Facts:
    """The facts, with what the plan is to say of unfinished matters.

    Facts without a plan stay as they are. Without `undated`, only what has a time ahead is told.
    Without `proved`, the lines are not checked against the facts, which is enough to measure them.
    """
    planned = list(_printed(facts, "plan"))
    found = list(_unfinished(facts, style, planned, undated, proved)) if planned else []
    if not found:
        return facts
    tops = [one for one in facts.sections if one.part == "plan"]
    if len(tops) < _DIVIDED and not any(one.heading or one.sections for one in tops):
        last = tops[-1]
        added = {last.id: [fact for _, fact in found]}
    else:
        added = _by_section(facts, tops, found)
    return replace(
        facts,
        sections=tuple(
            replace(one, facts=(*one.facts, *(_in(one, fact) for fact in added.get(one.id, ()))))
            for one in facts.sections
        ),
    )


def _in(section: Section, fact: Fact) -> Fact:
    """A fact as one of a section."""
    figures = tuple(replace(entry, section_id=section.id) for entry in fact.figures)
    return replace(fact, section_id=section.id, figures=figures)


def _printed(facts: Facts, part: str) -> Iterator[Fact]:
    for section in facts.walk():
        if section.part == part:
            yield from (fact for fact in section.facts if is_printed(fact))


def _unfinished(
    facts: Facts, style: Style, planned: Sequence[Fact], undated: bool, proved: bool
) -> Iterator[tuple[Section, Fact]]:
    """For each section of the summary, what the plan says of what it left unfinished."""
    said = {id_ for fact in planned for id_ in fact.answers}
    reader = UnfinishedReader(facts, style, planned)
    found = [
        (top, fact.id, matter)
        for top in facts.sections
        if top.part == "summary"
        for section in top.walk()
        for fact in section.facts
        if fact.is_statement and is_printed(fact) and fact.id not in said
        for matter in reader.read(fact)
        if undated or matter.dated
    ]
    matters = [matter for _, _, matter in found]
    texts = [one.said for one in matters]
    if proved and matters:
        texts = _proved(matters, facts, style)
    for top in facts.sections:
        both = zip(found, texts, strict=True)
        held = [(id_, text) for (home, id_, _), text in both if text and home is top]
        if held:
            text = "；".join(dict.fromkeys(text for _, text in held))
            answers = tuple(dict.fromkeys(id_ for id_, _ in held))
            yield top, _statement(f"{top.id}{_NEXT}", f"{text}。", answers)


def _proved(matters: Sequence[Matter], facts: Facts, style: Style) -> list[str]:
    """What the check finds no error in, of each matter; empty where there is nothing.

    A rest that is not proved by itself is told behind its whole.
    """
    from zhibi.checking.check import Checker

    checker = Checker(facts, style)
    texts = [one.said for one in matters]
    for others in ([one.whole for one in matters], [""] * len(matters)):
        lines = "\n".join(f"{text}。" for text in texts)
        found = checker.check(lines, sections=()).findings
        wrong = {one.line - 1 for one in found if one.severity == "error"}
        if not wrong:
            break
        texts = [others[at] if at in wrong else text for at, text in enumerate(texts)]
    return texts


def _by_section(
    facts: Facts, tops: Sequence[Section], found: Sequence[tuple[Section, Fact]]
) -> dict[str, list[Fact]]:
    """The lines by the section of a divided plan that is most like their own field."""
    subjects = Subjects(facts.all_facts())
    vectors = [
        subjects.vector([fact for one in top.walk() for fact in one.facts], [top.topic])
        for top in tops
    ]
    added: dict[str, list[Fact]] = {}
    for home, fact in found:
        own = subjects.vector([*home.facts, fact], [home.topic])
        scores = [Subjects.cosine(own, vector) for vector in vectors]
        if max(scores) >= _ALIKE:
            added.setdefault(tops[scores.index(max(scores))].id, []).append(fact)
    return added


def _statement(id_: str, text: str, answers: tuple[str, ...]) -> Fact:
    """A statement of the plan, its figures read as those of a facts file are."""
    figures = tuple(
        Entry(
            id=f"{id_}#{number}",
            fact_id=id_,
            section_id="",
            role="figure",
            name="",
            aliases=(),
            quantity=figure.quantity,
            period=None,
            status="target",
            show="may",
            source="",
            place=None,
            text=text,
            start=figure.start,
            end=figure.end,
        )
        for number, figure in enumerate((one for one in find_figures(text) if one.claim), 1)
    )
    return Fact(
        id=id_,
        section_id="",
        name="",
        text=text,
        aliases=(),
        names=(),
        period=None,
        status="target",
        show="may",
        source="",
        place=None,
        figures=figures,
        answers=answers,
    )
