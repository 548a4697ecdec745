"""What is sent back to a model: each mistake once, whole, with its reason; nothing that is true."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.support.llm_cases import Scripted
from zhibi.checking.codes import rules
from zhibi.data_files import read_data
from zhibi.facts.load import facts_from_text
from zhibi.facts.model import Facts
from zhibi.models.messages import Request, Usage
from zhibi.writing.drafting import draft
from zhibi.writing.llm.comparisons import follows
from zhibi.writing.llm.prompts import Prompts
from zhibi.writing.llm.slots import FaultKind
from zhibi.writing.openai_writer import OpenAIWriter

FACTS = facts_from_text("""\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - id: invest
    part: summary
    topic: 项目投资
    facts:
      - {id: money, text: 到位资金480万元，其中上级补助300万元、本级配套120万元、居民自筹60万元。,
         figures: [{text: 480万元, name: 到位资金}, {text: 300万元, name: 上级补助},
                   {text: 120万元, name: 本级配套}, {text: 60万元, name: 居民自筹}]}
      - {id: calls, name: 热线工单受理量, value: 963件, growth: -8.15%}
      - {id: herbs, name: 中药材种植面积, value: 3150亩, of_which: [{name: 黄精, value: 1420亩},
         {name: 天麻, value: 980亩}, {name: 其他药材, value: 750亩}]}
      - {id: school, text: 镇中心小学教学楼主体封顶，正在内装。}
  - id: gaps
    part: problems
    facts:
      - {id: move, text: 避险搬迁还差5户没有搬，主要是老人故土难离。, show: must,
         figures: [{text: 5户, name: 未搬户}]}
      - {id: road, text: 山区路窄弯急，9处临崖路段缺护栏。, show: must,
         figures: [{text: 9处, name: 缺护栏路段}]}
""")


def _sent(old: str, new: str) -> list[str]:
    """The messages that ask for repairs, where a model writes `new` for `old`."""
    sent: list[str] = []

    def answer(request: Request, honest: str) -> str:
        if "repair" in request.label:
            sent.append(request.messages[-1].content)
            return honest
        return honest.replace(old, new) if old in honest else honest

    model = Scripted(answer, usage=Usage(1, 9, 9))
    draft(FACTS, writer=OpenAIWriter(client=model, outline=False, figures="plain"))
    return sent


def test_every_code_that_can_be_sent_has_its_words() -> None:
    codes = [rule.code for rule in rules()]
    codes += [f"added-{kind}" for kind in read_data("writing.llm", "additions")]
    codes += [*get_args(FaultKind), "slot-apart", "added-words", "N102-gap"]
    prompts = Prompts(None)
    assert all(prompts.advice(code, "甲", "乙") for code in codes)
    with pytest.raises(KeyError):
        prompts.advice("N999", "甲")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "其中上级补助300万元、本级配套120万元、居民自筹60万元",
            "由上级补助300万元、本级配套120万元、居民自筹60万元三部分构成",
        ),
        ("主体封顶", "从进度看，主体封顶"),
        ("山区路窄弯急", "交通条件仍有短板，山区道路窄、弯道急"),
        ("避险搬迁还差5户没有搬", "避险搬迁没有收尾，尚有5户未搬"),
        ("天麻980亩、其他药材750亩", "天麻980亩，另有其他药材750亩"),
    ],
)
def test_what_is_true_or_of_usual_framing_is_not_sent_back(old: str, new: str) -> None:
    assert _sent(old, new) == []


def test_a_clause_is_told_once_and_whole() -> None:
    sent = _sent("到位资金480万元，", "村民笑逐颜开喜气洋洋，到位资金480万元，")
    assert sent[0].count("\n- ") == 1
    assert "- 查1：“村民笑逐颜开喜气洋洋”资料里说过吗" in sent[0]


@pytest.mark.parametrize(
    ("clause", "text", "before", "true"),
    [
        ("高于年度目标", "占全年目标3.2亿元的91.88%，预计3.3亿元，高于年度目标。", "", True),
        ("低于年度目标", "占全年目标3.2亿元的91.88%，预计3.3亿元，低于年度目标。", "", False),
        ("高于年度目标", "预计3.3亿元，高于年度目标。", "", False),
        ("件数减少", "件数减少，办理提速。", "受理工单963件，同比下降8.15%。", True),
        ("件数增加", "件数增加，办理提速。", "受理工单963件，同比下降8.15%。", False),
        ("户数减少", "户数减少，办理提速。", "受理工单963件，同比下降8.15%。", False),
        ("比上年同期的90.4%有所提高", "满意率93.2%，比上年同期的90.4%有所提高。", "", True),
        ("比上年同期的95.4%有所提高", "满意率93.2%，比上年同期的95.4%有所提高。", "", False),
        (
            "服务业和消费保持增长",
            "服务业和消费保持增长，规上服务业营业收入48.36亿元，比上年的44.20亿元增长9.4%。",
            "",
            True,
        ),
        ("工业生产有所回落", "工业生产有所回落，规上工业产值同比减少0.7亿元。", "", True),
        ("工业生产有所回升", "工业生产有所回升，规上工业产值同比减少0.7亿元。", "", False),
    ],
)
def test_comparisons_are_proved_by_the_figures_beside_them(
    clause: str, text: str, before: str, *, true: bool
) -> None:
    assert follows(clause, text, before) is true


@pytest.mark.parametrize(
    ("heading", "fit"),
    [("推进学校校舍建设", True), ("抓好避险搬迁收尾", False), ("高唱凯歌还家", False)],
)
def test_another_word_for_the_matter_is_a_fit_heading(heading: str, *, fit: bool) -> None:
    facts = facts_from_text("""\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - id: people
    part: summary
    topic: 民生事业
    sections:
      - {id: school, topic: 教育, facts: [{text: 镇中心小学教学楼主体封顶，正在内装。},
         {text: 完成校园绿化建设。}]}
      - {id: move, topic: 避险搬迁, facts: [{text: 避险搬迁还差5户没有搬。},
         {text: 避险搬迁安置房已分配。}]}
