"""A table of places or times by indicators as the rows of an ordinary one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.intake.sheets.column_groups import time_of_group
from zhibi.intake.sheets.header import Group, is_figure
from zhibi.intake.sheets.header_words import When, bare_label, unit_in_brackets, units_in_brackets
from zhibi.intake.sheets.matrix import Matrix
from zhibi.intake.sheets.matrix_rows import MatrixRow, indicator_of_title, matrix_rows, unnamed
from zhibi.intake.sheets.quantities import unit_among
from zhibi.intake.sheets.row_kinds import sentence_of
from zhibi.intake.sheets.table import Row, Table

if TYPE_CHECKING:
    from zhibi.intake.sheets.grid import Grid
    from zhibi.intake.sheets.table import Titles


def matrix_table(grid: Grid, matrix: Matrix, titles: Titles, above: int, last: int) -> Table:
    """A table of places or times by indicators, as the rows of an ordinary one."""
    named = indicator_of_title(grid.rows[above : matrix.first])
    first = matrix.measures[0].column
    columns = {"name": matrix.place or matrix.time or first, "value": first}
    table = Table("indicator", columns, [], titles, matrix.first, matrix.end, last)
    if named is None and matrix.rows_are_indicators:
        named = ("", "")
    if named is None and (nameless := unnamed(matrix)):
        cell = grid.rows[matrix.end - 1][nameless[0].column.index]
        message = f"“{cell.text}”栏是什么指标，表头和表的上面都没有写"
        table.refused.append((message, "在表的上面加一行，如 指标：税收收入（万元）", cell.ref))
        return table
    rows, table.left, table.unused = matrix_rows(matrix, grid.rows, last, named)
    for row_cells in grid.rows[matrix.end : last]:
        if (sentence := sentence_of(row_cells)) is not None:
            table.texts.append(sentence)
    taken: dict[str, None] = {}
    without_unit: set[int] = set()
    seen: dict[tuple[str, When], MatrixRow] = {}
    for row in rows:
        first_row = row if row.is_part else seen.setdefault((row.name, row.when), row)
        if first_row is not row:
            _refuse_repeated(grid, table, row, first_row)
            continue
        column = row.columns["value"]
        value = row.cells["value"]
        bare = value.kind == "number" or (is_figure(value) and value.kind != "percent")
        units = [] if matrix.rows_are_indicators and not row.when else titles.units
        own = column.unit or unit_in_brackets(row.cells["name"].text)
        if bare and not own and "unit" not in row.cells:
            unit = unit_among(units, row.cells["name"].text)
            if not unit:
                without_unit.add(column.index)
                continue
            row.columns["value"] = replace(column, unit=unit)
        period, year = time_of_group(Group(row.when, {}, _is_whole_year(row.when)), table)
        hidden = row.number in grid.hidden_rows
        table.rows.append(
            Row(row.number, row.cells, row.columns, period, year, hidden, beside=True)
        )
        taken[str(row.when)] = None
    if table.unused or any(why.startswith("没有取的") for why in table.left.values()):
        message = f"取了“{'、'.join(taken)}”的数，没有取别的时段的"
        table.told.append((message, "要别的时段的，只留那一行或那一栏再报"))
    if without_unit:
        _refuse_without_unit(grid, matrix, table, sorted(without_unit))
    _tell_unknown(grid, matrix, table, first.index)
    return table


def _refuse_repeated(grid: Grid, table: Table, row: MatrixRow, first: MatrixRow) -> None:
    """Refuse a second row of one name and time."""
    before = first.cells["value"]
    message = f"“{row.cells['name'].text}”前面已有一个数（{grid.place(before.ref)}）"
    hint = "几行说的不是一件事的，在第一栏把名称写全；重复的，删去一行"
    table.refused.append((message, hint, row.cells["value"].ref))


def _tell_unknown(grid: Grid, matrix: Matrix, table: Table, first: int) -> None:
    """Tell the columns that are not used; a second column of names parts two tables."""
    place = bare_label(matrix.place.header) if matrix.place else ""
    for index, cell in matrix.unknown:
        if index > first and place and bare_label(cell.text) == place:
            message = f"表头有两栏“{cell.text}”，看不出后面的数是哪一栏的"
            hint = "并排的两张表，中间空一列，各写各的表头；或上下分开写"
            table.refused.append((message, hint, cell.ref))
        table.unused[index] = "没有用到的栏"
        table.ignored.append(f"{grid.place(cell.ref)} “{cell.text}”")


def _refuse_without_unit(grid: Grid, matrix: Matrix, table: Table, indexes: list[int]) -> None:
    """Refuse columns whose unit is not known; in one problem where the title lists several."""
    cells = [grid.rows[matrix.end - 1][index] for index in indexes]
    listed = table.titles.units
    if len(listed) > 1 and not matrix.rows_are_indicators:
        columns = "、".join(f"{grid.place(cell.ref)} “{cell.text}”" for cell in cells)
        message = f"表的上面写了几个单位（{'、'.join(listed)}），看不出这几栏各是哪一个：{columns}"
        hint = f"写在各栏表头的括号里，如 {cells[0].text}（{listed[0]}）"
        table.refused.append((message, hint, cells[0].ref))
        return
    for cell in cells:
        if several := units_in_brackets(cell.text):
            message = f"“{cell.text}”栏写了几个单位（{'、'.join(several)}），看不出各行是哪一个"
            hint = "一个单位一栏，或在每个数后面写上单位，如 " + f"5600{several[0]}"
            table.refused.append((message, hint, cell.ref))
            continue
        message = f"“{cell.text}”栏的数没有单位"
        hint = f"写在表头的括号里，如 {cell.text}（万元）；各栏都一样的，在表的上面写 单位：万元"
        table.refused.append((message, hint, cell.ref))


def _is_whole_year(when: When) -> bool:
    return bool(when.year) and not when.period and not when.scope
