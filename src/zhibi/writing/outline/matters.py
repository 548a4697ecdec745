"""Divides the facts of one section by matter: what each is about, known by the style's words.

The style lists the matters of such reports (`leads`), each with the words that tell it, and their
kinds (`kin`). Facts that tell of one thing stay together (`bonds`); they belong to the matter whose
words they have most of. What is too little for an item is joined with what is akin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from zhibi.writing.outline.bonds import bound
from zhibi.writing.outline.grouping import READABLE, size_of
from zhibi.writing.outline.lexicon import (
    Lexicon,
    Matter,
    any_of,
    best_of,
    is_warranted,
    lexicon_of,
    own_matters,
    scores_of_run,
)
from zhibi.writing.outline.likeness import likeness, words_of
from zhibi.writing.outline.names import Name, topic_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style

_WORK, _SHORT = "工作", 3
_QUOTED = re.compile("“([^“”]{2,8})”")
_STOCK = re.compile(r"^(?:全[镇乡]|[^，。]{0,4}辖|辖区)|人口|在册")
"""What a fact has that only says what there is."""
_MOST_JOINED = 2
"""Matters of a group, at most, before a further join is crowded."""
_MOST_NAMED = 2
_NAMED = 0.12
"""Matters that one heading names, at most, and the share of a group that each of them has."""
_VERB = 2
"""Letters of a heading's verb."""
_MOSTLY = 0.4
"""The share of a group's facts of which more must tell of the part of the topic that names it."""
_EVEN_LEAST, _EVEN_MOST = 0.5, 1.5
"""How small and how large a part of a topic may be, as multiples of a readable item."""
_ALONE, _APART = 26, 52
"""Characters from which on a group stands alone: where none is akin to it, and where one is."""
_ABOVE = 1.3
"""What a join may exceed the size of a readable item by, as a multiple, before it is too large."""
_NEAR = 5
"""Places of the list from which on matters are no farther apart."""
_STRANGE, _CROWDED, _LARGE = 30, 15, 30
"""What a join costs for matters that are not akin, for each matter too many, and for being too
large, in places of the list."""
_UNNAMED = 0.12
"""The share of a group that its heading may leave unsaid."""


@dataclass(slots=True)
class _Group:
    """Runs of facts of one or more matters, each matter with the characters of its facts."""

    at: int
    runs: list[tuple[Matter, int, list[Fact]]] = field(default_factory=list)
    matters: dict[Matter, int] = field(default_factory=dict)
    size: int = 0

    def add(self, place: int, run: list[Fact], matter: Matter) -> None:
        size = sum(map(size_of, run))
        self.runs.append((matter, place, run))
        self.matters[matter] = self.matters.get(matter, 0) + size
        self.size += size

    def absorb(self, other: _Group) -> None:
        for matter, place, run in other.runs:
            self.add(place, run, matter)
        self.at = min(self.at, other.at)

    def in_order(self) -> list[Fact]:
        """The facts matter by matter, those that begin first before the others."""
        begins: dict[str, int] = {}
        for matter, place, _ in sorted(self.runs, key=lambda one: one[1]):
            begins.setdefault(matter.short, place)
        ordered = sorted(self.runs, key=lambda one: (begins[one[0].short], one[1]))
        return [fact for _, _, run in ordered for fact in run]

    def begins(self, matter: Matter) -> int:
        """The place of the first fact of a matter."""
        return min(place for one, place, _ in self.runs if one.short == matter.short)

    def is_akin(self, other: _Group) -> bool:
        """Whether all matters of both are of one kind."""
        kinds = [matter.kinds for matter in (*self.matters, *other.matters)]
        return bool(frozenset.intersection(*kinds))


def by_matter(
    facts: Sequence[Fact],
    topic: str,
    style: Style,
    room: int,
    taken: set[str],
    names: Sequence[str] = (),
) -> list[tuple[Name, list[Fact]]]:
    """The facts in named groups of readable size, in the order in which they begin.

    Empty where they cannot be told apart. `topic` is the section's, whose parts are matters of
    their own; `room` is how many groups there may be; `names` are those of places. What headings
    in `taken` end in, none ends in again where the style has another way; those of the groups are
    added to it. The first group has no name where its facts only say what there is (how many
    villages, how many people): they stand before the items.
    """
    parts = topic_parts(topic)
    if 1 < len(parts) <= room and (found := _at_borders(facts, parts, style)):
        return [(Name(topic=part), group) for part, group in zip(parts, found, strict=True)]
    lead, told = _told_apart(facts, topic, style, names)
    groups = _joined(told, room)
    if len(groups) < 2:
        return []
    named = [(_name(group, style, taken), group.in_order()) for group in groups]
    return [(Name(), lead), *named] if lead else named


