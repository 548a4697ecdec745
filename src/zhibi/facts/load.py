"""Loads facts from YAML or JSON, or reports all problems of the file at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zhibi.errors import InputError
from zhibi.facts.amounts import FormulaError
from zhibi.facts.derive import derive
from zhibi.facts.entry_index import EntryIndex
from zhibi.facts.field_words import field_word
from zhibi.facts.formula import parse_comparison
from zhibi.facts.implied import with_implied
from zhibi.facts.model import Facts
from zhibi.facts.problem_log import ProblemLog
from zhibi.facts.resolve import resolve
from zhibi.facts.validate import check_form
from zhibi.files import decode, read_bytes
from zhibi.marked_yaml import read_tree

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.errors import Problem
    from zhibi.facts.model import Check, Fact, Section
    from zhibi.marked_yaml import Tree

FACTS_ENDINGS = frozenset({".yaml", ".yml", ".json"})
"""How the names of facts files end; other files are read by `intake`."""

MAX_BYTES = 16 << 20
"""The largest facts file that is read."""


def facts_from_file(path: str | Path) -> Facts:
    """The facts of a YAML or JSON file.

    Raises InputError with every problem of the file, each with line and column.
    """
    path = Path(path)
    return facts_from_text(read_facts_text(path), str(path))


def facts_from_text(text: str, path: str = "facts.yaml") -> Facts:
    """The facts of a text; `path` is used in messages; if it ends in `.json`, the text is JSON.

    Raises InputError.
    """
    tree, problems = read_tree(text.removeprefix("\ufeff"), path)
    if tree is None:
        raise InputError(in_order(problems))
    return facts_from_tree(tree, path, problems)


def facts_from_tree(tree: Tree, path: str, problems: Sequence[Problem] = ()) -> Facts:
    """The facts of a tree; `path` names the file that it was read from.

    `problems` are those of reading it. Raises InputError with them and with all others, each
    with its place: line and column, or where the tree says that its parts come from.
    """
    checked = check_form(tree, path)
    log = ProblemLog(tree, path, checked.left_out)
    resolved = resolve(checked.raw, log)
    document = resolved.document
    sections = derive(resolved.sections, resolved.derivations, document.rounding, log)
    _check_references(sections, resolved.checks, log)
    problems = [*problems, *checked.problems, *log.problems]
    if problems:
        raise InputError(in_order(problems))
    return Facts(document, with_implied(sections), resolved.checks, path)


def _check_references(
    sections: Sequence[Section], checks: Sequence[Check], log: ProblemLog
) -> None:
    """Report formulas under `checks` that do not parse, and `answers` that name no id."""
    walked = [section for top in sections for section in top.walk()]
    facts = [fact for section in walked for fact in section.facts]
    if not checks and not any(fact.answers for fact in facts):
        return
    if not checks and not any(fact.answers for fact in facts):
        return
    figures = EntryIndex(entry for fact in facts for entry in fact.entries())
    for check in checks:
        try:
            parse_comparison(check.formula, figures.known)
        except FormulaError as error:
            _note(log, check, str(error), error.hint)
    known = {fact.id for fact in facts} | {section.id for section in walked} | set(figures.by_id)
    for fact in facts:
        for answer in fact.answers:
            if answer not in known:
                hint = "写上它所回应的问题或未完成事项的编号"
                _note(
                    log,
                    fact,
                    f"“{field_word('answers', fact.place)}”里的编号“{answer}”不存在",
                    hint,
                )


def _note(log: ProblemLog, at: Check | Fact, message: str, hint: str) -> None:
    place = at.place
    assert place is not None, "facts loaded from a file have a place in it"
    log.problems.append(place.problem(message, hint))


def read_facts_text(path: Path) -> str:
    """The text of a facts file. Raises InputError if it cannot be read or is not UTF-8."""
    return decode(read_bytes(path, MAX_BYTES), str(path), utf8_only=True)


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Problems by line and column."""
    return sorted(problems, key=lambda problem: (problem.line or 0, problem.column or 0))
