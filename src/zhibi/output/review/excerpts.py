"""Excerpts of a line with carets under a span, aligned by display width."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

WIDTH = 76
ELLIPSIS = "…"
_CHARACTERS_A_COLUMN = 4
"""Characters that are looked at for each column to fill: some have no width."""


def display_width(text: str) -> int:
    """The width of a text in terminal columns; ambiguous characters (“”…—) count as two.

    Terminals with a Chinese font draw them wide.
    """
    return sum(_width(char) for char in text)


@lru_cache(maxsize=4096)
def _width(char: str) -> int:
    from wcwidth import wcwidth

    return max(0, wcwidth(char, ambiguous_width=2))


def excerpt(text: str, start: int, length: int) -> tuple[str, str]:
    """The part of a line around a span of a text, at most about `WIDTH` columns, and carets.

    A long line is truncated on both sides with ellipses, a long span at its end; control
    characters become spaces so that they cannot move the carets.
    """
    reach = WIDTH * _CHARACTERS_A_COLUMN
    start = min(start, len(text))
    low = max(text.rfind("\n", max(start - reach, 0), start) + 1, start - reach, 0)
    high = text.find("\n", start, start + 2 * reach)
    high = min(start + 2 * reach, len(text)) if high < 0 else high
    line = text[low:high].rstrip("\r")
    line = "".join(" " if unicodedata.category(char) == "Cc" else char for char in line)
    cut_before = low > 0 and text[low - 1] != "\n"
    cut_after = high < len(text) and text[high] != "\n"
    begin = min(start - low, len(line))
    end = min(begin + max(length, 1), len(line))
    end = begin + _reach(line[begin:end], WIDTH)
    room = max(0, WIDTH - display_width(line[begin:end]))
    half = max(room // 2, room - display_width(line[end:]))  # the rest goes to the other side
    left = _reach(line[:begin][::-1], half)
    right = _reach(line[end:], room - display_width(line[begin - left : begin]))
    before = (ELLIPSIS if left < begin or cut_before else "") + line[begin - left : begin]
    after = line[end : end + right] + (ELLIPSIS if end + right < len(line) or cut_after else "")
    carets = "^" * max(1, display_width(line[begin:end]))
    return before + line[begin:end] + after, " " * display_width(before) + carets


def _reach(text: str, columns: int) -> int:
    """The number of characters from the beginning of `text` that fit into `columns`."""
    used = 0
    for count, char in enumerate(text):
        used += _width(char)
        if used > columns:
            return count
    return len(text)
