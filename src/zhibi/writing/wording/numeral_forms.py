"""One form across a report for small counts, months and large amounts (W208)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zhibi.chinese_numerals import chinese_numeral

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from zhibi.facts.model import Entry, Fact

_NUMERALS = {chinese_numeral(number): number for number in range(1, 13)} | {"两": 2}
_MONTH = re.compile(r"(十[一二]?|[一二三四五六七八九])(?=月)")
_SMALL = re.compile(r"([一二两三四五六七八九])(?=\w)")
_YUAN = re.compile(r"\d+(?:\.\d+)?元")
_LARGE = 100000
"""Amounts in 元 from which on a report that has 万元 writes them so too."""
_WAN, _WAN_YUAN = 10000, "万元"
_MOST_DECIMALS = 4
_LEAST_DIGIT = 1
_MOST_DIGIT = 9


@dataclass(frozen=True, slots=True)
class NumeralForms:
    """The forms that a report writes its figures in, told from its facts.

    `units` are those that some fact writes behind a small number in digits (9名): behind them all
    small numbers are written so. `wan` says that large amounts are written in 万元.
    """

    units: frozenset[str] = frozenset()
    wan: bool = False

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> NumeralForms:
        """The forms that these facts use."""
        entries = [entry for fact in facts for entry in fact.entries()]
        units = {
            entry.quantity.unit
            for entry in entries
            if entry.quantity.text[:1].isdecimal()
            and _LEAST_DIGIT < entry.quantity.value <= _MOST_DIGIT
        }
        wan = any(entry.quantity.text.endswith(_WAN_YUAN) for entry in entries)
        return cls(frozenset(units), wan)

    def written(self, entry: Entry, text: str) -> str:
        """A figure's text, from its first numeral on, in the report's form; the value is the same.

        Small numbers are written in digits where their unit is in `units`, months always, large
        amounts in 万元.
        """
        quantity = entry.quantity
        found = _MONTH.match(text) if quantity.kind == "date" else None
        if quantity.kind == "count" and quantity.unit in self.units:
            found = _SMALL.match(text) if quantity.value > _LEAST_DIGIT else None
        if quantity.kind == "money" and self.wan and _YUAN.fullmatch(text):
            return _in_wan(quantity.value, text)
        return f"{_NUMERALS[found[1]]}{text[found.end(1) :]}" if found else text

    def indicator(self, fact: Fact) -> Fact:
        """An indicator with all its figures written in the report's forms."""
        return replace(
            fact,
            value=self._or_none(fact.value),
            previous=self._or_none(fact.previous),
            forecast=self._or_none(fact.forecast),
            target=self._or_none(fact.target),
            parts=tuple(map(self.entry, fact.parts)),
        )

    def _or_none(self, entry: Entry | None) -> Entry | None:
        return None if entry is None else self.entry(entry)

    def entry(self, entry: Entry) -> Entry:
        """A figure of an indicator written in the report's forms."""
        text = entry.written or entry.quantity.text
        at = text.find(entry.quantity.text)
        if at < 0:
            return entry
        return replace(entry, written=text[:at] + self.written(entry, text[at:]))


def _in_wan(value: Decimal, written: str) -> str:
    """A large amount in 元 as the same amount in 万元; others as they are written."""
    converted = value / _WAN
    decimals = -int(converted.normalize().as_tuple().exponent)
    if value < _LARGE or decimals > _MOST_DECIMALS:
        return written
    return f"{converted:.{max(decimals, 0)}f}{_WAN_YUAN}"
