"""Figures written out: the JSON of `zhibi figures --format json`, and a list for people to read.

The JSON follows `data/figures.schema.json`. Offsets are code points of the text as given, end
exclusive; lines and columns count from 1; values are decimal strings without an exponent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from zhibi.figures.model import Day, Figure, Quantity
from zhibi.figures.render import decimal_text
from zhibi.text import Source

SCHEMA = 1
"""The version of the JSON form."""

_KINDS = {
    "money": "金额",
    "count": "计数",
    "percent": "百分比",
    "pp": "百分点",
    "length": "长度",
    "area": "面积",
    "weight": "重量",
    "duration": "时长",
    "date": "日期",
    "year": "年份",
    "period": "时段",
    "ordinal": "次序",
    "multiple": "倍数",
    "fraction": "分数",
    "other": "其他",
}
_WHYS = {
    "enumerator": "序号",
    "heading": "标题编号",
    "set-phrase": "固定用语",
    "name": "名称",
    "word": "词语",
}


def figure_record(source: Source, figure: Figure) -> dict[str, Any]:
    """One figure as JSON has it: place, text, value, unit, kind, hedge; claim or why not."""
    line, column = source.position(figure.start)
    data = figure_data(figure)
    place = {"start": data.pop("start"), "end": data.pop("end"), "line": line, "column": column}
    return place | data


def figure_data(figure: Figure) -> dict[str, Any]:
    """One figure without line and column."""
    quantity = figure.quantity
    return {
        "start": figure.start,
        "end": figure.end,
        "text": quantity.text,
        "value": decimal_text(quantity.value),
        "high": None if quantity.high is None else decimal_text(quantity.high),
        "unit": quantity.unit,
        "kind": quantity.kind,
        "hedge": quantity.hedge,
        "claim": figure.claim,
        "why": figure.why,
        "per": quantity.per or None,
        "date": _day(quantity.date),
        "until": _day(quantity.until),
        "part": quantity.part or None,
        "lead": quantity.lead or None,
        "relative_year": quantity.relative_year,
        "ratio": [decimal_text(part) for part in quantity.ratio] or None,
        "unread": figure.unread,
    }


def figures_json(text: str, figures: Iterable[Figure]) -> str:
    """The figures of `text` as one JSON document, in the order given."""
    source = Source(text)
    records = [figure_record(source, figure) for figure in figures]
    return json.dumps({"schema": SCHEMA, "figures": records}, ensure_ascii=False, indent=2)


def figures_text(text: str, figures: Iterable[Figure]) -> str:
    """The figures of `text`, one a line, with a count at the end."""
    source = Source(text)
    lines: list[str] = []
    claims = others = 0
    for figure in figures:
        quantity = figure.quantity
        line, column = source.position(figure.start)
        place = f"{line}:{column}"
        if not figure.claim:
            others += 1
            why = "读不了的数字" if figure.unread else _WHYS[figure.why or "word"]
            lines.append(f"{place}\t{figure.text}\t不作数：{why}")
            continue
        claims += 1
        value = _said(quantity)
        per = f"/{quantity.per}" if quantity.per else ""
        hedge = f"，{quantity.hedge}" if quantity.hedge else ""
        lines.append(f"{place}\t{figure.text}\t{_KINDS[quantity.kind]} {value}{per}{hedge}")
    lines.append(f"共有数字{claims + others}处，其中需要依据的{claims}处，不作数的{others}处。")
    return "\n".join(lines) + "\n"


def _said(quantity: Quantity) -> str:
    if quantity.date is not None:
        until = "" if quantity.until is None else f"至{_day(quantity.until)}"
        return f"{_day(quantity.date)}{until}{quantity.part}"
    high = "" if quantity.high is None else f"～{decimal_text(quantity.high)}"
    return f"{decimal_text(quantity.value)}{high}{quantity.unit}"


def _day(day: Day | None) -> str | None:
    """A date as year-month-day, with `*` for what the text does not say: *-10-18, 2024-*-*."""
    if day is None:
        return None
    year, month, date = day
    return "-".join(
        (
            "*" if year is None else str(year),
            "*" if month is None else f"{month:02d}",
            "*" if date is None else f"{date:02d}",
        )
    )
