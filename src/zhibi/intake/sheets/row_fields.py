"""Reads the cells of one row into the fields of a fact; each problem names its cell."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from zhibi.errors import Problem
from zhibi.intake.sheets import vocabulary
from zhibi.intake.sheets.header_words import MEASURES
from zhibi.intake.sheets.quantities import CellError, checked_text, split_list
from zhibi.intake.sheets.row_kinds import one_line
from zhibi.intake.submission import SubmittedItem

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhibi.errors import Place
    from zhibi.facts.model import Part
    from zhibi.intake.sheets.grid import Cell, Grid
    from zhibi.intake.sheets.table import Row, Table
    from zhibi.intake.submission import Submission

_HAS_PLACE = re.compile(r"(?:[A-Z]{1,3}\d+|第\d+[段行])$")
_LONG_TEXTS = frozenset({"text", "figures", "note"})


class RowFields:
    """Reads fields of the rows of one table; problems are collected, not raised."""

    def __init__(
        self, grid: Grid, table: Table, part: Part | None, into: Submission, problems: list[Problem]
    ) -> None:
        self._grid = grid
        self._table = table
        self._part = part
        self._into = into
        self._problems = problems
        self._topic = ""
        self._reading: set[str] = set()
        self.used: set[str] = set()
        """The cells that are in a fact."""
        self.remarks: set[str] = set()
        """Those of them that are kept as a note among colleagues, and never in the report."""
        self.left: dict[int, str] = dict(table.left)
        """Rows that are no facts, each with the reason."""

    def _common(self, data: dict[str, Any], row: Row, main: str) -> None:
        for key in ("status", "show"):
            self._read_field(data, row, key, choice(key))
        self._read_field(data, row, "note", checked_text)
        if "note" in data and (cell := row.cells.get("note")):
            self.remarks.add(cell.first or cell.ref)
        data["source"] = self._source(row, main)

    def _is_told(self, row: Row) -> None:
        """Say that a row's remark is part of its fact, and no note alone."""
        if cell := row.cells.get("note"):
            self.remarks.discard(cell.first or cell.ref)

    def _start(self, row: Row, key: str, value: str) -> dict[str, Any]:
        """A fact begun: its id, if the row gives one, then what it is."""
        data: dict[str, Any] = {}
        self._read_field(data, row, "id", checked_text)
        data[key] = value
        return data

    def _read_field(
        self, data: dict[str, Any], row: Row, key: str, read: Callable[[Cell], Any]
    ) -> None:
        """Set a field from its cell, if the row has one; a bad cell is a problem."""
        cell = row.given.get(key)
        if cell is None:
            return
        try:
            if key in MEASURES:
                _ensure_own(cell)
            value = read(cell)
        except CellError as error:
            self._problem(row, key, str(error), error.hint)
            return
        if value:
            self._reading.add(cell.first or cell.ref)
            data[key] = value

    def _source(self, row: Row, main: str) -> str:
        """The office and the cell; a source that ends in a cell or a paragraph is kept."""
        office = self._text(row, "source") or self._table.titles.office
        if _HAS_PLACE.search(office):
            return office
        return f"{office} {self._full_place(row, main).in_words}".strip()

    def _add(self, to: list[SubmittedItem], row: Row, data: dict[str, Any], main: str) -> None:
        if "topic" in self._table.columns:
            topic = self._topic = self._text(row, "topic") or self._topic
        else:
            topic = row.band
        part = vocabulary.keyword_for("part", topic) if topic else None
        self.used |= self._reading
        to.append(
            SubmittedItem(
                data,
                "" if part else topic,
                part or self._part,  # type: ignore[arg-type]
                self._full_place(row, main),
                self._order(row),
                field_places={key: self._full_place(row, key) for key in data if key in row.cells},
                year=row.year,
            )
        )

    def _order(self, row: Row) -> Decimal | None:
        text = self._text(row, "order")
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation:
            self._problem(row, "order", f"排序“{text}”不是数字", "写 1、2、3 这样的数字")
            return None

    def _text(self, row: Row, key: str) -> str:
        cell = row.given.get(key)
        if cell is None:
            return ""
        try:
            text = checked_text(cell)
        except CellError as error:
            self._problem(row, key, str(error), error.hint)
            return ""
        self._reading.add(cell.first or cell.ref)
        return text if key in _LONG_TEXTS else one_line(text)

    def _place(self, row: Row, key: str) -> str:
        cell = self._cell(row, key)
        return self._grid.place(cell.first or cell.ref)

    def _full_place(self, row: Row, key: str) -> Place:
        return self._grid.full_place(self._cell(row, key))

    @staticmethod
    def _cell(row: Row, key: str) -> Cell:
        """The cell of a field; the first of the row where it is empty."""
        return row.cells.get(key) or next(iter(row.cells.values()))

    def _problem(self, row: Row, key: str, message: str, hint: str) -> None:
        header = row.columns[key].header if key in row.columns else ""
        full = f"{header}：{message}" if header else message
        problem = Problem(full, hint, self._grid.path, cell=self._place(row, key))
        if problem not in self._problems:
            self._problems.append(problem)

    def _note(self, message: str, hint: str, cell: str) -> None:
        self._into.notes.append(Problem(message, hint, self._grid.path, cell=cell or None))


def _ensure_own(cell: Cell) -> None:
    """Refuse a figure that a merged cell gives to several rows or columns."""
    if cell.over:
        message = f"{cell.over} 是合并的格，几行共用一个数，看不出是哪一行的"
        raise CellError(message, "取消合并，逐行填写；几行是一回事的，合成一行")
    if cell.first and cell.first != cell.ref:
        message = f"{cell.first} 和 {cell.ref} 是合并的格，几栏共用一个数"
        raise CellError(message, "取消合并，逐栏填写")


def chosen(group: str, text: str) -> str:
    """The keyword of a word in a group of choices. Raises CellError."""
    word = vocabulary.keyword_for(group, text)
    if word is None:
        raise CellError(f"“{text}”不认识", "可以写：" + "、".join(vocabulary.labels(group)))
    return word


def choice(group: str) -> Callable[[Cell], str]:
    """A reader of cells that hold a word of a group of choices."""
    return lambda cell: chosen(group, checked_text(cell))


def as_list(cell: Cell) -> list[str]:
    """The items of a cell."""
    return split_list(checked_text(cell))
