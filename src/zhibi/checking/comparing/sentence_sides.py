"""The sides that are told in a sentence and before it, and N104 where a word exchanges two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from zhibi.checking.comparing.forms import less_is_better, signs
from zhibi.checking.comparing.sides import Side, greater, told_sides
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.facts.arithmetic import exact
from zhibi.figures.units import dimension

_CLAUSE_REACH = 40  # characters of a clause before an amount that are looked at


@dataclass(eq=False, repr=False, match_args=False)
class SentenceSides:
    """A sentence of a text with what its comparisons may mean.

    `number` and `span` are its place, `members` its figures, `near` those and the ones of the
    sentences before it, the first of which begins at `since`.
    """

    ledger: LedgerIndex
    text: str
    number: int
    span: tuple[int, int]
    members: Sequence[Verdict]
    near: Sequence[Verdict]
    since: int

    @cached_property
    def sides(self) -> Sequence[Side]:
        """What is told by `near`, in order."""
        return told_sides(self.ledger, self.text, self.near, self.since)

    def before(self, clause: re.Match[str], place: int) -> tuple[int, str]:
        """The words of a clause before a place, and where they begin."""
        since = max(clause.start(), place - _CLAUSE_REACH)
        return since, self.text[since:place]

    def judge(
        self, word: str, start: int, end: int, subject: Side, other: Side
    ) -> Iterator[Violation]:
        """N104 where a word says the reverse of what is true of two sides."""
        true = greater(subject, other)
        way = signs()[word] if word in signs() else signs().get(word[0], "")
        if word in ("不及", "不足"):
            way = "less"
        said = 1 if way in ("more", "quick", "better") else -1
        lasting = (
            dimension(subject.quantity.unit) == "duration" or subject.quantity.kind == "duration"
        )
        if (way in ("quick", "slow", "better", "worse") and lasting) or (
            way in ("better", "worse") and less_is_better().search(subject.names)
        ):
            said = -said
        if true and true != said:
            more = "多" if true > 0 else "少"
            known = other.is_told or other.low == exact(other.quantity)
            than = other.quantity.text if known else "上年同期"
            yield self.violation(start, end, f"“{subject.quantity.text}”比“{than}”{more}", word)

    def violation(self, start: int, end: int, true: str, word: str) -> Violation:
        """N104 for a span: what is true, and the word that says otherwise."""
        facts = dict.fromkeys(fact for one in self.members for fact in one.facts)
        return Violation(
            "N104",
            start,
            end,
            f"{true}，这里写的是“{word}”",
            "核对是谁比谁多，改正“多”“少”一类的词",
            None,
            tuple(facts)[:2],
        )
