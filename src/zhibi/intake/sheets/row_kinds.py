"""What a row's name says of the row: a part of the row above, a sum, a note, a signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from zhibi.data_files import read_data
from zhibi.figures.model import TIME_KINDS
from zhibi.figures.scan import find_figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.intake.sheets.grid import Cell

RowKind = Literal["fact", "total", "note", "signature"]

_SENTENCE = re.compile(r".*[\u4e00-\u9fff].*[。！；]|.*[\u4e00-\u9fff].*，.*[\u4e00-\u9fff].*")
_OF_WHICH = re.compile(r"(?:其中|其它?中)\s*[:：,，]?\s*(?=\S)|(?:#|＃)+\s*")
_ADDED = re.compile(r"(?:加|减|增加项|减少项)[:：]\s*")
_NOTE_MARK = re.compile(r"(?<=\S)[①-⑳¹²³*＊※]+$(?<![mM][²³])")
_LINE_BREAK = re.compile(r"\s*\n\s*")
_HAN_ENUMERATOR = re.compile(
    r"[（(][一二三四五六七八九十]{1,3}[)）]\s*|[一二三四五六七八九十]{1,3}、\s*"
)
_LONGEST_TITLE = 20
_ENUMERATOR = re.compile(
    r"[（(][一二三四五六七八九十\d]{1,3}[)）]\s*|[一二三四五六七八九十]{1,3}、\s*|"
    r"\d{1,2}[、.．](?!\d)\s*"
)


@dataclass(frozen=True, slots=True)
class RowName:
    """The name of a row without its marks; `mark` is 其中 or # (as often as written)."""

    text: str
    mark: str = ""
    kind: RowKind = "fact"


@lru_cache(maxsize=1024)
def read_name(text: str) -> RowName:
    """What a row's name says."""
    bare = re.sub(r"\s", "", text)
    words = read_data("intake", "columns")
    if bare.rstrip(":：") in words["totals"]:
        return RowName(text, kind="total")
    if re.match(words["note_rows"], bare):
        return RowName(text, kind="note")
    if re.match(words["signature_rows"], bare):
        return RowName(text, kind="signature")
    name = _NOTE_MARK.sub("", one_line(text)) or text
    match = _OF_WHICH.match(name)
    mark = ""
    if match is not None and name[match.end() :]:
        mark, name = re.sub(r"[\s:：,，]", "", match[0]).replace("＃", "#"), name[match.end() :]
    added = _ADDED.match(name)
    return RowName(name[added.end() :] if added else name, mark)


def sentence_of(row: Sequence[Cell]) -> Cell | None:
    """The cell of a row that is one sentence with figures of its own, not a note on the table."""
    filled = [cell for cell in row if cell.text and cell.first in {"", cell.ref}]
    if len(filled) != 1:
        return None
    (cell,) = filled
    text = re.sub(r"\s", "", cell.text)
    words = read_data("intake", "columns")
    if not _SENTENCE.fullmatch(text) or read_name(cell.text).kind != "fact":
        return None
    return cell if tells_a_figure(text) and not re.search(words["about_tables"], text) else None


def tells_a_figure(text: str) -> bool:
    """Whether a text states a figure other than a time."""
    return any(one.claim and one.quantity.kind not in TIME_KINDS for one in find_figures(text))


def one_line(text: str) -> str:
    """A name that a cell breaks over lines, as one: between Latin words with a blank."""

    def join(match: re.Match[str]) -> str:
        before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
        return " " if before.isascii() and after.isascii() and before.isalnum() else ""

    return _LINE_BREAK.sub(join, text) if "\n" in text else text


def is_numbered_title(text: str) -> bool:
    """Whether a text is a short title with a number in Chinese: 一、农业, （二）林业."""
    match = _HAN_ENUMERATOR.match(text)
    rest = text[match.end() :] if match else ""
    return 0 < len(rest) <= _LONGEST_TITLE and not re.search(r"[\d。；，]", rest)


def without_enumerator(text: str) -> str:
    """A heading without its number: 一、经济 → 经济."""
    match = _ENUMERATOR.match(text)
    return text[match.end() :] if match else text
