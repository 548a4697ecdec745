"""Fact sets of other places: what is written from them without a model passes the check."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhibi

SETS = sorted((Path(__file__).resolve().parents[2] / "benchmarks" / "data" / "sets").glob("*.yaml"))


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_the_offline_draft_of_a_set_passes_its_check(path: Path) -> None:
    facts = zhibi.load_facts(path)
    made = zhibi.draft(facts)
    assert made.findings.findings == ()
    assert made.findings.coverage.missing == ()
    assert zhibi.check(made.text, facts).findings == ()
