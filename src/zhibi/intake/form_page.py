"""One sheet of a form: title, header with comments, rows with drop-down lists, print settings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhibi.intake.form_cells import CellValue
from zhibi.intake.sheets.grid import letters
from zhibi.word.wml import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl import Workbook

_HEAD_FILL, _EXAMPLE_FILL = "DDE8F3", "F2F2F2"
_GREY, _LINE = "595959", "A6A6A6"
_LONGEST_LIST = 250
_ROW_HEIGHT = 20
_MARGIN = 0.5
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field it holds, its header, what a comment says, what may be chosen."""

    field: str
    head: str
    width: int
    note: str = ""
    choices: Sequence[str] = ()
    number_format: str = "General"
    free: bool = False
    """Whether other words than those of the list may be written."""


@dataclass(slots=True)
class Page:
    """A sheet to be written: `filled` rows, else `blank_rows` with an example above them."""

    name: str
    title: str
    lead: str
    columns: Sequence[Column]
    filled: Sequence[Mapping[str, CellValue]] = ()
    blank_rows: int = 0
    example: Mapping[str, CellValue] = field(default_factory=dict)
    preset: Mapping[str, str] = field(default_factory=dict)
    cell_choices: Mapping[int, Sequence[str]] = field(default_factory=dict)

    def write(self, book: Workbook) -> None:
        """Add the sheet to a workbook."""
        sheet: Any = book.create_sheet(self.name)
        head = self._write_title(sheet)
        self._write_head(sheet, head)
        rows: list[Mapping[str, CellValue]] = [
            *([self.example] if self.example else []),
            *self.filled,
        ]
        for number, cells in enumerate(rows, head + 1):
            self._write_row(sheet, number, cells, example=cells is self.example)
            if cells is self.example:
                sheet.row_dimensions[number].height = _ROW_HEIGHT
        blank = {key: CellValue(text) for key, text in self.preset.items()}
        last = head + len(rows) + self.blank_rows
        for number in range(head + len(rows) + 1, last + 1):
            self._write_row(sheet, number, blank)
            sheet.row_dimensions[number].height = _ROW_HEIGHT
        self._offer_choices(sheet, head, max(last, head + 1))
        self._set_up_print(sheet, head, last)

    def _write_title(self, sheet: Any) -> int:
        """Title and explanation; returns the row of the header."""
        from openpyxl.styles import Alignment, Font

        width = len(self.columns)
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
        _write_text(sheet.cell(1, 1), self.title)
        sheet.cell(1, 1).font = Font(name="黑体", size=16)
        sheet.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center")
        sheet.row_dimensions[1].height = 30
        if not self.lead:
            return 2
        sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=width)
        sheet.cell(2, 1, self.lead).font = Font(name="宋体", size=10, color=_GREY)
        sheet.cell(2, 1).alignment = Alignment(wrap_text=True, vertical="center")
        sheet.row_dimensions[2].height = 20
        return 3

    def _write_head(self, sheet: Any, row: int) -> None:
        from openpyxl.comments import Comment
        from openpyxl.styles import Alignment, Font, PatternFill

        for number, column in enumerate(self.columns, 1):
            cell = sheet.cell(row, number, column.head)
            cell.font = Font(name="黑体", size=11)
            cell.fill = PatternFill("solid", fgColor=_HEAD_FILL)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            cell.border = _border()
            if column.note:
                cell.comment = Comment(column.note, "填报说明", width=260, height=90)
            sheet.column_dimensions[letters(number)].width = column.width
        sheet.row_dimensions[row].height = 24
        sheet.freeze_panes = sheet.cell(row + 1, 1)

    def _write_row(
        self, sheet: Any, row: int, cells: Mapping[str, CellValue], *, example: bool = False
    ) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        for number, column in enumerate(self.columns, 1):
            given = cells.get(column.field, CellValue(""))
            cell = sheet.cell(row, number)
            if isinstance(given.value, Decimal):
                cell.value = given.value
                cell.number_format = "General"
            elif given.value:
                _write_text(cell, given.value)
                cell.number_format = "@"
            else:
                cell.number_format = column.number_format
            cell.font = Font(name="宋体", size=10, color=_GREY if example else None)
            if example:
                cell.fill = PatternFill("solid", fgColor=_EXAMPLE_FILL)
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            cell.border = _border()

    def _offer_choices(self, sheet: Any, head: int, last: int) -> None:
        for number, column in enumerate(self.columns, 1):
            if column.choices:
                area = f"{letters(number)}{head + 1}:{letters(number)}{last}"
                _offer(sheet, area, column.choices, free=column.free)
        for number, choices in self.cell_choices.items():
            _offer(sheet, f"B{head + 1 + number}", choices, free=False)

    def _set_up_print(self, sheet: Any, head: int, last: int) -> None:
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = f"{head}:{head}"
        sheet.print_area = f"A1:{letters(len(self.columns))}{last}"
        for side in ("left", "right", "top", "bottom"):
            setattr(sheet.page_margins, side, _MARGIN)
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
        sheet.print_options.horizontalCentered = True


def plain_page(
    name: str, columns: Sequence[tuple[str, str, int]], filled: Sequence[Mapping[str, CellValue]]
) -> Page:
    """A sheet without lists and comments."""
    return Page(name, name, "", [Column(*column) for column in columns], filled=filled)


def _write_text(cell: Any, text: str) -> None:
    """Set a cell to a text, also one that begins with =: a form holds no formulas."""
    cell.value = _CONTROL.sub(" ", printable(text))
    cell.data_type = "s"


def _offer(sheet: Any, area: str, choices: Sequence[str], *, free: bool) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = ",".join(choices).replace('"', '""')
    if len(listed) > _LONGEST_LIST:
        listed = listed[:_LONGEST_LIST].rpartition(",")[0]
    offer = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    offer.showErrorMessage = not free
    offer.errorTitle, offer.error = "请从列表中选", "这一格只能填下拉列表里的词"
    offer.add(area)
    sheet.add_data_validation(offer)


def _border() -> Any:
    from openpyxl.styles import Border, Side

    line = Side(style="thin", color=_LINE)
    return Border(left=line, right=line, top=line, bottom=line)
