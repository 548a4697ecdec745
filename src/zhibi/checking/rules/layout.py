"""Order and form: enumerators (L101), headings (L102), number forms (L103), length (L104)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.violations import Violation
from zhibi.patterns import lazy_pattern
from zhibi.structure import Line, small_number

_ENUMERATOR = lazy_pattern(
    r"(?:^|(?<=[。；;：:，\n　 ])|(?<=\*\*))([一二三四五六七八九十]{1,3})是(?!否|不是)"
)
_NUMERALS = "零一二三四五六七八九十"
_FORMS = (
    (
        lazy_pattern(r"\d[千百](?![米克瓦伏安赫焦帕卡])"),
        "阿拉伯数字后只接“万”“亿”（GB/T 15835 第5.3条）",
    ),
    (
        lazy_pattern(
            r"(?<![\d.])\d{1,15}(?:\.\d{1,9})?[～~—–-]{1,2}\d{1,15}(?:\.\d{1,9})?万?亿?(?:元|％|%)"
        ),
        "范围两端的单位或“%”要写全，如13万元～17万元、15%～30%（GB/T 15835 第5.1.3条）",
    ),
    (
        lazy_pattern(r"(?<!\d)\d{2}年(?:度|底|初|(?<![近]..年)以来|\d)"),
        "年份用四位数字（GB/T 15835 第5.1.4条）",
    ),
    (
        lazy_pattern(r"(?<![\d.])([1-9])、([1-9])[个名户家次件天人年月]"),
        "相邻的概数用汉字，如“三四个”（GB/T 15835 第4.2.2条）",
    ),
    (
        lazy_pattern(r"(?<![\d.．])[.．]\d{1,9}(?:%|％|万|亿)"),
        "小数点前的0不能省（GB/T 15835 第5.1.2条）",
    ),
)


def enumerators_out_of_order(given: RuleInput) -> Iterator[Violation]:
    """L101: 一是, 二是, 三是 in order; a run ends at a heading or starts again at 一是."""
    expected, last = 1, None
    for found in _ENUMERATOR.finditer(given.text):
        start, end, number = found.start(1), found.end(), small_number(found[1])
        if number == 1:
            if last is not None and expected == 2:
                yield _alone(*last)
            expected = 2
        elif number == expected:
            expected += 1
        else:
            want = f"{_NUMERALS[expected]}是" if expected < len(_NUMERALS) else "下一条"
            yield Violation(
                "L101",
                start,
                end,
                f"序号不连续：此处应是“{want}”，写的是“{given.text[start:end]}”",
                "补上缺的一条，或改正序号",
                want,
            )
            expected = number + 1
        last = (start, end)
    if last is not None and expected == 2:
        yield _alone(*last)


def _alone(start: int, end: int) -> Violation:
    return Violation("L101", start, end, "只有“一是”，没有“二是”", "补上下一条，或去掉序号")


def headings_out_of_order(given: RuleInput) -> Iterator[Violation]:
    """L102: numbers of one level are consecutive, and no level is skipped (GB/T 9704, 7.3.3)."""
    counts = {1: 0, 2: 0, 3: 0, 4: 0}
    seen: set[int] = set()
    for line in given.structure.lines:
        if not line.number:
            continue
        level = line.level
        expected = counts[level] + 1
        words = given.text[line.start : line.end].strip()[:16]
        if line.number != expected:
            yield Violation(
                "L102",
                line.start,
                line.heading_end or line.end,
                f"标题“{words}”的序号不连续，应是第{expected}个",
                "改正序号，或补上缺的标题",
            )
        elif above := _skipped(line, counts, seen):
            yield Violation("L102", line.start, line.end, f"标题“{words}”跳级", above)
        seen.add(level)
        counts[level] = line.number
        for below in range(level + 1, 5):
            counts[below] = 0


def _skipped(line: Line, counts: dict[int, int], seen: set[int]) -> str:
    """Advice on the heading that is missing above this one; empty where none is.

    A report may begin with any level, so only levels between its own can be missing.
    """
    level = line.level
    if level == 1:
        return "先有“一、”，后有“（一）”" if 2 in seen and 1 not in seen else ""
    if level == 2 and seen and 1 not in seen:
        return "先有“一、”，后有“（一）”"
    if line.kind != "heading" or level == 2 or line.number > 1:
        return ""
    signs = ("", "一、", "（一）", "1.", "（1）")
    lacks = not counts[level - 1] and any(counts[over] for over in range(1, level - 1))
    return f"先有“{signs[level - 1]}”，后有“{signs[level]}”" if lacks else ""


def irregular_number_forms(given: RuleInput) -> Iterator[Violation]:
    """L103: number forms that GB/T 15835—2011 does not allow."""
    for pattern, why in _FORMS:
        for found in pattern.finditer(given.text):
            yield Violation(
                "L103", found.start(), found.end(), f"“{found[0]}”：{why}", "改用规范写法"
            )


def wrong_length(given: RuleInput) -> Iterator[Violation]:
    """L104: characters of the text (without markup and white space) against document.length."""
    limits = given.ledger.facts.document.length
    if limits is None or given.sections is not None:
        return
    count = len(re.sub(r"[\s#　]", "", given.text))
    low, high = limits
    if low <= count <= high:
        return
    what = f"不足{low}字" if count < low else f"超过{high}字"
    hint = "补事实，不用空话凑" if count < low else "删套话，并同类项"
    yield Violation("L104", 0, 0, f"全文{count}字，{what}", hint)
