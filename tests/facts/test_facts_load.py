"""What a facts file means: roles, inheritance, figures of statements, ids."""

import json
from decimal import Decimal

import pytest

from tests.support.facts_texts import HEAD, TAX, with_facts
from tests.support.workbooks import book
from zhibi.errors import InputError
from zhibi.facts.ledger import Ledger
from zhibi.facts.load import facts_from_text
from zhibi.intake.load import load_facts
from zhibi.output.review.facts_listing import render_json


def by_id(text, path="facts.yaml"):
    return Ledger(facts_from_text(text, path)).by_id


def test_indicator_gives_an_entry_for_each_of_its_figures():
    entries = by_id(HEAD + TAX)
    rows = {
        id_: (entry.role, entry.name, entry.quantity.text, entry.period, entry.status, entry.show)
        for id_, entry in entries.items()
    }
    assert rows == {
        "tax": ("value", "税收收入", "2186.4万元", "1—10月", None, "must"),
        "tax.growth": ("growth", "税收收入", "6.35%", "1—10月", None, "must"),
        "tax.previous": ("previous", "税收收入", "2055.9万元", "1—10月", "last_year", "hidden"),
        "tax.forecast": ("forecast", "税收收入", "2620万元", "全年", "forecast", "must"),
        "tax.target": ("target", "税收收入", "2600万元", "全年", "target", "hidden"),
        "tax.completion": ("completion", "税收收入", "100.77%", "全年", "forecast", "must"),
        "tax.part1": ("part", "工业税收", "1204.3万元", "1—10月", None, "must"),
        "tax.part1.growth": ("growth", "工业税收", "2.1%", "1—10月", None, "must"),
    }
    assert list(entries) == list(rows)
    assert entries["tax"].aliases == ("税收",)
    assert entries["tax.part1"].parent == "tax"
    assert entries["tax.part1.growth"].parent == "tax.part1"


def test_values_keep_the_digits_as_written():
    entries = by_id(with_facts("{id: a, name: 人均缴费, value: 480.00元}"))
    assert entries["a"].quantity.text == "480.00元"
    assert entries["a"].quantity.value == Decimal(480)
    assert entries["a"].quantity.decimals == 2


@pytest.mark.parametrize(
    ("written", "text", "direction"),
    [
        ("6.35%", "6.35%", 1),
        ("-6.35%", "6.35%", -1),
        ("下降6.35%", "6.35%", -1),
        ("增长6.35%", "6.35%", 1),
        ("-0.91个百分点", "0.91个百分点", -1),
        ("0%", "0%", 0),
    ],
)
def test_growth_is_stored_without_sign_and_with_direction(written, text, direction):
    entry = by_id(with_facts(f"{{id: a, name: 产值, value: 3万元, growth: {written}}}"))["a.growth"]
    assert (entry.quantity.text, entry.direction) == (text, direction)
    assert entry.quantity.value >= 0


def test_completion_that_only_the_value_explains_keeps_the_facts_status():
    fact = "{id: a, name: 产值, value: 50万元, forecast: 90万元, target: 100万元, completion: 50%}"
    assert by_id(with_facts(fact))["a.completion"].status is None


def test_inheritance_goes_from_document_to_section_to_fact_to_figure():
    text = """\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - id: a
    part: summary
    source: 农业办
    sections:
      - id: b
        status: to_date
        facts:
          - {id: x, name: 大棚, value: 12座}
          - {id: y, name: 水渠, value: 3公里, period: 上半年, status: done, source: 水利站,
             show: may}
          - id: z
            text: 新建大棚5座、水渠2公里。
            figures: [{text: 2公里, name: 水渠, status: ongoing, period: 10月, show: hidden}]
"""
    entries = by_id(text)
    seen = {id_: (e.period, e.status, e.show, e.source) for id_, e in entries.items()}
    assert seen == {
        "x": ("1—11月", "to_date", "must", "农业办"),
        "y": ("上半年", "done", "may", "水利站"),
        "z#1": ("1—11月", "to_date", "must", "农业办"),
        "z#2": ("10月", "ongoing", "hidden", "农业办"),
    }


