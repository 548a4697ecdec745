"""Styles as data: finding one, extending one, and what is said of a faulty one."""

from __future__ import annotations

from itertools import pairwise

import pytest

from zhibi.errors import InputError
from zhibi.styles.load import load_style, style_names, style_source

KINDS = ("annual", "half-year", "quarter")
ALL = [(name.key, kind) for name in style_names() for kind in KINDS]


def problems(path, kind="annual"):
    with pytest.raises(InputError) as caught:
        load_style(str(path), kind)
    return [(one.line, one.column, one.message) for one in caught.value.problems]


@pytest.fixture
def write(tmp_path):
    def write(text, name="园区.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("name", ["township", "镇乡", "乡镇"])
def test_a_style_is_found_by_stem_name_and_alias(name):
    assert load_style(name).key == "township"


def test_base_is_no_style_to_choose():
    assert [name.key for name in style_names()] == ["subdistrict", "township"]
    with pytest.raises(InputError):
        load_style("base")


def test_an_unknown_style_is_reported_where_it_is_asked_for_with_what_there_is():
    with pytest.raises(InputError) as caught:
        load_style("县里", asked_at=("facts.yaml", 2, 10))
    problem = caught.value.problems[0]
    assert (problem.path, problem.line, problem.column) == ("facts.yaml", 2, 10)
    assert "镇乡" in problem.hint and "街道" in problem.hint


def test_an_unknown_kind_of_report_is_refused():
    with pytest.raises(InputError, match="quarterly"):
        load_style("镇乡", "quarterly")


def test_a_style_file_is_also_looked_for_beside_the_facts(write):
    path = write("extends: 街道\nname: 园区\n")
    facts = path.parent / "facts.yaml"
    assert load_style("园区.yaml", asked_at=(str(facts), 1, 1)).name == "园区"


def test_the_source_of_a_style_can_be_read(write):
    assert style_source("街道").startswith("# 街道")
    path = write("extends: 街道\n")
    assert style_source(str(path)) == "extends: 街道\n"


def test_mappings_merge_and_lists_replace(write):
    path = write(
        "extends: 街道\n"
        "name: 园区\n"
        "avoid: {一致好评: 不写}\n"
        "stock_phrases: [再创辉煌]\n"
        "topics:\n"
        "  物流: {words: [物流], headings: {summary: 围绕物流枢纽，提速增效、畅通循环}}\n"
        "parts: {problems: {items: lines}}\n"
    )
    style, base = load_style(str(path)), load_style("街道")
    assert style.avoid == {**base.avoid, "一致好评": "不写"}
    assert style.stock_phrases == ("再创辉煌",)
    assert style.topics["民生"] == base.topics["民生"]
    assert style.topics["物流"].words == ("物流",)
    assert style.part("problems").items == "lines"
    assert style.part("problems").share == base.part("problems").share


def test_what_a_file_says_wins_over_what_it_extends_for_either_kind(write):
    path = write("extends: 街道\nlength: [1000, 2000]\nkinds: {half-year: {since: 今年上半年}}\n")
    assert load_style(str(path), "annual").length == (1000, 2000)
    assert load_style(str(path), "half-year").length == (1000, 2000)
    assert load_style(str(path), "half-year").since == "今年上半年"
    assert load_style(str(path), "annual").since == load_style("街道", "annual").since


def test_a_user_style_may_extend_another_file_of_the_user(write):
    write("extends: 街道\nname: 园区\nself_name: 我园区\n", "one.yaml")
    path = write("extends: one.yaml\nname: 二园区\n", "two.yaml")
    assert load_style(str(path)).self_name == "我园区"
    assert load_style(str(path)).name == "二园区"


def test_all_problems_are_reported_at_once_each_at_its_place(write):
    path = write(
        "extends: 街道\n"
        "titel: x\n"
        "parts:\n"
        '  plan: {heading: "{nextyear}年计划", share: 很多}\n'
        "  foo: {heading: x}\n"
        "sentences: {longest: 0}\n"
        "guide: 一行\n"
        "kinds:\n"
        "  half-yaer: {}\n"
    )
    found = problems(path)
    assert [(line, column) for line, column, _ in found] == [
        (2, 1),
        (4, 19),
        (4, 43),
        (5, 3),
        (6, 22),
        (7, 8),
        (9, 3),
    ]
    assert "titel" in found[0][2]
    assert "{nextyear}" in found[1][2]


def test_a_mistake_for_the_other_kind_is_reported_too(write):
    path = write("extends: 镇乡\nkinds:\n  half-year: {parts: {plan: {items: 分行}}}\n")
    assert problems(path, "annual") == problems(path, "half-year")
    assert problems(path)[0][:2] == (3, 37)


def test_a_mistake_in_an_extended_file_is_reported_in_that_file(write):
    one = write("extends: 街道\nlead: '{topik}'\n", "one.yaml")
    two = write("extends: one.yaml\n", "two.yaml")
    with pytest.raises(InputError) as caught:
        load_style(str(two))
    problem = caught.value.problems[0]
    assert (problem.path, problem.line, problem.column) == (str(one), 2, 7)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("name: 园区\n", (1, 1), "extends"),
        ("extends: 没有的样式\n", (1, 10), "没有的样式"),
        ("extends: [街道]\n", (1, 10), "extends"),
        ("extends: self.yaml\n", (1, 10), "绕回"),
        ("- 街道\n", (1, 1), "键"),
        ("extends: 街道\nname：园区\n", (2, 5), "全角冒号"),
        ("extends: 街道\nname: 园\nname: 区\n", (3, 1), "重复"),
        ("extends: 街道\nkinds: 年度\n", (2, 8), "kinds"),
        ("extends: 街道\nkey: x\n", (2, 1), "key"),
        ("extends: 街道\nlength: [3, 2]\n", None, "下限大于上限"),
    ],
)
def test_faulty_files(write, text, place, words):
    path = write(text, "self.yaml")
    line, column, message = problems(path)[0]
    assert words in message
    assert place is None or (line, column) == place


