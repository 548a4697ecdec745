"""Reads paragraphs (.docx, .txt) as statements: each sentence a fact, sourced to its paragraph.

Where another file names a section like the heading above a sentence, the sentence belongs there.
Otherwise its section is guessed from the heading and from its words, and marked as a guess.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.errors import InputError, Place, Problem
from zhibi.files import decode, read_bytes
from zhibi.intake.submission import Submission, SubmittedItem
from zhibi.word.limits import MAX_TEXT
from zhibi.word.text import docx_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from zhibi.facts.model import Part

PARAGRAPH_ENDINGS = frozenset({".docx", ".txt"})
UNSORTED = "待归类"
GUESSED = "板块是按用词猜的，请核对"
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?[”’）]?")
_ENUMERATOR = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}(?:是|、)|"
    r"\d{1,2}[.、．](?!\d)|[①-⑳])\s*"
)
_LONGEST_HEADING = 40
_LONGEST_SENTENCE = 2_000
_MOST_PARAGRAPHS = 20_000


def read_paragraphs(
    path: str | Path, topics: Mapping[str, Sequence[str]] | None = None
) -> Submission:
    """The statements of a text; `topics` gives words for each topic, from the style.

    Raises InputError where the file cannot or must not be read.
    """
    path = Path(path)
    submission = Submission(str(path))
    is_docx = path.suffix.lower() == ".docx"
    paragraphs = _docx(path, submission) if is_docx else _txt(path)
    part: Part | None = None
    heading, topic, guesses = "", "", 0
    for number, text in paragraphs:
        if _is_heading(text):
            part = _part(text) or (None if _LEVEL_ONE.match(text) else part)
            topic = _topic(text, topics or {})
            heading = _ENUMERATOR.sub("", text)
            continue
        for sentence in _sentences(text):
            if len(sentence) > _LONGEST_SENTENCE:
                message = f"第{number}段有一句过长（{len(sentence)} 字）"
                raise InputError(Problem(message, "补上句号，分成几句", str(path)))
            found = topic or _topic(sentence, topics or {}) or ("" if part else UNSORTED)
            guesses += 1
            place = Place(str(path), number, cell=f"第{number}段")
            submission.facts.append(_statement(sentence, found, part, place, heading))
    if not submission.facts:
        raise InputError(Problem("没有读到句子", "检查是不是选错了文件", str(path)))
    message = f"{guesses} 句的板块是按标题和用词猜的"
    submission.notes.append(Problem(message, f"逐句核对；猜不出的放在“{UNSORTED}”", str(path)))
    return submission


def _statement(
    sentence: str, topic: str, part: Part | None, place: Place, heading: str
) -> SubmittedItem:
    data = {"text": sentence, "source": place.in_words, "note": GUESSED}
    return SubmittedItem(data, topic, part, place, heading=heading)


_LEVEL_ONE = re.compile(r"^[一二三四五六七八九十]{1,3}、")


def _is_heading(text: str) -> bool:
    """Whether a line is short and has no final punctuation: 一、工作开展情况."""
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


def _docx(path: Path, submission: Submission) -> list[tuple[int, str]]:
    lines = docx_lines(path)
    if any(line.kind == "row" for line in lines):
        hint = "表格里的数改用 .xlsx 或 .csv 报"
        submission.notes.append(Problem("文中的表格没有读入", hint, str(path)))
    own = [line.text for line in lines if line.kind == "paragraph"]
    return _numbered([re.sub(r"[\n\t]", " ", text) for text in own], path)


def _txt(path: Path) -> list[tuple[int, str]]:
    return _numbered(decode(read_bytes(path, MAX_TEXT), str(path)).splitlines(), path)


def _numbered(paragraphs: Iterable[str], path: Path) -> list[tuple[int, str]]:
    """The paragraphs that are not blank, numbered from 1."""
    texts = [text.strip() for text in paragraphs if text.strip()]
    if len(texts) > _MOST_PARAGRAPHS:
        raise InputError(Problem("段落过多", "拆成几个文件", str(path)))
    return list(enumerate(texts, 1))
