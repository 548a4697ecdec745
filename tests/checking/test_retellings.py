"""Facts told in other words of the same meaning, and beside each what may not be told so."""

from __future__ import annotations

import pytest

from zhibi.checking.check import check
from zhibi.facts.load import facts_from_text

HEAD = """\
document: {style: 镇乡, kind: annual, year: 2025, organisation: 青山镇, period: 全年}
sections:
  - id: a
    part: summary
    topic: 工作
    facts:
"""


def errors(fact: str, text: str) -> list[str]:
    given = fact if fact.startswith("{") else f"{{text: {fact}}}"
    found = check(text, facts_from_text(f"{HEAD}      - {given}\n")).findings
    return [one.code for one in found if one.severity == "error"]


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("栈道改造正在收尾，投入320万元。", "栈道改造已到收尾阶段，投入320万元。"),
        ("栈道改造正在收尾，投入320万元。", "投入320万元，栈道改造已进入收尾。"),
        ("外调蔬菜320吨，防汛也没有误。", "防汛、保供两不误，外调蔬菜320吨。"),
        ("冷库投资86万元，因供电手续没能按期投用。", "冷库投资86万元，未能如期投用。"),
        ("一次登记从10多分钟缩到2分钟左右。", "每次登记从10多分钟缩短到2分钟左右。"),
        ("巷口车位34个，限停15分钟。", "巷口车位34个，每次限停15分钟。"),
        ("船主嫌装一套要花六千多元。", "船主嫌每套装下来要花六千多元。"),
        ("新装卷帘机310台。", "加装卷帘机310台。"),
        ("洪峰水位24.37米，是近12年来第二高水位。", "出现近12年来第二高水位，水位24.37米。"),
        (
            "{name: 育苗量, value: 1.46亿株, completion: {value: 97.33%, name: 占全年育苗计划}}",
            "育苗量1.46亿株，占全年育苗计划的97.33%。",
        ),
        ("6月23日一场冰雹砸坏棚膜1130亩。", "6月23日突降冰雹，砸坏棚膜1130亩。"),
        (
            "{text: 和学校谈了四轮，月卡120元。, figures: [{text: 四轮, name: 协商轮次}]}",
            "与学校四轮磋商后，和学校谈定月卡120元。",
        ),
        (
            "{text: 3个单元因采光问题谈了一年多，没谈拢。, figures: [{text: 一年多, name: 历时}]}",
            "3个单元因采光问题商量一年多，没谈拢。",
        ),
        ("产值下降主要是两家预制厂订单少了。", "产值下降，主要在于两家预制厂订单减少。"),
        ("成功申报宜居村庄3个。", "申报宜居村庄3个获得成功。"),
        ("切割中心每天切割荒料160立方米。", "切割中心日切割荒料160立方米。"),
        ("每周二、周四在5个社区开课。", "每逢周二、周四，在5个社区开课。"),
        ("毕业三年内青年2100人。", "毕业三年以内青年2100人。"),
        (
            "贷款64笔1480万元，笔均23.125万元，上年同期51笔1100万元。",
            "贷款64笔1480万元，上年同期51笔1100万元，每笔平均23.125万元。",
        ),
        ("每餐定价15元，其中老人自付7元。", "每餐定价15元，其中老人自负7元。"),
        (
            "上坪村获省级石雕特色村称号，岩口社区获全县先进基层党组织称号。",
            "上坪村、岩口社区分别获省级石雕特色村和全县先进基层党组织称号。",
        ),
        ("单日最高1.3万人次。", "单日最多1.3万人次。"),
        ("卖羔羊、卖奶等收入8110元。", "出售羔羊、鲜奶等收入8110元。"),
        ("固定资产投资同比减少980万元。", "固定资产投资不及上年同期，同比减少980万元。"),
        (
            "渔湾社区获评全省充分就业社区；青山镇被评为全县先进单位。",
            "渔湾社区获评全省充分就业社区，我镇被评为全县先进单位。",
        ),
        (
            "其中2025年完成6400万元、2024年完成4800万元。",
            "其中2025年、2024年分别完成6400万元、4800万元。",
        ),
    ],
)
def test_the_same_in_other_words_is_no_error(fact: str, text: str) -> None:
    assert errors(fact, text) == []


@pytest.mark.parametrize(
    ("fact", "text", "code"),
    [
        ("栈道改造正在收尾，投入320万元。", "栈道改造已经完工，投入320万元。", "N109"),
        ("巷口车位34个，每月收费15元。", "巷口车位34个，每年收费15元。", "N114"),
        ("新建大棚310座，改建大棚12座。", "改建大棚310座，新建大棚12座。", "N102"),
        ("6月23日砸坏棚膜1130亩、压塌大棚3座。", "6月23日砸坏棚膜1130亩。", "N301"),
        ("冷库投资86万元，如期投用。", "冷库投资86万元，未能如期投用。", "N109"),
        ("申报宜居村庄3个，等待评审。", "成功申报宜居村庄3个。", "N109"),
        ("切割中心每天切割荒料160立方米。", "切割中心月切割荒料160立方米。", "N114"),
        (
            "上坪村获省级石雕特色村称号，岩口社区获全县先进基层党组织称号。",
            "岩口社区、上坪村分别获省级石雕特色村和全县先进基层党组织称号。",
            "N401",
        ),
    ],
)
def test_what_is_not_the_same_is_told(fact: str, text: str, code: str) -> None:
    assert code in errors(fact, text)


def test_a_year_of_two_digits_is_told_and_a_span_of_years_is_not() -> None:
    assert errors("近12年来水位最高，为24.37米。", "近12年来水位最高，为24.37米。") == []
    found = check("21年底完工。", facts_from_text(f"{HEAD}      - {{text: 完工。}}\n")).findings
    assert "L103" in [one.code for one in found]
