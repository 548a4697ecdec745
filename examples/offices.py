"""Make the files that the offices of `township-annual` would send, from its facts file.

`python examples/offices.py` writes to `township-annual/offices/` what the facts file says, as
eight files of the sort that reach a party and government office: title rows above the header,
columns in another order, merged and hidden cells, numbers without their units, percentages as
cell formats, GB18030, a text with headings. `zhibi merge` makes facts of them again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import docx
from office_rows import (
    INDICATORS,
    RECKONED,
    STATEMENTS,
    Report,
    once,
    rows_of,
    turned,
    with_units,
)
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

EXAMPLE = Path(__file__).resolve().parent / "township-annual"
OFFICES = EXAMPLE / "offices"
PART = {"summary": "工作总结", "highlights": "工作亮点", "problems": "存在问题", "plan": "工作计划"}
DOCUMENT = {
    "style": "样式",
    "kind": "类型",
    "year": "年份",
    "organisation": "单位名称",
    "self": "自称",
    "superior": "上级",
    "period": "统计时段",
    "guiding": "指导思想",
    "signed": "落款",
    "date": "成文日期",
    "length": "字数",
    "names": "固定提法",
}
WELFARE = {"就业和养老服务", "社会救助和就业帮扶", "社会保险和惠民补贴"}
LONGEST_YEAR = 4
PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)%")


def _fill(sheet: Worksheet, rows: list[list[Any]], titles: Iterable[str] = ()) -> None:
    """Write a table below its titles, numbers as numbers; cells of one 板块 are merged."""
    for title in titles:
        sheet.append([title])
        sheet.merge_cells(
            start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=8
        )
        sheet.cell(sheet.max_row, 1).alignment = Alignment(horizontal="center")
    first = sheet.max_row + (1 if sheet.max_row > 1 or sheet["A1"].value else 0)
    for number, row in enumerate(rows, first):
        for at, value in enumerate(row, 1):
            _put(sheet, number, at, value)
    for cell in sheet[first]:
        cell.font = Font(bold=True)
    if "板块" in rows[0]:
        _merge_alike(sheet, rows[0].index("板块") + 1, first + 1, first + len(rows) - 1)


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    cell = sheet.cell(row, column)
    percent = PERCENT.fullmatch(value) if isinstance(value, str) else None
    if percent:
        decimals = len(percent[1].partition(".")[2])
        cell.value = round(float(percent[1]) / 100, decimals + 2)
        cell.number_format = f"0.{'0' * decimals}%" if decimals else "0%"
    elif isinstance(value, str) and re.fullmatch(r"\d+(?:\.\d+)?", value):
        decimals = len(value.partition(".")[2])
        cell.value = float(value) if decimals else int(value)
        whole = "#,##0" if len(value) > LONGEST_YEAR else "0"
        cell.number_format = f"{whole}.{'0' * decimals}" if decimals else whole
    else:
        cell.value = value


def _merge_alike(sheet: Worksheet, column: int, first: int, last: int) -> None:
    """Merge neighbouring cells that say the same."""
    start = first
    for row in range(first, last + 2):
        if row <= last and sheet.cell(row, column).value == sheet.cell(start, column).value:
            continue
        if row - 1 > start:
            sheet.merge_cells(
                start_row=start, start_column=column, end_row=row - 1, end_column=column
            )
        start = row


def _book(name: str, sheets: Iterable[tuple[str, list[str], list[list[Any]]]]) -> Workbook:
    book = Workbook()
    for title, heads, rows in sheets:
        _fill(book.create_sheet(title), rows, heads)
    del book["Sheet"]
    book.save(OFFICES / name)
    return book


def _text(name: str, tables: Iterable[list[list[Any]]], encoding: str, heads: list[str]) -> None:
    """Tables one below another as a .csv, a blank row between them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for head in heads:
        writer.writerow([head])
    for table in tables:
        writer.writerows(table)
        writer.writerow([])
    (OFFICES / name).write_bytes(out.getvalue().encode(encoding))


def _document(report: Report) -> Iterator[list[Any]]:
    for key, label in DOCUMENT.items():
        value = report.document[key]
        if key == "kind":
            value = "年度"
        elif key == "length":
            value = "5000至6500"
        yield [f"{label}：", "、".join(value) if isinstance(value, list) else value]


def _sections(report: Report) -> list[list[Any]]:
    rows: list[list[Any]] = [["编号", "部分", "板块", "标题", "上级板块", "时段"]]
    for section, under in report.sections:
        part = PART.get(section.get("part", ""))
        heading, period = section.get("heading"), section.get("period")
        rows.append([section["id"], part, section["topic"], heading, under or None, period])
    return rows


