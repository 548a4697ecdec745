"""A task's prose while it is being worked on: nodes, paragraphs, sentences, in slot form."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from zhibi.writing.llm.escaping import plain_prose, without_opening_marks
from zhibi.writing.llm.slots import Filled
from zhibi.writing.outline.enumerators import numbered_items
from zhibi.writing.wording.parting import even_starts, listed, parted
from zhibi.writing.writer import WrittenFigure

if TYPE_CHECKING:
    from zhibi.styles.model import Style
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.llm.tasks import Task
    from zhibi.writing.outline.model import Node

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’」』）)]*|\n|$)")
PARAGRAPH = 250
"""Characters that a paragraph may have; with more, a model's own paragraphs stay apart."""
_LONGEST = 1_000
"""Characters of a sentence; what a model writes without a full stop is divided before that."""
_ENDS = "。！？!?：:”’」』）)"


@dataclass(slots=True, eq=False)
class Sentence:
    """One sentence. `fixed` ones were made by code: they are printed as they stand."""

    text: str
    fixed: bool = False

    def pieces(self, table: SlotTable) -> list[tuple[str, str, str]]:
        """What was written, what is printed for it, and the entry it states, piece by piece."""
        return [(self.text, self.text, "")] if self.fixed else table.pieces(self.text)

    def printed(self, table: SlotTable) -> str:
        """The sentence as it is printed."""
        return self.text if self.fixed else table.rendered(self.text)

    def filled(self, table: SlotTable) -> list[Filled]:
        """The slots of the sentence that were filled in, where they stand when printed."""
        found, at = [], 0
        for _, printed, entry_id in self.pieces(table):
            if entry_id:
                found.append(Filled(at, at + len(printed), entry_id))
            at += len(printed)
        return found


Paragraph = list[Sentence]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a sentence stands: in its prose, and in the printed text (code points)."""

    node_id: str
    paragraph: int
    sentence: int
    start: int
    end: int


@dataclass(slots=True)
class SlotProse:
    """The paragraphs of a task's nodes, by node id."""

    nodes: dict[str, list[Paragraph]] = field(default_factory=dict)

    def sentence(self, position: Position) -> Sentence:
        """The sentence at a position."""
        return self.nodes[position.node_id][position.paragraph][position.sentence]

    def copy(self) -> SlotProse:
        """A prose that can be changed without changing this one."""
        return SlotProse(
            {
                node: [[Sentence(one.text, one.fixed) for one in each] for each in paragraphs]
                for node, paragraphs in self.nodes.items()
            }
        )

    def bodies(self, task: Task, table: SlotTable, style: Style) -> dict[str, tuple[str, ...]]:
        """The printed paragraphs of each node."""
        return {
            node.id: tuple(printed_paragraphs(self.nodes.get(node.id, []), node, table, style))
            for node in task.nodes
        }

    def figures(
        self, task: Task, table: SlotTable, style: Style
    ) -> dict[str, tuple[WrittenFigure, ...]]:
        """The slots that were filled in, in the printed paragraphs of each node."""
        return {
            node.id: tuple(
                WrittenFigure(number, start + one.start, start + one.end, one.entry_id)
                for number, (_, found) in enumerate(_lines(paragraphs, node, table, style))
                for paragraph, index, start, _ in found
                for one in paragraphs[paragraph][index].filled(table)
            )
            for node in task.nodes
            if (paragraphs := self.nodes.get(node.id))
        }


def slot_prose(texts: Mapping[str, list[str]], *, fixed: bool = False) -> SlotProse:
    """A prose from the paragraphs of each node, as text."""
    return SlotProse(
        {
            node: [
                sentences
                for text in paragraphs
                if (sentences := [Sentence(one, fixed) for one in split(text)])
            ]
            for node, paragraphs in texts.items()
        }
    )


def insert_after(paragraphs: list[Paragraph], made: Paragraph, after: Sentence | None) -> None:
    """Insert sentences after another one; at the beginning where there is none."""
    for paragraph in paragraphs:
        if after is not None and after in paragraph:
            at = paragraph.index(after) + 1
            paragraph[at:at] = made
            return
    if paragraphs:
        paragraphs[0][:0] = made
    else:
        paragraphs.append(made)


def split(text: str) -> list[str]:
    """A paragraph in sentences; the last one is given a full stop where it has no end."""
    parts = _SENTENCE.findall(plain_prose(text))
    found = [without_opening_marks(part.strip()).strip() for part in parts]
    sentences = [part for part in found if part]
    if sentences and sentences[-1][-1] not in _ENDS:
        sentences[-1] = sentences[-1].rstrip("，,；;、") + "。"
    pieces = (without_opening_marks(piece) for one in sentences for piece in _of_a_length(one))
    return [piece for piece in pieces if any(map(str.isalnum, piece))]


def _of_a_length(sentence: str) -> Iterator[str]:
    """The sentence, or its pieces up to a comma where it has thousands of characters."""
    at = 0
    while len(sentence) - at > _LONGEST:
        end = max(sentence.rfind(mark, at, at + _LONGEST) for mark in "，；、,;") + 1
        end = end if end > at else at + _LONGEST
        yield sentence[at:end]
        at = end
    yield sentence[at:]


