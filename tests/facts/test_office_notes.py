"""Notes of offices: labels, salutations, signatures, annexes and tables at the end."""

import docx
import pytest

import zhibi
from zhibi.errors import InputError
from zhibi.facts.lint import lint
from zhibi.intake.merge import merge
from zhibi.intake.note_lines import announces, is_addressed, is_annex, is_whole_unit, part_of
from zhibi.intake.questions import ask
from zhibi.intake.submissions import read_submission

HEAD = "document: {style: 镇乡, kind: annual, year: 2025, organisation: 青山镇}\n"


def _note(folder, text):
    path = folder / "民政办.txt"
    path.write_text(text, encoding="utf-8")
    return read_submission(path)


def _report(folder, paragraphs, rows, after=()):
    document = docx.Document()
    for one in paragraphs:
        document.add_paragraph(one)
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for one in after:
        document.add_paragraph(one)
    path = folder / "民政办.docx"
    document.save(path)
    return read_submission(path)


def _facts(submission):
    return [(item.part, item.data.get("text") or item.data["name"]) for item in submission.facts]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("存在不足", "problems"),
        ("5、目前存在的主要困难和问题", "problems"),
        ("（三）工作中的短板与差距：", "problems"),
        ("下一步打算", "plan"),
        ("2026年工作计划", "plan"),
        ("明年重点工作安排", "plan"),
        ("困难群众救助", None),
        ("解决突出问题", None),
        ("补齐短板", None),
        ("2025年工作情况", None),
        ("养老方面", None),
    ],
)
def test_a_label_names_a_part_only_where_it_says_nothing_else(words, part):
    assert part_of(words) == part


def test_labels_of_paragraphs_give_the_part_and_are_no_facts(tmp_path):
    submission = _note(
        tmp_path,
        "民政办2025年工作情况\n县民政局：\n一年来，民政办抓落实，现将有关情况汇报如下：\n"
        "1、养老方面。新建老年食堂3个。\n2、存在不足。食堂运营资金有缺口2万元。\n"
        "3、救助方面。临时救助45人次。\n下一步打算：2026年再建老年食堂2个。\n"
        "民政办\n2025年12月2日\n联系人：某某\n",
    )
    assert _facts(submission) == [
        (None, "新建老年食堂3个。"),
        ("problems", "食堂运营资金有缺口2万元。"),
        (None, "临时救助45人次。"),
        ("plan", "2026年再建老年食堂2个。"),
    ]
    told = " ".join(note.message for note in submission.notes)
    for words in ("称呼“县民政局：”", "引出下文的话", "落款“民政办”", "联系人等", "存在不足"):
        assert words in told


def test_a_label_line_holds_for_the_items_below_it(tmp_path):
    submission = _note(
        tmp_path,
        "一、主要工作\n修缮房屋12间。\n存在的主要问题：\n1.还有3户没有搬迁。\n2.缺医生2名。\n"
        "下步打算：\n1.新建公厕2座。\n",
    )
    assert [part for part, _ in _facts(submission)] == ["summary", "problems", "problems", "plan"]


def test_a_lower_heading_begins_a_part_until_the_next_of_its_level(tmp_path):
    submission = _note(
        tmp_path,
        "一、工作情况\n（一）养老\n新建食堂3个。\n（二）存在不足\n缺医生2名。\n（三）救助\n"
        "临时救助45人次。\n二、下步打算\n（一）存在不足\n仍缺1名。\n",
    )
    assert [part for part, _ in _facts(submission)] == [
        "summary",
        "problems",
        "summary",
        "problems",
    ]


def test_sentences_within_a_paragraph_begin_a_part(tmp_path):
    submission = _note(
        tmp_path,
        "2025年工作情况\n今年建成站点4个。存在问题：设备还缺6台。下一步，计划添置设备6台。",
    )
    assert [part for part, _ in _facts(submission)] == [None, "problems", "plan"]


def test_what_is_said_before_a_colon_stays_where_it_is_no_label(tmp_path):
    submission = _note(tmp_path, "工作情况\n老年食堂：新建3个。\n建成三项工程5处：桥、路、渠。")
    assert [text for _, text in _facts(submission)] == [
        "老年食堂：新建3个。",
        "建成三项工程5处：桥、路、渠。",
    ]


@pytest.mark.parametrize("line", ["附：2025年主要数据", "附件1：指标表", "附表"])
def test_annex(line):
    assert is_annex(line)
    assert not is_annex("附近新建公厕2座。")
    assert not is_annex("附近群众")


def test_what_only_announces_states_no_figure():
    assert announces("现将情况报告如下：")
    assert not announces("全年举办活动5场，具体如下：")
    assert is_addressed("尊敬的各位代表：")
    assert not is_addressed("新建公厕：")


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("青山镇", True),
        ("青山镇人民政府", True),
        ("中共青山镇委员会", True),
        ("东湖街道办事处", True),
        ("社会事务办", False),
        ("青山镇社会事务办", False),
        ("县民政局", False),
    ],
)
def test_whole_units(words, whole):
    assert is_whole_unit(words) is whole


PLAN = ["民政工作总结", "一、主要工作", "新建老年食堂3个。", "二、下步打算", "再建老年食堂2个。"]
ACTUAL = [("项目", "单位", "2025年", "2024年"), ("养老保险参保", "人", "9860", "9790")]


@pytest.mark.parametrize("annex", [(), ("附：2025年主要数据",), ("附件",), ("2025年主要数据",)])
def test_actual_figures_below_a_plan_are_none_of_it(tmp_path, annex):
    submission = _report(tmp_path, [*PLAN, *annex], ACTUAL)
    assert _facts(submission)[2:] == [(None, "养老保险参保")]
    assert submission.facts[-1].data.get("status") != "target"
    assert "主要数据" not in "".join(str(item.data.get("text")) for item in submission.facts)


