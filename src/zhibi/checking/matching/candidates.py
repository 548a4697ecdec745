"""The entries that a figure may state by its value, each scored by the words around the figure.

An entry has the figure's value where the two are equal, where the figure states it in another
form (a rate with its base apart, a date with the year left out), or where it is a legal hedged
rounding of it.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from zhibi.checking.ledger_index import LedgerIndex, digits, key, kind_of, size_ratio
from zhibi.checking.match import Match
from zhibi.checking.reading.cues import phrase
from zhibi.checking.reading.periods import months_up_to
from zhibi.figures.dates import year_part_at
from zhibi.figures.hedges import admits
from zhibi.figures.model import TIME_KINDS, Figure, Quantity
from zhibi.figures.units import base
from zhibi.patterns import lazy_pattern

_PERSON, _PIECE = "人", "个"
_PIECES_OF_NOUNS = frozenset("个条座处所张间辆台")
_PIECES = frozenset("个座处所条家")


def find_candidates(ledger: LedgerIndex, text: str, match: Match) -> None:
    """The entries whose value a figure states, exactly or as a legal hedged rounding, and scores.

    Only what can matter to the figure is scored: entries of its kind and of its candidates' kinds,
    which it may belong to instead, and those with the same digits, whose unit may be mistaken.
    """
    quantity = match.figure.quantity
    match.candidates = _with_value(ledger, text, match)
    _score(ledger, match)
    if not match.candidates:
        match.candidates = _without_unit(ledger, match) or _to_come(ledger, match)
        if match.candidates:
            _score(ledger, match)
    if match.candidates or quantity.hedge is None:
        return
    match.candidates, match.rounded = (
        [
            number
            for number in ledger.by_kind.get(kind_of(quantity), [])
            if match.scores.get(number, 0.0) > ledger.scoring.unnamed
            and ledger.entries[number].quantity.hedge is None
            and 0.8 <= size_ratio(quantity, ledger.entries[number].quantity) <= 1.25
            and admits(quantity.hedge, quantity, ledger.entries[number].quantity)
        ],
        True,
    )


def _with_value(ledger: LedgerIndex, text: str, match: Match) -> list[int]:
    """The entries that have just the value that a figure states."""
    quantity = match.figure.quantity
    return list(
        _part_of_year(ledger, text, match.figure)
        or _of_noun(ledger, text, match)
        or _of_next_year(ledger, text, match.figure)
        or ledger.by_key.get(key(quantity))
        or _fallen(ledger, quantity)
        or _per_month(ledger, match)
        or _up_to(ledger, text, match.figure)
        or _with_other_year(ledger, text, match.figure)
        or _listed_ordinal(ledger, match)
        or _none_of_it(ledger, match)
        or _of_persons(ledger, match)
        or _of_things(ledger, match)
    )


def _score(ledger: LedgerIndex, match: Match) -> None:
    same_digits = ledger.by_digits.get(digits(match.figure.quantity), ())
    match.scores = ledger.labels.scores(
        match.reading.weights, kinds_of(ledger, match), (*match.candidates, *same_digits)
    )


def kinds_of(ledger: LedgerIndex, match: Match) -> set[str]:
    """The kinds of the entries that a figure may belong to, also where its rate stands apart."""
    kinds = {kind_of(match.figure.quantity)} | {ledger.kinds[n] for n in match.candidates}
    rates = match.reading.per or match.reading.near_rates
    return kinds | {f"{kind}/{rate}" for kind in kinds for rate in rates}


def _part_of_year(ledger: LedgerIndex, text: str, figure: Figure) -> list[int]:
    """The periods that a year states together with what follows it (2024年上半年)."""
    period = year_part_at(text, figure.start) if figure.quantity.kind == "year" else None
    return ledger.by_key.get(key(period.quantity(figure.text)), []) if period else []


def _per_month(ledger: LedgerIndex, match: Match) -> list[int]:
    """The rates that a figure states whose base is separate from it (每月24960元)."""
    quantity = match.figure.quantity
    if "/" in quantity.text or quantity.kind in TIME_KINDS:
        return []
    kind, value, high = key(quantity)
    return [
        number
        for rate in sorted(match.reading.per or match.reading.near_rates)
        for number in ledger.by_key.get((f"{kind}/{rate}", value, high), [])
    ]


def _up_to(ledger: LedgerIndex, text: str, figure: Figure) -> list[int]:
    """The periods from January on that 截至10月底 denotes: 1—10月."""
    months = months_up_to(text, 0, figure)
    if months is None:
        return []
    first, last = months
    return ledger.by_key.get(("time", (None, first, None), (None, last, None), ""), [])


def _with_other_year(ledger: LedgerIndex, text: str, figure: Figure) -> list[int]:
    """The dates that one states with the year where they have none, or the reverse.

    明年6月 states 2025年6月; 2025年6月 states 6月 of a plan in a report on 2024.
    """
    quantity, year = figure.quantity, ledger.facts.document.year
    if quantity.kind != "date" or quantity.date is None or quantity.until is not None:
        return []
    told, month, day = quantity.date
    if told is not None:
        other = None
    elif text.endswith(("明年", "来年"), 0, figure.start):
        other = year + 1
    elif text.endswith(("今年", "本年"), 0, figure.start):
        other = year
    else:
        return []
    found = ledger.by_key.get(key(replace(quantity, date=(other, month, day))), ())
    planned = told == year + 1
    return [
        n
        for n in found
        if told in (None, year) or (planned and ledger.entries[n].status in ("target", "forecast"))
    ]


def _of_next_year(ledger: LedgerIndex, text: str, figure: Figure) -> list[int]:
    """The dates that a month is of under 2026年工作计划: those of that year's plans first."""
    quantity, year = figure.quantity, ledger.facts.document.year + 1
    if not ledger.plans_next_year or quantity.kind != "date" or quantity.until is not None:
        return []
    if quantity.date is None or quantity.date[0] is not None:
        return []
    if f"{year}年" not in _heading(text, figure.start):
        return []
    found = ledger.by_key.get(key(replace(quantity, date=(year, *quantity.date[1:]))), ())
    plans = [n for n in found if ledger.entries[n].status in ("target", "forecast")]
    return [*plans, *ledger.by_key.get(key(quantity), ())] if plans else []


