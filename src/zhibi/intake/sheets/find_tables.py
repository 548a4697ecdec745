"""Finds the tables in a sheet: where each header stands, what its columns are, and its rows.

A header may have title rows above it, may be several rows high, and may carry units and times. A
sheet may hold several tables one below another.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.intake.sheets.column_groups import chosen_groups, time_of_group
from zhibi.intake.sheets.header import Group, Header, header_at
from zhibi.intake.sheets.header_words import MEASURES, When, bare_label, read_label
from zhibi.intake.sheets.matrix import Matrix, matrix_at
from zhibi.intake.sheets.matrix_table import matrix_table
from zhibi.intake.sheets.quantities import is_empty, is_quantity
from zhibi.intake.sheets.row_kinds import is_numbered_title, sentence_of, without_enumerator
from zhibi.intake.sheets.side_by_side import side_by_side
from zhibi.intake.sheets.table import Row, Table
from zhibi.intake.sheets.tasks import is_progress
from zhibi.intake.sheets.titles import holds_figures, read_titles, titles_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhibi.intake.sheets.grid import Cell, Grid
    from zhibi.intake.sheets.table import Titles

_FEW_TEXTS = 2
"""A title row holds no more than a title (perhaps merged over many cells) and a unit."""
_MOST_LOOKED_AT = 200
_INDICATORS = re.compile("指标|科目")
_NUMBERS = frozenset({"number", "percent"})
_TIME_HEADERS = frozenset({"时间", "年份", "月份", "日期", "年度"})


def find_tables(grid: Grid) -> list[Table]:
    """The tables of a sheet, from top to bottom; none where no header is recognised."""
    if parts := side_by_side(grid):
        return [table for part in parts for table in find_tables(part)]
    headers = list(_headers(grid))
    tables = []
    ends = [header.end for header in headers]
    begins = [
        titles_start(grid, ends[position - 1] if position else 0, header.first)
        if position or holds_figures(grid.rows[: header.first])
        else 0
        for position, header in enumerate(headers)
    ]
    for position, header in enumerate(headers):
        last = begins[position + 1] if position + 1 < len(headers) else len(grid.rows)
        above = begins[position]
        titles = read_titles(grid, above, header.first)
        if isinstance(header, Matrix):
            tables.append(matrix_table(grid, header, titles, above, last))
        else:
            tables.append(_table(grid, header, titles, last))
    return tables


def _headers(grid: Grid) -> Iterator[Header | Matrix]:
    """Each header, from the top.

    Further down, a row is a header only if it repeats the one above or stands apart from the
    rows before it: a fact may well be called 计划 or 目标.
    """
    at = 0
    above: list[str] | None = None
    while at < len(grid.rows):
        texts = [cell.text for cell in grid.rows[at]]
        before = {cell.text for cell in grid.rows[at - 1] if cell.text} if at else set()
        candidate = above is None or texts == above or len(before) <= _FEW_TEXTS
        header = _header_at(grid.rows, at) if candidate else None
        if header is None:
            at += 1
            continue
        yield header
        above, at = texts, header.end


def _header_at(rows: list[list[Cell]], at: int) -> Header | Matrix | None:
    """The header that begins with this row; by places where upper labels name the indicators."""
    header = header_at(rows, at)
    if header is None:
        return matrix_at(rows, at)
    if header.kind == "indicator" and _tells_in_words(rows, header):
        return header_at(rows, at, ("statement",)) or header
    if header.kind == "statement" and header.unknown and is_progress(header.columns["text"].header):
        return (
            matrix_at(rows, at) or header
        )  # 总投资（万元） beside 形象进度: the figures come first
    name = header.columns.get("name")
    if header.measures_named and name is not None and not _INDICATORS.search(name.header):
        return matrix_at(rows, at) or header
    return header


def _tells_in_words(rows: list[list[Cell]], header: Header) -> bool:
    """Whether a column such as 完成情况 tells in words, in no row as a quantity."""
    values = [group.columns["value"] for group in header.groups if "value" in group.columns]
    if len(values) != 1 or not is_progress(values[0].header):
        return False
    body = rows[header.end : header.end + _MOST_LOOKED_AT]
    told = [row[values[0].index] for row in body if not is_empty(row[values[0].index])]
    return bool(told) and not any(cell.problem or is_quantity(cell.text) for cell in told)


def _table(grid: Grid, header: Header, titles: Titles, last: int) -> Table:
    table = Table(header.kind, dict(header.columns), [], titles, header.first, header.end, last)
    table.of_aims = header.of_aims()
    _choose_name(grid, header, table)
    table.last = _end(grid, table)
    last = table.last
    groups = chosen_groups(grid, header, table) if header.groups else [Group(When(), {})]
    for group in groups:
        for name, column in group.columns.items():
            table.columns.setdefault(name, column)
    _add_rows(grid, table, groups)
    for index, cell in header.unknown:
        if index not in table.unused and index not in _indexes(table, groups):
            table.unused[index] = "没有用到的栏"
            if any(row[index].text for row in grid.rows[header.end : last]):
                table.ignored.append(f"{grid.place(cell.ref)} “{cell.text}”")
    return table


def _end(grid: Grid, table: Table) -> int:
    """The row before which a table ends: one that heads a table of another kind."""
    name = table.columns.get("name")
    if name is None or table.kind != "indicator":
        return table.last
    for number in range(table.end, table.last):
        row = grid.rows[number]
        if any(cell.kind in _NUMBERS for cell in row) or not _heads_rows(row[name.index].text):
            continue
        others = [cell for cell in row if cell and cell is not row[name.index]]
        if len(others) > 1 and not any(_has_digits(cell) for cell in others):
            return number
    return table.last


@lru_cache(maxsize=1024)
def _heads_rows(text: str) -> bool:
    """Whether a label heads a column of names or times."""
    label = bare_label(text)
    return label in _TIME_HEADERS or read_label("indicator", label).field == "name"


def _has_digits(cell: Cell) -> bool:
    return re.search(r"\d", re.sub(r"[(（].*?[)）]", "", cell.text)) is not None


def _indexes(table: Table, groups: list[Group]) -> set[int]:
    """The columns that are read."""
    used = {column.index for column in table.columns.values()}
    return used | {column.index for group in groups for column in group.columns.values()}


def _choose_name(grid: Grid, header: Header, table: Table) -> None:
    """Where a first column of names is merged over rows (项目), the next one names the facts."""
    name = table.columns.get("name")
    if name is None or not header.names:
        return
    rows = grid.rows[header.end : table.last]
    second = header.names[0]
    covers = any(row[name.index].over for row in rows)
    leaves_blank = any(not row[name.index] and row[second.index] for row in rows)
    if covers or leaves_blank:
        table.columns["name"] = second
        table.columns.setdefault("topic", name)
        message = f"“{second.header}”栏当作名称，“{name.header}”栏当作板块"
        table.told.append((message, f"{name.header}有合并的格"))


def _add_rows(grid: Grid, table: Table, groups: list[Group]) -> None:
    band = ""
    common = {name: one for name, one in table.columns.items() if name not in MEASURES}
    examples = tuple(read_data("intake", "columns")["example"])
    by_group = [common | group.columns for group in groups]
    times = {id(group): time_of_group(group, table) for group in groups}
    for number in range(table.end, table.last):
        cells = grid.rows[number]
        if table.kind == "indicator" and (sentence := sentence_of(cells)) is not None:
            table.texts.append(sentence)
            continue
        if title := _band(cells):
            band = title
            continue
        first = next((cell.text for cell in cells if cell.text), "")
        if not first or first.startswith(examples) or _is_copy(cells, number):
            continue
        shown = list(zip(groups, by_group, strict=True))
        if table.earlier and not any(
            cells[g.columns["value"].index] for g, _ in shown if "value" in g.columns
        ):
            older = (g for g in table.earlier if cells[g.columns["value"].index])
            found_older = next(older, None)
            if found_older is not None:
                shown = [(found_older, common | found_older.columns)]
                times.setdefault(id(found_older), time_of_group(found_older, table))
        for group, columns in shown:
            found = {name: cells[column.index] for name, column in columns.items()}
            if any(found.values()):
                hidden = number + 1 in grid.hidden_rows
                period, year = times[id(group)]
                table.rows.append(Row(number + 1, found, columns, period, year, hidden, band))


def _is_copy(cells: list[Cell], number: int) -> bool:
    """Whether all that a row shows comes from merged cells of a row above."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(
        cell.over and not cell.over.startswith(f"{cell.ref}:") and _row(cell.first) < number + 1
        for cell in filled
    )


def _row(ref: str) -> int:
    return int(ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)


def _band(row: list[Cell]) -> str:
    """The text of a row that is one cell merged over several columns: a title between facts."""
    filled = [cell for cell in row if cell]
    texts = {cell.text for cell in filled}
    is_band = len(filled) > 1 and len(texts) == 1 and all(cell.merged for cell in filled)
    if len(filled) == 1 and is_numbered_title(filled[0].text):
        is_band = True
    return without_enumerator(filled[0].text) if is_band else ""
