"""`zhibi ask`: what is asked of whom, what is never printed, and how answers come back."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from zhibi.cli.run import run
from zhibi.facts.load import facts_from_text
from zhibi.intake.load import load_facts
from zhibi.intake.merge import merge
from zhibi.intake.question_form import question_form
from zhibi.intake.questions import ask
from zhibi.output.review.question_list import render_docx, render_markdown

HEAD = "document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇}\nsections:\n"
FACTS = (
    HEAD
    + """  - id: economy
    part: summary
    topic: 经济发展
    facts:
      - {name: 税收收入, value: 2186.4万元, growth: 6.35%, source: 财政所 表1 B2}
      - {name: 商贸零售额, value: 6318万元, growth: 2%, previous: 6194万元, source: 财政所 表1 B3}
      - {name: 技改投资, value: 300万元, completion: 75%, source: 经发办 表2 B4}
      - {text: 组织企业开展用工对接。, source: 经发办}
  - id: safety
    part: summary
    topic: 社会治理
    facts:
      - {text: 排查隐患58处，51处已整改，其余7处限期整改。, source: 应急站 说明1}
      - {text: 正在建设应急物资仓库。, source: 应急站 说明2}
      - {text: 正在建设消防站，预计2025年6月完工。, source: 应急站 说明3}
      - {text: 其余12处隐患均已整改。, source: 应急站 说明4}
  - {part: problems, topic: 问题, facts: [{text: 尚有3处短板。, source: 党政办}]}
"""
)
HIDDEN = (
    HEAD
    + """  - part: summary
    topic: 救助
    facts:
      - {name: 救助人数, value: 31人, target: {value: 97人, show: hidden}, source: 民政办}
      - {name: 走访慰问, value: 4321户, show: hidden, growth: {value: 5%, show: may}}
      - {name: 密封名单, value: 77人, show: sensitive, source: 民政办}
      - {text: 其余8888人正在核实。, show: sensitive, source: 民政办}
