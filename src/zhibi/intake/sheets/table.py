"""A table of a sheet as understood: its columns, its titles and its rows by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhibi.intake.sheets.header_words import When
from zhibi.intake.sheets.quantities import is_empty

if TYPE_CHECKING:
    from zhibi.intake.sheets.grid import Cell
    from zhibi.intake.sheets.header import Column, Group
    from zhibi.intake.sheets.header_words import TableKind


@dataclass(slots=True)
class Row:
    """One row of a table: its number in the sheet and its cells by field, at one time.

    `band` is the title that stands above it within the table, merged over the columns.
    """

    number: int
    cells: dict[str, Cell]
    columns: dict[str, Column]
    period: str = ""
    year: int | None = None
    hidden: bool = False
    band: str = ""
    beside: bool = False
    """Whether parts of it stand in further columns, which are rows of the same number."""
    given: dict[str, Cell] = field(init=False)
    """Those of its cells that hold something other than a mark for no value."""

    def __post_init__(self) -> None:
        self.given = {key: cell for key, cell in self.cells.items() if not is_empty(cell)}

    @property
    def family(self) -> int:
        """What the rows have in common of which one may be a part of another."""
        return -self.number if self.beside else id(self.columns)


@dataclass(slots=True)
class Titles:
    """What the rows above a table say of all of it; `units` are as listed, each with its cell."""

    units: list[str] = field(default_factory=list)
    office: str = ""
    when: When = field(default_factory=When)


@dataclass(slots=True)
class Table:
    """A table of a sheet: what its rows are, its columns by field, and its rows.

    `unused` are columns of which nothing is taken: the reason, and the index of each; `told`
    says how the header was understood where it could have been otherwise.
    """

    kind: TableKind
    columns: dict[str, Column]
    rows: list[Row]
    titles: Titles
    first: int
    end: int
    last: int
    unused: dict[int, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    told: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    left: dict[int, str] = field(default_factory=dict)
    """Rows (from 1) of which nothing is taken, each with the reason."""
    of_aims: bool = False
    """Whether its values are targets: it has no others."""
    texts: list[Cell] = field(default_factory=list)
    """Sentences with figures that stand between or below the rows."""
    earlier: list[Group] = field(default_factory=list)
    """Groups of times before those that are read, the latest first, for rows that end sooner."""
