"""Answers that state what an indicator was last year become its 上年同期.

The question names the indicators (税收、产值报了升降，……上年同期各是多少？). Where an answer names
the indicator before a figure, or has one figure for each that was asked for, the figure is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhibi.errors import Problem
from zhibi.facts.indicators import CHANGE_KINDS
from zhibi.figures.model import TIME_KINDS
from zhibi.figures.quantity import parse_quantity
from zhibi.figures.scan import find_figures
from zhibi.figures.units import comparable
from zhibi.intake.sheets.quantities import split_list
from zhibi.intake.sheets.rows import last_year_question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.figures.model import Figure
    from zhibi.intake.section_tree import Node
    from zhibi.intake.submission import SubmittedItem


def take_last_year(nodes: Sequence[Node]) -> list[Problem]:
    """Give indicators the values that answers state, and leave out what is so taken whole; told."""
    ends = last_year_question()
    answers = [
        (node, item)
        for node in nodes
        for item in node.facts
        if item.data.get("text") and str(item.data.get("note") or "").endswith(ends)
    ]
    notes: list[Problem] = []
    if not answers:
        return notes
    indicators = _by_name(nodes)
    for node, item in answers:
        asked = split_list(str(item.data["note"]).removesuffix(ends).rpartition("：")[2].strip())
        asked = [name.removesuffix("等") for name in asked]
        figures = _figures(item.data["text"])
        pairs = _pairs(item.data["text"], figures, asked)
        taken = [_take(indicators.get(name, []), figure, item) for name, figure in pairs]
        told = [one for one in taken if one]
        if told:
            message = f"答复里的数填作上年同期：{'；'.join(told)}"
            hint = "要写进报告的，在“一并写出”栏写“上年同期”"
            notes.append(item.place.problem(message, hint))
        if len(told) == len(figures):
            node.facts.remove(item)
    return notes


def _by_name(nodes: Sequence[Node]) -> dict[str, list[SubmittedItem]]:
    found: dict[str, list[SubmittedItem]] = {}
    for node in nodes:
        for item in node.facts:
            if item.data.get("value"):
                for name in dict.fromkeys([item.data["name"], *(item.data.get("aliases") or [])]):
                    found.setdefault(name, []).append(item)
    return found


def _figures(text: str) -> list[Figure]:
    return [
        figure
        for figure in find_figures(text)
        if figure.claim and figure.quantity.kind not in TIME_KINDS | CHANGE_KINDS
    ]


def _pairs(text: str, figures: Sequence[Figure], asked: Sequence[str]) -> list[tuple[str, Figure]]:
    """Each figure with the name that it has: before it, else by its place in the answer."""
    pairs = []
    start = 0
    for figure in figures:
        words = text[start : figure.start]
        named = max((name for name in asked if name in words), key=len, default="")
        if named:
            pairs.append((named, figure))
        start = figure.end
    is_list = not any(name in text for name in asked) and len(figures) == len(asked)
    return list(zip(asked, figures, strict=True)) if is_list else pairs


def _take(known: Sequence[SubmittedItem], figure: Figure, answer: SubmittedItem) -> str:
    """Set what an indicator was last year; what is told of it, empty where it is not certain."""
    if len(known) != 1 or known[0].data.get("previous"):
        return ""
    data: dict[str, Any] = known[0].data
    try:
        value = parse_quantity(data["value"])
    except ValueError:
        return ""
    if not comparable(value.unit, figure.quantity.unit):
        return ""
    text: str = answer.data["text"]
    hedge = figure.quantity.hedge or ""
    before = hedge if hedge and text[: figure.start].endswith(hedge) else ""
    data["previous"] = {
        "value": before + figure.text,
        "show": "hidden",
        "source": answer.data.get("source") or answer.place.in_words,
    }
    known[0].field_places["previous"] = answer.place
    return f"{data['name']} {before}{figure.text}"
