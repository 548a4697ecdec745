"""A text divided into paragraphs, headings, sentences, clauses. Offsets index the text as given."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

from zhibi.patterns import lazy_pattern

LineKind = Literal["title", "heading", "paragraph"]
Part = Literal["preamble", "summary", "problems", "plan"]

_LINE = lazy_pattern(r"[^\n]+")
_MARKDOWN = lazy_pattern(r"[ \t　]*(#{1,6})[ \t]+")
_NUMBERED = (
    (1, lazy_pattern(r"[ \t　]*([一二三四五六七八九十]{1,3})、")),
    (2, lazy_pattern(r"[ \t　]*[（(]([一二三四五六七八九十]{1,3})[）)]")),
    (3, lazy_pattern(r"[ \t　]*(\d{1,2})[.．](?!\d)")),
    (4, lazy_pattern(r"[ \t　]*[（(](\d{1,2})[）)]")),
)
_RUN_IN = lazy_pattern(r"[^。！？；\n]{0,40}。(?:\*\*)?")
_SENTENCE_END = lazy_pattern(r"[。！？](?:[”’）)*]*)|\n+")
_BOLD_START = lazy_pattern(r"[ \t　]*\*\*(?=\S)")
_LEAD = lazy_pattern(
    r"[ \t　]*[一二三四五六七八九十]{1,3}是(?![否不])[^。！？；，：\d\n]{2,24}。(?:\*\*)?"
)
BOLD = lazy_pattern(
    r"(?:^|(?<=[。！？；\s]))\*\*(?=\S)[^*\n]{4,80}?\*\*(?![万亿元户人个名家处项次件起场批亩米吨%％])",
    re.MULTILINE,
)
"""Words that Markdown prints bold: a lead, a label at the head of a sentence.

Before a unit, two stars stand for a figure that was masked.
"""
LONGEST_CLAUSE = 400
"""Characters of a clause at most: a longer one is cut, so that work on its parts stays linear."""
_CLAUSE_MARKS = "，,：:；;。！？（）()\n"
CLAUSE = lazy_pattern(f"[^{re.escape(_CLAUSE_MARKS)}]{{1,{LONGEST_CLAUSE}}}")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}


class Line(NamedTuple):
    """A line of text; `level` and `number` where it carries a heading number, else 0.

    `heading_end` is where the heading's words end: at the line's end, or at the first full stop
    of a run-in heading or of a lead (一是抓实学习。), else at the line's start. What is longer than
    a clause is no heading.
    """

    start: int
    end: int
    kind: LineKind
    level: int
    number: int
    heading_end: int


class Sentence(NamedTuple):
    """A sentence with its span and the index of its line."""

    start: int
    end: int
    line: int


def small_number(numeral: str) -> int:
    """The value of a heading number, 一 to 九十九, or of plain digits."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return _DIGITS.get(numeral, 0)
    return (_DIGITS.get(tens, 1) if tens else 1) * 10 + _DIGITS.get(ones, 0)


class Structure:
    """Lines and sentences of a text, each found by offset in logarithmic time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [_line(text, match) for match in _LINE.finditer(text)]
        self.sentences = self._split()
        self._parts: dict[int, Part] = {}
        self._above = list(_headings_above(self.lines))
        self.has_headings = any(line.kind == "heading" and line.level for line in self.lines)
        self._line_starts = [line.start for line in self.lines]
        self._sentence_starts = [sentence.start for sentence in self.sentences]

    def _split(self) -> list[Sentence]:
        sentences = []
        for index, line in enumerate(self.lines):
            at = line.start
            for match in _SENTENCE_END.finditer(self.text, line.start, line.end):
                sentences.append(Sentence(at, match.end(), index))
                at = match.end()
            if at < line.end:
                sentences.append(Sentence(at, line.end, index))
        return sentences

    def line_at(self, offset: int) -> Line:
        """The line of an offset."""
        return self.lines[self.line_index(offset)]

    def line_index(self, offset: int) -> int:
        """The index of the line of an offset."""
        return bisect_right(self._line_starts, offset, 1) - 1

    def sentence_index(self, offset: int) -> int:
        """The index of the sentence of an offset."""
        return bisect_right(self._sentence_starts, offset, 1) - 1

    def headings_above(self, line_index: int) -> tuple[Line, ...]:
        """The headings above a line, nearest first."""
        return self._above[line_index]

    def in_preamble(self, line_index: int) -> bool:
        """Whether a line stands before the first of the text's headings."""
        return self.has_headings and not self._above[line_index]

    def part(self, offset: int) -> Part:
        """The part of the report at an offset, judged by the first-level headings above it."""
        line = self.line_index(offset)
        if line not in self._parts:
            self._parts[line] = self._part(self.headings_above(line))
        return self._parts[line]

    def _part(self, above: tuple[Line, ...]) -> Part:
        words = "".join(self.text[h.start : h.heading_end] for h in above if h.level == 1)
        if re.search(r"问题|不足|短板", words):
            return "problems"
        if re.search(r"计划|思路|打算|举措|安排", words):
            return "plan"
        return "preamble" if self.has_headings and not above else "summary"


def _headings_above(lines: list[Line]) -> Iterator[tuple[Line, ...]]:
    above: tuple[Line, ...] = ()
    for line in lines:
        if line.kind == "heading" and line.level:
            above = tuple(heading for heading in above if heading.level < line.level)
            yield above
            above = (line, *above)
        else:
            yield above


def _line(text: str, match: re.Match[str]) -> Line:
    start, end = match.span()
    at, marks = start, 0
    markdown = _MARKDOWN.match(text, start, end) if end - start <= LONGEST_CLAUSE else None
    if markdown:
        at, marks = markdown.end(), len(markdown[1])
    level = number = 0
    bold = _BOLD_START.match(text, at, end)
    if bold:
        at = bold.end()
    for candidate, pattern in _NUMBERED:
        numbered = pattern.match(text, at, end)
        if numbered:
            level, number = candidate, small_number(numbered[1])
            break
    if marks:
        kind: LineKind = "title" if marks == 1 and not level else "heading"
        return Line(start, end, kind, level or max(marks - 1, 0), number, end)
    closed = text.find("**", at, min(end, at + LONGEST_CLAUSE)) if bold else -1
    if not level:
        lead = _LEAD.match(text, at, end)
        lead_end = lead.end() if lead else max(closed + 2 if closed >= 0 else start, start)
        return Line(start, end, "paragraph", 0, 0, lead_end)
    if closed >= 0:
        whole_line = closed + 2 == end
        return Line(start, end, "heading" if whole_line else "paragraph", level, number, closed + 2)
    run_in = _RUN_IN.match(text, at, end)
    whole = (run_in is None and end - start <= 60) or (run_in is not None and run_in.end() == end)
    if whole:
        return Line(start, end, "heading", level, number, end)
    return Line(start, end, "paragraph", level, number, run_in.end() if run_in else start)


def clause_around(text: str, at: int, marks: str = _CLAUSE_MARKS) -> tuple[int, int]:
    """The span between the marks on either side of an offset, not further off than a clause is."""
    low, high = max(0, at - LONGEST_CLAUSE), min(len(text), at + LONGEST_CLAUSE)
    start = max(text.rfind(mark, low, at) for mark in marks) + 1
    ends = (text.find(mark, at, high) for mark in marks)
    return start or low, min((end for end in ends if end >= 0), default=high)
