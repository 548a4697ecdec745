"""The words of a form's own cells (已完成, 必写, 年度) and the facts file's words for them."""

from __future__ import annotations

from functools import cache

from zhibi.data_files import read_data


def meant(group: str, text: str) -> str | None:
    """The facts file's word for a cell's word, in a group (status, show, part …), or None."""
    return _by_word(group).get(text.strip())


def written(group: str, word: str) -> str:
    """The cell's word for a facts file's word: the first one listed."""
    listed = read_data("intake", "columns")["words"][group][word]
    return str(listed[0])


def choices(group: str) -> list[str]:
    """What may be chosen in a cell of this group."""
    return [str(listed[0]) for listed in read_data("intake", "columns")["words"][group].values()]


@cache
def _by_word(group: str) -> dict[str, str]:
    words: dict[str, list[str]] = read_data("intake", "columns")["words"][group]
    return {spelling: word for word, listed in words.items() for spelling in [word, *listed]}
