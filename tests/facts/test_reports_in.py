"""Finished reports as material: sections from headings, facts from sentences, names of figures."""

import docx
import pytest

from tests.support.facts_texts import HEAD
from zhibi.cli.run import run
from zhibi.intake.figure_names import figure_names
from zhibi.intake.load import load_facts
from zhibi.intake.merge import merge

REPORT = """\
# 青山镇2023年工作总结及2024年工作计划

今年以来，我镇扎实推进各项工作。现将工作情况报告如下：

## 一、2023年工作总结

### （一）坚持项目带动，推动经济发展

一是壮大镇域经济。1—10月，税收收入2055.9万元，同比增长4.2%；完成造林420亩。组织9名村（社区）书记参加培训。

二是深化招商引资。引进企业5家，总投资1.6亿元。

## 二、存在问题

一是大项目偏少。

## 三、2024年工作计划

### （一）聚焦产业发展

申报重点项目5个以上。

青山镇人民政府
2023年12月6日
"""
THIS_YEAR = (
    HEAD
    + """\
sections:
  - id: e
    part: summary
    topic: 经济发展
    facts:
      - {id: tax, name: 税收收入, value: 2186.4万元, period: 1—10月}
"""
)


def as_docx(tmp_path, text=REPORT):
    document = docx.Document()
    for line in filter(None, text.splitlines()):
        level = len(line) - len(line.lstrip("#"))
        words = line.lstrip("# ")
        if level:
            document.add_heading(words, level - 1)
        else:
            document.add_paragraph(words)
    path = tmp_path / "去年.docx"
    document.save(path)
    return path


def as_text(tmp_path, ending, text=REPORT):
    path = tmp_path / f"去年{ending}"
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(params=[".docx", ".md", ".txt"])
def report(request, tmp_path):
    if request.param == ".docx":
        return as_docx(tmp_path)
    return as_text(tmp_path, request.param)


def test_its_headings_are_sections(report):
    sections = merge([report]).data["sections"]
    shown = [(s["part"], s.get("topic"), s.get("heading")) for s in sections]
    assert shown == [
        ("preamble", None, None),
        ("summary", "经济发展", "坚持项目带动，推动经济发展"),
        ("problems", None, None),
        ("plan", "聚焦产业发展", "聚焦产业发展"),
    ]
    nested = [(s["topic"], s["heading"]) for s in sections[1]["sections"]]
    assert nested == [("镇域经济", "壮大镇域经济"), ("招商引资", "深化招商引资")]


def test_its_title_and_end_say_whose_it_is(report):
    document = load_facts(report).document
    assert (document.year, document.organisation, document.kind) == (2023, "青山镇", "annual")
    assert (document.style, document.signed) == ("镇乡", "青山镇人民政府")


def test_its_figures_are_named_where_the_words_name_them(report):
    named = {e.quantity.text: e.name for e in load_facts(report).entries() if e.name}
    assert named == {
        "2055.9万元": "税收收入",
        "4.2%": "税收收入（同比增长）",
        "420亩": "造林",
        "9名": "村（社区）书记",
        "5家": "引进企业",
        "1.6亿元": "总投资",
        "5个": "申报重点项目",
    }


def test_every_sentence_with_a_figure_is_a_fact(report):
    texts = "".join(fact.text for fact in load_facts(report).all_facts())
    assert [one for one in ("4.2%", "大项目偏少", "5个以上", "1—10月") if one not in texts] == []


def test_a_paragraph_of_word_is_told_by_its_words(tmp_path):
    (fact, *_) = [f for f in load_facts(as_docx(tmp_path)).all_facts() if "税收" in f.text]
    assert "“壮大镇域经济" in fact.source
    (fact, *_) = [f for f in load_facts(as_text(tmp_path, ".md")).all_facts() if "税收" in f.text]
    assert fact.source == "去年.md 第9行"


