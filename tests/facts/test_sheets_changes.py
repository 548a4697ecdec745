"""Columns that tell a change or an aim: in units or per cent, ratios under %, targets alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from zhibi.errors import InputError
from zhibi.intake.merge import merge
from zhibi.intake.submissions import read_submission

BASE = (
    "document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, superior: 县委}\n"
    "sections: []\n"
)


def _read(tmp_path: Path, *lines: str) -> tuple[list[dict[str, Any]], str, str]:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_submission(path)
    return [one.data for one in found.facts], " ".join(map(str, found.notes)), str(found.tally)


def _refused(tmp_path: Path, *lines: str) -> str:
    with pytest.raises(InputError) as raised:
        _read(tmp_path, *lines)
    return str(raised.value)


def test_a_difference_to_last_year_is_no_percentage(tmp_path: Path) -> None:
    facts, notes, tally = _read(
        tmp_path, "指标,单位,去年,今年,增减", "幼儿园,所,14,17,3", "床位,张,260,245,-15"
    )
    assert all("growth" not in fact for fact in facts)
    assert "“增减”栏是增减的数" in notes
    assert "增减的数，不是百分数 2 个" in tally


def test_a_percentage_under_the_same_header_is_one(tmp_path: Path) -> None:
    facts, _, _ = _read(
        tmp_path, "指标,单位,去年,今年,增减", "产值,万元,800,864,8", "税收,万元,50,48.5,-3"
    )
    assert [fact["growth"] for fact in facts] == ["8%", "-3%"]


def test_a_change_that_may_be_either_is_refused_with_what_to_type(tmp_path: Path) -> None:
    told = _refused(tmp_path, "指标,单位,今年,比去年", "养殖户,户,320,12")
    assert "D2" in told
    assert "12%" in told
    assert "增减额" in told


@pytest.mark.parametrize(
    ("header", "title"), [("比去年（%）", ""), ("比去年", "单位：户、%"), ("同比", "")]
)
def test_a_header_or_a_title_tells_that_it_is_per_cent(
    tmp_path: Path, header: str, title: str
) -> None:
    lines = [f'"{title}"', f"指标,单位,今年,{header}", "养殖户,户,320,12"]
    facts, _, _ = _read(tmp_path, *lines[not title :])
    assert facts[0]["growth"] == "12%"


def test_a_ratio_below_a_per_cent_header_is_doubted(tmp_path: Path) -> None:
    told = _refused(tmp_path, "指标,单位,今年,同比增长（%）", "产量,吨,860,0.125")
    assert "D2" in told
    assert "12.5%" in told
    told = _refused(tmp_path, "指标,单位,今年,去年,同比（%）", "产量,吨,880,800,0.1")
    assert "E2" in told
    facts, _, _ = _read(tmp_path, "指标,单位,今年,去年,同比（%）", "产量,吨,800.8,800,0.1")
    assert facts[0]["growth"] == "0.1%"


def test_what_is_aimed_at_for_the_year_stands_beside_its_months(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["指标", "2024年", "", ""],
        ["", "1-8月", "", "全年目标"],
        ["", "绝对额（万元）", "增速（%）", "（万元）"],
        ["社零额", 560, 4.5, 900],
    ):
        sheet.append(row)
    for area in ("A1:A3", "B1:D1", "B2:C2"):
        sheet.merge_cells(area)
    path = tmp_path / "a.xlsx"
    book.save(path)
    (fact,) = read_submission(path).facts
    assert fact.data["value"] == "560万元"
    assert fact.data["target"]["value"] == "900万元"


def test_a_table_of_targets_alone_is_the_plan(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "a.csv").write_text(
        "指标,单位,2025年目标\n植树,亩,300\n村道,公里,6.5", encoding="utf-8"
    )
    result = merge([tmp_path / "base.yaml", tmp_path / "a.csv"])
    (section,) = result.data["sections"]
    assert section["part"] == "plan"
    assert {fact["status"] for fact in section["facts"]} == {"target"}
    assert {fact["period"] for fact in section["facts"]} == {"2025年"}
    assert any("只有“2025年目标”" in note.message for note in result.notes)


def test_targets_of_this_year_alone_are_not_told_as_done(tmp_path: Path) -> None:
    facts, _, _ = _read(tmp_path, "指标,单位,全年目标", "植树,亩,300")
    assert facts[0]["status"] == "target"
    assert facts[0]["show"] == "hidden"


@pytest.mark.parametrize("written", ["(4.5)", "（4.5）"])
def test_a_negative_number_in_brackets_is_refused_with_what_to_type(
    tmp_path: Path, written: str
) -> None:
    told = _refused(tmp_path, "指标,单位,今年,同比", f"产量,吨,860,{written}")
    assert "写成 -4.5" in told


def test_a_note_by_its_mark_is_no_fact(tmp_path: Path) -> None:
    facts, _, tally = _read(tmp_path, "指标,单位,数值", "茶园①,亩,860", "①含新种的120亩。,,")
    assert [fact["name"] for fact in facts] == ["茶园"]
    assert "表下的说明" in tally
