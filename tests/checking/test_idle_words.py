"""Words that look like figures, names, steps or rates and state none: nothing is found in them."""

from __future__ import annotations

import pytest

from tests.checking.test_rules import DOCUMENT
from zhibi.checking.check import check
from zhibi.facts.from_data import facts_from

FACTS = facts_from(
    {
        "document": {**DOCUMENT, "period": "1—12月"},
        "sections": [
            {
                "id": "s",
                "part": "summary",
                "topic": "工作",
                "facts": [
                    {"text": "举办读书会36场，1.2万人次参加。"},
                    {"text": "危旧房排查整治任务94户。"},
                    {"text": "养殖保险每只保费16元，牧户每只自缴5.2元，全年参保8.4万只。"},
                    {"text": "专线公交每人每次票价1元，营业额超千万元商铺4家。"},
                    {"text": "征收约1820万元。"},
                    {"text": "安装充电桩52个，截至11月底。"},
                    {"text": "计划招聘会12场。", "status": "target"},
                    {"text": "发放救助金41.6万元、临时补助18.2万元、抚恤金9.4万元。"},
                    {"text": "广场每天清扫两次。"},
                ],
            }
        ],
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "读书会一场接着一场，36场引来1.2万人次参加。",
        "一年到头，读书会办了36场。",
        "每只保费16元，牧户自缴5.2元，一年参保8.4万只。",
        "专线公交坐一次收1元。",
        "营业额超千万元的商铺有4家。",
        "大概征收了1820万元。",
        "到11月底安装充电桩52个。",
        "招聘会计划办12场。",
        "发了三笔钱。救助金41.6万元。临时补助18.2万元、抚恤金9.4万元。",
        "摸排出来的94户危旧房也整治到位。",
        "广场每天清扫两趟。",
    ],
)
def test_nothing_is_found_in_words_that_state_nothing_more(text: str) -> None:
    found = check(text, FACTS, sections=frozenset()).findings
    assert [one.message for one in found if one.severity == "error"] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("专线公交坐一趟收2元。", "N101"),
        ("每户保费16元。", "N114"),
        ("征收了1820万元。", "N105"),
        ("发了五笔钱。救助金41.6万元。临时补助18.2万元、抚恤金9.4万元。", "N101"),
    ],
)
def test_what_says_otherwise_is_found(text: str, code: str) -> None:
    assert code in {one.code for one in check(text, FACTS, sections=frozenset()).findings}
