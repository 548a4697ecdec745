"""Reads the tables of a text like sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibi.errors import Problem
from zhibi.intake.sheets import read_grid
from zhibi.intake.sheets.sheet_tally import SheetTally
from zhibi.intake.sheets.word_table import word_grid
from zhibi.intake.submission import Submission
from zhibi.intake.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from zhibi.intake.submission import SubmittedItem
    from zhibi.word.text import Line


def read_text_table(
    rows: Sequence[Line], number: int, above: tuple[str, ...], path: Path, into: Submission
) -> list[SubmittedItem]:
    """Add the facts of a table, the `number`-th of its text; a table not read is told.

    `above` are the short lines over it, which may give its unit and period. Returns the facts.
    """
    grid = word_grid(rows, str(path), f"表{number}", above)
    own = Submission(str(path), tally=Tally(str(path)))
    problems: list[Problem] = []
    is_read = read_grid(grid, own, problems)
    if problems or not is_read:
        own = Submission(str(path), tally=Tally(str(path)))
        SheetTally(grid, own.tally).close(set(), "没有读入的表格")
        why = str(problems[0]) if problems else "没有认出表头"
        message = f"文中的表{number}没有读入：{why}"
        hint = "要用表里的数，改用 .xlsx 或 .csv 报" if not problems else ""
        own.notes.append(Problem(message, hint, str(path)))
    into.facts += own.facts
    into.notes += own.notes
    assert own.tally is not None, "a table is counted"
    assert into.tally is not None, "a text is counted"
    into.tally.used += own.tally.used
    into.tally.left += own.tally.left
    return own.facts
