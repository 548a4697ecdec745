"""The check and framing: what the style licenses is no padding, what goes beyond is named."""

from __future__ import annotations

import pytest

from zhibi.checking.check import check
from zhibi.facts.load import facts_from_text

FACTS = """document: {{style: 镇乡, kind: annual, year: 2024, organisation: 青山镇{more}}}
sections:
  - part: summary
    topic: 民生保障
    facts:
      - {{name: 新增城镇就业, value: 318人}}
      - {{name: 发放救助资金, value: 92.47万元}}
      - {{text: 推进“老年助餐”行动，4个老年食堂正常营业。}}
  - part: summary
    topic: 招商引资
    facts:
      - {{name: 签约项目, value: 7个}}
"""
TEXT = """# 青山镇2024年工作总结

## 一、2024年工作总结

### （一）办好民生实事

{livelihood}新增城镇就业318人，发放救助资金92.47万元，推进“老年助餐”行动，4个老年食堂正常营业。

### （二）抓招商引资

{investment}签约项目7个。
"""


def found(livelihood="", investment="", more="", codes=("W104", "W105", "W106")):
    facts = facts_from_text(FACTS.format(more=more))
    text = TEXT.format(livelihood=livelihood, investment=investment)
    return [f for f in check(text, facts).findings if f.code in codes]


@pytest.mark.parametrize(
    "lead",
    [
        "围绕民生保障，重点抓好就业、救助和老年助餐。",
        "聚焦就业和救助，统筹推进各项民生任务。",
        "在民生保障方面，继续做好就业和救助工作。",
        "一手抓就业，一手抓救助，扎实推进民生工作。",
    ],
)
def test_a_licensed_lead_is_no_padding(lead):
    assert found(lead) == []


@pytest.mark.parametrize(
    ("lead", "words"),
    [
        ("始终坚持人民至上，把群众冷暖放在心头。", "人民至上"),
        ("围绕民生保障，专班会商调度就业难题。", "专班会商调度"),
        ("聚焦民生保障，织密筑牢幸福之网。", "织密筑牢"),
    ],
)
def test_a_lead_that_goes_beyond_is_padding_and_its_words_are_named(lead, words):
    (finding,) = found(lead)
    assert finding.code == "W105" and words in finding.message


def test_words_of_another_section_are_no_own_words():
    assert found(investment="围绕老年助餐和城镇救助，统筹抓好各项工作。") != []
    assert found(investment="围绕招商签约，统筹抓好各项工作。") == []


def test_an_outcome_stays_a_claim_inside_a_lead():
    codes = {f.code for f in found("围绕民生保障，抓好就业，救助水平显著提升。")}
    assert "W104" in codes


def test_the_level_none_licenses_nothing():
    lead = "聚焦就业和救助，按照任务安排继续认真抓好各项重点工作落实。"
    assert found(lead) == []
    assert [f.code for f in found(lead, more=", framing: none")] == ["W105"]


LEADS = [
    "围绕就业，按照任务安排，扎实做好各项重点工作。",
    "同时，聚焦救助，结合任务要求，统筹推进有关工作。",
    "在老年助餐方面，对照目标，继续抓好各项任务落实。",
    "围绕民生保障，突出重点环节，逐项推进各项工作。",
]


def test_too_much_framing_is_told_once_for_the_document():
    findings = found("".join(LEADS * 2))
    assert [f.code for f in findings if f.code == "W106"] == ["W106"]
    (finding,) = [f for f in findings if f.code == "W106"]
    assert "18%" in finding.message and "“" in finding.hint


def test_framing_within_the_share_is_not_told():
    more = "".join(f"第{n}件事是新增城镇就业318人。" for n in "甲乙丙丁戊己庚辛壬癸子丑寅卯")
    assert [f for f in found(LEADS[0] + more) if f.code == "W106"] == []


def test_a_part_of_a_report_is_not_measured():
    facts = facts_from_text(FACTS.format(more=""))
    text = TEXT.format(livelihood="".join(LEADS * 2), investment="")
    assert "W106" not in {f.code for f in check(text, facts, sections=()).findings}


@pytest.mark.parametrize(
    "text", ["**一是抓好就业。**新增城镇就业318人。", "抓好就业。**民生实事**方面，318人就业。"]
)
def test_bold_words_are_no_placeholders(text):
    assert found(text, codes=("N108",)) == []


@pytest.mark.parametrize("text", ["投资**万元，其中**万元。", "**镇完成签约**户。", "发放**元。"])
def test_stars_for_figures_stay_placeholders(text):
    assert found(text, codes=("N108",)) != []
