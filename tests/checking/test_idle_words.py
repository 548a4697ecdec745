"""Words that look like figures, names, steps or rates and state none: nothing is found in them."""

from __future__ import annotations

import pytest

from tests.checking.test_rules import DOCUMENT
from tests.support.passages import error_codes, errors_in
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
    assert [one.message for one in errors_in(text, FACTS)] == []


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


MORE = facts_from(
    {
        "document": DOCUMENT,
        "sections": [
            {
                "id": "s",
                "part": "summary",
                "topic": "工作",
                "facts": [
                    {"name": "外贸出口额", "value": "2.6亿元", "growth": "-3.4%"},
                    {"text": "8月用电量同比增速7.1%。"},
                    {
                        "text": "云帆二期总投资3.1亿元，已完成投资1.9亿元；青禾车间总投资5.5亿元，"
                        "已完成投资0.8亿元。",
                        "figures": [
                            {"text": "3.1亿元", "name": "云帆二期总投资"},
                            {"text": "1.9亿元", "name": "云帆二期已完成投资"},
                            {"text": "5.5亿元", "name": "青禾车间总投资"},
                            {"text": "0.8亿元", "name": "青禾车间已完成投资"},
                        ],
                    },
                    {
                        "text": "管网改造任务32公里，已铺设24公里。",
                        "figures": [
                            {"text": "32公里", "name": "管网改造任务"},
                            {"text": "24公里", "name": "管网改造已铺设长度"},
                        ],
                    },
                    {"text": "车间吸纳本地就业48人，河道每天保洁两次。"},
                    {"name": "羊出栏", "value": "9.1万只", "previous": "8.6万只"},
                ],
            }
        ],
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "外贸出口额2.6亿元，同比回落3.4%。",
        "云帆二期、青禾车间总投资分别为3.1亿元和5.5亿元，到目前各完成1.9亿元、0.8亿元。",
        "32公里管网改造任务已铺设24公里。",
        "河道每天保洁两遍。",
        "本地就业的有48个。",
        "今年出栏的羊由上年的8.6万只增加到9.1万只。",
    ],
)
def test_other_words_for_the_same_are_no_error(text: str) -> None:
    assert [one.message for one in errors_in(text, MORE)] == []


@pytest.mark.parametrize(
    "text",
    [
        "云帆二期、青禾车间总投资分别为3.1亿元和5.5亿元，到目前各完成0.8亿元、1.9亿元。",
        "24公里管网改造任务已铺设32公里。",
        "8月用电量同比增速3.4%。",
        "车间吸纳本地就业48户。",
    ],
)
def test_what_is_exchanged_is_found_in_the_same_forms(text: str) -> None:
    assert errors_in(text, MORE)


@pytest.mark.parametrize(
    "text",
    [
        "蔬菜面积8200亩，番茄5100亩，其他品种合计3100亩。",
        "送检样品640批次，638批次合格，仅2批次不合格。",
        "藕塘亩均收购价4.1元，比上年低0.3元。",
        "对照2024年，2025年税收目标定为900万元，比2024年多40万元。",
        "冷库容量达到2.4万吨，比年初增加0.6万吨。",
    ],
)
def test_rests_falls_and_gains_are_told_in_many_words(text: str) -> None:
    facts = facts_from(
        {
            "document": DOCUMENT,
            "sections": [
                {
                    "id": "s",
                    "part": "summary",
                    "topic": "工作",
                    "facts": [
                        {
                            "name": "蔬菜面积",
                            "value": "8200亩",
                            "of_which": {
                                "closed": True,
                                "parts": [
                                    {"name": "番茄面积", "value": "5100亩"},
                                    {"name": "其他蔬菜面积", "value": "3100亩"},
                                ],
                            },
                        },
                        {"text": "送检样品640批次，合格638批次。"},
                        {"name": "藕塘亩均收购价", "value": "4.1元", "previous": "4.4元"},
                        {"name": "年初冷库容量", "value": "1.8万吨"},
                        {"text": "冷库容量2.4万吨，新增冷库0.6万吨。"},
                        {"name": "税收", "value": "860万元"},
                        {
                            "text": "2025年税收目标900万元。",
                            "status": "target",
                            "period": "2025年",
                        },
                    ],
                }
            ],
        }
    )
    assert [one.message for one in errors_in(text, facts, computed=False)] == []


