"""Titles of one table among several, parts in columns of their own, remarks with figures."""

import docx
import pytest

from tests.facts.test_sheets_layouts import read, sheet
from zhibi.errors import InputError
from zhibi.intake.merge import merge
from zhibi.intake.submissions import read_submission

BASE = """\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 石桥镇, period: 1—11月}
sections: []
"""


def brief(facts):
    return [(fact["name"], fact["value"], fact.get("period")) for fact in facts]


def test_each_table_of_a_sheet_has_its_own_titles(tmp_path):
    facts = read(
        sheet(
            ["表一 财政收支（1—9月，单位：万元）"],
            ["项目", "金额"],
            ["财政收入", 8236.5],
            [],
            ["表二 人口（截至10月底）"],
            ["项目", "单位", "数量"],
            ["户籍人口", "人", 35216],
        ),
        tmp_path,
    )
    assert brief(facts) == [
        ("财政收入", "8236.5万元", "1—9月"),
        ("户籍人口", "35216人", "截至10月底"),
    ]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("招商项目台账（截至2024年11月20日）", "截至11月20日"),
        ("主要指标（上半年）", "上半年"),
        ("2024年1至9月主要指标", "1—9月"),
        ("主要指标", None),
    ],
)
def test_a_title_gives_the_period(title, period, tmp_path):
    facts = read(sheet([title], ["指标", "单位", "数值"], ["到位资金", "万元", 4500]), tmp_path)
    assert facts[0].get("period") == period


def test_a_row_without_a_figure_before_a_repeated_header_is_told(tmp_path):
    head = ["指标", "单位", "数值"]
    path = sheet(head, ["造林", "亩", 5], ["抚育", "亩", None], head, ["植树", "株", 6])(tmp_path)
    assert any("“抚育”没有数值" in note.message for note in read_submission(path).notes)


def test_a_column_of_which_is_a_part_of_the_column_before_it(tmp_path):
    facts = read(
        sheet(
            ["单位：户"],
            ["村别", "总户数", "改厕", "其中：今年新改", "拆除（处）"],
            ["上坪村", 420, 318, 26, 12],
            ["下坪村", 385, "—", 18, None],
            ["合计", 805, 318, 44, 12],
        ),
        tmp_path,
    )
    parts = {
        fact["name"]: [(part["name"], part["value"]) for part in fact["of_which"]["parts"]]
        for fact in facts
        if "of_which" in fact
    }
    assert parts == {"上坪村改厕": [("今年新改", "26户")], "改厕": [("今年新改", "44户")]}
    assert ("下坪村改厕（今年新改）", "18户", None) in brief(facts)


def test_tables_with_other_columns_side_by_side_are_two(tmp_path):
    facts = read(
        sheet(
            ["一、种植业", None, None, "二、养殖业（单位：头）"],
            ["品种", "面积（亩）", None, "品种", "存栏"],
            ["水稻", 12000, None, "生猪", 5600],
        ),
        tmp_path,
    )
    assert brief(facts) == [("水稻面积", "12000亩", None), ("生猪存栏", "5600头", None)]


def test_tables_side_by_side_under_titles_of_their_own_are_two(tmp_path):
    build = sheet(
        ["种植", None, "养殖", None],
        ["品种", "面积（亩）", "品种", "存栏（头）"],
        ["水稻", 12000, "生猪", 5600],
        areas=["A1:B1", "C1:D1"],
    )
    assert brief(read(build, tmp_path)) == [
        ("水稻面积", "12000亩", None),
        ("生猪存栏", "5600头", None),
    ]


def test_a_second_column_of_names_under_two_levels_is_refused(tmp_path):
    build = sheet(
        ["品种", "种植", None, "品种", "养殖"],
        [None, "面积（亩）", "产量（吨）", None, "存栏（头）"],
        ["水稻", 12000, 6480, "生猪", 5600],
        ["油菜", 4300, 645, "家禽", 320],
        areas=["A1:A2", "B1:C1", "D1:D2"],
    )
    with pytest.raises(InputError) as error:
        read(build, tmp_path)
    assert "D1" in str(error.value)
    assert "品种" in str(error.value)


def test_several_units_in_a_header_are_refused_by_cell(tmp_path):
    build = sheet(["品种", "存栏（头、只）"], ["生猪", 5600], ["家禽", 32000])
    with pytest.raises(InputError) as error:
        read(build, tmp_path)
    assert "B1" in str(error.value)
    assert "头、只" in str(error.value)
    facts = read(sheet(["品种", "存栏（头、只）"], ["生猪", "5600头"]), tmp_path)
    assert brief(facts) == [("生猪存栏", "5600头", None)]


def test_a_remark_with_a_figure_is_told_of_a_task_and_counted_of_an_indicator(tmp_path):
    head = ["工作任务", "年度目标", "完成情况", "备注"]
    tasks = sheet(head, ["背街小巷改造", "改造15条", "已完成11条", "预计12月底完工"])(tmp_path)
    assert read_submission(tasks).facts[0].data["text"] == (
        "背街小巷改造已完成11条，预计12月底完工（目标：改造15条）。"
    )
    rows = sheet(["指标", "单位", "数值", "备注"], ["竹林", "亩", 1200, "其中新造85亩"])(tmp_path)
    (left,) = read_submission(rows).tally.left
    assert (left.count, left.why) == (1, "备注，只留作说明")


