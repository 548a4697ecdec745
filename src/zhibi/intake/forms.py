"""The workbook that offices fill in, blank or filled.

`make_form` gives a blank one; `fill_form` writes facts into the same sheets, with more columns, so
that what was read from a workbook can be written back without loss.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.intake.form_cells import (
    CellValue,
    common_cells,
    document_cell,
    indicator_cells,
    statement_cells,
)
from zhibi.intake.form_page import Column, Page, plain_page
from zhibi.intake.sheets import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl import Workbook

_UNDATED = datetime(2024, 1, 1)
_PART_SHEETS = {
    "problems": "问题",
    "plan": "计划",
    "highlights": "亮点",
    "preamble": "前言",
    "closing": "结尾",
}


def make_form(
    style_name: str,
    topics: Sequence[str] = (),
    office: str | None = None,
    *,
    part_topics: Mapping[str, Sequence[str]] | None = None,
    last_year: Sequence[Mapping[str, Any]] = (),
    document: Mapping[str, Any] | None = None,
) -> bytes:
    """A blank form (.xlsx) for a style.

    `topics` are offered under 板块, `part_topics` gives other ones for a part (problems, plan).
    With `office` the form is that office's: its name stands in every row's 来源. `last_year`
    are rows of 指标 to be filled in (see `last_year_rows`), `document` what 基本信息 holds.
    """
    form = read_data("intake", "form")
    book = _new_book()
    for sheet in form["sheets"]:
        offered = (part_topics or {}).get(sheet.get("part", ""), topics)
        columns = [_column(column, offered) for column in sheet["columns"]]
        page = Page(
            sheet["name"],
            f"{sheet['title']}（{style_name}）" + (f"　填报单位：{office}" if office else ""),
            sheet["lead"],
            columns,
            filled=[_to_fill_in(row) for row in last_year] if sheet["name"] == "指标" else [],
            blank_rows=int(sheet["rows"]),
            example=_example(sheet),
            preset={"source": office} if office else {},
        )
        page.write(book)
    if office is None:
        _document_page({**(document or {}), "style": style_name}).write(book)
    return _bytes(book)


def _to_fill_in(row: Mapping[str, Any]) -> dict[str, CellValue]:
    """The cells of an indicator whose value is still to come: name, unit, last year's figure."""
    cells = indicator_cells(dict(row))
    del cells["value"]
    return cells


def fill_form(data: Mapping[str, Any]) -> bytes:
    """A workbook (.xlsx) of all that a facts file (as plain data) says."""
    form, book = read_data("intake", "form"), _new_book()
    sections = list(_walk(data.get("sections") or [], "", ""))
    rows: dict[str, list[dict[str, CellValue]]] = {}
    for section, part, topic in sections:
        mixed = len(section.get("facts") or []) > 1
        for order, fact in enumerate(section.get("facts") or [], 1):
            is_statement = bool(fact.get("text"))
            cells = (statement_cells if is_statement else indicator_cells)(fact)
            cells["topic"] = CellValue(topic)
            if mixed:
                cells["order"] = CellValue(str(order))
            name = _PART_SHEETS.get(part, "事项") if is_statement else "指标"
            rows.setdefault(name, []).append(cells)
    known = {sheet["name"]: sheet for sheet in form["sheets"]}
    for name in dict.fromkeys([*known, *rows]):
        sheet = known.get(name) or {**known["事项"], "name": name, "title": name, "part": ""}
        columns = [_column(column, ()) for column in [*sheet["columns"], *_more(form, sheet)]]
        Page(name, sheet["title"], "", columns, filled=rows.get(name, [])).write(book)
    _section_page(sections).write(book)
    for page in _formula_pages(data, sections):
        page.write(book)
    _document_page(data.get("document") or {}).write(book)
    return _bytes(book)


