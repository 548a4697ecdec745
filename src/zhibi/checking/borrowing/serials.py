"""Which of several of one kind a name says: 二期, 三类, 第一批."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_SERIAL = re.compile(r"([一二三四五六七八九]|十[一二]?)(期|类|批|标段|号线)(?![间限满])")


def serials_in(words: str) -> Iterator[re.Match[str]]:
    """The serials in some words, the numeral and the kind of each as its groups."""
    return _SERIAL.finditer(words)


def other_serial(told: re.Match[str], clause: str, names: Iterable[str]) -> str:
    """The serial of one kind that all names of a clause's figures have, where it tells another.

    Empty where a name has none, or the one that is told, or the clause tells that of a name too.
    """
    known = [{one[0] for one in serials_in(name) if one[2] == told[2]} for name in names]
    if not known or not all(known):
        return ""
    either = set[str]().union(*known)
    return "" if any(one in clause for one in either) else "、".join(sorted(either))
