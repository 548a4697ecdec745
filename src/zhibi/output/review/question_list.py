"""The questions to the offices as data, Markdown or .docx, ready to be sent."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from zhibi.chinese_numerals import chinese_numeral
from zhibi.writing.document import Block, markdown

if TYPE_CHECKING:
    from zhibi.intake.questions import Questions

_ANSWER = "答复："
_END = "报告末尾"
_NOTHING = "没有要追问的。"


def questions_data(asked: Questions) -> dict[str, Any]:
    """The questions as data: of each office (or section), and those about the report's end."""
    return {
        "schema": 1,
        "title": asked.title,
        "by_office": asked.by_office,
        "questions": [asdict(question) for question in asked.questions],
        "document": [{"field": field, "text": text} for field, text in asked.document],
    }


def render_markdown(asked: Questions) -> str:
    """The questions by office, each with what it is about and a line for the answer."""
    return markdown(question_blocks(asked))


def render_docx(asked: Questions) -> bytes:
    """The same as the bytes of a .docx in the standard layout."""
    from zhibi.output.report.docx import render_blocks

    return render_blocks(question_blocks(asked))


def question_blocks(asked: Questions) -> tuple[Block, ...]:
    """The list as blocks: a heading for each office (or section), numbered questions below it."""
    blocks = [Block("title", asked.title), Block("paragraph", asked.lead)]
    groups = [
        (
            name,
            [f"{one.text}（所据：{one.about}）" if one.about else one.text for one in questions],
        )
        for name, questions in asked.grouped()
    ]
    if asked.document:
        groups.append((_END, [text for _, text in asked.document]))
    if not groups:
        return (blocks[0], Block("paragraph", _NOTHING))
    for number, (name, texts) in enumerate(groups, 1):
        blocks.append(Block("heading", name, 1, f"{chinese_numeral(number)}、"))
        for place, text in enumerate(texts, 1):
            blocks.append(Block("paragraph", f"{place}. {text}"))
            blocks.append(Block("paragraph", _ANSWER))
    return tuple(blocks)
