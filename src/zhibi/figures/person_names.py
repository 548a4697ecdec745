"""Numerals that are the given name of a person: 张三反映, 村民刘五, 王五名下.

A name is told by its construction: a surname, one Chinese numeral, and beside them a word that goes
with a person. A name that stands for anybody (张三, 李四) is told by less: it begins a clause, or
another one stands beside it. The words are data (`person_names` of `data/phrases.yaml`).
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from zhibi.data_files import read_data
from zhibi.figures.numerals import CHINESE_NUMERALS

_JOINING = frozenset("、和与及")
_SCALES = frozenset("十百千万亿")
_NUMERALS = frozenset(CHINESE_NUMERALS)


class _Words(NamedTuple):
    anybody: frozenset[str]
    surnames: frozenset[str]
    linking: frozenset[str]
    before: tuple[str, ...]
    after: tuple[str, ...]


@cache
def _words() -> _Words:
    data: dict[str, str] = read_data("figures", "phrases")["person_names"]
    return _Words(
        frozenset(data["anybody"].split()),
        frozenset(data["surnames"].split()) | {name[0] for name in data["anybody"].split()},
        frozenset(data["linking"].split()),
        tuple(data["before"].split()),
        tuple(data["after"].split()),
    )


def is_given_name(text: str, at: int) -> bool:
    """Whether the Chinese numeral at `at` is the given name of the surname before it."""
    words = _words()
    if not at or text[at - 1] not in words.surnames or text[at] not in _NUMERALS:
        return False
    following = text[at + 1 : at + 2]
    if following in _SCALES:
        return False
    before = text[at - 2 : at - 1] if at > 1 else ""
    begins = not before.isalnum()
    if text[at - 1 : at + 1] in words.anybody:
        beside = following in _JOINING and text[at + 2 : at + 4] in words.anybody
        if begins or beside or before in words.linking:
            return True
    if following in _NUMERALS:
        return False
    if text.startswith(words.after, at + 1):
        return begins or before in words.linking or text.endswith(words.before, 0, at - 1)
    return text[at - 1] != "某" and text.endswith(words.before, 0, at - 1)
