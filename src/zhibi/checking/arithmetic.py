"""Figures that a text computes: differences, shares, rates, products, averages, totals.

A claim that no fact states may follow from figures that stand beside it (in its sentence or the
one before) or that the facts relate (value, previous, target, whole and parts), by the operation
that its own words name, or by any where it has digits enough that none does so by chance. Figures
worked out before it in the text are terms like others. A pair of unrelated facts proves nothing:
with a few hundred figures almost any small number is some quotient of two of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from zhibi.checking.averages import averages
from zhibi.checking.computation import Computation, Term, combine, stated
from zhibi.checking.cue_words import cue_pattern
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.match import Match
from zhibi.checking.mismatches import wrong_average, wrong_growth, wrong_share
from zhibi.checking.reading.cues import phrase
from zhibi.checking.round_shares import ABOUT, EVEN, as_percent, is_about, is_round, with_hedge
from zhibi.checking.terms import alike, pairs_of, terms_beside, terms_named, terms_of_line
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.facts.arithmetic import (
    Bounds,
    adds_up,
    agrees,
    bounds,
    exact,
    growth,
    is_plain,
    ratio,
    share,
    total_of,
)
from zhibi.figures.hedges import meaning
from zhibi.figures.model import Quantity
from zhibi.figures.units import dimension
from zhibi.structure import Structure

_BRACKET = re.compile(r"[^，。；（(]{0,8}[（(](?![）)])[^）)。]{0,40}\d")
_EARLIER = re.compile(r"去年|上年|年初|原来|原先|往年")
_COMPARED = re.compile(r"(?:[比较]|前者|后者)[^，]*[多少]出?了?")
_EARLIER_BASE = re.compile(r"[比较](?:去年|上年|同期)[^，。]*[多少高低增减]")
_OVER_TARGET = re.compile(r"超过?(?:目标|计划)")
_VACANT = re.compile(r"空余|空床|空着|空位|富余|空缺")
_ANY_COUNT = "个"
_MONTHS = 12
_WHOLE = 100
_TELLING, _TELLING_SHARE = 2, 3
"""Digits of a count, and of a percentage, that no operation gives by chance."""
_MOST_LISTED = 4  # figures right before one of which it may be the sum without a word for it
_BESIDE = 30
"""Figures on either side among which the exact share is looked for that a round one repeats."""
_IN_MONTHS = {"个月": 1, "月": 1, "年": 12}
_REST = 4  # characters before a figure among which 其余, 剩下 is said of it
_LATER = re.compile(r"(?:之|以)?后|过后|来")
_MOST_TERMS = 12  # of a total that a text computes
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_OF_ALL = re.compile(
    r"(?:这|以上|上述|前)?([两二三四五六])[^，。；\d]{0,8}?(?:之和|合计|共有?|总共|相加|加起来|总计)"
)
_BY = re.compile(
    r"[比较离距][^，。；]{1,24}?[多少高低长短快慢大小差][^，。；\d]{0,4}$|[多少高低]出?了?$|相差$"
)


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
    if quantity.kind == "pp":
        percents = [t for t in terms if t.quantity.unit == "%"]
        found = _first(_differences(quantity, percents)) or _first(_remainders(quantity, percents))
        return found or _from_afar(ledger, structure, verdicts, at, words, terms), None
    if quantity.unit == "%":
        found, wrong = _percent(ledger, match, quantity, words, terms)
        if found is None and cue_pattern("arithmetic", "share").search(words):
            named = [*terms, *terms_named(ledger, structure, verdicts, at)]
            found = _first(_quotients(quantity, _of_wholes(named), share))
        return found, None if found else wrong
    if quantity.kind == "duration":
        found = _since(structure, verdicts, at)
        if found:
            return found, None
    if quantity.unit == "倍":
        return _first(_quotients(quantity, pairs_of(terms), ratio)), None
    found = _plain(ledger, quantity, match, words, terms)
    found = found or _from_afar(ledger, structure, verdicts, at, words, terms)
    return found, None if found else wrong_average(ledger, match, words, terms)


def _since(structure: Structure, verdicts: Sequence[Verdict], at: int) -> Computation | None:
    """The months between two dates of its sentence (3月签约，半年后的9月开工)."""
    match = verdicts[at].match
    quantity = match.figure.quantity
    size = quantity.value * _IN_MONTHS.get(quantity.unit, 0)
    if not size or not _LATER.match(structure.text, match.figure.end):
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


def _from_afar(
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
        return [term for term in some if alike(term.quantity, unit) and _numeric(term)]

    near, line = fitting(terms), fitting(terms_of_line(ledger, verdicts, at))
    here = [term for term in near if term.here]
    times = _OF_ALL.search(words)
    if times is not None and not points:
        stated_ones = [t for t in (*here, *line) if t.entry == t.key and not t.change]
        run = sorted(stated_ones, key=lambda term: term.place)[-_NUMBERS[times[1]] :]
        if len(run) == _NUMBERS[times[1]] and adds_up([term.quantity for term in run], quantity):
            return combine(" + ".join(f"{{{number}}}" for number in range(len(run))), run)
    if _is_telling(quantity) and not points:
        far = terms_of_line(ledger, verdicts, at)
        told = [t for t in [*terms, *far] if t.here and t.entry >= 0]
        scores = ledger.labels.scores(match.reading.weights, (), [t.entry for t in told])
        told = [term for term in told if term.entry in scores]
        found = _first(_products(quantity, words, told))
        if found:
            return found
    if _EARLIER.search(words):
        found = _first(_before_a_change(ledger, quantity, here))
        if found:
            return found
    if not cue_pattern("arithmetic", "difference").search(words):
        return None
    before = words[: -len(match.reading.right[:4]) or None]
    compared = _BY.search(before) or phrase("told_rest").search(before[-_REST:])
    if compared is not None and (line or here):
        found = _first(_differences(quantity, [*here, *line], printed=False)) or _of_compared(
            quantity, words, [*terms, *line]
        )
        if found:
            return found
    named = fitting(terms_named(ledger, structure, verdicts, at))
    own = [term for term in near if term.here] or [term for term in line if term.here]
    known = {term.key for term in own}
    others = [term for term in named if term.key not in known]
    return _first(_differences(quantity, [*own, *others], printed=False))


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


def _is_telling(quantity: Quantity) -> bool:
    """Whether a figure has digits enough that no operation gives it by chance."""
    digits = str(abs(quantity.value / quantity.scale)).replace(".", "").strip("0")
    least = _TELLING_SHARE if quantity.unit == "%" else _TELLING
    return len(digits) >= least and not quantity.hedge


def _words(structure: Structure, match: Match) -> str:
    sentence = structure.sentences[match.sentence]
    at = match.figure.start
    left = structure.text[max(sentence.start, at - 120) : at]
    return "，".join(left.replace(",", "，").split("，")[-2:])[-30:] + match.reading.right[:4]


def _percent(
    ledger: LedgerIndex, match: Match, quantity: Quantity, words: str, terms: Sequence[Term]
) -> tuple[Computation | None, Violation | None]:
    counted = [term for term in terms if term.quantity.unit != "%" and _numeric(term)]
    periods = [
        (a, b)
        for a, b in pairs_of(counted)
        if (_is_previous(ledger, b, a) or b.earlier > a.earlier)
        and growth(a.quantity, b.quantity) is not None
    ]
    than_before = is_round(quantity) and _EARLIER_BASE.search(words)
    own = words[: -len(match.reading.right[:4]) or None].rpartition("，")[2]
    grown = cue_pattern("arithmetic", "growth")
    shared = cue_pattern("arithmetic", "share").search(own) and not grown.search(own)
    if than_before or (grown.search(words) and not shared):
        found = _first(_quotients(quantity, periods, _size_of_growth, "({0} - {1}) / {1}"))
        found = found or _first(_growth_by_change(quantity, counted))
        if found or periods:
            return found, None if found else _wrong_growth(ledger, match, periods)
    before = _first(_points_before(quantity, terms))
    if before is not None and _EARLIER.search(words):
        return before, None
    share_said = cue_pattern("arithmetic", "share").search(words)
    said = share_said or cue_pattern("arithmetic", "rate").search(words)
    compared = _BY.search(words[: -len(match.reading.right[:4]) or None])
    changed = match.reading.direction is not None and not match.reading.to_level
    changed = changed and not (compared and is_round(quantity))
    if (not share_said and changed) or not (said or _is_telling(quantity) or is_round(quantity)):
        return None, None
    pairs = list(pairs_of(counted))
    if compared and is_round(quantity):
        here = [(a, b) for a, b in pairs if a.here and b.here]
        found = _first(_quotients(quantity, here, _size_of_growth, "({0} - {1}) / {1}"))
        if found:
            return found, None
    if is_round(quantity):  # a round share is some quotient of related figures by chance
        pairs = [(a, b) for a, b in pairs if a.here and b.here] or pairs
    found = _first(_quotients(quantity, pairs, share)) or _share_of_sum(quantity, counted)
    if found or not said or len(counted) < 2 or not pairs:
        return found, None
    return None, wrong_share(ledger, match, counted)


def _of_wholes(terms: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
    """Parts that the words name with the wholes that the text states (梭子蟹苗占62.5%)."""
    for part, whole in pairs_of([term for term in terms if _numeric(term)]):
        if whole.here and not part.here and exact(part.quantity) < exact(whole.quantity):
            yield part, whole


def _growth_by_change(quantity: Quantity, counted: Sequence[Term]) -> Iterator[Computation]:
    """The growth that a level and its change beside it have (8600亩，增加1100亩，增幅14.7%)."""
    here = [term for term in counted if term.here][:2]
    for now, change in pairs_of(here):
        if not change.change:
            continue
        level, by = bounds(now.quantity), bounds(change.quantity)
        if by.low <= 0 or level.low <= by.high:
            continue
        before = Bounds(level.low - by.high, level.high - by.low)
        if agrees(by.over(before).scaled(100), quantity):
            yield combine("{1} / ({0} - {1})", (now, change))
        if agrees(by.over(level + by).scaled(100), quantity):
            yield combine("{1} / ({0} + {1})", (now, change))


def _wrong_growth(
    ledger: LedgerIndex, match: Match, periods: Sequence[tuple[Term, Term]]
) -> Violation | None:
    """A mismatch with this and last year's figure of one indicator, not with any two beside it."""
    known = [(a, b) for a, b in periods if _is_previous(ledger, b, a)]
    return wrong_growth(ledger, match, *known[0]) if known else None


