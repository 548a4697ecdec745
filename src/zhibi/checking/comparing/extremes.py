"""The most and the least of several, and what is more than what was told before: N104.

低保612.8万元最多; 三项里门票最少; 新增的以突发困难户为多; 冬令营人更少，180名. The others are
the figures of its unit that the sentence tells of the same section, without the sum of them;
behind 以…为多, the other figures of the same fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhibi.checking.bigrams import bigrams
from zhibi.checking.comparing.sentence_sides import SentenceSides
from zhibi.checking.comparing.sides import Side, are_comparable, greater, named, of_entry
from zhibi.checking.cue_words import word_choice
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.patterns import lazy_pattern

_REACH = 20  # characters before the word in its clause that name what it is of
_MORE = "多大高"
_FEWEST = 3  # told figures of which one is the most
_MOST = lazy_pattern(
    r"最(?P<word>[多少大小高低])(?!限|值|时|处|程)(?=[，。；、为是的]|\d|$)|(?P<first>居首|占大头)"
)
_MAINLY = lazy_pattern(r"以(?P<who>[^，。；\d]{2,14})为(?P<word>多|少)(?=[，。；])")
_MORE_THAN_THAT = lazy_pattern(
    r"更(?:为|加)?(?P<word>多|少|高|低|大|小|长|短|快|慢|旺|淡|热闹|冷清)(?=[，。；、]|些|一些)"
)
_UPWARDS = frozenset({"多", "高", "大", "长", "快", "旺", "热闹"})
_BEHIND = lazy_pattern(rf"[，、]?{word_choice('amounts')}{{0,3}}")
_OF_THEM = lazy_pattern(r"[为是在属]|[两二三四五六][项样者类个笔]|[之当]?中|里")
_OF_ALL = lazy_pattern(r"(?:[总共均]|合计)[^，。；、\d]{0,4}$")
_ANYTHING = "个处家项件次场座"
"""Measure words of many things: two figures that have one need not count the same."""
_NEAR = 8  # characters before a figure that say it to be the sum or the mean
_WHOLE = lazy_pattern(r"[总共]|合计")
_CLAUSE = lazy_pattern(r"[，；;：:。！？、]")

_SIGNS = ("最", "居首", "占大头", "以", "更")
"""Of which a sentence has one that calls something the most, or more."""

Wrong = tuple[int, int, Side, str]
"""The span of the words, the side that is meant, and what it is in truth."""


def wrong_extremes(sentence: SentenceSides) -> Iterator[Wrong]:
    """The words of a sentence that call a figure the most, the least or more, and are wrong."""
    ledger, text, span = sentence.ledger, sentence.text, sentence.span
    words = text[slice(*span)]
    if not any(sign in words for sign in _SIGNS):
        return
    sides, number = sentence.sides, sentence.number
    for found in _MOST.finditer(text, *span):
        word = found["word"] or "多"
        subject = _meant(text, found, span[0], sides)
        if subject is not None and not _is_named_so(ledger, subject, found[0]):
            here = [s for s in sides if s.sentence == number]
            among = _among(text, found, span[0], here)
            told = [s for s in here if s.start > among and not _is_of_all(text, s)]
            peers = _peers(ledger, subject, told)
            yield from _compared(ledger, found, subject, peers, up=word in _MORE)
    for found in _MAINLY.finditer(text, *span):
        subject = named(found["who"], [s for s in sides if s.sentence == number])
        if subject is not None and subject.entry is not None:
            peers = list(_of_its_fact(ledger, subject))
            if peers and all(
                greater(subject, one) == (-1, 1)[found["word"] == "少"] for one in peers
            ):
                true = "最多" if found["word"] == "少" else "最少"
                yield found.start(), found.end(), subject, true
    for found in _MORE_THAN_THAT.finditer(text, *span):
        yield from _than_before(text, found, sides)


def _meant(text: str, found: re.Match[str], start: int, sides: Sequence[Side]) -> Side | None:
    """The figure right before or behind the word, else the one that its clause names."""
    for side in sides:
        if side.end <= found.start() and not _CLAUSE.search(text, side.end, found.start()):
            return side
    words = _CLAUSE.split(text[max(start, found.start() - _REACH) : found.start()])[-1]
    behind = next((s for s in sides if s.start >= found.end()), None)
    if behind is not None and _BEHIND.fullmatch(text, found.end(), behind.start):
        return behind if named(words, [behind]) or not words else None
    if words and not _OF_THEM.sub("", words):
        return next((s for s in reversed(sides) if s.end <= found.start()), None)
    return named(words, [s for s in sides if start <= s.start])


def _is_named_so(ledger: LedgerIndex, subject: Side, words: str) -> bool:
    """Whether a figure's own words call it the most of its kind (湖区最高水位11.83米)."""
    if subject.entry is None:
        return False
    entry = ledger.entries[subject.entry]
    before = entry.text[max(0, entry.start - _NEAR) : entry.start]
    return words in f"{entry.name}\n{_CLAUSE.split(before)[-1]}"


