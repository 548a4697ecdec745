"""The words around a figure, weighted by how closely they belong to it.

In this genre a figure's label precedes it in the same clause (税收收入2186.4万元) or, in
lists of counts, after it (3家规上企业、2家限上商贸企业); a second figure of a pair (9户28人) and a
growth rate (…2186.4万元，同比增长6.35%) inherit the label of the figure before them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from zhibi.checking.bigrams import bigrams
from zhibi.checking.cue_words import word_choice
from zhibi.checking.scoring import Scoring
from zhibi.figures.model import TIME_KINDS, Figure
from zhibi.figures.numerals import chinese_value
from zhibi.patterns import lazy_pattern

_BOUNDARY = lazy_pattern("[，,；;：:、（(）)。]")
_RIGHT = lazy_pattern(r"[^，,；;：:、（(）)。！？\n]{0,16}")
_RESPECTIVELY = lazy_pattern(r"分别|依次|各(?:自)?(?=[完有为达投占收出是增]成?(?:了|到)?(?:\d|$))")
_LISTED_WITH = lazy_pattern(r"(?<=[^，。；、\d]{2})[以为是达有](?=$)")
"""Right before the figures of as many items as are listed before it."""
_IN_LIST = lazy_pattern(r"、[^，。；：、\d]{2,8}")
"""Between two figures of a list: the name of the second one."""
_MARKS = "，,；;、 "
_JOINED = lazy_pattern(r"(?:[和及与]|以及)$")
_TOTAL = lazy_pattern(r"^[，,；;、]?(?:总|合|一)?[共计](?:计|有|是|为)?$")
_OF_ALL = lazy_pattern(r"(?:合计|共计|总计|一共|[总共])[^，。；、\d]{0,6}$")
_FIGURED = lazy_pattern(r"\d")
_THESE = lazy_pattern(r"(?:这|以上|上述)?[两二三四五六七八九十\d]+[项者个家类座种处条]")
_SOME = lazy_pattern(r"([前后])([二两三四五六七八九])[^，。；、\d]")
_LATTER = lazy_pattern(r"前者|后者")
_ITEMS = lazy_pattern(r"[、和及与]|以及")
_OF_ITEMS = lazy_pattern(rf"[^，。；、\d]{{0,16}}(?:{_RESPECTIVELY.pattern})")
_REACH = 200
"""Characters before a list in which the items are named that it tells of."""
_MOST_ITEMS = 10
_TO_LEVEL = lazy_pattern(word_choice("onwards") + "[到至](?:了)?$")
_ONWARDS = lazy_pattern(f"^{_TO_LEVEL.pattern[:-1]}")
"""Leads up to a level and names nothing: 注册志愿者发展到 is what the figure before is."""
_LIST_MARK = lazy_pattern(r"[、，和及与]{1,2}|以及")


class _Told(NamedTuple):
    """What a figure of a list told at once is of: an item, or the number of an earlier figure.

    `tail` is what stands between 分别 and the list, `own` a subject that stands before it.
    """

    item: str | int
    tail: str
    own: str = ""


class Context(NamedTuple):
    """The surroundings of a figure: weighted bigrams, and the text on each side."""

    weights: dict[str, float]
    left: str
    right: str


def contexts(
    text: str,
    start: int,
    end: int,
    figures: Sequence[Figure],
    scoring: Scoring,
    steps: Mapping[int, int],
    ways: Mapping[int, int],
) -> list[Context]:
    """The context of each figure of one sentence, `text[start:end]`; figures in order.

    `steps` are the starts of the words for stages by their ends: what stands right before a figure
    is of it, and not of the one before (计划改造的8个小区完工5个).
    """
    found: list[Context] = []
    nears: list[str] = []
    told = _told_together(text, start, figures)
    carry: dict[str, float] = {}
    inherited = ""
    at = start
    for number, figure in enumerate(figures):
        segment = text[at : figure.start]
        right = _right(text, figures, number, end, steps)
        if not right and figure.quantity.kind == "date" and not segment.strip(_MARKS):
            right = _clause_from(text, figure.end + 1, _limit(figures, number, end))
        near, far = _split(segment, right, inherited, first=number == 0)
        if number in told:
            item, tail, own = told[number]
            named = nears[item] if isinstance(item, int) else item
            near, far = (f"{own}，{tail}", named) if own else (f"{named}，{tail}", "")
            carry = {}
        near, right = _TO_LEVEL.sub("", near), _ONWARDS.sub("", right)
        if "；" in segment or ";" in segment:
            carry = {bigram: weight * scoring.inherited for bigram, weight in carry.items()}
        weights = dict(carry)
        _add(weights, far, scoring.earlier_clause)
        way = ways.get(_limit(figures, number, end), end)
        named = right[: max(way - figure.end, 0)]
        weights.update(dict.fromkeys(bigrams(named), 1.0))
        weights.update(dict.fromkeys(bigrams(near), 1.0))
        found.append(Context(weights, segment, right))
        nears.append(near or right)
        kept = scoring.inherited
        carry = {g: w * kept for g, w in carry.items() if w * kept > scoring.negligible}
        _add(carry, far, kept * scoring.earlier_clause)
        _add(carry, near, kept)
        inherited = near or inherited
        at = figure.end
    return found


def _limit(figures: Sequence[Figure], number: int, end: int) -> int:
    """Where the next figure of the sentence begins, else the sentence's end."""
    return figures[number + 1].start if number + 1 < len(figures) else end


