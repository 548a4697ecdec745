"""Each figure of a text matched with the entry of the ledger that it states.

Rarely does a value stand alone: most figures of a report share their unit with others of nearly
the same size. So a figure is matched by value and by label together: among the entries that have
its value, the one that the words around it name best; and where those words name another entry
of the same kind clearly better, the figure has a wrong indicator.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from zhibi.checking.bigrams import bigrams
from zhibi.checking.fit import Tags, misfit, told_as
from zhibi.checking.ledger_index import LedgerIndex, digits, key, kind_of, size_ratio
from zhibi.checking.reading.cues import phrase
from zhibi.checking.reading.fields import Reading
from zhibi.checking.reading.periods import months_up_to
from zhibi.checking.reading.reader import read_sentence
from zhibi.facts.arithmetic import exact
from zhibi.figures.dates import year_part_at
from zhibi.figures.hedges import admits
from zhibi.figures.model import TIME_KINDS, Figure, Quantity
from zhibi.figures.units import base
from zhibi.structure import Structure

_PERSON, _PIECE = "人", "个"
_DIFFERENCE = re.compile(
    r"(?:[比较]|前者|后者)[^，。；]*[多少高低]出?了?$|[多少高低]出$|相差$|^(?:其余|余下|剩余|剩下|另外)的?$"
)
"""What stands right before a figure that is worked out from two others."""

_MOST = 60
"""Figures of one sentence that are read together: a text without full stops is read in pieces."""


_CLAUSE_MARKS = re.compile(r"[，；：。]")

_MOST_BESIDE = 30
"""Figures of a line after one with which it may be exchanged: a line without end has more."""

_FOLLOWING = frozenset({"growth", "completion", "target", "previous", "forecast"})
"""What is told of an indicator behind its value."""

_MOST_RIVALS = 5
"""Entries that are weighed against the one that has a figure's value."""


