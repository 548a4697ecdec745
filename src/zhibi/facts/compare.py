"""Sets this year's facts beside last year's: growth offered, indicators gone, new or too alike."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from zhibi.facts.amounts import round_exactly
from zhibi.facts.lint.bounds import exact, is_plain, same_unit
from zhibi.figures.units import same_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhibi.facts.model import Entry, Facts

_ROLES = frozenset({"value", "part", "figure", "derived"})
_DECIMALS = 2
_FAR_APART = 100

Kind = Literal["growth", "differs", "equal", "far", "period", "gone", "new"]
ERRORS: frozenset[Kind] = frozenset({"differs", "far"})
"""What cannot be right."""
DOUBTS: frozenset[Kind] = frozenset({"equal"})
"""What can be right, but seldom is."""
_TITLES: dict[Kind, str] = {
    "differs": "上年同期与上年的事实不一致",
    "far": "与上年相差百倍以上，核对单位和小数点",
    "equal": "与上年完全相同，核对是否沿用了上年的数",
    "growth": "可以补上的增速",
    "period": "时段不同，没有算增速",
    "gone": "上年有、今年没有",
    "new": "今年新增",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator of both years, or of one of them.

    `growth` is what would be written under `growth` (6.35%, -0.91个百分点), empty where it is
    not offered.
    """

    kind: Kind
    name: str
    now: Entry | None
    before: Entry | None
    growth: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from last year's facts to this year's."""

    year: int
    last_year: int
    differences: tuple[Difference, ...]


def compare(facts: Facts, last_year: Facts) -> Comparison:
    """Set this year's indicators beside last year's of the same name, or alias, and unit."""
    before = [entry for entry in _named(last_year) if entry.status != "last_year"]
    taken: set[str] = set()
    found: list[Difference] = []
    for entry in _named(facts):
        if entry.status == "last_year":
            continue
        other = _same(entry, before, taken)
        if other is None:
            found.append(Difference("new", entry.name, entry, None))
            continue
        taken.add(other.id)
        found += _differences(facts, entry, other)
    found += [
        Difference("gone", entry.name, None, entry) for entry in before if entry.id not in taken
    ]
    return Comparison(facts.document.year, last_year.document.year, tuple(found))


def _named(facts: Facts) -> Iterator[Entry]:
    for entry in facts.entries():
        if entry.role in _ROLES and entry.name and entry.show != "sensitive":
            yield entry


def _same(entry: Entry, before: Iterable[Entry], taken: set[str]) -> Entry | None:
    names = {entry.name, *entry.aliases}
    for other in before:
        if other.id in taken or not same_unit(entry.quantity, other.quantity):
            continue
        if names & {other.name, *other.aliases}:
            return other
    return None


def _differences(facts: Facts, now: Entry, before: Entry) -> Iterator[Difference]:
    name = now.name
    fact = next(fact for fact in facts.all_facts() if fact.id == now.fact_id)
    previous = fact.previous if fact.value is now else None
    if previous is not None and not same_value(previous.quantity, before.quantity):
        yield Difference("differs", name, previous, before)
    if not is_plain(now.quantity, before.quantity):
        return
    new, old = exact(now.quantity), exact(before.quantity)
    if new and same_value(now.quantity, before.quantity):
        yield Difference("equal", name, now, before)
    elif _far(new, old) and now.quantity.kind not in {"percent", "pp"}:
        yield Difference("far", name, now, before)
    elif (now.period or "") != (before.period or ""):
        yield Difference("period", name, now, before)
    elif fact.value is now and fact.growth is None and old > 0:
        yield Difference("growth", name, now, before, growth_text(now, before))


def growth_text(now: Entry, before: Entry) -> str:
    """The growth as a facts file writes it: percentage points between rates, else per cent."""
    new, old = exact(now.quantity), exact(before.quantity)
    if now.quantity.kind == "percent":
        decimals = max(now.quantity.decimals, before.quantity.decimals)
        return f"{round_exactly(new - old, decimals, 'half-up'):f}个百分点"
    return f"{round_exactly((new - old) / old * 100, _DECIMALS, 'half-up'):f}%"


def _far(new: Fraction, old: Fraction) -> bool:
    low, high = sorted((new, old))
    return low > 0 and high / low >= _FAR_APART


def render_text(comparison: Comparison) -> str:
    """The comparison for people to read, the doubtful first."""
    lines = [f"对照：{comparison.year}年与{comparison.last_year}年"]
    if comparison.last_year != comparison.year - 1:
        lines.append(f"注意：对照的不是上一年（{comparison.year - 1}年）的事实")
    for kind, title in _TITLES.items():
        found = [item for item in comparison.differences if item.kind == kind]
        if found:
            lines.append(f"{title}（{len(found)} 项）")
            lines += [f"  {_line(item)}" for item in found]
    return "\n".join(lines) + "\n"


def _line(item: Difference) -> str:
    sides: Sequence[Entry] = [entry for entry in (item.now, item.before) if entry is not None]
    if item.kind == "growth":
        now, before = sides
        offered = f"growth: {item.growth}，previous: {before.quantity.text}"
        return (
            f"{item.name}：{now.quantity.text}，上年{before.quantity.text}；{now.id} 可补 {offered}"
        )
    said = "，上年".join(f"{side.quantity.text}{_period(side)}" for side in sides)
    return f"{item.name}：{'上年' if item.now is None else ''}{said}{_source(sides[0])}"


def _period(entry: Entry) -> str:
    return f"（{entry.period}）" if entry.period else ""


def _source(entry: Entry) -> str:
    return f"〔{entry.source}〕" if entry.source else ""


def render_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain data."""
    return {
        "schema": 1,
        "year": comparison.year,
        "last_year": comparison.last_year,
        "differences": [
            {
                "kind": item.kind,
                "name": item.name,
                "id": item.now.id if item.now else None,
                "now": item.now.quantity.text if item.now else None,
                "before": item.before.quantity.text if item.before else None,
                "growth": item.growth or None,
            }
            for item in comparison.differences
        ],
    }