def test_nested_sections_keep_their_order_and_inherit_the_part():
    text = HEAD + (
        "sections:\n  - id: a\n    part: plan\n    facts: [{text: 统领全局。}]\n"
        "    sections:\n      - {topic: 一, facts: [{text: 修路5公里。}]}\n      - {id: c}\n"
    )
    facts = facts_from_text(text)
    assert [(s.id, s.part) for s in facts.walk()] == [
        ("a", "plan"),
        ("a.s1", "plan"),
        ("c", "plan"),
    ]
    assert [fact.id for fact in facts.all_facts()] == ["a.1", "a.s1.1"]
    assert [entry.status for entry in facts.entries()] == ["target"]


def test_statement_figures_are_found_and_the_named_ones_named():
    facts = facts_from_text(
        with_facts(
            "{id: h, text: '引进晨筱包装材料有限公司，总投资1.6亿元，预计11月底投产。', "
            "names: [晨筱包装材料有限公司], status: ongoing, "
            "figures: [{text: 1.6亿元, name: 晨筱项目总投资, aliases: [总投资]}]}"
        )
    )
    first, second = facts.entries()
    assert (first.id, first.name, first.aliases) == ("h#1", "晨筱项目总投资", ("总投资",))
    assert (first.quantity.value, first.status) == (Decimal(160000000), "ongoing")
    assert first.text[first.start : first.end] == "1.6亿元"
    assert (second.id, second.name, second.status) == ("h#2", "", "forecast")


def test_the_same_figure_twice_is_named_in_order():
    fact = (
        "{id: h, text: 东村5个，西村5个。, figures: [{text: 5个, name: 甲}, {text: 5个, name: 乙}]}"
    )
    assert [entry.name for entry in facts_from_text(with_facts(fact)).entries()] == ["甲", "乙"]


def test_a_statement_without_figures_may_be_written_and_one_with_figures_must():
    text = with_facts("{text: 作风持续好转。}", "{text: 新修道路3公里。}")
    assert [fact.show for fact in facts_from_text(text).all_facts()] == ["may", "must"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("预计完成投资5亿元。", "forecast"),
        ("已完成投资5亿元，预计年底完工。", None),
        ("计划投资5亿元。", "target"),
        ("按计划完成投资5亿元。", None),
        ("正在建设厂房5座。", "ongoing"),
        ("去年，新建厂房5座。", "last_year"),
        ("新建厂房5座，比去年多。", None),
        ("较去年增长5%。", None),
        ("发放“雨露计划”补助3万元。", None),
    ],
)
def test_a_figure_has_the_status_that_its_own_clause_says(text, status):
    (fact,) = facts_from_text(with_facts(f"{{text: '{text}'}}")).all_facts()
    assert fact.figures[0].status == status


def test_a_figure_has_the_period_that_its_own_sentence_says():
    facts = facts_from_text(
        with_facts("{text: '接待游客8万人次。1—9月接待游客5万人次，增收3万元。'}")
    )
    periods = {entry.quantity.text: entry.period for entry in facts.entries()}
    assert periods["8万人次"] == "1—11月"
    assert periods["5万人次"] == "1—9月"
    assert periods["3万元"] == "1—9月"


def test_names_and_quoted_phrases_claim_nothing():
    head = HEAD + "  names: [“三会一课”]\n"
    facts = facts_from_text(
        with_facts(
            "{text: '落实“三会一课”12次，推行“一村一策”。'}",
            "{name: 60岁以上老人, value: 320人}",
            "{text: '落实一村一策，走访60岁以上老人。'}",
            "{text: 绝密八号, show: sensitive, names: [绝密八号]}",
            head=head,
        )
    )
    assert [entry.quantity.text for entry in facts.entries()] == ["12次", "320人"]
    names = Ledger(facts).names
    assert {"三会一课", "“三会一课”", "一村一策", "“一村一策”", "60岁以上老人", "青山镇"} <= set(
        names
    )
    assert "绝密八号" not in names


def test_a_figure_that_the_file_names_is_one_even_inside_a_name():
    fact = "{id: h, text: 建成“一号”桥。, names: [一号], figures: [{text: 一号, name: 编号}]}"
    assert [entry.id for entry in facts_from_text(with_facts(fact)).entries()] == ["h#1"]


