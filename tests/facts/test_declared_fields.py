"""Base, rate, stage and level written in the facts file: read back, refused, and checked with."""

import json
from typing import get_args

import jsonschema
import pytest
import yaml

from tests.support.facts_texts import with_facts
from zhibi.checking.check import check
from zhibi.checking.reading.stages import find_stages
from zhibi.cli.run import run
from zhibi.data_files import read_data
from zhibi.errors import InputError
from zhibi.facts.load import facts_from_text
from zhibi.facts.model import Base, Level, Per, StageName
from zhibi.output.as_data import json_schema


def facts_of(*facts):
    return facts_from_text(with_facts(*facts))


def errors(text, *facts):
    found = check(text, facts_of(*facts), sections=frozenset()).findings
    return {one.code for one in found if one.severity == "error"}


@pytest.mark.parametrize(
    ("fact", "declared", "text", "codes"),
    [
        # what is read of the words is corrected: the sound text is no longer an error …
        (
            "{name: 用电量, value: 320万千瓦时, growth: {value: 4.1%%%s}}",
            ", base: 环比",
            "用电量320万千瓦时，环比增长4.1%。",
            {"N113"},
        ),
        ("{name: 车站客流, value: 460人%s}", ", rate: 每天", "车站客流每天460人。", {"N114"}),
        ("{name: 每户奖补, value: 90万元%s}", ", rate: 无", "奖补90万元。", {"N114"}),
        (
            "{text: 泵站更换水泵6台，施工队已退场。, status: ongoing%s}",
            ", stage: 验收",
            "泵站更换水泵6台，已通过验收。",
            {"N109"},
        ),
        (
            "{text: 获全市通报表扬的县级示范园3个。%s}",
            ", level: 县级",
            "建成县级示范园3个。",
            set(),
        ),
    ],
)
def test_what_was_read_is_corrected(fact, declared, text, codes):
    assert errors(text, fact % "") == codes
    assert errors(text, fact % declared) == set()


@pytest.mark.parametrize(
    ("fact", "text", "code"),
    [
        (
            "{name: 用电量, value: 320万千瓦时, growth: 4.1%, base: 环比}",
            "用电量320万千瓦时，同比增长4.1%。",
            "N113",
        ),
        ("{name: 护理补贴, value: 80元, rate: 每人每月}", "护理补贴每年80元。", "N114"),
        ("{name: 护理补贴, value: 80元, rate: [人, 月]}", "护理补贴80元。", "N114"),
        (
            "{text: 泵站更换水泵6台。, stage: 未验收}",
            "泵站更换水泵6台，已通过验收。",
            "N109",
        ),
        (
            "{text: 泵站更换水泵6台。, figures: [{text: 6台, stage: 在建}]}",
            "泵站更换水泵6台，已完工。",
            "N109",
        ),
        ("{text: 建成示范园3个。, level: 省级}", "建成国家级示范园3个。", "N116"),
    ],
)
def test_what_the_file_says_is_held_against_the_text(fact, text, code):
    assert errors(text, fact) == {code}


def test_a_declared_stage_speaks_for_a_statement_without_figures():
    told = "老街排水管网改造已完工。"
    assert "N109" not in errors(told, "{text: 老街排水管网改造。}")
    assert "N109" in errors(told, "{text: 老街排水管网改造。, stage: 未完工}")


@pytest.mark.parametrize(
    ("fact", "at", "told"),
    [
        ("{name: 税收, value: 20万元, base: 比昨天}", "比昨天", "“base”的值“比昨天”不认识"),
        ("{name: 税收, value: 20万元, rate: 每颗}", "每颗", "“rate”的值“颗”不认识"),
        ("{text: 修路3公里。, stage: 快了}", "快了", "“stage”的值“快了”不认识"),
        ("{text: 修路3公里。, level: 乡里}", "乡里", "“level”的值“乡里”不认识"),
        ("{text: 修路3公里，植树5棵。, rate: 每月}", "每月", "这句话里有 2 个数"),
        ("{text: 修路3公里。, figures: [{text: 3公里, basis: 同比}]}", "basis", "不认识的字段"),
    ],
)
def test_what_is_unknown_is_refused_where_it_stands(fact, at, told):
    with pytest.raises(InputError) as refused:
        facts_of(fact)
    (problem,) = refused.value.problems
    assert told in problem.message
    assert problem.hint
    number, row = next(
        (number, row) for number, row in enumerate(with_facts(fact).splitlines(), 1) if fact in row
    )
    assert (problem.line, problem.column) == (number, row.index(at) + 1)


