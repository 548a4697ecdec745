"""Bases that stand as facts of their own, put beside the figure that they are the base of.

旅游投资上年同期1.08亿元 belongs into 旅游投资1.35亿元，比上年同期的1.08亿元增长25%, 年初企业2842家
into 年末企业3126家，比年初的2842家增加284家. One that only may be told is left out there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from zhibi.facts.arithmetic import grew_by, same_unit
from zhibi.figures.quantity import parse_quantity
from zhibi.writing.outline.printable import figure_text, is_printed

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhibi.facts.model import Entry, Fact, Facts, Section

_THEN = "上年同期|去年同期|上年末?|去年末?|上届|年初"
_MONTH = r"(?:\d{1,2}月|[一二三四]季度)"
_NAMED = re.compile(
    rf"^(?P<then>{_THEN}|{_MONTH})(?P<after>.{{2,}})$|^(?P<before>.{{2,}}?)(?P<at>{_THEN})$"
)
_BEGINS = 2
"""Letters that a base's name has in common with the whole, where it says that too."""


class _Base(NamedTuple):
    """A base: what it is of, and how its time is called (年初)."""

    of: str
    then: str
    entry: Entry


def with_bases(facts: Facts) -> Facts:
    """The facts, without those that are only a base of another figure, which has it beside it."""
    bases = {fact.id: base for fact in facts.all_facts() if (base := _base_of(fact)) is not None}
    named = _by_name(facts) if bases else {}
    homes = {id_: home for id_, base in bases.items() if (home := _home(named, id_, base))}
    if not homes:
        return facts
    added: dict[str, list[_Base]] = {}
    for id_, home in homes.items():
        if bases[id_].entry.show == "must":
            added.setdefault(home, []).append(bases[id_])
    return replace(facts, sections=tuple(_with(one, homes, added) for one in facts.sections))


def _with(section: Section, homes: dict[str, str], added: dict[str, list[_Base]]) -> Section:
    kept = []
    for fact in section.facts:
        if fact.id in homes:
            continue
        for base in added.get(fact.id, ()):
            fact = next(filter(None, (way(fact, base) for way in _WAYS)), fact)  # noqa: PLW2901
        kept.append(fact)
    below = tuple(_with(one, homes, added) for one in section.sections)
    return replace(section, facts=tuple(kept), sections=below)


def _base_of(fact: Fact) -> _Base | None:
    """A fact as a base, by its name; None for others, and for one with more to tell."""
    found = _NAMED.match(fact.name) if fact.value is not None and is_printed(fact) else None
    if found is None or fact.value is None or len(list(fact.entries())) > 1:
        return None
    then = found["then"] or found["at"]
    return _Base(found["after"] or found["before"], then, fact.value)


def _by_name(facts: Facts) -> dict[str, list[Fact]]:
    """The facts by all names that they, their parts and their figures go by."""
    found: dict[str, list[Fact]] = {}
    for fact in filter(is_printed, facts.all_facts()):
        own = {name for entry in fact.entries() for name in (entry.name, *entry.aliases)}
        for name in own | {re.sub(f"^{_MONTH}", "", name) for name in own}:
            found.setdefault(name, []).append(fact)
    return found


def _home(named: dict[str, list[Fact]], own: str, base: _Base) -> str:
    """The fact that can be told with a base; empty where there is none."""
    for at in range(len(base.of) - 1):
        for fact in named.get(base.of[at:], ()):
            told = base.entry.show != "must" and at == 0  # left out beside what it is of
            if fact.id != own and (told or any(way(fact, base) for way in _WAYS)):
                return fact.id
    return ""


def _as_previous(fact: Fact, base: _Base) -> Fact | None:
    """An indicator with its base."""
    value = fact.value
    if value is None or fact.previous is not None or base.of not in (fact.name, *fact.aliases):
        return None
    if value.quantity.unit != base.entry.quantity.unit or fact.growth is None:
        return None
    entry = replace(base.entry, role="previous", name=fact.name, parent=value.id)
    return replace(fact, previous=entry)


def _as_part_base(fact: Fact, base: _Base) -> Fact | None:
    """An indicator with the base of one of its parts that has a growth of its own."""
    grown = {one.parent for one in fact.part_growths}
    for part in fact.parts:
        same = part.quantity.unit == base.entry.quantity.unit
        if same and part.id in grown and _is_of(base, part, fact):
            entry = replace(base.entry, role="previous", name=part.name, parent=part.id)
            return replace(fact, part_bases=(*fact.part_bases, entry))
    return None


def _is_of(base: _Base, part: Entry, whole: Fact) -> bool:
    """Whether a base is that of a part, by its name, or by that and the whole's."""
    if base.of in (part.name, *part.aliases):
        return True
    return base.of.endswith(part.name) and base.of[:_BEGINS] == whole.name[:_BEGINS]


def _in_text(fact: Fact, base: _Base) -> Fact | None:
    """A statement with the base in its text, before the change from it: 比年初的2842户增加284户."""
    named = any(base.of in (one.name, *one.aliases) for one in fact.figures)
    if not fact.is_statement or not named:
        return None
    by = rf"(?:净?增加|减少|净增|多|少)[\d.]+[万亿]?{re.escape(base.entry.quantity.unit)}"
    found = re.search(f"比{base.then}(?={by})", fact.text)
    return None if found is None else _put(fact, base, "的", found.end(), found.end())


def _in_month(fact: Fact, base: _Base) -> Fact | None:
    """A statement of a month with the one before it: 比5月的1.6亿元增长5% for 环比增长5%."""
    of_month = rf"{_MONTH}{re.escape(base.of)}"
    now = next((one for one in fact.figures if re.fullmatch(of_month, one.name)), None)
    if now is None or not fact.is_statement or now.name.startswith(base.then):
        return None
    found = re.search(r"环比(?P<way>增长|下降)(?P<value>[\d.]+%)", fact.text[now.end :])
    before = base.entry.quantity
    if found is None or not same_unit(now.quantity, before):
        return None
    by, up = parse_quantity(found["value"]), found["way"] == "增长"
    if not grew_by(now.quantity, before, by, up=up):
        return None
    start = now.end + found.start()
    return _put(fact, base, f"比{base.then}的", start, start + len("环比"))


def _put(fact: Fact, base: _Base, lead: str, start: int, end: int) -> Fact:
    """A statement with a base, behind some words, in place of a part of its text."""
    put = lead + figure_text(base.entry)
    text = fact.text[:start] + put + fact.text[end:]
    by = len(put) - (end - start)
    moved = [
        replace(
            one,
            text=text,
            start=one.start + by * (one.start >= end),
            end=one.end + by * (one.start >= end),
        )
        for one in fact.figures
    ]
    low = start + len(lead)
    own = replace(base.entry, role="figure", text=text, start=low, end=start + len(put))
    return replace(fact, text=text, figures=tuple(sorted([*moved, own], key=lambda one: one.start)))


_WAYS: tuple[Callable[[Fact, _Base], Fact | None], ...] = (
    _as_previous,
    _as_part_base,
    _in_text,
    _in_month,
)
