"""The labels in a form's cells (已完成, 必写, 年度) and the facts file's keywords for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from zhibi.data_files import read_data
from zhibi.facts.kinds import report_kinds


def keyword_for(group: str, text: str) -> str | None:
    """The facts file's keyword for a label of a group (status, show, part …), or None."""
    return _by_word(group).get(text.strip())


def label_for(group: str, word: str) -> str:
    """The label of a keyword: the first one listed; a keyword that has none stands for itself."""
    return next(iter(_words(group).get(word, ())), word)


def labels(group: str) -> list[str]:
    """The labels that a cell of this group may hold."""
    return [str(listed[0]) for listed in _words(group).values()]


@cache
def _by_word(group: str) -> dict[str, str]:
    words = _words(group)
    return {spelling: word for word, listed in words.items() for spelling in [word, *listed]}


def _words(group: str) -> Mapping[str, Sequence[str]]:
    if group == "kind":
        return {kind.key: kind.names for kind in report_kinds().values()}
    words: dict[str, list[str]] = read_data("intake", "columns")["words"][group]
    return words
