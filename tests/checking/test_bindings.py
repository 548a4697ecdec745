"""N401: honours and names that the facts bind to one owner, level or place."""

from __future__ import annotations

import pytest

from zhibi.checking.check import check
from zhibi.facts.load import facts_from_text

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
        "下一步，竹坑村将争创市级森林村庄。",
    ],
)
def test_what_the_facts_bind_so_is_none(text):
    assert told(text) == []


def test_plans_may_aim_at_what_another_has():
    text = "## 二、工作计划\n\n竹坑村力争获评市级森林村庄。\n"
    assert not any(f.code == "N401" for f in check(text, FACTS).findings)
