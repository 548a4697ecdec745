"""Every kind of figure that model reports carry occurs in the examples, and comes through whole.

`inventory.csv` lists, one a row, the figures of three model reports (A an annual township
report, B an annual and C a half-year subdistrict report) by what they are: their form, the hedge
that they carry, their status, and how they stand to other figures. For each combination of these
at least one figure of the examples must agree, be drafted, and be found in the draft as stated.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import zhibi
from zhibi.facts.model import Entry, Fact, Facts

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
PEOPLE = frozenset({"人", "名", "人次", "人口"})
AVERAGE = re.compile(r"人均|户均|场均|每月|月增收|年增收")
HONOUR = re.compile(r"荣获|获评|表彰|评选|试点|称号")
CLAUSE = re.compile(r"[，。；]")
SENTENCE = re.compile(r"[。；]")


class Combination(NamedTuple):
    """What a figure of a model report is."""

    form: str
    hedge: str
    status: str
    relation: str


@dataclass(frozen=True)
class Seen:
    """A figure of an example's facts, with its fact and the facts around it."""

    entry: Entry
    fact: Fact
    facts: Facts
    stated: frozenset[str]

    @property
    def unit(self) -> str:
        return self.entry.quantity.unit

    @property
    def kind(self) -> str:
        return self.entry.quantity.kind

    @property
    def before(self) -> str:
        """The words of the figure's own clause before it; an indicator's name."""
        return CLAUSE.split(self.entry.text[: self.entry.start])[-1] or self.entry.name

    @property
    def sentence(self) -> str:
        """The words of the figure's own sentence before it."""
        return SENTENCE.split(self.entry.text[: self.entry.start])[-1]

    @property
    def beside(self) -> list[Entry]:
        """The other figures of the same fact, and of its neighbours of the same name."""
        section = next(one for one in self.facts.walk() if one.id == self.fact.section_id)
        same = [
            entry
            for fact in section.facts
            if fact.id == self.fact.id or (fact.name and fact.name == self.fact.name)
            for entry in fact.entries()
        ]
        return [entry for entry in same if entry.id != self.entry.id]

    @property
    def siblings(self) -> int:
        """How many other figures of the section have the same unit."""
        section = next(one for one in self.facts.walk() if one.id == self.fact.section_id)
        entries = [entry for fact in section.facts for entry in fact.entries()]
        return sum(entry.quantity.unit == self.unit for entry in entries) - 1

    @property
    def checked(self) -> bool:
        """Whether a formula of the facts file names the figure."""
        formulas = [check.formula for check in self.facts.checks]
        formulas += [fact.formula for fact in self.facts.all_facts()]
        return any(
            re.search(rf"(?<![\w.]){re.escape(self.entry.id)}(?![\w.])", one) for one in formulas
        )


def _own_period(one: Seen) -> bool:
    """Whether an indicator states its period, another than the report's."""
    return one.entry.role == "value" and one.entry.period != one.facts.document.period


FORMS: dict[str, Callable[[Seen], bool]] = {
    "count": lambda one: one.kind == "count" and one.unit not in {*PEOPLE, "户"},
    "person": lambda one: one.kind == "count" and one.unit in PEOPLE,
    "household": lambda one: one.kind == "count" and one.unit == "户",
    "money": lambda one: one.kind == "money",
    "rate": lambda one: one.kind == "percent" and one.entry.role != "growth",
    "growth": lambda one: one.kind == "percent" and one.entry.role == "growth",
    "share": lambda one: one.kind == "percent" and one.entry.role == "completion",
    "area": lambda one: one.kind == "area",
    "length": lambda one: one.kind == "length",
    "weight": lambda one: one.kind == "weight",
    "percap": lambda one: bool(
        one.entry.quantity.per or AVERAGE.search(one.entry.name + one.before)
    ),
    "duration": lambda one: one.kind == "duration",
    "freq": lambda one: bool(one.entry.quantity.per) or "每" in one.before,
    "threshold": lambda one: "门槛" in one.entry.name or "不少于" in one.before,
    "ordinal": lambda one: one.kind == "ordinal",
    "grade": lambda one: one.kind == "ordinal" and one.unit in {"星", "级", "等奖"},
    "range": lambda one: one.entry.quantity.high is not None,
    "zero": lambda one: one.before.endswith("无") or one.entry.quantity.value == 0,
    "year": lambda one: one.kind == "year",
    "period": lambda one: one.kind == "period" or _own_period(one),
    "date": lambda one: one.kind == "date",
}


