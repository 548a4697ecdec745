"""Each lint has facts that it must doubt and facts that it must leave alone."""

from pathlib import Path

import pytest

from tests.support.facts_texts import HEAD, with_derive, with_facts
from zhibi.facts.lint import RULES, lint
from zhibi.facts.load import facts_from_text
from zhibi.output.review.facts_listing import render_json, render_text

HALF = HEAD.replace("annual", "half-year").replace("1—11月", "上半年")
# An identity number made up for the test: a place code of no district, a valid check digit.
IDENTITY = "990000199001010019"


def check_digit(first_17):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * by for digit, by in zip(first_17, weights, strict=True))
    return "10X98765432"[total % 11]


IDENTITY = IDENTITY[:17] + check_digit(IDENTITY[:17])
WRONG_IDENTITY = IDENTITY[:17] + ("0" if IDENTITY[17] != "0" else "1")


def luhn_digit(first):
    """The digit that makes a number pass the Luhn test."""
    doubled = [sum(divmod(int(digit) * 2, 10)) for digit in first[::-1][::2]]
    return str(-(sum(doubled) + sum(int(digit) for digit in first[::-1][1::2])) % 10)


CARD = "622200000000123" + luhn_digit("622200000000123")
WRONG_CARD = CARD[:-1] + str((int(CARD[-1]) + 1) % 10)


def whole(value, parts, *, closed=False):
    """An indicator 总 with these parts."""
    listed = [
        f"{{name: {name}, value: {part}}}" for name, part in zip("甲乙丙", parts, strict=False)
    ]
    inner = f"closed: {str(closed).lower()}, parts: [{', '.join(listed)}]"
    return f"{{name: 总, value: {value}, of_which: {{{inner}}}}}"


