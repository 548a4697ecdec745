"""Reads a .csv or .tsv as a grid; a line whose cells may be shifted is refused, not guessed at."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from zhibi.errors import InputError, Problem
from zhibi.files import decode, read_bytes
from zhibi.intake.sheets.grid import ERROR_VALUES, Cell, Grid, indent_of, letters
from zhibi.intake.sheets.header_words import MEASURES
from zhibi.word.limits import (
    HEAD_CELLS,
    HEAD_ROWS,
    LARGE_SHEET,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_PROBLEMS,
    MAX_ROWS,
    MAX_TEXT,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from zhibi.intake.sheets.grid import CellKind
    from zhibi.intake.sheets.table import Table

_DELIMITERS = ",\t;，"
_LEADING_DIGITS = re.compile(r"[-+]?\d{1,3}")
_THOUSANDS = re.compile(r"\d{3}(?:\.\d+)?")
_QUOTE_HINT = "检查这一行起的引号是否成对，或另存为 .xlsx"


class Delimited:
    """A .csv or .tsv in UTF-8 or UTF-16 (with or without mark) or GB 18030. Raises InputError."""

    def __init__(self, path: Path, encoding: str | None) -> None:
        self._path = path
        text = decode(read_bytes(path, MAX_TEXT), str(path), encoding)
        self._text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._delimiter = _delimiter(self._text)

    @property
    def is_large(self) -> bool:
        """Whether it has many cells."""
        return self._text.count(self._delimiter) + self._text.count("\n") > LARGE_SHEET

    def grids(self, *, head: bool = False) -> list[Grid]:
        """The table; with `head`, only its first rows. Raises InputError."""
        rows = self._rows(head=head)
        width = max((len(row) for row in rows), default=0)
        if width * len(rows) > MAX_CELLS * 5:
            raise self._too_large()
        for number, cells in enumerate(rows, 1):
            cells += [
                Cell(f"{letters(column)}{number}", "")
                for column in range(len(cells) + 1, width + 1)
            ]
        return [Grid(str(self._path), "", rows, delimited=True)]

    def _rows(self, *, head: bool) -> list[list[Cell]]:
        reader = csv.reader(io.StringIO(self._text), delimiter=self._delimiter, strict=True)
        most_rows, most = (HEAD_ROWS, HEAD_CELLS) if head else (MAX_ROWS, MAX_CELLS * 5)
        rows: list[list[Cell]] = []
        count, line = 0, 1
        try:
            for number, row in enumerate(reader, 1):
                count += len(row)
                if len(row) > MAX_COLUMNS or (not head and (number > most_rows or count > most)):
                    raise self._too_large()
                if number > most_rows or count > most:
                    break
                if _swallows_lines(row, self._delimiter):
                    message = f"第 {line} 行的引号没有配对，把后面几行并成了一格"
                    raise InputError(Problem(message, _QUOTE_HINT, str(self._path)))
                rows.append([_cell(value, number, column) for column, value in enumerate(row, 1)])
                line = reader.line_num + 1
        except csv.Error as error:
            message = f"第 {line} 行起 CSV 写法不对（引号没有配对，或一格里的字过多）"
            raise InputError(Problem(message, _QUOTE_HINT, str(self._path))) from error
        return rows

    def _too_large(self) -> InputError:
        return InputError(Problem("表格过大", "删去多余的行列，或拆成几个文件", str(self._path)))


def _swallows_lines(row: list[str], delimiter: str) -> bool:
    """Whether a quoted cell holds lines that look like rows of the table."""
    return any(
        sum(line.count(delimiter) >= 2 for line in value.split("\n")[1:]) > 0
        for value in row
        if "\n" in value
    )


def shifted_rows(grid: Grid, tables: Iterable[Table]) -> list[Problem]:
    """A problem for each line of a text whose cells may stand under the wrong headers."""
    if not grid.delimited:
        return []
    problems = []
    for table in tables:
        width = max(_filled(grid.rows[row]) for row in range(table.first, table.end))
        kinds = {column.index: name for name, column in table.columns.items()}
        for row in range(table.end, table.last):
            cells = grid.rows[row]
            filled = _filled(cells)
            if filled > width:
                message = f"第 {row + 1} 行有 {filled} 格，表头只有 {width} 格"
                hint = "多半是数里的千分位逗号或文字里的逗号没有加引号；去掉逗号，或另存为 .xlsx"
                place = cells[width].ref
            elif (place := _split_thousands(cells, kinds)) != "":
                message = f"第 {row + 1} 行的数像是被千分位逗号分成了两格"
                hint = "去掉数里的逗号，或另存为 .xlsx"
            else:
                continue
            problems.append(Problem(message, hint, grid.path, cell=place))
            if len(problems) == MAX_PROBLEMS:
                return problems
    return problems


def _split_thousands(cells: Sequence[Cell], kinds: dict[int, str]) -> str:
    """The cell behind a value that looks like the rest of it, under a header of no figure."""
    for index, cell in enumerate(cells[1:], 1):
        if (
            kinds.get(index - 1) in MEASURES
            and kinds.get(index) not in MEASURES
            and kinds.get(index) is not None
            and _LEADING_DIGITS.fullmatch(cells[index - 1].text)
            and _THOUSANDS.fullmatch(cell.text)
        ):
            return cell.ref
    return ""


def _filled(cells: Sequence[Cell]) -> int:
    return max((index for index, cell in enumerate(cells, 1) if cell.text), default=0)


def _cell(value: str, row: int, column: int) -> Cell:
    text = value.strip().strip("\ufeff")
    kind: CellKind = "error" if text in ERROR_VALUES else "text"
    return Cell(f"{letters(column)}{row}", text, kind, indent=indent_of(value))


def _delimiter(text: str) -> str:
    """The delimiter that the first lines hold most of; a comma if none does."""
    head = "\n".join(text.splitlines()[:20])
    return max(_DELIMITERS, key=lambda mark: (head.count(mark), mark == ","))
