"""Tables as statistics offices lay them out: what is read, what is told, what is refused."""

import re
import subprocess
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font

from tests.support.workbooks import book, raw, table
from zhibi.errors import InputError
from zhibi.intake.merge import merge
from zhibi.intake.submissions import read_submission


def sheet(*rows, areas=(), touch=None, title="统计表"):
    def build(path):
        def change(one):
            for area in areas:
                one.merge_cells(area)
            if touch is not None:
                touch(one)

        return book(path, (title, rows, change))

    return build


def read(build, path):
    return [
        {key: value for key, value in item.data.items() if key != "source"}
        for item in read_submission(build(path)).facts
    ]


def hidden(value):
    return {"value": value, "show": "hidden"}


READ = {
    "period and count over two levels": (
        sheet(
            ["项目", "计量单位", "1-9月累计", None],
            [None, None, "实际数", "比上年±%"],
            ["用电量", "万千瓦时", 812.5, 3.4],
            areas=["A1:A2", "B1:B2", "C1:D1"],
        ),
        [{"name": "用电量", "value": "812.5万千瓦时", "period": "1—9月", "growth": "3.4%"}],
    ),
    "a half-year in the header": (
        sheet(["指标名称", "单位", "上半年完成数", "同比（%）"], ["接待游客", "人次", 3200, -1.2]),
        [{"name": "接待游客", "value": "3200人次", "period": "上半年", "growth": "-1.2%"}],
    ),
    "levels of a sheet saved as text": (
        table("指标,单位,本月,,累计,\n,,完成数,同比%,完成数,同比%\n税收,万元,12.1,3,140.5,4.2\n"),
        [{"name": "税收", "value": "140.5万元", "growth": "4.2%"}],
    ),
    "this and last year": (
        sheet(
            ["指标", "单位", "2024年1-10月", "2023年1-10月", "增长%"],
            ["税收", "万元", 9, 8, 12.5],
        ),
        [
            {
                "name": "税收", "value": "9万元", "period": "1—10月", "previous": hidden("8万元"),
                "growth": "12.5%",
            }
        ],
    ),
    "years as numbers": (
        sheet(["指标", "单位", 2022, 2023, 2024], ["粮食产量", "吨", 70, 71, 73]),
        [{"name": "粮食产量", "value": "73吨", "period": "2024年", "previous": hidden("71吨")}],
    ),
    "what is counted since January, by month": (
        sheet(
            ["指标", "单位", "2024年3月", "2024年2月"],
            ["出口值当期值", "万元", 5, 4],
            ["出口值累计值", "万元", 12, 7],
        ),
        [
            {"name": "出口值当期值", "value": "5万元", "period": "3月"},
            {"name": "出口值累计值", "value": "12万元", "period": "1—3月"},
        ],
    ),
    "what is counted since January, by quarter": (
        sheet(["指标", "单位", "2024年第三季度"], ["产值累计值", "亿元", 9]),
        [{"name": "产值累计值", "value": "9亿元", "period": "前三季度"}],
    ),
    "months side by side": (
        sheet(["指标", "单位", "1月", "2月", "3月"], ["发电量", "万千瓦时", 5, 6, 7]),
        [{"name": "发电量", "value": "7万千瓦时", "period": "3月"}],
    ),
    "this month by the title": (
        sheet(
            ["2024年9月主要指标", None, None, None],
            ["指标", "单位", "本月", "累计"],
            ["税收", "万元", 12, 140],
        ),
        [
            {"name": "税收", "value": "12万元", "period": "9月"},
            {"name": "税收", "value": "140万元", "period": "1—9月"},
        ],
    ),
    "a period in the title": (
        sheet(["青山镇2024年1—9月工业情况"], ["名称", "完成数", "单位"], ["产值", 5, "亿元"]),
        [{"name": "产值", "value": "5亿元", "period": "1—9月"}],
    ),
    "the nearest unit": (
        sheet(
            ["金额单位：万元"],
            ["项目", "金额", "单位"],
            ["低保金", 5, None],
            ["发放户数（户）", 16, None],
            ["改造里程", 2.5, "公里"],
        ),
        [
            {"name": "低保金", "value": "5万元"},
            {"name": "发放户数", "value": "16户"},
            {"name": "改造里程", "value": "2.5公里"},
        ],
    ),
    "parts by mark, by blanks and by indent": (
        sheet(
            ["指标", "数值", "单位"],
            ["支出", 90, "万元"],
            ["其中：教育", 40, "万元"],
            ["　　　卫生", 30, "万元"],
            ["户籍人口", 800, "人"],
            ["#女性", 390, "人"],
            ["村道", 12, "公里"],
            ["硬化", 10, "公里"],
            touch=lambda one: setattr(one["A8"], "alignment", Alignment(indent=2)),
        ),
        [
            {
                "name": "支出", "value": "90万元",
                "of_which": [("教育", "40万元"), ("卫生", "30万元")],
            },
            {"name": "户籍人口", "value": "800人", "of_which": [("女性", "390人")]},
            {"name": "村道", "value": "12公里", "of_which": [("硬化", "10公里")]},
        ],
    ),
    "sums, notes and signatures": (
        sheet(
            ["名称", "数值", "单位"],
            ["甲项", 5, "个"],
            ["总 计", 5, "个"],
            ["注：1.本表为快报数；2.不含集镇。", None, None],
            ["制表人：某某", None, "填报日期：2024年11月5日"],
        ),
        [{"name": "甲项", "value": "5个"}],
    ),
    "names broken over lines": (
        sheet(["名称", "数值", "单位"], ["城乡居民\n参保人数", 5, "人"]),
        [{"name": "城乡居民参保人数", "value": "5人"}],
    ),
    "names beside merged groups": (
        sheet(
            ["类目", "项目", "指标", "数值", "单位"],
            [None, "水利", "渠道清淤", 5, "公里"],
            [None, None, "山塘整治", 3, "口"],
            areas=["B2:B3"],
        ),
        [
            {"name": "渠道清淤", "value": "5公里"},
            {"name": "山塘整治", "value": "3口"},
        ],
    ),
    "utf-16 without a mark": (
        raw("名称,数值,单位\n税收收入,5,万元\n".encode("utf-16-le"), "a.csv"),
        [{"name": "税收收入", "value": "5万元"}],
    ),
    "utf-16 of the other order": (
        raw("名称,数值,单位\n税收收入,5,万元\n".encode("utf-16-be"), "a.csv"),
        [{"name": "税收收入", "value": "5万元"}],
    ),
    "lines ended by CR": (
        raw("名称,数值,单位\r税收,5,万元\r".encode(), "a.csv"),
        [{"name": "税收", "value": "5万元"}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_layouts_are_understood(name, tmp_path):
    build, expected = READ[name]
    facts = read(build, tmp_path)
    for fact in facts:
        if "of_which" in fact:
            fact["of_which"] = [(one["name"], one["value"]) for one in fact["of_which"]["parts"]]
    assert facts == expected


def rich(*runs):
    return CellRichText(
        *(TextBlock(InlineFont(**font), text) if font else text for text, font in runs)
    )


REFUSED = {
    "a value merged over rows": (
        sheet(
            ["名称", "单位", "完成数"], ["甲", "户", 5], ["乙", "户", None], ["丙", "户", 6],
            areas=["C2:C3"],
        ),
        ["统计表!C2"], "几行共用一个数",
    ),
    "a value merged over columns": (
        sheet(["名称", "单位", "完成数", "目标"], ["甲", "户", 5, None], areas=["C2:D2"]),
        ["统计表!C2"], "几栏共用一个数",
    ),
    "a month of no month": (
        sheet(["名称", "单位", "本月完成"], ["甲", "户", 5]), ["统计表!C1"], "没有写是几月",
    ),
    "a ratio under %": (
        sheet(["名称", "单位", "完成数"], ["整改率", "%", 0.91]), ["统计表!C2"],
        "0.91% 还是 91.00%",
    ),
    "people in money": (
        sheet(["计量单位：亿元"], ["名称", "完成数"], ["户籍人口", 5]), ["统计表!B3"],
        "看来不以亿元计",
    ),
    "two units in the title": (
        sheet(["单位：户、人"], ["名称", "完成数"], ["低保", 5]), ["统计表!B3"],
        "几个单位",
    ),
    "two units of one row": (
        sheet(["名称", "完成数", "单位"], ["产值（亿元）", 5, "万元"]), ["统计表!C2"],
        "单位栏写的是",
    ),
    "a part of nothing": (
        sheet(["名称", "完成数", "单位"], ["其中：女性", 5, "人"]), ["统计表!A2"],
        "没有它所属的总数",
    ),
    "thousands without quotes": (
        table("名称,数值,单位\n甲,5,户\n乙,12,345.6,万元\n"), ["D3"], "第 3 行有 4 格",
    ),
    "thousands without quotes in a full row": (
        table("名称,数值,单位,备注\n乙,12,345.6,万元\n"), ["C2"], "千分位",
    ),
    "a quote not closed": (
        table('名称,数值,单位\n"甲,5,户\n乙,6,户\n'), [None], "引号没有配对",
    ),
    "two quotes not closed": (
        table('名称,数值,单位\n"甲,5,户\n乙,6,户\n丙",7,户\n'), [None], "引号没有配对",
    ),
    "a period that became a day": (
        table("名称,数值,时段\n甲,5户,9-Jan\n"), ["C2"], "1—9月",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_two_readings_are_refused_with_their_cell(name, tmp_path):
    build, cells, message = REFUSED[name]
    with pytest.raises(InputError) as raised:
        read_submission(build(tmp_path))
    assert [problem.cell for problem in raised.value.problems] == cells
    assert message in raised.value.problems[0].message


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (rich(("812.5", None), ("1", {"vertAlign": "superscript"})), "812.5公顷"),
        (rich(("800", {"strike": True}), ("812.5", None)), "812.5公顷"),
        (rich(("812", None), (".5", {"b": True})), "812.5公顷"),
    ],
)
def test_notes_and_struck_digits_are_no_part_of_a_number(cell, value, tmp_path):
    (fact,) = read(sheet(["名称", "数值", "单位"], ["林地", cell, "公顷"]), tmp_path)
    assert fact["value"] == value


def test_the_square_of_a_unit_is_no_note(tmp_path):
    unit = rich(("m", None), ("2", {"vertAlign": "superscript"}))
    (fact,) = read(sheet(["名称", "数值", "单位"], ["绿地", 5, unit]), tmp_path)
    assert fact["value"] == "5m²"


def test_a_struck_row_is_told_and_not_read(tmp_path):
    def strike(one):
        one["B3"].font = Font(strike=True)

    build = sheet(["名称", "数值", "单位"], ["甲", 5, "个"], ["乙", 6, "个"], touch=strike)
    submission = read_submission(build(tmp_path))
    assert [item.data["name"] for item in submission.facts] == ["甲"]
    assert any("“6”没有读入：划掉的字" in note.message for note in submission.notes)


def test_hidden_columns_are_told(tmp_path):
    def hide(one):
        one.column_dimensions["B"].hidden = True

    build = sheet(["名称", "数值", "单位"], ["甲", 5, "个"], touch=hide)
    notes = read_submission(build(tmp_path)).notes
    assert any("“数值”栏是隐藏的" in note.message for note in notes)


DOCUMENT = (
    "document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}\n"
    "sections: []\n"
)


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("青山镇2022年林业情况", "2022年"),
        ("2022年1-6月林业情况", "2022年1—6月"),
        ("2024年林业情况", None),
    ],
)
def test_the_year_of_a_table_stays_with_its_facts(title, period, tmp_path):
    (tmp_path / "base.yaml").write_text(DOCUMENT, "utf-8")
    path = sheet([title], ["名称", "数值", "单位"], ["造林", 5, "亩"])(tmp_path)
    result = merge([tmp_path / "base.yaml", path])
    (section,) = result.data["sections"]
    assert section["facts"][0].get("period") == period
    assert any("2022年" in note.message for note in result.notes) == (period is not None)


def test_a_workbook_of_styles_alone_has_no_extent(tmp_path):
    def touch(one):
        one["XFD900000"].font = Font(bold=True)

    build = sheet(["名称", "数值", "单位"], ["甲", 5, "个"], touch=touch)
    assert read(build, tmp_path) == [{"name": "甲", "value": "5个"}]
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].max_column > 1000


