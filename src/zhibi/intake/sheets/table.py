"""Finds the table in a sheet: where its header stands, which column is what, which rows are facts.

A header may have title rows above it, may be two rows high under merged cells, and may carry a
unit in brackets. A sheet may hold several tables one below another.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from zhibi.data_files import read_data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhibi.intake.sheets.grid import Cell, Grid

TableKind = Literal["indicator", "statement", "section"]
_KINDS: tuple[TableKind, ...] = ("indicator", "statement", "section")
_LONGEST_HEADER = 30
_FEW_TEXTS = 2
"""A title row holds no more than a title (perhaps merged over many cells) and a unit."""
_UNIT_IN_BRACKETS = re.compile(r"[(（\[【](?:单位[:：])?([^)）\]】]{1,8})[)）\]】]")
_UNIT_OF_SHEET = re.compile(r"(?:计量单位|(?<![\u4e00-\u9fff])单位)[:：]\s*([^\s，。;；)）]{1,8})")
_OFFICE_OF_SHEET = re.compile(
    r"(?:填报|报送|来源)(?:单位|科室|部门)[:：]\s*([^\s，。;；)）]{1,20})"
)
_ENUMERATOR = re.compile(r"^[（(]?[一二三四五六七八九十]{1,3}[)）、]\s*")
_NOISE = re.compile(r"[\s*＊※·:：、/／]")
_NEEDED: Mapping[TableKind, tuple[frozenset[str], ...]] = {
    "indicator": (
        frozenset({"name", "value"}),
        frozenset({"name", "formula"}),
        frozenset({"check"}),
    ),
    "statement": (frozenset({"text"}),),
    "section": (frozenset({"part", "topic"}),),
}


@dataclass(slots=True)
class Column:
    """A recognised column: its place in the row and the unit in its header."""

    index: int
    header: str
    unit: str = ""


@dataclass(slots=True)
class Row:
    """One row of a table: its number in the sheet and its cells by field.

    `band` is the title that stands above it within the table, merged over the columns.
    """

    number: int
    cells: dict[str, Cell]
    hidden: bool = False
    band: str = ""


@dataclass(slots=True)
class Table:
    """A table of a sheet: what its rows are, its columns by field, and its rows."""

    kind: TableKind
    columns: dict[str, Column]
    rows: list[Row]
    unit: str = ""
    office: str = ""
    ignored: list[str] = field(default_factory=list)
    """Headers that were not recognised, with their places, where their columns hold something."""


def find_tables(grid: Grid) -> list[Table]:
    """The tables of a sheet, from top to bottom; none where no header is recognised."""
    headers = list(_headers(grid))
    tables = []
    for position, (kind, columns, first, last, unknown) in enumerate(headers):
        end = headers[position + 1][2] if position + 1 < len(headers) else len(grid.rows)
        above = headers[position - 1][3] if position else 0
        table = Table(kind, columns, _rows(grid, columns, last, end))
        table.unit = _value_above(_UNIT_OF_SHEET, grid, above, first)
        table.office = _value_above(_OFFICE_OF_SHEET, grid, above, first)
        table.ignored = [
            f"{grid.place(cell.ref)} “{cell.text}”"
            for index, cell in unknown
            if any(row[index].text for row in grid.rows[last:end])
        ]
        tables.append(table)
    return tables


_Header = tuple[TableKind, dict[str, Column], int, int, list[tuple[int, "Cell"]]]


def _headers(grid: Grid) -> Iterator[_Header]:
    """Each header: what it heads, its columns, its first row and the row after it (from 0).

    Further down, a row is a header only if it repeats the one above or stands apart from the
    rows before it: a fact may well be called 计划 or 目标.
    """
    at = 0
    above: list[str] | None = None
    while at < len(grid.rows):
        header = _header_at(grid, at) if _names_a_column(grid.rows[at]) else None
        texts = [cell.text for cell in grid.rows[at]]
        before = {cell.text for cell in grid.rows[at - 1] if cell.text} if at else set()
        apart = len(before) <= _FEW_TEXTS
        if header is None or (above is not None and texts != above and not apart):
            at += 1
            continue
        yield header
        above, at = texts, header[3]


def _header_at(grid: Grid, at: int) -> _Header | None:
    """The header that begins with this row, one or two rows high; None where none does."""
    best: _Header | None = None
    for height in (1, 2):
        rows = grid.rows[at : at + height]
        if len(rows) < height or (height == 2 and not _is_two_high(*rows)):
            continue
        found = _understood(_labels(rows))
        if found is not None and (best is None or len(found[1]) > len(best[1])):
            kind, columns, unknown = found
            best = (kind, columns, at, at + height, unknown)
    return best


def _names_a_column(row: list[Cell]) -> bool:
    """Whether any cell is a header's word: what most rows of a large sheet are not."""
    words = _all_words()
    return any(
        _bare(cell.text) in words
        for cell in row
        if cell.text and not cell.text[0].isdigit() and len(cell.text) <= _LONGEST_HEADER
    )