@dataclass(slots=True)
class Match:
    """A claim of the text: what may support it, and what its words name instead.

    `entry` is the number of the entry that it states, or None; `rival` the best-named entry of
    the same kind with another value, `other_unit` the best-named one with the same digits in
    another unit. `entry_taken` says that another figure of the line states the entry better.
    Scores run from 0 to about 1. `attached` says that the figure is known to state its entry:
    code wrote it there. `meant` is another entry that the words and fields name clearly better
    than `entry`; with `exchanged`, another figure of the line has its value the other way round.
    `told` is what the clause tells the figure as; `is_stray` that it is told as the difference of
    two figures beside it, and has the value of an entry of another matter by chance.
    """

    figure: Figure
    reading: Reading
    line: int
    sentence: int
    scores: dict[int, float] = field(default_factory=dict)
    candidates: list[int] = field(default_factory=list)
    rounded: bool = False
    entry_taken: bool = False
    entry: int | None = None
    score: float = 0.0
    rivals: list[int] = field(default_factory=list)
    rival: int | None = None
    rival_score: float = 0.0
    other_unit: int | None = None
    other_unit_score: float = 0.0
    attached: bool = False
    meant: int | None = None
    exchanged: bool = False
    told: Tags = frozenset()
    is_stray: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A span of a text that code wrote for an entry: the figure in it states that entry.

    `start` and `end` are code points, end exclusive; `entry` is the entry's id.
    """

    start: int
    end: int
    entry: str


def match_figures(
    ledger: LedgerIndex,
    structure: Structure,
    figures: Sequence[Figure],
    attachments: Sequence[Attachment] = (),
) -> list[Match]:
    """Match every claim among `figures` (in order); one figure states one entry."""
    matches = _with_readings(ledger, structure, figures)
    for match in matches:
        _find_candidates(ledger, structure.text, match)
        match.told = told_as(match.reading, ledger.facts.document.year)
    _favour_sections(ledger, matches)
    _attach(ledger, matches, attachments)
    _assign(ledger, matches)
    for match in matches:
        _find_rivals(ledger, match)
    _find_strays(ledger, matches)
    _find_exchanges(ledger, matches)
    _find_meant(ledger, matches)
    return matches


def _with_readings(
    ledger: LedgerIndex, structure: Structure, figures: Sequence[Figure]
) -> list[Match]:
    by_sentence: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.claim:
            by_sentence[structure.sentence_index(figure.start)].append(figure)
    matches, year = [], ledger.facts.document.year
    for index, members in by_sentence.items():
        sentence = structure.sentences[index]
        start = sentence.start
        for at in range(0, len(members), _MOST):
            group = members[at : at + _MOST]
            following = members[at + _MOST : at + _MOST + 1]
            end = following[0].start if following else sentence.end
            read = read_sentence(structure.text, start, end, group, year, ledger.scoring)
            matches += [
                Match(r.figure, r, sentence.line, index) for r in read if not r.is_rate_base
            ]
            start = group[-1].end
    return matches


def _find_candidates(ledger: LedgerIndex, text: str, match: Match) -> None:
    """The entries whose value a figure states, exactly or as a legal hedged rounding, and scores.

    Only what can matter to the figure is scored: entries of its kind and of its candidates' kinds,
    which it may belong to instead, and those with the same digits, whose unit may be mistaken.
    """
    quantity = match.figure.quantity
    match.candidates = _with_value(ledger, text, match)
    _score(ledger, match)
    if not match.candidates:
        match.candidates = _without_unit(ledger, match)
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
        or ledger.by_key.get(key(quantity))
        or _fallen(ledger, quantity)
        or _per_month(ledger, match)
        or _up_to(ledger, text, match.figure)
        or _with_other_year(ledger, text, match.figure)
        or _listed_ordinal(ledger, match)
        or _none_of_it(ledger, match)
        or _of_persons(ledger, match)
    )


def _score(ledger: LedgerIndex, match: Match) -> None:
    same_digits = ledger.by_digits.get(digits(match.figure.quantity), ())
    match.scores = ledger.labels.scores(
        match.reading.weights, _kinds(ledger, match), (*match.candidates, *same_digits)
    )


def _kinds(ledger: LedgerIndex, match: Match) -> set[str]:
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


def _none_of_it(ledger: LedgerIndex, match: Match) -> list[int]:
    """The entries that say of what there was none (没有发生一例 for 无一例)."""
    quantity = match.figure.quantity
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


def _fallen(ledger: LedgerIndex, quantity: Quantity) -> list[int]:
    """The changes that a rate below zero (增速-3.2%) states: their own have no sign."""
    if quantity.value >= 0 or quantity.kind not in ("percent", "pp"):
        return []
    same = ledger.by_key.get(key(replace(quantity, value=-quantity.value)), ())
    return [number for number in same if ledger.entries[number].direction]


def _favour_sections(ledger: LedgerIndex, matches: Sequence[Match]) -> None:
    """Entries of the section that a line mostly speaks of gain a little."""
    votes: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for match in matches:
        for number in match.candidates:
            section = ledger.entries[number].section_id
            votes[match.line][section] += match.scores.get(number, 0.0) / len(match.candidates)
    for match in matches:
        line = votes[match.line]
        top = max(line, key=lambda section: line[section], default="")
        if top:
            for number in match.scores:
                if ledger.entries[number].section_id == top:
                    match.scores[number] += ledger.scoring.same_section


def _attach(
    ledger: LedgerIndex, matches: Sequence[Match], attachments: Sequence[Attachment]
) -> None:
    """Give figures that code wrote their entries, where they also have those entries' values."""
    ordered = sorted(attachments, key=lambda one: one.start)
    starts = [one.start for one in ordered]
    for match in matches:
        at = bisect_right(starts, match.figure.end - 1) - 1
        if at < 0 or ordered[at].end <= match.figure.start:
            continue
        number = ledger.number.get(ordered[at].entry)
        if number is not None and number in match.candidates:
            match.candidates, match.rounded = [number], False
            match.entry, match.score = number, match.scores.get(number, 0.0)
            match.attached = True


def _assign(ledger: LedgerIndex, matches: Sequence[Match]) -> None:
    """Give each figure one entry, the best-named pairs first, each entry first to one figure."""
    pairs = sorted(
        (-match.scores.get(number, 0.0) - _agreement(ledger, match, number), position, number)
        for position, match in enumerate(matches)
        for number in match.candidates
    )
    taken = {match.entry: match.line for match in matches if match.entry is not None}
    for again in (False, True):
        for _, position, number in pairs:
            match = matches[position]
            if match.entry is None and (again or number not in taken):
                match.entry, match.score = number, match.scores.get(number, 0.0)
                match.entry_taken = taken.get(number) == match.line
                taken.setdefault(number, match.line)


def _agreement(ledger: LedgerIndex, match: Match, number: int) -> float:
    """What the fields say for a candidate among those of equal value."""
    if len(match.candidates) < 2:
        return 0.0
    entry, stated = ledger.entries[number], match.figure.quantity
    hedges = bool(stated.hedge) == bool(entry.quantity.hedge)
    against = misfit(ledger.scoring, match.told, ledger.known_as(number))
    return ledger.scoring.agreement * hedges - ledger.scoring.among_equals * against


