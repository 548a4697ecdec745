"""What is meant instead, where a figure has the value of an entry that its words do not name.

The entry that they name better (a rival); that of another figure of the line, which has this
one's (an exchange); or none, where a difference has an entry's value by chance (a stray).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from zhibi.checking.bigrams import bigrams
from zhibi.checking.cue_words import word_choice
from zhibi.checking.ledger_index import LedgerIndex, digits
from zhibi.checking.match import Match
from zhibi.checking.matching.candidates import kinds_of
from zhibi.checking.reading.cues import phrase
from zhibi.facts.arithmetic import exact
from zhibi.patterns import lazy_pattern

_DIFFERENCE = lazy_pattern(
    rf"(?:[比较]|前者|后者)[^，。；]*{word_choice('differs_by')}了?$|[多少高低]出$|相差$"
    r"|^(?:其余|余下|剩余|剩下|另外)的?$"
)
"""What stands right before a figure that is worked out from two others."""

_CLAUSE_MARKS = lazy_pattern(r"[，；：。]")

_MOST_BESIDE = 30
"""Figures of a line after one with which it may be exchanged: a line without end has more."""

_FOLLOWING = frozenset({"growth", "completion", "target", "previous", "forecast"})
"""What is told of an indicator behind its value."""

_MOST_RIVALS = 5
"""Entries that are weighed against the one that has a figure's value."""


_ROUNDING = 1e-9
_BOTH = lazy_pattern(r"[和及与、]")


def find_rivals(ledger: LedgerIndex, match: Match) -> None:
    """The best-named entries of other values, and the best-named one of other unit."""
    kinds = kinds_of(ledger, match)
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


def forget_other_units(ledger: LedgerIndex, matches: Sequence[Match]) -> None:
    """No entry of another unit is meant where a figure goes on with those of its own fact.

    比上年同期的1360万元增长5% is the growth of what stands before it, whatever else 比上年提高.
    """
    told = _FactsBySentence(ledger, matches)
    for match in matches:
        other = match.other_unit
        if match.entry is None or other is None or told.has(match.sentence, other):
            continue
        if told.of_own(match):
            match.other_unit, match.other_unit_score = None, 0.0


def find_strays(ledger: LedgerIndex, matches: Sequence[Match]) -> None:
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
        match.is_stray = _is_since_last_year(ledger, match, near) or any(
            abs(sizes[first] - sizes[second]) == own
            and fact not in {_matter(ledger, near[first]), _matter(ledger, near[second])}
            for first in range(len(near))
            for second in range(first)
        )


def _is_since_last_year(ledger: LedgerIndex, match: Match, near: Sequence[Match]) -> bool:
    """Whether it is what the figure told right before it has more or less than last year."""
    told = near[-1] if near and near[-1].sentence == match.sentence else None
    if told is None or told.entry is None or _matter(ledger, match) == _matter(ledger, told):
        return False
    before = ledger.number.get(f"{ledger.entries[told.entry].fact_id}.previous")
    if before is None or before == told.entry:
        return False
    size, last = exact(told.figure.quantity), exact(ledger.entries[before].quantity)
    return abs(size - last) == exact(match.figure.quantity)


def _matter(ledger: LedgerIndex, match: Match) -> str:
    """The fact that a figure states, or the one that it follows from."""
    return ledger.entries[match.entry].id.split(".")[0] if match.entry is not None else ""


def find_exchanges(ledger: LedgerIndex, matches: Sequence[Match]) -> None:
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
            if abs(one.sentence - other.sentence) > 1:
                continue
            if one.sentence != other.sentence and told.apart(one, other):
                continue
            if one.is_stray or other.is_stray:
                continue
            if _is_earlier(ledger, one) != _is_earlier(ledger, other):
                continue  # 上年同期4.54亿元 is told as what it is, 5.62亿元 as of no other time
            gain = _gain_of_exchange(ledger, (one, first, second), (other, second, first))
            if gain > ledger.scoring.exchange:
                pairs.append((-gain, one.figure.start, other.figure.start, one, other))
        for _, _, _, one, other in sorted(pairs, key=lambda pair: pair[:3]):
            if one.meant is None and other.meant is None:
                one.meant, other.meant = other.entry, one.entry
                one.exchanged = other.exchanged = True


def _beside(members: Sequence[Match]) -> Iterator[tuple[Match, Match]]:
    """The pairs of figures of a line that stand near each other."""
    for at, one in enumerate(members, 1):
        for other in members[at : at + _MOST_BESIDE]:
            yield one, other


def find_meant(ledger: LedgerIndex, matches: Sequence[Match]) -> None:
    """The entry that a figure's words mean where another figure's value stands for it."""
    scoring, told = ledger.scoring, _FactsBySentence(ledger, matches)
    stated: dict[int, set[int]] = defaultdict(set)
    for match in matches:
        if match.entry is not None and match.meant is None:
            stated[match.line].add(match.entry)
    after = {id(one): other for one, other in pairwise(matches) if one.sentence == other.sentence}
    reached = {id(other) for one, other in pairwise(matches) if _goes_on(ledger, one, other)}
    for at, match in enumerate(matches):
        if match.entry is None or match.meant is not None or match.attached:
            continue
        if id(match) in reached:
            continue
        before = matches[at - 1] if at and matches[at - 1].sentence == match.sentence else None
        least = scoring.taken if match.entry_taken else scoring.margin
        best = 0.0
        follows = told.of_own(match) and (
            ledger.entries[match.entry].role in _FOLLOWING or ledger.kinds[match.entry] == "time"
        )
        for rival in match.rivals:
            if rival in stated[match.line] or _names_next(
                ledger, match, after.get(id(match)), rival
            ):
                continue
            of_both = before is not None and _is_of_both(ledger, before, match, rival)
            if of_both or _is_of_a_time_unsaid(ledger, match, rival):
                continue
            if follows and not told.has(match.sentence, rival):
                continue  # 完成目标的51.64% is of the value beside it
            left = _is_left(ledger, match, rival)
            words = _told(ledger, match, rival, match.entry)
            if not left and words <= least:
                continue
            words -= ledger.labels.said(_of_indicator(match), match.entry, rival)
            if words > least or (left and words >= 0):
                gain = words + _fields_for(ledger, match, match.entry, rival)
                if gain > max(best, least):
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
    said, weights = ledger.labels.said, match.reading.weights
    return said(weights, rival, after.entry) <= said(weights, after.entry, rival)


