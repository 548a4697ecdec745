"""The parts of a .docx, found by their relationships and parsed when needed."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import TYPE_CHECKING

from zhibi.word.limits import MAX_PARAGRAPHS, MAX_TREE
from zhibi.word.package import bad_file, ensure_harmless, read_package
from zhibi.word.wml import (
    REL_NS,
    REL_TYPE,
    W_NS,
    Element,
    parse,
    w,
)

if TYPE_CHECKING:
    from pathlib import Path

    from zhibi.word.package import Package

_PARAGRAPH = re.compile(rb"<w:p[ />]")
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def relationships_name(part: str) -> str:
    """The part that holds a part's relationships; for an empty name, the package's."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


class DocxParts:
    """A .docx opened for reading or for adding to it. Raises InputError for a damaged part."""

    def __init__(self, path: str | Path, package: Package | None = None) -> None:
        self.path = path
        self.package = read_package(path) if package is None else package
        self._parsed: dict[str, Element] = {}
        self.main = self._related("", "officeDocument") or ""
        if not self.main:
            raise bad_file(path, "不是 Word 文档：压缩包里没有正文部分", "请确认文件是 .docx")
        namespace = self.root(self.main).tag.partition("}")[0].lstrip("{")
        if namespace == _STRICT:
            raise bad_file(
                path, "“严格 Open XML”格式的文档暂不能读", "请另存为普通的“Word 文档（.docx）”"
            )
        if namespace != W_NS:
            raise bad_file(path, "不是 Word 文档：正文部分的格式不认识", "请确认文件是 .docx")

    def root(self, name: str) -> Element:
        """The parsed part of this name."""
        if name not in self._parsed:
            data = self.package.parts.get(name)
            if data is None:
                hint = "请用 Word 或 WPS 修复后再试"
                raise bad_file(self.path, f"文件已损坏：缺少 {name}", hint)
            ensure_harmless(self.path, name, data)
            paragraphs = len(_PARAGRAPH.findall(data))
            if paragraphs > MAX_PARAGRAPHS:
                message = f"段落过多（{paragraphs} 段，最多 {MAX_PARAGRAPHS} 段）"
                raise bad_file(self.path, message, "删去多余的空行，或拆成几个文件")
            if data.count(b"<") - data.count(b"</") > MAX_TREE:
                raise bad_file(self.path, "内容过多", "删去多余的空行空格，或拆成几个文件")
            try:
                self._parsed[name] = parse(data)
            except ValueError as error:
                hint = "请确认文件来源可靠，或用 Word、WPS 另存一次"
                message = f"文件已损坏：{name} 不是合法的 XML"
                raise bad_file(self.path, message, hint) from error
        return self._parsed[name]

    def related(self, kind: str) -> str | None:
        """The name of the main document's part of a kind (`styles`, `footnotes` …), or None."""
        return self._related(self.main, kind)

    def _related(self, source: str, kind: str) -> str | None:
        rels = relationships_name(source)
        if rels not in self.package.parts:
            return None
        for relation in self.root(rels).iter(f"{{{REL_NS}}}Relationship"):
            if relation.get("Type") == REL_TYPE + kind and relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                joined = posixpath.join(posixpath.dirname(source), target)
                name = posixpath.normpath(joined).lstrip("/")
                return name if name in self.package.parts else None
        return None

    @cached_property
    def styles(self) -> dict[str, Element]:
        """Style elements by style id."""
        name = self.related("styles")
        if name is None:
            return {}
        return {style.get(w("styleId"), ""): style for style in self.root(name).iter(w("style"))}

    def style_chain(self, style_id: str | None) -> list[Element]:
        """A style and the styles that it is based on, nearest first."""
        chain: list[Element] = []
        while style_id and style_id in self.styles and len(chain) < 20:
            style = self.styles[style_id]
            chain.append(style)
            base = style.find(w("basedOn"))
            style_id = None if base is None else base.get(w("val"))
        return chain
