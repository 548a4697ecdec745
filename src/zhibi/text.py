"""Texts as given: offsets to lines and columns. Nothing here changes a character."""

from __future__ import annotations

from bisect import bisect_right


def is_han(character: str) -> bool:
    """Whether a character is a common Chinese one: of the CJK Unified Ideographs block."""
    return "\u4e00" <= character <= "\u9fff"


class Source:
    r"""A text with its line starts; lines and columns count from 1, in code points.

    A line ends with `\n`; a `\r` before it belongs to the line. The text is kept as given.
    """

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        starts = [0]
        at = text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = text.find("\n", at + 1)
        self._starts = starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a code-point offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
