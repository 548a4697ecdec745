"""The sentences of a text, for tables and comparisons."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

_END = re.compile(r"[。！？；]+[”’）」』]*|\n+")


class Sentences:
    """The sentences of a text, ended by 。！？； or a line's end; offsets are code points."""

    def __init__(self, text: str) -> None:
        self.text = text
        edges = [0, *(match.end() for match in _END.finditer(text))]
        if edges[-1] != len(text):
            edges.append(len(text))
        self.spans = [
            self._trimmed(start, end) for start, end in pairwise(edges) if text[start:end].strip()
        ]
        self._starts = [start for start, _ in self.spans]

    def at(self, offset: int) -> tuple[int, int]:
        """The span of the sentence at an offset, without surrounding spaces and Markdown marks."""
        if not self.spans:
            return 0, len(self.text)
        return self.spans[max(bisect_right(self._starts, offset) - 1, 0)]

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        raw = self.text[start:end]
        lead = len(raw) - len(raw.lstrip("# \t\r\n　"))
        return start + lead, start + max(lead, len(raw.rstrip()))
