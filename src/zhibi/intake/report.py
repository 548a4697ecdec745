"""Reads a finished report (.docx, .md, .txt): its headings as sections, its sentences as facts.

The title says whose report it is, and of which year; a first-level heading says which part
begins; lower headings and leads (一是抓实理论学习。) are sections with the sentences below them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.errors import InputError, Place, Problem
from zhibi.facts.kinds import report_kind
from zhibi.intake.figure_names import figure_names
from zhibi.intake.markdown import markdown_lines
from zhibi.intake.note_lines import (
    DATE,
    ENUMERATOR,
    YEAR,
    has_figure,
    is_annex,
    is_contact,
    is_whole_unit,
    label_of,
    may_be_of,
    part_of,
    signature_lines,
)
from zhibi.intake.report_words import (
    announces,
    part_of_heading,
    plain_heading,
    plain_start,
    sentences_of,
    topic_of,
)
from zhibi.intake.section_tree import clean_id
from zhibi.intake.submission import Submission, SubmittedItem, SubmittedSection
from zhibi.intake.suggested import credit, office_in, suggested_by_title, suggested_by_unit
from zhibi.intake.tally import Left, Tally, count_numerals
from zhibi.intake.text_tables import read_text_table
from zhibi.structure import Structure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.facts.model import Part
    from zhibi.structure import Line
    from zhibi.word.text import Line as DocxLine

LEAST_HEADINGS = 2
_PERIOD_OF_ALL = re.compile(r"统计(?:时段|期间|时间)为(\d{1,2}[—–-]\d{1,2}月|上半年|前三季度|全年)")
_LOOSE_LEVEL, _LEAD_LEVEL = 8, 9
"""Levels of headings without a number: a line of its own, and a lead within a paragraph."""
_TOLD_ANYWHERE = frozenset({"problems", "plan"})
"""Parts that a label or a lower heading begins within another part."""
_LEAST_LINES = 3
_LONGEST_SENTENCE = 2_000
_LONGEST_LOOSE_HEADING = 40
_QUOTED = 10
_MARKS = re.compile(r"\*\*")
_RUN_LEAD = re.compile(r"(?<=[。；])(?=[一二三四五六七八九十]{1,3}是)")
_LEAD = re.compile(r"[一二三四五六七八九十]{1,3}是[^，。；：]{2,20}[。：](?=.)")


@dataclass(slots=True)
class _Open:
    """A heading whose section is open: its level and the section's topic path."""

    level: int
    path: str


@dataclass(slots=True)
class _State:
    """Where the reading stands."""

    part: Part | None = "preamble"
    """None where a heading stands below no part's own heading: any part may have it."""
    open: list[_Open] = field(default_factory=list)
    within: tuple[int, Part | None] | None = None
    """The level of a lower heading that began a part of its own, and the part that it is in."""
    seen: set[tuple[Part | None, str]] = field(default_factory=set)
    plan_year: int | None = None
    """The year that a heading of the plan names."""


def is_report(text: str) -> bool:
    """Whether a text has the numbered or marked headings of a report."""
    lines = Structure(text).lines
    return sum(line.kind == "heading" and line.level > 0 for line in lines) >= LEAST_HEADINGS


def read_report(path: str | Path, text: str, lines: Sequence[DocxLine] = ()) -> Submission:
    """The sections and statements of a report; `guessed` has what its title and end say.

    `lines` are those of a .docx. Raises InputError where it has none.
    """
    paragraphs = _numbered(lines)
    rows = paragraphs
    if Path(path).suffix.lower() == ".md":
        rows = dict(enumerate(markdown_lines(text.split("\n")), 1))
    return _Report(str(path), text, paragraphs, rows).read()


def _numbered(lines: Sequence[DocxLine]) -> dict[int, DocxLine]:
    """The paragraphs and rows of a .docx by the number of the line of its text."""
    found, number = {}, 1
    for line in lines:
        found[number] = line
        number += 1 + line.text.count("\n")
    return found


