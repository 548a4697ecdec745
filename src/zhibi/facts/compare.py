"""Compares this year's facts with last year's: growth rates to add, indicators gone or new."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from zhibi.facts.amounts import round_exactly
from zhibi.facts.arithmetic import exact, is_plain, same_unit
from zhibi.facts.model import NAMED_ROLES
from zhibi.figures.units import same_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhibi.facts.model import Entry, Facts

_DECIMALS = 2
_FAR_APART = 100

Kind = Literal["growth", "differs", "equal", "far", "period", "gone", "new"]
ERRORS: frozenset[Kind] = frozenset({"differs", "far"})
"""What cannot be right."""
DOUBTS: frozenset[Kind] = frozenset({"equal"})
"""What can be right, but seldom is."""


class Difference(NamedTuple):
    """One indicator of both years, or of one of them.

    `growth` is the value to write under `growth` (6.35%, -0.91个百分点); empty for other kinds.
    """

    kind: Kind
    name: str
    now: Entry | None
    before: Entry | None
    growth: str = ""


class Comparison(NamedTuple):
    """What changed from last year's facts to this year's."""

    year: int
    last_year: int
    differences: tuple[Difference, ...]


def compare(facts: Facts, last_year: Facts) -> Comparison:
    """Pair this year's indicators with last year's of the same name or alias and unit."""
    before = [entry for entry in _named(last_year) if entry.status != "last_year"]
    taken: set[str] = set()
    found: list[Difference] = []
    for entry in _named(facts):
        if entry.status == "last_year":
            continue
        other = _same(entry, before, taken)
        if other is None:
            found.append(Difference("new", entry.name, entry, None))
            continue
        taken.add(other.id)
        found += _differences(facts, entry, other)
    found += [
        Difference("gone", entry.name, None, entry) for entry in before if entry.id not in taken
    ]
    return Comparison(facts.document.year, last_year.document.year, tuple(found))


def _named(facts: Facts) -> Iterator[Entry]:
    for entry in facts.entries():
        if entry.role in NAMED_ROLES and entry.name and entry.show != "sensitive":
            yield entry


def _same(entry: Entry, before: Iterable[Entry], taken: set[str]) -> Entry | None:
    names = {entry.name, *entry.aliases}
    for other in before:
        if other.id in taken or not same_unit(entry.quantity, other.quantity):
            continue
        if names & {other.name, *other.aliases}:
            return other
    return None


def _differences(facts: Facts, now: Entry, before: Entry) -> Iterator[Difference]:
    name = now.name
    fact = next(fact for fact in facts.all_facts() if fact.id == now.fact_id)
    previous = fact.previous if fact.value is now else None
    if previous is not None and not same_value(previous.quantity, before.quantity):
        yield Difference("differs", name, previous, before)
    if not is_plain(now.quantity, before.quantity):
        return
    new, old = exact(now.quantity), exact(before.quantity)
    if new and same_value(now.quantity, before.quantity):
        yield Difference("equal", name, now, before)
    elif _far(new, old) and now.quantity.kind not in {"percent", "pp"}:
        yield Difference("far", name, now, before)
    elif (now.period or "") != (before.period or ""):
        yield Difference("period", name, now, before)
    elif fact.value is now and fact.growth is None and old > 0:
        yield Difference("growth", name, now, before, _growth_text(now, before))


def _growth_text(now: Entry, before: Entry) -> str:
    """The growth as a facts file writes it: percentage points between rates, else per cent."""
    new, old = exact(now.quantity), exact(before.quantity)
    if now.quantity.kind == "percent":
        decimals = max(now.quantity.decimals, before.quantity.decimals)
        return f"{round_exactly(new - old, decimals, 'half-up'):f}个百分点"
    return f"{round_exactly((new - old) / old * 100, _DECIMALS, 'half-up'):f}%"


def _far(new: Fraction, old: Fraction) -> bool:
    low, high = sorted((new, old))
    return low > 0 and high / low >= _FAR_APART
