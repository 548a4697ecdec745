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
