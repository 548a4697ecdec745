"""Reads a draft by the ending of its file: Markdown, plain text or .docx."""

from __future__ import annotations

import sys
from pathlib import Path

from zhibi.errors import InputError, Problem
from zhibi.files import decode, ensure_size, read_bytes
from zhibi.word.draft_text import DraftText

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


def read_draft(path: str | Path) -> DraftText:
    """Read a draft: .docx, else text in UTF-8 (with or without BOM), UTF-16 with BOM or GB 18030.

    `-` reads standard input. Raises InputError.
    """
    name = str(path)
    if name == "-":
        data = sys.stdin.buffer.read(MAX_TEXT + 1)
        ensure_size(len(data), MAX_TEXT, "标准输入")
        return DraftText(decode(data, "标准输入"), name)
    ending = Path(name).suffix.lower()
    if ending == ".docx":
        from zhibi.word.text import docx_text

        return docx_text(name)
    if ending in _OTHER_FORMATS:
        raise InputError(Problem(f"不能读取 {ending} 文件", _OTHER_FORMATS[ending], path=name))
    return DraftText(decode(read_bytes(name, MAX_TEXT), name), name)
