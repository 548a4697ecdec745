"""Reads .xlsx and .csv tables whose layout is not fixed."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.errors import InputError, Problem
from zhibi.intake.sheets import vocabulary
from zhibi.intake.sheets.delimited import Delimited, shifted_rows
from zhibi.intake.sheets.find_tables import find_tables
from zhibi.intake.sheets.header import is_figure
from zhibi.intake.sheets.quantities import split_list
from zhibi.intake.sheets.rows import RowReader
from zhibi.intake.sheets.sheet_tally import SheetTally
from zhibi.intake.sheets.side_by_side import heads_names
from zhibi.intake.sheets.titles import holds_figures
from zhibi.intake.sheets.workbook import Workbook
from zhibi.intake.submission import Submission
from zhibi.intake.tally import Tally, count_numerals
from zhibi.word.limits import MAX_PROBLEMS

if TYPE_CHECKING:
    from zhibi.facts.model import Part
    from zhibi.intake.sheets.grid import Cell, Grid

WORKBOOK_ENDINGS = frozenset({".xlsx", ".xlsm"})
DELIMITED_ENDINGS = frozenset({".csv", ".tsv"})
_LEAST_DOCUMENT_KEYS = 3
_MOST_QUOTED = 4


def read_sheets(
    path: str | Path, encoding: str | None = None, *, converted: bytes | None = None
) -> Submission:
    """The facts of a spreadsheet; `converted` is an older file's content as .xlsx.

    Raises InputError with every problem, each with its cell.
    """
    path = Path(path)
    source: Workbook | Delimited
    if converted is not None or path.suffix.lower() in WORKBOOK_ENDINGS:
        source = Workbook(path, converted)
    else:
        source = Delimited(path, encoding)
    if source.is_large:
        _try_head(path, source.grids(head=True))
    return _read(path, source.grids())


def _try_head(path: Path, grids: list[Grid]) -> None:
    """Raise InputError for what is wrong with the first rows, before all of them are read."""
    try:
        _read(path, grids)
    except InputError as error:
        last = max(len(grid.rows) for grid in grids)
        rest = Problem(f"表很长，只看了前 {last} 行就有这样的问题", "改好再合并一次", str(path))
        raise InputError([*error.problems, rest]) from None


def _read(path: Path, grids: list[Grid]) -> Submission:
    submission = Submission(str(path))
    problems: list[Problem] = []
    read_any = False
    submission.tally = Tally(str(path))
    for grid in grids:
        read_any = read_grid(grid, submission, problems) or read_any
        if len(problems) >= MAX_PROBLEMS:
            problems.append(Problem("问题太多，后面的没有再看", "改好再合并一次", str(path)))
            break
    if not read_any and not problems:
        problems.append(_nothing_found(path, grids))
    if problems:
        raise InputError(problems)
    return submission


def read_grid(grid: Grid, submission: Submission, problems: list[Problem]) -> bool:
    """Read one sheet, or a table of a text; False where nothing in it was recognised."""
    sheet = SheetTally(grid, submission.tally)
    if _is_document_sheet(grid):
        sheet.close(_read_document(grid, submission, problems), "基本信息里的说明")
        return True
    tables = find_tables(grid)
    if not tables:
        sheet.close(set(), "没有认出表头的工作表")
        filled = [cell for row in grid.rows for cell in row if cell.text]
        if filled and not grid.hidden:
            message = f"没有认出工作表“{grid.sheet}”的表头，没有读入"
            hint = "表头要有 名称、数值（或 内容）等栏；说明文字可以不理会"
            submission.notes.append(Problem(message, hint, grid.path, cell=grid.place("A1")))
        return False
    if grid.hidden:
        message = f"工作表“{grid.sheet}”是隐藏的，已照常读入"
        submission.notes.append(Problem(message, "不该报的，删去这张表", grid.path))
    if shifted := shifted_rows(grid, tables):
        problems += shifted
        return True
    submission.notes += _left_out(grid)
    first = min(table.first for table in tables)
    unread = [number for number in range(first) if holds_figures(grid.rows[number : number + 1])]
    if unread:
        at = grid.place(f"A{unread[0] + 1}")
        message = f"第 {unread[0] + 1} 行到第 {unread[-1] + 1} 行的数没有读入：没有认出它们的表头"
        hint = "表头写 指标、单位、数值；一行一个地方的，第一栏写 村、单位 等"
        submission.notes.append(Problem(message, hint, grid.path, cell=at))
    part = _part_of(grid)
    used: set[str] = set()
    for table in tables:
        reader = RowReader(grid, table, part, submission, problems)
        reader.read()
        used |= reader.used
        sheet.remarks |= reader.remarks
        sheet.add_table(table, reader.left)
    sheet.close(used, "表外的文字")
    return True


def _left_out(grid: Grid) -> list[Problem]:
    """Notes of figures that cells show and that are no part of them: struck, or set above."""
    return [
        Problem(
            f"“{one.text}”没有读入：{one.why}",
            "要报的，改成普通文字",
            grid.path,
            cell=grid.place(one.ref),
        )
        for one in grid.unread
        if count_numerals(one.text)
    ]


def _part_of(grid: Grid) -> Part | None:
    """The part of the report, from the sheet's name (the file's, if it has no sheets)."""
    name = grid.sheet or Path(grid.path).stem
    kinds: dict[str, list[str]] = read_data("intake", "columns")["sheets"]
    for part in ("problems", "plan", "highlights", "preamble", "closing"):
        if any(word in name for word in kinds[part]):
            return part
    return None


def _is_document_sheet(grid: Grid) -> bool:
    if any(word in grid.sheet for word in read_data("intake", "columns")["sheets"]["document"]):
        return True
    keys = [_document_key(row) for row in grid.rows]
    return len([key for key in keys if key]) >= _LEAST_DOCUMENT_KEYS and not find_tables(grid)


def _document_key(row: list[Cell]) -> str:
    label = next((cell.text for cell in row if cell.text), "")
    bare = re.sub(r"[\s:：*＊]|[(（].*?[)）]", "", label)
    fields: dict[str, list[str]] = read_data("intake", "columns")["document"]
    return next((key for key, listed in fields.items() if bare in listed or bare == key), "")


def _read_document(grid: Grid, submission: Submission, problems: list[Problem]) -> set[str]:
    """Read a sheet of labels and values; the references of the cells that were used."""
    used: set[str] = set()
    for row in grid.rows:
        label = next((cell.text for cell in row if cell.text), "")
        key = _document_key(row)
        cell = _value_cell(row, label)
        if not key or cell is None or not cell.text:
            continue
        value = _document_value(key, cell.text)
        if value is None:
            hint = "可以写：" + "、".join(vocabulary.labels(key))
            message = f"{label}：“{cell.text}”不认识"
            problems.append(Problem(message, hint, grid.path, cell=grid.place(cell.ref)))
            continue
        submission.document[key] = value
        submission.document_places[key] = grid.full_place(cell)
        used.add(cell.first or cell.ref)
    return used


def _value_cell(row: list[Cell], label: str) -> Cell | None:
    """The cell to the right of a label (which may be merged over several)."""
    start = next((at for at, cell in enumerate(row) if cell.text), len(row))
    return next((cell for cell in row[start + 1 :] if cell.text != label), None)


def _document_value(key: str, text: str) -> Any:
    """A cell of 基本信息 as the facts file's field; None where the word is not known."""
    if key == "kind":  # a style of one's own may have others: the facts tell what none has
        return vocabulary.keyword_for(key, text) or text
    if key in {"computed", "rounding", "framing", "status", "show"}:
        return vocabulary.keyword_for(key, text)
    if key == "year":
        return text.removesuffix("年").removesuffix("年度")
    if key == "length":
        return re.findall(r"\d+", text)
    if key in {"guiding", "names"}:
        return split_list(text)
    return text


