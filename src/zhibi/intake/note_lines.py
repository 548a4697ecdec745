"""What the lines of an office's note are: labels, salutations, signatures, annexes, or facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.figures.model import TIME_KINDS
from zhibi.figures.scan import find_figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Part
    from zhibi.intake.submission import SubmittedItem

ENUMERATOR = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}(?:是|、)|"
    r"\d{1,2}[.、．](?!\d)|[①-⑳])\s*"
)
DATE = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月.{1,3}日"
)
_LABEL_MARK = re.compile(r"[：:。]")
_LEAD_MARK = re.compile(r"[：:，,。]")
YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_LONGEST_LINE = 40
_ACTUAL = ("previous", "growth", "completion")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a text: its words, the part that it names, and where it ends."""

    words: str
    part: Part | None
    end: int


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = read_data("intake", "note")
    return data


@cache
def _office() -> re.Pattern[str]:
    return re.compile(f"[^，。；：]{{0,30}}(?:{'|'.join(_data()['offices'])})")


def part_of(words: str) -> Part | None:
    """The part that a heading or label names, where it consists of the words for it alone."""
    bare = re.sub(r"(?:19|20)\d\d", "", ENUMERATOR.sub("", words)).strip(" 　：:。")
    part: Part
    for part, given in _data()["part_labels"].items():
        keys = "|".join(map(re.escape, given["keys"]))
        every = "|".join(map(re.escape, [*given["keys"], *given["others"]]))
        if re.search(keys, bare) and re.fullmatch(f"(?:{every})+", bare):
            return part
    return None


def label_of(text: str, topics: Sequence[str] = ()) -> Label | None:
    """The label that a text begins with (养老方面。 下一步打算：); None where it begins with none.

    Words before a colon are also one where they name a topic.
    """
    mark = _LABEL_MARK.search(text)
    if mark is None or mark.start() > int(_data()["longest_label"]):
        return None
    words = text[: mark.start()].strip()
    if not words or re.search(r"[，,；]", words) or has_figure(words):
        return None
    part = part_of(words)
    is_topic = mark[0] != "。" and words in topics
    if part is None and not is_topic and not words.endswith(tuple(_data()["label_ends"])):
        return None
    return Label(words, part, mark.end())


def lead_part(sentence: str, year: int | None) -> Part | None:
    """The part of a sentence that begins with words for it (下一步，…), or with a year to come."""
    if sentence.startswith(tuple(_data()["plan_leads"])):
        return "plan"
    begins = YEAR.match(sentence)
    if begins and year is not None and int(begins[0]) > year:
        return "plan"
    mark = _LEAD_MARK.search(sentence)
    return part_of(sentence[: mark.start()]) if mark else None


def announces(sentence: str) -> bool:
    """Whether a sentence says only that something follows (现将有关情况汇报如下：)."""
    words = sentence.rstrip("。")
    if not words.endswith(("：", ":")) or has_figure(words):
        return False
    return any(word in words for word in _data()["announcing"])


def is_addressed(line: str) -> bool:
    """Whether a line says to whom a text is addressed."""
    return len(line) <= _LONGEST_LINE and bool(
        re.fullmatch(rf"(?:{_data()['addressed']})[：:]", line)
    )


def is_annex(line: str) -> bool:
    """Whether a line begins what is attached to a text (附：2025年主要数据)."""
    return (
        len(line) <= _LONGEST_LINE
        and line[-1] not in "。；"
        and bool(re.fullmatch(_data()["annex"], line))
    )


def is_contact(line: str) -> bool:
    """Whether a line names who made the text (联系人：…)."""
    return bool(re.fullmatch(read_data("intake", "columns")["signature_rows"], line))


def is_whole_unit(words: str) -> bool:
    """Whether a signature or title names a township or sub-district, and not an office of it."""
    return bool(re.fullmatch(_data()["whole_unit"], words))


def signature_lines(texts: Sequence[str], ends: int) -> list[int]:
    """The lines before `ends` that sign a text: the date, and the office above it."""
    while ends and is_contact(texts[ends - 1]):
        ends -= 1
    if not ends:
        return []
    if DATE.fullmatch(texts[ends - 1]):
        above = ends > 1 and is_office(texts[ends - 2])
        return [ends - 2, ends - 1] if above else [ends - 1]
    return [ends - 1] if ends > 1 and is_office(texts[ends - 1]) else []


def is_office(line: str) -> bool:
    """Whether a line is the name of an office or a unit and no more."""
    return (
        len(line) <= _LONGEST_LINE
        and not has_figure(line)
        and not ENUMERATOR.match(line)
        and bool(_office().fullmatch(line))
    )


def has_figure(text: str) -> bool:
    """Whether a text states a quantity other than a time."""
    return any(
        figure.claim and figure.quantity.kind not in TIME_KINDS for figure in find_figures(text)
    )


def may_be_of(part: Part | None, item: SubmittedItem, year: int | None) -> bool:
    """Whether an indicator of a table below a heading of a part may be of that part.

    In a plan, one is not that has last year's value, a change or a completion, or that is not
    said to be of a year after `year`, the report's: what it tells may well be done.
    """
    if part != "plan" or item.data.get("status") in {"target", "forecast"}:
        return True
    if item.data.get("status") or any(key in item.data for key in _ACTUAL):
        return False
    own = YEAR.match(str(item.data.get("period") or ""))
    of = int(own[0]) if own else item.year
    return of is not None and year is not None and of > year
