"""Readings of single codes that are easily missed, each with its near miss."""

from __future__ import annotations

import pytest

from tests.support.facts_texts import with_facts
from zhibi.checking.check import check
from zhibi.facts.load import facts_from_text

FACTS = facts_from_text(
    """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - part: summary
    topic: 经济发展
    facts:
      - {id: tax, name: 税收收入, value: 2186.4万元, growth: 6.35%, period: 1—10月,
         previous: {value: 2055.9万元, show: hidden}}
      - {id: out, name: 规上工业产值, value: 4.86亿元, growth: -3.2%}
      - {id: cov, name: 参保率, value: 98.36%, growth: 0.91个百分点}
      - {id: road, name: 新建道路, value: 4.2公里, status: ongoing}
      - {id: case, name: 调解纠纷, value: 63件}
      - {id: half, text: 上半年拆除旧房12户。}
      - {id: pop, name: 参保人数, value: 14260人}
      - {id: fee, name: 缴费金额, value: 6844800元}
      - {id: visit, text: 赴白石镇政府考察6人次。}
"""
)


def codes(text: str) -> list[str]:
    return [one.code for one in check(text, FACTS).findings if one.code != "N301"]


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("N103", "参保率同比提高0.91%。", "参保率同比提高0.91个百分点。"),
        ("N104", "规上工业产值增速3.2%。", "规上工业产值增速-3.2%。"),
        ("N104", "税收收入增速-6.35%。", "税收收入增速6.35%。"),
        ("N106", "税收收入2186.40万元。", "税收收入2186.4万元。"),
        ("N107", "上半年，调解纠纷63件。", "1—11月，调解纠纷63件。"),
        ("N107", "上半年，税收收入2186.4万元。", "上半年，拆除旧房12户。"),
        ("N107", "前三季度，税收收入2186.4万元。", "落实上半年工作安排，调解纠纷63件。"),
        ("N107", "前11个月，税收收入2186.4万元。", "前10个月，税收收入2186.4万元。"),
        ("N107", "截至11月底，税收收入2186.4万元。", "截至10月底，税收收入2186.4万元。"),
        ("N107", "预计10月底，税收收入2186.4万元。", "截至今年10月末，税收收入2186.4万元。"),
        ("N109", "税收收入2055.9万元。", "去年税收收入2055.9万元。"),
        ("N109", "去年税收收入2186.4万元。", "税收收入由去年的2055.9万元增长到2186.4万元。"),
        ("N109", "税收收入达2055.9万元，增至新高。", "税收收入从2055.9万元增至2186.4万元。"),
        ("N102", "规上工业产值2055.9万元。", "去年税收收入2055.9万元。"),
        ("N111", "税收收入比去年增加130.5万元。", "税收收入比去年增加。"),
        ("N109", "新建道路4.2公里，现已全部建成。", "新建道路4.2公里，正在铺设路面。"),
        (
            "N202",
            "参保人数14260人，缴费金额6844800元，人均缴费500元。",
            "参保人数14260人，缴费金额6844800元。",
        ),
        ("N112", "调解纠纷63件，增长10²件。", "调解纠纷63件。"),
        ("N112", "调解纠纷&#54;&#51;件。", "调解纠纷６３件。"),
        ("N112", "调解纠纷" + "6" * 4301 + "件。", "①调解纠纷63件。"),
        ("N101", "调解纠纷柒拾贰件。", "调解纠纷陆拾叁件。"),
        ("N101", "调解纠纷翻了一番。", "县第二人民医院调解纠纷63件。"),
        ("N101", "参保率位居全县首位。", "把参保摆在首位。"),
        ("W102", "调解纠纷63件。参保人数14260人。调解纠纷63件。", "调解纠纷63件。成效好。成效好。"),
        ("W103", "红旗镇调解纠纷63件。", "青山镇调解纠纷63件。"),
        ("W103", "# 红旗乡2024年工作总结", "# 青山镇2024年工作总结"),
        (
            "W103",
            "今年以来成效好。红旗镇党委调解纠纷63件。",
            "全镇上下齐心，各乡镇共调解纠纷63件。",
        ),
        ("L102", "（一）经济\n\n一、税收\n", "一、经济\n\n（一）税收\n\n1.工业\n"),
        ("L102", "一、经济\n\n1.税收\n\n（一）其他\n", "1.税收\n\n2.其他\n"),
    ],
)
def test_a_code_is_raised_and_its_near_miss_is_not(code: str, wrong: str, right: str) -> None:
    assert code in codes(wrong)
    assert code not in codes(right)


def test_a_signed_rate_is_stated_by_the_growth_that_fell() -> None:
    (figure,) = check("规上工业产值增速-3.2%。", FACTS).figures
    assert (figure.status, figure.facts) == ("stated", ("out.growth",))


def test_a_rate_below_zero_that_is_an_indicator_s_own_value_is_no_fall_of_it() -> None:
    facts = facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇}
