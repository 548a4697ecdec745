"""Answers read: what belongs where, and what is only form."""

from __future__ import annotations

import pytest

from tests.support.llm_cases import facts, outlined
from zhibi.writing.llm.answers import read_answer, read_changes, read_heading, read_plan
from zhibi.writing.llm.slot_text import split
from zhibi.writing.llm.tasks import Task, tasks_of
from zhibi.writing.outline.enumerators import numbered_items


def _task(id_: str) -> Task:
    outline, *_ = outlined(facts())
    return next(
        task
        for task in tasks_of(outline, {n.id: 100 for n in outline.walk() if n.facts})
        if task.nodes[0].id == id_
    )


PAIR = {"figures": ["指标平稳。"], "projects": ["引进企业。"]}


@pytest.mark.parametrize(
    "text",
    [
        "[1] 指标平稳。\n[2] 引进企业。",
        "【1】指标平稳。\n\n【2】引进企业。",
        "[1]指标平稳。\n[2]：引进企业。",
        "### [1] 指标平稳。\n### [2] 引进企业。",
        "[1] 一是稳住经济指标。指标平稳。\n[2] 二是深化招商引资。引进企业。",
        "一是稳住经济指标。指标平稳。\n二是深化招商引资。引进企业。",
        "[1]\n- 指标平稳。\n[2]\n- **引进企业。**",
        "指标平稳。\n引进企业。",
        "[1] 指标平稳。\n（共5字）\n[2] 引进企业。\n---\n注：未凑字。",
        "[1] 指标平稳。\n[2] 引进企业。\n[7] 多出来的。",
    ],
)
def test_two_sections_are_told_apart(text: str) -> None:
    assert read_answer(text, _task("figures")) == PAIR


def test_a_section_that_is_left_out_is_absent() -> None:
    assert read_answer("[2] 引进企业。", _task("figures")) == {"projects": ["引进企业。"]}


def test_items_of_a_list_are_a_line_each_without_numbers() -> None:
    task = _task("part.problems")
    text = "一是工业总量不大。\n二是环境管护有欠账。"
    assert read_answer(text, task) == {"part.problems": ["工业总量不大。", "环境管护有欠账。"]}


@pytest.mark.parametrize(
    "text",
    [
        "(1) 改一。\n(2) 删去",
        "1. 改一。\n2、删去。",
        "（1）改为：改一。\n（2）（删去）",
        "[1] 改一。\n[2] 删除。\n[9] 不相干",
    ],
)
def test_changes(text: str) -> None:
    assert read_changes(text, 2) == {1: "改一。", 2: ""}


def test_a_single_change_needs_no_number() -> None:
    assert read_changes("改好的一句。", 1) == {1: "改好的一句。"}


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("（一）坚持项目带动，推动经济发展。", "坚持项目带动，推动经济发展"),
        ("**一是稳住指标**", "稳住指标"),
        ("## 标题：“稳住指标”\n多的", "稳住指标"),
        ("－", ""),
        ("", ""),
    ],
)
def test_a_heading(text: str, heading: str) -> None:
    assert read_heading(text) == heading


def test_a_plan_is_read_by_groups() -> None:
    text = (
        "好的，如下\n## 组1 （一）坚持实干，推动发展。\n- 稳住指标｜3、1-2\n**二是招商** | 5 4\n"
        "组9 不认识\n组2：\n－｜7\n空的｜\n"
    )
    assert read_plan(text, {"组1", "组2"}) == {
        "组1": ("坚持实干，推动发展", [("稳住指标", [3, 1, 2]), ("招商", [5, 4])]),
        "组2": ("", [("", [7])]),
    }


def test_a_plan_that_never_ends_is_cut() -> None:
    found = read_plan("组1\n" + "甲｜1-999999999\n" * 100_000, {"组1"})
    assert len(found["组1"][1]) < 1000
    assert all(len(numbers) <= 400 for _, numbers in found["组1"][1])


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲事。乙事！丙事", ["甲事。", "乙事！", "丙事。"]),
        ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
        ("增长6.35%，达2186.4万元。", ["增长6.35%，达2186.4万元。"]),
        ("只有半句，", ["只有半句。"]),
        ("报告如下：", ["报告如下："]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_items_get_their_numbers_from_code() -> None:
    assert numbered_items(["甲。"]) == ["甲。"]
    assert numbered_items(["甲。", "乙。"]) == ["一是甲；", "二是乙。"]
    assert numbered_items(["甲。又甲。", "乙。"]) == ["一是甲。又甲。", "二是乙。"]


@pytest.mark.parametrize("digits", ["9" * 4_301, "０" * 5_000])
def test_numbers_of_thousands_of_digits_are_words(digits: str) -> None:
    assert read_answer(f"[{digits}] 指标平稳。", _task("figures")) == {}
    assert read_changes(f"({digits}) 改一。\n{digits}. 改二。\n(2) 改三。", 2) == {2: "改三。"}
    assert read_plan(f"组1 稳增长\n甲｜{digits}", {"组1"})["组1"][0] == "稳增长"


def test_a_sentence_of_thousands_of_characters_is_divided_and_nothing_is_lost() -> None:
    text = "推进产业发展，" * 400 + "字" * 2_500
    parts = split(text)
    assert "".join(parts) == text + "。"
    assert max(map(len, parts)) <= 1_000


@pytest.mark.parametrize("mark", [" 〉 ", "- ", "* ", "1. ", "> "])
def test_what_a_divided_sentence_goes_on_with_is_no_mark_of_a_list(mark: str) -> None:
    parts = split("字" * 999 + "，" + mark + "其余的话三亿件")
    assert parts[-1] == "其余的话三亿件。"


@pytest.mark.parametrize("text", ["（。", "——。", "***", "：；。"])
def test_marks_alone_are_no_sentence(text: str) -> None:
    assert split(text) == []
