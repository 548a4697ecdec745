"""Figures that follow from terms further off: of the paragraph, or that their words name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from zhibi.checking.computation import Computation, Term, combine, stated
from zhibi.checking.cue_words import cue_pattern
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.operations import (
    VACANT,
    differences,
    first_of,
    is_numeric,
    is_telling,
    more_than_compared,
    products,
)
from zhibi.checking.reading.cues import phrase
from zhibi.checking.terms import alike, terms_named, terms_of_line
from zhibi.checking.verdicts import Verdict
from zhibi.facts.arithmetic import (
    adds_up,
    exact,
)
from zhibi.figures.model import Quantity
from zhibi.structure import Structure

_EARLIER = re.compile(r"去年|上年|年初|原来|原先|往年")
_REST = 4  # characters before a figure among which 其余, 剩下 is said of it
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_OF_ALL = re.compile(
    r"(?:这|以上|上述|前)?([两二三四五六])[^，。；\d]{0,8}?(?:之和|合计|共有?|总共|相加|加起来|总计)"
)
_BY = re.compile(
    r"[比较离距][^，。；]{1,24}?[多少高低长短快慢大小差][^，。；\d]{0,4}$|[多少高低]出?了?$|相差$"
)


def from_afar(
    ledger: LedgerIndex,
    structure: Structure,
    verdicts: Sequence[Verdict],
    at: int,
    words: str,
    terms: Sequence[Term],
) -> Computation | None:
    """A sum or difference with figures of the paragraph, or of the facts, that its words name."""
    match = verdicts[at].match
    quantity = match.figure.quantity
    points = quantity.kind == "pp"
    unit = replace(quantity, unit="%", kind="percent") if points else quantity

    def fitting(some: Iterable[Term]) -> list[Term]:
        return [term for term in some if alike(term.quantity, unit) and is_numeric(term)]

    near, line = fitting(terms), fitting(terms_of_line(ledger, verdicts, at))
    here = [term for term in near if term.here]
    if not points and (found := _of_all(quantity, words, [*here, *line])):
        return found
    if is_telling(quantity) and not points:
        far = terms_of_line(ledger, verdicts, at)
        told = [t for t in [*terms, *far] if t.here and t.entry >= 0]
        scores = ledger.labels.scores(match.reading.weights, (), [t.entry for t in told])
        told = [term for term in told if term.entry in scores]
        found = first_of(products(quantity, words, told))
        if found:
            return found
    if _EARLIER.search(words):
        found = first_of(_before_a_change(ledger, quantity, here))
        if found:
            return found
    if cue_pattern("arithmetic", "total").search(words):
        found = first_of(
            _with_one_named(quantity, here, fitting(terms_named(ledger, structure, verdicts, at)))
        )
        if found:
            return found
    if VACANT.search(words):
        return more_than_compared(quantity, words, terms_of_line(ledger, verdicts, at))
    if not cue_pattern("arithmetic", "difference").search(words):
        return None
    before = words[: -len(match.reading.right[:4]) or None]
    compared = _BY.search(before) or phrase("told_rest").search(before[-_REST:])
    if compared is not None and (line or here):
        found = first_of(
            differences(quantity, [*here, *line], printed=False)
        ) or more_than_compared(quantity, words, [*terms, *line])
        if found:
            return found
    named = fitting(terms_named(ledger, structure, verdicts, at))
    own = [term for term in near if term.here] or [term for term in line if term.here]
    known = {term.key for term in own}
    others = [term for term in named if term.key not in known]
    return first_of(differences(quantity, [*own, *others], printed=False))


def _with_one_named(
    quantity: Quantity, here: Sequence[Term], named: Sequence[Term]
) -> Iterator[Computation]:
    """The sum of a figure beside it and one that the words name (新建3家，总数达到9家)."""
    for told in here:
        for other in named:
            if other.key == told.key or quantity.hedge:
                continue
            if adds_up((told.quantity, other.quantity), quantity):
                yield combine("{0} + {1}", (told, other))


def _of_all(quantity: Quantity, words: str, told: Sequence[Term]) -> Computation | None:
    """The sum of as many of the figures told last as the words say (三个项目合计)."""
    times = _OF_ALL.search(words)
    if times is None:
        return None
    count = _NUMBERS[times[1]]
    own = [term for term in told if term.entry == term.key and not term.change]
    run = sorted(own, key=lambda term: term.place)[-count:]
    if len(run) < count or not adds_up([term.quantity for term in run], quantity):
        return None
    return combine(" + ".join(f"{{{number}}}" for number in range(count)), run)


def _before_a_change(
    ledger: LedgerIndex, quantity: Quantity, here: Sequence[Term]
) -> Iterator[Computation]:
    """What a level was before the change that its fact tells (去年同期3起, now 2起 less)."""
    for level in here:
        if level.entry != level.key:
            continue
        for number in ledger.by_fact[ledger.entries[level.entry].fact_id]:
            change = ledger.entries[number].quantity
            if number == level.entry or "change" not in ledger.known_as(number):
                continue
            if not alike(change, quantity):
                continue
            way = ledger.reading(number).way
            term = stated(change, number, here=False, earlier=False)
            if way >= 0 and exact(level.quantity) - exact(change) == exact(quantity):
                yield combine("{0} - {1}", (level, term))
            if way <= 0 and exact(level.quantity) + exact(change) == exact(quantity):
                yield combine("{0} + {1}", (level, term))
