"""Correct sentences of a model: once sent back for a wrong reason, not any more."""

from __future__ import annotations

import pytest

import zhibi
from tests.support.llm_cases import Scripted
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.facts.load import facts_from_text
from zhibi.models.messages import Request, Usage
from zhibi.styles.load import load_style
from zhibi.writing.drafting import draft
from zhibi.writing.llm.additions import AdditionReader
from zhibi.writing.openai_writer import OpenAIWriter
from zhibi.writing.outline.builder import build_outline

FACTS = facts_from_text("""\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - id: water
    part: summary
    topic: 水产养殖
    facts:
      - text: 水产合作社21家带动养殖户640户，年内为二楼漏水处安装铁皮6处48米。
        figures:
          - {text: 21家, name: 水产合作社}
          - {text: 640户, name: 带动养殖户}
          - {text: 二楼, name: 漏水楼层}
          - {text: 6处, name: 漏水处铁皮}
          - {text: 48米, name: 漏水处铁皮长度}
      - {id: again, name: 失业人员再就业, value: 68人}
      - {id: hard, name: 就业困难人员就业, value: 9人}
      - {id: rate, name: 高校毕业生就业率, value: 95%}
      - {id: lift, name: 加装电梯投用, value: 31台, target: 35台}
  - {id: gaps, part: problems, facts: [{text: 加装电梯推进慢，部分单元意见不一。, show: must}]}
""")


def _told(sentence: str) -> list[str]:
    text = f"# 青山镇2024年工作总结\n\n## 一、2024年工作总结\n\n{sentence}\n"
    found = zhibi.check(text, FACTS).findings
    return [one.code for one in found if one.code not in ("N301", "L104")]


@pytest.mark.parametrize(
    "sentence",
    [
        "全镇共有水产合作社21家，带动养殖户640户。",
        "依托水产合作社带动养殖户640户。",
        "失业人员再就业68人，就业困难人员就业9人，高校毕业生就业率达95%。",
        "水产合作社21家，带动养殖户640户。",
    ],
)
def test_a_true_sentence_is_not_told(sentence: str) -> None:
    assert _told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("引进远山水产合作社，带动养殖户640户。", "W101"),
        ("扶持合作社21家，远山合作社带动养殖户640户。", "W101"),
    ],
)
def test_another_firm_s_name_is_told(sentence: str, code: str) -> None:
    assert code in _told(sentence)


def _asked(part: str) -> str:
    style = load_style("镇乡", "annual")
    writer = OpenAIWriter(client=Scripted(usage=Usage(1, 9, 9)), outline=False)
    messages = writer.messages_for(build_outline(FACTS, style), FACTS, style)
    return next(said[-1].content for label, said in messages if label == f"part.{part}")


def test_problems_are_offered_what_is_short_of_a_target_with_its_formula() -> None:
    asked = _asked("problems")
    assert "加装电梯投用距全年目标尚差{{F1|加装电梯投用距全年目标尚差}}（35台－31台）" in asked
    assert "F1 4台" in asked


def test_blind_sends_neither_a_computed_figure_nor_its_terms() -> None:
    style = load_style("镇乡", "annual")
    model = Scripted(usage=Usage(1, 9, 9))
    writer = OpenAIWriter(client=model, outline=False, figures="blind")
    messages = writer.messages_for(build_outline(FACTS, style), FACTS, style)
    sent = "\n".join(one.content for _, said in messages for one in said)
    assert "距全年目标尚差{{F1|" in sent
    assert not any(figure in sent for figure in ("4台", "31台", "35台"))


def test_a_computed_figure_is_written_by_its_slot_and_proved() -> None:
    def answer(request: Request, copied: str) -> str:
        if "算出的" not in request.messages[-1].content:
            return copied
        return copied.rstrip("。") + "，距全年目标尚差{{F1|加装电梯投用距全年目标尚差}}。"

    model = Scripted(answer, usage=Usage(1, 9, 9))
    made = draft(FACTS, writer=OpenAIWriter(client=model, outline=False))
    assert "意见不一，距全年目标尚差4台。" in made.text
    assert made.findings.errors == 0
    assert made.replaced == ()


