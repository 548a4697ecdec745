"""Tables that stand side by side under one title: 指标 单位 数值 | 指标 单位 数值."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from zhibi.intake.sheets.grid import Cell
from zhibi.intake.sheets.header import is_figure
from zhibi.intake.sheets.header_words import bare_label, read_label
from zhibi.intake.sheets.matrix import heads_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.intake.sheets.grid import Grid

_DEEPEST_HEADER = 12
_MOST_LOOKED_AT = 200


def side_by_side(grid: Grid) -> list[Grid]:
    """The sheet as one grid for each table, with the titles above it; empty where they are not so.

    Tables stand side by side where a header repeats all labels from its first one on, in order,
    or names the rows anew: by the same label, or by another one behind an empty column.
    """
    for number, row in enumerate(grid.rows[:_DEEPEST_HEADER]):
        starts = _starts(row) or _named_anew(grid.rows[number:])
        if len(starts) > 1:
            parts = list(pairwise([*starts, len(row)]))
            return [
                replace(grid, rows=_columns(grid.rows, number, first, end, starts))
                for first, end in parts
            ]
    return []


def _named_anew(rows: Sequence[list[Cell]]) -> list[int]:
    """The columns at which a header names the rows anew (品种 面积 | 品种 存栏)."""
    header, body = rows[0], rows[1 : 1 + _MOST_LOOKED_AT]
    if any(map(is_figure, header)) or any(cell.merged for cell in header):
        return []
    labels = [bare_label(cell.text) for cell in header]
    filled = [index for index, label in enumerate(labels) if label]
    if not filled or not heads_names(labels[filled[0]]):
        return []
    starts = [0]
    for at in filled[1:]:
        gap = not any(row[at - 1].text for row in rows[: 1 + _MOST_LOOKED_AT])
        again = labels[at] == labels[filled[0]]
        named = [row[at] for row in body if row[at].text]
        if (
            (again or (gap and heads_names(labels[at])))
            and named
            and not any(map(is_figure, named))
        ):
            starts.append(at)
    widths = [sum(1 for at in filled if a <= at < b) for a, b in pairwise([*starts, len(header)])]
    return starts if min(widths) > 1 else []


def heads_names(label: str) -> bool:
    """Whether a column with this label has the names of its rows."""
    return read_label("indicator", label).field == "name" or heads_places(label)


def _starts(row: Sequence[Cell]) -> list[int]:
    """The columns at which a repeated header begins anew; the first is always 0."""
    filled = [
        (index, bare_label(cell.text))
        for index, cell in enumerate(row)
        if cell.text and not (cell.merged and cell.first != cell.ref)
    ]
    labels = [label for _, label in filled]
    if len(labels) < 4 or labels.count(labels[0]) < 2:
        return []
    size = labels.index(labels[0], 1)
    repeats = all(label == labels[at % size] for at, label in enumerate(labels))
    if size < 2 or not repeats or len(labels) % size or any(map(is_figure, row)):
        return []
    if not any(map(heads_names, labels[:size])):
        return []
    return [0, *(filled[at][0] for at in range(size, len(filled), size))]


def _columns(
    rows: Sequence[list[Cell]], header: int, first: int, end: int, starts: Sequence[int]
) -> list[list[Cell]]:
    """The rows with only these columns filled; a title alone in its row is of every table."""

    def own(row: list[Cell]) -> list[Cell]:
        return [cell if first <= at < end else Cell(cell.ref, "") for at, cell in enumerate(row)]

    def is_parted(row: list[Cell]) -> bool:
        titles = [at for at, cell in enumerate(row) if cell.text and cell.first in {"", cell.ref}]
        return len({sum(1 for start in starts if start <= at) for at in titles}) > 1

    above = [own(row) if is_parted(row) else row for row in rows[:header]]
    return [*above, *map(own, rows[header:])]
