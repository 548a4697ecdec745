"""What a step, a plan's word or a time is of: by verb, by remainder, by the clause it governs."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.passages import error_codes
from zhibi.facts.load import facts_from_text

FACTS = facts_from_text(
    """document: {style: 镇乡, kind: annual, year: 2025, organisation: 槐溪镇, period: 2025年}
sections:
  - part: summary
    topic: 文保
    facts:
      - id: dig
        text: 古窑址发掘面积1850平方米，出土器物642件，已修复418件，其余224件正在修复。
        figures:
          - {text: 1850平方米, name: 古窑址发掘面积}
          - {id: found, text: 642件, name: 出土器物}
          - {id: mended, text: 418件, name: 已修复器物, status: done}
          - {text: 224件, name: 正在修复器物, status: ongoing}
      - id: hall
        text: 陶艺馆展陈布置已完成，消防验收还未通过，计划2026年5月开馆。
        figures:
          - {text: 2026年5月, name: 陶艺馆计划开馆时间, status: target}
      - id: kiln
        text: 购置气窑12座，已全部运到，计划2026年3月安装。
        figures:
          - {text: 12座, name: 购置气窑}
          - {text: 2026年3月, name: 气窑计划安装时间, status: target}
      - id: makers
        text: 招收学徒36名、管理员5名，均已签订合同。
        figures:
          - {text: 36名, name: 招收学徒}
          - {text: 5名, name: 招收管理员}
      - {id: visit, name: 窑址参观人次, aliases: [参观], value: 8.64万人次, growth: 8%}
      - id: month
        text: 10月参观1.26万人次，为全年最多。
        figures:
          - {text: 1.26万人次, name: 10月参观人次, period: 10月}
      - id: school
        text: 陶艺进校园上课128节。
        figures:
          - {text: 128节, name: 陶艺课}
"""
)

codes = partial(error_codes, given=FACTS)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        # The same verb, told as another thing has it.
        ("气窑买了12座，等着明年3月安装。", "气窑买了12座，12座气窑已安装完毕。"),
        ("418件修好，其余224件还在修。", "418件修好，其余224件也已修好。"),
        ("陶艺馆的展陈布置好了，消防验收还没过。", "陶艺馆的展陈布置好了，消防验收已经通过。"),
        ("学徒36名、管理员5名，合同都签了。", "学徒36名、管理员5名，合同都还没签。"),
        # A plan's word before an amount that is reached.
        ("陶艺课上了128节。", "陶艺课预计上128节。"),
        ("窑址参观8.64万人次。", "窑址全年计划接待参观8.64万人次。"),
    ],
)
def test_a_step_is_that_of_its_verb(right: str, wrong: str) -> None:
    assert not codes(right)
    assert "N109" in codes(wrong)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("全年陶艺课上了128节。", "9月陶艺课上了128节。"),
        ("陶艺课上了128节。", "10月，陶艺课上了128节。"),
        ("10月是最热闹的一个月，参观1.26万人次。", "8月是最热闹的一个月，参观1.26万人次。"),
        ("窑址今年，参观8.64万人次。", "窑址上半年，参观8.64万人次。"),
        ("参观8.64万人次，比上年多。", "去年，全年参观8.64万人次。"),
        ("10月参观1.26万人次。", "上半年参观1.26万人次。"),
    ],
)
def test_a_time_governs_the_clauses_that_follow_it(right: str, wrong: str) -> None:
    assert not codes(right)
    assert {"N107", "N109"} & codes(wrong)
