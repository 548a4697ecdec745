"""The result of a merge as data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhibi.intake.merge_result import MergeResult


def merge_data(result: MergeResult) -> dict[str, Any]:
    """Notes, conflicts, and the numerals of each file; `output` is for who writes the file."""
    return {
        "schema": 1,
        "output": None,
        "agreed": result.agreed,
        "conflicts": [
            {
                "what": one.what,
                "remark": one.remark,
                "sides": [{"text": side.text, "source": side.source} for side in one.sides],
            }
            for one in result.conflicts
        ],
        "notes": [
            {"message": one.message, "hint": one.hint, "path": one.path, "place": one.place}
            for one in result.notes
        ],
        "files": [tally.as_data() for tally in result.tallies],
    }
