"""Averages that a text computes: a total over a count beside it, or over the months of its period.

A count is written in its own unit (平均每公里130.8万元), an average as far as its digits or its
hedge tell: 约12张 is what rounds to it, 近644吨 no more than it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from zhibi.checking.calendar_days import days_of, months_of
from zhibi.checking.computation import Computation, Term, combine
from zhibi.checking.cue_words import word_choice
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.facts.arithmetic import Bounds, bounds, exact
from zhibi.figures.hedges import admits
from zhibi.figures.model import Quantity
from zhibi.figures.units import comparable, dimension, factor, said_alike
from zhibi.patterns import lazy_pattern

_ANY_COUNT = "个"
_OF_EACH = lazy_pattern(r"每[人户家名亩个]")
"""Beside 每月: a month's total is divided by a count (每月发放8.6万元，平均每人每月60元)."""
_DAILY = lazy_pattern(r"日均|每[天日]|一天")
_MONTHLY = lazy_pattern(r"月均|每个?月")
_EACH = lazy_pattern(r"每一?([^\W\d_]{1,4})")
_COUNTED_BY = lazy_pattern(
    r"([户人村亩场社月])均|(?:每一?|平均一|(?<![^\W\d_])一(?=[^\W\d_]{1,3}平均))个?"
    rf"({word_choice('averaged_over')}|[^\W\d_])"
)
_THINGS = (
    ("人", "名", "位", "人次"),
    ("户",),
    ("亩", "公顷"),
    ("公里", "千米", "米"),
    ("平方米",),
    ("吨", "公斤", "斤"),
    ("家", "企业"),
    ("村",),
    ("社区",),
    ("小区",),
    ("栋", "幢", "座"),
    ("场", "次", "期"),
    ("处",),
    ("天", "日"),
)
"""Words for one thing: what is counted by one of them is no average by another."""

_FIRMS = {"家", "户"}
"""Both said of shops and traders."""


def averages(
    ledger: LedgerIndex, quantity: Quantity, words: str, terms: Sequence[Term]
) -> Iterator[Computation]:
    """The ways in which a figure is an average of terms beside it."""
    for total in terms:
        if not _may_be_total(total.quantity, quantity):
            continue
        times = _times(ledger, total, words)
        if times:
            if _is_quotient(total.quantity, Fraction(times), quantity):
                yield combine(f"{{0}} / {times}", (total,))
            if not _OF_EACH.search(words):
                continue
        for count in terms:
            if not _may_be_count(count, total) or not _is_counted_by(ledger, words, count):
                continue
            number = Fraction(count.quantity.value) / _counted_in(words, count.quantity.unit)
            if _is_quotient(total.quantity, number, quantity):
                yield combine("{0} / {1}", (total, count))
            if times and _is_quotient(total.quantity, number * times, quantity):
                yield combine(f"{{0}} / {{1}} / {times}", (total, count))


def _times(ledger: LedgerIndex, total: Term, words: str) -> int | None:
    """The months, or days, of a total's period, where the words say that it is spread over them."""
    if _DAILY.search(words):
        return days_of(ledger, total)
    return months_of(ledger, total) if _MONTHLY.search(words) else None


def _may_be_total(total: Quantity, average: Quantity) -> bool:
    """Whether the two are of one unit; counts must be counted in the same word."""
    if dimension(average.unit) == "count":
        return kind_of(total) == kind_of(average) or said_alike(total.unit, average.unit)
    return dimension(total.unit) == dimension(average.unit)


def _may_be_count(count: Term, total: Term) -> bool:
    quantity = count.quantity
    if count.key == total.key or not (count.here or total.here):
        return False
    numeric = kind_of(quantity) != "time" and quantity.kind != "ordinal" and quantity.unit != "%"
    if not numeric or quantity.value <= 0:
        return False
    # 13个村划186个网格，平均每个村14.3个: both are counted in 个; 642人, 56名教师: both are persons
    other = quantity.unit != total.quantity.unit or quantity.unit == _ANY_COUNT
    return other and exact(quantity) != exact(total.quantity)


def _is_counted_by(ledger: LedgerIndex, words: str, count: Term) -> bool:
    """Whether a count may be what the words say that an average is by (平均每户 is by no 亩)."""
    by = counted_by(words)
    told = next((listed for listed in _THINGS if by in listed), None)
    unit = count.quantity.unit
    if told is None or unit in told or comparable(unit, told[0]) or {unit, by} == _FIRMS:
        return True
    label = ledger.label(ledger.entries[count.entry])
    return any(word in label for word in told)


def _counted_in(words: str, unit: str) -> Fraction:
    """How much of `unit` is the unit that an average counts by (每公斤 of what is told in 吨)."""
    for each in reversed(_EACH.findall(words)):
        for length in range(len(each), 0, -1):
            if each[:length] != unit and comparable(each[:length], unit):
                return Fraction(factor(each[:length])) / Fraction(factor(unit))
    return Fraction(1)


def _is_quotient(total: Quantity, by: Fraction, average: Quantity) -> bool:
    """Whether a total over a number gives the average, as far as it is printed or hedged."""
    size, unit = bounds(total), Fraction(factor(average.unit))
    half = Fraction(average.scale) / 10**average.decimals * unit / 2
    printed = Bounds(exact(average) - half, exact(average) + half)
    if size.low > 0 and Bounds(size.low / by, size.high / by).meets(printed):
        return True
    if not average.hedge:
        return False
    true = exact(total) / by / unit
    value = Decimal(true.numerator) / Decimal(true.denominator)
    return admits(average.hedge, average, replace(average, value=value))


def counted_by(words: str) -> str | None:
    """The word for what an average counts by (户均, 每个社区), or None where it is not said."""
    found = _COUNTED_BY.search(words)
    return (found[1] or found[2]) if found else None
