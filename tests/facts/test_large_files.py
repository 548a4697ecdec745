"""What is wrong with a large file is told from its first rows, and no more of it than helps."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from zhibi.errors import InputError
from zhibi.facts.load import facts_from_text
from zhibi.intake.submissions import read_submission

LINES = 8_000


def _refused(path: Path) -> tuple[str, ...]:
    with pytest.raises(InputError) as raised:
        read_submission(path)
    return tuple(str(problem) for problem in raised.value.problems)


def _csv(path: Path, header: str, line: str, count: int = LINES) -> Path:
    text = "\n".join([header, *(line.format(number) for number in range(count))])
    path.write_text(text, encoding="utf-8")
    return path


def test_a_long_table_without_a_unit_is_refused_by_its_head(tmp_path: Path) -> None:
    told = _refused(_csv(tmp_path / "a.csv", "村,户数,人口", "村{0},{0},{0}"))
    assert any("B1" in line and "户数" in line for line in told)
    assert "只看了前 500 行" in told[-1]


def test_a_long_list_of_problems_ends(tmp_path: Path) -> None:
    told = _refused(_csv(tmp_path / "a.csv", "指标,数值", "指标{0},{0}"))
    assert len(told) < 110
    assert any("问题太多" in line for line in told)


def test_each_short_table_is_told_whole(tmp_path: Path) -> None:
    told = _refused(_csv(tmp_path / "a.csv", "指标,数值", "指标{0},{0}", 20))
    assert len(told) == 20


def test_a_large_sheet_keeps_the_merged_header_and_every_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["指标", "1—6月", "", "单位"])
    sheet.append(["", "实际数", "比上年±%", ""])
    for number in range(LINES):
        sheet.append([f"指标{number}甲", 1000 + number, 2.5, "户"])
    for area in ("A1:A2", "B1:C1", "D1:D2"):
        sheet.merge_cells(area)
    path = tmp_path / "a.xlsx"
    book.save(path)
    facts = read_submission(path).facts
    assert len(facts) == LINES
    assert facts[-1].data["value"] == f"{1000 + LINES - 1}户"
    assert facts[-1].data["growth"] == "2.5%"
    assert facts[-1].data["period"] == "1—6月"


def test_more_rows_than_are_read_are_refused_with_their_number(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("户表")
    for _ in range(200_002):
        sheet.append([])
    path = tmp_path / "a.xlsx"
    book.save(path)
    (told,) = _refused(path)
    assert "户表 有 200002 行，最多 200000 行" in told


def test_thousands_of_unknown_keys_are_not_told_one_by_one() -> None:
    text = "document: {style: 镇乡}\n" + "".join(f"键{number}: 甲\n" for number in range(3_000))
    with pytest.raises(InputError) as raised:
        facts_from_text(text)
    assert len(raised.value.problems) == 101
    assert "问题太多" in str(raised.value.problems[0]) or "问题太多" in str(
        raised.value.problems[-1]
    )
