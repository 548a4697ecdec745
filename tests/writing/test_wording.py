"""One form for figures across a report, and what is too heavy parted: the same in both writers."""

from __future__ import annotations

import pytest

import zhibi
from tests.support.llm_cases import Scripted
from zhibi.facts.load import facts_from_text
from zhibi.models.messages import Usage
from zhibi.styles.load import load_style
from zhibi.writing.drafting import draft
from zhibi.writing.llm.slots import SlotTable
from zhibi.writing.openai_writer import OpenAIWriter
from zhibi.writing.wording.numeral_forms import NumeralForms
from zhibi.writing.wording.parting import listed, parted

HEAD = """\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - id: s
    part: summary
    topic: 镇村建设
    facts:
      - {id: shops, name: 关停企业, value: 3家}
      - {id: tax, name: 税收收入, value: 2186.4万元}
      - {id: fee, name: 缴费金额, value: 6844800元}
      - text: 规范整改企业两家，项目有望十二月底投产，从“听、看、访、议”四方面入手。
        figures:
          - {text: 两家, name: 整改企业}
          - {text: 十二月底, name: 投产时间}
          - {text: 四方面, name: 方面}
"""
STYLE = load_style("镇乡", "annual")


def test_slots_print_the_report_s_forms_and_keep_the_entry() -> None:
    known = facts_from_text(HEAD)
    table = SlotTable(known.all_facts(), forms=NumeralForms.of(known.all_facts()))
    printed = {slot.label: slot.printed for slot in table.by_id.values()}
    assert printed["整改企业"] == "2家"
    assert printed["投产时间"] == "12月底"
    assert printed["缴费金额"] == "684.48万元"
    assert printed["方面"] == "四方面"
    assert {slot.entry_id for slot in table.by_id.values()} == {
        entry.id for entry in known.entries()
    }


@pytest.mark.parametrize("figures", ["slots", "blind", "plain"])
def test_a_draft_has_one_form_whoever_writes(figures: str) -> None:
    known = facts_from_text(HEAD)
    model = Scripted(usage=Usage(1, 9, 9))
    for made in (
        zhibi.draft(known),
        draft(known, writer=OpenAIWriter(client=model, figures=figures)),  # type: ignore[arg-type]
    ):
        assert [one.code for one in made.findings.findings if one.code == "W208"] == []
        assert "2家" in made.text and "684.48万元" in made.text and "12月底" in made.text
        assert made.findings.errors == 0


def test_a_sentence_is_parted_where_the_rest_can_stand_alone() -> None:
    said = (
        "抓实42个支部、1586名党员的学习，查摆问题58条，制定措施76条，864名党员认领办理实事932件。"
    )
    assert parted(said, STYLE) == (
        "抓实42个支部、1586名党员的学习，查摆问题58条，制定措施76条。864名党员认领办理实事932件。"
    )


@pytest.mark.parametrize(
    "said",
    [
        "建成通组路12公里，其中水泥路9公里、砂石路3公里。",
        "共有资产38个、资金312万元、耕地40亩、林地50亩、水面60亩、滩涂70亩。",
    ],
)
def test_a_sentence_stays_where_it_is_light_or_nothing_can_stand_alone(said: str) -> None:
    assert parted(said, STYLE) == said


def test_a_slot_is_no_place_to_part_a_sentence() -> None:
    said = "发放补贴{{F1|补贴，共计}}，" + "开展培训{{F2|培训}}，" * 6 + "组织巡查{{F3|巡查}}。"
    made = parted(said, STYLE, lambda text: text.replace("{{", "1").replace("}}", "次"))
    assert "{{F1|补贴，共计}}" in made


def test_items_share_a_paragraph_only_while_they_are_light() -> None:
    assert len(listed(["缺人手", "缺资金"], STYLE)) == 1
    long = "抓项目的办法不多，习惯等上级安排，主动谋划的劲头有待增强，" * 5
    assert len(listed([long, long], STYLE)) == 2
