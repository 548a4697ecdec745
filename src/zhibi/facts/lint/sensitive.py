"""Lint rules for data not to be printed or sent: personal numbers and marks of secrecy."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.facts.lint.context import Violation
from zhibi.facts.lint.wording import texts
from zhibi.facts.model import in_form
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zhibi.facts.lint.context import LintContext
    from zhibi.facts.model import Place

_IDENTITY = lazy_pattern(r"(?<![0-9A-Za-z])(\d{6})(\d{4})(\d{2})(\d{2})\d{3}[0-9Xx](?![0-9A-Za-z])")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_MOBILE = lazy_pattern(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)(?![万亿元]|人次|户|个)"
)
_CARD = lazy_pattern(r"(?<!\d)(?:\d{4}[ -]){3}\d{4}(?:[ -]?\d{1,3})?(?!\d)|(?<!\d)\d{16,19}(?!\d)")
_ROW = lazy_pattern(r"\d{4}")
"""What every such number has in it."""
_ADVICE = "删去；确需留作核对的，{}（不写、也不发给模型）"


def identity_number(context: LintContext) -> Iterator[Violation]:
    """An 18-digit identity number (GB 11643) with a real birthday and a valid check digit."""
    yield from _found(context, "身份证号码", _identities)


def mobile_number(context: LintContext) -> Iterator[Violation]:
    """An 11-digit mobile number."""
    yield from _found(context, "手机号码", lambda text: [m[0] for m in _MOBILE.finditer(text)])


def bank_card(context: LintContext) -> Iterator[Violation]:
    """A bank-card number of 16 to 19 digits that passes the Luhn test."""
    yield from _found(context, "银行卡号", _cards)


def secrecy_mark(context: LintContext) -> Iterator[Violation]:
    """A mark of secrecy (秘密★5年): classified matter must not be put into this tool."""
    patterns = [
        re.compile(pattern, re.MULTILINE) for pattern in read_data("facts", "lint")["secrecy"]
    ]
    for text, place, fact_id, _ in _words(context):
        for pattern in patterns:
            match = pattern.search(text)
            if match:
                yield Violation(
                    f"有密级标志“{match[0].strip()}”",
                    "涉密内容不得放进事实表，也不得发给模型；删去这条，按保密规定办理",
                    place,
                    (fact_id,) if fact_id else (),
                )
                break


def _found(
    context: LintContext, what: str, find: Callable[[str], list[str]]
) -> Iterator[Violation]:
    for text, place, fact_id, is_sensitive in _words(context):
        if is_sensitive or _ROW.search(text) is None:
            continue
        for number in find(text):
            ids = (fact_id,) if fact_id else ()
            mark = "“是否必写”栏选“敏感”" if in_form(place) else "给这条写 show: sensitive"
            yield Violation(f"有{what}“{_masked(number)}”", _ADVICE.format(mark), place, ids)


def _words(context: LintContext) -> Iterator[tuple[str, Place | None, str, bool]]:
    """All texts of the file with place, fact id and whether sensitive, values and sources too."""
    for section in context.sections:
        yield section.heading, section.place, "", False
        yield section.topic, section.place, "", False
        for fact in section.facts:
            is_sensitive = fact.show == "sensitive"
            for text, place in texts(fact):
                yield text, place, fact.id, is_sensitive
            yield fact.source, fact.place, fact.id, is_sensitive
            for entry in fact.entries():
                if not entry.text:
                    hidden = entry.show == "sensitive"
                    yield entry.quantity.text, entry.place, fact.id, hidden
                if entry.source != fact.source:
                    yield entry.source, entry.place, fact.id, is_sensitive


def _identities(text: str) -> list[str]:
    return [match[0] for match in _IDENTITY.finditer(text) if _is_identity(match)]


def _is_identity(match: re.Match[str]) -> bool:
    try:
        date(int(match[2]), int(match[3]), int(match[4]))
    except ValueError:
        return False
    digits = match[0].upper()
    total = sum(int(digit) * by for digit, by in zip(digits, _IDENTITY_WEIGHTS, strict=False))
    return _IDENTITY_CHECKS[total % 11] == digits[-1]


def _cards(text: str) -> list[str]:
    identities = set(_identities(text))
    found = [match[0] for match in _CARD.finditer(text)]
    return [number for number in found if number not in identities and _passes_luhn(number)]


def _passes_luhn(number: str) -> bool:
    digits = [int(character) for character in reversed(number) if character.isdigit()]
    doubled = [digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[1::2]]
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _masked(number: str) -> str:
    """The first three and the last two characters, the rest masked."""
    return number[:3] + "*" * (len(number) - 5) + number[-2:]
