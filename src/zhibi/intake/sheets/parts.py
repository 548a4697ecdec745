"""其中: the parts of a whole, written in one cell."""

from __future__ import annotations

import re
from typing import Any

from zhibi.figures.scan import find_figures
from zhibi.intake.sheets.attributes import split_attributes
from zhibi.intake.sheets.quantities import CellError, split_list

_LEAD = re.compile(r"^(?:其中[:：,，]?)?\s*")
_GROWTH = re.compile(r"[(（]\s*(?:同比)?\s*([^()（）]*?%|[^()（）]*?百分点)\s*[)）]$")
_SEMICOLON = re.compile(r"[；;\n](?![^〔]*〕)")


def parse_parts(text: str) -> list[dict[str, Any]]:
    """其中: “工业税收1204.3万元（下降2.1%）；商贸税收300万元” as the parts of a facts file."""
    segments = [segment for segment in _SEMICOLON.split(text) if segment.strip()]
    if len(segments) == 1 and "〔" not in text:
        segments = split_list(text)
    return [_part(segment.strip(" 。")) for segment in segments]


def _part(segment: str) -> dict[str, Any]:
    body, more = split_attributes(_LEAD.sub("", segment))
    growth = _GROWTH.search(body)
    if growth is not None:
        body = body[: growth.start()].rstrip()
    figures = [figure for figure in find_figures(body) if figure.claim]
    if not figures or figures[-1].end != len(body):
        raise CellError(f"其中“{segment}”里没有数", "写成 工业税收1204.3万元；商贸税收300万元")
    start = figures[-1].start
    hedge = figures[-1].quantity.hedge or ""
    if hedge and body[:start].endswith(hedge):
        start -= len(hedge)
    name = body[:start].strip(" ：:，,")
    if not name:
        raise CellError(f"其中“{segment}”没有名称", "写成 工业税收1204.3万元")
    part: dict[str, Any] = {"name": name, "value": body[start:]}
    if growth is not None:
        part["growth"] = growth[1]
    return part | more
