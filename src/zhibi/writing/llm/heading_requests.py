"""The headings that a model is asked for, all in one question, and whether they are fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.chinese_numerals import chinese_numeral
from zhibi.figures.scan import find_figures
from zhibi.writing.llm.prompt_data import figureless

if TYPE_CHECKING:
    from zhibi.facts.model import Facts
    from zhibi.styles.model import Style
    from zhibi.writing.outline.model import Node, Outline

Group = tuple[tuple[int, "Node"], ...]

_COUNT = re.compile(r"([一两二三四五六七八九])(大|项|个|条|篇|场|张|块|道|支)")
_FORBIDDEN = re.compile(
    r"率先|首创|首个|第一|领先|全覆盖|零|全面完成|圆满|显著|大幅|历史性|跨越|前所未有|走在前列"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LONGEST = {1: 26, 2: 26, 3: 14, 4: 14}
_APART = {1: 4, 2: 4, 3: 3, 4: 3}
_SHORTEST = 4


def groups_of(outline: Outline, facts: Facts) -> list[Group]:
    """Headings that stand together and of which one or more are for the model to write."""
    given = headings_given(outline, facts)
    found: list[Group] = []
    number = 0
    for siblings in _siblings(outline):
        if all(given[node.id] for node in siblings):
            continue
        numbered = []
        for node in siblings:
            number += not given[node.id]
            numbered.append((0 if given[node.id] else number, node))
        found.append(tuple(numbered))
    return found


def headings_given(outline: Outline, facts: Facts) -> dict[str, bool]:
    """Whether each node's heading is fixed: by the facts, or by the style for a whole part."""
    own = {section.id for section in facts.walk() if section.heading}
    return {node.id: node.id in own or node.id.startswith("part.") for node in outline.walk()}


def _siblings(outline: Outline) -> Iterator[Sequence[Node]]:
    by_part: dict[str, list[Node]] = {}
    for node in outline.nodes:
        if node.level and not node.id.startswith("part."):
            by_part.setdefault(node.part, []).append(node)
    yield from by_part.values()
    for node in outline.walk():
        if node.children:
            yield node.children


def accepted_headings(
    groups: Sequence[Group], answered: Mapping[int, str], style: Style
) -> tuple[dict[str, str], list[str]]:
    """The headings to use, by node id, and why others were refused.

    A group is taken whole or not at all, since its headings must be alike: where one is unfit, the
    whole group keeps those made by code.
    """
    taken: dict[str, str] = {}
    refused: list[str] = []
    for group in groups:
        headings = [
            node.heading if not number else answered.get(number, "") for number, node in group
        ]
        fault = _fault(group, headings, style)
        if fault:
            refused.append(fault)
            continue
        taken.update(
            {node.id: text for (number, node), text in zip(group, headings, strict=True) if number}
        )
    return taken, refused


def _fault(group: Group, headings: Sequence[str], style: Style) -> str:
    """Why a group of headings is unfit; empty where it is fit."""
    level = group[0][1].level
    for (number, node), text in zip(group, headings, strict=True):
        if number:
            fault = _own_fault(node, text, style, _LONGEST[level])
            if not fault and not _bigrams(text) & _subject_words(node, group):
                fault = "与内容无关"
            if fault:
                return f"“{text or node.heading}”{fault}"
    lengths = [len(_HAN.findall(text)) for text in headings]
    if max(lengths) - min(lengths) > _APART[level]:
        return f"“{'”“'.join(headings)}”长短不一"
    if len({text.count("，") for text in headings}) > 1:
        return f"“{'”“'.join(headings)}”句式不一"
    if len(set(headings)) < len(headings):
        return f"“{'”“'.join(headings)}”有重复"
    return ""


def _own_fault(node: Node, text: str, style: Style, longest: int) -> str:
    if not _SHORTEST <= len(text) <= longest:
        return "没有拟出或长短不合适"
    if "{" in text or "\n" in text or any(mark in text for mark in "。；：:;"):
        return "带了不该有的标点"
    if found := _FORBIDDEN.search(text):
        return f"说了“{found[0]}”"
    if any(word in text for word in style.foreign_self_names):
        return "自称不对"
    bare = text
    for count in _COUNT.finditer(text):
        if count[1].replace("两", "二") != chinese_numeral(len(node.children)):
            return f"说“{count[0]}”，下面有 {len(node.children)} 项"
        bare = bare.replace(count[0], "")
    if any(figure.claim for figure in find_figures(bare)):
        return "写了数"
    return ""


def _subject_words(node: Node, group: Group) -> set[str]:
    """Pairs of characters of what a heading is about.

    From its topic and facts, and from code's heading for it without what all of those share.
    """
    others = _bigrams("".join(other.heading for _, other in group if other is not node))
    facts = "".join(figureless(fact) for each in node.walk() for fact in each.facts)
    return (_bigrams(node.heading) - others) | _bigrams(node.topic) | _bigrams(facts)


def _bigrams(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def with_headings(outline: Outline, headings: Mapping[str, str]) -> Outline:
    """The outline with these headings in it."""

    def renewed(node: Node) -> Node:
        return replace(
            node,
            heading=headings.get(node.id, node.heading),
            children=tuple(renewed(child) for child in node.children),
        )

    return replace(outline, nodes=tuple(renewed(node) for node in outline.nodes))