@pytest.mark.parametrize(
    ("line", "is_fact"),
    [
        ("（一）全年新建厂房5座。", True),
        ("（一）新建厂房5座", True),
        ("（一）抓实“两条主线”", False),
        ("（一）抓经济，促发展", False),
    ],
)
def test_a_heading_that_states_a_figure_is_a_sentence(tmp_path, line, is_fact):
    text = f"青山镇2023年工作总结\n一、工作情况\n{line}\n二、存在问题\n一是人手少。\n"
    facts = load_facts(as_text(tmp_path, ".txt", text))
    assert any("厂房" in fact.text for fact in facts.all_facts()) == is_fact


def test_last_years_report_is_compared_with_this_years_facts(tmp_path, capsys, report):
    (tmp_path / "now.yaml").write_text(THIS_YEAR, "utf-8")
    assert run(["facts", str(tmp_path / "now.yaml"), "--compare", str(report)]) == 0
    told = capsys.readouterr().out
    assert "税收收入" in told.split("上年")[-1] or "2055.9万元" in told
    assert "2055.9万元" in told


def test_a_report_of_another_year_is_no_fact_of_this_year(tmp_path, report):
    (tmp_path / "now.yaml").write_text(THIS_YEAR, "utf-8")
    result = merge([tmp_path / "now.yaml", report])
    notes = " ".join(str(note) for note in result.notes)
    assert "材料写的是2023年" in notes
    assert "成文日期" not in notes
    (entry,) = [e for e in result.facts.entries() if e.quantity.text == "420亩"]
    assert entry.period == "2023年"


def test_two_reports_that_differ_leave_the_year_open(tmp_path):
    one = as_text(tmp_path, ".md")
    other = as_text(tmp_path, ".txt", REPORT.replace("2023年工作总结", "2022年工作总结"))
    with pytest.raises(Exception, match="年份"):
        merge([one, other])


def test_a_draft_is_checked_against_the_material_itself(tmp_path, capsys):
    note = as_text(tmp_path, ".txt", "走访困难群众320户。\n")
    table = tmp_path / "财政所.csv"
    table.write_text("名称,数值,单位\n税收收入,2186.4,万元\n", "utf-8")
    draft = tmp_path / "d.md"
    draft.write_text("# 青山镇2024年工作总结\n\n税收收入2186.4万元；走访困难群众321户。\n", "utf-8")
    arguments = ["check", str(draft), "--facts", str(table), "--facts", str(note)]
    assert run([*arguments, "--format", "json"]) == 1
    told = capsys.readouterr().out
    assert "财政所.csv B2" in told or "财政所.csv" in told
    assert "321户" in told


def test_a_draft_is_written_from_several_files(tmp_path, capsys):
    form = tmp_path / "a.yaml"
    form.write_text(THIS_YEAR, "utf-8")
    note = as_text(tmp_path, ".txt", "走访困难群众320户。\n")
    out = tmp_path / "o.md"
    arguments = ["draft", str(form), "--facts", str(note), "--writer", "offline", "-o", str(out)]
    assert run(arguments) == 0
    written = out.read_text("utf-8")
    assert "2186.4万元" in written
    assert "320户" in written
    assert "待归类" not in written


FALSE = THIS_YEAR.replace("period: 1—10月", "growth: 3%, previous: {value: 1900万元, show: hidden}")


@pytest.mark.parametrize("command", ["check", "draft"])
def test_doubts_about_the_facts_are_told(tmp_path, capsys, command):
    facts, draft = tmp_path / "f.yaml", tmp_path / "d.md"
    facts.write_text(FALSE, "utf-8")
    draft.write_text("税收收入2186.4万元，同比增长3%。\n", "utf-8")
    arguments = {
        "check": ["check", str(draft), "--facts", str(facts)],
        "draft": ["draft", str(facts), "--writer", "offline", "-o", str(tmp_path / "o.md")],
    }[command]
    run(arguments)
    told = capsys.readouterr().err
    assert "事实本身可疑：1 个错误" in told
    assert "F102" in told
    assert run([*arguments, "--strict"]) == 1


