"""The words of the facts by matter: what the facts of a section, or one fact, say.

A word of a text is said where the pair of characters stands in the facts of its matter, or where
they have another word of its group (`equivalents`). Lookups are by pairs of characters, so that
the cost of a clause does not grow with the number of facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any, NamedTuple, Self

from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.reading.cue_table import CueTable
from zhibi.data_files import read_data
from zhibi.patterns import Openings, neighbours, numbers_by_opening
from zhibi.styles.framing import pairs as letter_pairs


@cache
def statement_data() -> dict[str, Any]:
    """`data/statements.yaml`."""
    data: dict[str, Any] = read_data("checking", "statements")
    return data


@cache
def _equivalents() -> tuple[CueTable, ...]:
    """A table for each group of words for one thing."""
    groups = statement_data()["equivalents"]
    return tuple(CueTable((word, "") for word in group) for group in groups)


@cache
def _groups_from() -> tuple[Openings, dict[str, list[int]]]:
    """How the words of the groups begin, and the numbers of the groups of each beginning."""
    numbers = numbers_by_opening([group.openings for group in _equivalents()])
    return Openings(numbers), numbers


def _equivalents_in(text: str, pairs: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """The words of the groups in a text: the group, start and end; those of one do not overlap.

    `pairs` are its `neighbours`.
    """
    (openings, numbers), ends = _groups_from(), dict[int, int]()
    for at in openings.places(text, pairs):
        for number in (*numbers.get(pairs[at], ()), *numbers.get(text[at], ())):
            said = _equivalents()[number].at(text, at, len(text))
            if said is not None and at >= ends.get(number, 0):
                ends[number] = said[1]
                yield number, at, said[1]


@lru_cache(maxsize=4096)
def _groups_of(words: str) -> frozenset[int]:
    """The groups of which some words have one; a fact is asked for alone and with others."""
    return frozenset(group for group, _, _ in _equivalents_in(words, neighbours(words)))


class Matter(NamedTuple):
    """What some facts say: their pairs of characters, and the groups of equivalents they use."""

    said: frozenset[str]
    groups: frozenset[int]

    @classmethod
    def of(cls, *texts: str) -> Self:
        """The matter of some texts."""
        return cls(frozenset(), frozenset()).with_texts(*texts)

    def with_texts(self, *texts: str) -> Self:
        """What these facts and some texts say together."""
        groups = self.groups.union(*map(_groups_of, texts))
        return self._replace(said=self.said.union(*map(letter_pairs, texts)), groups=groups)

    def unsaid(self, pairs: Iterable[str]) -> set[str]:
        """Those of some pairs of characters that these facts do not say."""
        return {*pairs} - self.said

    def covered(self, text: str, pairs: Sequence[str] | None = None) -> list[bool]:
        """Which characters of a text these facts say; `pairs` are its `neighbours`."""
        pairs = pairs or neighbours(text)
        said = list(map(self.said.__contains__, pairs[:-1]))
        if said and all(said):
            return [True] * len(text)
        covered = [one or other for one, other in zip([*said, False], [False, *said], strict=True)]
        for group, start, end in _equivalents_in(text, pairs):
            if group in self.groups:
                covered[start:end] = [True] * (end - start)
        return covered


class Matters:
    """The matters of one facts file, by section; those of sensitive facts are left out."""

    def __init__(self, ledger: LedgerIndex) -> None:
        document = ledger.facts.document
        names = (document.organisation, document.superior, document.self_name, *document.names)
        called = (section.called for section in ledger.section_words.values())
        self._everywhere = Matter.of(*names, *document.guiding, *called)
        self._words = {section: words.facts for section, words in ledger.section_words.items()}
        self._by_pair, self._saying = ledger.by_pair, ledger.saying
        self._fact_words = ledger.fact_words
        self._section = {fact.id: fact.section_id for fact in ledger.facts.all_facts()}
        self._matters: dict[frozenset[str], Matter] = {}

    def of_sections(self, sections: frozenset[str]) -> Matter:
        """What the facts of these sections say, and the names and topics of the document."""
        known = self._matters.get(sections)
        if known is None:
            told = (words for section in sections for words in self._words.get(section, ()))
            known = self._matters[sections] = self._everywhere.with_texts(*told)
        return known

    def has(self, clause: str, sections: frozenset[str]) -> bool:
        """Whether a fact of some sections says a clause word for word."""
        return any(self._section[fact] in sections for fact in self._saying(clause))

    def told_by(self, clause: str, share: float) -> set[str]:
        """The sections of which one fact has at least this share of the pairs of a clause."""
        return {self._section[fact] for fact in self._having(clause, share)}

    def _having(self, clause: str, share: float) -> Iterator[str]:
        """The facts that have at least this share of the pairs of a clause, and two of them."""
        wanted = letter_pairs(clause)
        counts = Counter(chain.from_iterable(self._by_pair.get(pair, ()) for pair in wanted))
        least = max(2.0, share * len(wanted))
        return (fact for fact, count in counts.items() if count >= least)

    def texts_having(self, clauses: Iterable[str], share: float) -> list[str]:
        """What those facts say that have this share of the pairs of one of some clauses."""
        told = (fact for clause in clauses for fact in self._having(clause, share))
        return [self._fact_words[fact] for fact in dict.fromkeys(told)]
