"""The displayed text of a number in a number format, as Excel and WPS show it.

A format has up to four sections, each with an optional condition. What this grammar does not know
(fractions, exponents, Chinese numerals, unknown brackets and letters) raises FormatError: a number
that cannot be shown for certain is refused by its cell.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from zhibi.intake.sheets.date_format import date_text
from zhibi.intake.sheets.format_code import FormatError, Section, Token, sections_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["FormatError", "Shown", "shown_number", "shown_text"]

_FIFTEEN_DIGITS = Context(prec=15)
_GENERAL_WIDTH = 11
_LEAST_GENERAL = Decimal("0.0001")
_SAYS_NEGATIVE = re.compile(r"[-−－↓▼▽]|下降|减少|减|降|亏|负")
_IN_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_CURRENCY = re.compile("[¥￥]")
_OPERATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "=": operator.eq, "<>": operator.ne,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as its cell shows it.

    `text` is what is seen. `plain` is the same for reading: without groups of thousands and the
    sign of the yuan, a negative number in brackets with a minus; a date as 2024年10月31日.
    """

    text: str
    plain: str
    is_date: bool = False


def shown_number(value: Decimal, code: str, *, from_1904: bool = False) -> Shown:
    """A number in a format; `from_1904` says from when a workbook counts its days.

    Raises FormatError where the format is not understood, or what is seen is not the number.
    """
    fast = _plain_decimals(code)
    if fast is not None:
        return _in_plain_format(value, *fast)
    value = _FIFTEEN_DIGITS.plus(value)
    sections = sections_of(code)
    section, keeps_minus = _choose(sections, value)
    if section is None:
        raise FormatError("数字格式里没有一节适用，格里只显示 ####")
    if section.error:
        raise FormatError(section.error)
    if section.is_date:
        text, reading = date_text(value, section, from_1904=from_1904)
        return Shown(text, reading, is_date=True)
    shown = _in_section(abs(value), section)
    negative = value < 0 and bool(re.search(r"[1-9]", shown.text) or not section.has_digits)
    if negative and keeps_minus:
        return Shown(f"-{shown.text}", f"-{shown.plain}")
    return _with_sign(shown) if negative else shown


def shown_text(text: str, code: str) -> str:
    """A text in a format: most formats leave it as it is."""
    if "@" not in code and ";" not in code:
        return text
    sections = sections_of(code)
    section = next((one for one in reversed(sections) if one.holds("at")), None)
    if section is None and len(sections) < 4:
        return text
    section = section or sections[3]
    if section.error:
        return text
    return "".join(text if token.kind == "at" else token.literal for token in section.tokens)


_PLAIN_CODE = re.compile(r"(#,##0|0)(?:\.(0+))?(%)?(?:_ |_\))?")


@lru_cache(maxsize=1024)
def _plain_decimals(code: str) -> tuple[int, bool, bool] | None:
    """For the formats of most cells (0.00, #,##0, 0.0%): decimals, whether grouped and per cent."""
    match = _PLAIN_CODE.fullmatch(code)
    return None if match is None else (len(match[2] or ""), match[1] != "0", match[3] is not None)


