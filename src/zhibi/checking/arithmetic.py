"""Figures that a text computes: differences, shares, rates, products, averages, totals.

A claim that no fact states may follow from figures that stand beside it (in its sentence or the
one before) or that the facts relate (value, previous, target, whole and parts), by the operation
that its own words name, or by any where it has digits enough that none does so by chance. Figures
worked out before it in the text are terms like others. A pair of unrelated facts proves nothing:
with a few hundred figures almost any small number is some quotient of two of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from zhibi.checking.averages import averages
from zhibi.checking.calendar_days import ahead_of_time, of_all_days
from zhibi.checking.computation import Computation, Term, stated
from zhibi.checking.cue_words import cue_pattern, word_choice
from zhibi.checking.distant_terms import from_afar
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.match import Match
from zhibi.checking.mismatches import wrong_average
from zhibi.checking.named_totals import share_of_named
from zhibi.checking.operations import (
    VACANT,
    differences,
    first_of,
    is_telling,
    left_of_one,
    left_of_whole,
    listed_total,
    more_than_compared,
    part_by_share,
    products,
    quotients,
    remainders,
    size_of_growth,
    total_of_neighbours,
)
from zhibi.checking.percentages import parts_of_wholes, percentage
from zhibi.checking.proportions import proportion
from zhibi.checking.reading.cues import phrase
from zhibi.checking.round_shares import ABOUT, EVEN, as_percent, is_about, is_round, with_hedge
from zhibi.checking.terms import (
    alike,
    pairs_of,
    terms_beside,
    terms_named,
    terms_of_aims,
    terms_of_line,
)
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.facts.arithmetic import (
    bounds,
    exact,
    ratio,
    share,
)
from zhibi.figures.hedges import meaning
from zhibi.figures.model import Quantity
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure

_BRACKET = lazy_pattern(r"[^，。；（(]{0,8}[（(](?![）)])[^）)。]{0,40}\d")
_OVER_TARGET = lazy_pattern(r"超[过出]?(?:全年|年度|今年|既定)?(?:的)?(?:目标|计划|任务)")
_OF_WHOLE = lazy_pattern(cue_pattern("arithmetic", "share").pattern + "|的$")
_RATE = lazy_pattern(r"率(?:为|达|达到|是)?$")
_PRECISE = 4  # digits of a share that no two figures of a paragraph have by chance
_MOST_LISTED = 4  # figures right before one of which it may be the sum without a word for it
_BESIDE = 30
"""Figures on either side among which the exact share is looked for that a round one repeats."""
_IN_MONTHS = {"个月": 1, "月": 1, "年": 12}
_TOOK = lazy_pattern(word_choice("took") + "[约近]?$")
_LATER = lazy_pattern(r"(?:之|以)?后|过后|来")


def find_computation(
    ledger: LedgerIndex, structure: Structure, verdicts: Sequence[Verdict], at: int
) -> tuple[Computation | None, Violation | None]:
    """How the figure of `verdicts[at]` follows from others, or the mismatch that it shows."""
    match = verdicts[at].match
    if match.figure.quantity.kind == "date":
        return None, None  # 12月 is no sum of 9月 and 3月
    clause = structure.text[match.reading.clause[0] : match.figure.start]
    quantity = with_hedge(as_percent(match.figure.quantity), clause)
    words = _words(structure, match)
    if _BRACKET.match(structure.text, match.figure.end):
        words += "合计"
    near = [*verdicts[max(at - _BESIDE, 0) : at], *verdicts[at + 1 : at + _BESIDE]]
    beside = (v for v in near if v.match.sentence == match.sentence)
    if is_round(quantity) and any(_is_like(one, quantity) for one in beside):
        return Computation("", (), (), declared=False), None
    terms = list(terms_beside(ledger, verdicts, at))
    found = proportion(structure, verdicts, at, terms)
    if found is not None:
        return found, None
    if quantity.kind == "pp":
        percents = [t for t in terms if t.quantity.unit == "%"]
        found = first_of(differences(quantity, percents)) or first_of(
            remainders(quantity, percents)
        )
        if found is None and phrase("pace").search(words):
            found = first_of(ahead_of_time(ledger, quantity, percents))
        return found or from_afar(ledger, structure, verdicts, at, words, terms), None
    if quantity.unit == "%":
        found = _growth_of_aim(ledger, verdicts, at, quantity, words)
        if found is not None:
            return found, None
        found, wrong = percentage(ledger, match, quantity, words, terms)
        said = words.removesuffix(match.reading.right[:4])
        grown = cue_pattern("arithmetic", "growth").search(said.rpartition("，")[2])
        may_share = _OF_WHOLE.search(said) or _RATE.search(said) or is_round(quantity)
        if found is None and not grown and may_share:
            found = _share_of_others(ledger, structure, verdicts, at, quantity, terms)
        found = found or first_of(share_of_named(ledger, structure, match))
        return found, None if found else wrong
    if quantity.kind == "duration":
        found = _since(structure, verdicts, at)
        if found:
            return found, None
    if quantity.unit == "倍":
        return first_of(quotients(quantity, pairs_of(terms), ratio)), None
    found = _plain(ledger, quantity, match, words, terms)
    found = found or from_afar(ledger, structure, verdicts, at, words, terms)
    return found, None if found else wrong_average(ledger, match, words, terms)


def _share_of_others(
    ledger: LedgerIndex,
    structure: Structure,
    verdicts: Sequence[Verdict],
    at: int,
    quantity: Quantity,
    terms: Sequence[Term],
) -> Computation | None:
    """A share with a part or a whole that the paragraph told before, or that its words name."""
    named = [*terms, *terms_named(ledger, structure, verdicts, at)]
    found = first_of(quotients(quantity, parts_of_wholes(named), share))
    match = verdicts[at].match
    if found is None and is_round(quantity) and match.rival is not None:
        known = ledger.entries[match.rival].quantity
        if known.unit == "%" and is_about(bounds(known), quantity):
            return Computation("{0}", (known.text,), (match.rival,), declared=False)
    if found or not (is_round(quantity) or len(quantity.value.as_tuple().digits) >= _PRECISE):
        return found
    line = [t for t in terms_of_line(ledger, verdicts, at) if t.quantity.unit != "%"]
    here = [t for t in terms if t.here and t.quantity.unit != "%"]
    return first_of(quotients(quantity, pairs_of([*here, *line]), share))


def _growth_of_aim(
    ledger: LedgerIndex, verdicts: Sequence[Verdict], at: int, quantity: Quantity, words: str
) -> Computation | None:
    """The growth to an aim told right before it (力争达到10万吨，比2025年增长8.7%)."""
    if not cue_pattern("arithmetic", "growth").search(words):
        return None
    own = verdicts[at].match
    told = (
        one
        for one in reversed(verdicts[max(0, at - _MOST_LISTED) : at])
        if kind_of(one.match.figure.quantity) != "time"
    )
    near = next(told, None)
    if near is None or near.covers is None or near.match.sentence != own.sentence:
        return None
    aim = stated(near.match.figure.quantity, near.covers, here=True, earlier=False)
    done = terms_of_aims(ledger, [near])
    pairs = ((aim, term) for term in done if alike(term.quantity, aim.quantity))
    return first_of(quotients(quantity, pairs, size_of_growth, "({0} - {1}) / {1}"))


def _since(structure: Structure, verdicts: Sequence[Verdict], at: int) -> Computation | None:
    """The months between two dates of its sentence (3月签约，半年后的9月开工)."""
    match = verdicts[at].match
    quantity = match.figure.quantity
    size = quantity.value * _IN_MONTHS.get(quantity.unit, 0)
    start, end = match.figure.start, match.figure.end
    took = _TOOK.search(structure.text[max(0, start - _MOST_LISTED) : start])
    if not size or not (took or _LATER.match(structure.text, end)):
        return None
    dates = [
        (one.match.figure, one.covers, one.match.figure.quantity.date[1])
        for one in verdicts[max(0, at - _MOST_LISTED) : at + _MOST_LISTED]
        if one.covers is not None
        and one.match.sentence == match.sentence
        and one.match.figure.quantity.date is not None
    ]
    for first, number, month in dates:
        for second, other, later in dates:
            if first.start < second.start and month and later and later - month == size:
                return Computation("{1} - {0}", (first.text, second.text), (number, other))
    return None


def _words(structure: Structure, match: Match) -> str:
    sentence = structure.sentences[match.sentence]
    at = match.figure.start
    left = structure.text[max(sentence.start, at - 120) : at]
    return "，".join(left.replace(",", "，").split("，")[-2:])[-30:] + match.reading.right[:4]


def _is_like(beside: Verdict, written: Quantity) -> bool:
    """Whether 一半, 八成 speaks of a percentage that stands beside it (占53.41%，高于一半)."""
    if beside.match.figure.quantity.unit != "%" or is_round(beside.match.figure.quantity):
        return False  # a rate that follows from nothing is told as such itself
    size = exact(written)
    true = exact(beside.match.figure.quantity)
    if abs(true - size) > size * ABOUT:
        return False
    way = meaning(written.hedge) if written.hedge else None
    if way in ("over", "at_least"):
        return true >= size
    return true <= size if way in ("under", "at_most") else abs(true - size) <= size * EVEN


def _may_exceed(ledger: LedgerIndex, term: Term) -> bool:
    """Whether a term is an aim, or what is over it: of the indicator's value only if it is told."""
    return not term.earlier and (term.here or ledger.entries[term.entry].role != "value")


