"""Resolves indicators: a named value with its growth, previous value, target and parts."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from zhibi.data_files import read_data
from zhibi.facts.declared import declared, of_indicator, says_any
from zhibi.facts.model import Declared, Entry, Fact
from zhibi.facts.scope import Scope

if TYPE_CHECKING:
    from zhibi.facts.model import Role, Show, Status
    from zhibi.facts.problem_log import ProblemLog
    from zhibi.facts.schema import RawFact, RawPart, RawValue
    from zhibi.figures.model import Quantity
    from zhibi.marked_yaml import Path

_ROLE_STATUS: dict[str, Status] = {
    "previous": "last_year",
    "forecast": "forecast",
    "target": "target",
}
_UNDECLARED = Declared()
_WHOLE_YEAR = "全年"
_COMPLETION = "完成率"
CHANGE_KINDS = frozenset({"percent", "pp", "multiple", "fraction"})


class _Owner(NamedTuple):
    """The fact that an entry belongs to."""

    id: str
    section_id: str
    name: str
    show: Show


class _Slot(NamedTuple):
    """What is known of an entry before its value is parsed; `at` is its place in the data."""

    id: str
    role: Role
    name: str
    at: Path
    scope: Scope
    fact: _Owner
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    written: str = ""
    declared: Declared = _UNDECLARED


class IndicatorResolver:
    """Resolves one indicator; `at` is its place in the data, `scope` its inherited values."""

    def __init__(self, raw: RawFact, log: ProblemLog, at: Path, scope: Scope) -> None:
        self._raw = raw
        self._log = log
        self._at = at
        self._scope = scope
        self._declares = says_any(raw)

    def resolve(self, section_id: str, fact_id: str) -> Fact:
        """The indicator as a fact; faulty parts are reported to the log and left out."""
        raw, scope = self._raw, self._scope
        slot = _Slot(
            id=fact_id,
            role="value",
            name=raw.name or "",
            at=(*self._at, "value"),
            scope=scope,
            fact=_Owner(fact_id, section_id, raw.name or "", scope.show or "must"),
            aliases=tuple(raw.aliases or ()),
            written=raw.value or "",
            declared=self._declared("value"),
        )
        quantity = self._log.quantity(raw.value or "", slot.at)
        parts, growths = self._parts(slot.fact)
        fact = Fact(
            id=fact_id,
            section_id=section_id,
            name=slot.name,
            text=raw.text or "",
            aliases=slot.aliases,
            names=tuple(raw.names or ()),
            period=scope.period,
            status=scope.status,
            show=slot.fact.show,
            source=scope.source or "",
            place=self._log.place(self._at),
            answers=tuple(raw.answers or ()),
            note=raw.note or "",
            declared=declared(raw),
            value=None if quantity is None else self._entry(slot, quantity),
            growth=self._beside(slot.fact, "growth", raw.growth),
            previous=self._beside(slot.fact, "previous", raw.previous),
            forecast=self._beside(slot.fact, "forecast", raw.forecast),
            target=self._beside(slot.fact, "target", raw.target),
            completion=self._beside(slot.fact, "completion", raw.completion),
            parts=parts,
            part_growths=growths,
            parts_closed=raw.of_which.closed if raw.of_which is not None else False,
        )
        completion = _completion_of(fact, raw.completion)
        return fact if completion is fact.completion else replace(fact, completion=completion)

    def _beside(self, fact: _Owner, role: Role, raw: RawValue | None) -> Entry | None:
        if raw is None:
            return None
        status = _ROLE_STATUS.get(role, self._scope.status)
        period = _WHOLE_YEAR if role in {"forecast", "target"} else self._scope.period
        scope = Scope(period, status, self._scope.show, self._scope.source)
        slot = _Slot(
            id=f"{fact.id}.{role}",
            role=role,
            name=raw.name or (_COMPLETION if self._is_of_nothing(role) else fact.name),
            at=(*self._at, role),
            scope=scope.under(raw),
            fact=fact,
            parent=fact.id,
            aliases=tuple(raw.aliases or ()),
            written=raw.value or "",
            declared=declared(raw, self._declared(role)),
        )
        self._log.claim_id("fact", slot.id, slot.at, made=True)
        return self._value(slot, raw)

    def _declared(self, role: Role) -> Declared:
        return of_indicator(self._raw, role) if self._declares else _UNDECLARED

    def _is_of_nothing(self, role: Role) -> bool:
        """Whether a completion is of no target that the fact names (调解成功率, 整改率 perhaps)."""
        return role == "completion" and self._raw.target is None and self._raw.forecast is None

    def _parts(self, fact: _Owner) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        of_which = self._raw.of_which
        if of_which is None:
            return (), ()
        at = (*self._at, "of_which")
        if not of_which.parts:
            self._log.missing(at, "parts", "写上各部分，如 - {name: 工业税收, value: 1204.3万元}")
            return (), ()
        listed = at if self._log.is_list(at) else (*at, "parts")
        parts, growths = [], []
        for number, raw in enumerate(of_which.parts):
            part, growth = self._part(fact, raw, number + 1, (*listed, number))
            parts.append(part)
            growths.append(growth)
        return (
            tuple(part for part in parts if part is not None),
            tuple(growth for growth in growths if growth is not None),
        )

    def _part(
        self, fact: _Owner, raw: RawPart, number: int, at: Path
    ) -> tuple[Entry | None, Entry | None]:
        if self._log.was_left_out(at):
            return None, None
        if not raw.name:
            self._log.missing(at, "name", "写上这一部分的名称")
        slot = _Slot(
            id=raw.id or f"{fact.id}.part{number}",
            role="part",
            name=raw.name or "",
            at=at,
            scope=self._scope.under(raw),
            fact=fact,
            parent=fact.id,
            aliases=tuple(raw.aliases or ()),
            written=raw.value or "",
            declared=declared(raw, self._declared("part")),
        )
        self._log.claim_id("fact", slot.id, (*at, "id") if raw.id else at)
        part = self._value(slot, raw)
        if raw.growth is None:
            return part, None
        growth = _Slot(
            id=f"{slot.id}.growth",
            role="growth",
            name=raw.growth.name or slot.name,
            at=(*at, "growth"),
            scope=slot.scope.under(raw.growth),
            fact=fact,
            parent=slot.id,
            aliases=tuple(raw.growth.aliases or ()),
            declared=declared(raw.growth, replace(slot.declared, base=raw.base, rate=None)),
        )
        return part, self._value(growth, raw.growth)

    def _value(self, slot: _Slot, raw: RawValue | RawPart) -> Entry | None:
        at = (*slot.at, "value")
        if not raw.value:
            self._log.missing(slot.at, "value", "写上数值和单位")
            return None
        if slot.role != "growth":
            quantity = self._log.quantity(raw.value, at)
            if quantity is None:
                return None
            return self._entry(slot, quantity)
        text, direction = split_direction(raw.value)
        quantity = self._log.quantity(text, at)
        if quantity is None:
            return None
        quantity, direction = signed(quantity, direction)
        if quantity.kind not in CHANGE_KINDS:
            hint = "增速写成百分数或百分点，如 6.35%、-3.2%、0.91百分点"
            self._log.problem(at, f"增速“{raw.value}”不是百分数", hint)
            return None
        written = text.lstrip("+＋-−－﹣")
        slot = slot if written == slot.written else slot._replace(written=written)
        return self._entry(slot, quantity, direction)

    def _entry(self, slot: _Slot, quantity: Quantity, direction: int = 0) -> Entry:
        fact = slot.fact
        return Entry(
            id=slot.id,
            fact_id=fact.id,
            section_id=fact.section_id,
            role=slot.role,
            name=slot.name,
            aliases=slot.aliases,
            quantity=quantity,
            period=slot.scope.period,
            status=slot.scope.status,
            show=slot.scope.show or fact.show,
            source=slot.scope.source or "",
            place=self._log.place(slot.at),
            parent=slot.parent,
            direction=direction,
            written=slot.written,
            declared=slot.declared,
        )


@cache
def _change_words() -> re.Pattern[str]:
    """The words of a rise in group 1, of a fall in group 2."""
    data = read_data("facts", "relations")
    return re.compile(f"({'|'.join(data['growth_rises'])})|({'|'.join(data['growth_falls'])})")


def split_direction(text: str) -> tuple[str, int]:
    """“下降3.2%” as (“3.2%”, -1); a text without a word of change unchanged, with 0."""
    match = _change_words().match(text)
    if match is None:
        return text, 0
    return text[match.end() :].removeprefix("了") or text, 1 if match[1] else -1


def signed(quantity: Quantity, direction: int) -> tuple[Quantity, int]:
    """A growth without its sign, and its direction: +1 rose, -1 fell, 0 unchanged."""
    if quantity.value < 0:
        bare = quantity.text.lstrip("-−－﹣")
        return replace(quantity, value=-quantity.value, text=bare), -1
    if quantity.value == 0:
        return quantity, 0
    if quantity.text[:1] in ("+", "＋"):
        quantity = replace(quantity, text=quantity.text.lstrip("+＋"))
    return quantity, direction or 1


def _completion_of(fact: Fact, raw: RawValue | None) -> Entry | None:
    """The completion; a forecast if only forecast over target gives it (预计占目标的100.77%)."""
    done = fact.completion
    if done is None or raw is None or raw.status is not None:
        return done
    if fact.value is None or fact.forecast is None:
        return done
    if fact.target is None or _agrees(done, fact.value, fact.target):
        return done
    if _agrees(done, fact.forecast, fact.target):
        return replace(done, status="forecast", period=raw.period or _WHOLE_YEAR)
    return done


def _agrees(ratio: Entry, part: Entry, whole: Entry) -> bool:
    """Whether a printed percentage equals this ratio to its last digit."""
    if not whole.quantity.value or ratio.quantity.kind != "percent":
        return False
    exact = part.quantity.value / whole.quantity.value * 100
    step = Decimal(1).scaleb(-ratio.quantity.decimals)
    return abs(exact - ratio.quantity.value) <= step