def _in_plain_format(value: Decimal, decimals: int, grouped: bool, percent: bool) -> Shown:
    value = _FIFTEEN_DIGITS.plus(value)
    digits = round_half_up(value * 100 if percent else value, decimals)
    mark = "%" if percent else ""
    plain = f"{digits + 0:f}{mark}" if digits else f"{abs(digits):f}{mark}"
    return Shown(f"{digits:,f}{mark}" if grouped else plain, plain)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """A value rounded half away from zero, as spreadsheets do."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)


_WIDE = Context(prec=400)


def _choose(sections: Sequence[Section], value: Decimal) -> tuple[Section | None, bool]:
    """The section for a value, and whether a minus is put before what it shows."""
    numeric = [one for one in sections[:3] if not (one.holds("at") and len(sections) > 1)]
    if not numeric:
        return sections[0], True
    if not any(one.condition for one in numeric):
        return _by_sign(sections, numeric, value)
    for index, section in enumerate(numeric):
        if section.condition is not None:
            sign, bound = section.condition
            if _OPERATORS[sign](value, bound):
                only_negative = sign in {"<", "<="} and bound <= 0
                return section, not only_negative
        elif index == len(numeric) - 1 or (index == 1 and value < 0):
            return section, index != 1 or len(numeric) == 2
    if len(numeric) == 1:
        return sections_of("General")[0], True
    return None, False


def _by_sign(
    sections: Sequence[Section], numeric: Sequence[Section], value: Decimal
) -> tuple[Section, bool]:
    if value < 0 and len(numeric) > 1:
        return numeric[1], False
    if value == 0 and len(numeric) > 2:
        return numeric[2], False
    return numeric[0], len(sections) == 1 or len(numeric) == 1


def _with_sign(shown: Shown) -> Shown:
    """A negative number whose section writes its own sign: a minus, brackets, an arrow."""
    bracketed = _IN_BRACKETS.search(shown.plain)
    if bracketed is not None and bracketed[1][:1].isdigit():
        plain = _IN_BRACKETS.sub(r"-\1", shown.plain)
        return Shown(shown.text, plain)
    if shown.text and not _SAYS_NEGATIVE.search(shown.text):
        raise FormatError(f"负数按数字格式显示成“{shown.text}”，看不出是负数")
    return shown


def _in_section(value: Decimal, section: Section) -> Shown:
    if section.holds("general") or section.holds("at"):
        number = general(value)
        pieces = [
            number if token.kind in {"general", "at"} else token.literal for token in section.tokens
        ]
        text = "".join(pieces).strip()
        return Shown(text, _CURRENCY.sub("", text).strip())
    if not section.has_digits:
        text = "".join(token.literal for token in section.tokens)
        return Shown(text, text.strip())
    text = _digits(value, section, grouped=section.grouped)
    plain = _digits(value, section, grouped=False) if section.grouped else text
    plain = _CURRENCY.sub("", plain).strip().removeprefix("+")
    return Shown(text, re.sub(r"\.(?=\D|$)", "", plain))


def _digits(value: Decimal, section: Section, *, grouped: bool) -> str:
    """The digits of a value, put into the placeholders of a section from the point outwards."""
    scaled = value * 100**section.percents / Decimal(1000) ** section.thousands
    rounded = f"{round_half_up(scaled, section.decimals):f}"
    whole, _, fraction = rounded.partition(".")
    whole = "" if not whole.strip("0") else whole
    before = list(section.tokens[: section.point])
    after = list(section.tokens[section.point :])
    return _whole_part(whole, before, grouped=grouped) + _fraction_part(fraction, after)


def _whole_part(digits: str, tokens: Sequence[Token], *, grouped: bool) -> str:
    places = [index for index, token in enumerate(tokens) if token.kind == "digit"]
    pieces: list[str] = []
    left, written = list(digits), 0

    def write(digit: str) -> None:
        nonlocal written
        if grouped and written and written % 3 == 0:
            pieces.append(",")
        pieces.append(digit)
        written += 1

    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.kind != "digit":
            pieces.append(token.literal)
            continue
        if left:
            write(left.pop())
        elif token.text == "0":
            write("0")
        elif token.text == "?":
            pieces.append(" ")
        while left and index == places[0]:
            write(left.pop())
    return "".join(reversed(pieces))


def _fraction_part(digits: str, tokens: Sequence[Token]) -> str:
    kept = len(digits.rstrip("0"))
    pieces, at = [], 0
    for token in tokens:
        if token.kind != "digit":
            pieces.append("." if token.kind == "point" else token.literal)
            continue
        if at < kept or token.text == "0":
            pieces.append(digits[at])
        elif token.text == "?":
            pieces.append(" ")
        at += 1
    return "".join(pieces)


def general(value: Decimal) -> str:
    """A number in the format General: at most 11 characters, its sign not counted.

    Raises FormatError where only an exponent would fit: what is seen is not the number then.
    """
    if value == 0:
        return "0"
    size = abs(value)
    written = f"{size:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    if size < _LEAST_GENERAL and len(written) > _GENERAL_WIDTH:
        raise FormatError(f"数过小（{written}），格里显示成科学记数")
    decimals = max(0, _GENERAL_WIDTH - 1 - max(1, size.adjusted() + 1))
    rounded = f"{round_half_up(size, decimals):f}"
    if len(rounded.partition(".")[0]) > _GENERAL_WIDTH:
        raise FormatError(f"数过长（{written}），格里显示成科学记数")
    rounded = rounded.rstrip("0").rstrip(".") if "." in rounded else rounded
    return f"-{rounded}" if value < 0 and rounded != "0" else rounded
