"""The facts of a plan by field of work: the fields are the sections of the summary."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from zhibi.facts.model import Section
from zhibi.writing.outline.grouping import Fields, Subjects, size_of
from zhibi.writing.outline.headings import fields_of
from zhibi.writing.outline.lexicon import any_of, best_of, lexicon_of
from zhibi.writing.outline.next_steps import is_next_step

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style, Topic

_FEWEST, _USUAL, _MOST = 4, 7, 7
"""Items of a plan: those with next to nothing are joined down to the first number, thin ones to the
second, others to the third."""
_SEVERAL = 3
"""Fields of a fact from which on none of them names it."""
_FAR_NEARER = 2
"""How many times as like a field a fact is that half of its clauses are not of."""
_TINY = 27
"""Characters of an item that has next to nothing; so many for each line, up to two."""
_LINES = 2
_CLAUSES = re.compile("[，。；]")
_SUBJECT = 6
"""Characters of a problem that say what it is of."""
_THIN = 60
"""Characters of an item below which it is joined with another of its sphere."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Facts by field, in the order of the fields.

    `sphere` is the heading of what they are of, `heading` that of goals that their field does not
    name.
    """

    parts: tuple[tuple[int, Section, tuple[Fact, ...]], ...]
    sphere: str = ""
    heading: str = ""

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
        return self.is_tiny or (len(self.facts) == 1 and self.size < _THIN)

    @property
    def is_tiny(self) -> bool:
        """Whether it has next to nothing: one line, or two that go on from the summary."""
        lines = len(self.facts) if all(map(is_next_step, self.facts)) else 1
        return self.size < _TINY * min(lines, _LINES)

    def joined(self, other: _Group) -> _Group:
        """Both in one."""
        return replace(
            self,
            parts=tuple(sorted((*self.parts, *other.parts), key=lambda one: one[0])),
            heading=self.heading if self.heading == other.heading else "",
        )

    def section(self) -> Section:
        """The item: of its field, or headed by its sphere where it has several."""
        _, field, _ = max(self.parts, key=lambda one: (sum(map(size_of, one[2])), -one[0]))
        several = len(self.parts) > 1
        heading = self.heading or (self.sphere if several else "")
        return Section(
            f"plan.all.{self.facts[0].id}" if self.heading else f"plan.{self.parts[0][1].id}",
            "plan",
            field.topic,
            heading,
            self.facts,
            (),
            None,
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

    Each fact goes to the field of what it answers, else to the one that most of its clauses are of:
    that has the matters which they tell, or is most like them, with the problem that the fact
    answers. One that is like none goes to the field of one of the style's topics that both have a
    word of, else it stays with the fact before it. `known` are all facts by id. Steps of projects
    of several fields are an item of their own.
    """
    homes = _Homes(fields, subjects, style)
    groups: list[list[Fact]] = [[] for _ in fields]
    mixed: dict[str, _Group] = {}
    last = 0
    for fact in facts:
        others = [known[id_] for id_ in fact.answers if id_ in known]
        found = homes.of(fact, others)
        last = last if found.at < 0 else found.at
        if found.heading:
            sphere = found.heading if found.heading in style.spheres else ""
            group = _Group(((last, fields[last], (fact,)),), sphere, heading=found.heading)
            held = mixed.get(found.heading)
            mixed[found.heading] = held.joined(group) if held else group
        else:
            groups[last].append(fact)
    plain = [
        _Group(((at, field, tuple(group)),), _sphere_of(field, style))
        for at, (field, group) in enumerate(zip(fields, groups, strict=True))
        if group
    ]
    sized = _of_some_size([*plain, *mixed.values()])
    return [group.section() for group in _few(sized, subjects)]


class _Home(NamedTuple):
    """The number of a field, -1 for none; a heading where a fact is of several fields alike."""

    at: int
    heading: str = ""


