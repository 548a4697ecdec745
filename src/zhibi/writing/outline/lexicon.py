"""The matters that a style knows (`leads`), their kinds (`kin`), and how a text tells of them."""

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

_OR = " | "
_ELSE = "/"
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
FAR = 1_000
"""More than any two matters of the list are apart."""
_PLACES = frozenset("村镇乡")
"""What makes of a word before it the name of a place."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Its headings, its name beside another one in a joined heading, its place in the list, kinds.

    The first heading is the usual one, the others stand where a report has that one already.
    `kinds` are the headings of `kin` that it belongs to. A matter that stands for a part of a
    topic has no heading of its own.
    """

    headings: tuple[str, ...]
    short: str
    at: int
    kinds: frozenset[str] = frozenset()

    def is_akin(self, other: Matter) -> bool:
        """Whether both are of one kind."""
        return bool(self.kinds & other.kinds)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of all matters, each with those that have it, and the matters with their words."""

    pattern: re.Pattern[str]
    weak: frozenset[str]
    strong: frozenset[str]
    matters: Mapping[str, tuple[Matter, ...]]
    words: Mapping[Matter, tuple[str, ...]]

    def words_in(self, text: str) -> Mapping[str, int]:
        """The words of a text, none within a longer one, each with the first of its places."""
        found = [one for one in self.pattern.finditer(text) if not _is_place(one, text)]
        return {one[0]: one.start() for one in reversed(found)}

    def nouns_of(self, topic: str) -> tuple[str, ...]:
        """A topic and the parts that it joins, and its words that tell a matter."""
        return (topic, *topic_parts(topic), *self.words_in(topic)) if topic else ()

    def matters_in(self, topic: str) -> frozenset[Matter]:
        """The matters that a topic of one part is itself."""
        if len(topic_parts(topic)) > 1:
            return frozenset()
        words = [word for word in self.words_in(topic) if word not in self.weak]
        return frozenset(matter for word in words for matter in self.matters[word])

    def scores(self, text: str) -> dict[Matter, float]:
        """How much each matter's words weigh in a text: a word by its letters and its place."""
        head = head_of(text)
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


def is_warranted(heading: str, told: str, style: Style) -> bool:
    """Whether facts say what a heading's words claim: 改造老旧电站 of old ones (`warrants`)."""
    return all(
        any(word in told for word in words)
        for claim, words in style.warrants.items()
        if claim in heading
    )


def head_of(text: str) -> int:
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
    return _lexicon(tuple(style.leads.items()), tuple(style.kin.items()))


@lru_cache(maxsize=8)
def _lexicon(
    leads: tuple[tuple[str, tuple[str, ...]], ...], kin: tuple[tuple[str, tuple[str, ...]], ...]
) -> Lexicon:
    matters: dict[str, list[Matter]] = {}
    weak: set[str] = set()
    strong: set[str] = set()
    for at, (lead, words) in enumerate(leads):
        named, _, short = lead.partition(_OR)
        headings = tuple(named.split(_ELSE))
        short = short or headings[0]
        kinds = frozenset(kind for kind, members in kin if short in members)
        for word in words:
            bare = word.removeprefix(_WEAK).removeprefix(_STRONG)
            if bare != word:
                (weak if word.startswith(_WEAK) else strong).add(bare)
            matters.setdefault(bare, []).append(Matter(headings, short, at, kinds))
    held = {word: tuple(found) for word, found in matters.items()}
    by_matter: dict[Matter, list[str]] = defaultdict(list)
    for word, found in held.items():
        for matter in found:
            by_matter[matter].append(word)
    words_of = {matter: tuple(own) for matter, own in by_matter.items()}
    return Lexicon(any_of(held), frozenset(weak), frozenset(strong), held, words_of)


def own_matters(topic: str, lexicon: Lexicon) -> list[Matter]:
    """The parts of a topic that joins several, as matters that are akin to none of the list.

    A part that a matter of the list is called by is that matter: 水产 is 水产养殖.
    """
    parts = topic_parts(topic)
    if len(parts) < 2:
        return []
    known = {matter.short for held in lexicon.matters.values() for matter in held}
    own = [part for part in parts if not any(part in short for short in known)]
    return [Matter((), part, -FAR * (at + 1)) for at, part in enumerate(own)]


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
