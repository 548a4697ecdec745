"""The names of the figures of a sentence, from the words around them.

Only what names an indicator beyond doubt is taken: the noun before the figure in its clause
(规上工业产值48652.7万元) or behind it (9名党组织书记). Changes, shares and dates get no name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.figures.model import TIME_KINDS
from zhibi.figures.scan import find_figures

if TYPE_CHECKING:
    from zhibi.figures.model import Figure

_BOUNDARY = re.compile(r"[，。；：、！？\s“”《》]")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_UNNAMED_KINDS = TIME_KINDS | {"pp", "multiple", "fraction", "ordinal"}
_SHORTEST, _LONGEST = 2, 20
_SHORTEST_COUNTED = 3
"""Two characters before a count are more often a verb (走访68家) than a noun (造林420亩)."""
_LONGEST_BEHIND = 12


def figure_names(sentence: str) -> list[dict[str, str]]:
    """The `figures` of a statement: text and name of each figure that its words name.

    A figure whose text stands twice in the sentence is left out: its item would be ambiguous.
    """
    figures = find_figures(sentence)
    named = []
    for at, figure in enumerate(figures):
        quantity = figure.quantity
        if not figure.claim or quantity.kind in _UNNAMED_KINDS or not quantity.unit:
            continue
        if sentence.count(figure.text) > 1:
            continue
        start = figures[at - 1].end if at else 0
        end = figures[at + 1].start if at + 1 < len(figures) else len(sentence)
        shortest = _SHORTEST_COUNTED if quantity.kind == "count" else _SHORTEST
        name = _before(sentence[start : figure.start], shortest) or _behind(
            figure, sentence, start, end
        )
        if name:
            named.append({"text": figure.text, "name": name})
    return named


def _before(words: str, shortest: int) -> str:
    """The noun at the end of the words before a figure; empty where there is none."""
    clause = _last_clause(words)
    if any(word in clause for word in _words("not_named")):
        return ""
    stripped = _without(clause, "behind", str.removesuffix)
    stripped = _without(stripped, "before", str.removeprefix)
    is_noun = not stripped.startswith(_words("not_nouns")) and not stripped.endswith(_words("ends"))
    return stripped if is_noun and shortest <= len(stripped) <= _LONGEST else ""


def _last_clause(words: str) -> str:
    """What follows the last mark; a mark inside brackets parts nothing."""
    masked = _BRACKETS.sub(lambda match: "口" * len(match[0]), words)
    marks = [match.end() for match in _BOUNDARY.finditer(masked)]
    return words[marks[-1] if marks else 0 :]


def _behind(figure: Figure, sentence: str, start: int, end: int) -> str:
    """The noun behind a counted figure (9名党组织书记), if it ends within a few characters."""
    clause = _last_clause(sentence[start : figure.start])
    if figure.quantity.kind != "count" or any(word in clause for word in _words("not_named")):
        return ""
    words = sentence[figure.end : end]
    boundary = _BOUNDARY.search(_BRACKETS.sub(lambda match: "口" * len(match[0]), words))
    noun = words[: boundary.start()] if boundary else words
    ends = [at for stop in _words("stops") if (at := noun.find(stop, 1)) > 0]
    noun = noun[: min(ends)] if ends else noun
    return noun if _SHORTEST <= len(noun) <= _LONGEST_BEHIND else ""


def _without(text: str, group: str, cut: object) -> str:
    """The text without any of a group's words at one end, as often as they stand there."""
    assert callable(cut)
    while True:
        shorter = next((left for word in _words(group) if (left := cut(text, word)) != text), text)
        if shorter == text:
            return text
        text = shorter


@cache
def _words(group: str) -> tuple[str, ...]:
    return tuple(read_data("intake", "report")[group])
