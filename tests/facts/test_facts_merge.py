"""Many files into one: agreement, conflict, preference, order, ids, and the way back to a sheet."""

import gc

import docx
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.facts_texts import HEAD, TAX
from tests.support.workbooks import HEAD as COLUMNS
from tests.support.workbooks import book, table
from zhibi.errors import InputError
from zhibi.facts.load import facts_from_text
from zhibi.intake.forms import fill_form
from zhibi.intake.load import load_facts
from zhibi.intake.merge import merge
from zhibi.marked_yaml import read_tree
from zhibi.progress import Progress

T = "经济发展"
SKELETON = (
    HEAD
    + """sections:
  - {id: economy, part: summary, topic: 经济发展, heading: 抓经济，促发展}
  - {id: people, part: summary, topic: 民生}
  - {id: problems, part: problems}
"""
)
WHERE = [*COLUMNS[:5], "来源科室"]


def write(path, name, text):
    target = path / name
    target.write_text(text, encoding="utf-8")
    return target


def skeleton(path):
    return write(path, "base.yaml", SKELETON)


def sheet(path, name, *rows, head=WHERE):
    return book(path, ("指标", [head, *rows]), name=name)


def facts_in(result):
    return {
        fact["id"]: fact
        for section in walk(result.data["sections"])
        for fact in section.get("facts", [])
    }


def walk(sections):
    for section in sections:
        yield section
        yield from walk(section.get("sections", []))


def test_the_same_indicator_with_the_same_value_is_one_fact_with_two_sources(tmp_path):
    one = sheet(tmp_path, "a.xlsx", [T, "税收", 2186.4, "万元", None, "财政所"])
    two = sheet(tmp_path, "b.xlsx", [T, "税收", 21864000, "元", "1—11月", "统计站"])
    result = merge([skeleton(tmp_path), one, two])
    assert result.conflicts == []
    assert result.agreed == 1
    (fact,) = facts_in(result).values()
    assert fact["value"] == "2186.4万元"
    assert fact["source"] == "财政所 a.xlsx 指标!C2；统计站 b.xlsx 指标!C2"


def test_different_values_are_a_conflict_shown_side_by_side(tmp_path):
    one = sheet(tmp_path, "a.xlsx", [T, "税收", 2186.4, "万元", None, "财政所"])
    two = sheet(tmp_path, "b.xlsx", [T, "税收", 2100, "万元", None, "统计站"])
    (conflict,) = merge([skeleton(tmp_path), one, two]).conflicts
    assert str(conflict) == (
        "“税收”：2186.4万元（财政所 a.xlsx 指标!C2）　对　2100万元（统计站 b.xlsx 指标!C2）"
    )


@pytest.mark.parametrize(
    ("prefer", "value", "source"),
    [
        ("统计站", "2100万元", "统计站 b.xlsx 指标!C2"),
        ("财政所", "2186.4万元", "财政所 a.xlsx 指标!C2"),
        (["民政办", "b.xlsx"], "2100万元", "统计站 b.xlsx 指标!C2"),
    ],
)
def test_an_office_may_be_believed(tmp_path, prefer, value, source):
    one = sheet(tmp_path, "a.xlsx", [T, "税收", 2186.4, "万元", None, "财政所"])
    two = sheet(tmp_path, "b.xlsx", [T, "税收", 2100, "万元", None, "统计站"])
    result = merge([skeleton(tmp_path), one, two], prefer)
    (fact,) = facts_in(result).values()
    assert result.conflicts == []
    assert (fact["value"], fact["source"]) == (value, source)
    assert any("未取" in note.message for note in result.notes)


def test_preferring_an_office_that_both_or_neither_is_settles_nothing(tmp_path):
    one = sheet(tmp_path, "a.xlsx", [T, "税收", 2186.4, "万元", None, "财政所"])
    two = sheet(tmp_path, "b.xlsx", [T, "税收", 2100, "万元", None, "财政所"])
    assert len(merge([skeleton(tmp_path), one, two], "财政所").conflicts) == 1
    assert len(merge([skeleton(tmp_path), one, two], "民政办").conflicts) == 1


