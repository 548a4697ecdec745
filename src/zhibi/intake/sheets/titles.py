"""What the rows above a table say of all of it: unit, office, year and period."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.intake.sheets.grid import Cell
from zhibi.intake.sheets.header import is_figure
from zhibi.intake.sheets.header_words import When, split_time, unit_in_brackets
from zhibi.intake.sheets.quantities import measures
from zhibi.intake.sheets.row_kinds import read_name
from zhibi.intake.sheets.table import Titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.intake.sheets.grid import Grid

_UNIT_OF_SHEET = re.compile(
    r"(?:计量|金额|货币|数量|计价)单位[:：]\s*([^\s，。;；)）]{1,12})"
    r"|(?<![\u4e00-\u9fff])单\s*位[:：]\s*([^\s，。;；)）]{1,12})"
)
_OFFICE_OF_SHEET = re.compile(
    r"(?:(?:填报|报送|来源)(?:单位|科室|部门)|填报|报送)[:：]\s*([^\s，。;；)）]{1,20})"
)
_YEAR_IN_TITLE = re.compile(r"(?:截[至止]到?)?(?:19|20)\d\d年")
_PERIOD_IN_TITLE = re.compile(
    r"截[至止]到?\d{1,2}月(?:\d{1,2}日|底|末)?|\d{1,2}月?[-—–~～至到]\d{1,2}月份?|"
    r"上半年|下半年|前?第?[一二三四]季度"
)
_TITLE = re.compile(
    r"^[（(]?[一二三四五六七八九十]{1,3}[)）、]|^附?表\s*[一二三四五六七八九十\d]|"
    rf"{_UNIT_OF_SHEET.pattern}|{_YEAR_IN_TITLE.pattern}|{_PERIOD_IN_TITLE.pattern}"
)
_MOST_IN_TITLE = 2
_LONGEST_TITLE = 60


def titles_start(grid: Grid, above: int, first: int) -> int:
    """The row at which the titles of a table begin that stands below another one.

    They stand right above its header: one or two texts in a row, one of them merged over columns,
    numbered, naming a unit or a time, or behind an empty row. The table above ends before them.
    """
    at = first
    while at > above:
        filled = [c for c in grid.rows[at - 1] if c.text and c.first in {"", c.ref}]
        if filled and not _is_title_row(grid, at - 1, filled):
            break
        at -= 1
    while at < first and not any(cell.text for cell in grid.rows[at]):
        at += 1
    return at


def holds_figures(rows: Sequence[list[Cell]]) -> bool:
    """Whether any row is one of a table: a text and a figure at least."""
    return any(sum(1 for cell in row if cell.text) > 1 and any(map(is_figure, row)) for row in rows)


def _is_title_row(grid: Grid, number: int, filled: list[Cell]) -> bool:
    if len(filled) > _MOST_IN_TITLE or any(map(is_figure, filled)):
        return False
    if any(len(c.text) > _LONGEST_TITLE or read_name(c.text).kind != "fact" for c in filled):
        return False
    if any(cell.merged or _TITLE.search(cell.text) for cell in filled):
        return True
    return len(filled) == 1 and not any(one.text for one in grid.rows[number - 1])


def read_titles(grid: Grid, start: int, end: int) -> Titles:
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
            if not titles.when and (when := _time_in(cell.text)):
                titles.when = when
    if not titles.units and not titles.when and start == 0 and grid.sheet:
        titles.when = _time_in(grid.sheet)
    return titles


def _time_in(text: str) -> When:
    """The time that a title names, by its year or by a period that no single month is."""
    bare = re.sub(r"\s", "", text)
    found = _YEAR_IN_TITLE.search(bare) or _PERIOD_IN_TITLE.search(bare)
    if found is None:
        return When()
    when, _ = split_time(bare[found.start() :])
    return when
