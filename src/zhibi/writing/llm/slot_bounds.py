"""Where a figure's slot begins and ends within a statement: never inside a word."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.figures.hedges import hedge_after, hedge_before

if TYPE_CHECKING:
    from zhibi.facts.model import Entry

_CHINESE_NUMERAL = re.compile(r"[〇零一二三四五六七八九十百千万亿两半几首]+")


def figure_span(entry: Entry) -> tuple[int, int]:
    """The span of a statement's figure, with the hedge words around it (近300户, 10人以上).

    A unit that the next word begins with stays with that word: 12支 of 12支队伍, 8 of 8村民组.
    """
    text, start, end = entry.text, entry.start, entry.end
    before = hedge_before(text, start)
    if before and text.startswith(before, start - len(before)):
        start -= len(before)
    end -= _shared_with_next_word(text, start, end)
    after = hedge_after(text, end)
    return start, end + len(after or "")


def is_name(entry: Entry) -> bool:
    """Whether a statement's figure is part of what something is called, and stays text.

    So is an unnamed numeral in Chinese characters (榆钱巷二期, 三类水质), and one that a word
    holds (上半年, 批零企业).
    """
    text, start = entry.text, entry.start
    if cuts_word(text, start):
        return True
    return not entry.name and bool(_CHINESE_NUMERAL.match(text, start))


def cuts_word(text: str, at: int) -> bool:
    """Whether a known word stretches over this offset of the text."""
    return any(
        text.startswith(word, at - before)
        for word in _words()
        for before in range(1, len(word))
        if at >= before
    )


def _shared_with_next_word(text: str, start: int, end: int) -> int:
    for taken in range(1, min(3, end - start)):
        if any(text.startswith(word, end - taken) and len(word) > taken for word in _words()):
            return taken
    return 0


@cache
def _words() -> tuple[str, ...]:
    return tuple(read_data("writing.llm", "words")["uncut"])
