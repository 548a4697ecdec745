"""Validates a facts file against `schema`, with messages in Chinese.

A faulty part is reported and removed, and the rest is validated again, so that one mistake does
not hide the next.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.errors import Problem
from zhibi.facts.field_words import FIELD_WORDS, field_word
from zhibi.facts.schema import RawFile
from zhibi.typed_data import record_fields, record_in

if TYPE_CHECKING:
    from zhibi.marked_yaml import Path, Tree
    from zhibi.typed_data import Fault, Record


MAX_PROBLEMS = 100
"""No more are looked for in one file."""


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class Checked:
    """A facts file of correct form, its problems, and the places of the parts left out."""

    raw: RawFile
    problems: list[Problem]
    left_out: set[Path]


def check_form(tree: Tree, path: str) -> Checked:
    """The file as raw models; parts of wrong form are reported and left out."""
    problems: list[Problem] = []
    left_out: set[Path] = set()
    data = tree.data
    if not isinstance(data, dict):
        problems.append(
            _problem(
                tree,
                path,
                (),
                "文件应当由 document 和 sections 两部分组成",
                _colon_hint(data) or "对照示例，从“document:”写起",
            )
        )
        data = {}
        left_out.add(())
    while True:
        raw, faults = RawFile.read(data)
        if not faults:
            return Checked(raw, problems, left_out)
        before = frozenset(left_out)
        for fault, at in [(fault, _existing(data, fault.loc)) for fault in faults]:
            if at in before:  # what was put in its place is refused too: what holds it goes
                left_out.add(at[:-1])
                _take_out(data, at[:-1], fault)
                continue
            if any(at[: len(gone)] == gone for gone in left_out):
                continue
            problems.append(_explain(fault, tree, path))
            if len(problems) == MAX_PROBLEMS:
                problems.append(Problem("问题太多，后面的没有再看", "先改好前面的", path))
                return Checked(RawFile(), problems, {()})
            left_out.add(at)
            _take_out(data, at, fault)


def _existing(data: Any, loc: tuple[int | str, ...]) -> Path:
    """The part of an error's place that exists in the data (short forms have no inner part)."""
    at: list[int | str] = []
    for step in loc:
        inside = isinstance(data, dict) and step in data
        within = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if not (inside or within):
            break
        data = data[step]
        at.append(step)
    return tuple(at[: at.index("length") + 1] if "length" in at else at)


def _take_out(data: Any, at: Path, fault: Fault) -> None:
    """Remove a key; empty a list item, so that its neighbours keep their places."""
    for step in at[:-1]:
        data = data[step]
    if isinstance(data, dict):
        data.pop(at[-1], None)
    elif at:
        data[at[-1]] = {} if fault.kind == "mapping" else ""


def _explain(fault: Fault, tree: Tree, path: str) -> Problem:
    """One fault in Chinese, with a remedy."""
    loc = fault.loc
    if fault.kind == "unknown":
        return _unknown_key(tree, path, loc)
    field = next((str(step) for step in reversed(loc) if isinstance(step, str)), "文件")
    word = field_word(field, tree.origin(loc, path))
    message, hint = _wrong_length(word, fault) if field == "length" else _wrong_value(word, fault)
    return _problem(tree, path, loc, message, hint)


def _wrong_length(word: str, fault: Fault) -> tuple[str, str]:
    message = f"“{word}”应当是两个正整数，这里是{_what(fault.value)}"
    return message, "写成 [5000, 6000]，逗号用半角"


def _wrong_value(field: str, fault: Fault) -> tuple[str, str]:
    """What is wrong with a field's value, and the remedy."""
    kind, value = fault.kind, fault.value
    shown = f"“{field}”的值“{_short(value)}”"
    if kind == "choice":
        choices = "、".join(_with_meaning(word) for word in fault.told)
        return f"{shown}不认识", f"可以写：{choices}"
    if kind == "text":
        message = f"“{field}”应当是一段文字，这里是{_what(value)}"
        return message, "值里若有“[”“{”“: ”，放进半角引号"
    if kind in {"whole", "range"}:
        hint = "年份写四位数字，如 2024" if field in {"year", FIELD_WORDS["year"]} else "只写数字"
        return f"{shown}不是可用的整数", hint
    if kind == "yes-or-no":
        return f"{shown}应当是 true 或 false", "各部分加起来等于总数写 true，否则写 false"
    if kind == "list":
        message = f"“{field}”应当是列表，这里是{_what(value)}"
        return message, _colon_hint(value) or "每项一行，以“- ”开头"
    if kind == "mapping":
        message = f"“{field}”里应当是“键: 值”的组合，这里是{_what(value)}"
        return message, _colon_hint(value) or "每个键单独一行，冒号用半角"
    return f"{shown}写法不对", "对照示例改写"


def _unknown_key(tree: Tree, path: str, loc: Path) -> Problem:
    key = str(loc[-1])
    place = tree.origin(loc, path, key=True)
    if "：" in key:
        wanted = key.partition("：")[0]
        hint = f"改成半角冒号，后面加一个空格：{wanted}: …"
        colon = replace(place, column=place.column + key.index("："))
        return colon.problem(f"“{wanted}”后面用了全角冒号“：”", hint)
    known = _known_keys(loc)
    meant = read_data("facts", "keys").get(key)
    near = [meant] if meant in known else difflib.get_close_matches(key, known, 1, 0.6)
    hint = f"是不是“{near[0]}”？" if near else "这里可用的字段：" + "、".join(known)
    return place.problem(f"不认识的字段“{key}”", hint)


def _known_keys(loc: Path) -> list[str]:
    """The keys allowed at the place of an unknown one."""
    record: type[Record] = RawFile
    for step in loc[:-1]:
        if isinstance(step, int):
            continue
        field = next(one for one in record_fields(record) if one.key == step)
        record = record_in(field.annotation) or record
    return [field.key for field in record_fields(record)]


def _with_meaning(word: str) -> str:
    meaning = read_data("facts", "choices").get(word)
    return f"{word}（{meaning}）" if meaning else word


def _colon_hint(value: Any) -> str:
    if isinstance(value, str) and "：" in value:
        return "冒号要用半角“:”，后面加一个空格；这里用了全角“：”"
    return ""


def _what(value: Any) -> str:
    if value is None:
        return "空的"
    if isinstance(value, dict):
        return "“键: 值”的组合"
    if isinstance(value, list):
        return "列表"
    return f"“{_short(value)}”"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 20 else text[:20] + "…"


def _problem(tree: Tree, path: str, loc: Path, message: str, hint: str) -> Problem:
    return tree.origin(loc, path).problem(message, hint)
