"""The model of resolved facts: document, sections, facts and figures with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from zhibi.errors import Place as Place  # noqa: PLC0414  every fact has one
from zhibi.figures.model import Quantity

Show = Literal["must", "may", "hidden", "sensitive"]
Status = Literal["done", "to_date", "ongoing", "forecast", "target", "last_year"]
Part = Literal["preamble", "summary", "highlights", "problems", "plan", "closing"]
Framing = Literal["none", "lean", "usual"]
Role = Literal[
    "value",
    "growth",
    "previous",
    "forecast",
    "target",
    "completion",
    "part",
    "figure",
    "derived",
]

PRINTED = frozenset({"must", "may"})
"""What `show` says of a fact that may be printed."""
NAMED_ROLES = frozenset({"value", "part", "figure", "derived"})
"""Roles of entries with a name of their own; the others say more of a value."""
BESIDE_VALUE: tuple[str, ...] = ("growth", "previous", "forecast", "target", "completion")
"""Roles of the quantities that an indicator may have beside its value, in the usual order."""

Base = Literal["同比", "环比", "比年初", "比前年", "比平均", "比计划"]
Per = Literal[
    "月", "年", "季度", "周", "日", "旬", "户", "人", "亩", "村", "场", "次", "台", "张",
    "平方米", "个", "家", "处", "件", "吨", "斤", "公斤", "头", "栋", "所", "组", "株",
    "份", "单", "只", "套", "尾", "座", "桌", "羽", "艘", "车", "辆", "间", "餐",
    "天次", "小时", "分钟", "度", "立方米", "晚", "团", "班", "期", "瓶", "箱", "袋", "盒",
    "节", "笔", "宗", "例", "批", "条", "段", "支", "门", "对", "片", "册", "轮", "层",
    "公里", "米", "克",
]  # fmt: skip
StageName = Literal[
    "谋划", "申报", "签约", "开工", "在建", "完工", "验收", "投产",
    "未开工", "未完工", "未验收", "未投产",
]  # fmt: skip
Level = Literal["国家级", "省级", "市级", "县级", "镇级", "村级"]

_LONGEST_LABEL = 12


def in_form(place: Place | None) -> bool:
    """Whether a place is a cell or paragraph of an office's file: messages then use its words."""
    return place is not None and place.cell is not None


