"""Loads facts from a facts file, or from any material that can be merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.errors import InputError, Problem
from zhibi.facts.load import FACTS_ENDINGS, facts_from_file

if TYPE_CHECKING:
    from zhibi.facts.model import Facts

_UNSTATED = {"style": "镇乡", "kind": "annual", "organisation": "本单位"}
"""The document of material that says nothing of it, checked against a draft without a title."""

Paths = str | Path | Sequence[str | Path]
"""One file or several."""


def load_facts(paths: Paths, suggested: Mapping[str, Any] | None = None) -> Facts:
    """The facts of a facts file (YAML, JSON), or of files of any kind that `merge` reads.

    Filled forms, offices' own tables, notes and finished reports may be given together; each
    figure keeps its cell or sentence as its source. `suggested` are fields of the document (its
    style, kind, year, organisation) that hold where no file states them. Raises InputError with
    every problem, each with line and column, or with its cell; also where two files differ.
    """
    if isinstance(paths, Mapping):
        raise TypeError("load_facts reads files; for data there is facts_from")
    listed = _listed(paths)
    if _is_facts_file(listed):
        return facts_from_file(listed[0])
    return _facts_from_material(listed, suggested or {})


def _listed(paths: Paths) -> list[str | Path]:
    return [paths] if isinstance(paths, str | Path) else list(paths)


def _is_facts_file(paths: Sequence[str | Path]) -> bool:
    return len(paths) == 1 and Path(paths[0]).suffix.lower() in FACTS_ENDINGS


def facts_for_text(paths: Paths, text: str) -> Facts:
    """The facts that a draft is checked against, as `load_facts` reads them.

    What material leaves open of its document is taken from the draft's title. Raises InputError.
    """
    if _is_facts_file(_listed(paths)):
        return load_facts(paths)
    from zhibi.intake.suggested import suggested_by_title

    return load_facts(paths, _UNSTATED | suggested_by_title(text))


def _facts_from_material(paths: Sequence[str | Path], suggested: Mapping[str, Any]) -> Facts:
    from zhibi.intake.merge import merge

    result = merge(paths, suggested=suggested)
    if result.conflicts:
        hint = "核实后改成一个数，或先用 zhibi merge --prefer 写明以谁为准"
        where = "、".join(str(path) for path in paths)
        raise InputError([Problem(str(one), hint, where) for one in result.conflicts])
    assert result.facts is not None, "what has no conflicts has been read as facts"
    return replace(
        result.facts,
        path="、".join(str(path) for path in paths),
        notes=tuple(str(note) for note in result.notes),
    )
