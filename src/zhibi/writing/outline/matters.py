"""Divides the facts of one section by matter: what each is about, known by the style's words.

The style lists the matters of such reports (`leads`), each with the words that tell it, and their
kinds (`kin`). Facts that tell of one thing stay together (`bonds`); they belong to the matter whose
words they have in what they say first, and what is done away with belongs to no matter that tells
of more of it. Those that have none of its words stand with facts that share what they are about,
else by themselves, under their own words (`own_words`); what these do not name stands before the
items. What is too little for an item is joined with its siblings (`joining`).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from zhibi.writing.outline.bonds import bound
from zhibi.writing.outline.group_names import name_of
from zhibi.writing.outline.grouping import READABLE, size_of
from zhibi.writing.outline.joining import Group, joined
from zhibi.writing.outline.lexicon import (
    FAR,
    Lexicon,
    Matter,
    any_of,
    best_of,
    lexicon_of,
    own_matters,
)
from zhibi.writing.outline.names import Name, topic_parts
from zhibi.writing.outline.own_words import own_heading, unlike
from zhibi.writing.outline.proof import ends_with_word, strength_of_proof
from zhibi.writing.outline.ties import Ties
from zhibi.writing.outline.told import told_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style

_WORK = "工作"
_QUOTED = re.compile("“([^“”]{2,8})”")
_PART = ("其中有", "有", "设", "建有")
"""What a second clause begins with that still says what the first one is about."""
_BY_TOPIC = 4
"""How well a part of the topic is proved that a fact names: better than any matter."""
_LETTERS, _LITTLE = re.compile(r"[\u4e00-\u9fff]"), 3
"""Letters of a clause that names little: what it is about stands behind (监测181天，空气优良…)."""
_COUNT = re.compile("(?:户数|人数)$")
_STOCK = re.compile(r"^(?:全[镇乡]|[^，。]{0,4}辖|辖区)|人口|在册")
"""What a fact has that only says what there is."""
_VERB = 2
"""Letters of a heading's verb."""
_MOSTLY = 0.4
"""The share of a group's facts of which more must tell of the part of the topic that names it."""
_NAMED = 2
"""Own headings of facts that belong together which are named."""
_GOING_ON = 1.0
"""The share of an item's size up to which what it does not name may go on from it."""
_OWN = 3
"""How much more a part of the topic counts that a fact says first."""
_MOST_OF_TOPIC = 0.5
"""The share of a topic's letters that a word has which says what it is."""
_EVEN_LEAST, _EVEN_MOST = 0.5, 1.5
"""How small and how large a part of a topic may be, as multiples of a readable item."""


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
        divided = zip(parts, found, strict=True)
        return [(_part_name(part, group, style, taken), group) for part, group in divided]
    lead, told = _told_apart(facts, topic, style, names)
    groups = joined(told, room)
    if len(groups) < 2:
        return []
    field = parts[0] if len(parts) == 1 else ""
    named = [(name_of(group, style, taken, field), group.in_order()) for group in groups]
    return [(Name(), lead), *named] if lead else named


def _part_name(part: str, facts: Sequence[Fact], style: Style, taken: set[str]) -> Name:
    """What a part of a topic is called: by the matter it is, where no verb goes with its word."""
    matter = min(lexicon_of(style).matters_in(part), key=lambda one: one.at, default=None)
    known = any(word in part for words in style.verbs.values() for word in words)
    if matter is None or known:
        return Name(topic=part)
    group = Group(0)
    group.add(0, list(facts), matter)
    return name_of(group, style, taken)


def matters_of(facts: Sequence[Fact], topic: str, style: Style) -> list[str]:
    """The headings of the matters that facts tell of, in the order in which they begin."""
    lexicon = lexicon_of(style)
    whole = _matters_of(topic, lexicon)
    found = (_matter_of([fact], (), whole, lexicon, style) for fact in facts)
    return list(dict.fromkeys(one.headings[0] for one in found if one is not None))


def named_facts(facts: Sequence[Fact], style: Style) -> list[tuple[Name, Fact]] | None:
    """A name for each fact, from what it has in quotation marks, from its matter or its own words.

    None where one has none of them, or two would be called the same.
    """
    found: list[tuple[Name, Fact]] = []
    used: set[str] = set()
    for fact in facts:
        quoted = _QUOTED.search(fact.text)
        matter = _matter_of([fact], (), frozenset(), lexicon_of(style), style)
        heading = matter.headings[0] if matter else own_heading(fact, style, further=True)
        if not quoted and not heading:
            return None
        name = Name(topic=quoted[1]) if quoted else Name(heading=heading)
        if (name.topic or name.heading) in used:
            return None
        used.add(name.topic or name.heading)
        found.append((name, fact))
    return found


