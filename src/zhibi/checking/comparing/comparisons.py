"""Comparisons in words: N104 where the two sides that are meant stand the other way round.

甲74人，比乙的68人多6人; 前者多于后者; 低于上年; 离目标还差2.6吨; 扶手比铁皮短12米. What is
compared, and with what, is told by the amount where the text gives one (`by_amount`), else by the
words (`without_amount`). Which of the two is more is then a matter of arithmetic. Where a side
cannot be told, nothing is said. What facts say in words goes first (`against_facts`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from zhibi.checking.comparing.against_facts import (
    contradicted,
    of_other_time,
    on_other_base,
)
from zhibi.checking.comparing.by_amount import ByAmount, is_by
from zhibi.checking.comparing.extremes import wrong_extremes
from zhibi.checking.comparing.forms import BEYOND, Said, forms
from zhibi.checking.comparing.sentence_sides import SentenceSides
from zhibi.checking.comparing.sides import Side
from zhibi.checking.comparing.without_amount import WithoutAmount
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.verdicts import Verdict, by_sentence
from zhibi.checking.violations import Violation
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure

_DIGITS = lazy_pattern(r"[\d.]+")
_CLAUSE = lazy_pattern(r"[^，；;：:。！？（）()\n]+")
_GATE = lazy_pattern(
    r"[比较于离距出过不最更多少高低大小快慢长短缺增减升降提涨跌添扩缩掉]|前者|后者"
)
_FIGURE_NEXT = 3  # characters between a word of comparison and its amount
_SENTENCES = 2  # sentences before one whose figures its comparisons may mean
_MOST = 40  # figures before the end of a sentence that are looked at


class Comparisons:
    """Compares what a text says of two sides with their values."""

    def __init__(
        self, ledger: LedgerIndex, structure: Structure, verdicts: Sequence[Verdict]
    ) -> None:
        self._ledger, self._structure, self._text = ledger, structure, structure.text
        self._by_sentence = by_sentence(verdicts)

    def wrong(self) -> Iterator[Violation]:
        """N104 for each comparison that is the wrong way round."""
        for number, members in self._by_sentence.items():
            sentence = self._structure.sentences[number]
            if self._structure.lines[sentence.line].kind != "paragraph":
                continue
            if _GATE.search(self._text, sentence.start, sentence.end):
                yield from _Sentence(self._sides(number, members)).wrong()

    def _sides(self, number: int, members: Sequence[Verdict]) -> SentenceSides:
        """What is told in a sentence and those before it in its paragraph."""
        line = self._structure.sentences[number].line
        near = [
            verdict
            for other in range(max(0, number - _SENTENCES), number + 1)
            if self._structure.sentences[other].line == line
            for verdict in self._by_sentence.get(other, ())
        ][-_MOST:]
        since = self._structure.sentences[near[0].match.sentence].start
        sentence = self._structure.sentences[number]
        span = sentence.start, sentence.end
        return SentenceSides(self._ledger, self._text, number, span, members, near, since)


class _Sentence:
    """The comparisons of a sentence, each with the amount behind it."""

    def __init__(self, told: SentenceSides) -> None:
        self._told = told
        self._starts = [one.match.figure.start for one in told.members]
        self._by_amount, self._without_amount = ByAmount(told), WithoutAmount(told)

    def wrong(self) -> Iterator[Violation]:
        """What its clauses compare the wrong way round."""
        told = self._told
        for start, end, side, true in wrong_extremes(told):
            yield told.violation(start, end, f"“{side.quantity.text}”{true}", told.text[start:end])
        entries = (told.ledger.entries[v.covers] for v in told.members if v.covers is not None)
        own = dict.fromkeys(entry.fact_id for entry in entries)
        texts = [told.ledger.fact_words.get(fact, "") for fact in own]
        for clause in _CLAUSE.finditer(told.text, *told.span):
            if any(clause[0] in text for text in texts):
                continue  # the facts say so themselves
            taken: set[int] = set()
            for number, form in forms().of(clause[0]):
                for found in form.finditer(clause[0]):
                    said = self._said(clause, found, beyond=number == BEYOND)
                    amount = self._amount(said.end, clause.end())
                    if amount is not None:
                        taken.add(amount.match.figure.start)
                    yield from self._check(said, amount)
            low, high = (bisect_left(self._starts, at) for at in clause.span())
            for amount in told.members[low:high]:
                if amount.match.figure.start not in taken:
                    yield from on_other_base(told, amount)
                    yield from self._by_amount.wrong_alone(clause, amount)

    def _said(self, clause: re.Match[str], found: re.Match[str], *, beyond: bool) -> Said:
        groups = found.groupdict()
        base = clause.start()
        who = groups.get("who") or self._told.before(clause, base + found.start())[1]
        other = groups.get("other")
        if other is None:
            other = "后者" if who == "前者" else "前者"
        end = found.end()
        if other and beyond:
            since = base + found.start("other")
            for digit in _DIGITS.finditer(other):
                if self._is_difference(since + digit.start()):  # 低于自筹220万元
                    other, end = other[: digit.start()], since + digit.start() - base
                    break
        begin = base + (found.start("other") if groups.get("other") is not None else found.end())
        return Said(who, other, groups["word"], base, base + found.start(), base + end, begin)

    def _is_difference(self, at: int) -> bool:
        """Whether the figure at a place is a difference of two others."""
        found = self._amount(at, at)
        return found is not None and found.computation is not None and found.computation.signed

    def _amount(self, end: int, stop: int) -> Verdict | None:
        """The figure by how much, right behind the word of comparison."""
        at = bisect_left(self._starts, end)
        if at < len(self._starts) and self._starts[at] <= min(end + _FIGURE_NEXT, stop):
            return self._told.members[at]
        return None

    def _has_own_sides(self, pair: tuple[Side, Side]) -> bool:
        """Whether a pair is told before the sentence, which has figures to compare itself."""
        told = self._told
        if any(side.sentence == told.number for side in pair):
            return False
        kinds = [kind_of(one.quantity) for one in told.sides if one.sentence == told.number]
        return len(kinds) > len(set(kinds))

    def _check(self, said: Said, amount: Verdict | None) -> Iterator[Violation]:
        found = of_other_time(self._told, said, amount) or contradicted(self._told, said, amount)
        if found is not None:
            yield found
            return
        if amount is not None and amount.computation is not None and not is_by(amount):
            amount = None  # 少了近一成: by what share, not by how much
        if amount is not None and not self._by_amount.is_by(amount):
            return  # a change that the facts tell, or a figure that is wrong by itself
        if amount is None:
            pair = self._without_amount.sides(said)
            if pair is not None and self._has_own_sides(pair):
                return  # 入住率54%，两村高于全乡水平: not of what the sentence before counts
        else:
            pair = self._by_amount.sides(said, amount)
        if pair is not None:
            yield from self._told.judge(said.word, said.start, said.end, *pair)
