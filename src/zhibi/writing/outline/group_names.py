"""Headings of groups of facts: each names all that stands below it, and no other does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibi.writing.outline.grouping import size_of
from zhibi.writing.outline.lexicon import FAR
from zhibi.writing.outline.names import Name
from zhibi.writing.outline.own_words import own_heading, retold, unlike
from zhibi.writing.outline.proof import all_but_one, proof_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style
    from zhibi.writing.outline.joining import Group
    from zhibi.writing.outline.lexicon import Matter

_MOST_NAMED = 2
_NAMED = 0.12
"""Matters that one heading names, at most, and the share of a group that each of them has."""
_WORK = "工作"
_VERB = 2
"""Letters of a heading's verb."""


def name_of(group: Group, style: Style, taken: set[str], field: str = "") -> Name:
    """A heading that names a group's one matter or two, or the kind of more.

    What is akin to nothing is named for the rest of the `field` that the section is of. Headings in
    `taken` are not used again; those of the group are added to it.
    """
    ordered = sorted(group.matters, key=lambda one: (-group.matters[one], one.at))
    matters = [one for one in ordered if group.matters[one] >= _NAMED * group.size]
    matters = sorted(ordered if len(ordered) <= _MOST_NAMED else matters, key=group.begins)
    if len(ordered) > _MOST_NAMED:
        kinds = sorted(group.kinds() - taken)
        heading = kinds[0] if kinds else ""
        if not heading and group.rest:
            heading = style.rest.format(field=field)
        if heading and heading not in taken:
            taken.add(heading)
            return Name(heading=heading)
        matters = matters[:_MOST_NAMED]
    if all(one.headings for one in matters):
        ways = [_way(one, group, style, taken, field) for one in matters]
        own = all(one.at >= FAR for one in matters)
        return Name(heading=_together(unlike(ways) if own else ways))
    return Name(topic="和".join(dict.fromkeys(one.short for one in matters)))


def _way(matter: Matter, group: Group, style: Style, taken: set[str], field: str) -> str:
    """A heading that the facts of one matter prove, and that no other ends like.

    That is one of the matter's whose thing all of them name (or all but a small one), else their
    own words where they are of one thing, else one of the matter's that they prove.
    """
    runs = group.runs_of(matter)
    firsts = [run[0] for run in runs]
    proofs = {
        way: [proof_of(way, matter, fact, style, firsts) for fact in firsts]
        for way in matter.headings
    }
    by_thing, by_mention, by_word = (
        [way for way in proofs if all_but_one(runs, [one >= least for one in proofs[way]])]
        for least in (3, 2, 1)
    )
    said = _own_ways(runs, style, taken, further=False)
    own, further = (
        [one for one in ways if not field or field not in one]
        for ways in (said, _own_ways(runs, style, taken, further=True))
    )
    alone = len(group.matters) == len(runs) == 1
    covers = alone and any(letter in own_heading(firsts[0], style) for letter in "、和")
    plain = style.lead.format(verb=style.steady_verb, topic=f"{matter.short}{_WORK}")
    ways = [
        *((own or further) if matter.at >= FAR else own if covers else []),
        *(way for way in by_thing[:1] if way[_VERB:] not in taken),
        *(own if len(runs) == 1 else []),
        *(way for way in (*by_thing, *by_mention, *by_word) if way[_VERB:] not in taken),
        *_mixed(runs, proofs, style, taken),
        *([] if group.topical else [*own, *further]),
        plain,
    ]
    way = _steady(ways[0], [fact for run in runs for fact in run], style)
    taken.add(way[_VERB:])
    return way


def _mixed(
    runs: Sequence[list[Fact]],
    proofs: Mapping[str, Sequence[int]],
    style: Style,
    taken: set[str],
) -> list[str]:
    """The heading that most runs prove, with the own words of the first that does not."""
    sizes = [sum(map(size_of, run)) for run in runs]
    held = {
        way: sum(size for size, proof in zip(sizes, proofs[way], strict=True) if proof)
        for way in proofs
        if way[_VERB:] not in taken
    }
    best = max(held, key=lambda way: held[way], default="")
    if not best or 2 * held[best] < sum(sizes):
        return []
    others = (run for run, proof in zip(runs, proofs[best], strict=True) if not proof)
    made = (one for run in others if "“" not in (one := own_heading(run[0], style)))
    return [_all_retold([best, *filter(None, made)][:_MOST_NAMED], style)]


def _own_ways(
    runs: Sequence[list[Fact]], style: Style, taken: set[str], *, further: bool
) -> list[str]:
    """The headings of the first two runs that have one by their own words, as one."""
    made = (own_heading(run[0], style, further=further) for run in runs)
    found = unlike(one for one in made if one[_VERB:] not in taken)
    return [_all_retold(found[:_MOST_NAMED], style)] if found else []


def _all_retold(headings: Sequence[str], style: Style) -> str:
    """Headings in one, those of the facts' own words told otherwise than by the facts."""
    halves = (half for heading in headings for half in heading.split("、"))
    return _in_one([retold(half, style) for half in halves])


def _steady(heading: str, facts: Sequence[Fact], style: Style) -> str:
    """A heading of a matter; with a plain verb where it tells of a rise and its figures fell."""
    changes = [fact.growth for fact in facts if fact.growth is not None]
    rises = heading[:_VERB] in style.rising_verbs
    if not rises or not changes or changes[0].direction >= 0:
        return heading
    return style.lead.format(verb=style.steady_verb, topic=heading[_VERB:])


def _together(headings: Sequence[str]) -> str:
    """The headings of several matters in one, each told by its first half."""
    return _in_one(headings if len(headings) == 1 else [one.split("、")[0] for one in headings])


def _in_one(headings: Sequence[str]) -> str:
    """Headings in one: 促进就业、优化养老服务; 落实社会救助和社会保险 where the verb is one."""
    first, *more = headings
    for other in more:
        same = other[:_VERB] == first[:_VERB]
        first += f"和{other[_VERB:]}" if same else f"、{other}"
    return first