def test_facts_lists_what_was_read_of_each_figure(tmp_path, capsys):
    text = with_facts(
        "{name: 用电量, value: 320万千瓦时, growth: 4.1%, base: 环比}",
        "{text: 补贴80元，客流同比下降5%。桥梁正在施工，投资3万元。, "
        "figures: [{text: 80元, rate: 每人每月}]}",
        "{text: 救助金300元已经结清。, show: sensitive}",
    )
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    assert run(["facts", str(tmp_path / "a.yaml")]) == 0
    listing = capsys.readouterr().out
    assert "环比 增长4.1%" in listing
    assert "文中 80元  〔读作：每人每月〕" in listing
    assert "文中 5%  〔读作：同比，下降〕" in listing
    assert "结清" not in listing
    assert run(["facts", str(tmp_path / "a.yaml"), "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    jsonschema.validate(data, json_schema("facts-listing"))
    facts = data["sections"][0]["facts"]
    growth = facts[0]["figures"][1]["read"]
    assert (growth["base"], growth["direction"]) == ("环比", 1)
    bridge = facts[1]["figures"][2]["read"]
    assert bridge["stage"] == ["正在施工"]
    assert facts[2]["figures"][0]["read"]["stage"] == []


@pytest.mark.parametrize(
    ("statement", "part", "field", "read"),
    [
        ("下半年新增就业不少于1200人。", "plan", "direction", 0),
        ("逐栋走访入住率低于70%的楼宇。", "plan", "direction", 0),
        ("入住率低于上年2个百分点。", "summary", "direction", -1),
        ("开办老年助餐点7个。", "summary", "rate", []),
        ("总磷年均浓度0.048毫克/升。", "summary", "rate", []),
        ("每户年均增收260元。", "summary", "rate", ["年", "户"]),
        ("2025年10月开工建设观鸟驿站。", "plan", "stage", ["计划开工"]),
    ],
)
def test_what_only_bounds_or_plans_is_not_read_as_a_change_or_a_step(
    tmp_path, capsys, statement, part, field, read
):
    text = with_facts(f"{{text: {statement}}}").replace("part: summary", f"part: {part}")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    assert run(["facts", str(tmp_path / "a.yaml"), "--format", "json"]) == 0
    facts = json.loads(capsys.readouterr().out)["sections"][0]["facts"]
    assert facts[0]["figures"][-1]["read"][field] == read


def test_every_name_has_its_place_in_the_words_that_are_read():
    cues = read_data("checking", "reading")
    fields_of_work = read_data("checking", "steps")["stage"].values()
    ranks = {rank for steps in fields_of_work for rank in steps}
    assert set(get_args(Base)) == set(cues["base"])
    assert set(get_args(Per)) == set(cues["rate"])
    assert set(get_args(Level)) == set(cues["level"])
    for name in get_args(StageName):
        (stage,) = find_stages(name, 0, len(name))
        assert stage.rank
        assert (stage.aspect == "not") == name.startswith("未")
        assert str(stage.rank) in ranks


@pytest.mark.parametrize("rate", ["每人每月", "元/只", "/月", "[每户, 月]", "无", "每只", "每天"])
def test_the_published_schema_takes_the_rates_that_the_program_takes(rate):
    text = with_facts(f"{{name: 补贴, value: 80元, rate: {rate}}}")
    try:
        facts_from_text(text)
    except InputError:
        taken = False
    else:
        taken = True
    schema = jsonschema.Draft202012Validator(json_schema("facts"))
    assert schema.is_valid(yaml.safe_load(text)) == taken


def test_merging_keeps_what_was_declared(tmp_path, capsys):
    text = with_facts(
        "{name: 护理补贴, value: 80元, rate: 每人每月, growth: {value: 3%, base: 环比}}"
    )
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    merged = tmp_path / "b.yaml"
    assert run(["merge", str(tmp_path / "a.yaml"), "-o", str(merged)]) == 0
    capsys.readouterr()
    (fact,) = yaml.safe_load(merged.read_text("utf-8"))["sections"][0]["facts"]
    assert fact["rate"] == "每人每月"
    assert fact["growth"] == {"value": "3%", "base": "环比"}