def itemised(node: Node, style: Style) -> str:
    """How a node's facts are numbered by code: `lines`, `run`, or not at all (`none`)."""
    part = style.part(node.part)
    metadata = bool(part.opening or part.opening_beside)
    return "none" if node.run_in or metadata else part.items


def printed_paragraphs(
    paragraphs: list[Paragraph], node: Node, table: SlotTable, style: Style
) -> list[str]:
    """A node's paragraphs as printed, items numbered."""
    texts = [
        without_opening_marks("".join(one.printed(table) for one in paragraph))
        for paragraph in paragraphs
        if paragraph
    ]
    if itemised(node, style) == "none":
        joined = "".join(texts)
        return [joined] if node.run_in and texts and len(joined) <= PARAGRAPH else texts
    if itemised(node, style) == "lines":
        return numbered_items(texts, joined=False)
    return listed(texts, style, style.part(node.part).introduction)


def lightened(prose: SlotProse, task: Task, table: SlotTable, style: Style) -> SlotProse:
    """The prose with its heavy sentences and paragraphs parted (W201, W202)."""
    nodes = {}
    for node in task.nodes:
        paragraphs = [_parted(one, table, style) for one in prose.nodes.get(node.id, [])]
        if itemised(node, style) == "none":
            paragraphs = [part for one in paragraphs for part in _divided(one, table, style)]
        nodes[node.id] = paragraphs
    return SlotProse(nodes)


def _parted(paragraph: Paragraph, table: SlotTable, style: Style) -> Paragraph:
    made: Paragraph = []
    for sentence in paragraph:
        printed = str if sentence.fixed else table.rendered
        text = parted(sentence.text, style, printed)
        parts = [text] if text == sentence.text else split(text)
        made += [Sentence(one, sentence.fixed) for one in parts]
    return made


def _divided(paragraph: Paragraph, table: SlotTable, style: Style) -> Iterator[Paragraph]:
    """A paragraph, or several of about equal length where it is too long."""
    sentences = [one.printed(table) for one in paragraph]
    limit = style.prose.paragraph
    starts = even_starts(sentences, limit) if sum(map(len, sentences)) > limit else []
    for low, high in pairwise([0, *starts, len(paragraph)]):
        yield paragraph[low:high]


_start = attrgetter("start")


@dataclass(slots=True)
class RenderedTask:
    """A task's printed text under its headings, and where each sentence stands in it, in order."""

    text: str
    positions: list[Position]

    def at(self, offset: int) -> Position | None:
        """The sentence that an offset of the text falls into."""
        at = bisect_right(self.positions, offset, key=_start) - 1
        return self.positions[at] if at >= 0 and offset < self.positions[at].end else None


def render_task(
    prose: SlotProse, task: Task, table: SlotTable, style: Style, title: str
) -> RenderedTask:
    """The task as it will stand in the report, headings above included."""
    lines = [f"# {title}"]
    length = len(lines[0]) + 2
    positions: list[Position] = []
    shown: set[str] = set()

    def add(line: str) -> None:
        nonlocal length
        lines.append(line)
        length += len(line) + 2

    for node in task.nodes:
        for over in task.above[node.id]:
            if over.id not in shown and over.level:
                shown.add(over.id)
                add(f"{'#' * (over.level + 1)} {over.number}{over.heading}")
        paragraphs = prose.nodes.get(node.id, [])
        lead = ""
        shown.add(node.id)
        if node.run_in and any(paragraphs):
            lead = f"{node.number}{node.heading.rstrip('。')}。"
        elif node.level:
            add(f"{'#' * (node.level + 1)} {node.number}{node.heading}")
        for line, found in _lines(paragraphs, node, table, style):
            at = length + len(lead)
            positions += [
                Position(node.id, par, index, at + start, at + end)
                for par, index, start, end in found
            ]
            add(lead + line)
            lead = ""
    return RenderedTask("\n\n".join(lines) + "\n", positions)


_Found = list[tuple[int, int, int, int]]


def _lines(
    paragraphs: list[Paragraph], node: Node, table: SlotTable, style: Style
) -> Iterator[tuple[str, _Found]]:
    """The printed lines of a node, each with its sentences: paragraph, index, start, end."""
    printed = printed_paragraphs(paragraphs, node, table, style)
    kept = [number for number, paragraph in enumerate(paragraphs) if paragraph]
    one_line = len(printed) == 1 and len(kept) > 1
    groups = [kept] if one_line else [[number] for number in kept]
    for line, group in zip(printed, groups, strict=True):
        found: _Found = []
        at = 0
        for number in group:
            for index, sentence in enumerate(paragraphs[number]):
                text = sentence.printed(table).rstrip("。；;")
                start = line.find(text, at)
                if start < 0:  # it has come to stand first, where such marks are taken away
                    text = without_opening_marks(text)
                    start = line.find(text, at)
                if start < 0:
                    continue
                at = start + len(text)
                found.append((number, index, start, at))
        yield line, _stretched(found, len(line))


def _stretched(found: _Found, end: int) -> _Found:
    """The spans, each reaching to the next one, so that no offset falls between two."""
    ends = [*(start for _, _, start, _ in found[1:]), end][: len(found)]
    return [
        (paragraph, index, start, stop)
        for (paragraph, index, start, _), stop in zip(found, ends, strict=True)
    ]
