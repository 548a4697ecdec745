"""What the rules of a text look at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.reading.clauses import ReadText
from zhibi.checking.verdicts import Verdict
from zhibi.figures.model import Figure
from zhibi.structure import Structure

if TYPE_CHECKING:
    from zhibi.checking.borrowing.borrowed_words import Borrowing
    from zhibi.checking.borrowing.name_owners import NameOwners
    from zhibi.checking.contradictions import Contradiction
    from zhibi.checking.framing import FramingReader
    from zhibi.checking.statements.clauses import ClauseReader
    from zhibi.facts.bindings import Bindings
    from zhibi.styles.model import Style


class RuleInput(NamedTuple):
    """A text with its verdicts, and what it is checked against.

    `sections` are the ids of the sections that the text is, or None where it is the whole report.
    `written` are the ids of entries that code is known to have written into the text.
    """

    ledger: LedgerIndex
    text: str
    structure: Structure
    figures: Sequence[Figure]
    verdicts: Sequence[Verdict]
    style: Style
    cued: ReadText
    framing: FramingReader
    statements: ClauseReader
    borrowing: Borrowing
    owners: NameOwners
    bindings: Bindings
    contradictions: Sequence[Contradiction] = ()
    sections: Collection[str] | None = None
    written: frozenset[str] = frozenset()
