"""Totals and remainders told as one another: 其余9900亩 after its two parts, 共3个 of 74 less 71.

A figure that is the sum of those listed right before it is a total; one that is what they leave of
an earlier figure is the rest. Yields N115 where the word before the figure says the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import accumulate

from zhibi.checking.reading.cues import phrase
from zhibi.checking.verdicts import Verdict, by_sentence
from zhibi.checking.violations import Violation
from zhibi.facts.arithmetic import exact, is_plain, same_unit
from zhibi.structure import Structure

_MOST_TERMS = 60
"""Figures before one that may add up to it: a sentence without end has more."""

_BEFORE = 8  # characters before a figure among which 其余 or 共 is said of it
_MARKS = "，。；：、（）,;:"


def wrong_sums(structure: Structure, verdicts: Sequence[Verdict]) -> Iterator[Violation]:
    """N115 for a sum that is told as the rest, and for a rest that is told as the sum."""
    plain = (one for one in verdicts if is_plain(one.match.figure.quantity))
    for members in by_sentence(plain).values():
        value_of = cache(lambda at, members=members: exact(members[at].match.figure.quantity))
        for at in range(2, len(members)):
            word = _word(structure.text, members[at], members[at - 1])
            if word is not None:
                yield from _turned(members, value_of, at, word)


def _word(text: str, verdict: Verdict, before: Verdict) -> tuple[str, int, int] | None:
    """总 or 余 as a word right before the figure says, with the span of the word."""
    figure = verdict.match.figure
    if verdict.match.reading.direction is not None:
        return None  # 从41个减到11个，共减少30个
    since = max(before.match.figure.end, figure.start - _BEFORE)
    for kind in ("told_total", "told_rest"):
        found = list(phrase(kind).finditer(text, since, figure.start))
        if not found or any(mark in text[found[-1].end() : figure.start] for mark in _MARKS):
            continue
        if phrase("of_the_rest").search(text, verdict.match.reading.clause[0], figure.start):
            return "told_rest", found[-1].start(), found[-1].end()
        return kind, found[-1].start(), found[-1].end()
    return None


def _turned(
    members: Sequence[Verdict],
    value_of: Callable[[int], Fraction],
    at: int,
    word: tuple[str, int, int],
) -> Iterator[Violation]:
    """N115 where the last two or more before a figure add up to it, or are what it leaves."""
    kind, start, end = word
    verdict = members[at]
    quantity = verdict.match.figure.quantity
    before = [
        value_of(number)
        for number in range(at - 1, max(at - _MOST_TERMS, 0) - 1, -1)
        if same_unit(members[number].match.figure.quantity, quantity)
        and members[number].match.figure.quantity.kind == quantity.kind
    ]
    value, sums = value_of(at), list(accumulate(before))
    total = value in sums[1:]
    rest = any(one == value + behind for one, behind in zip(before[1:], sums, strict=False))
    if total in (rest, kind == "told_total"):
        return
    true, hint = ("它们的和", "合计") if total else ("其余的数", "其余")
    yield Violation(
        "N115",
        start,
        end,
        f"“{quantity.text}”是前面几个数里{true}，这里写的不是",
        f"改为“{hint}”一类的词",
        None,
        verdict.facts,
    )