def _share_of_sum(quantity: Quantity, terms: Sequence[Term]) -> Computation | None:
    """The share of one part in the sum of all, or of two together in the whole before them."""
    here = [term for term in terms if term.here]
    for whole in here:
        parts = [
            t for t in here if t is not whole and kind_of(t.quantity) == kind_of(whole.quantity)
        ]
        for first, second in combinations(parts, 2):
            together, size = total_of((first.quantity, second.quantity)), bounds(whole.quantity)
            if 0 < together.high <= size.low and agrees(together.over(size).scaled(100), quantity):
                return combine("({0} + {1}) / {2}", (first, second, whole))
        for count in range(1, len(parts) + 1):
            run = [whole, *parts[:count]]
            size = total_of([term.quantity for term in run])
            part = bounds(whole.quantity)
            if part.low > 0 and agrees(part.over(size).scaled(100), quantity):
                slots = " + ".join(f"{{{number}}}" for number in range(len(run)))
                return combine(f"{{0}} / ({slots})", run)
    return None


def _is_like(beside: Verdict, written: Quantity) -> bool:
    """Whether 一半, 八成 speaks of a percentage that stands beside it (占53.41%，高于一半)."""
    if beside.match.figure.quantity.unit != "%" or beside.status == "unsupported":
        return False
    size = exact(written)
    true = exact(beside.match.figure.quantity)
    if abs(true - size) > size * ABOUT:
        return False
    way = meaning(written.hedge) if written.hedge else None
    if way in ("over", "at_least"):
        return true >= size
    return true <= size if way in ("under", "at_most") else abs(true - size) <= size * EVEN