def _government_office(report: Report) -> None:
    own = report.of("summary", ["党政办"])
    book = _book(
        "01-党政办.xlsx",
        [
            ("基本信息", [], list(_document(report))),
            ("小节", ["2024年工作总结提纲"], _sections(report)),
            ("事项", [], rows_of(own, STATEMENTS)),
            ("存在问题", ["各科室查摆问题汇总"], rows_of(report.of("problems"), STATEMENTS)),
            (
                "2025年工作计划",
                ["2025年工作计划汇总"],
                turned(rows_of(report.of("plan"), STATEMENTS)),
            ),
            ("核算", ["由党政办统一核算"], rows_of(report.reckoned(), RECKONED)),
        ],
    )
    book["核算"].sheet_state = "hidden"
    book.save(OFFICES / "01-党政办.xlsx")


def _economy(report: Report) -> None:
    heads = ["青山镇主要经济指标完成情况表", "填报单位：财政所、经发办　　时间：11月底"]
    indicators = report.of("summary", ["财政所", "经发办"], "value")
    works = report.of("summary", ["经发办", "招商办"], "text")
    table = with_units(rows_of(indicators, INDICATORS))
    book = _book(
        "02-财政所、经发办、招商办.xlsx",
        [("指标", heads, table), ("事项", [], turned(rows_of(works, STATEMENTS)))],
    )
    sheet = book["指标"]
    hidden = [row for row in range(4, sheet.max_row + 1) if "不写" in _values(sheet, row)]
    for row in hidden:
        sheet.row_dimensions[row].hidden = True
    sheet.append(["注：经济指标为1—10月数，其余为1—11月数。"])
    book.save(OFFICES / "02-财政所、经发办、招商办.xlsx")


def _values(sheet: Worksheet, row: int) -> list[Any]:
    return [cell.value for cell in sheet[row]]


def _building(report: Report) -> None:
    offices = ["村建所", "水利站", "农业农村办", "林业站", "环保站", "宣传办"]
    works = report.of("summary", offices, "text")
    indicators = report.of("summary", offices, "value")
    tables = [once(rows_of(works, STATEMENTS)), with_units(rows_of(indicators, INDICATORS))]
    heads = ["城建、农业、环保、宣传条线工作情况"]
    _text("03-村建所等.csv", tables, "gb18030", heads)


def _revival(report: Report) -> None:
    works = report.of("summary", ["乡村振兴办"], "text")
    indicators = report.of("summary", ["乡村振兴办"], "value")
    _book(
        "04-乡村振兴办.xlsx",
        [
            ("Sheet1", ["防返贫监测对象情况"], turned(rows_of(indicators, INDICATORS))),
            ("Sheet2", ["填报单位：乡村振兴办"], rows_of(works, STATEMENTS)),
        ],
    )


def _order(report: Report) -> None:
    offices = ["司法所", "应急管理站"]
    tables = [
        once(rows_of(report.of("summary", offices, "text"), STATEMENTS)),
        turned(rows_of(report.of("summary", offices, "value"), INDICATORS)),
    ]
    _text("05-司法所、应急管理站.csv", tables, "utf-8-sig", [])


def _people(report: Report) -> None:
    welfare = report.of("summary", ["人社所", "民政办", "妇联", "卫健办"])
    welfare += [item for item in report.of("summary", ["财政所"]) if item.topic in WELFARE]
    printed = [
        item for item in welfare if item.kind == "value" and item.data.get("show") != "hidden"
    ]
    reckoned = [item for item in welfare if item.data.get("show") == "hidden"]
    works = [item for item in welfare if item.kind == "text"]
    book = _book(
        "06-人社所、民政办等.xlsx",
        [
            ("就业和补贴", ["就业、救助、补贴发放情况"], with_units(rows_of(printed, INDICATORS))),
            ("工作情况", [], rows_of(works, STATEMENTS)),
            ("底数", ["只供核对"], rows_of(reckoned, INDICATORS)),
        ],
    )
    book["底数"].sheet_state = "hidden"
    book.save(OFFICES / "06-人社所、民政办等.xlsx")


def _party(report: Report) -> None:
    _text(
        "07-党建办.csv",
        [turned(rows_of(report.of("summary", ["党建办"]), STATEMENTS))],
        "gb18030",
        ["填报单位：党建办"],
    )


def _highlights(report: Report) -> None:
    document = docx.Document()
    document.add_heading("青山镇2024年工作亮点", 0)
    topic = ""
    for item in report.of("highlights"):
        if item.topic != topic:
            topic = item.topic
            document.add_paragraph(f"（{'一二'[topic == '群众文化活动']}）{topic}")
        document.add_paragraph(item.data["text"])
    document.save(str(OFFICES / "08-工作亮点.docx"))


def main() -> None:
    """Write all files."""
    OFFICES.mkdir(exist_ok=True)
    report = Report(EXAMPLE / "facts.yaml")
    for make in (_government_office, _economy, _building, _revival, _order, _people):
        make(report)
    _party(report)
    _highlights(report)


if __name__ == "__main__":
    main()
