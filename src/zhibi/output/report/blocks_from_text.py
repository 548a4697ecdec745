"""Parses a draft given as text into blocks, to make a .docx of Markdown or plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhibi.writing.document import Block

_HEADING = re.compile(r"(#{1,6})[ \t]+")
_NUMBERED = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}、")),
    (2, re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
    (3, re.compile(r"\d{1,2}[.．](?!\d)")),
    (4, re.compile(r"[（(]\d{1,2}[）)]")),
)
_RUN_IN = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}是|[（(][一二三四五六七八九十]{1,3}[）)])[^。！？；]{1,40}。"
)
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_LONGEST_HEADING = 60
_LONGEST_SIGNATURE = 40


@dataclass(frozen=True, slots=True)
class TextBlocks:
    """The blocks, one for each line not blank, and the final 署名 and 成文日期, if any."""

    blocks: tuple[Block, ...]
    signed: str
    date: str


def blocks_from_text(text: str) -> TextBlocks:
    """Title, headings (by mark or number) and paragraphs of Markdown or plain text."""
    lines = [line.strip() for line in text.split("\n") if line.strip("# \t\r　")]
    signed = date = ""
    if len(lines) > 1 and _DATE.fullmatch(lines[-1]):
        date = lines.pop()
        if (
            len(lines) > 1
            and len(lines[-1]) <= _LONGEST_SIGNATURE
            and lines[-1][-1] not in "。；：！？"
        ):
            signed = lines.pop()
    has_marks = any(line.startswith("# ") for line in lines)
    blocks = [_block(line, first=index == 0 and not has_marks) for index, line in enumerate(lines)]
    return TextBlocks(tuple(blocks), signed, date)


def _block(line: str, *, first: bool) -> Block:
    mark = _HEADING.match(line)
    content = line[mark.end() :] if mark else line
    level = next((level for level, pattern in _NUMBERED if pattern.match(content)), 0)
    if mark:
        if len(mark[1]) == 1 and not level:
            return Block("title", content)
        return Block("heading", content, level or max(len(mark[1]) - 1, 1))
    if first and not level and len(content) <= _LONGEST_HEADING and content[-1] not in "。；：！？":
        return Block("title", content)
    run_in = _RUN_IN.match(content)
    if run_in and run_in.end() < len(content):
        lead_level = 3 if "是" in content[:4] else 2
        return Block("paragraph", content[run_in.end() :], lead=run_in[0], lead_level=lead_level)
    if level and len(content) <= _LONGEST_HEADING and content[-1] not in "；：":
        return Block("heading", content, level)
    return Block("paragraph", content)
