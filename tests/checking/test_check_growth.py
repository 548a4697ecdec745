"""Texts without full stops, and what is shown of them: the work grows with the length."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.growth import grows_linearly
from tests.support.llm_cases import FACTS, facts
from zhibi.checking.check import Checker
from zhibi.output.review.annotate import annotate
from zhibi.output.review.check_result import render_text
from zhibi.output.review.diff import diff, render_diff_text
from zhibi.output.review.html import render_html
from zhibi.word.draft_text import DraftText

pytestmark = pytest.mark.big
SHAPES = {
    "sums": "共12个（其中3个）各5个",
    "counts that may take up others": "；占两——",
    "one figure a line": "\n\n两",
    "numerals": "卅3",
    "comparisons": "8户比9人多5",
    "figures of one kind": "其余4个，",
    "unread numerals": "XX户",
    "clauses without figures": "群众十分满意，",
    "leads": "**一是完成7件**",
}
TIMES = {
    "months": "1—11月",
    "year words": "全年",
    "bases and year words": "去年同期分别为",
    "years from which something goes on": "2024年自",
    "years of the document": "2025年税收收入4817.3万元",
    "months beside year words": "1月9倍全年前者",
    "year words beside figures": "去年，税收收入4817.3万元，",
    "aims beside figures": "提前完成全年任务（税收收入4817.3万元）",
    "places": "梅岭村推行“板凳议事”，",
}
"""What tells a time, an aim or a place has the words around it looked at."""
PLACED = (
    FACTS.replace("4817.3万元,", "4817.3万元, target: 4700万元,")
    .replace("organisation: 青山镇", "organisation: 青山镇\n  names: [梅岭村, 竹坑村]")
    .replace(
        "text: 对在谈项目由招商办登记进展。", "text: 梅岭村推行“板凳议事”。, names: [板凳议事]"
    )
)


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(facts())


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_checking_grows_with_the_length(checker: Checker, shape: str) -> None:
    small, large = (shape * (size // len(shape)) for size in (1_500, 12_000))
    assert grows_linearly(checker.check, small, large, factor=8)


@pytest.mark.parametrize("shape", TIMES.values(), ids=TIMES)
def test_what_is_looked_at_around_a_time_does_not_grow_with_the_text(shape: str) -> None:
    checker = Checker(facts(PLACED))
    small, large = (shape * (size // len(shape)) for size in (5_000, 80_000))
    assert grows_linearly(checker.check, small, large, factor=16, share=2)


@pytest.mark.parametrize("mark", ["# ", "**", "一、"])
def test_a_heading_without_end_is_not_read_for_each_figure(checker: Checker, mark: str) -> None:
    def text(size: int) -> str:
        return f"{mark}{'全' * size}{mark.strip()}\n" + "2025年、" * (size // 6)

    assert grows_linearly(checker.check, text(2_500), text(40_000), factor=16, share=2)


@pytest.mark.parametrize("shape", ["1,", "完成7件。\n", "“5件”"])
def test_what_is_shown_grows_with_the_length(checker: Checker, shape: str, tmp_path: Path) -> None:
    def shown(text: str) -> None:
        found, draft = checker.check(text), DraftText(text, "a.md")
        render_text(found, text, "a.md")
        render_html(found, text)
        annotate("a.md", found, draft, tmp_path / "a.docx", fix=True)
        other = DraftText(text.replace("7", "8").replace("5", "6"), "b.md")
        render_diff_text(diff(draft, other, facts()), facts())

    small, large = (shape * (size // len(shape)) for size in (800, 6_400))
    assert grows_linearly(shown, small, large, factor=8)


def test_a_finding_in_a_long_line_is_shown_in_a_few_columns(checker: Checker) -> None:
    text = "1," * 2_000 + "9" * 3_000 + "户"
    found = checker.check(text)
    assert len(found.findings) > 1_000
    assert max(map(len, render_text(found, text, "a.md").splitlines())) < 4_000
    excerpts = [line for line in render_text(found, text, "a.md").splitlines() if " | " in line]
    assert max(map(len, excerpts)) < 100
