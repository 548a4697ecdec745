"""Divides the facts of one section by matter: what each is about, known by the style's words.

The style lists the matters of such reports (`leads`), each with the words that tell it; akin ones
stand near each other. A fact belongs to the matter whose words it has most of, one without such
words stays with the fact before it. What is too little for an item is joined with what is akin.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from zhibi.writing.outline.grouping import READABLE, size_of
from zhibi.writing.outline.names import Name, topic_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style

_OR = " | "
_WORK = "工作"
_FIGURE = re.compile(r"\d")
_QUOTED = re.compile("“([^“”]{2,8})”")
_HEAD = 3
"""How much more a word counts that stands before a fact's first figure, and a little more the
later it stands there: it tells the subject, whose noun comes last."""
_BOUND = ("其中", "其余", "另有", "剩余", "还有")
"""What a fact begins with that goes on with the one before it."""
_MOST_JOINED = 2
"""Matters of a group, at most, before a further join is crowded."""
_MOST_NAMED = 3
_NAMED = 0.2
"""Matters that one heading names, at most, and the share of a group that each of them has."""
_TOLD = 0.6
"""The share of a group that those together have; where they have less, the largest are named."""
_VERB = 2
"""Letters of a heading's verb."""
_MOSTLY = 0.4
"""The share of a group's facts that must tell of the part of the topic that names it."""
_LEAST, _MOST = 0.5, 2
"""How small and how large a part of a topic may be, as multiples of a readable item."""
_FAR = 1_000
"""More than any two matters of the list are apart."""
_ABOVE = 1.3
"""What a join may exceed the size of a readable item by, as a multiple, before it is too large."""
_WEAK = "~"
"""What a word begins with that tells a matter only where no other word does (~总投资)."""
_PLACES = "村镇乡"
_PLACES_ALONE = frozenset(_PLACES)
"""What makes of a word before it the name of a place."""
_LITTLE = 0.2
_CROWDED, _LARGE = 15, 30
"""What a join costs for each matter too many, and for being too large, in places of the list."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A heading, its name beside another one in a joined heading, and its place in the list."""

    heading: str
    short: str
    at: int


@dataclass(slots=True)
class _Group:
    """The facts of one or more matters, each matter with the characters of its facts."""

    at: int
    facts: list[tuple[Matter, int, Fact]] = field(default_factory=list)
    matters: dict[Matter, int] = field(default_factory=dict)
    size: int = 0

    def add(self, place: int, fact: Fact, matter: Matter) -> None:
        self.facts.append((matter, place, fact))
        self.matters[matter] = self.matters.get(matter, 0) + size_of(fact)
        self.size += size_of(fact)

    def in_order(self) -> list[Fact]:
        """The facts matter by matter, those that begin first before the others."""
        begins: dict[str, int] = {}
        for matter, place, _ in sorted(self.facts, key=lambda one: one[1]):
            begins.setdefault(matter.short, place)
        ordered = sorted(self.facts, key=lambda one: (begins[one[0].short], one[1]))
        return [fact for _, _, fact in ordered]

    def begins(self, matter: Matter) -> int:
        """The place of the first fact of a matter."""
        return min(place for one, place, _ in self.facts if one.short == matter.short)


def by_matter(
    facts: Sequence[Fact], topic: str, style: Style, room: int, taken: set[str]
) -> list[tuple[Name, list[Fact]]]:
    """The facts in named groups of readable size, in the order in which they begin.

    Empty where they cannot be told apart. `topic` is the section's, whose parts are matters of
    their own; `room` is how many groups there may be. Headings in `taken` are not used again;
    those of the groups are added to it.
    """
    parts = topic_parts(topic)
    if 1 < len(parts) <= room and (found := _at_borders(facts, parts, style)):
        return [(Name(topic=part), group) for part, group in zip(parts, found, strict=True)]
    groups = _joined(_told_apart(facts, topic, style), room)
    if len(groups) < 2:
        return []
    return [(_name(group, taken), group.in_order()) for group in groups]


def named_facts(facts: Sequence[Fact], style: Style) -> list[tuple[Name, Fact]] | None:
    """A name for each fact, from what it has in quotation marks or from its matter.

    None where one has neither, or two would be called the same.
    """
    found: list[tuple[Name, Fact]] = []
    used: set[str] = set()
    for fact in facts:
        quoted = _QUOTED.search(fact.text)
        matter = _best(_scores(fact.name + fact.text, _lexicon_of(style)))
        if quoted:
            name = Name(topic=quoted[1])
        elif matter:
            name = Name(heading=matter.heading)
        else:
            return None
        if (name.topic or name.heading) in used:
            return None
        used.add(name.topic or name.heading)
        found.append((name, fact))
    return found


