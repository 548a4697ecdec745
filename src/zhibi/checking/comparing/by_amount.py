"""The two sides of a comparison that says by how much: those whose difference the amount is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhibi.checking.comparing.forms import Said, bare
from zhibi.checking.comparing.sentence_sides import SentenceSides
from zhibi.checking.comparing.sides import (
    Side,
    are_comparable,
    comparing,
    greater,
    named,
    of_entry,
)
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.facts.arithmetic import exact
from zhibi.figures.model import Figure
from zhibi.figures.numerals import chinese_value
from zhibi.patterns import lazy_pattern

_OF_TWO = lazy_pattern("[，；](前者|后者)")
_TIME = lazy_pattern(r"([一二三四])季度|(?<![\d至—-])(1[0-2]|[1-9])月")


def is_by(amount: Verdict) -> bool:
    """Whether a figure is the difference of two others."""
    return amount.computation is not None and amount.computation.pattern == "{0} - {1}"


class ByAmount:
    """Finds what the amounts of a sentence are the differences of."""

    def __init__(self, sentence: SentenceSides) -> None:
        self._ledger, self._sentence = sentence.ledger, sentence
        self._order = ""
        """Whether the subject of the last comparison stands before or after its other side."""

    def sides(self, said: Said, amount: Verdict) -> tuple[Side, Side] | None:
        """What more or less is said of, and the other side, by which an amount tells them apart."""
        found: list[tuple[Side, Side]] = []
        for more, less in _meant(said, self._pairs(amount)):
            subject = self._subject_of(said, more, less)
            if subject is None:
                return None
            found.append((subject, less if subject is more else more))
        if len({greater(one, other) for one, other in found}) != 1:
            return None
        subject, other = found[0]
        if subject.is_told and other.is_told:
            self._order = "first" if subject.start < other.start else "second"
        return subject, other

    def is_by(self, amount: Verdict) -> bool:
        """Whether a figure is the difference of two others, an entry's value by chance or not."""
        if is_by(amount) or amount.covers is None:
            return amount.computation is not None
        known, match = self._ledger.reading(amount.covers), amount.match
        if known.way or known.changed or match.score >= self._ledger.scoring.named:
            return False
        last = [side for side in self._sentence.sides if side.end <= match.figure.start][-2:]
        return len(last) == 2 and any(set(pair) == set(last) for pair in self._pairs(amount))

    def _pairs(self, amount: Verdict) -> list[tuple[Side, Side]]:
        """The pairs of which a figure is the difference, the greater first."""
        size = exact(amount.match.figure.quantity)
        place = amount.match.figure.start
        told = [s for s in self._sentence.sides if s.start < place and s.low == s.high]
        found = [
            (one, other)
            for one in told
            for other in told
            if one.low - other.low == size and are_comparable(one.quantity, other.quantity)
        ]
        computation = amount.computation
        if computation is not None and computation.pattern == "{0} - {1}":
            more, less = (self._of_term(entry, place) for entry in computation.entries)
            if more is not None and less is not None and (more, less) not in found:
                found.append((more, less))
        return found

    def _of_term(self, entry: int, place: int) -> Side | None:
        told = [side for side in self._sentence.sides if side.entry == entry]
        near = min(told, key=lambda side: abs(side.start - place), default=None)
        if near is None and self._ledger.entries[entry].show != "sensitive":
            near = of_entry(self._ledger, entry, told=True)
        return near

    def _subject_of(self, said: Said, more: Side, less: Side) -> Side | None:
        """Which of two sides is that of which more or less is said."""
        first, second = _in_order(more, less)
        if not second.is_told:  # only one of them is told: the text speaks of that one
            return first
        whole = said.who + said.other
        for word, one, other in (("前者", first, second), ("后者", second, first)):
            if word in said.who:
                return one
            if word in said.other and not comparing("former").search(said.who):
                return other
        subject = _in_span(said.clause, said.start, (first, second))
        against = _in_span(said.other_start, said.end, (first, second))
        if (
            against is None
            and comparing("earlier").search(said.other)
            and first.earlier != second.earlier
        ):
            against = first if first.earlier else second
        if subject is None and against is None:
            who = comparing("unnamed").sub("", said.who)
            against = _named_one(said.other, first, second)
            subject = _named_one(who, first, second)
            if subject is None and against is None:
                return second if not who or not whole else None
        if subject is against:
            return None
        if subject is not None and against is not None:
            return subject
        return subject or (second if against is first else first)

    def wrong_alone(self, clause: re.Match[str], amount: Verdict) -> Iterator[Violation]:
        """多6人 behind the two figures: of the last one, unless it goes on with a comparison."""
        figure = amount.match.figure
        if not self.is_by(amount) or amount.match.reading.to_level:
            return
        since, before = self._sentence.before(clause, figure.start)
        found = bare().search(before)
        if found is None:
            return
        word, at = found["word"], found.start("word")
        pairs = self._pairs(amount)
        if len(pairs) != 1 or word == "差":
            return
        if word.startswith("净"):
            apart = self._now_and_earlier(figure)
            if len(apart) == 1:
                yield from self._sentence.judge(word[1], figure.start - 2, figure.end, *apart[0])
            return
        first, second = _in_order(*pairs[0])
        subject = self._subject_alone(before, since, at, first, second)
        if subject is not None:
            other = second if subject is first else first
            yield from self._sentence.judge(word, since + at, figure.end, subject, other)

    def _now_and_earlier(self, amount: Figure) -> list[tuple[Side, Side]]:
        """The pairs of a side and an earlier one that are an amount apart (净增6人)."""
        told = [
            side for side in self._sentence.sides if are_comparable(side.quantity, amount.quantity)
        ]
        return [
            (one, other)
            for one in told
            for other in told
            if other.earlier
            and not one.earlier
            and abs(one.low - other.low) == exact(amount.quantity)
        ]

    def _subject_alone(
        self, before: str, since: int, at: int, first: Side, second: Side
    ) -> Side | None:
        """Of which of two sides a word is said that stands `at` a place of the words `before`."""
        if not second.is_told:
            return first
        if "前者" in before or "后者" in before:
            return first if "前者" in before else second
        if first.earlier != second.earlier:
            return second if first.earlier else first
        if self._is_aim(first) != self._is_aim(second):
            return second if self._is_aim(first) else first
        if now := _later(first, second):
            return now
        if of_two := _OF_TWO.search(self._sentence.text, second.end, since + at):
            return first if of_two[1] == "前者" else second
        if self._order and at:
            return first if self._order == "first" else second
        if who := comparing("unnamed").sub("", before[:at]):
            return named(who, [first, second])
        told = [side for side in self._sentence.sides if side.end <= since + at]
        return second if told and told[-1] is second else None

    def _is_aim(self, side: Side) -> bool:
        return side.entry is not None and "aim" in self._ledger.known_as(side.entry)


