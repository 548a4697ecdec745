"""The proper names of a facts file, and where a clause has one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhibi.checking.borrowing.word_classes import SHORTEST, proper_form
from zhibi.facts.model import Facts

_MARKS = "“”‘’《》"


class ProperNames:
    """The names that facts list, and what has the form of names of places, bodies and firms."""

    def __init__(self, facts: Facts) -> None:
        listed = (name.strip(_MARKS) for fact in facts.all_facts() for name in fact.names)
        self._listed = frozenset(
            name for name in (*facts.document.names, *listed) if len(name) > SHORTEST
        )
        longest = sorted(self._listed, key=len, reverse=True)
        self._pattern = re.compile("|".join([*map(re.escape, longest), proper_form().pattern]))
        self._end = re.compile(f"{proper_form().pattern}$")

    def any_in(self, words: str) -> bool:
        """Whether some words have a proper name."""
        return self._pattern.search(words) is not None

    def found_in(self, words: str) -> list[str]:
        """The proper names in some words, in order."""
        return self._pattern.findall(words)

    def is_name(self, word: str) -> bool:
        """Whether a word has a name that the facts list, or ends in a proper name's form."""
        return any(name in word for name in self._listed) or bool(self._end.search(word))

    def held_too(self, words: str, held: Sequence[bool]) -> list[bool]:
        """`held` with the characters of proper names held too."""
        found = list(held)
        for name in self._pattern.finditer(words):
            found[name.start() : name.end()] = [True] * len(name[0])
        return found
