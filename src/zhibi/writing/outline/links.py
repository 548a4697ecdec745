"""What is unfinished in the facts, and which plan facts answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zhibi.writing.outline.likeness import likeness, words_of
from zhibi.writing.outline.printable import is_printed, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhibi.facts.model import Fact, Facts

UnfinishedKind = Literal["problem", "short", "fell", "ongoing", "rest"]

_REST = re.compile(r"其余|剩余|还剩|尚未|还未|未完成|未整改|[还尚]有|[还仅]差|未达")
_ONGOING = re.compile(r"在建|正在|在施工|还在|尚在")
_ALIKE = 0.34
"""The share of a plan fact's words that what it answers must have."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A fact that shows something to be done, why, and the plan facts that answer it.

    `problem`: a fact of the problems; `short`: below its target; `fell`: a growth below zero;
    `rest`: some are left; `ongoing`: still being done. `gap` is the formula of what is missing
    to the target (`加装电梯.target - 加装电梯`, with ids), empty where there is none.
    """

    fact: Fact
    kind: UnfinishedKind
    answered_by: tuple[str, ...]
    gap: str = ""


def unfinished(facts: Facts) -> tuple[Unfinished, ...]:
    """The problems and what the summary shows unfinished, in the order of the facts."""
    sections = list(facts.walk())
    plan = [
        fact for one in sections if one.part == "plan" for fact in one.facts if is_printed(fact)
    ]
    found = []
    for section in sections:
        if section.part not in ("summary", "problems"):
            continue
        for fact in section.facts:
            kind = "problem" if section.part == "problems" else _kind(fact)
            if kind is not None and is_printed(fact):
                by = tuple(one.id for one in plan if _answers(one, fact))
                gap = f"{fact.id}.target - {fact.id}" if kind == "short" else ""
                found.append(Unfinished(fact, kind, by, gap))
    return tuple(found)


def answered(fact: Fact, known: Mapping[str, Fact]) -> list[Fact]:
    """The facts that a plan fact says it answers; `known` are all facts of the report by id."""
    return [known[id_] for id_ in fact.answers if id_ in known]


def _answers(plan: Fact, other: Fact) -> bool:
    if plan.answers:
        return other.id in plan.answers
    return likeness(words_of(plan), words_of(other)) >= _ALIKE


def _kind(fact: Fact) -> UnfinishedKind | None:
    value, target = printable(fact.value), printable(fact.target)
    if value is not None and target is not None:
        same = value.quantity.unit == target.quantity.unit
        if same and value.quantity.value < target.quantity.value:
            return "short"
    if fact.growth is not None and printable(fact.growth) and fact.growth.direction < 0:
        return "fell"
    if _REST.search(fact.text):
        return "rest"
    if fact.status == "ongoing" or _ONGOING.search(fact.text):
        return "ongoing"
    return None
