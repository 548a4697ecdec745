"""One mistake, one finding: a fact that a wrong figure leaves unreported is told there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation, quoted

_OF_TERMS = frozenset({"N201", "N202"})
"""That a figure does not follow from others; one that is told what it should be needs no more."""


def folded(
    ledger: LedgerIndex,
    verdicts: Iterable[Verdict],
    violations: Sequence[Violation],
    missing: Sequence[Violation],
) -> list[Violation]:
    """All violations, those of `missing` told by the one on the figure that stands for their fact.

    A figure without support, or in conflict, stands for the entry that its finding says it should
    be, or else for the one that the words around it name.
    """
    corrected = {one.start for one in violations if one.code == "N101" and one.replacement}
    kept = [one for one in violations if one.code not in _OF_TERMS or one.start not in corrected]
    left = {one.facts[0]: one for one in missing}
    at = {one.start: number for number, one in reversed(list(enumerate(kept))) if not one.warning}
    for verdict in verdicts:
        number = at.get(verdict.match.figure.start)
        if number is None or verdict.covers is not None:
            continue
        meant = next((id_ for id_ in _meant(ledger, verdict, kept[number]) if id_ in left), None)
        if meant is not None:
            kept[number] = _with_entry(ledger, kept[number], meant)
            del left[meant]
    for number, one in enumerate(kept):
        if one.code == "N102" and one.facts[0] in left:
            kept[number] = _with_entry(ledger, one, one.facts[0])
            del left[one.facts[0]]
    return [*kept, *(one for one in missing if left.get(one.facts[0]) is one)]


def _meant(ledger: LedgerIndex, verdict: Verdict, found: Violation) -> Iterator[str]:
    """The ids of the entries that a wrong figure may stand for, the likeliest first."""
    match, named = verdict.match, ledger.scoring.named
    if found.code != "N101" or found.replacement is not None:
        yield from found.facts[:1]
    if match.meant is not None:
        yield ledger.entries[match.meant].id
    if match.rival is not None and match.rival_score >= named:
        yield ledger.entries[match.rival].id


def _with_entry(ledger: LedgerIndex, found: Violation, id_: str) -> Violation:
    entry = ledger.entries[ledger.number[id_]]
    known = id_ in found.facts[:1]
    what = "这一条" if known else f"“{ledger.label(entry)}”{quoted(entry.quantity)}"
    return found._replace(
        message=f"{found.message}；必写的{what}因此没有写到",
        facts=tuple(dict.fromkeys((*found.facts, id_))),
    )
