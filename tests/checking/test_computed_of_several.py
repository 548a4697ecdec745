"""Figures that follow from several beside them: what parts leave, places taken, means by a unit."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.passages import error_codes, errors_in
from zhibi.checking.check import check
from zhibi.facts.load import facts_from_text

FACTS = facts_from_text(
    """document: {style: 镇乡, kind: annual, year: 2025, organisation: 青芦镇}
sections:
  - part: summary
    topic: 民生
    facts:
      - {text: 全镇灌渠46.8公里，已清淤21.4公里、衬砌13.2公里。}
      - {text: 养老中心床位120张，入住84人。}
      - {text: 收购稻谷860吨，付款240.8万元。}
      - {text: 护理员21名，服务老人286人。}
      - {text: 供水工程惠及640户1920人。}
      - {name: 签约投资, value: 6.2亿元}
      - {text: 签约投资中，稻香米业一家4.1亿元。}
      - {name: 固定资产投资, value: 9450万元, previous: {value: 9000万元, show: may}, growth: 5%}
      - {text: 参保率97%，比上年提高5个百分点。}
      - {name: 造林, value: 1240亩, target: 1200亩}
      - {text: 9个村集体收入合计387万元，村均43万元，青芦村最高，为91万元。}
      - {text: 民宿平均入住率52%，其中上塘村61%、下塘村58%；民宿由31家增加到40家，上塘村12家。}
      - {name: 粮食产量, value: 5120吨, growth: 3.2%}
      - {name: 优质稻产量, value: 2300吨, growth: 7.5%}
  - part: plan
    topic: 计划
    facts:
      - {text: 全年接待游客80万人次。,
         figures: [{text: 80万人次, name: 全年接待游客目标, status: target}]}
  - part: summary
    topic: 旅游
    facts:
      - {name: 接待游客, value: 41.6万人次}
      - {text: 完成全年目标的52%。, figures: [{text: 52%, name: 接待游客目标完成率}]}
"""
)


codes = partial(error_codes, given=FACTS, computed=False)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "全镇灌渠46.8公里，已清淤21.4公里、衬砌13.2公里，还剩12.2公里。",
            "全镇灌渠46.8公里，已清淤21.4公里、衬砌13.2公里，还剩13.2公里没动。",
        ),
        (
            "养老中心床位120张，入住84人，入住率70%。",
            "养老中心床位120张，入住84人，入住率75%。",
        ),
        (
            "养老中心床位120张，入住84人，床位用了七成。",
            "养老中心床位120张，入住84人，床位用了九成。",
        ),
        (
            "养老中心床位120张，入住84人。服务还在完善。算下来空着36张床。",
            "养老中心床位120张，入住84人。服务还在完善。算下来空着26张床。",
        ),
        (
            "收购稻谷860吨，付款240.8万元，折合每公斤2.8元。",
            "收购稻谷860吨，付款240.8万元，折合每公斤3.8元。",
        ),
        (
            "护理员21名，服务老人286人，平均每名护理员照看约14人。",
            "护理员21名，服务老人286人，平均每名护理员照看约24人。",
        ),
        ("供水工程惠及640户1920人，平均每户3口人。", "供水工程惠及640户1920人，平均每户5口人。"),
    ],
)
def test_a_figure_follows_from_several_beside_it(right: str, wrong: str) -> None:
    assert codes(right) == set()
    assert codes(wrong)


@pytest.mark.parametrize(
    "text",
    [
        "签约投资6.2亿元，其中稻香米业一家4.1亿元，其余企业合计2.1亿元。",
        "扣除稻香米业的4.1亿元，签约投资6.2亿元中其他企业合计2.1亿元。",
    ],
)
def test_what_is_left_may_be_a_total_of_the_others(text: str) -> None:
    assert "N115" not in codes(text)


def test_a_growth_is_of_the_indicator_told_before_it_whatever_else_rose_by_points() -> None:
    assert codes("固定资产投资9450万元，比上年的9000万元增长5%。") == set()
    assert codes("参保率97%，比上年提高5%。") == {"N103"}


def test_what_is_done_is_a_share_of_an_aim() -> None:
    text = "接待游客41.6万人次，完成全年目标80万人次的52%。"
    assert codes(text) == set()
    assert codes("接待游客41.6万人次。全年已接待游客80万人次。")


def test_by_how_much_an_aim_is_exceeded_is_no_hedge() -> None:
    assert codes("造林1240亩，超出1200亩的全年目标40亩。") == set()


def test_the_most_is_so_of_its_like_not_of_sums_and_means() -> None:
    assert codes("9个村集体收入合计387万元，村均43万元，青芦村最高，达到91万元。") == set()


def test_a_comparison_is_of_the_figures_of_its_own_sentence() -> None:
    text = "民宿由31家增加到40家，上塘村12家。"
    text += "民宿平均入住率52%，上塘村和下塘村高于全镇水平，分别为61%、58%。"
    assert codes(text) == set()


def test_a_comparison_that_figures_prove_is_no_new_statement() -> None:
    text = "粮食产量5120吨，增长3.2%，其中优质稻产量2300吨，增长7.5%，快于粮食整体增速。"
    found = check(text, FACTS, sections=frozenset()).findings
    assert "W104" not in {one.code for one in found}


def test_an_aim_of_the_year_stands_behind_what_half_a_year_did() -> None:
    facts = facts_from_text(
        """document: {style: 镇乡, kind: half-year, year: 2025, organisation: 青芦镇, period: 1—6月}
