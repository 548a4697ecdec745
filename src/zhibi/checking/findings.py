"""The result of a check: every figure with what supports it, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhibi.errors import Severity
from zhibi.figures.model import Figure

FigureStatus = Literal[
    "stated", "converted", "rounded", "computed", "counted", "exempt", "conflict", "unsupported"
]


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """A figure of the text, and what supports it.

    `facts` are ids of ledger entries (the nearest ones where nothing supports the figure),
    `source` is the first one's source, `how` the rule by which a computed or counted figure
    follows.
    """

    figure: Figure
    line: int
    column: int
    status: FigureStatus
    facts: tuple[str, ...] = ()
    source: str = ""
    how: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong in a text; offsets are code points, end exclusive."""

    code: str
    name: str
    severity: Severity
    start: int
    end: int
    line: int
    column: int
    message: str
    hint: str = ""
    replacement: str | None = None
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which entries that must be reported are in the text."""

    must: int
    used: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """The result of a check."""

    figures: tuple[CheckedFigure, ...]
    findings: tuple[Finding, ...]
    coverage: Coverage

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return sum(finding.severity == "warning" for finding in self.findings)

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return self.errors == 0