def test_other_units_periods_and_sections_of_one_file_are_other_facts(tmp_path):
    path = sheet(
        tmp_path,
        "a.xlsx",
        [T, "监测对象", 9, "户"],
        [T, "监测对象", 28, "人"],
        [T, "税收", 5, "万元", "1—10月"],
        [T, "税收", 6, "万元", "1—11月"],
        [T, "总投资", 7, "万元"],
        ["民生", "总投资", 8, "万元"],
    )
    result = merge([skeleton(tmp_path), path])
    assert result.conflicts == []
    assert [id_.removeprefix("economy.") for id_ in facts_in(result)] == [
        "监测对象.户",
        "监测对象.人",
        "税收.万元.1—10月".replace("万", ""),
        "税收.元.1—11月",
        "总投资",
        "people.总投资",
    ]


def test_what_one_office_leaves_out_another_completes(tmp_path):
    one = sheet(tmp_path, "a.xlsx", [T, "税收", 5, "万元", None, "财政所"])
    two = sheet(
        tmp_path,
        "b.xlsx",
        [T, "税收", 5, "万元", 4, "-3%"],
        head=[*COLUMNS[:4], "上年同期", "同比"],
    )
    (fact,) = facts_in(merge([skeleton(tmp_path), one, two])).values()
    assert fact["previous"] == {"value": "4万元", "show": "hidden"}
    assert fact["growth"] == "-3%"


def test_a_difference_beside_the_value_is_a_conflict_too(tmp_path):
    one = sheet(tmp_path, "a.xlsx", [T, "税收", 5, "万元", "3%"], head=[*COLUMNS[:4], "同比"])
    two = sheet(tmp_path, "b.xlsx", [T, "税收", 5, "万元", "4%"], head=[*COLUMNS[:4], "同比"])
    (conflict,) = merge([skeleton(tmp_path), one, two]).conflicts
    assert conflict.what == "“税收”的“同比”"
    assert [side.text for side in conflict.sides] == ["3%", "4%"]


def test_a_conflict_that_looks_like_a_wrong_unit_says_so(tmp_path):
    one = sheet(tmp_path, "a.xlsx", [T, "税收", 2186.4, "万元"])
    two = sheet(tmp_path, "b.xlsx", [T, "税收", 2186.4, "元"])
    (conflict,) = merge([skeleton(tmp_path), one, two]).conflicts
    assert conflict.remark == "正好差 10000 倍，多半是单位或小数点写错"


def test_a_filled_form_is_a_facts_file(tmp_path):
    there = merge([filled_example(tmp_path)])
    path = tmp_path / "facts.xlsx"
    path.write_bytes(fill_form(there.data))
    assert load_facts(path).document.organisation == "青山镇"


def test_one_topic_in_the_sheets_of_several_parts_is_several_sections(tmp_path):
    path = book(
        tmp_path,
        ("指标", [WHERE, [T, "税收", "2186.4万元", None, None, "财政所"]]),
        ("问题", [["板块", "问题"], [T, "工业体量偏小。"]]),
        ("计划", [["板块", "计划"], [T, "申报县级重点项目5个以上。"]]),
        ("基本信息", [["样式", "镇乡"], ["类型", "年度"], ["年份", 2024], ["单位", "青山镇"]]),
    )
    sections = merge([path]).data["sections"]
    assert [section["part"] for section in sections] == ["summary", "problems", "plan"]


def test_a_form_that_contradicts_itself_is_refused(tmp_path):
    document = [["样式", "镇乡"], ["类型", "年度"], ["年份", 2024], ["单位", "青山镇"]]
    rows = [COLUMNS, [T, "税收", 5, "万元"], [T, "税收", 6, "万元"]]
    path = book(tmp_path, ("指标", rows), ("基本信息", document))
    with pytest.raises(InputError, match=r"“税收”：5万元（a\.xlsx 指标!C2）　对　6万元"):
        load_facts(path)


def test_one_id_for_two_kinds_of_fact_is_a_conflict(tmp_path):
    one = sheet(tmp_path, "a.xlsx", [T, "税收", 5, "万元", "x"], head=[*COLUMNS[:4], "编号"])
    two = book(tmp_path, ("事项", [["内容", "编号"], ["体量偏小。", "x"]]), name="b.xlsx")
    (conflict,) = merge([skeleton(tmp_path), one, two]).conflicts
    assert conflict.what == "编号“x”"
    assert [side.text for side in conflict.sides] == ["税收 5万元", "体量偏小。"]


def test_the_document_may_differ_too(tmp_path):
    other = write(tmp_path, "b.yaml", "document: {year: 2023}\n")
    (conflict,) = merge([skeleton(tmp_path), other, facts_file(tmp_path)]).conflicts
    assert conflict.what == "基本信息的“年份”"
    assert [side.source for side in conflict.sides] == ["base.yaml 第4行", "b.yaml 第1行"]