def test_parts_are_found_by_their_relations_in_any_order(tmp_path):
    path = sheet(["名称", "数值", "单位"], ["甲", 5, "个"])(tmp_path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    rels = members["_rels/.rels"].decode()
    listed = re.findall(r"<Relationship [^>]*/>", rels)
    assert len(listed) > 1
    moved = rels.replace("".join(listed), "".join(reversed(listed)))
    for changed in (rels, moved):
        members["_rels/.rels"] = changed.encode()
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)
        assert [item.data["value"] for item in read_submission(path).facts] == ["5个"]


def test_a_row_that_ends_sooner_has_its_own_year(tmp_path):
    build = sheet(["指标", "单位", "2024年", "2023年", "2022年"], ["甲", "个", None, 6, 5])
    assert read(build, tmp_path) == [
        {"name": "甲", "value": "6个", "period": "2023年", "previous": hidden("5个")}
    ]


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_an_old_workbook_is_read_by_way_of_libreoffice(ending, tmp_path):
    path = sheet(["名称", "数值", "单位"], ["甲", 5.25, "公顷"])(tmp_path)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless",
         "--convert-to", ending, "--outdir", tmp_path, path],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    submission = read_submission(tmp_path / f"a.{ending}")
    (fact,) = submission.facts
    assert fact.data["value"] == "5.25公顷"
    assert f"a.{ending} 统计表!B2" in fact.data["source"]
    assert any("LibreOffice" in note.message for note in submission.notes)


