"""Whether headings that a model proposes are fit, one by one, beside those they stand with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import median_low
from typing import TYPE_CHECKING, Any

from zhibi.checking.rules.prose.words import any_of
from zhibi.data_files import read_data
from zhibi.figures.scan import find_figures
from zhibi.styles.framing import licensed_words
from zhibi.writing.llm.prompt_data import figureless

if TYPE_CHECKING:
    from zhibi.styles.model import Style
    from zhibi.writing.llm.additions import AdditionReader
    from zhibi.writing.outline.model import Node, Outline

_HAN = re.compile(r"[\u3400-\u9fff]")
_MARKS = "。；：:;！!？?…#*|｜<>〈〉`{}\\/\n\t@"
_LONGEST = {1: 26, 2: 26, 3: 14, 4: 14}
_APART = {1: 6, 2: 6, 3: 6, 4: 6}
"""Letters that headings beside one another may differ by: their matter, not a count, makes them."""
_VERB = 2
_PARTS = 2
_JOINED = re.compile(r"以及|[、和与及]")
_SHORTEST = 4
_INNER = 3
"""The level from which on headings are short: items of a section."""
_ASKED_INNER, _ASKED_HALF, _ASKED_WHOLE = 12, 12, 14
"""Characters that `asked_form` allows: of an item, of half a heading, of a heading in one piece."""


@dataclass(frozen=True, slots=True)
class UnfitHeading:
    """A heading that cannot be used, the ones that it stands with, and why."""

    node: Node
    beside: tuple[Node, ...]
    fault: str


def asked_form(level: int, example: str) -> str:
    """The pattern that a heading keeps, told from what code would have written."""
    if level >= _INNER:
        return "六至十二字，都是“动词＋对象”"
    if "，" in example:
        return "两个半句，中间一个逗号，各半句不超过十二个字"
    return "六至十四字"


def shown_heading(level: int, heading: str) -> str:
    """Code's heading as an example; empty where it is longer than the form that is asked for."""
    longest = _ASKED_INNER if level >= _INNER else _ASKED_HALF if "，" in heading else _ASKED_WHOLE
    return heading if all(len(part) <= longest for part in heading.split("，")) else ""


def unfit_headings(
    outline: Outline, asked: Mapping[str, str], style: Style, additions: AdditionReader
) -> list[UnfitHeading]:
    """Those headings that may not stay, each for its own fault; the others stay.

    `asked` are the ids of nodes whose headings a model wrote, with code's heading where it has
    one.
    """
    licensed = {pair for word in licensed_words(style) for pair in _bigrams(word)}
    found = []
    for siblings in _siblings(outline):
        own = [node for node in siblings if node.id in asked]
        faulty: dict[str, str] = {}
        for node in own:
            fault = _own_fault(node, style, additions)
            if not fault and _is_unrelated(node, siblings, asked, licensed, style, additions):
                fault = "与内容无关"
            fault = fault or _unsupported(node, siblings, asked, style) or _risen(node, style)
            if fault:
                faulty[node.id] = fault
        fit = [node for node in siblings if node.id not in faulty]
        faulty.update(_unlike(fit, asked))
        found += [
            UnfitHeading(node, tuple(one for one in siblings if one is not node), faulty[node.id])
            for node in own
            if node.id in faulty
        ]
    return found


@cache
def _words() -> dict[str, Any]:
    rows: dict[str, Any] = read_data("writing.llm", "headings")
    return rows


def _siblings(outline: Outline) -> Iterator[Sequence[Node]]:
    by_part: dict[str, list[Node]] = {}
    for node in outline.nodes:
        if node.level and not node.id.startswith("part."):
            by_part.setdefault(node.part, []).append(node)
    yield from by_part.values()
    for node in outline.walk():
        if node.children:
            yield node.children


def _own_fault(node: Node, style: Style, additions: AdditionReader) -> str:
    text = node.heading
    if not _SHORTEST <= len(text) <= _LONGEST[node.level]:
        return "没有拟出或长短不合适"
    if any(mark in text for mark in _MARKS):
        return "带了不该有的标点"
    if found := re.search("|".join(_words()["forbidden"]), text):
        return f"说了“{found[0]}”"
    claimed = _claimed(node, style)
    if claimed:
        return f"说了“{claimed}”，资料没有"
    if any(word in text for word in style.foreign_self_names):
        return "自称不对"
    added = next(additions.hard(text), None)
    if added is not None:
        return f"写了资料没有的“{text[added.start : added.end]}”"
    if any(figure.claim for figure in find_figures(text)):
        return "写了数"
    return ""