# code: (facts that fail it with parts of the message, facts that pass it)
CASES = {
    "F101": (
        [
            (
                [whole("100万元", ["60万元", "30万元"], closed=True)],
                "60万元 + 30万元 = 90万元，“总”是100万元",
            ),
            ([whole("100万元", ["160万元"])], "其中“甲”160万元大于“总”100万元"),
            ([whole("100万元", ["60万元", "50万元"])], "60万元 + 50万元 = 110万元"),
            ([whole("1.2亿元", ["9000万元", "1000万元"], closed=True)], "= 1亿元"),
        ],
        [
            [whole("456.28万元", ["62.385万元", "318.6万元", "75.295万元"], closed=True)],
            [whole("100万元", ["60万元"])],
            [whole("1.2亿元", ["9005万元", "2996万元"], closed=True)],
            [whole("9户", ["28人"], closed=True)],
        ],
    ),
    "F102": (
        [
            (
                ["{name: 税收, value: 2186.4万元, previous: 2055.9万元, growth: 6.53%}"],
                "写的是增长6.53%，按2186.4万元对2055.9万元算是增长6.35%",
            ),
            (
                ["{name: 税收, value: 2055.9万元, previous: 2186.4万元, growth: 5.97%}"],
                "算是下降5.97%",
            ),
            (
                ["{name: 参保率, value: 99.03%, previous: 98.12%, growth: 0.19个百分点}"],
                "算是增长0.91个百分点",
            ),
            (["{name: 税收, value: 20万元, previous: 10人, growth: 5%}"], "单位不同"),
        ],
        [
            ["{name: 税收, value: 2186.4万元, previous: 2055.9万元, growth: 6.35%}"],
            ["{name: 税收, value: 2055.9万元, previous: 2186.4万元, growth: -5.97%}"],
            ["{name: 参保率, value: 99.03%, previous: 98.12%, growth: 0.91个百分点}"],
            ["{name: 产值, value: 1.2亿元, previous: 1.1亿元, growth: 8.7%}"],
            ["{name: 税收, value: 2186.4万元, growth: 6.53%}"],
        ],
    ),
    "F103": (
        [
            (
                ["{name: 税收, value: 50万元, forecast: 90万元, target: 100万元, completion: 80%}"],
                "50万元 / 100万元 = 50.00%，90万元 / 100万元 = 90.00%",
            )
        ],
        [
            ["{name: 税收, value: 50万元, forecast: 90万元, target: 100万元, completion: 90%}"],
            ["{name: 税收, value: 50万元, target: 100万元, completion: 50.0%}"],
            ["{name: 税收, value: 50万元, completion: 80%}"],
        ],
    ),
    "F104": (
        [
            (
                [
                    "{name: 人均缴费, value: 488.00元}",
                    "{name: 缴费金额, value: 6844800元}",
                    "{name: 参保人数, value: 14260人, show: hidden}",
                ],
                "6844800元 / 14260人 = 480元",
            )
        ],
        [
            [
                "{name: 人均缴费, value: 480.00元}",
                "{name: 缴费金额, value: 6844800元}",
                "{name: 参保人数, value: 14260人, show: hidden}",
            ],
            ["{name: 人均缴费, value: 488.00元}", "{name: 缴费金额, value: 6844800元}"],
        ],
    ),
    "F105": (
        [
            (["{text: 参保人数从32906人增至32418人。}"], "写的是“增至”"),
            (["{text: 床位由50张增加到60张，增长30%。}"], "相差20.00%"),
            (["{text: 参保率由98.12%提高到99.03%，提高1.91个百分点。}"], "相差0.91"),
            (["{text: 用时从10天压减至4天，减少5天。}"], "相差6天"),
        ],
        [
            ["{text: 参保人数从32418人增至32906人，参保率由98.12%提高到99%，提高0.9个百分点。}"],
            ["{text: 床位由50张增加到60张，增长20%。}"],
            ["{text: 走访5户，增至60张床位。}"],
        ],
    ),
    "F107": (
        [
            (["{text: 受理纠纷120件，办结126件。}"], "“办结”126件多于“受理”120件"),
            (["{text: 612户参与投票，赞成640户。}"], "赞成"),
        ],
        [
            ["{text: 受理纠纷126件，办结120件。}"],
            ["{text: 受理纠纷120件，办结126件（含上年结转6件）。}"],
            ["{text: 受理工单120件，化解矛盾126件。}"],
        ],
    ),
    "F108": (
        [(["{text: 受理纠纷132件，化解126件，化解率97.5%。}"], "126件 / 132件 = 95.45%")],
        [
            ["{text: 受理纠纷132件，化解126件，化解率95.5%。}"],
            ["{text: 受理纠纷132件，化解126件，满意率97.5%。}"],
        ],
    ),
    "F106": (
        [
            (
                (
                    [
                        "{id: m.all, name: 总, value: 9户}",
                        "{id: m.s, name: 甲, value: 5户}",
                        "{id: m.d, name: 乙, value: 3户}",
                    ],
                    "m.s + m.d = m.all",
                ),
                "左边是8户，右边是9户",
            ),
            (
                (["{id: a, name: 总, value: 9户}", "{id: b, name: 甲, value: 9人}"], "a = b"),
                "单位不同",
            ),
            (
                (["{id: a, name: 总, value: 9户}", "{id: b, name: 甲, value: 3户}"], "a < b"),
                "左边是9户",
            ),
        ],
        [
            (
                [
                    "{id: m.all, name: 总, value: 9户}",
                    "{id: m.s, name: 甲, value: 5户}",
                    "{id: m.d, name: 乙, value: 4户}",
                ],
                "m.s + m.d = m.all",
            ),
            (
                [
                    "{id: a, name: 分子, value: 41份}",
                    "{id: b, name: 分母, value: 44份}",
                    "{id: r, name: 同意率, value: 93.18%}",
                ],
                "r = a / b",
            ),
            (["{id: a, name: 总, value: 1.2亿元}", "{id: b, name: 甲, value: 12000万元}"], "a = b"),
        ],
    ),
    "F201": (
        [
            (["{name: 参保率, value: 101.2%}"], "“参保率”101.2%超过100%"),
            (["{text: 安全检查覆盖率达120%。}"], "覆盖率达"),
            (["{name: 工业税收占比, value: 103%}"], "“工业税收占比”103%超过100%"),
            (["{name: 计划免疫接种率, value: 103%}"], "“计划免疫接种率”103%超过100%"),
            (["{text: 税收占全年目标比重96%，占全部收入的比重103%。}"], "103%超过100%"),
        ],
        [
            ["{name: 占全年目标比重, value: 108.4%}"],
            ["{text: 税收占全年目标任务的比重达到108.4%。}"],
            ["{name: 占上年总量的比例, value: 112%}"],
            ["{name: 预算执行率, value: 101.5%}"],
            ["{name: 参保率, value: 100%}"],
            ["{name: 税收完成率, value: 100.77%}"],
            ["{name: 产值, value: 3万元, completion: 120%, growth: 130%}"],
        ],
    ),
    "F202": (
        [
            (
                ["{name: 计划新建大棚, value: 90座}", "{name: 已完成新建大棚, value: 96座}"],
                "96座大于",
            ),
            (
                ["{name: 管网, value: 5公里, status: target}", "{name: 管网, value: 5600米}"],
                "5600米大于",
            ),
        ],
        [
            ["{name: 计划新建大棚, value: 96座}", "{name: 已完成新建大棚, value: 90座}"],
            ["{name: 计划新建大棚, value: 90座}", "{name: 已完成管网, value: 96座}"],
        ],
    ),
    "F203": (
        [
            (
                [
                    "{name: 税收, value: 20万元, source: 财政所}",
                    "{name: 税收, value: 21万元, source: 统计站}",
                ],
                "20万元（财政所），21万元（统计站）",
            )
        ],
        [
            ["{name: 监测对象, value: 9户}", "{name: 监测对象, value: 28人}"],
            ["{name: 税收, value: 1.2亿元}", "{name: 税收, value: 12000万元}"],
            ["{name: 税收, value: 20万元}", "{name: 税收, value: 21万元, period: 1—10月}"],
            ["{name: 税收, value: 20万元}", "{name: 税收, value: 21万元, status: forecast}"],
        ],
    ),
    "F204": (
        [
            (
                ["{name: 税收, value: 2186.4万元}", "{name: 税收, value: 2186.4元}"],
                "正好差若干个零",
            ),
            (["{name: 税收, value: 2186.4万元, previous: 2055.9元}"], "相差上千倍"),
        ],
        [
            ["{name: 税收, value: 2186.4万元}", "{name: 税收, value: 2186.5万元}"],
            ["{name: 税收, value: 2186.4万元, previous: 205.9万元}"],
        ],
    ),
    "F205": (
        [
            (
                ["{name: 税收, value: 20万元, period: 2023年1—10月}"],
                "“2023年1—10月”不在报告年度2024年",
            ),
            (["{name: 税收, value: 20万元, period: 1—13月}"], "没有这样的月份"),
            (["{text: 2025年建成大棚5座。}"], "晚于报告年度2024年"),
        ],
        [
            ["{name: 税收, value: 20万元, period: 2024年1—10月}"],
            ["{name: 税收, value: 20万元, period: 2023年, status: last_year}"],
            ["{text: 预计2025年建成大棚5座。}"],
            ["{text: 2019年以来建成大棚5座。}"],
        ],
    ),
    "F206": (
        [(["{name: 税收, value: 20万元, previous: 20.0万元}"], "完全相同")],
        [
            ["{name: 税收, value: 20万元, previous: 21万元}"],
            ["{name: 事故, value: 0起, previous: 0起}"],
        ],
    ),
    "F301": (
        [
            (["{text: 完成投资xx万元。}"], "还有没填的空“xx”"),
            (["{text: 走访××户。}"], "××"),
            (["{text: 新建大棚【待补】座。}"], "【待补】"),
            (['{text: "新建大棚{{count}}座。"}'], "{{count}}"),
            (["{name: 某某??, value: 5个}"], "??"),
            (["{text: 数据待统计。}"], "待统计"),
        ],
        [["{text: 引进Exxon设备5台。}"], ["{text: 采用3×4米标准建设。}"]],
    ),
    "F302": (
        [
            (["{text: 新建 大棚5座。}"], "“新建 大棚"),
            (['{text: "新建\\n大棚5座。"}'], "“新建 大棚"),
        ],
        [["{text: 新建A 型大棚5座。}"], ["{text: 新建大棚 5 座。}"]],
    ),
    "F303": (
        [
            (
                [
                    "{text: 查处12件，罚款8万元。, figures: [{text: 12件, show: hidden}]}",
                ],
                "必写的“8万元”也就写不出",
            ),
        ],
        [
            ["{text: 查处12件，罚款8万元。, show: hidden}"],
            [
                "{text: 查处12件，罚款8万元。, show: may, figures: [{text: 12件, show: hidden}]}",
            ],
        ],
    ),
    "F401": (
        [([f"{{text: 补助发放至{IDENTITY}。}}"], "身份证号码“990")],
        [
            [f"{{text: 补助发放至{WRONG_IDENTITY}。}}"],
            [f"{{text: 补助发放至{IDENTITY}。, show: sensitive}}"],
        ],
    ),
    "F402": (
        [(["{text: 联系电话13900000000。}"], "手机号码“139")],
        [["{text: 联系电话13900000000。, show: sensitive}"], ["{text: 总产值13900000000元。}"]],
    ),
    "F403": (
        [
            ([f"{{text: 账号{CARD}。}}"], "银行卡号“622"),
            ([f"{{text: 账号{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:]}。}}"], "银行卡号"),
        ],
        [
            [f"{{text: 编号{WRONG_CARD}。}}"],
            [f"{{text: 账号{CARD}。, show: sensitive}}"],
        ],
    ),
    "F404": (
        [(["{text: 秘密★5年。}"], "密级标志“秘密★”"), (["{text: '密级：机密'}"], "密级：机密")],
        [["{text: 严守商业秘密，排查问题5个。}"]],
    ),
}


