"""How many characters there are facts for: each node's budget, and the whole report's length.

A length is earned: what a node's facts take when they are written plainly, and above it what the
style licenses as framing. The length that is wished for is compared with it, never shared out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhibi.writing.outline.grouping import READABLE, size_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Facts
    from zhibi.styles.model import Style
    from zhibi.writing.outline.model import Node, Outline

_FRAMED = 2
"""The most that framing adds to a node, as a multiple of the style's share for the whole text."""
_TOLD = 0.98
"""The length that is told, as a multiple of the facts' own, measured in drafts of both writers."""
_NEAR = 0.1
"""A wish this much above what the facts carry is still met."""


@dataclass(frozen=True, slots=True)
class Length:
    """What the facts carry, and what is wished for, in characters of the whole report.

    `wished` is None where the facts ask for no length. `thin` are the headings
    of the sections that have too little for a paragraph of their own.
    """

    carried: int
    wished: tuple[int, int] | None
    thin: tuple[str, ...]

    @property
    def is_short(self) -> bool:
        """Whether the facts do not reach the least that is wished for."""
        return self.wished is not None and self.carried < self.wished[0] * (1 - _NEAR)

    def told(self) -> str:
        """What to tell the user, on one line."""
        text = f"这些事实够写约{self.carried}字"
        if self.wished is not None:
            low, high = self.wished
            text += f"，要求{low}—{high}字"
            if self.is_short:
                text += "，还不够；不足的字数不凑，请补事实"
        if self.thin:
            text += "。内容单薄的小节：" + "、".join(f"“{heading}”" for heading in self.thin)
        return text


def with_budgets(nodes: Sequence[Node], style: Style, facts: Facts) -> tuple[Node, ...]:
    """The nodes, each with the least and the most characters of its own text."""
    return tuple(_budgeted(node, style, facts) for node in nodes)


def length_of(outline: Outline, facts: Facts) -> Length:
    """The length that the facts of an outline carry, beside the one that is wished for."""
    written = sum(
        round(node.budget[0] * _TOLD) + len(node.number) + len(node.heading)
        for node in outline.walk()
    )
    document = facts.document
    signature = len(outline.title) + len(document.signed) + len(document.date)
    thin = [
        node.heading
        for top in outline.nodes
        if top.part == "summary"
        for node in (top.children if top.id.startswith("part.") else (top,))
        if sum(size_of(fact) for one in node.walk() for fact in one.facts) < READABLE[0]
    ]
    return Length(written + signature, document.length, tuple(thin))


def _budgeted(node: Node, style: Style, facts: Facts) -> Node:
    low = sum(map(size_of, node.facts))
    share = float(style.framing.levels[facts.document.framing or style.framing.level].share)
    high = round(low * (1 + _FRAMED * share))
    if style.part(node.part).opening and not node.children:
        opening = style.part(node.part).share
        low, high = (
            own + int(opening * limit) for own, limit in zip((low, high), style.length, strict=True)
        )
    children = tuple(_budgeted(child, style, facts) for child in node.children)
    return replace(node, budget=(low, high), children=children)
