"""Computes the figures declared under `derive` and turns them into facts.

Arithmetic is exact; a result is rounded once, to the form given by `as`, half up or half to even
(GB/T 8170) as the document says. Cycles, unknown names and division by zero are problems with a
place.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from zhibi.facts.amounts import Amount, FormulaError, exact_digits, render, value_in_unit
from zhibi.facts.entry_index import EntryIndex
from zhibi.facts.formula import (
    PERCENT_FUNCTIONS,
    Call,
    evaluate,
    parse_formula,
    references,
)
from zhibi.facts.indicators import signed
from zhibi.facts.model import Entry, Fact, Section, computed_fact, in_form
from zhibi.facts.redaction import redact
from zhibi.figures.quantity import parse_quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.formula import Term
    from zhibi.facts.problem_log import ProblemLog
    from zhibi.facts.scope import Scope
    from zhibi.figures.model import Quantity
    from zhibi.marked_yaml import Path


_MEASURES = frozenset({"last_year", "target"})


class Derivation(NamedTuple):
    """One line of `derive`; `form` is its `as` (0.00%, 0.0万元), `at` its place in the data.

    `period` is the line's own period; `scope` has the inherited values.
    """

    id: str
    section_id: str
    name: str
    aliases: tuple[str, ...]
    formula: str
    form: str
    scope: Scope
    at: Path
    period: str | None = None


def derive(
    sections: Sequence[Section], derivations: Sequence[Derivation], rounding: str, log: ProblemLog
) -> tuple[Section, ...]:
    """The sections with the derived facts, each after the last of its terms in its section.

    A derived fact with no term in its section comes at the section's end.
    """
    if not derivations:
        return tuple(sections)
    figures = EntryIndex(
        entry
        for top in sections
        for section in top.walk()
        for fact in section.facts
        for entry in fact.entries()
    )
    computation = _Computation(figures, derivations, rounding, log)
    computed = [(fact, computation.terms(fact)) for fact in computation.run()]
    return tuple(_with_facts(section, computed) for section in sections)


def _with_facts(section: Section, computed: Sequence[tuple[Fact, frozenset[str]]]) -> Section:
    facts = list(section.facts)
    for fact, terms in computed:
        if fact.section_id != section.id:
            continue
        behind = [at for at, other in enumerate(facts) if other.id in terms]
        place = behind[-1] + 1 if behind else len(facts)
        while place < len(facts) and facts[place].formula:
            place += 1
        facts.insert(place, fact)
    children = tuple(_with_facts(child, computed) for child in section.sections)
    return replace(section, facts=tuple(facts), sections=children)


class _Computation:
    """Computes derivations in the order of their dependencies."""

    def __init__(
        self, figures: EntryIndex, derivations: Sequence[Derivation], rounding: str, log: ProblemLog
    ) -> None:
        self._figures = figures
        self._derivations = derivations
        self._rounding = rounding
        self._log = log
        self._by_id = {item.id: item for item in derivations}
        self._by_name = {item.name: item for item in derivations}
        self._known = frozenset((*figures.known, *self._by_id, *self._by_name))
        self._path: list[str] = []
        self._failed: set[str] = set()
        self._facts: dict[str, Fact] = {}

    def run(self) -> list[Fact]:
        for item in self._derivations:
            if item.id not in self._facts and item.id not in self._failed:
                with suppress(_AlreadyReported):
                    self._compute(item)
        return [self._facts[item.id] for item in self._derivations if item.id in self._facts]

    def terms(self, fact: Fact) -> frozenset[str]:
        """Ids of the facts that a derived fact was computed from."""
        names = references(parse_formula(fact.formula, self._known))
        return frozenset(self._figures.find(name).fact_id for name in names)

    def _compute(self, item: Derivation) -> None:
        self._path.append(item.id)
        word = "“写法”栏" if in_form(self._log.place(item.at)) else " as "
        try:
            term = parse_formula(item.formula, self._known)
            amount = evaluate(term, self._look_up)
            form = item.form or _default_form(term, amount, word)
            text = render(amount, form, self._rounding, word)
        except FormulaError as error:
            message = redact(f"“{item.name}”算不出：{error}", self._figures.by_id.values())
            self._log.problem((*item.at, "formula"), message, error.hint)
            self._failed.add(item.id)
            raise _AlreadyReported from None
        except _AlreadyReported:
            self._failed.add(item.id)
            raise
        finally:
            self._path.pop()
        entry = self._entry(item, term, parse_quantity(text))
        self._facts[item.id] = computed_fact(entry, item.formula)
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
            raise _AlreadyReported
        if item.id not in self._facts:
            self._compute(item)
        return self._figures.amount(item.id)

    def _period_of(self, term: Term) -> str | None:
        """The period that all terms share, if any; last year's figures and targets do not count."""
        terms = [self._figures.find(name) for name in references(term)]
        periods = {one.period for one in terms if one.status not in _MEASURES}
        return periods.pop() if len(periods) == 1 else None

    def _is_sensitive(self, term: Term) -> bool:
        return any(self._figures.find(name).show == "sensitive" for name in references(term))

    def _entry(self, item: Derivation, term: Term, quantity: Quantity) -> Entry:
        """The computed figure; one computed from a sensitive figure is as sensitive."""
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
            period=item.period or self._period_of(term) or item.scope.period,
            status=item.scope.status,
            show="sensitive" if self._is_sensitive(term) else item.scope.show or "must",
            source=f"公式：{item.formula}",
            place=self._log.place(item.at),
            direction=direction,
        )


class _AlreadyReported(Exception):  # noqa: N818 - control flow, not an error of its own
    """A derivation failed, or depends on one that did; its problem is reported already."""


def _default_form(term: Term, amount: Amount, form_field: str) -> str:
    if isinstance(term, Call) and term.operation in PERCENT_FUNCTIONS:
        return "0.00%"
    if isinstance(term, Call) and term.operation == "人均":
        return f"0.00{amount.written_unit}"
    scaled = value_in_unit(amount, amount.written_unit)
    digits = exact_digits(scaled)
    if digits is None or (not amount.unit and not amount.written_unit):
        hint = f"用{form_field}写明，如 0.00%、0.0万元"
        raise FormulaError("结果没有写明保留几位、什么单位", hint)
    return f"0{'.' + '0' * digits if digits else ''}{amount.written_unit}"