def _meant(said: Said, pairs: Sequence[tuple[Side, Side]]) -> Sequence[tuple[Side, Side]]:
    """Of several pairs with one difference, those of which the words name both sides."""
    if len(pairs) < 2:
        return pairs
    sides = list(dict.fromkeys(side for pair in pairs for side in pair))
    who = named(comparing("unnamed").sub("", said.who), sides)
    other = named(said.other, sides)
    both = [pair for pair in pairs if who in pair and other in pair]
    return both or [pair for pair in pairs if other in pair] or pairs


def _in_order(one: Side, other: Side) -> tuple[Side, Side]:
    """Two sides as they stand in the text, those first that it tells."""
    if not one.is_told:
        return other, one
    return (one, other) if not other.is_told or one.start < other.start else (other, one)


def _later(first: Side, second: Side) -> Side | None:
    """The side of the later quarter or month, where their names differ by it."""
    times = [
        {
            one[0]: chinese_value(one[1]) if one[1] else int(one[2])
            for one in _TIME.finditer(side.names)
        }
        for side in (first, second)
    ]
    if any(len(set(found.values())) != 1 for found in times):
        return None
    values = [next(iter(found.values())) for found in times]
    if values[0] == values[1]:
        return None
    return first if values[0] > values[1] else second


def _named_one(words: str, first: Side, second: Side) -> Side | None:
    return named(words, [first, second]) if words else None


def _in_span(start: int, end: int, sides: Sequence[Side]) -> Side | None:
    """The one of some sides that stands in a span of the text."""
    inside = [side for side in sides if start <= side.start < end]
    return inside[0] if len(inside) == 1 else None
