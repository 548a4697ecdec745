"""Headings made from topics, so that those which stand together are built alike.

A section's own heading is kept as it is. Otherwise a top-level section takes its field's heading
from the style (`topics`), or the style's pattern with the topic put in; a section below it takes
a verb that goes with its topic. Within one group no field and no verb is used twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.facts.names import UNSORTED
from zhibi.writing.outline.names import topic_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.facts.model import Section
    from zhibi.styles.model import Style, Topic

ITEMS = "{items}"
"""What stands in a heading for those below it until they are made."""
_VERB = 2
"""Letters of a heading's verb."""
_LONE = 2
"""Letters of a topic that a plain verb does not stand before alone."""
_SHORT, _NAMED = 7, 2
"""Letters of a heading below, at most, and how many are named, where one above names them."""
_WORK = "工作"
_OR = " | "
_LEAD = "{lead}"
_JOINED = "、|(?<=.{5})和(?=.{4})"
"""Where a heading of two things ends with the first: 推进旧区改造和加装电梯."""
_SEVERAL = 2
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

    `above` are those of parts before it: one made from a topic does not end like any of them.
    """
    taken: set[str] = set()
    used: set[str] = set()
    untitled = _names_for_untitled(style)
    headings, patterned = [], 0
    for section in sections:
        heading = section.heading or _unsorted_heading(section, style)
        heading = heading or _field_heading(section, style, taken, used)
        if not heading:
            pattern = style.part(section.part).pattern
            topic = own_topic(section, style) or next(untitled)
            heading = _filled(pattern[patterned % len(pattern)], topic, style, used)
            patterned += 1
            heading = _unlike(heading, above, style)
        headings.append(heading)
    return headings


def _unlike(heading: str, above: Sequence[str], style: Style) -> str:
    """The heading, told as going on or with another verb where one above it says the same."""
    verb = next((one for one in style.plain_verbs if heading.startswith(one)), "")
    thing = heading.removeprefix(verb)
    if verb and thing.endswith(_WORK) and any(one.endswith(thing) for one in above):
        return style.lead.format(verb=style.overall_verb, topic=_bare(thing))
    return style.again.format(heading=heading) if heading in above else heading


def _filled(pattern: str, topic: str, style: Style, used: set[str]) -> str:
    """A pattern with the topic, or with the topic and a verb not yet used."""
    lead = ""
    if _LEAD in pattern:
        said = {verb for verb in (*style.verbs, *style.plain_verbs) if verb in pattern}
        taken = used | said  # 坚持统筹推进，推进水源保护 says one word twice
        lead = _with_verb(topic, style, taken)
        used |= taken - said
    return pattern.format(topic=topic, lead=lead, items=ITEMS).replace(_WORK * 2, _WORK)


def with_items(heading: str, topic: str, inner: Sequence[str], style: Style) -> str:
    """A heading with what stands below it put in: two headings there.

    They are of the parts that the topic joins, else the first two; none says what the heading does.

    围绕老旧宿舍区改造，{items} → 围绕老旧宿舍区改造，改造老旧楼栋、增设停车泊位.
    """
    if ITEMS not in heading:
        return heading
    shorter = (re.split(_JOINED, one)[0] for one in inner)
    short = [
        one for one in dict.fromkeys(shorter) if len(one) <= _SHORT and one[_VERB:] not in heading
    ]
    named = _of_parts(topic, short, style) or _unlike_verbs(short)
    if not named:
        return "，".join(half for half in heading.split("，") if ITEMS not in half)
    return heading.replace(ITEMS, "、".join(named))


def _unlike_verbs(headings: Sequence[str]) -> list[str]:
    """The first headings that begin with verbs of their own, as many as are named."""
    by_verb: dict[str, str] = {}
    for heading in headings:
        by_verb.setdefault(heading[:_VERB], heading)
    return list(by_verb.values())[:_NAMED]


def _of_parts(topic: str, headings: Sequence[str], style: Style) -> list[str]:
    """For each of two parts of a topic the first heading of its field; empty where one has none."""
    found: list[str] = []
    parts = topic_parts(topic)
    for part in parts[:_NAMED] if len(parts) > 1 else ():
        words = [word for one in style.topics.values() if _names(part, one) for word in one.words]
        fits = (one for one in headings if one not in found and any(w in one for w in words))
        found.append(next(fits, ""))
    return found if all(found) else []


def _names(part: str, field: Topic) -> bool:
    """Whether a part of a topic is a field: one of its words is most of it."""
    return any(word in part and 2 * len(word) > len(part) for word in field.words)


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
    parts = topic_parts(topic)
    if len(parts) > 1:
        return _with_verb_for_all(topic, parts, style, used)
    # The verb must fit the last known word: 队伍建设 takes 推进, not 建强 (which fits 队伍).
    last = fitting[-1][0] if fitting else 0
    candidates = [verb for end, _, verb in reversed(fitting) if end == last]
    candidates += style.plain_verbs
    verb = next((verb for verb in candidates if verb not in used), candidates[0])
    used.add(verb)
    known = max((length for end, length, _ in fitting if end == last), default=0)
    ending = _ending(topic, known, style)
    lone = len(topic + ending) <= _LONE or (not fitting and not ending)
    if verb in style.plain_verbs and lone and len(topic) <= _SHORT:
        topic, ending = _bare(topic), _WORK
    topic += ending
    return style.lead.format(verb=verb, topic=topic)


def _with_verb_for_all(topic: str, parts: Sequence[str], style: Style, used: set[str]) -> str:
    """A verb that goes with each of the joined topics, or with the last and with most things.

    Else a plain one.
    """
    fitting = [
        verb
        for verb, words in style.verbs.items()
        if all(any(part.endswith(word) for word in words) for part in parts)
    ]
    wide = [
        verb
        for verb in style.wide_verbs
        if any(parts[-1].endswith(word) for word in style.verbs.get(verb, ()))
    ]
    candidates = [*fitting, *wide, *style.joint_verbs]
    verb = next((verb for verb in candidates if verb not in used), candidates[0])
    used.add(verb)
    return style.lead.format(verb=verb, topic=topic)


def _ending(topic: str, known: int, style: Style) -> str:
    """What the style puts behind a topic; nothing where a longer word of it has its verb."""
    fitting = [
        (len(word), ending)
        for ending, words in style.endings.items()
        for word in words
        if topic.endswith(word) and len(word) >= known and ending not in topic
    ]
    return max(fitting, default=(0, ""))[1]


def _field_heading(section: Section, style: Style, taken: set[str], used: set[str]) -> str:
    """The heading of the field that fits best and has one for this part not yet taken.

    One of fixed words stands only for a topic that is of the field in all its parts, and only once:
    none of its halves may have stood in another.
    """
    topic = own_topic(section, style)
    for name, field in fields_of(section, style):
        ways = field.headings.get(section.part, "").split(_OR)
        if name in taken or not ways[0]:
            continue
        whole = not topic or _covered(topic, field) >= _WHOLLY
        way = ways[0] if whole else ways[-1]
        halves = set() if _LEAD in way else _halves(way)
        if _LEAD not in way and not (_is_of(topic, field) and taken.isdisjoint(halves)):
            return ""
        taken.update({name}, halves)
        return _filled(way, topic or name, style, used)
    return ""


def _is_of(topic: str, field: Topic) -> bool:
    """Whether each of the parts that a topic joins has a word of a field."""
    parts = topic_parts(topic)
    return len(parts) < _SEVERAL or all(any(word in part for word in field.words) for part in parts)


def _halves(heading: str) -> set[str]:
    """The short phrases of a heading's fixed words (完善配套, 服务企业)."""
    return {half for half in re.split("[，、]", heading) if "{" not in half}


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
