"""Headings of groups of facts: each names all that stands below it, and no other does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibi.writing.outline.lexicon import is_warranted, lexicon_of
from zhibi.writing.outline.names import Name
from zhibi.writing.outline.own_words import own_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style
    from zhibi.writing.outline.joining import Group
    from zhibi.writing.outline.lexicon import Matter

_WORK, _SHORT = "工作", 3
_MOST_NAMED = 2
_NAMED = 0.12
"""Matters that one heading names, at most, and the share of a group that each of them has."""
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
        ways = [_way(one, group, style, taken) for one in matters]
        return Name(heading=_together(ways))
    return Name(topic="和".join(dict.fromkeys(one.short for one in matters)))


def _way(matter: Matter, group: Group, style: Style, taken: set[str]) -> str:
    """A matter's heading: one that its facts warrant and no other ends like.

    Else a deed of the facts themselves, else what the matter is called.
    """
    facts = group.facts_of(matter)
    told = "\n".join("，".join((fact.name, *fact.aliases, fact.text)) for fact in facts)
    lexicon = lexicon_of(style)
    warranted = [way for way in matter.headings if is_warranted(way, told, style)]
    way = next((way for way in warranted if way[_VERB:] not in taken), "")
    if not way:
        words = [word for word in lexicon.words_in(told) if matter in lexicon.matters[word]]
        way = own_heading(facts, style, words)
        if not way or way[_VERB:] in taken:
            way = (warranted or [_plain(words, matter, style)])[0]
    way = _steady(way, facts, style)
    taken.add(way[_VERB:])
    return way


def _plain(words: Sequence[str], matter: Matter, style: Style) -> str:
    """A plain verb with a word of the facts, or the matter's own heading where they have none."""
    if not words:
        return matter.headings[0]
    topic = f"{words[0]}{_WORK}" if len(words[0]) <= _SHORT else words[0]
    return style.lead.format(verb=style.steady_verb, topic=topic)


def _steady(heading: str, facts: Sequence[Fact], style: Style) -> str:
    """A heading of a matter; with a plain verb where it tells of a rise and its figures fell."""
    changes = [fact.growth for fact in facts if fact.growth is not None]
    rises = heading[:_VERB] in style.rising_verbs
    if not rises or not changes or changes[0].direction >= 0:
        return heading
    return style.lead.format(verb=style.steady_verb, topic=heading[_VERB:])


def _together(headings: Sequence[str]) -> str:
    """Headings in one: 促进就业、优化养老服务; 落实社会救助和社会保险 where the verb is one."""
    first, *more = headings
    for other in more:
        same = other[:_VERB] == first[:_VERB]
        first += f"和{other[_VERB:]}" if same else f"、{other}"
    return first
