"""Tables whose columns are indicators, or years, and whose rows are places, units or times.

    地区    税收收入（万元）  同比（%）        年份     户籍人口（人）
    甲村    120.5            3.2            2023年   31870
    乙村    98.6             -1.1           2024年   31620

Each figure becomes a row of an ordinary table: its name is that of the place and the indicator.
Of several times the last is taken, and the same of the year before is 上年同期.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.intake.sheets.grid import Cell
from zhibi.intake.sheets.header import Column, column_labels, divides, is_figure
from zhibi.intake.sheets.header_words import (
    BARE_YEAR,
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
_SLASH = r"[\\＼/／]"
_BEGINS = re.compile(
    r"[^\d\u4e00-\u9fff]*(?:大?约|近|超过?|逾|不足|不到|预计约?|预计达|计划|"
    r"(?:同比)?(?:增长|增加|下降|减少)|负|截[至止])?[^\d\u4e00-\u9fff]*[\d〇零一二三四五六七八九十百千万亿两]"
)
"""How a cell of figures begins; 衬砌6公里 tells of something in words."""
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)[-./](\d{1,2})(?:月)?")
_COMMON = frozenset({"note", "source", "status"})
HAN_BLANK = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")


@dataclass(slots=True)
class Measure:
    """One column of figures: the indicator (empty where its label names a time alone)."""

    column: Column
    name: str
    beside: dict[str, Column] = field(default_factory=dict)
    """Its growth, target and so on, in columns of their own."""
    of_last_year: bool = False
    """Whether its label says last year, and no other gives this year's."""
    part: str = ""
    """What part its label names (其中：女性) of `whole`; empty for a column of its own."""
    whole: str = ""


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
    body = body_of(rows, end)
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
    years = [one for one in found.measures if BARE_YEAR.fullmatch(one.column.header)]
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


def body_of(rows: Sequence[list[Cell]], start: int) -> list[list[Cell]]:
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
    """Whether each cell of a column begins with a figure; a title merged over it is none of it."""
    filled = [cell for cell in cells if not is_empty(cell) and not cell.merged]
    return bool(filled) and all(cell.problem or _BEGINS.match(cell.text) for cell in filled)


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
    part = ""
    for cell in labels:
        label = read_label("indicator", cell.text)
        time = time_of(cell.text)
        unit = label.unit or _unit_alone(cell.text) or unit_in_brackets(cell.text) or unit
        if time is not None:
            when = time.under(when)
        elif _unit_alone(cell.text):
            continue
        elif (marked := read_name(without_unit(cell.text))).mark:
            part = HAN_BLANK.sub("", marked.text).strip()
        elif found.values_are_named and _value_with_unit(cell.text):
            names.append(without_unit(cell.text))
        elif label.field in MEASURES and cell is labels[-1]:
            meant = label.field
        elif label.unit or bare_label(cell.text) not in _dimensions():
            dated, name = _without_time(cell.text)
            when = dated.under(when)
            names.append(name)
    column = Column(index, labels[-1].text, unit, when)
    if part and (whole := _whole_of(found, unit)) is not None:
        found.measures.append(Measure(column, f"{whole}（{part}）", part=part, whole=whole))
        return True
    name = _composed([*names, part] if part else names)
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


def _whole_of(found: Matrix, unit: str) -> str | None:
    """The name of the column that a 其中 column is a part of: the nearest whole in its unit."""
    whole = next((one for one in reversed(found.measures) if not one.part), None)
    if whole is None or (unit and whole.column.unit and unit != whole.column.unit):
        return None
    return whole.name


def _without_time(text: str) -> tuple[When, str]:
    """The name that a label gives, and the time in front of it: 2018年吞吐量 → 吞吐量."""
    name = HAN_BLANK.sub("", one_line(without_unit(text).strip()))
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
