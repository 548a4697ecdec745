"""A passage by itself against facts: what is wrong with it, not what it leaves out."""

from __future__ import annotations

from zhibi.checking.check import Checker
from zhibi.checking.findings import Finding
from zhibi.facts.model import Facts


def errors_in(text: str, given: Facts | Checker, *, computed: bool = True) -> list[Finding]:
    """The errors of a passage; without `computed` not those on figures that it works out (N111)."""
    checker = given if isinstance(given, Checker) else Checker(given)
    found = checker.check(text, sections=frozenset()).findings
    return [one for one in found if one.severity == "error" and (computed or one.code != "N111")]


def error_codes(text: str, given: Facts | Checker, *, computed: bool = True) -> set[str]:
    """The codes of `errors_in`."""
    return {one.code for one in errors_in(text, given, computed=computed)}
