"""The measurement of how drafts are built (`benchmarks.prose`) runs on what the examples have."""

from __future__ import annotations

from pathlib import Path

from benchmarks.prose import measure, pairs

ROOT = Path(__file__).resolve().parent.parent


def test_every_draft_of_the_examples_is_measured() -> None:
    drafts = [draft for draft, _ in pairs([])]
    assert {draft.parent.name for draft in drafts} == {
        folder.name for folder in (ROOT / "examples").iterdir() if (folder / "facts.yaml").is_file()
    }
    folder = ROOT / "examples" / "subdistrict-half-year"
    characters, *_, told = measure(folder / "offline.md", folder / "facts.yaml").split("  ")
    assert int(characters) > 3000
    assert told == "0（无）"
