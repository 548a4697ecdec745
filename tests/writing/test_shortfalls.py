"""A year's report says among its problems which indicators missed their targets."""

from __future__ import annotations

import pytest

from tests.support.writing_cases import facts_of
from zhibi.writing.drafting import draft

REPORT = """
- id: s
  part: summary
  topic: 经济运行
  facts:
    - {{name: 规上工业产值, value: 52500万元, target: 56000万元{period}}}
    - {{name: 税收收入, value: 3150万元, target: 3500万元{period}}}
    - {{name: 招聘会, value: 8场, target: 10场}}
    - {{name: 旅游收入, value: 10800万元, target: 10000万元}}
- {{id: q, part: problems, topic: 存在问题, facts: [{{text: {problem}}}, {{text: 道路偏窄。}}]}}
- {{id: p, part: plan, topic: 工作计划, facts: [{{text: 新建道路9公里。}}]}}
"""
TOLD = "一是规上工业产值和税收收入没有完成年度目标"


def problems(problem="停车难。", period="", kind="annual"):
    given = REPORT.format(problem=problem, period=period)
    document = "2024年" if kind == "annual" else "1—6月"
    made = draft(facts_of(given, kind=kind, period=document))
    assert made.findings.errors == 0
    return made.text[made.text.index("存在问题") :]


def test_missed_targets_are_the_first_problem():
    assert TOLD in problems()


@pytest.mark.parametrize(
    "given",
    [
        {"problem": "规上工业产值下降，税收收入少收350万元。"},
        {"period": ", period: 1—11月"},
        {"kind": "half-year"},
    ],
)
def test_what_problems_tell_or_time_may_still_mend_is_none(given):
    assert "没有完成年度目标" not in problems(**given)
