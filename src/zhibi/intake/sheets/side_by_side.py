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


def side_by_side(grid: Grid) -> list[Grid]:
    """The sheet as one grid for each table, titles in all of them; empty where they are not so.

    Tables stand side by side where a header repeats all labels from its first one on, in order.
    """
    for number, row in enumerate(grid.rows[:_DEEPEST_HEADER]):
        starts = _starts(row)
        if len(starts) > 1:
            return [
                replace(grid, rows=_columns(grid.rows, number, first, end))
                for first, end in pairwise([*starts, len(row)])
            ]
    return []


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
    if not any(
        read_label("indicator", label).field == "name" or heads_places(label)
        for label in labels[:size]
    ):
        return []
    return [0, *(filled[at][0] for at in range(size, len(filled), size))]


def _columns(rows: Sequence[list[Cell]], header: int, first: int, end: int) -> list[list[Cell]]:
    """The rows with only these columns filled, from the header on."""
    below = [
        [cell if first <= index < end else Cell(cell.ref, "") for index, cell in enumerate(row)]
        for row in rows[header:]
    ]
    return [*rows[:header], *below]
