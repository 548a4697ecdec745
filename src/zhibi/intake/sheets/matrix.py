"""Tables whose columns are indicators, or years, and whose rows are places, units or times.

    地区    税收收入（万元）  同比（%）        年份     户籍人口（人）
    甲村    120.5            3.2            2023年   31870
    乙村    98.6             -1.1           2024年   31620

Each figure becomes a row of an ordinary table: its name is that of the place and the indicator.
Of several times the last is taken, and the same of the year before is 上年同期.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.intake.sheets import vocabulary
from zhibi.intake.sheets.grid import Cell
from zhibi.intake.sheets.header import Column, column_labels, divides, is_figure
from zhibi.intake.sheets.header_words import (
    MEASURES,
    When,
    bare_label,
    read_label,
    split_time,
    unit_in_brackets,
    without_unit,
)
from zhibi.intake.sheets.quantities import is_empty, measures
from zhibi.intake.sheets.row_kinds import one_line, read_name

if TYPE_CHECKING:
    from collections.abc import Sequence

_HIGHEST = 4
_LONGEST_LABEL = 40
_MOST_LEVELS = 2
_INDICATOR = re.compile(r"^指\s*标(?:名称)?[:：]\s*(.+)$")
_SLASH = r"[\\＼/／]"
_DIGIT = re.compile(r"\d")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)[-./](\d{1,2})(?:月)?")
_COMMON = frozenset({"note", "source", "status"})
_HAN_BLANK = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")


@dataclass(slots=True)
class Measure:
    """One column of figures: the indicator (empty where its label names a time alone)."""

    column: Column
    name: str
    beside: dict[str, Column] = field(default_factory=dict)
    """Its growth, target and so on, in columns of their own."""
    of_last_year: bool = False
    """Whether its label says last year, and no other gives this year's."""


@dataclass(slots=True)
class Matrix:
    """The header of such a table: rows `first` to before `end`, and what its columns are."""

    first: int
    end: int
    place: Column | None
    time: Column | None
    measures: list[Measure]
    common: dict[str, Column]
    unknown: list[tuple[int, Cell]]
    unit: Column | None = None
    """A column that gives the unit of each row's figures."""
    pending: list[tuple[str, str, Column, Cell]] = field(default_factory=list)
    """What stands before its value (计划, 实际): field, name of the value, column and its label."""
    values_are_named: bool = False
    """Whether several columns are of values (数量（个）, 金额（万元）): their labels are names."""
    rows_are_indicators: bool = False
    """Whether the first column names indicators (科目, 年份 beside it): a year needs no more."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A figure of the table, as the cells and columns of an ordinary row, and its time."""

    number: int
    cells: dict[str, Cell]
    columns: dict[str, Column]
    when: When


def matrix_at(rows: Sequence[list[Cell]], at: int) -> Matrix | None:
    """The header of a matrix that begins with this row; None where none does."""
    if not any(_dimension(cell.text) or _heads_units(cell.text) for cell in rows[at] if cell.text):
        return None
    end = at + 1
    while end < len(rows) and end - at < _HIGHEST:
        if not (divides(rows[end - 1], rows[end]) or _is_row_of_units(rows[end])):
            break
        end += 1
    labels = column_labels(rows[at:end])
    found = Matrix(at, end, None, None, [], {}, [])
    body = _body(rows, end)
    lowest = [cells[-1].text for cells in labels if cells]
    found.values_are_named = sum(1 for text in lowest if _value_with_unit(text)) > 1
    for index, cells in enumerate(labels):
        if cells:
            _add_column(found, index, cells, [row[index] for row in body])
    _take_pending(found)
    found.measures = _with_last_year(found.measures)
    if not found.measures or (found.place is None and found.time is None):
        return None
    if len({(one.name, one.column.when) for one in found.measures}) < len(found.measures):
        return None
    years = [one for one in found.measures if _BARE_YEAR.fullmatch(one.column.header)]
    if len(years) == 1 or (found.place is None and len(body) < 2):
        return None  # a single 2024 is a number, and one row may be anything
    return found


@lru_cache(maxsize=4096)
def _dimension(text: str) -> str:
    """Whether a label heads a column of places or of times: `place`, `time` or empty."""
    if len(text) > _LONGEST_LABEL:
        return ""
    first = re.split(_SLASH, text)[0]  # 地区\年份
    bare = bare_label(first) or bare_label(text)
    known = _dimensions().get(bare, "")
    if known or not bare:
        return known
    pattern: str = read_data("intake", "columns")["matrix"]["place_pattern"]
    return "place" if re.fullmatch(pattern, bare) else ""


@cache
def _dimensions() -> dict[str, str]:
    words: dict[str, list[str]] = read_data("intake", "columns")["matrix"]
    return {bare_label(word): key for key in ("place", "time") for word in words[key]}


def _value_with_unit(text: str) -> bool:
    label = read_label("indicator", text)
    return label.field == "value" and not label.when and label.unit not in {"", "%"}


def heads_places(text: str) -> bool:
    """Whether a label heads a column of places or units (村, 项目)."""
    return _dimension(text) == "place"