def _clause_from(text: str, start: int, limit: int) -> str:
    """What a clause says from an offset on, up to a limit."""
    found = _RIGHT.match(text, start, max(limit, start))
    return found[0] if found else ""


def _right(
    text: str, figures: Sequence[Figure], number: int, end: int, steps: Mapping[int, int]
) -> str:
    """What stands behind a figure: two that adjoin have it in common (1526名65岁以上老人)."""
    while number + 1 < len(figures) and figures[number].end == figures[number + 1].start:
        number += 1
    limit = _limit(figures, number, end)
    step = steps.get(limit, -1)
    if limit < end and step > figures[number].end:
        limit = step
    words = _clause_from(text, figures[number].end, limit)
    if not words and _IN_LIST.fullmatch(text, figures[number].end, limit) and limit < end:
        return _right(text, figures, number + 1, end, steps)  # 甲村18户、乙村20户没签约
    return words


def _told_together(text: str, start: int, figures: Sequence[Figure]) -> dict[int, _Told]:
    """What each figure of a list told at once is of: an item, or an earlier figure; and the verb.

    甲、乙分别为1个、2个 has items; 甲1个、乙2个，分别增长3%和5% refers to the figures before it,
    前者 and 后者 to the two before.
    """
    told: dict[int, _Told] = {}
    items: list[str] = []
    at = start
    pair: tuple[str | int, str | int] | None = None
    for number, figure in enumerate(figures):
        segment = text[at : figure.start]
        if not _counts_items(text, figure):
            at = figure.end
        latter = _LATTER.search(segment)
        if latter:
            if latter[0] == "前者" or pair is None:
                pair = _pair(items, text[start : figure.start], number)
            if pair is not None:
                told[number] = _Told(pair[latter[0] == "后者"], segment[latter.end() :])
                continue
        if number in told:
            continue
        run = _run(text, figures, number)
        found = respectively = _RESPECTIVELY.search(segment)
        if found is None and len(run) > 1:
            found = _LISTED_WITH.search(segment)
        if found is None:
            continue
        listed = _items(segment[: found.start()])
        tail = segment[found.end() :]
        if respectively is None and len(listed) != len(run):
            continue
        if len(listed) < 2 and len(run) > 1 and not items:
            items = _items_before(text, start, figures, number, len(run))
        if len(listed) == len(run) > 1:
            items = listed
            told.update({n: _Told(item, tail) for n, item in zip(run, listed, strict=True)})
        elif len(listed) < 2 and len(meant := _some_of(items, segment)) == len(run) > 1:
            told.update({n: _Told(item, tail) for n, item in zip(run, meant, strict=True)})
        elif len(listed) < 2 and number >= len(run) > 1:
            own = listed[0] if listed and len(listed[0]) > 1 else ""
            own = "" if _THESE.fullmatch(own) else own
            before = _figures_before(text, figures, number, len(run))
            told.update({n: _Told(one, tail, own) for one, n in zip(before, run, strict=True)})
    return told


