"""The text of a draft, with the place of each character where it was read from a .docx."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_start, _end = attrgetter("start"), attrgetter("end")


class Piece(NamedTuple):
    """A stretch of the text that stands in one run of a .docx, character for character.

    `text[start:end]` begins at character `offset` of the text of run `run` (counted within the
    paragraph) of paragraph `paragraph` (counted in document order within the part, tables and
    text boxes included) of the part named `part`. All count from 0.
    """

    start: int
    end: int
    part: str
    paragraph: int
    run: int
    offset: int


class DraftText(NamedTuple):
    """A draft as read: its text, the path as the user gave it, and for a .docx the places.

    The text of a .docx has one line a paragraph and one line a table row (cells apart by a tab),
    so that a line number counts paragraphs; footnotes follow at the end. A paragraph in the style
    Title begins with `# `, one of heading level n with n + 1 times `#`, so that levels can be
    checked; automatic numbers are written out as they are printed. Headers, footers, hidden
    text, deleted text, fields' codes and tables of contents are left out.
    """

    text: str
    path: str
    pieces: tuple[Piece, ...] = ()

    def locate(self, offset: int) -> Piece | None:
        """The piece that holds the character at `offset`, else the next one after it, else None."""
        index = bisect_right(self.pieces, offset, key=_end)
        return self.pieces[index] if index < len(self.pieces) else None

    def pieces_between(self, start: int, end: int) -> Sequence[Piece]:
        """The pieces that share characters with `text[start:end]`."""
        first = bisect_right(self.pieces, start, key=_end)
        return self.pieces[first : bisect_left(self.pieces, end, key=_start)]
