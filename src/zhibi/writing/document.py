"""A finished draft: blocks of text, before any file format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zhibi.checking.findings import Findings
from zhibi.checking.match import Attachment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhibi.writing.outline.model import Node, Outline
    from zhibi.writing.writer import Composition, Replacement

BlockKind = Literal["title", "heading", "paragraph"]


@dataclass(frozen=True, slots=True)
class Block:
    """A title, a heading or a paragraph.

    `level` is 1 for 一、, 2 for （一）, 3 and 4 below; 0 for a title or a paragraph.
    `number` is the printed number (`一、`, `（一）`); a paragraph may begin with a run-in
    heading (题文连排), `lead`, which includes its number and full stop (`一是抓实理论学习。`)
    and stands at `lead_level`. The block's printed text is number + lead + text.
    """

    kind: BlockKind
    text: str
    level: int = 0
    number: str = ""
    lead: str = ""
    lead_level: int = 0
    section_id: str = ""

    @property
    def printed(self) -> str:
        """The block as it is printed, without any markup."""
        return f"{self.number}{self.lead}{self.text}"

    @property
    def markdown(self) -> str:
        """The block as a line of Markdown."""
        depth = {"title": 1, "heading": self.level + 1, "paragraph": 0}[self.kind]
        return f"{'#' * depth} {self.printed}" if depth else self.printed


@dataclass(frozen=True, slots=True)
class Draft:
    """A complete report with the result of its check.

    `writer` says who wrote the prose (`offline`, or a model's name).
    """

    blocks: tuple[Block, ...]
    findings: Findings
    writer: str
    signed: str = ""
    date: str = ""
    replaced: tuple[Replacement, ...] = ()
    usage: tuple[tuple[str, int], ...] = ()

    @property
    def title(self) -> str:
        """The report's title."""
        return next((block.text for block in self.blocks if block.kind == "title"), "")

    @property
    def text(self) -> str:
        """The report as Markdown: what `zhibi.check` reads and `.md` files hold."""
        return markdown(self.blocks, self.signed, self.date)


def markdown(blocks: tuple[Block, ...], signed: str = "", date: str = "") -> str:
    """Blocks as Markdown: `#` title, `##` 一、, `###` （一）; paragraphs apart by a blank line."""
    lines = [block.markdown for block in blocks]
    lines.extend(part for part in (signed, date) if part)
    return "\n\n".join(lines) + "\n"


def assemble(outline: Outline, composition: Composition) -> Iterator[Block]:
    """The outline's headings and the composition's paragraphs as blocks, in order."""
    for block, _, _ in _placed(outline, composition):
        yield block


def attachments(outline: Outline, composition: Composition) -> Iterator[Attachment]:
    """The figures that code wrote, where they stand in the report's Markdown."""
    at = 0
    for block, node_id, paragraph in _placed(outline, composition):
        start = at + len(block.markdown) - len(block.text)
        for figure in composition.figures.get(node_id, ()):
            if figure.paragraph == paragraph:
                yield Attachment(start + figure.start, start + figure.end, figure.entry_id)
        at += len(block.markdown) + 2


def _placed(outline: Outline, composition: Composition) -> Iterator[tuple[Block, str, int]]:
    """The blocks, each with its node's id and the number of its paragraph, -1 for a heading."""
    yield Block("title", outline.title), "", -1
    for node in outline.walk():
        yield from _blocks(node, composition)


def _blocks(node: Node, composition: Composition) -> Iterator[tuple[Block, str, int]]:
    paragraphs = list(enumerate(composition.bodies.get(node.id, ())))
    section_id = _section_id(node)
    if node.run_in and paragraphs:
        number, text = paragraphs.pop(0)
        lead = f"{node.number}{node.heading.rstrip('。')}。"
        block = Block("paragraph", text, lead=lead, lead_level=node.level, section_id=section_id)
        yield block, node.id, number
    elif node.level:
        block = Block("heading", node.heading, node.level, node.number, section_id=section_id)
        yield block, node.id, -1
    for number, text in paragraphs:
        yield Block("paragraph", text, section_id=section_id), node.id, number


def _section_id(node: Node) -> str:
    """The section that a node's text belongs to; for a whole part, that of its first fact."""
    if not node.id.startswith("part."):
        return node.id
    return node.facts[0].section_id if node.facts else ""
