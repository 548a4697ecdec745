"""Sections that offices did not divide: items by matter, with headings that name what is below."""

from __future__ import annotations

from tests.support.writing_cases import facts_of
from zhibi.styles.load import load_style
from zhibi.writing.outline.builder import build_outline

STYLE = load_style("镇乡")
MORE = "，上述数据由经办人按月核对，结果每季度在公示栏里公布一次"
JOBS = "text: 举办招聘会9场，提供岗位3420个，达成就业意向742人，城镇新增就业612人"
TRAINING = "text: 开展职业技能培训12期586人，其中叉车司机培训168人，已有152人取得证书"


def items_of(topic, *facts):
    """The items of one section with these facts: their headings and the ids of their facts."""
    lines = "".join(f"    - {{id: f{at}, {fact}{MORE}。}}\n" for at, fact in enumerate(facts))
    facts = facts_of(f"- id: s\n  part: summary\n  topic: {topic}\n  facts:\n{lines}")
    section = next(node for node in build_outline(facts, STYLE).walk() if node.id == "s")
    return [(node.heading, [fact.id for fact in node.facts]) for node in section.children]


def test_facts_of_one_matter_stand_together_whatever_is_between():
    items = items_of(
        "民生保障",
        JOBS,
        "text: 镇卫生院门诊量2.8万人次，家庭医生签约9840人，其中65岁以上老人3126人，签约率33.9%",
        TRAINING,
        "text: 为412名老人免费体检，在3个村设立卫生服务点，巡诊84次，服务2900余人次",
    )
    assert items == [("促进就业创业", ["f0", "f2"]), ("守护群众健康", ["f1", "f3"])]


def test_what_is_too_little_is_joined_with_what_is_akin_and_named_with_it():
    items = items_of(
        "民生保障",
        "text: 全镇有低保对象128户203人，上半年发放低保金78.2万元，人均每月642元",
        "text: 城乡居民养老保险参保18640人，城乡居民医疗保险参保率97.3%",
        JOBS,
        TRAINING,
    )
    assert [heading for heading, _ in items] == ["落实社会救助和社会保险", "促进就业创业"]


def test_a_project_belongs_to_the_field_that_it_is_built_for():
    items = items_of(
        "民生保障",
        "text: 镇中心小学教学楼项目总投资1120万元，4月开工，主体封顶，正在进行内部装修",
        "text: 资助困难学生134人，人均600元；为286名学生提供营养餐，每人每天5元",
        JOBS,
        TRAINING,
    )
    assert items[0] == ("改善办学条件、关爱学生成长", ["f0", "f1"])


def test_a_topic_of_two_parts_is_divided_where_one_ends():
    items = items_of(
        "茶叶和旅游",
        "text: 全镇茶园面积1.2万亩，干茶产量182.4吨，综合产值3960万元，春茶占六成五",
        "text: 精制茶加工厂总投资2300万元，9月开工，预计2025年5月投产",
        "text: 接待游客16.8万人次，旅游收入2100万元，其中采茶体验项目接待游客3.2万人次",
        "text: 民宿由14家增加到21家，床位320张",
    )
    assert items == [("发展茶叶产业", ["f0", "f1"]), ("做强旅游", ["f2", "f3"])]


def test_one_matter_makes_no_items():
    items = items_of(
        "就业",
        JOBS,
        TRAINING,
        "text: 开发公益性岗位62个，每人每月补贴900元，安置就业困难人员62人，当年就业率98%",
    )
    assert items == []
