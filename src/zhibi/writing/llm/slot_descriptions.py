"""What a prompt says of slots: their figures, or in blind mode only what prose needs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from zhibi.facts.kinds import report_kind
from zhibi.writing.llm.escaping import escaped

if TYPE_CHECKING:
    from zhibi.facts.model import Document, Entry
    from zhibi.writing.llm.slots import SlotTable

_STATUS = {
    "forecast": "预计",
    "target": "目标",
    "last_year": "去年",
    "ongoing": "正在进行",
}


def default_period(document: Document) -> str | None:
    """The period that holds where a figure has none of its own: a year's report is of its year."""
    whole = report_kind(document.kind, document.period).ends_year
    return document.period or (f"{document.year}年" if whole else None)


def qualifiers(entry: Entry, period: str | None, said: str = "") -> list[str]:
    """What must be said with a figure: its status where it is not done, its period if its own.

    `period` is the report's; `said` is how its fact is told: what stands there need not be told
    again.
    """
    words = [_STATUS[entry.status]] if entry.status in _STATUS else []
    if entry.period and entry.period != period:
        words.append(entry.period)
    said += entry.text or entry.name
    return [escaped(word) for word in words if word[:2] not in said]


def slot_descriptions(
    table: SlotTable,
    entries: Mapping[str, Entry],
    *,
    blind: bool,
    period: str | None = None,
    said: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """For each slot its figure, or (blind) only its kind, unit and what prose needs.

    Status and period follow after `·` (2620万元·预计) where the report's own do not hold and the
    fact as it is told (`said`, by the fact's id) does not say them.
    """
    lines = []
    for slot in table.by_entry.values():
        entry = entries[slot.entry_id]
        told = _hints(entry) if blind else escaped(slot.printed)
        marks = qualifiers(entry, period, said.get(entry.fact_id, ""))
        lines.append("·".join([f"{slot.id} {told}", *marks]))
    lines += [f"{slot.id} 一个名称" for id_, slot in table.by_id.items() if id_.startswith("N")]
    return lines


_KINDS = {
    "money": "金额",
    "count": "个数",
    "percent": "百分数",
    "pp": "百分点",
    "length": "长度",
    "area": "面积",
    "weight": "重量",
    "duration": "时长",
    "date": "日期",
    "year": "年份",
    "period": "时段",
    "ordinal": "序数",
    "multiple": "倍数",
    "fraction": "分数",
    "other": "数",
}


def _hints(entry: Entry) -> str:
    """Kind, unit and direction of a figure, never its value."""
    quantity = entry.quantity
    hints = [_KINDS[quantity.kind]]
    if quantity.unit and quantity.kind not in ("percent", "pp", "date", "year", "period"):
        rate = f"/{quantity.per}" if "/" in quantity.text else ""
        hints.append(f"单位是{quantity.unit}{rate}")
    if entry.direction:
        hints.append("上升" if entry.direction > 0 else "下降")
    if quantity.value == 0:
        hints.append("为零")
    if entry.role == "completion" and quantity.unit == "%":
        hints.append("超过目标" if quantity.value > 100 else "没有超过目标")
    return "，".join(hints)
