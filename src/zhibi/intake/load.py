"""Loads facts by the ending of their file: a facts file, or a filled form."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from zhibi.errors import InputError, Problem
from zhibi.facts.load import facts_from_file

if TYPE_CHECKING:
    from zhibi.facts.model import Facts

_SHEETS = frozenset({".xlsx", ".xlsm", ".csv", ".tsv"})


def load_facts(path: str | Path) -> Facts:
    """The facts of a YAML or JSON file, or of a filled form (.xlsx, .csv).

    Raises InputError with every problem of the file, each with line and column, or with its cell.
    """
    path = Path(path)
    if path.suffix.lower() in _SHEETS:
        return _facts_from_sheet(path)
    return facts_from_file(path)


def _facts_from_sheet(path: Path) -> Facts:
    """A spreadsheet that holds a whole report's facts, 基本信息 included."""
    from zhibi.intake.merge import merge

    result = merge([path])
    if result.conflicts:
        hint = "改成一个数，或删去一行"
        raise InputError([Problem(str(one), hint, str(path)) for one in result.conflicts])
    assert result.facts is not None, "what has no conflicts has been read as facts"
    return replace(result.facts, path=str(path))
