"""How far a matter has come, as the listing of facts shows it."""

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