sections:
  - part: summary
    topic: 港口
    facts:
      - {name: 货物吞吐量, value: 310万吨, completion: 51.7%}
  - part: plan
    topic: 计划
    facts:
      - {text: 全年货物吞吐量力争600万吨。,
         figures: [{text: 600万吨, name: 全年货物吞吐量目标, status: target}]}
"""
    )

    wrong = partial(error_codes, given=facts)

    assert wrong("上半年完成货物吞吐量310万吨，完成全年目标600万吨的51.7%。") == set()
    assert wrong("上半年货物吞吐量已达到600万吨。")


MORE = facts_from_text(
    """document: {style: 镇乡, kind: annual, year: 2025, organisation: 青芦镇}
sections:
  - part: summary
    topic: 服务
    facts:
      - {text: 网格员64名，每人每周走访15户。}
      - {text: 抚恤补助每月发放5.6万元，对象932人。}
      - {text: 写字楼入驻率81.2%，比年初提高2.6个百分点，环比提高0.3个百分点。}
      - {name: 羊毛产量, value: 318吨, target: 300吨}
      - {text: 冷库总投资4.5亿元，已完成投资0.9亿元。}
      - {name: 农村居民人均可支配收入, value: 24600元, previous: {value: 23100元, show: may}}
      - {name: 固定资产投资, value: 5.2亿元}
  - part: plan
    topic: 计划
    facts:
      - {text: 全年固定资产投资完成9亿元。,
         figures: [{text: 9亿元, name: 计划固定资产投资, status: target}]}
"""
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "网格员64名，每人每周走访15户，合计每周960户。",
            "网格员64名，每人每周走访15户，合计每周980户。",
        ),
        (
            "抚恤补助每月发放5.6万元，对象932人，平均每人每月约60元。",
            "抚恤补助每月发放5.6万元，对象932人，平均每人每月约80元。",
        ),
        (
            "写字楼入驻率81.2%，比年初的78.6%提高2.6个百分点，环比提高0.3个百分点。",
            "写字楼入驻率81.2%，比年初的77.6%提高2.6个百分点，环比提高0.3个百分点。",
        ),
        (
            "羊毛产量318吨，完成300吨目标的106%，超出18吨。",
            "羊毛产量318吨，完成300吨目标的106%，超出28吨。",
        ),
        (
            "冷库总投资4.5亿元，已完成投资0.9亿元，刚到总投资的20%。",
            "冷库总投资4.5亿元，已完成投资0.9亿元，刚到总投资的30%。",
        ),
        (
            "农村居民人均可支配收入24600元，添了1500元。",
            "农村居民人均可支配收入24600元，添了1700元。",
        ),
        (
            "固定资产投资全年完成9亿元，下半年还需3.8亿元。",
            "固定资产投资全年完成9亿元，下半年还需2.8亿元。",
        ),
    ],
)
def test_a_figure_follows_from_what_its_words_say(right: str, wrong: str) -> None:
    told = partial(error_codes, given=MORE, computed=False)

    assert told(right) == set()
    assert told(wrong)


YEAR = facts_from_text(
    """document: {style: 镇乡, kind: annual, year: 2025, organisation: 青芦镇}
