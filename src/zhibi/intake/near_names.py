"""Indicators that may be one under two names: 改厕 256户 and, of another office, 农村改厕 256户."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from zhibi.errors import Problem
from zhibi.figures.quantity import parse_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhibi.intake.submission import SubmittedItem

_LEAST_SHARED = 2
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
        _question(one, other)
        for alike in by_value.values()
        for one, other in combinations(alike, 2)
        if one.place.path != other.place.path and _nearly_one(one.data, other.data)
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


def _nearly_one(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether a name of one contains a name of the other."""
    return any(
        first != second and min(len(first), len(second)) >= _LEAST_SHARED
        and (first in second or second in first)
        for first in _names(one)
        for second in _names(other)
    )  # fmt: skip


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