def _heads_units(text: str) -> bool:
    return read_label("indicator", text).field == "unit"


def _are_units(body: list[Cell]) -> bool:
    """Whether a column named 单位 gives units of measure (亩), not places or offices."""
    filled = [cell for cell in body if not is_empty(cell)]
    same = read_data("intake", "columns")["same"]
    return bool(filled) and all(measures(one.text) or one.text in same for one in filled)


def _is_row_of_units(row: list[Cell]) -> bool:
    """Whether a row below a header gives the unit of each column: 亿元, （%）."""
    texts = [cell.text for cell in row if cell.text and not _dimension(cell.text)]
    return bool(texts) and all(_unit_alone(text) for text in texts)


def _unit_alone(text: str) -> str:
    bare = re.sub(r"^[(（\[【]|[)）\]】]$|\s", "", text)
    return bare if not bare[:1].isdigit() and len(bare) <= 8 and measures(bare) else ""


def _body(rows: Sequence[list[Cell]], start: int) -> list[list[Cell]]:
    """The rows below a header, up to one that can only be another header."""
    for number in range(start, len(rows)):
        filled = [cell for cell in rows[number] if cell.text]
        if len(filled) > 1 and _dimension(filled[0].text) and not any(map(is_figure, filled)):
            return list(rows[start:number])
    return list(rows[start:])


def _add_column(found: Matrix, index: int, labels: list[Cell], body: list[Cell]) -> None:
    """Say what one column is; one that is neither is told as not used."""
    lowest = labels[-1]
    dimension = next((one for cell in labels if (one := _dimension(cell.text))), "")
    if _heads_units(lowest.text):
        if _are_units(body):
            found.unit = found.unit or Column(index, lowest.text)
            return
        dimension = "place"
    if dimension and not found.measures:
        column = Column(index, lowest.text)
        if found.time is None and _all_times(body):
            found.time = column
            return
        if dimension == "place" and found.place is None:
            found.place = column
            first = re.split(_SLASH, lowest.text)[0]
            found.rows_are_indicators = read_label("indicator", first).field == "name"
            return
    bare = bare_label(lowest.text)
    if bare in read_data("intake", "columns")["ignored"] or bare.endswith(
        ("代码", "编码", "编号", "排名", "名次")
    ):
        return
    label = read_label("indicator", lowest.text)
    if label.field in _COMMON and label.field not in found.common:
        found.common[label.field] = Column(index, lowest.text)
    elif not _holds_figures(body) or not _add_measure(found, index, labels):
        found.unknown.append((index, lowest))


def _holds_figures(cells: list[Cell]) -> bool:
    """Whether a column holds figures and nothing else; a title merged over it is none of it."""
    filled = [cell for cell in cells if not is_empty(cell) and not cell.merged]
    return bool(filled) and all(cell.problem or _DIGIT.search(cell.text) for cell in filled)


def _all_times(cells: list[Cell]) -> bool:
    filled = [cell for cell in cells if cell.text and read_name(cell.text).kind == "fact"]
    return bool(filled) and all(time_of(cell.text) for cell in filled)


def time_of(text: str) -> When | None:
    """The time that a cell names: 2023年, 2023, 2010-05, 2023年1-6月; None where it is none."""
    bare = bare_label(text)
    month = _YEAR_MONTH.fullmatch(re.sub(r"\s", "", text))
    if month is not None and 1 <= int(month[2]) <= 12:
        return When(int(month[1]), f"{int(month[2])}月")
    when, rest = split_time(bare)
    return when if when and not rest and (when.year or when.period) else None


def _add_measure(found: Matrix, index: int, labels: list[Cell]) -> bool:
    """Add a column of figures; False where its labels do not say of what."""
    when, unit, names, meant = When(), "", [], ""
    for cell in labels:
        label = read_label("indicator", cell.text)
        time = time_of(cell.text)
        unit = label.unit or _unit_alone(cell.text) or unit_in_brackets(cell.text) or unit
        if time is not None:
            when = time.under(when)
        elif _unit_alone(cell.text):
            continue
        elif found.values_are_named and _value_with_unit(cell.text):
            names.append(without_unit(cell.text))
        elif label.field in MEASURES and cell is labels[-1]:
            meant = label.field
        elif label.unit or bare_label(cell.text) not in _dimensions():
            dated, name = _without_time(cell.text)
            when = dated.under(when)
            names.append(name)
    column = Column(index, labels[-1].text, unit, when)
    name = _composed(names)
    if meant not in {"", "value"} and name and all(one.name != name for one in found.measures):
        found.pending.append((meant, name, column, labels[-1]))
        return True
    last = found.measures[-1] if found.measures else None
    if (
        meant
        and last is not None
        and name in {"", last.name}
        and when in {When(), last.column.when}
    ):
        if meant != "value" and meant not in last.beside:
            last.beside[meant] = column
            return True
        return False
    if len(names) > _MOST_LEVELS or meant not in {"", "value"} or not (name or when or meant):
        return False
    found.measures.append(Measure(column, name))
    return True


