"""What is found by comparing the reports of a folder, and the table of its codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from zhibi.checking.codes import unfolded
from zhibi.data_files import read_data
from zhibi.errors import Severity


@dataclass(frozen=True, slots=True)
class FolderRule:
    """A row of the table. An example is a folder: a list of reports with facts or a text."""

    code: str
    name: str
    severity: Severity
    summary: str
    explanation: str
    failing: tuple[tuple[Mapping[str, Any], ...], ...]
    passing: tuple[tuple[Mapping[str, Any], ...], ...]


@cache
def folder_rules() -> tuple[FolderRule, ...]:
    """All rules, in the order of the table."""
    return tuple(
        FolderRule(
            code=row["code"],
            name=row["name"],
            severity=cast("Severity", row["severity"]),
            summary=row["summary"],
            explanation=unfolded(row["explanation"]),
            failing=tuple(map(tuple, row["fail"])),
            passing=tuple(map(tuple, row["pass"])),
        )
        for row in read_data("folder", "rules")
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a report of the folder; line and column count from 1, 0 for the whole file."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class FolderFinding:
    """One thing wrong between reports; `spots` are all places that take part in it."""

    code: str
    message: str
    spots: tuple[Spot, ...]
    hint: str = ""
    severity: Severity = "error"

    @property
    def name(self) -> str:
        """The English name of the code."""
        return next(rule.name for rule in folder_rules() if rule.code == self.code)
