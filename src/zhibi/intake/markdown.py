"""The lines of a Markdown text as those of a .docx: paragraphs without marks, rows of tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.word.text import Line, TableCell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARKS = re.compile(r"^\s*(?:[-*+]\s+|#+\s*|>\s*)?")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")


def markdown_lines(lines: Sequence[str]) -> Iterator[Line]:
    """One line for each: a paragraph, or a row of a table, without cells where it is the rule."""
    table, within = 0, False
    for line in lines:
        bare = line.strip()
        is_row = len(bare) > 1 and bare.startswith("|") and bare.endswith("|")
        table += is_row and not within
        within = is_row
        if not is_row:
            yield Line("paragraph", "", _MARKS.sub("", line))
            continue
        given = [] if _RULE.fullmatch(bare) else bare[1:-1].split("|")
        yield Line(
            "row", "", bare, cells=tuple(TableCell(one.strip()) for one in given), table=table
        )
