"""Reads the sheets of a .xlsx as grids of displayed texts, in one pass over each part."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from zhibi.intake.sheets.cell_styles import CellStyle
from zhibi.intake.sheets.grid import (
    ERROR_VALUES,
    Cell,
    Grid,
    Unread,
    column_number,
    indent_of,
    letters,
)
from zhibi.intake.sheets.number_format import FormatError, Shown, shown_number, shown_text
from zhibi.intake.sheets.workbook_parts import RichText, RunCollector, WorkbookParts
from zhibi.word.limits import (
    LARGE_SHEET,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_MERGED_AREA,
    MAX_MERGES,
    MAX_NUMBER,
    MAX_ROWS,
)
from zhibi.word.package import bad_file

if TYPE_CHECKING:
    from pathlib import Path

    from zhibi.intake.sheets.cell_styles import Attributes, Ends, Starts
    from zhibi.intake.sheets.workbook_parts import SheetPart

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_AREA = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_SHORT_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII)
_LONGEST_FORMULA = 60


class Workbook:
    """A .xlsx or .xlsm opened for reading; macros, links and pictures are ignored.

    `data` is its content where the file at `path` is one that was converted. Raises InputError
    for what cannot or must not be read.
    """

    def __init__(self, path: Path, data: bytes | None = None) -> None:
        self._parts = WorkbookParts(path, data)

    @property
    def is_large(self) -> bool:
        """Whether a sheet is large."""
        sheets = self._parts.sheets
        return any(self._parts.values_in(sheet.part) > LARGE_SHEET for sheet in sheets)

    def grids(self, *, head: bool = False) -> list[Grid]:
        """All sheets; with `head`, only their first rows. Raises InputError."""
        grids, room = [], MAX_CELLS
        for sheet in self._parts.sheets:
            if (height := self._parts.rows_in(sheet.part)) > MAX_ROWS:
                raise self._parts.too_large(f"{sheet.title} 有 {height} 行，最多 {MAX_ROWS} 行")
            if self._parts.values_in(sheet.part) > room:
                raise self._parts.too_large(sheet.title)
            reader = _SheetReader(self._parts, sheet, room)
            self._parts.stream(sheet.part, reader.starts(), reader.ends(), head=head)
            room -= reader.filled
            grids.append(reader.grid())
        return grids


class _SheetReader:
    """Builds the cells of one sheet from its elements; `filled` counts those with content."""

    def __init__(self, workbook: WorkbookParts, sheet: SheetPart, room: int) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._room = room
        self.filled = 0
        self._grid = Grid(str(workbook.path), sheet.title, [], hidden=sheet.hidden)
        self._rows: dict[int, dict[int, Cell]] = {}
        self._columns: dict[str, int] = {}
        self._width = 0
        self._merges: list[tuple[int, int, int, int]] = []
        self._row = 0
        self._row_digits = "0"
        self._column = 0
        self._ref = ""
        self._runs = RunCollector()
        self._type = "n"
        self._style = CellStyle()
        self._value: str | None = None
        self._formula: str | None = None

    def starts(self) -> Starts:
        """What to do where an element opens."""
        return self._runs.starts() | {
            "c": self._start_cell,
            "row": self._start_row,
            "mergeCell": self._merge,
            "col": self._start_columns,
        }

    def ends(self) -> Ends:
        """What to do where an element closes."""
        return self._runs.ends() | {
            "v": self._end_value,
            "f": self._end_formula,
            "c": self._end_cell,
        }

    def _end_value(self, text: str) -> None:
        self._value = text

    def _end_formula(self, text: str) -> None:
        self._formula = text

    def _start_columns(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in {"1", "true"}:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal() and len(first + last) < 14:
                self._grid.hidden_columns.update(range(int(first), min(int(last), 1000) + 1))

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        if number is None:
            self._row += 1
        elif re.fullmatch(r"[1-9]\d{0,6}", number, re.ASCII):
            self._row = int(number)
        else:
            raise self._workbook.damaged(f"行号“{number[:20]}”写法不对")
        self._row_digits = str(self._row)
        self._column = 0
        if attributes.get("hidden") in {"1", "true"}:
            self._grid.hidden_rows.add(self._row)

    def _start_cell(self, attributes: Attributes) -> None:
        ref = attributes.get("r")
        if ref is None:
            self._column += 1
            ref = f"{letters(self._column)}{self._row}"
        else:
            column = self._columns.get(ref.removesuffix(self._row_digits))
            if column is None or not ref.endswith(self._row_digits):
                column = self._go_to(ref)
            self._column = column
        self._ref = ref
        self._type = attributes.get("t", "n")
        self._style = self._workbook.style(attributes.get("s", "0"))
        self._value = self._formula = None
        if self._type == "inlineStr":
            self._runs.clear()

    def _go_to(self, ref: str) -> int:
        """Go to the row of a cell; the number of its column, which is then known in other rows."""
        match = _REFERENCE.fullmatch(ref)
        if match is None:
            raise self._workbook.damaged(f"单元格“{ref[:20]}”写法不对")
        self._row_digits = match[2]
        self._row = int(match[2])
        self._columns[match[1]] = column = column_number(match[1])
        return column

    def _end_cell(self, _: str) -> None:
        cell = self._cell(self._ref)
        if cell is None:
            return
        self.filled += 1
        if self.filled > self._room:
            raise self._workbook.too_large(self._sheet.title)
        if self._row > MAX_ROWS or self._column > MAX_COLUMNS:
            message = (
                f"表格范围过大（{self._sheet.title} 到第 {self._row} 行、第 {self._column} 列）"
            )
            hint = "右下角有多余的单元格：选中数据以外的行和列，删除后再存"
            raise bad_file(self._workbook.path, message, hint)
        self._width = max(self._width, self._column)
        cells = self._rows.get(self._row)
        if cells is None:
            cells = self._rows[self._row] = {}
        cells[self._column] = cell

    def _cell(self, ref: str) -> Cell | None:
        """The cell that has just ended; None where it holds nothing."""
        value = self._value
        if self._type == "inlineStr":
            return self._text_cell(ref, self._runs.result())
        if value is None or (not value and self._formula is not None and self._type != "str"):
            if self._formula is None:
                return None
            return Cell(ref, f"={self._formula[:_LONGEST_FORMULA]}", "uncomputed")
        if self._type == "s":
            strings = self._workbook.strings
            number = int(value) if value.strip().isdecimal() and len(value) < 9 else -1
            if not 0 <= number < len(strings):
                raise self._workbook.damaged(f"{ref} 的文字找不到")
            return self._text_cell(ref, strings[number])
        if self._type == "n":
            return self._number_cell(ref, value.strip())
        if self._type == "b":
            return Cell(ref, "是" if value.strip() in {"1", "true"} else "否", "bool")
        if self._type == "d":
            return Cell(ref, _iso_date(value.strip()), "date")
        return self._text_cell(ref, RichText(value))

    def _text_cell(self, ref: str, rich: RichText) -> Cell | None:
        text = rich.text.strip()
        if rich.left:
            self._grid.unread += [Unread(ref, part, why) for part, why in rich.left]
        if self._style.struck:
            if text:
                self._grid.unread.append(Unread(ref, text, "划掉的字"))
            return None
        if text in ERROR_VALUES:
            return Cell(ref, text, "error")
        shown = shown_text(text, self._style.code).strip() if text else text
        if not shown:
            return None
        indent = self._style.indent * 2 + indent_of(rich.text)
        return Cell(ref, shown, indent=indent)

    def _number_cell(self, ref: str, written: str) -> Cell | None:
        if self._style.struck:
            self._grid.unread.append(Unread(ref, written, "划掉的字"))
            return None
        code = self._style.code
        if code == "General" and len(written) <= 11 and _SHORT_NUMBER.fullmatch(written):
            return Cell(ref, written, "number")
        try:
            number = Decimal(written[:MAX_NUMBER])
        except InvalidOperation:
            return Cell(ref, written[:MAX_NUMBER], problem=f"“{written[:MAX_NUMBER]}”不是数")
        if not number.is_finite() or abs(number.adjusted()) > 308:
            return Cell(ref, written[:MAX_NUMBER], problem="数过大或过小，读不了")
        try:
            shown = shown_number(number, code, from_1904=self._workbook.from_1904)
        except FormatError as error:
            return Cell(ref, written, "number", problem=str(error))
        return _shown_cell(ref, shown)

    def _merge(self, attributes: Attributes) -> None:
        ref = attributes.get("ref", "")
        match = _AREA.fullmatch(ref)
        if match is None:
            if _REFERENCE.fullmatch(ref):
                return
            raise self._workbook.damaged(f"合并单元格“{ref[:20]}”写法不对")
        rows = sorted((int(match[2]), int(match[4])))
        columns = sorted((column_number(match[1]), column_number(match[3])))
        self._merges.append((rows[0], columns[0], rows[1], columns[1]))
        if len(self._merges) > MAX_MERGES:
            raise self._too_merged()

    def _too_merged(self) -> Exception:
        message = f"合并单元格过多或范围过大（{self._sheet.title}）"
        return bad_file(self._workbook.path, message, "取消整行整列的合并再存")

    def grid(self) -> Grid:
        """The sheet's rows up to the last that holds anything, all of one width."""
        height = max(self._rows, default=0)
        width = self._width
        if height * width > MAX_CELLS:
            message = f"表格范围过大（{self._sheet.title} 到第 {height} 行、第 {width} 列）"
            hint = "右下角有多余的单元格：选中数据以外的行和列，删除后再存"
            raise bad_file(self._workbook.path, message, hint)
        names = [letters(column) for column in range(1, width + 1)]
        for row in range(1, height + 1):
            filled = self._rows.get(row, {})
            self._grid.rows.append(
                [
                    filled.get(column) or Cell(f"{name}{row}", "")
                    for column, name in enumerate(names, 1)
                ]
            )
        self._spread_merges(height, width)
        return self._grid

    def _spread_merges(self, height: int, width: int) -> None:
        """Give the cells of merged areas the text of the first, and say where it comes from."""
        area_left = MAX_MERGED_AREA
        for top, left, lowest, rightmost in self._merges:
            bottom, right = min(lowest, height), min(rightmost, width)
            if top > height or left > width or not self._grid.rows[top - 1][left - 1]:
                continue
            area_left -= (bottom - top + 1) * (right - left + 1)
            if area_left < 0:
                raise self._too_merged()
            first = self._grid.rows[top - 1][left - 1]
            over = f"{first.ref}:{letters(right)}{bottom}" if bottom > top else ""
            for row in range(top, bottom + 1):
                cells = self._grid.rows[row - 1]
                for column in range(left, right + 1):
                    below = cells[column - 1]
                    if below and below is not first:
                        self._grid.unread.append(Unread(below.ref, below.text, "合并单元格盖住的"))
                    cells[column - 1] = Cell(
                        below.ref, first.text, first.kind, True, first.problem,
                        first.indent, over, first.ref,
                    )  # fmt: skip


def _shown_cell(ref: str, shown: Shown) -> Cell:
    if shown.is_date:
        return Cell(ref, shown.plain, "date")
    if not shown.text.strip():
        return Cell(ref, "", "number", problem="这一格的数按数字格式不显示")
    return Cell(ref, shown.plain, "percent" if shown.plain.endswith("%") else "number")


def _iso_date(text: str) -> str:
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", text)
    return f"{match[1]}年{int(match[2])}月{int(match[3])}日" if match else text
