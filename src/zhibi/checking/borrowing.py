"""Words that a clause borrows from another matter than the one that it tells.

What a clause says of its facts is explained by their words, those of their section, words for the
same thing, and words of grammar and reporting. A word that is left over and stands in the words of
another fact names the subject of that one. Several such words of one fact in one clause are no
slip: that fact is then told along.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.statements.matters import Matter
from zhibi.checking.subjects import Subjects
from zhibi.data_files import read_data
from zhibi.styles.framing import pairs

_SHORTEST = 2
_LONGEST = 16
_SHOWN = 12
_CLAUSE = re.compile(r"[，。；：\n]")
_NOUNS = 4
"""Characters of nouns, at least, by which another fact of a clause speaks of its matter."""
_MOST = 4
"""Facts that may have a word of two characters, for it to tell whose matter it is."""


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A word with its span, the ids of the facts that have it, and whether it names something."""

    start: int
    end: int
    word: str
    facts: tuple[str, ...]
    names: bool


class Borrowing:
    """Finds in a clause the words of other facts than those that it tells, for one facts file."""

    def __init__(self, ledger: LedgerIndex, subjects: Subjects) -> None:
        document = ledger.facts.document
        self._ledger = ledger
        self._words = {fact: words for fact, words in ledger.fact_words.items() if words}
        self._section = {fact.id: fact.section_id for fact in ledger.facts.all_facts()}
        names = (document.organisation, document.superior, document.self_name, *document.names)
        self._everywhere = Matter.of(*names, *document.guiding)
        self._inherited = dict(_inherited(ledger, subjects))
        self._known: dict[frozenset[str], Matter] = {}
        self._lettered: dict[frozenset[str], frozenset[str]] = {}

    @cached_property
    def _by_pair(self) -> Mapping[str, Sequence[str]]:
        """The facts that have a pair of characters."""
        found: dict[str, list[str]] = defaultdict(list)
        for fact, words in self._words.items():
            for pair in pairs(words):
                found[pair].append(fact)
        return found

    def has_other_words(self, words: str, own: frozenset[str]) -> bool:
        """Whether a clause has any pair of characters of other facts than `own`: a first look."""
        said, by_pair = self.known(own).said, self._by_pair
        found = map(str.__add__, words, words[1:])
        return any(pair in by_pair and pair not in said for pair in found)

    def borrowed(
        self, text: str, start: int, end: int, own: frozenset[str], held: Sequence[bool]
    ) -> list[Borrowed]:
        """The borrowed words of a clause that tells the facts `own`; `held` are no words."""
        words = text[start:end]
        covered = [a or b for a, b in zip(self.known(own).covered(words), held, strict=True)]
        found: list[Borrowed] = []
        for low, high in _runs(words, covered):
            found += self._in_run(words, low, high, own)
        told = Counter(fact for one in found for fact in one.facts)
        return [
            replace(one, start=start + one.start, end=start + one.end)
            for one in found
            if one.names
            and all(
                told[fact] == 1 and not self._shares(fact, one, words, held) for fact in one.facts
            )
        ]

    def known(self, own: frozenset[str]) -> Matter:
        """What some facts say, their sections are called, and the document is."""
        found = self._known.get(own)
        if found is None:
            sections = {self._section[fact] for fact in own}
            called = (self._ledger.section_words[one].called for one in sections)
            told = Matter.of(
                *(self._words[fact] for fact in own),
                *called,
                *(self._inherited[fact] for fact in own if fact in self._inherited),
            )
            found = self._known[own] = self._everywhere.with_others([told])
        return found

    def called(self, one: Borrowed) -> str:
        """What the fact that has a borrowed word is called in a message."""
        for number in self._ledger.by_fact.get(one.facts[0], ()):
            label = self._ledger.label(self._ledger.entries[number])
            if not set(one.word).isdisjoint(label):
                return label
        told = self._words[one.facts[0]]
        at = told.find(one.word)
        clause = _CLAUSE.split(told[max(0, at - _SHOWN) : at + len(one.word) + _SHOWN])
        return next((part for part in clause if one.word in part), one.word)

    def _letters(self, own: frozenset[str]) -> frozenset[str]:
        """The characters of the names of the figures of facts."""
        found = self._lettered.get(own)
        if found is None:
            numbers = (number for fact in own for number in self._ledger.by_fact[fact])
            entries = (self._ledger.entries[number] for number in numbers)
            labels = (name for one in entries for name in (one.label, *one.aliases))
            found = self._lettered[own] = frozenset().union(*labels)
        return found

    def tells(self, fact: str) -> bool:
        """Whether a fact has words: one that is sensitive, or a date of the document, has none."""
        return fact in self._words

    def _shares(self, fact: str, one: Borrowed, words: str, held: Sequence[bool]) -> bool:
        """Whether a fact has other nouns of the clause: it then speaks of the same matter."""
        told = self._words[fact]
        start = shared = 0
        for at in range(len(words) + 1):
            inside = at < len(words) and not held[at] and not one.start <= at < one.end
            if inside and words[start : at + 1] in told:
                continue
            if _is_name(words[start:at]):
                shared += at - start
            start = at if inside else at + 1
        return shared >= _NOUNS

    def _in_run(self, words: str, low: int, high: int, own: frozenset[str]) -> Iterator[Borrowed]:
        at = low
        while at < high - 1:
            facts = [one for one in self._by_pair.get(words[at : at + 2], ()) if one not in own]
            if not facts:
                at += 1
                continue
            end = at + _SHORTEST
            while end < high:
                longer = [one for one in facts if words[at : end + 1] in self._words[one]]
                if not longer:
                    break
                facts, end = longer, end + 1
            first, last = self._widened(words, at, end, facts[0])
            word = words[first:last]
            names = _is_name(words[at:end])
            if last - first == _SHORTEST:  # 减免租金 of 减租: a form of the fact's own word
                names = names and len(facts) <= _MOST and self._letters(own).isdisjoint(word)
            yield Borrowed(first, last, word, tuple(facts), names)
            at = end

    def _widened(self, words: str, start: int, end: int, fact: str) -> tuple[int, int]:
        """The longest run around a word that the fact has as well: 居民养老保险 for 老保险."""
        told = self._words[fact]
        while start and end - start < _LONGEST and words[start - 1 : end] in told:
            start -= 1
        while end < len(words) and end - start < _LONGEST and words[start : end + 1] in told:
            end += 1
        return start, end


