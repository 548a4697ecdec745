"""The tree of sections into which the facts of many files are merged."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from zhibi.facts.model import Part
from zhibi.facts.names import UNSORTED
from zhibi.figures.quantity import parse_quantity
from zhibi.intake.paragraphs import GUESSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhibi.errors import Place
    from zhibi.intake.submission import SubmittedItem, SubmittedSection

PARTS: tuple[Part, ...] = get_args(Part)
_NOT_IN_ID = re.compile(r"[\s#,，()（）+*/=<>“”《》、；;：:·【】\[\]]+")
_LONGEST_ID = 24


@dataclass(slots=True)
class Node:
    """A section of the merged file."""

    data: dict[str, Any]
    part: Part
    place: Place
    facts: list[SubmittedItem] = field(default_factory=list)
    derive: list[SubmittedItem] = field(default_factory=list)
    checks: list[SubmittedItem] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """The node itself and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class SectionTree:
    """Finds the section that a topic names, or makes it."""

    def __init__(self) -> None:
        self.roots: list[Node] = []
        self._by_id: dict[str, Node] = {}
        self._same: dict[tuple[Part | None, str], Node] = {}
        """Sections by the topic that a file gives them whose heading they bear."""

    def nodes(self) -> Iterator[Node]:
        """All sections, at every depth, in order."""
        for root in self.roots:
            yield from root.walk()

    def unsorted(self) -> Node | None:
        """The section of the facts that no file gives one."""
        return self._by_id.get(UNSORTED)

    def known(self, section: SubmittedSection) -> Node | None:
        """The section that is the same as a submitted one, if there is one."""
        wanted = section.data.get("id")
        if wanted is not None:
            return self._by_id.get(wanted)
        part = section.data.get("part")
        above = self._find(section.under, part) if section.under else None
        topic, heading = section.data.get("topic"), section.data.get("heading")
        for node in above.children if above else self.roots:
            same_part = part is None or node.part == part
            if same_part and node.data.get("topic") == topic:
                return node
        same = self._find(heading, part) if heading and above is None else None
        if same is not None and topic:
            self._same[part, topic] = same
        return same

    def add(self, section: SubmittedSection) -> Node:
        """A new section, under the one that it names."""
        above = self._find(section.under, section.data.get("part")) if section.under else None
        part: Part = section.data.get("part") or (above.part if above else "summary")
        data = {key: value for key, value in section.data.items() if value is not None}
        if "id" not in data:
            data = {"id": self._free_id(data.get("topic") or part, part, above), **data}
        if above is None:
            data["part"] = part
        else:
            data.pop("part", None)
        node = Node(data, part, section.place)
        self._by_id[data["id"]] = node
        (above.children if above else self.roots).append(node)
        return node

    def under_heading(self, submitted: SubmittedItem) -> Node | None:
        """The section with the heading above a sentence; the sentence is then no longer a guess."""
        node = self._find(submitted.heading, submitted.part) if submitted.heading else None
        if node is not None and submitted.data.get("note") == GUESSED:
            del submitted.data["note"]
        return node

    def for_fact(self, submitted: SubmittedItem) -> Node:
        """The section that a fact belongs to; made if it is not there yet."""
        found = self._find(submitted.topic, submitted.part)
        if found is not None:
            return found
        above: Node | None = None
        part = submitted.part or "summary"
        steps = [step.strip() for step in submitted.topic.split("/") if step.strip()]
        if not steps and submitted.part is None:
            steps = [UNSORTED]
        for depth, step in enumerate(steps or [""]):
            path = "/".join(steps[: depth + 1])
            node = self._find(path, submitted.part) if path else None
            above = node or self._make(step, part, above, submitted.place)
        assert above is not None, "there is at least one step"
        return above

    def _make(self, topic: str, part: Part, above: Node | None, place: Place) -> Node:
        section_id = self._free_id(topic or part, part, above)
        data: dict[str, Any] = {"id": section_id}
        if above is None:
            data["part"] = part
        if topic and topic != UNSORTED:  # a word for the user, which no report may print
            data["topic"] = topic
        node = Node(data, part, place)
        self._by_id[section_id] = node
        if above is not None:
            above.children.append(node)
        else:
            self.roots.insert(self._place_among_roots(part), node)
        return node

    def _place_among_roots(self, part: Part) -> int:
        """Behind the last section of the same or an earlier part."""
        rank = PARTS.index(part)
        behind = [at for at, node in enumerate(self.roots) if PARTS.index(node.part) <= rank]
        return behind[-1] + 1 if behind else 0

    def _find(self, topic: str, part: Part | None) -> Node | None:
        """By id, else by topic or heading, else along “上级/下级”; within the part, if given.

        An id made from a topic is no more than that topic: 经济发展 among the problems is not the
        经济发展 of the summary.
        """
        if (part, topic) in self._same:
            return self._same[part, topic]
        named = self._by_id.get(topic)
        if named and (part in {None, named.part} or named.data.get("topic") != topic):
            return named
        nodes = [node for node in self.nodes() if part is None or node.part == part]
        if not topic and part is None:
            topic = UNSORTED
        if not topic:
            own = next((node for node in nodes if not node.data.get("topic")), None)
            return own or (nodes[0] if nodes else None)
        nodes.sort(key=lambda node: node.part != "summary")
        for key in ("topic", "heading"):
            for node in nodes:
                if node.data.get(key) == topic:
                    return node
        if "/" in topic:
            return self._along(topic.split("/"), nodes)
        return None

    def _along(self, steps: list[str], nodes: list[Node]) -> Node | None:
        for step in steps:
            wanted = step.strip()
            found = next(
                (node for node in nodes if wanted in {node.data.get("topic"), node.data["id"]}),
                None,
            )
            if found is None:
                return None
            nodes = found.children
        return found

    def _free_id(self, topic: str, part: Part, above: Node | None) -> str:
        base = clean_id(topic)
        if above is not None:
            base = f"{above.data['id']}.{base}"
        if base in self._by_id:
            base = f"{part}.{base}"
        candidate, number = base, 2
        while candidate in self._by_id:
            candidate, number = f"{base}{number}", number + 1
        return candidate


