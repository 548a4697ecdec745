"""Messages about facts of a filled form speak of its columns and cells."""

import openpyxl
import pytest

from tests.cli.conftest import Zhibi
from zhibi.intake.forms import make_form

NOTHING = [None] * 9
ROWS = [
    ["治理", "接待来访", 175, "批", *NOTHING, "信访办"],
    ["治理", "初访化解", 96, "批", *NOTHING, "信访办"],
]
STATEMENTS = [
    ["治理", "调解纠纷46起，救助困难群众86户。", None, None, "司法所"],
    ["治理", "联系电话13900000000。", None, None, "司法所"],
]
OF_FILES = ("show", "derive", "formula", "#1", "#2", "sensitive")


@pytest.fixture
def form(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "填好的表.xlsx"
    path.write_bytes(make_form("镇乡", ["治理"]))
    book = openpyxl.load_workbook(path)
    for name, rows in (("指标", ROWS), ("事项", STATEMENTS)):
        for number, row in enumerate(rows, 5):
            for column, value in enumerate(row, 1):
                book[name].cell(number, column).value = value
    info = {row[0].value: row[1] for row in book["基本信息"].iter_rows()}
    info["类型 *"].value, info["年份 *"].value, info["单位 *"].value = "年度", 2024, "青山镇"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("接待来访175批。", "“是否必写”栏选“可写”"),
        ("接待来访175批，初访化解96批，化解率54.86%。", "在“算式”表里加一行：初访化解 / 接待来访"),
        ("接待来访157批。", "指标!C5"),
    ],
)
def test_a_check_speaks_of_columns_and_cells(zhibi: Zhibi, form, tmp_path, text, said) -> None:
    (tmp_path / "d.md").write_text(text + "\n", "utf-8")
    ended = zhibi("check", "d.md", "--facts", form)
    told = ended.out + ended.err
    assert said in told
    assert [word for word in OF_FILES if word in told] == []


def test_facts_speaks_of_columns_and_cells(zhibi: Zhibi, form) -> None:
    told = zhibi("facts", form).out
    assert "“是否必写”栏选“敏感”" in told
    assert "事项!B6" in told
    assert "show" not in told


def test_doubts_about_a_form_name_its_columns_and_sheets(tmp_path, capsys):
    from tests.support.workbooks import book
    from zhibi.cli.run import run

    head = ["板块", "名称", "数值", "单位", "时段", "其中", "其中为全部", "状态"]
    rows = [
        ["经济", "税收收入", 100, "万元", "2031年", "工业税收60万元；商贸税收30万元", "是", ""],
    ]
    basics = [["样式", "镇乡"], ["类型", "年度"], ["年份", "二四"], ["单位", "青山镇"]]
    wrong = book(tmp_path, ("指标", [head, *rows]), ("基本信息", basics), name="错.xlsx")
    assert run(["facts", str(wrong)]) == 3
    said = capsys.readouterr().err
    assert "“年份”的值“二四”不是可用的整数" in said
    assert "“year”" not in said

    basics[2] = ["年份", 2024]
    form = book(tmp_path, ("指标", [head, *rows]), ("基本信息", basics), name="表.xlsx")
    run(["facts", str(form)])
    said = capsys.readouterr().out
    assert "没有写成文日期和落款\n  建议：在“基本信息”里写上" in said
    assert "“其中为全部”栏写“否”" in said
    keys = ("show", "closed", "status:", "document", "signed:")
    assert [word for word in keys if word in said] == []