def _at_borders(facts: Sequence[Fact], parts: Sequence[str], style: Style) -> list[list[Fact]]:
    """The facts divided where one part of the topic ends and the next begins, in its order.

    Empty where a part is not what most facts of its group are about.
    """
    lexicon = _lexicon_of(style)
    told = [
        [_tells(fact.name + fact.text, _words_of(part, lexicon)) for fact in facts]
        for part in parts
    ]
    best: list[tuple[int, tuple[int, ...]] | None] = [None] * len(parts)
    for at in range(len(facts)):
        for number in reversed(range(len(parts))):
            stays = best[number]
            enters = best[number - 1] if number else None
            if number == 0 and at == 0:
                enters = (0, ())
            if enters and (stays is None or enters[0] > stays[0]):
                stays = (enters[0], (*enters[1], at))
            best[number] = stays and (stays[0] + told[number][at], stays[1])
    last = best[-1]
    if last is None:
        return []
    borders = (*last[1], len(facts))
    found = [list(facts[low:high]) for low, high in pairwise(borders)]
    spans = zip(told, pairwise(borders), strict=True)
    fit = all(sum(hits[low:high]) >= _MOSTLY * (high - low) for hits, (low, high) in spans)
    sizes = [sum(map(size_of, group)) for group in found]
    even = min(sizes) >= _LEAST * READABLE[0] and max(sizes) <= _MOST * READABLE[1]
    return found if fit and even else []


def _tells(text: str, words: re.Pattern[str]) -> bool:
    return words.search(text) is not None


def _words_of(part: str, lexicon: _Lexicon) -> re.Pattern[str]:
    """The pairs of letters of a part of a topic, and the words of matters that it names."""
    pairs = [part[at : at + 2] for at in range(len(part) - 1)]
    named = {matter for word in lexicon.words_in(part) for matter in lexicon.matters[word]}
    known = {one for held in lexicon.matters.values() for one in held}
    called = {one for one in known if one.short in part or part in one.short}
    named = called or named
    near = [word for word, held in lexicon.matters.items() if named.intersection(held)]
    return _any_of([*pairs, *near])


def _told_apart(facts: Sequence[Fact], topic: str, style: Style) -> list[_Group]:
    """The facts by matter; those without one stay with the fact before them."""
    lexicon = _lexicon_of(style)
    own = _own_matters(topic, lexicon)
    groups: dict[Matter, _Group] = {}
    last: Matter | None = None
    waiting: list[tuple[int, Fact]] = []
    for place, fact in enumerate(facts):
        matter = None
        if last is None or not (fact.formula or fact.text.startswith(_BOUND)):
            text = fact.name + fact.text
            matter = _best(_scores(text, lexicon, own))
        last = matter or last
        if last is None:
            waiting.append((place, fact))
            continue
        group = groups.setdefault(last, _Group(place))
        for each in (*waiting, (place, fact)):
            group.add(*each, last)
        waiting = []
    return list(groups.values())


def _joined(groups: list[_Group], room: int) -> list[_Group]:
    """The groups, the smallest joined to one akin until all are of readable size."""
    while len(groups) > 1:
        least = min(groups, key=lambda one: (one.size, one.at))
        if least.size >= READABLE[0] and len(groups) <= room:
            break
        others = [one for one in groups if one is not least]
        to = min(others, key=lambda one: _distance(least, one))
        to.facts += least.facts
        for matter, size in least.matters.items():
            to.matters[matter] = to.matters.get(matter, 0) + size
        to.size += least.size
        to.at = min(to.at, least.at)
        groups = [one for one in groups if one is not least]
    return sorted(groups, key=lambda one: one.at)


def _distance(one: _Group, other: _Group) -> tuple[int, int]:
    """How little two groups go together: by their matters and size, then by their places."""
    apart = min(abs(a.at - b.at) for a in one.matters for b in other.matters)
    apart += _CROWDED * max(len(one.matters) + len(other.matters) - _MOST_JOINED, 0)
    if one.size + other.size > _ABOVE * READABLE[1]:
        apart += _LARGE
    return apart, abs(one.at - other.at)


