"""Equations of a .docx as one line of text: 8.43%, a/b, x^2."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibi.word.wml import Element

_NS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
EQUATIONS = frozenset({f"{_NS}oMath", f"{_NS}oMathPara"})
_APPLIED = "\u2061"
"""Between a function and its argument; it shows nothing."""
_SIGNS = {"sSup": "^", "sSub": "_", "f": "/"}


def equation_text(element: Element) -> str:
    """The text of an equation; the two parts of a fraction or a power are joined by its sign."""
    if element.tag == f"{_NS}t":
        return (element.text or "").replace(_APPLIED, "")
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
    if name == "d":  # brackets are no text, but without them 2(3) would read 23
        first, last = _sign(element, "begChr", "("), _sign(element, "endChr", ")")
        return first + _sign(element, "sepChr", "|").join(pieces) + last
    if name == "sSubSup" and len(pieces) == 3:
        return f"{pieces[0]}_{pieces[1]}^{pieces[2]}"
    if name == "nary":
        return f"{_sign(element, 'chr', '∫')}({' '.join(pieces)})"
    return "".join(pieces)


def _sign(element: Element, name: str, otherwise: str) -> str:
    """A sign that the properties of an element name: an empty one is none."""
    for properties in element:
        for child in properties if str(properties.tag).endswith("Pr") else ():
            if child.tag == f"{_NS}{name}":
                return str(child.get(f"{_NS}val") or "")
    return otherwise
