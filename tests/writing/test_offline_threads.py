"""Facts of one matter: the name said once, parts behind their whole, bases where they are asked."""

from __future__ import annotations

import pytest

from tests.support.writing_cases import facts_of
from zhibi.styles.load import load_style
from zhibi.writing.drafting import draft
from zhibi.writing.offline.beside import Setting
from zhibi.writing.offline.threads import gathered


def written(*facts, kind="annual", period="2024年", part="summary"):
    """The paragraphs of the one section that these facts make, in one line."""
    listed = "\n".join(f"    - {{{fact}}}" for fact in facts)
    head = f"- id: a\n  part: {part}\n  topic: 重点事项\n  facts:\n"
    made = draft(facts_of(head + listed, kind=kind, period=period))
    assert made.findings.errors == 0
    assert made.findings.coverage.missing == ()
    lines = [line for line in made.text.split("\n") if line and not line.startswith("#")]
    return "".join(lines[1:])


PARCELS = "name: 快递业务量, value: 1246万件, growth: 20%, previous: {value: 1038万件, show: must}"


def test_a_month_of_an_indicator_stands_behind_it_wherever_the_facts_have_it():
    text = written(
        PARCELS,
        "name: 物流企业营业收入, value: 12.9亿元",
        "text: 12月完成快递业务量122万件，环比下降4.69%。",
    )
    assert "增长20%。其中，12月122万件，环比下降4.69%。实现物流企业营业收入12.9亿元。" in text


def test_parts_given_as_facts_of_their_own_follow_their_whole():
    text = written(
        "name: 市场成交额, value: 186亿元, growth: 8%, previous: 172亿元",
        "name: 面料市场成交额, value: 112亿元, growth: 9%, previous: {value: 103亿元, show: may}",
        "name: 小商品市场成交额, value: 48亿元, growth: 7%, previous: {value: 45亿元, show: may}",
    )
    assert "其中，面料市场112亿元，比上年增长9%；小商品市场48亿元，比上年增长7%" in text


def test_a_place_of_an_indicator_is_told_by_the_place():
    text = written(
        "name: 水源涵养林造林, value: 1860亩, target: 1800亩, completion: 103.3%",
        "name: 橘岭村水源涵养林造林, value: 620亩",
    )
    assert "造林1860亩，其中橘岭村620亩；完成全年目标1800亩的103.3%。" in text


def test_no_part_stands_behind_what_is_short_of_the_target():
    text = written(
        "name: 造林面积, value: 1860亩, target: 2400亩, completion: 77.5%, "
        "of_which: [{name: 油茶, value: 620亩}]"
    )
    assert "造林面积1860亩，其中油茶620亩；完成全年目标2400亩的77.5%，距全年目标尚差540亩。" in text


@pytest.mark.parametrize("other", ["新增规上工业企业", "非规上工业企业"])
def test_what_is_another_thing_is_no_part(other):
    text = written("name: 规上工业企业, value: 86家", f"name: {other}, value: 5家")
    assert "其中" not in text
    assert f"{other}5家" in text


def test_what_is_said_of_one_matter_names_it_once():
    text = written(
        "name: 调解矛盾纠纷, value: 126件, growth: -10%, previous: {value: 140件, show: may}",
        "name: 矛盾纠纷调解成功, value: 123件",
        "name: 移民技能培训人数, value: 412人, growth: 24.8%, previous: {value: 330人, show: may}",
        "text: 移民技能培训共办8期，课程有柑橘修剪和家政服务。",
    )
    assert "比上年下降10%，调解成功123件" in text
    assert "移民技能培训412人，比上年增长24.8%，共办8期，课程有" in text


def test_a_new_sentence_leaves_out_the_subject_of_the_one_before_only():
    text = written(
        "text: 移民住房提升全年计划240户，已完工156户，在建60户，未开工24户，完工率65%。",
        "text: 移民住房提升每户补助1.5万元，已兑付234万元。",
    )
    assert "完工率65%。每户补助1.5万元" in text
    text = written(
        "text: 年末有社区食堂8家、助餐点15个，其中今年新建社区食堂3家。",
        "name: 社区食堂供餐, value: 43.2万份",
    )
    assert "社区食堂供餐43.2万份" in text


def test_two_measures_of_one_thing_name_it_once():
    text = written(
        "name: 晚熟柑橘销售量, value: 1.26万吨, growth: 5%",
        "name: 晚熟柑橘销售额, value: 6300万元",
    )
    assert "晚熟柑橘销售量1.26万吨，比上年增长5%，实现销售额6300万元。" in text
    text = written("name: 担保贷款, value: 860万元", "name: 担保贷款笔数, value: 43笔")
    assert "发放担保贷款860万元，共43笔。" in text