def _numeric(term: Term) -> bool:
    return kind_of(term.quantity) != "time" and term.quantity.kind != "ordinal"


def _is_previous(ledger: LedgerIndex, old: Term, new: Term) -> bool:
    before, now = ledger.entries[old.entry], ledger.entries[new.entry]
    if before.fact_id == now.fact_id and before.role == "previous":
        return now.role == "value"
    return before.status == "last_year" != now.status and before.name[-2:] == now.name[-2:]


def _plain(
    ledger: LedgerIndex, quantity: Quantity, match: Match, words: str, terms: Sequence[Term]
) -> Computation | None:
    same = [term for term in terms if alike(term.quantity, quantity)]
    here = [term for term in same if term.here]
    other = match.reading.role is not None and match.reading.role.value == "other"
    telling = _is_telling(quantity) and not other
    total = cue_pattern("arithmetic", "total").search(words)
    difference = cue_pattern("arithmetic", "difference").search(words)
    if cue_pattern("arithmetic", "average").search(words):
        found = _first(averages(ledger, quantity, words, terms))
        if found:
            return found
    found = _total(quantity, here) if total else None
    if found is None and not (other or match.told & {"change", "left"}):
        found = _listed_total(quantity, match, here)
    if found is None and (difference or match.told & {"change", "left"}):
        if _OVER_TARGET.search(words):
            same = [t for t in same if t.entry >= 0 and ledger.entries[t.entry].role != "value"]
        found = _first(_differences(quantity, same)) or _of_compared(quantity, words, terms)
    if found is None and _VACANT.search(words):
        found = _of_compared(quantity, words, terms)
    if found is None and telling:
        found = _total(quantity, here) or _first(_differences(quantity, here))
        found = found or _first(_products(quantity, words, terms))
    return found


