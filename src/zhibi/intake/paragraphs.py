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

from zhibi.errors import InputError, Place, Problem
from zhibi.facts.names import UNSORTED
from zhibi.intake.markdown import markdown_lines
from zhibi.intake.note_lines import (
    DATE,
    ENUMERATOR,
    YEAR,
    announces,
    has_figure,
    is_addressed,
    is_annex,
    is_contact,
    label_of,
    lead_part,
    may_be_of,
    part_of,
    signature_lines,
)
from zhibi.intake.submission import Submission, SubmittedItem
from zhibi.intake.suggested import credit, office_in
from zhibi.intake.tally import Left, Tally, count_numerals
from zhibi.intake.text_tables import read_text_table
from zhibi.word.text import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zhibi.facts.model import Part

PARAGRAPH_ENDINGS = frozenset({".docx", ".md", ".txt"})
GUESSED = "板块是按用词猜的，请核对"
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?[”’）]?")
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
    path: str | Path, lines: Sequence[Line], topics: Mapping[str, Sequence[str]] | None
) -> Submission:
    """The statements of a text and the facts of its tables; `topics` gives words for each topic.

    Raises InputError where there is none, or more than a text of this kind holds.
    """
    path = Path(path)
    submission = Submission(str(path), tally=Tally(str(path)))
    reader = _Reader(path, submission, topics or {})
    reader.read(lines)
    if not submission.facts:
        nothing = Problem("没有读到句子", "检查是不是选错了文件", str(path))
        raise InputError([*submission.notes, nothing])
    credit(submission, reader.office)
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
        self._form = ""
        """The form of the number of the label that gave the part (1、 or 一、), empty for none."""
        self._heading = self._topic = ""
        self._year: int | None = None
        self._not_facts: dict[str, list[str]] = {}
        self.guesses = 0
        self.office = ""
        """The office that the title or the signature names."""

    def read(self, lines: Sequence[Line]) -> None:
        """Read all lines: paragraphs with those of boxes and notes, and rows table by table."""
        paragraphs: list[_Paragraph] = []
        number = 0
        for own, group in groupby(lines, key=lambda line: line.table):
            if own:
                above = tuple(
                    one.text for one in paragraphs[-2:] if len(one.text) <= _LONGEST_HEADING
                )
                self._paragraphs(paragraphs, above_table=True)
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
        self._tell_what_is_no_fact()

    def _paragraphs(self, paragraphs: Sequence[_Paragraph], *, above_table: bool = False) -> None:
        texts = [one.text for one in paragraphs]
        ends = next((at for at, text in enumerate(texts) if is_annex(text)), len(texts))
        signed = signature_lines(texts, ends)
        dated = any(DATE.fullmatch(texts[at]) for at in signed)
        if above_table and ends == len(texts) and not dated:
            signed = []
        for at, one in enumerate(paragraphs):
            following = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
            if one.number == 1 or at in signed:
                self.office = office_in(one.text) or self.office
            if at in signed or DATE.fullmatch(one.text):
                self._leave(one, "落款")
                if at in signed:
                    self._end_part()
            elif why := self._kind(one, following, above_table=above_table):
                self._leave(one, why)
            else:
                self._statements(one)

    def _kind(self, one: _Paragraph, following: _Paragraph | None, *, above_table: bool) -> str:
        """What a paragraph is that states nothing; empty for one with statements."""
        if is_annex(one.text):
            self._end_part()
            return "附件的标题"
        if is_contact(one.text):
            return "联系人等"
        is_title = above_table and following is None and _is_short(one.text)
        if _is_heading(one, following) or (is_title and not has_figure(one.text)):
            self._start(one.text)
            return "标题"
        bare = ENUMERATOR.sub("", one.text)
        label = label_of(bare, tuple(self._topics))
        if label is not None and label.end == len(bare):
            self._start(one.text)
            return "小标题"
        return "称呼" if is_addressed(one.text) else ""

    def _leave(self, one: _Paragraph, why: str) -> None:
        self._tally.leave(_place_of(self._path, one).cell or "", one.text, why)
        if why != "标题":
            self._not_facts.setdefault(why, []).append(one.text)

    def _start(self, heading: str) -> None:
        if self._year is None and (year := YEAR.search(heading)):
            self._year = int(year[0])
        part = part_of(heading)
        if part or _LEVEL_ONE.match(heading) or self._form == _form_of(heading):
            self._part, self._form = part, _form_of(heading)
        self._topic = _topic(heading, self._topics)
        self._heading = ENUMERATOR.sub("", heading).rstrip("：:。")

    def _end_part(self) -> None:
        self._heading = self._topic = self._form = ""
        self._part = None

    def _statements(self, one: _Paragraph) -> None:
        """Take the sentences of a paragraph, each in the part and topic that its lead gives."""
        place = _place_of(self._path, one)
        used, topic = self._tally.used, self._topic
        bare, form = ENUMERATOR.sub("", one.text), _form_of(one.text)
        label = label_of(bare, tuple(self._topics))
        if label is not None:
            self._not_facts.setdefault("小标题", []).append(label.words)
            bare = bare[label.end :]
            topic = _topic(label.words, self._topics) or topic
            if label.part or form == self._form:
                self._part, self._form = label.part, form
        elif form and form == self._form:
            self._part, self._form = None, ""
        part = self._part
        for sentence in _sentences(bare):
            if len(sentence) > _LONGEST_SENTENCE:
                message = f"{place.cell}有一句过长（{len(sentence)} 字）"
                raise InputError(Problem(message, "补上句号，分成几句", str(self._path)))
            if announces(sentence):
                self._not_facts.setdefault("引出下文的话", []).append(sentence)
                continue
            words = sentence
            inner = label_of(sentence)
            if inner is not None and inner.part:
                self._not_facts.setdefault("小标题", []).append(inner.words)
                part, words = inner.part, sentence[inner.end :].strip()
            if not words:
                continue
            part = lead_part(words, self._year) or part
            found = topic or _topic(words, self._topics) or ("" if part else UNSORTED)
            self.guesses += 1
            self._into.facts.append(_statement(words, found, part, place, self._heading))
            self._tally.use(words)
        left = count_numerals(one.text) - (self._tally.used - used)
        if left > 0:
            self._tally.left.append(Left(place.cell or "", left, "段落和条目的编号"))

    def _table(self, rows: Sequence[Line], number: int, above: tuple[str, ...]) -> None:
        own = read_text_table(rows, number, above, self._path, self._into)
        for item in own:
            is_below = bool(item.part) or may_be_of(self._part, item, self._year)
            if is_below:
                item.heading = item.heading or self._heading
                item.topic = item.topic or self._topic
                item.part = item.part or self._part
            item.topic = item.topic or UNSORTED

    def _tell_what_is_no_fact(self) -> None:
        listed = [
            f"{why}{'、'.join(f'“{words[:_QUOTED]}”' for words in dict.fromkeys(texts))}"
            for why, texts in self._not_facts.items()
        ]
        if listed:
            message = f"不当作事实的：{'；'.join(listed)}"
            hint = "要写进报告的，改成一句完整的话"
            self._into.notes.append(Problem(message, hint, str(self._path)))