NAMED = {
    "为受灾农户发放春耕补助款18.6万元。": {"18.6万元": "春耕补助款"},
    "水稻总产量5320吨，同比增长3.1%，完成全年目标6000吨的88.67%。": {
        "5320吨": "水稻总产量",
        "3.1%": "水稻总产量（同比增长）",
        "6000吨": "水稻总产量（目标）",
        "88.67%": "水稻总产量（完成率）",
    },
    "旅游收入960万元，较上年同期的800万元增加160万元。": {
        "960万元": "旅游收入",
        "800万元": "旅游收入（上年）",
        "160万元": "旅游收入（增加）",
    },
    "消防隐患62处，已整改57处，其余5处正在整改。": {
        "62处": "消防隐患",
        "57处": "消防隐患（整改）",
        "5处": "消防隐患（其余）",
    },
    "脱贫监测对象45户132人得到帮扶。": {
        "45户": "脱贫监测对象",
        "132人": "脱贫监测对象",
    },
    "道路硬化6条；其中省级2条。": {"6条": "道路硬化"},  # another clause after ；
    "共有28名驻村干部签订承诺书。": {"28名": "驻村干部"},
}


@pytest.mark.parametrize("sentence", NAMED)
def test_a_figure_that_tells_more_of_an_indicator_is_named_after_it(sentence):
    assert {one["text"]: one["name"] for one in figure_names(sentence)} == NAMED[sentence]


def test_stars_of_a_word_file_are_text(tmp_path):
    text = REPORT.replace("引进企业5家", "注：**p<0.01，引进企业5家")
    facts = load_facts(as_docx(tmp_path, text)).all_facts()
    assert any("**p<0.01" in fact.text for fact in facts)


def test_the_period_that_its_preamble_gives_holds_for_all(tmp_path):
    text = REPORT.replace("报告如下：", "报告如下（除注明外，数据统计时段为1—11月）：")
    assert load_facts(as_text(tmp_path, ".md", text)).document.period == "1—11月"


@pytest.mark.parametrize(
    ("lines", "organisation", "kind"),
    [
        (["石桥镇人民政府关于2024年工作情况的报告"], "石桥镇", "annual"),
        (["云桥街道办事处", "2024年上半年工作总结"], "云桥街道", "half-year"),
        (["石桥镇民政办2024年工作总结"], "石桥镇", "annual"),
    ],
)
def test_a_title_says_whose_report_it_is(lines, organisation, kind, tmp_path):
    document = docx.Document()
    for text in (
        *lines,
        "一、主要工作",
        "（一）社会救助",
        "发放低保金365.2万元。",
        "二、存在问题",
        "人手不足。",
    ):
        document.add_paragraph(text)
    document.save(tmp_path / "a.docx")
    merged = merge([tmp_path / "a.docx"])
    given = merged.data["document"]
    assert (given["organisation"], given["kind"], given["year"]) == (organisation, kind, "2024")
    fact = merged.data["sections"][0]["facts"][0]
    assert fact["source"].startswith("民政办 a.docx" if "民政办" in lines[0] else "a.docx")


def test_the_tables_and_lists_of_a_report_in_markdown_are_read_as_such(tmp_path):
    path = tmp_path / "r.md"
    path.write_text(
        "# 石桥镇2024年工作总结\n\n## 一、2024年工作总结\n\n"
        "### （一）经济发展\n\n实现税收2186.4万元。\n\n"
        "| 指标 | 单位 | 数值 |\n| --- | --- | --- |\n| 工业产值 | 万元 | 3260 |\n\n"
        "### （二）民生\n\n- 新增就业842人。\n",
        encoding="utf-8",
    )
    sections = merge([path]).data["sections"]
    assert [section["topic"] for section in sections] == ["经济发展", "民生"]
    tax, output = sections[0]["facts"]
    assert (tax["text"], output["name"], output["value"]) == (
        "实现税收2186.4万元。",
        "工业产值",
        "3260万元",
    )
    assert sections[1]["facts"][0]["text"] == "新增就业842人。"
