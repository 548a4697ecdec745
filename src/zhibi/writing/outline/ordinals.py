"""Chinese numerals of headings and items: 一, 十二, 一百零三."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A whole number from 1 to 999 in Chinese numerals (12 → 十二); larger ones in digits."""
    if number > 999:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def number_text(pattern: str, number: int) -> str:
    """A heading's number in a style's pattern: `{n}、` → 三、, `{digit}.` → 3."""
    return pattern.format(n=chinese(number), digit=number)
