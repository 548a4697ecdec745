"""核数表: a spreadsheet with one row for each figure of a draft, for proofreading by two people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhibi.output.review.check_result import SEVERITY_WORDS, STATUS_WORDS, WHY_WORDS, first_line
from zhibi.output.review.sentences import Sentences
from zhibi.output.review.spreadsheet import clean, fill_sheet, set_up_page, workbook_bytes

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from zhibi.checking.findings import CheckedFigure, Finding, Findings
    from zhibi.facts.model import Entry, Facts

COLUMNS = ("位置", "原句", "数字", "指标", "台账值", "状态", "来源", "建议", "唱读", "核对")
_WIDTHS = (13, 52, 14, 20, 14, 8, 20, 30, 6, 6)
_FILLS = {
    "converted": "E2F3F5",
    "rounded": "E2F3F5",
    "computed": "E6ECFB",
    "counted": "E6ECFB",
    "conflict": "FDE7C8",
    "unsupported": "FBD9DD",
}
_CONTEXT = 60  # characters on each side of a figure in a very long sentence


def render_table(
    findings: Findings, text: str, facts: Facts | None = None, title: str = ""
) -> bytes:
    """The bytes of an .xlsx with three sheets: figures, other findings, and exempt numerals.

    With `facts`, the nearest fact's name and value are filled in, except sensitive values.
    The same input gives the same bytes.
    """
    from openpyxl import Workbook

    book = Workbook()
    rows = _Rows(findings, text, facts)
    figures = book.active
    assert figures is not None
    figures.title = "核数表"
    fill_sheet(figures, COLUMNS, _WIDTHS, rows.claims())
    for row, item in enumerate(rows.checked, 2):
        _colour(figures, row, item.status)
    fill_sheet(
        book.create_sheet("其他问题"),
        ("位置", "级别", "代码", "问题", "建议"),
        (13, 8, 8, 70, 50),
        rows.others(),
    )
    fill_sheet(
        book.create_sheet("非数据的数字"),
        ("位置", "数字", "为什么不算数据", "原句"),
        (13, 16, 20, 80),
        rows.exempt(),
    )
    for sheet in book.worksheets:
        set_up_page(sheet, title or first_line(text))
    return workbook_bytes(book)


class _Rows:
    """The rows of the three sheets."""

    def __init__(self, findings: Findings, text: str, facts: Facts | None) -> None:
        self.findings = findings
        self.sentences = Sentences(text)
        self.entries: dict[str, Entry] = (
            {} if facts is None else {entry.id: entry for entry in facts.entries()}
        )
        self.checked = [item for item in findings.figures if item.figure.claim]
        self._by_span: dict[tuple[int, int], list[Finding]] = {}
        for finding in findings.findings:
            self._by_span.setdefault((finding.start, finding.end), []).append(finding)

    def claims(self) -> list[list[Any]]:
        return [
            [
                _place(item.line, item.column),
                self._sentence(item),
                item.figure.text,
                *self._fact(item),
                STATUS_WORDS[item.status],
                item.source,
                self._advice(item),
                "",
                "",
            ]
            for item in self.checked
        ]

    def others(self) -> list[list[Any]]:
        on_figures = {(item.figure.start, item.figure.end) for item in self.checked}
        return [
            [
                _place(item.line, item.column) if item.end > item.start else "全文",
                SEVERITY_WORDS[item.severity],
                item.code,
                item.message,
                item.hint,
            ]
            for span, items in self._by_span.items()
            if span not in on_figures
            for item in items
        ]

    def exempt(self) -> list[list[Any]]:
        return [
            [
                _place(item.line, item.column),
                item.figure.text,
                WHY_WORDS[item.figure.why] if item.figure.why else "",
                self._sentence(item),
            ]
            for item in self.findings.figures
            if not item.figure.claim
        ]

    def _fact(self, item: CheckedFigure) -> tuple[str, str]:
        """The nearest fact's name and value; a computed figure names all its terms."""
        known = [self.entries[fact] for fact in item.facts if fact in self.entries]
        shown = [entry for entry in known if entry.show != "sensitive"]
        if not shown:
            return "", item.how or ""
        if item.status not in {"computed", "counted"}:
            shown = shown[:1]
        names = "、".join(entry.label for entry in shown)
        values = "、".join(entry.quantity.text for entry in shown)
        return names, f"{values}（{item.how}）" if item.how else values

    def _advice(self, item: CheckedFigure) -> str:
        span = item.figure.start, item.figure.end
        return "\n".join(
            f"{finding.code} {finding.message}" + (f"；{finding.hint}" if finding.hint else "")
            for finding in self._by_span.get(span, ())
        )

    def _sentence(self, item: CheckedFigure) -> Any:
        """The sentence with the figure in bold red."""
        from openpyxl.cell.rich_text import CellRichText, TextBlock
        from openpyxl.cell.text import InlineFont
        from openpyxl.styles.colors import Color

        figure, text = item.figure, self.sentences.text
        start, end = self.sentences.at(figure.start)
        first, last = max(start, figure.start - _CONTEXT), min(end, figure.end + _CONTEXT)
        before = ("…" if first > start else "") + text[first : figure.start]
        after = text[figure.end : last] + ("…" if last < end else "")
        font = InlineFont(b=True, color=Color("FFB00020"), rFont="宋体", sz=11)
        marked = TextBlock(font, clean(figure.text))
        parts: list[str | TextBlock] = [clean(before), marked, clean(after)]
        return CellRichText([part for part in parts if part])


def _place(line: int, column: int) -> str:
    return f"第{line}行第{column}字"


def _colour(sheet: Worksheet, row: int, status: str) -> None:
    from openpyxl.styles import PatternFill

    if status in _FILLS:
        for column in (COLUMNS.index("数字") + 1, COLUMNS.index("状态") + 1):
            sheet.cell(row, column).fill = PatternFill("solid", fgColor=_FILLS[status])
