"""Two sides compared in words: true or false by their values, wherever those stand."""

from __future__ import annotations

import pytest

from zhibi.checking.check import Checker
from zhibi.facts.load import facts_from_text

CHECKER = Checker(
    facts_from_text(
        """document: {style: 镇乡, kind: annual, year: 2024, organisation: 溪口镇, computed: allow}
sections:
  - part: summary
    topic: 文化
    facts:
      - {id: books, name: 图书馆藏书, value: 3.2万册, previous: {value: 2.9万册}}
      - {id: loans, name: 图书借阅, value: 4.6万人次, previous: {value: 5.1万人次},
         target: {value: 5万人次}}
      - {id: branch, name: 图书分馆, value: 8个}
      - {id: mobile, name: 流动借阅点, value: 13个}
      - {id: pleased, name: 读者满意率, value: 93.5%, previous: {value: 91%}}
      - {text: 夏令营办了6期，240名学生参加；冬令营办了4期，180名学生参加。}
      - {text: 读者投诉平均2.5天办结，上年为4天。}
      - {text: 财政拨款120万元，社会捐赠45万元，门票收入12万元。}
      - {text: 今年馆舍修缮投入8万多元，去年投入30余万元。}
      - {text: 环湖步道一期4.2公里、二期3.6公里。}
      - {text: 湖水最高18.42米，低于警戒水位0.58米。}
      - {id: invest, name: 工业投资, value: 1.2亿元, growth: 9.1%}
      - {id: tax, name: 税收收入, value: 2186万元, growth: 5.2%}
      - {id: care, name: 护理员, value: 58人}
      - {id: wood, name: 护林员, value: 92人}
"""
    )
)


def codes(text: str) -> set[str]:
    found = CHECKER.check(text, sections=frozenset()).findings
    return {one.code for one in found if one.severity == "error"}


PAIRS = [
    ("冬令营学生180名，比夏令营的240名多60名。", "冬令营学生180名，比夏令营的240名少60名。"),
    (
        "图书分馆8个、流动借阅点13个，后者比前者少5个。",
        "图书分馆8个、流动借阅点13个，后者比前者多5个。",
    ),
    (
        "图书分馆8个，流动借阅点13个，流动点少于分馆。",
        "图书分馆8个，流动借阅点13个，流动点多于分馆。",
    ),
    ("图书馆藏书3.2万册，少于上年。", "图书馆藏书3.2万册，多于上年。"),
    ("图书借阅4.6万人次，比上年同期多了近一成。", "图书借阅4.6万人次，比上年同期少了近一成。"),
    (
        "读者投诉平均2.5天办结，比上年的4天慢了1.5天。",
        "读者投诉平均2.5天办结，比上年的4天快了1.5天。",
    ),
    ("读者满意率93.5%，差于上年同期。", "读者满意率93.5%，好于上年同期。"),
    (
        "财政拨款120万元，社会捐赠45万元，捐赠比拨款多75万元。",
        "财政拨款120万元，社会捐赠45万元，捐赠比拨款少75万元。",
    ),
    (
        "社会捐赠45万元，财政拨款120万元，低于捐赠75万元。",
        "社会捐赠45万元，财政拨款120万元，高出捐赠75万元。",
    ),
    (
        "今年馆舍修缮投入8万多元，高于去年的30余万元。",
        "今年馆舍修缮投入8万多元，低于去年的30余万元。",
    ),
    ("环湖步道二期3.6公里，比一期长0.6公里。", "环湖步道二期3.6公里，比一期短0.6公里。"),
    ("工业投资增长9.1%，慢于税收收入5.2%的增速。", "工业投资增长9.1%，快于税收收入5.2%的增速。"),
    (
        "财政拨款120万元，社会捐赠45万元，门票收入12万元，三项里门票最多。",
        "财政拨款120万元，社会捐赠45万元，门票收入12万元，三项里门票最少。",
    ),
    (
        "图书借阅4.6万人次，离5万人次的目标还多0.4万人次。",
        "图书借阅4.6万人次，离5万人次的目标还差0.4万人次。",
    ),
    (
        "夏令营、冬令营分别办了6期、4期，前者少，后者多。",
        "夏令营、冬令营分别办了6期、4期，前者多，后者少。",
    ),
    (
        "夏令营240名学生参加，冬令营人更多，180名学生参加。",
        "夏令营240名学生参加，冬令营人更少，180名学生参加。",
    ),
    ("湖水最高18.42米，比警戒水位高0.58米。", "湖水最高18.42米，比警戒水位低0.58米。"),
    ("护林员92人、护理员58人，前者少34人。", "护林员92人、护理员58人，后者少34人。"),
    ("图书借阅4.6万人次，超过目标。", "图书借阅4.6万人次，低于目标。"),
]


@pytest.mark.parametrize(("wrong", "right"), PAIRS)
def test_two_sides_are_compared(wrong: str, right: str) -> None:
    assert codes(right) == set()
    assert codes(wrong) & {"N104", "N102"}
