"""The cues of `data/reading.yaml` and `data/steps.yaml`: words, and the values that they give."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from zhibi.checking.reading.cue_table import CueTable
from zhibi.data_files import read_data
from zhibi.patterns import lazy_pattern


class Said(NamedTuple):
    """A value of a field with the span of the words that say so, in code points of the text.

    `inherited` is empty where the figure's own clause says it, else where it comes from.
    """

    value: str
    start: int
    end: int
    words: str
    inherited: str = ""


_AROUND = lazy_pattern(r"\(\?<?[!=](?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
"""What a cue looks at without taking it: it does not count for which cue is the longest."""

_AMOUNT = "(?=(?:这|整整|足足|将近|大约|超过?|逾)?[\\d一两二三四五六七八九十近约])"
"""What `(?=#)` in a cue stands for: an amount comes next; of `(?!#)` that none does."""

_NO_PLACE = "(?![村镇乡社街路])"
"""Behind the name of a thing: it is none of a place."""

_OF_STEPS = ("stage", "aspect", "not_stage")
"""The fields whose cues are in `data/steps.yaml`."""


def expanded(cue: str) -> str:
    """The regular expression of a cue as the data have it."""
    return cue.replace("(?=#)", _AMOUNT).replace("(?!#)", _AMOUNT.replace("?=", "?!", 1))


@cache
def _cues(field: str) -> CueTable:
    """The cues of a field: of those that begin at a place, the longest counts."""
    cues = [(expanded(cue), value) for value, listed in _rows(field) for cue in listed]
    return CueTable(sorted(cues, key=_length, reverse=True))


def _length(row: tuple[str, str]) -> int:
    return len(_AROUND.sub("", row[0]) if "(" in row[0] else row[0])


def _rows(field: str) -> Iterator[tuple[str, list[str]]]:
    """The values of a field, each with its cues; those of steps are listed by field of work."""
    if field == "contrast":
        contrasts = read_data("checking", "contrasts")
        for line, values in contrasts["anywhere"].items():
            yield from ((f"{line} {at}", listed) for at, listed in enumerate(values))
        for line, values in contrasts["things"].items():
            kind = line.partition("_")[0]
            for at, listed in enumerate(values):
                yield f"{kind} {line}{at}", [one + _NO_PLACE for one in listed]
        return
    table = read_data("checking", "steps" if field in _OF_STEPS else "reading")[field]
    if isinstance(table, list):
        yield "", table
        return
    for value, listed in table.items():
        if isinstance(listed, dict):
            yield from listed.items()
        else:
            yield value, listed


def find_cues(field: str, text: str, start: int = 0, end: int | None = None) -> list[Said]:
    """The cues of a field within a span, in order; they do not overlap."""
    stop = len(text) if end is None else min(end, len(text))
    firsts = _cues(field).firsts
    places = [at for at, first in enumerate(text[start:stop], start) if first in firsts]
    return _found(field, text, places, stop) if places else []


def _found(field: str, text: str, places: Sequence[int], stop: int) -> list[Said]:
    """The cues of a field that begin at some places, where none of them lies in another."""
    table, since = _cues(field), 0
    found: list[Said] = []
    for at in table.within(text, places):
        said = table.at(text, at, stop) if at >= since else None
        if said is not None:
            value, since = said
            found.append(Said(value, at, since, text[at:since]))
    return found


class CuedText:
    """A text whose cues are read once, field by field, for all that ask what a span says."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[str, tuple[list[Said], list[int]]] = {}
        self._places: dict[str, list[int]] = defaultdict(list)
        for at, character in enumerate(text):
            self._places[character].append(at)

    def cues(self, field: str, start: int, end: int) -> list[Said]:
        """The cues of a field within a span, in order."""
        read = self._found.get(field)
        if read is None:
            firsts = _cues(field).firsts & self._places.keys()
            places = sorted(chain.from_iterable(map(self._places.__getitem__, firsts)))
            found = _found(field, self.text, places, len(self.text))
            starts = [*(said.start for said in found), len(self.text)]
            read = self._found[field] = found, starts
        found, starts = read
        low = high = bisect_left(starts, start)
        while starts[high] < end and found[high].end <= end:
            high += 1
        return found[low:high]


@cache
def phrase(name: str) -> re.Pattern[str]:
    """One of the patterns that the comparison looks for beside a figure."""
    return re.compile(read_data("checking", "reading")["phrases"][name])
