"""Computes what a facts file declares under `derive`, and makes facts of the results.

Arithmetic is exact; a result is rounded once, to the form given by `as`, half up or half to even
(GB/T 8170) as the document says. Cycles, unknown names and division by zero are problems with a
place.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from zhibi.facts.formula import (
    PERCENT_FUNCTIONS,
    Amount,
    Call,
    FormulaError,
    amount_of,
    evaluate,
    parse_formula,
)
from zhibi.facts.indicators import signed
from zhibi.facts.model import Entry, Fact, Section
from zhibi.figures.quantity import parse_quantity
from zhibi.figures.units import comparable, factor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhibi.facts.desk import Desk
    from zhibi.facts.formula import Term
    from zhibi.facts.scope import Scope
    from zhibi.figures.model import Quantity
    from zhibi.marked_yaml import Path

_FORM = re.compile(r"(#,##)?0(?:\.(0+))?(.*)")
_NAMED_ROLES = frozenset({"value", "part", "figure", "derived"})


@dataclass(frozen=True, slots=True)
class Derivation:
    """One line of `derive`; `form` is its `as` (0.00%, 0.0万元), `at` its place in the data."""

    id: str
    section_id: str
    name: str
    aliases: tuple[str, ...]
    formula: str
    form: str
    scope: Scope
    at: Path


class Figures:
    """Finds entries by id or by name for formulas."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.by_id: dict[str, Entry] = {}
        self.by_name: dict[str, list[Entry]] = {}
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Make one more entry known."""
        self.by_id.setdefault(entry.id, entry)
        if entry.role in _NAMED_ROLES and entry.name:
            self.by_name.setdefault(entry.name, []).append(entry)

    @property
    def known(self) -> frozenset[str]:
        """All ids and names."""
        return frozenset(self.by_id) | frozenset(self.by_name)

    def find(self, name: str) -> Entry:
        """The entry with this id, else the only one with this name (FormulaError)."""
        if name in self.by_id:
            return self.by_id[name]
        found = self.by_name[name]
        if len(found) > 1:
            ids = "、".join(entry.id for entry in found)
            raise FormulaError(f"名称“{name}”有{len(found)}个数", f"改用编号：{ids}")
        return found[0]

    def amount(self, name: str) -> Amount:
        """The exact amount that an id or a name stands for."""
        entry = self.find(name)
        return amount_of(entry.quantity, entry.direction)


def derive(
    sections: Sequence[Section], derivations: Sequence[Derivation], rounding: str, desk: Desk
) -> tuple[Section, ...]:
    """The sections with the derived facts at the end of their sections' facts."""
    figures = Figures(
        entry
        for top in sections
        for section in top.walk()
        for fact in section.facts
        for entry in fact.entries()
    )
    computed = _Computation(figures, derivations, rounding, desk).run()
    return tuple(_with_facts(section, computed) for section in sections)


def _with_facts(section: Section, computed: Sequence[Fact]) -> Section:
    own = tuple(fact for fact in computed if fact.section_id == section.id)
    children = tuple(_with_facts(child, computed) for child in section.sections)
    return replace(section, facts=section.facts + own, sections=children)


class _Computation:
    """Works out derivations in the order in which they need each other."""

    def __init__(
        self, figures: Figures, derivations: Sequence[Derivation], rounding: str, desk: Desk
    ) -> None:
        self._figures = figures
        self._derivations = derivations
        self._rounding = rounding
        self._desk = desk
        self._by_id = {item.id: item for item in derivations}
        self._by_name = {item.name: item for item in derivations}
        self._known = figures.known | self._by_id.keys() | self._by_name.keys()
        self._path: list[str] = []
        self._failed: set[str] = set()
        self._facts: dict[str, Fact] = {}

    def run(self) -> list[Fact]:
        for item in self._derivations:
            if item.id not in self._facts and item.id not in self._failed:
                with suppress(_AlreadyNamed):
                    self._compute(item)
        return [self._facts[item.id] for item in self._derivations if item.id in self._facts]

    def _compute(self, item: Derivation) -> None:
        self._path.append(item.id)
        try:
            term = parse_formula(item.formula, self._known)
            amount = evaluate(term, self._look_up)
            text = render(amount, item.form or _default_form(term, amount), self._rounding)
        except FormulaError as error:
            self._desk.problem((*item.at, "formula"), f"“{item.name}”算不出：{error}", error.hint)
            self._failed.add(item.id)
            raise _AlreadyNamed from None
        except _AlreadyNamed:
            self._failed.add(item.id)
            raise
        finally:
            self._path.pop()
        entry = self._entry(item, term, parse_quantity(text))
        self._facts[item.id] = _fact(item, entry)
        self._figures.add(entry)

    def _look_up(self, name: str) -> Amount:
        item = self._by_id.get(name)
        if item is None and name not in self._figures.by_name and name not in self._figures.by_id:
            item = self._by_name[name]
        if item is None:
            return self._figures.amount(name)
        if item.id in self._path:
            ids = [*self._path[self._path.index(item.id) :], item.id]
            circle = " → ".join(self._by_id[one].name for one in ids)
            raise FormulaError(f"算式绕成了圈：{circle}", "断开其中一环")
        if item.id in self._failed:
            raise _AlreadyNamed
        if item.id not in self._facts:
            self._compute(item)
        return self._figures.amount(item.id)

    def _entry(self, item: Derivation, term: Term, quantity: Quantity) -> Entry:
        direction = 0
        if isinstance(term, Call) and term.operation == "增速":
            quantity, direction = signed(quantity, 0)
        return Entry(
            id=item.id,
            fact_id=item.id,
            section_id=item.section_id,
            role="derived",
            name=item.name,
            aliases=item.aliases,
            quantity=quantity,
            period=item.scope.period,
            status=item.scope.status,
            show=item.scope.show or "must",
            source=f"公式：{item.formula}",
            place=self._desk.place(item.at),
            direction=direction,
        )


