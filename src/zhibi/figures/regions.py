"""Spans of a text that are names: those the caller exempts, quotations, titles in 《》."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from zhibi.figures.model import Why
from zhibi.figures.numerals import NUMERALS
from zhibi.patterns import lazy_pattern

_NUMERIC = NUMERALS | {"半"}
_QUOTED = lazy_pattern(
    r"“([^“”\n]{1,24})”|「([^「」\n]{1,24})」|‘([^‘’\n]{1,24})’|《([^《》\n]{1,80})》"
)
_ASCII_QUOTED = lazy_pattern(r'"([^"\n]*)"')
_LONGEST_QUOTE = 24
_CLAUSE_MARK = lazy_pattern(r"[，。；：！？,;]")


class Region(NamedTuple):
    """A span that is one name; `quoted` marks quotations, which may still hold a claim."""

    start: int
    end: int
    why: Why
    quoted: bool = False


class Regions:
    """Regions in order, looked up at ascending places."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self._regions = regions
        self._next = 0

    def at(self, place: int) -> Region | None:
        """The region that holds `place`, or None; places may only rise."""
        regions, index = self._regions, self._next
        while index < len(regions) and regions[index].end <= place:
            index += 1
        self._next = index
        if index < len(regions) and regions[index].start <= place:
            return regions[index]
        return None


@lru_cache(maxsize=64)
def _with_numerals(names: tuple[str, ...]) -> tuple[str, ...]:
    """The names that have a numeral in them, each once."""
    return tuple(name for name in dict.fromkeys(names) if not _NUMERIC.isdisjoint(name))


def name_regions(text: str, names: Iterable[str]) -> Regions:
    """The places of exempt names; of two that overlap the one that begins first, or is longer.

    A name that begins or ends with a numeral counts only where no other numeral touches it.
    """
    spans: list[tuple[int, int]] = []
    for name in _with_numerals(tuple(names)):
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            before = name[0] in NUMERALS and at > 0 and text[at - 1] in NUMERALS
            behind = name[-1] in NUMERALS and text[end : end + 1] in NUMERALS
            if not before and not behind:
                spans.append((at, end))
            at = text.find(name, end)
    spans.sort(key=lambda span: (span[0], -span[1]))
    regions: list[Region] = []
    for start, end in spans:
        if not regions or start >= regions[-1].end:
            regions.append(Region(start, end, "name"))
    return Regions(regions)


def quoted_regions(text: str) -> Regions:
    """Short quotations without a clause mark inside, and titles in 《》."""
    regions: list[Region] = []
    for match in _QUOTED.finditer(text):
        if match.group(4) is not None:
            regions.append(Region(match.start() + 1, match.end() - 1, "name"))
        elif _CLAUSE_MARK.search(match.group()) is None:
            regions.append(Region(match.start() + 1, match.end() - 1, "set-phrase", quoted=True))
    if '"' in text:
        regions.extend(_ascii_quoted(text))
        regions.sort(key=lambda region: region.start)
    return Regions(regions)


def _ascii_quoted(text: str) -> Iterable[Region]:
    for match in _ASCII_QUOTED.finditer(text):
        inside = match.group(1)
        if 1 <= len(inside) <= _LONGEST_QUOTE and _CLAUSE_MARK.search(inside) is None:
            yield Region(match.start() + 1, match.end() - 1, "set-phrase", quoted=True)
