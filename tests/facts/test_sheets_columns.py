"""Columns as offices head them: this and last year, places, units, targets, upper labels."""

import pytest

from tests.facts.test_sheets_layouts import hidden, read, sheet
from zhibi.errors import InputError
from zhibi.intake.submissions import read_submission

READ = {
    "this year's beside last year's": (
        sheet(["品种", "当年出栏（头）", "上年出栏（头）"], ["生猪", 15420, 14980]),
        [{"name": "生猪出栏", "value": "15420头", "previous": hidden("14980头")}],
    ),
    "last year's before a name without a year": (
        sheet(["村别", "去年产量（吨）", "产量（吨）"], ["红石村", 620, 636]),
        [{"name": "红石村产量", "value": "636吨", "previous": hidden("620吨")}],
    ),
    "the ends of two years": (
        sheet(["村名", "本年末存栏（只）", "上年末存栏（只）"], ["红石村", 320, 300]),
        [{"name": "红石村年末存栏", "value": "320只", "previous": hidden("300只")}],
    ),
    "years above the indicator": (
        sheet(
            ["品种", "上年", None, "当年", None],
            [None, "出栏（头）", "存栏（头）", "出栏（头）", "存栏（头）"],
            ["生猪", 9, 5, 8, 4],
            areas=["A1:A2", "B1:C1", "D1:E1"],
        ),
        [
            {"name": "生猪出栏", "value": "8头", "previous": hidden("9头")},
            {"name": "生猪存栏", "value": "4头", "previous": hidden("5头")},
        ],
    ),
    "last year's alone": (
        sheet(["品种", "上年出栏（头）"], ["生猪", 14980]),
        [{"name": "生猪上年出栏", "value": "14980头", "status": "last_year"}],
    ),
    "a unit of each row for several columns": (
        sheet(
            ["品种", "单位", "年末存栏", "产值（万元）"], ["生猪", "头", 2000, 62],
            ["水产品", "吨", 20, 9],
        ),
        [
            {"name": "生猪年末存栏", "value": "2000头"},
            {"name": "生猪产值", "value": "62万元"},
            {"name": "水产品年末存栏", "value": "20吨"},
            {"name": "水产品产值", "value": "9万元"},
        ],
    ),
    "places under 单位": (
        sheet(["单位", "户籍人口（人）", "低保（户）"], ["红石村", 1200, 30]),
        [
            {"name": "红石村户籍人口", "value": "1200人"},
            {"name": "红石村低保", "value": "30户"},
        ],
    ),
    "units above by the kind of the indicator": (
        sheet(["单位：亩、吨"], ["作物", "播种面积", "总产量"], ["水稻", 400, 36]),
        [
            {"name": "水稻播种面积", "value": "400亩"},
            {"name": "水稻总产量", "value": "36吨"},
        ],
    ),
    "a year's task": (
        sheet(["指标", "单位", "全年任务", "1-11月完成"], ["到位资金", "亿元", 2, 1.86]),
        [
            {
                "name": "到位资金", "value": "1.86亿元", "period": "1—11月",
                "target": hidden("2亿元"),
            }
        ],
    ),
    "a share of the year's task": (
        sheet(["指标", "单位", "完成数", "占年度任务比例（%）"], ["到位资金", "亿元", 1.8, 93]),
        [
            {
                "name": "到位资金", "value": "1.8亿元",
                "completion": {"value": "93%", "name": "占全年目标任务"},
            }
        ],
    ),
    "planned and actual under the indicator": (
        sheet(
            ["项目名称", "本年完成投资（万元）", None], [None, "计划", "实际"],
            ["加工园二期", 7000, 6420], areas=["A1:A2", "B1:C1"],
        ),
        [
            {
                "name": "加工园二期本年完成投资", "value": "6420万元", "target": hidden("7000万元"),
            }
        ],
    ),
    "a branch above its indicators": (
        sheet(
            ["村", "种植业", None], [None, "水稻（亩）", "产量（吨）"], ["红石村", 1200, 636],
            areas=["A1:A2", "B1:C1"],
        ),
        [
            {"name": "红石村种植业水稻", "value": "1200亩"},
            {"name": "红石村种植业产量", "value": "636吨"},
        ],
    ),
    "a level that the place has": (
        sheet(["村", "村集体收入（万元）", "村级活动室（个）"], ["红石村", 50, 2]),
        [
            {"name": "红石村集体收入", "value": "50万元"},
            {"name": "红石村活动室", "value": "2个"},
        ],
    ),
    "values in two units": (
        sheet(["名称", "数量（个）", "金额（万元）"], ["新建公厕", 4, 36]),
        [
            {"name": "新建公厕数量", "value": "4个"},
            {"name": "新建公厕金额", "value": "36万元"},
        ],
    ),
    "nothing that happened": (
        sheet(
            ["指标", "单位", "数值", "是否必写"], ["事故", "起", 0, None],
            ["火情", "起", 0, "必写"],
        ),
        [
            {"name": "事故", "value": "0起", "show": "hidden"},
            {"name": "火情", "value": "0起", "show": "must"},
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_columns_are_read_as_meant(name, tmp_path):
    build, expected = READ[name]
    assert read(build, tmp_path) == expected


@pytest.mark.parametrize(
    "header",
    [
        "村名",
        "村别",
        "村名称",
        "村社",
        "村组",
        "社区名称",
        "行政村名称",
        "乡镇名称",
        "所在村",
        "网格",
    ],
)
def test_columns_of_places_are_known_by_their_words(header, tmp_path):
    facts = read(sheet([header, "户籍人口（人）"], ["红石", 1200], ["柳溪", 900]), tmp_path)
    assert [fact["name"] for fact in facts] == ["红石户籍人口", "柳溪户籍人口"]


def test_units_that_cannot_be_told_apart_are_one_problem(tmp_path):
    build = sheet(["单位：亩、吨"], ["作物", "早稻", "晚稻"], ["优质", 4, 3], ["普通", 6, 1])
    with pytest.raises(InputError) as raised:
        read_submission(build(tmp_path))
    (problem,) = raised.value.problems
    assert "统计表!B2 “早稻”" in problem.message
    assert "统计表!C2 “晚稻”" in problem.message
    assert problem.hint == "写在各栏表头的括号里，如 早稻（亩）"


def test_a_zero_that_is_not_written_is_told(tmp_path):
    submission = read_submission(sheet(["指标", "单位", "数值"], ["事故", "起", 0])(tmp_path))
    (note,) = submission.notes
    assert (note.message, note.cell) == ("“事故”是0起，只用于核对，不写进报告", "统计表!C2")
