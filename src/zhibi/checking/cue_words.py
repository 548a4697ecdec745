"""Words that change the meaning of a figure, from `data/cues.yaml` and `data/words.yaml`."""

from __future__ import annotations

import re
from functools import cache

from zhibi.data_files import read_data


@cache
def cue_pattern(group: str, name: str = "") -> re.Pattern[str]:
    """A pattern of the words of `group` (and `name` within it), longest first."""
    found = read_data("checking", "cues")[group]
    words: list[str] = found if isinstance(found, list) else found[name]
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def words_of(name: str) -> tuple[str, ...]:
    """A list of `data/words.yaml`."""
    return tuple(read_data("checking", "words")[name])


def word_choice(name: str) -> str:
    """An expression for the words of a list of `data/words.yaml`, tried in its order."""
    return f"(?:{'|'.join(words_of(name))})"
