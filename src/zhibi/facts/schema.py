"""The schema of the facts file: the keys of each mapping and the form of their values.

Only form is checked here. Every field is optional: `resolve` decides what is required, so that
all problems of a file are found in one pass.
"""

import re
from typing import Annotated, Any, Literal, get_args

from zhibi.facts.kinds import kind_named, report_kinds
from zhibi.facts.model import Base, Framing, Level, Part, Per, Show, StageName, Status
from zhibi.figures.units import rate_base
from zhibi.typed_data import Before, Between, InSchema, Key, Record


def _one_or_many(value: Any) -> Any:
    """A single string where a list is meant."""
    return [value] if isinstance(value, str) else value


def _value_or_mapping(value: Any) -> Any:
    """`forecast: 2620万元` is short for `forecast: {value: 2620万元}`."""
    return {"value": value} if isinstance(value, str) else value


def _parts_or_mapping(value: Any) -> Any:
    """`of_which: [...]` is short for `of_which: {parts: [...]}`."""
    return {"parts": value} if isinstance(value, list) else value


def _kind_in_chinese(value: Any) -> Any:
    """年度 and 半年 as people write them."""
    return kind_named(value) if isinstance(value, str) else value


def _kind_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """Offer the known kinds to editors; a style of one's own may have others."""
    return {**schema, "examples": list(report_kinds())}


def _rate_bases(value: Any) -> Any:
    """每月, /月 and 月 are one; 每人每年 is a list of two; 无 says that the figure is no rate."""
    if value == "无":
        return []
    if not isinstance(value, str | list):
        return value
    parts = [value] if isinstance(value, str) else value
    return [
        one
        for part in parts
        for one in (re.split(r"(?<=.)(?=[每/])", part) if isinstance(part, str) else [part])
    ]


def _bare_base(value: Any) -> Any:
    return rate_base(value.lstrip("每/")) if isinstance(value, str) else value


def _rate_schema(_: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [_ANY_RATE, {"type": "array", "items": _ANY_RATE}]}


_ONE_RATE = f"(?:[每/]?(?:{'|'.join([*get_args(Per), '天', '晚', '星期', '个月', '名'])}))"
_ANY_RATE = {"type": "string", "pattern": f"^(?:无|{_ONE_RATE}+)$"}
Rate = Annotated[
    list[Annotated[Per, Before(_bare_base)]],
    Before(_rate_bases),
    InSchema(_rate_schema),
]
Strings = Annotated[list[str], Before(_one_or_many)]
Year = Annotated[int, Between(1949, 2199)]
Positive = Annotated[int, Between(1)]


class _Raw(Record, strip=True):
    """A mapping of the file."""


class Inheritable(_Raw):
    """The fields that the parts of a document, section or fact inherit."""

    period: str | None = None
    status: Status | None = None
    show: Show | None = None
    source: str | None = None


class RawDeclared(Inheritable):
    """What a clerk may say of a figure where the program reads its words wrongly."""

    base: Base | None = None
    rate: Rate | None = None
    stage: StageName | None = None
    level: Level | None = None


class RawValue(RawDeclared):
    """A quantity beside the main one: growth, previous, forecast, target, completion."""

    value: str | None = None
    name: str | None = None
    aliases: Strings | None = None


RawValueField = Annotated[RawValue | None, Before(_value_or_mapping)]


class RawPart(RawDeclared):
    """One part under `of_which`; it may have a growth of its own."""

    id: str | None = None
    name: str | None = None
    aliases: Strings | None = None
    value: str | None = None
    growth: RawValueField = None


class RawOfWhich(_Raw):
    """其中: the parts of a whole; `closed` says that they add up to it."""

    closed: bool = False
    parts: list[RawPart] | None = None


class RawFigure(RawDeclared):
    """The name and attributes of one figure of a statement's text."""

    id: str | None = None
    text: str | None = None
    name: str | None = None
    aliases: Strings | None = None


class RawHonour(_Raw):
    """An honour of a statement: who has it, what, of which level and year, or only asked for.

    `year` is the year that it is for, `awarded` the one in which it was given.
    """

    who: Strings | None = None
    title: str | None = None
    level: str | None = None
    year: Year | None = None
    awarded: Year | None = None
    asked: bool = False


class RawFact(RawDeclared):
    """An indicator (name, value) or a statement (text)."""

    id: str | None = None
    name: str | None = None
    aliases: Strings | None = None
    value: str | None = None
    growth: RawValueField = None
    previous: RawValueField = None
    forecast: RawValueField = None
    target: RawValueField = None
    completion: RawValueField = None
    of_which: Annotated[RawOfWhich | None, Before(_parts_or_mapping)] = None
    text: str | None = None
    figures: list[RawFigure] | None = None
    names: Strings | None = None
    answers: Strings | None = None
    honours: list[RawHonour] | None = None
    note: str | None = None


class RawDerived(Inheritable):
    """A fact that the program computes: `as` is the form of its value, such as 0.00%."""

    id: str | None = None
    name: str | None = None
    aliases: Strings | None = None
    formula: str | None = None
    note: str | None = None
    form: Annotated[str | None, Key("as")] = None


class RawSection(Inheritable):
    """A section of the report; `sections` nest."""

    id: str | None = None
    part: Part | None = None
    topic: str | None = None
    heading: str | None = None
    facts: list[RawFact] | None = None
    sections: "list[RawSection] | None" = None
    derive: list[RawDerived] | None = None
    checks: Strings | None = None


class RawDocument(Inheritable):
    """What is known of the report as a whole."""

    style: str | None = None
    kind: Annotated[str | None, Before(_kind_in_chinese), InSchema(_kind_schema)] = None
    year: Year | None = None
    organisation: str | None = None
    self_name: Annotated[str | None, Key("self")] = None
    superior: str | None = None
    title: str | None = None
    guiding: Strings | None = None
    signed: str | None = None
    date: str | None = None
    length: tuple[Positive, Positive] | None = None
    names: Strings | None = None
    missing: Strings | None = None
    computed: Literal["forbid", "allow"] = "forbid"
    rounding: Literal["half-up", "half-even"] = "half-up"
    framing: Framing | None = None


class RawFile(_Raw):
    """The whole file."""

    document: RawDocument | None = None
    sections: list[RawSection] | None = None
    checks: Strings | None = None
