"""Rows that are parts of a row above them: 其中：, # and rows set in become its `of_which`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhibi.figures.quantity import parse_quantity
from zhibi.figures.units import comparable

if TYPE_CHECKING:
    from zhibi.intake.sheets.row_kinds import RowName

_OF_WHICH_WIDTH = 6  # half-width blanks that 其中： takes
_PART_FIELDS = frozenset({"id", "name", "aliases", "value", "growth", "source", "period", "status"})


@dataclass(slots=True)
class Above:
    """A row above: its indent, its mark, its fact, and whether that is a part itself."""

    indent: int
    mark: str
    fact: dict[str, Any]
    is_part: bool


class Children:
    """Finds the fact that a row is a part of, from the rows above it in the same table."""

    def __init__(self) -> None:
        self._above: list[Above] = []

    def parent(self, name: RowName, indent: int) -> Above | None:
        """The row that this row is a part of; None where it stands for itself.

        A row set in as far as the text behind 其中： is a part of the same whole.
        """
        if name.mark.startswith("其"):
            self._drop(lambda one: one.is_part and one.indent >= indent)
        elif name.mark:
            self._drop(
                lambda one: (
                    one.indent >= indent
                    if one.mark.startswith("其")
                    else "#" in one.mark and len(one.mark) >= len(name.mark)
                )
            )
        else:
            self._drop(lambda one: self._is_beside(one, indent))
        return self._above[-1] if self._above else None

    def add(self, name: RowName, indent: int, fact: dict[str, Any], *, part: bool) -> None:
        """Remember a row for those below it."""
        self._above.append(Above(indent, name.mark, fact, part))

    def clear(self) -> None:
        """A title or a sum ends what stands above."""
        self._above.clear()

    @staticmethod
    def _is_beside(above: Above, indent: int) -> bool:
        if above.mark.startswith("其"):
            return indent <= above.indent + _OF_WHICH_WIDTH + 1
        if above.mark:
            return True
        return indent <= above.indent

    def _drop(self, is_beside: Any) -> None:
        while self._above and is_beside(self._above[-1]):
            self._above.pop()


def add_part(whole: dict[str, Any], part: dict[str, Any]) -> bool:
    """Add a part to a fact; False where it cannot be one, as its unit is another."""
    first, second = parse_quantity(whole["value"]), parse_quantity(part["value"])
    if not comparable(first.unit, second.unit) or "of_which" in part:
        return False
    parts = whole.setdefault("of_which", {"parts": []})["parts"]
    parts.append({key: value for key, value in part.items() if key in _PART_FIELDS})
    return True
