"""Reads texts (.docx, .txt): each sentence a fact, sourced to its paragraph; tables as sheets.

Where another file names a section like the heading above a sentence, the sentence belongs there.
Otherwise its section is guessed from the heading and from its words, and marked as a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.errors import InputError, Place, Problem
from zhibi.figures.scan import find_figures
from zhibi.files import decode, read_bytes
from zhibi.intake.submission import Submission, SubmittedItem
from zhibi.intake.tally import Left, Tally, count_numerals
from zhibi.intake.text_tables import read_text_table
from zhibi.word.limits import MAX_TEXT
from zhibi.word.text import Line, docx_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zhibi.facts.model import Part

PARAGRAPH_ENDINGS = frozenset({".docx", ".md", ".txt"})
UNSORTED = "待归类"
GUESSED = "板块是按用词猜的，请核对"
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?[”’）]?")
_ENUMERATOR = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}(?:是|、)|"
    r"\d{1,2}[.、．](?!\d)|[①-⑳])\s*"
)
_SIGNED = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月.{1,3}日"
)
_TIMES = frozenset({"date", "year", "period", "ordinal"})
_LONGEST_HEADING = 40
_LONGEST_SENTENCE = 2_000
_MOST_PARAGRAPHS = 20_000


@dataclass(slots=True)
class _Paragraph:
    """A paragraph that is not blank: its number from 1, and its level if a style says heading."""

    number: int
    text: str
    level: int = 0


def read_paragraphs(
    path: str | Path,
    topics: Mapping[str, Sequence[str]] | None = None,
    *,
    converted: bytes | None = None,
) -> Submission:
    """The statements of a text and the facts of its tables; `topics` gives words for each topic.

    `converted` is an older file's content as .docx.

    Raises InputError where the file cannot or must not be read.
    """
    path = Path(path)
    submission = Submission(str(path), tally=Tally(str(path)))
    reader = _Reader(path, submission, topics or {})
    is_docx = converted is not None or path.suffix.lower() == ".docx"
    lines = docx_lines(path, converted) if is_docx else _txt(path)
    reader.read(lines)
    if not submission.facts:
        raise InputError(Problem("没有读到句子", "检查是不是选错了文件", str(path)))
    if reader.guesses:
        message = f"{reader.guesses} 句的板块是按标题和用词猜的"
        hint = f"逐句核对；猜不出的放在“{UNSORTED}”"
        submission.notes.append(Problem(message, hint, str(path)))
    return submission


class _Reader:
    """Turns the lines of one text into statements, and its tables into indicators."""

    def __init__(self, path: Path, into: Submission, topics: Mapping[str, Sequence[str]]) -> None:
        assert into.tally is not None, "a text is counted"
        self._path = path
        self._into = into
        self._tally = into.tally
        self._topics = topics
        self._part: Part | None = None
        self._heading = self._topic = ""
        self.guesses = 0

    def read(self, lines: Sequence[Line]) -> None:
        """Read all lines: paragraphs with those of boxes and notes, and rows table by table."""
        paragraphs: list[_Paragraph] = []
        number = 0
        for own, group in groupby(lines, key=lambda line: line.table):
            if own:
                self._paragraphs(paragraphs)
                above = tuple(
                    one.text for one in paragraphs[-2:] if len(one.text) <= _LONGEST_HEADING
                )
                self._table(list(group), own, above)
                paragraphs = []
                continue
            for line in group:
                text = re.sub(r"[\n\t]", " ", line.text).strip()
                if text:
                    number += 1
                    paragraphs.append(_Paragraph(number, text, line.level))
        if number > _MOST_PARAGRAPHS:
            raise InputError(Problem("段落过多", "拆成几个文件", str(self._path)))
        self._paragraphs(paragraphs)

    def _paragraphs(self, paragraphs: Sequence[_Paragraph]) -> None:
        for at, one in enumerate(paragraphs):
            place = Place(str(self._path), one.number, cell=f"第{one.number}段")
            following = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
            if _is_heading(one, following):
                self._start(one.text)
                self._tally.leave(place.cell or "", one.text, "标题")
            elif _SIGNED.fullmatch(one.text):
                self._tally.leave(place.cell or "", one.text, "落款")
            else:
                self._statements(one.text, place)

    def _start(self, heading: str) -> None:
        self._part = _part(heading) or (None if _LEVEL_ONE.match(heading) else self._part)
        self._topic = _topic(heading, self._topics)
        self._heading = _ENUMERATOR.sub("", heading)

    def _statements(self, text: str, place: Place) -> None:
        read = 0
        for sentence in _sentences(text):
            if len(sentence) > _LONGEST_SENTENCE:
                message = f"{place.cell}有一句过长（{len(sentence)} 字）"
                raise InputError(Problem(message, "补上句号，分成几句", str(self._path)))
            topic = self._topic or _topic(sentence, self._topics)
            found = topic or ("" if self._part else UNSORTED)
            self.guesses += 1
            self._into.facts.append(_statement(sentence, found, self._part, place, self._heading))
            self._tally.use(sentence)
            read += count_numerals(sentence)
        left = count_numerals(text) - read
        if left > 0:
            self._tally.left.append(Left(place.cell or "", left, "段落和条目的编号"))

    def _table(self, rows: Sequence[Line], number: int, above: tuple[str, ...]) -> None:
        own = read_text_table(rows, number, above, self._path, self._into)
        for item in own:
            item.heading = item.heading or self._heading
            item.topic = item.topic or self._topic or UNSORTED
            item.part = item.part or self._part


def _statement(
    sentence: str, topic: str, part: Part | None, place: Place, heading: str
) -> SubmittedItem:
    data = {"text": sentence, "source": place.in_words, "note": GUESSED}
    return SubmittedItem(data, topic, part, place, heading=heading)


_LEVEL_ONE = re.compile(r"^[一二三四五六七八九十]{1,3}、")


def _is_heading(one: _Paragraph, following: _Paragraph | None) -> bool:
    """Whether a paragraph is a heading: by its style, or short, without a full stop or a figure.

    One without a number is a heading only where something else follows it than such a line.
    """
    if one.level:
        return True
    if not _is_short(one.text):
        return False
    bare = _ENUMERATOR.sub("", one.text)
    if any(figure.claim and figure.quantity.kind not in _TIMES for figure in find_figures(bare)):
        return False
    enumerated = bare != one.text.strip() or one.number == 1
    return enumerated or (following is not None and not _is_short(following.text))


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not re.search(r"[。！？；：…]$", text)


def _part(heading: str) -> Part | None:
    kinds: dict[str, list[str]] = read_data("intake", "columns")["sheets"]
    for part in ("problems", "plan", "highlights"):
        if any(word in heading for word in kinds[part]):
            return part
    return None


def _topic(text: str, topics: Mapping[str, Sequence[str]]) -> str:
    """The topic whose name and words occur most; empty where none does."""
    best, most = "", 0
    for topic, words in topics.items():
        score = 3 * text.count(topic) + sum(text.count(word) for word in words)
        if score > most:
            best, most = topic, score
    return best


def _sentences(text: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(text):
        sentence = _ENUMERATOR.sub("", match[0]).strip()
        if sentence.strip("。！？!?”’）"):
            yield sentence


def _txt(path: Path) -> list[Line]:
    lines = decode(read_bytes(path, MAX_TEXT), str(path)).splitlines()
    return [Line("paragraph", "", line) for line in lines]
