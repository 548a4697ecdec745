"""The text of a .docx, with the place of each character, and its lines by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from lxml import etree

from zhibi.word.draft_text import DraftText, Piece
from zhibi.word.equations import EQUATIONS, equation_text
from zhibi.word.limits import MAX_COLUMNS
from zhibi.word.numbering import Numbering
from zhibi.word.package import unpack
from zhibi.word.parts import DocxParts
from zhibi.word.wml import (
    INVISIBLE,
    MC_NS,
    Element,
    is_on,
    is_removed,
    is_superscript,
    mark_is_removed,
    number_of,
    own_content,
    own_runs,
    run_text,
    w,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LineKind = Literal["paragraph", "row", "box", "note"]
_FALLBACK = f"{{{MC_NS}}}Fallback"
_NOTE_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Digits set above the line: the mark of a note is no digit of the number beside it."""
_TITLES = frozenset({"title", "标题"})


class TableCell(NamedTuple):
    """A cell of a row: its text, how many columns it takes, whether it goes on from above."""

    text: str
    columns: int = 1
    goes_on: bool = False
    merged: bool = False


class Line(NamedTuple):
    """One line of a document's text: what it is, its automatic number, and its own text.

    A line break inside a paragraph is kept as a line feed in its text. `level` is that of a
    heading, 0 for other text. A row has its cells and the number of its table, from 1.
    """

    kind: LineKind
    number: str
    text: str
    level: int = 0
    cells: tuple[TableCell, ...] = ()
    table: int = 0


def docx_text(path: str | Path, parts: DocxParts | None = None) -> DraftText:
    """Read a .docx as text; see `DraftText` for its form. Raises InputError."""
    reader = _read(DocxParts(path) if parts is None else parts)
    return DraftText(reader.text(), str(path), tuple(reader.pieces))


def read_docx(path: str | Path, data: bytes | None = None) -> tuple[DraftText, list[Line]]:
    """A .docx as text, and its paragraphs, table rows, text boxes and notes in that order.

    Blank ones are among them. `data` is its content where the file at `path` was converted.
    Raises InputError.
    """
    reader = _read(DocxParts(path, None if data is None else unpack(path, data)))
    return DraftText(reader.text(), str(path), tuple(reader.pieces)), reader.lines


def _read(parts: DocxParts) -> _Reader:
    reader = _Reader(parts)
    body = parts.root(parts.main).find(w("body"))
    if body is not None:
        reader.read(body, parts.main, "paragraph")
    for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
        name = parts.related(kind)
        if name is not None:
            for note in parts.root(name).findall(w(tag)):
                if note.get(w("type")) not in _NOTE_SEPARATORS:
                    reader.read(note, name, "note")
    return reader


