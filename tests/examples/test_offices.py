"""The offices' own files, merged in one go, make the same draft as the facts file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import zhibi
from zhibi.facts.load import facts_from_text
from zhibi.intake.merge import merge
from zhibi.intake.merge_result import MergeResult

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
NAMES = sorted(folder.parent.name for folder in EXAMPLES.glob("*/offices"))


def _merged(name: str) -> MergeResult:
    return merge(sorted((EXAMPLES / name / "offices").iterdir()))


def test_there_are_such_examples() -> None:
    assert {"subdistrict-annual", "subdistrict-half-year"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_files_are_several_and_of_more_than_one_kind(name: str) -> None:
    files = list((EXAMPLES / name / "offices").iterdir())
    assert len(files) >= 4
    assert len({file.suffix for file in files}) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_merged_files_make_the_same_draft(name: str) -> None:
    result = _merged(name)
    assert [str(conflict) for conflict in result.conflicts] == []
    draft = zhibi.draft(facts_from_text(result.text), writer=zhibi.OfflineWriter())
    assert draft.text.encode("utf-8") == (EXAMPLES / name / "offline.md").read_bytes()
    reads = list(draft.findings.findings)
    assert [item.message for item in reads] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_printed_figure_has_its_office_and_cell(name: str) -> None:
    facts = facts_from_text(_merged(name).text)
    printed = [entry for entry in facts.entries() if entry.show in {"must", "may"}]
    assert printed
    assert [entry.id for entry in printed if not entry.source] == []


@pytest.mark.parametrize("name", NAMES)
def test_merged_facts_are_those_of_the_written_file(name: str) -> None:
    result = _merged(name)
    assert result.facts is not None
    merged, written = result.facts, facts_from_text(result.text)
    assert merged.document == replace(written.document, style_place=merged.document.style_place)
    assert [replace(entry, place=None) for entry in merged.entries()] == [
        replace(entry, place=None) for entry in written.entries()
    ]
    files = {str(path) for path in (EXAMPLES / name / "offices").iterdir()}
    assert {entry.place.path for entry in merged.entries() if entry.place} <= files
