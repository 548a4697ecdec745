"""Words that a clause borrows from another matter than the one that it tells.

A clause is explained by the words of its facts and of their section, words for the same thing, and
words of grammar and reporting. A word left over that another fact has names the subject of that
one; several such words of one fact are no slip: it is told along.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from zhibi.checking.borrowing.found_words import (
    ALONG,
    Borrowed,
    first_of_lists,
    inherited_names,
    weight,
)
from zhibi.checking.borrowing.levels import Level, levels_in
from zhibi.checking.borrowing.proper_names import ProperNames
from zhibi.checking.borrowing.substitutes import (
    Substitute,
    contrasting,
    contrasts_in,
    has_other_head,
    may_be_of_agents,
    of_agents,
    replaced,
)
from zhibi.checking.borrowing.word_classes import SHORTEST, is_noun
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.reading.clauses import Clause
from zhibi.checking.reading.cues import Said, find_cues
from zhibi.checking.statements.matters import Matter
from zhibi.facts.model import Entry
from zhibi.patterns import lazy_pattern
from zhibi.styles.framing import pairs

_SHOWN = 12
_OPENING = 16
_OF_ITSELF = ("value", "part", "figure", "derived")
"""Roles of entries that a name alone means, no growth or target."""
_CLAUSE = lazy_pattern(r"[，。；：\n]")
_DATE = lazy_pattern(r"(?<!\d)\d{1,2}月(?:\d{1,2}日)?")
_NOUNS = 4
"""Characters of nouns, at least, by which another fact of a clause speaks of its matter."""
_TOLD = 0.6
"""Of the words of a clause without figures, by rarity, that a fact has which it tells."""
_COMMON = 60
"""Facts that have a pair of characters, above which it tells none of them from others."""
_MOST = 4
"""Facts that may have a word of two characters, for it to tell whose matter it is."""

_SECTIONS = 2
"""Sections that may have a word which more facts have, for it to be the matter of those."""


class Borrowing:
    """Finds in a clause the words of other facts than those that it tells, for one facts file."""

    def __init__(self, ledger: LedgerIndex) -> None:
        document = ledger.facts.document
        self._ledger = ledger
        self._words = {
            fact.id: ledger.fact_words[fact.id]
            for fact in ledger.facts.all_facts()
            if ledger.fact_words[fact.id]
            and all(entry.show != "sensitive" for entry in fact.entries())
        }
        self._section = {fact.id: fact.section_id for fact in ledger.facts.all_facts()}
        slogans = (name for name in document.names if name[:1] in "“‘《")
        names = (document.organisation, document.superior, document.self_name, *slogans)
        self.names = ProperNames(ledger.facts)
        self._everywhere = Matter.of(*names, *document.guiding)
        self._inherited = dict(inherited_names(ledger))
        self._called = frozenset(
            name
            for entry in ledger.entries
            for name in (entry.name, *entry.aliases)
            if len(name) > SHORTEST
        )
        self._known: dict[frozenset[str], Matter] = {}
        self._levels: dict[str, list[Level]] = {}

    @cached_property
    def _by_pair(self) -> Mapping[str, Collection[str]]:
        """The facts that have a pair of characters; what only follows from one has its words."""
        facts = self._ledger.facts.all_facts()
        left_out = {fact.id for fact in facts if fact.implied or fact.id not in self._words}
        by_pair = self._ledger.by_pair
        if not any(self._ledger.fact_words[fact] for fact in left_out):
            return by_pair
        kept = (
            (pair, [fact for fact in facts if fact not in left_out])
            for pair, facts in by_pair.items()
        )
        return {pair: facts for pair, facts in kept if facts}

    def has_other_words(self, clause: Clause, own: frozenset[str]) -> bool:
        """Whether a clause has any pair of characters of other facts than `own`: a first look."""
        return not self._by_pair.keys().isdisjoint(self.known(own).unsaid(clause.pairs[:-1]))

    def has_other_names(self, words: str, own: frozenset[str]) -> bool:
        """Whether a clause has a proper name that is none of `own` and stands in other facts."""
        by_pair = self._by_pair
        found = [name[:SHORTEST] for name in self.names.found_in(words)]
        found = [pair for pair in found if pair in by_pair]
        return bool(found) and not self.known(own).said.issuperset(found)

    def nearest(self, words: str, held: Sequence[bool]) -> frozenset[str]:
        """The facts that have most of the words of a clause, by rarity; none where no fact has."""
        scores: dict[str, float] = defaultdict(float)
        whole, total = 0.0, len(self._words)
        for pair in {
            words[at : at + 2]
            for at in range(len(words) - 1)
            if words[at : at + 2].isalpha() and not (held[at] and held[at + 1])
        }:
            facts = self._by_pair.get(pair, ())
            if len(facts) > _COMMON:
                continue
            size = math.log(1 + total / len(facts)) if facts else 1.0
            whole += size
            for fact in facts:
                scores[fact] += size
        best = max(scores.values(), default=0.0)
        if best < whole * _TOLD:
            return frozenset()
        return frozenset(fact for fact, score in scores.items() if score == best)

    def borrowed(
        self,
        clause: Clause,
        own: frozenset[str],
        held: Sequence[bool],
        names: str = "",
    ) -> list[Borrowed]:
        """The borrowed words of a clause that tells the facts `own`; `held` are no words.

        `names` are those of the figures that it tells.
        """
        start, words = clause.start, clause.words
        found = list(self._unknown(words, own, held, names))
        told: Counter[str] = Counter()
        for one in first_of_lists(words, found):
            told.update(dict.fromkeys(one.facts, weight(one)))
        return [
            one._replace(start=start + one.start, end=start + one.end)
            for one in found
            if one.names
            and all(
                told[fact] < weight(one) + ALONG and not self._shares(fact, one, words, held)
                for fact in one.facts
            )
        ]

    def _unknown(
        self, words: str, own: frozenset[str], held: Sequence[bool], called: str
    ) -> Iterator[Borrowed]:
        """The words of a clause that other facts have and `own` have not, from left to right."""
        covered = self.known(own).covered(words)
        new = [not (a or b) for a, b in zip(covered, held, strict=True)]
        at = 0
        while at < len(words) - 1:
            head = new[at] and (new[at + 1] or (covered[at + 1] and (not at or held[at - 1])))
            facts = [
                one
                for one in (self._by_pair.get(words[at : at + 2], ()) if head else ())
                if one not in own
            ]
            if not facts:
                at += 1
                continue
            one, end = self._longest(words, at, facts, called, own)
            yield one
            at = end

    def known(self, own: frozenset[str]) -> Matter:
        """What some facts say, their sections are called, and the document is."""
        found = self._known.get(own)
        if found is None:
            sections = {self._section[fact] for fact in own}
            called = [self._called_in(one) for one in sections]
            found = self._known[own] = self._everywhere.with_texts(
                *(self._words[fact] for fact in own),
                *called,
                *(self._inherited[fact] for fact in own if fact in self._inherited),
            )
        return found

    def _called_in(self, section: str) -> str:
        """What a section is called; nothing for that of a figure which the file only computes."""
        words = self._ledger.section_words.get(section)
        return words.called if words is not None else ""

    def new_pairs(self, words: str, own: frozenset[str], held: Sequence[bool]) -> set[str]:
        """The pairs of a clause, outside of what is held, that the facts `own` have not."""
        covered = self.known(own).covered(words)
        return {
            words[at : at + 2]
            for at in range(len(words) - 1)
            if not (held[at] or held[at + 1] or (covered[at] and covered[at + 1]))
        }

    def has_any(self, fact: str, said: Iterable[str]) -> bool:
        """Whether a fact has any of some pairs of characters."""
        return any(pair in self._words.get(fact, "") for pair in said)

    def most_said(self, words: str, facts: Iterable[str], held: Sequence[bool]) -> int:
        """How much of a clause, outside of what is held, the fact says that says most of it.

        Counted are characters, and dates as two.
        """
        most = 0
        for fact in facts:
            if fact in self._words:
                covered = self.known(frozenset({fact})).covered(words)
                said = sum(a and not b for a, b in zip(covered, held, strict=True))
                dates = _DATE.findall(words)
                most = max(most, said + sum(2 * (one in self._words[fact]) for one in dates))
        return most

    def levels_of(self, facts: frozenset[str]) -> list[Level]:
        """The levels that facts say of anything, or the file declares."""
        return [level for fact in sorted(facts) for level in self._levels_of(fact)]

    def _levels_of(self, fact: str) -> list[Level]:
        found = self._levels.get(fact)
        if found is None:
            numbers = self._ledger.by_fact[fact]
            declared = {self._ledger.entries[n].declared.level for n in numbers} - {None}
            words = "\n".join(sorted(filter(None, declared))) or self._words[fact]
            found = self._levels[fact] = levels_in(words, find_cues("level", words))
        return found

    def speaks_of(self, words: str, facts: frozenset[str], held: Sequence[bool]) -> bool:
        """Whether a clause has a noun of some facts outside of what is held."""
        covered, start = self.known(facts).covered(words), 0
        for at in range(len(words) + 1):
            if at < len(words) and covered[at] and not held[at]:
                continue
            if is_noun(words[start:at]):
                return True
            start = at + 1
        return False

    def replaced(
        self,
        words: str,
        own: frozenset[str],
        names: Sequence[str],
        held: Sequence[bool],
        contrasts: Sequence[Said],
        before: Iterable[str],
        *,
        leads: bool,
    ) -> Iterator[Substitute]:
        """The words of a clause where the facts that it tells have other ones of the same kind.

        `names` are those of its figures, or of those that it `leads` up to; `contrasts`
        are the words in it that exclude others, `before` those said before it in its sentence.
        """
        found: list[Substitute] = []
        if contrasts:
            called = () if leads else tuple(one for name in names for one in contrasts_in(name))
            found += contrasting(contrasts, called, {value for value, _ in called})
            told = [one for fact in own for one in contrasts_in(self._words[fact])]
            either = {value for value, _ in (*told, *self._contrasts_beside(own))}
            found = found or list(contrasting(contrasts, told, either.union(before)))

        def of_others(word: str) -> bool:
            return not any(word in self._words[fact] for fact in own) and self.is_of_others(
                word, own
            )

        def goes_on(before: str, word: str) -> bool:
            return before != word[:SHORTEST] and before in self._by_pair

        found += replaced(words, names, held, of_others, goes_on)
        if may_be_of_agents(words):
            told_by = "\n".join(self._words[fact] for fact in sorted(own))
            found += of_agents(words, told_by, of_others)
        told_here = self.nearest(words, held) - own if leads and found else ()
        for one in found:
            if any(words[one.start : one.end] in self._words[fact] for fact in told_here):
                continue
            kept = list(held)
            kept[one.start : one.end] = [True] * (one.end - one.start)
            new = self.new_pairs(words, own, kept)
            word = words[one.start : one.end]
            if not any(word in self._words[f] and self.has_any(f, new) for f in self._words):
                yield one

    def _contrasts_beside(self, own: frozenset[str]) -> Iterator[tuple[str, str]]:
        """The contrasts of the sections of some facts, and of the names that these inherit."""
        for fact in own:
            yield from contrasts_in(self._called_in(self._section[fact]))
            yield from contrasts_in(self._inherited.get(fact, ""))

    def is_of_others(self, word: str, own: frozenset[str]) -> bool:
        """Whether facts have a word that are not those of a clause, and these have it not."""
        facts = self._by_pair.get(word[:SHORTEST], ())
        having = {fact for fact in facts if word in self._words[fact]}
        return bool(having) and having.isdisjoint(own)

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

    def entry_named(self, one: Borrowed, kind: str) -> Entry | None:
        """The one entry of a kind that a borrowed word is the name of."""
        numbers = (n for fact in one.facts for n in self._ledger.by_fact[fact])
        entries = [self._ledger.entries[n] for n in numbers if self._ledger.kinds[n] == kind]
        named = [
            entry
            for entry in entries
            if one.word in (entry.name, *entry.aliases) and entry.role in _OF_ITSELF
        ]
        return named[0] if len(named) == 1 else None

    def nearest_of(self, words: str, facts: Iterable[str]) -> str:
        """The fact that has most pairs of characters of some words."""
        wanted = pairs(words)
        return max(sorted(facts), key=lambda fact: len(wanted & pairs(self._words[fact])))

    def opening(self, fact: str) -> str:
        """What a fact begins with, for a message."""
        told = self._words[fact].replace("\n", "，")
        return told[:_OPENING] + "…" * (len(told) > _OPENING)

    def tells(self, fact: str) -> bool:
        """Whether a fact has words that may be quoted; a date of the document has none."""
        return fact in self._words

    def _shares(self, fact: str, one: Borrowed, words: str, held: Sequence[bool]) -> bool:
        """Whether a fact has other nouns of the clause: it then speaks of the same matter."""
        told = self._words[fact]
        start = shared = 0
        for at in range(len(words) + 1):
            inside = at < len(words) and not held[at] and not one.start <= at < one.end
            if inside and words[start : at + 1] in told:
                continue
            if is_noun(words[start:at]):
                shared += at - start
            start = at if inside else at + 1
        return shared >= _NOUNS

    def _longest(
        self, words: str, start: int, facts: Sequence[str], called: str, own: frozenset[str]
    ) -> tuple[Borrowed, int]:
        """The longest word at a place that any of some facts has, with what is before it there."""
        end = start + SHORTEST
        while end < len(words) and words[end].isalpha():
            longer = [one for one in facts if words[start : end + 1] in self._words[one]]
            if not longer:
                break
            facts, end = longer, end + 1
        core = words[start:end]
        first = start
        while (
            first and words[first - 1].isalpha() and words[first - 1 : end] in self._words[facts[0]]
        ):
            first -= 1
        names = is_noun(core) or core in self._called
        if end - first == SHORTEST:  # 减免租金 of 减租: a form of the fact's own word
            names = names and (len(facts) <= _MOST or self._apart(facts, own))
            names = names and (set(called).isdisjoint(core) or has_other_head(core, called, words))
        return Borrowed(first, end, words[first:end], tuple(facts), names), end

    def _apart(self, facts: Iterable[str], own: frozenset[str]) -> bool:
        """Whether facts stand together in sections that are none of those of `own`."""
        sections = {self._section[fact] for fact in facts}
        return len(sections) <= _SECTIONS and sections.isdisjoint(self._section[f] for f in own)
