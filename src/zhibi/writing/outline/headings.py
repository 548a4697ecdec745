"""Headings made from topics, so that those which stand together are built alike.

A section's own heading is kept as it is. Otherwise top-level sections take the headings that the
style has for their fields (`topics`), where that makes them all alike, else its pattern with the
topic put in; a section below them takes a verb that goes with its topic.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from zhibi.facts.names import UNSORTED
from zhibi.writing.outline.names import topic_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from zhibi.facts.model import Section
    from zhibi.styles.model import Style, Topic

_WORK = "工作"
_OR = " | "
_HALVES = "，"
_BETWEEN = "、"
_PAIR = 2
_LONGEST_PAIR, _LONGEST_INNER = 16, 12
"""Characters of a heading of two verbs and two objects (推进排水治涝、改善生态环境), at most.

The second is of one below another heading.
"""
_WHOLLY = 0.75
"""The share of a topic's letters above which it is the field itself (经济发展)."""
_LEAST = 0.3
"""The share of a topic's letters below which it belongs to no field (项目文旅和党建)."""
_LAST = 0.1
"""What a field gains for having a topic's last word."""
_WHEN = re.compile(r"(?:\{\w+\}年|\d{4}年度?|[今明本下]年|全年|[上下]半年|下一?步)*的?")
"""What may stand before a part's title: 2025年, {next_year}年, 下半年, 下一步."""


def top_headings(sections: Sequence[Section], style: Style, above: Sequence[str] = ()) -> list[str]:
    """The headings of a part's top-level sections, in order.

    `above` are those of parts before it: one made from a topic is told with another verb where it
    would say the same as one of them.
    """
    given = [section.heading or _unsorted_heading(section, style) for section in sections]
    own = [section for section, heading in zip(sections, given, strict=True) if not heading]
    made = iter(_alike(own, style, above))
    return [heading or next(made) for heading in given]


def _alike(sections: Sequence[Section], style: Style, above: Sequence[str]) -> list[str]:
    """The fields' headings where all of them, with patterns for the others, have as many halves."""
    fields = _field_headings(sections, style, above)
    patterned = _patterned(sections, style, above)
    mixed = [one or other for one, other in zip(fields, patterned, strict=True)]
    return mixed if len({heading.count(_HALVES) for heading in mixed}) == 1 else patterned


def _patterned(sections: Sequence[Section], style: Style, above: Sequence[str]) -> list[str]:
    untitled = _names_for_untitled(style)
    names: set[str] = set()
    headings = []
    for at, section in enumerate(sections):
        pattern = style.part(section.part).pattern
        name = _field_name(section, style)
        topic = own_topic(section, style) or (name if name not in names else "") or next(untitled)
        names.add(name)
        lead = _with_verb(topic, style, above)
        headings.append(pattern[at % len(pattern)].format(topic=topic, lead=lead))
    return headings


def _field_headings(sections: Sequence[Section], style: Style, above: Sequence[str]) -> list[str]:
    """For each section the heading of its field, empty where it has none."""
    taken: set[str] = set()
    return [_field_heading(section, style, taken, above) for section in sections]


def inner_headings(sections: Sequence[Section], style: Style) -> list[str]:
    """The headings of sections that stand together below another one, in order."""
    untitled = _names_for_untitled(style)
    headings = []
    for section in sections:
        heading = section.heading
        if not heading:
            topic = own_topic(section, style) or _field_name(section, style) or next(untitled)
            heading = _with_verb(topic, style, longest=_LONGEST_INNER)
        headings.append(heading)
    return headings


def _unsorted_heading(section: Section, style: Style) -> str:
    """The heading of facts that have no section (其他工作): their words must not give them one."""
    is_unsorted = section.id == UNSORTED and not section.topic
    return style.untitled[-1] if is_unsorted else ""


def own_topic(section: Section, style: Style) -> str:
    """A section's topic; empty where it only repeats the title of its part (工作计划)."""
    part = style.part(section.part)
    titles = {_undated(title) for title in (part.heading, *part.titles)}
    return "" if _undated(section.topic) in titles else section.topic


def topic_name(section: Section, style: Style) -> str:
    """What a section is about in a word or two; empty where nothing tells."""
    if _unsorted_heading(section, style):
        return ""
    return _bare(own_topic(section, style)) or _field_name(section, style)