def test_a_table_of_a_year_to_come_is_of_the_plan(tmp_path):
    paragraphs = ["青山镇2025年民政工作总结", *PLAN[1:]]
    rows = [("项目", "单位", "2026年"), ("新建食堂", "个", "2")]
    assert _facts(_report(tmp_path, paragraphs, rows))[-1] == ("plan", "新建食堂")
    past = [("项目", "单位", "2025年"), ("新建食堂", "个", "3")]
    assert _facts(_report(tmp_path, paragraphs, past))[-1] == (None, "新建食堂")


def test_tables_below_the_label_of_a_plan_in_a_note(tmp_path):
    paragraphs = ["民政办2025年工作情况", "新建老年食堂3个。", "下一步打算：再建食堂2个。"]
    submission = _report(tmp_path, paragraphs, ACTUAL, ["民政办", "2025年12月2日"])
    assert _facts(submission)[-1] == (None, "养老保险参保")
    assert submission.facts[-1].topic == "待归类"


def test_an_office_does_not_sign_for_the_whole_unit(tmp_path):
    base = tmp_path / "基本信息.yaml"
    base.write_text(HEAD, encoding="utf-8")
    paragraphs = ["青山镇民政办2025年工作总结", *PLAN[1:]]
    submission = _report(tmp_path, paragraphs, ACTUAL, ["民政办", "2025年12月2日"])
    assert set(submission.guessed) == {"year", "kind", "organisation", "style"}
    assert submission.guessed["organisation"] == "青山镇"
    assert submission.facts[0].data["source"].startswith("民政办 ")
    assert any("民政办" in note.message and "落款" in note.message for note in submission.notes)
    document = merge([base, tmp_path / "民政办.docx"]).facts.document
    assert (document.signed, document.date) == ("", "")


def test_the_whole_unit_signs_its_report(tmp_path):
    paragraphs = ["青山镇2025年工作总结", *PLAN[1:], "青山镇人民政府", "2025年12月2日"]
    submission = _report(tmp_path, paragraphs, ACTUAL)
    assert submission.guessed["signed"] == "青山镇人民政府"
    assert submission.guessed["date"] == "2025年12月2日"
    assert submission.guessed["organisation"] == "青山镇"


def test_facts_without_a_section_are_counted_and_get_no_heading_of_another(tmp_path):
    base, table = tmp_path / "基本信息.yaml", tmp_path / "a.csv"
    base.write_text(HEAD, encoding="utf-8")
    table.write_text("指标,单位,数值\n养老保险参保,人,9860\n就业,人,12\n", encoding="utf-8")
    result = merge([base, table])
    assert any(
        "2 条事实没有板块" in note.message and "a.csv" in note.message for note in result.notes
    )
    (found,) = (item for item in lint(result.facts) if item.code == "F306")
    assert "2 条" in found.message
    draft = zhibi.draft(result.facts, writer=zhibi.OfflineWriter())
    assert "（一）其他工作" in draft.text
    assert "民生" not in draft.text


def test_the_office_above_a_table_may_stand_without_its_kind(tmp_path):
    table = tmp_path / "a.csv"
    table.write_text("报送：农业农村办,,\n指标,单位,数值\n水稻,亩,9860\n", encoding="utf-8")
    (item,) = read_submission(table).facts
    assert item.data["source"].startswith("农业农村办 ")


def test_targets_of_another_year_are_no_wrong_table(tmp_path):
    base, table = tmp_path / "基本信息.yaml", tmp_path / "a.csv"
    base.write_text(HEAD, encoding="utf-8")
    table.write_text("2026年任务表,,,\n指标,单位,数值,状态\n新建食堂,个,2,目标\n", encoding="utf-8")
    assert not [note for note in merge([base, table]).notes if "材料写的是" in note.message]


def test_the_source_of_a_row_with_an_id_names_its_cell(tmp_path):
    table = tmp_path / "a.csv"
    table.write_text(
        "编号,指标,单位,数值,来源科室\ntax,税收,万元,2186.4,财政所\n", encoding="utf-8"
    )
    (item,) = read_submission(table).facts
    assert item.data["source"].startswith("财政所 a.csv")
    assert item.data["source"].endswith("D2")


def test_answers_about_last_year_are_not_printed(tmp_path):
    table = tmp_path / "答.csv"
    table.write_text(
        "板块,追问,答复\n"
        "经济,税收报了升降，没有上年同期的数：上年同期各是多少？,税收2055.9万元。\n"
        "经济,“经济”只报了数（税收）：这些事是怎样做的？,上门服务12次。\n",
        encoding="utf-8",
    )
    submission = read_submission(table)
    assert [item.data.get("show") for item in submission.facts] == ["hidden", None]
    assert submission.facts[0].data["status"] == "last_year"
    assert any("上年同期" in note.message and note.cell for note in submission.notes)


def test_questions_name_every_topic(tmp_path):
    base, table = tmp_path / "基本信息.yaml", tmp_path / "a.csv"
    base.write_text(HEAD, encoding="utf-8")
    table.write_text("指标,单位,数值\n养老保险参保,人,9860\n", encoding="utf-8")
    asked = ask(merge([base, table]).facts).questions
    assert asked
    assert {one.topic for one in asked} == {"工作总结"}
    assert not any("待归类" in one.text for one in asked)
    assert not any("“”" in one.text for one in asked)


def test_tables_alone_show_the_line_that_is_missing(tmp_path):
    table = tmp_path / "a.csv"
    table.write_text("青山镇2023年任务表,,\n指标,单位,数值\n新建食堂,个,2\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        merge([table])
    (problem,) = caught.value.problems
    assert "zhibi form" in problem.hint
    assert "year: 2023" in problem.hint
