"""The figures that one may follow from: told beside it, related by the facts, named by its words.

Nearest first. A figure of another sentence of the paragraph, and one that the text does not state
at all, is a term only where the words name it: any two of a page have almost any small difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhibi.checking.bigrams import bigrams
from zhibi.checking.computation import Term, stated
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.verdicts import Verdict
from zhibi.figures.model import Quantity
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure

_BACK, _AHEAD = 14, 10  # figures before and after one among which its terms are
_NEIGHBOURS = 2  # told figures beside one whose indicators may have another figure elsewhere
_MOST_NAMED = 4
_OF_AIM = frozenset({"aim", "plan"})
_NOT_DONE = frozenset({"aim", "plan", "earlier", "change", "left"})
_OF_CHANGE = frozenset({"earlier", "change"})
_COMPARED_WITH = lazy_pattern(
    r"(?:[比较离距](?!例|重|率|为)|[高低多少][于出]|超出)"
    r"([^，。；：]{2,24}?)(?:[多少高低长短快慢大小差]|$)"
)
_SHARE_OF = lazy_pattern(r"占([^，。；：\d]{2,12}?)的?$")


def alike(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities can be added: of one kind, whatever they are counted per."""
    first, second = kind_of(one).split("/")[0], kind_of(other).split("/")[0]
    return first == second


def terms_beside(ledger: LedgerIndex, verdicts: Sequence[Verdict], at: int) -> Iterator[Term]:
    """Stated figures of the same and the previous sentence, nearest first, then related facts.

    Where none stands beside it, the terms are the figures of the indicator that its words name.
    """
    match = verdicts[at].match
    near = _told(verdicts, at, match.sentence - 1, match.sentence)
    seen = set()
    for verdict in near:
        term = _term(ledger, verdict)
        if term is not None and term.key not in seen:
            seen.add(term.key)
            yield term
    told = [verdict.covers for verdict in near[:3] if verdict.covers is not None]
    if not told and match.rival is not None and match.rival_score >= ledger.scoring.named:
        told = [match.rival]
        seen.add(match.rival)
        yield _of_facts(ledger, match.rival, here=True)
    for number in told:
        for entry in _related(ledger, number):
            if entry not in seen:
                seen.add(entry)
                yield _of_facts(ledger, entry, here=False)


def terms_of_line(ledger: LedgerIndex, verdicts: Sequence[Verdict], at: int) -> list[Term]:
    """Stated figures of the paragraph's earlier sentences, nearest first."""
    last = verdicts[at].match.sentence - 2
    found = (_term(ledger, verdict) for verdict in _told(verdicts, at, 0, last))
    return [term for term in found if term is not None]


def terms_named(
    ledger: LedgerIndex, structure: Structure, verdicts: Sequence[Verdict], at: int
) -> list[Term]:
    """Entries that no figure nearby states: of what the figure, or one beside it, is called.

    明年提高到55%，比现在提高13个百分点 means the indicator's figure of today; 比“洗城”行动多320处
    names what it is compared with.
    """
    match = verdicts[at].match
    own = [
        one
        for one in _told(verdicts, at, match.sentence, match.sentence)
        if one.covers is not None and one.match.figure.end <= match.figure.start
    ]
    numbers: list[int] = []
    for one in own[:_NEIGHBOURS]:
        numbers += one.match.rivals
    numbers += _done_of_aims(ledger, _told(verdicts, at, match.sentence - 1, match.sentence))
    numbers += match.rivals
    before = structure.text[match.reading.clause[0] : match.figure.start]
    shared = _SHARE_OF.search(before) if match.figure.quantity.unit == "%" else None
    compared = shared or _COMPARED_WITH.search(before) or _SHARE_OF.search(before)
    if compared is not None:
        points = match.figure.quantity.kind == "pp"
        unit = "%" if points else kind_of(match.figure.quantity).split("/")[0]
        if shared is not None:  # the whole is counted as the part before it is
            parts = (kind_of(one.match.figure.quantity).split("/")[0] for one in own)
            unit = next((kind for kind in parts if kind not in ("%", "time")), unit)
        kinds = [kind for kind in ledger.by_kind if kind.split("/")[0] == unit]
        scores = ledger.labels.scores(dict.fromkeys(bigrams(compared[1]), 1.0), kinds)
        numbers += sorted(
            (number for number, score in scores.items() if score >= ledger.scoring.unnamed),
            key=lambda number: -scores[number],
        )[:_MOST_NAMED]
    return [
        _of_facts(ledger, number, here=False)
        for number in dict.fromkeys(numbers)
        if ledger.entries[number].show in ("must", "may")
    ]