def _of_compared(quantity: Quantity, words: str, terms: Sequence[Term]) -> Computation | None:
    """How many 个 more one count is than another, each in its own unit (64名, 58处，多6个).

    Which of them is the greater is not held against the words: their names are often alike.
    """
    if not (_COMPARED.search(words) or _VACANT.search(words)):
        return None
    counts = [
        replace(term, quantity=replace(term.quantity, unit=quantity.unit))
        for term in terms
        if term.here
        and term.quantity.kind == quantity.kind
        and (quantity.unit == _ANY_COUNT or dimension(term.quantity.unit) == "count")
    ]
    found = _first(_differences(quantity, counts))
    return replace(found, signed=False) if found else None


def _products(quantity: Quantity, words: str, terms: Sequence[Term]) -> Iterator[Computation]:
    """A rate times what it is counted by (每亩1150元, 1200亩), or over the months of a year."""
    size = dimension(quantity.unit)
    if size == "count":
        return
    by_month = "年" in words or "月" in words
    rates = [t for t in terms if t.here and dimension(t.quantity.unit) == size]
    for rate in rates:
        value = bounds(rate.quantity)
        if by_month and agrees(value.scaled(_MONTHS), quantity):
            yield combine(f"{{0}} * {_MONTHS}", (rate,))
        if by_month and agrees(Bounds(value.low / _MONTHS, value.high / _MONTHS), quantity):
            yield combine(f"{{0}} / {_MONTHS}", (rate,))
        for times in terms:
            other = dimension(times.quantity.unit)
            if times.here and other != size and _numeric(times) and times.quantity.unit != "%":
                by = exact(times.quantity)
                if by <= 0:
                    continue
                product = Bounds(value.low * by, value.high * by)
                if agrees(product, quantity):
                    yield combine("{0} * {1}", (rate, times))
                if by_month and agrees(product.scaled(_MONTHS), quantity):
                    yield combine(f"{{0}} * {{1}} * {_MONTHS}", (rate, times))


def _total(quantity: Quantity, same: Sequence[Term]) -> Computation | None:
    """The sum of two, three, … neighbouring figures of the kind beside it, the nearest first."""
    even = [term for term in same if _step(term.quantity) == _step(quantity)]
    for terms in (even, same):
        for count in range(2, min(len(terms), _MOST_TERMS) + 1):
            for first in range(len(terms) - count + 1):
                used = terms[first : first + count]
                if quantity.hedge and _is_just(quantity, used):
                    continue  # 加起来超过27.46万平方米, where it is just that
                if adds_up([term.quantity for term in used], quantity):
                    return combine(" + ".join(f"{{{number}}}" for number in range(count)), used)
    return None


