"""Loads a facts file: YAML or JSON in, resolved facts out, or all of its problems at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zhibi.errors import InputError, Problem
from zhibi.facts.amounts import FormulaError
from zhibi.facts.derive import derive
from zhibi.facts.formula import parse_comparison
from zhibi.facts.index import Figures
from zhibi.facts.model import Facts
from zhibi.facts.problem_log import Desk
from zhibi.facts.resolve import resolve
from zhibi.facts.validate import check_form
from zhibi.files import decode, read_bytes
from zhibi.marked_yaml import read_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Check, Fact, Section

MAX_BYTES = 16 << 20
"""A facts file larger than this is not one."""


def facts_from_file(path: str | Path) -> Facts:
    """The facts of a YAML or JSON file.

    Raises InputError with every problem of the file, each with line and column.
    """
    path = Path(path)
    return facts_from_text(read_facts_text(path), str(path))


def facts_from_text(text: str, path: str = "facts.yaml") -> Facts:
    """The facts of a text; `path` names it in messages, and `.json` makes it read as JSON."""
    tree, problems = read_tree(text.removeprefix("\ufeff"), path)
    if tree is None:
        raise InputError(in_order(problems))
    checked = check_form(tree, path)
    desk = Desk(tree, path, checked.left_out)
    resolved = resolve(checked.raw, desk)
    document = resolved.document
    sections = derive(resolved.sections, resolved.derivations, document.rounding, desk)
    _check_references(sections, resolved.checks, desk)
    problems = [*problems, *checked.problems, *desk.problems]
    if problems:
        raise InputError(in_order(problems))
    return Facts(document, sections, resolved.checks, path)


def _check_references(sections: Sequence[Section], checks: Sequence[Check], desk: Desk) -> None:
    """Formulas under `checks` must be readable, and `answers` must name what exists."""
    walked = [section for top in sections for section in top.walk()]
    facts = [fact for section in walked for fact in section.facts]
    figures = Figures(entry for fact in facts for entry in fact.entries())
    for check in checks:
        try:
            parse_comparison(check.formula, figures.known)
        except FormulaError as error:
            _note(desk, check, str(error), error.hint)
    known = {fact.id for fact in facts} | {section.id for section in walked} | set(figures.by_id)
    for fact in facts:
        for answer in fact.answers:
            if answer not in known:
                hint = "写上它所回应的问题或未完成事项的编号"
                _note(desk, fact, f"“answers”里的编号“{answer}”不存在", hint)


def _note(desk: Desk, at: Check | Fact, message: str, hint: str) -> None:
    place = at.place
    assert place is not None, "what was loaded from a file has a place in it"
    desk.problems.append(Problem(message, hint, place.path, place.line, place.column))


def read_facts_text(path: Path) -> str:
    """The text of a facts file; InputError where it cannot be read or is no UTF-8."""
    return decode(read_bytes(path, MAX_BYTES), str(path), utf8_only=True)


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Problems by line and column."""
    return sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0))
