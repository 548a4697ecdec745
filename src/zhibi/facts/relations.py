"""Relations that the figures of one sentence must satisfy, whatever facts they report.

由 … 上升至 … rises, and by as much as is said, and so does 比 … 的 … 增长; a part is not more than
its whole (办结 ≤ 受理); a rate follows from the two figures before it. The same relations hold in
the texts of facts and in a report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from zhibi.data_files import read_data
from zhibi.facts.amounts import format_like
from zhibi.facts.arithmetic import (
    adds_up,
    agrees,
    exact,
    grew_by,
    growth,
    is_plain,
    percent,
    same_unit,
    share,
)
from zhibi.figures.model import Quantity
from zhibi.patterns import lazy_pattern
from zhibi.text import is_han

_FROM = lazy_pattern(r"[从由](?:[^，。；从由]{0,8})$")
_OF_BEFORE = lazy_pattern(r"的[^\W\d_]{1,8}")  # 45天的流程缩短到18天
_THAN = lazy_pattern(r"[比较][^，。；、\d]{0,12}的$")
_DEPTH = lazy_pattern("埋深[^。；]*$")
_FAR = 16
_STOP = lazy_pattern(r"[。；;！？\n]")
_CLAUSE = lazy_pattern(r"[，,、。；;：:！？\n（）()]")
_NEAR = 6  # figures within which the whole of a part is looked for
_EMPTY = frozenset("已其中共了的等均都并还有达为全现就及时")
"""Characters that name no object."""
_NOT_COUNTED = frozenset({"date", "year", "period", "ordinal", "multiple", "fraction"})

_ONWARDS = lazy_pattern(r"[增减升降提压缩扩涨跌]\w{0,2}[到至为]$")
RelationKind = Literal["change", "part", "rate"]


class Placed(NamedTuple):
    """A figure at its place in a text."""

    start: int
    end: int
    quantity: Quantity


class Broken(NamedTuple):
    """A relation that does not hold: the numbers of its figures, the one at fault first."""

    kind: RelationKind
    figures: tuple[int, ...]
    message: str
    hint: str


def broken_relations(
    text: str, figures: Sequence[Placed], kind: RelationKind | None = None
) -> Iterator[Broken]:
    """The relations, or those of one kind, that figures in the order of a text do not satisfy."""
    tests = _TESTS.values() if kind is None else [_TESTS[kind]]
    for index in range(len(figures)):
        for test in tests:
            yield from test(text, figures, index)


@cache
def _words(name: str) -> re.Pattern[str]:
    words = sorted(read_data("facts", "relations")[name], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def _named_rate() -> re.Pattern[str]:
    """The name of a rate, of two characters or more, right before its figure."""
    return re.compile(r"([^\W\d_]{2})率[^\W\d_]{0,4}$")


@cache
def _turns() -> re.Pattern[str]:
    """由 … 升至: the words of rising in group 1, of falling in group 2."""
    return re.compile(
        f"(?:({_words('rises').pattern})|({_words('falls').pattern}))(?:至|到|为)(?!今|目前|年|月)"
    )


@cache
def _change_by() -> re.Pattern[str]:
    return re.compile(f"(?:{_words('changes').pattern})(?:了|约)?$")


@cache
def _pairs() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The words of a whole, and of its part."""
    rows = read_data("facts", "relations")["parts"]
    return tuple((tuple(row["whole"]), tuple(row["part"])) for row in rows)


@cache
def _part_openings() -> frozenset[str]:
    """How the words of all parts begin: most figures have none beside them."""
    return frozenset(word[:2] for _, words in _pairs() for word in words)


def _first(words: Sequence[str], text: str) -> str:
    """The word that stands first in a text, of those at one place the first listed; or none."""
    found = ((at, number) for number, word in enumerate(words) if (at := text.find(word)) >= 0)
    first = min(found, default=None)
    return "" if first is None else words[first[1]]