def _walk(
    sections: Sequence[Mapping[str, Any]], part: str, above: str
) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Sections with their part and the word under 板块 that finds them again: their id."""
    for section in sections:
        own_part = section.get("part") or part
        yield {**section, "under": above}, own_part, section["id"]
        yield from _walk(section.get("sections") or [], own_part, section["id"])


def _section_page(sections: Sequence[tuple[dict[str, Any], str, str]]) -> Page:
    columns = [
        ("id", "编号", 16),
        ("part", "部分", 10),
        ("topic", "板块", 16),
        ("heading", "标题", 40),
    ]
    columns += [("under", "上级", 14), ("period", "时段", 11), ("status", "状态", 9)]
    columns += [("show", "是否必写", 9), ("source", "来源", 14)]
    filled = [
        common_cells(section) | ({"under": CellValue(section["under"])} if section["under"] else {})
        for section, _, _ in sections
    ]
    return plain_page("小节", columns, filled)


def _formula_pages(
    data: Mapping[str, Any], sections: Sequence[tuple[dict[str, Any], str, str]]
) -> Iterator[Page]:
    derived, checks = [], []
    for section, _, topic in sections:
        for item in section.get("derive") or []:
            cells = common_cells(item) | {
                "name": CellValue(item["name"]),
                "topic": CellValue(topic),
            }
            derived.append(cells)
        checks += [
            {"check": CellValue(check), "topic": CellValue(topic)}
            for check in section.get("checks") or []
        ]
    checks += [{"check": CellValue(check)} for check in data.get("checks") or []]
    if derived:
        columns = [("topic", "板块", 14), ("name", "名称", 20), ("formula", "算式", 40)]
        columns += [("form", "写法", 10), ("period", "时段", 11), ("status", "状态", 9)]
        columns += [
            ("show", "是否必写", 9),
            ("aliases", "别名", 14),
            ("id", "编号", 16),
            ("note", "备注", 18),
        ]
        yield plain_page("算式", columns, derived)
    if checks:
        columns = [("topic", "板块", 14), ("check", "核对式", 50)]
        yield plain_page("核对", columns, checks)


def _document_page(document: Mapping[str, Any]) -> Page:
    form = read_data("intake", "form")["document"]
    columns = [Column("key", "项目", 14), Column("value", "内容", 44), Column("note", "说明", 50)]
    filled, choices = [], {}
    listed = {row["field"] for row in form["rows"]}
    more = [row for row in form["more"] if row["field"] in document and row["field"] not in listed]
    for number, row in enumerate([*form["rows"], *more]):
        value = document.get(row["field"])
        filled.append(
            {
                "key": CellValue(row["head"]),
                "value": CellValue("" if value is None else document_cell(row["field"], value)),
                "note": CellValue(row["note"]),
            }
        )
        if "choices" in row:
            choices[number] = vocabulary.labels(row["choices"])
    return Page(
        form["title"], form["title"], form["lead"], columns, filled=filled, cell_choices=choices
    )


def _column(column: Mapping[str, Any], topics: Sequence[str]) -> Column:
    group = column.get("choices")
    choices = list(topics) if group == "topics" else []
    if group == "units":
        choices = list(read_data("intake", "form")["units"])
    elif group and group != "topics":
        choices = vocabulary.labels(group)
    return Column(
        column["field"],
        column["head"],
        int(column["width"]),
        column.get("note", ""),
        choices,
        column.get("format", "@" if column["field"] == "period" else "General"),
        free=group in {"topics", "units"},
    )


def _example(sheet: Mapping[str, Any]) -> dict[str, CellValue]:
    row = dict(sheet["example"])
    statement = sheet["kind"] == "statement"
    labels = {
        key: row.pop(key) for key in ("topic", "status", "show", "of_which", "names") if key in row
    }
    cells = (statement_cells if statement else indicator_cells)(row)
    return cells | {key: CellValue(text) for key, text in labels.items()}


def _more(form: Mapping[str, Any], sheet: Mapping[str, Any]) -> list[dict[str, Any]]:
    have = {column["field"] for column in sheet["columns"]}
    return [column for column in form["more"][sheet["kind"]] if column["field"] not in have]


def _new_book() -> Workbook:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "zhibi"
    book.properties.created = book.properties.modified = _UNDATED
    return book


def _bytes(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
