"""The subjects that facts speak of: the names that they list, and the heads of figures' names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from zhibi.checking.bigrams import bigrams
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.reading.cues import find_cues
from zhibi.checking.reading.stages import find_stages
from zhibi.data_files import read_data
from zhibi.facts.model import Entry

_SHORTEST = 3
_LONGEST = 16
_HEAD = re.compile(r"[\u4e00-\u9fff]{3,16}")
_SHORTEST_PIECE, _LONGEST_PIECE = 2, 6  # of a name, where it is told from its siblings
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
        self._pieces = _Finder(_siblings(ledger.entries), _SHORTEST_PIECE)

    def listed_by(self, fact: str) -> frozenset[str]:
        """The names that a fact lists."""
        return self._listed.get(fact, frozenset())

    def pieces_in(self, words: str) -> Iterator[str]:
        """What tells names of siblings apart, in a passage, the longest at each place."""
        return self._pieces.find(words)

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


def _siblings(entries: Iterable[Entry]) -> frozenset[str]:
    """What stands in one place of names that are otherwise the same: 天麻|面积, 黄精|面积."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in entries:
        if entry.show != "sensitive":
            for name in (entry.name, *entry.aliases):
                for frame, piece in _frames(name):
                    found[frame].add(piece)
    shared = [words for words in found.values() if len(words) > 1]
    nouns = {piece for piece in frozenset[str]().union(*shared) if _is_noun(piece)}
    kept = (words & nouns for words in shared)
    return frozenset[str]().union(*(words for words in kept if len(words) > 1))


def _frames(name: str) -> Iterator[tuple[tuple[str, str], str]]:
    """Each piece of a name before what it counts, with what stands on either side of it."""
    run = _HEAD.match(name)
    if run is None or run[0] != name:
        return
    for start in range(len(name) - _SHORTEST_PIECE):
        last = min(start + _LONGEST_PIECE, len(name) - _SHORTEST_PIECE)
        for end in range(start + _SHORTEST_PIECE, last + 1):
            yield (name[:start], name[end:]), name[start:end]


def _is_noun(piece: str) -> bool:
    """Whether words name a thing, and do not say how a figure is told (累计, 在建, 占比)."""
    if len(bigrams(piece)) != len(piece) - 1 or _neutral().fullmatch(piece):
        return False
    fields = ("direction", "role", "rate", "level", "base")
    return not (any(find_cues(one, piece) for one in fields) or find_stages(piece, 0, len(piece)))


@cache
def _neutral() -> re.Pattern[str]:
    """What consists of words that report, and name nothing (发现, 上半年)."""
    words: list[str] = read_data("checking", "statements")["neutral"]
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})+")


class _Finder:
    """Finds the longest of many words at each place of a text, by their first characters."""

    def __init__(self, words: Iterable[str], least: int = _SHORTEST) -> None:
        self._least = least
        found: dict[str, set[int]] = defaultdict(set)
        self._words = frozenset(words)
        for word in self._words:
            found[word[:least]].add(len(word))
        self._sizes = {first: sorted(sizes, reverse=True) for first, sizes in found.items()}

    def find(self, text: str) -> Iterator[str]:
        """The words in a text, in order; they do not overlap."""
        at = 0
        while at < len(text):
            sizes = self._sizes.get(text[at : at + self._least], ())
            word = next((text[at : at + n] for n in sizes if text[at : at + n] in self._words), "")
            if word:
                yield word
            at += len(word) or 1
