"""N401: honours and names that the facts bind to one owner, level or place."""

from __future__ import annotations

import pytest

from zhibi.checking.check import check
from zhibi.errors import InputError
from zhibi.facts.load import facts_from_text
from zhibi.output.review.facts_listing import render_json, render_text

FACTS = facts_from_text("""
document:
  {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇, names: [梅岭村, 竹坑村, 石桥社区]}
sections:
  - part: summary
    topic: 荣誉
    facts:
      - {text: 梅岭村6月获评市级森林村庄；竹坑村9月入选省级传统村落名录。}
      - {text: 石桥社区党支部申报省级先进基层党组织，已过市级初审。}
      - {text: 梅岭村推行“板凳议事”，议定事项32件。, names: [板凳议事]}
      - {text: 石桥社区、竹坑村荣获全县“平安示范单位”称号。}
      - {text: 梅岭村获评2023年度县级卫生示范村。}
      - {text: 2022年11月，竹坑村获评省级卫生村。}
""")


def told(text):
    findings = check(text, FACTS, sections=frozenset()).findings
    return [f.message for f in findings if f.code == "N401"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("竹坑村6月获评市级森林村庄。", "是“梅岭村”的，这里写成了“竹坑村”"),
        ("梅岭村9月入选省级传统村落名录。", "是“竹坑村”的，这里写成了“梅岭村”"),
        ("梅岭村6月获评省级森林村庄。", "是“市级”，这里写成了“省级”"),
        ("竹坑村入选国家级传统村落名录。", "是“省级”，这里写成了“国家级”"),
        ("石桥社区党支部获评省级先进基层党组织。", "只是申报、创建"),
        ("竹坑村推行“板凳议事”，议定事项32件。", "是“梅岭村”的，这里写在“竹坑村”"),
        ("梅岭村获评2024年度县级卫生示范村。", "是2023年的，这里写成了2024年"),
        ("竹坑村2024年获评省级卫生村。", "是2022年的，这里写成了2024年"),
        ("梅岭村、竹坑村荣获全县“平安示范单位”称号。", "这里写成了“梅岭村”"),
    ],
)
def test_what_is_bound_to_another_is_an_error_with_both_named(text, words):
    (message,) = told(text)
    assert words in message


@pytest.mark.parametrize(
    "text",
    [
        "6月，梅岭村被评为市级森林村庄。",
        "竹坑村今年9月又列入省级传统村落名录。",
        "全镇获评市级森林村庄1个。",
        "石桥社区党支部正在申报省级先进基层党组织。",
        "“板凳议事”议定事项32件。",
        "竹坑村学习梅岭村“板凳议事”的做法。",
        "石桥社区、竹坑村获评全县“平安示范单位”。",
        "2024年，梅岭村获评县级卫生示范村。",
        "2022年，竹坑村获评省级卫生村。",
        "梅岭村获评县级卫生示范村。",
        "下一步，竹坑村将争创市级森林村庄。",
    ],
)
def test_what_the_facts_bind_so_is_none(text):
    assert told(text) == []


def test_plans_may_aim_at_what_another_has():
    text = "## 二、工作计划\n\n竹坑村力争获评市级森林村庄。\n"
    assert not any(f.code == "N401" for f in check(text, FACTS).findings)


def _facts(*lines):
    head = "document: {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇}\n"
    facts = "".join(f"      - {line}\n" for line in lines)
    return f"{head}sections:\n  - part: summary\n    topic: 荣誉\n    facts:\n{facts}"


def test_the_file_corrects_what_is_read_from_a_text():
    text = "梅岭村的张坪组年内获评市级森林村庄。"
    given = "{who: 张坪组, title: 森林村庄, level: 市级, year: 2024}"
    facts = facts_from_text(_facts(f"{{text: {text}, honours: [{given}]}}"))
    messages = [
        f.message
        for words in ("张坪组获评市级森林村庄。", "梅岭村获评市级森林村庄。")
        for f in check(words, facts, sections=frozenset()).findings
        if f.code == "N401"
    ]
    assert messages == ["“森林村庄”在事实里是“张坪组”的，这里写成了“梅岭村”"]


def test_an_empty_list_says_that_a_text_tells_no_honour():
    facts = facts_from_text(_facts("{text: 梅岭村获评市级森林村庄。, honours: []}"))
    found = check("竹坑村获评市级森林村庄。", facts, sections=frozenset()).findings
    assert "N401" not in {f.code for f in found}


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("{text: 梅岭村获评森林村庄。, honours: [{who: 梅岭村}]}", "title"),
        ("{text: 梅岭村获评森林村庄。, honours: [{title: 森林村庄, level: 顶级}]}", "顶级"),
        ("{name: 森林村庄, value: 1个, honours: [{title: 森林村庄}]}", "不能与“value”"),
    ],
)
def test_a_wrong_declaration_is_refused_with_its_place(fact, words):
    with pytest.raises(InputError, match=words):
        facts_from_text(_facts(fact))


def test_what_was_read_is_listed():
    facts = facts_from_text(
        _facts(
            "{text: 梅岭村获评2023年度市级森林村庄。}",
            "{text: 石桥社区申报省级平安示范单位。}",
            "{text: 竹坑村获评县级卫生示范村。, show: sensitive}",
        )
    )
    listed = render_text(facts, ())
    assert "荣誉 梅岭村：市级 森林村庄（2023年度）" in listed
    assert "荣誉 石桥社区：省级 平安示范单位（申报、创建）" in listed
    assert "卫生示范村" not in listed
    told = render_json(facts, ())["sections"][0]["facts"]
    assert told[0]["honours"] == [
        {
            "who": ["梅岭村"],
            "level": "市级",
            "title": "森林村庄",
            "year": 2023,
            "awarded": None,
            "asked": False,
        }
    ]
    assert told[2]["honours"] == []


def test_a_county_is_bound_to_none_of_its_villages():
    facts = facts_from_text(
        _facts("{text: 干部赴云岭市桃溪村考察2次。, names: [云岭市, 桃溪村, 梅岭村]}")
    )
    assert render_json(facts, ())["places"] == {}
    found = check("云岭市与梅岭村结对。", facts, sections=frozenset()).findings
    assert "N401" not in {f.code for f in found}


def test_named_things_and_their_places_are_listed():
    assert "  板凳议事：梅岭村\n" in render_text(FACTS, ())
    assert render_json(FACTS, ())["places"] == {"板凳议事": ["梅岭村"]}
