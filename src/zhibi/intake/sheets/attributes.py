"""Attributes written after a figure in a cell: 11月底=预计投产〔预计，时段:11月，编号:hc.date〕.

In lenticular brackets stand a status or a show word as the form writes it, and labelled items:
编号 (id), 又名 (aliases, parted by /), 时段 (period), 来源 (source), 名称 (name).
"""

from __future__ import annotations

import re
from typing import Any

from zhibi.intake.sheets import vocabulary
from zhibi.intake.sheets.quantities import CellError

_BRACKETS = re.compile(r"\s*〔([^〔〕]*)〕\s*$")
_LABELS = {"编号": "id", "又名": "aliases", "时段": "period", "来源": "source", "名称": "name"}
_WRITTEN = {key: label for label, key in _LABELS.items()}


def split_attributes(text: str) -> tuple[str, dict[str, Any]]:
    """A text without its attributes, and the attributes. Raises CellError for an unknown word."""
    match = _BRACKETS.search(text) if "〔" in text else None
    if match is None:
        return text, {}
    found: dict[str, Any] = {}
    for item in re.split(r"[，,；;]", match[1]):
        if not item.strip():
            continue
        label, mark, value = item.replace("：", ":").partition(":")
        key = _LABELS.get(label.strip())
        if mark and key == "aliases":
            found[key] = [one.strip() for one in value.split("/")]
        elif mark and key:
            found[key] = value.strip()
        else:
            found.update(_word(item.strip()))
    return text[: match.start()], found


def _word(word: str) -> dict[str, str]:
    for group in ("status", "show"):
        meant = vocabulary.keyword_for(group, word)
        if meant is not None:
            return {group: meant}
    known = "、".join([*vocabulary.labels("status"), *vocabulary.labels("show")])
    raise CellError(
        f"〔〕里的“{word}”不认识", f"可以写：{known}，或 编号:、又名:、时段:、来源:、名称:"
    )


def format_attributes(data: dict[str, Any], known: set[str]) -> str:
    """The fields of a mapping other than `known` as attributes in brackets; empty if none."""
    items = []
    for key, value in data.items():
        if key in known or value in (None, "", []):
            continue
        if key in {"status", "show"}:
            items.append(vocabulary.label_for(key, value))
        elif key == "aliases":
            listed = [value] if isinstance(value, str) else value
            items.append(f"又名:{'/'.join(listed)}")
        elif key in _WRITTEN:
            items.append(f"{_WRITTEN[key]}:{value}")
    return f"〔{'，'.join(items)}〕" if items else ""
