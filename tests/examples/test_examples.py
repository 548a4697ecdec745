"""The examples: their drafts come out again byte for byte, true, whole and of the right length."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

import zhibi

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
_ABSENT = ("F305", "F307")  # what the offices did not hand in
NAMES = ["subdistrict-annual", "subdistrict-half-year", "township-annual"]
LEAST_FIGURES = {"subdistrict-annual": 102, "subdistrict-half-year": 69, "township-annual": 168}


@pytest.fixture(scope="module")
def make() -> ModuleType:
    spec = importlib.util.spec_from_file_location("examples_make", EXAMPLES / "make.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_example_is_tested(make: ModuleType) -> None:
    assert [folder.name for folder in make.folders()] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_drafts_are_made_again(make: ModuleType, name: str) -> None:
    for file, text in make.made(EXAMPLES / name).items():
        assert (EXAMPLES / name / file).read_bytes() == text.encode("utf-8"), file


@pytest.mark.parametrize("name", NAMES)
def test_draft_is_true_and_whole(name: str) -> None:
    facts = zhibi.load_facts(EXAMPLES / name / "facts.yaml")
    text = (EXAMPLES / name / "offline.md").read_text(encoding="utf-8")
    findings = zhibi.check(text, facts)
    assert [
        f"{item.line}:{item.column} {item.code} {item.message}" for item in findings.findings
    ] == []
    assert findings.coverage.must >= LEAST_FIGURES[name]
    assert findings.coverage.missing == ()


@pytest.mark.parametrize("name", NAMES)
def test_facts_add_up(name: str) -> None:
    from zhibi.facts.lint import lint

    facts = zhibi.load_facts(EXAMPLES / name / "facts.yaml")
    assert [item.message for item in lint(facts) if item.code not in _ABSENT] == []
