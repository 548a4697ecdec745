"""Two versions of a draft: figures changed, added, gone, each with its fact."""

from __future__ import annotations

import json

import pytest

from zhibi.facts.load import facts_from_text
from zhibi.facts.model import Facts
from zhibi.output.review.diff import diff, render_diff_json, render_diff_text
from zhibi.word.draft_text import DraftText

FACTS = """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇}
sections:
  - id: work
    part: summary
    topic: 经济发展
    facts:
      - {id: tax, name: 税收收入, value: 2186.4万元, source: 财政所 表1 B2}
      - {id: road, name: 硬化道路, value: 12公里, source: 建设办}
      - {id: jobs, name: 新增就业, value: 486人, source: 社保所}
      - {id: trees, name: 植树, value: 3000株, source: 农业办}
"""
OLD = """# 青山镇2024年工作总结

今年以来，完成税收收入2168.4万元，硬化道路12公里。

全年新增就业486人，植树3000株。
"""


@pytest.fixture(scope="module")
def known() -> Facts:
    return facts_from_text(FACTS)


def changes(old: str, new: str, known: Facts) -> list[tuple[str, str | None, str | None]]:
    found = diff(DraftText(old, "old.md"), DraftText(new, "new.md"), known)
    return [(item.kind, item.old and item.old.text, item.new and item.new.text) for item in found]


def test_nothing_changed(known: Facts) -> None:
    assert changes(OLD, OLD, known) == []


def test_a_changed_figure_with_its_fact(known: Facts) -> None:
    new = OLD.replace("2168.4万元", "2186.4万元")
    (change,) = diff(DraftText(OLD, "a"), DraftText(new, "b"), known)
    assert change.kind == "changed"
    assert change.old is not None
    assert change.new is not None
    assert (change.old.text, change.new.text) == ("2168.4万元", "2186.4万元")
    assert change.facts == ("tax",)
    assert change.new.checked.status == "stated"
    assert change.old.checked.status == "unsupported"


def test_added_and_gone(known: Facts) -> None:
    new = OLD.replace("，植树3000株", "，慰问老人20人次，发放物资5批")
    assert changes(OLD, new, known) == [
        ("gone", "3000株", None),
        ("added", None, "20人次"),
        ("added", None, "5批"),
    ]


def test_a_moved_sentence_is_no_change(known: Facts) -> None:
    lines = OLD.strip().split("\n\n")
    moved = "\n\n".join([lines[0], lines[2], lines[1]]) + "\n"
    assert changes(OLD, moved, known) == []


def test_a_reworded_sentence_keeps_its_figures(known: Facts) -> None:
    new = OLD.replace(
        "全年新增就业486人，植树3000株。", "一年来，我镇新增就业达486人，义务植树3000株。"
    )
    assert changes(OLD, new, known) == []


def test_a_figure_that_moved_to_another_sentence_is_found_by_its_fact(known: Facts) -> None:
    new = OLD.replace("，硬化道路12公里", "").replace(
        "植树3000株。", "植树3000株。基础设施持续改善，硬化道路15公里，群众出行更加方便。"
    )
    assert changes(OLD, new, known) == [("changed", "12公里", "15公里")]


def test_a_hedge_or_a_unit_is_a_change(known: Facts) -> None:
    assert changes(OLD, OLD.replace("486人", "近486人"), known) == [("changed", "486人", "近486人")]
    assert changes(OLD, OLD.replace("486人", "486户"), known) == [("changed", "486人", "486户")]


def test_a_figure_left_as_it_was_but_said_otherwise(known: Facts) -> None:
    old = OLD.replace("2168.4万元", "2186.4万元，同比增长6.35%")
    new = old.replace("增长6.35%", "下降6.35%")
    grown = facts_from_text(FACTS.replace("2186.4万元,", "2186.4万元, growth: 6.35%,"))
    assert changes(old, new, grown) == [("reworded", "6.35%", "6.35%")]
    assert changes(new, old, grown) == []
    text = render_diff_text(diff(DraftText(old, "a"), DraftText(new, "b"), grown), grown)
    assert text.startswith("说法 6.35%（原第3行，现第3行，矛盾）\n")
    assert text.endswith("；数字没改、说法改得与事实不符1处。\n")


def test_order_of_the_new_text(known: Facts) -> None:
    new = OLD.replace("2168.4", "2186.4").replace("486", "500").replace("12公里", "13公里")
    assert [item[2] for item in changes(OLD, new, known)] == ["2186.4万元", "13公里", "500人"]


def test_text_and_json(known: Facts) -> None:
    new = OLD.replace("2168.4", "2186.4").replace("，植树3000株", "")
    found = diff(DraftText(OLD, "a"), DraftText(new, "b"), known)
    text = render_diff_text(found, known).splitlines()
    assert text[0] == "改 2168.4万元 → 2186.4万元（原第3行，现第3行，有据）"
    assert text[2] == "    事实：tax 税收收入 = 2186.4万元，来源：财政所 表1 B2"
    assert text[3] == "删 3000株（原第5行）"
    assert text[-1] == "数字有改动1处，新增0处，删去1处。"
    data = json.loads(render_diff_json(found))
    assert data["summary"] == {"changed": 1, "added": 0, "gone": 1, "reworded": 0}
    side = data["changes"][0]["new"]
    assert new[side["start"] : side["end"]] == "2186.4万元"