def _is_of_a_time_unsaid(ledger: LedgerIndex, match: Match, rival: int) -> bool:
    """Whether a rival is last year's, where only figures before the clause are told so.

    12.48亿元，比上年同期的11.43亿元增长9.2%；其中新材料5.62亿元.
    """
    if "earlier" in match.told or "earlier" not in ledger.known_as(rival):
        return False
    clause = _CLAUSE_MARKS.split(match.reading.left)[-1]
    return phrase("last_year").search(clause + match.reading.right) is None


def _is_earlier(ledger: LedgerIndex, match: Match) -> bool:
    """Whether a figure of last year is told as such."""
    own = match.entry is not None and "earlier" in ledger.known_as(match.entry)
    return own and "earlier" in match.told


def _is_of_both(ledger: LedgerIndex, before: Match, match: Match, rival: int) -> bool:
    """Whether a rival is what two figures in a row are of together (果袋310吨、农膜110吨)."""
    if before.entry is None or match.entry is None:
        return False
    entries = [ledger.entries[number] for number in (rival, before.entry, match.entry)]
    names = [entry.name or ledger.label(entry) for entry in entries]
    if not _BOTH.search(names[0]):
        return False
    whole, first, second = (set(bigrams(name)) for name in names)
    joined = {pair for pair in whole if _BOTH.search(pair)}
    return bool(first - second) and whole - joined <= first | second


def _is_left(ledger: LedgerIndex, match: Match, rival: int) -> bool:
    """Whether the clause speaks of what is left to do as the rival does, and its own does not.

    Other fields have findings of their own (a year N109, an aim N115); this one has none.
    """
    own = match.entry is not None and "left" in ledger.known_as(match.entry)
    return own != ("left" in match.told) == ("left" in ledger.known_as(rival))


def _gain_of_exchange(ledger: LedgerIndex, *figures: tuple[Match, int, int]) -> float:
    """By how much the words and fields of two figures speak for each other's entries.

    Each comes with its own entry and the other's. What cannot be enough is not weighed to the end.
    """
    words = [_told(ledger, match, its, own) for match, own, its in figures]
    fields = [_fields_for(ledger, match, own, its) for match, own, its in figures]
    most, gain = sum(words) + sum(fields), 0.0
    for (match, own, its), told, field in zip(figures, words, fields, strict=True):
        if most <= ledger.scoring.exchange - _ROUNDING:
            return most
        known = ledger.labels.said(_of_indicator(match), own, its)
        most -= known
        gain += told - known + field
    return gain


def _told(ledger: LedgerIndex, match: Match, other: int, own: int) -> float:
    """How far the words of a figure name another entry; 每人每月 alone names none."""
    rates = "，".join(one.words for one in match.reading.rate)
    return ledger.labels.said(_without(_of_indicator(match), rates), other, own)


def _fields_for(ledger: LedgerIndex, match: Match, entry: int, other: int) -> float:
    against = ledger.misfit(match.told, entry) - ledger.misfit(match.told, other)
    if match.reading.period is None or "aim" in match.told:
        return against  # 上半年…，完成全年17亿元目标: an aim is of a time of its own
    return against + (_other_months(ledger, match, entry) - _other_months(ledger, match, other))


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
    return weights if base is None else _without(weights, base.words)


def _without(weights: Mapping[str, float], words: str) -> Mapping[str, float]:
    """Weighted pairs of characters without those of some words."""
    apart = weights.keys() & bigrams(words) if words else ()
    return {p: weight for p, weight in weights.items() if p not in apart} if apart else weights


class _FactsBySentence:
    """Which facts the figures of each sentence tell, and how many of each."""

    def __init__(self, ledger: LedgerIndex, matches: Sequence[Match]) -> None:
        self._ledger = ledger
        self._count: dict[tuple[int, str], int] = defaultdict(int)
        self._of_owner: dict[tuple[int, str], int] = defaultdict(int)
        for match in matches:
            if match.entry is not None:
                self._count[match.sentence, ledger.entries[match.entry].fact_id] += 1
                self._of_owner[match.sentence, ledger.owners[match.entry]] += 1

    def has(self, sentence: int, entry: int) -> bool:
        """Whether a figure of a sentence tells the fact of an entry."""
        return self._count[sentence, self._ledger.entries[entry].fact_id] > 0

    def apart(self, one: Match, other: Match) -> bool:
        """Whether two figures of two matters go each on with others of its own matter."""
        if one.entry is None or other.entry is None:
            return False
        owners = [self._ledger.owners[number] for number in (one.entry, other.entry)]
        near = ((one.sentence, owners[0]), (other.sentence, owners[1]))
        return owners[0] != owners[1] and all(self._of_owner[place] > 1 for place in near)

    def of_own(self, match: Match) -> bool:
        """Whether another figure of its sentence tells the fact that a figure tells."""
        if match.entry is None:
            return False
        return self._count[match.sentence, self._ledger.entries[match.entry].fact_id] > 1
