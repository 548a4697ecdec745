"""Facts from Python data: dicts and lists in the form of a facts file, models, dataclasses."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhibi.errors import InputError, Place, Problem
from zhibi.facts.load import facts_from_tree
from zhibi.marked_yaml import MAX_DEPTH, MAX_NODES, Tree

if TYPE_CHECKING:
    from zhibi.facts.model import Facts
    from zhibi.marked_yaml import Path


def facts_from(data: object, name: str = "facts") -> Facts:
    """The facts of data that has the form of a facts file: `document` and `sections`.

    `data` is a mapping, a pydantic model or a dataclass; so may be its parts. Numbers are taken as
    they print: write `"12.30"` where the last zero matters, since a float has lost it. `name`
    stands for the file in messages, where places are written as `sections[0].facts[2].value`.
    Raises InputError with every problem, as `load_facts` does.
    """
    reader = _Reader(name)
    plain = reader.read(data, ())
    if reader.problems:
        raise InputError(reader.problems)
    return facts_from_tree(Tree(plain, origins=reader.places), name)


class _Reader:
    """Turns data into what a YAML file would give: dicts, lists and strings."""

    def __init__(self, name: str) -> None:
        self.places: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self._name = name

    def read(self, value: object, at: Path) -> Any:
        """The plain form of a value; a problem is noted where it has none."""
        self.places[at] = Place(self._name, cell=_written(at))
        if len(at) > MAX_DEPTH or len(self.places) > MAX_NODES:
            if not self.problems:
                self._refuse(at, "数据嵌套过深或过大", "检查是不是有循环引用")
            return None
        if hasattr(value, "model_dump"):  # of pydantic, which need not be imported for this
            value = value.model_dump(by_alias=True, exclude_none=True)
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, Mapping):
            return self._mapping(value, at)
        if isinstance(value, (list, tuple)):
            return self._list(value, at)
        return self._scalar(value, at)

    def _mapping(self, value: Mapping[object, object], at: Path) -> dict[str, Any]:
        read = {}
        for key, inner in value.items():
            if not isinstance(key, str):
                self._refuse(at, f"键“{key}”不是字符串", "键用字符串")
            elif inner is not None:
                read[key] = self.read(inner, (*at, key))
        return read

    def _list(self, value: Iterable[object], at: Path) -> list[Any]:
        return [self.read(inner, (*at, number)) for number, inner in enumerate(value)]

    def _scalar(self, value: object, at: Path) -> str | None:
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int):
            return str(value)
        if isinstance(value, (float, Decimal)) and math.isfinite(value):
            return format(Decimal(repr(value)) if isinstance(value, float) else value, "f")
        if isinstance(value, date):
            return value.strftime("%Y-%m-%d")
        hint = "用字符串、数、日期、列表或字典"
        self._refuse(at, f"“{type(value).__name__}”不能作事实的值", hint)
        return None

    def _refuse(self, at: Path, message: str, hint: str) -> None:
        self.problems.append(Problem(message, hint, self._name, cell=_written(at) or None))


def _written(at: Path) -> str:
    """A place in data as it is written in Python: sections[0].facts[2].value."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in at).lstrip(".")
