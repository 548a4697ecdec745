"""A sheet as rows of cells, each with its place and its displayed text."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal

from zhibi.errors import InputError, Place, Problem
from zhibi.files import decode, read_bytes
from zhibi.word.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TEXT

if TYPE_CHECKING:
    from pathlib import Path

CellKind = Literal["text", "number", "percent", "date", "bool", "error", "uncomputed"]
ERROR_VALUES = frozenset(
    {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!"}
)
_DELIMITERS = ",\t;，"


@dataclass(slots=True)
class Cell:
    """One cell: its reference (C7) and its displayed text.

    `problem` says why the text is not to be relied on. `indent` is by how many half-width blanks
    the text is set in. A merged cell has the text of the first cell of its area, `first`; where
    the area goes over several rows, `over` is the area.
    """

    ref: str
    text: str
    kind: CellKind = "text"
    merged: bool = False
    problem: str = ""
    indent: int = 0
    over: str = ""
    first: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.problem)


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that a cell shows besides its content, and why it is no part of that."""

    ref: str
    text: str
    why: str


@dataclass(slots=True)
class Grid:
    """A sheet: rows of equal length, the numbers of hidden rows and columns, and what was left."""

    path: str
    sheet: str
    rows: list[list[Cell]]
    hidden_rows: set[int] = field(default_factory=set)
    hidden: bool = False
    hidden_columns: set[int] = field(default_factory=set)
    unread: list[Unread] = field(default_factory=list)

    def place(self, ref: str) -> str:
        """A cell's place for messages and sources: 指标!C7, or C7 in a file without sheets."""
        return f"{self.sheet}!{ref}" if self.sheet else ref

    def full_place(self, cell: Cell) -> Place:
        """A cell's place with its file."""
        column = cell.ref.rstrip("0123456789")
        row = int(cell.ref[len(column) :])
        return Place(self.path, row, column_number(column), self.place(cell.ref))


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
    return Cell(f"{letters(column)}{row}", text, "error" if text in ERROR_VALUES else "text")


def _delimiter(text: str) -> str:
    """The delimiter that the first lines hold most of; a comma if none does."""
    head = "\n".join(text.splitlines()[:20])
    return max(_DELIMITERS, key=lambda mark: (head.count(mark), mark == ","))


@cache
def column_number(name: str) -> int:
    """The number of a column from its letters: A → 1, AB → 28."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def indent_of(text: str) -> int:
    """By how many half-width blanks a text is set in by blanks of its own."""
    blanks = text[: len(text) - len(text.lstrip(" \u3000\xa0"))]
    return len(blanks) + blanks.count("\u3000")


@cache
def letters(column: int) -> str:
    """The letters of a column: 1 → A, 28 → AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