def terms_of_aims(ledger: LedgerIndex, near: Sequence[Verdict]) -> list[Term]:
    """What the facts say has been done of the aims that figures state."""
    return [_of_facts(ledger, number, here=False) for number in _done_of_aims(ledger, near)]


def _done_of_aims(ledger: LedgerIndex, near: Sequence[Verdict]) -> Iterator[int]:
    """What has been done of the aims that stand near: the figure that their names call best.

    固定资产投资力争达到17.5亿元，还需完成8.858亿元 follows from what was invested.
    """
    for verdict in near[:_NEIGHBOURS]:
        number = verdict.covers
        if number is None or not ledger.known_as(number) & _OF_AIM:
            continue
        entry = ledger.entries[number]
        weights = dict.fromkeys(bigrams(entry.name or ledger.label(entry)), 1.0)
        scores = ledger.labels.scores(weights, {ledger.kinds[number]})
        done = [n for n in scores if not ledger.known_as(n) & _NOT_DONE]
        best = max(done, key=lambda n: (scores[n], -n), default=None)
        if best is not None and scores[best] >= ledger.scoring.well_named:
            yield best


def _told(verdicts: Sequence[Verdict], at: int, first: int, last: int) -> list[Verdict]:
    """The proved figures of some sentences of the line, those before the figure first."""
    match = verdicts[at].match
    near = [
        verdict
        for verdict in verdicts[max(0, at - _BACK) : at + _AHEAD]
        if (verdict.covers is not None or verdict.computation is not None)
        and verdict.match.line == match.line
        and first <= verdict.match.sentence <= last
    ]
    near.sort(
        key=lambda v: (
            v.match.figure.start > match.figure.start,
            abs(v.match.figure.start - match.figure.start),
        )
    )
    return near


def _term(ledger: LedgerIndex, verdict: Verdict) -> Term | None:
    match, entry = verdict.match, verdict.covers
    if entry is not None:
        earlier = "earlier" in match.told or "earlier" in ledger.known_as(entry)
        change = "change" in match.told or "change" in ledger.known_as(entry)
        quantity = match.figure.quantity
        if not quantity.unit:
            quantity = ledger.entries[entry].quantity  # 7.84万常住人口: the noun is the unit
        at = match.figure.start
        return stated(quantity, entry, here=True, earlier=earlier, place=at, change=change)
    if verdict.computation is not None and verdict.computation.terms:
        at = match.figure.start
        change = " - " in verdict.computation.pattern
        return Term(
            match.figure.quantity, verdict.computation, -1 - at, here=True, place=at, change=change
        )
    return None


def _of_facts(ledger: LedgerIndex, number: int, *, here: bool) -> Term:
    earlier = "earlier" in ledger.known_as(number)
    return stated(ledger.entries[number].quantity, number, here=here, earlier=earlier)


def _related(ledger: LedgerIndex, number: int) -> Iterator[int]:
    """The other figures of an entry's indicator; of a statement's, those of another time.

    Last year's, and the change since.
    """
    entry = ledger.entries[number]
    if entry.fact_id == "document":
        return
    for other in ledger.by_fact[entry.fact_id]:
        of_change = _OF_CHANGE & (ledger.known_as(other) | ledger.known_as(number))
        if other != number and (entry.role != "figure" or of_change):
            yield other


def pairs_of(terms: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
    """Pairs of terms that belong together: of one kind, and one of them here."""
    for first in terms:
        for second in terms:
            if first.key == second.key or not (first.here or second.here):
                continue
            if alike(first.quantity, second.quantity):
                yield first, second
