"""The result of a folder as lines for people, as data, and as a workbook."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from zhibi import __version__
from zhibi.output.review.check_result import SEVERITY_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhibi.folder.findings import FolderFinding
    from zhibi.folder.run import FolderResult
    from zhibi.folder.work import Outcome

_MOST_SPOTS = 8
_STATES = {"done": "完成", "unchanged": "未变", "failed": "未完成"}


def file_line(task: str, outcome: Outcome) -> str:
    """One report in one line."""
    if outcome.exit_code:
        first, *others = [line for text in outcome.problems for line in text.splitlines()]
        return f"{outcome.name}：未完成：{first}" + (f"（另有 {len(others)} 行）" if others else "")
    counts = outcome.counts
    if task == "facts":
        words = [f"数字{counts.figures}个"]
    else:
        words = [f"数字{counts.figures}处", f"错误{counts.errors}", f"提醒{counts.warnings}"]
        if counts.must:
            words.append(f"应报{counts.must}项已报{counts.used}项")
    if counts.replaced:
        words.append(f"改由事实写出{counts.replaced}处")
    if counts.unanswered:
        words.append(f"还有{counts.unanswered}问没有回答")
    if counts.doubts:
        words.append(f"事实可疑{counts.doubts}处")
    codes = "、".join(f"{code}×{number}" for code, number in counts.codes.items())
    unchanged = "（未变，沿用上次结果）" if outcome.unchanged else ""
    return f"{outcome.name}：{'，'.join(words)}{f'（{codes}）' if codes else ''}{unchanged}"


def finding_text(finding: FolderFinding) -> str:
    """One finding between reports: its line, then where it stands and what to do."""
    shown = [str(spot) for spot in finding.spots[:_MOST_SPOTS]]
    if len(finding.spots) > _MOST_SPOTS:
        shown.append(f"等 {len(finding.spots)} 处")
    lines = [
        f"{finding.severity} {finding.code} {finding.name}: {finding.message}",
        f"      = 位置：{'、'.join(shown)}",
    ]
    return "\n".join([*lines, *([f"      = 建议：{finding.hint}"] if finding.hint else [])])


def total_line(result: FolderResult) -> str:
    """The whole folder in one line."""
    numbers = result_data(result)["summary"]
    return (
        f"共 {numbers['files']} 份：完成 {numbers['done']}，未变 {numbers['unchanged']}，"
        f"未完成 {numbers['failed']}；错误 {numbers['errors']} 处，提醒 {numbers['warnings']} 处；"
        f"各份之间 {numbers['between']} 处"
    )


def result_data(result: FolderResult) -> dict[str, Any]:
    """The result as data; its schema is `data/folder.schema.json`."""
    states = Counter(map(_state, result.outcomes))
    return {
        "schema": 1,
        "version": __version__,
        "task": result.task,
        "ok": result.exit_code == 0,
        "summary": {
            "files": len(result.outcomes),
            **{state: states[state] for state in _STATES},
            "errors": sum(one.counts.errors for one in result.outcomes),
            "warnings": sum(one.counts.warnings for one in result.outcomes),
            "between": len(result.findings),
        },
        "files": [_file_data(outcome) for outcome in result.outcomes],
        "findings": [
            {**asdict(finding), "name": finding.name, "spots": list(map(asdict, finding.spots))}
            for finding in result.findings
        ],
    }


def render_json(result: FolderResult) -> str:
    """The result as JSON, in the form of `result_data`."""
    return json.dumps(result_data(result), ensure_ascii=False, indent=2) + "\n"


def render_workbook(result: FolderResult) -> bytes:
    """The bytes of an .xlsx with two sheets: a row for each report, and what is between them."""
    from zhibi.output.review.spreadsheet import Sheet, build_workbook

    files = Sheet("各份", _COLUMNS, _WIDTHS, [_row(outcome) for outcome in result.outcomes])
    rows = list(map(_finding_row, result.findings))
    between = Sheet("各份之间", ("级别", "代码", "问题", "位置", "建议"), (8, 8, 64, 40, 34), rows)
    return build_workbook([files, between], total_line(result))


_COLUMNS = (
    "文件", "单位", "年份", "情况", "数字", "有据", "错误", "提醒", "应报", "已报",
    "事实可疑", "说明",
)  # fmt: skip
_WIDTHS = (30, 14, 8, 10, 8, 8, 8, 8, 8, 8, 10, 50)


def _row(outcome: Outcome) -> list[Any]:
    counts, document = outcome.counts, outcome.document
    said = "\n".join(outcome.problems) or "、".join(f"{c}×{n}" for c, n in counts.codes.items())
    return [
        outcome.name,
        document.office if document else "",
        document.year if document else "",
        _STATES[_state(outcome)],
        counts.figures,
        counts.supported,
        counts.errors,
        counts.warnings,
        counts.must,
        counts.used,
        counts.doubts,
        said,
    ]


def _finding_row(finding: FolderFinding) -> list[Any]:
    spots = "\n".join(map(str, finding.spots))
    severity = SEVERITY_WORDS[finding.severity]
    return [severity, finding.code, finding.message, spots, finding.hint]


def _state(outcome: Outcome) -> str:
    if outcome.exit_code:
        return "failed"
    return "unchanged" if outcome.unchanged else "done"


def _file_data(outcome: Outcome) -> dict[str, Any]:
    document = outcome.document
    return {
        "path": outcome.name,
        "state": _state(outcome),
        "organisation": document.office if document else None,
        "year": document.year if document else None,
        "kind": document.kind if document else None,
        "writer": outcome.writer or None,
        "outputs": list(outcome.outputs),
        "problems": list(outcome.problems),
        **asdict(outcome.counts),
    }


def problems_of(result: FolderResult) -> Iterator[str]:
    """All problems of the reports that failed, in full."""
    for outcome in result.outcomes:
        yield from (f"{outcome.name}：{problem}" for problem in outcome.problems)
