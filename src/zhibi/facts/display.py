"""Facts as a person would write them: 12% for 12.00%, 860万元 for 8600000元, 1—6月 for 1-6月.

The values stay the same, and so do the facts on which a report is checked; only what is printed of
indicators changes. What a statement says stands as it was written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from zhibi.figures.quantity import parse_quantity
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from zhibi.facts.model import Entry, Fact, Facts, Section
    from zhibi.figures.model import Quantity

_EVEN_PERCENT = lazy_pattern(r"(\d+)\.00+(?=[%％])")
"""What a cell format printed; one decimal is how rates are told, beside 5.4%."""
_YUAN = lazy_pattern(r"(\d+)(?:\.0+)?元")
_SPAN = lazy_pattern(r"(?<=\d)(月)?[-–~～](?=\d{1,2}月)")
_WAN = 10_000
_MOST_DECIMALS = 2

_Dated = TypeVar("_Dated", "Fact", "Entry")


class Display(NamedTuple):
    """How figures are printed: see `display` of a style. `wan_from` 0 keeps all amounts in 元."""

    whole_percents: bool
    wan_from: int
    dash: str


def displayed(facts: Facts, rule: Display) -> Facts:
    """The facts with the figures of their indicators and all periods in the form of `rule`."""
    document = replace(facts.document, period=_period(facts.document.period, rule))
    sections = tuple(_section(section, rule) for section in facts.sections)
    return replace(facts, document=document, sections=sections)


def _section(section: Section, rule: Display) -> Section:
    return replace(
        section,
        facts=tuple(_fact(fact, rule) for fact in section.facts),
        sections=tuple(_section(inner, rule) for inner in section.sections),
    )


def _fact(fact: Fact, rule: Display) -> Fact:
    fact = _dated(fact, rule)
    if fact.is_statement:
        return fact
    return replace(
        fact,
        value=_or_none(fact.value, rule),
        growth=_or_none(fact.growth, rule),
        previous=_or_none(fact.previous, rule),
        forecast=_or_none(fact.forecast, rule),
        target=_or_none(fact.target, rule),
        completion=_or_none(fact.completion, rule),
        parts=tuple(_entry(part, rule) for part in fact.parts),
        part_growths=tuple(_entry(growth, rule) for growth in fact.part_growths),
    )


def _or_none(entry: Entry | None, rule: Display) -> Entry | None:
    return None if entry is None else _entry(entry, rule)


def _entry(entry: Entry, rule: Display) -> Entry:
    entry = _dated(entry, rule)
    text = entry.written or entry.quantity.text
    shown = _figure(text, entry.quantity, rule)
    if shown == text:
        return entry
    return replace(entry, written=shown, quantity=parse_quantity(shown))


def _figure(text: str, quantity: Quantity, rule: Display) -> str:
    if quantity.kind == "percent" and rule.whole_percents and quantity.high is None:
        return _EVEN_PERCENT.sub(r"\1", text)
    is_amount = quantity.kind == "money" and _YUAN.fullmatch(quantity.text) is not None
    if not is_amount or not rule.wan_from or quantity.value < rule.wan_from:
        return text
    converted = (quantity.value / _WAN).normalize()
    if -int(converted.as_tuple().exponent) > _MOST_DECIMALS:
        return text
    return text.replace(quantity.text, f"{converted:f}万元")


def _dated(one: _Dated, rule: Display) -> _Dated:
    period = _period(one.period, rule)
    return one if period == one.period else replace(one, period=period)


def _period(period: str | None, rule: Display) -> str | None:
    return _SPAN.sub(lambda match: (match[1] or "") + rule.dash, period) if period else period