@pytest.mark.parametrize(("name", "kind"), ALL)
def test_headings_of_one_part_are_built_alike(name, kind):
    style = load_style(name, kind)
    for part in style.parts:
        headings = [topic.headings.get(part, "") for topic in style.topics.values()]
        headings = [heading for heading in headings if heading]
        assert len(set(headings)) == len(headings)
        for one, other in pairwise(headings):
            ways = [way for heading in (one, other) for way in heading.split(" | ")]
            ways = [way for way in ways if "{" not in way]
            halves = [[len(half) for half in way.split("，")] for way in ways]
            assert len({len(parts) for parts in halves}) <= 1
            halves = [halves[0], halves[-1]] if halves else [[], []]
            assert all(abs(a - b) <= 3 for a, b in zip(*halves, strict=True)), (one, other)


@pytest.mark.parametrize(("name", "kind"), ALL)
def test_a_style_keeps_its_own_rules(name, kind):
    """What is made from a style has no cliché, no figure and no other office's name for itself."""
    style = load_style(name, kind)
    words = [heading for topic in style.topics.values() for heading in topic.headings.values()]
    for part in style.parts.values():
        words += [*part.pattern, *(one for sentence in part.opening for one in sentence)]
    text = "\n".join(words)
    unwanted = (*style.stock_phrases, *style.avoid, *style.foreign_self_names)
    assert not [word for word in unwanted if word in text]
    assert not [char for char in text if char.isdigit()]
    assert style.self_name not in style.foreign_self_names


@pytest.mark.parametrize(("name", "kind"), ALL)
def test_shares_leave_nothing_out(name, kind):
    style = load_style(name, kind)
    assert 0.9 <= sum(part.share for part in style.parts.values()) <= 1.1
    assert set(style.enumerators) >= {1, 2, 3}