sections: [{part: summary, facts: [{name: 工业增速, value: -6.3%}]}]
"""
    )
    assert not check("工业增速为-6.3%。", facts).findings


def test_a_sensitive_value_is_told_in_no_finding() -> None:
    facts = facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇}
sections:
  - part: summary
    facts:
      - name: 税收收入
        value: 2186.4万元
        previous: {value: 2055.9万元, show: sensitive}
      - {name: 查处案件, value: 77件, show: sensitive}
"""
    )
    result = check("查处案件76件。税收收入2186.4万元，同比增长6.35%。", facts)
    assert {finding.code for finding in result.findings} == {"N101", "N111"}
    assert "77件" not in str(result)
    assert "2055.9" not in str(result)


def test_a_computation_is_offered_as_a_formula_for_derive() -> None:
    found = check("参保人数14260人，缴费金额6844800元，人均缴费480元。", FACTS).findings
    (finding,) = (one for one in found if one.code == "N111")
    assert "formula: fee / pop" in finding.hint
    assert "6844800元 / 14260人" in finding.message


@pytest.mark.parametrize("period", ["2024年上半年", "2024年1—10月", "2024年前三季度"])
def test_a_declared_period_is_one_quantity(period: str) -> None:
    facts = facts_from_text(
        f"""
document: {{style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}}
sections:
  - part: summary
    facts:
      - id: training
        text: "{period}开展残疾人培训2期。"
        figures: [{{text: {period}, name: 培训时段}}]
"""
    )
    assert [entry.quantity.text for entry in facts.entries()] == [period, "2期"]
    sound = check(f"{period}开展残疾人培训2期。", facts)
    assert sound.findings == ()
    assert "training#1" in sound.figures[0].facts
    other = check("2024年9月至12月开展残疾人培训2期。", facts)
    assert {finding.code for finding in other.findings} == {"N107"}
    assert other.coverage.missing == ("training#1",)


def test_what_is_said_of_next_year_is_the_plan_s_figure() -> None:
    """Where this year's and the plan's figure have one value, the time tells them apart."""
    facts = facts_from_text(
        with_facts(
            "{id: now, text: 今年新开食堂2家。, figures: [{text: 2家, name: 今年新开食堂}]}",
        )
        + "  - id: next\n    part: plan\n    facts:\n"
        + "      - {id: plan, text: 新开食堂2家，先办夜市。, period: 2025年, status: target}\n"
    )
    for text in ("今年新开食堂2家。", "明年新开食堂2家。"):
        assert check(text, facts, sections=frozenset()).errors == 0, text


def test_a_name_that_negates_is_not_named_without_a_negation() -> None:
    facts = facts_from_text(
        with_facts(
            "{id: done, name: 地灾避险搬迁, value: 19户}",
            "{id: left, text: 避险搬迁还差5户没搬。, figures: [{text: 5户, name: 未完成避险搬迁}]}",
        )
    )
    for text in ("完成避险搬迁19户。", "避险搬迁还差5户没搬。"):
        assert check(text, facts, sections=frozenset()).errors == 0, text
    assert check("完成避险搬迁5户。", facts, sections=frozenset()).errors


BARE_YEAR = facts_from_text(
    """
document: {style: 镇乡, kind: annual, year: 2025, organisation: 青山镇, period: 2025年}
sections:
  - part: summary
    topic: 民生保障
    facts:
      - {id: calls, text: 受理群众来电932件，按期办结921件。}
      - id: aid
        text: 9月起托养补贴由每人每月640元提高到720元。
        figures: [{text: 640元, name: 调整前托养补贴}, {text: 720元, name: 托养补贴}]
      - {id: boats, text: 江面保洁队3支，每天巡河一次，栽芦苇1300亩。}
      - {id: aim, text: 每村经营性收入达到50万元。}
      - {id: need, text: 8月日缺水量120吨。}
"""
)


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("N107", "上半年，受理群众来电932件。", "全年受理群众来电932件。"),
        ("N107", "前三季度，受理群众来电932件。", "2025年受理群众来电932件。"),
        ("N107", "半年里受理群众来电932件。", "一年来受理群众来电932件。"),
        (
            "N102",
            "托养补贴每人每月640元，比原来的720元高。",
            "托养补贴每人每月720元，比原来的640元高。",
        ),
        ("N103", "江面保洁队3支队。", "江面保洁有3支队伍，每天巡河一趟。"),
        ("N103", "栽芦苇1300亩次。", "栽芦苇1300亩次之。"),
        ("N114", "每户经营性收入达到50万元。", "村村经营性收入达到50万元。"),
        ("N114", "8月每月缺水120吨。", "8月每天缺水120吨。"),
    ],
)
def test_words_of_whole_years_changes_and_rates(code: str, wrong: str, right: str) -> None:
    found = [
        [f.code for f in check(text, BARE_YEAR).findings if f.code[0] == "N" and f.code != "N301"]
        for text in (wrong, right)
    ]
    assert code in found[0], wrong
    assert found[1] == [], right
