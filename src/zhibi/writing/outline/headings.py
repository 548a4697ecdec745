"""Headings made from topics, so that those which stand together are built alike.

A section's own heading is kept as it is. Otherwise a top-level section takes its field's heading
from the style (`topics`), or the style's pattern with the topic put in; a section below it takes
a verb that goes with its topic. Within one group no field and no verb is used twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.facts.model import Section
    from zhibi.styles.model import Style, Topic

_WORK = "工作"
_WHEN = re.compile(r"(?:\{\w+\}年|\d{4}年度?|[今明本下]年|全年|[上下]半年|下一?步)*的?")
"""What may stand before a part's title: 2025年, {next_year}年, 下半年, 下一步."""


def top_headings(sections: Sequence[Section], style: Style) -> list[str]:
    """The headings of a part's top-level sections, in order."""
    taken = {section.heading for section in sections if section.heading}
    untitled = _names_for_untitled(style)
    headings, patterned = [], 0
    for section in sections:
        heading = section.heading or _field_heading(section, style, taken)
        if not heading:
            pattern = style.part(section.part).pattern
            topic = own_topic(section, style) or next(untitled)
            heading = pattern[patterned % len(pattern)].format(topic=topic)
            heading = heading.replace(_WORK * 2, _WORK)
            patterned += 1
        taken.add(heading)
        headings.append(heading)
    return headings


def inner_headings(sections: Sequence[Section], style: Style) -> list[str]:
    """The headings of sections that stand together below another one, in order."""
    used: set[str] = set()
    untitled = _names_for_untitled(style)
    headings = []
    for section in sections:
        heading = section.heading
        if not heading:
            topic = own_topic(section, style) or _field_name(section, style) or next(untitled)
            heading = _with_verb(topic, style, used)
        headings.append(heading)
    return headings


def own_topic(section: Section, style: Style) -> str:
    """A section's topic; empty where it only repeats the title of its part (工作计划)."""
    part = style.part(section.part)
    titles = {_undated(title) for title in (part.heading, *part.titles)}
    return "" if _undated(section.topic) in titles else section.topic


def topic_name(section: Section, style: Style) -> str:
    """What a section is about in a word or two; empty where nothing tells."""
    return _bare(own_topic(section, style)) or _field_name(section, style)


def _with_verb(topic: str, style: Style, used: set[str]) -> str:
    """A verb that goes with the topic, not yet used beside it, and the topic."""
    verbs = {*style.verbs, *style.plain_verbs, *style.sentences.deeds}
    if any(topic.startswith(verb) for verb in verbs):
        return topic
    fitting = sorted(
        (topic.rfind(word) + len(word), len(word), verb)
        for verb, words in style.verbs.items()
        for word in words
        if word in topic
    )
    # The verb must fit the last known word: 队伍建设 takes 推进, not 建强 (which fits 队伍).
    last = fitting[-1][0] if fitting else 0
    candidates = [verb for end, _, verb in reversed(fitting) if end == last]
    candidates += style.plain_verbs
    verb = next((verb for verb in candidates if verb not in used), candidates[0])
    used.add(verb)
    if verb in style.plain_verbs and len(topic) <= 2:
        topic += _WORK
    return style.lead.format(verb=verb, topic=topic)


def _field_heading(section: Section, style: Style, taken: set[str]) -> str:
    """The heading of the field that fits best and has one for this part not yet taken."""
    for field in _fields(section, style):
        heading = field.headings.get(section.part, "")
        if heading and heading not in taken:
            return heading
    return ""


def _field_name(section: Section, style: Style) -> str:
    best = next(_fields(section, style), None)
    return next((name for name, field in style.topics.items() if field is best), "")


def _fields(section: Section, style: Style) -> Iterator[Topic]:
    """The fields whose words the topic has; without a topic, those of the facts' own words."""
    words = own_topic(section, style)
    if not words:
        words = "".join(fact.name + fact.text for fact in section.facts)
        words += "".join(inner.topic for inner in section.walk())
    scored = [
        (sum(len(word) * words.count(word) for word in field.words), -number, field)
        for number, field in enumerate(style.topics.values())
    ]
    for score, _, field in sorted(scored, key=lambda one: one[:2], reverse=True):
        if score:
            yield field


def _undated(title: str) -> str:
    return _WHEN.sub("", title, count=1)


def _bare(topic: str) -> str:
    """A topic without 工作 at its end."""
    return topic.removesuffix(_WORK) or topic


def _names_for_untitled(style: Style) -> Iterator[str]:
    yield from style.untitled
    while True:
        yield style.untitled[-1]
