"""The clauses of a text: cut once, with the cues, the steps and the items of each."""

from __future__ import annotations

import gc

import pytest

from zhibi.checking.check import Checker
from zhibi.checking.reading.clauses import FactTexts, ReadText
from zhibi.facts.load import facts_from_text

TEXT = "上半年，改造项目完工3个、在建2个，比上年增长5%；下半年将新建1个。"
FACTS = """
document:
  style: 镇乡
  kind: annual
  year: 2024
  organisation: 青山镇
  self: 我镇
sections:
  - part: summary
    topic: 公路
    facts:
      - text: 整修公路12公里，完工3条、在建2条
"""
DRAFT = "# 青山镇2024年工作总结\n\n全年整修公路12公里，完工3条、在建2条，明年再修5条。\n"


@pytest.fixture
def read() -> ReadText:
    return ReadText(TEXT, [(0, len(TEXT))])


def test_clauses_are_what_stands_between_marks(read: ReadText) -> None:
    words = [clause.words for clause in read.clauses(0, len(TEXT))]
    assert words == ["上半年", "改造项目完工3个、在建2个", "比上年增长5%", "下半年将新建1个"]


@pytest.mark.parametrize("field", ["period", "stage", "aspect", "base", "direction", "plans"])
def test_cues_of_a_clause_are_those_within_its_span(read: ReadText, field: str) -> None:
    for clause in read.clauses(0, len(TEXT)):
        assert [*clause.cues(field)] == read.cues(field, clause.start, clause.end)


def test_items_that_each_have_a_figure_stand_apart(read: ReadText) -> None:
    listed, other = read.clauses(0, len(TEXT))[1:3]
    assert [(one.words, [step.words for step in one.stages]) for one in listed.items] == [
        ("改造项目完工3个", ["完工"]),
        ("在建2个", ["在建"]),
    ]
    assert [*other.items] == [other]


def test_a_span_that_begins_within_a_clause_is_cut_there(read: ReadText) -> None:
    start = TEXT.index("在建")
    assert read.parts(start, len(TEXT))[0].words == "在建2个"
    assert read.parts(0, len(TEXT))[1].words == "改造项目完工3个、在建2个"


def test_a_fact_is_read_once() -> None:
    texts = FactTexts()
    assert texts.read(TEXT) is texts.read(TEXT)


def test_a_check_leaves_nothing_to_the_garbage_collector() -> None:
    facts = facts_from_text(FACTS)
    checker = Checker(facts)
    checker.check(DRAFT)
    gc.collect()
    checker.check(DRAFT)
    assert gc.collect() == 0