BASES = facts_from(
    {
        "document": DOCUMENT,
        "sections": [
            {
                "id": "s",
                "part": "summary",
                "topic": "工作",
                "facts": [
                    {"name": "吞吐量", "value": "860箱", "previous": "720箱"},
                    {"text": "修缮资金300万元，其中上级210万元、自筹90万元。"},
                ],
            }
        ],
    }
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("吞吐量860箱，比上月多140箱。", "N113"),
        ("吞吐量由年初的720箱增加到860箱。", "N113"),
        ("吞吐量860箱，比上年多140箱。", ""),
        ("修缮资金里，上级210万元，自筹90万元，后者增长30%。", "N101"),
        ("修缮资金里，上级210万元，自筹90万元，后者占30%。", ""),
    ],
)
def test_what_a_text_works_out_has_a_base_and_a_role(text: str, code: str) -> None:
    assert error_codes(text, BASES, computed=False) == ({code} if code else set())


FOLLOWING = facts_from(
    {
        "document": {**DOCUMENT, "kind": "half-year", "period": "1—6月"},
        "sections": [
            {
                "id": "s",
                "part": "summary",
                "topic": "工作",
                "facts": [
                    {
                        "id": "calls",
                        "name": "受理热线",
                        "value": "3100件",
                        "growth": "4.2%",
                        "previous": "2975件",
                        "completion": "51.67%",
                        "target": "6000件",
                    },
                    {
                        "id": "calls.quarters",
                        "text": "二季度受理热线1480件，比一季度的1620件减少140件，环比下降8.64%。",
                        "figures": [
                            {"text": "1480件", "name": "二季度热线", "period": "二季度"},
                            {"text": "1620件", "name": "一季度热线", "period": "一季度"},
                        ],
                    },
                    {"name": "培训完成率", "value": "62%"},
                    {
                        "text": "4月和6月各开展放流一次，共放流苗种90万尾。",
                        "figures": [{"text": "一次", "name": "每次放流次数"}],
                    },
                ],
            }
        ],
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "上半年受理热线3100件，比上年同期的2975件增长4.2%，完成全年目标6000件的51.67%。",
        (
            "上半年受理热线3100件，比上年同期的2975件增长4.2%。分季度看，一季度受理1620件，"
            "二季度减少140件，降到1480件，环比下降8.64%。"
        ),
        "4月和6月各开展放流一次，共放流苗种90万尾。",
    ],
)
def test_figures_that_follow_their_own_are_no_others(text: str) -> None:
    assert [one.message for one in errors_in(text, FOLLOWING)] == []


WORKED_OUT = facts_from(
    {
        "document": DOCUMENT,
        "sections": [
            {
                "id": "s",
                "part": "summary",
                "topic": "工作",
                "facts": [
                    {"text": "安全事故2起，比上年同期减少3起。"},
                    {"text": "投放鱼苗480万尾，其中鲢鱼苗312万尾。"},
                    {"text": "14个村划分203个网格。"},
                    {"text": "剧场改造投资3600万元。"},
                    {"text": "粮仓改造投资1450万元。"},
                    {"text": "三条村道全长18.5公里，投资1110万元。"},
                    {"name": "收缴率", "value": "76.4%"},
                    {"text": "明年收缴率提高到81%。", "status": "target"},
                    {
                        "name": "服务业投资",
                        "value": "2.4亿元",
                        "growth": "9%",
                        "previous": "2.2亿元",
                    },
                    {"name": "总投资额", "value": "6亿元", "previous": "6.5亿元"},
                ],
            }
        ],
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "安全事故只有2起，去年同期为5起。",
        "投放鱼苗480万尾，鲢鱼苗占65%。",
        "14个村划分203个网格，平均每个村14.5个。",
        "剧场改造投资3600万元。粮仓改造少一些，1450万元。两个项目合计5050万元。",
        "三条村道全长18.5公里，投资1110万元，折合每公里60万元。",
        "总投资额6亿元，服务业投资2.4亿元，增长9%，占全部投资的40%。",
    ],
)
def test_figures_that_are_worked_out_rightly_are_understood(text: str) -> None:
    assert [one.message for one in errors_in(text, WORKED_OUT, computed=False)] == []