class _Report:
    """Reads one report, line by line."""

    def __init__(
        self,
        path: str,
        text: str,
        paragraphs: Mapping[int, DocxLine],
        rows: Mapping[int, DocxLine],
    ) -> None:
        """`paragraphs` are those of a .docx, `rows` all lines with those of tables, by number."""
        self._rows = rows
        self._path = path
        self._text = text
        self._paragraphs = paragraphs
        self._lines = Structure(text).lines
        starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._numbers = {start: number for number, start in enumerate(starts, 1)}
        self._state = _State()
        self._office = ""
        self._tally = Tally(path)
        self._into = Submission(path, tally=self._tally)

    def read(self) -> Submission:
        lines = [line for line in self._lines if self._words(line)]
        signature = self._signature(lines)
        tables: set[int] = set()
        for number, line in enumerate(lines):
            table = self._table_of(line)
            if table:
                if table not in tables:
                    tables.add(table)
                    self._table(table, lines[max(number - 2, 0) : number])
                continue
            before, facts, why = self._tally.used, len(self._into.facts), "标题"
            if number in signature:
                why = "落款"
                self._state.part, self._state.open = None, []
            elif is_annex(self._words(line)):
                why = "附件的标题"
                self._state.part, self._state.open = None, []
            elif is_contact(self._words(line)):
                why = "联系人等"
            elif number + 1 < len(lines) and self._is_table_title(line, lines[number + 1]):
                why = "表的标题"
            elif line.kind == "title" or (number == 0 and self._is_title_of_all(line)):
                self._into.guessed |= suggested_by_title(self._words(line))
                self._office = self._office or office_in(self._words(line))
            elif number == 1 and self._is_second_title(lines[0], line):
                title = self._words(lines[0]) + self._words(line)
                self._into.guessed |= suggested_by_title(title)
                self._office = self._office or office_in(title)
            else:
                is_last = number + 1 == len(lines) or number + 1 in signature
                following = None if is_last else lines[number + 1]
                self._take_line(line, following, self._place(line, number))
            left = self._numerals(line) - (self._tally.used - before)
            if left > 0:
                why = "段落和条目的编号" if len(self._into.facts) > facts else why
                place = self._place(line, number)
                self._tally.left.append(Left(place.cell or f"第{place.line}行", left, why))
        if not self._into.facts:
            raise InputError(Problem("没有读到句子", "检查是不是选错了文件", self._path))
        self._take_signature([self._words(lines[number]) for number in signature])
        credit(self._into, self._office)
        return self._into

    def _is_second_title(self, first: Line, second: Line) -> bool:
        """Whether a title goes on in a second line: 青山镇人民政府, 2024年工作总结."""
        if "year" in self._into.guessed or not self._is_title(first) or not self._is_title(second):
            return False
        return bool(suggested_by_title(self._words(first) + self._words(second)))

    def _is_table_title(self, line: Line, following: Line) -> bool:
        words = self._words(line)
        return (
            self._table_of(following) > 0
            and len(words) <= _LONGEST_LOOSE_HEADING
            and words[-1] not in "。；：！？"
            and not line.level
            and not has_figure(words)
        )

    def _table_of(self, line: Line) -> int:
        """The number of the table that a line is a row of; 0 for a paragraph."""
        row = self._rows.get(self._line_number(line))
        return row.table if row is not None else 0

    def _table(self, number: int, above: Sequence[Line]) -> None:
        rows = [one for one in self._rows.values() if one.table == number and one.cells]
        words = [self._words(line) for line in above]
        short = tuple(text for text in words if len(text) <= _LONGEST_LOOSE_HEADING)
        for item in read_text_table(rows, number, short, Path(self._path), self._into):
            item.in_report = True
            item.year = item.year or self._year()
            if item.part is None and not may_be_of(self._state.part, item, self._year()):
                continue
            item.topic = item.topic or (self._state.open[-1].path if self._state.open else "")
            item.part = item.part or self._state.part

    def _year(self) -> int | None:
        year = self._into.guessed.get("year")
        return int(year) if year else None

    def _year_to_come(self) -> int | None:
        """The year that an annual report's plan is for, where its heading names none."""
        year = self._year()
        kind = self._into.guessed.get("kind")
        return year + 1 if year and kind and report_kind(kind).ends_year else year

    def _numerals(self, line: Line) -> int:
        """The numerals that a line shows as its own text, without an automatic number."""
        paragraph = self._paragraphs.get(self._line_number(line))
        words = self._words(line).lstrip("# ")
        return count_numerals(words.removeprefix(paragraph.number) if paragraph else words)

    def _place(self, line: Line, number: int) -> Place:
        """A line by its number; a paragraph of a .docx, which shows none, by how it begins."""
        text_line = self._line_number(line)
        if not self._paragraphs:
            return Place(self._path, text_line)
        words = plain_start(self._text[line.start : line.end])
        quoted = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
        return Place(self._path, text_line, cell=f"第{number + 1}段“{quoted}”")

    def _line_number(self, line: Line) -> int:
        return self._numbers[line.start]

    def _is_title_of_all(self, line: Line) -> bool:
        """Whether the first line is the title, be it set as a heading of the first level."""
        words = self._words(line).lstrip("# ")
        is_heading = line.level == 1 and not ENUMERATOR.match(words)
        return self._is_title(line) or (is_heading and bool(suggested_by_title(words)))

    def _is_title(self, line: Line) -> bool:
        words = self._text[line.start : line.end].strip()
        return (
            line.level == 0 and len(words) <= _LONGEST_LOOSE_HEADING and words[-1] not in "。；："
        )

    def _signature(self, lines: list[Line]) -> list[int]:
        """The lines that sign the report: at its end, or before a table or annex at its end."""
        if len(lines) < _LEAST_LINES:
            return []
        texts = ["" if self._table_of(line) else self._words(line) for line in lines]
        ends = next((at for at, text in enumerate(texts) if text and is_annex(text)), len(texts))
        while ends and not texts[ends - 1]:
            ends -= 1
        return [at for at in signature_lines(texts, ends) if at]

    def _take_signature(self, texts: Sequence[str]) -> None:
        """Take 署名 and 成文日期 for the document where the whole unit signs, else tell them."""
        if not texts:
            return
        office = next((text for text in texts if not DATE.fullmatch(text)), "")
        if is_whole_unit(office) if office else "organisation" in self._into.guessed:
            fields = {"signed": office, "date": next(filter(DATE.fullmatch, texts), "")}
            self._into.guessed |= {key: text for key, text in fields.items() if text}
            self._into.guessed = suggested_by_unit(office) | self._into.guessed
            return
        self._office = office_in(office) or self._office
        quoted = "".join(f"“{text}”" for text in texts)
        message = f"落款{quoted}是科室的，没有取作报告的落款和成文日期"
        self._into.notes.append(Problem(message, "要用就写进“基本信息”", self._path))

    def _words(self, line: Line) -> str:
        return self._text[line.start : line.end].strip()

    def _take_line(self, line: Line, following: Line | None, place: Place) -> None:
        bare = ENUMERATOR.sub("", self._words(line))
        label = None if line.level else label_of(bare)
        if label is not None and label.part in _TOLD_ANYWHERE:
            self._state.part, self._state.open = label.part, []
            for sentence in sentences_of(bare[label.end :]):
                self._statement(sentence, place)
            return
        body = line.heading_end
        heading = plain_heading(self._text[line.start : body])
        is_whole_lead = not line.level and not self._text[body : line.end].strip()
        if heading and (is_whole_lead or has_figure(heading)):
            heading, body = "", line.start
        if line.level and heading:
            self._open(line.level, heading, place)
        elif heading:  # a lead
            self._open(_LEAD_LEVEL, heading, place)
        elif self._is_loose(line) and (part := part_of(self._words(line))):
            self._state.part, self._state.open = part, []
            return
        elif self._is_loose(line) and following is not None and not self._is_loose(following):
            self._open(_LOOSE_LEVEL, self._words(line), place)
            return
        else:
            self._close(_LEAD_LEVEL)
        first, *others = _RUN_LEAD.split(self._text[body : line.end])
        self._take_words(first, place)
        for words in others:  # 一是……。二是救助到位。发放……
            lead = _LEAD.match(words)
            is_heading = lead is not None and heading and not has_figure(lead[0])
            if lead is not None and is_heading:
                self._open(_LEAD_LEVEL, plain_heading(lead[0]), place)
            else:
                self._close(_LEAD_LEVEL)
            self._take_words(
                words[lead.end() :] if lead is not None and is_heading else words, place
            )

    def _take_words(self, words: str, place: Place) -> None:
        for sentence in sentences_of(words if self._paragraphs else _MARKS.sub("", words)):
            self._statement(sentence, place)

    def _is_loose(self, line: Line) -> bool:
        words = self._words(line)
        return (
            len(words) <= _LONGEST_LOOSE_HEADING
            and words[-1] not in "。；：，！？…”）"
            and not re.search(r"\d", words)
        )

    def _close(self, level: int) -> None:
        self._state.open = [one for one in self._state.open if one.level < level]

    def _open(self, level: int, heading: str, place: Place) -> None:
        """Begin a part, or a section below the headings that are open."""
        state = self._state
        self._close(level)
        if state.within is not None and level <= state.within[0]:
            state.part, state.within = state.within[1], None
        own = part_of(heading) if 1 < level < _LOOSE_LEVEL else None
        if own in _TOLD_ANYWHERE and own != state.part:
            state.within = (level, state.part)
            state.part, state.open = own, []
            return
        if level == 1:
            part = part_of_heading(heading)
            named = YEAR.search(heading)
            state.plan_year = int(named[0]) if named and part == "plan" else None
            state.part, state.open = part or "summary", []
            if part:
                return
        elif state.part == "preamble":
            state.part = None
        above = state.open[-1].path if state.open else ""
        topic = self._free_topic(heading, above)
        path = f"{above}/{topic}" if above else topic
        state.open.append(_Open(level, path))
        data: dict[str, Any] = {"part": state.part, "topic": topic, "heading": heading}
        self._into.sections.append(SubmittedSection(data, above, place, suggested=True))

    def _free_topic(self, heading: str, above: str) -> str:
        """The topic of a heading; the heading's own words where the part has that topic already."""
        topic = topic_of(heading)
        key = (self._state.part, f"{above}/{topic}")
        if key in self._state.seen:
            topic = clean_id(heading)
        self._state.seen.add(key)
        return topic.replace("/", "／")

    def _statement(self, sentence: str, place: Place) -> None:
        if len(sentence) > _LONGEST_SENTENCE:
            message = f"有一句过长（{len(sentence)} 字）"
            raise InputError(place.problem(message, "补上句号，分成几句"))
        part = self._state.part
        if part == "preamble" and sentence.endswith("：") and announces(sentence):
            if period := _PERIOD_OF_ALL.search(sentence):
                self._into.guessed["period"] = period[1]
            return
        data: dict[str, Any] = {"text": sentence}
        if named := figure_names(sentence):
            data["figures"] = named
        if part == "plan":
            data["status"] = "target"
        data["source"] = place.in_words
        topic = self._state.open[-1].path if self._state.open else ""
        item = SubmittedItem(data, topic, part, place, year=self._year())
        if part == "plan":
            item.plan_year = self._state.plan_year or self._year_to_come()
        self._into.facts.append(item)
        self._tally.use(sentence)