def facts_file(path):
    return sheet(path, "f.xlsx", [T, "税收", 5, "万元"])


def test_sections_come_in_the_order_of_the_skeleton_and_new_ones_behind_their_part(tmp_path):
    path = book(
        tmp_path,
        ("指标", [COLUMNS, ["生态环境", "造林", 5, "亩"], [T, "税收", 5, "万元"]]),
        ("下步计划", [["板块", "计划"], [T, "培育企业2家。"]]),
        ("问题", [["序号", "问题"], [1, "体量偏小。"]]),
    )
    result = merge([skeleton(tmp_path), path])
    rows = [(one["part"], one["id"], len(one.get("facts", []))) for one in result.data["sections"]]
    assert rows == [
        ("summary", "economy", 1),
        ("summary", "people", 0),
        ("summary", "生态环境", 1),
        ("problems", "problems", 1),
        ("plan", "经济发展", 1),
    ]


def test_a_path_under_topic_makes_nested_sections(tmp_path):
    path = sheet(
        tmp_path, "a.xlsx", ["经济发展/工业", "产值", 5, "万元"], ["经济发展/工业", "税", 6, "万元"]
    )
    economy = merge([skeleton(tmp_path), path]).data["sections"][0]
    (inner,) = economy["sections"]
    assert (inner["id"], inner["topic"], len(inner["facts"])) == ("economy.工业", "工业", 2)


def test_an_order_column_decides_over_the_order_of_files(tmp_path):
    head = [*COLUMNS[:4], "排序"]
    one = sheet(tmp_path, "a.xlsx", [T, "甲", 5, "个", 3], [T, "乙", 5, "个", 1], head=head)
    two = sheet(tmp_path, "b.xlsx", [T, "丙", 5, "个", 2], [T, "丁", 5, "个", None], head=head)
    result = merge([skeleton(tmp_path), one, two])
    assert [fact["name"] for fact in facts_in(result).values()] == ["乙", "丙", "甲", "丁"]


def test_ids_do_not_depend_on_the_order_of_files(tmp_path):
    one = sheet(tmp_path, "a.xlsx", [T, "税收", 5, "万元"])
    two = book(tmp_path, ("事项", [["板块", "内容"], [T, "新建大棚5座。"]]), name="b.xlsx")
    there = merge([skeleton(tmp_path), one, two])
    back = merge([skeleton(tmp_path), two, one])
    assert set(facts_in(there)) == set(facts_in(back))
    assert merge([skeleton(tmp_path), one, two]).text == there.text


def test_facts_files_merge_by_id_and_keep_their_formulas(tmp_path):
    base = write(tmp_path, "a.yaml", HEAD + TAX)
    more = write(
        tmp_path,
        "b.yaml",
        "sections:\n  - id: economy\n    facts:\n"
        "      - {id: tax, name: 税收收入, value: 2186.4万元, source: 统计站}\n"
        "      - {name: 产值, value: 9万元}\n"
        "    derive: [{id: share, name: 占比, formula: 'tax.part1 / tax', as: 0.0%}]\n"
        "    checks: ['tax.part1 < tax']\n",
    )
    result = merge([base, more])
    facts = facts_in(result)
    assert facts["tax"]["source"] == "财政所 表1 B2；统计站"
    assert list(facts) == ["tax", "economy.2"]
    resolved = facts_from_text(result.text)
    assert {entry.id: entry.quantity.text for entry in resolved.entries()}["share"] == "55.1%"
    assert [check.formula for check in resolved.checks] == ["tax.part1 < tax"]


def test_a_fact_without_a_place_is_put_aside_for_sorting(tmp_path):
    path = table("名称,数值\n税收,5万元\n")(tmp_path)
    sections = merge([skeleton(tmp_path), path]).data["sections"]
    assert [(one["id"], len(one.get("facts", []))) for one in sections] == [
        ("economy", 0),
        ("people", 0),
        ("待归类", 1),
        ("problems", 0),
    ]


def test_problems_of_all_files_come_at_once(tmp_path):
    one = sheet(tmp_path, "a.xlsx", [T, "税收", "很多", "万元"])
    two = write(tmp_path, "b.yaml", "document: {yaer: 2024}\n")
    with pytest.raises(InputError) as raised:
        merge([one, two, tmp_path / "none.csv"])
    assert [problem.path.rpartition("/")[2] for problem in raised.value.problems] == [
        "a.xlsx",
        "b.yaml",
        "none.csv",
    ]