@pytest.mark.parametrize(
    "text",
    [
        "安全事故只有2起，去年同期为7起。",
        "投放鱼苗480万尾，鲢鱼苗占55%。",
        "14个村划分203个网格，平均每个村18.5个。",
        "剧场改造投资3600万元。粮仓改造少一些，1450万元。两个项目合计5550万元。",
        "三条村道全长18.5公里，投资1110万元，折合每公里80万元。",
    ],
)
def test_figures_that_are_worked_out_wrongly_are_found(text: str) -> None:
    assert errors_in(text, WORKED_OUT, computed=False)


ONCE_MORE = facts_from(
    {
        "document": DOCUMENT,
        "sections": [
            {
                "id": "s",
                "part": "summary",
                "topic": "工作",
                "facts": [
                    {"name": "细颗粒物平均浓度", "value": "29微克/立方米"},
                    {"text": "家庭改造每户补助1800元。"},
                    {"name": "桑园面积", "value": "11260亩"},
                    {"text": "东园入驻企业41家，比年初增加6家；西园入驻企业22家，比年初增加3家。"},
                    {"text": "养老床位320张，入住268人。"},
                    {"name": "工业产值", "value": "3.1亿元", "growth": "-2.4%", "status": "done"},
                    {"text": "7月包裹412万件，比6月增加12万件。"},
                ],
            }
        ],
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "细颗粒物平均浓度每立方米29微克。",
        "家庭改造一户补1800元。",
        "万亩桑园是近郊的后花园，桑园面积11260亩。",
        "东园入驻企业41家，比年初增加6家；西园22家，比年初增加3家。两园合计63家。",
        "养老床位320张，入住268人，尚有空床52张。",
        "工业产值3.1亿元，下降2.4%，工业仍在承压。",
        "7月一个月就有412万件包裹。",
    ],
)
def test_other_forms_of_rates_totals_and_states_pass(text: str) -> None:
    assert [one.message for one in errors_in(text, ONCE_MORE, computed=False)] == []


@pytest.mark.parametrize(
    "text",
    [
        "细颗粒物平均浓度每立方米39微克。",
        "家庭改造一人补1800元。",
        "东园入驻企业41家，比年初增加6家；西园22家，比年初增加3家。两园合计66家。",
        "养老床位320张，入住268人，尚有空床42张。",
    ],
)
def test_other_forms_that_are_wrong_are_found(text: str) -> None:
    assert errors_in(text, ONCE_MORE, computed=False)


def test_a_date_that_opens_is_of_what_follows_and_exceptions_are_apart() -> None:
    facts = facts_from(
        {
            "document": DOCUMENT,
            "sections": [
                {
                    "id": "s",
                    "part": "summary",
                    "topic": "工作",
                    "facts": [
                        {"text": "东岭村7月获评市级示范村。"},
                        {"text": "西岭村9月列入县级试点村。"},
                        {"text": "查出问题46条，43条已整改，3条正在整改。"},
                    ],
                }
            ],
        }
    )
    for text in (
        "7月，东岭村获评市级示范村；9月，西岭村列入县级试点村。",
        "查出问题46条，除3条正在整改外均已整改到位。",
    ):
        assert [one.message for one in errors_in(text, facts)] == [], text
