"""The comparison of two years' facts, as text and as JSON data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.compare import Comparison, Difference, Kind
    from zhibi.facts.model import Entry

_TITLES: dict[Kind, str] = {
    "differs": "上年同期与上年的事实不一致",
    "far": "与上年相差百倍以上，核对单位和小数点",
    "equal": "与上年完全相同，核对是否沿用了上年的数",
    "growth": "可以补上的增速",
    "period": "时段不同，没有算增速",
    "gone": "上年有、今年没有",
    "new": "今年新增",
}


def render_comparison_text(comparison: Comparison) -> str:
    """The comparison as lines of text, errors and doubts first."""
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
    values = "，上年".join(f"{side.quantity.text}{_period(side)}" for side in sides)
    return f"{item.name}：{'上年' if item.now is None else ''}{values}{_source(sides[0])}"


def _period(entry: Entry) -> str:
    return f"（{entry.period}）" if entry.period else ""


def _source(entry: Entry) -> str:
    return f"〔{entry.source}〕" if entry.source else ""


def render_comparison_json(comparison: Comparison) -> dict[str, Any]:
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
