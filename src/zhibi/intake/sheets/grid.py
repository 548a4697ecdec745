"""A sheet as rows of cells, each with its place and its displayed text."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from zhibi.errors import Place

_BLANKS = frozenset(" \u3000\xa0")
CellKind = Literal["text", "number", "percent", "date", "bool", "error", "uncomputed"]
ERROR_VALUES = frozenset(
    {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!"}
)


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
    delimited: bool = False
    above: tuple[str, ...] = ()
    """Titles of a table that stand before it in a text."""

    def place(self, ref: str) -> str:
        """A cell's place for messages and sources: 指标!C7, or C7 in a file without sheets."""
        return f"{self.sheet}!{ref}" if self.sheet else ref

    def full_place(self, cell: Cell) -> Place:
        """A cell's place with its file."""
        ref = cell.ref
        column = ref.rstrip("0123456789")
        at = f"{self.sheet}!{ref}" if self.sheet else ref
        return Place(self.path, int(ref[len(column) :]), column_number(column), at)


@cache
def column_number(name: str) -> int:
    """The number of a column from its letters: A → 1, AB → 28."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def indent_of(text: str) -> int:
    """By how many half-width blanks a text is set in by blanks of its own."""
    if text[:1] not in _BLANKS:
        return 0
    blanks = text[: len(text) - len(text.lstrip("".join(_BLANKS)))]
    return len(blanks) + blanks.count("\u3000")


@cache
def letters(column: int) -> str:
    """The letters of a column: 1 → A, 28 → AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
