"""The cues of `data/reading.yaml` and `data/steps.yaml`: words, and the values that they give."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from zhibi.data_files import read_data


class Said(NamedTuple):
    """A value of a field with the span of the words that say so, in code points of the text.

    `inherited` is empty where the figure's own clause says it, else where it comes from.
    """

    value: str
    start: int
    end: int
    words: str
    inherited: str = ""


_AROUND = re.compile(r"\(\?<?[!=][^)]*(?:\([^)]*\)[^)]*)*\)")
"""What a cue looks at without taking it: it does not count for which cue is the longest."""

_AMOUNT = "(?=[\\d一两二三四五六七八九十近约])"
"""What `(?=#)` in a cue stands for: an amount comes next."""

_HEAD = re.compile(r"(?:\(\?:([^()]*)\)|\[([^\]^]+)\]|([^()\[\]?|]))(\?)?")


_OF_STEPS = ("stage", "aspect", "not_stage")
"""The fields whose cues are in `data/steps.yaml`."""

_Cues = tuple[re.Pattern[str], tuple[str, ...]]
"""One pattern for some cues, longest first, and the value of each."""


def expanded(cue: str) -> str:
    """The regular expression of a cue as the data have it."""
    return cue.replace("(?=#)", _AMOUNT)


@cache
def _compiled(field: str) -> tuple[re.Pattern[str], dict[str, _Cues]]:
    """Where a cue may begin; the cues that begin with each of those characters."""
    cues = [(expanded(cue), value) for value, listed in _rows(field) for cue in listed]
    cues.sort(key=lambda row: len(_AROUND.sub("", row[0])), reverse=True)
    by_first: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for cue, value in cues:
        for first in _firsts(_AROUND.sub("", cue)):
            by_first[first].append((cue, value))
    gate = f"[{''.join(map(re.escape, sorted(by_first)))}]"
    return re.compile(gate), {
        first: (re.compile("|".join(f"({cue})" for cue, _ in own)), tuple(v for _, v in own))
        for first, own in by_first.items()
    }


def _rows(field: str) -> Iterator[tuple[str, list[str]]]:
    """The values of a field, each with its cues; those of steps are listed by field of work."""
    table = read_data("checking", "steps" if field in _OF_STEPS else "reading")[field]
    if isinstance(table, list):
        yield "", table
        return
    for value, listed in table.items():
        if isinstance(listed, dict):
            yield from listed.items()
        else:
            yield value, listed


def _firsts(cue: str) -> frozenset[str]:
    """The characters with which a cue can begin; cues are plain words, (?:…), […] and ?.

    Trying only these, and these only there, is tens of times as fast as all cues everywhere.
    """
    head = _HEAD.match(cue)
    if head is None:
        return frozenset()
    group, listed, letter, optional = head.groups()
    if group is not None:
        found = frozenset[str]().union(*map(_firsts, group.split("|")))
    elif listed is not None:
        found = frozenset(listed)
    else:
        found = frozenset(letter)
    return found | _firsts(cue[head.end() :]) if optional else found


def find_cues(field: str, text: str, start: int = 0, end: int | None = None) -> list[Said]:
    """The cues of a field within a span, in order; they do not overlap."""
    gate, cues = _compiled(field)
    stop = len(text) if end is None else end
    found: list[Said] = []
    since = start
    for place in gate.finditer(text, start, stop):
        at = place.start()
        if at < since:
            continue
        pattern, values = cues[text[at]]
        match = pattern.match(text, at, stop)
        if match is not None:
            since = match.end()
            value = values[(match.lastindex or 1) - 1]
            found.append(Said(value, at, since, match[0]))
    return found


@cache
def phrase(name: str) -> re.Pattern[str]:
    """One of the patterns that the comparison looks for beside a figure."""
    return re.compile(read_data("checking", "reading")["phrases"][name])
