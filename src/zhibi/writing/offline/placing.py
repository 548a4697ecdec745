"""Where the figures of indicators stand in the paragraphs that were written of them.

The check need not find out again which fact such a figure states: the writer put it there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.writing.outline.printable import figure_text, printable
from zhibi.writing.writer import WrittenFigure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhibi.facts.model import Fact


def placed(
    clauses: Iterable[tuple[str, Sequence[Fact]]], paragraphs: Sequence[str]
) -> Iterator[WrittenFigure]:
    """The figures of clauses, each written of some indicators, in the order of the paragraphs.

    A figure that one clause has twice, or a clause that stands nowhere as it was written, is left
    to the check.
    """
    number = start = 0
    for text, facts in clauses:
        found = next(
            (
                (at, place)
                for at in range(number, len(paragraphs))
                if (place := paragraphs[at].find(text, start if at == number else 0)) >= 0
            ),
            None,
        )
        if found is None:
            continue
        number, start = found
        for low, high, entry_id in _figures(text, facts):
            yield WrittenFigure(number, start + low, start + high, entry_id)
        start += len(text)


def _figures(text: str, facts: Sequence[Fact]) -> Iterator[tuple[int, int, str]]:
    """The spans of the figures of a clause that stand in it once, with the ids of their entries."""
    entries = [entry for fact in facts for entry in fact.entries() if printable(entry) is not None]
    for entry in entries:
        written = re.escape(figure_text(entry))
        found = list(re.finditer(rf"(?<![\d.]){written}", text))
        if len(found) == 1:
            yield *found[0].span(), entry.id
