"""The questions to the offices as Word comments in a draft, each at the section that it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibi.word.comments import mark_comment
from zhibi.word.comments_part import CommentsPart
from zhibi.word.package import unpack
from zhibi.word.parts import DocxParts
from zhibi.word.wml import own_runs, serialize, w

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.intake.questions import Questions
    from zhibi.writing.document import Block

_NAME = "报告.docx"


def with_gap_comments(docx: bytes, blocks: Sequence[Block], asked: Questions) -> bytes:
    """A report's .docx with a comment at each section that has questions.

    `blocks` are those that the .docx was rendered from. A section without text of its own, and
    what the report's end lacks, are told at the title.
    """
    remarks = _remarks(blocks, asked)
    parts = DocxParts(_NAME, unpack(_NAME, docx))
    root = parts.root(parts.main)
    runs = [found for found in map(own_runs, root.iter(w("p"))) if found]
    writer = CommentsPart(parts)
    for number, own in zip(range(len(blocks)), runs, strict=False):
        if number in remarks:
            mark_comment(writer.add(remarks[number]), own[0], own[-1])
    writer.write()
    parts.package.parts[parts.main] = serialize(root)
    return parts.package.to_bytes()


def _remarks(blocks: Sequence[Block], asked: Questions) -> dict[int, list[str]]:
    """The lines of comments by the number of the block at which they stand."""
    first: dict[str, int] = {}
    for number, block in enumerate(blocks):
        if block.section_id:
            first.setdefault(block.section_id, number)
    remarks: dict[int, list[str]] = {}
    for question in asked.questions:
        whom = f"待{question.office}补充：" if asked.by_office else "待补充："
        at = _at(question.section_id, first)
        remarks.setdefault(at, []).append(f"{whom}{question.text}")
    for _, text in asked.document:
        remarks.setdefault(0, []).append(f"待补充：{text}")
    return remarks


def _at(section: str, first: dict[str, int]) -> int:
    """The first block of a section, or of an item made of it; the title where there is none."""
    if section in first:
        return first[section]
    inner = (number for name, number in first.items() if name.startswith(f"{section}."))
    return min(inner, default=0)