def _change(text: str, figures: Sequence[Placed], index: int) -> Iterator[Broken]:
    """由 … 增加到 … in the wrong direction, or followed by the wrong change."""
    if index + 1 >= len(figures):
        return
    before, now = figures[index], figures[index + 1]
    between = text[before.end : now.start]
    turn = _turns().search(between)
    if turn is None or _STOP.search(between):
        return
    told = _FROM.search(text[max(0, before.start - 12) : before.start])
    if _DEPTH.search(text[max(0, before.start - _FAR) : before.start]):
        return  # 地下水埋深由18.62米回升到18.50米
    if not told and not _OF_BEFORE.fullmatch(between[: turn.start()]):
        return
    if not is_plain(before.quantity, now.quantity) or not same_unit(before.quantity, now.quantity):
        return
    rise = exact(now.quantity) - exact(before.quantity)
    if now.quantity.kind == "ordinal":
        rise = -rise  # 由第四位升至第二位
    if rise * (1 if turn[1] else -1) <= 0:
        yield Broken(
            "change",
            (index + 1, index),
            f"写的是“{turn[0]}”，但前一个数是{before.quantity.text}，后一个数是{now.quantity.text}",
            "核对两个数，或改动词",
        )
        return
    if index + 2 < len(figures):
        yield from _amount(text, figures, index)


def _amount(text: str, figures: Sequence[Placed], index: int) -> Iterator[Broken]:
    """The change that is said after 由 … 到 …, compared with the two figures."""
    before, now, by = (one.quantity for one in figures[index : index + 3])
    between = text[figures[index + 1].end : figures[index + 2].start]
    if not _change_by().search(between) or "同比" in between or not is_plain(by):
        return
    low, high = sorted((before, now), key=exact)
    if by.kind == "percent":
        change = growth(now, before)
        if change is None:
            return
        holds = agrees(change.size(), by)
        shown = percent(abs(exact(now) / exact(before) - 1))
    elif by.kind == "pp" or same_unit(by, now):
        holds = adds_up((low, by), high)
        shown = format_like(exact(high) - exact(low), by)
    else:
        return
    if not holds:
        yield Broken(
            "change",
            (index + 2, index, index + 1),
            f"写的是{by.text}，而{now.text}对{before.text}相差{shown}",
            "核对前后两个数和变化的数",
        )


def _compared(text: str, figures: Sequence[Placed], index: int) -> Iterator[Broken]:
    """比 … 的 … 增长 …: the change since the figure named, against the levels told before it."""
    if not index or index + 1 >= len(figures):
        return
    before, by = figures[index], figures[index + 1]
    if not _THAN.search(text[max(0, before.start - 16) : before.start]):
        return
    told = _signed_change().fullmatch(text[before.end : by.start])
    if told is None or by.quantity.kind != "percent" or not is_plain(before.quantity, by.quantity):
        return
    levels = []
    for at in range(index - 1, max(-1, index - 1 - _NEAR), -1):
        if _STOP.search(text[figures[at].end : before.start]):
            break
        now = figures[at].quantity
        if is_plain(now) and same_unit(now, before.quantity):
            if grew_by(now, before.quantity, by.quantity, up=told[1] is not None):
                return
            levels.append(at)
    if levels:
        now = figures[levels[0]].quantity
        shown = percent(exact(now) / exact(before.quantity) - 1)
        yield Broken(
            "change",
            (index + 1, index, levels[0]),
            f"写的是{told[0]}{by.quantity.text}，而{now.text}比{before.quantity.text}变化{shown}",
            "核对前后两个数和变化的数，看是谁比谁",
        )


@cache
def _signed_change() -> re.Pattern[str]:
    """Between what is compared with and the change: rising in group 1, falling in group 2."""
    return re.compile(
        f"(?:({_words('growth_rises').pattern})|({_words('growth_falls').pattern}))(?:了|约)?"
    )


