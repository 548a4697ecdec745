"""The words around a figure, weighted by how closely they belong to it.

In this genre a figure's label precedes it in the same clause (税收收入2186.4万元) or, in
lists of counts, after it (3家规上企业、2家限上商贸企业); a second figure of a pair (9户28人) and a
growth rate (…2186.4万元，同比增长6.35%) inherit the label of the figure before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhibi.checking.bigrams import bigrams
from zhibi.checking.scoring import Scoring
from zhibi.figures.model import Figure, Quantity

_BOUNDARY = "，,；;：:、（(）)。"
_RIGHT = re.compile(r"[^，,；;：:、（(）)。！？\n]{0,16}")
_RATE_BASE = re.compile(r"每(月|年|季度|周|天|日|人|户|亩)[^，。；：\d]{0,10}$")
_UP_TO = re.compile(r"截[至止]到?(?:今年|本年)?$")
_MONTH_ENDS = frozenset("底末")
_RESPECTIVELY = re.compile(r"分别|依次")
_ITEMS = re.compile(r"[、和及与]|以及")
_LIST_MARK = re.compile(r"[、，和及与]{1,2}|以及")


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of a figure: weighted bigrams, and the text on each side.

    `rate` is a base separate from the figure (月 in 每月24960元), also for the figures listed
    after it (每月21440元和24960元).
    """

    weights: dict[str, float]
    left: str
    right: str
    rate: str = ""


def months_up_to(quantity: Quantity, left: str) -> tuple[int, int] | None:
    """January and the month of 截至10月底, where the words before the date say so; else None."""
    if quantity.kind != "date" or quantity.date is None or quantity.part not in _MONTH_ENDS:
        return None
    month = quantity.date[1]
    return (1, month) if month is not None and _UP_TO.search(left) else None


def contexts(
    text: str, start: int, end: int, figures: Sequence[Figure], scoring: Scoring
) -> list[Context]:
    """The context of each figure of one sentence, `text[start:end]`; figures in order."""
    found: list[Context] = []
    shared = _respectively(text, start, figures)
    carry: dict[str, float] = {}
    inherited = rate = ""
    at = start
    for number, figure in enumerate(figures):
        segment = text[at : figure.start]
        limit = figures[number + 1].start if number + 1 < len(figures) else end
        right_match = _RIGHT.match(text, figure.end, max(limit, figure.end))
        right = right_match[0] if right_match else ""
        near, far = _split(segment, right, inherited, first=number == 0)
        if number in shared:
            near, far = shared[number], ""
            carry = {}
        if "；" in segment or ";" in segment:
            carry = {bigram: weight * scoring.inherited for bigram, weight in carry.items()}
        weights = dict(carry)
        _add(weights, far, scoring.earlier_clause)
        _add(weights, right, 1.0)
        _add(weights, near, 1.0)
        base = _RATE_BASE.search(segment)
        if base or not _LIST_MARK.fullmatch(segment):
            rate = base[1] if base else ""
        found.append(Context(weights, segment, right, rate))
        kept = scoring.inherited
        carry = {g: w * kept for g, w in carry.items() if w * kept > scoring.negligible}
        _add(carry, far, kept * scoring.earlier_clause)
        _add(carry, near, kept)
        inherited = near or inherited
        at = figure.end
    return found


def _respectively(text: str, start: int, figures: Sequence[Figure]) -> dict[int, str]:
    """The item that belongs to each figure of 甲、乙、丙分别为1个、2个、3个, by figure number.

    Only where there are as many figures of one unit in the list as items before 分别 or 依次.
    """
    shared: dict[int, str] = {}
    at = start
    for number, figure in enumerate(figures):
        segment = text[at : figure.start]
        at = figure.end
        found = None if number in shared else _RESPECTIVELY.search(segment)
        if not found:
            continue
        clause = re.split(r"[，；。：]", segment[: found.start()])
        listed = next((part for part in reversed(clause) if _ITEMS.search(part)), "")
        items = [item for item in _ITEMS.split(listed) if item]
        run = [number]
        for other in range(number + 1, len(figures)):
            between = text[figures[other - 1].end : figures[other].start]
            if not _LIST_MARK.fullmatch(between):
                break
            run.append(other)
        if len(items) > 1 and len(run) == len(items):
            tail = segment[found.end() :]
            shared.update(
                {place: f"{item}，{tail}" for place, item in zip(run, items, strict=True)}
            )
    return shared


def _split(segment: str, right: str, inherited: str, *, first: bool) -> tuple[str, str]:
    """The words that label the figure most closely, and those of the clauses before them."""
    cut = max(segment.rfind(mark) for mark in _BOUNDARY)
    near, far = segment[cut + 1 :], segment[: cut + 1]
    if bigrams(near):
        return near, far
    if bigrams(right) and (segment or first):
        return "", far
    if not segment or first:
        return near or inherited, far
    return (far, "") if bigrams(far) else (inherited, far)


def _add(weights: dict[str, float], text: str, weight: float) -> None:
    for bigram in bigrams(text):
        if weights.get(bigram, 0.0) < weight:
            weights[bigram] = weight
