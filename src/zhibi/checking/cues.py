"""Words that turn a figure's meaning, from `data/cues.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def _data() -> Mapping[str, Mapping[str, list[str]] | list[str]]:
    import yaml

    text = resources.files("zhibi.checking").joinpath("data/cues.yaml").read_text("utf-8")
    data: Mapping[str, Mapping[str, list[str]] | list[str]] = yaml.load(
        text,
        Loader=yaml.BaseLoader,  # noqa: S506
    )
    return data


@cache
def cue(group: str, name: str = "") -> re.Pattern[str]:
    """A pattern of the words of `group` (and `name` within it), longest first."""
    found = _data()[group]
    words = found if isinstance(found, list) else found[name]
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