def _anything(_: Seen) -> bool:
    return True


def _rate(one: Seen) -> bool:
    return one.kind == "percent"


def _part(one: Seen) -> bool:
    return (
        one.entry.role == "part" or "其中" in one.sentence or one.checked or "排查出" in one.before
    )


RELATIONS: dict[str, Callable[[Seen], bool]] = {
    "": _anything,
    "growth": lambda one: one.entry.role == "growth",
    "forecast": lambda one: one.entry.role == "forecast" or one.entry.status == "forecast",
    "completion": lambda one: one.entry.role == "completion" and one.fact.target is not None,
    "part": _part,
    "whole": lambda one: bool(one.fact.parts) and one.entry.role == "value",
    "average": lambda one: (
        one.checked or bool(AVERAGE.search(one.entry.name + one.before)) or bool(one.beside)
    ),
    "rate": _rate,
    "progress": lambda one: one.checked,
    "plan": lambda one: one.checked,
    "pair": lambda one: any(entry.quantity.unit != one.unit for entry in one.beside),
    "attribute": lambda one: any(entry.quantity.unit != one.unit for entry in one.beside),
    "sibling": lambda one: one.siblings >= 2,
    "threshold": lambda one: bool(one.beside),
    "counted": lambda one: bool(one.fact.names) or "、" in one.entry.text,
    "before-after": lambda one: bool(re.search(r"从[^，。；]*[增提升]", one.entry.text)),
    "period": lambda one: one.kind in {"year", "period"} or _own_period(one),
    "per": lambda one: bool(one.entry.quantity.per) or "每" in one.sentence,
    "range": lambda one: one.entry.quantity.high is not None,
    "same": lambda one: any(
        entry.quantity.value == one.entry.quantity.value for entry in one.beside
    ),
    "honour": lambda one: bool(HONOUR.search(one.entry.text)),
    "edition": lambda one: one.unit == "届",
    "comparison": lambda one: "去年" in one.entry.text and bool(one.beside),
}


def _inventory() -> dict[Combination, list[str]]:
    rows = defaultdict(list)
    with Path(__file__).with_name("inventory.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[Combination(row["form"], row["hedge"], row["status"], row["relation"])].append(
                row["row"]
            )
    return rows


@cache
def _seen() -> tuple[Seen, ...]:
    return tuple(
        one for folder in sorted(EXAMPLES.glob("*/facts.yaml")) for one in _of(folder.parent)
    )


def _of(folder: Path) -> Iterable[Seen]:
    facts = zhibi.load_facts(folder / "facts.yaml")
    findings = zhibi.check((folder / "offline.md").read_text(encoding="utf-8"), facts)
    stated = frozenset(
        entry for figure in findings.figures if figure.status == "stated" for entry in figure.facts
    )
    for fact in facts.all_facts():
        for entry in fact.entries():
            if entry.show in {"must", "may"}:
                yield Seen(entry, fact, facts, stated)


INVENTORY = _inventory()


@pytest.mark.parametrize(
    "combination", INVENTORY, ids=lambda one: "-".join(part or "none" for part in one)
)
def test_combination_comes_through(combination: Combination) -> None:
    form, hedge, status, relation = combination
    alike = [
        one
        for one in _seen()
        if FORMS[form](one)
        and (one.entry.quantity.hedge or "") == hedge
        and (not status or one.entry.status == status)
        and RELATIONS[relation](one)
    ]
    rows = "、".join(INVENTORY[combination])
    assert alike, f"no example has such a figure: rows {rows}"
    assert any(one.entry.id in one.stated for one in alike), (
        f"drafted, not found as stated: rows {rows}"
    )


def test_inventory_is_whole() -> None:
    rows = [row for rows in INVENTORY.values() for row in rows]
    assert len(rows) == len(set(rows)) == 339
