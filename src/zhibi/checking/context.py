"""The words that a figure stands among, weighted by how closely they belong to it.

In this genre a figure's label stands before it in the same clause (税收收入2186.4万元) or, in
lists of counts, after it (3家规上企业、2家限上商贸企业); a second figure of a pair (9户28人) and a
growth rate (…2186.4万元，同比增长6.35%) inherit the label of the figure before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhibi.checking.grams import grams
from zhibi.figures.model import Figure

_BOUNDARY = "，,；;：:、（(）)。"
_RIGHT = re.compile(r"[^，,；;：:、（(）)。！？\n]{0,16}")
_RIGHT_WEIGHT = 0.7
_FAR_FIRST, _FAR = 0.5, 0.25
_CARRY, _CARRY_OLD, _SEMICOLON = 0.55, 0.6, 0.35
_FAINT = 0.12  # words further back than two or three figures say nothing of this one


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around one figure: weighted grams, and the texts right beside it."""

    weights: dict[str, float]
    left: str
    right: str


def contexts(text: str, start: int, end: int, figures: Sequence[Figure]) -> list[Context]:
    """The context of each figure of one sentence, `text[start:end]`; figures in order."""
    found: list[Context] = []
    carry: dict[str, float] = {}
    inherited = ""
    at = start
    for number, figure in enumerate(figures):
        segment = text[at : figure.start]
        limit = figures[number + 1].start if number + 1 < len(figures) else end
        right_match = _RIGHT.match(text, figure.end, max(limit, figure.end))
        right = right_match[0] if right_match else ""
        near, far, own = _split(segment, right, inherited, first=number == 0)
        if "；" in segment or ";" in segment:
            carry = {gram: weight * _SEMICOLON for gram, weight in carry.items()}
        weights = dict(carry)
        _add(weights, far, _FAR_FIRST if number == 0 else _FAR)
        _add(weights, right, _RIGHT_WEIGHT if own else 1.0)
        _add(weights, near, 1.0)
        found.append(Context(weights, segment, right))
        carry = {g: w * _CARRY_OLD for g, w in carry.items() if w * _CARRY_OLD > _FAINT}
        _add(carry, far, _CARRY * _FAR_FIRST)
        _add(carry, near, _CARRY)
        inherited = near or inherited
        at = figure.end
    return found


def _split(segment: str, right: str, inherited: str, *, first: bool) -> tuple[str, str, bool]:
    """The near words, the far words, and whether the near words stand before the figure."""
    cut = max(segment.rfind(mark) for mark in _BOUNDARY)
    near, far = segment[cut + 1 :], segment[: cut + 1]
    if grams(near):
        return near, far, True
    if grams(right) and (segment or first):
        return "", far, False
    if not segment or first:
        return near or inherited, far, True
    return (far, "", True) if grams(far) else (inherited, far, True)


def _add(weights: dict[str, float], text: str, weight: float) -> None:
    for gram in grams(text):
        if weights.get(gram, 0.0) < weight:
            weights[gram] = weight