def _at_borders(facts: Sequence[Fact], parts: Sequence[str], style: Style) -> list[list[Fact]]:
    """The facts divided where one part of the topic ends and the next begins, in its order.

    Empty where a part is not what most facts of its group are about, or one names another part.
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
    named = (
        not any(other in told_in(fact)[0] for other in parts if other != part)
        or part in told_in(fact)[0]
        for part, group in zip(parts, found, strict=True)
        for fact in group
    )
    return found if fit and even and all(named) else []


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
) -> tuple[list[Fact], list[Group]]:
    """What stands before all, and the facts that tell of one thing by matter.

    The first run of all, if it says what there is, stands before the others, and so does what
    nothing names.
    """
    lexicon = lexicon_of(style)
    runs = bound(facts, (*lexicon.nouns_of(topic), *names, *style.sentences.measures))
    own, whole = own_matters(topic, lexicon), _matters_of(topic, lexicon)
    groups: dict[Matter, Group] = {}
    left: list[int] = []
    without: list[int] = []
    of_topic: list[tuple[int, Matter]] = []
    for place, run in enumerate(runs):
        matter = _matter_of(run, own, whole, lexicon, style)
        if matter is None and place == 0 and _says_what_there_is(run):
            left.append(place)
        elif matter is None:
            without.append(place)
        elif matter in whole:
            of_topic.append((place, matter))
        else:
            groups.setdefault(matter, Group(place)).add(place, run, matter)
    if sum(_size(runs[place]) for place, _ in of_topic) > READABLE[1]:
        for place, matter in of_topic:
            group = groups.setdefault(matter, Group(place, topical=True))
            group.add(place, runs[place], matter)
        of_topic = []
    ties = Ties(runs, topic, style)
    for cluster in ties.clusters(without):
        if not _is_placed(cluster, runs, groups, ties, topic, style):
            left += cluster
    lead = [place for place in left if ties.is_of_topic(place)]
    lead += _before_items(sorted(set(left) - set(lead)), runs, groups)
    lead += [place for place, _ in of_topic]
    return [fact for place in sorted(lead) for fact in runs[place]], list(groups.values())


def _before_items(
    left: Sequence[int], runs: Sequence[list[Fact]], groups: Mapping[Matter, Group]
) -> list[int]:
    """The runs that stand before all items, of those that no item has.

    A short one that is not among the section's first goes on from the one before it.
    """
    home = {place: (group, one) for group in groups.values() for one, place, _ in group.runs}
    named = {id(group): group.size for group in groups.values()}
    lead: list[int] = []
    for place in left:
        group, matter = home.get(place - 1, (None, None))
        if group is None or matter is None:
            lead.append(place)
            continue
        size, taken = named[id(group)], group.size - named[id(group)]
        if taken + _size(runs[place]) > _GOING_ON * size:
            lead.append(place)
            continue
        group.go_on(place, runs[place], matter)
        home[place] = (group, matter)
    return lead


def _size(run: Sequence[Fact]) -> int:
    return sum(map(size_of, run))


def _matters_of(topic: str, lexicon: Lexicon) -> frozenset[Matter]:
    """The matters that a topic of one part is itself: by its last word, or by most of it."""
    if len(topic_parts(topic)) > 1:
        return frozenset()
    bare = topic.removesuffix(_WORK)
    words = (word for word in lexicon.words_in(bare) if word not in lexicon.weak)
    ends = (word for word in words if bare.endswith(word) or 2 * len(word) >= len(bare))
    return frozenset(matter for word in ends for matter in lexicon.matters[word])


def _matter_of(
    run: Sequence[Fact],
    own: Sequence[Matter],
    whole: Collection[Matter],
    lexicon: Lexicon,
    style: Style,
) -> Matter | None:
    """The matter that the first fact of a run proves which proves any.

    One of `whole`, which the section itself is of, comes last.
    """
    for fact in run:
        headed, names_little = bool(own_heading(fact, style)), False
        for number, told in enumerate(told_in(fact)):
            if number and (headed or not (told.startswith(_PART) or names_little)):
                break
            names_little = len(_LETTERS.findall(told)) <= _LITTLE
            weighed = lexicon.scores(told)
            for matter in own:
                if matter.short in told:
                    weighed[matter] = weighed.get(matter, 0.0) + _OWN * len(matter.short) + 1
            proofs = {
                one: int(not headed or ends_with_word(one, fact, style))
                if one in whole
                else strength_of_proof(one, fact, style)
                for one in weighed
            }
            proofs |= {one: _BY_TOPIC for one in own if one in weighed and one.short in told}
            most = max(proofs.values(), default=0)
            if most:
                return best_of({one: weighed[one] for one in weighed if proofs[one] == most})
    return None


def _is_placed(
    cluster: Sequence[int],
    runs: Sequence[list[Fact]],
    groups: dict[Matter, Group],
    ties: Ties,
    topic: str,
    style: Style,
) -> bool:
    """Put runs that no matter's words tell where they belong; False where that is nowhere.

    That is with the matter of the run that shares most of what they are about, else under their
    own words.
    """
    known = {at: matter for matter, group in groups.items() for _, at, _ in group.runs}
    near = ties.nearest(cluster, known)
    matter = known[near] if near is not None else None
    if matter is None:
        matter = _own_matter([runs[at][0] for at in cluster], cluster[0], topic, style)
    if matter is None and all(map(ties.is_bare, cluster)):
        near = ties.nearest_by_topic(cluster, known)
        matter = known[near] if near is not None else None
    if matter is None:
        matter = _part_before(cluster[0], known)
    if matter is None:
        return False
    group = groups.setdefault(matter, Group(cluster[0]))
    for at in cluster:
        group.add(at, runs[at], matter)
    return True


def _own_matter(facts: Sequence[Fact], place: int, topic: str, style: Style) -> Matter | None:
    """What facts are about by their own words; None where they do not say it.

    What only repeats the section's topic says nothing.
    """
    made = (own_heading(fact, style, further=True) for fact in facts)
    found = unlike(one for one in made if topic not in one)
    if not found:
        return None
    heading = "、".join(found[:_NAMED])
    return Matter((heading,), heading[_VERB:], FAR + place)


def _part_before(place: int, known: Mapping[int, Matter]) -> Matter | None:
    """The part of a section's topic whose facts stand before a place, nearest to it."""
    before = [at for at, matter in known.items() if at < place and not matter.headings]
    return known[max(before)] if before else None


def _says_what_there_is(run: Sequence[Fact]) -> bool:
    """Whether a run only says how many there are of what the section is about."""
    counts = all(_COUNT.search(fact.name) for fact in run)
    return counts or (len(run) == 1 and _STOCK.search(f"{run[0].name}{run[0].text}") is not None)
