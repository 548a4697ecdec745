"""Which facts a filled form may hold, and last year's facts as the rows of this year's form.

Works on plain data of a facts file: inheritance (document, section, fact) is applied here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhibi.facts.model import BESIDE_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SENSITIVE = "sensitive"
_NOT_AN_OUTCOME = frozenset({"forecast", "target", "last_year"})
_NOT_COMPARED = frozenset({"problems", "plan"})
_YEAR = re.compile(r"^(?:19|20)\d{2}年(?:度)?")
_CARRIED = ("style", "kind", "organisation", "self", "superior", "signed")


@dataclass(frozen=True, slots=True)
class Selection:
    """Data for a form, and how many sensitive facts or figures were left out of it."""

    data: dict[str, Any]
    withheld: int


def select(data: Mapping[str, Any], office: str | None) -> Selection:
    """The facts that a form may hold: an office's own, or those of all but the sensitive ones.

    With `office`, facts whose source does not name it are left out. A sensitive figure is written
    only for the office that it comes from.
    """
    return _Selector(office).run(data)


def last_year_rows(data: Mapping[str, Any], office: str | None) -> list[dict[str, Any]]:
    """Last year's indicators as indicators without value: their figure is under `previous`.

    Each has `topic` and `source`. What was a forecast, a target or hidden is not last year's
    outcome, and is left out, as are problems and plans.
    """
    chosen = select(data, office).data
    document = chosen.get("document") or {}
    return [
        row
        for section, part, topic in _sections(chosen)
        if part not in _NOT_COMPARED
        for fact in section.get("facts") or []
        if (row := _row(fact, topic, section, document)) is not None
    ]


def next_document(data: Mapping[str, Any]) -> dict[str, Any]:
    """The document of the year after: style, kind and names of the old one, its year plus one."""
    old = data.get("document") or {}
    document = {key: old[key] for key in _CARRIED if old.get(key)}
    year = str(old.get("year") or "")
    if year.isdigit():
        document["year"] = str(int(year) + 1)
    return document


class _Selector:
    """Copies data without what the form must not hold."""

    def __init__(self, office: str | None) -> None:
        self._office = office
        self._withheld = 0

    def run(self, data: Mapping[str, Any]) -> Selection:
        document = data.get("document") or {}
        sections = [
            self._section(section, document.get("show"), document.get("source") or "")
            for section in data.get("sections") or []
        ]
        return Selection({**data, "sections": sections}, self._withheld)

    def _section(self, section: Mapping[str, Any], show: Any, source: str) -> dict[str, Any]:
        show, source = section.get("show") or show, section.get("source") or source
        kept = [self._fact(fact, show, source) for fact in section.get("facts") or []]
        copy = {**section, "facts": [fact for fact in kept if fact is not None]}
        children = [self._section(child, show, source) for child in section.get("sections") or []]
        return copy | ({"sections": children} if children else {})

    def _fact(self, fact: Mapping[str, Any], show: Any, source: str) -> dict[str, Any] | None:
        own = str(fact.get("source") or source)
        if self._office is not None:
            return dict(fact) if self._office in own else None
        figures = fact.get("figures") or []
        if (fact.get("show") or show) == _SENSITIVE or any(map(_is_sensitive, figures)):
            self._withheld += 1
            return None
        copy = dict(fact)
        for key in BESIDE_VALUE:
            if _is_sensitive(copy.get(key)):
                del copy[key]
                self._withheld += 1
        return self._without_sensitive_parts(copy)

    def _without_sensitive_parts(self, fact: dict[str, Any]) -> dict[str, Any]:
        given = fact.get("of_which")
        parts = given.get("parts") if isinstance(given, dict) else given
        kept = [part for part in parts or [] if not _is_sensitive(part)]
        if parts and len(kept) < len(parts):
            self._withheld += len(parts) - len(kept)
            fact["of_which"] = {"parts": kept}  # no longer the whole
            if not kept:
                del fact["of_which"]
        return fact


def _is_sensitive(field: Any) -> bool:
    return isinstance(field, dict) and (
        field.get("show") == _SENSITIVE or _is_sensitive(field.get("growth"))
    )


def _sections(
    data: Mapping[str, Any],
) -> Iterator[tuple[Mapping[str, Any], str, str]]:
    """All sections with their part and their topic, `上级/下级` for nested ones."""

    def walk(sections: Any, part: str, above: str) -> Iterator[tuple[Mapping[str, Any], str, str]]:
        for section in sections or []:
            own = section.get("part") or part
            word = str(section.get("topic") or "")
            topic = "/".join(filter(None, (above, word)))
            yield section, own, topic
            yield from walk(section.get("sections"), own, topic)

    yield from walk(data.get("sections"), "summary", "")


def _row(
    fact: Mapping[str, Any], topic: str, section: Mapping[str, Any], document: Mapping[str, Any]
) -> dict[str, Any] | None:
    def inherited(key: str) -> Any:
        return fact.get(key) or section.get(key) or document.get(key)

    if not fact.get("name") or not fact.get("value"):
        return None
    if inherited("status") in _NOT_AN_OUTCOME or fact.get("show") == "hidden":
        return None
    row = {"name": fact["name"], "topic": topic, "value": fact["value"]}
    row["previous"] = {"value": fact["value"], "show": "hidden"}
    period = _YEAR.sub("", str(fact.get("period") or section.get("period") or ""))
    office = re.split(r"[\s；]", str(inherited("source") or ""))[0]
    row |= {"period": period} if period else {}
    row |= {"source": office} if office and "." not in office else {}
    row |= {key: fact[key] for key in ("show", "aliases") if fact.get(key)}
    return row
