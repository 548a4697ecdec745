"""The fields of a fact that can be corrected, as data: each with its path, label and value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.facts.field_words import FIELD_WORDS
from zhibi.facts.model import BESIDE_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CHOSEN = {
    "status": ("done", "to_date", "ongoing", "forecast", "target", "last_year"),
    "show": ("must", "may", "hidden"),
}
_LAST = ("period", "status", "show", "source", "note")
_LABELS = {**FIELD_WORDS, "name": "名称", "note": "备注"}
_NOTE = {"note": "备注（不写进报告）"}
_KEY = re.compile(rf"(?<![A-Za-z_])({'|'.join(_LABELS)})(?![A-Za-z_])")


def in_labels(words: str) -> str:
    """A message with the labels of the page in place of the keys of a facts file."""
    return _KEY.sub(lambda match: _LABELS[match[1]], words)


def fields_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields of a fact in the form of a facts file, those without a value too."""
    return list(_fields(data))


def _fields(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if "text" in data:
        yield _field("text", FIELD_WORDS["text"], data, long=True)
        for number, figure in enumerate(data.get("figures") or ()):
            label = f"文中“{figure.get('text', '')}”"
            yield _field(f"figures.{number}.text", label, data)
            yield _field(f"figures.{number}.name", f"{label}的名称", data)
    else:
        yield _field("name", _LABELS["name"], data)
        yield _field("value", FIELD_WORDS["value"], data)
        for key in BESIDE_VALUE:
            yield _field(key, FIELD_WORDS[key], data)
        for at, part in _parts(data):
            label = f"其中：{part.get('name', '')}"
            yield _field(f"{at}.value", label, data)
            if part.get("growth"):
                yield _field(f"{at}.growth", f"{label}的{FIELD_WORDS['growth']}", data)
    for key in _LAST:
        yield _field(key, _NOTE.get(key) or FIELD_WORDS[key], data)


def _parts(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    of_which = data.get("of_which") or {}
    is_list = isinstance(of_which, list)
    for number, part in enumerate(of_which if is_list else of_which.get("parts") or ()):
        yield f"of_which.{'' if is_list else 'parts.'}{number}", part


def _field(path: str, label: str, data: Mapping[str, Any], *, long: bool = False) -> dict[str, Any]:
    field = {"path": path, "label": label, "value": read_field(data, path), "long": long}
    chosen = _CHOSEN.get(path)
    if chosen:
        words = read_data("facts", "choices")
        field["choices"] = [[key, words[key]] for key in chosen]
    return field


def read_field(data: Any, path: str) -> str:
    """The value at a path such as `of_which.parts.0.value`; empty where there is none."""
    for step in path.split("."):
        if isinstance(data, list):
            data = data[int(step)]
        else:
            data = data.get(step) if isinstance(data, dict) else None
    if isinstance(data, dict):
        data = data.get("value")
    return "" if data is None else str(data)


def write_field(data: Any, path: str, value: str) -> None:
    """Set the value at a path; an empty one is taken out."""
    *steps, last = path.split(".")
    for step in steps:
        data = data[int(step)] if isinstance(data, list) else data[step]
    if isinstance(data.get(last), dict) and value:
        data[last]["value"] = value
    elif value:
        data[last] = value
    else:
        data.pop(last, None)
