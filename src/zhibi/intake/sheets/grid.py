"""A sheet as rows of cells, each with its place and its displayed text."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from zhibi.errors import InputError, Place, Problem
from zhibi.files import decode, read_bytes
from zhibi.intake.sheets.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT, ensure_bounded
from zhibi.intake.sheets.number_format import displayed_text

if TYPE_CHECKING:
    from pathlib import Path

CellKind = Literal["text", "number", "percent", "date", "bool", "error", "uncomputed"]
_ERRORS = frozenset(
    {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!"}
)
_DELIMITERS = ",\t;，"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its reference (C7) and its displayed text."""

    ref: str
    text: str
    kind: CellKind = "text"
    merged: bool = False

    def __bool__(self) -> bool:
        return bool(self.text) or self.kind in {"error", "uncomputed"}


@dataclass(slots=True)
class Grid:
    """A sheet: rows of equal length, and the numbers of hidden rows."""

    path: str
    sheet: str
    rows: list[list[Cell]]
    hidden_rows: set[int] = field(default_factory=set)
    hidden: bool = False

    def place(self, ref: str) -> str:
        """A cell's place for messages and sources: 指标!C7, or C7 in a file without sheets."""
        return f"{self.sheet}!{ref}" if self.sheet else ref

    def full_place(self, cell: Cell) -> Place:
        """A cell's place with its file."""
        column = cell.ref.rstrip("0123456789")
        row = int(cell.ref[len(column) :])
        return Place(self.path, row, column_number(column), self.place(cell.ref))


def read_workbook(path: Path) -> list[Grid]:
    """All sheets of a .xlsx or .xlsm; macros, links and pictures are ignored.

    Raises InputError for what cannot or must not be read.
    """
    has_formulas = ensure_bounded(path)
    values = _load(path, data_only=True)
    formulas = _load(path, data_only=False) if has_formulas else None
    return [
        _grid(str(path), sheet, formulas[sheet.title] if formulas is not None else None)
        for sheet in values.worksheets
    ]


def _load(path: Path, *, data_only: bool) -> Any:
    import openpyxl

    try:
        return openpyxl.load_workbook(path, data_only=data_only, keep_links=False)
    except Exception as error:
        hint = "用 Excel 或 WPS 打开后另存为 .xlsx 再报"
        message = f"工作簿已损坏，读不了（{type(error).__name__}）"
        raise InputError(Problem(message, hint, str(path))) from error


def _grid(path: str, sheet: Any, formulas: Any) -> Grid:
    merged = _merged(sheet)
    rows = []
    for row in sheet.iter_rows():
        cells = []
        for cell in row:
            source = merged.get((cell.row, cell.column))
            from_cell = cell if source is None else sheet.cell(*source)
            formula = formulas[from_cell.coordinate].value if formulas is not None else None
            cells.append(_cell(cell.coordinate, from_cell, formula, source is not None))
        rows.append(cells)
    hidden = {number for number, row in sheet.row_dimensions.items() if row.hidden}
    return Grid(path, sheet.title, rows, hidden, sheet.sheet_state != "visible")


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """For each merged cell, the cell that holds its value (row, column)."""
    return {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _cell(ref: str, cell: Any, formula: Any, merged: bool) -> Cell:
    value = cell.value
    if value is None:
        uncomputed = isinstance(formula, str) and formula.startswith("=")
        return Cell(
            ref, formula if uncomputed else "", "uncomputed" if uncomputed else "text", merged
        )
    text = displayed_text(value, cell.number_format)
    kind: CellKind = "text"
    if isinstance(value, str):
        kind = "error" if value in _ERRORS else "text"
    elif isinstance(value, bool):
        kind = "bool"
    elif isinstance(value, int | float):
        kind = "percent" if text.endswith("%") else "number"
    else:
        kind = "date"
    return Cell(ref, text, kind, merged)


def read_delimited(path: Path, encoding: str | None = None) -> Grid:
    """A .csv or .tsv in UTF-8 (with or without mark), UTF-16 with mark, or GB18030."""
    text = decode(read_bytes(path, MAX_TEXT), str(path), encoding)
    rows: list[list[Cell]] = []
    count = 0
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=_delimiter(text)), 1):
            count += len(row)
            if number > MAX_ROWS or len(row) > MAX_COLUMNS or count > MAX_CELLS * 5:
                raise InputError(Problem("表格过大", "删去多余的行列，或拆成几个文件", str(path)))
            rows.append([_csv_cell(value, number, column) for column, value in enumerate(row, 1)])
    except csv.Error as error:
        message = f"第 {len(rows) + 1} 行附近的 CSV 写法不对（引号没有配对，或一格里的字过多）"
        raise InputError(Problem(message, "检查引号，或另存为 .xlsx", str(path))) from error
    width = max((len(row) for row in rows), default=0)
    for number, cells in enumerate(rows, 1):
        cells += [
            Cell(f"{letters(column)}{number}", "") for column in range(len(cells) + 1, width + 1)
        ]
    return Grid(str(path), "", rows)


def _csv_cell(value: str, row: int, column: int) -> Cell:
    text = value.strip().strip("\ufeff")
    return Cell(f"{letters(column)}{row}", text, "error" if text in _ERRORS else "text")


def _delimiter(text: str) -> str:
    """The delimiter that the first lines hold most of; a comma if none does."""
    head = "\n".join(text.splitlines()[:20])
    return max(_DELIMITERS, key=lambda mark: (head.count(mark), mark == ","))


def column_number(name: str) -> int:
    """The number of a column from its letters: A → 1, AB → 28."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def letters(column: int) -> str:
    """The letters of a column: 1 → A, 28 → AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
