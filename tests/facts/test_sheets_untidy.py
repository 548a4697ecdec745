"""Sheets as they come: what is read, and what is refused with its cell and a remedy."""

import datetime
import zipfile

import pytest

from tests.support.workbooks import HEAD, book, formatted, indicators, raw, statements, table
from zhibi.errors import InputError
from zhibi.intake.merge import merge
from zhibi.intake.submissions import read_submission

T = "经济发展"


def facts_of(submission):
    """The facts without their sources, and without what is empty."""
    return [
        {key: value for key, value in item.data.items() if key != "source"}
        for item in submission.facts
    ]


def fact(name, value, **more):
    return {"name": name, "value": value, **more}


def hidden(value):
    return {"value": value, "show": "hidden"}


def one(row, head=HEAD, **options):
    return indicators(row, head=head, **options)


def merged(*areas):
    def touch(sheet):
        for area in areas:
            sheet.merge_cells(area)

    return touch


def hide_row(number):
    def touch(sheet):
        sheet.row_dimensions[number].hidden = True

    return touch


def hide_sheet(sheet):
    sheet.sheet_state = "hidden"


def stored_formula(path):
    """A workbook whose formula has a stored value, as Excel saves it."""
    target = one([T, "税收", "=1000+1186.4", "万元"])(path)
    _rewrite(target, "<f>1000+1186.4</f><v></v>", "<f>1000+1186.4</f><v>2186.4</v>")
    return target


def _rewrite(target, old, new):
    with zipfile.ZipFile(target) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    text = members[name].decode()
    assert old in text or old.replace("<v></v>", "<v />") in text
    members[name] = text.replace(old, new).replace(old.replace("<v></v>", "<v />"), new).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for member, data in members.items():
            archive.writestr(member, data)


