"""N116: 前者 or 后者 said of a figure that is the other one's.

What the two are, the figures before them tell (护林员92人、护路员58人，前者每人…), or the order in
which the words before them name what both are said of (公益性多于经营性，前者127个，后者38个).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.verdicts import Verdict, by_sentence
from zhibi.checking.violations import Violation, source_note
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS
from zhibi.patterns import lazy_pattern
from zhibi.styles.framing import pairs

_EITHER = lazy_pattern("前者|后者")
_LIST = lazy_pattern("[、和与]|以及")
_SHARE = "{0} / {1}"
_NEAR = 2
"""Sentences up to its own in which the two of a 前者 stand."""


class _Mention(NamedTuple):
    """前者 or 后者 with its span, and the entry of which its clause says something."""

    word: str
    start: int
    end: int
    entry: Entry


def wrong_former_latter(given: RuleInput) -> Iterator[Violation]:
    """N116: what is said of 前者 is of 后者, or the reverse."""
    if _EITHER.search(given.text) is None:
        return
    told = by_sentence(given.verdicts)
    for number, members in told.items():
        sentence = given.structure.sentences[number]
        mentions = list(_mentions(given, sentence.start, sentence.end, members))
        if not mentions:
            continue
        first = _EITHER.search(given.text, sentence.start).start()  # type: ignore[union-attr]
        near = range(max(0, number - _NEAR + 1), number + 1)
        before = [
            one
            for other in near
            if given.structure.sentences[other].line == sentence.line
            for one in told.get(other, ())
            if one.match.figure.end <= first
        ]
        since = before[0].match.figure.start if before else sentence.start
        between = given.text[before[-1].match.figure.end : first] if before else ""
        listed = _LIST.search(between) is not None  # 由产权单位和居民分担，后者出了936万元
        wrong = [] if listed else list(_by_figures(given, mentions, before))
        opening = min(since, sentence.start)
        yield from wrong or _by_names(given, mentions, given.text[opening:first])


def _mentions(
    given: RuleInput, start: int, end: int, members: Sequence[Verdict]
) -> Iterator[_Mention]:
    """Each 前者 and 后者 that stands alone in a clause, with the entry of the figure behind it."""
    starts = [one.match.figure.start for one in members]
    for clause in given.cued.clauses(start, end):
        found = list(_EITHER.finditer(given.text, clause.start, clause.end))
        if len(found) != 1:
            continue
        at = bisect_left(starts, found[0].end())
        if at == len(members) or starts[at] >= clause.end:
            continue
        number = members[at].covers
        computation = members[at].computation
        told = given.text[found[0].end() : members[at].match.figure.start]
        if computation is not None and computation.pattern == _SHARE and "占" in told:
            number = computation.entries[0]
        if number is not None and members[at].status != "conflict":
            yield _Mention(found[0][0], *found[0].span(), given.ledger.entries[number])


def _by_figures(
    given: RuleInput, mentions: Sequence[_Mention], before: Sequence[Verdict]
) -> Iterator[Violation]:
    """By the last two figures of different matters before them."""
    told = [
        given.ledger.entries[one.covers]
        for one in before
        if one.covers is not None and one.match.figure.quantity.kind not in TIME_KINDS
    ]
    if len(told) < 2:
        return
    latter = told[-1]
    former = next((e for e in reversed(told) if e.fact_id != latter.fact_id), None) or told[-2]
    for one in mentions:
        ways = _likeness(one.entry, former, latter), _likeness(one.entry, latter, former)
        if ways[0] != ways[1] and (ways[0] > ways[1]) != (one.word == "前者"):
            yield _violation(given, one, former if ways[0] > ways[1] else latter)


def _likeness(entry: Entry, one: Entry, other: Entry) -> int:
    """How much of what one of two entries has alone another entry has too."""
    own = pairs(one.label) - pairs(other.label)
    return len(own & pairs(entry.label)) + (
        len(own) if entry.fact_id == one.fact_id != other.fact_id else 0
    )


def _by_names(given: RuleInput, mentions: Sequence[_Mention], before: str) -> Iterator[Violation]:
    """By the order of the words before them that only one of both is called."""
    if len(mentions) < 2:
        return
    one, other = mentions[:2]
    if {one.word, other.word} != {"前者", "后者"}:
        return
    places = [
        max((before.rfind(pair) for pair in pairs(a.label) - pairs(b.label)), default=-1)
        for a, b in ((one.entry, other.entry), (other.entry, one.entry))
    ]
    if min(places) >= 0 and (places[0] < places[1]) != (one.word == "前者"):
        yield _violation(given, one, one.entry)


def _violation(given: RuleInput, one: _Mention, true: Entry) -> Violation:
    return Violation(
        "N116",
        one.start,
        one.end,
        f"“{given.ledger.label(one.entry)}”{one.entry.quantity.text}说的是“{given.ledger.label(true)}”，"
        f"不是“{one.word}”{source_note(one.entry)}",
        "核对说的是前者还是后者",
        None,
        (one.entry.id,),
    )
