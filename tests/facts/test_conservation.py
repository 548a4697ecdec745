"""Every numeral that a file shows is in a fact, or told with its place and why it is not."""

import csv
import datetime
import io
import re
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.facts import test_sheets_layouts, test_sheets_untidy
from zhibi.errors import InputError
from zhibi.intake.submissions import read_submission

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
BUILDERS = {
    f"{module.__name__.rpartition('.')[2]}: {name}": build
    for module in (test_sheets_layouts, test_sheets_untidy)
    for name, (build, *_) in module.READ.items()
}
OFFICE_FILES = sorted(EXAMPLES.glob("*/offices/*"))
RUNS = re.compile("[0-9０-９]+(?:[,，.．][0-9０-９]+)*")


def shown(path):
    """The texts that a file shows, read without zhibi: by openpyxl, the csv module, python-docx."""
    if path.suffix == ".csv":
        data = path.read_bytes()
        encoding = next(
            name
            for name in ("utf-8-sig", "utf-16", "gb18030", "utf-16-le", "utf-16-be")
            if _decodes(data, name)
        )
        text = data.decode(encoding).replace("\r", "\n")
        marks = max(",\t;", key=text.count)
        return [cell for row in csv.reader(io.StringIO(text), delimiter=marks) for cell in row]
    if path.suffix == ".docx":
        body = docx.Document(str(path)).element.body
        return ["".join(run.text or "" for run in p.iter() if run.tag.endswith("}t"))
                for p in body.iter() if p.tag.endswith("}p")]  # fmt: skip
    book = openpyxl.load_workbook(path, data_only=True)
    return [
        _text(cell) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row
        if cell.value is not None
    ]  # fmt: skip


def _decodes(data, name):
    try:
        text = data.decode(name)
    except UnicodeError:
        return False
    plain = sum(
        char < "\x80" or "一" <= char <= "鿿" or char in "（）：，。—；“”％↓" for char in text
    )
    return "\x00" not in text and plain >= 0.9 * len(text)


def _text(cell):
    if isinstance(cell.value, datetime.datetime):
        return " ".join("1" for letter in "ymd" if letter in cell.number_format)
    if isinstance(cell.value, bool):
        return ""
    literal = "".join(re.findall(r'"([^"]*)"', cell.number_format))
    return f"{cell.value:.2f}{literal}" if isinstance(cell.value, float) else str(cell.value)


def numerals(path):
    return sum(len(RUNS.findall(text)) for text in shown(path))


def ensure_conserved(path):
    tally = read_submission(path).tally
    assert tally.used + sum(one.count for one in tally.left) == numerals(path)
    assert all(one.place and one.why and one.count for one in tally.left)


@pytest.mark.parametrize("name", BUILDERS)
def test_the_numerals_of_a_table_are_conserved(name, tmp_path):
    ensure_conserved(BUILDERS[name](tmp_path))


@pytest.mark.parametrize("path", OFFICE_FILES, ids=lambda path: path.name)
def test_the_numerals_of_the_examples_are_conserved(path):
    ensure_conserved(path)
    assert read_submission(path).tally.used > 0


def test_the_numerals_of_a_text_are_conserved(tmp_path):
    made = docx.Document()
    made.add_paragraph("青山镇2024年工作情况")
    made.add_heading("一、2024年完成情况", 1)
    made.add_paragraph("1. 新建厂房5座，投资1,200.5万元。2.改造3处")
    made.add_paragraph("（二）走访86户")
    table = made.add_table(2, 3)
    for cell, text in zip(
        table._cells, ["名称", "数值", "2023年", "税收", "5万元", "4"], strict=True
    ):
        cell.text = text
    made.add_paragraph("2024年12月6日")
    made.save(tmp_path / "a.docx")
    ensure_conserved(tmp_path / "a.docx")


def test_a_file_that_is_refused_loses_nothing_in_silence(tmp_path):
    path = test_sheets_layouts.sheet(["名称", "数值", "单位"], ["甲", "很多5", "个"])(tmp_path)
    with pytest.raises(InputError):
        read_submission(path)
