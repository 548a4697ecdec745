"""Parts, wholes, sums and changes told as one another."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.passages import error_codes
from zhibi.checking.check import Checker
from zhibi.facts.load import facts_from_text

CHECKER = Checker(
    facts_from_text(
        """document: {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇, computed: allow}
sections:
  - part: summary
    topic: 文化
    facts:
      - text: 演出场次48场，下乡演出31场，校园演出17场，观众1.2万人次。
        figures:
          - {text: 48场, name: 演出}
          - {text: 31场, name: 下乡演出}
          - {text: 17场, name: 校园演出}
      - id: books
        name: 图书馆藏书
        value: 3.2万册
        previous: {value: 2.9万册}
        of_which: {parts: [{name: 少儿图书, value: 0.8万册}]}
      - {text: 查出消防隐患64处，已整改59处。,
         figures: [{text: 64处, name: 消防隐患}, {text: 59处, name: 已整改消防隐患}]}
      - {id: readers, name: 注册读者, value: 5200人}
      - {text: 参保率由97.2%提高到98.6%。}
      - {text: 志愿者860人，文艺队12支。}
"""
    )
)


codes = partial(error_codes, given=CHECKER)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("查出消防隐患64处，另有59处已整改。", "查出消防隐患64处，其中59处已整改。"),
        ("全年演出48场，此外下乡演出31场。", "全年演出48场，其中下乡演出31场。"),
        ("图书馆藏书3.2万册，另有少儿图书0.8万册。", "图书馆藏书3.2万册，其中少儿图书0.8万册。"),
        ("下乡演出31场、校园演出17场，其中包括48场。", "下乡演出31场、校园演出17场，合计48场。"),
        (
            "下乡演出31场，校园演出17场，两者合计14场。",
            "下乡演出31场，校园演出17场，两者相差14场。",
        ),
        ("图书馆藏书由2.9万册增加了3.2万册。", "图书馆藏书由2.9万册增加到3.2万册。"),
        ("参保率增长98.6%。", "参保率提高到98.6%。"),
        ("志愿者新增860人。", "志愿者有860人。"),
        ("注册读者增加5200人。", "注册读者达5200人。"),
    ],
)
def test_a_part_is_no_other_and_a_level_no_change(wrong: str, right: str) -> None:
    assert codes(right) == set()
    assert codes(wrong)


@pytest.mark.parametrize(
    "right",
    [
        "全年演出48场，其中下乡演出31场，另有校园演出17场。",
        "注册读者5200人，另有志愿者860人。",
        "志愿者860人，此外文艺队有12支。",
    ],
)
def test_what_stands_beside_is_other(right: str) -> None:
    assert codes(right) == set()


WHOLES = Checker(
    facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2025, organisation: 鹭湾镇, period: 1—12月}
sections:
  - id: kiln
    part: summary
    topic: 窑火文博
    source: 文体站 表1
    facts:
      - id: shards
        text: 古窑博物馆馆藏瓷片4860件，上展1120件；抽检样品840份，合格836份。
        figures:
          - {text: 4860件, name: 馆藏瓷片}
          - {text: 1120件, name: 上展瓷片}
          - {text: 840份, name: 抽检样品}
          - {text: 836份, name: 合格样品}
      - id: kilns
        text: 白窑村柴窑12座，其中使用9座。
        figures: [{text: 12座, name: 白窑村柴窑}, {text: 9座, name: 使用柴窑}]
"""
    )
)


@pytest.mark.parametrize(
    ("sound", "wrong"),
    [
        ("4860件瓷片上展1120件。", "1120件瓷片上展4860件。"),
        ("840份样品里合格836份。", "836份样品里合格840份。"),
        ("白窑村12座柴窑有9座在用。", "白窑村9座柴窑有12座在用。"),
        ("上展的1120件瓷片出自4860件馆藏。", "1120件瓷片里上展的有4860件。"),
    ],
)
def test_what_was_done_of_some_is_no_more_than_they_are(sound: str, wrong: str) -> None:
    errors = [
        [f.code for f in WHOLES.check(text, sections=frozenset()).findings if f.severity == "error"]
        for text in (sound, wrong)
    ]
    assert errors[0] == []
    assert errors[1]


def test_a_part_is_named_before_the_brackets_that_say_how_far_it_is():
    facts = facts_from_text(
        """document: {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇}
sections:
  - part: summary
    topic: 公园
    facts:
      - name: 公园
        value: 4.2万平方米
        of_which:
          closed: true
          parts:
            - {name: 公园一期（已开放）, value: 2.6万平方米}
            - {name: 公园二期（在建）, value: 1.6万平方米}
"""
    )
    text = "公园4.2万平方米，其中公园一期（已开放）2.6万平方米、公园二期（在建）1.6万平方米。"
    assert not error_codes(text, facts)
    assert error_codes(text.replace("一期", "三期"), facts)