def _plain(
    ledger: LedgerIndex, quantity: Quantity, match: Match, words: str, terms: Sequence[Term]
) -> Computation | None:
    same = [term for term in terms if alike(term.quantity, quantity)]
    here = [term for term in same if term.here]
    other = match.reading.role is not None and match.reading.role.value == "other"
    telling = is_telling(quantity) and not other
    total = cue_pattern("arithmetic", "total").search(words)
    difference = cue_pattern("arithmetic", "difference").search(words)
    if (found := first_of(part_by_share(quantity, words, terms))) is not None:
        return found
    if cue_pattern("arithmetic", "each").search(words):
        found = first_of(averages(ledger, quantity, words, terms))
        found = found or first_of(products(quantity, words, terms))
        if found:
            return found
    found = total_of_neighbours(quantity, here) if total else None
    if found is None and not (other or match.told & {"change", "left"}):
        found = listed_total(quantity, match, here)
    if found is None and (difference or match.told & {"change", "left"}):
        if _OVER_TARGET.search(words):
            same = [t for t in same if t.entry >= 0 and _may_exceed(ledger, t)]
        found = first_of(differences(quantity, same)) or more_than_compared(quantity, words, terms)
    if found is None and VACANT.search(words):
        found = more_than_compared(quantity, words, terms)
    if found is None and phrase("of_the_rest").search(words):
        found = left_of_whole(quantity, here, match.figure.start)
    found = found or left_of_one(quantity, here, match.figure.start)
    found = found or first_of(of_all_days(ledger, quantity, terms))
    if found is None and telling:
        found = total_of_neighbours(quantity, here)
        if found is None and not (match.reading.to_level and match.reading.way > 0):
            found = first_of(differences(quantity, here))  # 增至1.02万人 is no less than it was
        found = found or first_of(products(quantity, words, terms))
    return found
