"""Which of the times that a header names are read, and what time a group's figures have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.intake.sheets.header_words import When

if TYPE_CHECKING:
    from zhibi.intake.sheets.grid import Grid
    from zhibi.intake.sheets.header import Group, Header
    from zhibi.intake.sheets.table import Table


_AIMS = frozenset({"target", "forecast"})


def chosen_groups(grid: Grid, header: Header, table: Table) -> list[Group]:
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
    _take_aims(header.groups, chosen)
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
        untaken = [
            (group, column)
            for group in left
            for name, column in group.columns.items()
            if id(column) not in taken and not (name == "previous" and column.when)
        ]
        if untaken:
            places = (grid.place(grid.rows[header.end - 1][one.index].ref) for _, one in untaken)
            cells = "、".join(dict.fromkeys(places))
            whens = "、".join(dict.fromkeys(str(group.when) for group, _ in untaken))
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


def _take_aims(groups: list[Group], chosen: list[Group]) -> None:
    """What is aimed at for the whole year (2024年 全年目标) belongs to the year's one period."""
    if len(chosen) != 1:
        return
    (one,) = chosen
    for group in groups:
        when = group.when
        same = when.year in {None, one.when.year} and when.period in {"", "全年"}
        if "value" not in group.columns and same and not when.scope:
            for name in _AIMS & group.columns.keys():
                one.columns.setdefault(name, group.columns[name])


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


def time_of_group(group: Group, table: Table) -> tuple[str, int | None]:
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
