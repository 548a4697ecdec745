"""The exceptions that zhibi raises when an operation cannot be completed.

ZhibiError
├── InputError      a file of the user's is at fault (facts, style, prompt, draft)
├── ModelError      the model or the network failed
│   └── AnswerError the model answered, but not usably (empty, cut off, refused)
└── OutputError     a result could not be written

What a check finds in a text is a value (`Finding`), never an exception.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Literal

Severity = Literal["error", "warning"]
"""The severity of a finding, in a text or in the facts."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in an input file; lines and columns count from 1.

    `cell` is a place in a file without lines: a cell (`指标!C7`, line and column are then its row
    and column) or a paragraph (`第4段`); empty where only the file is known.
    """

    path: str
    line: int = 1
    column: int = 1
    cell: str | None = None

    def __str__(self) -> str:
        if self.cell is not None:
            return f"{self.path} {self.cell}".strip()
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def in_words(self) -> str:
        """The place as a source is named: 财政所.xlsx 指标!C7, a.yaml 第3行."""
        where = f"第{self.line}行" if self.cell is None else self.cell
        return f"{_file_name(self.path)} {where}".strip()

    def problem(self, message: str, hint: str = "") -> Problem:
        """A problem at this place."""
        if self.cell is not None:
            return Problem(message, hint, self.path, cell=self.cell or None)
        return Problem(message, hint, self.path, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of an input file: message, place and a hint on what to do.

    `line` and `column` count from 1 (code points); `cell` is a spreadsheet place
    such as `指标!C7` and is used instead of line and column.
    """

    message: str
    hint: str = ""
    path: str = ""
    line: int | None = None
    column: int | None = None
    cell: str | None = None

    @property
    def place(self) -> str:
        """The place as `file:line:column` or `file 表!格`, as far as known."""
        if self.cell is not None:
            return f"{self.path} {self.cell}".strip()
        parts = [self.path] if self.path else []
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts)

    def __str__(self) -> str:
        text = f"{self.place} {self.message}" if self.place else self.message
        return f"{text}\n  建议：{self.hint}" if self.hint else text


@cache
def _file_name(path: str) -> str:
    """The last part of a path; many places share a path."""
    return PurePath(path).name


class ZhibiError(Exception):
    """Base of all zhibi errors; `hint` says in Chinese what to do."""

    exit_code = 70

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  建议：{self.hint}" if self.hint else self.message


class InputError(ZhibiError):
    """One or more problems of an input file, all reported at once."""

    exit_code = 3

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ModelError(ZhibiError):
    """The model or the network failed; `retryable` says whether a retry can succeed."""

    exit_code = 4

    def __init__(self, message: str, hint: str = "", *, retryable: bool = False) -> None:
        super().__init__(message, hint)
        self.retryable = retryable


class AnswerError(ModelError):
    """The model's answer cannot be used; `kind` says why (empty, cut-off, filtered …).

    `unanswered` is a question whose answer is not there yet, and may come.
    """

    def __init__(self, message: str, hint: str = "", *, kind: str, retryable: bool = True) -> None:
        super().__init__(message, hint, retryable=retryable)
        self.kind = kind


class OutputError(ZhibiError):
    """A result could not be written."""

    exit_code = 3
