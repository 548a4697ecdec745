"""The result of a check as text and as JSON, and the Chinese terms for its fields."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from zhibi.facts.model import in_form
from zhibi.facts.redaction import REDACTED
from zhibi.figures.render import without_zeros
from zhibi.output.review.excerpts import excerpt
from zhibi.text import Source

if TYPE_CHECKING:
    from zhibi.checking.findings import CheckedFigure, FigureStatus, Finding, Findings
    from zhibi.errors import Severity
    from zhibi.facts.model import Entry, Facts
    from zhibi.figures.model import Why

SEVERITY_WORDS: dict[Severity, str] = {"error": "错误", "warning": "提醒"}
STATUS_WORDS: dict[FigureStatus, str] = {
    "stated": "有据",
    "converted": "换算",
    "rounded": "取整",
    "computed": "推算",
    "counted": "计数",
    "exempt": "非数据",
    "conflict": "矛盾",
    "unsupported": "无据",
}
WHY_WORDS: dict[Why, str] = {
    "enumerator": "序号",
    "heading": "标题编号",
    "set-phrase": "固定提法",
    "name": "名称",
    "word": "词语",
}
SUPPORTED = frozenset({"stated", "converted", "rounded", "computed", "counted"})


_OTHER_FACTS = "{path}: 稿件里的数大多不在这份事实里：先看 --facts 给的是不是这份稿件的事实。"
_FEWEST = 8
_MOST_WITHOUT = 0.6
"""So many claims, and more than this share of them without a fact."""


def render_text(findings: Findings, source_text: str, path: str, facts: Facts | None = None) -> str:
    """The findings as `path:line:column` lines, each with an excerpt, then a summary.

    With `facts`, the nearest fact is added with its name, value and source.
    """
    source = Source(source_text)
    entries = {entry.id: entry for entry in facts.entries()} if facts is not None else {}
    parts = [_finding_text(item, source, path, entries) for item in findings.findings]
    if _is_of_other_facts(findings):
        parts.insert(0, _OTHER_FACTS.format(path=path))
    return "\n".join([*parts, summary(findings)]) + "\n"


def _is_of_other_facts(findings: Findings) -> bool:
    """Whether hardly a figure has a fact: the facts are probably those of another report."""
    claims = [one for one in findings.figures if one.figure.claim and one.status != "exempt"]
    without = sum(one.status in ("unsupported", "conflict") for one in claims)
    return len(claims) >= _FEWEST and without > len(claims) * _MOST_WITHOUT


def summary(findings: Findings) -> str:
    """One line with the numbers of figures by status, of findings and of facts reported."""
    counts = Counter(figure.status for figure in findings.figures if figure.figure.claim)
    kinds = [f"{word}{counts[status]}" for status, word in STATUS_WORDS.items() if counts[status]]
    line = f"数字{sum(counts.values())}处"
    if kinds:
        line += f"（{'、'.join(kinds)}）"
    line += f"；错误{findings.errors}处，提醒{findings.warnings}处"
    if findings.coverage.must:
        line += f"；应报{findings.coverage.must}项，已报{findings.coverage.used}项"
    return line + "。"


def render_json(findings: Findings) -> str:
    """The check result as JSON; its schema is `data/check.schema.json`."""
    return json.dumps(result_data(findings), ensure_ascii=False, indent=2) + "\n"


def result_data(findings: Findings) -> dict[str, Any]:
    """The check result as data, in the form of `render_json`."""
    claims = [figure for figure in findings.figures if figure.figure.claim]
    return {
        "schema": 1,
        "ok": findings.ok,
        "summary": {
            "figures": len(claims),
            "supported": sum(figure.status in SUPPORTED for figure in claims),
            "errors": findings.errors,
            "warnings": findings.warnings,
        },
        "figures": [_figure_data(figure) for figure in findings.figures],
        "findings": [
            asdict(finding) | {"facts": list(finding.facts)} for finding in findings.findings
        ],
        "coverage": {
            "must": findings.coverage.must,
            "used": findings.coverage.used,
            "missing": list(findings.coverage.missing),
        },
    }


def first_line(text: str) -> str:
    """The first line of a text without Markdown marks, as a title for texts that have none."""
    line = next((line for line in text.splitlines() if line.strip("# \t　")), "")
    return line.strip("# \t　")[:80]


def describe_entry(entry: Entry) -> str:
    """An entry in one line: id, name, value as written, period and source.

    A sensitive value is redacted.
    """
    called = entry.label if in_form(entry.place) else " ".join(filter(None, (entry.id, entry.name)))
    period = f"（{entry.period}）" if entry.period else ""
    origin = entry.source
    if not origin and entry.place is not None:
        origin = (
            str(entry.place) if in_form(entry.place) else f"{entry.place.path}:{entry.place.line}"
        )
    value = REDACTED if entry.show == "sensitive" else entry.quantity.text
    return f"{called} = {value}{period}" + (f"，来源：{origin}" if origin else "")


def _figure_data(checked: CheckedFigure) -> dict[str, Any]:
    figure, quantity = checked.figure, checked.figure.quantity
    return {
        "start": figure.start,
        "end": figure.end,
        "line": checked.line,
        "column": checked.column,
        "text": figure.text,
        "value": without_zeros(quantity.value),
        "high": None if quantity.high is None else without_zeros(quantity.high),
        "unit": quantity.unit,
        "kind": quantity.kind,
        "hedge": quantity.hedge,
        "claim": figure.claim,
        "why": figure.why,
        "status": checked.status,
        "facts": list(checked.facts),
        "source": checked.source,
        "how": checked.how,
    }


def _finding_text(finding: Finding, source: Source, path: str, entries: dict[str, Entry]) -> str:
    place = f"{path}:{finding.line}:{finding.column}"
    lines = [f"{place}: {finding.severity} {finding.code} {finding.name}: {finding.message}"]
    gutter = " " * max(5, len(str(finding.line)) + 1)
    if finding.end > finding.start:
        shown, marks = excerpt(source.text, finding.start, finding.end - finding.start)
        lines.append(f"{finding.line:>{len(gutter)}} | {shown}")
        lines.append(f"{gutter} | {marks}")
    nearest = [entries[fact] for fact in finding.facts if fact in entries]
    word = "最接近" if finding.end > finding.start else "事实"
    lines.extend(f"{gutter} = {word}：{describe_entry(entry)}" for entry in nearest[:2])
    if finding.hint:
        lines.append(f"{gutter} = 建议：{finding.hint}")
    elif finding.replacement is not None:
        lines.append(f"{gutter} = 建议：改为“{finding.replacement}”")
    return "\n".join(lines)
