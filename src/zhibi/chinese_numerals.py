"""Whole numbers in Chinese numerals: 十二, 一百零三, 一万零一十二."""

from __future__ import annotations

CHINESE_DIGITS = "零一二三四五六七八九"
_SECTIONS = ("", "万", "亿", "万亿")


def chinese_numeral(number: int) -> str:
    """A whole number below 10¹⁶ in Chinese numerals: 10 → 十, 10012 → 一万零一十二.

    Raises:
        ValueError: the number is negative or too large.

    """
    if not 0 <= number < 10**16:
        raise ValueError(f"{number} is out of range")
    if number == 0:
        return "零"
    sections: list[tuple[int, str]] = []
    rest = number
    for name in _SECTIONS:
        rest, section = divmod(rest, 10**4)
        sections.append((section, name))
    written, gap = "", False
    for section, name in reversed(sections):
        if section == 0:
            gap = gap or bool(written)
            continue
        if written and (gap or section < 1000):
            written += "零"
        lone_carry = name == "万亿" and sections[2][0]
        written += _section(section) + ("万" if lone_carry else name)
        gap = False
    return written[1:] if written.startswith("一十") else written


def _section(number: int) -> str:
    written, gap = "", False
    for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // step % 10
        if digit == 0:
            gap = gap or bool(written)
            continue
        written += ("零" if gap else "") + CHINESE_DIGITS[digit] + name
        gap = False
    return written
