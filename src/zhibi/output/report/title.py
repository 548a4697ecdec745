"""Breaks a title into lines at word boundaries, in a trapezoid or diamond (GB/T 9704 7.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise

from zhibi.data_files import data_text

_NUMBER = re.compile(
    r"[0-9０-９]+(?:[.．—～-][0-9０-９]+)*[年月日季届次周号%％]?(?:度|上半年|下半年)?"
)
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|（[^）]*）|[A-Za-z]+")
_IDEAL_STEP = 2.0  # preferred difference in width of adjacent lines, in ems
_COSTLY_BREAK = 5.0  # ems
_NOT_FIRST = frozenset("，。、；：！？”’）》的等")


@dataclass(frozen=True, slots=True)
class _Words:
    """Words not to break; `following` never begin a line, `leading` preferably do."""

    known: tuple[str, ...]
    following: frozenset[str]
    leading: frozenset[str]


@cache
def _words() -> _Words:
    text = data_text("output.report", "title_words.txt")
    rows = [row.strip() for row in text.splitlines()]
    rows = [row for row in rows if row and not row.startswith("#")]
    return _Words(
        known=tuple(row.lstrip("+-") for row in rows),
        following=frozenset(row[1:] for row in rows if row.startswith("+")),
        leading=frozenset(row[1:] for row in rows if row.startswith("-")),
    )


def title_width(text: str) -> float:
    """Width in ems: Latin letters and digits take half of one."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def title_lines(title: str, width: float, names: Sequence[str] = ()) -> list[str]:
    """The smallest number of lines of a title, none wider than `width` ems.

    Words of the list, numbers with their unit, quoted words and `names` are not broken. Among
    the possible breaks, the lines that grow, shrink, or are longest in the middle most evenly
    are chosen. A single word wider than `width` is divided.
    """
    if title_width(title) <= width:
        return [title]
    pieces = _pieces(title, width, names)
    for count in range(2, len(pieces) + 1):
        best = min(
            (
                (_badness(lines), lines)
                for lines in _breakings(pieces, count)
                if max(map(title_width, lines)) <= width
            ),
            default=None,
        )
        if best is not None:
            return best[1]
    return pieces


def _pieces(title: str, width: float, names: Sequence[str]) -> list[str]:
    """The title divided at all possible line breaks."""
    words = _words()
    known = sorted({*names, *words.known}, key=lambda word: (-len(word), word))
    pieces: list[str] = []
    loose = ""  # characters of no known word are kept together, as they may be a name
    at = 0
    while at < len(title):
        match = _NUMBER.match(title, at) or _QUOTED.match(title, at)
        word = match[0] if match else next((k for k in known if k and title.startswith(k, at)), "")
        if not word:
            loose += title[at]
            at += 1
            continue
        if loose:
            pieces.append(loose)
            loose = ""
        at += len(word)
        if pieces and (word in words.following or word[0] in _NOT_FIRST):
            pieces[-1] += word
        else:
            pieces.append(word)
    if loose:
        pieces.append(loose)
    return [part for piece in _joined(pieces) for part in _cut(piece, width)]


def _joined(pieces: list[str]) -> list[str]:
    """Join connecting words to the piece after them and punctuation to the piece before."""
    joined: list[str] = []
    for piece in pieces:
        if joined and (joined[-1] in _words().leading or piece[0] in _NOT_FIRST):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _cut(piece: str, width: float) -> Iterator[str]:
    while title_width(piece) > width:
        length = next(n for n in range(len(piece), 0, -1) if title_width(piece[:n]) <= width)
        yield piece[:length]
        piece = piece[length:]
    yield piece


def _breakings(pieces: Sequence[str], count: int) -> Iterator[list[str]]:
    for cuts in combinations(range(1, len(pieces)), count - 1):
        edges = (0, *cuts, len(pieces))
        yield ["".join(pieces[a:b]) for a, b in pairwise(edges)]


def _badness(lines: Sequence[str]) -> tuple[int, float]:
    """The penalty of a shape other than trapezoid or diamond, then that of unevenness in ems.

    A line that does not begin with a connecting word adds `_COSTLY_BREAK` ems.
    """
    widths = [title_width(line) for line in lines]
    steps = [b - a for a, b in pairwise(widths)]
    falling = [step < 0 for step in steps]
    shaped = falling == sorted(falling)  # grows first, shrinks after: never narrowest in the middle
    distinct = all(abs(step) >= 1 for step in steps)
    unevenness = sum(abs(abs(step) - _IDEAL_STEP) for step in steps)
    leading = tuple(_words().leading)
    costly = sum(not line.startswith(leading) for line in lines[1:])
    return (0 if shaped else 2) + (0 if distinct else 1), unevenness + costly * _COSTLY_BREAK
