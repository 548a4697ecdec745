"""Sentences that the rules cannot decide: no fact says them word for word, and no rule doubts them.

A clause is decided where the style licenses it as framing, or where one fact has all its words
(those of another fact of the same sentence do not count: words of several facts can be put
together to say what none of them says). A sentence that a rule has found fault with is decided.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from zhibi.checking.statements.matters import Matter
from zhibi.patterns import lazy_pattern
from zhibi.styles.framing import pairs

if TYPE_CHECKING:
    from zhibi.checking.findings import Finding
    from zhibi.checking.rule_input import RuleInput
    from zhibi.facts.model import Fact

_CLAUSE = lazy_pattern(r"[^，。；：！？（）()\n,;]+")
_LEAD = lazy_pattern(r"\s*[一二三四五六七八九十]是[^\d\n]{1,24}$")
_NEAREST = 5  # facts that a clause is laid beside
_MOST_FACTS = 12  # facts that are named for a sentence
_LEFT = 1  # characters of a clause that no fact needs to have
_OF_STYLE = frozenset({"W102", "W106"})
"""Codes that do not speak of what a sentence states."""


class Undecided(NamedTuple):
    """A sentence that no rule decides; `facts` are ids of facts that it may tell, nearest first.

    `start` and `end` are code points of the text.
    """

    start: int
    end: int
    line: int
    facts: tuple[str, ...]


def undecided_sentences(given: RuleInput, found: Iterable[Finding]) -> Iterator[Undecided]:
    """The sentences of a text's summary that the rules neither prove nor doubt, in order."""
    structure = given.structure
    decided = {
        structure.sentence_index(one.start)
        for one in found
        if one.end > one.start and one.code not in _OF_STYLE and not one.code.startswith("W2")
    }
    facts = _FactWords(given.ledger.facts.all_facts())
    cited: dict[int, list[str]] = defaultdict(list)
    for verdict in given.verdicts:
        numbers = (given.ledger.number.get(one) for one in verdict.facts)
        cited[verdict.match.sentence] += [
            given.ledger.entries[number].fact_id for number in numbers if number is not None
        ]
    for index, sentence in enumerate(structure.sentences):
        line = structure.lines[sentence.line]
        if index in decided or line.kind != "paragraph" or sentence.end <= line.heading_end:
            continue
        if structure.part(sentence.start) != "summary":
            continue
        start = max(sentence.start, line.heading_end)
        if _LEAD.match(given.text[start : sentence.end]):
            continue
        clauses = list(_CLAUSE.finditer(given.text, start, sentence.end))
        if not all(_is_decided(given, facts, clause, cited[index]) for clause in clauses):
            words = given.text[start : sentence.end]
            near = dict.fromkeys([*cited[index], *facts.nearest(words, _MOST_FACTS)])
            known = tuple(one for one in near if facts.has(one))
            yield Undecided(start, sentence.end, sentence.line, known[:_MOST_FACTS])


def _is_decided(
    given: RuleInput, facts: _FactWords, clause: re.Match[str], cited: Sequence[str]
) -> bool:
    start, end = clause.span()
    if not given.framing.beyond(start, end):
        return True
    held = given.statements.held(given.text, start, end, given.figures)
    if held.count(False) <= _LEFT:
        return True
    near = dict.fromkeys([*facts.nearest(clause[0], _NEAREST), *cited])
    for one in near:
        if not facts.has(one):
            continue
        covered = facts.matter(one).covered(clause[0])
        left = [not (said or free) for said, free in zip(covered, held, strict=True)]
        if left.count(True) <= _LEFT:
            return True
    return False


class _FactWords:
    """The words of each fact that may be shown, found by pairs of characters."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._words: dict[str, str] = {}
        self._matters: dict[str, Matter] = {}
        self._by_pair: dict[str, list[str]] = defaultdict(list)
        for fact in facts:
            if fact.show == "sensitive":
                continue
            entries = [one for one in fact.entries() if one.show != "sensitive"]
            labels = [word for one in entries for word in (one.name, *one.aliases)]
            words = "\n".join([fact.name, fact.text, *fact.aliases, *fact.names, *labels])
            self._words[fact.id] = words
            for pair in pairs(words):
                self._by_pair[pair].append(fact.id)

    def has(self, id_: str) -> bool:
        return id_ in self._words

    def matter(self, id_: str) -> Matter:
        if id_ not in self._matters:
            self._matters[id_] = Matter.of(self._words[id_])
        return self._matters[id_]

    def nearest(self, words: str, most: int) -> list[str]:
        """The facts that share the most pairs with these words; rare pairs weigh more."""
        weights: Counter[str] = Counter()
        for pair in pairs(words):
            having = self._by_pair.get(pair, ())
            for one in having:
                weights[one] += 1000 // len(having)
        # Ties go by id: the order of `pairs` differs from process to process.
        return sorted(weights, key=lambda one: (-weights[one], one))[:most]
