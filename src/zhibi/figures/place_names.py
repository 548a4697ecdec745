"""Numerals that begin the name of a place, road, water or building: 三源桥镇, 五龙河, 七贤桥.

A name is told by its construction: a Chinese numeral, one or two characters that are no measure
word, and the kind of place. The kinds are data (`place_kinds` of `data/phrases.yaml`).
"""

from __future__ import annotations

import re
from functools import cache

from zhibi.data_files import read_data
from zhibi.figures.measure import NO_MEASURE
from zhibi.figures.units import unit_at

_NUMERAL = "一二三四五六七八九十百千万"
_COUNTED_BEFORE = frozenset("第约近超逾共计达各每余多几数" + _NUMERAL)
_SCALES = frozenset("百千万")
IN_PLACE_NAMES = frozenset("里星角门井塘桥岗丈曲湾峰元担")
"""Measure words that are more often part of a place's name: 五里村, 三星社区, 八角镇."""


@cache
def _place() -> tuple[re.Pattern[str], frozenset[str]]:
    """The pattern of a name, and the kinds that a distance may stand before (走五里路)."""
    kinds: dict[str, str] = read_data("figures", "phrases")["place_kinds"]
    listed = sorted((kind for words in kinds.values() for kind in words.split()), key=len)
    either = "|".join(reversed(listed))
    between = rf"[^\W\d_{_NUMERAL}两零〇]{{1,2}}?"
    pattern = rf"[{_NUMERAL}两]{{1,2}}({between})((?:{either}){{1,2}})(?![民干级居容务支])"
    return re.compile(pattern), frozenset(kinds["ways"].split())


def place_name_end(text: str, at: int) -> int | None:
    """The end of a place's name that begins with the Chinese numeral at `at`, or None."""
    if at and text[at - 1] in _COUNTED_BEFORE:
        return None
    pattern, ways = _place()
    match = pattern.match(text, at)
    if match is None:
        return None
    between, kind = match.groups()
    if any(character in NO_MEASURE for character in between):
        return None
    if between[0] == "元" and text[match.start(1) - 1] in _SCALES:
        return None  # 百万元村
    unit = unit_at(text, match.start(1))
    if unit is None or (between[0] in IN_PLACE_NAMES and kind not in ways):
        return match.end()
    return None
