"""核数表: one row a figure, to be filtered and printed."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock

from zhibi.facts.model import Facts
from zhibi.output.review.figure_table import render_table

TEXT = "# 青山镇2024年工作总结\n\n一是抓收入。一般公共预算收入4817.6万元；新增320户，走访965人。\n"


def book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data), rich_text=True)


def test_one_row_a_figure(findings_of, facts: Facts) -> None:
    findings = findings_of(TEXT, {"4817.6万元": "4917.6万元"})
    sheet = book(render_table(findings, TEXT, facts, "青山镇2024年工作总结"))["核数表"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [str(v) for v in rows[0][:8]] == [
        "位置",
        "原句",
        "数字",
        "指标",
        "台账值",
        "状态",
        "来源",
        "建议",
    ]
    assert [str(row[2]) for row in rows[1:]] == ["2024年", "4817.6万元", "320户", "965人"]
    place, sentence, figure, name, value, status, _, advice = rows[2][:8]
    assert place == "第3行第15字"
    assert str(sentence) == "一般公共预算收入4817.6万元；"
    assert (figure, name, value, status) == ("4817.6万元", "一般公共预算收入", "4917.6万元", "无据")
    assert advice == "N101 “4817.6万元”在事实中没有依据；照事实改正，或把它写进事实"


def test_rows_are_as_high_as_their_sentences(findings_of) -> None:
    text = "走访965人，" + "深入田间地头问需于民，" * 6 + "办结320件。\n短句5个。\n"
    sheet = book(render_table(findings_of(text), text))["核数表"]
    assert sheet.row_dimensions[2].height >= 3 * sheet.row_dimensions[4].height


def test_the_figure_is_marked_in_its_sentence(findings_of) -> None:
    sheet = book(render_table(findings_of(TEXT), TEXT))["核数表"]
    sentence = sheet["B4"].value
    assert isinstance(sentence, CellRichText)
    marked = [part for part in sentence if isinstance(part, TextBlock) and part.font.b]
    assert [part.text for part in marked] == ["320户"]


def test_filter_frozen_header_and_print_setup(findings_of) -> None:
    sheet = book(render_table(findings_of(TEXT), TEXT))["核数表"]
    assert sheet.auto_filter.ref == "A1:J5"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_other_findings_and_exempt_numerals_have_their_sheets(findings_of) -> None:
    workbook = book(render_table(findings_of(TEXT, {}, ("税收",)), TEXT))
    others = [[cell.value for cell in row] for row in workbook["其他问题"].iter_rows(min_row=2)]
    assert others == [["全文", "错误", "N301", "“税收”没有写", None]]
    exempt = [[cell.value for cell in row] for row in workbook["非数据的数字"].iter_rows(min_row=2)]
    assert [row[1:3] for row in exempt] == [["一是", "序号"], ["一般公共预算", "词语"]]


def test_formulas_from_a_draft_stay_text(findings_of) -> None:
    text = '=HYPERLINK("http://a.invalid","320户")。\n'
    data = render_table(findings_of(text, {"320户": None}), text, title="&A&P")
    sheet = book(data)["核数表"]
    assert sheet["B2"].data_type != "f"
    assert str(sheet["B2"].value).startswith("=HYPERLINK(")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_sensitive_values_are_left_out(findings_of, facts: Facts) -> None:
    findings = findings_of("受理320户。\n", {"320户": None})
    figure = replace(findings.figures[0], facts=("secret",))
    data = render_table(replace(findings, figures=(figure,)), "受理320户。\n", facts)
    values = [str(cell.value) for row in book(data)["核数表"].iter_rows() for cell in row]
    assert not any("77件" in value or "敏感指标" in value for value in values)


def test_same_check_same_bytes(findings_of) -> None:
    first = render_table(findings_of(TEXT), TEXT)
    assert first == render_table(findings_of(TEXT), TEXT)
    assert b"dcterms:modified" not in zipfile.ZipFile(BytesIO(first)).read("docProps/core.xml")


def test_control_characters_of_a_finding_are_blanks(findings_of, facts: Facts) -> None:
    findings = findings_of(TEXT, {"4817.6万元": "4917.6万元"})
    spoilt = [
        replace(one, message=f"{one.message}\x00\x1b[31m", hint="=1+1\x0b")
        for one in findings.findings
    ]
    workbook = book(render_table(replace(findings, findings=tuple(spoilt)), TEXT, facts))
    told = [str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert any("[31m" in text for text in told)
    assert not [text for text in told if "\x00" in text or "\x1b" in text]