def _among(text: str, found: re.Match[str], start: int, sides: Sequence[Side]) -> int:
    """Behind which place the figures stand of which one is called the most.

    Before 其中 stands the whole; before a semicolon another matter, if several figures follow it.
    """
    parted = text.rfind("；", start, found.start())
    behind = [one for one in sides if one.start > parted]
    return max(text.rfind("其中", start, found.start()), parted if len(behind) > 1 else -1)


def _is_of_all(text: str, side: Side) -> bool:
    """Whether a figure is told as the sum or the mean of all (合计428万元，村均47.56万元)."""
    return _OF_ALL.search(text[max(0, side.start - _NEAR) : side.start]) is not None


def _peers(ledger: LedgerIndex, subject: Side, sides: Sequence[Side]) -> list[Side]:
    """The figures beside one that count the same of other things: no sum, no other year."""
    if subject.entry is None:
        return []
    own = ledger.entries[subject.entry]
    alike = [
        side
        for side in sides
        if side is not subject
        and side.entry is not None
        and not side.earlier
        and are_comparable(side.quantity, subject.quantity)
        and ledger.entries[side.entry].section_id == own.section_id
        and ledger.entries[side.entry].id != own.parent
        and not _WHOLE.search(ledger.entries[side.entry].label)
    ]
    total = sum(side.low for side in alike) + subject.low
    return [side for side in alike if side.low * 2 != total]


def _compared(
    ledger: LedgerIndex, found: re.Match[str], subject: Side, peers: Sequence[Side], *, up: bool
) -> Iterator[Wrong]:
    if len(peers) + 1 < _FEWEST:
        return
    against = [greater(subject, one) for one in peers]
    if all(way == (-1 if up else 1) for way in against):
        yield found.start(), found.end(), subject, "最少" if up else "最多"
        return
    facts = {
        ledger.entries[one.entry].fact_id for one in (subject, *peers) if one.entry is not None
    }
    if len(facts) == 1 and (-1 if up else 1) in against:
        yield found.start(), found.end(), subject, "不是" + found[0]


def _of_its_fact(ledger: LedgerIndex, subject: Side) -> Iterator[Side]:
    """The other figures of a fact that count the same: no whole of which it is a part."""
    entry = ledger.entries[subject.entry or 0]
    others = [
        number
        for number in ledger.by_fact[entry.fact_id]
        if number != subject.entry
        and are_comparable(ledger.entries[number].quantity, subject.quantity)
        and ledger.entries[number].id != entry.parent
    ]
    found = [side for side in (of_entry(ledger, number) for number in others) if side is not None]
    total = sum(side.low for side in found) + subject.low
    yield from (side for side in found if side.low * 2 != total)


def _counts_alike(text: str, one: Side, other: Side) -> bool:
    """Whether two figures count the same things: 36个班, 48个班, and not 3240个学位."""
    if len(one.quantity.unit) != 1 or one.quantity.unit not in _ANYTHING:
        return True
    if text[one.end : one.end + 1] == text[other.end : other.end + 1] != "，":
        return True
    return not set(bigrams(one.names)).isdisjoint(bigrams(other.names))


def _than_before(text: str, found: re.Match[str], sides: Sequence[Side]) -> Iterator[Wrong]:
    """更少，180名: against all figures of its unit that were told right before."""
    words = _CLAUSE.split(text[max(0, found.start() - _REACH) : found.start()])[-1]
    subject = next((s for s in sides if s.start >= found.end()), None)
    if subject is None or not _BEHIND.fullmatch(text, found.end(), subject.start):
        told = [s for s in sides if s.end <= found.start()]
        subject = named(words, told) if words else None
    if subject is None:
        return
    before = [
        side
        for side in sides
        if side.end <= found.start()
        and not side.earlier
        and not side.worked_out
        and side.quantity.unit == subject.quantity.unit
        and (side.entry is None or side.entry != subject.entry)
        and _counts_alike(text, side, subject)
    ]
    last = named(words, before) if len(before) > 1 else None
    ways = {greater(subject, one) for one in ([last] if last is not None else before)}
    up = found["word"] in _UPWARDS
    if ways == {-1 if up else 1}:
        yield found.start(), found.end(), subject, "更少" if up else "更多"