def test_parts_leave_out_what_they_measure_as_their_whole_does():
    text = written(
        "name: 肉类总产量, value: 3150吨, of_which: [{name: 牛肉产量, value: 1380吨}, "
        "{name: 羊肉产量, value: 1680吨}]"
    )
    assert "其中牛肉1380吨、羊肉1680吨。" in text


@pytest.mark.parametrize(
    ("period", "said"),
    [("2024年", "比上年的"), ("1—12月", "比上年的"), ("1—11月", "比上年同期的")],
)
def test_whole_years_are_compared_with_the_year_before(period, said):
    assert f"{said}1038万件增长20%" in written(PARCELS, period=period)


def test_a_base_that_may_be_told_stands_with_main_indicators():
    text = written(
        "name: 税收收入, value: 100万元, growth: 11%, previous: {value: 90万元, show: may}",
        "name: 限上零售额, value: 99万元, growth: 10%, previous: {value: 90万元, show: may}",
        "name: 规上工业产值, value: 81万元, growth: -10%, previous: {value: 90万元, show: may}",
        "name: 林业产值, value: 81万元, growth: -10%, previous: {value: 90万元, show: may}",
    )
    assert "实现税收收入100万元，比上年的90万元增长11%" in text
    assert "限上零售额99万元，比上年增长10%" in text
    assert "规上工业产值81万元，比上年的90万元下降10%" in text
    assert "林业产值81万元，比上年下降10%" in text


def test_a_base_that_must_be_told_is_told():
    text = written(
        "name: 门诊量, value: 11人次, growth: 10%, previous: {value: 10人次, show: must}"
    )
    assert "比上年的10人次增长10%" in text


def test_prices_rise():
    text = written("name: 鲜叶收购价, value: 11元, growth: 10%, previous: 10元")
    assert "鲜叶收购价由上年的10元上涨到11元，上涨10%" in text


def test_a_value_that_fell_gets_no_verb_of_praise():
    assert "鲜奶产量5240吨，比上年下降4%" in written("name: 鲜奶产量, value: 5240吨, growth: -4%")
    assert "鲜奶产量达到5240吨，比上年增长4%" in written(
        "name: 鲜奶产量, value: 5240吨, growth: 4%"
    )


@pytest.mark.parametrize(
    "given",
    [
        "二季度受理工单472件，一季度为390件，环比增长21.03%。",
        "二季度受理工单472件，环比增长21.03%，一季度为390件。",
        "二季度受理工单472件，环比增长21.03%；一季度为390件。",
        "二季度受理工单472件，环比增长21.03%（一季度390件）。",
    ],
)
def test_a_change_since_the_month_before_stands_with_what_it_is_from(given):
    assert "二季度受理工单472件，比一季度的390件增长21.03%。" in written(f"text: {given}")


def test_the_share_of_a_part_stands_behind_the_part():
    text = written(
        "name: 固定资产投资, value: 2亿元, of_which: [{name: 工业投资, value: 1.2亿元}]",
        "name: 工业投资占比, value: 60%",
    )
    assert "其中工业投资1.2亿元，占60%。" in text


def test_kinds_of_what_is_there_at_the_year_s_end_follow_their_whole():
    text = written(
        "name: 年末市场经营户, value: 6240户",
        "name: 面料市场经营户, value: 3150户",
        "name: 辅料市场经营户, value: 960户",
        "name: 年初市场经营户, value: 6080户, period: 2024年初",
    )
    assert "年末市场经营户6240户，其中面料市场经营户3150户、辅料市场经营户960户。" in text
    assert "年初市场经营户6080户" in text
    assert "2024年初" not in text


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("name: 5月互市贸易额, value: 1.6亿元, period: 5月", "5月实现互市贸易额1.6亿元"),
        ("name: 新播林下参, value: 420亩", "新播林下参420亩"),
        ("name: 移民技能培训人数, value: 412人", "移民技能培训412人"),
        ("name: 年末限上批零企业, value: 58家", "年末限上批零企业58家"),
    ],
)
def test_what_a_name_is_told_as(fact, said):
    assert said in written(fact)


def test_a_time_within_a_statement_is_not_taken_for_that_of_the_next_one():
    text = written("text: 供热改造已于6月完成，投资3860万元。", "name: 供暖投诉, value: 214件")
    assert "3860万元。供暖投诉214件" in text


def test_a_change_is_told_of_the_level_that_it_belongs_to() -> None:
    text = written("text: 一季度产值1.98亿元，二季度为2.34亿元，环比增长18.2%。")
    assert "产值1.98亿元，二季度为2.34亿元，环比增长18.2%。" in text


