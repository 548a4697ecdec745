"""Fact sets of other places: what is written from them without a model passes the check."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhibi

SETS = sorted((Path(__file__).resolve().parents[2] / "benchmarks" / "data" / "sets").glob("*.yaml"))


SMOOTH = {"lakeside-half-year", "mountain-annual", "oldtown-annual", "suburb-half-year"}
"""Sets whose facts make no sentence that the prose check finds heavy."""


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_the_offline_draft_of_a_set_passes_its_check(path: Path) -> None:
    facts = zhibi.load_facts(path)
    made = zhibi.draft(facts)
    assert made.findings.coverage.missing == ()
    found = zhibi.check(made.text, facts).findings
    assert made.findings.findings == found
    assert [one.message for one in found if one.severity == "error"] == []
    if path.stem in SMOOTH:
        assert found == ()