def test_an_old_workbook_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    path = raw(bytes.fromhex("D0CF11E0A1B11AE1") + b"0" * 600, "a.et")(tmp_path)
    with pytest.raises(InputError) as raised:
        read_submission(path)
    assert "LibreOffice" in raised.value.problems[0].hint


def test_a_web_page_under_another_name_is_told(tmp_path):
    path = raw(b"<html><meta name='Excel Workbook Frameset'>", "a.xls")(tmp_path)
    with pytest.raises(InputError) as raised:
        read_submission(path)
    assert "网页" in raised.value.problems[0].message


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx"])
def test_a_file_locked_by_a_security_system_is_told(name, tmp_path):
    path = raw(b"%TSD-Header-###%" + bytes(600), name)(tmp_path)
    with pytest.raises(InputError) as raised:
        read_submission(path)
    assert "加密软件" in raised.value.problems[0].message


def places(*rows, above=()):
    return sheet(*above, *rows)


VILLAGE = {"甲村税收": "120.5万元", "乙村税收": "98.6万元"}
MATRICES = {
    "places by indicators, with a growth and a remark": (
        places(
            ["序号", "村", "税收（万元）", "同比（%）", "户数（户）", "备注"],
            [1, "甲村", 120.5, 3.2, 310, ""],
            [2, "乙村", 98.6, -1.1, 256, "预计"],
        ),
        [
            {"name": "甲村税收", "value": "120.5万元", "growth": "3.2%"},
            {"name": "甲村户数", "value": "310户"},
            {"name": "乙村税收", "value": "98.6万元", "growth": "-1.1%", "note": "预计"}
            | {"status": "forecast"},
            {"name": "乙村户数", "value": "256户", "note": "预计", "status": "forecast"},
        ],
    ),
    "the sum of places is the indicator itself": (
        places(["乡镇", "粮食产量（吨）"], ["甲镇", 5210], ["乙镇", 4790], ["合计", 10000]),
        [
            {"name": "甲镇粮食产量", "value": "5210吨"},
            {"name": "乙镇粮食产量", "value": "4790吨"},
            {"name": "粮食产量", "value": "10000吨"},
        ],
    ),
    "years down, indicators across: the last year, and the one before": (
        places(
            ["年份", "常住人口（万人）", "城镇化率（%）"],
            ["2022年", 4.12, 51.2],
            ["2023年", 4.15, 52.8],
            ["2024年", 4.21, 53.9],
        ),
        [
            {"name": "常住人口", "value": "4.21万人", "period": "2024年"}
            | {"previous": hidden("4.15万人")},
            {"name": "城镇化率", "value": "53.9%", "period": "2024年"}
            | {"previous": hidden("52.8%")},
        ],
    ),
    "indicators in the first column's place, months down": (
        places(
            ["指标", "工业用电量（万千瓦时）"],
            ["2023-09", 802],
            ["2024-08", 911],
            ["2024-09", 940.5],
        ),
        [
            {"name": "工业用电量", "value": "940.5万千瓦时", "period": "9月"}
            | {"previous": hidden("802万千瓦时")}
        ],
    ),
    "places by years, of the indicator named above": (
        places(
            ["地区", "2024年", "2023年"],
            ["甲县", 52.1, 49.9],
            ["乙县", "", 30.2],
            ["注：数据为快报数"],
            above=(["指标：社会消费品零售总额（亿元）"],),
        ),
        [
            {"name": "甲县社会消费品零售总额", "value": "52.1亿元", "period": "2024年"}
            | {"previous": hidden("49.9亿元")},
            {"name": "乙县社会消费品零售总额", "value": "30.2亿元", "period": "2023年"},
        ],
    ),
    "two levels, the unit in the title": (
        sheet(
            ["2024年各镇产值", "", ""],
            ["单位：亿元", "", ""],
            ["镇街", "总产值", ""],
            ["", "农业", "工业"],
            ["甲镇", 3.2, 18.4],
            ["乙镇", 4.1, 6.7],
            areas=("B3:C3", "A3:A4"),
        ),
        [
            {"name": "甲镇农业总产值", "value": "3.2亿元"},
            {"name": "甲镇工业总产值", "value": "18.4亿元"},
            {"name": "乙镇农业总产值", "value": "4.1亿元"},
            {"name": "乙镇工业总产值", "value": "6.7亿元"},
        ],
    ),
    "places and years down": (
        table(
            "城市,年份,财政收入(亿元)\n甲市,2023年,80.2\n甲市,2024年,85.1\n乙市,2023年,33\n乙市,2024年,\n"
        ),
        [
            {"name": "甲市财政收入", "value": "85.1亿元", "period": "2024年"}
            | {"previous": hidden("80.2亿元")},
            {"name": "乙市财政收入", "value": "33亿元", "period": "2023年"},
        ],
    ),
    "a row of units below the header": (
        places(["单位名称", "学生数", "校舍面积"], ["", "人", "平方米"], ["甲校", 812, 5400]),
        [
            {"name": "甲校学生数", "value": "812人"},
            {"name": "甲校校舍面积", "value": "5400平方米"},
        ],
    ),
}


