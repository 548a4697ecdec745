"""The figures of a table whose columns are indicators, as rows of an ordinary table.

Of several times the last is taken, and the same of the year before is 上年同期.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.intake.sheets import vocabulary
from zhibi.intake.sheets.grid import Cell
from zhibi.intake.sheets.header import Column
from zhibi.intake.sheets.header_words import When, unit_in_brackets, without_unit
from zhibi.intake.sheets.matrix import HAN_BLANK, Matrix, Measure, body_of, time_of
from zhibi.intake.sheets.quantities import is_empty
from zhibi.intake.sheets.row_kinds import one_line, read_name

if TYPE_CHECKING:
    from collections.abc import Sequence

_INDICATOR = re.compile(r"^指\s*标(?:名称)?[:：]\s*(.+)$")


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A figure of the table, as the cells and columns of an ordinary row, and its time."""

    number: int
    cells: dict[str, Cell]
    columns: dict[str, Column]
    when: When
    is_part: bool = False
    """Whether it is a part of the figure before it in its row."""

    @property
    def name(self) -> str:
        """The place and the indicator."""
        return self.cells["name"].text


def indicator_of_title(rows: Sequence[list[Cell]]) -> tuple[str, str] | None:
    """The indicator that a line above a table names for all of it, and its unit."""
    for row in rows:
        for cell in row:
            match = _INDICATOR.match(cell.text)
            if match is not None:
                return without_unit(match[1].strip()), unit_in_brackets(match[1])
    return None


def matrix_rows(
    matrix: Matrix, rows: Sequence[list[Cell]], last: int, indicator: tuple[str, str] | None
) -> tuple[list[MatrixRow], dict[int, str], dict[int, str]]:
    """The figures taken; rows and columns (by index) that are left, each with the reason.

    `indicator` is the name and the unit for columns whose label names a time alone.
    """
    numbers = range(matrix.end, min(last, matrix.end + len(body_of(rows, matrix.end))))
    left_rows: dict[int, str] = {}
    columns = _by_indicator([_named(one, indicator) for one in matrix.measures])
    times = {number: _row_time(matrix, rows[number]) for number in numbers}
    latest = _latest_rows(matrix, rows, times)
    by_time: dict[tuple[str, When | None], list[Cell]] = {}
    for number, when in times.items():
        if when is not None:
            by_time.setdefault((_place_of(matrix, rows[number]), when), rows[number])
    found: list[MatrixRow] = []
    for number in numbers:
        row, when = rows[number], times[number]
        place = row[matrix.place.index] if matrix.place is not None else None
        if read_name(_label(place)).kind in {"note", "signature"}:
            left_rows[number + 1] = "表下的说明和落款"
        elif matrix.time is None or latest.get(_place_text(place)) == when:
            before = by_time.get((_place_text(place), _year_before(when)))
            found += _figures_of(matrix, columns, number, row, before, when)
        elif when is not None:
            left_rows[number + 1] = f"没有取的时段（{when}）"
    used = {column.index for row in found for column in row.columns.values()}
    left_columns = {
        one.column.index: f"没有取的时段（{one.column.when}）"
        for one in matrix.measures
        if one.column.when and one.column.index not in used
    }
    return found, left_rows, left_columns


def _named(measure: Measure, indicator: tuple[str, str] | None) -> Measure:
    """A column of a year or a place alone with the name and the unit that the title gives."""
    if indicator is None or (measure.name and (measure.column.unit or not indicator[0])):
        return measure
    unit = measure.column.unit or indicator[1]
    name = measure.name + ("" if measure.part else indicator[0])
    return replace(measure, name=name, column=replace(measure.column, unit=unit))


def unnamed(matrix: Matrix) -> list[Measure]:
    """The columns that do not say what they are of: years, or places perhaps (年份, 甲市, 乙市)."""
    ends = tuple(read_data("intake", "columns")["indicator_ends"])
    return [
        one
        for one in matrix.measures
        if not one.name
        or (matrix.place is None and not one.column.unit and not one.name.endswith(ends))
    ]


