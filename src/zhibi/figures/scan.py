"""Every numeral of a text, classified: claims with their quantities, and all that is no claim.

The scanner walks from numeral to numeral. At each it asks in this order: is it a name that the caller
exempts, the number of a heading, a phrase (word, set phrase, enumerator), a short quoted name, or a
claim? Whatever cannot be classified is a claim. Nothing numeric is left out, nothing is read twice,
and the work grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhibi.figures.claims import Claim, claim_at
from zhibi.figures.hedges import hedge_before
from zhibi.figures.marks import heading_numbers
from zhibi.figures.model import Figure, Kind, Quantity, Why
from zhibi.figures.numerals import ARABIC_DIGITS, CHINESE_NUMERALS, number_at
from zhibi.figures.phrases import Exempt, phrase_at, twin_phrase_at
from zhibi.figures.units import unit_at

_NUMERALS = frozenset(ARABIC_DIGITS + CHINESE_NUMERALS)
_ARABIC = frozenset(ARABIC_DIGITS)
# Numerals, and the characters that may begin a numeral expression.
_SEED = re.compile(
    rf"[{ARABIC_DIGITS}{CHINESE_NUMERALS}%％‰]"
    rf"|[数几](?=[十百千万亿])|第(?=[{ARABIC_DIGITS}{CHINESE_NUMERALS}])|首(?=[批届期轮家个例座条所次])"
    r"|翻(?=[一两二三四]?番)|无(?=[一1])|半(?=[个天小年月日亩公吨里斤成时])"
)
_QUOTED = re.compile(r"“([^“”\n]{1,24})”|「([^「」\n]{1,24})」|《([^《》\n]{1,80})》")
_ASCII_QUOTED = re.compile(r'"([^"\n]*)"')
_SENTENCE_MARK = re.compile(r"[，。；：！？,;]")
# What makes a quoted figure the name of something: “15分钟”生活圈, “1元”餐.
_NAMED = re.compile(
    r"[^，。；：、\n“”]{0,6}(?:圈|工程|行动|模式|机制|工作法|体系|平台|制度|计划|活动|品牌|专项|服务|路径|战略|格局|阵地|矩阵)"
)
_ONE_EVERY = re.compile(r"一(年|季度|季|月|周|旬|日|天)([一两二三四五1-9])(次|回|轮|期)")
_DEFAULT = Decimal(1)


@dataclass(frozen=True, slots=True)
class _Region:
    """A stretch that is one name: exempt by the caller, quoted, or in 《》."""

    start: int
    end: int
    why: Why
    quoted: bool = False


def find_figures(text: str, names: Sequence[str] = ()) -> list[Figure]:
    """All figures of a text, in order and without overlap; numerals that claim nothing included.

    `names` are exact strings whose numerals state nothing (why = `name`): place names, titles,
    named programmes. A name counts only where no numeral touches its ends.
    """
    return _Scanner(text, names).run()


class _Scanner:
    def __init__(self, text: str, names: Sequence[str]) -> None:
        self.text = text
        self.names = _name_regions(text, names)
        self.quotes = _quoted_regions(text)
        self.headings = heading_numbers(text)
        self.next_name = 0
        self.next_quote = 0
        self.found: list[Figure] = []
        self.done = 0

    def run(self) -> list[Figure]:
        search = _SEED.search
        at = 0
        while (match := search(self.text, at)) is not None:
            at = self._read(match.start())
        return self.found

    def _read(self, at: int) -> int:
        """Classify the numeral expression at `at`; return where to go on."""
        name = self._region(at, self.names, "next_name")
        if name is not None:
            return self._exempt(at, name.end, name.why)
        heading = self.headings.get(at)
        if heading is not None:
            return self._exempt(at, heading, "heading")
        character = self.text[at]
        if character not in _NUMERALS:
            return self._special(at, character)
        phrase = phrase_at(self.text, at)
        claim = claim_at(self.text, at)
        if phrase is not None and (claim is None or not _longer(claim, phrase)):
            return self._exempt(at, phrase.end, phrase.why)
        every = _ONE_EVERY.match(self.text, at)
        if every is not None:
            return self._every(at, every)
        quote = self._region(at, self.quotes, "next_quote")
        if quote is not None and self._is_quoted_name(at, quote, claim):
            return self._exempt(at, quote.end, quote.why)
        twin = twin_phrase_at(self.text, at)
        if twin is not None and (claim is None or claim.end <= at + 2):
            return self._exempt(at, twin.end, twin.why)
        if claim is None:
            return self._exempt(at, at + 1, "word")
        if self._is_word(at, claim):
            return self._exempt(at, at + 1, "word")
        return self._claim(claim)

    def _region(self, at: int, regions: list[_Region], cursor: str) -> _Region | None:
        index = getattr(self, cursor)
        while index < len(regions) and regions[index].end <= at:
            index += 1
        setattr(self, cursor, index)
        if index < len(regions) and regions[index].start <= at:
            return regions[index]
        return None

    def _special(self, at: int, character: str) -> int:
        """A character that is numeric only by what follows: 第三届, 首批, 翻两番, 无一例, 数十, 半年, %."""
        text = self.text
        if character in "%％‰":
            return self._exempt(at, at + 1, "word")
        if character == "第":
            return self._ordinal(at)
        if character == "首":
            quantity = Quantity(
                text[at : at + 2], _DEFAULT, text[at + 1], "ordinal", numerals="chinese"
            )
            return self._add(at, at + 2, quantity)
        if character == "翻":
            end = text.index("番", at) + 1
            times = number_at(text, at + 1) if end - at > 2 else None
            value = Decimal(2) ** int(times.value if times else 1)
            quantity = Quantity(
                text[at:end],
                value,
                "倍",
                "multiple",
                hedge=hedge_before(text, at),
                numerals="chinese",
            )
            return self._add(at, end, quantity)
        if character == "无":
            return self._none(at)
        if character == "半":
            return self._half(at)
        if hedge_before(text, at + 1) != character:
            return at + 1
        claim = claim_at(text, at + 1)
        if claim is None or (text.startswith("分之", at + 2)):
            return at + 1
        return self._add(
            at, claim.end, _with_text(claim.quantity, text[at : claim.end], hedge=character)
        )

    def _ordinal(self, at: int) -> int:
        text = self.text
        phrase = phrase_at(text, at + 1)
        claim = claim_at(text, at + 1)
        if claim is None:
            return at + 1
        if phrase is not None and phrase.end >= (claim.end if claim.sure else at + 2):
            start_of_clause = at == 0 or text[at - 1] in "\n。；;：:，,！？!? \u3000“"
            if phrase.why != "enumerator" or start_of_clause:
                return self._exempt(at, phrase.end, phrase.why)
        number = number_at(text, at + 1)
        if number is None:
            return at + 1
        unit = unit_at(text, number.end)
        end = number.end + (len(unit.spelling) if unit is not None else 0)
        name = unit.name if unit is not None else ""
        kind: Kind = "ordinal"
        quantity = Quantity(
            text[at:end], number.value, name, kind, number.high, numerals=number.numerals
        )
        return self._add(at, end, quantity)

    def _none(self, at: int) -> int:
        """无一例 is nought cases; 无一例外 and 无一遗漏 are words."""
        text = self.text
        phrase = phrase_at(text, at + 1)
        unit = unit_at(text, at + 2)
        if phrase is not None and (unit is None or phrase.end > at + 2 + len(unit.spelling)):
            return at + 1
        if unit is None:
            return at + 1
        end = at + 2 + len(unit.spelling)
        numerals = "arabic" if text[at + 1] == "1" else "chinese"
        return self._add(
            at, end, Quantity(text[at:end], Decimal(0), unit.name, unit.kind, numerals=numerals)
        )

    def _half(self, at: int) -> int:
        text = self.text
        phrase = phrase_at(text, at)
        start = at + 1
        if text.startswith("成", start):
            quantity = Quantity(text[at : at + 2], Decimal(5), "%", "percent", numerals="chinese")
            return self._add(at, at + 2, quantity) if phrase is None else at + 1
        unit = unit_at(text, start)
        if phrase is not None and (unit is None or phrase.end >= start + len(unit.spelling)):
            return self._exempt(at, phrase.end, phrase.why)
        if unit is None or (at and text[at - 1] in "上下前后大多对参"):
            return at + 1
        end = start + len(unit.spelling)
        quantity = Quantity(
            text[at:end],
            Decimal("0.5"),
            unit.name,
            unit.kind,
            hedge=hedge_before(text, at),
            decimals=1,
            numerals="chinese",
        )
        return self._add(at, end, quantity)

    def _every(self, at: int, match: re.Match[str]) -> int:
        number = number_at(self.text, match.start(2))
        value = number.value if number is not None else _DEFAULT
        quantity = Quantity(
            match.group(), value, match.group(3), "count", numerals="chinese", per=match.group(1)
        )
        return self._add(at, match.end(), quantity)

    def _is_quoted_name(self, at: int, quote: _Region, claim: Claim | None) -> bool:
        if not quote.quoted:
            return True
        if claim is None or self.text[at] not in _ARABIC:
            return True
        if not claim.sure or not claim.quantity.unit:
            return True
        return _NAMED.match(self.text, quote.end + 1) is not None

    def _is_word(self, at: int, claim: Claim) -> bool:
        """A single 一 or 零 with no measure word behind it is part of a word: 一抓, 零直排."""
        if self.text[at] not in "一零〇" or claim.sure or claim.quantity.kind == "fraction":
            return False
        return number_is_single(self.text, at)

    def _claim(self, claim: Claim) -> int:
        start = max(claim.start, self.done)
        if start != claim.start:
            quantity = _with_text(
                claim.quantity, self.text[start : claim.end], hedge=claim.quantity.hedge
            )
            return self._add(start, claim.end, quantity)
        return self._add(claim.start, claim.end, claim.quantity)

    def _add(self, start: int, end: int, quantity: Quantity) -> int:
        self.found.append(Figure(start, end, quantity))
        self.done = end
        return end

    def _exempt(self, start: int, end: int, why: Why) -> int:
        quantity = _plain(self.text[start:end])
        self.found.append(Figure(start, end, quantity, claim=False, why=why))
        self.done = end
        return end


def number_is_single(text: str, at: int) -> bool:
    """Whether the numeral at `at` is one character with no numeral behind it."""
    return at + 1 >= len(text) or text[at + 1] not in _NUMERALS


def _longer(claim: Claim, phrase: Exempt) -> bool:
    """Whether a claim reaches further than a phrase: 十分钟 beats 十分, 一批次 beats 一批."""
    if claim.sure:
        return claim.end > phrase.end
    return claim.end - len(claim.quantity.unit) > phrase.end


def _with_text(quantity: Quantity, text: str, *, hedge: str | None) -> Quantity:
    return Quantity(
        text,
        quantity.value,
        quantity.unit,
        quantity.kind,
        quantity.high,
        hedge,
        quantity.scale,
        quantity.decimals,
        quantity.numerals,
        quantity.per,
        quantity.date,
        quantity.until,
        quantity.part,
    )


def _plain(text: str) -> Quantity:
    """The quantity of a numeral that claims nothing: its first number, for the record."""
    at = next((index for index, character in enumerate(text) if character in _NUMERALS), None)
    if at is None:
        return Quantity(text, Decimal(0), "", "other", numerals="chinese")
    number = number_at(text, at)
    if number is None:
        return Quantity(text, _DEFAULT, "", "other", numerals="chinese")
    unit = unit_at(text, number.end)
    kind: Kind = unit.kind if unit is not None else "other"
    name = unit.name if unit is not None else ""
    return Quantity(text, number.value, name, kind, number.high, numerals=number.numerals)


def _name_regions(text: str, names: Sequence[str]) -> list[_Region]:
    """Where the exempt names stand; of two that overlap the longer one that begins first."""
    spans: list[tuple[int, int]] = []
    for name in set(names):
        if not any(character in _NUMERALS or character == "半" for character in name):
            continue
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            touches = (name[0] in _NUMERALS and at > 0 and text[at - 1] in _NUMERALS) or (
                name[-1] in _NUMERALS and text[end : end + 1] in _NUMERALS
            )
            if not touches:
                spans.append((at, end))
            at = text.find(name, end)
    spans.sort(key=lambda span: (span[0], -span[1]))
    regions: list[_Region] = []
    for start, end in spans:
        if not regions or start >= regions[-1].end:
            regions.append(_Region(start, end, "name"))
    return regions


def _quoted_regions(text: str) -> list[_Region]:
    """Short quoted strings without a clause mark inside, and titles in 《》."""
    regions: list[_Region] = []
    for match in _QUOTED.finditer(text):
        title = match.group(3)
        if title is not None:
            regions.append(_Region(match.start() + 1, match.end() - 1, "name"))
        elif _SENTENCE_MARK.search(match.group()) is None:
            regions.append(_Region(match.start() + 1, match.end() - 1, "set-phrase", quoted=True))
    if '"' in text:
        for match in _ASCII_QUOTED.finditer(text):
            if 1 <= len(match.group(1)) <= 24 and _SENTENCE_MARK.search(match.group(1)) is None:
                regions.append(
                    _Region(match.start() + 1, match.end() - 1, "set-phrase", quoted=True)
                )
        regions.sort(key=lambda region: region.start)
    return regions