def facts_of(lines):
    if isinstance(lines, tuple):
        facts, check = lines
        return facts_from_text(with_derive(facts, ["{name: 零头, formula: 1个 + 1个}"], [check]))
    head = HEAD
    return facts_from_text(with_facts(*lines, head=head))


FAILING = [(code, lines, message) for code, (bad, _) in CASES.items() for lines, message in bad]
PASSING = [(code, lines) for code, (_, good) in CASES.items() for lines in good]


@pytest.mark.parametrize(("code", "lines", "message"), FAILING)
def test_a_lint_doubts_what_is_wrong(code, lines, message):
    found = [item for item in lint(facts_of(lines)) if item.code == code]
    assert found, f"{code} found nothing"
    assert message in found[0].message
    assert found[0].hint
    assert found[0].place is not None


@pytest.mark.parametrize(("code", "lines"), PASSING)
def test_a_lint_leaves_alone_what_is_right(code, lines):
    assert [item for item in lint(facts_of(lines)) if item.code == code] == []


def test_every_rule_has_cases_that_fail_and_that_pass():
    assert {rule.code for rule in RULES} == {*CASES, "F304", "F305", "F306", "F307"}
    assert all(bad and good for bad, good in CASES.values())
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_rows_without_a_figure_are_doubted():
    head = HEAD + "  missing: [债务（财政所 a.xlsx 指标!B7）, 存款（a.csv B3）]\n"
    found = lint(facts_from_text(with_facts("{name: 税收, value: 20万元}", head=head)))
    assert [(item.code, item.severity) for item in found if item.code != "F305"] == [
        ("F304", "warning")
    ] * 2
    assert "指标!B7" in found[0].message