sections:
  - part: summary
    topic: 民生
    facts:
      - {text: 养老院床位150张，入住120人。}
      - {text: 老年食堂6家，全年供餐14.6万份。}
      - {text: 低保对象240户360人，全年发放低保金216万元。}
      - {text: 危房改造32户，已竣工24户。}
      - {text: 空气优良天数328天。}
      - {text: 热线办理时限由5天缩短到3天，满意率96.5%。}
      - {text: 路灯改造3月签约，9月完工。}
      - {name: 植树, value: 4200亩}
  - part: plan
    topic: 计划
    facts:
      - {text: 明年植树5000亩。, figures: [{text: 5000亩, name: 计划植树, status: target}]}
"""
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "养老院150张床位住进120人，每10张床有8张住了人。",
            "养老院150张床位住进120人，每10张床有6张住了人。",
        ),
        ("老年食堂全年供餐14.6万份，日均400份。", "老年食堂全年供餐14.6万份，日均300份。"),
        (
            "低保对象360人，全年发放低保金216万元，平均每人每月500元。",
            "低保对象360人，全年发放低保金216万元，平均每人每月700元。",
        ),
        ("危房改造32户，已竣工24户，8户还在建。", "危房改造32户，已竣工24户，9户还在建。"),
        ("空气优良天数328天，优良率89.9%。", "空气优良天数328天，优良率98.9%。"),
        ("空气优良天数328天，有37天没有达标。", "空气优良天数328天，有47天没有达标。"),
        ("热线办理时限由5天压到3天，缩短四成。", "热线办理时限由5天压到3天，缩短六成。"),
        ("热线满意率96.5%，不满意的只占3.5%。", "热线满意率96.5%，不满意的只占5.5%。"),
        ("路灯改造3月签约，9月完工，只用了6个月。", "路灯改造3月签约，9月完工，只用了5个月。"),
        ("明年植树5000亩，两年合计9200亩。", "明年植树5000亩，两年合计9800亩。"),
        (
            "明年植树5000亩，比今年的4200亩多800亩，增长19.0%。",
            "明年植树5000亩，比今年的4200亩多800亩，增长29.0%。",
        ),
    ],
)
def test_days_months_and_small_shares_are_worked_out(right: str, wrong: str) -> None:
    told = partial(error_codes, given=YEAR, computed=False)

    assert told(right) == set()
    assert told(wrong)


PARAGRAPH = facts_from_text(
    """document: {style: 街道, kind: annual, year: 2025, organisation: 芦溪街道}
sections:
  - part: summary
    topic: 服务
    facts:
      - {text: 签约电梯48台，验收投用33台。}
      - {text: 水管更换3820户，计划4500户，还有680户没有更换。}
      - {text: 网格长18名，每人每月走访3次。}
      - {text: 道路5.2公里，投资681.2万元。}
      - {name: 管网改造完成率, value: 74.6%}
      - {text: 干部讨论4次。}
      - {text: 引进项目总投资2.4亿元，其中冷库8000万元、酒店7000万元。}
"""
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "签约电梯48台，验收投用33台。居民都说好。签约的电梯里，三分之二强已经能坐，占68.75%。",
            "签约电梯48台，验收投用33台。居民都说好。签约的电梯里，三分之一强已经能坐，占38.75%。",
        ),
        (
            "网格长18名，每人每月走访3次，算下来一个月54次。",
            "网格长18名，每人每月走访3次，算下来一个月64次。",
        ),
        (
            "道路5.2公里，投资681.2万元，平均一公里131万元。",
            "道路5.2公里，投资681.2万元，平均一公里151万元。",
        ),
        ("管网改造完成率超过了七成。", "管网改造完成率超过了九成。"),
        ("干部讨论了4场。", "干部讨论了6场。"),
        (
            "引进项目总投资2.4亿元，冷库8000万元、酒店7000万元。另外几个项目9000万元。",
            "引进项目总投资2.4亿元，冷库8000万元、酒店7000万元。另外几个项目5000万元。",
        ),
    ],
)
def test_a_paragraph_s_figures_are_terms_of_what_its_words_name(right: str, wrong: str) -> None:
    told = partial(error_codes, given=PARAGRAPH, computed=False)

    assert told(right) == set()
    assert told(wrong)


def test_numbers_that_only_point_count_nothing() -> None:
    for text in ("先看四个数：讨论4次。", "最后两个月再讨论。", "针对第一条，再讨论4次。"):
        assert [one.code for one in errors_in(text, PARAGRAPH)] == []


MONTHS = facts_from_text(
    """document: {style: 镇乡, kind: half-year, year: 2025, organisation: 青芦镇, period: 上半年}
