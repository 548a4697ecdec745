"""The header of a table: one to four rows whose labels say what each column holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.intake.sheets.header_words import (
    BARE_YEAR,
    KINDS,
    MEASURES,
    Label,
    TableKind,
    When,
    bare_label,
    header_words,
    read_label,
)
from zhibi.intake.sheets.quantities import measures as is_unit
from zhibi.intake.sheets.tasks import is_progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.intake.sheets.grid import Cell

_HIGHEST = 4
_LONGEST = 30
_NUMBER = re.compile(r"[-+−]?[\d,，.]+[%％]?")
_NEEDED: Mapping[TableKind, tuple[frozenset[str], ...]] = {
    "indicator": (
        frozenset({"name", "value"}),
        frozenset({"name", "target"}),
        frozenset({"name", "formula"}),
        frozenset({"check"}),
    ),
    "statement": (frozenset({"text"}),),
    "section": (frozenset({"part", "topic"}),),
}


@dataclass(slots=True)
class Column:
    """A recognised column: its place in the row, its label, and the unit and time in its header."""

    index: int
    header: str
    unit: str = ""
    when: When = field(default_factory=When)


@dataclass(slots=True)
class Group:
    """Columns whose figures are of one time: 2024年 1—10月 with its growth and its target."""

    when: When
    columns: dict[str, Column]
    whole_year: bool = False


@dataclass(slots=True)
class Header:
    """A header as understood: from row `first` to before row `end` (from 0).

    `columns` are those of every group; `unknown` are columns that mean nothing to a report, each
    with the cell above it.
    """

    kind: TableKind
    first: int
    end: int
    columns: dict[str, Column]
    groups: list[Group]
    unknown: list[tuple[int, Cell]]
    names: list[Column] = field(default_factory=list)
    """Further columns that could be the names: 项目 beside 指标."""
    measures_named: bool = False
    """Whether labels name what columns measure: 完成投资 over 计划; 数量（个）, 金额（万元）."""

    def of_aims(self) -> bool:
        """Make the targets the values where there is nothing else: a table of what is planned."""
        if self.kind != "indicator" or "name" not in self.columns:
            return False
        measures = {name for group in self.groups for name in group.columns}
        if "value" in measures or "formula" in self.columns or "target" not in measures:
            return False
        for group in self.groups:
            if "target" in group.columns:
                group.columns["value"] = group.columns.pop("target")
        return True

    @property
    def width(self) -> int:
        """How many columns were understood."""
        return len(self.columns) + sum(len(group.columns) for group in self.groups)


def header_at(
    rows: Sequence[list[Cell]], at: int, kinds: Sequence[TableKind] = KINDS
) -> Header | None:
    """The header, of one of the kinds, that begins with this row; None where none does."""
    if not _names_a_column(rows[at]):
        return None
    best: Header | None = None
    for height in range(1, _HIGHEST + 1):
        block = rows[at : at + height]
        if len(block) < height or (height > 1 and not divides(block[-2], block[-1])):
            break
        found = _understood(column_labels(block), at, at + height, kinds)
        if found is not None and (best is None or found.width >= best.width):
            best = found
    return best


def _names_a_column(row: list[Cell]) -> bool:
    """Whether any cell is a header's word: what most rows of a large sheet are not."""
    words = header_words()
    return any(
        bare_label(cell.text) in words
        for cell in row
        if cell.text and not cell.text[0].isdigit() and len(cell.text) <= _LONGEST
    )


