"""Numbers in front of lines: of headings, list items and pages.

The order of GB/T 9704—2012 (7.3.3) is 一、 →（一）→ 1. →（1）; Markdown marks may stand before it.
"""

from __future__ import annotations

import re

from zhibi.figures.units import unit_at
from zhibi.patterns import lazy_pattern

_HAN = "[一二三四五六七八九十百]{1,4}"
_DIGITS = "[0-9０-９]{1,3}"
# Up to 16 marks of Markdown or indentation, then the number; between dashes it is that of a page.
_LINE_START = lazy_pattern(
    r"^[ \t\u3000#*>\-—]{0,16}(?:"
    rf"(?P<han>{_HAN})(?= ?[、.．])"
    rf"|[（(](?P<inner>{_HAN}|{_DIGITS})(?=[）)])"
    rf"|(?P<dots>[0-9０-９]{{1,2}}(?:[.．][0-9０-９]{{1,2}}){{1,3}})(?=[ \t\u3000][^0-9０-９])"
    rf"|(?P<digits>{_DIGITS})"
    r"(?:(?=[.．、](?![0-9０-９]|$))|(?=[.．](?:19|20)[0-9]{2}年)|(?=[)）])|(?=[ \t]*[-—][ \t]*$))"
    rf"|(?P<part>第{_HAN}(?:部分|章|节|条))"
    r")",
    re.MULTILINE,
)


def _measured(text: str, at: int) -> bool:
    """Whether a unit or scale is at `at`: 3.5 万元 is no heading."""
    return text[at : at + 1] in ("万", "亿") or unit_at(text, at) is not None


def heading_numbers(text: str) -> dict[int, int]:
    """The numbers in front of lines: start → end of the number itself."""
    found: dict[int, int] = {}
    for match in _LINE_START.finditer(text):
        name = match.lastgroup or ""
        if name == "dots" and _measured(text, match.end(name) + 1):
            continue
        found[match.start(name)] = match.end(name)
    return found
