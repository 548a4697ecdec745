"""Names for groups of facts that have no topic of their own, from their words and the topic above.

A group takes a part of the topic over it (就业和养老服务: 就业, 养老服务) whose words it has, else
the lead of the style (`leads`) whose words most of its facts have. No name is given twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style

_AND = re.compile(r"以及|[和与及、]")
_QUOTED = re.compile("“([^“”]{2,8})”")
_SHORTEST = 2
_MOSTLY = 0.5
"""The share of a group's facts that must have a word of a lead."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a group is called: a topic, from which a heading is made, or a finished heading."""

    topic: str = ""
    heading: str = ""


def topic_parts(topic: str) -> list[str]:
    """The topics that a topic joins: 就业和养老服务 → 就业, 养老服务; alone if it joins none."""
    parts = _AND.split(topic)
    return parts if all(len(part) >= _SHORTEST for part in parts) else [topic]


def named_runs(
    groups: Sequence[Sequence[Fact]], topic: str, style: Style, taken: Collection[str] = ()
) -> list[tuple[Name, list[Fact]]]:
    """The groups with their names, those without one joined to their neighbour.

    Fewer than two come back where there is nothing to tell the groups apart by.
    """
    names: list[Name | None] = [None] * len(groups)
    parts = topic_parts(topic)
    if len(parts) > 1:
        for part in parts:
            scores = [
                0 if names[at] else _hits(part, group, style) for at, group in enumerate(groups)
            ]
            best = max(range(len(groups)), key=scores.__getitem__)
            if scores[best]:
                names[best] = Name(topic=part)
    used = {*taken, *(lead for name in names if name for lead in _leads_in(name.topic, style))}
    for at, group in enumerate(groups):
        if names[at] is None:
            lead = next((lead for lead in _leads(group, style) if lead not in used), None)
            if lead:
                used.add(lead)
                names[at] = Name(heading=lead)
    found: list[tuple[Name, list[Fact]]] = []
    unnamed: list[Fact] = []
    for name, group in zip(names, groups, strict=True):
        if name is not None:
            found.append((name, [*unnamed, *group]))
            unnamed = []
        elif found:
            found[-1][1].extend(group)
        else:
            unnamed += group
    return found


def named_facts(facts: Sequence[Fact], style: Style) -> list[tuple[Name, Fact]] | None:
    """A name for each fact, from what it has in quotation marks or from a lead; None without."""
    found: list[tuple[Name, Fact]] = []
    used: set[str] = set()
    for fact in facts:
        quoted = _QUOTED.search(fact.text)
        name = Name(topic=quoted[1]) if quoted else None
        if name is None:
            lead = next((lead for lead in _leads([fact], style) if lead not in used), None)
            name = Name(heading=lead) if lead else None
        if name is None or (name.topic or name.heading) in used:
            return None
        used.add(name.topic or name.heading)
        found.append((name, fact))
    return found


def _leads(group: Sequence[Fact], style: Style) -> Iterator[str]:
    """The style's leads that most of a group's facts have a word of, the fullest first."""
    texts = [fact.name + fact.text for fact in group]
    scored = []
    for number, (lead, words) in enumerate(style.leads.items()):
        held = sum(1 for text in texts if any(word in text for word in words))
        hits = sum(text.count(word) * len(word) for text in texts for word in words)
        if held >= _MOSTLY * len(texts) and hits:
            scored.append((-held, -hits, number, lead))
    for *_, lead in sorted(scored):
        yield lead


def _leads_in(topic: str, style: Style) -> list[str]:
    """The leads whose words a topic already has."""
    return [
        lead
        for lead, words in style.leads.items()
        if topic and any(word in topic for word in words)
    ]


def _hits(topic: str, group: Sequence[Fact], style: Style) -> int:
    """How often a group's facts have the pairs of letters of a topic, or words that go with it."""
    text = "，".join(fact.name + fact.text for fact in group)
    pairs = [topic[at : at + 2] for at in range(len(topic) - 1)]
    near = [word for lead in _leads_in(topic, style) for word in style.leads[lead]]
    return sum(text.count(word) for word in dict.fromkeys([*pairs, *near]))
