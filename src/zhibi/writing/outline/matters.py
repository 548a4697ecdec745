"""Divides the facts of one section by matter: what each is about, known by the style's words.

The style lists the matters of such reports (`leads`), each with the words that tell it, and their
kinds (`kin`). Facts that tell of one thing stay together (`bonds`); they belong to the matter whose
words they have most of. Those that have none of its words stand with facts that share what they are
about, else by themselves, under their own words (`own_words`). What is too little for an item is
joined with its siblings (`joining`).
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from zhibi.writing.outline.bonds import bound
from zhibi.writing.outline.group_names import name_of
from zhibi.writing.outline.grouping import READABLE, size_of
from zhibi.writing.outline.joining import REST, Group, joined
from zhibi.writing.outline.lexicon import (
    FAR,
    Lexicon,
    Matter,
    any_of,
    best_of,
    lexicon_of,
    own_matters,
    scores_of_run,
)
from zhibi.writing.outline.names import Name, topic_parts
from zhibi.writing.outline.own_words import own_heading
from zhibi.writing.outline.ties import Ties

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style

_WORK = "工作"
_QUOTED = re.compile("“([^“”]{2,8})”")
_COUNT = re.compile("(?:户数|人数)$")
_STOCK = re.compile(r"^(?:全[镇乡]|[^，。]{0,4}辖|辖区)|人口|在册")
"""What a fact has that only says what there is."""
_VERB = 2
"""Letters of a heading's verb."""
_MOSTLY = 0.4
"""The share of a group's facts of which more must tell of the part of the topic that names it."""
_SHORT_TOPIC = 6
"""Letters of a topic that the heading of the rest names."""
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
) -> tuple[list[Fact], list[Group]]:
    """What stands before all, and the facts that tell of one thing by matter.

    The first run of all, if it says what there is, stands before the others.
    """
    lexicon = lexicon_of(style)
    runs = bound(facts, (*lexicon.nouns_of(topic), *names, *style.sentences.measures))
    own, quiet = own_matters(topic, lexicon), lexicon.told_by(topic)
    groups: dict[Matter, Group] = {}
    lead: list[Fact] = []
    without: list[int] = []
    for place, run in enumerate(runs):
        matter = best_of(scores_of_run(run, lexicon, own, quiet))
        if matter is None and place == 0 and _says_what_there_is(run):
            lead = run
            continue
        if matter is not None:
            groups.setdefault(matter, Group(place)).add(place, run, matter)
        else:
            without.append(place)
    ties = Ties(runs, topic, style)
    for cluster in ties.clusters(without):
        _place_cluster(cluster, runs, groups, ties, topic, style)
    return lead, list(groups.values())


def _place_cluster(
    cluster: Sequence[int],
    runs: Sequence[list[Fact]],
    groups: dict[Matter, Group],
    ties: Ties,
    topic: str,
    style: Style,
) -> None:
    """Put runs that no matter's words tell where they belong.

    That is with the matter of the run that shares most of what they are about, else under the
    matter that the section itself is of, under their own words, or under the section's topic.
    """
    known = {at: matter for matter, group in groups.items() for _, at, _ in group.runs}
    matter = _matter_at_end(topic, lexicon_of(style))
    near = ties.nearest(cluster, known, closely=matter is not None)
    if near is None and matter is None and all(map(ties.is_bare, cluster)):
        near = ties.nearest_by_topic(cluster, known)
    if near is not None:
        matter = known[near]
    if matter is None:
        matter = _own_matter([fact for at in cluster for fact in runs[at]], cluster[0], style)
    if matter is None:
        matter = _part_before(cluster[0], known) or _matter_of_topic(topic, style)
    group = groups.setdefault(matter, Group(cluster[0], rest=matter.at == REST))
    for at in cluster:
        group.add(at, runs[at], matter)


def _own_matter(facts: Sequence[Fact], place: int, style: Style) -> Matter | None:
    """What facts are about by their own words; None where they do not say it."""
    heading = own_heading(facts, style)
    return Matter((heading,), heading[_VERB:], FAR + place) if heading else None


def _part_before(place: int, known: Mapping[int, Matter]) -> Matter | None:
    """The part of a section's topic whose facts stand before a place, nearest to it."""
    before = [at for at, matter in known.items() if at < place and not matter.headings]
    return known[max(before)] if before else None


def _matter_at_end(topic: str, lexicon: Lexicon) -> Matter | None:
    """The matter that a topic of one part is: by its last word, or one that is most of it."""
    if len(topic_parts(topic)) > 1:
        return None
    words = [
        word
        for word in lexicon.words_in(topic)
        if topic.endswith(word) or len(word) >= len(topic) * _MOST_OF_TOPIC
    ]
    ends = [one for word in words for one in lexicon.matters[word]]
    return min(ends, key=lambda one: one.at, default=None)


def _matter_of_topic(topic: str, style: Style) -> Matter:
    """What a section is about besides the matters that it has, as one of them.

    A topic of one part is this itself; of several parts it is the rest, and comes last.
    """
    bare = topic.removesuffix(_WORK)
    if len(topic_parts(bare)) > 1 or not bare:
        heading = style.rest.format(field=bare if len(bare) <= _SHORT_TOPIC else "")
        return Matter((heading,), heading, REST)
    heading = style.lead.format(verb=style.plain_verbs[0], topic=f"{bare}{_WORK}")
    return Matter((heading,), bare, 2 * FAR)


def _says_what_there_is(run: Sequence[Fact]) -> bool:
    """Whether a run only says how many there are of what the section is about."""
    counts = all(_COUNT.search(fact.name) for fact in run)
    return counts or (len(run) == 1 and _STOCK.search(f"{run[0].name}{run[0].text}") is not None)
