"""The two sides of a comparison that does not say by how much: 前者多于后者, 低于上年, 超过目标.

Figures in the words of the comparison, last year's figure or the target of the same indicator, the
last two figures told, or figures that the words name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from zhibi.checking.comparing.forms import Said, signs
from zhibi.checking.comparing.sentence_sides import SentenceSides
from zhibi.checking.comparing.sides import (
    Side,
    are_comparable,
    comparing,
    greater,
    named,
    named_in_facts,
    of_entry,
    of_role,
    side_of,
)
from zhibi.figures.model import Quantity
from zhibi.figures.numerals import chinese_value
from zhibi.patterns import lazy_pattern

_DIGIT = lazy_pattern(r"\d")
_BOUND = lazy_pattern(r"[\d.]+[^，。；、\d的]{1,4}的(?:共?有|达到?|占)?\d")
"""A bound that says which of several are counted: 不足20万元的有2个."""
_RATES = ("percent", "pp")
_HUNDRED = Quantity("100%", Decimal(100), "%", "percent")


class WithoutAmount:
    """Finds what a sentence compares where it does not say by how much."""

    def __init__(self, sentence: SentenceSides) -> None:
        self._ledger, self._text = sentence.ledger, sentence.text
        self._number, self._sentence = sentence.number, sentence
        self._fractions = [
            one.match.figure.start
            for one in sentence.members
            if one.match.figure.quantity.kind in ("fraction", "multiple")
            or (
                one.match.figure.quantity.numerals == "chinese"
                and one.match.figure.quantity.unit == "%"
            )
        ]

    def sides(self, said: Said) -> tuple[Side, Side] | None:
        """What more or less is said of, and the other side."""
        growth = comparing("growths").search(said.who)
        told = [s for s in self._sentence.sides if not growth or s.quantity.kind in _RATES]
        inside = [s for s in told if said.other_start <= s.start < said.end]
        several = comparing("all").search(said.who)
        if several is not None:
            return self._of_all(said, chinese_value(several[1]), inside)
        behind = self._behind(said)
        before: Sequence[Side] = [s for s in told if s.start < said.start]
        if not any(s.sentence == self._number for s in before):
            # 水质好于去年：6次监测里有5次达标，去年3次
            at = next((n for n, s in enumerate(told) if s.earlier), len(told))
            before = told[: at + 1]
        if inside and "的" not in said.other and not self._text[inside[-1].end : said.end].strip():
            return None  # 超过3000人: a bound of the figure itself
        named_side = comparing("unnamed").sub("", said.who)
        if _DIGIT.match(said.other) and (named_side or _BOUND.match(said.other)):
            return None
        at = bisect_left(self._fractions, said.other_start)
        if at < len(self._fractions) and self._fractions[at] < said.end:
            return None  # 超过护林员的一半
        if comparing("earlier").search(said.other) and not inside:
            return self._with_last_year(said, before)
        if comparing("aim").search(said.other) and not inside:
            return self._with_aim(said, before)
        if comparing("former").search(said.who + said.other) or comparing("latter").search(
            said.who + said.other
        ):
            return self._of_two(said, before)
        if inside:
            subject = self._who(
                said, [s for s in before if are_comparable(s.quantity, inside[-1].quantity)]
            )
            return (subject, inside[-1]) if subject is not None else None
        if behind is not None:
            alike = [s for s in told if are_comparable(s.quantity, behind.quantity)]
            other = named(said.other, [s for s in alike if s is not behind])
            return (behind, other) if other is not None else None
        return self._by_names(said, told)

    def _behind(self, said: Said) -> Side | None:
        """The subject where only the next clause gives its figure: 乙级低于甲级，为每月39元."""
        clause = any(said.clause <= s.start < said.end for s in self._sentence.sides)
        if clause or not comparing("unnamed").sub("", said.who):
            return None
        side = next((s for s in self._sentence.sides if s.start >= said.end), None)
        between = self._text[said.end : side.start] if side is not None else ""
        return side if comparing("goes_on").fullmatch(between) else None

    def _of_all(self, said: Said, count: int, inside: Sequence[Side]) -> tuple[Side, Side] | None:
        """Of the last two or three told, all of which stand alike to the other side."""
        earlier = comparing("earlier").search(said.other)
        run = [s for s in self._sentence.sides if s.start < said.start and not s.earlier][-count:]
        pairs = []
        for side in run if len(run) == count else ():
            other = inside[-1] if inside else (self._last_year_of(side) if earlier else None)
            if other is None or not are_comparable(side.quantity, other.quantity):
                return None
            pairs.append((side, other))
        if len({greater(*pair) for pair in pairs}) != 1:
            return None
        return pairs[0]

    def _who(self, said: Said, sides: Sequence[Side]) -> Side | None:
        """The subject: a figure of its clause, else what is named, else the last one told."""
        own = [side for side in sides if side.start >= said.clause]
        if own:
            return own[-1]
        words = comparing("unnamed").sub("", said.who)
        recent = [s for s in sides if s.sentence == self._number] or list(sides)
        if not words:
            return recent[-1] if recent else None
        return named(words, sides, latest=True)

    def _with_last_year(self, said: Said, before: Sequence[Side]) -> tuple[Side, Side] | None:
        told = [s for s in before if s.earlier]
        now = [s for s in before if not s.earlier and not s.worked_out]
        if told and not comparing("latter").search(said.who):
            subject = self._who(
                said, [s for s in now if are_comparable(s.quantity, told[-1].quantity)]
            )
            if subject is not None:
                return subject, told[-1]
        subject = self._who(said, now)
        other = self._last_year_of(subject) if subject is not None else None
        return (subject, other) if subject is not None and other is not None else None

    def _last_year_of(self, side: Side) -> Side | None:
        """Last year's figure of what a side is, or a bound where only the change is known."""
        other = of_role(self._ledger, side, "previous")
        if other is not None or side.entry is None:
            return other
        own = self._ledger.entries[side.entry]
        if own.text:
            told = [
                number
                for number in self._ledger.by_fact[own.fact_id]
                if "earlier" in self._ledger.known_as(number)
                and are_comparable(self._ledger.entries[number].quantity, side.quantity)
            ]
            if len(told) == 1 and told[0] != side.entry:
                return of_entry(self._ledger, told[0])
        entry = self._ledger.entries[side.entry]
        way = self._ledger.reading(side.entry).to_way if entry.role in ("value", "figure") else 0
        if not way:
            return None
        bound = side.low - 1 if way > 0 else side.high + 1
        return Side(entry.quantity, bound, bound, names="上年同期")

    def _with_aim(self, said: Said, before: Sequence[Side]) -> tuple[Side, Side] | None:
        subject = self._who(said, [side for side in before if not side.earlier])
        if subject is None or subject.entry is None:
            return None
        entry = self._ledger.entries[subject.entry]
        if entry.role == "completion":
            return subject, side_of(_HUNDRED)
        other = of_role(self._ledger, subject, "target")
        return (subject, other) if other is not None and entry.role != "target" else None

    def _of_two(self, said: Said, before: Sequence[Side]) -> tuple[Side, Side] | None:
        """前者 and 后者: the last two figures of one unit."""
        here = [s for s in before if s.sentence == self._number and s.start < said.clause]
        for sides in (here, before):
            for at in range(len(sides) - 1, 0, -1):
                for first in reversed(sides[:at]):
                    if are_comparable(first.quantity, sides[at].quantity):
                        return self._one_of(said, first, sides[at])
        return None

    def _one_of(self, said: Said, first: Side, second: Side) -> tuple[Side, Side] | None:
        if "前者" in said.who:
            return first, second
        if "后者" in said.who:
            return second, first
        who = comparing("unnamed").sub("", said.who)
        if who and named(who, [first, second]) is None:
            return None
        return (second, first) if "前者" in said.other else None

    def _by_names(self, said: Said, told: Sequence[Side]) -> tuple[Side, Side] | None:
        """Both sides by their names: of each unit that is told, all of which must agree.

        By how much others rose (超过全部增量) is not what they are.
        """
        if comparing("changes").search(said.other):
            return None
        found: list[tuple[Side, Side]] = []
        pools: list[list[Side]] = []
        for side in told:
            pool = next((p for p in pools if are_comparable(p[0].quantity, side.quantity)), None)
            if pool is None:
                pools.append([side])
            else:
                pool.append(side)
        who = comparing("unnamed").sub("", said.who)
        last = next((s for s in reversed(told) if s.end <= said.start), None)
        for pool in pools:
            if not who and last not in pool:
                continue  # 少于受训妇女: of what was told right before
            before = [s for s in pool if s.start < said.start]
            subject = self._who(said, before) if before else (named(who, pool) if who else None)
            if subject is None:
                continue
            others = [s for s in pool if s is not subject]
            other = named(said.other, others) or (named(said.other + who, others) if who else None)
            if other is None and len(pools) == 1:
                other = named_in_facts(self._ledger, said.other, subject.quantity)
            if other is None or other.entry == subject.entry or not _can_be(said.word, subject):
                continue
            found.append((subject, other))
        if not found or len({greater(*pair) for pair in found}) != 1:
            return None
        return found[0]


def _can_be(word: str, subject: Side) -> bool:
    """Whether a word can compare a side: a pace is a time or a rate of growth."""
    if signs()[word[0]] in ("quick", "slow"):
        return subject.quantity.kind in ("duration", "percent")
    return True
