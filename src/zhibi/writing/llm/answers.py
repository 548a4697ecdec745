"""Reads a model's answer: which text belongs to which node; small faults of form are corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhibi.data_files import read_data

if TYPE_CHECKING:
    from zhibi.writing.llm.tasks import Task
    from zhibi.writing.outline.model import Node

_MARK = re.compile(
    r"^\s*(?:#{1,6}\s*)?[\[【〔［]\s*(?:第)?\s*([0-9０-９]{1,6})\s*(?:段)?\s*[\]】〕］][：:、.．]?\s*(.*)$"
)
_CHANGED = re.compile(
    r"^\s*[（(\[【]?\s*([0-9０-９]{1,6})\s*[）)\]】]\s*[：:、.．]?\s*(.*)$|^\s*([0-9]{1,6})[.．、：:]\s*(.*)$"
)
_BULLET = re.compile(r"^\s*(?:[-*•·●▪]\s+|[0-9]+[.．、)]\s*(?![0-9]))")
_HEADING = re.compile(r"^\s*#{1,6}\s*")
_BOLD = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")
_NUMBER = re.compile(r"^(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+[、是])\s*")
_REMARK = re.compile(
    r"^[（(](?:注|字数|全文|共|约|以上|说明)[^）)]*[）)]$|^(?:注|说明|字数)[：:].*$|^-{3,}$|^〈/?资料完?〉$"
)


def read_answer(text: str, task: Task) -> dict[str, list[str]]:
    """The paragraphs of each node of a task; nodes that the answer has no text for are absent.

    Headings and numbers that the model repeats, list marks, bold type and remarks are taken out.
    An answer without any marks that has as many lines as there are nodes is taken in order.
    """
    found: dict[str, list[str]] = {}
    unclaimed: list[str] = []
    current: Node | None = task.nodes[0] if len(task.nodes) == 1 else None
    for raw in text.splitlines():
        line = _BOLD.sub(lambda bold: bold[1] or bold[2], raw).strip()
        marked = _MARK.match(line)
        if marked:
            number = int(marked[1])
            line = marked[2]
            if len(task.nodes) > 1:
                current = task.nodes[number - 1] if 0 < number <= len(task.nodes) else None
        else:
            titled = _titled(line, task)
            current = titled or current
        if current is None or not line:
            unclaimed += [line] if line else []
            continue
        line = _bare(line, current)
        if line:
            found.setdefault(current.id, []).append(line)
    if not found and len(unclaimed) == len(task.nodes):
        bare = [_bare(line, node) for line, node in zip(unclaimed, task.nodes, strict=True)]
        found = {node.id: [line] for node, line in zip(task.nodes, bare, strict=True) if line}
    return found


def _titled(line: str, task: Task) -> Node | None:
    """The node whose heading stands at the beginning of a line, where no mark tells."""
    bare = _NUMBER.sub("", _HEADING.sub("", line))
    for node in task.nodes:
        if node.heading and len(task.nodes) > 1 and bare.startswith(node.heading.rstrip("。")):
            return node
    return None


def _bare(line: str, node: Node) -> str:
    """A line of prose without list marks, numbers and the heading that code prints itself."""
    if _REMARK.match(line):
        return ""
    was_heading = bool(_HEADING.match(line))
    line = _BULLET.sub("", _HEADING.sub("", line))
    unnumbered = _NUMBER.sub("", line)
    heading = node.heading.rstrip("。")
    if heading and re.match(rf"{re.escape(heading)}(?:[。.：:　 ]|$)", unnumbered):
        return unnumbered[len(heading) :].lstrip("。.：:，, 　")
    if was_heading:
        return ""
    return unnumbered if _NUMBER.match(line) else line


_ASKED = r"[（(]?查\s*([0-9]{1,3})\s*[）)]?\s*[：:，、]?\s*"
_SHOWN = re.compile(rf"{_ASKED}有[：:]\s*(.*?)(?={_ASKED}[有没]|$)")
_NOT_SHOWN = re.compile(rf"{_ASKED}没有[^，。；]*[，。；]?")


def read_evidence(text: str) -> dict[int, list[str]]:
    """What an answer quotes from the material (查1有：…), by the number of what was asked."""
    found: dict[int, list[str]] = {}
    for line in text.splitlines():
        for shown in _SHOWN.finditer(line):
            found.setdefault(int(shown[1]), []).append(shown[2])
    return found


def _numbered(text: str, count: int) -> Iterator[tuple[int, str]]:
    """The lines of an answer, each with the number that it belongs to."""
    current = 1 if count == 1 else 0
    for line in text.splitlines():
        marked = _CHANGED.match(line)
        if marked:
            current = int(marked[1] or marked[3])
            line = marked[2] if marked[1] else marked[4]  # noqa: PLW2901 - the rest of the line
        if 0 < current <= count:
            yield current, line.strip()


def read_changes(text: str, count: int) -> dict[int, str]:
    """The changed sentences by number, from 1 to `count`; "" for those to be dropped."""
    found: dict[int, str] = {}
    for current, line in _numbered(text, count):
        said = _NOT_SHOWN.sub("", _SHOWN.sub("", line)).strip()
        if not said:
            continue
        said = re.sub(r"^(?:改[为后成][：:]|原句[：:]|漏写[：:]|补写[：:])", "", said)
        if said in read_data("writing.llm", "words")["left_out"]:
            found[current] = ""
        elif current not in found:
            found[current] = said
        else:
            found[current] += said
    return found


_PLANNED = re.compile(r"^(.*?)\s*[|｜︱]\s*([0-9０-９][0-9０-９\s,，、;；.．\-—–~～至]*)$")
_RANGE = re.compile(r"(\d+)(?:\s*[-—–~～至]\s*(\d+))?")
_MOST_LINES = 600
_MOST_NUMBERS = 400


def read_plan(text: str, marks: set[str]) -> dict[str, tuple[str, list[tuple[str, list[int]]]]]:
    """The proposed heading and items of each group, by its mark; groups not answered are absent.

    Items are headings with numbers of facts; a heading is empty where the line has `－`.
    """
    found: dict[str, tuple[str, list[tuple[str, list[int]]]]] = {}
    current = ""
    for raw in text.splitlines()[:_MOST_LINES]:
        line = _BOLD.sub(lambda bold: bold[1] or bold[2], _HEADING.sub("", raw)).strip()
        planned = _PLANNED.match(line)
        if planned and current:
            numbers = list(_numbers(planned[2]))
            found[current][1].append((read_heading(planned[1]), numbers))
            continue
        mark, _, rest = line.replace("：", " ").replace("　", " ").partition(" ")
        if mark in marks and mark not in found:
            current = mark
            found[mark] = (read_heading(rest), [])
    return found


def _numbers(text: str) -> Iterator[int]:
    total = 0
    for first, last in _RANGE.findall(text):
        low = int(first[:6])
        for number in range(low, min(int((last or first)[:6]), low + _MOST_NUMBERS) + 1):
            total += 1
            if total <= _MOST_NUMBERS:
                yield number


def read_heading(text: str) -> str:
    """A heading on one line without its enumerator, marks at its ends and bold type."""
    line = next((one for one in text.splitlines() if one.strip()), "")
    line = _BOLD.sub(lambda bold: bold[1] or bold[2], _HEADING.sub("", line)).strip()
    line = re.sub(r"^(?:小?标题|分项)\s*[:：]\s*", "", _BULLET.sub("", line))
    return _NUMBER.sub("", line).strip(' 　。；;，,：:－—-“”"')