@pytest.mark.parametrize(
    ("written", "value"),
    [("预计达62.3", "62.3亩"), ("预计约3200", "约3200亩"), ("预计：45", "45亩")],
)
def test_a_forecast_is_told_with_its_verb(written, value, tmp_path):
    (fact,) = read(sheet(["指标", "单位", "数值"], ["造林", "亩", written]), tmp_path)
    assert (fact["value"], fact["status"]) == (value, "forecast")


def test_an_earlier_report_is_kept_for_checks_alone(tmp_path):
    document = docx.Document()
    for text in (
        "石桥镇2023年工作总结",
        "一、2023年工作总结",
        "（一）民生保障扎实有力",
        "一是就业稳定。新增就业756人，失业率控制在3.5%以内。二是救助到位。发放救助金182.4万元。",
        "二、2024年工作计划",
        "力争规上工业总产值突破10亿元。",
    ):
        document.add_paragraph(text)
    document.save(tmp_path / "去年.docx")
    base = tmp_path / "base.yaml"
    base.write_text(BASE, encoding="utf-8")
    merged = merge([base, tmp_path / "去年.docx"])
    summary, plan = merged.data["sections"]
    jobs, relief = (section["facts"][0] for section in summary["sections"])
    assert [section["topic"] for section in summary["sections"]] == ["就业稳定", "救助到位"]
    assert (jobs["status"], jobs["show"], jobs["period"]) == ("last_year", "hidden", "2023年")
    assert [one["name"] for one in jobs["figures"]] == ["新增就业", "失业率"]
    assert relief["figures"] == [{"text": "182.4万元", "name": "救助金"}]
    (goal,) = plan["facts"]
    assert (goal["status"], goal["show"], goal.get("period")) == ("target", "hidden", None)
    assert goal["figures"] == [{"text": "10亿元", "name": "规上工业总产值"}]
    assert any("不写进报告" in note.message for note in merged.notes)


def test_the_titles_of_a_table_without_a_header_are_not_the_next_ones(tmp_path):
    path = sheet(
        ["石桥镇社保情况统计（2024年第三季度）"],
        ["险种", "参保人数", "续保率%"],
        ["养老保险", 18432, "97.2"],
        [],
        ["石桥镇就业情况统计（2024年1至9月）"],
        ["指标", "数量（人次）"],
        ["技能培训", 640],
    )(tmp_path)
    submission = read_submission(path)
    assert brief([item.data for item in submission.facts]) == [("技能培训", "640人次", "1—9月")]
    assert any("第 3 行" in note.message and "表头" in note.message for note in submission.notes)


@pytest.mark.parametrize(
    ("written", "unit", "code"),
    [(1286000000, "亿元", '0.00,,"百万"'), ("3.2万", "万元", "General"), (21, "万元", '0.0"万"')],
)
def test_a_scale_in_the_number_and_in_its_unit_is_refused(written, unit, code, tmp_path):
    def formatted(one):
        one["C2"].number_format = code

    build = sheet(["指标", "单位", "数值"], ["工业增加值", unit, written], touch=formatted)
    with pytest.raises(InputError) as error:
        read(build, tmp_path)
    assert "C2" in str(error.value)
    assert unit in str(error.value)


def test_a_title_that_is_set_as_a_heading_gives_the_year(tmp_path):
    document = docx.Document()
    document.add_heading("石桥镇2023年度工作报告", 1)
    for text in (
        "一、主要工作",
        "（一）农业提质",
        "新建大棚140座。",
        "二、存在的短板",
        "企业只有6家。",
    ):
        document.add_paragraph(text)
    document.save(tmp_path / "a.docx")
    base = tmp_path / "base.yaml"
    base.write_text(BASE, encoding="utf-8")
    merged = merge([base, tmp_path / "a.docx"])
    facts = [fact for section in merged.data["sections"] for fact in section["facts"]]
    assert [(fact["show"], fact["period"]) for fact in facts] == [("hidden", "2023年")] * 2
    assert all("工作报告" not in section.get("topic", "") for section in merged.data["sections"])


def test_a_note_in_markdown_has_no_marks_in_its_facts(tmp_path):
    path = tmp_path / "妇联.md"
    path.write_text(
        "# 妇联小结\n\n- 慰问困难妇女儿童85人\n* 发放慰问金4.25万元\n\n"
        "| 指标 | 单位 | 数值 |\n| --- | :-: | --- |\n| 讲座 | 场 | 9 |\n",
        encoding="utf-8",
    )
    facts = [item.data for item in read_submission(path).facts]
    assert [fact.get("text") for fact in facts] == [
        "慰问困难妇女儿童85人",
        "发放慰问金4.25万元",
        None,
    ]
    assert (facts[2]["name"], facts[2]["value"]) == ("讲座", "9场")