def divides(upper: list[Cell], lower: list[Cell]) -> bool:
    """Whether a row belongs to the header above: it divides its labels, and holds no figures."""
    if any(is_figure(cell) for cell in lower if not cell.merged):
        return False
    under_merged = any(
        cell.merged and below.text and below.text != cell.text
        for cell, below in zip(upper, lower, strict=True)
    )
    if under_merged:
        return True
    blank_above = [
        below for cell, below in zip(upper, lower, strict=True) if below.text and not cell.text
    ]
    understood = [
        below for below in lower if below.text and read_label("indicator", below.text).field
    ]
    return bool(blank_above) and len(understood) > 1 and any(not cell.text for cell in lower)


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a figure; a bare year may be a label."""
    if cell.kind in {"number", "percent", "date"}:
        return not BARE_YEAR.fullmatch(cell.text)
    return bool(_NUMBER.fullmatch(cell.text)) and not BARE_YEAR.fullmatch(cell.text)


def column_labels(block: Sequence[list[Cell]]) -> list[list[Cell]]:
    """For each column, its labels from the top down; a label stretches over blanks to its right.

    It does so only above labels of a lower row, as in sheets saved as text.
    """
    height = len(block)
    filled: list[list[Cell]] = []
    for level, row in enumerate(block):
        if level + 1 == height:
            filled.append(row)
            continue
        stretched, last = [], None
        for cell, below in zip(row, block[level + 1], strict=True):
            if cell.text:
                last = cell
            elif last is not None and not last.merged and below.text and not below.merged:
                stretched.append(last)
                continue
            else:
                last = None
            stretched.append(cell)
        filled.append(stretched)
    columns = []
    for column in zip(*filled, strict=True):
        seen: list[Cell] = []
        for cell in column:
            if cell.text and (not seen or cell.text != seen[-1].text):
                seen.append(cell)
        columns.append(seen)
    return columns


def _understood(
    labels: list[list[Cell]], first: int, end: int, kinds: Sequence[TableKind]
) -> Header | None:
    """The best reading of a block of rows as a header; None where it is none."""
    best: Header | None = None
    for kind in kinds:
        header = _read(kind, labels, first, end)
        have = header.columns.keys() | {name for group in header.groups for name in group.columns}
        if not any(needed <= have for needed in _NEEDED[kind]):
            continue
        filled = sum(1 for cells in labels if cells)
        if filled - len(header.unknown) < min(2, len(labels)):
            continue
        if best is None or header.width > best.width:
            best = header
    return best


def _read(kind: TableKind, labels: list[list[Cell]], first: int, end: int) -> Header:
    header = Header(kind, first, end, {}, [], [])
    measures: list[tuple[str, Column]] = []
    years = sum(1 for cells in labels if cells and BARE_YEAR.fullmatch(cells[-1].text))
    for index, cells in enumerate(labels):
        if not cells:
            continue
        meant = _meaning(kind, cells, few_years=years < 2)
        if meant is None:
            if bare_label(cells[-1].text) not in read_data("intake", "columns")["ignored"]:
                header.unknown.append((index, cells[-1]))
            continue
        label, cell = meant
        column = Column(index, cell.text, label.unit, label.when)
        if kind == "indicator" and label.field in MEASURES:
            same = [
                one for name, one in measures if name == label.field and one.when == column.when
            ]
            measures.append((label.field, column))
            header.measures_named |= label.field == "value" and any(
                column.unit and one.unit and one.unit != column.unit for one in same
            )
            header.measures_named |= any(_names_a_measure(one) for one in cells if one is not cell)
        elif label.field not in header.columns:
            header.columns[label.field] = column
        elif label.field == "text" and _is_matter_of(header.columns, column):
            header.columns.setdefault("matter", header.columns["text"])
            header.columns["text"] = column
        else:
            if label.field == "name":
                header.names.append(column)
            header.unknown.append((index, cell))
    header.groups = _grouped(measures, header.unknown, labels)
    return header


def _is_matter_of(columns: Mapping[str, Column], column: Column) -> bool:
    """Whether the text read so far is the task (工作内容) whose progress a column tells."""
    is_first = "matter" not in columns and not is_progress(columns["text"].header)
    return is_first and is_progress(column.header)


def _names_a_measure(cell: Cell) -> bool:
    """Whether an upper label names an indicator: neither a field nor a time nor a unit."""
    label = read_label("indicator", cell.text)
    bare = bare_label(cell.text)
    return bool(bare) and not label.field and not is_unit(bare) and not BARE_YEAR.fullmatch(bare)


def _meaning(kind: TableKind, cells: list[Cell], *, few_years: bool) -> tuple[Label, Cell] | None:
    """What the labels of one column mean together: the lowest that names a field, all times."""
    read = [(read_label(kind, cell.text), cell) for cell in cells]
    if few_years:  # a single 2024 is a number, not a header
        read = [(label, cell) for label, cell in read if not BARE_YEAR.fullmatch(cell.text)]
    when, unit = When(), ""
    for label, _ in read:
        when, unit = label.when.under(when), label.unit or unit
    strong = next(((one, cell) for one, cell in reversed(read) if one.field and not one.weak), None)
    chosen = strong or next(((one, cell) for one, cell in reversed(read) if one.field), None)
    if chosen is None:
        return None
    return Label(chosen[0].field, unit, when, chosen[0].weak), chosen[1]


def _grouped(
    measures: list[tuple[str, Column]],
    unknown: list[tuple[int, Cell]],
    labels: list[list[Cell]],
) -> list[Group]:
    """Measures of one time together; one without a time belongs to the value left of it."""
    groups: dict[When, Group] = {}
    last: When | None = None
    first = next((column.when for name, column in measures if name == "value"), When())
    for name, column in measures:
        when = column.when
        if not when and name != "value":
            when = last if last is not None else first
        if name == "value":
            last = when
        group = groups.setdefault(when, Group(when, {}))
        if name in group.columns:
            unknown.append((column.index, labels[column.index][-1]))
        else:
            group.columns[name] = column
    return list(groups.values())
