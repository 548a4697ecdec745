"""The cues of `data/reading.yaml`: words, and the value that each gives to a field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from zhibi.data_files import read_data


@dataclass(frozen=True, slots=True)
class Said:
    """A value of a field with the span of the words that say so, in code points of the text.

    `inherited` is empty where the figure's own clause says it, else where it comes from.
    """

    value: str
    start: int
    end: int
    words: str
    inherited: str = ""


_AROUND = re.compile(r"\(\?<?[!=][^)]*(?:\([^)]*\)[^)]*)*\)")
"""What a cue looks at without taking it: it does not count for which cue is the longest."""


@cache
def _compiled(field: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern for all cues of a field, longest cue first, and the value of each group."""
    table = read_data("checking", "reading")[field]
    rows = table.items() if isinstance(table, dict) else [("", table)]
    cues = [(cue, value) for value, listed in rows for cue in listed]
    cues.sort(key=lambda row: len(_AROUND.sub("", row[0])), reverse=True)
    pattern = "|".join(f"({cue})" for cue, _ in cues)
    return re.compile(pattern), tuple(value for _, value in cues)


def find_cues(field: str, text: str, start: int = 0, end: int | None = None) -> list[Said]:
    """The cues of a field within a span, in order; they do not overlap."""
    pattern, values = _compiled(field)
    stop = len(text) if end is None else end
    return [
        Said(values[(match.lastindex or 1) - 1], match.start(), match.end(), match[0])
        for match in pattern.finditer(text, start, stop)
    ]
