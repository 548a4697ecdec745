"""What a .docx shows is read, or told: marks, equations, changes, lists without stops, tables."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from zhibi.intake.submissions import read_submission
from zhibi.word.text import read_docx

M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def document(path, *paragraphs):
    """A .docx whose paragraphs are texts or the inner XML of a paragraph."""
    made = docx.Document()
    for one in paragraphs:
        if one.startswith("<"):
            made.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w')} {M}>{one}</w:p>"))
        else:
            made.add_paragraph(one)
    target = path / "a.docx"
    made.save(target)
    return target


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr>{text}</w:r>"


def t(text):
    return f"<w:t>{text}</w:t>"


CHANGE = 'w:id="1" w:author="a"'
OLD = "<w:delText>原有</w:delText>"
THREE = "<m:r><m:t>3</m:t></m:r>"
SQUARE = f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e>{THREE}</m:e></m:d>"
DELETED = '<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'

READ = {
    "a hyphen that does not break": (run(t("1") + "<w:noBreakHyphen/>" + t("9月")), "1-9月"),
    "a reading above a character": (
        run(f"<w:ruby><w:rt>{run(t('mu'))}</w:rt><w:rubyBase>{run(t('亩'))}</w:rubyBase></w:ruby>"),
        "亩",
    ),
    "hidden, switched off": (run(t("显示"), '<w:vanish w:val="0"/>'), "显示"),
    "hidden": (run(t("甲")) + run(t("不显示"), "<w:vanish/>"), "甲"),
    "an equation": (
        run(t("增长")) + "<m:oMath><m:r><m:t>7.2%</m:t></m:r></m:oMath>" + run(t("。")),
        "增长7.2%。",
    ),
    "a fraction": (
        f"<m:oMath><m:f><m:num>{THREE}</m:num><m:den>{THREE}</m:den></m:f></m:oMath>",
        "3/3",
    ),
    "brackets of an equation": (
        f"<m:oMath>{THREE}<m:d><m:e>{THREE}</m:e></m:d>{SQUARE}</m:oMath>",
        "3(3)[3]",
    ),
    "signs of a font": (
        run('<w:sym w:font="Wingdings" w:char="F081"/><w:sym w:font="Symbol" w:char="F0B1"/>'),
        "①±",
    ),
    "the mark of a note above the line": (
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>3</w:t></w:r>"
        + run(t("640人次，占地96m"))
        + "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>",
        "³640人次，占地96m²",
    ),
    "an unknown sign": (run('<w:sym w:font="Odd" w:char="F041"/>'), "□"),
    "what a change adds and takes": (
        f"<w:ins {CHANGE}>{run(t('新增'))}</w:ins><w:del {CHANGE}>{run(OLD)}</w:del>"
        + run(t("5人")),
        "新增5人",
    ),
}


@pytest.mark.parametrize("name", READ)
def test_marks_are_read_as_they_print(name, tmp_path):
    inner, text = READ[name]
    assert [line.text for line in read_docx(document(tmp_path, inner))[1]] == [text]


def test_a_paragraph_mark_that_is_deleted_joins_two_paragraphs(tmp_path):
    first, second = DELETED + run(t("实现税收5")), run(t("万元。"))
    lines = read_docx(document(tmp_path, first, second))[1]
    assert [line.text for line in lines] == ["实现税收5万元。"]


def test_lines_without_a_full_stop_are_kept(tmp_path):
    path = document(
        tmp_path, "民政工作材料", "一、主要情况", "（一）救助困难群众86户", "2. 新建食堂3处",
        "走访老人410人次；", "开展探访关爱", "组织志愿服务", "民政办", "2024年11月8日",
    )  # fmt: skip
    submission = read_submission(path)
    texts = [item.data["text"] for item in submission.facts]
    assert texts[:3] == ["救助困难群众86户", "新建食堂3处", "走访老人410人次；"]
    told = " ".join(note.message for note in submission.notes)
    assert all(line in texts or line[:4] in told for line in ("开展探访关爱", "组织志愿服务"))
    assert submission.tally.used == 3
    assert submission.tally.seen == 7


def filled_table(made, rows):
    table = made.add_table(len(rows), len(rows[0]))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    return table


def test_tables_are_read_like_sheets(tmp_path):
    made = docx.Document()
    made.add_paragraph("一、林业")
    made.add_paragraph("全年造林2片。")
    made.add_paragraph("表1 造林情况（单位：亩）")
    table = filled_table(
        made, [["类别", "指标", "完成数"], ["造林", "退耕", "120"], ["", "补植", "45.5"]]
    )
    table.cell(1, 0).merge(table.cell(2, 0))
    made.save(tmp_path / "a.docx")
    facts = read_submission(tmp_path / "a.docx").facts
    indicators = [item for item in facts if "name" in item.data]
    assert [(item.data["name"], item.data["value"], item.topic) for item in indicators] == [
        ("退耕", "120亩", "造林"),
        ("补植", "45.5亩", "造林"),
    ]
    assert indicators[1].data["source"].endswith("a.docx 表1!C3")


def test_a_table_that_cannot_be_read_is_told_with_its_cell(tmp_path):
    made = docx.Document()
    made.add_paragraph("全年造林2片。")
    table = filled_table(made, [["指标", "单位", "完成数"], ["甲", "亩", "5"], ["乙", "亩", ""]])
    table.cell(1, 2).merge(table.cell(2, 2))
    made.save(tmp_path / "a.docx")
    submission = read_submission(tmp_path / "a.docx")
    assert [item.data.get("text") for item in submission.facts] == ["全年造林2片。"]
    assert any("表1!C2" in note.message for note in submission.notes)
    assert [(one.place, one.why) for one in submission.tally.left] == [("表1!C2", "没有读入的表格")]


def test_a_table_inside_a_table_is_a_table_of_its_own(tmp_path):
    made = docx.Document()
    made.add_paragraph("全年造林2片。")
    outer = made.add_table(1, 1).cell(0, 0)
    outer.text = "附表"
    inner = outer.add_table(2, 2)
    for cell, text in zip(inner._cells, ["名称", "数值", "退耕", "120亩"], strict=True):
        cell.text = text
    made.save(tmp_path / "a.docx")
    names = [item.data.get("name") for item in read_submission(tmp_path / "a.docx").facts]
    assert names == [None, "退耕"]
