"""核数表: a spreadsheet with one row for each figure of a draft, for proofreading by two people."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, cast

from zhibi.output.review.check_result import SEVERITY_WORDS, STATUS_WORDS, WHY_WORDS, first_line
from zhibi.output.review.excerpts import display_width
from zhibi.output.review.sentences import Sentences
from zhibi.word.package import build_package
from zhibi.word.wml import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell.cell import Cell
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
_LINE_HEIGHT = 15.0  # points
_CONTEXT = 60  # characters on each side of a figure in a very long sentence
_CONTROL = re.compile(r"[\x00-\x1f]")
_DATES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


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
    _fill(figures, COLUMNS, _WIDTHS, rows.claims())
    for row, item in enumerate(rows.checked, 2):
        _colour(figures, row, item.status)
    _fill(
        book.create_sheet("其他问题"),
        ("位置", "级别", "代码", "问题", "建议"),
        (13, 8, 8, 70, 50),
        rows.others(),
    )
    _fill(
        book.create_sheet("非数据的数字"),
        ("位置", "数字", "为什么不算数据", "原句"),
        (13, 16, 20, 80),
        rows.exempt(),
    )
    for sheet in book.worksheets:
        _page(sheet, title or first_line(text))
    buffer = io.BytesIO()
    book.save(buffer)
    return _stable(buffer.getvalue())


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
        marked = TextBlock(font, _clean(figure.text))
        parts: list[str | TextBlock] = [_clean(before), marked, _clean(after)]
        return CellRichText([part for part in parts if part])


def _place(line: int, column: int) -> str:
    return f"第{line}行第{column}字"


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", printable(text))


def _fill(
    sheet: Worksheet, columns: Sequence[str], widths: Sequence[float], rows: Sequence[list[Any]]
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    side = Side(style="thin", color="BFC4CA")
    border = Border(left=side, right=side, top=side, bottom=side)
    for column, (name, width) in enumerate(zip(columns, widths, strict=True), 1):
        head = sheet.cell(1, column, name)
        head.font = Font(name="黑体", size=11, bold=True)
        head.fill = PatternFill("solid", fgColor="E9ECEF")
        head.alignment = Alignment(horizontal="center", vertical="center")
        head.border = border
        sheet.column_dimensions[get_column_letter(column)].width = width
    wrap, font = Alignment(wrap_text=True, vertical="center"), Font(name="宋体", size=11)
    for number, values in enumerate(rows, 2):
        for column, value in enumerate(values, 1):
            cell = cast("Cell", sheet.cell(number, column))
            if isinstance(value, str):
                cell.value = "\n".join(_clean(line) for line in value.split("\n"))
                cell.data_type = "s"  # text that begins with = is still text
            else:
                cell.value = value
            cell.alignment, cell.font, cell.border = wrap, font, border
        sheet.row_dimensions[number].height = _LINE_HEIGHT * max(
            _lines(str(value), width) for value, width in zip(values, widths, strict=True)
        )
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(len(rows) + 1, 2)}"


def _lines(text: str, width: float) -> int:
    """The number of lines of a wrapped cell; not every program computes row heights itself."""
    room = int(width) - 2  # the width of one character is unused at each end of a line
    return sum(max(1, -(-display_width(line) // room)) for line in text.split("\n"))


def _colour(sheet: Worksheet, row: int, status: str) -> None:
    from openpyxl.styles import PatternFill

    if status in _FILLS:
        for column in (COLUMNS.index("数字") + 1, COLUMNS.index("状态") + 1):
            sheet.cell(row, column).fill = PatternFill("solid", fgColor=_FILLS[status])


def _page(sheet: Worksheet, title: str) -> None:
    """Print setup: landscape A4, fitted to width, header row repeated, pages numbered."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.75
    margins.header = margins.footer = 0.35
    shown = _clean(title).replace("&", "&&")[:120]
    header, footer = sheet.oddHeader, sheet.oddFooter
    assert header is not None
    assert footer is not None
    header.center.text = f"{shown}  {sheet.title}" if shown else sheet.title
    footer.center.text = "第&P页 共&N页"


def _stable(data: bytes) -> bytes:
    """The workbook without its times of creation and modification."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["docProps/core.xml"] = _DATES.sub(b"", parts["docProps/core.xml"])
    return build_package(parts)
