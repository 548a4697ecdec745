"""Indicators that may be one under two names: 改厕 256户 and, of another office, 农村改厕 256户."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import combinations
from typing import TYPE_CHECKING, Any

from zhibi.errors import Problem
from zhibi.figures.quantity import parse_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhibi.intake.submission import SubmittedItem

_LEAST_SHARED = 2
_LEAST_ABBREVIATED = 3
_LEAST_PART_OF_FIVE = 3
_MOST_COMPARED = 60
"""Indicators of one value whose names are compared each with each."""
_LEAST_DIGITS = 2
"""Counts below ten agree by chance."""
_HINT = "是同一个数的，在一处的“别名”栏写上另一个名称；不是的，不必理会"


def near_names(facts: Iterable[SubmittedItem]) -> list[Problem]:
    """A question for each pair of indicators of two files with one value and names nearly one."""
    by_value: dict[tuple[str, str, str], list[SubmittedItem]] = {}
    listed = [submitted for submitted in facts if submitted.data.get("name")]
    if len({submitted.place.path for submitted in listed}) < 2:
        return []
    for submitted in listed:
        key = _key(submitted.data)
        if key is not None:
            by_value.setdefault(key, []).append(submitted)
    return [
        _question(alike[one], alike[other])
        for alike in by_value.values()
        for one, other in _nearly_one([list(_names(submitted.data)) for submitted in alike])
        if alike[one].place.path != alike[other].place.path
    ]


def _key(data: dict[str, Any]) -> tuple[str, str, str] | None:
    """Value, unit and period of an indicator; None for a share or a small count."""
    try:
        quantity = parse_quantity(str(data.get("value")))
    except ValueError:
        return None
    if quantity.kind == "percent" or len(quantity.value.as_tuple().digits) < _LEAST_DIGITS:
        return None
    return f"{quantity.value.normalize():f}", quantity.unit, str(data.get("period") or "")


def _nearly_one(names: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """The pairs of indicators, each given by its names, of which two names are nearly one.

    Where there are many, only the names that hold another are found: the parts of each are looked
    up among all names, instead of comparing all pairs.
    """
    if len(names) <= _MOST_COMPARED:
        pairs = combinations(range(len(names)), 2)
        return [
            (one, other)
            for one, other in pairs
            if any(_alike(left, right) for left in names[one] for right in names[other])
        ]
    holders: dict[str, list[int]] = {}
    for at, own in enumerate(names):
        for name in own:
            if len(name) >= _LEAST_SHARED:
                holders.setdefault(name, []).append(at)
    lengths = {len(name) for name in holders}
    return sorted(
        {
            (min(at, holder), max(at, holder))
            for name, held in holders.items()
            for part in _parts(name, lengths)
            for at in held
            for holder in holders.get(part, ())
            if at != holder
        }
    )


def _alike(left: str, right: str) -> bool:
    """Whether one name has the other in it, abbreviates it (义教学生), or shares most of it.

    东街商户 and 西街商户 differ in one place: they are two.
    """
    short, long = sorted((left, right), key=len)
    if short == long or len(short) < _LEAST_SHARED:
        return False
    if short in long:
        return True
    rest = iter(long)
    if len(short) >= _LEAST_ABBREVIATED and all(character in rest for character in short):
        return True
    shared = SequenceMatcher(None, short, long, autojunk=False).find_longest_match()
    differ_before = shared.a > 0 and shared.b > 0
    differ_behind = shared.a + shared.size < len(short) and shared.b + shared.size < len(long)
    return (
        shared.size >= max(_LEAST_ABBREVIATED, _LEAST_PART_OF_FIVE * len(short) // 5)
        and not differ_before
        and not differ_behind
    )


def _parts(name: str, lengths: Iterable[int]) -> Iterator[str]:
    """What of a name, shorter than itself, has one of the lengths."""
    for length in lengths:
        if length < len(name):
            yield from (name[at : at + length] for at in range(len(name) - length + 1))


def _names(data: dict[str, Any]) -> Iterator[str]:
    yield data["name"]
    given = data.get("aliases") or []
    yield from [given] if isinstance(given, str) else given


def _question(one: SubmittedItem, other: SubmittedItem) -> Problem:
    def described(submitted: SubmittedItem) -> str:
        source = submitted.data.get("source") or submitted.place.in_words
        return f"“{submitted.data['name']}”（{source}）"

    message = f"{described(one)}和{described(other)}都是{one.data['value']}，是不是同一个数？"
    return other.place.problem(message, _HINT)
