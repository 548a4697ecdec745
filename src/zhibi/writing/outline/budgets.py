"""How many characters each node of an outline may have: the style's shares, by what there is."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style
    from zhibi.writing.outline.model import Node

_PER_INDICATOR = 12
_PER_FIGURE = 12
"""Characters that a figure takes with its name, as measured in reports of this genre."""
_LEAST = 40


def with_budgets(nodes: Sequence[Node], style: Style, length: tuple[int, int]) -> tuple[Node, ...]:
    """The nodes, each with the least and the most characters of its own text.

    A part takes its share of the whole; within it, each node takes its share by its facts.
    """
    shares = {node.part: style.part(node.part).share for node in nodes}
    total = sum(shares.values()) or Decimal(1)
    weights: dict[str, int] = {}
    for node in nodes:
        weights[node.part] = weights.get(node.part, 0) + sum(map(_weight, node.walk()))
    return tuple(
        _budgeted(node, shares[node.part] / total, weights[node.part], length) for node in nodes
    )


def _budgeted(node: Node, share: Decimal, weight: int, length: tuple[int, int]) -> Node:
    own = share * _weight(node) / max(weight, 1)
    low, high = (int(own * limit) for limit in length)
    if node.facts or (low and not node.children):
        low, high = max(low, _LEAST), max(high, 2 * _LEAST)
    children = tuple(_budgeted(child, share, weight, length) for child in node.children)
    return replace(node, budget=(low, high), children=children)


def _weight(node: Node) -> int:
    """The characters that a node's facts take, about; a node of metadata alone counts as one."""
    if not node.facts:
        return 0 if node.children else 1
    return sum(map(_size, node.facts))


def _size(fact: Fact) -> int:
    if fact.is_statement:
        return len(fact.text)
    return _PER_INDICATOR + _PER_FIGURE * sum(1 for _ in fact.entries())
