"""Facts as the cells of a form: the inverse of reading a sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhibi.intake.sheets import vocabulary
from zhibi.intake.sheets.attributes import format_attributes

_PLAIN = re.compile(r"(-?\d+(?:\.(\d+))?)([^\d.].*|)")
_SHOWN_BY_GENERAL = 11
"""Digits of a number that the General format shows."""
_CHOICES = frozenset({"status", "show", "part", "kind", "computed", "rounding", "framing"})


@dataclass(frozen=True, slots=True)
class CellValue:
    """The value of a cell: a text, or a number that the General format shows with all its digits.

    No cell has a format with fixed decimals: what is typed over it later would be shown, and so
    read, rounded to them.
    """

    value: Decimal | str


def indicator_cells(data: dict[str, Any]) -> dict[str, CellValue]:
    """The cells of an indicator by field."""
    number, unit = number_and_unit(data["value"])
    cells = {"name": CellValue(data["name"]), "value": number}
    if unit:
        cells["unit"] = CellValue(unit)
    printed = []
    for key in ("previous", "forecast", "target"):
        if key in data:
            cells[key] = _comparison_value(data[key], unit)
            show = data[key].get("show") if isinstance(data[key], dict) else None
            if key != "forecast" and show != "hidden":
                printed.append(vocabulary.label_for("also", key))
    if printed:
        cells["also"] = CellValue("、".join(printed))
    for key in ("growth", "completion"):
        if key in data:
            more = _attributes_of(data[key], {"value"})
            cells[key] = CellValue(_value_of(data[key]) + more)
    if "of_which" in data:
        parts, closed = _of_which(data["of_which"])
        cells["of_which"] = CellValue(parts)
        if closed:
            cells["closed"] = CellValue(vocabulary.label_for("closed", "true"))
    return cells | common_cells(data)


def statement_cells(data: dict[str, Any]) -> dict[str, CellValue]:
    """The cells of a statement by field."""
    cells = {"text": CellValue(data["text"])}
    if data.get("figures"):
        items = [
            f"{figure['text']}={figure.get('name') or ''}{_attributes_of(figure, {'text', 'name'})}"
            for figure in data["figures"]
        ]
        cells["figures"] = CellValue("；".join(items))
    return cells | common_cells(data)


def common_cells(data: dict[str, Any]) -> dict[str, CellValue]:
    """The cells that facts, derivations and sections share."""
    cells = {}
    for key in ("id", "topic", "heading", "period", "source", "note", "formula"):
        if data.get(key):
            cells[key] = CellValue(str(data[key]))
    for key in ("status", "show", "part"):
        if data.get(key):
            cells[key] = CellValue(vocabulary.label_for(key, data[key]))
    for key in ("aliases", "names", "answers"):
        if data.get(key):
            cells[key] = CellValue("；".join(_listed(data[key])))
    if data.get("as"):
        cells["form"] = CellValue(data["as"])
    return cells


def document_cell(key: str, value: Any) -> str:
    """A field of the document as one cell's text."""
    if key in _CHOICES:
        return vocabulary.label_for(key, str(value))
    if key == "length":
        return "—".join(str(item) for item in value)
    return "；".join(_listed(value)) if isinstance(value, list) else str(value)


def number_and_unit(text: str) -> tuple[CellValue, str]:
    """A plain number and its unit, as a text where it ends in zeros; else the whole text."""
    match = _PLAIN.fullmatch(text)
    if match is None or match[3].startswith(
        ("—", "至", "-", "～", "~", "余", "多", "年", "月", "%")
    ):
        return CellValue(text), ""
    ends_in_zero = (match[2] or "").endswith("0")
    is_shown = not ends_in_zero and sum(map(str.isdigit, match[1])) <= _SHOWN_BY_GENERAL
    return CellValue(Decimal(match[1]) if is_shown else match[1]), match[3]


def _comparison_value(field: Any, unit: str) -> CellValue:
    more = _attributes_of(field, {"value"})
    if isinstance(field, dict) and field.get("show") == "hidden":
        more = _attributes_of(field, {"value", "show"})
    number, own = number_and_unit(_value_of(field))
    if own == unit and unit and not more:
        return number
    return CellValue(_value_of(field) + more)


def _of_which(field: Any) -> tuple[str, bool]:
    parts = field.get("parts") or [] if isinstance(field, dict) else field
    closed = isinstance(field, dict) and str(field.get("closed", "")).lower() in {"true", "yes"}
    items = []
    for part in parts:
        growth = f"（{_value_of(part['growth'])}）" if part.get("growth") else ""
        more = _attributes_of(part, {"name", "value", "growth"})
        items.append(f"{part['name']}{part['value']}{growth}{more}")
    return "；".join(items), closed


def _value_of(field: Any) -> str:
    return str(field["value"] if isinstance(field, dict) else field)


def _attributes_of(field: Any, known: set[str]) -> str:
    return format_attributes(field, known) if isinstance(field, dict) else ""


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(item) for item in value]
