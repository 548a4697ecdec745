"""The facts of a plan by field of work: the fields are the sections of the summary."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from zhibi.facts.model import Section
from zhibi.writing.outline.grouping import Fields, Subjects, size_of
from zhibi.writing.outline.headings import fields_of, inner_headings
from zhibi.writing.outline.lexicon import any_of, best_of, lexicon_of
from zhibi.writing.outline.names import topic_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style, Topic

_FEWEST, _USUAL, _MOST = 3, 5, 7
"""Items of a plan: one sentence is joined with others down to the first number of items, what is
thin down to the second, others down to the third."""
_ONE_SENTENCE, _THIN = 45, 70
"""Characters up to which an item is one short sentence, and up to which it is thin."""
_LONGEST_TOPIC = 14
"""Letters of the topics of a joined item that its heading names."""
_PAIR, _LONGEST_PAIR = 2, 18
"""Fields of a joined item that its heading tells side by side, and the letters of their topics."""
_SEVERAL = 3
"""Fields of a fact from which on none of them names it."""
_FAR_NEARER = 2
"""How many times as like a field a fact is that half of its clauses are not of."""
_CLAUSES = re.compile("[，。；]")
_SUBJECT = 6
"""Characters of a problem that say what it is of."""


@dataclass(frozen=True, eq=False)
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

    @cached_property
    def size(self) -> int:
        """The characters that its facts take."""
        return sum(map(size_of, self.facts))

    @property
    def shown(self) -> str:
        """The heading that does not come from the field's topic."""
        return self.heading or (self.sphere if len(self.parts) > 1 else "")

    @property
    def fewest(self) -> int:
        """Down to how many items this one is joined with others."""
        if self.size < _ONE_SENTENCE:
            return _FEWEST
        return _USUAL if self.size < _THIN else _MOST

    def joined(self, other: _Group) -> _Group:
        """Both in one, headed by what both are of, else by the spheres of both."""
        first, last = sorted((self, other), key=lambda one: -one.size)
        spheres = dict.fromkeys(one for one in (first.sphere, last.sphere) if one)
        known = self.sphere and other.sphere and not any("，" in one for one in spheres)
        return replace(
            self,
            parts=tuple(sorted((*self.parts, *other.parts), key=lambda one: one[0])),
            sphere="，".join(spheres) if known else "",
            heading=self.heading if self.heading == other.heading else "",
        )

    def section(self, style: Style) -> Section:
        """The item: of its field, else headed by its sphere or by its two fields."""
        _, field, _ = max(self.parts, key=lambda one: (sum(map(size_of, one[2])), -one[0]))
        several = len(self.parts) > 1
        heading = self.shown
        if several and not self.heading and self.sphere not in style.spheres:
            heading = _of_two([one for _, one, _ in self.parts], style) or heading
        topics = dict.fromkeys(one.topic for _, one, _ in self.parts if one.topic)
        return Section(
            f"plan.all.{self.facts[0].id}" if self.heading else f"plan.{self.parts[0][1].id}",
            "plan",
            _joined_topic(list(topics)) if several else field.topic,
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
    return [group.section(style) for group in _few(sized, subjects)]


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
        self._names = _own_names(fields)

    def of(self, fact: Fact, answered: Sequence[Fact]) -> _Home:
        """The field of what a fact answers, else of most of its clauses."""
        if heading := self._own_item(fact, answered):
            return _Home(-1, heading)
        if (named := self._of_name(fact)) >= 0:
            return _Home(named)
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

    def _of_name(self, fact: Fact) -> int:
        """The field that alone tells of a firm or a project that a fact names, else -1."""
        said = fact.name + fact.text
        homes = {at for name, at in self._names.items() if name in said}
        return homes.pop() if len(homes) == 1 else -1

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


def _own_names(fields: Sequence[Section]) -> dict[str, int]:
    """The names that the facts of one field alone are said to have, with its number."""
    found: dict[str, set[int]] = {}
    for at, field in enumerate(fields):
        for one in field.walk():
            for name in (name for fact in one.facts for name in fact.names):
                found.setdefault(name, set()).add(at)
    return {name: homes.pop() for name, homes in found.items() if len(homes) == 1}


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


def _of_two(fields: Sequence[Section], style: Style) -> str:
    """The headings of two fields side by side: 抓好盘山公路和交通，落实民生保障."""
    named = list({one.topic: one for one in fields if one.topic}.values())
    if len(named) != _PAIR or sum(len(one.topic) for one in named) > _LONGEST_PAIR:
        return ""
    return "，".join(inner_headings([replace(one, heading="") for one in named], style))


def _joined_topic(topics: Sequence[str]) -> str:
    """Topics as one: 盘山公路、交通和油茶产业; of many, the first words of each."""
    parts = [part for topic in topics for part in topic_parts(topic)]
    if len("".join(parts)) > _LONGEST_TOPIC:
        parts = [topic_parts(topic)[0] for topic in topics]
    return "和".join(one for one in ("、".join(parts[:-1]), parts[-1]) if one)


def _of_some_size(groups: list[_Group]) -> list[_Group]:
    """The groups, those with too little joined with others as long as enough are left.

    They are joined with the smallest of their sphere, else with the smaller one beside them.
    """
    while len(groups) > 1:
        wanted = sorted(
            (one for one in groups if len(groups) > one.fewest and one.fewest < _MOST),
            key=lambda one: one.size,
        )
        pair = _pair(wanted, groups)
        if pair is None:
            break
        first, second = sorted(pair, key=groups.index)
        both = first.joined(second)
        groups = [both if one is first else one for one in groups if one is not second]
    return groups


def _pair(wanted: Sequence[_Group], groups: Sequence[_Group]) -> tuple[_Group, _Group] | None:
    """The first of the groups wanted that has another one to be joined with, and that one."""
    headed: dict[str, _Group] = {}
    spheres: dict[str, list[_Group]] = {}
    for one in groups:
        spheres.setdefault(one.sphere, []).append(one)
        if one.shown in headed:
            return headed[one.shown], one
        if one.shown:
            headed[one.shown] = one
    for one in wanted:
        akin = [to for to in spheres[one.sphere] if to is not one] if one.sphere else []
        if akin:
            return one, min(akin, key=lambda to: to.size)
    for one in wanted:
        if one.heading or one.size >= _ONE_SENTENCE:
            continue
        at = groups.index(one)
        beside = [*groups[max(at - 1, 0) : at], *groups[at + 1 : at + 2]]
        free = [to for to in beside if not to.heading]
        if free:
            return one, min(free, key=lambda to: to.size)
    return None


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
        groups[first : second + 1] = [groups[first].joined(groups[second])]
        sizes[first : second + 1] = [sizes[first] + sizes[second]]
    return groups