def test_a_half_years_report_ends_in_june():
    facts = facts_from_text(with_facts("{name: 税收, value: 20万元, period: 1—9月}", head=HALF))
    assert [item.code for item in lint(facts)] == ["F305", "F205"]


def test_a_report_with_a_plan_is_expected_to_have_problems():
    rows = "".join(f"      - {{text: 第{number}项办好。}}\n" for number in range(1, 10))
    plan = "  - {part: plan, facts: [{text: 接着办。}]}\n"
    problems = "  - {part: problems, facts: [{text: 人手不足。}]}\n"
    body = f"sections:\n  - part: summary\n    facts:\n{rows}"
    head = HEAD.split("sections:", maxsplit=1)[0]
    codes = [
        [item.code for item in lint(facts_from_text(head + body + more)) if item.code == "F307"]
        for more in ("", plan, plan + problems)
    ]
    assert codes == [[], ["F307"], []]


def test_a_report_without_date_or_signature_is_told_at_the_document():
    unsigned = with_facts("{name: 税收, value: 20万元}")
    (found,) = lint(facts_from_text(unsigned))
    assert (found.code, found.severity) == ("F305", "warning")
    assert "成文日期" in found.message and "落款" in found.message
    assert found.place is not None
    dated = with_facts("{name: 税收, value: 20万元}", head=f"{HEAD}  date: 2024-12-06\n")
    (found,) = lint(facts_from_text(dated))
    assert "成文日期" not in found.message
    both = f"{HEAD}  date: 2024-12-06\n  signed: 青山镇人民政府\n"
    assert lint(facts_from_text(with_facts("{name: 税收, value: 20万元}", head=both))) == []


