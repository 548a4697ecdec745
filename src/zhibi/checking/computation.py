"""A figure that follows from others: the terms, and the pattern by which it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from zhibi.figures.model import Quantity


class Computation(NamedTuple):
    """How a figure follows from its terms: a pattern with a slot for each, and their entries."""

    pattern: str
    terms: tuple[str, ...]
    entries: tuple[int, ...]

    signed: bool = False
    """Whether the figure is by how much the first term exceeds the second."""
    declared: bool = True
    """Whether it must be declared: a round share of two figures beside it need not be."""

    @property
    def how(self) -> str:
        """The computation in the figures themselves (41份 / 44份)."""
        return self.pattern.format(*self.terms)

    def formula(self, names: Sequence[str]) -> str:
        """The same in the ids of the entries, as `derive` takes it."""
        return self.pattern.format(*names)


class Term(NamedTuple):
    """An operand: a quantity, what it follows from, and whether the text states it nearby.

    `source` is its entry alone, or the computation of a figure that the text works out; `key`
    tells terms apart; `earlier` that it is last year's, or what a change began from; `place` is
    where the text states it, -1 where it does not; `change` that it is told as one.
    """

    quantity: Quantity
    source: Computation
    key: int
    here: bool
    earlier: bool = False
    place: int = -1
    change: bool = False

    @property
    def entry(self) -> int:
        """The entry of a stated figure, the first of a computed one."""
        return self.source.entries[0]


def stated(
    quantity: Quantity,
    entry: int,
    *,
    here: bool,
    earlier: bool,
    place: int = -1,
    change: bool = False,
) -> Term:
    """A term that states an entry."""
    source = Computation("{0}", (quantity.text,), (entry,))
    return Term(quantity, source, entry, here, earlier, place, change)


def combine(pattern: str, terms: Sequence[Term], *, signed: bool = False) -> Computation:
    """The computation of terms that may be computed themselves; slots are numbered through."""
    slots: list[str] = []
    texts: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()
    for term in terms:
        source, first = term.source, len(texts)
        inner = source.pattern.format(*(f"{{{first + n}}}" for n in range(len(source.terms))))
        slots.append(f"({inner})" if len(source.terms) > 1 else inner)
        texts, entries = (*texts, *source.terms), (*entries, *source.entries)
    return Computation(pattern.format(*slots), texts, entries, signed)
