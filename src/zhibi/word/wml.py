"""WordprocessingML: names of elements and attributes, runs and their text."""

from __future__ import annotations

import copy
import re
from functools import cache
from typing import TYPE_CHECKING, cast

from lxml import etree

from zhibi.word.equations import EQUATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = etree._Element  # noqa: SLF001  lxml gives its element class no public name

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC_NS = "http://schemas.openxmlformats.org/markup-compatibility/2006"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
REL_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE_REL_TYPE = "http://schemas.openxmlformats.org/package/2006/relationships/"
REL_NS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"

# Characters that affect line layout and print nothing; they are left out of the text.
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
# Zero Width No-Break Space: no line ends between its neighbours. Unlike the Word Joiner, which
# Unicode prefers, it shows as a box in no font of Word's.
NO_BREAK = "\ufeff"

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REMOVED = frozenset({"del", "moveFrom"})
# Elements of a run that stand for one character.
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
# A `w:sym` is a place in a font of signs; one that is not known here shows as a box.
_SYMBOLS = {
    "symbol": {
        0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB9: "≠", 0xB7: "•", 0xA5: "∞",
    },
    "wingdings": {
        **{0x81 + number: chr(0x2460 + number) for number in range(10)},  # ① to ⑩
        **{0x8C + number: chr(0x2776 + number) for number in range(10)},  # ❶ to ❿
        0xFC: "✓", 0xFE: "☑", 0x6C: "●", 0x6E: "■", 0xD8: "➢",
    },
}  # fmt: skip
_CHARACTERS = {f"{{{W_NS}}}{name}": sign for name, sign in _SIGNS.items()}


@cache
def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{W_NS}}}{name}"


def make(name: str, /, *children: Element | None, **attributes: str | int) -> Element:
    """A `w:` element with `w:` attributes; a child that is None is left out."""
    element = etree.Element(w(name), nsmap={"w": W_NS})
    for key, value in attributes.items():
        element.set(w(key), str(value))
    element.extend(child for child in children if child is not None)
    return element


def new_root(namespace: str, name: str, **prefixes: str) -> Element:
    """The root of a part in a namespace that needs no prefix, with further prefixes declared."""
    nsmap = cast("dict[str, str]", {None: namespace, **prefixes})  # the stubs know no None
    return etree.Element(f"{{{namespace}}}{name}", nsmap=nsmap)


def text_element(text: str, name: str = "t") -> Element:
    """A `w:t` (or `w:delText`, `w:instrText`) that keeps its spaces."""
    element = make(name)
    element.text = text
    element.set(XML_SPACE, "preserve")
    return element


def printable(text: str) -> str:
    """The text with characters that XML cannot hold replaced by the replacement character."""
    return _ILLEGAL.sub("�", text)


def serialize(root: Element) -> bytes:
    """A part's bytes, with the declaration that Word writes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def parse(data: bytes) -> Element:
    """Parse a part; raises ValueError if it is damaged or declares a document type."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("DOCTYPE")
    return root


def number_of(element: Element | None, name: str, default: int) -> int:
    """A whole number in a `w:` attribute; the default where there is none, or nonsense."""
    value = "" if element is None else element.get(w(name), "")
    return int(value) if _WHOLE.fullmatch(value) else default


def is_on(properties: Element | None, name: str) -> bool:
    """Whether a toggle such as `w:vanish` is present and not switched off."""
    found = None if properties is None else properties.find(w(name))
    return found is not None and found.get(w("val"), "1") not in {"0", "false", "off", "none"}


def own_runs(paragraph: Element) -> list[Element]:
    """All runs of a paragraph in order, those inside links, fields and revisions included.

    Runs of text boxes belong to the paragraphs inside the box.
    """
    runs: list[Element] = []
    _collect_runs(paragraph, runs)
    return runs


def _collect_runs(element: Element, runs: list[Element]) -> None:
    for child in element:
        if child.tag == w("r"):
            runs.append(child)
        elif child.tag != w("p"):
            _collect_runs(child, runs)


def own_content(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph and, between them, its equations."""
    for child in paragraph:
        if child.tag == w("r") or child.tag in EQUATIONS:
            yield child
        elif child.tag != w("p"):
            yield from own_content(child)


def mark_is_removed(paragraph: Element) -> bool:
    """Whether a tracked change joins the paragraph to the one behind it."""
    properties = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    return properties is not None and any(properties.find(w(name)) is not None for name in _REMOVED)


def is_superscript(run: Element) -> bool:
    """Whether a run is set above the line by its own properties."""
    properties = run.find(w("rPr"))
    align = None if properties is None else properties.find(w("vertAlign"))
    return align is not None and align.get(w("val")) == "superscript"


def is_removed(run: Element) -> bool:
    """Whether a tracked change takes the run away: a reader of the clean text does not see it."""
    parent = run.getparent()
    while parent is not None and parent.tag != w("p"):
        if isinstance(parent.tag, str) and etree.QName(parent).localname in _REMOVED:
            return True
        parent = parent.getparent()
    return False


def run_pieces(run: Element) -> Iterator[tuple[Element, str]]:
    """The children of a run that stand for characters, each with its characters.

    A ruby text counts by its base; pictures, notes and field marks stand for none.
    """
    for child in run:
        text = _child_text(child)
        if text:
            yield child, text


def run_text(run: Element) -> str:
    """The characters of a run, invisible ones included: what offsets inside a run count."""
    return "".join(text for _, text in run_pieces(run))


def _child_text(child: Element) -> str:
    if child.tag == w("t"):
        return (child.text or "").replace("\n", " ").replace("\r", " ")
    if child.tag == w("br"):
        return "" if child.get(w("type")) in {"page", "column"} else "\n"
    if child.tag == w("ruby"):
        base = child.find(w("rubyBase"))
        return "" if base is None else "".join(t.text or "" for t in base.iter(w("t")))
    if child.tag == w("sym"):
        return _symbol(child)
    return _CHARACTERS.get(child.tag, "")


def _symbol(element: Element) -> str:
    code = element.get(w("char"), "")
    if not re.fullmatch(r"[0-9A-Fa-f]{1,4}", code):
        return "□"
    number = int(code, 16)
    known = _SYMBOLS.get(element.get(w("font"), "").lower(), {})
    return known.get(number & 0xFF if number >= 0xF000 else number, "□")


def split_run(run: Element, offset: int) -> tuple[Element | None, Element | None]:
    """Cut a run in two at an offset of its text, both with its formatting.

    The left half stays in place and the right one follows it. Where the cut falls on the run's
    edge nothing is cut, and the missing half is None.
    """
    if offset <= 0:
        return None, run
    if offset >= len(run_text(run)):
        return run, None
    right = make("r")
    for key, value in run.attrib.items():
        right.set(key, value)
    properties = run.find(w("rPr"))
    if properties is not None:
        right.append(copy.deepcopy(properties))
    at = 0
    moving = False
    for child in [child for child in run if child.tag != w("rPr")]:
        length = len(_child_text(child))
        if moving or (at >= offset and length):
            moving = True
            right.append(child)
        elif at < offset < at + length and child.tag == w("t"):
            text = child.text or ""
            right.append(text_element(text[offset - at :]))
            child.text = text[: offset - at]
            child.set(XML_SPACE, "preserve")
            moving = True
        at += length
    right.tail, run.tail = run.tail, None
    run.addnext(right)
    return run, right
