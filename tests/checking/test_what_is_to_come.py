"""What lies ahead of a report, what a part leaves, and what a report's own time says of figures."""

from __future__ import annotations

import pytest

from zhibi.checking.check import Checker
from zhibi.facts.load import facts_from_text

HALF = Checker(
    facts_from_text(
        """
document: {style: 街道, kind: half-year, year: 2025, organisation: 柳浪街道, period: 1—6月,
           computed: allow}
sections:
  - part: summary
    topic: 就业和建设
    facts:
      - id: fairs
        text: 上半年举办招聘会9场，1480人达成就业意向。
        figures: [{text: 9场, name: 招聘会}, {text: 1480人, name: 达成就业意向}]
      - id: disputes
        text: 受理矛盾纠纷226起，已化解219起。
        figures: [{text: 226起, name: 受理矛盾纠纷}, {text: 219起, name: 化解矛盾纠纷}]
      - id: estates
        text: 安置房项目2个，其中清荷苑480套、晚枫苑260套。
        figures:
          - {text: 2个, name: 安置房项目}
          - {text: 480套, name: 清荷苑安置房}
          - {text: 260套, name: 晚枫苑安置房}
      - {id: maple, text: 晚枫苑正在进行基础施工。, status: ongoing}
      - {id: lotus, text: 清荷苑主体工程已完工，还未竣工验收。, status: ongoing}
      - id: holiday
        text: 春节假期接待游客3.4万人次。
        figures: [{text: 3.4万人次, name: 假期接待游客}]
      - id: opened
        text: 西岸步道全长2.4公里，正在施工。
        figures: [{text: 2.4公里, name: 西岸步道全长}]
        status: ongoing
  - part: plan
    topic: 下半年计划
    facts:
      - id: park
        text: 口袋公园7月验收。
        figures: [{text: 7月, name: 口袋公园验收时间}]
        status: target
      - id: flats
        text: 筹建人才公寓120套。
        figures: [{text: 120套, name: 筹建人才公寓}]
        status: target
      - id: more
        text: 再举办招聘会8场。
        figures: [{text: 8场, name: 计划招聘会}]
        status: target
"""
    )
)

YEAR = Checker(
    facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2025, organisation: 青禾镇}
sections:
  - part: summary
    topic: 产业
    facts:
      - {id: meat, name: 肉类总产量, value: 3150吨, status: done}
      - id: firms
        text: 茶企增加到64家。
        figures: [{text: 64家, name: 茶企, period: 12月底}]
  - part: plan
    topic: 明年计划
    facts:
      - id: garden
        text: 低产茶园改造2500亩，民宿发展到100家。
        figures: [{text: 2500亩, name: 计划改造低产茶园}, {text: 100家, name: 计划民宿}]
        status: target
"""
    )
)

OF_HALF = {
    "招聘会办了9场，1480人达成意向。": [("达成意向", "全部入职")],
    "下半年打算再办8场招聘会。": [("打算再办", "已经再办")],
    "口袋公园7月验收。": [("验收", "开工")],
    "还要筹建人才公寓120套。": [("还要筹建", "将交付")],
    "矛盾纠纷受理226起，化解219起，其余7起还没有化解。": [("还没有化解", "也已化解")],
    "矛盾纠纷受理226起，化解219起，剩下7起正在调处。": [("正在调处", "随后也化解了")],
    "晚枫苑260套，还在打地基。": [("还在打地基", "已通过验收"), ("还在打地基", "主体已封顶")],
    "清荷苑主体虽已完工，竣工验收还没有搞。": [("还没有搞", "也已通过"), ("已完工", "刚动工")],
    "春节假期，接待游客3.4万人次。": [("春节假期", "国庆假期")],
    "西岸步道2.4公里还在施工。": [("还在施工", "主体已封顶")],
}

OF_YEAR = {
    "全年肉类总产量3150吨。": [("全年", "上半年"), ("全年", "前三季度"), ("全年", "半年")],
    "到年底，茶企增加到64家。": [("到年底", "到6月底"), ("到年底", "年中")],
    "明年的任务不轻。低产茶园改造2500亩，民宿发展到100家。": [("明年的任务", "今年的任务")],
    "明年低产茶园改造2500亩。": [("明年", "后年")],
}


def errors(checker: Checker, text: str) -> set[str]:
    found = checker.check(text, sections=frozenset())
    return {one.code for one in found.findings if one.severity == "error"}


@pytest.mark.parametrize("text", OF_HALF)
def test_what_a_half_year_tells_truly_is_sound(text: str) -> None:
    assert not errors(HALF, text)


@pytest.mark.parametrize(("text", "was", "now"), [(t, *m) for t in OF_HALF for m in OF_HALF[t]])
def test_a_step_that_is_not_reached_is_seen(text: str, was: str, now: str) -> None:
    assert errors(HALF, text.replace(was, now, 1)) & {"N107", "N109"}


@pytest.mark.parametrize("text", OF_YEAR)
def test_what_a_year_tells_truly_is_sound(text: str) -> None:
    assert not errors(YEAR, text)


@pytest.mark.parametrize(("text", "was", "now"), [(t, *m) for t in OF_YEAR for m in OF_YEAR[t]])
def test_part_of_a_year_or_another_one_is_seen(text: str, was: str, now: str) -> None:
    assert errors(YEAR, text.replace(was, now, 1)) & {"N107", "N109"}


@pytest.mark.parametrize(
    "text",
    [
        "下半年任务摆上桌面：再办招聘会8场；口袋公园全部验收完。",
        "下半年怎么干，街道列了清单。招聘会再办8场，口袋公园7月验收。",
        "上半年没有发生一起火灾，化解矛盾纠纷219起。",
        "争取上级资金，扶持就业，招聘会办了9场。",
    ],
)
def test_what_leads_up_to_plans_makes_them_plans(text: str) -> None:
    assert not errors(HALF, text) & {"N107", "N109"}