"""
)


def texts(facts, office=None):
    return [q.text for q in ask(facts).questions if office in (None, q.office)]


def test_questions_go_to_the_office_of_each_fact():
    asked = ask(facts_from_text(FACTS))
    assert asked.by_office
    assert [office for office, _ in asked.grouped()] == ["财政所", "经发办", "应急站"]


def test_each_gap_is_asked_for_once():
    facts = facts_from_text(FACTS)
    finance, trade, safety = (texts(facts, o) for o in ("财政所", "经发办", "应急站"))
    assert len(finance) == 2
    assert "怎样做的" in finance[0]
    assert finance[1].startswith("税收收入") and "上年同期" in finance[1]
    assert len(trade) == 1 and "技改投资没有达到目标" in trade[0]
    assert [("其余7处" in q, "应急物资仓库" in q) for q in safety] == [(True, False), (False, True)]


def test_each_question_names_its_facts_with_value_and_cell():
    asked = ask(facts_from_text(FACTS))
    about = {q.about for q in asked.questions}
    assert "税收收入2186.4万元（财政所 表1 B2）" in about
    assert "技改投资300万元（经发办 表2 B4）" in about


def test_date_and_signature_are_asked_for_when_absent():
    asked = ask(facts_from_text(FACTS))
    assert [field for field, _ in asked.document] == ["signed", "date"]
    whole = FACTS.replace("青山镇}", "青山镇, signed: 青山镇人民政府, date: 2024-12-06}", 1)
    assert ask(facts_from_text(whole)).document == ()


def test_without_sources_the_questions_go_by_section_and_say_so(tmp_path, capsys):
    facts = tmp_path / "facts.yaml"
    text = HEAD + "  - {part: summary, topic: 道路, facts: [{name: 硬化道路, value: 12公里}]}\n"
    facts.write_text(text, "utf-8")
    asked = ask(load_facts(facts))
    assert not asked.by_office
    assert [name for name, _ in asked.grouped()] == ["道路"]
    assert run(["ask", str(facts), "-o", str(tmp_path / "q.md")]) == 0
    assert "按板块列出" in capsys.readouterr().err
    assert "按板块列出" in (tmp_path / "q.md").read_text("utf-8")


def test_nothing_hidden_or_sensitive_is_printed():
    asked = ask(facts_from_text(HIDDEN))
    assert asked.questions
    book = load_workbook(BytesIO(question_form(asked)))
    cells = [str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    for said in (render_markdown(asked), "\n".join(cells)):
        assert not [w for w in ("97", "4321", "77", "8888", "密封名单") if w in said]
        assert "救助人数" in said


def test_a_section_with_little_is_asked_what_else_was_done():
    text = HEAD + "  - {part: summary, topic: 文化, facts: [{text: 办展演5场。, source: 文化站}]}\n"
    (question,) = texts(facts_from_text(text))
    assert "只有1条材料" in question


def test_the_list_is_ready_to_send():
    said = render_markdown(ask(facts_from_text(FACTS)))
    assert said.startswith("# 青山镇2024年工作总结材料追问单\n")
    assert "## 一、财政所" in said and "## 四、报告末尾" in said
    assert said.count("答复：") == 7
    assert render_docx(ask(facts_from_text(FACTS)))[:2] == b"PK"


def test_nothing_to_ask_is_said():
    text = HEAD + "  - {part: problems, topic: 问题, facts: [{text: 缺资金。}]}\n"
    whole = text.replace("青山镇}", "青山镇, signed: 青山镇, date: 2024-12-06}", 1)
    asked = ask(facts_from_text(whole))
    assert "没有要追问的" in render_markdown(asked)
    assert load_workbook(BytesIO(question_form(asked))).sheetnames == ["追问单"]


def test_answers_come_back_by_merge(tmp_path):
    facts, form, merged = (tmp_path / name for name in ("facts.yaml", "q.xlsx", "m.yaml"))
    facts.write_text(FACTS, "utf-8")
    assert run(["ask", str(facts), "-o", str(form)]) == 0
    book = load_workbook(form)
    sheet = book["问财政所"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "序号")
    column = {cell.value: cell.column for cell in head}
    sheet.cell(head[0].row + 1, column["答复"]).value = "由财政所牵头，逐月分析18户重点税源。"
    ends = book["基本信息"]
    for row in ends.iter_rows():
        if row[0].value == "成文日期":
            row[1].value = "2024年12月6日"
    book.save(form)
    assert run(["merge", str(facts), str(form), "-o", str(merged)]) == 0
    back = load_facts(merged)
    assert back.document.date == "2024年12月6日"
    economy = next(s for s in back.walk() if s.topic == "经济发展")
    added = [fact for fact in economy.facts if "重点税源" in fact.text]
    assert len(added) == 1
    assert added[0].source.startswith("财政所")
    assert "怎样做的" in added[0].note
    assert len(list(back.all_facts())) == len(list(load_facts(facts).all_facts())) + 1


@pytest.mark.parametrize("ending", ["pdf", "txt"])
def test_other_formats_are_refused_before_anything_is_written(tmp_path, ending):
    facts = tmp_path / "facts.yaml"
    facts.write_text(FACTS, "utf-8")
    assert run(["ask", str(facts), "-o", str(tmp_path / f"q.{ending}")]) in (2, 3)
    assert not (tmp_path / f"q.{ending}").exists()


UNTOLD = (
    HEAD.replace("2024,", "2024, period: 1—11月,")
    + """  - id: help
    part: summary
    topic: 救助
    facts:
      - {text: 去年共发放临时救助金86400元，今年继续实行先行救助。, source: 民政办 表1,
         figures: [{text: 86400元, name: 临时救助金, status: last_year}]}
      - {text: 在去年投入60万元的基础上，今年又投入8万元。, source: 民政办 表1,
         figures: [{text: 60万元, name: 投入, status: last_year}, {text: 8万元, name: 补充投入}]}
  - {part: highlights, topic: 亮点, facts: [
      {text: 推行“阳光选房”全程直播。, source: 建设办},
      {text: 由专班牵头推行联办。, source: 建设办}]}
  - {id: plan, part: plan, topic: 计划, facts: [{text: 办好救助。, source: 民政办, status: target}]}