def _name(group: _Group, taken: set[str]) -> Name:
    """A heading for one matter or two, a topic of their names for more.

    What is too little of the group is not named. What a heading of the report ends in already
    does not come last.
    """
    ordered = sorted(group.matters, key=lambda one: (-group.matters[one], one.at))
    matters = [one for one in ordered if group.matters[one] >= _NAMED * group.size]
    is_told = sum(group.matters[one] for one in matters) >= _TOLD * group.size
    matters = matters[:_MOST_NAMED] if is_told else ordered[:_MOST_NAMED]
    matters.sort(key=group.begins)
    if matters[-1].short in taken:  # two headings must not end alike
        matters.sort(key=lambda one: one.short not in taken)
    fresh = not any(one.heading in taken for one in matters)
    taken.update(one.short for one in matters)
    if len(matters) == 1 and not matters[0].heading:
        return Name(topic=matters[0].short)
    if len(matters) < _MOST_NAMED and fresh and all(one.heading for one in matters):
        taken.update(one.heading for one in matters)
        return Name(heading=_together([one.heading for one in matters]))
    shorts = list(dict.fromkeys(one.short for one in matters))
    joined = "和".join(filter(None, ("、".join(shorts[:-1]), shorts[-1])))
    if not is_told and len(ordered) > len(matters):
        joined += "等"
    return Name(topic=joined if joined.endswith(_WORK) else joined + _WORK)


def _together(headings: Sequence[str]) -> str:
    """Headings in one: 促进就业创业、优化养老服务; 落实社会救助和社会保险 where the verb is one."""
    first, *more = headings
    for other in more:
        same = other[:_VERB] == first[:_VERB]
        first += f"和{other[_VERB:]}" if same else f"、{other}"
    return first


def _best(scores: Mapping[Matter, float]) -> Matter | None:
    return max(scores, key=lambda one: (scores[one], -one.at), default=None)


def _scores(text: str, lexicon: _Lexicon, own: Sequence[Matter] = ()) -> Mapping[Matter, float]:
    """How much each matter's words weigh in a text: a word by its letters and its place."""
    first = _FIGURE.search(text)
    head = first.start() if first else len(text)
    found: dict[Matter, float] = defaultdict(float)
    for word, at in lexicon.words_in(text).items():
        weight = len(word) * (_HEAD + at / head if at < head else 1)
        for matter in lexicon.matters[word]:
            found[matter] += weight * (_LITTLE if word in lexicon.weak else 1)
    for matter in own:
        at = text.find(matter.short)
        if at >= 0:
            found[matter] += len(matter.short) * (_HEAD if at < head else 1) + 1
    return found


def _own_matters(topic: str, lexicon: _Lexicon) -> list[Matter]:
    """The parts of a topic that joins several, as matters that are akin to none of the list.

    A part that a matter of the list is called by is that matter: 水产 is 水产养殖.
    """
    parts = topic_parts(topic)
    if len(parts) < 2:
        return []
    known = {matter.short for held in lexicon.matters.values() for matter in held}
    own = [part for part in parts if not any(part in short for short in known)]
    return [Matter("", part, -_FAR * (at + 1)) for at, part in enumerate(own)]


def _is_place(found: re.Match[str], text: str) -> bool:
    """Whether a word is only the name of a place (码头村)."""
    return found[0][-1] not in _PLACES and text[found.end() : found.end() + 1] in _PLACES_ALONE


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The words of all matters, each with those that have it."""

    pattern: re.Pattern[str]
    weak: frozenset[str]
    matters: Mapping[str, tuple[Matter, ...]]

    def words_in(self, text: str) -> Mapping[str, int]:
        """The words of a text, none within a longer one, each with the first of its places."""
        found = [one for one in self.pattern.finditer(text) if not _is_place(one, text)]
        return {one[0]: one.start() for one in reversed(found)}


def _lexicon_of(style: Style) -> _Lexicon:
    return _lexicon(tuple((lead, words) for lead, words in style.leads.items()))


@lru_cache(maxsize=8)
def _lexicon(leads: tuple[tuple[str, tuple[str, ...]], ...]) -> _Lexicon:
    matters: dict[str, list[Matter]] = {}
    weak: set[str] = set()
    for at, (lead, words) in enumerate(leads):
        heading, _, short = lead.partition(_OR)
        for word in words:
            bare = word.removeprefix(_WEAK)
            if bare != word:
                weak.add(bare)
            matters.setdefault(bare, []).append(Matter(heading, short or heading, at))
    held = {word: tuple(found) for word, found in matters.items()}
    return _Lexicon(_any_of(held), frozenset(weak), held)


def _any_of(words: Collection[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