def matters_of(facts: Sequence[Fact], topic: str, style: Style) -> list[str]:
    """The headings of the matters that facts tell of, in the order in which they begin."""
    lexicon = lexicon_of(style)
    quiet = lexicon.told_by(topic)
    found = (best_of(scores_of_run([fact], lexicon, (), quiet)) for fact in facts)
    return list(dict.fromkeys(one.headings[0] for one in found if one is not None))


def named_facts(facts: Sequence[Fact], style: Style) -> list[tuple[Name, Fact]] | None:
    """A name for each fact, from what it has in quotation marks or from its matter.

    None where one has neither, or two would be called the same.
    """
    found: list[tuple[Name, Fact]] = []
    used: set[str] = set()
    for fact in facts:
        quoted = _QUOTED.search(fact.text)
        matter = best_of(lexicon_of(style).scores(fact.name + fact.text))
        if quoted:
            name = Name(topic=quoted[1])
        elif matter:
            name = Name(heading=matter.headings[0])
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
    lexicon = lexicon_of(style)
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
    fit = all(sum(hits[low:high]) > _MOSTLY * (high - low) for hits, (low, high) in spans)
    sizes = [sum(map(size_of, group)) for group in found]
    even = min(sizes) >= _EVEN_LEAST * READABLE[0] and max(sizes) <= _EVEN_MOST * READABLE[1]
    return found if fit and even else []


def _tells(text: str, words: re.Pattern[str]) -> bool:
    return words.search(text) is not None


def _words_of(part: str, lexicon: Lexicon) -> re.Pattern[str]:
    """The pairs of letters of a part of a topic, and the words of matters that it names."""
    pairs = [part[at : at + 2] for at in range(len(part) - 1)]
    named = {matter for word in lexicon.words_in(part) for matter in lexicon.matters[word]}
    known = {one for held in lexicon.matters.values() for one in held}
    called = {one for one in known if one.short in part or part in one.short}
    named = called or named
    near = [word for word, held in lexicon.matters.items() if named.intersection(held)]
    return any_of([*pairs, *near])


def _told_apart(
    facts: Sequence[Fact], topic: str, style: Style, names: Sequence[str]
) -> tuple[list[Fact], list[_Group]]:
    """What stands before all, and the facts that tell of one thing by matter.

    A run without any matter is of the topic's own, or goes where the facts are most like it; the
    first of all, if it says what there is, stands before the others.
    """
    lexicon = lexicon_of(style)
    runs = bound(facts, (*lexicon.nouns_of(topic), *names))
    own, quiet = own_matters(topic, lexicon), lexicon.told_by(topic)
    groups: dict[Matter, _Group] = {}
    lead: list[Fact] = []
    without: list[tuple[int, list[Fact]]] = []
    for place, run in enumerate(runs):
        matter = best_of(scores_of_run(run, lexicon, own, quiet))
        if matter is None and not (place == 0 and _says_what_there_is(run)):
            matter = min(lexicon.matters_in(topic), key=lambda one: one.at, default=None)
        if matter is not None:
            groups.setdefault(matter, _Group(place)).add(place, run, matter)
        elif place == 0 and _says_what_there_is(run):
            lead = run
        else:
            without.append((place, run))
    if groups:
        for place, run in without:
            group = _nearest(place, run, list(groups.values()))
            near = min(group.runs, key=lambda one: abs(one[1] - place))
            group.add(place, run, near[0])
            group.at = min(group.at, place)
    return lead, list(groups.values())


def _says_what_there_is(run: Sequence[Fact]) -> bool:
    return len(run) == 1 and _STOCK.search(f"{run[0].name}{run[0].text}") is not None


def _nearest(place: int, run: Sequence[Fact], groups: Sequence[_Group]) -> _Group:
    """The group with the fact most like those of a run, the one before it among equals."""
    words = [words_of(fact) for fact in run]

    def nearness(group: _Group) -> tuple[float, int]:
        alike = max(
            likeness(words_of(fact), one)
            for _, _, held in group.runs
            for fact in held
            for one in words
        )
        before = [at for _, at, _ in group.runs if at < place]
        return round(alike, 1), max(before, default=-min(at for _, at, _ in group.runs))

    return max(groups, key=nearness)


def _joined(groups: list[_Group], room: int) -> list[_Group]:
    """The groups, those too small joined to one akin, and more of them where there are too many."""
    while len(groups) > 1:
        joins = [
            (one, _partner(one, groups))
            for one in sorted(groups, key=lambda one: (one.size, one.at))
        ]
        wanted = [(one, to) for one, to in joins if _is_too_small(one, to)]
        if not wanted and len(groups) <= room:
            break
        if wanted:
            one, to = min(wanted, key=lambda pair: _distance(*pair))
        else:
            one, to = min(joins, key=lambda pair: _cost(*pair))
        to.absorb(one)
        groups = [group for group in groups if group is not one]
    return sorted(groups, key=lambda one: one.at)