@dataclass(frozen=True, slots=True)
class Declared:
    """What a facts file says of a figure where the words beside it were read wrongly.

    `base` is what a change is measured against, `rate` what the figure is counted per (empty: it
    is no rate), `stage` how far the matter has come, `level` whose honour or matter it is. None
    leaves a field to the words.
    """

    base: Base | None = None
    rate: tuple[Per, ...] | None = None
    stage: StageName | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of the facts: an entry of the ledger.

    `id` is unique in the document: the fact's own id for its value, `tax.growth`,
    `tax.forecast` …, `tax.part1`, and `hengcai#1` for a figure of a statement's text.
    `name` is the indicator; it is empty for an unnamed figure of a statement. A statement's
    figure stands at `text[start:end]`. `direction` is +1 or -1 for a growth (its quantity is
    stored without sign), else 0. `parent` is the id of the entry that it belongs to.
    `written` is an indicator's whole value as the file gives it, hedge words included (约320余户),
    a growth's without its sign; it is empty for figures of statements and computed ones.
    """

    id: str
    fact_id: str
    section_id: str
    role: Role
    name: str
    aliases: tuple[str, ...]
    quantity: Quantity
    period: str | None
    status: Status | None
    show: Show
    source: str
    place: Place | None
    parent: str | None = None
    direction: int = 0
    text: str = ""
    start: int = 0
    end: int = 0
    written: str = ""
    declared: Declared = Declared()

    @property
    def label(self) -> str:
        """What the figure is called in a message: its name, else the words beside it."""
        if self.name:
            return self.name
        words = re.split(r"[，。；：、]", self.text[: self.start])[-1]
        return words[-_LONGEST_LABEL:] or self.text[self.end : self.end + 10] or self.id


@dataclass(frozen=True, slots=True)
class Honour:
    """An honour that a text tells: whose, of what level and year, and whether only asked for.

    `subjects` is empty where none is named; `level` is the number of its line in the table of
    levels, None where none is said. `year` is the year that it is for (2023年度), `awarded` the one
    in which it was given. `start` and `end` are the span of the level and
    title in the text that it was read from, 0 where a facts file declares it.
    """

    subjects: tuple[str, ...]
    title: str
    level: int | None
    level_word: str
    year: int | None
    awarded: int | None
    asked: bool
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """An indicator (a name and a value) or a statement (a text, with the figures found in it).

    `part_growths` are the growths of `parts`, `part_bases` what they grew from, each with its
    part's id as `parent`. `formula`
    is set if the value was computed under `derive`. `note` is an internal remark: never printed
    in a report, never sent to a model. `honours` are those that the file declares in place of the
    ones that its text tells; None where it declares none. `implied` is set if the fact follows
    from another one (`facts.implied`): how its value is told behind that one's (距全年目标尚差).
    `declared` is what the file says of the fact as a whole; each entry has its own.
    """

    id: str
    section_id: str
    name: str
    text: str
    aliases: tuple[str, ...]
    names: tuple[str, ...]
    period: str | None
    status: Status | None
    show: Show
    source: str
    place: Place | None
    value: Entry | None = None
    growth: Entry | None = None
    previous: Entry | None = None
    forecast: Entry | None = None
    target: Entry | None = None
    completion: Entry | None = None
    parts: tuple[Entry, ...] = ()
    parts_closed: bool = False
    figures: tuple[Entry, ...] = ()
    answers: tuple[str, ...] = ()
    formula: str = ""
    part_growths: tuple[Entry, ...] = ()
    part_bases: tuple[Entry, ...] = ()
    note: str = ""
    honours: tuple[Honour, ...] | None = None
    implied: str = ""
    declared: Declared = Declared()

    @property
    def is_statement(self) -> bool:
        """Whether the fact is a text rather than a named value."""
        return self.value is None

    def entries(self) -> Iterator[Entry]:
        """All figures of the fact, in the order in which they are written."""
        for entry in (
            self.value,
            self.growth,
            self.previous,
            self.forecast,
            self.target,
            self.completion,
        ):
            if entry is not None:
                yield entry
        for part in self.parts:
            yield part
            yield from (growth for growth in self.part_growths if growth.parent == part.id)
            yield from (base for base in self.part_bases if base.parent == part.id)
        yield from self.figures


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report with its facts, in the order of writing; sections may nest."""

    id: str
    part: Part
    topic: str
    heading: str
    facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    place: Place | None

    def walk(self) -> Iterator[Section]:
        """The section itself and all below it, in order."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class Document:
    """The facts about the report as a whole.

    `kind` is a key of `facts.kinds` or of the style's own `kinds`. `framing` says how many leads
    and links the report has; None leaves it to the style.
    """

    style: str
    kind: str
    year: int
    organisation: str
    self_name: str = ""
    superior: str = ""
    period: str | None = None
    title: str = ""
    guiding: tuple[str, ...] = ()
    signed: str = ""
    date: str = ""
    length: tuple[int, int] | None = None
    names: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """What offices named and gave no figure for, each with its place."""
    computed: Literal["forbid", "allow"] = "forbid"
    rounding: Literal["half-up", "half-even"] = "half-up"
    framing: Framing | None = None
    style_place: Place | None = None

    @property
    def style_asked_at(self) -> tuple[str, int, int] | None:
        """File, line and column of `style`, for messages and for resolving a relative path."""
        place = self.style_place
        return (place.path, place.line, place.column) if place is not None else None


@dataclass(frozen=True, slots=True)
class Check:
    """A relation that must hold between entries, as written under `checks`."""

    formula: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Facts:
    """A facts file, resolved: inheritance applied, figures parsed, `derive` computed.

    `notes` say how the files were read that the facts come from: what was left out or guessed.
    """

    document: Document
    sections: tuple[Section, ...]
    checks: tuple[Check, ...]
    path: str
    notes: tuple[str, ...] = ()

    def walk(self) -> Iterator[Section]:
        """All sections, at every depth, in order."""
        for section in self.sections:
            yield from section.walk()

    def all_facts(self) -> Iterator[Fact]:
        """All facts of all sections, in order."""
        for section in self.walk():
            yield from section.facts

    def entries(self) -> Iterator[Entry]:
        """All ledger entries, in order."""
        for fact in self.all_facts():
            yield from fact.entries()


def computed_fact(value: Entry, formula: str) -> Fact:
    """The fact that states a computed figure and no more."""
    return Fact(
        id=value.id,
        section_id=value.section_id,
        name=value.name,
        text="",
        aliases=value.aliases,
        names=(),
        period=value.period,
        status=value.status,
        show=value.show,
        source=value.source,
        place=value.place,
        value=value,
        formula=formula,
    )


def facts_given(value: object) -> Facts:
    """`value` if it is facts, for the public functions. Raises TypeError for anything else."""
    if not isinstance(value, Facts):
        given = type(value).__name__
        raise TypeError(f"facts must be Facts, from load_facts or facts_from, not {given}")
    return value
