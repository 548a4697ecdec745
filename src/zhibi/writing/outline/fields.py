"""The facts of a plan by field of work: the fields are the sections of the summary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhibi.facts.model import Section
from zhibi.writing.outline.grouping import Fields, Subjects, size_of

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
    like = Fields(
        [
            subjects.vector(
                [fact for one in field.walk() for fact in one.facts],
                [one.topic for one in field.walk()],
            )
            for field in fields
        ]
    )
    of_topics = _of_topics(fields, topics)
    homes = {
        fact.id: at for at, field in enumerate(fields) for one in field.walk() for fact in one.facts
    }
    groups: list[list[Fact]] = [[] for _ in fields]
    last = 0
    for fact in facts:
        others = [known[id_] for id_ in fact.answers if id_ in known]
        home = next((homes[one.id] for one in others if one.id in homes), None)
        if home is None:
            home = like.nearest(subjects.vector([fact, *others]))
        if home < 0:
            home = _by_topic([fact, *others], of_topics)
        last = last if home < 0 else home
        groups[last].append(fact)
    found = [
        _Group(field, tuple(group)) for field, group in zip(fields, groups, strict=True) if group
    ]
    return [
        Section(f"plan.{group.field.id}", "plan", group.field.topic, "", group.facts, (), None)
        for group in _joined(found, subjects)
    ]


def _of_topics(
    fields: Sequence[Section], topics: Collection[Topic]
) -> list[tuple[Collection[str], int]]:
    """The words of each topic, with the first field whose own topic has one of them."""
    found: list[tuple[Collection[str], int]] = []
    for topic in topics:
        for at, field in enumerate(fields):
            if any(word in field.topic for word in topic.words):
                found.append((topic.words, at))
                break
    return found


def _by_topic(facts: Sequence[Fact], of_topics: Sequence[tuple[Collection[str], int]]) -> int:
    """The field of the first topic that the facts have a word of."""
    said = "".join(fact.name + fact.text for fact in facts)
    return next((at for words, at in of_topics if any(word in said for word in words)), -1)


def _joined(groups: list[_Group], subjects: Subjects) -> list[_Group]:
    """The smallest joined to a neighbour until there are not too many."""
    sizes = [group.size for group in groups]
    while len(groups) > _MOST:
        at = sizes.index(min(sizes))
        beside = [one for one in (at - 1, at + 1) if 0 <= one < len(groups)]
        vector = subjects.vector(groups[at].facts)
        to = max(
            beside, key=lambda one: subjects.cosine(vector, subjects.vector(groups[one].facts))
        )
        first, second = sorted((at, to))
        one, two = groups[first], groups[second]
        larger = one if sizes[first] >= sizes[second] else two
        groups[first : second + 1] = [replace(larger, facts=(*one.facts, *two.facts))]
        sizes[first : second + 1] = [sizes[first] + sizes[second]]
    return groups