def _is_just(quantity: Quantity, used: Sequence[Term]) -> bool:
    """Whether figures without a hedge make exactly the one that has one."""
    if any(term.quantity.hedge for term in used):
        return False
    return sum(exact(term.quantity) for term in used) == exact(quantity)


def _step(quantity: Quantity) -> tuple[str, Decimal, int]:
    """What a printed figure counts by: those that count alike are added exactly."""
    return quantity.unit, quantity.scale, quantity.decimals


def _listed_total(quantity: Quantity, match: Match, here: Sequence[Term]) -> Computation | None:
    """The sum of the figures right before it (引进18个、改自管12个，已有着落的30个)."""
    before = sorted((t for t in here if t.place < match.figure.start), key=lambda t: -t.place)
    run = [t for t in before[:_MOST_LISTED] if t.quantity.unit == quantity.unit]
    for count in range(2, len(run) + 1):
        parts = run[count - 1 :: -1]
        if run[:count] != before[:count] or not is_plain(quantity, *(t.quantity for t in parts)):
            return None
        if sum(exact(term.quantity) for term in parts) == exact(quantity):
            return combine(" + ".join(f"{{{number}}}" for number in range(count)), parts)
    return None


def _differences(
    quantity: Quantity, terms: Sequence[Term], *, printed: bool = True
) -> Iterator[Computation]:
    """Differences that are the figure, exact ones before those that may be it as printed."""
    rough = []
    for a, b in pairs_of(terms):
        left = exact(a.quantity) - exact(b.quantity)
        hedged = a.quantity.hedge or b.quantity.hedge
        if left == exact(quantity) and quantity.hedge and not hedged:
            continue  # 差近9件, where it is just that
        if left > 0 and adds_up((b.quantity, quantity), a.quantity):
            if left == exact(quantity):
                yield combine("{0} - {1}", (a, b), signed=True)
            else:
                rough.append((a, b))
    for pair in rough if printed else ():
        yield combine("{0} - {1}", pair, signed=True)


def _points_before(quantity: Quantity, terms: Sequence[Term]) -> Iterator[Computation]:
    """A rate of last year: this year's, and the points that it went (46% - 5个百分点)."""
    rates = [term for term in terms if term.quantity.unit == "%"]
    for change in (term for term in terms if term.quantity.kind == "pp"):
        for now in rates:
            if now.quantity.value - change.quantity.value == quantity.value:
                yield combine("{0} - {1}", (now, change))
            if now.quantity.value + change.quantity.value == quantity.value:
                yield combine("{0} + {1}", (now, change))


def _remainders(quantity: Quantity, terms: Sequence[Term]) -> Iterator[Computation]:
    """What a percentage lacks to the whole (进度92%，离全部办结还差8个百分点)."""
    for term in terms:
        if term.here and exact(term.quantity) + exact(quantity) == _WHOLE:
            yield combine(f"{_WHOLE}% - {{0}}", (term,))


def _quotients(
    quantity: Quantity,
    pairs: Iterable[tuple[Term, Term]],
    quotient: Callable[[Quantity, Quantity], Bounds | None],
    pattern: str = "{0} / {1}",
) -> Iterator[Computation]:
    for a, b in pairs:
        result = quotient(a.quantity, b.quantity)
        if result is None:
            continue
        if agrees(result, quantity) or is_about(result, quantity):
            computed = combine(pattern, (a, b))
            beside = is_round(quantity) and a.here and b.here
            yield replace(computed, declared=False) if beside else computed


def _size_of_growth(now: Quantity, before: Quantity) -> Bounds | None:
    """The growth without its sign, as texts write it."""
    change = growth(now, before)
    return change.size() if change is not None else None


def _first(found: Iterable[Computation]) -> Computation | None:
    return next(iter(found), None)
