"""The outline of a report: numbered nodes with their facts and their budget of characters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhibi.facts.model import Fact, Part


@dataclass(frozen=True, slots=True)
class Node:
    """One heading with what is written under it.

    `id` is the section's id, or `part.<part>` for a heading that stands for a whole part.
    `level` is 1 for 一、, 2 for （一）, 3 for 一是 …; 0 for text without a heading (preamble,
    closing). `number` is what is printed before the heading. `run_in` says that the heading
    runs into its paragraph (题文连排). `budget` is the least and the most characters of its own
    text. `facts` are those that are to be written here, in order; hidden and sensitive ones
    are not among them.
    """

    id: str
    part: Part
    level: int
    number: str
    heading: str
    topic: str
    run_in: bool
    facts: tuple[Fact, ...]
    budget: tuple[int, int]
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """The node itself and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """A report's title and its nodes in order."""

    title: str
    nodes: tuple[Node, ...]

    def walk(self) -> Iterator[Node]:
        """All nodes, at every depth, in order."""
        for node in self.nodes:
            yield from node.walk()
