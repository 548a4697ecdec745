"""The facts of a plan by field of work: the fields are the sections of the summary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhibi.facts.model import Section
from zhibi.writing.outline.grouping import Subjects, nearest, size_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Topic

_MOST = 7
"""Items of a plan, at most."""


@dataclass(frozen=True, slots=True)
class _Group:
    field: Section
    facts: tuple[Fact, ...]

    @property
    def size(self) -> int:
        return sum(map(size_of, self.facts))


def by_field(
    facts: Sequence[Fact],
    fields: Sequence[Section],
    known: Mapping[str, Fact],
    subjects: Subjects,
    topics: Collection[Topic] = (),
) -> list[Section]:
    """Sections of the plan, one for each field that has facts, in the order of the fields.

    Each fact goes to the field of what it answers, else to the one that it, with the problem it
    answers, is most like; one that is like none to the field of one of `topics` that both have a
    word of, else it stays with the fact before it. `known` are all facts of the report by id.
    """
    vectors = [
        subjects.vector(
            [fact for one in field.walk() for fact in one.facts],
            [one.topic for one in field.walk()],
        )
        for field in fields
    ]
    homes = {
        fact.id: at for at, field in enumerate(fields) for one in field.walk() for fact in one.facts
    }
    groups: list[list[Fact]] = [[] for _ in fields]
    last = 0
    for fact in facts:
        others = [known[id_] for id_ in fact.answers if id_ in known]
        home = next((homes[one.id] for one in others if one.id in homes), None)
        if home is None:
            home = nearest(subjects.vector([fact, *others]), vectors)
        if home < 0:
            home = _by_topic([fact, *others], fields, topics)
        last = last if home < 0 else home
        groups[last].append(fact)
    found = [
        _Group(field, tuple(group)) for field, group in zip(fields, groups, strict=True) if group
    ]
    return [
        Section(f"plan.{group.field.id}", "plan", group.field.topic, "", group.facts, (), None)
        for group in _joined(found, subjects)
    ]


def _by_topic(facts: Sequence[Fact], fields: Sequence[Section], topics: Collection[Topic]) -> int:
    """The first field of a topic that both the facts and the field's own topic have words of."""
    said = "".join(fact.name + fact.text for fact in facts)
    for topic in topics:
        if any(word in said for word in topic.words):
            for at, field in enumerate(fields):
                if any(word in field.topic for word in topic.words):
                    return at
    return -1


def _joined(groups: list[_Group], subjects: Subjects) -> list[_Group]:
    """The smallest joined to a neighbour until there are not too many."""
    while len(groups) > _MOST:
        at = min(range(len(groups)), key=lambda one: groups[one].size)
        beside = [one for one in (at - 1, at + 1) if 0 <= one < len(groups)]
        vector = subjects.vector(groups[at].facts)
        to = max(
            beside, key=lambda one: subjects.cosine(vector, subjects.vector(groups[one].facts))
        )
        first, second = sorted((at, to))
        one, two = groups[first], groups[second]
        larger = max(one, two, key=lambda group: group.size)
        groups[first : second + 1] = [replace(larger, facts=(*one.facts, *two.facts))]
    return groups
