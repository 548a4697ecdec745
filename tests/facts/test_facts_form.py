"""The blank form: what it offers, that it is handed back empty, that it prints."""

import shutil
import subprocess

import openpyxl
import pytest

from zhibi.intake.forms import make_form
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