def test_ledger_finds_facts_by_their_own_id_and_by_that_of_an_entry():
    ledger = Ledger(facts_from_text(HEAD + TAX))
    assert ledger.fact("tax") is ledger.fact("tax.part1.growth")
    with pytest.raises(KeyError):
        ledger.fact("nothing")


def test_json_gives_the_same_facts_as_yaml(tmp_path):
    document = {
        "document": {"style": "街道", "kind": "半年", "year": 2025, "organisation": "云溪街道"},
        "sections": [
            {
                "id": "s",
                "part": "summary",
                "facts": [{"id": "a", "name": "产值", "value": "12.30亿元", "growth": "-3.0%"}],
            }
        ],
    }
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(document, indent="\t"), encoding="utf-8")
    facts = load_facts(path)
    assert facts.document.kind == "half-year"
    value, growth = facts.entries()
    assert (value.quantity.text, value.place.line) == ("12.30亿元", 16)
    assert (growth.quantity.text, growth.direction) == ("3.0%", -1)


def test_places_count_lines_and_columns_from_one():
    entry = by_id(HEAD + TAX)["tax.growth"]
    line = (HEAD + TAX).splitlines()[entry.place.line - 1]
    assert line[entry.place.column - 1 :] == "6.35%"


def test_a_note_is_kept_beside_the_fact():
    (fact,) = facts_from_text(with_facts("{text: 好。, note: 待核}")).all_facts()
    assert fact.note == "待核"


DOCUMENT = [["样式", "镇乡"], ["类型", "年度"], ["年份", "2024"], ["单位", "青山镇"]]
COLUMNS = ["编号", "板块", "名称", "数值", "时段", "同比", "上年同期", "来源"]


def sheet(path, *rows):
    return book(path, ("基本信息", DOCUMENT), ("指标", [COLUMNS, *rows]))


def test_figures_of_a_spreadsheet_have_their_own_cells(tmp_path):
    row = ["tax", "经济", "税收", "2186.4万元", "1—10月", "6.35%", "2055.9万元", "财政所"]
    facts = load_facts(sheet(tmp_path, row))
    assert [(entry.id, entry.place.cell) for entry in facts.entries()] == [
        ("tax", "指标!D2"),
        ("tax.growth", "指标!F2"),
        ("tax.previous", "指标!G2"),
    ]
    assert {facts.path, *(entry.place.path for entry in facts.entries())} == {
        str(tmp_path / "a.xlsx")
    }
    (fact,) = render_json(facts, [])["sections"][0]["facts"]
    assert [figure["cell"] for figure in fact["figures"]] == ["指标!D2", "指标!F2", "指标!G2"]


def test_what_is_wrong_in_a_spreadsheet_is_named_with_its_cell(tmp_path):
    row = ["a,b", "经济", "税收", "2186.4万元", "1—10月", None, None, "财政所"]
    with pytest.raises(InputError) as raised:
        load_facts(sheet(tmp_path, row))
    (problem,) = raised.value.problems
    assert problem.place == f"{tmp_path / 'a.xlsx'} 指标!A2"


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("规上企业由去年14家增加到21家。", ["last_year", None]),
        ("满意度由上年的71.2%提高到78.6%。", ["last_year", None]),
        ("集体收入较上年的16万元增长75%。", ["last_year", None]),
        ("争取资金比上年同期多310万元。", [None]),
        ("办结率比上年同期提高5个百分点。", [None]),
        ("去年完成投资3万元、贷款5万元。", ["last_year", "last_year"]),
        ("力争完成投资3万元。", ["target"]),
        ("争取上级资金3万元。", [None]),
    ],
)
def test_a_year_word_tells_of_the_figures_that_it_governs(text, statuses):
    entries = by_id(with_facts(f"{{id: a, text: {text}}}")).values()
    assert [entry.status for entry in entries] == statuses


def test_the_listing_writes_a_time_with_the_words_that_belong_to_it():
    fact = (
        "{id: a, text: 三成多农户参与，上半年开工3个，前三季度完成12件，预计明年6月投产。, "
        "figures: [{text: 上半年, name: 时段}]}"
    )
    facts = facts_from_text(with_facts(fact), "facts.yaml")
    listed = render_json(facts, [])["sections"][0]["facts"][0]
    texts = [one["text"] for one in listed["figures"]]
    assert texts == ["三成多", "上半年", "3个", "前三季度", "12件", "明年6月"]
