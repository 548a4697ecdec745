"""Comparisons without a figure (高于年度目标, 件数减少), proved from the figures beside them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from zhibi.checking.reading.cues import find_cues
from zhibi.data_files import read_data
from zhibi.figures.model import TIME_KINDS, Figure
from zhibi.figures.scan import find_figures
from zhibi.figures.units import factor
from zhibi.styles.framing import pairs

_SENTENCE = re.compile(r"[^。！？\n]+")
_CLAUSE = re.compile(r"[，；：]")
_AROUND = 24
"""Characters before a figure that say what it is of."""
_REACH = 60
"""The same where a lead tells how it moved: the value and last year's stand between."""


def follows(clause: str, text: str, before: str = "") -> bool:
    """Whether a clause without a figure says no more than figures beside it prove.

    `text` is the printed sentence that has the clause, `before` what stands before it in its
    paragraph.
    """
    said = clause.strip()
    against = _against().fullmatch(said)
    if against:
        return _is_above(against["base"], text, said) is (against["over"] is not None)
    from_base = _from_base().fullmatch(said)
    if from_base:
        return _rose(text, said) is (from_base["up"] is not None)
    moved = _moved().fullmatch(said)
    if moved:
        up = moved["up"] is not None
        told = [up == one for one in _moves(moved["of"], before + text, said)]
        return bool(told) and all(told)
    return False


def _is_above(base: str, text: str, clause: str) -> bool | None:
    """Whether the figure right before the clause is above the one that `base` names."""
    at = text.find(clause)
    figures = counted_figures(text)
    earlier = [one for one in figures if one.end <= at]
    if not earlier:
        return None
    own = earlier[-1]
    words = pairs(base)
    named = [
        one
        for one in figures
        if one is not own and _comparable(one, own) and words & pairs(_said(text, one))
    ]
    if not named or _size(named[-1]) == _size(own):
        return None
    return _size(own) > _size(named[-1])


def _rose(text: str, clause: str) -> bool | None:
    """Whether the figure right before the clause is above the one that the clause has."""
    at = text.find(clause)
    figures = counted_figures(text)
    inside = [one for one in figures if at <= one.start < at + len(clause)]
    earlier = [one for one in figures if one.end <= at]
    if at < 0 or len(inside) != 1 or not earlier or not _comparable(earlier[-1], inside[0]):
        return None
    own, base = _size(earlier[-1]), _size(inside[0])
    return None if own == base else own > base


def _moves(subject: str, text: str, clause: str) -> list[bool]:
    """How the figures moved that are about `subject`: True upwards; empty where none is told."""
    found = []
    words = pairs(subject)
    for sentence in _SENTENCE.finditer(text):
        figures = counted_figures(sentence[0])
        for number, figure in enumerate(figures):
            left = sentence[0][max(0, figure.start - _REACH) : figure.start].replace(clause, "")
            moved = _direction().search(_CLAUSE.split(left)[-1])
            before = figures[number - 1] if number else None
            about = _CLAUSE.sub("", left) + (before.quantity.unit if before else "")
            unit = figure.quantity.unit
            is_own = bool(words & pairs(about)) or any(
                len(one) == 1 and subject.startswith(one)
                for one in (unit, before.quantity.unit if before else "")
            )
            if moved and is_own:
                found.append(moved["up"] is not None)
    return found


def counted_figures(text: str) -> list[Figure]:
    """The figures of a text that claim something, times left out."""
    return [one for one in find_figures(text) if one.claim and one.quantity.kind not in TIME_KINDS]


def _said(text: str, figure: Figure) -> str:
    return _CLAUSE.split(text[max(0, figure.start - _AROUND) : figure.start])[-1]


def _comparable(one: Figure, other: Figure) -> bool:
    return one.quantity.kind == other.quantity.kind


def _size(figure: Figure) -> Decimal:
    return figure.quantity.value * factor(figure.quantity.unit)


@cache
def _against() -> re.Pattern[str]:
    rows = read_data("writing.llm", "usual")
    return re.compile(
        rf"{_degree()}(?:(?P<over>{'|'.join(rows['over'])})|(?P<under>{'|'.join(rows['under'])}))"
        r"(?P<base>[^\d]{2,10})"
    )


@cache
def _from_base() -> re.Pattern[str]:
    return re.compile(
        rf"[比较][^，。；]*\d[^，。；]*?(?:有所|略有|稍有|又有|都有|有){_directions()}"
    )


@cache
def _moved() -> re.Pattern[str]:
    return re.compile(rf"(?P<of>[\u3400-\u9fff]{{1,10}}?){_degree()}{_directions()}")


@cache
def _direction() -> re.Pattern[str]:
    return re.compile(rf"{_directions()}(?:了|到|至|为)?$")


def _degree() -> str:
    return f"(?:{'|'.join(read_data('writing.llm', 'usual')['degree'])})?"


def _directions() -> str:
    rows = read_data("writing.llm", "usual")
    return f"(?:(?P<up>{'|'.join(rows['up'])})|(?P<down>{'|'.join(rows['down'])}))"


def same_way(own: str) -> str:
    """Other words for the ways in which the own words say that something went (低8元: 回落)."""
    ways = {cue.value for cue in find_cues("direction", own)}
    return "".join("\n" + words for way, words in _ways().items() if way in ways)


@cache
def _ways() -> dict[str, str]:
    """All plain words of each direction that the check knows."""
    table = read_data("checking", "reading")["direction"]
    return {way: "\n".join(one for one in words if one.isalpha()) for way, words in table.items()}
