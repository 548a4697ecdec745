"""What the listing of facts shows of each figure: how far a matter has come, what it is beside."""

from __future__ import annotations

import pytest

from zhibi.facts.load import facts_from_text
from zhibi.output.review.entry_fields import EntryFields

HEAD = """
document: {style: 镇乡, kind: annual, year: 2025, organisation: 溪口镇}
sections:
  - part: summary
    topic: 项目
    facts:
"""


def stages(fact):
    """The stages of each figure of a fact, by the figure's text."""
    facts = facts_from_text(f"{HEAD}      - {fact}\n")
    fields = EntryFields(facts)
    return {one.quantity.text: fields.as_data(one)["stage"] for one in facts.entries()}


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (
            "{text: 预计9月试生产。, figures: [{text: 9月, name: 试生产时间, status: forecast}]}",
            {"9月": ["预计9月试生产"]},
        ),
        (
            "{text: 竹源二期9月投产。, figures: [{text: 9月, name: 投产时间, status: forecast}]}",
            {"9月": ["计划投产"]},
        ),
        ("{text: 竹粉生产线2026年3月试生产。}", {"2026年3月": ["计划试生产"]}),
        ("{text: 竹粉生产线2025年3月试生产。}", {"2025年3月": ["已试生产"]}),
        ("{text: 网格员缺额7名，年底前补齐。}", {"7名": ["计划补齐"]}),
        ("{text: 公路预计3月建成并通车。}", {"3月": ["预计3月建成", "计划通车"]}),
    ],
)
def test_what_is_expected_is_not_reached(fact, told):
    assert stages(fact) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("竹源二期总投资3200万元，土建完工。", []),
        ("污水厂投资3200万元，设备安装到位，管网在铺。", []),
        ("主体封顶，总投资3200万元。", []),
        ("竹源二期总投资3200万元，已完工。", ["已完工"]),
        ("竹源二期总投资3200万元，正在装修。", ["正在装修"]),
    ],
)
def test_a_part_that_is_done_does_not_make_the_whole_done(text, told):
    assert stages(f"{{text: {text}}}") == {"3200万元": told}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("为45户办证。", []),
        ("办证大厅服务45户。", []),
        ("45户已办证。", ["已办证"]),
        ("45户办好了证。", ["已办好"]),
    ],
)
def test_a_service_is_no_step_that_is_reached(text, told):
    assert stages(f"{{text: {text}}}") == {"45户": told}


def in_words(text):
    """What is read of each figure of a text, by the figure's text."""
    facts = facts_from_text(f"{HEAD}      - {{text: {text}}}\n")
    fields = EntryFields(facts)
    return {one.quantity.text: fields.in_words(one) for one in facts.entries()}


@pytest.mark.parametrize(
    ("text", "figure", "way"),
    [
        ("甲村民宿均价320元，高于乙村280元。", "280元", "高于"),
        ("本地日薪180元，低于邻县的210元。", "210元", "低于"),
        ("报销比例75%，比邻镇高5个百分点。", "5个百分点", "高于"),
        ("稻虾田每亩比单种水稻多收1180元。", "1180元", "高于"),
    ],
)
def test_what_is_beside_another_thing_is_no_change(text, figure, way):
    said = in_words(text)[figure]
    assert way in said
    assert "同比" not in said
    assert "上升" not in said
    assert "下降" not in said


@pytest.mark.parametrize(
    ("text", "figure", "base"),
    [
        ("产量320吨，比上榨季高12%。", "12%", "同比，上升"),
        ("优良率92%，高于全县平均3个百分点。", "3个百分点", "比平均"),
        ("游客320万人次，高于上年12%。", "12%", "同比，上升"),
    ],
)
def test_what_is_beside_another_time_is_a_change(text, figure, base):
    assert base in in_words(text)[figure]


@pytest.mark.parametrize("text", ["增设一座开闭所。", "增设护学员两名。", "广场增添路灯18盏。"])
def test_what_is_put_up_besides_is_no_change(text):
    (said,) = in_words(text).values()
    assert "同比" not in said
    assert "上升" not in said


def test_a_price_on_the_market_is_not_per_show():
    assert "每场" not in in_words("托育市场均价2600元。")["2600元"]