def _heading(text: str, at: int) -> str:
    """The last first-level heading before a place, in its text form."""
    marks = ("\n## ", *(f"\n{numeral}、" for numeral in "一二三四五六七八九"))
    start = max(text.rfind(mark, 0, at) for mark in marks)
    return text[start + 1 : text.find("\n", start + 1)] if start >= 0 else ""


def _to_come(ledger: LedgerIndex, match: Match) -> list[int]:
    """The planned dates of next year that a date states without it (中央厨房5月投用)."""
    quantity = match.figure.quantity
    if quantity.kind != "date" or quantity.date is None or quantity.date[0] is not None:
        return []
    date = (ledger.facts.document.year + 1, *quantity.date[1:])
    return [
        number
        for number in ledger.by_key.get(key(replace(quantity, date=date)), ())
        if ledger.entries[number].status in ("target", "forecast")
        and match.scores.get(number, 0.0) > ledger.scoring.unnamed
    ]


def _listed_ordinal(ledger: LedgerIndex, match: Match) -> list[int]:
    """The ordinals that one without a measure word states (第一、第二、第三种形态)."""
    quantity = match.figure.quantity
    if quantity.kind != "ordinal" or quantity.unit:
        return []
    return [
        number
        for number, entry in enumerate(ledger.entries)
        if entry.quantity.kind == "ordinal" and entry.quantity.value == quantity.value
    ]


def _without_unit(ledger: LedgerIndex, match: Match) -> list[int]:
    """The entries that a bare number states whose unit its label says (排查人口3.8万)."""
    quantity = match.figure.quantity
    if quantity.unit or quantity.ratio or quantity.kind in TIME_KINDS:
        return []
    return [
        number
        for number in ledger.by_digits.get(digits(quantity), ())
        if ledger.entries[number].quantity.value == quantity.value
        and match.scores.get(number, 0.0) > ledger.scoring.named
    ]


_NOT_ONE = lazy_pattern("(?:没有?|未有|无)$")
"""Before 一个 that counts none (还没有一个拿到授权, as 尚无一个)."""


def _none_of_it(ledger: LedgerIndex, match: Match) -> list[int]:
    """The entries that say of what there was none (没有发生一例 for 无一例)."""
    quantity = match.figure.quantity
    if not quantity.value and match.figure.text.startswith("无"):
        ones = ledger.by_key.get(key(replace(quantity, value=Decimal(1))), [])
        return [
            n for n in ones if _NOT_ONE.search(ledger.entries[n].text[: ledger.entries[n].start])
        ]
    if quantity.value != 1 or not phrase("none_happened").search(match.reading.left):
        return []
    return ledger.by_key.get(key(replace(quantity, value=Decimal(0))), [])


def _of_persons(ledger: LedgerIndex, match: Match) -> list[int]:
    """The entries that count persons by another word, or by none (132个孩子, 1.1万新居民)."""
    quantity = match.figure.quantity
    if base(quantity.unit) != _PERSON or quantity.ratio:
        return []
    return [
        number
        for number in ledger.by_digits.get(digits(quantity), ())
        if (entry := ledger.entries[number]).quantity.unit in ("", _PIECE)
        and entry.quantity.value == quantity.value
        and phrase("persons").match(entry.text, entry.end)
    ]


def _of_things(ledger: LedgerIndex, match: Match) -> list[int]:
    """The entries that count by a measure word what a small numeral stands right before (七岛)."""
    quantity = match.figure.quantity
    if quantity.numerals != "chinese" or quantity.kind not in ("count", "other"):
        return []
    if len(quantity.unit) != 1 or quantity.hedge:
        return []
    return [
        number
        for number in ledger.by_digits.get(digits(quantity), ())
        if (entry := ledger.entries[number]).quantity.unit in _PIECES
        and entry.quantity.value == quantity.value
        and quantity.unit in (entry.name[-2:] + entry.text[entry.end : entry.end + 2])
    ]


def _of_noun(ledger: LedgerIndex, text: str, match: Match) -> list[int]:
    """The entries that count by a noun what the clause calls so (车道由4条增至6条 for 4车道)."""
    quantity = match.figure.quantity
    if quantity.unit not in _PIECES_OF_NOUNS or quantity.hedge:
        return []
    near = text[slice(*match.reading.clause)]
    return [
        number
        for number in ledger.by_digits.get(digits(quantity), ())
        if len(unit := ledger.entries[number].quantity.unit) > 1
        and unit.isalpha()
        and ledger.entries[number].quantity.kind in ("count", "other")
        and unit in near
        and ledger.entries[number].quantity.value == quantity.value
    ]


def _fallen(ledger: LedgerIndex, quantity: Quantity) -> list[int]:
    """The changes that a rate below zero (增速-3.2%) states: their own have no sign."""
    if quantity.value >= 0 or quantity.kind not in ("percent", "pp"):
        return []
    same = ledger.by_key.get(key(replace(quantity, value=-quantity.value)), ())
    return [number for number in same if ledger.entries[number].direction]
