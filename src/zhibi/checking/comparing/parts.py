"""A part told as standing beside its whole, a sum as a part, a rest as the total: N115.

发现隐患129处，另有126处整改到位: what the facts have inside another figure is told as outside it.
What is inside is known from the facts: the parts of an indicator, figures of one statement that add
up to another, and what is called like it with more words (民宿, 新开民宿).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from zhibi.checking.cue_words import word_choice
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.reading.cues import phrase
from zhibi.checking.verdicts import Verdict, by_sentence
from zhibi.checking.violations import Violation
from zhibi.facts.arithmetic import exact, is_plain
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS
from zhibi.figures.numerals import chinese_value
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure

_SUM = lazy_pattern(r"([\w.#]+(?: \+ [\w.#]+)+) = ([\w.#]+)")
_SHARE_OF = lazy_pattern(r"(?:占比|完成率)\(([\w.#]+), ([\w.#]+)\)")
_OTHER = lazy_pattern(r"另有|另外|此外|除此之外|[之以]外|外另")
_OTHER_CLAUSE = lazy_pattern(r"(?:另外|此外|[之以]外)[，,]$")
_OTHER_OPENS = lazy_pattern(r"(?<=[，；])(?:另有|另外有|此外有?)(?=[^。；\n，]{2,12}，$)")
_AMONG = lazy_pattern(r"其中(?:含|包括|有)?")
_AMONG_LAST = lazy_pattern(r"其中[^。；]*$")
_TOTAL = lazy_pattern(word_choice("whole") + r"|(?P<each>各)(?=[约近]?$)")
_OF_SEVERAL = lazy_pattern(r"([两二三四五])[者项类样处个][^，。；\d]{0,4}(?:合计|共|总)")
_MARKS = lazy_pattern(r"[，。；：:、！？（）()]")
_STOP = lazy_pattern(r"[。；]")
_IN_ALL = lazy_pattern(r"总|合计|共")
_REACH, _SENTENCE = 40, 240  # characters before a figure in its clause, and in its sentence
_MOST = 8  # figures of the sentence before one of which it may be a part
_NAME = 2
_ADDED = 6  # figures of a statement that may add up to one
_UNDER_WAY = lazy_pattern(r"[，；](?:正在|正(?=[办申报推])|拟|待|将)")
_OPENS = lazy_pattern(r"其中|包括|分别")
_APART = lazy_pattern(r"(?:另外?|此外)[^，。；\d]{0,6}$")


class Parts:
    """Which figures of the facts are parts of which."""

    def __init__(self, ledger: LedgerIndex) -> None:
        self._ledger = ledger
        self._formulas = {
            fact.id: fact.formula for fact in ledger.facts.all_facts() if fact.formula
        }
        self._within: set[tuple[int, int]] = set()
        self._apart: set[tuple[int, int]] = set()
        for check in ledger.facts.checks:
            self._read_check(check.formula)

    def _read_check(self, formula: str) -> None:
        """What a relation of the facts says of parts: a + b = c, 占比(a, c) = …."""
        found = _SUM.fullmatch(formula)
        if found is not None:
            parts = [self._ledger.number.get(one) for one in found[1].split(" + ")]
            known = [one for one in parts if one is not None]
            whole = self._ledger.number.get(found[2])
            self._apart.update(permutations(known, 2))
        else:
            shared = _SHARE_OF.match(formula)
            known = (
                [self._ledger.number[shared[1]]]
                if shared and shared[1] in self._ledger.number
                else []
            )
            whole = self._ledger.number.get(shared[2]) if shared else None
        if whole is not None:
            self._within.update((whole, part) for part in known)

    def are_apart(self, one: int, other: int) -> bool:
        """Whether the facts add two entries up: neither is part of the other."""
        return (one, other) in self._apart

    def is_part(self, whole: int, part: int) -> bool:
        """Whether the facts have one entry inside another."""
        large, small = self._ledger.entries[whole], self._ledger.entries[part]
        if whole == part or kind_of(large.quantity) != kind_of(small.quantity):
            return False
        if exact(large.quantity) <= exact(small.quantity):
            return False
        if _APART.search(small.text[: small.start]):
            return False  # 现有企业26家，另有9家正在申报
        if (whole, part) in self._within:
            return True
        if small.role == "part" and small.fact_id == large.fact_id:
            return large.role == "value"
        if re.search(rf"(?<![\w.]){re.escape(small.id)}(?![\w.])", self._formula(large)):
            return True
        if _is_called_like(large, small):
            return True
        return large.fact_id == small.fact_id and self._is_told_inside(whole, part)

    def is_change(self, number: int) -> bool:
        """Whether an entry is by how much something changed."""
        return "change" in self._ledger.known_as(number) or bool(self._ledger.reading(number).way)

    def told_before(self, large: int, small: int) -> bool:
        """Whether one statement tells a figure before a smaller one of its kind."""
        one, other = self._ledger.entries[large], self._ledger.entries[small]
        if one.fact_id != other.fact_id or kind_of(one.quantity) != kind_of(other.quantity):
            return False
        between = one.text[one.end : other.start]
        return (
            bool(one.text)
            and one.start < other.start
            and exact(one.quantity) > exact(other.quantity)
            and not phrase("no_whole").search(between)
        )

    def _formula(self, entry: Entry) -> str:
        formula = self._formulas.get(entry.fact_id, "")
        return formula if re.fullmatch(r"[\w.+ ]+", formula) else ""

    def _is_told_inside(self, whole: int, part: int) -> bool:
        """Whether a statement tells a figure among those that make up one before it."""
        large, small = self._ledger.entries[whole], self._ledger.entries[part]
        if not large.text or small.start <= large.start:
            return False
        between = large.text[large.end : small.start]
        if _UNDER_WAY.search(between) and not _OPENS.search(between):
            return False  # 新增3家，正在申报1家、2家
        if _AMONG_LAST.search(between) and kind_of(large.quantity) not in {
            self._ledger.kinds[number]
            for number in self._ledger.by_fact[large.fact_id]
            if large.start < self._ledger.entries[number].start < small.start
        }:
            return True
        before = _MARKS.split(large.text[: large.start])[-1]
        if _IN_ALL.search(large.name) or _IN_ALL.search(before):
            between = large.text[large.end : small.start]
            return "。" not in between and "；" not in between.partition("：")[0]
        run = [
            exact(self._ledger.entries[number].quantity)
            for number in self._ledger.by_fact[large.fact_id]
            if self._ledger.entries[number].start > large.start
            and kind_of(self._ledger.entries[number].quantity) == kind_of(large.quantity)
        ][:_ADDED]
        total = exact(large.quantity)
        return any(
            sum(run[:count]) == total and exact(small.quantity) in run[:count]
            for count in range(2, len(run) + 1)
        )


_AT_ONCE = lazy_pattern("[、和与及]")
_NOT_OF_IT = frozenset({"待", "未", "尚未", "没", "拟", "应", "无", "非", "不", "剩余", "其余"})


def _is_called_like(large: Entry, small: Entry) -> bool:
    """Whether one is called as the other with more words before it, or its clause ends so."""
    if len(large.name) < _NAME or large.section_id != small.section_id:
        return False
    if small.name.removesuffix(large.name) in _NOT_OF_IT:
        return False  # 待加装终端渔船 is no part of 加装终端渔船
    behind = _MARKS.split(small.text[small.end :])[0] if small.text else ""
    return (small.name.endswith(large.name) and small.name != large.name) or behind.startswith(
        large.name
    )


def wrong_parts(
    structure: Structure, verdicts: Sequence[Verdict], parts: Parts
) -> Iterator[Violation]:
    """N115 for parts, sums and rests told as one another."""
    counted = (one for one in verdicts if one.match.figure.quantity.kind not in TIME_KINDS)
    plain = (one for one in counted if is_plain(one.match.figure.quantity))
    for members in by_sentence(plain).values():
        for at, verdict in enumerate(members):
            found = _compare(structure.text, members, at, parts)
            if found is not None:
                start, end, true = found
                yield Violation(
                    "N115",
                    start,
                    end,
                    f"“{verdict.match.figure.text}”是{true}，这里写的是“{structure.text[start:end]}”",
                    f"照事实写成{true}",
                    None,
                    verdict.facts,
                )


def _compare(
    text: str, members: Sequence[Verdict], at: int, parts: Parts
) -> tuple[int, int, str] | None:
    verdict = members[at]
    turned = _other_quotient(verdict, parts)
    if turned is not None:
        return turned
    figure, clause = verdict.match.figure, verdict.match.reading.clause[0]
    since = max(clause, members[at - 1].match.figure.end if at else 0)
    before = members[max(0, at - _MOST) : at]
    other = _OTHER.search(text, since, figure.start)
    if other is None and since == clause:
        other = _OTHER_CLAUSE.search(text, max(0, clause - 5), clause)
        last = members[at - 1].match.figure.end if at else clause
        other = other or _OTHER_OPENS.search(text, max(last, clause - _REACH), clause)
    if (
        other is not None
        and verdict.covers is not None
        and "其中" not in text[max(_start(members), since - _SENTENCE) : since]
    ):
        true = _told_beside(parts, _left_out(text, before, other), verdict.covers)
        return (other.start(), other.end(), true) if true else None
    among = _AMONG.search(text, since, figure.start)
    if among is not None:
        true = _not_among(parts, before, verdict)
        return (among.start(), among.end(), true) if true else None
    larger = _larger_than_its_whole(text, before, verdict, parts)
    if larger is not None:
        return larger
    computation = verdict.computation
    near = max(since, figure.start - _REACH)
    total = _TOTAL.search(text[near : figure.start])
    if total is None:
        return None
    place = near + total.start(), near + total.end()
    if computation is not None and verdict.covers is None:
        listed = _AT_ONCE.search(text, since, near + total.start())
        rest = (
            not listed
            and computation.pattern == "{0} - {1}"
            and not phrase("of_the_rest").search(
                text, verdict.match.reading.clause[0], figure.start
            )
        )
        summed = bool(total["each"]) and " + " in computation.pattern
        true = "两个数的差" if rest else ("几个数的和" if summed else "")
        return (*place, true) if true else None
    several = _OF_SEVERAL.search(text, since, figure.start)
    return _less_than_one(text, before, verdict, several) if several is not None else None


def _other_quotient(verdict: Verdict, parts: Parts) -> tuple[int, int, str] | None:
    """A share that is worked out and told as a growth (30个，增长73.2%), or the reverse."""
    computation, reading = verdict.computation, verdict.match.reading
    if computation is None or verdict.match.figure.quantity.kind not in ("percent", "fraction"):
        return None
    role, way = reading.role, reading.direction
    told = role if role is not None and role.value in ("share", "growth") else way
    if told is None or reading.to_level:
        return None
    grown = role is None or role.value == "growth"
    if grown and computation.pattern == "{0} / {1}":
        if parts.is_change(computation.entries[0]):
            return None
        return told.start, told.end, "占比，不是增减"
    since_then = len(computation.entries) == 3 and computation.entries[1] == computation.entries[2]
    if not grown and computation.pattern == "({0} - {1}) / {2}" and since_then:
        return told.start, told.end, "增减幅度，不是占比"
    return None


def _larger_than_its_whole(
    text: str, before: Sequence[Verdict], verdict: Verdict, parts: Parts
) -> tuple[int, int, str] | None:
    """88个问题，改了92个: what was done of some, or is among them, is more than they are."""
    figure = verdict.match.figure
    whole = before[-1] if before else None
    if whole is None or whole.covers is None or verdict.covers is None:
        return None
    between = text[whole.match.figure.end : figure.start]
    if phrase("no_whole").search(between) or not phrase("done_of_them").fullmatch(between):
        return None
    if not parts.told_before(verdict.covers, whole.covers):
        return None
    since = whole.match.reading.clause[0]
    if phrase("no_whole").search(text, since, whole.match.figure.start):
        return None
    return figure.start, figure.end, "前面的数所在的总数"


def _not_among(parts: Parts, before: Sequence[Verdict], verdict: Verdict) -> str:
    """What a figure is in truth that 其中 tells as part of the figures before it, or nothing."""
    own, computation = verdict.covers, verdict.computation
    kind = kind_of(verdict.match.figure.quantity)
    alike = [one for one in before if kind_of(one.match.figure.quantity) == kind]
    told = [one.covers for one in alike if one.covers is not None]
    if own is not None and any(parts.is_part(own, one) for one in told):
        return "包括前面的数在内的总数"
    last = told[-1] if told else None
    if last is not None and own is not None and parts.are_apart(last, own):
        return "与前面的数并列的一部分"
    if computation is None:
        return ""
    if last is not None and computation.pattern == "{0} - {1}" and computation.entries[1] == last:
        return "前面的数以外剩下的"
    summed = set(computation.pattern) <= set("{}0123456789+ ")
    return "前面几个数的和" if summed else ""


def _left_out(text: str, before: Sequence[Verdict], other: re.Match[str]) -> Sequence[Verdict]:
    """The figures that stand outside: of 除已投用的31台以外 the 31, not the whole before it."""
    since = text.rfind("除", max(0, other.start() - _REACH), other.start())
    if "外" not in other[0] or since < 0 or _STOP.search(text, since, other.start()):
        return before
    return [one for one in before if one.match.figure.start > since]


def _start(members: Sequence[Verdict]) -> int:
    return members[0].match.reading.clause[0]


def _told_beside(parts: Parts, before: Sequence[Verdict], own: int) -> str:
    """What an entry is in truth of the figures before it: a part, or the whole of one."""
    between: list[int] = []
    for other in reversed(before):
        if other.covers is None:
            continue
        if parts.is_part(other.covers, own):
            return (
                "" if any(parts.is_part(other.covers, one) for one in between) else "其中的一部分"
            )
        if parts.is_part(own, other.covers):
            return "包括前面的数在内的总数"
        between.append(other.covers)
    return ""


def _less_than_one(
    text: str, before: Sequence[Verdict], verdict: Verdict, several: re.Match[str]
) -> tuple[int, int, str] | None:
    """两者共57户, where one of the two has more."""
    del text
    quantity = verdict.match.figure.quantity
    alike = [
        one.match.figure.quantity
        for one in before
        if kind_of(one.match.figure.quantity) == kind_of(quantity)
    ][-chinese_value(several[1]) :]
    if any(exact(one) > exact(quantity) for one in alike):
        return several.start(), several.end(), "其中一个的数"
    return None