sections:
  - part: summary
    topic: 旅游
    facts:
      - {name: 接待游客, value: 8.4万人次, growth: 20%}
      - {name: 旅游收入, value: 924万元}
      - {text: 6月接待游客2.3万人次，环比下降8.0%。}
      - {text: 移民直补每人每年600元。}
      - {text: 养老服务站9个，其中新建2个。}
      - {text: 全镇有村12个。}
      - {name: 固定资产投资, value: 8240万元, target: {value: 16000万元, show: may}}
  - part: plan
    topic: 计划
    facts:
      - {text: 全年接待游客20万人次，再建养老服务站3个。, status: target}
"""
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "接待游客8.4万人次。旅游收入924万元，平均每名游客花费110元。",
            "接待游客8.4万人次。旅游收入924万元，平均每名游客花费130元。",
        ),
        (
            "6月接待游客2.3万人次，比上月的2.5万人次下降8.0%。",
            "6月接待游客2.3万人次，比上月的2.8万人次下降8.0%。",
        ),
        ("移民直补每人一年600元，折合每月50元。", "移民直补每人一年600元，折合每月80元。"),
        (
            "养老服务站9个，再建养老服务站3个，届时共12个。",
            "养老服务站9个，再建养老服务站3个，届时共15个。",
        ),
        (
            "全年接待游客20万人次。上半年8.4万人次，下半年须再来11.6万人次。",
            "全年接待游客20万人次。上半年8.4万人次，下半年须再来12.6万人次。",
        ),
    ],
)
def test_months_before_and_what_is_still_to_come_are_worked_out(right: str, wrong: str) -> None:
    told = partial(error_codes, given=MONTHS, computed=False)

    assert told(right) == set()
    assert told(wrong)


NAMED = facts_from_text(
    """document: {style: 镇乡, kind: annual, year: 2025, organisation: 荷汀乡}
sections:
  - part: summary
    topic: 工作
    facts:
      - {text: 采藕节销售莲产品138万元，比上届增加23万元。,
         figures: [{text: 138万元, name: 莲产品销售额}, {text: 23万元, name: 比上届增加}]}
      - {text: 东汀小区改造14栋，总投资1650万元。,
         figures: [{text: 14栋, name: 东汀小区改造楼栋}, {text: 1650万元, name: 东汀小区投资}]}
      - {text: 柳岸新村改造13栋，总投资1290万元。,
         figures: [{text: 13栋, name: 柳岸新村改造楼栋}, {text: 1290万元, name: 柳岸新村投资}]}
      - {text: 集体收入最高的荷西村226万元，最低的北汊村61万元。,
         figures: [{text: 226万元, name: 荷西村集体收入}, {text: 61万元, name: 北汊村集体收入}]}
      - {name: 农村劳动力转移就业, value: 657人, target: 610人}
      - {text: 全乡有烘干机17台。, figures: [{text: 17台, name: 烘干机}]}
  - part: plan
    topic: 工作
    facts:
      - {text: 2026年新增烘干机6台。, figures: [{text: 6台, name: 新增烘干机}]}
"""
)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("采藕节销售莲产品138万元，比上届增长20%。", "采藕节销售莲产品138万元，比上届增长17.8%。"),
        ("东汀小区、柳岸新村已完工，共27栋。", "东汀小区、柳岸新村已完工，共28栋。"),
        (
            "东汀小区、柳岸新村已完工，共27栋，投资2940万元。",
            "东汀小区、柳岸新村已完工，共27栋，投资2490万元。",
        ),
        ("北汊村仅为荷西村的27%。", "北汊村仅为荷西村的37%。"),
        ("农村劳动力转移就业657人，超全年目标47人。", "农村劳动力转移就业657人，超全年目标57人。"),
        ("烘干机再添6台，增至23台。", "烘干机再添6台，增至24台。"),
    ],
)
def test_figures_that_follow_from_what_the_facts_say_of_those_named(right, wrong):
    assert errors_in(right, NAMED, computed=False) == []
    assert errors_in(wrong, NAMED, computed=False) != []