def _part(text: str, figures: Sequence[Placed], index: int) -> Iterator[Broken]:
    """A figure that is more than the whole which the sentence names before it."""
    part = figures[index].quantity
    if not is_plain(part) or part.kind in _NOT_COUNTED or part.unit == "%":
        return
    own = _around(text, figures, index)
    if _part_openings().isdisjoint(map(str.__add__, own, own[1:])):
        return
    for wholes, parts in _pairs():
        said = _first(parts, own)
        if not said:
            continue
        for at in range(index - 1, max(-1, index - 1 - _NEAR), -1):
            whole = figures[at].quantity
            if _STOP.search(text[figures[at].end : figures[index].start]):
                break
            if not is_plain(whole) or not same_unit(whole, part) or whole.unit != part.unit:
                continue
            words = _around(text, figures, at)
            named = _first(wholes, words)
            if not named or _first(parts, words):
                continue
            told = _STOP.split(text[figures[at].end : figures[index].end + 16])[0]
            if _words("carried_over").search(told):
                return
            if exact(part) > exact(whole) and _one_object(own, said, words, named):
                yield Broken(
                    "part",
                    (index, at),
                    f"“{said}”{part.text}多于“{named}”{whole.text}",
                    "核对两个数；含上年结转的，把“含上年结转”写明",
                )
            return


def _one_object(own: str, part: str, words: str, whole: str) -> bool:
    """Whether two figures may count the same things: one names none, or they share a word."""
    mine = set(filter(is_han, own.replace(part, "", 1))) - _EMPTY
    other = set(filter(is_han, words.replace(whole, "", 1))) - _EMPTY
    return not mine or not other or bool(mine & other)


def _around(text: str, figures: Sequence[Placed], index: int) -> str:
    """The words of a figure's own clause: before it, and after it where none stand before."""
    figure = figures[index]
    since = figures[index - 1].end if index else 0
    before = _CLAUSE.split(text[max(since, figure.start - 24) : figure.start])[-1]
    until = figures[index + 1].start if index + 1 < len(figures) else len(text)
    after = _CLAUSE.split(text[figure.end : min(until, figure.end + 8)])[0]
    return f"{before} {after}"


_WHOLE = 100


def _rate(text: str, figures: Sequence[Placed], index: int) -> Iterator[Broken]:
    """A rate (化解率) after the two figures of one unit that it is made of."""
    rate = figures[index].quantity
    before = text[max(0, figures[index].start - 12) : figures[index].start]
    named = _named_rate().search(before) if "率" in before else None
    if named is None or rate.unit != "%" or not is_plain(rate) or index < 2:
        return
    terms = [
        at
        for at in range(max(0, index - 4), index)
        if not _STOP.search(text[figures[at].end : figures[index].start])
        and figures[at].quantity.kind not in _NOT_COUNTED
        and figures[at].quantity.unit != "%"
    ]
    if len(terms) != 2 or _ONWARDS.search(text[figures[terms[0]].end : figures[terms[1]].start]):
        return  # 由4910亩增加到5530亩，治理率64%: one quantity of two times
    first, second = (figures[at].quantity for at in terms)
    if not is_plain(first, second) or first.unit != second.unit or not same_unit(first, second):
        return
    stem = set(named[1])
    # The part has the rate's word (办结114件), the whole has not (受理120件): two figures that both
    # have it (再就业68人, 困难人员就业9人) are two things beside a rate.
    if sum(stem <= set(_around(text, figures, at)) for at in terms) != 1:
        return
    low, high = sorted((first, second), key=exact)
    part = next(at for at in terms if stem <= set(_around(text, figures, at)))
    if rate.value <= _WHOLE and figures[part].quantity is high:
        return  # 签约4.35万人，其中重点人群1.12万人，签约率: the whole is elsewhere
    if rate.value > _WHOLE:
        low, high = high, low  # 超额完成: the target is the lower
    true = share(low, high)
    if true is None or agrees(true, rate):
        return
    yield Broken(
        "rate",
        (index, *terms),
        f"“{rate.text}”与两项数对不上：{low.text} / {high.text} = "
        + percent(exact(low) / exact(high)),
        "核对分子、分母，率照事实写",
    )


def _change_told(text: str, figures: Sequence[Placed], index: int) -> Iterator[Broken]:
    """A change that the two figures beside it do not have, from … to … or compared with one."""
    yield from _change(text, figures, index)
    yield from _compared(text, figures, index)


_TESTS: dict[RelationKind, Callable[[str, Sequence[Placed], int], Iterator[Broken]]] = {
    "change": _change_told,
    "part": _part,
    "rate": _rate,
}
