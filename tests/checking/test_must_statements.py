"""N301 for statements without figures: told of their own subject, with their names."""

from __future__ import annotations

from zhibi.checking.check import check
from zhibi.facts.load import facts_from_text

FACTS = facts_from_text("""
document:
  {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇, names: [梅岭村, 竹坑村]}
sections:
  - part: summary
    topic: 治理
    facts:
      - text: 梅岭村推行“板凳议事”，由老党员轮流主持，议题提前张榜公布。
        names: [“板凳议事”]
        show: must
""")


def told(text):
    found = [f for f in check(text, FACTS).findings if f.code == "N301"]
    return [(f.severity, f.message) for f in found]


def test_a_statement_is_covered_where_it_is_told():
    assert told("梅岭村推行“板凳议事”，由老党员轮流主持，议题提前张榜公布。\n") == []
    split = "梅岭村推行“板凳议事”。议事由老党员轮流主持，议题提前张榜公布。\n"
    assert told(split) == []


def test_told_of_another_subject_it_is_missing():
    ((severity, message),) = told("竹坑村推行议事，由老党员轮流主持，议题提前张榜公布。\n")
    assert severity == "error"
    assert "没有写" in message


def test_words_scattered_over_a_paragraph_do_not_cover_it():
    text = (
        "梅岭村推行网格管理。" + "干部入户走访。" * 4 + "老党员轮流主持学习。" + "议题张榜公布。\n"
    )
    assert [severity for severity, _ in told(text)] == ["error"]


def test_a_name_left_out_is_told():
    ((severity, message),) = told("梅岭村推行议事制度，由老党员轮流主持，议题提前张榜公布。\n")
    assert severity == "warning"
    assert "“板凳议事”没有写" in message
