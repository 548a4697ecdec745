"""Chinese numerals of headings and items: 一 to 九十九."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A whole number from 1 to 99 in Chinese numerals (12 → 十二)."""
    if not 0 < number < 100:
        raise ValueError(f"no heading has the number {number}")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def number_text(pattern: str, number: int) -> str:
    """A heading's number in a style's pattern: `{n}、` → 三、, `{digit}.` → 3."""
    return pattern.format(n=chinese(number), digit=number)
