"""The cues of a field as a table of words: what may stand at a place is looked up, not tried.

A cue is written as a regular expression; nearly all of them stand for a few words that something
must or must not stand beside. These words are worked out once; expressions that have no end of
words are tried where the words stand with which they begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from zhibi.patterns import Openings, lazy_pattern

_SPECIAL = frozenset("\\[](){}?*+|.^$")
_REPEATED = ("*", "+", "{")
_PLAIN = lazy_pattern(r"[^\\\[\](){}?*+|.^$]+(?![?*+{])")
"""Characters that stand for themselves."""
_MOST_WORDS = 60
"""Words that are made of one cue: of a longer one, only how it begins."""

_compiled = cache(re.compile)
"""Expressions when they are first tried: a text has few of the words beside which they count."""


class _Look(NamedTuple):
    """What must stand right before or behind a cue, or must not: words, else an expression."""

    before: bool
    wanted: bool
    words: tuple[str, ...]
    expression: str

    def holds(self, text: str, start: int, end: int, stop: int) -> bool:
        """Whether it is so of a cue with this span; nothing is looked at from `stop` on."""
        if self.expression:
            at = start if self.before else end
            return _compiled(self.expression).match(text, at, stop) is not None
        if self.before:
            return text.endswith(self.words, 0, start) == self.wanted
        return text.startswith(self.words, end, stop) == self.wanted


class _Cue(NamedTuple):
    """A cue under one of its words: the earlier of two that stand at a place counts.

    With an `expression` the word is only what it begins with.
    """

    rank: int
    value: str
    looks: tuple[_Look, ...]
    expression: str


class CueTable:
    """Some cues, each with its value, by the words that they stand for."""

    def __init__(self, cues: Iterable[tuple[str, str]]) -> None:
        """Take cues with their values; of two that stand at a place, the first given counts."""
        self._words: dict[str, list[_Cue]] = {}
        lengths: dict[str, set[int]] = {}
        rank = 0
        for cue, value in cues:
            for word, looks, expression in _read(cue):
                self._words.setdefault(word, []).append(_Cue(rank, value, looks, expression))
                lengths.setdefault(word[0], set()).add(len(word))
                rank += 1
        self._lengths = {first: sorted(sizes) for first, sizes in lengths.items()}
        self.openings = Openings(self._words)

    def at(self, text: str, start: int, stop: int) -> tuple[str, int] | None:
        """The value and the end of the cue that begins at a place, one of those of `openings`."""
        found, best = None, 0
        for length in self._lengths[text[start]]:
            end = start + length
            if end > stop:
                break
            for cue in self._words.get(text[start:end], ()):
                if found is not None and cue.rank > best:
                    break
                last = _end(cue, text, start, end, stop)
                if last:
                    found, best = (cue.value, last), cue.rank
                    break
        return found


def _end(cue: _Cue, text: str, start: int, end: int, stop: int) -> int:
    """Where a cue ends whose word stands at a place, 0 if it does not stand there."""
    for look in cue.looks:
        if not look.holds(text, start, end, stop):
            return 0
    if not cue.expression:
        return end
    match = _compiled(cue.expression).match(text, start, stop)
    return match.end() if match is not None else 0


def _read(cue: str) -> Iterable[tuple[str, tuple[_Look, ...], str]]:
    """The words of a cue with what it looks at, and the cue itself where these are not all."""
    if _SPECIAL.isdisjoint(cue):
        return [(cue, (), "")]
    looks, at = _looks(cue) if cue[0] == "(" else ((), 0)
    reader = _WordReader(cue, at)
    words = dict.fromkeys(reader.sequence())
    behind, size = _looks(cue[reader.at :])
    if reader.at + size == len(cue):
        return [(word, (*looks, *behind), "") for word in words]
    return [(word, looks, cue) for word in words]


@cache
def _looks(cue: str) -> tuple[tuple[_Look, ...], int]:
    """What the rest of a cue looks at before anything else, and where that ends."""
    found, at = [], 0
    while cue.startswith(("(?<", "(?=", "(?!"), at):
        before = cue[at + 2] == "<"
        inner = at + 4 if before else at + 3
        reader = _WordReader(cue, inner)
        words = reader.choice()
        end = reader.at if words is not None else _closed(cue, at)
        expression = "" if words is not None else cue[at:end]
        found.append(_Look(before, cue[inner - 1] == "=", tuple(words or ()), expression))
        at = end
    return tuple(found), at


def _closed(cue: str, at: int) -> int:
    """The end of a group that begins at an offset."""
    depth = 0
    while True:
        if cue[at] == "[":
            at = cue.index("]", at)
        depth += (cue[at] == "(") - (cue[at] == ")")
        at += 1
        if not depth:
            return at


class _WordReader:
    """Reads the words that a part of an expression stands for, as far as these have an end."""

    def __init__(self, cue: str, at: int) -> None:
        self.cue, self.at = cue, at

    def choice(self) -> list[str] | None:
        """The words of a group from behind its bracket on, past its end; None if there are more."""
        found: list[str] = []
        while True:
            found += self.sequence()
            self.at += 1
            mark = self.cue[self.at - 1 : self.at]
            if mark != "|":
                return found if mark == ")" else None

    def sequence(self) -> list[str]:
        """The words from here on, the preferred first, up to what has no end or too many."""
        words = [""]
        while True:
            at = self.at
            plain = _PLAIN.match(self.cue, at)
            if plain is not None:
                words = [word + plain[0] for word in words]
                self.at = plain.end()
                continue
            options = self._item()
            more = options is not None and len(words) * len(options) > _MOST_WORDS
            if options is None or (more and "" not in words):
                self.at = at
                return words
            words = [word + option for word in words for option in options]

    def _item(self) -> list[str] | None:
        """What one character, class or group stands for, and nothing if it may be left out."""
        cue, at = self.cue, self.at
        options: list[str] | None
        if cue.startswith("(?:", at):
            self.at = at + 3
            options = self.choice()
        elif cue.startswith("[", at):
            self.at = cue.index("]", at) + 1
            listed = cue[at + 1 : self.at - 1]
            options = None if listed[0] == "^" or "\\" in listed or "-" in listed else [*listed]
        else:
            self.at = at + 1
            options = [cue[at]] if at < len(cue) and cue[at] not in _SPECIAL else None
        if options is None or cue.startswith(_REPEATED, self.at):
            return None
        if cue.startswith("?", self.at):
            self.at += 1
            options.append("")
        return options
