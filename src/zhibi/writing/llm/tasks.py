"""What is asked for in one question: neighbouring nodes of an outline, not too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibi.facts.model import Fact, Part
    from zhibi.writing.outline.model import Node, Outline

_LARGEST = 1000
"""Characters of prose that are asked for at once, at most, where nodes can be parted."""


_APART = "part.summary"
"""The part whose sections are asked for one by one, however small: each is a field of its own."""


@dataclass(frozen=True, slots=True)
class Task:
    """The nodes that one question asks for; each of them gets a body.

    `above` maps the id of a node to the headings over it, top first.
    """

    id: str
    part: Part
    nodes: tuple[Node, ...]
    above: dict[str, tuple[Node, ...]]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts that are to be written here, in order."""
        return tuple(fact for node in self.nodes for fact in node.facts)

    @property
    def section_ids(self) -> frozenset[str]:
        """The sections that these facts come from."""
        return frozenset(fact.section_id for fact in self.facts)


def tasks_of(outline: Outline, lengths: Mapping[str, int]) -> list[Task]:
    """The outline's nodes in questions, in order.

    `lengths` says of each node that is to have a body about how many characters it takes.
    """
    found = []
    for top in outline.nodes:
        for nodes in _branches(top, lengths):
            first = nodes[0]
            above = {node.id: _above(top, node) for node in nodes}
            found.append(Task(_task_id(top, nodes, lengths), first.part, nodes, above))
    return found


def _branches(node: Node, lengths: Mapping[str, int]) -> Iterator[tuple[Node, ...]]:
    """The branch as one group where it is small enough, else its children's groups, packed."""
    whole = tuple(one for one in node.walk() if one.id in lengths)
    if not whole:
        return
    if node.id == _APART:
        if node in whole:
            yield (node,)
        for child in node.children:
            yield from _branches(child, lengths)
        return
    if _size(whole, lengths) <= _LARGEST:
        yield whole
        return
    group: tuple[Node, ...] = (node,) if node in whole else ()
    for child in node.children:
        inner = list(_branches(child, lengths))
        if len(inner) == 1 and _size(group + inner[0], lengths) <= _LARGEST:
            group += inner[0]
            continue
        if group:
            yield group
        group = inner.pop() if len(inner) == 1 else ()
        yield from inner
    if group:
        yield group


def _size(nodes: Iterable[Node], lengths: Mapping[str, int]) -> int:
    return sum(lengths[node.id] for node in nodes)


def _task_id(top: Node, nodes: tuple[Node, ...], lengths: Mapping[str, int]) -> str:
    """The id of the smallest branch that these nodes make up; else that of the first of them."""
    for node in top.walk():
        if tuple(one for one in node.walk() if one.id in lengths) == nodes:
            return node.id
    return nodes[0].id


def _above(top: Node, wanted: Node) -> tuple[Node, ...]:
    """The nodes over a node, top first."""
    path: list[Node] = []

    def find(node: Node) -> bool:
        if node is wanted:
            return True
        path.append(node)
        if any(find(child) for child in node.children):
            return True
        path.pop()
        return False

    find(top)
    return tuple(path)