def test_bases_that_must_be_told_are_told_in_two_ways():
    text = written(
        "name: 门诊量, value: 11人次, growth: 10%, previous: 10人次",
        "name: 住院量, value: 9人次, growth: -10%, previous: 10人次",
        "name: 收购价, value: 11元, growth: 10%, previous: 10元",
        "name: 零售价, value: 11元, growth: 10%, previous: 10元",
    )
    assert "门诊量11人次，比上年的10人次增长10%" in text
    assert "住院量由上年的10人次减少到9人次，下降10%" in text
    assert "零售价由上年的10元上涨到11元，上涨10%" in text


def test_what_was_reached_by_a_time_is_of_no_range_of_months():
    reached = written("name: 已治理土地, value: 5530亩, period: 1—6月", period="1—11月")
    grown = written("name: 新增治理面积, value: 620亩, period: 1—6月", period="1—11月")
    assert "已治理土地5530亩" in reached and "1—6月" not in reached
    assert "上半年，新增治理面积620亩" in grown


def test_two_bases_in_brackets_are_each_told_with_their_change():
    text = written(
        "text: 6月羔羊均价27.6元，环比上涨4.55%（5月26.4元），同比下降6.12%（上年6月29.4元）。"
    )
    assert "均价27.6元，比5月的26.4元上涨4.55%，比上年6月的29.4元下降6.12%。" in text


def test_one_month_of_a_whole_follows_it_without_the_name():
    text = written(
        "name: 自营出口, value: 2.18亿元, growth: -8.02%",
        "text: 自营出口12月当月2140万元，比上月增长9.18%。",
    )
    assert "自营出口2.18亿元，比上年下降8.02%；12月当月2140万元，比上月增长9.18%。" in text


def test_a_body_that_two_facts_begin_with_is_named_once():
    text = written(
        "name: 卫生院门诊, value: 8940人次, growth: 6.18%",
        "name: 卫生院住院, value: 312人次, growth: -8.5%",
        "text: 石桥村修路3公里。",
        "text: 石桥村栽树200棵。",
    )
    assert "卫生院门诊8940人次，比上年增长6.18%；住院312人次，比上年下降8.5%。" in text
    assert text.count("石桥村") == 2


def test_what_is_no_part_stands_in_a_sentence_of_its_own_behind_the_parts():
    text = written(
        "name: 城镇新增就业, aliases: [新增就业], value: 1180人",
        "text: 新增就业中，企业吸纳714人，占60.51%；帮助失业人员再就业236人。",
    )
    assert "城镇新增就业1180人，其中企业吸纳714人，占60.51%。帮助失业人员再就业236人。" in text


@pytest.mark.parametrize(
    ("text", "figures", "said"),
    [
        (
            "车间总投资4800万元，完成投资2960万元，占61.67%。",
            "",
            "完成投资2960万元，占总投资的61.67%。",
        ),
        ("网红街改造计划投资4800万元，已完成2650万元，占55.21%。", "", "2650万元，占55.21%。"),
        (
            "低保对象468人，上半年发放136.47万元。",
            "{text: 136.47万元, name: 低保金发放}",
            "上半年发放低保金136.47万元。",
        ),
        (
            "享受高龄津贴2036人，每月共发放20.36万元。",
            "{text: 20.36万元, name: 每月发放高龄津贴}",
            "每月共发放20.36万元。",
        ),
    ],
)
def test_what_a_figure_is_of_is_said_where_the_words_leave_it_out(text, figures, said):
    assert said in written(f"text: {text}, figures: [{figures}]" if figures else f"text: {text}")


def test_the_period_of_the_whole_report_is_not_said_behind_another():
    text = written("text: 4月实行休牧60天。", "name: 草场补播, value: 2.4万亩", period="1—6月")
    assert "60天。草场补播2.4万亩。" in text


def test_the_share_of_a_part_is_told_as_its_share_whatever_its_name():
    text = written(
        "name: 石雕产值, value: 2亿元, of_which: [{name: 线上销售额, value: 0.5亿元}]",
        "name: 石雕线上销售占比, value: 25%",
    )
    assert "石雕产值2亿元，其中线上销售额0.5亿元，占25%。" in text
    text = written("name: 税收收入占全年目标, value: 84.88%")
    assert "税收收入占全年目标的84.88%。" in text


def test_parts_stand_before_what_is_said_of_other_times():
    facts = facts_of(
        "- {id: a, part: summary, facts: [{name: 滑雪人次, value: 28.4万人次}, "
        "{text: 滑雪人次1月12.6万人次。}, {name: 银坡村滑雪人次, value: 18.6万人次}]}"
    )
    setting = Setting(load_style("镇乡").sentences, in_report=True)
    told = [(one.link, one.lead) for one in gathered(list(facts.all_facts()), setting)]
    assert told == [("", ""), ("part", "银坡村"), ("same", "1月")]


def test_several_bodies_are_the_subject_of_what_they_made():
    text = written("name: 三条食街营业额, value: 2.86亿元")
    assert "实现三条" not in text and "三条食街营业额2.86亿元" in text