"""
)


def test_problems_are_asked_of_each_office_where_none_are_reported() -> None:
    facts = facts_from_text(UNTOLD)
    asked = [q for q in ask(facts).questions if q.topic == "问题"]
    assert [(q.office, q.section_id) for q in asked] == [("民政办", "problems")]
    assert "救助" in asked[0].text
    told = facts_from_text(
        FACTS + "  - {part: plan, facts: [{text: 办好救助。, source: 民政办}]}\n"
    )
    assert not [q for q in ask(told).questions if q.topic == "问题"]


def test_this_year_s_figure_and_who_led_are_asked_for() -> None:
    facts = facts_from_text(UNTOLD)
    assert [q[:12] for q in texts(facts, "民政办") if "今年1—11月是多少" in q] == [
        "“去年共发放临时救助金8"
    ]
    assert [q[:9] for q in texts(facts, "建设办") if "牵头" in q] == ["“推行‘阳光选房’"]


def test_answers_on_problems_come_back_as_problems(tmp_path) -> None:
    facts = facts_from_text(UNTOLD)
    book = load_workbook(BytesIO(question_form(ask(facts))))
    for sheet in book:
        heads = {cell.value: cell.column for row in sheet.iter_rows() for cell in row}
        for row in sheet.iter_rows():
            if any("存在问题" in str(cell.value) for cell in row):
                sheet.cell(row[0].row, heads["答复"]).value = "还有18户没有走访到。"
    book.save(tmp_path / "answers.xlsx")
    (tmp_path / "facts.yaml").write_text(UNTOLD, encoding="utf-8")
    out = tmp_path / "all.yaml"
    assert (
        run(["merge", str(tmp_path / "facts.yaml"), str(tmp_path / "answers.xlsx"), "-o", str(out)])
        == 0
    )
    found = [s for s in load_facts(out).walk() if s.part == "problems" and s.facts]
    assert [fact.text for s in found for fact in s.facts] == ["还有18户没有走访到。"]


OPEN = (
    FACTS
    + """  - part: problems
    facts:
      - {id: q1, text: 税源结构单一，新税源尚未接上。, source: 财政所}
      - {id: q2, text: 救助对象走访不够经常。, source: 民政办}
      - {id: q3, text: 老街停车难。, source: 城建办}
  - part: plan
    facts:
      - {text: 每月走访救助对象一次。, source: 民政办}
      - {text: 新增泊位80个。, source: 城建办, answers: [q3]}
"""
)


def test_a_problem_that_the_plan_says_nothing_of_is_asked_of_its_office(tmp_path) -> None:
    asked = [q for q in ask(facts_from_text(OPEN)).questions if q.section_id == "plan"]
    told = "“税源结构单一，新税源尚未接上”：打算怎样解决，由谁负责，什么时候办完？"
    assert ("财政所", told) in [(q.office, q.text) for q in asked]
    assert not [q for q in asked if q.office in ("民政办", "城建办")]
    book = load_workbook(BytesIO(question_form(ask(facts_from_text(OPEN)))))
    for sheet in book:
        heads = {cell.value: cell.column for row in sheet.iter_rows() for cell in row}
        for row in sheet.iter_rows():
            if any(str(cell.value) == told for cell in row):
                sheet.cell(row[0].row, heads["答复"]).value = "引进税源企业2家。"
    book.save(tmp_path / "answers.xlsx")
    (tmp_path / "facts.yaml").write_text(OPEN, encoding="utf-8")
    out = str(tmp_path / "all.yaml")
    assert (
        run(["merge", str(tmp_path / "facts.yaml"), str(tmp_path / "answers.xlsx"), "-o", out]) == 0
    )
    planned = [s for s in load_facts(tmp_path / out).walk() if s.part == "plan"]
    assert "引进税源企业2家。" in [fact.text for s in planned for fact in s.facts]


@pytest.mark.parametrize(
    ("answer", "previous", "left"),
    [
        ("税收收入2055.9万元，工业产值约3.1亿元。", ["2055.9万元", "约3.1亿元"], []),
        ("分别是2055.9万元、3.1亿元。", ["2055.9万元", "3.1亿元"], []),
        ("工业产值3.1亿元。", [None, "3.1亿元"], []),
        ("去年是2055.9万元。", [None, None], ["去年是2055.9万元。"]),
        ("税收收入2055户，工业产值3.1亿元。", [None, "3.1亿元"],
         ["税收收入2055户，工业产值3.1亿元。"]),
    ],
)  # fmt: skip
def test_what_was_last_year_comes_back_as_the_previous_value(answer, previous, left, tmp_path):
    text = HEAD + (
        "  - {part: summary, topic: 经济, facts: [\n"
        "      {name: 税收收入, value: 2186.4万元, growth: 6.35%, source: 财政所},\n"
        "      {name: 工业产值, value: 3.2亿元, growth: 3%, source: 财政所}]}\n"
    )
    (tmp_path / "facts.yaml").write_text(text, "utf-8")
    book = load_workbook(BytesIO(question_form(ask(load_facts(tmp_path / "facts.yaml")))))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if "上年同期各是" in str(cell.value):
                    cell.offset(0, 2).value = answer
    book.save(tmp_path / "答复.xlsx")
    merged = merge([tmp_path / "facts.yaml", tmp_path / "答复.xlsx"])
    facts = merged.data["sections"][0]["facts"]
    assert [fact.get("previous", {}).get("value") for fact in facts[:2]] == previous
    assert [fact["text"] for fact in facts[2:]] == left
    assert all(fact["show"] == "hidden" for fact in facts[2:])
