"""Tables side by side, and sentences among the rows of a table."""

import pytest

from tests.facts.test_sheets_layouts import read, sheet
from zhibi.errors import InputError
from zhibi.intake.submissions import read_submission

SENTENCE = "全年清理河道18公里，拆除违建2600平方米。"
BESIDE = {
    "with a gap": (
        [["指标", "单位", "数值", None, "指标", "单位", "数值"]],
        ["税收", "万元", 20, None, "项目", "个", 12],
    ),
    "without a gap": (
        [["指标", "单位", "数值", "指标", "单位", "数值"]], ["税收", "万元", 20, "项目", "个", 12],
    ),
    "with numbers of rows under a title": (
        [
            ["青山镇2024年1—9月情况"],
            ["序号", "指标", "单位", "数值", "序号", "指标", "单位", "数值"],
        ],
        [1, "税收", "万元", 20, 2, "项目", "个", 12],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_tables_side_by_side_are_read_each(name, tmp_path):
    headers, row = BESIDE[name]
    facts = read(sheet(*headers, row), tmp_path)
    assert [(fact["name"], fact["value"]) for fact in facts] == [
        ("税收", "20万元"),
        ("项目", "12个"),
    ]


def test_places_side_by_side_are_read_each(tmp_path):
    facts = read(sheet(["村", "人口（人）", "村", "人口（人）"], ["甲", 3, "乙", 4]), tmp_path)
    assert [(fact["name"], fact["value"]) for fact in facts] == [
        ("甲人口", "3人"),
        ("乙人口", "4人"),
    ]


@pytest.mark.parametrize(
    ("header", "row", "areas"),
    [
        (["项目", "单位", "数量"], ["新建公厕", "座", 4], []),
        (["项目", "单位", "数量"], ["新建公厕", "座", 4], ["A3:C3"]),
        (["作物", "播种面积（亩）", "总产量（吨）"], ["水稻", 400, 36], []),
    ],
)
def test_a_sentence_below_a_table_is_a_fact_and_told(header, row, areas, tmp_path):
    submission = read_submission(sheet(header, row, [SENTENCE], areas=areas)(tmp_path))
    assert submission.facts[-1].data["text"] == SENTENCE
    assert submission.facts[-1].data["source"] == "a.xlsx 统计表!A3"
    assert any(SENTENCE in note.message and note.cell == "统计表!A3" for note in submission.notes)
    assert not submission.tally.left


@pytest.mark.parametrize("text", ["本表数据为快报数，含2个社区。", "注：含2个社区，不含集镇。"])
def test_what_is_said_of_the_table_is_no_fact(text, tmp_path):
    build = sheet(["项目", "单位", "数量"], ["新建公厕", "座", 4], [text])
    assert [fact["name"] for fact in read(build, tmp_path)] == ["新建公厕"]


def test_a_header_that_is_not_known_is_named(tmp_path):
    build = sheet(["甲方", "户籍人口（人）"], ["红石", 1200], ["柳溪", 900])
    with pytest.raises(InputError) as raised:
        read_submission(build(tmp_path))
    (problem,) = raised.value.problems
    assert problem.cell == "统计表!A1"
    assert problem.hint is not None
    assert "“甲方”看不出是什么" in problem.hint
