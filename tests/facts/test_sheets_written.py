"""Cells and rows as offices write them: remarks, marks, months in words, parts of parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from zhibi.errors import InputError
from zhibi.intake.merge import merge
from zhibi.intake.submissions import read_submission

BASE = (
    "document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, superior: 县委}\n"
    "sections: []\n"
)


def _facts(tmp_path: Path, *lines: str) -> dict[str, dict[str, Any]]:
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return {one.data["name"]: one.data for one in read_submission(path).facts}


@pytest.mark.parametrize(
    ("written", "value", "period"),
    [
        ("截至10月31日 72", "72处", "截至10月31日"),
        ("截止9月底：72", "72处", "截止9月底"),
        ("72左右", "72处左右", None),
        ("近72", "近72处", None),
        ("不足72", "不足72处", None),
    ],
)
def test_what_stands_beside_a_number_is_part_of_it(
    tmp_path: Path, written: str, value: str, period: str | None
) -> None:
    (fact,) = _facts(tmp_path, "指标,单位,数值", f"堰塘,处,{written}").values()
    assert fact["value"] == value
    assert fact.get("period") == period


@pytest.mark.parametrize("written", ["与去年持平", "±0", "较上年持平", "0.0"])
def test_no_change_in_other_words(tmp_path: Path, written: str) -> None:
    (fact,) = _facts(tmp_path, "指标,单位,今年,同比%", f"产量,吨,72,{written}").values()
    assert fact["growth"] == "0%"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("产量,吨,72,▼4.5", "写成 -4.5"),
        ("产量,吨,72②,4.5", "写成 72"),
        ("产量,处,3/7,4.5", "是 7 里的 3"),
    ],
)
def test_what_may_be_read_in_two_ways_is_refused_with_what_to_type(
    tmp_path: Path, line: str, told: str
) -> None:
    with pytest.raises(InputError) as raised:
        _facts(tmp_path, "指标,单位,今年,同比%", line)
    (problem,) = raised.value.problems
    assert told in problem.hint
    assert problem.cell


def test_months_in_words_are_times(tmp_path: Path) -> None:
    facts = _facts(tmp_path, "指标,单位,十月,十一月", "接待,人次,620,710")
    assert facts["接待"]["value"] == "710人次"
    assert facts["接待"]["period"] == "11月"
    facts = _facts(tmp_path, "指标,单位,一至十月", "接待,人次,620")
    assert facts["接待"]["period"] == "1—10月"


def test_a_part_of_a_part_is_no_part_of_the_whole(tmp_path: Path) -> None:
    facts = _facts(
        tmp_path,
        "指标,单位,数值",
        "林地,亩,900",
        "　　#公益林,亩,500",
        "　　　　其中：国家级,亩,200",
        "　　　　其中：省级,亩,90",
        "　　#商品林,亩,400",
    )
    parts = facts["林地"]["of_which"]["parts"]
    assert [part["name"] for part in parts] == ["公益林", "商品林"]
    assert facts["公益林（国家级）"]["value"] == "200亩"
    assert facts["公益林（省级）"]["value"] == "90亩"


def test_a_numbered_title_without_figures_is_the_topic_of_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "指标,单位,数值\n（一）养殖,,\n蛋鸡,只,800\n（二）种植,,\n莲藕,亩,60\n", encoding="utf-8"
    )
    found = read_submission(path)
    assert [one.topic for one in found.facts] == ["养殖", "种植"]
    assert not found.missing


def test_a_column_of_sums_is_of_no_place(tmp_path: Path) -> None:
    facts = _facts(tmp_path, "指标,单位,南岸,北岸,合计", "渔船,艘,12,8,20")
    assert facts["渔船"]["value"] == "20艘"
    assert facts["南岸渔船"]["value"] == "12艘"


def test_a_column_of_words_with_figures_is_told_and_a_date_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "项目名称,建设内容,计划投资（万元）,计划完工\n西渠,衬砌9公里,300,2025年8月\n北站,新建3座,90,2025年9月\n",
        encoding="utf-8",
    )
    found = read_submission(path)
    facts = {one.data["name"]: one.data["value"] for one in found.facts}
    assert facts["西渠计划投资"] == "300万元"
    assert facts["北站计划完工"] == "2025年9月"
    assert any("建设内容" in note.message for note in found.notes)


def test_the_tables_of_last_years_report_are_last_years(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "a.md").write_text(
        "# 青山镇2023年工作总结\n\n## 一、主要工作\n\n### （一）水利\n\n整修渠道5公里。\n\n"
        "| 指标 | 单位 | 数值 |\n|---|---|---|\n| 泵站 | 座 | 4 |\n\n"
        "### （二）交通\n\n修路2公里。\n",
        encoding="utf-8",
    )
    result = merge([tmp_path / "base.yaml", tmp_path / "a.md"])
    facts = [fact for section in result.data["sections"] for fact in section.get("facts", [])]
    assert len(facts) == 3
    assert {fact["show"] for fact in facts} == {"hidden"}
    assert {fact["status"] for fact in facts} == {"last_year"}


def test_since_january_up_to_this_month(tmp_path: Path) -> None:
    facts = _facts(
        tmp_path,
        "2024年10月,,,,",
        "指标,单位,本月,本月止累计,去年同期累计",
        "客运量,万人次,8,92,88",
    )
    assert facts["客运量"]["value"] == "92万人次"
    assert facts["客运量"]["period"] == "1—10月"
    assert facts["客运量"]["previous"]["value"] == "88万人次"


def test_a_list_of_work_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("工作,完成情况,完成时限\n疏浚,已疏浚7公里,2024年9月底\n", encoding="utf-8")
    (fact,) = read_submission(path).facts
    assert "已疏浚7公里" in fact.data["text"]
