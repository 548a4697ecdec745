"""The words of the facts by matter: what the facts of a section, or one fact, say.

A word of a text is said where the pair of characters stands in the facts of its matter, or where
they have another word of its group (`equivalents`). Lookups are by pairs of characters, so that
the cost of a clause does not grow with the number of facts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

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


@dataclass(frozen=True, slots=True)
class Matter:
    """What some facts say: their pairs of characters, and the groups of equivalents they use."""

    said: frozenset[str]
    groups: frozenset[int]

    @classmethod
    def of(cls, words: str) -> Self:
        """The matter of some words."""
        groups = (number for number, group in enumerate(_equivalents()) if group.search(words))
        return cls(pairs(words), frozenset(groups))

    def covered(self, text: str) -> list[bool]:
        """Which characters of a text these facts say."""
        covered = [False] * len(text)
        for at in range(len(text) - 1):
            if text[at : at + 2] in self.said:
                covered[at] = covered[at + 1] = True
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
        self._everywhere = "\n".join([*names, *document.guiding, *called])
        self._words = {
            section: "\n".join(words.facts) for section, words in ledger.section_words.items()
        }
        self._sections: list[str] = []  # the section of each fact, by the fact's number
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        for section, words in ledger.section_words.items():
            for fact in words.facts:
                for pair in pairs(fact):
                    self._by_pair[pair].append(len(self._sections))
                self._sections.append(section)
        self._matters: dict[frozenset[str], Matter] = {}

    def of_sections(self, sections: frozenset[str]) -> Matter:
        """What the facts of these sections say, and the names and topics of the document."""
        known = self._matters.get(sections)
        if known is None:
            words = (self._words.get(section, "") for section in sorted(sections))
            known = self._matters[sections] = Matter.of("\n".join([self._everywhere, *words]))
        return known

    def told_by(self, clause: str, share: float) -> set[str]:
        """The sections of which one fact has at least this share of the pairs of a clause."""
        wanted = pairs(clause)
        counts = Counter(number for pair in wanted for number in self._by_pair.get(pair, ()))
        least = max(2.0, share * len(wanted))
        return {self._sections[number] for number, count in counts.items() if count >= least}