def _unsupported(node: Node, group: Sequence[Node], asked: Mapping[str, str], style: Style) -> str:
    """What a heading of an item joins to its matter that none of the item's facts has."""
    if node.level < _INNER:
        return ""
    verbs = any_of([*style.verbs, *style.plain_verbs, *_words()["opening_verbs"]])
    parts = [re.sub(f"^(?:{verbs})", "", part) for part in _JOINED.split(node.heading)]
    if len(parts) < _PARTS or not all(len(part) >= _PARTS for part in parts):
        return ""
    subject = _subject_words(node, group, asked, style)
    letters = {one for pair in subject for one in pair}
    for part in parts:
        strange = sum(one not in letters for one in part)
        if not _bigrams(part) & subject and 2 * strange > len(part):
            return f"说了“{part}”，这一项资料没有"
    return ""


def _risen(node: Node, style: Style) -> str:
    """A verb of rising over facts whose first change is a fall."""
    changes = (fact.growth for fact in node.facts if fact.growth is not None)
    first = next(changes, None)
    verb = node.heading[:_VERB]
    if first is not None and first.direction < 0 and verb in style.rising_verbs:
        return f"说了“{verb}”，指标是下降的"
    return ""


def _claimed(node: Node, style: Style) -> str:
    """A word of the heading that no framing may have, and neither its facts nor the style.

    What stands after a verb that opens a half of the heading is aimed at (筑牢安全防线), in a plan
    whatever it is: only what is told as reached (水平提升, 成效明显) is a claim.
    """
    said = "".join(fact.name + fact.text for each in node.walk() for fact in each.facts)
    said += node.topic
    own = [*style.verbs, *style.plain_verbs]
    own += [text for topic in style.topics.values() for text in topic.headings.values()]
    own += [pattern for part in style.parts.values() for pattern in part.pattern]
    known = said + "\n".join(own)
    opens = re.compile(any_of([*style.verbs, *style.plain_verbs, *_words()["opening_verbs"]]))
    for half in node.heading.split("，"):
        opened = opens.match(half)
        if opened and node.part == "plan":
            continue
        aimed = _words()["aimed"] if opened else []
        for word in style.framing.never:
            if word in half and word not in known and word not in aimed:
                return word
    return ""


def _unlike(fit: Sequence[Node], asked: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Of headings that are fit by themselves, those that are not like the most beside them."""
    if len(fit) < 2:
        return
    usual = median_low(len(_HAN.findall(node.heading)) for node in fit)
    commas = Counter(node.heading.count("，") for node in fit).most_common(1)[0][0]
    seen: set[str] = set()
    for node in fit:
        text = node.heading
        if node.id in asked:
            if text in seen:
                yield node.id, "与并列的标题重复"
            elif text.count("，") != commas:
                yield node.id, "与并列的标题句式不一"
            elif abs(len(_HAN.findall(text)) - usual) > _APART[node.level]:
                yield node.id, "与并列的标题长短不一"
        seen.add(text)


def _subject_words(
    node: Node, group: Sequence[Node], asked: Mapping[str, str], style: Style
) -> set[str]:
    """Pairs of characters of what a heading is about.

    From its topic and facts, from code's heading for it without what all of those share, and from
    what the style calls such facts (`matters`).
    """
    codes = [asked.get(one.id) or one.heading for one in group if one is not node]
    others = _bigrams("".join(codes))
    facts = "".join(figureless(fact) for each in node.walk() for fact in each.facts)
    names = {**style.matters, **_words()["called"]}
    called = [name for name, words in names.items() if any(word in facts for word in words)]
    return (
        (_bigrams(asked.get(node.id, node.heading)) - others)
        | _bigrams(node.topic)
        | _bigrams(facts)
        | {pair for name in called for pair in _bigrams(name)}
    )


def _is_unrelated(
    node: Node,
    siblings: Sequence[Node],
    asked: Mapping[str, str],
    licensed: set[str],
    style: Style,
    additions: AdditionReader,
) -> bool:
    """Whether a heading names the matter of one beside it, or one that the report does not have.

    Another word for the own matter (校舍 for 教学楼) is fit: it has something of the report's
    words, and is not that of a sibling. So is one of the report's own characters alone.
    """
    particles = "".join(style.framing.particles)
    own = _bigrams(node.heading) - licensed
    subject = _subject_words(node, siblings, asked, style)
    if own & subject:
        return False
    others = [_subject_words(one, siblings, asked, style) for one in siblings if one is not node]
    if any(2 * len(own & words) >= len(own) for words in others if own):
        return True
    characters = {one for pair in own for one in pair if one not in particles}
    known = {one for pair in subject for one in pair}
    strange = 2 * len(characters & known) < len(characters) or not characters
    if not strange or any(additions.knows(pair) for pair in own):
        return False
    return not characters or any(not additions.has(one) for one in characters)


def _bigrams(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def with_headings(outline: Outline, headings: Mapping[str, str]) -> Outline:
    """The outline with these headings in it, by the nodes' ids."""

    def renewed(node: Node) -> Node:
        return replace(
            node,
            heading=headings.get(node.id, node.heading),
            children=tuple(renewed(child) for child in node.children),
        )

    return replace(outline, nodes=tuple(renewed(node) for node in outline.nodes))
