"""What the preamble says of the time that a report is of."""

from __future__ import annotations

from dataclasses import replace

import zhibi
from tests.support.writing_cases import facts_of

SECTIONS = """
- {id: a, part: summary, topic: 经济发展, facts: [{name: 税收收入, value: 100万元}]}
- {id: b, part: summary, topic: 城市建设, facts: [{name: 新建道路, value: 3公里}]}
- {id: c, part: summary, topic: 公共服务, facts: [{name: 新建食堂, value: 2个}]}
"""


def opening_of(sections: str, date: str = "") -> str:
    facts = facts_of(sections)
    facts = replace(facts, document=replace(facts.document, date=date))
    draft = zhibi.draft(facts)
    return draft.text.split("\n\n")[1]


def test_a_report_dated_after_its_year_does_not_call_it_this_year():
    assert opening_of(SECTIONS, date="2025-01-06").startswith("2024年，")
    assert opening_of(SECTIONS, date="2024-12-06").startswith("今年以来")


def test_words_for_the_year_are_those_of_the_date_of_the_report():
    sections = """
    - id: a
      part: summary
      topic: 基础设施
      facts:
        - text: 青山路今年3月开工，去年底立项；今年以来，开展“今年行动”3次。
    - {id: p, part: plan, topic: 工作计划, facts: [{text: 明年新建道路3公里。}]}
    """
    facts = facts_of(sections)
    facts = replace(facts, document=replace(facts.document, date="2025-01-06"))
    text = zhibi.draft(facts).text
    assert "青山路当年3月开工，上年底立项；全年开展“今年行动”3次。" in text
    assert "2025年新建道路3公里。" in text
    facts = replace(facts, document=replace(facts.document, date="2024-12-06"))
    assert "青山路今年3月开工，去年底立项；今年以来" in zhibi.draft(facts).text


MAIN = """
- id: a
  part: summary
  topic: 经济运行
  facts:
    - {name: 规上工业产值, value: 28.64亿元, growth: 7.75%, target: 28.50亿元}
    - {name: 固定资产投资, value: 9.72亿元, growth: -4.71%}
    - {name: 用电量, value: 3亿千瓦时, growth: 2%}
- id: b
  part: summary
  topic: 皮革皮具产业
  facts:
    - {name: 培训皮具工人, value: 300人, growth: 9%}
    - {name: 皮具城成交额, value: 12.52亿元, growth: 7.93%}
- {id: c, part: summary, topic: 民生保障, facts: [{name: 低保户, value: 268户, growth: 3%}]}
"""


def test_the_opening_has_the_main_figures_and_one_of_the_place_s_own():
    opening = opening_of(MAIN, date="2025-01-06")
    assert "规上工业产值28.64亿元" in opening
    assert "固定资产投资9.72亿元" in opening
    assert "皮具城成交额12.52亿元" in opening
    assert "28.50" not in opening
    assert "低保" not in opening
    assert not zhibi.draft(facts_of(MAIN)).findings.findings


def test_a_preamble_with_indicators_of_its_own_has_no_others():
    own = "- {id: p, part: preamble, facts: [{name: 常住人口, value: 2万人}]}\n"
    assert "规上工业产值" not in opening_of(own + MAIN)


def test_a_period_that_the_title_says_is_not_said_again():
    whole = facts_of(SECTIONS, period="2024年全年")
    part = facts_of(SECTIONS, period="1—11月")
    assert "数据统计时段" not in zhibi.draft(whole).text
    assert "数据统计时段为1—11月" in zhibi.draft(part).text
