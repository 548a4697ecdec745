"""Paragraphs and sentences that are too heavy to read (W201, W202)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from zhibi.checking.rules.prose.words import figures_by_sentence, paragraphs, sentences
from zhibi.checking.violations import Violation
from zhibi.figures.model import TIME_KINDS, Figure
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from zhibi.checking.rule_input import RuleInput

_UNCOUNTED = TIME_KINDS | {"ordinal"}
_MARKUP = lazy_pattern(r"[\s#*　]")
_BREAKS = (lazy_pattern("；"), lazy_pattern("，"))
_QUOTED = 8
"""Characters of the text that a hint quotes to show a place."""


def heavy_paragraphs(given: RuleInput) -> Iterator[Violation]:
    """W201: a paragraph of more characters than the style's limit."""
    structure, limit = given.structure, given.style.prose.paragraph
    ends: dict[int, list[int]] = {}
    for _, sentence, _ in sentences(structure):
        ends.setdefault(sentence.line, []).append(sentence.end)
    for index, line in paragraphs(structure):
        length = _length(given.text, line.heading_end, line.end)
        if length <= limit:
            continue
        inner = [end for end in ends.get(index, ()) if end < line.end]
        start = max(line.heading_end, line.start)
        yield Violation(
            "W201",
            start,
            line.end,
            f"这一段有{length}字，超过{limit}字",
            _divide(given.text, inner, start, line.end),
        )


def _divide(text: str, places: list[int], start: int, end: int) -> str:
    if not places:
        return "这一段只有一句：先把句子拆开，再分段"
    middle = (start + end) // 2
    place = min(places, key=lambda at: abs(at - middle))
    return f"在“{_before(text, place)}”处分段，或分成“一是”“二是”几条"


def heavy_sentences(given: RuleInput) -> Iterator[Violation]:
    """W202: a sentence with more characters or more figures than the style's limits."""
    limits, counted = given.style.prose, figures_by_sentence(given)
    for index, sentence, _ in sentences(given.structure):
        length = _length(given.text, sentence.start, sentence.end)
        figures = amounts(given.text, [one.match.figure for one in counted.get(index, ())])
        if length <= limits.sentence and figures <= limits.figures:
            continue
        many = figures > limits.figures
        what = (
            f"有{figures}个数，超过{limits.figures}个"
            if many
            else f"有{length}字，超过{limits.sentence}字"
        )
        yield Violation(
            "W202",
            sentence.start,
            sentence.end,
            f"这句话{what}",
            _break(given.text, sentence.start, sentence.end),
        )


def amounts(text: str, figures: Sequence[Figure]) -> int:
    """How many amounts a sentence has: its figures without times and ordinals (三楼).

    Two right behind each other are one amount in two units (9户28人). Items of a list that are
    built alike (资产38个，资金3126万元；资产127个，资金4872万元) weigh as much as one of them.
    """
    kept = [one for one in figures if one.claim and one.quantity.kind not in _UNCOUNTED]
    items: list[list[str]] = [[]]
    end = -1
    for one in kept:
        if end >= 0 and "；" in text[end : one.start]:
            items.append([])
        if one.start != end:
            items[-1].append(one.quantity.unit)
        end = one.end
    alike = len(items) > 1 and all(item == items[0] for item in items)
    return len(items[0]) if alike else sum(map(len, items))


def _break(text: str, start: int, end: int) -> str:
    """Where to break a sentence: at the semicolon, else the comma, nearest to its middle."""
    middle = (start + end) // 2
    for mark in _BREAKS:
        places = [found.end() for found in mark.finditer(text, start, end - 2)]
        if places:
            place = min(places, key=lambda at: abs(at - middle))
            return f"在“{_before(text, place)}”后断开，拆成两句"
    return "拆成两句，一句说一件事"


def _before(text: str, place: int) -> str:
    return text[max(place - _QUOTED, 0) : place].rsplit("\n", maxsplit=1)[-1].strip("*")


def _length(text: str, start: int, end: int) -> int:
    return len(_MARKUP.sub("", text[start:end]))
