"""What is written from the document's own data: title, headings of parts, opening sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.facts.model import Document
    from zhibi.styles.model import Style

_SLOT = re.compile(r"\{([^{}]*)\}")
_ENDS = "。！？：；"
_OR = " | "


def document_slots(document: Document, style: Style) -> dict[str, str]:
    """The slots of a style's patterns that the document itself fills."""
    return {
        "year": str(document.year),
        "next_year": str(document.year + 1),
        "period": document.period or "",
        "organisation": document.organisation,
        "self": document.self_name or style.self_name,
        "superior": document.superior or style.superior,
    }


def fill_document(pattern: str, document: Document, style: Style) -> str:
    """A pattern with the document's slots put in."""
    return pattern.format(**document_slots(document, style))


def opening(sentences: Sequence[Sequence[str]], slots: Mapping[str, str]) -> str:
    """Sentences of clauses, joined; a clause with an empty slot is left out.

    A clause may give two ways of saying it, ` | ` between them: the second is taken where the
    first lacks something. A sentence that names the superior is left out where the statements
    put in beside it do so already.
    """
    written = []
    superior, statements = slots.get("superior", ""), slots.get("statements", "")
    for clauses in sentences:
        if superior and superior in statements and any("{superior}" in one for one in clauses):
            continue
        said = [text for clause in clauses if (text := _clause(clause, slots))]
        if said:
            written.append(_ended("，".join(said)))
    return "".join(written)


def _clause(clause: str, slots: Mapping[str, str]) -> str:
    for way in clause.split(_OR):
        if all(slots.get(slot) for slot in _SLOT.findall(way)):
            return way.strip().format(**slots)
    return ""


def _ended(sentence: str) -> str:
    return sentence if sentence[-1] in _ENDS else f"{sentence}。"
