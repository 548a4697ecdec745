"""What --prefer leaves is told whole; names that are nearly one are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhibi.intake.merge import merge

BASE = (
    "document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, superior: 县委}\n"
    "sections: []\n"
)


def _files(tmp_path: Path, first: str, second: str) -> list[Path]:
    paths = [tmp_path / name for name in ("base.yaml", "a.csv", "b.csv")]
    for path, text in zip(paths, (BASE, first, second), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


@pytest.mark.parametrize("preferred", ["水务站", "农机站"])
def test_the_row_that_is_not_taken_is_told_with_all_its_figures(
    tmp_path: Path, preferred: str
) -> None:
    paths = _files(
        tmp_path,
        "科室,指标,数值,单位,目标,完成率\n水务站,灌溉面积,620,亩,800,77.5%\n",
        "科室,指标,数值,单位,同比\n农机站,灌溉面积,640,亩,2.4%\n",
    )
    result = merge(paths, preferred)
    notes = " ".join(note.message for note in result.notes)
    tallies = {Path(one.path).name: one for one in result.tallies}
    taken, left = ("a.csv", "b.csv") if preferred == "水务站" else ("b.csv", "a.csv")
    assert tallies[left].used == 0
    assert tallies[left].left[-1].why == "说法不一，没有采用"
    assert tallies[taken].used == tallies[taken].seen
    for lost in ["同比2.4%"] if preferred == "水务站" else ["目标800亩", "完成率77.5%"]:
        assert lost in notes


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        ("农村公路养护", "公路养护里程", True),
        ("高龄津贴发放", "发放高龄老人津贴", False),
        ("城乡居民养老保险", "居民养老", True),
        ("城镇职工医疗保险", "职工医保", True),
        ("小麦播种", "玉米播种", False),
        ("东街商户", "西街商户", False),
    ],
)
def test_names_that_are_nearly_one_are_asked_about(
    tmp_path: Path, one: str, other: str, asked: bool
) -> None:
    paths = _files(tmp_path, f"指标,数值,单位\n{one},365,个\n", f"指标,数值,单位\n{other},365,个\n")
    told = [note.message for note in merge(paths).notes if "是不是同一个数" in note.message]
    assert bool(told) is asked
