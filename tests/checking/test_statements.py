"""Statements that no fact makes (W104), by kind, each with near-misses that facts do make."""

from __future__ import annotations

import pytest

from zhibi.checking.check import check
from zhibi.facts.load import facts_from_text

FACTS = facts_from_text("""
document: {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇, superior: 县委、县政府}
sections:
  - part: summary
    topic: 农村供水
    facts:
      - {name: 改造老旧水管, value: 18公里}
      - {text: 新建蓄水池4口，3口已完工，1口正在施工，受益村民620户。}
      - {text: 因连续干旱，投入抗旱资金86万元，全部用于抢修水源。}
      - {text: 水管员由村民小组推选，每周巡线一次，逐户登记用水情况。}
      - {text: 供水做法得到县水务局通报表扬，应通尽通。}
  - part: summary
    topic: 文化活动
    facts:
      - {text: 举办村晚12场，观众9600余人次，村民自编自演节目深受欢迎。}
""")


def doubted(sentence, facts=FACTS):
    found = check(sentence, facts, sections=frozenset()).findings
    return [sentence[f.start : f.end] for f in found if f.code == "W104"]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("得益于邻县调水工程，改造老旧水管18公里。", "邻县调水工程"),
        ("在帮扶单位的倾力支持下，改造老旧水管18公里。", "帮扶单位的倾力支持"),
        ("改造老旧水管18公里，这与群众踊跃筹劳密不可分。", "这与群众踊跃筹劳"),
        ("改造老旧水管18公里，高峰期断水状况明显好转。", "明显好转"),
        ("改造老旧水管18公里，水质得到根本改善。", "根本改善"),
        ("改造老旧水管18公里，彻底告别肩挑背驮的历史。", "肩挑背驮的历史"),
        ("改造老旧水管18公里，实现供水全覆盖。", "全覆盖"),
        ("改造老旧水管18公里，做到应改尽改。", "应改尽改"),
        ("改造老旧水管18公里，村村通上自来水。", "村村通"),
        ("改造老旧水管18公里，赢得村民广泛赞誉。", "村民广泛赞誉"),
        ("改造老旧水管18公里，被村民称为“连心管”。", "被村民称为"),
        ("改造老旧水管18公里，率先推行智能水表。", "率先"),
        ("新建蓄水池4口，高分通过市级复核。", "市级复核"),
        ("新建蓄水池4口，配套泵房主体已封顶。", "封顶"),
        ("改造老旧水管18公里，施工队昼夜轮班抢工期。", "施工队昼夜轮班抢工期"),
        ("改造老旧水管18公里，由县质监站抽样送检。", "由县质监站抽样送检"),
    ],
)
def test_what_no_fact_says_is_doubted_with_its_words(sentence, words):
    assert any(words in said or said in words for said in doubted(sentence)), doubted(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "因为连续干旱，今年投入抗旱资金86万元。",
        "抗旱资金86万元全都用于抢修水源。",
        "新建蓄水池4口，其中3口已竣工，还有1口在建，620户村民受益。",
        "水管员每周巡线一次，并逐户登记了用水情况。",
        "改造老旧水管18公里，做到应通尽通，做法受到县水务局通报表扬。",
        "全镇举办村晚12场，吸引观众9600余人次，自编自演的节目深受村民欢迎。",
        "截至目前，全镇累计改造老旧水管18公里。",
    ],
)
def test_what_the_facts_say_in_other_words_is_not_doubted(sentence):
    assert doubted(sentence) == []


def test_a_statement_of_another_matter_does_not_support_this_one():
    assert doubted("改造老旧水管18公里，深受欢迎。") == ["欢迎"]
    assert doubted("举办村晚12场，应通尽通。") == ["应通尽通"]


def test_the_kind_of_statement_is_told():
    (finding,) = (
        f
        for f in check(
            "改造老旧水管18公里，水质得到根本改善。", FACTS, sections=frozenset()
        ).findings
        if f.code == "W104"
    )
    assert finding.message == "事实没有说这个结果：“根本改善”"
    assert finding.severity == "warning"


def test_plans_and_problems_may_say_what_is_not_yet_so():
    text = "## 二、工作计划\n\n改造老旧水管18公里，水质得到根本改善。\n"
    assert not any(f.code == "W104" for f in check(text, FACTS).findings)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("改造老旧水管18公里，超额完成目标，完成率104%。", []),
        ("改造老旧水管18公里，超额完成目标，完成率94%。", ["超额完成"]),
        ("改造老旧水管18公里，离全部改造完还差2公里。", []),
        ("改造老旧水管18公里，问题水管全部更换，更换率100%。", []),
        ("改造老旧水管18公里，问题水管全部更换。", ["全部"]),
    ],
)
def test_scope_and_excess_are_proved_by_the_rate_beside_them(sentence, words):
    facts = facts_from_text("""
document: {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇, superior: 县委、县政府}
sections:
  - part: summary
    topic: 农村供水
    facts:
      - {name: 改造老旧水管, value: 18公里}
      - {text: 问题水管更换工作由水管员负责。}
""")
    assert [one for one in doubted(sentence, facts) if one in ("超额完成", "全部")] == words