class _Reader:
    """Collects lines and pieces, part by part."""

    def __init__(self, parts: DocxParts) -> None:
        self.parts = parts
        self.pieces: list[Piece] = []
        self.lines: list[Line] = []
        self._chunks: list[str] = []
        self._length = 0
        self._part = ""
        self._indexes: dict[str, dict[Element, int]] = {}
        self._field_depth: list[bool] = []
        self._tables: dict[Element, int] = {}
        self._continued: int | None = None
        """Where a line began whose paragraph mark a tracked change takes away."""
        name = parts.related("numbering")
        self._numbering = Numbering(None if name is None else parts.root(name))

    def text(self) -> str:
        return "".join(self._chunks)

    def read(self, container: Element, part: str, kind: LineKind) -> None:
        """Write all paragraphs and tables below a container, a line each."""
        self._part = part
        for block in _blocks(container):
            if block.tag == w("tbl"):
                self._close_line(kind)
                self._table(block)
            else:
                self._paragraph(block, kind)
        self._close_line(kind)

    def _close_line(self, kind: LineKind) -> None:
        """End a line that no paragraph continues."""
        if self._continued is not None:
            start, self._continued = self._continued, None
            self._end_line(kind, "", start, 0)

    def _table(self, table: Element) -> None:
        for row in table.iter(w("tr")):
            if _removed_row(row):
                continue
            start = len(self._chunks)
            cells = []
            for index, cell in enumerate(_cells(row)):
                if index:
                    self._write("\t")
                first = len(self._chunks)
                for place, paragraph in enumerate(_cell_paragraphs(cell)):
                    if place:
                        self._write(" ")
                    self._runs(paragraph)
                cells.append(_table_cell(cell, "".join(self._chunks[first:])))
            own = next(parent for parent in row.iterancestors() if parent.tag == w("tbl"))
            number = self._tables.setdefault(own, len(self._tables) + 1)
            text = "".join(self._chunks[start:])
            self.lines.append(Line("row", "", text, cells=tuple(cells), table=number))
            self._write("\n")

    def _paragraph(self, paragraph: Element, kind: LineKind) -> None:
        own = paragraph.find(w("pPr"))
        style_link = None if own is None else own.find(w("pStyle"))
        chain = self.parts.style_chain(None if style_link is None else style_link.get(w("val")))
        names = [_style_name(style) for style in chain]
        if any(name.startswith("toc ") for name in names):
            return
        properties = [
            item for item in [own, *(s.find(w("pPr")) for s in chain)] if item is not None
        ]
        is_title = any(name in _TITLES for name in names)
        number, level = "", 0
        if self._continued is None and any(run_text(run) for run in own_runs(paragraph)):
            level = 0 if is_title else _outline_level(properties, names)
            self._write("# " if is_title else "#" * (level + 1) + " " if level else "")
            number = self._numbering.number(properties)
            self._write(number)
        start = len(self._chunks) if self._continued is None else self._continued
        self._runs(paragraph, join_lines=is_title)
        self._continued = start if mark_is_removed(paragraph) else None
        if self._continued is None:
            self._end_line(kind, number, start, 1 if is_title else level and level + 1)
        for box in paragraph.iter(w("txbxContent")):
            if not _inside_fallback(box, paragraph):
                self.read(box, self._part, "box")

    def _runs(self, paragraph: Element, *, join_lines: bool = False) -> None:
        index = self._paragraph_index(paragraph)
        number = -1
        for run in own_content(paragraph):
            if run.tag in EQUATIONS:
                self._write("" if is_removed(run) else equation_text(run))
                continue
            number += 1
            visible = self._track_fields(run)
            if not visible or is_removed(run) or is_on(run.find(w("rPr")), "vanish"):
                continue
            text = run_text(run)
            if is_superscript(run):
                text = text.translate(_SUPERSCRIPTS)
            for start, end in _printed_spans(text, INVISIBLE | {"\n"} if join_lines else INVISIBLE):
                length = end - start
                self.pieces.append(
                    Piece(self._length, self._length + length, self._part, index, number, start)
                )
                self._write(text[start:end])

    def _track_fields(self, run: Element) -> bool:
        """Follow the marks of complex fields; whether the run's text is printed."""
        for mark in run.findall(w("fldChar")):
            kind = mark.get(w("fldCharType"))
            if kind == "begin":
                self._field_depth.append(True)
            elif kind == "separate" and self._field_depth:
                self._field_depth[-1] = False
            elif kind == "end" and self._field_depth:
                self._field_depth.pop()
        return not any(self._field_depth)

    def _paragraph_index(self, paragraph: Element) -> int:
        if self._part not in self._indexes:
            root = self.parts.root(self._part)
            self._indexes[self._part] = {p: i for i, p in enumerate(root.iter(w("p")))}
        return self._indexes[self._part][paragraph]

    def _end_line(self, kind: LineKind, number: str, start: int, level: int) -> None:
        """Close a line whose own text are the chunks from `start` on."""
        self.lines.append(Line(kind, number, "".join(self._chunks[start:]), level))
        self._write("\n")

    def _write(self, text: str) -> None:
        if text:
            self._chunks.append(text)
            self._length += len(text)


def _blocks(container: Element) -> Iterator[Element]:
    """Paragraphs and tables below a container, through content controls and the like."""
    for child in container:
        if child.tag in {w("p"), w("tbl")}:
            yield child
        elif isinstance(child.tag, str) and child.tag != _FALLBACK:
            yield from _blocks(child)


def _cells(row: Element) -> Iterator[Element]:
    """The cells of a row, through content controls."""
    for child in row:
        if child.tag == w("tc"):
            yield child
        elif child.tag in {w("sdt"), w("sdtContent"), w("customXml")}:
            yield from _cells(child)


def _table_cell(cell: Element, text: str) -> TableCell:
    properties = cell.find(w("tcPr"))
    span = None if properties is None else properties.find(w("gridSpan"))
    merge = None if properties is None else properties.find(w("vMerge"))
    columns = min(max(number_of(span, "val", 1), 1), MAX_COLUMNS)
    goes_on = merge is not None and merge.get(w("val"), "continue") == "continue"
    return TableCell(text, columns, goes_on, merge is not None or columns > 1)


def _cell_paragraphs(cell: Element) -> Iterator[Element]:
    """The paragraphs of a cell; rows of a table inside it come as rows of their own."""
    for block in _blocks(cell):
        if block.tag == w("p"):
            yield block


def _printed_spans(text: str, dropped: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Spans of a run's text that hold none of the characters to be dropped."""
    start = 0
    for index, char in enumerate(text):
        if char in dropped:
            if start < index:
                yield start, index
            start = index + 1
    if start < len(text):
        yield start, len(text)


def _removed_row(row: Element) -> bool:
    properties = row.find(w("trPr"))
    return properties is not None and properties.find(w("del")) is not None


def _style_name(style: Element) -> str:
    name = style.find(w("name"))
    return "" if name is None else name.get(w("val"), "").lower()


def _outline_level(properties: list[Element], names: list[str]) -> int:
    """The heading level of a paragraph, 1 to 6, or 0 for body text."""
    for item in properties:
        outline = item.find(w("outlineLvl"))
        if outline is not None:
            level = number_of(outline, "val", 9) + 1
            return level if 1 <= level <= 6 else 0
    for name in names:
        word, _, digit = name.partition(" ")
        if word in {"heading", "标题"} and digit.isdecimal() and 1 <= int(digit) <= 6:
            return int(digit)
    return 0


def _inside_fallback(box: Element, paragraph: Element) -> bool:
    return any(
        etree.QName(parent).localname == "Fallback"
        for parent in box.iterancestors()
        if parent is not paragraph
    )
