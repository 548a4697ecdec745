"""The questions as a workbook for the offices: their answers come back by `zhibi merge`."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.intake.form_cells import CellValue
from zhibi.intake.form_page import Column, Page

if TYPE_CHECKING:
    from zhibi.intake.questions import Question, Questions

_NOT_IN_NAMES = re.compile(r"[\\/*?:\[\]]")
_LONGEST_NAME = 28
_DOCUMENT = "基本信息"


def question_form(asked: Questions) -> bytes:
    """The bytes of an .xlsx: a sheet for each office (or section), and one for what ends a report.

    A row's answer is read as a statement of its section, the question as its note.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    heads = read_data("intake", "questions")["columns"]
    used: set[str] = set()
    for name, questions in asked.grouped():
        _page(asked, name, questions, heads, used).write(book)
    if asked.document:
        _document_page(asked).write(book)
    if not book.worksheets:
        Page("追问单", asked.title, "没有要追问的。", [Column("number", "序号", 6)]).write(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _page(
    asked: Questions, name: str, questions: list[Question], heads: Any, used: set[str]
) -> Page:
    columns = [
        Column("number", heads["number"], 6),
        Column("topic", heads["topic"], 16),
        Column("note", heads["question"], 50),
        Column("about", heads["about"], 36),
        Column("text", heads["answer"], 50),
        *([Column("source", heads["office"], 14)] if asked.by_office else []),
    ]
    filled = [
        {
            "number": CellValue(str(number)),
            "topic": CellValue(one.topic),
            "note": CellValue(one.text),
            "about": CellValue(one.about),
            "source": CellValue(one.office),
        }
        for number, one in enumerate(questions, 1)
    ]
    return Page(_sheet_name(name, used), f"{asked.title}（{name}）", asked.lead, columns, filled)


def _document_page(asked: Questions) -> Page:
    rows = {row["field"]: row for row in read_data("intake", "form")["document"]["rows"]}
    columns = [Column("key", "项目", 14), Column("value", "内容", 44), Column("note", "说明", 50)]
    filled = [
        {
            "key": CellValue(rows[field]["head"]),
            "note": CellValue(f"{text}{rows[field]['note']}"),
        }
        for field, text in asked.document
    ]
    return Page(_DOCUMENT, f"{asked.title}（报告末尾）", "由汇总的人填。", columns, filled)


def _sheet_name(name: str, used: set[str]) -> str:
    """A sheet's name that is allowed and not taken; 问 before it, since a topic may be a part."""
    base = "问" + (_NOT_IN_NAMES.sub("·", name)[:_LONGEST_NAME] or "其他")
    chosen, number = base, 2
    while chosen in used:
        chosen, number = f"{base[: _LONGEST_NAME - 2]}{number}", number + 1
    used.add(chosen)
    return chosen