def test_what_no_file_says_of_the_document_is_asked_for(tmp_path):
    with pytest.raises(InputError, match="没有一个文件写明样式、类型、年份、单位"):
        merge([facts_file(tmp_path)])


def test_a_field_of_the_document_that_cannot_be_names_its_cell(tmp_path):
    document = [["样式", "镇乡"], ["类型", "年度"], ["年份", "二〇二四年"], ["单位", "青山镇"]]
    rows = [WHERE, [T, "税收", "2186.4万元", None, None, "财政所"]]
    with pytest.raises(InputError) as raised:
        merge([book(tmp_path, ("基本信息", document), ("指标", rows))])
    (problem,) = raised.value.problems
    assert problem.place == f"{tmp_path / 'a.xlsx'} 基本信息!B3"


def test_a_formula_that_fails_names_the_cell_that_it_stands_in(tmp_path):
    path = book(
        tmp_path,
        ("指标", [COLUMNS, [T, "税收", 5, "万元"]]),
        ("算式", [["板块", "名称", "算式"], [T, "占比", "税收 / 产值"]]),
    )
    with pytest.raises(InputError) as raised:
        merge([skeleton(tmp_path), path])
    (problem,) = raised.value.problems
    assert "“产值”不认识" in problem.message
    assert "算式!C2" in str(problem)


def test_paragraphs_become_statements_with_their_source(tmp_path):
    document = docx.Document()
    document.add_paragraph("二、存在问题")
    document.add_paragraph("一是工业体量偏小。")
    document.add_paragraph("三、抓经济，促发展")
    document.add_paragraph("（一）全年新建厂房5座；完成税收300万元。二是招引企业2家。")
    document.add_table(1, 1).cell(0, 0).text = "表格里的数5个"
    document.save(tmp_path / "材料.docx")
    text = write(tmp_path, "材料.txt", "走访困难群众320户，发放救助金12万元。\n开展活动3次。\n")
    result = merge([skeleton(tmp_path), tmp_path / "材料.docx", text], topics={"民生": ["救助"]})
    seen = [
        (section["id"], fact["text"], fact["source"], "猜" in fact.get("note", ""))
        for section in result.data["sections"]
        for fact in section.get("facts", [])
    ]
    assert seen == [
        (
            "economy",
            "全年新建厂房5座；完成税收300万元。",
            "材料.docx 第4段“全年新建厂房5座；完…”",
            False,
        ),
        ("economy", "招引企业2家。", "材料.docx 第4段“全年新建厂房5座；完…”", False),
        ("people", "走访困难群众320户，发放救助金12万元。", "材料.txt 第1段", True),
        ("待归类", "开展活动3次。", "材料.txt 第2段", True),
        ("problems", "工业体量偏小。", "材料.docx 第2段“工业体量偏小。”", False),
    ]
    notes = " ".join(note.message for note in result.notes)
    assert "表1没有读入" in notes
    assert "猜" in notes


