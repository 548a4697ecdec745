"""Accounts for the numerals of a sheet: those in facts, and why the others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibi.intake.tally import count_numerals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhibi.intake.sheets.grid import Grid
    from zhibi.intake.sheets.table import Table
    from zhibi.intake.tally import Tally


class SheetTally:
    """Collects what each row and column of a sheet was taken for."""

    def __init__(self, grid: Grid, tally: Tally | None) -> None:
        self._grid = grid
        self._tally = tally
        self.remarks: set[str] = set()
        """Cells that are kept as notes of facts, and are in no report."""
        self._rows: dict[int, str] = {}
        self._columns: dict[int, dict[int, str]] = {}

    def add_table(self, table: Table, left: Mapping[int, str]) -> None:
        """A table that was read, and its rows that are no facts."""
        for row in range(table.first, table.end):
            self._rows[row + 1] = "表头"
        for row in range(table.end, table.last):
            self._rows[row + 1] = left.get(row + 1, "") or self._rows.get(row + 1, "")
            self._columns[row + 1] = self._columns.get(row + 1, {}) | table.unused

    def close(self, used: set[str], otherwise: str) -> None:
        """Count every cell of the sheet; `otherwise` is the reason where no other is known."""
        if self._tally is None:
            return
        for number, row in enumerate(self._grid.rows, 1):
            columns = self._columns.get(number, {})
            reason = self._rows.get(number, "") or otherwise
            for index, cell in enumerate(row):
                if not cell.text or (cell.first and cell.first != cell.ref):
                    continue
                if cell.ref in self.remarks:
                    self._tally.leave(self._grid.place(cell.ref), cell.text, "备注，只留作说明")
                elif cell.ref in used:
                    self._tally.use(cell.text)
                elif count_numerals(cell.text):
                    why = columns.get(index, "") if not self._rows.get(number) else ""
                    why = why or reason
                    if number in self._columns and why == otherwise:
                        why = "序号、编码等栏，或没有读的行"
                    self._tally.leave(self._grid.place(cell.ref), cell.text, why)
        for one in self._grid.unread:
            self._tally.leave(self._grid.place(one.ref), one.text, one.why)