def _figures_before(text: str, figures: Sequence[Figure], number: int, count: int) -> Sequence[int]:
    """The last figures of one kind told before a list, of a change from one to another the first.

    甲由5亿元增至6亿元，乙由3亿元降至2亿元，分别完成目标的95%和80%.
    """
    told = [n for n in range(number) if not _counts_items(text, figures[n])]
    for unit in dict.fromkeys(figures[n].quantity.unit for n in reversed(told)):
        alike = [
            n
            for n in told
            if figures[n].quantity.unit == unit
            and not (n and _TO_LEVEL.search(text, figures[n - 1].end, figures[n].start))
        ]
        if len(alike) >= count:
            return alike[-count:]
    return range(number - count, number)


def _some_of(items: Sequence[str], segment: str) -> Sequence[str]:
    """The items that a list goes on about: all, or the first or last few (前两座分别增长…)."""
    some = _SOME.search(segment)
    if some is None:
        return items
    count = chinese_value(some[2])
    return items[:count] if some[1] == "前" else items[-count:]


def _items_before(
    text: str, start: int, figures: Sequence[Figure], number: int, count: int
) -> list[str]:
    """The items of a list of an earlier clause: of a total, or just as many as figures follow."""
    start = max(start, figures[number].start - _REACH)
    of_total = _items_of_total(text[start : figures[number - 1].start]) if number else []
    if of_total:
        return of_total
    clauses = re.split(r"[，；]", text[start : figures[number].start])[:-1]
    lists = (_items(clause) for clause in reversed(clauses) if not _FIGURED.search(clause))
    return next((items for items in lists if len(items) == count), [])


def _items_of_total(before: str) -> list[str]:
    """The items of a list of which a total is told (甲、乙、丙税收合计2.5亿元，依次为…)."""
    if not _OF_ALL.search(before):
        return []
    items = _items(before)
    return [*items[:-1], _OF_ALL.sub("", items[-1])] if len(items) > 1 else []


def _counts_items(text: str, figure: Figure) -> bool:
    """Whether a figure only counts, numbers or dates the items of a list (甲、乙两项分别为…)."""
    quantity = figure.quantity
    if quantity.kind == "ordinal":
        return True
    small = quantity.numerals == "chinese" and quantity.value <= _MOST_ITEMS
    return (small or quantity.kind in TIME_KINDS) and _OF_ITEMS.match(text, figure.end) is not None


def _pair(items: Sequence[str], before: str, number: int) -> tuple[str | int, str | int] | None:
    """What 前者 and 后者 refer to: the two items, else the two figures before."""
    if len(items) == 2:
        return items[0], items[1]
    if number >= 2:
        return number - 2, number - 1
    for clause in reversed(re.split(r"[，。；：]", before)):
        listed = _items(clause)
        if len(listed) == 2:
            return listed[0], listed[1]
    return None


def _items(words: str) -> list[str]:
    """The items of the last list of a segment, its common end taken off none of them."""
    for clause in reversed(re.split(r"[，。；：]", words)):
        if _ITEMS.search(clause):
            return [item for item in _ITEMS.split(clause) if item]
        if clause:
            return [clause]
    return []


def _run(text: str, figures: Sequence[Figure], number: int) -> list[int]:
    """The figures of the list that begins with figure `number`."""
    run = [number]
    for other in range(number + 1, len(figures)):
        between = text[figures[other - 1].end : figures[other].start]
        if not _LIST_MARK.fullmatch(between):
            break
        run.append(other)
    return run


def _split(segment: str, right: str, inherited: str, *, first: bool) -> tuple[str, str]:
    """The words that label the figure most closely, and those of the clauses before them."""
    joined = _JOINED.search(segment)
    if (
        joined is not None
    ):  # 12名志愿者和8个网格: what stands before the mark is of the figure before
        segment = segment[: joined.start()] + "、"
    near = _BOUNDARY.split(segment)[-1]
    far = segment[: len(segment) - len(near)]
    if bigrams(near):
        return near, far
    if bigrams(right) and (segment or first):
        return "", far
    if not segment or first:
        return near or inherited, far
    if _TOTAL.search(segment):
        return "", far  # 甲5户、乙4户，共9户 is not of 乙
    return (far, "") if bigrams(far) else (inherited, far)


def _add(weights: dict[str, float], text: str, weight: float) -> None:
    for bigram in bigrams(text):
        if weights.get(bigram, 0.0) < weight:
            weights[bigram] = weight