def clean_id(text: str) -> str:
    """A text as an id: without blanks, signs and brackets, and not too long."""
    cleaned = _NOT_IN_ID.sub("", text)[:_LONGEST_ID].strip(".-")
    return cleaned or hashlib.sha256(text.encode()).hexdigest()[:6]


def give_ids(nodes: Iterable[Node]) -> None:
    """Give every fact an id that depends on what it is, not on where its row stands."""
    listed = [(node, submitted) for node in nodes for submitted in (*node.facts, *node.derive)]
    taken = {submitted.data["id"] for _, submitted in listed if submitted.data.get("id")}
    for _, submitted in listed:
        if submitted.number and not submitted.data.get("id") and submitted.number not in taken:
            taken.add(submitted.number)
            submitted.data = {"id": submitted.number, **submitted.data}
    nameless = [(node, submitted) for node, submitted in listed if not submitted.data.get("id")]
    bases = [_base_id(node, submitted.data) for node, submitted in nameless]
    alike = Counter(bases)
    for base, (_, submitted) in zip(bases, nameless, strict=True):
        chosen = base if alike[base] == 1 else _distinguished(base, submitted.data)
        number = 2
        while chosen in taken:
            chosen, number = f"{base}.{number}", number + 1
        taken.add(chosen)
        submitted.data = {"id": chosen, **submitted.data}


def _base_id(node: Node, data: dict[str, Any]) -> str:
    text = data.get("text")
    own = hashlib.sha256(text.encode()).hexdigest()[:6] if text else clean_id(data.get("name", ""))
    return f"{node.data['id']}.{own}"


def _distinguished(base: str, data: dict[str, Any]) -> str:
    """An id for one of several facts of one name, made distinct by unit (户, 人) and period."""
    unit = unit_of(data.get("value", ""))
    period = clean_id(data["period"]) if data.get("period") else ""
    return ".".join(step for step in (base, unit, period) if step)


def unit_of(value: str) -> str:
    """The unit of a value as written; empty where it has none or is no quantity."""
    try:
        return parse_quantity(value).unit
    except ValueError:
        return ""