def _with_verb(
    topic: str, style: Style, above: Collection[str] = (), longest: int = _LONGEST_PAIR
) -> str:
    """The topic with a verb that goes with it; as it is if it has one.

    Topics that are joined take one verb that goes with each of them, else each of two its own
    (加强老街保护、发展文旅), else a plain one, as does a topic whose last word is not known. Of
    verbs that go with it equally, one is taken that makes none of the headings `above` again.
    """
    parts = topic_parts(_bare(topic))
    known = [_verbs_of(part, style) for part in parts]
    common = [verb for verb in known[0] if all(verb in verbs for verbs in known)]
    if _has_verb(topic, common, any(known), style):
        return topic
    plain = [(verb,) for verb in style.plain_verbs]
    fitting: list[tuple[str, ...]] = [(verb,) for verb in common]
    if not fitting and len(parts) == _PAIR and len(topic) + _PAIR * _PAIR <= longest:
        fitting = list(product(*known))
    led = [_led(verbs, topic, parts, style) for verbs in fitting or plain]
    return next((one for one in led if one not in above), led[0])


def _led(verbs: Sequence[str], topic: str, parts: Sequence[str], style: Style) -> str:
    """One verb with the topic, or each verb with its part of it."""
    things = [topic] if len(verbs) == 1 else parts
    pairs = zip(verbs, things, strict=True)
    return _BETWEEN.join(style.lead.format(verb=verb, topic=thing) for verb, thing in pairs)


def _verbs_of(topic: str, style: Style) -> list[str]:
    """The verbs that go with the longest known word at a topic's end, in the style's order."""
    ends = [
        (max((len(word) for word in words if topic.endswith(word)), default=0), verb)
        for verb, words in style.verbs.items()
    ]
    longest = max((length for length, _ in ends), default=0)
    return [verb for length, verb in ends if longest and length == longest]


def _has_verb(topic: str, fitting: Collection[str], is_known: bool, style: Style) -> bool:
    """Whether a topic begins with a verb of its own (健全监测机制), not a noun's (服务业发展)."""
    nouns = {word for words in style.verbs.values() for word in words}
    for verb in {*style.verbs, *style.plain_verbs, *style.sentences.deeds}:
        if topic.startswith(verb) and len(topic) >= len(verb) + _PAIR:
            is_noun = verb in nouns or verb in style.sentences.deeds
            if verb in fitting or not is_known or not is_noun:
                return True
    return False


def _field_heading(section: Section, style: Style, taken: set[str], above: Sequence[str]) -> str:
    """The heading of the field that fits best and has one for this part not yet taken.

    Each part that the topic joins must be of a field with a heading: nothing in the section may
    belie what stands above it.
    """
    topic = own_topic(section, style)
    for name, field in fields_of(section, style):
        ways = field.headings.get(section.part, "").split(_OR)
        if name in taken or not ways[0]:
            continue
        if not all(_is_headed(part, section, style) for part in topic_parts(topic)):
            return ""
        taken.add(name)
        way = ways[0] if not topic or _covered(topic, field) >= _WHOLLY else ways[-1]
        lead = _with_verb(topic or name, style, above) if "{lead}" in way else ""
        return way.format(topic=topic or name, lead=lead)
    return ""


def _is_headed(part: str, section: Section, style: Style) -> bool:
    """Whether a part of a topic has a word of a field that has a heading for the section's part."""
    fields = [one for one in style.topics.values() if one.headings.get(section.part)]
    return not part or any(word in part for field in fields for word in field.words)


def _covered(topic: str, field: Topic) -> float:
    """The share of a topic's letters that are words of a field."""
    held = [False] * len(topic)
    for word in field.words:
        at = topic.find(word)
        if at >= 0:
            held[at : at + len(word)] = [True] * len(word)
    return sum(held) / max(len(topic), 1)


def _field_name(section: Section, style: Style) -> str:
    return next((name for name, _ in fields_of(section, style)), "")


def fields_of(section: Section, style: Style) -> Iterator[tuple[str, Topic]]:
    """The fields whose words the topic has; without a topic, those of the facts' own words."""
    topic = own_topic(section, style)
    words = "".join(fact.name + fact.text for fact in section.facts)
    words += "".join(inner.topic for inner in section.walk())
    scored = [
        (_score(topic, words, field), -number, name, field)
        for number, (name, field) in enumerate(style.topics.items())
    ]
    for score, _, name, field in sorted(scored, key=lambda one: one[:2], reverse=True):
        if score:
            yield name, field


def _score(topic: str, words: str, field: Topic) -> float:
    """How well a field fits: by the topic, without one by the facts' words."""
    if not topic:
        return sum(len(word) * words.count(word) for word in field.words)
    covered = _covered(topic, field)
    if covered < _LEAST:
        return 0
    # A topic's last word tells what it is of: 设施蔬菜 is of the field of 蔬菜.
    is_last = len(topic_parts(topic)) == 1 and topic.endswith(field.words)
    return covered + _LAST if is_last else covered


def _undated(title: str) -> str:
    return _WHEN.sub("", title, count=1)


def _bare(topic: str) -> str:
    """A topic without 工作 at its end."""
    return topic.removesuffix(_WORK) or topic


def _names_for_untitled(style: Style) -> Iterator[str]:
    yield from style.untitled
    while True:
        yield style.untitled[-1]