def _partner(one: _Group, groups: Sequence[_Group]) -> _Group:
    return min((group for group in groups if group is not one), key=lambda to: _distance(one, to))


def _is_too_small(one: _Group, to: _Group) -> bool:
    crowded = len(one.matters) + len(to.matters) > _MOST_JOINED
    if one.is_akin(to) and not crowded and one.size + to.size <= _ABOVE * READABLE[1]:
        return one.size < _APART
    return one.size < _ALONE


def _cost(one: _Group, to: _Group) -> tuple[int, int]:
    """How bad a join is that is made for want of room: strange matters first, then much text."""
    return _distance(one, to)[0] // _STRANGE, one.size + to.size


def _distance(one: _Group, other: _Group) -> tuple[int, int]:
    """How little two groups go together: by their matters and size, then by their places."""
    apart = min(abs(a.at - b.at) for a in one.matters for b in other.matters)
    apart = min(apart, _NEAR)
    if not one.is_akin(other):
        apart += _STRANGE
    apart += _CROWDED * max(len(one.matters) + len(other.matters) - _MOST_JOINED, 0)
    if one.size + other.size > _ABOVE * READABLE[1]:
        apart += _LARGE
    return apart, abs(one.at - other.at)


def _name(group: _Group, style: Style, taken: set[str]) -> Name:
    """A heading for one matter or two, that of their kind for more, else a topic of their names."""
    ordered = sorted(group.matters, key=lambda one: (-group.matters[one], one.at))
    matters = [one for one in ordered if group.matters[one] >= _NAMED * group.size]
    matters = sorted(matters[:_MOST_NAMED] or ordered[:1], key=group.begins)
    unnamed = group.size - sum(group.matters[one] for one in matters)
    is_told = unnamed <= _UNNAMED * group.size
    kinds = sorted(frozenset.intersection(*(one.kinds for one in ordered)))
    if not is_told and len(ordered) > _MOST_NAMED and kinds:
        taken.add(_ending(kinds[0]))
        return Name(heading=kinds[0])
    if is_told and all(one.headings for one in matters):
        fresh = {one: _fresh(one, taken, group, style) for one in matters}
        if not fresh[matters[-1]]:  # two headings must not end alike
            matters.sort(key=lambda one: fresh[one] != "")
        alone = len(matters) == 1
        ways = [fresh[one] or _plain(one, group, style, alone=alone) for one in matters]
        taken.add(_ending(ways[-1]))
        said = zip(matters, ways, strict=True)
        return Name(heading=_together([_steady(one, way, group, style) for one, way in said]))
    shorts = list(dict.fromkeys(one.short for one in matters))
    return Name(topic="和".join(shorts) if is_told else f"{'、'.join(shorts)}等{_WORK}")


def _fresh(matter: Matter, taken: set[str], group: _Group, style: Style) -> str:
    """The first of a matter's headings that none ends like and its facts warrant, else empty."""
    ways = _warranted(matter, _told(matter, group), style)
    return next((way for way in ways if _ending(way) not in taken), "")


def _plain(matter: Matter, group: _Group, style: Style, *, alone: bool) -> str:
    """A heading where none is left: one that is warranted, else by the facts' own first word."""
    told, held = _told(matter, group), lexicon_of(style).matters
    own = [word for word in lexicon_of(style).words_in(told) if matter in held[word]]
    if (known := _warranted(matter, told, style)) or not own:
        return (known or matter.headings)[0]
    topic = f"{own[0]}{_WORK}" if alone and len(own[0]) <= _SHORT else own[0]
    return style.lead.format(verb=style.steady_verb, topic=topic)


def _warranted(matter: Matter, told: str, style: Style) -> list[str]:
    return [way for way in matter.headings if is_warranted(way, told, style)]


def _told(matter: Matter, group: _Group) -> str:
    """What the facts of a matter in a group say."""
    facts = [fact for one, _, run in group.runs for fact in run if one.short == matter.short]
    return "\n".join("，".join((fact.name, *fact.aliases, fact.text)) for fact in facts)


def _ending(heading: str) -> str:
    return heading[_VERB:]


def _steady(matter: Matter, heading: str, group: _Group, style: Style) -> str:
    """A heading of a matter; with a plain verb where it tells of a rise and its figures fell."""
    verb = heading[:_VERB]
    changes = [
        fact.growth
        for one, _, run in group.runs
        for fact in run
        if one.short == matter.short and fact.growth is not None
    ]
    if verb not in style.rising_verbs or not changes or changes[0].direction >= 0:
        return heading
    return style.lead.format(verb=style.steady_verb, topic=_ending(heading))


def _together(headings: Sequence[str]) -> str:
    """Headings in one: 促进就业、优化养老服务; 落实社会救助和社会保险 where the verb is one."""
    first, *more = headings
    for other in more:
        same = other[:_VERB] == first[:_VERB]
        first += f"和{other[_VERB:]}" if same else f"、{other}"
    return first
