"""Equations of a .docx as one line of text: 8.43%, a/b, x^2."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibi.word.wml import Element

_NS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
EQUATIONS = frozenset({f"{_NS}oMath", f"{_NS}oMathPara"})
_SIGNS = {"sSup": "^", "sSub": "_", "f": "/"}


def equation_text(element: Element) -> str:
    """The text of an equation; the two parts of a fraction or a power are joined by its sign."""
    if element.tag == f"{_NS}t":
        return element.text or ""
    name = element.tag.removeprefix(_NS) if isinstance(element.tag, str) else ""
    if name.endswith("Pr"):
        return ""
    pieces = [text for child in element if (text := equation_text(child))]
    if name in _SIGNS and len(pieces) == 2:
        return _SIGNS[name].join(
            f"({piece})" if any(sign in piece for sign in "+-×/ ") else piece for piece in pieces
        )
    if name == "rad":
        return f"√({''.join(pieces)})"
    return "".join(pieces)
