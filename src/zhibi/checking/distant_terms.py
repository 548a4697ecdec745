"""Figures that follow from terms further off: of the paragraph, or that their words name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from zhibi.checking.computation import Computation, Term, combine, stated
from zhibi.checking.cue_words import cue_pattern, word_choice
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.match import Match
from zhibi.checking.named_totals import total_of_listed
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
    Bounds,
    adds_up,
    agrees,
    exact,
)
from zhibi.figures.model import Quantity
from zhibi.figures.numerals import chinese_value
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure

_EARLIER = lazy_pattern(word_choice("earlier") + r"|上个?月|[\d一二三四五六七八九十]+月的")
_BEFORE_LAST = lazy_pattern("前年")
_MOST_BEHIND = 20
"""Figures behind a total among which its parts are told."""
_NO_PARTS = frozenset({"change", "earlier"})
_BY_THEN = lazy_pattern(word_choice("by_then"))
"""Of a level that is to be reached: what there is and what is added make it (届时增至5个)."""
_REST = 4  # characters before a figure among which 其余, 剩下 is said of it
_OF_ALL = lazy_pattern(
    r"(?:这|以上|上述|前)?([两二三四五六])[^，。；\d]{0,8}?" + word_choice("of_several")
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
    found = None
    if not points:
        far = terms_of_line(ledger, verdicts, at)
        told = [term for term in [*terms, *far] if term.here and term.entry >= 0]
        found = _of_all(quantity, words, [*here, *line]) or _product(ledger, match, words, told)
    found = found or _announced(ledger, verdicts, at, words)
    clause = words[: -len(match.reading.right[:4]) or None].rpartition("，")[2]
    earlier = "earlier" in match.told or _EARLIER.search(clause)
    if found is None and earlier and not _BEFORE_LAST.search(clause):
        found = first_of(_before_a_change(ledger, quantity, here))
    if found is None and phrase("of_the_rest").search(words):
        found = first_of(differences(quantity, [*here, *line], printed=False))
    if found is None and VACANT.search(words):
        found = more_than_compared(quantity, words, terms_of_line(ledger, verdicts, at))
    found = found or first_of(total_of_listed(ledger, structure, match))
    if found is not None:
        return found
    total, less = (cue_pattern("arithmetic", one).search(words) for one in ("total", "difference"))
    made = match.reading.to_level and (bool(here) or _BY_THEN.search(words) is not None)
    if not (total or made or less):
        return None
    named = fitting(terms_named(ledger, structure, verdicts, at))
    if (total or made) and (found := first_of(_with_one_named(quantity, here, named))):
        return found
    if not less:
        return None
    if here or line:
        found = _compared(quantity, match, words, [*here, *line], [*terms, *line])
    return found or _from_named(quantity, here or line, named)


def _from_named(
    quantity: Quantity, own: Sequence[Term], named: Sequence[Term]
) -> Computation | None:
    """The difference of figures told, or of one told and one that the words name."""
    known = {term.key for term in own}
    others = [term for term in named if term.key not in known]
    return first_of(differences(quantity, [*own, *others], printed=False))


def _compared(
    quantity: Quantity, match: Match, words: str, alike: Sequence[Term], told: Sequence[Term]
) -> Computation | None:
    """By how much one figure of the paragraph is more than another, where the words say so."""
    before = words[: -len(match.reading.right[:4]) or None]
    if not (phrase("told_by").search(before) or phrase("told_rest").search(before[-_REST:])):
        return None
    found = first_of(differences(quantity, alike, printed=False))
    return found or more_than_compared(quantity, words, told)


def _product(
    ledger: LedgerIndex, match: Match, words: str, told: Sequence[Term]
) -> Computation | None:
    """A product of figures of the paragraph whose names have words of the figure."""
    if not is_telling(match.figure.quantity):
        return None
    scores = ledger.labels.scores(match.reading.weights, (), [term.entry for term in told])
    own = [term for term in told if term.entry in scores]
    return first_of(products(match.figure.quantity, words, own))


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
    count = chinese_value(times[1])
    own = [term for term in told if term.entry == term.key and not term.change]
    run = sorted(own, key=lambda term: term.place)[-count:]
    if len(run) < count or not adds_up([term.quantity for term in run], quantity):
        return None
    return combine(" + ".join(f"{{{number}}}" for number in range(count)), run)


def _announced(
    ledger: LedgerIndex, verdicts: Sequence[Verdict], at: int, words: str
) -> Computation | None:
    """The sum of as many figures told behind it as its words say (三所学校合计投资4.88亿元，…)."""
    times = _OF_ALL.search(words)
    match = verdicts[at].match
    if times is None:
        return None
    behind = [
        one
        for one in verdicts[at + 1 : at + 1 + _MOST_BEHIND]
        if one.covers is not None
        and one.match.line == match.line
        and alike(one.match.figure.quantity, match.figure.quantity)
        and not ledger.known_as(one.covers) & _NO_PARTS
    ][: chinese_value(times[1])]
    quantities = [one.match.figure.quantity for one in behind]
    if len(behind) < chinese_value(times[1]) or not adds_up(quantities, match.figure.quantity):
        return None
    terms = [
        stated(one.match.figure.quantity, one.covers or 0, here=True, earlier=False)
        for one in behind
    ]
    return combine(" + ".join(f"{{{number}}}" for number in range(len(terms))), terms)


def _grew_from(before: Quantity, now: Quantity, growth: Quantity, *, up: bool) -> bool:
    """Whether a level grew, or fell, to another by a rate, as all three are printed."""
    if not alike(before, now) or not exact(before):
        return False
    change = Bounds(
        (exact(now) - exact(before)) / exact(before), (exact(now) - exact(before)) / exact(before)
    )
    return agrees(change.scaled(100 if up else -100), growth)


def _before_a_change(
    ledger: LedgerIndex, quantity: Quantity, here: Sequence[Term]
) -> Iterator[Computation]:
    """What a level was before the change that its fact tells (去年同期3起, now 2起 less)."""
    for level in here:
        if level.entry != level.key:
            continue
        known = ledger.entries[level.entry].quantity
        if not exact(known):
            continue
        step = exact(level.quantity) / exact(known)  # 每立方米31微克 of 31微克/立方米
        for number in ledger.by_fact[ledger.entries[level.entry].fact_id]:
            change = ledger.entries[number].quantity
            if number == level.entry or "change" not in ledger.known_as(number):
                continue
            way = ledger.reading(number).way
            term = stated(change, number, here=False, earlier=False)
            if change.kind == "percent" and quantity.kind != "percent":
                if way and _grew_from(quantity, level.quantity, change, up=way > 0):
                    yield combine(f"{{0}} / (1 {'+' if way > 0 else '-'} {{1}})", (level, term))
                continue
            if not alike(change, quantity):
                continue
            if way >= 0 and (exact(known) - exact(change)) * step == exact(quantity):
                yield combine("{0} - {1}", (level, term))
            if way <= 0 and (exact(known) + exact(change)) * step == exact(quantity):
                yield combine("{0} + {1}", (level, term))
