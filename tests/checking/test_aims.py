"""An aim of the year told as reached or missed without a figure (N109)."""

from __future__ import annotations

import pytest

from zhibi.checking.check import check
from zhibi.facts.from_data import facts_from

FACTS = facts_from(
    {
        "document": {"style": "镇乡", "kind": "annual", "year": 2025, "organisation": "青山镇"},
        "sections": [
            {
                "id": "s",
                "part": "summary",
                "topic": "工作",
                "facts": [
                    {"name": "造林面积", "value": "860亩", "target": "1000亩"},
                    {"name": "新增就业", "value": "318人", "completion": "106%"},
                    {"name": "改厕", "value": "52户"},
                ],
            }
        ],
    }
)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("造林面积860亩，提前完成年度目标。", True),
        ("造林面积860亩，没能完成年度目标。", False),
        ("造林面积860亩，完成年度目标的86%。", False),
        ("新增就业318人，尚未完成全年任务。", True),
        ("新增就业318人，超额完成全年任务。", False),
        ("新增就业318人，力争明年再次完成年度目标。", False),
        ("改厕52户，完成年度目标。", False),  # no aim is known
        ("改厕52户，造林面积860亩，实现年度目标。", True),
    ],
)
def test_an_aim_is_held_against_what_is_reached(text: str, *, wrong: bool) -> None:
    found = [one.code for one in check(text, FACTS, sections=frozenset()).findings]
    assert ("N109" in found) == wrong
