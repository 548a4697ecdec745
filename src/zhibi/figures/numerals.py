"""Numerals: Arabic, full-width, grouped, Chinese and mixed ones, read where they begin.

Rules of GB/T 15835—2011: grouping by comma or thin space (5.1.1), 万 and 亿 after Arabic digits
(5.2.5), two neighbouring digits as an approximate range (三四个, 十七八岁; 4.2.2), 〇 and 零.
"""

from __future__ import annotations

import re
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from zhibi.figures.numeral_characters import LONGEST, VULGAR, value_of
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from zhibi.figures.model import Numerals

ARABIC_DIGITS = "0123456789０１２３４５６７８９"
CHINESE_DIGITS = "〇零一二三四五六七八九两"
CHINESE_SCALES = "十百千万亿"
CHINESE_NUMERALS = CHINESE_DIGITS + CHINESE_SCALES + "廿卅卌"
NUMERALS = frozenset(ARABIC_DIGITS + CHINESE_NUMERALS)

EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Arithmetic without rounding, for additions and multiplications."""

_DIGIT_VALUES = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_DIGIT_VALUES |= {"〇": 0, "两": 2}
_SCALE_VALUES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_TO_ASCII = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_ONE = Decimal(1)

# 千 is no scale where it begins a unit (3千克, 5千瓦), 百 none where it begins 百分点; neither
# follows a smaller scale: in 百分之七十百姓 the number ends at 十.
_SCALE = r"(?:[十万亿]|(?<!十)百(?!分点)|(?<![十百])千(?!分点|[克米瓦伏卡帕]))"
# 两 is a digit at the beginning and before a scale (两百, 一千两百), else a weight (二两, 十两).
_TWO = (
    "两(?<![二三四五六七八九]两)"
    "(?:(?<![一十百千万亿]两)|(?=[百千万亿])|(?<=一两)(?=[个天年次户人名位件家]))"
)
# ，groups full-width digits only: in 共3，200人 it ends a clause.
# Possessive quantifiers follow single characters only: Python before 3.11.5 misreads them after
# groups (python/cpython#106052), and Debian 12 has 3.11.2.
_ARABIC = lazy_pattern(
    r"([0-9]{1,3}(?:,[0-9]{3})+(?![0-9]|,[0-9]{3})"
    r"|[0-9]{1,3}(?:[ \u2009\u00a0\u202f][0-9]{3})+(?![0-9]|[ \u2009\u00a0\u202f][0-9]{3})"
    r"|[０-９]{1,3}(?:，[０-９]{3})+(?![０-９]|，[０-９]{3})"
    r"|[0-9０-９]++)(?:[.．]([0-9０-９]++))?"
    rf"([余多几来](?={_SCALE}))?((?: (?=[万亿]))?{_SCALE}{{0,4}})"
    r"([余多几]|(?<=[0０])来(?=[个天户人家名次年种亩里岁斤处项件块位])|)"
)
_MORE_ARABIC = lazy_pattern(rf"[零〇]?([0-9０-９]++(?: [0-9]{{3}})*)({_SCALE}{{0,2}})([余多几]?)")
_DIGIT = r"[〇零一二三四五六七八九]"
_CHINESE = lazy_pattern(
    rf"((?:[〇零一二三四五六七八九廿卅卌]|{_TWO}|{_SCALE}){{1,40}})"
    rf"(?:点({_DIGIT}{{1,20}}+)(?![十百千])([万亿]{{0,2}}))?"
    rf"(?:(?<=[十百千万亿零廿卅卌])([余多几来])({_SCALE}{{0,3}}))?"
)
_PAIR = lazy_pattern("[一两]二|[一二两]三|三[四五]|四五|五六|六七|七八|八九|一两")


class Number(NamedTuple):
    """A numeral in a text: where it ends, what it is worth and how it was written.

    `value` and `high` have 万/亿 multiplied out; `scale` is that multiplier, `decimals` counts the
    digits after the written point; `infix` is the hedge inside (余 in 320余, 几 in 十几).
    """

    end: int
    value: Decimal
    high: Decimal | None
    scale: Decimal
    decimals: int
    numerals: Numerals
    infix: str


@cache
def scale_value(scale: str) -> Decimal:
    """The product of scale characters: 万 → 10000, 千万 → 10000000, empty → 1."""
    product = 1
    for character in scale:
        product *= _SCALE_VALUES[character]
    return Decimal(product)


def scaled(value: Decimal, scale: Decimal, decimals: int | None = None) -> Decimal:
    """A value times a power of ten, exactly, without zeros that nobody wrote: 3.5 万 → 35000.

    `decimals` is how many the value has, where that is known.
    """
    if scale == 1:
        return value
    if decimals is None:
        decimals = -int(value.as_tuple().exponent)
    power = scale.adjusted()
    value = value.scaleb(power, EXACT)
    return value.quantize(_ONE, context=EXACT) if power > decimals else value


def number_at(text: str, at: int) -> Number | None:
    """The longest numeral that begins at `at`, with its infix hedge; None if there is none."""
    match = _ARABIC.match(text, at)
    if match is not None:
        return _arabic(text, match)
    match = _CHINESE.match(text, at)
    if match is not None:
        return _chinese(match)
    value = value_of(text[at : at + 1])
    return None if value is None else Number(at + 1, value, None, _ONE, 0, "arabic", "")


def _decimal(digits: str) -> Decimal:
    if not digits.isascii():
        digits = digits.translate(_TO_ASCII)
    return Decimal(digits)


def _arabic(text: str, match: re.Match[str]) -> Number:
    whole, fraction, before, scale, after = match.groups()
    if len(whole) > 3 and not whole.isdigit():
        whole = re.sub(r"[^0-9０-９]", "", whole)
    value = _decimal(whole if fraction is None else f"{whole}.{fraction}")
    decimals = 0 if fraction is None else len(fraction)
    if not scale:
        infix = before or after
        following = text[match.end() : match.end() + 1]
        if following and following in VULGAR and fraction is None:  # 1½
            part = value_of(following) or Decimal(0)
            return Number(match.end() + 1, value + part, None, _ONE, 1, "arabic", "")
        return Number(match.end(), value, None, _ONE, decimals, "arabic", infix)
    by = scale_value(scale.lstrip())
    value = scaled(value, by)
    end = match.end()
    if before or after or decimals:
        return Number(end, value, None, by, decimals, "mixed", before or after)
    return _continued(text, end, value, by)


def _continued(text: str, end: int, value: Decimal, by: Decimal) -> Number:
    """Read on where a scale is followed by a smaller part: 5万4千6百, 10亿零817万, 1千零1."""
    infix = ""
    start = end
    while not infix and end - start < LONGEST:
        match = _MORE_ARABIC.match(text, end)
        if match is None:
            break
        digits, scale, infix = match.groups()
        small = scale_value(scale)
        if small >= 10**4 > by:  # 2千零30万: the larger scale belongs to the whole
            value = scaled(EXACT.add(value, _decimal(digits)), small)
            end, by = match.end(), small
            continue
        if small >= by:
            break
        part = scaled(_decimal(digits.replace(" ", "")), small)
        if len(digits) == 1 and not scale and text[end] not in "零〇":
            part *= by / 10  # 3万5 is 35000
        if part >= by:
            infix = ""
            break
        value = EXACT.add(value, part)
        end, by = match.end(), small
    return Number(end, value, None, by, 0, "mixed", infix)


def _chinese(match: re.Match[str]) -> Number:
    whole, fraction, point_scale, infix, infix_scale = match.groups()
    high: Decimal | None = None
    if fraction is not None:
        digits = "".join(str(_DIGIT_VALUES[digit]) for digit in fraction)
        by = scale_value(point_scale)
        value = scaled(Decimal(f"{chinese_value(whole)}.{digits}"), by)
        return Number(match.end(), value, None, by, len(fraction), "chinese", infix or "")
    by = scale_value(whole[len(whole.rstrip("万亿")) :])
    low_text, high_text = _neighbours(whole)
    value = Decimal(chinese_value(low_text))
    if high_text:
        high = Decimal(chinese_value(high_text))
    if infix_scale:
        more = scale_value(infix_scale)
        value, by = scaled(value, more), scaled(by, more)
    return Number(match.end(), value, high, by, 0, "chinese", infix or "")


def _neighbours(numeral: str) -> tuple[str, str]:
    """Split an approximate range: 三四十 → 三十, 四十; 十七八 → 十七, 十八; else (numeral, "").

    A row of more than two bare digits is a number in digits (一二三), never a range.
    """
    pair = _PAIR.search(numeral)
    if pair is None or (len(numeral) > 2 and not any(c in CHINESE_SCALES for c in numeral)):
        return numeral, ""
    at = pair.start()
    if pair.group() == "三五" and numeral[at + 2 : at + 3] not in ("", "十", "百", "千"):
        return numeral, ""
    return numeral[: at + 1] + numeral[at + 2 :], numeral[:at] + numeral[at + 1 :]


def chinese_value(numeral: str) -> int:
    """The value of a Chinese numeral: 一千二百, 廿三, 二〇二四, 一万五 (15000), 四万亿.

    Lenient: any row of numeral characters has a value, the one that reading it aloud suggests.
    """
    if len(numeral) == 1:
        single = _DIGIT_VALUES.get(numeral)
        if single is not None:
            return single
    numeral = numeral.replace("廿", "二十").replace("卅", "三十").replace("卌", "四十")
    if not any(character in _SCALE_VALUES for character in numeral):
        return int("".join(str(_DIGIT_VALUES[character]) for character in numeral))
    total = section = digit = 0
    step = 1  # what a bare last digit counts: 一万五, 三百五
    for character in numeral:
        scale = _SCALE_VALUES.get(character)
        if scale is None:
            value = _DIGIT_VALUES[character]
            digit = digit * 10 + value
            if character in "零〇":
                step = 1
        elif scale < 10**4:
            section += (digit or 1) * scale
            digit, step = 0, scale // 10
        else:
            section += digit
            total = _carry(total, section, scale)
            section, digit, step = 0, 0, scale // 10
    return total + section + digit * (step if digit < 10 else 1)


def _carry(total: int, section: int, scale: int) -> int:
    """Close a section at 万 or 亿: what precedes belongs to it, save whole 亿 before a 万."""
    if scale == 10**4 and total and total % 10**8 == 0:
        return total + (section or 1) * scale
    return (total + section or 1) * scale
