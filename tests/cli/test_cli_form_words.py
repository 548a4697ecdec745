"""Messages about facts of a filled form speak of its columns and cells."""

import openpyxl
import pytest

from tests.cli.conftest import Zhibi
from tests.support.facts_texts import HEAD
from tests.support.workbooks import book
from zhibi.cli.run import run
from zhibi.intake.forms import make_form

BASICS = [["样式", "镇乡"], ["类型", "年度"], ["年份", 2024], ["单位", "青山镇"]]

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


FORMULAS = {
    "no form of writing": (["总人口 / 户数", ""], ["“写法”栏"]),
    "a malformed form of writing": (["总人口", "百分比"], ["“写法”栏“百分比”的写法不对"]),
    "another unit": (["总人口", "0.0万元"], ["不能写成“万元”", "改写“写法”栏的单位"]),
}


@pytest.mark.parametrize(("formula", "told"), FORMULAS.values(), ids=FORMULAS)
def test_a_formula_of_a_form_that_fails_is_told_in_words_of_the_form(
    tmp_path, capsys, formula, told
):
    head = ["板块", "名称", "数值", "单位"]
    rows = [["经济", "总人口", 500, "人"], ["经济", "户数", 100, "人"]]
    derived = [["板块", "名称", "算式", "写法"], ["经济", "结果", *formula]]
    path = book(tmp_path, ("指标", [head, *rows]), ("基本信息", BASICS), ("算式", derived))
    assert run(["facts", str(path)]) == 3
    said = capsys.readouterr().err
    assert [word for word in told if word not in said] == []
    assert " as" not in said


def test_an_answer_to_nothing_is_told_by_its_column(tmp_path, capsys):
    plan = [["板块", "计划", "对应问题"], ["经济", "抓好税收征管。", "p9"]]
    path = book(tmp_path, ("计划", plan), ("基本信息", BASICS))
    assert run(["facts", str(path)]) == 3
    assert "“对应问题”里的编号“p9”不存在" in capsys.readouterr().err


def test_rows_of_a_sheet_beside_a_facts_file_are_told_in_words_of_the_form(tmp_path, capsys):
    rows = [["板块", "名称", "数值", "单位"], ["经济", "税收 收入", 100, "万元"]]
    sheet = book(tmp_path, ("指标", rows))
    base = tmp_path / "base.yaml"
    base.write_text(HEAD + "sections: []\n", "utf-8")
    run(["facts", str(base), str(sheet)])
    said = capsys.readouterr().out
    assert "没有写成文日期和落款\n" in said
    assert "建议：删去空格或换行" in said
    assert [word for word in ("date", "signed:", "document", "YAML") if word in said] == []
