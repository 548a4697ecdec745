"""The cues of `data/reading.yaml` and `data/steps.yaml`: words, and the values that they give."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple

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

_HEAD = lazy_pattern(r"(?:\(\?:([^()]*)\)|\[([^\]^]+)\]|([^()\[\]?|]))(\?)?")


_OPEN = lazy_pattern(r"[-\\.^$+*{]")
"""In the next part of a cue: it is no list of characters."""

_AMOUNT = "(?=[\\d一两二三四五六七八九十近约])"
"""What `(?=#)` in a cue stands for: an amount comes next."""

_OF_STEPS = ("stage", "aspect", "not_stage")
"""The fields whose cues are in `data/steps.yaml`."""

_WORD = lazy_pattern(r"[^\\\[\](){}?*+|.^$]+")
"""A cue that is a word and no pattern."""


class _Cues(NamedTuple):
    """Some cues: a pattern and its value, or words, each with its value.

    `lengths` are those of the words, the longest first.
    """

    pattern: str
    words: dict[str, str]
    lengths: tuple[int, ...]


class _Opening:
    """The cues that begin with one character, found by the one behind it."""

    def __init__(self, cues: list[tuple[str, str, frozenset[str] | None]]) -> None:
        """`cues` have the characters that can come second, None where any can."""
        self._cues = cues
        self._found: dict[str, list[_Cues]] = {}
        self.seconds = frozenset[str]().union(*(seconds or () for _, _, seconds in cues))
        self.others = self.of("")
        """Those that stand before whatever follows."""

    def of(self, second: str) -> list[_Cues]:
        """The cues before one of `seconds`, grouped when a text first has it."""
        found = self._found.get(second)
        if found is None:
            rows = [(c, value) for c, value, own in self._cues if own is None or second in own]
            found = self._found[second] = _grouped(rows)
        return found


def expanded(cue: str) -> str:
    """The regular expression of a cue as the data have it."""
    return cue.replace("(?=#)", _AMOUNT)


@cache
def _cues(field: str) -> tuple[re.Pattern[str], dict[str, _Opening]]:
    """Where a cue may begin; the cues that begin with each two characters, longest first."""
    cues = [(expanded(cue), value) for value, listed in _rows(field) for cue in listed]
    cues.sort(key=lambda row: len(_AROUND.sub("", row[0])), reverse=True)
    by_first: dict[str, list[tuple[str, str, frozenset[str] | None]]] = defaultdict(list)
    for cue, value in cues:
        seconds: dict[str, frozenset[str] | None] = {}
        for first, rest in _firsts(_AROUND.sub("", cue)):
            more, known = _next(rest), seconds.get(first, frozenset())
            seconds[first] = None if more is None or known is None else more | known
        for first, found in seconds.items():
            by_first[first].append((cue, value, found))
    gate = re.compile(f"[{''.join(map(re.escape, sorted(by_first)))}]")
    return gate, {first: _Opening(own) for first, own in by_first.items()}


def _grouped(cues: list[tuple[str, str]]) -> list[_Cues]:
    """The cues of a character in their order: patterns one by one, words in between together."""
    found: list[_Cues] = []
    for is_word, own in groupby(cues, lambda row: _WORD.fullmatch(row[0]) is not None):
        if is_word:
            words = dict(reversed(list(own)))  # the first of two equal ones counts
            found.append(_Cues("", words, tuple(sorted({*map(len, words)}, reverse=True))))
        else:
            found += [_Cues(cue, {"": value}, ()) for cue, value in own]
    return found


_compiled = cache(re.compile)
"""Patterns when they are first tried: a text has few of the characters that cues begin with."""


def _rows(field: str) -> Iterator[tuple[str, list[str]]]:
    """The values of a field, each with its cues; those of steps are listed by field of work."""
    if field == "contrast":
        for line, values in read_data("checking", "contrasts")["anywhere"].items():
            yield from ((f"{line} {at}", listed) for at, listed in enumerate(values))
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


def _firsts(cue: str) -> Iterator[tuple[str, str]]:
    """The characters with which a cue can begin, each with the rest of the cue.

    Cues are plain words, (?:…), […] and ?. Trying only these, and these only there, is tens of
    times as fast as all cues everywhere.
    """
    head = _HEAD.match(cue)
    if head is None:
        return
    group, listed, letter, optional = head.groups()
    rest = cue[head.end() :]
    if group is not None:
        for choice in group.split("|"):
            yield from ((first, more + rest) for first, more in _firsts(choice))
    else:
        yield from ((first, rest) for first in listed or letter)
    if optional:
        yield from _firsts(rest)


def _next(rest: str) -> frozenset[str] | None:
    """The characters that can come first in the rest of a cue; None where any can."""
    head = _HEAD.match(rest)
    if head is None or _OPEN.search(head[0]):
        return None
    after = _next(rest[head.end() :]) if head[4] else frozenset()
    return after if after is None else after.union(first for first, _ in _firsts(rest))


def find_cues(field: str, text: str, start: int = 0, end: int | None = None) -> list[Said]:
    """The cues of a field within a span, in order; they do not overlap."""
    gate, openings = _cues(field)
    stop = len(text) if end is None else end
    found: list[Said] = []
    since = start
    for place in gate.finditer(text, start, stop):
        at = place.start()
        if at < since:
            continue
        opening, second = openings[text[at]], text[at + 1 : at + 2]
        cues = opening.of(second) if second in opening.seconds else opening.others
        said = _cue_at(cues, text, at, stop) if cues else None
        if said is not None:
            since = said.end
            found.append(said)
    return found


def _cue_at(cues: list[_Cues], text: str, at: int, stop: int) -> Said | None:
    """The first of these cues that stands at a place."""
    for pattern, words, lengths in cues:
        if pattern:
            match = _compiled(pattern).match(text, at, stop)
            if match is not None:
                return Said(words[""], at, match.end(), match[0])
        for length in lengths:
            value = words.get(text[at : at + length])
            if value is not None and at + length <= stop:
                return Said(value, at, at + length, text[at : at + length])
    return None


class CuedText:
    """A text whose cues are read once, field by field, for all that ask what a span says."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[str, tuple[list[Said], list[int]]] = {}

    def cues(self, field: str, start: int, end: int) -> list[Said]:
        """The cues of a field within a span, in order."""
        read = self._found.get(field)
        if read is None:
            found = find_cues(field, self.text)
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
