"""Problems and the goals that answer them: linked by their words, told together, never invented."""

from __future__ import annotations

from tests.support.writing_cases import facts_of
from zhibi.writing.drafting import draft
from zhibi.writing.outline.answering import with_answers

REPORT = """
- {id: s, part: summary, topic: 农业产业, facts: [{text: 全镇柑橘面积2.35万亩，水产养殖840亩。}]}
- {id: q, part: problems, topic: 存在问题, facts: [
    {id: q1, text: 柑橘深加工仍是空白，全镇没有一家果品加工企业。},
    {id: q2, text: 受来水偏少影响，发电量同比减少580万千瓦时。}]}
- {id: p, part: plan, topic: 工作计划, facts: [
    {id: p1, text: 改造低产果园900亩，引进果品加工企业1家。},
    {id: p2, text: 新建居家养老服务站3个。}]}
"""


def test_a_goal_answers_the_problem_that_it_is_most_like():
    facts = {fact.id: fact.answers for fact in with_answers(facts_of(REPORT)).all_facts()}
    assert facts["p1"] == ("q1",)
    assert facts["p2"] == ()


def test_what_the_file_says_of_answers_stays():
    given = REPORT.replace("养老服务站3个。}", "养老服务站3个。, answers: [q1]}")
    facts = {fact.id: fact.answers for fact in with_answers(facts_of(given)).all_facts()}
    assert facts["p1"] == ()
    assert facts["p2"] == ("q1",)


def test_the_problem_stands_before_the_measure_against_it():
    text = draft(facts_of(REPORT)).text
    assert "改造低产果园900亩；针对柑橘深加工仍是空白的问题，引进果品加工企业1家。" in text
    assert "养老服务站" in text
    assert text.count("的问题，") == 1
