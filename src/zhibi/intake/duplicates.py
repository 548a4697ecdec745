"""Which facts of different files are the same fact, and on what they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhibi.figures.quantity import parse_quantity
from zhibi.figures.units import comparable, factor, same_value

if TYPE_CHECKING:
    from zhibi.figures.model import Quantity
    from zhibi.intake.section_tree import Node
    from zhibi.intake.submission import SubmittedItem

_STEPS = tuple(10**power for power in range(1, 9))
_MOST_TOLD = 20
"""Sources and notes of one fact that are told: a file may have a sentence thousands of times."""
_AND_OTHERS = "等"
_HAPPENED = frozenset({None, "done", "to_date"})
NUMBER_FIELDS = (
    "text", "value", "growth", "previous", "forecast", "target", "completion", "of_which",
    "figures",
)  # fmt: skip
"""The fields of a fact that state figures."""


class MergedFacts:
    """The facts merged so far, found by id, by text, or by name with period, status and unit.

    A name in two sections of one file names two facts: an office lists it twice on purpose.
    """

    def __init__(self, period: str) -> None:
        self._period = period
        self._by_name: dict[str, list[tuple[SubmittedItem, Node, str]]] = {}
        self._by_text: dict[str, SubmittedItem] = {}
        self._by_id: dict[str, SubmittedItem] = {}

    def find(self, submitted: SubmittedItem, node: Node, path: str) -> SubmittedItem | None:
        """The merged fact that is the same as this one, if there is one."""
        data = submitted.data
        if data.get("id") in self._by_id:
            return self._by_id[data["id"]]
        if data.get("text"):
            return self._by_text.get(data["text"])
        for name in (data["name"], *listed(data.get("aliases"))):
            for known, its_node, its_path in self._by_name.get(name, ()):
                if its_path == path and its_node is not node:
                    continue
                if self._same_indicator(known.data, its_node, data, node):
                    return known
        return None

    def add(self, submitted: SubmittedItem, node: Node, path: str) -> None:
        """Remember a fact."""
        data = submitted.data
        if data.get("id"):
            self._by_id[data["id"]] = submitted
        if data.get("text"):
            self._by_text[data["text"]] = submitted
            return
        for name in dict.fromkeys([data["name"], *listed(data.get("aliases"))]):
            self._by_name.setdefault(name, []).append((submitted, node, path))

    def differing(self, known: dict[str, Any], new: dict[str, Any]) -> list[str]:
        """The fields that both give, with different values."""
        keys = [key for key in NUMBER_FIELDS if key in new]
        return [key for key in keys if key in known and not same_field(known[key], new[key])]

    def complete(self, known: SubmittedItem, new: SubmittedItem) -> None:
        """Add what only the new one gives: fields, other names, its note and its source."""
        for key, value in new.data.items():
            if key in {"aliases", "names"}:
                words = dict.fromkeys([*listed(known.data.get(key)), *listed(value)])
                known.data[key] = list(words)
            elif key not in known.data:
                known.data[key] = value
                known.field_places[key] = new.field_places.get(key, new.place)
        for key in ("source", "note"):
            told, other = known.data.get(key), new.data.get(key)
            if told and other and other != told:
                known.data[key] = _also(told, other)
        _add_names(known.data, new.data)

    def replace(self, known: SubmittedItem, new: SubmittedItem) -> None:
        """Take the new row whole in place of the known one, which leaves its id and its names."""
        old = known.data
        known.data = {**({"id": old["id"]} if old.get("id") else {}), **new.data}
        known.data.setdefault("source", new.place.in_words)
        known.place, known.field_places = new.place, dict(new.field_places)
        _add_names(known.data, old)

    def _same_indicator(
        self, known: dict[str, Any], its_node: Node, new: dict[str, Any], node: Node
    ) -> bool:
        if self._when(known, its_node) != self._when(new, node):
            return False
        tense, other = known.get("status"), new.get("status")
        if tense != other and not {tense, other} <= _HAPPENED:
            return False
        left, right = _quantity(known.get("value")), _quantity(new.get("value"))
        return left is None or right is None or comparable(left.unit, right.unit)

    def _when(self, data: dict[str, Any], node: Node) -> str:
        return str(data.get("period") or node.data.get("period") or self._period)


def _also(told: str, other: str) -> str:
    """One more source or note behind those that are told; a few are enough."""
    each = told.split("；")
    if other in each or each[-1] == _AND_OTHERS:
        return told
    return f"{told}；{other if len(each) < _MOST_TOLD else _AND_OTHERS}"


def _add_names(data: dict[str, Any], other: dict[str, Any]) -> None:
    """Add the name and aliases of the same indicator elsewhere as aliases."""
    if not other.get("name"):
        return
    names = [*listed(data.get("aliases")), other["name"], *listed(other.get("aliases"))]
    aliases = [name for name in dict.fromkeys(names) if name != data.get("name")]
    if aliases:
        data["aliases"] = aliases


def is_statement(data: dict[str, Any]) -> bool:
    """Whether a fact's data is a text rather than a named value."""
    return bool(data.get("text"))


def same_field(left: Any, right: Any) -> bool:
    """Whether two fields say the same: equal, or quantities of equal value."""
    if left == right:
        return True
    if isinstance(left, dict) or isinstance(right, dict):
        left, right = _value(left), _value(right)
        if left is None or right is None:
            return False
    if isinstance(left, list) or isinstance(right, list):
        return [str(item) for item in listed(left)] == [str(item) for item in listed(right)]
    first, second = _quantity(left), _quantity(right)
    return first is not None and second is not None and same_value(first, second)


def power_of_ten(left: str, right: str) -> int:
    """By how much two quantities differ, if it is 10, 100 …; else 0."""
    first, second = _quantity(left), _quantity(right)
    if first is None or second is None or not comparable(first.unit, second.unit):
        return 0
    low, high = sorted(abs(one.value * factor(one.unit)) for one in (first, second))
    ratio = high / low if low else 0
    return next((step for step in _STEPS if ratio == step), 0)


def _value(field: Any) -> Any:
    return field.get("value") if isinstance(field, dict) else field


def _quantity(text: Any) -> Quantity | None:
    try:
        return parse_quantity(str(text))
    except ValueError:
        return None


def listed(value: Any) -> list[Any]:
    """The items of a field that may be one word or a list."""
    return [value] if isinstance(value, str) else list(value or [])
