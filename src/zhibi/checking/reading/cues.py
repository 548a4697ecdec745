"""The cues of `data/reading.yaml` and `data/steps.yaml`: words, and the values that they give."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from zhibi.checking.reading.cue_table import CueTable
from zhibi.data_files import read_data
from zhibi.patterns import Openings, lazy_pattern, neighbours, numbers_by_opening


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

_OF_TEXTS = (
    *("base", "direction", "role", "rate", "level", "period", "season"),
    *("aspect", "stage", "not_stage", "contrast", "earlier", "plans", "now"),
)
"""The fields whose cues a text is asked for."""

_OF_STEPS = ("stage", "aspect", "not_stage", "part_of_works")
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
    if field == "holder":
        for line, values in read_data("checking", "contrasts")["before_a_name"].items():
            yield from ((f"{line} {at}", words.split("|")) for at, words in enumerate(values))
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


def find_cues(
    field: str,
    text: str,
    start: int = 0,
    end: int | None = None,
    pairs: Sequence[str] | None = None,
) -> list[Said]:
    """The cues of a field within a span, in order; they do not overlap.

    `pairs` are the `neighbours` of the span.
    """
    stop = len(text) if end is None else min(end, len(text))
    part = text[start:stop]
    places = _cues(field).openings.places(part, pairs or neighbours(part), start)
    return _found(field, text, places, stop) if places else []


def _found(field: str, text: str, places: Sequence[int], stop: int) -> list[Said]:
    """The cues of a field that begin at some places, where none of them lies in another."""
    table, since = _cues(field), 0
    found: list[Said] = []
    for at in places:
        said = table.at(text, at, stop) if at >= since else None
        if said is not None:
            value, since = said
            found.append(Said(value, at, since, text[at:since]))
    return found


@cache
def _fields() -> tuple[Openings, Mapping[str, Sequence[int]]]:
    """The openings of all cues that a text is asked for, and the numbers of their fields."""
    openings = [_cues(field).openings for field in _OF_TEXTS]
    fields = numbers_by_opening(openings)
    return Openings(fields), fields


class CuedText:
    """A text whose cues are read once, for all that ask what a span says.

    `pairs` are its `neighbours`, which tables of words are looked up with.
    """

    def __init__(self, text: str) -> None:
        self.text, self.pairs = text, neighbours(text)
        self._found: dict[str, tuple[list[Said], list[int]]] = {}
        self._places: dict[str, list[int]] = {}
        """Of each field, where its cues may begin."""

    def _scan(self) -> dict[str, list[int]]:
        openings, fields = _fields()
        places: list[list[int]] = [[] for _ in _OF_TEXTS]
        for at in openings.places(self.text, self.pairs):
            for number in fields.get(self.pairs[at], ()):
                places[number].append(at)
            for number in fields.get(self.text[at], ()):
                if places[number][-1:] != [at]:
                    places[number].append(at)
        return dict(zip(_OF_TEXTS, places, strict=True))

    def cues(self, field: str, start: int, end: int) -> list[Said]:
        """The cues of a field within a span, in order."""
        read = self._found.get(field)
        if read is None:
            self._places = self._places or self._scan()
            found = _found(field, self.text, self._places[field], len(self.text))
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
