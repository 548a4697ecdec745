"""The matters that a style knows, and how a text tells of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from zhibi.writing.outline.names import topic_parts

if TYPE_CHECKING:
    from zhibi.styles.model import Style

_FIGURE = re.compile(r"\d(?!\d*次[\u4e00-\u9fff]{2})")
_CLAUSE = re.compile("[，。；]")
_FIGURE_APART = re.compile(r"\d[\d.]*[^\d]+(?=\d)")
_SHORTEST_HEAD = 4
_HEAD = 3
"""How much more a word counts that stands before a text's first figure, and a little more the
later it stands there: it tells the subject, whose noun comes last."""
_WEAK = "~"
"""What a word begins with that tells a matter only where no other word does (~总投资)."""
_STRONG = "^"
"""What a word begins with that tells its matter whatever thing stands beside it (^检查)."""
_LITTLE, _MUCH = 0.2, 4
_BESIDE, _BEHIND = 0.7, 0.4
"""How much a word counts that stands between a text's first two figures, and behind them."""
_ENOUGH = 1.1
"""What a matter must weigh, unless its words are the topic's own: more than a short word behind."""
_PLACES = frozenset("村镇乡")
"""What makes of a word before it the name of a place."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Its name and its place in the list."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of all matters, each with those that have it."""

    pattern: re.Pattern[str]
    weak: frozenset[str]
    strong: frozenset[str]
    matters: Mapping[str, tuple[Matter, ...]]

    def words_in(self, text: str) -> Mapping[str, int]:
        """The words of a text, none within a longer one, each with the first of its places."""
        found = [one for one in self.pattern.finditer(text) if not _is_place(one, text)]
        return {one[0]: one.start() for one in reversed(found)}

    def nouns_of(self, topic: str) -> tuple[str, ...]:
        """A topic and the parts that it joins, and its words that tell a matter."""
        return (topic, *topic_parts(topic), *self.words_in(topic)) if topic else ()

    def scores(self, text: str) -> dict[Matter, float]:
        """How much each matter's words weigh in a text: a word by its letters and its place."""
        head = _head_of(text)
        second = _FIGURE_APART.search(text, head)
        beside = second.end() if second else len(text)
        found: dict[Matter, float] = defaultdict(float)
        for word, at in self.words_in(text).items():
            behind = _BESIDE if at < beside else _BEHIND
            weight = len(word) * (_HEAD + at / head if at < head else behind)
            if word in self.weak:
                weight *= _LITTLE
            elif word in self.strong and at < head:
                weight *= _MUCH
            for matter in self.matters[word]:
                found[matter] += weight
        told = {one: weight for one, weight in found.items() if weight >= _ENOUGH}
        weak = self.weak.intersection(self.words_in(text))
        hinted = {matter for word in weak for matter in self.matters[word]}
        return told or {one: found[one] for one in found if one in hinted}


def _head_of(text: str) -> int:
    """The length of what tells the subject: the words before the first figure that has some.

    Of a text without figures, its first clause.
    """
    first = _FIGURE.search(text, _SHORTEST_HEAD) or (
        None if _FIGURE.search(text) else _CLAUSE.search(text, _SHORTEST_HEAD)
    )
    return first.start() if first else len(text)


def best_of(scores: Mapping[Matter, float]) -> Matter | None:
    """The matter that weighs most, the first of the list among equals; None where there is none."""
    return max(scores, key=lambda one: (scores[one], -one.at), default=None)


def lexicon_of(style: Style) -> Lexicon:
    """The lexicon of a style, made once."""
    return _lexicon(tuple(style.matters.items()))


@lru_cache(maxsize=8)
def _lexicon(named: tuple[tuple[str, tuple[str, ...]], ...]) -> Lexicon:
    matters: dict[str, list[Matter]] = {}
    weak: set[str] = set()
    strong: set[str] = set()
    for at, (name, words) in enumerate(named):
        for word in words:
            bare = word.removeprefix(_WEAK).removeprefix(_STRONG)
            if bare != word:
                (weak if word.startswith(_WEAK) else strong).add(bare)
            matters.setdefault(bare, []).append(Matter(name, at))
    held = {word: tuple(found) for word, found in matters.items()}
    return Lexicon(any_of(held), frozenset(weak), frozenset(strong), held)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of some words, the longest first; for nothing where there are none."""
    return _any_of(tuple(words))


@lru_cache(maxsize=256)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")


def _is_place(found: re.Match[str], text: str) -> bool:
    """Whether a word is only the name of a place (码头村)."""
    return found[0][-1] not in _PLACES and text[found.end() : found.end() + 1] in _PLACES