def _is_two_high(upper: list[Cell], lower: list[Cell]) -> bool:
    """Whether the second row belongs to a header: it repeats or divides merged cells above it."""
    return any(
        cell.merged and below.text and below.text != cell.text
        for cell, below in zip(upper, lower, strict=True)
    ) and not any(below.kind in {"number", "percent", "date"} for below in lower)


def _labels(rows: list[list[Cell]]) -> list[list[Cell]]:
    """For each column, the header cells above it from the lowest up."""
    return [[cell for cell in reversed(column) if cell.text] for column in zip(*rows, strict=True)]


def _understood(
    labels: list[list[Cell]],
) -> tuple[TableKind, dict[str, Column], list[tuple[int, Cell]]] | None:
    """The best reading of a row as a header; None where it is none."""
    best: tuple[TableKind, dict[str, Column], list[tuple[int, Cell]]] | None = None
    for kind in _KINDS:
        columns: dict[str, Column] = {}
        unknown: list[tuple[int, Cell]] = []
        for index, cells in enumerate(labels):
            found = next(
                (
                    (name, cell)
                    for cell in cells
                    if (name := _field(kind, cell.text)) and name not in columns
                ),
                None,
            )
            if found is not None:
                name, cell = found
                columns[name] = Column(index, cell.text, unit_in_brackets(cell.text))
            elif cells and _bare(cells[0].text) not in read_data("intake", "columns")["ignored"]:
                unknown.append((index, cells[0]))
        if not any(needed <= columns.keys() for needed in _NEEDED[kind]):
            continue
        understood = sum(1 for cells in labels if cells) - len(unknown)
        if understood < min(2, len(labels)):
            continue
        if best is None or len(columns) > len(best[1]):
            best = (kind, columns, unknown)
    return best


def _rows(grid: Grid, columns: dict[str, Column], start: int, end: int) -> list[Row]:
    rows, band = [], ""
    for number in range(start, end):
        cells = grid.rows[number]
        if title := _band(cells):
            band = title
            continue
        found = {name: cells[column.index] for name, column in columns.items()}
        first = next((cell.text for cell in cells if cell.text), "")
        if any(found.values()) and not first.startswith(
            tuple(read_data("intake", "columns")["example"])
        ):
            rows.append(Row(number + 1, found, number + 1 in grid.hidden_rows, band))
    return rows


def _band(row: list[Cell]) -> str:
    """The text of a row that is one cell merged over several columns: a title between facts."""
    filled = [cell for cell in row if cell]
    texts = {cell.text for cell in filled}
    is_band = len(filled) > 1 and len(texts) == 1 and all(cell.merged for cell in filled)
    return _ENUMERATOR.sub("", filled[0].text) if is_band else ""


def _value_above(pattern: re.Pattern[str], grid: Grid, start: int, end: int) -> str:
    """A value that the title rows give for the whole table: 单位：万元, 填报单位：财政所."""
    for row in grid.rows[start:end]:
        for cell in row:
            match = pattern.search(cell.text)
            if match:
                return match[1]
    return ""


def unit_in_brackets(header: str) -> str:
    """The unit that a header carries: 数值（万元） → 万元, 同比(%) → %."""
    match = _UNIT_IN_BRACKETS.search(header)
    return match[1].strip() if match else ""


def _field(kind: TableKind, header: str) -> str:
    """The field that a header means, or an empty string."""
    return _synonyms(kind).get(_bare(header), "")


@lru_cache(maxsize=4096)
def _bare(header: str) -> str:
    text = unicodedata.normalize("NFKC", _UNIT_IN_BRACKETS.sub("", header))
    return _NOISE.sub("", text)


@cache
def _all_words() -> frozenset[str]:
    return frozenset(word for kind in _KINDS for word in _synonyms(kind))


@cache
def _synonyms(kind: TableKind) -> dict[str, str]:
    words: dict[str, list[str]] = read_data("intake", "columns")[kind]
    return {_bare(word): name for name, listed in words.items() for word in listed}