def _find_rivals(ledger: LedgerIndex, match: Match) -> None:
    kinds = _kinds(ledger, match)
    same_digits = ledger.by_digits.get(digits(match.figure.quantity), ())
    stated = set(match.candidates)
    for number, score in match.scores.items():
        if number not in stated and ledger.kinds[number] in kinds and score > match.rival_score:
            match.rival, match.rival_score = number, score
    named = [
        n
        for n, score in match.scores.items()
        if score >= ledger.scoring.named and n not in stated and ledger.kinds[n] in kinds
    ]
    match.rivals = sorted(named, key=lambda n: (-match.scores[n], n))[:_MOST_RIVALS]
    for number in same_digits:
        score = match.scores.get(number, 0.0)
        if number not in stated and (match.other_unit is None or score > match.other_unit_score):
            match.other_unit, match.other_unit_score = number, score


def _gains(ledger: LedgerIndex, match: Match, entry: int, other: int) -> tuple[float, float]:
    """By how much words, and fields, speak for `other` more than for `entry`."""
    scoring = ledger.scoring
    against = misfit(scoring, match.told, ledger.known_as(entry))
    against -= misfit(scoring, match.told, ledger.known_as(other))
    against += _other_months(ledger, match, entry) - _other_months(ledger, match, other)
    return ledger.labels.contrast(_of_indicator(match), entry, other), against


def _other_months(ledger: LedgerIndex, match: Match, number: int) -> float:
    """What the months that the clause says have against an entry of other months of its own."""
    said, known = match.reading.period, ledger.reading(number)
    if said is None or not known.own_period or known.period is None:
        return 0.0
    months, own = said.value.months, known.period.months
    if months is None or own is None or months == own:
        return 0.0
    return ledger.scoring.fields["months"]


def _of_indicator(match: Match) -> Mapping[str, float]:
    """The words around a figure, without those that only say what it is compared with (比年初)."""
    base, weights = match.reading.base, match.reading.weights
    if base is None:
        return weights
    compared = frozenset(bigrams(base.words))
    return {pair: weight for pair, weight in weights.items() if pair not in compared}


def _is_article(match: Match) -> bool:
    """Whether a figure may be the 一 of 一人受训, which counts nothing."""
    return match.figure.quantity.numerals == "chinese" and match.figure.quantity.value == 1


def _beside(members: Sequence[Match]) -> Iterator[tuple[Match, Match]]:
    """The pairs of figures of a line that stand near each other."""
    for at, one in enumerate(members, 1):
        for other in members[at : at + _MOST_BESIDE]:
            yield one, other


def _find_strays(ledger: LedgerIndex, matches: Sequence[Match]) -> None:
    """Figures told as a difference, or a rest, that have an unrelated entry's value by chance."""
    for at, match in enumerate(matches):
        if match.entry is None or match.attached or match.score >= ledger.scoring.named:
            continue
        if not _DIFFERENCE.search(_CLAUSE_MARKS.split(match.reading.left)[-1]):
            continue
        kind, fact = ledger.kinds[match.entry], _matter(ledger, match)
        reach = 2 if match.score < ledger.scoring.unnamed else 1
        near = [
            other
            for other in matches[max(0, at - _MOST_BESIDE) : at]
            if other.line == match.line
            and other.entry is not None
            and ledger.kinds[other.entry] == kind
            and match.sentence - other.sentence <= reach
        ]
        sizes = [exact(one.figure.quantity) for one in near]
        own = exact(match.figure.quantity)
        match.is_stray = any(
            abs(sizes[first] - sizes[second]) == own
            and fact not in {_matter(ledger, near[first]), _matter(ledger, near[second])}
            for first in range(len(near))
            for second in range(first)
        )


def _matter(ledger: LedgerIndex, match: Match) -> str:
    """The fact that a figure states, or the one that it follows from."""
    return ledger.entries[match.entry].id.split(".")[0] if match.entry is not None else ""


