"""The blank form: what it offers, that it is handed back empty, that it prints."""

import shutil
import subprocess

import openpyxl
import pytest

from zhibi.cli.run import run
from zhibi.intake.form_selection import select
from zhibi.intake.forms import fill_form, make_form
from zhibi.intake.merge import merge
from zhibi.intake.submissions import read_submission

INDICATORS = [
    *["板块", "名称", "数值", "单位", "时段", "同比", "上年同期", "全年预计", "目标", "完成率"],
    *["其中", "状态", "是否必写", "来源科室", "备注"],
]
TOPICS = ["经济发展", "民生保障"]


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(make_form("镇乡", TOPICS))
    return path


def test_its_sheets_and_columns_are_those_that_were_agreed(form):
    book = openpyxl.load_workbook(form)
    heads = {
        sheet.title: [cell.value for cell in sheet[3] if cell.value] for sheet in book.worksheets
    }
    assert heads["指标"] == INDICATORS
    assert heads["事项"] == ["板块", "内容", "名称", "状态", "来源"]
    assert list(heads) == ["指标", "事项", "问题", "计划", "基本信息"]


def test_every_column_explains_itself_and_the_header_stays_in_sight(form):
    sheet = openpyxl.load_workbook(form)["指标"]
    assert all(cell.comment is not None for cell in sheet[3])
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"


def test_it_offers_topics_statuses_and_what_must_be_written(form):
    sheet = openpyxl.load_workbook(form)["指标"]
    offers = [offer.formula1 for offer in sheet.data_validations.dataValidation]
    assert '"经济发展,民生保障"' in offers
    assert '"已完成,累计,进行中,预计,目标,上年"' in offers
    assert '"必写,可写,不写,敏感"' in offers


def test_handed_back_empty_it_says_nothing(form):
    submission = read_submission(form)
    assert submission.facts == []
    assert submission.document == {"style": "镇乡"}


def test_handed_back_filled_it_is_read(form):
    book = openpyxl.load_workbook(form)
    sheet = book["指标"]
    for column, value in enumerate(["经济发展", "税收", 2186.4, "万元", None, 0.0635], 1):
        sheet.cell(5, column).value = value
    info = {row[0].value: row[1] for row in book["基本信息"].iter_rows()}
    info["类型 *"].value, info["年份 *"].value, info["单位 *"].value = "年度", 2024, "青山镇"
    book.save(form)
    (section,) = merge([form]).data["sections"]
    assert section["facts"] == [
        {
            "id": "经济发展.税收",
            "name": "税收",
            "value": "2186.4万元",
            "growth": "6.35%",
            "source": "form.xlsx 指标!C5",
        }
    ]


def test_an_office_gets_its_own_part(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(make_form("街道", TOPICS, "财政所"))
    book = openpyxl.load_workbook(path)
    assert "基本信息" not in book.sheetnames
    assert "填报单位：财政所" in book["指标"]["A1"].value
    assert book["指标"]["N5"].value == "财政所"
    assert read_submission(path).facts == []


@pytest.mark.libreoffice
def test_it_opens_and_prints(form, tmp_path):
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", tmp_path, form],
        check=True,
        capture_output=True,
        timeout=120,
    )
    said = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "form.pdf", "-"],
        check=True,
        capture_output=True,
        timeout=60,
    ).stdout.decode()
    assert "指标填报表（镇乡）" in said
    assert "第 1 页" in said


TEXTS = ['=HYPERLINK("http://x.invalid","点")', "=cmd|'/c calc'!A1", "+1+1", "@SUM(1)", "=1+1"]
OFFICES = """\
document: {style: 镇乡, kind: annual, year: 2023, organisation: 青山镇, period: 1—11月}
sections:
  - id: econ
    part: summary
    topic: 经济发展
    source: 财政所
    facts:
      - {id: tax, name: 税收收入, value: 2055.9万元, period: 2023年1—10月, target: 2500万元}
      - {id: debt, name: 债务余额, value: 731万元, show: sensitive}
      - {id: kept, name: 存款, value: 12.30亿元, previous: {value: 9亿元, show: sensitive}}
      - {id: hope, name: 税收预计, value: 2600万元, status: forecast}
    sections:
      - id: econ.trade
        topic: 招商引资
        source: 招商办
        facts:
          - {id: firms, name: 引进企业, value: 5家}
          - {id: secret, text: 给予奖补37万元。, figures: [{text: 37万元, show: sensitive}]}
"""


def all_texts(path):
    book = openpyxl.load_workbook(path)
    return [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell]


