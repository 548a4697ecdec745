"""What is written from the document's own data: title, headings of parts, opening sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.facts.kinds import report_kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.facts.model import Document
    from zhibi.styles.model import Style

_SLOT = re.compile(r"\{([^{}]*)\}")
_ENDS = "。！？：；"
_OR = " | "
_WHOLE = re.compile(
    r"(?:^|。)(?:一年来|半年来|今年以来|上半年(?:以来)?|\d{4}年(?:以来)?)，[^。\d]*(?:围绕|坚持|立足|按照|以)"
)
"""A sentence of the facts that tells of the whole time in general."""
_DECEMBER, _JUNE = 12, 6


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


def is_whole(document: Document) -> bool:
    """Whether the document's period is all that its kind of report covers (2025年全年, 1—6月)."""
    kind = report_kind(document.kind)
    wholes = {_DECEMBER: "全年|年度", _JUNE: "上半年"}
    if not document.period or (kind.last_month == _DECEMBER and not kind.ends_year):
        return False
    year = f"{document.year}年"
    named = wholes.get(kind.last_month, "(?!)")
    months = rf"(?:0?1月?[—－\-–~～至到]{kind.last_month}月份?)"
    whole = re.fullmatch(f"(?:{year})?(?:{named}|{months})", document.period)
    return whole is not None or (kind.ends_year and document.period in (year, f"{year}度"))


def is_later(document: Document) -> bool:
    """Whether the document is dated after the year that it reports."""
    return document.date[:4].isdigit() and int(document.date[:4]) > document.year


def fill_document(pattern: str, document: Document, style: Style) -> str:
    """A pattern with the document's slots put in."""
    return pattern.format(**document_slots(document, style))


def opening(sentences: Sequence[Sequence[str]], slots: Mapping[str, str]) -> str:
    """Sentences of clauses, joined; a clause with an empty slot is left out.

    A clause may give two ways of saying it, ` | ` between them: the second is taken where the
    first lacks something. A sentence that names the superior is left out where the statements
    put in beside it do so already, or tell of the whole time themselves: one general sentence is
    enough. So is one clause that sums all work up.
    """
    written = []
    superior, statements = slots.get("superior", ""), slots.get("statements", "")
    general = (bool(superior) and superior in statements) or _WHOLE.search(statements) is not None
    for clauses in sentences:
        if general and any("{superior}" in one for one in clauses):
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
