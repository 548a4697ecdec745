"""Problems and the goals that answer them: linked by their words, told together, never invented."""

from __future__ import annotations

import pytest

from tests.support.writing_cases import facts_of
from zhibi.styles.load import load_style
from zhibi.writing.drafting import draft
from zhibi.writing.outline.answering import Lacks, with_answers

STYLE = load_style("镇乡", "annual")

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
    facts = {fact.id: fact.answers for fact in with_answers(facts_of(REPORT), STYLE).all_facts()}
    assert facts["p1"] == ("q1",)
    assert facts["p2"] == ()


def test_what_the_file_says_of_answers_stays():
    given = REPORT.replace("养老服务站3个。}", "养老服务站3个。, answers: [q1]}")
    facts = {fact.id: fact.answers for fact in with_answers(facts_of(given), STYLE).all_facts()}
    assert facts["p1"] == ()
    assert facts["p2"] == ("q1",)


def test_the_problem_stands_before_the_measure_against_it():
    text = draft(facts_of(REPORT)).text
    assert "改造低产果园900亩；针对柑橘深加工仍是空白的问题，引进果品加工企业1家。" in text
    assert "养老服务站" in text
    assert text.count("的问题，") == 1


def test_what_follows_the_measure_is_not_against_the_problem():
    more = REPORT.replace("引进果品加工企业1家", "引进果品加工企业1家，城镇新增就业430人")
    text = draft(facts_of(more)).text
    assert "的问题，引进果品加工企业1家；城镇新增就业430人" in text


@pytest.mark.parametrize(
    ("problem", "measure", "met"),
    [
        ("卫生院全科医生不足", "再招聘全科医生3名", True),
        ("老街和医院周边停车难突出", "新增公共停车泊位800个", True),
        ("二次管网老化", "10月底前更换剩余的二次管网13.6公里", True),
        ("签约项目落地偏慢", "推动3个签约项目年底前全部开工", True),
        ("养老护理人员不足", "培训养老护理员120名", True),
        ("污水处理设施运维力量不足", "计划新建污水处理站2座", False),
        ("污水处理设施运维力量不足", "汛期增派清漂力量", False),
        ("煤机配件企业订单减少", "下半年新增规上工业企业2家", False),
        ("加装电梯低层住户意见不易统一", "下半年完成加装电梯23台", False),
        ("2个村集体经营性收入不足20万元", "新增村集体经营性收入300万元", False),
    ],
)
def test_a_measure_answers_what_it_meets_and_nothing_that_only_shares_a_word(problem, measure, met):
    assert Lacks(STYLE).met(problem, measure) is met
