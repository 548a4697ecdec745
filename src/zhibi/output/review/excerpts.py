"""Excerpts of a line with carets under a span, aligned by display width."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

WIDTH = 76
ELLIPSIS = "…"


def display_width(text: str) -> int:
    """The width of a text in terminal columns; ambiguous characters (“”…—) count as two.

    Terminals with a Chinese font draw them wide.
    """
    return sum(_width(char) for char in text)


@lru_cache(maxsize=4096)
def _width(char: str) -> int:
    from wcwidth import wcwidth

    return max(0, wcwidth(char, ambiguous_width=2))


def excerpt(line: str, start: int, length: int, width: int = WIDTH) -> tuple[str, str]:
    """The part of a line around a span, at most about `width` columns, and a line of carets.

    A long line is truncated on both sides with ellipses; control characters become spaces so
    that they cannot move the carets.
    """
    line = "".join(" " if unicodedata.category(char) == "Cc" else char for char in line)
    start = min(start, len(line))
    end = min(start + max(length, 1), len(line))
    room = max(0, width - display_width(line[start:end]))
    half = max(room // 2, room - display_width(line[end:]))  # the rest goes to the other side
    left = _reach(line[:start][::-1], half)
    right = _reach(line[end:], room - display_width(line[start - left : start]))
    before = (ELLIPSIS if left < start else "") + line[start - left : start]
    after = line[end : end + right] + (ELLIPSIS if end + right < len(line) else "")
    carets = "^" * max(1, display_width(line[start:end]))
    return before + line[start:end] + after, " " * display_width(before) + carets


def _reach(text: str, columns: int) -> int:
    """The number of characters from the beginning of `text` that fit into `columns`."""
    used = 0
    for count, char in enumerate(text):
        used += _width(char)
        if used > columns:
            return count
    return len(text)
