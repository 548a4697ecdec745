"""Clauses that say more than the facts of their matter (W104).

Of each clause of the summary the words are laid beside the facts: those of the sections whose
figures the sentence states, and those of any fact that says much of the clause. What is left,
words of grammar and reporting taken off, no fact says. A clause of which most is left states
something of its own; so does a construction (得益于…, 得到…提升, 应…尽…, 深受…欢迎) whose core
is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from zhibi.checking.statements.matters import Matters, statement_data
from zhibi.structure import Sentence
from zhibi.styles.framing import licensed_words
from zhibi.styles.model import Style

_CLAUSE = re.compile(r"[^，。；：！？（）()\n,;]+")
_TOLD = 0.34  # of a clause's pairs that one fact has, for its section to be the matter
_NEW = 5  # characters of a clause that no fact says, at least
_NEW_SHARE = 0.5  # of a clause's characters that no fact says, at least
_OPEN_SHARE = 0.5  # of the core of a cause that no fact says, at least


@dataclass(frozen=True, slots=True)
class Statement:
    """A span of a text that states something which no fact says, and of what kind it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Construction:
    """A form of statement: its kind, whether its core is a phrase, and its pattern."""

    kind: str
    open: bool
    pattern: re.Pattern[str]


@cache
def constructions() -> tuple[Construction, ...]:
    """The constructions of `data/statements.yaml`."""
    return tuple(
        Construction(group["label"], group.get("open", False), re.compile(pattern))
        for group in statement_data()["constructions"].values()
        for pattern in group["patterns"]
    )


class ClauseReader:
    """Finds what sentences state beyond the facts, for one facts file and style."""

    def __init__(self, matters: Matters, style: Style) -> None:
        self._matters = matters
        words = {*statement_data()["neutral"], *licensed_words(style)}
        longest = sorted(words, key=lambda word: (-len(word), word))
        self._neutral = re.compile("|".join(map(re.escape, longest)))

    def beyond(
        self,
        text: str,
        sentence: Sentence,
        figures: Iterable[tuple[int, int]],
        sections: frozenset[str],
    ) -> Iterator[Statement]:
        """What a sentence of `text` states that no fact says; all offsets index `text`.

        `sections` are those of the facts that its figures state.
        """
        held = [not char.isalpha() for char in text[sentence.start : sentence.end]]
        for start, end in figures:
            low = start - sentence.start
            held[low : low + end - start] = [True] * (end - start)
        for clause in _CLAUSE.finditer(text, sentence.start, sentence.end):
            low, high = (offset - sentence.start for offset in clause.span())
            found = self._clause(clause[0], held[low:high], sections)
            if found is not None:
                start = clause.start()
                yield Statement(start + found.start, start + found.end, found.kind)

    def _clause(self, words: str, held: list[bool], sections: frozenset[str]) -> Statement | None:
        """What a clause states beyond the facts, offsets within it; `held` are no words."""
        matter = self._matters.of_sections(sections.union(self._matters.told_by(words, _TOLD)))
        covered = [one or other for one, other in zip(matter.covered(words), held, strict=True)]
        found = self._construction(words, covered)
        if found is not None:
            return found
        for word in self._neutral.finditer(words):
            covered[word.start() : word.end()] = [True] * len(word[0])
        new = covered.count(False)
        if new < _NEW or new < _NEW_SHARE * held.count(False):
            return None
        return Statement(covered.index(False), len(words) - covered[::-1].index(False), "")

    def _construction(self, text: str, covered: list[bool]) -> Statement | None:
        for form in constructions():
            for found in form.pattern.finditer(text):
                low, high = found.span("core")
                new = covered[low:high].count(False)
                if new > _OPEN_SHARE * (high - low) if form.open else new:
                    return Statement(low, high, form.kind)
        return None