TEXTS = [
    "12.30", "010", "on", "2024-12-06", "a: b", "“引号”", "- 不是列表", "# 不是注释", "null",
    "~", "", "1e3", "两行\n文字", " 前后有空格 ", "{花括号}", "*星", "&锚",
    "'单引号'", '"双引号"', "100%", "@",
    "：全角",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_written_reads_back_as_the_same(text):
    from zhibi.intake.facts_writer import dump_facts

    data = {
        "document": {"title": text, "names": [text, "x"]},
        "sections": [{"facts": [{"growth": {"value": text}}]}],
    }
    tree, problems = read_tree(dump_facts(data, "说明"), "a.yaml")
    assert problems == []
    assert tree.data == data


SIGNS = st.sampled_from("年万·：-#,[]{}'\"\n\r\x85%!&*|>@`?~（）　 \t0123")
WORDS = st.text(SIGNS | st.characters(exclude_categories=["Cs"]), max_size=12)
KEYS = st.sampled_from(["name", "figures", "growth", "text", "parts"])
TREES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@example({"name": {"name": "\n"}, "text": "甲\n\n"})
@example({"name": "甲\n", "text": "\n\n"})
@given(st.dictionaries(KEYS, TREES, min_size=1))
def test_any_data_reads_back_as_the_same(data):
    from zhibi.intake.facts_writer import dump_facts

    assert yaml.load(dump_facts(data), Loader=yaml.BaseLoader) == data


def test_the_collector_of_cycles_is_as_it_was_after_merging(tmp_path):
    path = skeleton(tmp_path)
    for switch in (gc.disable, gc.enable):
        switch()
        before = gc.isenabled()
        merge([path])
        with pytest.raises(InputError):
            merge([tmp_path / "none.csv"])
        assert gc.isenabled() is before


MORE = ["其中", "其中为全部", "一并写出", "状态", "是否必写", "来源科室", "备注", "编号", "别名"]
PARTS = "工业税收1204.3万元（下降2.1%）；商贸税收982.1万元〔编号:trade〕"
FIGURES = "1.6亿元=总投资；11月底=投产〔预计，又名:投产时间/竣工〕"
TAX_ROW = [
    *[T, "税收", 2186.4, "万元", "1—10月", "-3.20%", 2055.9, 2620, 2600, "100.77%", PARTS, "是"],
    *["上年同期", "累计", "可写", "财政所", "核过", "tax", "税收收入；国税"],
]
STATEMENT = [T, "总投资1.6亿元，11月底投产。", "晨筱包装材料有限公司；一村一策", "进行中", "招商办"]


def filled_example(path):
    """A workbook that uses every column."""
    document = {
        "样式": "镇乡",
        "类型": "年度",
        "年份": 2024,
        "单位": "青山镇",
        "字数": "5000—6000",
        "固定名称": "青山镇；“三会一课”",
        "舍入": "四舍六入五成双",
    }
    indicators = [
        TAX_ROW,
        ["民生", "游客", "3200余", "人次"],
        ["民生", "参保率", "98.36%", None, "截至11月底", "0.91个百分点"],
    ]
    statement_head = ["板块", "内容", "名称", "状态", "来源", "数字名称", "时段"]
    return book(
        path,
        ("指标", [[*COLUMNS, *MORE], *indicators]),
        ("事项", [statement_head, [*STATEMENT, FIGURES, "全年"]]),
        ("问题", [["板块", "问题", "编号"], [None, "体量偏小。", "p1"]]),
        ("计划", [["板块", "计划", "对应问题"], [T, "培育企业2家。", "p1"]]),
        ("算式", [["板块", "名称", "算式", "写法"], [T, "占比", "trade / tax", "0.0%"]]),
        ("核对", [["板块", "核对式"], [T, "tax.part1 + trade = tax"]]),
        ("基本信息", list(document.items())),
    )


def test_the_round_trip_through_a_workbook_loses_nothing(tmp_path):
    there = merge([filled_example(tmp_path)])
    again = tmp_path / "again.xlsx"
    again.write_bytes(fill_form(there.data))
    back = merge([again])
    assert back.data == there.data
    once_more = tmp_path / "once-more.xlsx"
    once_more.write_bytes(fill_form(back.data))
    assert cells_of(once_more) == cells_of(again)


def cells_of(path):
    import openpyxl

    return {
        (sheet.title, cell.coordinate): (cell.value, cell.number_format)
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_a_facts_file_survives_the_way_through_a_workbook(tmp_path):
    there = merge([write(tmp_path, "a.yaml", HEAD + TAX)])
    path = tmp_path / "a.xlsx"
    path.write_bytes(fill_form(there.data))
    before, after = facts_from_text(there.text), facts_from_text(merge([path]).text)

    def rows(facts):
        return [
            (e.id, e.role, e.name, e.aliases, e.quantity, e.period, e.status, e.show, e.source)
            for e in facts.entries()
        ]

    assert rows(after) == rows(before)


def test_progress_is_told_after_each_file(tmp_path) -> None:
    paths = []
    for number in range(3):
        path = tmp_path / f"{number}.csv"
        path.write_text(
            f"板块,指标,数值\n经济发展,指标{'甲乙丙'[number]},{number + 5}户\n", "utf-8"
        )
        paths.append(path)
    told: list[Progress] = []
    suggested = {"style": "镇乡", "kind": "annual", "year": 2024, "organisation": "青山镇"}
    merge(paths, suggested=suggested, progress=told.append)
    assert [(one.stage, one.done, one.total, one.name) for one in told] == [
        ("material", number + 1, 3, f"{number}.csv") for number in range(3)
    ]