def _inherited(ledger: LedgerIndex, subjects: Subjects) -> Iterator[tuple[str, str]]:
    """For each fact that names nobody, the names of the facts before it in its section."""
    for section in ledger.facts.walk():
        named = ""
        for fact in section.facts:
            words = ledger.fact_words.get(fact.id, "")
            own = "\n".join(subjects.names_in(words))
            named = own or named
            if named and not own:
                yield fact.id, named


def _runs(words: str, covered: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The runs of characters that are not covered."""
    start = 0
    for at in range(len(words) + 1):
        if at == len(words) or covered[at]:
            if at - start >= _SHORTEST:
                yield start, at
            start = at + 1


def lays_beside(words: str) -> bool:
    """Whether a clause lays two things side by side, and so may name another one."""
    return _beside().search(words) is not None


@cache
def _beside() -> re.Pattern[str]:
    return re.compile(read_data("checking", "borrowing")["beside"])


@cache
def _ordinary() -> re.Pattern[str]:
    table: dict[str, list[str]] = read_data("checking", "borrowing")["ordinary"]
    words = sorted({word for listed in table.values() for word in listed}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _is_name(word: str) -> bool:
    """Whether a word names something, and is not made of ordinary words of reports."""
    return len(_ordinary().sub("", word)) >= _SHORTEST
