"""The table of codes: name, severity and explanation of each finding."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple, cast

from zhibi.data_files import read_data
from zhibi.errors import Severity
from zhibi.patterns import lazy_pattern

_FOLD = lazy_pattern(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
"""The space that YAML puts where a folded line ends; Chinese has none there."""


class Rule(NamedTuple):
    """A row of the table. `failing` and `passing` are short texts, checked against `facts`.

    What is found `by_model` is found by a second reader or a writer only, not by the check alone.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    explanation: str
    facts: tuple[Mapping[str, Any], ...]
    document: Mapping[str, Any]
    failing: tuple[str, ...]
    passing: tuple[str, ...]
    by_model: bool = False


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of the table."""
    return tuple(_rule(row) for row in read_data("checking", "rules"))


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        code=row["code"],
        name=row["name"],
        severity=cast("Severity", row["severity"]),
        summary=row["summary"],
        explanation=unfolded(row["explanation"]),
        facts=tuple(row["facts"]),
        document=row.get("document", {}),
        failing=tuple(row["fail"]),
        passing=tuple(row["pass"]),
        by_model=row.get("by_model") == "true",
    )


def unfolded(text: str) -> str:
    """A text from YAML without the spaces that stand where its lines were folded."""
    return _FOLD.sub("", text).strip()


@cache
def by_code() -> Mapping[str, Rule]:
    """Rules by code."""
    return {rule.code: rule for rule in rules()}


def find_rule(code_or_name: str) -> Rule | None:
    """The rule of a code or a name, or None."""
    wanted = code_or_name.strip()
    for rule in rules():
        if wanted.upper() == rule.code or wanted.lower() == rule.name:
            return rule
    return None
