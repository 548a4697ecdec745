"""What a slot is called: the name behind its bar, by which a wrong id is found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibi.facts.model import Entry, Fact

_EDGE = re.compile(r"[^\u3400-\u9fffA-Za-z]+")
_LABEL_LENGTH = 8
_SUFFIXES = {
    "growth": "同比",
    "previous": "上年同期",
    "forecast": "全年预计",
    "target": "目标",
    "completion": "完成率",
}


def label_of(fact: Fact, entry: Entry) -> str:
    """What a slot is called: the entry's name, told apart by its role, or the words before it."""
    if entry.role == "figure":
        return entry.name or _words_before(entry)
    suffix = _SUFFIXES.get(entry.role, "")
    if entry.role == "growth" and entry.parent is not None and entry.parent != fact.id:
        return f"{entry.name}{suffix}"
    if suffix and entry.name in ("", fact.name):
        return f"{fact.name}{suffix}"
    return entry.name or fact.name


def _words_before(entry: Entry) -> str:
    words = _EDGE.split(entry.text[: entry.start].strip())
    word = next((one for one in reversed(words) if one), "")
    if not word:
        word = next((one for one in _EDGE.split(entry.text[entry.end :]) if one), "")[
            :_LABEL_LENGTH
        ]
    return word[-_LABEL_LENGTH:]
