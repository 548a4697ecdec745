"""The words of the facts by matter: what the facts of a section, or one fact, say.

A word of a text is said where the pair of characters stands in the facts of its matter, or where
they have another word of its group (`equivalents`). Lookups are by pairs of characters, so that
the cost of a clause does not grow with the number of facts.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from itertools import chain
from typing import Any, NamedTuple, Self

from zhibi.checking.ledger_index import LedgerIndex
from zhibi.data_files import read_data
from zhibi.styles.framing import pairs


@cache
def statement_data() -> dict[str, Any]:
    """`data/statements.yaml`."""
    data: dict[str, Any] = read_data("checking", "statements")
    return data


@cache
def _equivalents() -> tuple[re.Pattern[str], ...]:
    """A pattern for each group of words for one thing."""
    return tuple(re.compile("|".join(group)) for group in statement_data()["equivalents"])


@cache
def _any_equivalent() -> re.Pattern[str]:
    """The words of all groups: most clauses have none."""
    return re.compile("|".join(group.pattern for group in _equivalents()))


@lru_cache(maxsize=4096)
def _groups_of(words: str) -> frozenset[int]:
    """The groups of which some words have one; a fact is asked for alone and with others."""
    if not _any_equivalent().search(words):
        return frozenset()
    return frozenset(at for at, group in enumerate(_equivalents()) if group.search(words))


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
        return self._replace(said=self.said.union(*map(pairs, texts)), groups=groups)

    def covered(self, text: str) -> list[bool]:
        """Which characters of a text these facts say."""
        said = [pair in self.said for pair in map(str.__add__, text, text[1:])]
        if said and all(said):
            return [True] * len(text)
        covered = [one or other for one, other in zip([*said, False], [False, *said], strict=True)]
        if not _any_equivalent().search(text):
            return covered
        for number in self.groups:
            for found in _equivalents()[number].finditer(text):
                covered[found.start() : found.end()] = [True] * len(found[0])
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
        wanted = pairs(clause)
        counts = Counter(chain.from_iterable(self._by_pair.get(pair, ()) for pair in wanted))
        least = max(2.0, share * len(wanted))
        return {self._section[fact] for fact, count in counts.items() if count >= least}