def _nothing_found(path: Path, grids: list[Grid]) -> Problem:
    if not any(cell.text for grid in grids for row in grid.rows for cell in row):
        return Problem("文件里没有内容", "检查是不是选错了文件", str(path))
    for grid in grids:
        for row, below in pairwise(grid.rows):
            texts = [cell for cell in row if cell.text and not is_figure(cell)]
            if len(texts) > 1 and any(map(is_figure, below)) and not any(map(is_figure, row)):
                hint = (
                    f"“{texts[0].text}”看不出是什么：这一栏各行是村、社区的改成“村”，是项目的改成"
                    "“项目名称”，是指标的改成“指标”；别的栏写指标和单位，如 户籍人口（人）"
                )
                if heads_names(texts[0].text):
                    unknown = "、".join(f"“{cell.text}”" for cell in texts[1:_MOST_QUOTED])
                    hint = (
                        f"“{texts[0].text}”认得，别的栏（{unknown}）看不出是什么：一栏的数写成"
                        " 数值、目标；一栏一个指标的写指标和单位，如 户籍人口（人）"
                    )
                place = grid.place(texts[0].ref)
                return Problem("没有认出表头", hint, str(path), cell=place)
    first = next(
        (grid.place(cell.ref) for grid in grids for row in grid.rows for cell in row if cell.text),
        None,
    )
    hint = "第一行写表头，如 板块、名称、数值、单位、来源科室；可以用 zhibi form 生成空表"
    return Problem("没有认出表头", hint, str(path), cell=first)


__all__ = ["DELIMITED_ENDINGS", "WORKBOOK_ENDINGS", "Submission", "read_grid", "read_sheets"]