READ = {
    "as the form has it": (one([T, "税收", 2186.4, "万元"]), [fact("税收", "2186.4万元")]),
    "title rows above": (
        indicators([T, "税收", 5, "万元"], above=[["青山镇统计表"], [], ["2024年11月"]]),
        [fact("税收", "5万元")],
    ),
    "columns in another order": (
        one(["万元", 5, "税收", T], head=["单位", "数值", "名称", "板块"]),
        [fact("税收", "5万元")],
    ),
    "other words above": (
        one([T, "税收", 5, "万元"], head=["工作板块", "指标名称", "完成数", "计量单位"]),
        [fact("税收", "5万元")],
    ),
    "blanks in the header": (
        one([T, "税收", 5, "万元"], head=["板　块", " 名 称 ", "数\n值", "单位*"]),
        [fact("税收", "5万元")],
    ),
    "unit in the header": (
        one([T, "税收", 5], head=["板块", "名称", "数值（万元）"]),
        [fact("税收", "5万元")],
    ),
    "unit above the table": (
        indicators(
            [T, "税收", 5], head=["板块", "名称", "数值"], above=[["表1", None, "单位：万元"]]
        ),
        [fact("税收", "5万元")],
    ),
    "number and unit in one cell": (one([T, "税收", "2186.4万元"]), [fact("税收", "2186.4万元")]),
    "unit in both": (one([T, "税收", "2186.4万元", "万元"]), [fact("税收", "2186.4万元")]),
    "scale in the cell, unit beside": (
        one([T, "税收", "2186.4万", "元"]),
        [fact("税收", "2186.4万元")],
    ),
    "percent format": (
        one([T, "税收", 5, "万元", None, 0.0847457], touch=formatted(F2="0.0%")),
        [fact("税收", "5万元", growth="8.5%")],
    ),
    "a rate as value": (
        one([T, "参保率", 0.9836], touch=formatted(C2="0.00%")),
        [fact("参保率", "98.36%")],
    ),
    "thousands format": (
        one([T, "税收", 12186.4, "万元"], touch=formatted(C2="#,##0.00")),
        [fact("税收", "12186.40万元")],
    ),
    "noise of the sum": (
        one([T, "税收", 2186.3999999999996, "万元"]),
        [fact("税收", "2186.4万元")],
    ),
    "unit in the format": (
        one([T, "税收", 2186.4], touch=formatted(C2='0.0"万元"')),
        [fact("税收", "2186.4万元")],
    ),
    "colour for what falls": (
        one([T, "税收", 5, "万元", None, -0.032], touch=formatted(F2="0.00%;[Red]-0.00%")),
        [fact("税收", "5万元", growth="-3.20%")],
    ),
    "accounting format": (
        one([T, "税收", 2186.4, "万元"], touch=formatted(C2="_ * #,##0.00_ ")),
        [fact("税收", "2186.40万元")],
    ),
    "digits as shown": (
        one([T, "人均缴费", 480, "元"], touch=formatted(C2="0.00")),
        [fact("人均缴费", "480.00元")],
    ),
    "full-width digits": (one([T, "税收", "２１８６．４", "万元"]), [fact("税收", "2186.4万元")]),
    "thousands in a text": (one([T, "税收", "2,186.4", "万元"]), [fact("税收", "2186.4万元")]),
    "blank before the unit": (one([T, "税收", " 2186.4 万元 "]), [fact("税收", "2186.4万元")]),
    "hedged": (one([T, "游客", "3200余", "人次"]), [fact("游客", "3200余人次")]),
    "about": (one([T, "游客", "约3200", "人次"]), [fact("游客", "约3200人次")]),
    "at least": (one([T, "项目", "5个以上"]), [fact("项目", "5个以上")]),
    "unit as above": (
        indicators([T, "甲", 5, "万元"], [T, "乙", 6, "同上"], [T, "丙", 7, "〃"]),
        [fact("甲", "5万元"), fact("乙", "6万元"), fact("丙", "7万元")],
    ),
    "header of two rows": (
        lambda path: book(
            path,
            (
                "指标",
                [
                    ["板块", "名称", "2024年", None, "单位"],
                    [None, None, "完成数", "同比", None],
                    [T, "税收", 5, "3%", "万元"],
                ],
                merged("C1:D1", "A1:A2", "B1:B2", "E1:E2"),
            ),
        ),
        [fact("税收", "5万元", growth="3%")],
    ),
    "blank rows between": (
        indicators([T, "甲", 5, "个"], [], [None], [T, "乙", 6, "个"]),
        [fact("甲", "5个"), fact("乙", "6个")],
    ),
    "stored formula": (stored_formula, [fact("税收", "2186.4万元")]),
    "growth as a bare number": (
        one([T, "税收", 5, "万元", None, 6.35]),
        [fact("税收", "5万元", growth="6.35%")],
    ),
    "growth under a per-cent header": (
        one([T, "税收", 5, "万元", 0.35], head=["板块", "名称", "数值", "单位", "同比(%)"]),
        [fact("税收", "5万元", growth="0.35%")],
    ),
    "growth in words": (
        one([T, "税收", 5, "万元", None, "下降3.2%"]),
        [fact("税收", "5万元", growth="下降3.2%")],
    ),
    "growth with an arrow": (
        one([T, "税收", 5, "万元", None, "↓3.2%"]),
        [fact("税收", "5万元", growth="-3.2%")],
    ),
    "growth of nothing": (
        one([T, "税收", 5, "万元", None, "持平"]),
        [fact("税收", "5万元", growth="0%")],
    ),
    "growth in points": (
        one([T, "参保率", "99.03%", None, None, "0.91个百分点"]),
        [fact("参保率", "99.03%", growth="0.91个百分点")],
    ),
    "no growth": (one([T, "税收", 5, "万元", None, "—"]), [fact("税收", "5万元")]),
    "all beside the value": (
        one([T, "税收", 5, "万元", "1—10月", None, 4, 8, 10, 98.5]),
        [
            fact(
                "税收",
                "5万元",
                period="1—10月",
                previous=hidden("4万元"),
                forecast="8万元",
                target=hidden("10万元"),
                completion="98.5%",
            )
        ],
    ),
    "a target in its own unit": (
        one([T, "税收", 5, "万元", None, None, None, None, "0.1亿元"]),
        [fact("税收", "5万元", target=hidden("0.1亿元"))],
    ),
    "last year's value to be printed": (
        one([T, "税收", 5, "万元", 4, "上年同期"], head=[*HEAD[:4], "去年同期", "一并写出"]),
        [fact("税收", "5万元", previous="4万元")],
    ),
    "parts": (
        one(
            [T, "税收", 5, "万元", "其中：工业税收3万元（下降2.1%）；商贸税收约1万元"],
            head=[*HEAD[:4], "其中"],
        ),
        [
            fact(
                "税收",
                "5万元",
                of_which={
                    "parts": [
                        {"name": "工业税收", "value": "3万元", "growth": "下降2.1%"},
                        {"name": "商贸税收", "value": "约1万元"},
                    ]
                },
            )
        ],
    ),
    "parts parted by 、, all of them": (
        one([T, "户", 9, "户", "甲5户、乙4户", "是"], head=[*HEAD[:4], "其中", "其中为全部"]),
        [
            fact(
                "户",
                "9户",
                of_which={
                    "closed": "true",
                    "parts": [{"name": "甲", "value": "5户"}, {"name": "乙", "value": "4户"}],
                },
            )
        ],
    ),
    "a date as period": (
        one([T, "税收", 5, "万元", datetime.date(2024, 11, 1)], touch=formatted(E2="yyyy年m月")),
        [fact("税收", "5万元", period="2024年11月")],
    ),
    "words for status and show": (
        one([T, "税收", 5, "万元", "在建", "不写"], head=[*HEAD[:4], "进展", "是否必写"]),
        [fact("税收", "5万元", status="ongoing", show="hidden")],
    ),
    "a tick and a truth": (
        indicators([T, "甲", 5, "个", "√"], [T, "乙", 6, "个", True], head=[*HEAD[:4], "是否必写"]),
        [fact("甲", "5个", show="must"), fact("乙", "6个", show="must")],
    ),
    "an example row": (
        indicators(["（示例）经济发展", "税收", 5, "万元"], [T, "甲", 6, "个"]),
        [fact("甲", "6个")],
    ),
    "several sheets": (
        lambda path: book(
            path,
            ("财政", [HEAD, [T, "甲", 5, "个"]]),
            ("民政", [HEAD, [T, "乙", 6, "个"]]),
        ),
        [fact("甲", "5个"), fact("乙", "6个")],
    ),
    "several tables in a sheet": (
        lambda path: book(
            path,
            (
                "汇总",
                [
                    ["表一", None, None, "单位：万元"],
                    ["名称", "数值"],
                    ["甲", 5],
                    [],
                    ["表二", None, None, "单位：人"],
                    ["指标", "数量"],
                    ["乙", 6],
                    ["表三", None, None],
                    ["指标", "数量", "单位"],
                    ["丙", 7, "户"],
                ],
                merged("A8:D8"),
            ),
        ),
        [fact("甲", "5万元"), fact("乙", "6人"), fact("丙", "7户")],
    ),
    "the header on every page": (
        indicators([T, "甲", 5, "个"], HEAD, [T, "乙", 6, "个"]),
        [fact("甲", "5个"), fact("乙", "6个")],
    ),
    "facts called like headers": (
        indicators([T, "目标", 5, "个"], ["计划", "任务", 6, "个"], [T, "数量", 7, "个"]),
        [fact("目标", "5个"), fact("任务", "6个"), fact("数量", "7个")],
    ),
    "statements": (
        statements([T, "新建大棚5座。", "一村一策；青山镇", "已完成", "农业办"]),
        [{"text": "新建大棚5座。", "names": ["一村一策", "青山镇"], "status": "done"}],
    ),
    "statements under other words": (
        statements([1, T, "新建大棚5座。"], head=["序号", "类别", "完成情况"]),
        [{"text": "新建大棚5座。"}],
    ),
    "problems alone": (
        statements([1, "体量偏小。"], head=["序号", "问题"], title="存在问题"),
        [{"text": "体量偏小。"}],
    ),
    "figures named": (
        statements(
            [T, "总投资1.6亿元，11月底投产。", "1.6亿元=总投资；11月底=投产〔预计，编号:hc.d〕"],
            head=["板块", "内容", "数字名称"],
        ),
        [
            {
                "text": "总投资1.6亿元，11月底投产。",
                "figures": [
                    {"text": "1.6亿元", "name": "总投资"},
                    {"text": "11月底", "name": "投产", "status": "forecast", "id": "hc.d"},
                ],
            }
        ],
    ),
    "gb18030": (
        table("板块,名称,数值,单位\n经济,税收,5,万元\n", "gb18030"),
        [fact("税收", "5万元")],
    ),
    "a short table in gb18030": (table("名称,数值\n税,5万元\n", "gb18030"), [fact("税", "5万元")]),
    "utf-8": (table("板块,名称,数值,单位\n经济,税收,5,万元\n"), [fact("税收", "5万元")]),
    "utf-8 with mark": (table("名称,数值\n税收,5万元\n", "utf-8-sig"), [fact("税收", "5万元")]),
    "utf-16 with tabs": (table("名称\t数值\n税收\t5万元\n", "utf-16"), [fact("税收", "5万元")]),
    "semicolons": (table("名称;数值\n税收;5万元\n"), [fact("税收", "5万元")]),
    "quotes and line breaks": (
        table('板块,内容\n经济,"新建大棚5座，\n改造水渠2公里。"\n'),
        [{"text": "新建大棚5座，\n改造水渠2公里。"}],
    ),
    "rows of unequal length": (
        table("板块,名称,数值,单位\n经济,税收,5万元\n经济,产值,6,万元\n"),
        [fact("税收", "5万元"), fact("产值", "6万元")],
    ),
    "title above a csv": (
        table("青山镇统计表,,\n单位：万元,,\n板块,名称,数值\n经济,税收,5\n"),
        [fact("税收", "5万元")],
    ),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_untidy_is_read(name, tmp_path):
    build, expected = READ[name]
    assert facts_of(read_submission(build(tmp_path))) == expected


REFUSED = {
    # name: (builder, cell, part of the message, part of the hint)
    "not available": (one([T, "税收", "#N/A", "万元"]), "指标!C2", "#N/A，没有数", "补上数"),
    "divided by zero": (one([T, "税收", 5, "万元", None, "#DIV/0!"]), "指标!F2", "#DIV/0!", "清空"),
    "never calculated": (
        one([T, "税收", "=1+1", "万元"]),
        "指标!C2",
        "=1+1 还没有算出结果",
        "保存一次",
    ),
    "no unit": (one([T, "税收", 5]), "指标!C2", "“5”没有单位", "写上单位"),
    "no number": (one([T, "税收", "很多", "万元"]), "指标!C2", "“很多”", "单位栏"),
    "not filled in": (one([T, "税收", "xx", "万元"]), "指标!C2", "“xx”", "写成数字"),
    "two units": (one([T, "税收", "5万元", "元"]), "指标!C2", "单位栏写的是“元”", "写成一样"),
    "households and people": (one([T, "户", "5户", "人"]), "指标!C2", "单位栏写的是“人”", "一样"),
    "growth as a ratio": (
        one([T, "税收", 5, "万元", None, 0.0635]),
        "指标!F2",
        "看不出是百分之几",
        "6.35%",
    ),
    "completion as a ratio": (
        one([T, "税收", 5, "万元", None, None, None, None, None, 1.0077]),
        "指标!J2",
        "1.0077",
        "百分比格式",
    ),
    "growth in vague words": (
        one([T, "税收", 5, "万元", None, "较快"]),
        "指标!F2",
        "不是百分数",
        "-3.2%",
    ),
    "growth in money": (
        one([T, "税收", 5, "万元", None, "3万元"]),
        "指标!F2",
        "不是百分数",
        "百分点",
    ),
    "a date as value": (
        one([T, "税收", datetime.date(2024, 1, 2), "万元"]),
        "指标!C2",
        "不是数量",
        "写数字",
    ),
    "a truth as value": (one([T, "税收", True, "万元"]), "指标!C2", "不是数量", "写数字"),
    "1-10 became a date": (
        one([T, "税收", 5, "万元", datetime.date(2024, 1, 10)], touch=formatted(E2='m"月"d"日"')),
        "指标!E2",
        "可能原是“1—10月”",
        "文本格式",
    ),
    "no name": (one([T, None, 5, "万元"]), "指标!C2", "没有名称", "补上名称"),
    "unknown status": (
        one([T, "税收", 5, "万元", "快了"], head=[*HEAD[:4], "状态"]),
        "指标!E2",
        "“快了”不认识",
        "已完成",
    ),
    "unknown show": (
        one([T, "税收", 5, "万元", "也许"], head=[*HEAD[:4], "是否必写"]),
        "指标!E2",
        "“也许”",
        "必写",
    ),
    "parts without figures": (
        one([T, "税收", 5, "万元", "工业较多"], head=[*HEAD[:4], "其中"]),
        "指标!E2",
        "没有数",
        "工业税收",
    ),
    "parts without a name": (
        one([T, "税收", 5, "万元", "3万元"], head=[*HEAD[:4], "其中"]),
        "指标!E2",
        "没有名称",
        "工业税收",
    ),
    "order in words": (
        one([T, "税收", 5, "万元", "先"], head=[*HEAD[:4], "排序"]),
        "指标!E2",
        "“先”不是数字",
        "1、2、3",
    ),
    "figures without a name": (
        statements([T, "有5座。", "5座"], head=["板块", "内容", "数字名称"]),
        "事项!C2",
        "写法不对",
        "=",
    ),
    "brackets not understood": (
        statements([T, "有5座。", "5座=大棚〔大概〕"], head=["板块", "内容", "数字名称"]),
        "事项!C2",
        "“大概”不认识",
        "编号",
    ),
    "unknown part": (
        lambda path: book(path, ("小节", [["编号", "部分", "板块"], ["a", "后记", "甲"]])),
        "小节!B2",
        "“后记”不认识",
        "工作总结",
    ),
    "no header": (
        lambda path: book(path, ("Sheet1", [["税收", 5], ["产值", 6]])),
        "Sheet1!A1",
        "没有认出表头",
        "zhibi form",
    ),
    "nothing in it": (lambda path: book(path, ("Sheet1", [])), None, "没有内容", "选错"),
    "error in a csv": (table("名称,数值\n税收,#REF!\n"), "B2", "#REF!", "补上数"),
    "old workbook": (
        raw(bytes.fromhex("D0CF11E0A1B11AE1") + b"0" * 600, "a.xlsx"),
        None,
        "旧版",
        ".xlsx",
    ),
    "old ending": (raw(b"x", "a.xls"), None, "读不了 .xls", "另存为 .xlsx"),
    "csv under another name": (raw("名称,数值\n".encode(), "a.xlsx"), None, "扩展名", "CSV"),
    "workbook under another name": (
        lambda path: one([T, "税收", 5, "万元"])(path).rename(path / "b.csv"),
        None,
        "扩展名不对",
        ".xlsx",
    ),
    "zip of something else": (raw(b"PK\x05\x06" + b"\0" * 18, "a.xlsx"), None, "已损坏", "另存"),
    "cut short": (
        lambda path: raw(one([T, "税收", 5, "万元"])(path).read_bytes()[:3000], "b.xlsx")(path),
        None,
        "损坏",
        "重新保存",
    ),
    "not there": (lambda path: path / "none.xlsx", None, "文件不存在", "路径"),
    "csv not there": (lambda path: path / "none.csv", None, "文件不存在", "路径"),
    "a folder": (
        lambda path: path.joinpath("d.csv").mkdir() or path / "d.csv",
        None,
        "文件夹",
        "文件名",
    ),
    "unknown ending": (raw(b"x", "a.pdf"), None, "“.pdf”", ".xlsx"),
    "no text at all": (raw(b"\x00\x01\x02,\x00", "a.csv"), None, "空字符", "CSV"),
    "no known encoding": (raw(b"\xff\xff\xff,\x81\n", "a.csv"), None, "编码", "UTF-8"),
    "quote not closed": (
        table('名称,数值\n"税收,' + "5" * 200_000 + "\n"),
        None,
        "CSV 写法不对",
        "引号",
    ),
    "broken document": (raw(b"PK\x03\x04" + b"0" * 100, "a.docx"), None, "损坏", "重新"),
    "empty text": (raw(b"\n\n", "a.txt"), None, "没有读到句子", "选错"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_refused_with_its_cell(name, tmp_path):
    build, cell, message, hint = REFUSED[name]
    path = build(tmp_path)
    with pytest.raises(InputError) as raised:
        read_submission(path)
    (problem,) = raised.value.problems
    assert message in problem.message
    assert hint in problem.hint
    assert problem.cell == cell
    assert problem.path == str(path)


def test_a_kind_that_no_style_has_is_refused_with_its_cell(tmp_path):
    rows = [["样式", "镇乡"], ["类型", "月报"], ["年份", "2024"], ["单位", "石桥镇"]]
    facts = [["指标", "单位", "数值"], ["税收", "万元", 5]]
    with pytest.raises(InputError) as raised:
        merge([book(tmp_path, ("基本信息", rows), ("指标", facts))])
    (problem,) = raised.value.problems
    assert "“月报”不认识" in problem.message
    assert "年度" in problem.hint
    assert problem.cell == "基本信息!B2"


NOTED = {
    "a hidden row": (
        indicators([T, "甲", 5, "个"], [T, "乙", 6, "个"], touch=hide_row(3)),
        2, "第 3 行是隐藏的",
    ),
    "a hidden sheet": (
        lambda path: book(
            path,
            ("指标", [HEAD, [T, "甲", 5, "个"]]),
            ("旧表", [HEAD, [T, "乙", 6, "个"]], hide_sheet),
        ),
        2, "工作表“旧表”是隐藏的",
    ),
    "a sum": (indicators([T, "甲", 5, "个"], ["合计", None, 5, "个"]), 1, "“合计”行没有读入"),
    "a sum in the names": (indicators([T, "甲", 5, "个"], [None, "小 计", 5, "个"]), 1, "没有读入"),
    "no value": (indicators([T, "甲", 5, "个"], [T, "乙", "—", "个"]), 1, "“乙”没有数值"),
    "a column not known": (
        indicators([T, "甲", 5, "个", "李"], head=[*HEAD[:4], "经办领导"]), 1, "E1 “经办领导”",
    ),
    "a sheet not known": (
        lambda path: book(path, ("指标", [HEAD, [T, "甲", 5, "个"]]), ("说明", [["请如实填报"]])),
        1, "没有认出工作表“说明”",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTED)
def test_nothing_is_passed_over_in_silence(name, tmp_path):
    build, count, message = NOTED[name]
    submission = read_submission(build(tmp_path))
    assert len(submission.facts) == count
    assert any(message in note.message for note in submission.notes), submission.notes


def test_topics_come_from_merged_cells_and_from_the_row_above(tmp_path):
    rows = [
        [T, "甲", 5, "个"],
        [None, "乙", 6, "个"],
        ["民生", "丙", 7, "个"],
        [None, "丁", 8, "个"],
    ]
    path = indicators(*rows, touch=merged("A2:A3"))(tmp_path)
    topics = [item.topic for item in read_submission(path).facts]
    assert topics == [T, T, "民生", "民生"]


def test_titles_between_the_rows_are_topics_where_no_column_is(tmp_path):
    rows = [
        ["名称", "数值"],
        ["一、经济", None],
        ["税收", "5万元"],
        ["二、民生", None],
        ["低保", "6户"],
    ]
    path = book(tmp_path, ("指标", rows, merged("A2:B2", "A4:B4")))
    seen = [(item.topic, item.data["name"]) for item in read_submission(path).facts]
    assert seen == [("经济", "税收"), ("民生", "低保")]


def test_sources_are_kept_to_the_cell(tmp_path):
    rows = [[T, "甲", 5, "个", "财政所"], [T, "乙", 6, "个", None]]
    above = [["填报单位：统计站"]]
    path = indicators(*rows, head=[*HEAD[:4], "来源科室"], above=above)(tmp_path)
    sources = [item.data["source"] for item in read_submission(path).facts]
    assert sources == ["财政所 a.xlsx 指标!C3", "统计站 a.xlsx 指标!C4"]


def test_all_mistakes_of_a_file_come_at_once(tmp_path):
    path = indicators(
        [T, "甲", "很多", "个", None, 0.05],
        [T, "乙", 6, "个", None, 0.05, "#N/A"],
        [T, None, 7, "个"],
    )(tmp_path)
    with pytest.raises(InputError) as raised:
        read_submission(path)
    assert [problem.cell for problem in raised.value.problems] == [
        "指标!C2",
        "指标!F3",
        "指标!G3",
        "指标!C4",
    ]


def test_the_document_sheet_is_read_by_its_labels(tmp_path):
    rows = [
        ["青山镇年度报告基本信息"],
        ["样式 *：", "镇乡", "说明文字"],
        ["类型", "年度"],
        ["年份", 2024],
        ["单位", "青山镇", "自称"],
        ["指导思想", "党的二十大精神；习近平新时代中国特色社会主义思想"],
        ["字数", "5000—6000"],
        ["标题", None, "留空自动生成"],
    ]
    path = book(tmp_path, ("基本信息", rows))
    assert read_submission(path).document == {
        "style": "镇乡",
        "kind": "annual",
        "year": "2024",
        "organisation": "青山镇",
        "guiding": ["党的二十大精神", "习近平新时代中国特色社会主义思想"],
        "length": ["5000", "6000"],
    }


def test_parts_of_the_report_come_from_the_names_of_sheets(tmp_path):
    path = book(
        tmp_path,
        ("问题", [["板块", "问题"], [T, "体量偏小。"]]),
        ("下步计划", [["板块", "计划"], [T, "培育企业2家。"]]),
        ("事项", [["板块", "内容"], ["亮点", "获评先进。"]]),
    )
    assert [(item.part, item.topic) for item in read_submission(path).facts] == [
        ("problems", T),
        ("plan", T),
        ("highlights", ""),
    ]
