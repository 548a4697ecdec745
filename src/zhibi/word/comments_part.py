"""The part of a .docx that holds its comments: found, or added with all that refers to it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lxml import etree

from zhibi.word.comments import comment_element
from zhibi.word.parts import DocxParts, relationships_name
from zhibi.word.wml import (
    CONTENT_TYPES_NS,
    REL_NS,
    REL_TYPE,
    Element,
    make,
    new_root,
    number_of,
    serialize,
    w,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "[Content_Types].xml"


class CommentsPart:
    """Adds comments to a document; comments that are there already stay as they are."""

    def __init__(self, parts: DocxParts) -> None:
        self._parts = parts
        self._name = parts.related("comments")
        self._root: Element = make("comments") if self._name is None else parts.root(self._name)
        used = [number_of(one, "id", -1) for one in self._root.iter(w("comment"))]
        self._next = max(used, default=-1) + 1
        self._styled = "CommentText" in parts.styles
        self.added = 0

    def add(self, lines: Sequence[str]) -> int:
        """Add a comment with a paragraph for each line; returns its id."""
        number = self._next
        self._root.append(comment_element(number, lines, styled=self._styled))
        self._next += 1
        self.added += 1
        return number

    def write(self) -> None:
        """Put the part into the package, if there is anything new in it."""
        if not self.added:
            return
        if self._name is None:
            self._name = self._register()
        self._parts.package.parts[self._name] = serialize(self._root)

    def _register(self) -> str:
        """A name for a new part, with its relationship and its content type."""
        package = self._parts.package
        folder = posixpath.dirname(self._parts.main)
        name = posixpath.join(folder, "comments.xml")
        while name in package.parts:
            name = f"{name.removesuffix('.xml')}_zhibi.xml"
        rels = relationships_name(self._parts.main)
        root = (
            self._parts.root(rels) if rels in package.parts else new_root(REL_NS, "Relationships")
        )
        taken = {relation.get("Id") for relation in root}
        relation = etree.SubElement(root, f"{{{REL_NS}}}Relationship")
        relation.set("Id", next(f"rId{n}" for n in range(1, 100_000) if f"rId{n}" not in taken))
        relation.set("Type", REL_TYPE + "comments")
        relation.set("Target", posixpath.basename(name))
        package.parts[rels] = serialize(root)
        types = self._parts.root(_TYPES)
        override = etree.SubElement(types, f"{{{CONTENT_TYPES_NS}}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", _CONTENT_TYPE)
        package.parts[_TYPES] = serialize(types)
        return name
