"""Regular expressions that are compiled when first used, and tables of words instead of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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


class WordTable:
    """Some words, found in a text by their first characters: the longest that stands at a place."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(filter(None, words))
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(own, reverse=True) for first, own in lengths.items()}

    def spans(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """The words within a span of a text, in order; they do not overlap."""
        stop = len(text) if end is None else min(end, len(text))
        return list(self._found(text, start, stop, overlapping=False))

    def everywhere(self, text: str) -> list[tuple[int, int]]:
        """Each place of a text where a word begins, with the end of the longest."""
        return list(self._found(text, 0, len(text), overlapping=True))

    def without(self, text: str) -> str:
        """A text with the words taken out."""
        kept, since = [], 0
        for start, end in self.spans(text):
            kept.append(text[since:start])
            since = end
        return "".join([*kept, text[since:]]) if since else text

    def _found(
        self, text: str, start: int, stop: int, *, overlapping: bool
    ) -> Iterator[tuple[int, int]]:
        lengths, words, since = self._lengths, self._words, start
        for at, first in enumerate(text[start:stop], start):
            if at < since or first not in lengths:
                continue
            for length in lengths[first]:
                if text[at : at + length] in words and at + length <= stop:
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
            found |= self._words.intersection(map(str.__add__, text, text[1:]))
        if not found:
            return ()
        numbers = sorted({number for word in found for number in self._having[word]})
        return [(number, self._patterns[number]) for number in numbers]
