"""The proper names of a facts file: whose facts have each, and where a text mentions one.

A name is found whole (南门社区, 芯禾微电子有限公司) or by what is its own in it (南门, 芯禾微电子).
What is the report's own office is nobody's in particular.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from zhibi.checking.borrowing.word_classes import SHORTEST, borrowing_data, is_noun
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.patterns import WordTable, lazy_pattern

_MARKS = "“”‘’《》"
_HAN_NAME = lazy_pattern(r"[^\W\d_]{3,}")

Names = frozenset[str]


class Mention(NamedTuple):
    """A span of a text that mentions one of some names: several may share a short form."""

    start: int
    end: int
    words: str
    names: Names


class NameOwners:
    """The names of one facts file, each with the facts that mention it."""

    def __init__(self, ledger: LedgerIndex) -> None:
        self._forms = _all_forms(ledger)
        self._table = WordTable(self._forms)
        self._of: dict[str, Names] = {}
        having: dict[str, set[str]] = defaultdict(set)
        for section in ledger.facts.walk():
            listed = self._named_in(ledger.section_words[section.id].called)
            before = Names()
            for fact in section.facts:
                own = self._named_in(ledger.fact_words[fact.id])
                before = own or before  # a fact that names nobody goes on with the one before it
                self._of[fact.id] = before | listed
                for name in own:
                    having[name].add(fact.id)
        self._having = {name: frozenset(facts) for name, facts in having.items()}

    def mentions(self, text: str, pairs: Sequence[str] | None = None) -> Iterator[Mention]:
        """The names that a text mentions, in order; `pairs` are its `neighbours`."""
        for low, high in self._table.spans(text, pairs):
            yield Mention(low, high, text[low:high], self._forms[text[low:high]])

    def is_of(self, mention: Mention, facts: Iterable[str]) -> bool:
        """Whether some facts, or the topics of their sections, have a mentioned name.

        A longer name that contains it has it, and a shorter one that it contains.
        """
        known = Names().union(*(self._of.get(fact, Names()) for fact in facts))
        return not mention.names.isdisjoint(known) or any(
            mention.words in one or one in mention.words for one in known
        )

    def having(self, mention: Mention) -> frozenset[str]:
        """The facts that have a mentioned name in their words."""
        return frozenset[str]().union(*(self._having.get(one, ()) for one in mention.names))

    def _named_in(self, words: str) -> Names:
        return Names().union(*(one.names for one in self.mentions(words)))


def _all_forms(ledger: LedgerIndex) -> dict[str, Names]:
    """Each form in which a name may stand, with the names that have it."""
    document = ledger.facts.document
    own = "\n".join(
        filter(None, (document.organisation, document.superior, document.self_name, document.title))
    )
    told = (fact for fact in ledger.facts.all_facts() if ledger.fact_words[fact.id])
    listed = {name.strip(_MARKS) for fact in told for name in fact.names}
    listed.update(name.strip(_MARKS) for name in document.names)
    forms: dict[str, set[str]] = defaultdict(set)
    for name in listed:
        for form in _forms(name) if _HAN_NAME.fullmatch(name) else ():
            forms[form].add(name)
    for words in ledger.fact_words.values():
        for found in _settlement().finditer(words):
            if is_noun(found["own"]) and not _is_general(found["own"]):
                forms[found[0]].add(found[0])
    return {form: Names(names) for form, names in forms.items() if form not in own}


def _forms(name: str) -> Iterator[str]:
    """A name whole, and by what is its own in it, where that is two characters or more."""
    yield name
    firm = _without_ending(name, "firms")
    if firm != name:
        if len(firm) >= SHORTEST:
            yield firm
        if len(firm) > SHORTEST + 1:
            yield firm[:SHORTEST]
        return
    own = _without_ending(name, "places")
    if own != name and len(own) >= SHORTEST and not _is_general(own):
        yield own


def _is_general(word: str) -> bool:
    return word in borrowing_data()["general"]


def _without_ending(name: str, kind: str) -> str:
    """A name without the longest of some words at its end."""
    ends = [word for word in borrowing_data()[kind] if name.endswith(word)]
    return name.removesuffix(max(ends, key=len)) if ends else name


@cache
def _settlement() -> re.Pattern[str]:
    kinds = "|".join(sorted(borrowing_data()["settlements"], key=len, reverse=True))
    return re.compile(rf"(?P<own>[^\W\d_]{{2}})(?:{kinds})")
