"""Finds the tables in a sheet: where each header stands, what its columns are, and its rows.

A header may have title rows above it, may be several rows high, and may carry units and times. A
sheet may hold several tables one below another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.intake.sheets.grid import Cell
from zhibi.intake.sheets.header import Column, Group, Header, header_at, is_figure
from zhibi.intake.sheets.header_words import (
    MEASURES,
    When,
    bare_label,
    read_label,
    split_time,
    unit_in_brackets,
)
from zhibi.intake.sheets.matrix import (
    Matrix,
    MatrixRow,
    indicator_of_title,
    matrix_at,
    matrix_rows,
    unnamed,
)
from zhibi.intake.sheets.quantities import measures
from zhibi.intake.sheets.row_kinds import without_enumerator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhibi.intake.sheets.grid import Grid
    from zhibi.intake.sheets.header_words import TableKind

_FEW_TEXTS = 2
"""A title row holds no more than a title (perhaps merged over many cells) and a unit."""
_UNIT_OF_SHEET = re.compile(
    r"(?:计量|金额|货币|数量|计价)单位[:：]\s*([^\s，。;；)）]{1,12})"
    r"|(?<![\u4e00-\u9fff])单\s*位[:：]\s*([^\s，。;；)）]{1,12})"
)
_OFFICE_OF_SHEET = re.compile(
    r"(?:填报|报送|来源)(?:单位|科室|部门)[:：]\s*([^\s，。;；)）]{1,20})"
)
_TIME_HEADERS = frozenset({"时间", "年份", "月份", "日期", "年度"})
_YEAR_IN_TITLE = re.compile(r"(?:19|20)\d\d年")


@dataclass(slots=True)
class Row:
    """One row of a table: its number in the sheet and its cells by field, at one time.

    `band` is the title that stands above it within the table, merged over the columns.
    """

    number: int
    cells: dict[str, Cell]
    columns: dict[str, Column]
    period: str = ""
    year: int | None = None
    hidden: bool = False
    band: str = ""


@dataclass(slots=True)
class Titles:
    """What the rows above a table say of all of it; `units` are as listed, each with its cell."""

    units: list[str] = field(default_factory=list)
    office: str = ""
    when: When = field(default_factory=When)
    when_cell: str = ""


@dataclass(slots=True)
class Table:
    """A table of a sheet: what its rows are, its columns by field, and its rows.

    `unused` are columns of which nothing is taken: the reason, and the index of each; `told`
    says how the header was understood where it could have been otherwise.
    """

    kind: TableKind
    columns: dict[str, Column]
    rows: list[Row]
    titles: Titles
    first: int
    end: int
    last: int
    unused: dict[int, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    left: dict[int, str] = field(default_factory=dict)
    """Rows (from 1) of which nothing is taken, each with the reason."""
    earlier: list[Group] = field(default_factory=list)
    """Groups of times before those that are read, the latest first, for rows that end sooner."""


def find_tables(grid: Grid) -> list[Table]:
    """The tables of a sheet, from top to bottom; none where no header is recognised."""
    headers = list(_headers(grid))
    tables = []
    for position, header in enumerate(headers):
        last = headers[position + 1].first if position + 1 < len(headers) else len(grid.rows)
        above = headers[position - 1].end if position else 0
        titles = _titles(grid, above, header.first)
        if isinstance(header, Matrix):
            tables.append(_matrix_table(grid, header, titles, above, last))
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
        header = (header_at(grid.rows, at) or matrix_at(grid.rows, at)) if candidate else None
        if header is None:
            at += 1
            continue
        yield header
        above, at = texts, header.end


def _table(grid: Grid, header: Header, titles: Titles, last: int) -> Table:
    table = Table(header.kind, dict(header.columns), [], titles, header.first, header.end, last)
    _choose_name(grid, header, table)
    table.last = _end(grid, table)
    last = table.last
    groups = _chosen_groups(grid, header, table) if header.groups else [Group(When(), {})]
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


def _matrix_table(grid: Grid, matrix: Matrix, titles: Titles, above: int, last: int) -> Table:
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
    taken: dict[str, None] = {}
    without_unit: set[int] = set()
    seen: dict[tuple[str, When], MatrixRow] = {}
    for row in rows:
        first_row = seen.setdefault((row.cells["name"].text, row.when), row)
        if first_row is not row:
            cell, before = row.cells["value"], first_row.cells["value"]
            message = f"“{row.cells['name'].text}”前面已有一个数（{grid.place(before.ref)}）"
            hint = "几行说的不是一件事的，在第一栏把名称写全；重复的，删去一行"
            table.refused.append((message, hint, cell.ref))
            continue
        column = row.columns["value"]
        value = row.cells["value"]
        bare = is_figure(value) and value.kind != "percent"
        units = [] if matrix.rows_are_indicators and not row.when else titles.units
        if bare and not (column.unit or units or unit_in_brackets(row.cells["name"].text)):
            without_unit.add(column.index)
            continue
        period, year = _time(Group(row.when, {}, _is_whole_year(row.when)), table)
        hidden = row.number in grid.hidden_rows
        table.rows.append(Row(row.number, row.cells, row.columns, period, year, hidden))
        taken[str(row.when)] = None
    if table.unused or any(why.startswith("没有取的") for why in table.left.values()):
        message = f"取了“{'、'.join(taken)}”的数，没有取别的时段的"
        table.told.append((message, "要别的时段的，只留那一行或那一栏再报"))
    for index in sorted(without_unit):
        cell = grid.rows[matrix.end - 1][index]
        message = f"“{cell.text}”栏的数没有单位"
        hint = f"写在表头的括号里，如 {cell.text}（万元）；各栏都一样的，在表的上面写 单位：万元"
        table.refused.append((message, hint, cell.ref))
    for index, cell in matrix.unknown:
        table.unused[index] = "没有用到的栏"
        table.ignored.append(f"{grid.place(cell.ref)} “{cell.text}”")
    return table


def _is_whole_year(when: When) -> bool:
    return bool(when.year) and not when.period and not when.scope


def _end(grid: Grid, table: Table) -> int:
    """The row before which a table ends: one that heads a table of another kind."""
    name = table.columns.get("name")
    if name is None or table.kind != "indicator":
        return table.last
    for number in range(table.end, table.last):
        row = grid.rows[number]
        label = bare_label(row[name.index].text)
        others = [cell for cell in row if cell and cell is not row[name.index]]
        heads = label in _TIME_HEADERS or read_label("indicator", label).field == "name"
        if heads and len(others) > 1 and not any(_has_digits(cell) for cell in others):
            return number
    return table.last


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


def _chosen_groups(grid: Grid, header: Header, table: Table) -> list[Group]:
    """The groups that are read: those that end last; others of other times are told."""
    with_values = [group for group in header.groups if "value" in group.columns]
    if not with_values:
        return header.groups
    chosen = with_values
    if len(with_values) > 1:
        year = max(group.when.year or 0 for group in with_values)
        newest = [group for group in with_values if (group.when.year or year) == year]
        end = (
            max(group.when.end for group in newest if not group.when.scope or group.when.period)
            if any(not group.when.scope or group.when.period for group in newest)
            else 0
        )
        chosen = [
            group
            for group in newest
            if (group.when.scope and not group.when.period) or group.when.end == end
        ]
        _take_previous(with_values, chosen, year)
    years = {group.when.year for group in with_values if group.when.year}
    for group in chosen:
        when = group.when
        group.whole_year = len(years) > 1 and not when.period and not when.scope
    table.earlier = _earlier(with_values, chosen, many_years=len(years) > 1)
    read = [group for group in chosen if _is_dated(grid, header, group, table, chosen)]
    taken = {id(column) for group in read for column in group.columns.values()}
    left = [group for group in header.groups if group not in read]
    for group in left:
        for column in group.columns.values():
            if id(column) not in taken:
                table.unused[column.index] = f"没有取的时段（{group.when}）"
    if left and read:
        cells = "、".join(
            grid.place(grid.rows[header.end - 1][column.index].ref)
            for group in left
            for column in group.columns.values()
            if id(column) not in taken
        )
        if cells:
            whens = "、".join(dict.fromkeys(str(group.when) for group in left))
            kept = "、".join(dict.fromkeys(str(group.when) for group in read))
            table.told.append(
                (f"取了“{kept}”的数，没有取“{whens}”的（{cells}）", "要另一栏的，只留那一栏再报")
            )
    return read


def _earlier(groups: list[Group], chosen: list[Group], *, many_years: bool) -> list[Group]:
    """The other groups with a time of their own, the latest first."""
    others = [group for group in groups if group not in chosen and not group.when.scope]
    for group in others:
        group.whole_year = many_years and not group.when.period
        if group.when.year:
            _take_previous(groups, [group], group.when.year)
    return sorted(others, key=lambda group: (group.when.year or 0, group.when.end), reverse=True)


def _take_previous(groups: list[Group], chosen: list[Group], year: int) -> None:
    """The same column of the year before is 上年同期."""
    for group in chosen:
        if group.when.year != year or "previous" in group.columns:
            continue
        before = When(year - 1, group.when.period, group.when.scope)
        same = next((other for other in groups if other.when == before), None)
        if same is not None:
            group.columns["previous"] = same.columns["value"]
            for name, column in same.columns.items():  # a growth behind both years
                if not column.when:
                    group.columns.setdefault(name, column)


def _is_dated(grid: Grid, header: Header, group: Group, table: Table, chosen: list[Group]) -> bool:
    """Whether it is known of what month a group of 本月 is; else it is left, or refused alone."""
    if group.when.scope != "month" or group.when.period:
        return True
    title = table.titles.when
    if title.period and "季" not in title.period and "年" not in title.period:
        group.when = When(group.when.year, f"{title.end}月", "month")
        return True
    cell = grid.rows[header.end - 1][group.columns["value"].index]
    if len(chosen) == 1:
        message = f"表头写的是“{cell.text}”，没有写是几月"
        table.refused.append((message, "在标题里写明年月，如 2024年11月，或改表头", cell.ref))
    return False


def _time(group: Group, table: Table) -> tuple[str, int | None]:
    """The period and the year of a group's figures; empty where the document's holds.

    A title that names one month says when a table was made: only 本月 and 累计 go by it.
    """
    when, title = group.when, table.titles.when
    if group.whole_year:
        return f"{when.year}年", None
    period, month = when.period, re.fullmatch(r"(\d{1,2})月", title.period)
    if not period and when.scope == "to_date" and month is not None:
        period = f"1—{month[1]}月"
    elif not period and month is None:
        period = title.period
    return period, when.year or title.year


def _add_rows(grid: Grid, table: Table, groups: list[Group]) -> None:
    band = ""
    common = {name: one for name, one in table.columns.items() if name not in MEASURES}
    examples = tuple(read_data("intake", "columns")["example"])
    by_group = [common | group.columns for group in groups]
    times = {id(group): _time(group, table) for group in groups}
    for number in range(table.end, table.last):
        cells = grid.rows[number]
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
                times.setdefault(id(found_older), _time(found_older, table))
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
    return without_enumerator(filled[0].text) if is_band else ""


def _titles(grid: Grid, start: int, end: int) -> Titles:
    """What title rows give for the whole table: unit, office, year and period."""
    titles = Titles()
    before = [[Cell("A1", text) for text in grid.above]] if start == 0 else []
    for row in [*before, *grid.rows[start:end]]:
        for cell in row:
            if not cell.text or (cell.merged and cell.first != cell.ref):
                continue
            match = _UNIT_OF_SHEET.search(cell.text)
            if match:
                listed = re.split(r"[、,，/]", match[1] or match[2])
                whole = match[1] or match[2]
                titles.units = [whole] if measures(whole) else [one for one in listed if one]
            elif not titles.units and (unit := unit_in_brackets(cell.text)):
                titles.units = [unit]
            office = _OFFICE_OF_SHEET.search(cell.text)
            titles.office = titles.office or (office[1] if office else "")
            year = _YEAR_IN_TITLE.search(cell.text)
            if year is not None and not titles.when:
                titles.when, _ = split_time(re.sub(r"\s", "", cell.text[year.start() :]))
                titles.when_cell = cell.ref
    if not titles.units and not titles.when and start == 0 and grid.sheet:
        year = _YEAR_IN_TITLE.search(grid.sheet)
        if year is not None:
            titles.when, _ = split_time(re.sub(r"\s", "", grid.sheet[year.start() :]))
    return titles