class _FactsBySentence:
    """Which facts the figures of each sentence tell, and how many of each."""

    def __init__(self, ledger: LedgerIndex, matches: Sequence[Match]) -> None:
        self._ledger = ledger
        self._count: dict[tuple[int, str], int] = defaultdict(int)
        for match in matches:
            if match.entry is not None:
                self._count[match.sentence, ledger.entries[match.entry].fact_id] += 1

    def has(self, sentence: int, entry: int) -> bool:
        """Whether a figure of a sentence tells the fact of an entry."""
        return self._count[sentence, self._ledger.entries[entry].fact_id] > 0

    def apart(self, one: Match, other: Match) -> bool:
        """Whether two figures of two facts go each on with others of its own fact."""
        if one.entry is None or other.entry is None:
            return False
        facts = {self._ledger.entries[number].fact_id for number in (one.entry, other.entry)}
        return len(facts) > 1 and self.of_own(one) and self.of_own(other)

    def of_own(self, match: Match) -> bool:
        """Whether another figure of its sentence tells the fact that a figure tells."""
        if match.entry is None:
            return False
        return self._count[match.sentence, self._ledger.entries[match.entry].fact_id] > 1


def _find_exchanges(ledger: LedgerIndex, matches: Sequence[Match]) -> None:
    """Two figures of a line that fit each other's entries better, in sum, than their own."""
    by_line: dict[tuple[int, str], list[Match]] = defaultdict(list)
    for match in matches:
        if match.entry is not None and not match.attached and not match.rounded:
            by_line[match.line, ledger.kinds[match.entry]].append(match)
    told = _FactsBySentence(ledger, matches)
    for members in by_line.values():
        pairs = []
        for one, other in _beside(members):
            first, second = one.entry, other.entry
            if first is None or second is None or ledger.keys[first] == ledger.keys[second]:
                continue
            if abs(one.sentence - other.sentence) > 1 or _is_article(one) or _is_article(other):
                continue
            if one.sentence != other.sentence and told.apart(one, other):
                continue
            if one.is_stray or other.is_stray:
                continue
            gain = sum(_gains(ledger, one, first, second))
            gain += sum(_gains(ledger, other, second, first))
            if gain > ledger.scoring.exchange:
                pairs.append((-gain, one.figure.start, other.figure.start, one, other))
        for _, _, _, one, other in sorted(pairs, key=lambda pair: pair[:3]):
            if one.meant is None and other.meant is None:
                one.meant, other.meant = other.entry, one.entry
                one.exchanged = other.exchanged = True


def _find_meant(ledger: LedgerIndex, matches: Sequence[Match]) -> None:
    """The entry that a figure's words mean where another figure's value stands for it."""
    scoring, told = ledger.scoring, _FactsBySentence(ledger, matches)
    stated: dict[int, set[int]] = defaultdict(set)
    for match in matches:
        if match.entry is not None and match.meant is None:
            stated[match.line].add(match.entry)
    after = {id(one): other for one, other in pairwise(matches) if one.sentence == other.sentence}
    reached = {id(other) for one, other in pairwise(matches) if _goes_on(ledger, one, other)}
    for match in matches:
        if match.entry is None or match.meant is not None or match.attached:
            continue
        if id(match) in reached:
            continue
        least = scoring.taken if match.entry_taken else scoring.margin
        best = 0.0
        follows = told.of_own(match) and ledger.entries[match.entry].role in _FOLLOWING
        for rival in match.rivals:
            if rival in stated[match.line] or _names_next(
                ledger, match, after.get(id(match)), rival
            ):
                continue
            if follows and not told.has(match.sentence, rival):
                continue  # 完成目标的51.64% is of the value beside it
            words, fields = _gains(ledger, match, match.entry, rival)
            gain = words + fields
            left = words >= 0 and _is_left(ledger, match, rival)
            if gain > max(best, least) and (words > least or left):
                best, match.meant = gain, rival


def _goes_on(ledger: LedgerIndex, one: Match, other: Match) -> bool:
    """Whether one fact went from one figure to the other (由63间减到38间)."""
    if one.entry is None or other.entry is None or one.sentence != other.sentence:
        return False
    same = ledger.entries[one.entry].fact_id == ledger.entries[other.entry].fact_id
    return same and phrase("onwards").fullmatch(other.reading.left) is not None


def _names_next(ledger: LedgerIndex, match: Match, after: Match | None, rival: int) -> bool:
    """Whether the words for a rival are those of the figure after (47户退养户转产35户)."""
    if after is None or after.entry is None or after.meant is not None:
        return False
    if ledger.kinds[after.entry] != ledger.kinds[rival]:
        return False
    return ledger.labels.contrast(match.reading.weights, after.entry, rival) <= 0


def _is_left(ledger: LedgerIndex, match: Match, rival: int) -> bool:
    """Whether the clause speaks of what is left to do as the rival does, and its own does not.

    Other fields have findings of their own (a year N109, an aim N115); this one has none.
    """
    own = match.entry is not None and "left" in ledger.known_as(match.entry)
    return own != ("left" in match.told) == ("left" in ledger.known_as(rival))
