"""The numbers that code puts before headings and items."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.chinese_numerals import chinese_numeral

if TYPE_CHECKING:
    from collections.abc import Sequence


def heading_number(pattern: str, number: int) -> str:
    """A heading's number in a style's pattern: `{n}、` → 三、, `{digit}.` → 3."""
    return pattern.format(n=chinese_numeral(number), digit=number)


def numbered_items(texts: Sequence[str], *, joined: bool = True) -> list[str]:
    """一是 …；二是 …；三是 …。 A single text has no number and stays as it is.

    Items end with a semicolon, unless one of them is more than a sentence or `joined` is false.
    """
    if len(texts) < 2:
        return list(texts)
    bare = [text.rstrip("。；;") for text in texts]
    joined = joined and not any(re.search(r"[。；！？]", text) for text in bare)
    last = len(bare)
    return [
        f"{chinese_numeral(number)}是{text}{'；' if joined and number < last else '。'}"
        for number, text in enumerate(bare, 1)
    ]
