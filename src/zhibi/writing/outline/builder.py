"""From facts, a style and a plan to the outline of a report: numbered headings with facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.writing.outline.budgets import with_budgets
from zhibi.writing.outline.enumerators import heading_number
from zhibi.writing.outline.metadata import fill_document
from zhibi.writing.outline.model import Node, Outline
from zhibi.writing.outline.planning import plan_document
from zhibi.writing.outline.printable import is_printed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.facts.model import Fact, Facts, Part
    from zhibi.styles.model import Style
    from zhibi.writing.outline.plan import Item, Plan

_DEEPEST = 3
"""The level of items in a part that has no other headings (一是 …)."""


def build_outline(facts: Facts, style: Style, plan: Plan | None = None) -> Outline:
    """The outline of a report: parts in the style's order, those without facts left out.

    `plan` defaults to the deterministic one; another must be a partition of the same facts
    (`plan.repaired`). Preamble and closing are there also without facts where the style writes
    them from metadata. Hidden and sensitive facts are in no node.
    """
    plan = plan or plan_document(facts, style)
    by_id = {fact.id: fact for fact in facts.all_facts()}
    alone = {"no": False, "yes": True, "with-plan": has_plan(facts)}
    nodes: list[Node] = []
    for part, part_style in style.parts.items():
        items = plan.parts.get(part, ())
        if items or alone[part_style.without_facts]:
            nodes.extend(_part_nodes(part, items, by_id, facts, style))
    numbered = _alike(_numbered(nodes, style))
    return Outline(_title(facts, style), with_budgets(numbered, style, facts))


def _title(facts: Facts, style: Style) -> str:
    if facts.document.title:
        return facts.document.title
    with_plan = has_plan(facts)
    pattern = style.title.with_plan if with_plan else style.title.without_plan
    return fill_document(pattern, facts.document, style)


def has_plan(facts: Facts) -> bool:
    """Whether there is anything to write in the plan."""
    return any(
        section.part == "plan" and any(is_printed(fact) for fact in section.facts)
        for section in facts.walk()
    )


def _part_nodes(
    part: Part, items: Sequence[Item], by_id: Mapping[str, Fact], facts: Facts, style: Style
) -> list[Node]:
    """The nodes of one part: one for the whole part, or its items at level 1 by themselves."""
    part_style = style.part(part)
    level = part_style.level or _DEEPEST
    if level == 1:
        return [_node(item, part, level, by_id, style) for item in items]
    heading = fill_document(part_style.heading, facts.document, style)
    whole = Node(
        id=f"part.{part}",
        part=part,
        level=1 if heading else 0,
        number="",
        heading=heading,
        topic="",
        run_in=False,
        facts=tuple(by_id[id_] for item in items if not item.heading for id_ in item.all_facts()),
        budget=(0, 0),
        children=tuple(_node(item, part, level, by_id, style) for item in items if item.heading),
    )
    return [whole]


def _node(item: Item, part: Part, level: int, by_id: Mapping[str, Fact], style: Style) -> Node:
    facts = tuple(by_id[id_] for id_ in item.facts)
    return Node(
        id=item.id,
        part=part,
        level=level,
        number="",
        heading=item.heading,
        topic=item.topic,
        run_in=level in style.part(part).run_in and bool(facts),
        facts=facts,
        budget=(0, 0),
        children=tuple(_node(one, part, level + 1, by_id, style) for one in item.items),
    )


def _alike(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The nodes, headings of one level run in only where all of them can be in the report."""
    walked = [one for node in nodes for one in node.walk()]
    apart = {one.level for one in walked if one.heading and not one.facts and one.children}

    def laid_out(node: Node) -> Node:
        children = tuple(laid_out(child) for child in node.children)
        return replace(node, run_in=node.run_in and node.level not in apart, children=children)

    return tuple(map(laid_out, nodes))


def _numbered(nodes: Sequence[Node], style: Style) -> tuple[Node, ...]:
    """The nodes with their numbers; those without a heading have none and do not count."""
    numbered, count = [], 0
    for node in nodes:
        number = ""
        if node.level:
            count += 1
            number = heading_number(style.enumerators[node.level], count)
        children = _numbered(node.children, style)
        numbered.append(replace(node, number=number, children=children))
    return tuple(numbered)
