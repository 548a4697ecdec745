"""Sheets of a workbook for people: headed columns, wrapped cells, ready to be printed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from zhibi.output.review.excerpts import display_width
from zhibi.word.package import build_package
from zhibi.word.wml import printable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

_LINE_HEIGHT = 15.0  # points
_CONTROL = re.compile(r"[\x00-\x1f]")
_DATES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def clean(text: str) -> str:
    """A text without what a cell cannot hold."""
    return _CONTROL.sub(" ", printable(text))


def fill_sheet(
    sheet: Worksheet, columns: Sequence[str], widths: Sequence[float], rows: Sequence[list[Any]]
) -> None:
    """Write headed columns and rows; `widths` are in characters."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    side = Side(style="thin", color="BFC4CA")
    border = Border(left=side, right=side, top=side, bottom=side)
    for column, (name, width) in enumerate(zip(columns, widths, strict=True), 1):
        head = sheet.cell(1, column, name)
        head.font = Font(name="黑体", size=11, bold=True)
        head.fill = PatternFill("solid", fgColor="E9ECEF")
        head.alignment = Alignment(horizontal="center", vertical="center")
        head.border = border
        sheet.column_dimensions[get_column_letter(column)].width = width
    wrap, font = Alignment(wrap_text=True, vertical="center"), Font(name="宋体", size=11)
    for number, values in enumerate(rows, 2):
        for column, value in enumerate(values, 1):
            cell = cast("Cell", sheet.cell(number, column))
            if isinstance(value, str):
                cell.value = "\n".join(clean(line) for line in value.split("\n"))
                cell.data_type = "s"  # text that begins with = is still text
            else:
                cell.value = value
            cell.alignment, cell.font, cell.border = wrap, font, border
        sheet.row_dimensions[number].height = _LINE_HEIGHT * max(
            _lines(str(value), width) for value, width in zip(values, widths, strict=True)
        )
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(len(rows) + 1, 2)}"


def _lines(text: str, width: float) -> int:
    """The number of lines of a wrapped cell; not every program computes row heights itself."""
    room = int(width) - 2  # the width of one character is unused at each end of a line
    return sum(max(1, -(-display_width(line) // room)) for line in text.split("\n"))


def set_up_page(sheet: Worksheet, title: str) -> None:
    """Print setup: landscape A4, fitted to width, header row repeated, pages numbered."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.75
    margins.header = margins.footer = 0.35
    shown = clean(title).replace("&", "&&")[:120]
    header, footer = sheet.oddHeader, sheet.oddFooter
    assert header is not None
    assert footer is not None
    header.center.text = f"{shown}  {sheet.title}" if shown else sheet.title
    footer.center.text = "第&P页 共&N页"


class Sheet(NamedTuple):
    """A sheet: its title, its columns with their widths in characters, its rows."""

    title: str
    columns: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[list[Any]]


def build_workbook(sheets: Sequence[Sheet], header: str) -> bytes:
    """The bytes of an .xlsx of these sheets; `header` is printed on each page."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        made = book.create_sheet(sheet.title)
        fill_sheet(made, sheet.columns, sheet.widths, sheet.rows)
        set_up_page(made, header)
    return workbook_bytes(book)


def workbook_bytes(book: Workbook) -> bytes:
    """The bytes of a workbook, without its times of creation and modification."""
    buffer = io.BytesIO()
    book.save(buffer)
    return _stable(buffer.getvalue())


def _stable(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = _DATES.sub(b"", parts["docProps/core.xml"])
    return build_package(parts)