@pytest.mark.parametrize("name", MATRICES)
def test_places_or_times_by_indicators_are_read(name, tmp_path):
    build, facts = MATRICES[name]
    assert read(build, tmp_path) == facts


UNCERTAIN = {
    "no unit anywhere": (
        places(["地区", "从业人员"], ["甲区", 120], ["乙区", 98]),
        "统计表!B1",
        "“从业人员”栏的数没有单位",
    ),
    "years of nothing named": (
        places(["地区", "2023年", "2024年"], ["甲区", 1, 2]),
        "统计表!B1",
        "是什么指标",
    ),
    "one label over different columns": (
        places(["地区", "面积（亩）", "面积（亩）"], ["甲区", 1, 2]),
        "统计表!A1",
        "没有认出表头",
    ),
    "a list of people": (
        places(["姓名", "年龄（岁）"], ["张三", 18], ["李四", 20]),
        "统计表!A1",
        "没有认出表头",
    ),
    "a single year may be a number": (
        places(["企业", 2024], ["甲企业", 1]), "统计表!A1", "没有认出表头"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNCERTAIN)
def test_a_table_of_places_that_is_not_certain_is_refused_once(name, tmp_path):
    build, cell, message = UNCERTAIN[name]
    with pytest.raises(InputError) as caught:
        read(build, tmp_path)
    (problem,) = caught.value.problems
    assert (problem.cell, message in problem.message) == (cell, True)


def test_columns_of_places_need_the_indicator_named_above(tmp_path):
    rows = [["年份", "甲市", "乙市"], ["2023", 80.2, 33], ["2024", 85.1, 34.5]]
    with pytest.raises(InputError) as caught:
        read(places(*rows, above=(["单位：亿元"],)), tmp_path)
    assert "“甲市”栏是什么指标" in caught.value.problems[0].message
    facts = read(places(*rows, above=(["指标：财政收入（亿元）"],)), tmp_path)
    assert [(fact["name"], fact["value"]) for fact in facts] == [
        ("甲市财政收入", "85.1亿元"),
        ("乙市财政收入", "34.5亿元"),
    ]


def test_a_year_in_front_of_an_indicator_is_its_time(tmp_path):
    build = places(["机场名称", "县", "2018年吞吐量（万人次）"], ["甲机场", "甲县", 10.2])
    assert read(build, tmp_path) == [
        {"name": "甲县吞吐量", "value": "10.2万人次", "period": "2018年"}
    ]


def test_two_rows_of_one_place_are_asked_about(tmp_path):
    build = places(["县", "险种", "保费（万元）"], ["甲县", "甲险", 12], ["甲县", "乙险", 30])
    with pytest.raises(InputError) as caught:
        read(build, tmp_path)
    (problem,) = caught.value.problems
    assert (problem.cell, "前面已有一个数（统计表!C2）" in problem.message) == ("统计表!C3", True)