def test_numbers_of_persons_are_not_repeated_in_full():
    facts = facts_of([f"{{text: 补助发放至{IDENTITY}。}}", "{text: 电话13900000000。}"])
    said = " ".join(item.message for item in lint(facts))
    assert IDENTITY not in said
    assert "13900000000" not in said


def test_lints_come_in_the_order_of_the_file_with_their_places():
    facts = facts_of(
        ["{name: 参保率, value: 101%}", "{name: 产值, value: 50万元, previous: 40万元, growth: 3%}"]
    )
    assert [(item.code, item.place.line, item.place.column) for item in lint(facts)[1:]] == [
        ("F201", 11, 28),
        ("F102", 12, 57),
    ]


def test_the_listing_names_every_fact_once_and_conceals_what_is_sensitive():
    facts = facts_of(
        [
            "{name: 税收, value: 20万元, growth: -3%, source: 财政所}",
            "{text: 走访5户。, show: sensitive}",
            "{text: 查处77件。, figures: [{text: 77件, show: sensitive}]}",
            "{name: 产值, value: 50万元, growth: {value: 3.3%, show: sensitive}, previous: 40万元}",
        ]
    )
    text = render_text(facts, lint(facts))
    assert text.count("20万元") == 1
    assert "下降3%" in text
    assert "走访5户" not in text
    assert "5户" not in text
    assert "查处（敏感，不显示）。" in text
    assert "F102" in text
    assert "77" not in text
    assert "3.3" not in text
    data = render_json(facts, lint(facts))
    assert data["ok"] is False
    assert "77件" not in str(data)
    assert "3.3%" not in str(data)
    assert data["summary"]["figures"] == 7
    assert [fact["text"] for fact in data["sections"][0]["facts"]] == [
        "",
        "（敏感，不显示）",
        "查处（敏感，不显示）。",
        "",
    ]


def test_a_lint_names_the_cells_to_look_into():
    facts = facts_of(["{name: 参保率, value: 101%, source: 人社所 a.xlsx 指标!C7}"])
    lints = lint(facts)
    assert "来源：人社所 a.xlsx 指标!C7" in render_text(facts, lints)
    assert render_json(facts, lints)["findings"][-1]["sources"] == ["人社所 a.xlsx 指标!C7"]


def test_the_listing_shows_hedges_where_they_stand():
    facts = facts_of(["{name: 甲, value: 约320余户}", "{text: 近300人次到场，申报项目5个以上。}"])
    text = render_text(facts, [])
    assert "甲  约320余户" in text
    assert "文中 近300人次" in text
    assert "文中 5个以上" in text


def test_every_rule_is_explained_in_the_manual():
    manual = Path(__file__).parents[2].joinpath("docs/facts.md").read_text(encoding="utf-8")
    levels = {"error": "错误", "warning": "提醒"}
    for rule in RULES:
        assert f"| {rule.code} | {rule.name} | {levels[rule.severity]} | {rule.title} |" in manual
