"""Every numeral of a text, classified: claims with their quantities, and all that is no claim.

The scanner goes from numeral to numeral. It tests each in this order: is it a name that the
caller exempts, the number of a heading, a phrase (word, set phrase, enumerator), a short quoted
name, or a claim? Whatever cannot be classified is a claim. Nothing numeric is left out, nothing is
read twice, and the work grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache

from zhibi.data_files import read_data
from zhibi.figures.claims import Claim, claim_at
from zhibi.figures.enumerators import heading_numbers
from zhibi.figures.lexical_figures import lexical_figure_at
from zhibi.figures.model import Figure, Kind, Quantity, Why
from zhibi.figures.numeral_characters import (
    CLASSES,
    FINANCIAL_ONLY,
    NO_NUMBER,
    SMALL_DIGITS,
    UNREAD,
    VALUED,
    VULGAR,
    fold,
)
from zhibi.figures.numerals import ARABIC_DIGITS, CHINESE_NUMERALS, NUMERALS, number_at
from zhibi.figures.phrases import Exempt, alternating_phrase_at, phrase_at
from zhibi.figures.place_names import IN_PLACE_NAMES, place_name_end
from zhibi.figures.regions import Region, name_regions, quoted_regions
from zhibi.figures.units import unit_at
from zhibi.patterns import lazy_pattern

_ARABIC = frozenset(ARABIC_DIGITS)
_SIGNS = frozenset("%％‰")
_MARKS = frozenset(UNREAD + NO_NUMBER)
_OPENERS = frozenset("数几第首翻无半")
# Numerals, and the characters that may begin a numeral expression: one set, so that the search is
# quick; what must follow a character that is no numeral is tested at each match.
_SEED = lazy_pattern(
    rf"[{ARABIC_DIGITS}{CHINESE_NUMERALS}%％‰数几第首翻无半{SMALL_DIGITS}{FINANCIAL_ONLY}{UNREAD}{NO_NUMBER}"
    + VALUED.pattern[1:]
)
_OPENS = lazy_pattern(
    rf"[数几](?=[十百千万亿])|第(?=[{ARABIC_DIGITS}{CHINESE_NUMERALS}])"
    r"|首(?=[批届期轮家个例座条所次位])|翻(?=了?(?:近|约|超过?|逾)?[一两二三四]?番)|无(?=[一1])"
    r"|半(?=[个天小年月日亩公吨里斤成时数])|(?<=[过逾])半"
)
_STATED = frozenset({"percent", "pp"})
_DIGIT = lazy_pattern(f"[{ARABIC_DIGITS}]")
_ONE_EVERY = lazy_pattern(r"一(年|季度|季|月|周|旬|日|天)([一两二三四五1-9])(次|回|轮|期)")
_EVERY_ONE = lazy_pattern(r"每个?(年|季度|季|月|周|旬|日|天)$")
_THROUGH = ("一遍", "一趟", "一圈")
_EVERY = lazy_pattern(r"每(?:个|半)?[年季月周旬日天星晚][^，。；\n]*$")
_CLAUSE_REACH = 24
# 百亿 and 万亿 with neither digit, hedge nor unit: an order of size (万亿规模), no figure.
_BARE_SCALE = lazy_pattern("[百千万亿]{1,3}(?![零〇一二三四五六七八九十余多几])")
_VERB = lazy_pattern(r"[^\W\d_]{2}")
# In front of ① as an enumerator, and of ① or Ⅱ as part of a name (图①, 型号Ⅱ, 式①).
_OPENS_ITEM = lazy_pattern(r"(?:^|[\n。；;：:！？（(|])[ \t\u3000#*>-]*$")
_NAMED_BEFORE = lazy_pattern(r"(?:[图式注型款]|附[件表图]|(?<![代发])表)$")
_MASKED = lazy_pattern("[0-9][xX×Ｘ*]+年$")


@cache
def _named_thing() -> re.Pattern[str]:
    words = "|".join(read_data("figures", "phrases")["named_things"].split())
    return re.compile(rf"[^，。；：、\n“”]{{0,6}}(?:{words})")


@cache
def _policy() -> re.Pattern[str]:
    words = "|".join(read_data("figures", "phrases")["policies"].split())
    return re.compile(
        rf"[0-9０-９一二三四五六七八九十百]{{1,4}}[条项个](?:[^\W\d_]{{0,4}})?(?:{words})$"
    )


def find_figures(text: str, names: Sequence[str] = ()) -> list[Figure]:
    """All figures of a text, in order and without overlap; numerals that claim nothing included.

    A figure runs from its first numeral to the end of its unit. 第, 首, 翻 and 无 belong to the
    numeral (第三届, 首批, 翻一番, 无一例), so do 数 and 几 before a scale, a minus sign and ￥;
    hedge words before or behind it do not.

    `names` are exact strings whose numerals state nothing (why = `name`): place names, titles,
    named programmes. A name counts only where no numeral touches its ends.
    """
    return _Scanner(text, names).run()


class _Scanner:
    """One pass over one text; `done` is where the last figure ends."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        self.given = text
        self.text = fold(text)
        self.names = name_regions(text, names)
        self.quotes = quoted_regions(self.text)
        self.headings = heading_numbers(self.text)
        self.found: list[Figure] = []
        self.done = 0

    def run(self) -> list[Figure]:
        search = _SEED.search
        at = 0
        while (match := search(self.text, at)) is not None:
            at = match.start()
            if match.group() in _OPENERS and _OPENS.match(self.text, at) is None:
                at += 1
            else:
                at = self._read(at)
        return self.found if self.text is self.given else [self._as_given(f) for f in self.found]

    def _as_given(self, figure: Figure) -> Figure:
        """A figure of the folded text with the characters that the text has."""
        written = self.given[figure.start : figure.end]
        if written == figure.text:
            return figure
        return replace(figure, quantity=replace(figure.quantity, text=written))

    def _read(self, at: int) -> int:
        """Classify the numeral expression at `at`; return where to go on."""
        text = self.text
        name = self.names.at(at)
        if name is not None:
            return self._exempt(at, name.end, name.why)
        heading = self.headings.get(at)
        if heading is not None:
            return self._exempt(at, heading, "heading")
        character = text[at]
        if character not in NUMERALS:
            return self._other(at, character)
        phrase = phrase_at(text, at)
        if phrase is not None:
            phrase = None if self._is_how_often(at) else self._longest(at, phrase)
        if phrase is not None and phrase.bound:
            return self._exempt(at, phrase.end, phrase.why)
        claim = claim_at(text, at, self.done)
        if phrase is not None and (claim is None or not _further(claim, phrase)):
            return self._exempt(at, phrase.end, phrase.why)
        quote = self.quotes.at(at)
        if quote is not None and self._is_name(at, quote, claim):
            return self._exempt(at, self._name_end(at, quote), quote.why)
        if claim is None:
            return self._exempt(at, at + 1, "word")
        if character not in _ARABIC:
            return self._chinese(at, claim)
        if not claim.known and self._follows_letter(at):
            return self._exempt(at, claim.end - len(claim.quantity.unit), "name")
        return self._add(claim.start, claim.end, claim.quantity)

    def _is_how_often(self, at: int) -> bool:
        """Whether 走一遍 is done once in a time that its clause names (每季度把…查一遍)."""
        through = self.text.startswith(_THROUGH, at)
        return through and _EVERY.search(self.text, max(0, at - _CLAUSE_REACH), at) is not None

    def _longest(self, at: int, phrase: Exempt) -> Exempt:
        """A phrase may open a row (一核 in 一核三治五共) or a place's name (九曲 in 九曲溪)."""
        if phrase.bound or phrase.why == "name" or self.text[at] in _ARABIC:
            return phrase
        row = alternating_phrase_at(self.text, at) if phrase.end <= at + 3 else None
        if row is not None and row.end > phrase.end + 2:
            return row
        place = place_name_end(self.text, at)
        if place is not None and place > phrase.end:
            return Exempt(place, "name", bound=True)
        return phrase

    def _follows_letter(self, at: int) -> bool:
        return at > 0 and self.text[at - 1].isascii() and self.text[at - 1].isalpha()

    def _chinese(self, at: int, claim: Claim) -> int:
        """A claim in Chinese numerals, unless the numeral is part of a phrase or word."""
        every = _ONE_EVERY.match(self.text, at)
        if every is not None:
            return self._frequency(at, every)
        if claim.end <= at + 4 and not claim.quantity.per:
            twin = alternating_phrase_at(self.text, at)
            if twin is not None:
                return self._exempt(at, twin.end, twin.why)
        if not claim.known or claim.quantity.unit in IN_PLACE_NAMES:
            place = place_name_end(self.text, at)
            if place is not None:
                return self._exempt(at, place, "name")
        if not claim.known and self.text[at] in "一零〇" and _is_single(claim):
            return self._verb(at)
        if self._heads_column(at, claim):
            return self._exempt(at, claim.end, "word")
        if not claim.known and claim.quantity.hedge is None:
            bare = _BARE_SCALE.match(self.text, at)
            if bare is not None:
                return self._exempt(at, bare.end(), "word")
        return self._add(claim.start, claim.end, claim.quantity)

    def _heads_column(self, at: int, claim: Claim) -> bool:
        """Whether a scale with its unit stands alone in brackets: 家禽（万只）."""
        text = self.text
        if (
            at == 0
            or text[at - 1] not in "（("
            or text[claim.end : claim.end + 1] not in ("）", ")")
        ):
            return False
        unit = claim.quantity.text.lstrip("十百千万亿")
        return bool(unit) and unit_at(unit, 0) is not None

    def _frequency(self, at: int, match: re.Match[str]) -> int:
        """一月一次: one time a month."""
        number = number_at(self.text, match.start(2))
        value = Decimal(1) if number is None else number.value
        quantity = Quantity(
            match.group(), value, match.group(3), "count", numerals="chinese", per=match.group(1)
        )
        return self._add(at, match.end(), quantity)

    def _verb(self, at: int) -> int:
        """一 with no measure word: once a month in 每月一巡查, else part of a word (一抓)."""
        text = self.text
        every = _EVERY_ONE.search(text[max(0, at - 4) : at])
        verb = _VERB.match(text, at + 1)
        if every is None or verb is None or text[at] != "一":
            return self._exempt(at, at + 1, "word")
        quantity = Quantity(
            text[at : verb.end()],
            Decimal(1),
            verb.group(),
            "count",
            numerals="chinese",
            per=every.group(1),
        )
        return self._add(at, verb.end(), quantity)

    def _other(self, at: int, character: str) -> int:
        """What begins with a character that is no digit and no Chinese numeral."""
        if character in _MARKS:
            end = at + 1
            while self.text.startswith(character, end):
                end += 1
            return self._exempt(at, end, "word", unread=character == UNREAD)
        if VALUED.match(character):
            return self._enclosed(at)
        if character in SMALL_DIGITS or character in FINANCIAL_ONLY:
            return self._exempt(at, at + 1, "name")
        return self._lexical(at, character)

    def _enclosed(self, at: int) -> int:
        """⑨, ㊈, Ⅷ, ⅔: a number with its unit, an enumerator, or part of a name (Ⅲ类, 图①)."""
        claim = claim_at(self.text, at, self.done)
        whole = self.text[at] not in VULGAR
        behind = self.text[at + 1 : at + 2]
        before = self.text[max(0, at - 2) : at]
        if whole and ((behind and behind in CLASSES) or _NAMED_BEFORE.search(before)):
            return self._exempt(at, at + 1, "name")
        if whole and _OPENS_ITEM.search(self.text[max(0, at - 3) : at]):
            return self._exempt(at, at + 1, "enumerator")
        if claim is not None and (claim.known or not whole):
            return self._add(claim.start, claim.end, claim.quantity)
        return self._exempt(at, at + 1, "word", unread=True)

    def _lexical(self, at: int, character: str) -> int:
        if character in _SIGNS:
            return self._exempt(at, at + 1, "word")
        found = lexical_figure_at(self.text, at)
        if found is None:
            return at + 1
        if found.quantity is not None:
            return self._add(at, found.end, found.quantity)
        why: Why = "word" if found.exempt is None else found.exempt.why
        return self._exempt(at, found.end, why)

    def _is_name(self, at: int, quote: Region, claim: Claim | None) -> bool:
        """Whether what is quoted is a name: always in 《》, mostly where its numerals are Chinese.

        Arabic digits with a known unit, and percents and larger sums in any numerals, are a claim
        unless the quotation names something (“15分钟”生活圈).
        """
        if not quote.quoted or claim is None or not claim.known or not claim.quantity.unit:
            return True
        if _policy().match(self.text[at : quote.end]):
            return True
        quantity = claim.quantity
        stated = quantity.kind in _STATED or (quantity.kind == "money" and quantity.scale > 1)
        if self.text[at] not in _ARABIC and not stated:
            return True
        return _named_thing().match(self.text, quote.end + 1) is not None

    def _name_end(self, at: int, quote: Region) -> int:
        """The end of a quoted name, or the place where digits with a unit begin inside it."""
        digit = _DIGIT.search(self.text, at + 1, quote.end)
        if not quote.quoted or digit is None or self.text[at] in _ARABIC:
            return quote.end
        claim = claim_at(self.text, digit.start())
        inside = claim is not None and not self._is_name(digit.start(), quote, claim)
        return digit.start() if inside else quote.end

    def _add(self, start: int, end: int, quantity: Quantity) -> int:
        if start < self.done:
            start = self.done
            quantity = replace(quantity, text=self.text[start:end])
        self.found.append(Figure(start, end, quantity))
        self.done = end
        return end

    def _exempt(self, start: int, end: int, why: Why, unread: bool = False) -> int:
        quantity = _nominal(self.text[start:end])
        self.found.append(Figure(start, end, quantity, claim=False, why=why, unread=unread))
        self.done = end
        return end


def _further(claim: Claim, phrase: Exempt) -> bool:
    """Whether a claim reaches further than a phrase (十分钟, 十分), or 突破 says that it is one."""
    if claim.quantity.hedge == "突破":
        return claim.end >= phrase.end
    if claim.known:
        return claim.end > phrase.end
    return claim.end - len(claim.quantity.unit) > phrase.end


def _is_single(claim: Claim) -> bool:
    """Whether all that was read is one numeral character, and perhaps a guess at its unit."""
    return claim.end - claim.start - len(claim.quantity.unit) == 1


@lru_cache(maxsize=4096)
def _nominal(text: str) -> Quantity:
    """The quantity of a numeral that claims nothing: its first number and unit, for the record."""
    if _MASKED.search(text):
        return Quantity(text, Decimal(0), "", "other")
    at = next((index for index, character in enumerate(text) if character in NUMERALS), None)
    number = None if at is None else number_at(text, at)
    if number is None:
        value = Decimal(0) if at is None else Decimal(1)
        return Quantity(text, value, "", "other", numerals="chinese")
    unit = unit_at(text, number.end)
    kind: Kind = "other" if unit is None else unit.kind
    name = "" if unit is None else unit.name
    return Quantity(text, number.value, name, kind, numerals=number.numerals)
