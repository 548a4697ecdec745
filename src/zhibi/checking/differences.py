"""Differences that a text computes: whether it says rightly which of the two is more.

甲74人，比乙的68人多6人: the figure between 比 and the difference is what is compared with; 前者 and
后者 are the first and second in the text; a change (由63间到38间，减少25间) runs from the first to
the second. Yields N104. Where it cannot be told which figure is meant, nothing is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from zhibi.checking.computation import Computation
from zhibi.checking.match import Match
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.facts.arithmetic import exact, same_unit
from zhibi.structure import Structure

_THAN = re.compile(r"[比较离距](?!例|重|率|为|多|少|高|低|赛|如|武|拼)")
_PUNCTUATION = re.compile(r"[，。；：:;、]")
_LATTER_FIRST = re.compile(r"后者[^，。；]*前者")
_COMPARED = re.compile(
    r"(前者|后者)[^，。；\d]{0,6}?(?:(?P<to>[多少高低大小快慢])于|比(?:前者|后者)[^，。；\d]{0,4}?"
    r"(?P<than>[多少高低大小快慢]))(?:前者|后者)?(?=[，。；]|$)"
)
_ONE_OF_TWO = re.compile(r"([比较])?(前者|后者)")
_BESIDE = re.compile(r"[，,][^，。；\d]{0,8}?(?P<to>[多少高低大小])于")
_MORE = frozenset("多高大快")
_NAME = 2  # characters by which a compared thing is found again before its figure
_NAME_REACH = 16


def wrong_difference(
    structure: Structure, verdict: Verdict, computation: Computation, verdicts: Sequence[Verdict]
) -> Violation | None:
    """N104 where 多 or 少 stands with the difference of two figures the wrong way round."""
    match = verdict.match
    said = match.reading.direction
    if (
        not computation.signed
        or len(computation.entries) != 2
        or said is None
        or match.reading.to_level
    ):
        return None
    places = [_place(match, verdicts, number) for number in computation.entries]
    more, less = places
    if more is None or less is None:
        return None
    subject = _subject(structure.text, match, said.start, more, less)
    if subject is None or (subject is more) == (said.value == "up"):
        return None
    figure = match.figure
    return Violation(
        "N104",
        said.start,
        said.end,
        f"{computation.how}，前一个大，这里写的是“{said.words}”{figure.text}",
        "核对是谁比谁多，改正“多”“少”一类的词",
        None,
        verdict.facts,
    )


def wrong_comparisons(structure: Structure, verdicts: Sequence[Verdict]) -> Iterator[Violation]:
    """N104 where 前者多于后者, or 100%，高于98% is the wrong way round for the two figures."""
    by_sentence: dict[int, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_sentence[verdict.match.sentence].append(verdict)
    for number, members in by_sentence.items():
        sentence = structure.sentences[number]
        for found in _COMPARED.finditer(structure.text, members[0].match.figure.end, sentence.end):
            pair = [one for one in members if one.match.figure.end <= found.start()][-2:]
            if found[1] == "后者":
                pair.reverse()
            yield from _turned(pair, found)
        for one, other in pairwise(members):
            at = one.match.figure.end
            beside = _BESIDE.fullmatch(structure.text, at, other.match.figure.start)
            if beside is not None and one.match.reading.direction is None:
                yield from _turned([one, other], beside)


def _turned(pair: Sequence[Verdict], found: re.Match[str]) -> Iterator[Violation]:
    """N104 where the first of two proved figures is not more or less, as is said."""
    if len(pair) < 2 or any(one.covers is None for one in pair):
        return
    one, other = (verdict.match.figure.quantity for verdict in pair)
    if not same_unit(one, other) or one.high or other.high or exact(one) == exact(other):
        return
    word = found["to"] or found["than"]
    if (exact(one) > exact(other)) != (word in _MORE):
        yield Violation(
            "N104",
            found.start(),
            found.end(),
            f"“{one.text}”比“{other.text}”{'多' if exact(one) > exact(other) else '少'}，"
            f"这里写的是“{word}”",
            "核对是谁比谁多，改正“多”“少”一类的词",
            None,
            tuple(dict.fromkeys(fact for verdict in pair for fact in verdict.facts)),
        )


def _place(match: Match, verdicts: Sequence[Verdict], entry: int) -> Match | None:
    """The figure of the line that states an entry, the nearest one."""
    found = [
        v.match for v in verdicts if v.match.entry == entry and v.match.sentence == match.sentence
    ]
    at = match.figure.start
    return min(found, key=lambda one: abs(one.figure.start - at), default=None)


def _subject(text: str, match: Match, way: int, more: Match, less: Match) -> Match | None:
    """Which of the two figures is that of which 多 or 少 is said; None where it is not told."""
    first, second = sorted((more, less), key=lambda one: one.figure.start)
    at, start = match.figure.start, match.reading.clause[0]
    clause = text[start:at]
    if "前者" in clause and "后者" in clause:
        return second if _LATTER_FIRST.search(clause) else first
    named = _ONE_OF_TWO.search(clause)
    if named is not None:  # 比前者少6人: it is the latter that is fewer
        return first if (named[2] == "前者") != bool(named[1]) else second
    than = _THAN.search(text, start, at)
    if than is None and _is_before(second) != _is_before(first):
        return first if _is_before(second) else second
    if than is None:
        if text.startswith("净", way):
            return None  # 新入库7家、退库2家，净增5家
        changed = second.figure.end <= way and len(text[second.figure.end : way]) <= _NAME
        return second if changed else None
    between = [one for one in (first, second) if than.start() < one.figure.start < at]
    if len(between) == 1:
        return first if between[0] is second else second
    if between:
        return None
    if text.startswith("这", than.end()):
        return second if first.figure.end <= than.start() and second.figure.start > at else None
    return _named(text, (first, second), text[start : than.start()], text[than.end() : way])


def _is_before(match: Match) -> bool:
    """Whether a figure is told as last year's: what it is compared with."""
    said = match.reading.period
    return said is not None and not said.inherited and said.words[:2] in ("去年", "上年")


def _named(text: str, pair: Sequence[Match], who: str, whom: str) -> Match | None:
    """The figure before which the subject's name stands, the other's before the other."""
    for one, other in (pair, pair[::-1]):
        if _names(text, one, who[:_NAME]) and _names(text, other, whom[:_NAME]):
            return one
    return None


def _names(text: str, match: Match, name: str) -> bool:
    start = match.figure.start
    words = _PUNCTUATION.split(text[max(0, start - _NAME_REACH) : start])[-1]
    return len(name) == _NAME and name in words + match.reading.right
