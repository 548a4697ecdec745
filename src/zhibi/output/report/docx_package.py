"""The package of a new .docx: properties, content types, relationships."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from zhibi.word.package import build_package
from zhibi.word.wml import (
    CONTENT_TYPES_NS,
    PACKAGE_REL_TYPE,
    REL_NS,
    REL_TYPE,
    Element,
    new_root,
    printable,
    serialize,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."
_PACKAGE_TYPE = "application/vnd.openxmlformats-package."
_CONTENT_TYPES = {
    "document": _WORD_TYPE + "document.main+xml",
    "styles": _WORD_TYPE + "styles+xml",
    "settings": _WORD_TYPE + "settings+xml",
    "fontTable": _WORD_TYPE + "fontTable+xml",
    "footer": _WORD_TYPE + "footer+xml",
    "core": _PACKAGE_TYPE + "core-properties+xml",
    "app": _OFFICE_TYPE + "extended-properties+xml",
    "custom": _OFFICE_TYPE + "custom-properties+xml",
}


def assemble(
    document: Element, related: Mapping[str, tuple[str, Element]], title: str, note: str
) -> bytes:
    """The bytes of a .docx: its document, and by relationship id the parts that it names.

    `related` maps ids to file names within `word/` (`footer_even.xml`) and contents. `note`
    goes into a document property of its own, which a user can delete.
    """
    parts: dict[str, Element] = {
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relationships(
            [(rid, REL_TYPE + _kind(name), name) for rid, (name, _) in related.items()]
        ),
        **{f"word/{name}": root for name, root in related.values()},
        "docProps/core.xml": _core_properties(title),
        "docProps/app.xml": _app_properties(),
    }
    package = [
        ("rId1", REL_TYPE + "officeDocument", "word/document.xml"),
        ("rId2", PACKAGE_REL_TYPE + "metadata/core-properties", "docProps/core.xml"),
        ("rId3", REL_TYPE + "extended-properties", "docProps/app.xml"),
    ]
    if note:
        parts["docProps/custom.xml"] = _custom_properties(note)
        package.append(("rId4", REL_TYPE + "custom-properties", "docProps/custom.xml"))
    first = {"[Content_Types].xml": _content_types(parts), "_rels/.rels": _relationships(package)}
    return build_package({name: serialize(root) for name, root in {**first, **parts}.items()})


def _kind(name: str) -> str:
    """The kind of a part by its name: `footer_even.xml` is a footer."""
    return name.rpartition("/")[2].partition(".")[0].partition("_")[0]


def _relationships(rows: Sequence[tuple[str, str, str]]) -> Element:
    root = new_root(REL_NS, "Relationships")
    for identifier, kind, target in rows:
        etree.SubElement(root, f"{{{REL_NS}}}Relationship", Id=identifier, Type=kind, Target=target)
    return root


def _content_types(parts: Mapping[str, Element]) -> Element:
    root = new_root(CONTENT_TYPES_NS, "Types")
    for extension, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(
            root, f"{{{CONTENT_TYPES_NS}}}Default", Extension=extension, ContentType=kind
        )
    for name in parts:
        if not name.endswith(".rels"):
            etree.SubElement(
                root,
                f"{{{CONTENT_TYPES_NS}}}Override",
                PartName=f"/{name}",
                ContentType=_CONTENT_TYPES[_kind(name)],
            )
    return root


def _core_properties(title: str) -> Element:
    cp = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    dc = "http://purl.org/dc/elements/1.1/"
    root = etree.Element(f"{{{cp}}}coreProperties", nsmap={"cp": cp, "dc": dc})
    etree.SubElement(root, f"{{{dc}}}title").text = printable(title)
    etree.SubElement(root, f"{{{dc}}}language").text = "zh-CN"
    etree.SubElement(root, f"{{{cp}}}contentStatus").text = "草稿"
    return root


def _app_properties() -> Element:
    ns = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    root = new_root(ns, "Properties")
    etree.SubElement(root, f"{{{ns}}}Application").text = "zhibi"
    return root


def _custom_properties(note: str) -> Element:
    ns = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    vt = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    root = new_root(ns, "Properties", vt=vt)
    entry = etree.SubElement(root, f"{{{ns}}}property")
    entry.set("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}")
    entry.set("pid", "2")
    entry.set("name", "内容标识")
    etree.SubElement(entry, f"{{{vt}}}lpwstr").text = printable(note)
    return root