class _Homes:
    """Finds the field that a plan's fact is of."""

    def __init__(self, fields: Sequence[Section], subjects: Subjects, style: Style) -> None:
        self._fields = fields
        self._subjects = subjects
        self._style = style
        self._vectors = [
            subjects.vector(
                [fact for one in field.walk() for fact in one.facts],
                [one.topic for one in field.walk()],
            )
            for field in fields
        ]
        self._like = Fields(self._vectors)
        self._of_topics = _of_topics(fields, style.topics.values())
        self._homes = {
            fact.id: at
            for at, field in enumerate(fields)
            for one in field.walk()
            for fact in one.facts
        }
        self._matters = [_matters_of(field, style) for field in fields]

    def of(self, fact: Fact, answered: Sequence[Fact]) -> _Home:
        """The field of what a fact answers, else of most of its clauses."""
        if heading := self._own_item(fact, answered):
            return _Home(-1, heading)
        own = [self._homes[one.id] for one in answered if one.id in self._homes]
        if own and len(set(own)) == 1:
            return _Home(own[0])
        vector = self._subjects.vector([fact, *answered])
        at = self._like.nearest(vector)
        at = at if at >= 0 else _by_topic([fact, *answered], self._of_topics)
        clauses = _CLAUSES.split(fact.text)
        told = [held for one in clauses if (held := self._of_clause(one))]
        agree = sum(at in held for held in told)
        if 2 * agree > len(told) or not told:
            return _Home(at)
        votes = Counter(held[0] for held in told)
        best, count = votes.most_common(1)[0]
        if 2 * agree == len(told) and self._is_far_nearer(vector, at, best):
            return _Home(at)
        if 2 * count > len(told) or len(votes) < _SEVERAL:
            return _Home(best)
        return _Home(at, self._heading_of(clauses, list(votes.elements())))

    def _own_item(self, fact: Fact, answered: Sequence[Fact]) -> str:
        """The heading of an item that is of no field: its words in the fact's subject or problem.

        Where a field of the summary is of it, that one has it.
        """
        said = [_CLAUSES.split(fact.text)[0], *(one.text[:_SUBJECT] for one in answered)]
        for heading, words in self._style.plan_items.items():
            if any(word in field.topic for word in words for field in self._fields):
                continue
            if any(word in text for word in words for text in said):
                return heading
        return ""

    def _is_far_nearer(self, vector: Mapping[str, float], one: int, other: int) -> bool:
        """Whether a fact is far more like one field than like another."""
        near, far = (Subjects.cosine(vector, self._vectors[at]) for at in (one, other))
        return near > _FAR_NEARER * far

    def _of_clause(self, clause: str) -> list[int]:
        """The fields that have facts of the matter that a clause tells, the most of them first."""
        matter = best_of(lexicon_of(self._style).scores(clause))
        if matter is None:
            return []
        counts = [(-held[matter.name], at) for at, held in enumerate(self._matters)]
        return [at for count, at in sorted(counts) if count]

    def _heading_of(self, clauses: Sequence[str], votes: Sequence[int]) -> str:
        """What goals of several fields are together: steps of projects, or of one sphere."""
        steps = any_of(self._style.next_steps.steps)
        if all(steps.search(one) for one in clauses if one):
            return self._style.next_steps.projects
        spheres = Counter(_sphere_of(self._fields[at], self._style) for at in votes)
        sphere, count = spheres.most_common(1)[0]
        return sphere if 2 * count > len(votes) else ""


def _matters_of(field: Section, style: Style) -> Counter[str]:
    """How many facts of a field tell of each matter."""
    lexicon = lexicon_of(style)
    found = (
        best_of(lexicon.scores(fact.name + fact.text)) for one in field.walk() for fact in one.facts
    )
    return Counter(matter.name for matter in found if matter is not None)


def _sphere_of(field: Section, style: Style) -> str:
    """The heading of the sphere of a field's topic; empty where it is of none."""
    spheres = {name: sphere for sphere, names in style.spheres.items() for name in names}
    return next((spheres[name] for name, _ in fields_of(field, style) if name in spheres), "")


def _of_some_size(groups: list[_Group]) -> list[_Group]:
    """The groups, thin ones joined with the thinnest of their sphere as long as enough are left."""
    while len(groups) > 1:
        thin = sorted((one for one in groups if one.is_thin), key=lambda one: one.size)
        wanted = [one for one in thin if len(groups) > (_FEWEST if one.is_tiny else _USUAL)]
        pairs = [
            (one, min(akin, key=lambda to: to.size))
            for one in wanted
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
