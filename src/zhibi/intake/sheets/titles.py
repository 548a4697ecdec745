"""What the rows above a table say of all of it: unit, office, year and period."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.intake.sheets.grid import Cell
from zhibi.intake.sheets.header_words import split_time, unit_in_brackets
from zhibi.intake.sheets.quantities import measures
from zhibi.intake.sheets.table import Titles

if TYPE_CHECKING:
    from zhibi.intake.sheets.grid import Grid

_UNIT_OF_SHEET = re.compile(
    r"(?:计量|金额|货币|数量|计价)单位[:：]\s*([^\s，。;；)）]{1,12})"
    r"|(?<![\u4e00-\u9fff])单\s*位[:：]\s*([^\s，。;；)）]{1,12})"
)
_OFFICE_OF_SHEET = re.compile(
    r"(?:(?:填报|报送|来源)(?:单位|科室|部门)|填报|报送)[:：]\s*([^\s，。;；)）]{1,20})"
)
_YEAR_IN_TITLE = re.compile(r"(?:19|20)\d\d年")


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
            year = _YEAR_IN_TITLE.search(cell.text)
            if year is not None and not titles.when:
                titles.when, _ = split_time(re.sub(r"\s", "", cell.text[year.start() :]))
                titles.when_cell = cell.ref
    if not titles.units and not titles.when and start == 0 and grid.sheet:
        year = _YEAR_IN_TITLE.search(grid.sheet)
        if year is not None:
            titles.when, _ = split_time(re.sub(r"\s", "", grid.sheet[year.start() :]))
    return titles