def _without_time(text: str) -> tuple[When, str]:
    """The name that a label gives, and the time in front of it: 2018年吞吐量 → 吞吐量."""
    name = _HAN_BLANK.sub("", one_line(without_unit(text).strip()))
    when, rest = split_time(re.sub(r"\s", "", name))
    return (when, rest) if rest and (when.year or when.period) else (When(), name)


def _composed(names: list[str]) -> str:
    """An indicator from its labels, the upper one last: 增加值 over 第一产业 → 第一产业增加值."""
    words = read_data("intake", "columns")
    kept = [name for name in names if name not in words["totals"]]
    if len(kept) > 1:
        ends = tuple(words["indicator_ends"])
        years = (*words["years"]["last"], *words["years"]["this"])
        if kept[0] in years or (kept[-1].endswith(ends) and not kept[0].endswith(ends)):
            return "".join(kept)  # 种植业 over 产量, 上年 over 出栏
        if not any(name.endswith(ends) for name in kept):
            return "".join(kept)
    return "".join(reversed(kept)) if kept else "".join(names[-1:])


def _take_pending(found: Matrix) -> None:
    """Give targets that stand before their value (计划, 实际) to it; others are told."""
    for meant, name, column, cell in found.pending:
        value = next((one for one in found.measures if one.name == name), None)
        if value is not None and meant not in value.beside:
            value.beside[meant] = column
        else:
            found.unknown.append((column.index, cell))


def _with_last_year(listed: list[Measure]) -> list[Measure]:
    """The measures with 上年出栏 as 上年同期 of 当年出栏; without that it is of last year."""
    words = read_data("intake", "columns")["years"]
    rest = []
    plain = {_of_year(one.name, words["this"]): one for one in listed}
    for one in listed:
        core = _of_year(one.name, words["last"])
        value = plain.get(core) if core != one.name else None
        if core == one.name or one.beside:
            rest.append(one)
        elif value is not None and value.column.when == one.column.when:
            value.beside.setdefault("previous", one.column)
            value.name = core
        else:
            one.of_last_year = True
            rest.append(one)
    return rest


def _of_year(name: str, words: Sequence[str]) -> str:
    """A name without the word for its year: 上年出栏 → 出栏, 上年末存栏 → 年末存栏."""
    start = next((word for word in words if name.startswith(word)), "")
    rest = name.removeprefix(start)
    if not start or not rest:
        return name
    return "年" + rest if rest.startswith(("末", "底")) else rest


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
    numbers = range(matrix.end, min(last, matrix.end + len(_body(rows, matrix.end))))
    left_rows: dict[int, str] = {}
    columns = _by_indicator([_named(one, indicator) for one in matrix.measures])
    times = {number: _row_time(matrix, rows[number]) for number in numbers}
    latest = _latest_rows(matrix, rows, times)
    found: list[MatrixRow] = []
    for number in numbers:
        row, when = rows[number], times[number]
        place = row[matrix.place.index] if matrix.place is not None else None
        if read_name(_label(place)).kind in {"note", "signature"}:
            left_rows[number + 1] = "表下的说明和落款"
        elif matrix.time is None or latest.get(place.text if place else "") == when:
            before = _year_before(matrix, rows, times, place, when)
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
    name = measure.name + indicator[0]
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
            before = When(when.year - 1, when.period, when.scope) if when.year else None
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
        place = row[matrix.place.index].text if matrix.place is not None else ""
        known = latest.get(place)
        if known is None or _order(known) < _order(when):
            latest[place] = when
    return latest


def _year_before(
    matrix: Matrix,
    rows: Sequence[list[Cell]],
    times: dict[int, When | None],
    place: Cell | None,
    when: When | None,
) -> list[Cell] | None:
    """The row of the same place and period, a year earlier."""
    if when is None or not when.year:
        return None
    wanted = When(when.year - 1, when.period, when.scope)
    for number, other in times.items():
        same_place = place is None or (
            matrix.place is not None and rows[number][matrix.place.index].text == place.text
        )
        if other == wanted and same_place:
            return rows[number]
    return None


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
    found = []
    for dated in columns:
        one = next((one for one in dated if not is_empty(row[one.column.index])), None)
        if one is None:
            continue
        value = row[one.column.index]
        anchor = place if place is not None else value
        of_column = matrix.rows_are_indicators and one.name and not one.column.unit
        text = one.name + label if of_column else _of_place(label, one.name)
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
        found.append(MatrixRow(number + 1, cells, heads, when or one.column.when))
    return found


def _of_place(place: str, name: str) -> str:
    """An indicator of a place: 红石村, 村集体收入 → 红石村集体收入; 村级活动场所 → 活动场所."""
    level = re.match(read_data("intake", "columns")["matrix"]["of_place"], name)
    own = level is not None and place.endswith(level[1]) and level.end() < len(name)
    return place + name[level.end() :] if level is not None and own else place + name


def _label(place: Cell | None) -> str:
    return "" if place is None else _HAN_BLANK.sub("", one_line(place.text)).strip()
