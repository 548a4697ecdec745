"""The labels in a form's cells (已完成, 必写, 年度) and the facts file's keywords for them."""

from __future__ import annotations

from functools import cache

from zhibi.data_files import read_data


def keyword_for(group: str, text: str) -> str | None:
    """The facts file's keyword for a label of a group (status, show, part …), or None."""
    return _by_word(group).get(text.strip())


def label_for(group: str, word: str) -> str:
    """The label of a keyword: the first one listed."""
    listed = read_data("intake", "columns")["words"][group][word]
    return str(listed[0])


def labels(group: str) -> list[str]:
    """The labels that a cell of this group may hold."""
    return [str(listed[0]) for listed in read_data("intake", "columns")["words"][group].values()]


@cache
def _by_word(group: str) -> dict[str, str]:
    words: dict[str, list[str]] = read_data("intake", "columns")["words"][group]
    return {spelling: word for word, listed in words.items() for spelling in [word, *listed]}