def test_a_thing_s_own_measure_may_stand_before_its_slot() -> None:
    def answer(request: Request, copied: str) -> str:
        return copied.replace("{{F5|漏水处铁皮长度}}", "，长{{F5|漏水处铁皮长度}}")

    model = Scripted(answer, usage=Usage(1, 9, 9))
    made = draft(FACTS, writer=OpenAIWriter(client=model, outline=False))
    assert "6处，长48米" in made.text
    assert not [label for label in model.labels if "repair" in label]


def test_a_problem_may_open_on_its_field_and_a_verb_may_lead_to_its_slot() -> None:
    def answer(request: Request, copied: str) -> str:
        copied = copied.replace("加装电梯推进慢，", "设施有短板，加装电梯推进慢，")
        return copied.replace("安装铁皮{{F4|", "安装铁皮增加到{{F4|")

    model = Scripted(answer, usage=Usage(1, 9, 9))
    made = draft(FACTS, writer=OpenAIWriter(client=model, outline=False))
    assert "设施有短板，加装电梯推进慢" in made.text
    assert "added-words" not in "".join(one.reason for one in made.replaced)
    assert made.replaced == ()


def test_what_code_can_part_is_not_sent_back() -> None:
    def answer(request: Request, copied: str) -> str:
        if "漏水处" not in copied:
            return copied
        return copied + "村里逐户走访核实情况，登记造册后张榜公布。" * 14

    model = Scripted(answer, usage=Usage(1, 9, 9))
    made = draft(FACTS, writer=OpenAIWriter(client=model, outline=False))
    assert not {"W201", "W202"} & {one.code for one in made.findings.findings}


