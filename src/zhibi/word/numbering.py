"""Automatic numbers, which Word prints before a paragraph and does not store in its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.chinese_numerals import chinese_numeral
from zhibi.word.wml import Element, number_of, w

if TYPE_CHECKING:
    from collections.abc import Sequence

_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
    }
)
_PLACEHOLDER = re.compile(r"%([1-9])")


def chinese_number(value: int) -> str:
    """A number as headings write it: 一, 十, 十二, 二十; from 100 on digit by digit."""
    if 0 < value < 100:
        return chinese_numeral(value)
    return "".join(_DIGITS[int(digit)] for digit in str(abs(value)))


class Numbering:
    """Counts the numbered paragraphs of a document in the order in which they come."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Element]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._starts: dict[tuple[str, int], int] = {}
        if root is None:
            return
        abstracts = {
            item.get(w("abstractNumId"), ""): {
                number_of(level, "ilvl", 0): level for level in item.findall(w("lvl"))
            }
            for item in root.findall(w("abstractNum"))
        }
        for num in root.findall(w("num")):
            link = num.find(w("abstractNumId"))
            levels = abstracts.get("" if link is None else link.get(w("val"), ""), {})
            num_id = num.get(w("numId"), "")
            self._levels[num_id] = dict(levels)
            for change in num.findall(w("lvlOverride")):
                self._override(num_id, number_of(change, "ilvl", 0), change)

    def _override(self, num_id: str, level: int, change: Element) -> None:
        """A list's own definition of a level, or the number that it begins with."""
        definition, start = change.find(w("lvl")), change.find(w("startOverride"))
        if definition is not None:
            self._levels[num_id][level] = definition
        if start is not None:
            self._starts[num_id, level] = number_of(start, "val", 1)

    def number(self, properties: Sequence[Element]) -> str:
        """The number printed before a paragraph, or an empty string.

        `properties` are the paragraph's own `w:pPr` and those of its styles, nearest first.
        """
        num_id, level = _reference(properties)
        levels = self._levels.get(num_id)
        if levels is None or level not in levels:
            return ""
        self._counts[num_id, level] = self._value(num_id, level) + 1
        for deeper in [key for key in self._counts if key[0] == num_id and key[1] > level]:
            del self._counts[deeper]
        pattern = levels[level].find(w("lvlText"))
        if pattern is None or _format(levels[level]) == "bullet":
            return ""
        return _PLACEHOLDER.sub(
            lambda match: self._printed(num_id, int(match[1]) - 1), pattern.get(w("val"), "")
        )

    def _value(self, num_id: str, level: int) -> int:
        if (num_id, level) in self._counts:
            return self._counts[num_id, level]
        if (num_id, level) in self._starts:
            return self._starts[num_id, level] - 1
        start = self._levels[num_id][level].find(w("start"))
        return number_of(start, "val", 1) - 1

    def _printed(self, num_id: str, level: int) -> str:
        definition = self._levels[num_id].get(level)
        if definition is None:
            return ""
        value = self._counts.get((num_id, level), self._value(num_id, level) + 1)
        style = _format(definition)
        if style in _CHINESE:
            return chinese_number(value)
        if style == "decimalEnclosedCircle" and 0 < value <= len(_CIRCLED):
            return _CIRCLED[value - 1]
        return "" if style == "none" else str(value)


def _reference(properties: Sequence[Element]) -> tuple[str, int]:
    """The list and level that a paragraph belongs to; `numId` 0 switches numbering off."""
    for item in properties:
        numbering = item.find(w("numPr"))
        if numbering is not None:
            num_id, level = numbering.find(w("numId")), numbering.find(w("ilvl"))
            if num_id is not None:
                return num_id.get(w("val"), ""), number_of(level, "val", 0)
    return "", 0


def _format(level: Element) -> str:
    found = level.find(w("numFmt"))
    return "decimal" if found is None else found.get(w("val"), "decimal")
