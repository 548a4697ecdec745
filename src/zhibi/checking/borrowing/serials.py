"""Which of several of one kind a name says: 二期, 三类, 第一批, 六楼, 80岁以上, 11月客流."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhibi.figures.numerals import chinese_value
from zhibi.patterns import lazy_pattern

_SERIAL = lazy_pattern(
    r"(?<![\d.—\-~两比较与于超])(?<![\d月日号][至到])(?:(\d{1,3})|([一二三四五六七八九]|十[一二]?))"
    r"(期(?![间限满])|类|批|标段|号线|月份?(?![底末初中旬\d])|岁|楼|年级|号(?=[^线\d])|季度)"
)
Serials = dict[str, dict[int, re.Match[str]]]


def serials_in(words: str) -> Iterator[re.Match[str]]:
    """The serials in some words, the numeral and the kind of each as its groups."""
    return _SERIAL.finditer(words)


def serials_by_kind(words: str) -> Serials:
    """The serials in some words by kind and number."""
    found: Serials = {}
    for one in serials_in(words):
        number = int(one[1]) if one[1] else chinese_value(one[2])
        found.setdefault(one[3].removesuffix("份"), {})[number] = one
    return found
