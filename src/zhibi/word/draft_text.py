"""Drafts in: Markdown, plain text and .docx as one text, each character's place kept."""

from __future__ import annotations

import sys
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zhibi.errors import InputError, Problem
from zhibi.files import reason

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_TEXT = 16 << 20  # bytes; the longest reports have well under one
_OTHER_FORMATS = {
    ".doc": "请用 Word 或 WPS 另存为 .docx 再试",
    ".docm": "请用 Word 另存为 .docx 再试",
    ".wps": "请用 WPS 另存为 .docx 再试",
    ".pdf": "请用原来的 .docx 或文本文件",
    ".xlsx": "稿件请用 .docx、.md 或 .txt；事实表请用 zhibi merge",
    ".xls": "稿件请用 .docx、.md 或 .txt；事实表请用 zhibi merge",
    ".rtf": "请用 Word 或 WPS 另存为 .docx 再试",
    ".odt": "请另存为 .docx 再试",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that stands in one run of a .docx, character for character.

    `text[start:end]` begins at character `offset` of the text of run `run` (counted within the
    paragraph) of paragraph `paragraph` (counted in document order within the part, tables and
    text boxes included) of the part named `part`. All count from 0.
    """

    start: int
    end: int
    part: str
    paragraph: int
    run: int
    offset: int


@dataclass(frozen=True, slots=True)
class DraftText:
    """A draft as read: its text, the path as the user gave it, and for a .docx the places.

    The text of a .docx has one line a paragraph and one line a table row (cells apart by a tab),
    so that a line number counts paragraphs; footnotes follow at the end. A paragraph in the style
    Title begins with `# `, one of heading level n with n + 1 times `#`, so that levels can be
    checked; automatic numbers are written out as they are printed. Headers, footers, hidden
    text, deleted text, fields' codes and tables of contents are left out.
    """

    text: str
    path: str
    pieces: tuple[Piece, ...] = ()

    def locate(self, offset: int) -> Piece | None:
        """The piece that holds the character at `offset`, else the next one after it, else None."""
        index = bisect_right([piece.end for piece in self.pieces], offset)
        return self.pieces[index] if index < len(self.pieces) else None

    def pieces_between(self, start: int, end: int) -> Sequence[Piece]:
        """The pieces that share characters with `text[start:end]`."""
        return [piece for piece in self.pieces if piece.start < end and piece.end > start]


def read_draft(path: str | Path) -> DraftText:
    """Read a draft: .docx, else text in UTF-8 (with or without BOM), UTF-16 with BOM or GB 18030.

    `-` reads standard input. Raises InputError.
    """
    name = str(path)
    if name == "-":
        return DraftText(_decode(sys.stdin.buffer.read(MAX_TEXT + 1), "标准输入"), name)
    ending = Path(name).suffix.lower()
    if ending == ".docx":
        from zhibi.word.text import docx_text

        return docx_text(name)
    if ending in _OTHER_FORMATS:
        raise InputError(Problem(f"不能读取 {ending} 文件", _OTHER_FORMATS[ending], path=name))
    try:
        with Path(name).open("rb") as file:
            data = file.read(MAX_TEXT + 1)
    except OSError as error:
        message = f"无法读取文件：{reason(error)}"
        raise InputError(Problem(message, "请检查文件名和权限", path=name)) from error
    return DraftText(_decode(data, name), name)


def _decode(data: bytes, name: str) -> str:
    if len(data) > MAX_TEXT:
        raise InputError(Problem(f"文件超过 {MAX_TEXT >> 20} MB，不像一篇稿子", path=name))
    if data.startswith(b"PK\x03\x04"):
        hint = "如果它是 Word 文档，请把文件名改为以 .docx 结尾"
        raise InputError(Problem("这不是文本文件，而是压缩格式的文件", hint, path=name))
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"", "utf-8"),
        (b"", "gb18030"),
    ):
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\x00" not in text:
                return text
    raise InputError(
        Problem(
            "看不懂文件的编码，或者它不是文本文件", "请用 UTF-8 或 GB 18030 编码保存", path=name
        )
    )