def _place_of(path: Path, one: _Paragraph) -> Place:
    return Place(str(path), one.number, cell=f"第{one.number}段")


def _form_of(text: str) -> str:
    """The form of a paragraph's number (1、 and 2、 have one form); empty for none."""
    number = ENUMERATOR.match(text)
    return re.sub(r"[一二三四五六七八九十\d]+|[①-⑳]", "1", number[0].strip()) if number else ""


def _statement(
    sentence: str, topic: str, part: Part | None, place: Place, heading: str
) -> SubmittedItem:
    data = {"text": sentence, "source": place.in_words, "note": GUESSED}
    return SubmittedItem(data, topic, part, place, heading=heading)


_LEVEL_ONE = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_QUOTED = 20


def _is_heading(one: _Paragraph, following: _Paragraph | None) -> bool:
    """Whether a paragraph is a heading: by its style, or short, without a full stop or a figure.

    One without a number is a heading only where something else follows it than such a line.
    """
    if one.level:
        return True
    if not _is_short(one.text):
        return False
    bare = ENUMERATOR.sub("", one.text)
    if has_figure(bare):
        return False
    enumerated = bare != one.text.strip() or one.number == 1
    return enumerated or (following is not None and not _is_short(following.text))


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not re.search(r"[。！？；：…]$", text)


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
        sentence = ENUMERATOR.sub("", match[0]).strip()
        if sentence.strip("。！？!?”’）"):
            yield sentence


def plain_lines(text: str, *, is_markdown: bool) -> list[Line]:
    """The lines of a text that is no .docx."""
    lines = text.splitlines()
    if not is_markdown:
        return [Line("paragraph", "", line) for line in lines]
    return [line for line in markdown_lines(lines) if line.cells or line.kind != "row"]
