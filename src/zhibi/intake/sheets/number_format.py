"""The displayed text of a cell: its value in its number format."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_DIGITS = re.compile(
    r"^(?P<before>.*?)(?P<number>[#,]*[0#?](?:,[#0?]{3})*(?:\.(?P<decimals>[0#?]+))?)(?P<after>.*)$"
)
_SIGNIFICANT = 12
_MONTH_ONLY = re.compile(r"^y+[^ymd]*m+[^ymd]*$")
_MONTH_DAY = re.compile(r"^m+[^ymd]*d+[^ymd]*$")


def displayed_text(value: Any, number_format: str) -> str:
    """A cell's value as the sheet shows it; digits kept, thousands separators left out.

    Formats that are not understood (fractions, conditions) show the plain number.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date | time):
        return _date_text(value, number_format)
    if isinstance(value, int | float):
        return _number_text(Decimal(repr(value)), number_format)
    return str(value).strip()


def _number_text(value: Decimal, number_format: str) -> str:
    plain = _plain(value)
    pattern = _simplified(number_format)
    if pattern in {"General", "", "@"}:
        return plain
    match = _DIGITS.match(pattern)
    if match is None or re.search(r"[/?Ee]|,\s*$", match["number"] + match["after"]):
        return plain
    before, after = match["before"], match["after"]
    if after.startswith(",") or "," in after:
        return plain
    percents = (before + after).count("%")
    scaled = value * (100**percents)
    decimals = match["decimals"] or ""
    digits = scaled.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    text = f"{digits:f}"
    optional = len(decimals) - len(decimals.rstrip("#"))
    while optional and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    return f"{before}{text.rstrip('.')}{after}".strip()


def _plain(value: Decimal) -> str:
    """The number in the General format, which displays 12 significant digits."""
    if value == 0:
        return "0"
    digits = _SIGNIFICANT - 1 - value.adjusted()
    rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) if digits > 0 else value
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _simplified(number_format: str) -> str:
    """The positive section of a format, without colours, padding and quotes."""
    section = number_format.split(";", maxsplit=1)[0]
    section = re.sub(r"\[[^\]]*\]|_.|\*.", "", section)
    section = re.sub(r'"([^"]*)"|\\(.)', lambda m: m[1] if m[1] is not None else m[2], section)
    return section.strip()


def _date_text(value: datetime | date | time, number_format: str) -> str:
    if isinstance(value, time):
        return f"{value.hour}时{value.minute}分"
    pattern = _simplified(number_format).lower()
    if _MONTH_ONLY.match(pattern):
        return f"{value.year}年{value.month}月"
    if _MONTH_DAY.match(pattern):
        return f"{value.month}月{value.day}日"
    return f"{value.year}年{value.month}月{value.day}日"
