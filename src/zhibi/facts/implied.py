"""Figures that follow from an indicator's own: what is short of its target, what it fell by.

They are facts of their own with their formula, offered to whoever writes and known to the check;
no report has to print them. Nothing is made from a figure that may not be printed, that is hedged
or a range, or of which a difference says nothing (rates, ranks, times); what has a forecast is
not told as short of its target.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.facts.amounts import format_like
from zhibi.facts.arithmetic import exact, is_plain, same_unit
from zhibi.facts.model import PRINTED, Entry, Fact, Section, computed_fact
from zhibi.figures.quantity import parse_quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COUNTED = frozenset({"count", "money", "length", "area", "weight"})
_BEFORE_NOW = frozenset({"done", "to_date", "ongoing", None})


def with_implied(sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections, each implied fact behind the one that it follows from.

    A difference that the facts state themselves as what is left is left out.
    """
    implied = {
        fact.id: tuple(_implied(fact))
        for top in sections
        for section in top.walk()
        for fact in section.facts
    }
    if not any(implied.values()):
        return tuple(sections)
    left = re.compile("|".join(map(re.escape, read_data("facts", "implied")["left"])))
    stated = {
        (exact(entry.quantity), entry.quantity.unit)
        for top in sections
        for section in top.walk()
        for fact in section.facts
        for entry in fact.entries()
        if left.search(entry.label)
    }

    def widened(section: Section) -> Section:
        facts: list[Fact] = []
        for fact in section.facts:
            facts.append(fact)
            for made in implied[fact.id]:
                value = made.value
                assert value is not None
                if (
                    made.id not in implied
                    and (exact(value.quantity), value.quantity.unit) not in stated
                ):
                    facts.append(made)
        return replace(section, facts=tuple(facts), sections=tuple(map(widened, section.sections)))

    return tuple(map(widened, sections))


def _implied(fact: Fact) -> Iterator[Fact]:
    value, words = fact.value, read_data("facts", "implied")
    if value is None or fact.formula or value.status not in _BEFORE_NOW:
        return
    less_is_better = any(word in fact.name for word in words["less_is_better"])
    if not less_is_better:
        if fact.forecast is None:
            yield from _difference(fact, "gap", fact.target, value, words["gap"])
        yield from _difference(fact, "fall", fact.previous, value, words["fall"])
    if len(fact.parts) == 1 and not fact.parts_closed:
        (part,) = fact.parts
        if any(word in part.name for word in words["finished"]):
            yield from _difference(fact, "rest", value, part, words["rest"])


def _difference(
    fact: Fact, kind: str, more: Entry | None, less: Entry, names: Sequence[str]
) -> Iterator[Fact]:
    """The fact that `more` exceeds `less` by; nothing where it does not, or may not be said."""
    if more is None or {more.show, less.show} - PRINTED or more.direction or less.direction:
        return
    one, other = more.quantity, less.quantity
    if not is_plain(one, other) or not same_unit(one, other) or one.unit != other.unit:
        return
    if one.kind not in _COUNTED or other.kind != one.kind or exact(one) <= exact(other):
        return
    quantity = parse_quantity(format_like(exact(one) - exact(other), other))
    name, *aliases = names
    if less.quantity.per:
        aliases.append(f"每{less.quantity.per}{name}")  # 每吨同比减少60元, of 620元/吨
    id_ = f"{fact.id}.{kind}"
    entry = Entry(
        id=id_,
        fact_id=id_,
        section_id=fact.section_id,
        role="derived",
        name=fact.name + name,
        aliases=(name, *aliases),
        quantity=quantity,
        period=None if kind == "gap" else less.period,
        status=less.status,
        show="may",
        source=f"公式：{more.id} - {less.id}",
        place=fact.place,
    )
    yield replace(computed_fact(entry, f"{more.id} - {less.id}"), implied=name)
