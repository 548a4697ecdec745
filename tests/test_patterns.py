"""Tables of words find what an alternation finds; keyed patterns what they find without keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibi.data_files import read_data
from zhibi.figures.numerals import ARABIC_DIGITS, CHINESE_NUMERALS
from zhibi.figures.phrases import phrase_table
from zhibi.patterns import KeyedPatterns, Openings, WordTable, lazy_pattern, neighbours

ROOT = Path(__file__).resolve().parent.parent
WORDS = st.lists(st.text("甲乙丙", min_size=1, max_size=3), min_size=1, max_size=6)


@given(WORDS, st.text("甲乙丙丁", max_size=12))
def test_a_table_finds_the_longest_word_at_each_place(words: list[str], text: str) -> None:
    longest = "|".join(sorted(words, key=len, reverse=True))
    table = WordTable(words)
    assert table.spans(text) == [found.span() for found in re.finditer(longest, text)]
    assert table.without(text) == re.sub(longest, "", text)
    everywhere = [(m.start(), m.end(1)) for m in re.finditer(f"(?=({longest}))", text)]
    assert table.everywhere(text) == everywhere
    assert table.spans(text, neighbours(text)) == table.spans(text)


@given(WORDS, st.text("甲乙丙丁", max_size=12))
def test_words_begin_at_the_places_of_their_openings(words: list[str], text: str) -> None:
    openings = "|".join({re.escape(word[:2]) for word in words})
    places = [found.start() for found in re.finditer(f"(?={openings})", text)]
    assert list(Openings(words).places(text, neighbours(text))) == places


def test_a_pattern_is_compiled_when_it_is_first_used() -> None:
    pattern = lazy_pattern(r"(\d+)户", re.ASCII)
    assert pattern.pattern == r"(\d+)户"
    assert "search" not in vars(pattern)
    found = pattern.search("共12户")
    assert found is not None and found[1] == "12"
    assert pattern.sub("", "共12户，3人") == "共，3人"
    with pytest.raises(re.error):
        lazy_pattern("(").search("")


def test_patterns_whose_words_a_text_has_are_found_in_order() -> None:
    patterns = KeyedPatterns([(["完成", "办结"], "办?[完结]"), ("的", "的."), (["办结"], "结")])
    assert [number for number, _ in patterns.of("按时办结的事")] == [0, 1, 2]
    assert [number for number, _ in patterns.of("的")] == [1]
    assert list(patterns.of("没有")) == []


@cache
def _texts() -> list[str]:
    paths = [*ROOT.glob("benchmarks/data/free/*.md"), *ROOT.glob("examples/*/*.md")]
    return [path.read_text("utf-8") for path in sorted(paths)]


def _numerals() -> Iterator[tuple[str, int]]:
    for text in _texts():
        for found in re.finditer(f"[{ARABIC_DIGITS}{CHINESE_NUMERALS}半]", text):
            yield text, found.start()


@pytest.mark.parametrize("numerals", ["chinese", "arabic"])
def test_no_pattern_of_a_phrase_matches_without_its_words(numerals: str) -> None:
    listed = read_data("figures", "phrases")["patterns"][numerals].values()
    rows = [expression for group in listed for _, expression in group]
    any_of = re.compile("|".join(f"(?:{one})" for one in rows), re.MULTILINE)
    forms = getattr(phrase_table(), numerals)
    places = list(_numerals())
    matched = 0
    for text, at in places:
        expected, found = any_of.match(text, at), forms.at(text, at)
        assert (found[0] if found else None) == (expected.end() if expected else None)
        matched += found is not None
    assert matched > 20


def test_no_construction_matches_without_its_words() -> None:
    groups = read_data("checking", "statements")["constructions"].values()
    rows = [(words.split(), one) for group in groups for words, one in group["patterns"]]
    patterns = KeyedPatterns(rows)
    compiled = [re.compile(one) for _, one in rows]
    clauses = {clause for text in _texts() for clause in re.split(r"[，。；：\n]", text)}
    matched = 0
    for clause in clauses:
        near = {number for number, _ in patterns.of(clause)}
        matching = {number for number, one in enumerate(compiled) if one.search(clause)}
        assert matching <= near
        matched += len(matching)
    assert matched > 20