def _added(clause: str, part: str, own: str = "") -> list[str]:
    from zhibi.checking.check import Checker
    from zhibi.writing.llm.additions import AdditionReader

    style = load_style("镇乡", "annual")
    reader = AdditionReader(Checker(FACTS, style).ledger, style)
    strict = part in ("preamble", "closing")
    found = reader.clauses(clause, own, strict=strict, part=part)
    return [clause[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("clause", "part"),
    [
        ("在县委、县政府的正确领导下", "preamble"),
        ("认真落实上级各项决策部署", "preamble"),
        ("紧紧围绕水产养殖和加装电梯等重点工作", "preamble"),
        ("各项工作稳步推进", "preamble"),
        ("一年来", "preamble"),
        ("在肯定成绩的同时", "problems"),
        ("渔民队伍老化", "problems"),
        ("转产渠道较窄", "problems"),
        ("我们也清醒地认识到", "problems"),
        ("青山镇将在县委、县政府的坚强领导下", "plan"),
    ],
)
def test_what_every_report_opens_or_closes_with_is_no_addition(clause: str, part: str) -> None:
    assert _added(clause, part, "青山镇\n县委、县政府\n年轻渔民转产") == []


@pytest.mark.parametrize(
    "clause", ["经济社会保持平稳健康发展的良好态势", "坚持新时代枫桥经验", "荣获市级表彰奖励"]
)
def test_an_opening_may_not_claim_what_no_fact_has(clause: str) -> None:
    assert _added(clause, "preamble", "青山镇") == [clause]


def test_a_clause_is_told_by_its_fact_whatever_joins_its_words() -> None:
    own = "租客房东互相推，进度慢。"
    assert _added("租客与房东之间相互推诿", "problems", own) == []
    assert _added("租客与物业之间相互起诉", "problems", own) != []


def test_each_half_of_a_lead_to_a_problem_may_name_its_field() -> None:
    own = "年轻社工留不住。"
    assert _added("年轻社工流动性较大、队伍稳定性不强", "problems", own) == []


def test_a_lead_may_open_with_a_verb_that_claims_nothing_of_its_own_matter() -> None:
    own = "修通渔村道路6.4公里。"
    assert _added("改善渔村道路条件", "summary", own) == []
    assert _added("渔村面貌和群众生活持续改善向好", "summary", own) != []


def test_a_saying_in_quotation_marks_is_no_name() -> None:
    assert "W101" not in _told("依托水产合作社“一对一”带动养殖户640户。")
    assert "W101" in _told("依托水产合作社“金扁担”行动带动养殖户640户。")


SPOKEN = facts_from_text("""\
document: {style: 镇乡, kind: annual, year: 2025, organisation: 岭棠镇}
sections:
  - id: roads
    part: summary
    topic: 村路和合作社
    facts:
      - {text: 槐岔道路完成路基和涵洞，因入冬停工，路面要等开春再铺。, status: ongoing}
      - {text: 与县客运公司商量开通果区班车，每天往返4趟，收果季加开。}
      - text: 请会计公司逐家看账，查出账目问题12个。
        figures: [{text: 12个, name: 合作社账目问题}]
      - {text: 老站食堂经营困难、停了业。}
      - {id: moved, name: 布匹街已搬迁商户, value: 287户, status: to_date}
      - {text: “岭棠酥梨”地理标志已通过市级初审，目前材料在省里评审，尚未公告。}
      - {text: 夜校借旧粮站开课，白天下塘、晚上来编，由合作社出师傅。}
      - {text: 春季先种伊乐藻，水清了再放蟹苗，由老养殖户看水色。}
      - {text: 用药记在塘口牌背面，收购商扫码可查。}
      - {text: 食堂给工地工人留了晚餐时段，菜价贴在门口，剩菜多的菜第二天就换。}
""")


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        (
            "槐岔道路完成路基和涵洞，因入冬停工，路面待开春再铺。",
            "槐岔道路完成路基和涵洞，路面已铺完。",
        ),
        (
            "与县客运公司协商开通果区班车，每天往返4趟，收果季加开。",
            "与县客运公司签约开通果区班车，每天往返6趟。",
        ),
        (
            "夜校借用旧粮站开课，白天下塘、晚间学编，由合作社选派师傅。",
            "夜校借用旧粮站开课，清晨下塘、晚间学编，由合作社选派师傅。",
        ),
        (
            "春季先种植伊乐藻，待水质变清后再放蟹苗，由老养殖户察看水色。",
            "春季先种植伊乐藻3000亩，由老养殖户察看水色。",
        ),
        ("布匹街外迁正在推进，已搬迁商户287户。", "布匹街外迁正在推进，已搬迁商户278户。"),
        (
            "“岭棠酥梨”地理标志已通过市级初审，目前材料正在省里评审，尚未公告。",
            "“岭棠酥梨”地理标志已通过省级评审。",
        ),
        ("老站食堂经营困难，已经停业。", "老站食堂经营困难，已经复业。"),
        ("聘请会计公司逐家查看账目，查出账目问题12个。", "查出账目问题12个，均已改正。"),
        (
            "食堂为工地工人留出晚餐时段，菜价张贴在门口，剩菜多的菜品次日更换。",
            "食堂为工地工人留出晚餐时段，菜价张贴在门口，每餐免费赠送水果一份。",
        ),
    ],
)
def test_what_facts_say_in_plain_speech_may_be_written(sentence: str, wrong: str) -> None:
    def told(text: str) -> set[str]:
        report = f"# 岭棠镇2025年工作总结\n\n## 一、2025年工作总结\n\n{text}\n"
        found = zhibi.check(report, SPOKEN).findings
        return {one.code for one in found if one.code not in ("N301", "L104")}

    assert told(sentence) == set()
    assert told(wrong)


def test_words_of_the_facts_and_ordinary_ones_name_no_firm_and_no_contact() -> None:
    reader = AdditionReader(LedgerIndex(SPOKEN), load_style("镇乡"))
    for said in ("由食堂选用合作社的师傅", "用药记录在牌上，供收购商扫码查询", "学习合作社记账"):
        assert list(reader.hard(said)) == []
    for added in ("引进远山水产合作社", "扫码关注公众号领取红包"):
        assert list(reader.hard(added))
