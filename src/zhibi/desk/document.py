"""The fields of the document that the page lets the clerk set, as the facts file has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhibi.desk.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = (
    "style", "kind", "year", "organisation", "self", "superior", "period", "title", "signed",
    "date", "framing", "computed",
)  # fmt: skip
LISTS = ("guiding", "names")
LENGTH = ("length.0", "length.1")


def document_changes(given: Mapping[str, str], now: Mapping[str, Any]) -> dict[str, Any]:
    """What changes in the document by these fields; None takes a field out.

    Lists are given with one entry a line, the length as its two bounds. Raises Refusal for a
    field that the page does not have.
    """
    strange = set(given) - {*TEXTS, *LISTS, *LENGTH}
    if strange:
        raise Refusal(422, "input", "没有这些栏", "刷新页面再试")
    wanted: dict[str, Any] = {}
    for key, value in given.items():
        if key in TEXTS:
            wanted[key] = value.strip() or None
        elif key in LISTS:
            wanted[key] = [line.strip() for line in value.splitlines() if line.strip()] or None
    if any(key in given for key in LENGTH):
        bounds = [given.get(key, "").strip() for key in LENGTH]
        wanted["length"] = bounds if any(bounds) else None
    return {key: value for key, value in wanted.items() if value != _as_given(now.get(key))}


def _as_given(value: Any) -> Any:
    """A value of the file in the form of the page's."""
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return value if value is None else str(value)
