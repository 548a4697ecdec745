"""The subjects that facts speak of: the names that they list, and the heads of figures' names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from zhibi.checking.bigrams import bigrams
from zhibi.checking.ledger_index import LedgerIndex

_SHORTEST = 3
_LONGEST = 16
_HEAD = re.compile(r"[\u4e00-\u9fff]{3,16}")
_MARKS = "“”‘’《》"


class Subjects:
    """The names that facts list, and the heads of the names of their figures."""

    def __init__(self, ledger: LedgerIndex) -> None:
        self._listed: dict[str, frozenset[str]] = {}
        heads: set[str] = set()
        for fact in ledger.facts.all_facts():
            if fact.show == "sensitive":
                continue
            names = (name.strip(_MARKS) for name in fact.names)
            self._listed[fact.id] = frozenset(name for name in names if _is_name(name))
            heads.update(head for entry in fact.entries() for head in _heads(entry.name))
        listed = frozenset[str]().union(*self._listed.values())
        self._names, self._heads = _Finder(listed), _Finder(heads - listed)

    def listed_by(self, fact: str) -> frozenset[str]:
        """The names that a fact lists."""
        return self._listed.get(fact, frozenset())

    def names_in(self, words: str) -> Iterator[str]:
        """The listed names in a passage, the longest at each place, in order."""
        return self._names.find(words)

    def heads_in(self, words: str) -> Iterator[str]:
        """The heads of figures' names in a passage that are no listed names, in order."""
        return self._heads.find(words)


def _is_name(name: str) -> bool:
    return _SHORTEST <= len(name) <= _LONGEST and bool(bigrams(name))


def _heads(name: str) -> Iterator[str]:
    """What a name begins with, of which the rest says what is counted: 夜市摊位|出租率."""
    run = _HEAD.match(name)
    if run is not None:
        yield from (
            run[0][:size]
            for size in range(_SHORTEST, len(run[0]) + 1)
            if len(bigrams(run[0][:size])) == size - 1
        )


class _Finder:
    """Finds the longest of many words at each place of a text, by their first characters."""

    def __init__(self, words: Iterable[str]) -> None:
        found: dict[str, set[int]] = defaultdict(set)
        self._words = frozenset(words)
        for word in self._words:
            found[word[:_SHORTEST]].add(len(word))
        self._sizes = {first: sorted(sizes, reverse=True) for first, sizes in found.items()}

    def find(self, text: str) -> Iterator[str]:
        """The words in a text, in order; they do not overlap."""
        at = 0
        while at < len(text):
            sizes = self._sizes.get(text[at : at + _SHORTEST], ())
            word = next((text[at : at + n] for n in sizes if text[at : at + n] in self._words), "")
            if word:
                yield word
            at += len(word) or 1
