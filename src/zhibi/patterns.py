"""Regular expressions that are compiled when first used, and tables of words instead of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count
from operator import add
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


def lazy_pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, compiled when a text is first looked at with it.

    A run needs few of the patterns of all modules, and one with a class of Chinese characters
    takes longer to compile than a page takes to search. `pattern` is there without compiling.
    """
    return cast("re.Pattern[str]", _Lazy(expression, flags))


class _Lazy:
    """Stands in for a compiled pattern, whose methods it takes over once they are asked for."""

    def __init__(self, expression: str, flags: int) -> None:
        self.pattern, self._flags = expression, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__.update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)


def neighbours(text: str) -> list[str]:
    """Each character of a text with the next one; the last with a null character.

    What many tables are looked up with is made, and hashed, once.
    """
    return list(map(add, text, text[1:] + "\0"))


class Openings:
    """The first one or two characters of some words, found in a text."""

    def __init__(self, words: Iterable[str]) -> None:
        self.all = frozenset(word[:2] for word in words)
        self._singles = frozenset(one for one in self.all if len(one) == 1)

    def places(self, text: str, pairs: Sequence[str], start: int = 0) -> Sequence[int]:
        """The places of a text, counted from `start`, at which a word may begin, in order.

        `pairs` are the `neighbours` of the text.
        """
        found = list(compress(count(start), map(self.all.__contains__, pairs)))
        if self._singles.isdisjoint(text):
            return found
        alone = compress(count(start), map(self._singles.__contains__, text))
        return sorted({*found, *alone})


def numbers_by_opening(openings: Sequence[Openings]) -> dict[str, list[int]]:
    """The numbers of those of which a word begins with two characters, or is the first of them."""
    found: dict[str, list[int]] = {}
    for number, own in enumerate(openings):
        for opening in own.all:
            found.setdefault(opening, []).append(number)
    return found


class WordTable:
    """Some words, found in a text by their first characters: the longest that stands at a place."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(filter(None, words))
        self._openings = Openings(self._words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(own, reverse=True) for first, own in lengths.items()}

    def spans(self, text: str, pairs: Sequence[str] | None = None) -> list[tuple[int, int]]:
        """The words in a text, in order; they do not overlap. `pairs` are its `neighbours`."""
        return list(self._found(text, pairs, overlapping=False))

    def everywhere(self, text: str) -> list[tuple[int, int]]:
        """Each place of a text where a word begins, with the end of the longest."""
        return list(self._found(text, None, overlapping=True))

    def without(self, text: str) -> str:
        """A text with the words taken out."""
        kept, since = [], 0
        for start, end in self.spans(text):
            kept.append(text[since:start])
            since = end
        return "".join([*kept, text[since:]]) if since else text

    def _found(
        self, text: str, pairs: Sequence[str] | None, *, overlapping: bool
    ) -> Iterator[tuple[int, int]]:
        places: Iterable[int] = (at for at, first in enumerate(text) if first in self._lengths)
        if pairs is not None:
            places = self._openings.places(text, pairs)
        since = 0
        for at in places:
            if at < since:
                continue
            for length in self._lengths[text[at]]:
                if text[at : at + length] in self._words and at + length <= len(text):
                    yield at, at + length
                    since = at if overlapping else at + length
                    break


class KeyedPatterns:
    """Patterns, each with words of which whatever it finds, or looks at, has one.

    Those whose words a text has are found at one look at it; the others are not compiled.
    """

    def __init__(self, rows: Iterable[tuple[Iterable[str], str]], flags: int = 0) -> None:
        """Take for each pattern its words, of one or two characters, and its expression."""
        self._patterns: list[re.Pattern[str]] = []
        self._having: dict[str, list[int]] = {}
        """The numbers of the patterns that have a word."""
        for number, (words, expression) in enumerate(rows):
            self._patterns.append(lazy_pattern(expression, flags))
            for word in words:
                self._having.setdefault(word, []).append(number)
        self._words = frozenset(self._having)
        self._pairs = any(len(word) > 1 for word in self._having)

    def of(self, text: str) -> Sequence[tuple[int, re.Pattern[str]]]:
        """The number and the pattern of those that may find something in a text, in order."""
        found = self._words.intersection(text)
        if self._pairs:
            found |= self._words.intersection(map(add, text, text[1:]))
        if not found:
            return ()
        numbers = sorted({number for word in found for number in self._having[word]})
        return [(number, self._patterns[number]) for number in numbers]
