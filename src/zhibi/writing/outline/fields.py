"""The facts of a plan by field of work: the fields are the sections of the summary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhibi.facts.model import Section
from zhibi.writing.outline.grouping import Fields, Subjects, size_of
from zhibi.writing.outline.headings import fields_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style, Topic

_FEWEST, _MOST = 3, 7
"""Items of a plan: fewer are not made by joining, more are joined."""
_THIN = 80
"""Characters of an item below which it is joined with another of its sphere."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Facts by field, in the order of the fields; `sphere` is the heading of what they are of."""

    parts: tuple[tuple[int, Section, tuple[Fact, ...]], ...]
    sphere: str = ""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts, field by field."""
        return tuple(fact for _, _, facts in self.parts for fact in facts)

    @property
    def size(self) -> int:
        """The characters that its facts take."""
        return sum(map(size_of, self.facts))

    @property
    def is_thin(self) -> bool:
        """Whether it has too little to be an item of its own."""
        return len(self.facts) == 1 and self.size < _THIN

    def joined(self, other: _Group) -> _Group:
        """Both in one."""
        return replace(
            self, parts=tuple(sorted((*self.parts, *other.parts), key=lambda one: one[0]))
        )

    def section(self) -> Section:
        """The item: of its field, or headed by its sphere where it has several."""
        _, field, _ = max(self.parts, key=lambda one: (sum(map(size_of, one[2])), -one[0]))
        several = len(self.parts) > 1
        heading = self.sphere if several else ""
        return Section(
            f"plan.{self.parts[0][1].id}", "plan", field.topic, heading, self.facts, (), None
        )


def by_field(
    facts: Sequence[Fact],
    fields: Sequence[Section],
    known: Mapping[str, Fact],
    subjects: Subjects,
    style: Style,
) -> list[Section]:
    """Sections of the plan, one for each field that has facts, in the order of the fields.

    Fields that have too little for an item are joined with others of their sphere (`spheres`).

    Each fact goes to the field of what it answers, else to the one that it, with the problem it
    answers, is most like; one that is like none to the field of one of the style's topics that both
    have a word of, else it stays with the fact before it. `known` are all facts by id.
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
    of_topics = _of_topics(fields, style.topics.values())
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
        _Group(((at, field, tuple(group)),), _sphere_of(field, style))
        for at, (field, group) in enumerate(zip(fields, groups, strict=True))
        if group
    ]
    return [group.section() for group in _few(_of_some_size(found), subjects)]


def _sphere_of(field: Section, style: Style) -> str:
    """The heading of the sphere of a field's topic; empty where it is of none."""
    spheres = {name: sphere for sphere, names in style.spheres.items() for name in names}
    return next((spheres[name] for name, _ in fields_of(field, style) if name in spheres), "")


def _of_some_size(groups: list[_Group]) -> list[_Group]:
    """The groups, thin ones joined with the thinnest of their sphere as long as enough are left."""
    while len(groups) > _FEWEST:
        thin = sorted((one for one in groups if one.is_thin), key=lambda one: one.size)
        pairs = [
            (one, min(akin, key=lambda to: to.size))
            for one in thin
            if (akin := [to for to in groups if to is not one and to.sphere == one.sphere != ""])
        ]
        if not pairs:
            break
        first, second = sorted(pairs[0], key=groups.index)
        both = first.joined(second)
        groups = [both if one is first else one for one in groups if one is not second]
    return groups


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


def _few(groups: list[_Group], subjects: Subjects) -> list[_Group]:
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
        sphere = one.sphere if one.sphere == two.sphere else ""
        groups[first : second + 1] = [replace(one.joined(two), sphere=sphere)]
        sizes[first : second + 1] = [sizes[first] + sizes[second]]
    return groups