def _fact(item: Derivation, value: Entry) -> Fact:
    return Fact(
        id=item.id,
        section_id=item.section_id,
        name=item.name,
        text="",
        aliases=item.aliases,
        names=(),
        period=value.period,
        status=value.status,
        show=value.show,
        source=value.source,
        place=value.place,
        value=value,
        formula=item.formula,
    )


class _AlreadyNamed(Exception):  # noqa: N818 - a signal, not an error of its own
    """A derivation rests on one that already failed: one problem is enough."""


def _default_form(term: Term, amount: Amount) -> str:
    if isinstance(term, Call) and term.operation in PERCENT_FUNCTIONS:
        return "0.00%"
    if isinstance(term, Call) and term.operation == "人均":
        return f"0.00{amount.tail}"
    scaled = _in_form(amount, amount.tail)
    digits = _exact_digits(scaled)
    if digits is None or (not amount.unit and not amount.tail):
        hint = '用 as 写明，如 as: "0.00%" 或 as: "0.0万元"'
        raise FormulaError("结果没有写明保留几位、什么单位", hint)
    return f"0{'.' + '0' * digits if digits else ''}{amount.tail}"


def render(amount: Amount, form: str, rounding: str) -> str:
    """The amount as written in a form (`0.00%`, `#,##0.0万元`), rounded once."""
    match = _FORM.fullmatch(form.strip())
    if match is None:
        raise FormulaError(
            f"as“{form}”写法不对", "写成 0.00%、0.0万元、0人 这样：几个零就是几位小数"
        )
    decimals = len(match[2] or "")
    tail = match[3] or amount.tail
    value = round_exactly(_in_form(amount, tail), decimals, rounding)
    return f"{value:{',' if match[1] else ''}f}{tail}"


def _in_form(amount: Amount, tail: str) -> Fraction:
    """The number that stands before `tail` (%, 万元, 公里) when it states the amount."""
    if not tail:
        return amount.value
    try:
        one = parse_quantity(f"1{tail}")
    except ValueError:
        raise FormulaError(f"不认识单位“{tail}”", "用常见的单位，如 %、万元、人、户") from None
    if one.kind in {"percent", "pp"}:
        if amount.unit:
            raise FormulaError(f"结果的单位是“{amount.unit}”，不能写成“{tail}”", "改写 as 的单位")
        return amount.value * 100 / Fraction(one.value)
    if one.unit == amount.unit or (not amount.unit and one.kind == "multiple"):
        return amount.value / Fraction(one.value)
    if not amount.unit or not comparable(one.unit, amount.unit):
        shown = amount.unit or "纯数"
        raise FormulaError(f"结果的单位是“{shown}”，不能写成“{tail}”", "改写 as 的单位")
    return amount.in_base() / (Fraction(factor(one.unit)) * Fraction(one.value))


def _exact_digits(value: Fraction) -> int | None:
    """How many decimals write a value exactly; None where none do."""
    for digits in range(9):
        if (value * 10**digits).denominator == 1:
            return digits
    return None


def round_exactly(value: Fraction, decimals: int, rounding: str) -> Decimal:
    """A fraction rounded to decimals, half away from zero or half to even (GB/T 8170)."""
    scaled = abs(value) * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest
    up = twice > scaled.denominator or (
        twice == scaled.denominator and (rounding == "half-up" or whole % 2 == 1)
    )
    number = whole + up
    return Decimal(-number if value < 0 else number).scaleb(-decimals)
