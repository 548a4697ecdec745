"""Comparisons in words: N104 where the two sides that are meant stand the other way round.

甲74人，比乙的68人多6人; 前者多于后者; 低于上年; 离目标还差2.6吨; 扶手比铁皮短12米. What is
compared, and with what, is a figure of the clause, 前者 or 后者, last year's figure or the target
of the same indicator, or a figure that the words name, told nearby or only in the facts. Which of
the two is more is then a matter of arithmetic. Where a side cannot be told, nothing is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from zhibi.checking.comparing.extremes import wrong_extremes
from zhibi.checking.comparing.forms import Said, bare, forms, less_is_better, signs
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
    told_sides,
)
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.facts.arithmetic import exact
from zhibi.figures.model import Quantity
from zhibi.figures.units import dimension
from zhibi.structure import Structure

_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile(r"[^，；;：:。！？（）()\n]+")
_GATE = re.compile(r"[比较于离距出过不最更多少高低大小快慢长短缺增减升降提]|前者|后者")
_CLAUSE_REACH = 40  # characters of a clause before an amount that are looked at
_FIGURE_NEXT = 3  # characters between a word of comparison and its amount
_SENTENCES = 2  # sentences before one whose figures its comparisons may mean
_MOST = 40  # figures before the end of a sentence that are looked at
_PREFIX = 3  # characters by which what is compared with is found in a fact
_OPPOSITE = {
    "高": "低",
    "低": "高",
    "多": "少",
    "少": "多",
    "大": "小",
    "小": "大",
    "好": "差",
    "差": "好",
}
_HUNDRED = Quantity("100%", Decimal(100), "%", "percent")
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}


class Comparisons:
    """Compares what a text says of two sides with their values."""

    def __init__(
        self, ledger: LedgerIndex, structure: Structure, verdicts: Sequence[Verdict]
    ) -> None:
        self.ledger, self.structure, self._text = ledger, structure, structure.text
        self._by_sentence: dict[int, list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            self._by_sentence[verdict.match.sentence].append(verdict)

    def wrong(self) -> Iterator[Violation]:
        """N104 for each comparison that is the wrong way round."""
        for number, members in self._by_sentence.items():
            sentence = self.structure.sentences[number]
            if self.structure.lines[sentence.line].kind != "paragraph":
                continue
            if _GATE.search(self._text, sentence.start, sentence.end):
                yield from _Sentence(self, number, members).wrong()

    def sides(self, number: int) -> tuple[list[Side], list[Verdict]]:
        """The sides that are told in a sentence and those before it in its paragraph."""
        line = self.structure.sentences[number].line
        near = [
            verdict
            for other in range(max(0, number - _SENTENCES), number + 1)
            if self.structure.sentences[other].line == line
            for verdict in self._by_sentence.get(other, ())
        ][-_MOST:]
        if not near:
            return [], []
        since = self.structure.sentences[near[0].match.sentence].start
        return told_sides(self.ledger, self._text, near, since), near


class _Sentence:
    def __init__(self, of: Comparisons, number: int, members: Sequence[Verdict]) -> None:
        self._ledger, self._text = of.ledger, of.structure.text
        sentence = of.structure.sentences[number]
        self._span, self._number, self._members = (sentence.start, sentence.end), number, members
        self._sides, self._near = of.sides(number)
        self._starts = [one.match.figure.start for one in members]
        self._fractions = [
            one.match.figure.start
            for one in members
            if one.match.figure.quantity.kind in ("fraction", "multiple")
            or (
                one.match.figure.quantity.numerals == "chinese"
                and one.match.figure.quantity.unit == "%"
            )
        ]
        self._order = ""
        """Whether the subject of the last comparison stands before or after its other side."""

    def wrong(self) -> Iterator[Violation]:
        """What its clauses compare the wrong way round."""
        extremes = wrong_extremes(self._ledger, self._text, self._span, self._sides, self._number)
        for start, end, side, true in extremes:
            yield self._violation(
                start, end, f"“{side.quantity.text}”{true}", self._text[start:end]
            )
        for clause in _CLAUSE.finditer(self._text, *self._span):
            taken: set[int] = set()
            for form in forms():
                for found in form.finditer(clause[0]):
                    said = self._said(clause, found)
                    amount = self._amount(said.end, clause.end())
                    if amount is not None:
                        taken.add(amount.match.figure.start)
                    yield from self._check(said, amount)
            low, high = (bisect_left(self._starts, at) for at in clause.span())
            for amount in self._members[low:high]:
                if amount.match.figure.start not in taken:
                    yield from self._check_bare(clause, amount)

    def _said(self, clause: re.Match[str], found: re.Match[str]) -> Said:
        groups = found.groupdict()
        base = clause.start()
        who = groups.get("who") or clause[0][max(0, found.start() - _CLAUSE_REACH) : found.start()]
        other = groups.get("other")
        if other is None:
            other = "后者" if who == "前者" else "前者"
        end = found.end()
        if other and found.re is forms()[1]:
            digit = _DIGIT.search(other)
            at = base + found.start("other") + digit.start() if digit else -1
            if digit and self._is_difference(at):  # 低于自筹220万元
                other, end = other[: digit.start()], at - base
        begin = base + (found.start("other") if groups.get("other") is not None else found.end())
        return Said(who, other, groups["word"], base, base + found.start(), base + end, begin)

    def _is_difference(self, at: int) -> bool:
        """Whether the figure at a place is a difference of two others."""
        found = self._amount(at, at)
        return found is not None and found.computation is not None and found.computation.signed

    def _amount(self, end: int, stop: int) -> Verdict | None:
        """The figure by how much, right behind the word of comparison."""
        at = bisect_left(self._starts, end)
        if at < len(self._starts) and self._starts[at] <= min(end + _FIGURE_NEXT, stop):
            return self._members[at]
        return None

    # -- with an amount -------------------------------------------------------------------------

    def _check(self, said: Said, amount: Verdict | None) -> Iterator[Violation]:
        found = self._of_other_time(said, amount) or self._contradicted(said, amount)
        if found is not None:
            yield found
            return
        if amount is not None and amount.computation is not None and not _is_by(amount):
            amount = None  # 少了近一成: by what share, not by how much
        if amount is not None and amount.computation is None:
            return  # a change that the facts tell, or a figure that is wrong by itself
        pair = self._without_amount(said) if amount is None else self._by_amount(said, amount)
        if pair is not None:
            yield from self._judge(said.word, said.start, said.end, *pair)

    def _by_amount(self, said: Said, amount: Verdict) -> tuple[Side, Side] | None:
        found: set[tuple[Side, Side]] = set()
        for more, less in self._meant(said, self._pairs(amount)):
            subject = self._subject_of(said, more, less)
            if subject is None:
                return None
            found.add((subject, less if subject is more else more))
        if len({greater(one, other) for one, other in found}) != 1:
            return None
        subject, other = next(iter(found))
        if subject.is_told and other.is_told:
            self._order = "first" if subject.start < other.start else "second"
        return subject, other

    @staticmethod
    def _meant(said: Said, pairs: Sequence[tuple[Side, Side]]) -> Sequence[tuple[Side, Side]]:
        """Of several pairs with one difference, those of which the words name both sides."""
        if len(pairs) < 2:
            return pairs
        sides = list(dict.fromkeys(side for pair in pairs for side in pair))
        who = named(comparing("unnamed").sub("", said.who), sides)
        other = named(said.other, sides)
        both = [pair for pair in pairs if who in pair and other in pair]
        return both or [pair for pair in pairs if other in pair] or pairs

    def _pairs(self, amount: Verdict) -> list[tuple[Side, Side]]:
        """The pairs of which a figure is the difference, the greater first."""
        size = exact(amount.match.figure.quantity)
        place = amount.match.figure.start
        told = [s for s in self._sides if s.start < place and s.low == s.high]
        found = [
            (one, other)
            for one in told
            for other in told
            if one.low - other.low == size and are_comparable(one.quantity, other.quantity)
        ]
        computation = amount.computation
        if computation is not None and computation.pattern == "{0} - {1}":
            more, less = (self._of_term(entry, place) for entry in computation.entries)
            if more is not None and less is not None and (more, less) not in found:
                found.append((more, less))
        return found

    def _of_term(self, entry: int, place: int) -> Side | None:
        told = [side for side in self._sides if side.entry == entry]
        near = min(told, key=lambda side: abs(side.start - place), default=None)
        return near or of_entry(self._ledger, entry)

    def _subject_of(self, said: Said, more: Side, less: Side) -> Side | None:
        """Which of two sides is that of which more or less is said."""
        first, second = self._in_order(more, less)
        if not second.is_told:  # only one of them is told: the text speaks of that one
            return first
        whole = said.who + said.other
        for word, one, other in (("前者", first, second), ("后者", second, first)):
            if word in said.who:
                return one
            if word in said.other and not comparing("former").search(said.who):
                return other
        subject = self._in_span(said.clause, said.start, (first, second))
        against = self._in_span(said.other_start, said.end, (first, second))
        if (
            against is None
            and comparing("earlier").search(said.other)
            and first.earlier != second.earlier
        ):
            against = first if first.earlier else second
        if subject is None and against is None:
            who = comparing("unnamed").sub("", said.who)
            against = self._named_one(said.other, first, second)
            subject = self._named_one(who, first, second)
            if subject is None and against is None:
                return second if not who or not whole else None
        if subject is against:
            return None
        if subject is not None and against is not None:
            return subject
        return subject or (second if against is first else first)

    @staticmethod
    def _in_order(one: Side, other: Side) -> tuple[Side, Side]:
        if not one.is_told:
            return other, one
        return (one, other) if not other.is_told or one.start < other.start else (other, one)

    @staticmethod
    def _named_one(words: str, first: Side, second: Side) -> Side | None:
        return named(words, [first, second]) if words else None

    @staticmethod
    def _in_span(start: int, end: int, sides: Sequence[Side]) -> Side | None:
        inside = [side for side in sides if start <= side.start < end]
        return inside[0] if len(inside) == 1 else None

    def _check_bare(self, clause: re.Match[str], amount: Verdict) -> Iterator[Violation]:
        """多6人 behind the two figures: of the last one, unless it goes on with a comparison."""
        computation, figure = amount.computation, amount.match.figure
        yield from self._on_base(amount)
        if amount.covers is not None:
            yield from self._of_shortfall(clause, amount)
        if computation is None or not _is_by(amount) or amount.match.reading.to_level:
            return
        since = max(clause.start(), figure.start - _CLAUSE_REACH)
        before = self._text[since : figure.start]
        found = bare().search(before)
        if found is None:
            return
        pairs = self._pairs(amount)
        if len(pairs) != 1 or found["word"] == "差":
            return
        more, less = pairs[0]
        first, second = self._in_order(more, less)
        subject: Side | None = None
        word = found["word"]
        if word.startswith("净"):
            told = [s for s in self._sides if are_comparable(s.quantity, figure.quantity)]
            apart = [
                (one, other)
                for one in told
                for other in told
                if other.earlier
                and not one.earlier
                and abs(one.low - other.low) == exact(figure.quantity)
            ]
            if len(apart) == 1:
                first, second = apart[0]
                yield from self._judge(word[1], figure.start - 2, figure.end, first, second)
            return
        if not second.is_told:
            subject = first
        elif "前者" in before or "后者" in before:
            subject = first if "前者" in before else second
        elif first.earlier != second.earlier:
            subject = second if first.earlier else first
        elif self._order and before[: found.start("word")]:
            subject = first if self._order == "first" else second
        elif who := comparing("unnamed").sub("", before[: found.start("word")]):
            subject = named(who, [first, second])
        else:
            told = [s for s in self._sides if s.end <= since + found.start("word")]
            subject = second if told and told[-1] is second else None
        if subject is not None:
            start = since + found.start("word")
            other = second if subject is first else first
            yield from self._judge(word, start, figure.end, subject, other)

    def _on_base(self, amount: Verdict) -> Iterator[Violation]:
        """N113: the change since last year that a text works out, told as since last month."""
        base, computation = amount.match.reading.base, amount.computation
        if base is None or computation is None or base.value not in ("环比", "比前年"):
            return
        entries = [self._ledger.entries[n] for n in computation.entries if n >= 0]
        same = len({entry.fact_id for entry in entries}) == 1 and len(entries) > 1
        if same and any("earlier" in self._ledger.known_as(n) for n in computation.entries):
            yield Violation(
                "N113",
                base.start,
                base.end,
                f"{computation.how}是和上年同期比，这里写的是“{base.words}”",
                "改为“同比”",
                None,
                amount.facts,
            )

    def _of_shortfall(self, clause: re.Match[str], amount: Verdict) -> Iterator[Violation]:
        """What is lacking (缺额17名) told as too many (超编17名)."""
        figure = amount.match.figure
        since = max(clause.start(), figure.start - _CLAUSE_REACH)
        found = bare().search(self._text[since : figure.start])
        known = self._ledger.known_as(amount.covers) if amount.covers is not None else frozenset()
        if found is None or signs().get(found["word"]) != "more" or "left" not in known:
            return
        if found["word"] in ("多", "超", "超编") and not found["mid"]:
            yield self._violation(
                since + found.start("word"),
                figure.end,
                "事实里是还差、还缺的数",
                found["word"],
            )

    # -- without an amount ----------------------------------------------------------------------

    def _without_amount(self, said: Said) -> tuple[Side, Side] | None:
        inside = [s for s in self._sides if said.other_start <= s.start < said.end]
        several = comparing("all").search(said.who)
        if several is not None:
            return self._of_all(said, _NUMBERS[several[1]], inside)
        before = [s for s in self._sides if s.start < said.start]
        if not any(s.sentence == self._number for s in before):
            # 水质好于去年：6次监测里有5次达标，去年3次
            at = next((n for n, s in enumerate(self._sides) if s.earlier), len(self._sides))
            before = self._sides[: at + 1]
        if inside and "的" not in said.other and not self._text[inside[-1].end : said.end].strip():
            return None  # 超过3000人: a bound of the figure itself
        if _DIGIT.match(said.other) and said.who:
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
        return self._by_names(said)

    def _of_all(self, said: Said, count: int, inside: Sequence[Side]) -> tuple[Side, Side] | None:
        """Of the last two or three told, all of which stand alike to the other side."""
        earlier = comparing("earlier").search(said.other)
        run = [s for s in self._sides if s.start < said.start and not s.earlier][-count:]
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
        subject = self._who(said, before)
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

    def _by_names(self, said: Said) -> tuple[Side, Side] | None:
        """Both sides by their names: of each unit that is told, all of which must agree."""
        found: list[tuple[Side, Side]] = []
        pools: list[list[Side]] = []
        for side in self._sides:
            pool = next((p for p in pools if are_comparable(p[0].quantity, side.quantity)), None)
            if pool is None:
                pools.append([side])
            else:
                pool.append(side)
        who = comparing("unnamed").sub("", said.who)
        last = next((s for s in reversed(self._sides) if s.end <= said.start), None)
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
            if (
                other is None
                or other.entry == subject.entry
                or not self._fits(said, subject, other)
            ):
                continue
            found.append((subject, other))
        if not found or len({greater(*pair) for pair in found}) != 1:
            return None
        return found[0]

    @staticmethod
    def _fits(said: Said, subject: Side, other: Side) -> bool:
        """Whether two sides can be what a word compares: a pace is a time or a rate of growth."""
        del other
        if signs()[said.word[0]] in ("quick", "slow"):
            return subject.quantity.kind in ("duration", "percent")
        return True

    def _of_other_time(self, said: Said, amount: Verdict | None) -> Violation | None:
        """N113: a comparison with last month, or the year before last, of which no fact speaks."""
        told = comparing("other_time").match(said.other)
        if told is None or (amount is not None and amount.covers is not None):
            return None
        own = [
            self._ledger.entries[number]
            for one in self._near
            for number in (one.covers, *(one.computation.entries if one.computation else ()))
            if number is not None and number >= 0
        ]
        words = "，".join(self._ledger.fact_words.get(entry.fact_id, "") for entry in own)
        if not own or comparing("other_time_known").search(words):
            return None
        return Violation(
            "N113",
            told.start() + said.other_start,
            told.end() + said.other_start,
            f"旁边的事实没有{told[0]}的数，这里写的是和{told[0]}比",
            "改为“上年同期”，或照事实写和什么比",
            None,
            tuple(dict.fromkeys(entry.id for entry in own))[:2],
        )

    # -- what the facts say in words ------------------------------------------------------------

    def _contradicted(self, said: Said, amount: Verdict | None) -> Violation | None:
        """The same comparison with the reverse word in a fact that the sentence tells."""
        other = said.other[:_PREFIX]
        opposite = _OPPOSITE.get(said.word)
        if amount is not None and amount.covers is not None and comparing("earlier").match(other):
            way = self._ledger.reading(amount.covers).way
            told = {"more": 1, "less": -1}.get(signs()[said.word], 0)
            if self._ledger.entries[amount.covers].role == "growth" and way * told < 0:
                true = "增长" if way > 0 else "下降"
                return self._violation(said.start, said.end, f"事实里是{true}", said.word)
        if opposite is None or len(other) < _PREFIX or comparing("earlier").match(other):
            return None
        if amount is not None and amount.covers is not None:
            way = self._ledger.reading(amount.covers).way
            words = self._ledger.entries[amount.covers].text
            told = 1 if signs()[said.word] in ("more", "better") else -1
            if way and way != told and other in words and said.word + "于" not in words:
                return self._violation(said.start, said.end, f"事实里是“{words}”", said.word)
            return None
        for verdict in self._near:
            if verdict.covers is None:
                continue
            words = self._ledger.fact_words.get(self._ledger.entries[verdict.covers].fact_id, "")
            if f"{opposite}于{other}" in words and f"{said.word}于{other}" not in words:
                return self._violation(
                    said.start, said.end, f"事实里是“{opposite}于{other}”", said.word
                )
        return None

    # -- the verdict ----------------------------------------------------------------------------

    def _judge(
        self, word: str, start: int, end: int, subject: Side, other: Side
    ) -> Iterator[Violation]:
        true = greater(subject, other)
        way = signs()[word] if word in signs() else signs().get(word[0], "")
        if word in ("不及", "不足"):
            way = "less"
        said = 1 if way in ("more", "quick", "better") else -1
        lasting = (
            dimension(subject.quantity.unit) == "duration" or subject.quantity.kind == "duration"
        )
        if (way in ("quick", "slow", "better", "worse") and lasting) or (
            way in ("better", "worse") and less_is_better().search(subject.names)
        ):
            said = -said
        if true and true != said:
            more = "多" if true > 0 else "少"
            than = other.quantity.text if other.low == exact(other.quantity) else "上年同期"
            yield self._violation(start, end, f"“{subject.quantity.text}”比“{than}”{more}", word)

    def _violation(self, start: int, end: int, true: str, word: str) -> Violation:
        facts = dict.fromkeys(fact for one in self._members for fact in one.facts)
        return Violation(
            "N104",
            start,
            end,
            f"{true}，这里写的是“{word}”",
            "核对是谁比谁多，改正“多”“少”一类的词",
            None,
            tuple(facts)[:2],
        )


def _is_by(amount: Verdict) -> bool:
    """Whether a figure is the difference of two others."""
    return amount.computation is not None and amount.computation.pattern == "{0} - {1}"
