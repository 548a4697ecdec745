"""The code of a number format, taken apart into sections and tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Literal

TokenKind = Literal[
    "literal", "digit", "point", "comma", "percent", "general", "at", "date", "elapsed", "half-day"
]


class FormatError(ValueError):
    """A value that its number format does not show for certain; the message is for the user."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a section: a text, or a placeholder."""

    kind: TokenKind
    text: str

    @property
    def literal(self) -> str:
        """What the token prints itself."""
        return self.text if self.kind in {"literal", "percent"} else ""


@dataclass(slots=True)
class Section:
    """A section of a format: its condition and its tokens; `error` says why it is not understood.

    `point` is the index of the decimal point among the tokens (their number, if there is none).
    """

    tokens: list[Token] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None
    error: str = ""
    is_chinese: bool = False
    point: int = 0
    decimals: int = 0
    percents: int = 0
    thousands: int = 0
    grouped: bool = False
    has_digits: bool = False
    is_date: bool = False

    def holds(self, kind: TokenKind) -> bool:
        """Whether a token of this kind is among the section's."""
        return any(token.kind == kind for token in self.tokens)


_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<pad>.?)|\*(?P<fill>.?)'
    r"|\[(?P<bracket>[^\]]*)\]|(?P<general>General|[GC]{1,2}/通用格式|G/标准)"
    r"|(?P<half>上午/下午|AM/PM|A/P)|(?P<exponent>E[+-])|(?P<date>y+|m+|d+|h+|s+|e+|aaaa?)"
    r"|(?P<digit>[0#?])|(?P<sign>[.,%@/;])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?(?:E[+-]?\d+)?)\s*", re.IGNORECASE)
_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d{1,2}|颜色 ?\d{1,2}|.{1,2}色)",
    re.IGNORECASE,
)
_CURRENCY = re.compile(r"\$([^-]*)(?:-([0-9A-F]+))?(?:,\d+)?", re.IGNORECASE)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_SYSTEM = {"F800": 'yyyy"年"m"月"d"日"', "F400": "h:mm:ss"}
_ZH = "804"


@lru_cache(maxsize=1024)
def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a format code; an empty code is General."""
    system = re.search(r"\[\$-(F[48]00)\]", code, re.IGNORECASE)
    if system is not None:
        code = _SYSTEM[system[1].upper()]
    sections = [Section()]
    for match in _TOKEN.finditer(code):
        if match["sign"] == ";":
            sections.append(Section())
        else:
            _add(sections[-1], match, code)
    if len(sections) == 1 and not sections[0].tokens and not sections[0].error:
        sections[0].tokens.append(Token("general", ""))
    for section in sections[:4]:
        _measure(section, code)
    return tuple(sections[:4])


def _add(section: Section, match: re.Match[str], code: str) -> None:
    kind, text = match.lastgroup or "", match[match.lastgroup or 0] or ""
    if kind in {"quoted", "escaped"}:
        section.tokens.append(Token("literal", text))
    elif kind == "pad":
        section.tokens.append(Token("literal", " "))
    elif kind == "bracket":
        _add_bracket(section, text, code)
    elif kind in {"general", "digit"}:
        section.tokens.append(Token(kind, text))  # type: ignore[arg-type]
    elif kind == "half":
        section.tokens.append(Token("half-day", text))
    elif kind == "date":
        section.tokens.append(Token("date", text.lower()))
    elif kind == "exponent":
        section.error = _not_known(code)
    elif kind == "sign":
        signs: dict[str, TokenKind] = {".": "point", ",": "comma", "%": "percent", "@": "at"}
        section.tokens.append(Token(signs.get(text, "literal"), text))
    elif kind == "other":
        if text.isascii() and text.isalpha():
            section.error = _not_known(code)
        section.tokens.append(Token("literal", text))


def _add_bracket(section: Section, text: str, code: str) -> None:
    condition, currency = _CONDITION.fullmatch(text), _CURRENCY.fullmatch(text)
    if condition is not None:
        section.condition = condition[1], Decimal(condition[2])
    elif currency is not None:
        section.is_chinese = section.is_chinese or (currency[2] or "").endswith(_ZH)
        if currency[1]:
            section.tokens.append(Token("literal", currency[1]))
    elif _ELAPSED.fullmatch(text):
        section.tokens.append(Token("elapsed", text.lower()))
    elif not _COLOUR.fullmatch(text):
        section.error = _not_known(code)


def _measure(section: Section, code: str) -> None:
    """Work out what the tokens of a section mean together."""
    tokens = section.tokens
    section.is_date = section.holds("date") or section.holds("elapsed")
    digits = [index for index, token in enumerate(tokens) if token.kind == "digit"]
    points = [index for index, token in enumerate(tokens) if token.kind == "point"]
    section.has_digits = bool(digits)
    section.point = points[0] if points else len(tokens)
    if section.is_date:
        seconds = any(token.text.startswith("s") for token in tokens)
        if section.holds("general") or (digits and not (seconds and digits[0] > section.point)):
            section.error = _not_known(code)
        return
    slash = any(token.kind == "literal" and token.text == "/" for token in tokens)
    if len(points) > 1 or (slash and digits and _is_fraction(tokens)):
        section.error = _not_known(code)
    section.decimals = sum(1 for index in digits if index > section.point)
    section.percents = sum(1 for token in tokens if token.kind == "percent")
    whole = [index for index in digits if index < section.point]
    last = whole[-1] if whole else -1
    for index, token in enumerate(tokens):
        if token.kind == "comma" and whole and index > whole[0]:
            between = index < last
            section.grouped = section.grouped or between
            section.thousands += not between


def _is_fraction(tokens: list[Token]) -> bool:
    """Whether a slash stands between digits (# ?/?), not in a unit such as 元/亩."""
    kinds = ["slash" if token.text == "/" else token.kind for token in tokens if token.text.strip()]
    return any(
        kinds[at] == "slash" and kinds[at - 1] == "digit" and kinds[at + 1] in {"digit", "literal"}
        for at in range(1, len(kinds) - 1)
    )


def _not_known(code: str) -> str:
    return f"数字格式“{code}”不认识，不能确定格里显示的数"
