"""Headings: alike within a group, true to their facts, or code's own."""

from __future__ import annotations

import pytest

from tests.support.llm_cases import FACTS, Scripted, facts, outlined
from zhibi.models.messages import Request
from zhibi.writing.drafting import draft
from zhibi.writing.llm.heading_requests import accepted_headings, groups_of, with_headings
from zhibi.writing.openai_writer import OpenAIWriter

BARE = "\n".join(line for line in FACTS.splitlines() if "heading:" not in line)
GOOD = {1: "坚持实干为先，推动经济发展", 2: "坚持民生优先，抓好民生保障"}


def _chosen(answered: dict[int, str]) -> tuple[dict[str, str], list[str]]:
    outline, known, style = outlined(facts(BARE))
    return accepted_headings(groups_of(outline, known), answered, style)


def test_what_is_given_is_not_asked_for() -> None:
    outline, known, _ = outlined(facts())
    assert groups_of(outline, known) == []
    outline, known, _ = outlined(facts(BARE))
    ids = [[node.id for _, node in group] for group in groups_of(outline, known)]
    assert ids == [["economy", "people"], ["figures", "projects"], ["next"]]


def test_a_fit_group_is_taken_whole() -> None:
    taken, _ = _chosen(GOOD)
    assert taken["economy"] == GOOD[1]
    assert taken["people"] == GOOD[2]
    outline, *_ = outlined(facts(BARE))
    assert GOOD[1] in [node.heading for node in with_headings(outline, taken).walk()]


@pytest.mark.parametrize(
    ("number", "heading"),
    [
        (1, "坚持项目带动，税收增长百分之六"),
        (1, "坚持项目带动，完成税收4817万元"),
        (1, "坚持率先发展，推动经济领先"),
        (1, "抓好三大支撑，推动经济发展"),
        (1, "推动经济发展"),
        (1, "坚持以高质量发展为主题统揽全局，推动经济发展"),
        (1, "坚持我街道发展，推动经济工作"),
        (1, "坚持春暖花开，拥抱星辰大海"),
        (1, "坚持民生优先，抓好民生保障"),
        (1, ""),
    ],
)
def test_an_unfit_heading_leaves_its_group_to_code(number: int, heading: str) -> None:
    taken, refused = _chosen({**GOOD, number: heading})
    assert "economy" not in taken
    assert "people" not in taken
    assert refused


def test_the_count_in_a_heading_must_be_right() -> None:
    taken, _ = _chosen({**GOOD, 1: "抓实两项重点，推动经济发展", 2: "抓实民生大事，办好惠民实事"})
    assert taken["economy"] == "抓实两项重点，推动经济发展"


def test_headings_are_asked_for_once_and_stand_in_the_draft() -> None:
    def edit(request: Request, text: str) -> str:
        if request.label.startswith("outline"):
            return "\n".join(f"[{number}] {heading}" for number, heading in GOOD.items())
        return text

    model = Scripted(edit)
    made = draft(facts(BARE), writer=OpenAIWriter(client=model))
    assert model.labels[0] == "outline/1-headings"
    assert sum(label.startswith("outline") for label in model.labels) == 1
    assert f"（一）{GOOD[1]}" in made.text
    assert all(GOOD[1] in request.messages[1].content for request in model.asked[1:])


def test_no_figure_is_sent_with_the_headings() -> None:
    model = Scripted()
    draft(facts(BARE), writer=OpenAIWriter(client=model))
    asked = model.asked[0].messages[1].content
    assert not any(figure in asked for figure in ("4817", "6.35", "1.6亿", "320", "312"))