def facts_file(tmp_path, text=OFFICES):
    path = tmp_path / "last.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_of_the_facts_becomes_a_formula(tmp_path, text):
    facts = {"name": text, "value": "5家", "source": text, "note": text}
    data = {"document": {"style": "镇乡", "organisation": text, "year": "2024"}}
    data["sections"] = [
        {"id": "s", "topic": text, "heading": text, "facts": [facts, {"text": text}]}
    ]
    path = tmp_path / "form.xlsx"
    path.write_bytes(fill_form(data))
    cells = all_texts(path)
    assert text in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


@pytest.mark.parametrize("text", TEXTS)
def test_no_office_or_topic_becomes_a_formula(tmp_path, text):
    path = tmp_path / "form.xlsx"
    path.write_bytes(make_form("镇乡", [text], text))
    assert "f" not in {cell.data_type for cell in all_texts(path)}


def test_a_form_holds_control_characters_as_blanks(tmp_path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(make_form("镇乡", [], "财\x07政\x00所"))
    assert openpyxl.load_workbook(path)["指标"]["N5"].value.startswith("财")


def test_sensitive_figures_are_written_for_nobody_else(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = facts_file(tmp_path)
    assert run(["form", "--style", "镇乡", "--facts", str(path), "-o", "all.xlsx"]) == 0
    assert "敏感的数 3 处没有写进表" in capsys.readouterr().err
    told = "".join(str(cell.value) for cell in all_texts("all.xlsx"))
    assert "2055.9" in told
    assert not [secret for secret in ("731", "9亿元", "37万元") if secret in told]


@pytest.mark.parametrize(
    ("office", "has", "has_not"),
    [
        ("财政所", ("731", "2055.9"), ("37万元", "引进企业")),
        ("招商办", ("37万元",), ("731", "税收")),
    ],
)
def test_an_office_gets_its_own_facts_and_no_others(tmp_path, office, has, has_not):
    selection = select(merge([facts_file(tmp_path)]).data, office)
    path = tmp_path / "form.xlsx"
    path.write_bytes(fill_form(selection.data))
    told = "".join(str(cell.value) for cell in all_texts(path))
    assert [text for text in has if text not in told] == []
    assert [text for text in has_not if text in told] == []


def test_an_office_that_reported_nothing_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    arguments = ["form", "--style", "镇乡", "--facts", str(facts_file(tmp_path)), "-o", "a.xlsx"]
    assert run([*arguments, "--office", "水利站"]) == 2
    assert "水利站" in capsys.readouterr().err


def test_last_years_figures_move_and_the_rest_is_blank(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = facts_file(tmp_path)
    assert run(["form", "--style", "镇乡", "--from-last-year", str(path), "-o", "next.xlsx"]) == 0
    book = openpyxl.load_workbook("next.xlsx")
    sheet = book["指标"]
    heads = [cell.value for cell in sheet[3]]
    rows = [dict(zip(heads, [cell.value for cell in row], strict=True)) for row in sheet["A5:O8"]]
    wanted = ("板块", "名称", "数值", "单位", "时段", "上年同期", "目标", "来源科室")
    assert [[row[head] for head in wanted] for row in rows] == [
        ["经济发展", "税收收入", None, "万元", "1—10月", 2055.9, None, "财政所"],
        ["经济发展", "存款", None, "亿元", None, "12.30", None, "财政所"],
        ["经济发展/招商引资", "引进企业", None, "家", None, 5, None, "招商办"],
        [None] * 8,
    ]
    info = {row[0].value: row[1].value for row in book["基本信息"].iter_rows()}
    assert (info["年份 *"], info["单位 *"], info["样式 *"]) == ("2024", "青山镇", "镇乡")


def test_what_is_filled_in_beside_last_years_figure_is_merged(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run(["form", "--style", "镇乡", "--from-last-year", str(facts_file(tmp_path)), "-o", "n.xlsx"])
    book = openpyxl.load_workbook("n.xlsx")
    book["指标"]["C5"] = 2186.4
    book.save("n.xlsx")
    result = merge(["n.xlsx"])
    (section,) = result.data["sections"]
    (fact,) = section["facts"]
    assert (fact["value"], fact["previous"]["value"]) == ("2186.4万元", "2055.9万元")


@pytest.mark.parametrize("typed", ["2.9", "2.956", "300", "12.5", "0.04"])
@pytest.mark.parametrize("value", ["3亿元", "12.30亿元", "2186.4亿元"])
def test_what_is_typed_over_a_filled_cell_is_taken_as_typed(tmp_path, typed, value):
    data = {"sections": [{"id": "s", "facts": [{"name": "投资", "value": value}]}]}
    path = tmp_path / "form.xlsx"
    path.write_bytes(fill_form(data))
    book = openpyxl.load_workbook(path)
    cell = book["指标"]["C3"]
    cell.value = typed if cell.number_format == "@" else float(typed)
    book.save(path)
    (fact,) = read_submission(path).facts
    assert fact.data["value"] == f"{typed}亿元"