""")
    assert _faults(facts, (heading, "落实避险搬迁政策"), "办好教育事业") == (
        [] if fit else ["与内容无关"]
    )


@pytest.mark.parametrize(
    ("heading", "fault"),
    [
        ("主要指标有升有降", []),
        ("发展低空飞行器", ["与内容无关"]),
        ("路往村里修", []),
    ],
)
def test_what_facts_are_usually_called_is_a_fit_heading(heading: str, fault: list[str]) -> None:
    facts = facts_from_text("""\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - id: work
    part: summary
    topic: 经济和道路
    sections:
      - {id: sums, topic: 运行, facts: [{name: 税收收入, value: 300万元},
         {name: 工业产值, value: 2亿元}]}
      - {id: road, topic: 道路, facts: [{text: 村里往镇上的路修通了。}, {text: 路面硬化完成。}]}
""")
    road = heading.startswith("路")
    headings = ("抓好运行", heading) if road else (heading, "完善农村道路")
    assert _faults(facts, headings, "完善道路" if road else "抓好运行", at=int(road)) == fault


@pytest.mark.parametrize(
    ("heading", "fault"),
    [
        ("提升产业发展水平", []),
        ("产业发展水平提升", ["说了“提升”，资料没有"]),
        ("产业发展成效明显", ["说了“明显”，资料没有"]),
    ],
)
def test_a_heading_of_the_plan_may_name_an_aim(heading: str, fault: list[str]) -> None:
    facts = facts_from_text("""\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - id: plan
    part: plan
    sections:
      - {id: trade, topic: 产业发展, facts: [{text: 推动产业发展。}, {text: 引进加工企业。}]}
      - {id: road, topic: 道路建设, facts: [{text: 推进道路建设。}, {text: 硬化通村道路。}]}
""")
    assert _faults(facts, (heading, "推进通村道路建设"), "推动产业发展") == fault


@pytest.mark.parametrize(
    ("heading", "fault"),
    [
        ("完善道路桥梁和供水", ["说了“供水”，这一项资料没有"]),
        ("修建道路、桥梁", []),
        ("壮大农村道路建设", ["说了“壮大”，指标是下降的"]),
        ("抓好农村道路建设", []),
    ],
)
def test_a_heading_joins_nothing_that_is_not_below(heading: str, fault: list[str]) -> None:
    facts = facts_from_text("""\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - id: work
    part: summary
    topic: 设施和民生
    sections:
      - {id: road, topic: 道路, facts: [
         {name: 农村道路投资, value: 300万元, growth: -6%, previous: 319万元},
         {text: 新建便民桥梁3座。}]}
      - {id: aid, topic: 救助, facts: [{text: 发放低保金42万元。}, {text: 慰问困难家庭。}]}
""")
    assert _faults(facts, (heading, "落实社会救助"), "完善道路") == fault


def _faults(facts: Facts, headings: tuple[str, str], code: str, at: int = 0) -> list[str]:
    """The faults of one of two headings that stand together, with code's own for it."""
    from dataclasses import replace

    from zhibi.checking.check import Checker
    from zhibi.styles.load import load_style
    from zhibi.writing.llm.additions import AdditionReader
    from zhibi.writing.llm.headings import unfit_headings
    from zhibi.writing.outline.builder import build_outline

    style = load_style("镇乡", "annual")
    outline = build_outline(facts, style)
    top = next(node for node in outline.walk() if len(node.children) == 2)
    first, second = (
        replace(node, heading=heading) for node, heading in zip(top.children, headings, strict=True)
    )
    changed = replace(top, children=(first, second))

    def put(node):  # type: ignore[no-untyped-def]
        return changed if node is top else replace(node, children=tuple(map(put, node.children)))

    outline = replace(outline, nodes=tuple(map(put, outline.nodes)))
    reader = AdditionReader(Checker(facts, style).ledger, style)
    asked = {(first, second)[at].id: code}
    return [one.fault for one in unfit_headings(outline, asked, style, reader)]
