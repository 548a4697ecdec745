"""Numeral characters of every script, read as the digits and Chinese numerals that they stand for.

A text is folded before it is scanned: each character becomes exactly one other, so that places in
the folded text are places in the text as given. What stands for a number that cannot be told is
folded to `UNREAD`, and the scanner reports it; nothing that Unicode calls numeric is passed over.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from zhibi.figures.units import unit_at
from zhibi.patterns import lazy_pattern

UNREAD = "\ufdd0"
"""Stands for a character of a numeral that cannot be read. Unicode never assigns it."""
NO_NUMBER = "\ufdd1"
"""Stands for a character of a character reference that writes no number."""
LONGEST = 40
"""Digits of one numeral; a longer row is no quantity of a report, and is not read as one."""

SMALL_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
"""Superscripts and subscripts."""
VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
"""Fractions in one character."""
_ENCLOSED = (
    "\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3251-\u325f\u3280-\u3289\u32b1-\u32bf"
)
_ROMAN = "\u2160-\u2182\u2185-\u2188"
VALUED = lazy_pattern(f"[{VULGAR}{_ENCLOSED}{_ROMAN}]")
"""Characters that are a whole number or fraction each: ⑨, ㊈, Ⅷ, ⅔."""

_COMMON_RANGES = (
    ("\x00", "\x7f"), ("\u4e00", "\u9fff"), ("\u3000", "\u3006"), ("\u3008", "\u3020"),
    ("\u2010", "\u2027"), ("\uff00", "\uffef"), ("\u3040", "\u30ff"), ("\uac00", "\ud7a3"),
    ("\ue000", "\uf8ff"),
)  # fmt: skip
"""ASCII, CJK ideographs and their punctuation, full-width forms, kana, hangul, private use."""
_RARE = lazy_pattern(f"[^{''.join(f'{first}-{last}' for first, last in _COMMON_RANGES)}]")
_TRADITIONAL = str.maketrans("萬億兩卄", "万亿两廿")
_FINANCIAL = dict(
    zip(
        "壹贰貳貮弐叁參叄肆伍陆陸柒捌玖拾佰仟弌弍弎亖",
        "一二二二二三三三四五六六七八九十百千一二三四",
        strict=True,
    )
)
# These are ordinary words alone: 队伍, 大陆, 收拾, 放肆, 參加.
_COMMON = frozenset("伍陆陸肆拾參")
FINANCIAL_ONLY = "".join(sorted(set(_FINANCIAL) - _COMMON))
"""Characters that write numbers and names alone; what of them is no number is a word."""
_FINANCIAL_RUN = lazy_pattern(f"([{''.join(_FINANCIAL)}零〇万亿]+)(圆?)")
# Measure words that make one of them a number: 伍名; 陆家嘴 and 伍家岗 are places.
_COUNTS = frozenset("户名个人件亩次项位条处只吨岁天")
_IN_WORD = frozenset("队入退落为行大登着内水捡收整放采")
_FINANCIAL_SHAPE = lazy_pattern(
    "[壹贰貳貮弐叁參叄肆伍陆陸柒捌玖弌弍弎][拾佰仟万亿]|拾[壹贰貳叁肆伍陆陸柒捌玖万亿]|[佰仟]万"
)
_OTHER_CHINESE = lazy_pattern(f"[萬億兩卄{''.join(_FINANCIAL)}]")
_SUZHOU = str.maketrans("〡〢〣〤〥〦〧〨〩〸〹〺", "一二三四五六七八九十廿卅")
_CIRCLE_ZERO = lazy_pattern("(?<=[〇零一二三四五六七八九○◯])[○◯](?=[〇零一二三四五六七八九○◯年])")
_LETTER_ZERO = lazy_pattern("(?<=[0-9])[OＯ](?=[0-9])")
_ASCII_ROMAN = lazy_pattern(
    r"(?<![A-Za-z0-9])(?=[IVX]{2}|[IVXLCDM]{3})(?!X+(?![IVLCDM]))"
    r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![A-Za-z0-9])"
)
_ROMAN_LETTERS = lazy_pattern("[IVXLCDM]{2}")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
CLASSES = frozenset("类级型期区档等号版")
"""What a Roman or circled number before it is the name of: Ⅲ类水质, Ⅳ级响应."""
_REFERENCE = lazy_pattern(r"&(?:sup[123]|frac[0-9]{2}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_DIGIT = "0-9０-９"
_CHINESE = "〇零一二三四五六七八九十百千万亿两廿卅"
_TOO_LONG = lazy_pattern(
    rf"[{_DIGIT}](?:[{_DIGIT}]|[,， \u2009\u00a0\u202f](?=[{_DIGIT}]{{3}})){{{LONGEST},}}"
    rf"|[{_CHINESE}]{{{LONGEST + 1},}}"
)

# Quick to search: every row that is too long is one of these.
_LONG_ROW = lazy_pattern(
    rf"[{_DIGIT},， \u2009\u00a0\u202f]{{{LONGEST}}}|[{_CHINESE}]{{{LONGEST}}}"
)


def fold(text: str) -> str:
    """The text with every numeral character as an ASCII digit, a Chinese numeral or `UNREAD`.

    It has the length of `text`, and is `text` itself where there is nothing to fold. Characters
    with a value of their own (`VALUED`) and superscripts behind a letter (m², CO₂) stay.
    """
    folded = text
    if not folded.isascii() and any(map(_is_rare, {*folded})):
        folded = _RARE.sub(_rare, folded)
    if _OTHER_CHINESE.search(folded):
        folded = folded.translate(_TRADITIONAL)
        folded = _FINANCIAL_RUN.sub(_financial, folded)
    if "○" in folded or "◯" in folded:
        folded = _CIRCLE_ZERO.sub("〇", folded)
    if "O" in folded or "Ｏ" in folded:
        folded = _LETTER_ZERO.sub(UNREAD, folded)
    if "&" in folded:
        folded = _REFERENCE.sub(_reference, folded)
    if _ROMAN_LETTERS.search(folded):
        folded = _ASCII_ROMAN.sub(_roman, folded)
    if _LONG_ROW.search(folded):
        folded = _TOO_LONG.sub(lambda row: UNREAD * len(row[0]), folded)
    return folded


@lru_cache(maxsize=8192)
def _is_rare(character: str) -> bool:
    """Whether a character is none of the common ones of Chinese texts."""
    return not any(first <= character <= last for first, last in _COMMON_RANGES)


def value_of(character: str) -> Decimal | None:
    """The number that one of the `VALUED` characters stands for; None for any other."""
    if VALUED.match(character) is None:
        return None
    value = unicodedata.numeric(character)
    if character not in VULGAR:
        return Decimal(int(value))
    numerator, _, denominator = unicodedata.normalize("NFKC", character).partition("⁄")
    return Decimal(numerator) / Decimal(denominator)


def _rare(match: re.Match[str]) -> str:
    character, text, at = match[0], match.string, match.start()
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character in SMALL_DIGITS:
        return _small(character, text, at)
    if VALUED.match(character):
        return character
    suzhou = character.translate(_SUZHOU)
    if suzhou != character or character == "〇":
        return suzhou
    if character.isnumeric() or _writes_number(character):
        return UNREAD
    return character


def _small(character: str, text: str, at: int) -> str:
    """A digit, but for an exponent (10², never 102) and what is part of a name (m², CO₂)."""
    first = at
    while first and at - first < LONGEST and text[first - 1] in SMALL_DIGITS:
        first -= 1
    before = text[first - 1 : first]
    if before.isdecimal():
        return UNREAD
    if (before.isascii() and before.isalpha()) or before in ("μ", "."):
        return character
    return str(unicodedata.digit(character))


def _writes_number(character: str) -> bool:
    """Whether a compatibility character spells a number out: ㏠ is 1日, ㋀ is 1月."""
    if not "\u3200" <= character <= "\u33ff" and not "\U0001f100" <= character <= "\U0001f10a":
        return False
    return unicodedata.normalize("NFKC", character)[0].isdigit()


def _financial(match: re.Match[str]) -> str:
    run, yuan = match.groups()
    text = match.string
    lead = 0
    if run[0] in _COMMON and match.start() and text[match.start() - 1] in _IN_WORD:
        lead = 1
    number = run[lead:]
    if not any(character in _FINANCIAL for character in number):
        return match[0]
    unit = unit_at("元" if yuan else text, 0 if yuan else match.end())
    known = unit is not None
    money = unit is not None and unit.dimension == "money"
    counts = unit is not None and unit.spelling in _COUNTS
    alone = len(number) == 1 and number in _COMMON and not (money or counts)
    if _FINANCIAL_SHAPE.search(number) is None and (not known or alone):
        return match[0]
    digits = "".join(_FINANCIAL.get(character, character) for character in number)
    return run[:lead] + digits + ("元" if yuan else "")


def _reference(match: re.Match[str]) -> str:
    from html import unescape

    written = unescape(match[0])
    numeric = any(character.isnumeric() for character in written)
    return (UNREAD if numeric else NO_NUMBER) * len(match[0])


def _roman(match: re.Match[str]) -> str:
    """A Roman number before a measure word, or behind 第, as digits with zeros before them."""
    numeral, text, end = match[0], match.string, match.end()
    behind = match.start() > 0 and text[match.start() - 1] == "第"
    if not behind and (text[end : end + 1] in CLASSES or unit_at(text, end) is None):
        return numeral
    total = 0
    for one, following in zip(numeral, [*numeral[1:], ""], strict=True):
        value = _ROMAN_VALUES[one]
        total += -value if value < _ROMAN_VALUES.get(following, 0) else value
    digits = str(total).rjust(len(numeral), "0")
    return digits if len(digits) == len(numeral) else UNREAD * len(numeral)
