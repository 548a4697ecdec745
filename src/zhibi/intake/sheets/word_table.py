"""A table of a .docx as a grid, with the cells that it merges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.intake.sheets.grid import ERROR_VALUES, Cell, Grid, indent_of, letters
from zhibi.word.limits import MAX_CELLS, MAX_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.word.text import Line


def word_grid(rows: Sequence[Line], path: str, name: str, above: tuple[str, ...]) -> Grid:
    """The rows of one table as a grid that is called `name`; `above` are the lines before it."""
    grid_rows: list[list[Cell]] = []
    widest = max((sum(cell.columns for cell in row.cells) for row in rows), default=0)
    width = min(widest, MAX_COLUMNS, MAX_CELLS // max(len(rows), 1))
    for number, row in enumerate(rows, 1):
        cells: list[Cell] = []
        for cell in row.cells:
            column = len(cells)
            first = f"{letters(column + 1)}{number}"
            from_above = grid_rows[-1][column] if cell.goes_on and grid_rows else None
            if column >= width:
                break
            for offset in range(min(cell.columns, width - column)):
                ref = f"{letters(column + offset + 1)}{number}"
                if from_above is not None:
                    origin = from_above.first or from_above.ref
                    over = f"{origin}:{ref}"
                    cells.append(
                        Cell(ref, from_above.text, from_above.kind, True, "", 0, over, origin)
                    )
                    continue
                text = re.sub(r"\s*[\n\t]\s*", "", cell.text).strip()
                cells.append(
                    Cell(
                        ref, text, "error" if text in ERROR_VALUES else "text", cell.merged, "",
                        indent_of(cell.text), "", first if cell.columns > 1 else "",
                    )
                )  # fmt: skip
        cells += [
            Cell(f"{letters(column)}{number}", "") for column in range(len(cells) + 1, width + 1)
        ]
        grid_rows.append(cells)
    _mark_first_of_merged(grid_rows)
    return Grid(path, name, grid_rows, above=above)


def _mark_first_of_merged(rows: list[list[Cell]]) -> None:
    """Give the first cell of an area over several rows the same `over` as the others have."""
    found = {cell.ref: cell for row in rows for cell in row}
    for row in rows:
        for cell in row:
            if cell.over:
                first = found[cell.first]
                first.over, first.first = cell.over, first.ref