def _by_indicator(listed: list[Measure]) -> list[list[Measure]]:
    """The columns of each indicator, the latest first, each with the year before beside it."""
    by_name: dict[str, list[Measure]] = {}
    for one in listed:
        by_name.setdefault(one.name, []).append(one)
    for dated in by_name.values():
        dated.sort(key=lambda one: _order(one.column.when), reverse=True)
        for one in dated:
            when = one.column.when
            before = _year_before(when)
            previous = next((other for other in dated if other.column.when == before), None)
            if previous is not None:
                one.beside.setdefault("previous", previous.column)
    return list(by_name.values())


def _order(when: When) -> tuple[int, int]:
    return when.year or 0, when.end


def _row_time(matrix: Matrix, row: list[Cell]) -> When | None:
    return time_of(row[matrix.time.index].text) if matrix.time is not None else None


def _latest_rows(
    matrix: Matrix, rows: Sequence[list[Cell]], times: dict[int, When | None]
) -> dict[str, When]:
    """The last time of each place that has figures."""
    latest: dict[str, When] = {}
    for number, when in times.items():
        row = rows[number]
        if when is None or all(is_empty(row[one.column.index]) for one in matrix.measures):
            continue
        place = _place_of(matrix, row)
        known = latest.get(place)
        if known is None or _order(known) < _order(when):
            latest[place] = when
    return latest


def _year_before(when: When | None) -> When | None:
    """The same period a year earlier; None where the year is not said."""
    return When(when.year - 1, when.period, when.scope) if when is not None and when.year else None


def _place_of(matrix: Matrix, row: list[Cell]) -> str:
    return _place_text(row[matrix.place.index] if matrix.place is not None else None)


def _place_text(place: Cell | None) -> str:
    return "" if place is None else place.text


def _figures_of(
    matrix: Matrix,
    columns: list[list[Measure]],
    number: int,
    row: list[Cell],
    before: list[Cell] | None,
    when: When | None,
) -> list[MatrixRow]:
    """The figures of one row, each under the name of its place and its indicator."""
    place = row[matrix.place.index] if matrix.place is not None else None
    label = _label(place)
    if read_name(label).kind == "total":
        label = ""
    common = {key: row[column.index] for key, column in matrix.common.items()}
    found: list[MatrixRow] = []
    wholes: set[str] = set()
    for dated in columns:
        one = next((one for one in dated if not is_empty(row[one.column.index])), None)
        if one is None:
            continue
        value = row[one.column.index]
        anchor = place if place is not None else value
        is_time = time_of(value.text) is not None and value.kind == "text"
        of_column = matrix.rows_are_indicators and one.name and not one.column.unit and not is_time
        column_name = "" if read_name(one.name).kind == "total" else one.name
        text = column_name + label if of_column else _of_place(label, one.name)
        is_part = one.part != "" and one.whole in wholes
        if is_part:
            text = f"其中：{one.part}"
        wholes.add(one.name)
        name = replace(anchor, text=text, indent=0, kind="text", problem="")
        cells = {"name": name, "value": value, **common}
        heads = {"value": one.column, **matrix.common}
        if matrix.unit is not None and not one.column.unit and value.kind != "percent":
            cells["unit"], heads["unit"] = row[matrix.unit.index], matrix.unit
        if one.of_last_year:
            cells["status"] = Cell(value.ref, vocabulary.label_for("status", "last_year"))
        for key, column in one.beside.items():
            cells[key], heads[key] = row[column.index], column
        if before is not None and "previous" not in cells:
            cells["previous"], heads["previous"] = before[one.column.index], one.column
        found.append(MatrixRow(number + 1, cells, heads, when or one.column.when, is_part))
    return found


def _of_place(place: str, name: str) -> str:
    """An indicator of a place: 红石村, 村集体收入 → 红石村集体收入; 村级活动场所 → 活动场所."""
    level = re.match(read_data("intake", "columns")["matrix"]["of_place"], name)
    own = level is not None and place.endswith(level[1]) and level.end() < len(name)
    return place + name[level.end() :] if level is not None and own else place + name


def _label(place: Cell | None) -> str:
    return "" if place is None else HAN_BLANK.sub("", one_line(place.text)).strip()
