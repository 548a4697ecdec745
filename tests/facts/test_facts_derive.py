"""What `derive` computes: exact arithmetic, rounded once, in the unit that was asked for."""

import pytest

from tests.support.facts_texts import HEAD, with_derive
from zhibi.errors import InputError
from zhibi.facts.load import facts_from_text

FACTS = [
    (
        "{id: tax, name: 税收收入, value: 2186.4万元, previous: 2055.9万元, target: 2600万元, "
        "growth: -5%}"
    ),
    "{id: ind, name: 工业税收, value: 1204.3万元}",
    "{id: big, name: 总投资, value: 1.2亿元}",
    "{id: people, name: 参保人数, value: 14260人}",
    "{id: money, name: 缴费金额, value: 6844800元}",
    "{id: rate, name: 参保率, value: 98.12%}",
    "{id: road, name: 道路, value: 3.5公里}",
    "{id: path, name: 小路, value: 800米}",
    "{id: tie, name: 半数, value: 1.25万元}",
    "{id: tie-2, name: 减号, value: 2万元}",
]

CASES = [
    ("工业税收 / tax", "0.00%", "55.08%"),
    ("占比(工业税收, tax)", None, "55.08%"),
    ("占比(工业税收, tax)", "0.0%", "55.1%"),
    ("增速(tax, tax.previous)", None, "6.35%"),
    ("完成率(tax, tax.target)", None, "84.09%"),
    ("人均(money, people)", None, "480.00元"),
    ("人均(money, people)", "0元", "480元"),
    ("差额(tax, 工业税收)", None, "982.1万元"),
    ("合计(tax, 工业税收, 总投资)", None, "15390.7万元"),
    ("合计(tax, 工业税收, 总投资)", "0.00亿元", "1.54亿元"),
    ("tax + 工业税收", "#,##0.0万元", "3,390.7万元"),
    ("（tax ＋ 工业税收）× 2", None, "6781.4万元"),
    ("tax - 186.4万元", None, "2000万元"),
    ("tax * (1 + tax.growth)", "0.0万元", "2077.1万元"),
    ("rate + 1%", None, "99.12%"),
    ("road + path", None, "4.3公里"),
    ("path + road", None, "4300米"),
    ("road + path", "0米", "4300米"),
    ("money / people * people", "0元", "6844800元"),
    ("-tax + big", "0.0万元", "9813.6万元"),
    ("tie-2 + tie", None, "3.25万元"),
    ("tie", "0.0万元", "1.3万元"),
    ("big / tax", "0.0倍", "5.5倍"),
]


@pytest.mark.parametrize(("formula", "form", "result"), CASES)
def test_formula(formula, form, result):
    line = f"{{id: x, name: 结果, formula: '{formula}'" + (f", as: '{form}'}}" if form else "}")
    facts = facts_from_text(with_derive(FACTS, [line]))
    (fact,) = (fact for fact in facts.all_facts() if fact.formula and not fact.implied)
    assert fact.value is not None
    assert fact.value.quantity.text == result
    assert fact.value.role == "derived"
    assert fact.source == f"公式：{formula}"


@pytest.mark.parametrize(("rounding", "result"), [("half-up", "1.3万元"), ("half-even", "1.2万元")])
def test_rounding_is_the_documents_own(rounding, result):
    text = with_derive(FACTS, ["{id: x, name: 结果, formula: tie, as: 0.0万元}"])
    facts = facts_from_text(text.replace(HEAD, HEAD + f"  rounding: {rounding}\n"))
    (entry,) = (entry for entry in facts.entries() if entry.id == "x")
    assert entry.quantity.text == result


def test_derivations_may_rest_on_each_other_in_any_order():
    derive = [
        "{id: x, name: 乙, formula: 甲 * 2}",
        "{id: y, name: 甲, formula: tie-2 + tie}",
    ]
    entries = {entry.id: entry for entry in facts_from_text(with_derive(FACTS, derive)).entries()}
    assert entries["x"].quantity.text == "6.5万元"
    assert list(entries)[-2:] == ["x", "y"]


def test_a_growth_that_is_computed_has_a_direction():
    line = "{id: x, name: 增速, formula: '增速(ind, tax)', period: 上半年, show: may}"
    entries = facts_from_text(with_derive(FACTS, [line])).entries()
    (entry,) = (entry for entry in entries if entry.id == "x")
    assert (entry.quantity.text, entry.direction) == ("44.92%", -1)
    assert (entry.period, entry.show) == ("上半年", "may")


def test_a_derived_fact_stands_behind_the_last_of_its_terms():
    facts = ["{id: a, name: 甲, value: 2人}", "{id: b, name: 乙, value: 4人}", "{text: 另一件事。}"]
    derive = ["{id: x, name: 丙, formula: b + a}", "{id: y, name: 丁, formula: x + 1人}"]
    entries = facts_from_text(with_derive(facts, derive)).all_facts()
    assert [fact.id for fact in entries] == ["a", "b", "x", "y", "s.3"]


@pytest.mark.parametrize(
    ("own", "formula", "period"),
    [
        ("", "工业税收 / tax", "1—10月"),
        ("", "增速(tax, tax.previous)", "1—10月"),
        ("period: 上半年, ", "工业税收 / tax", "上半年"),
        ("", "tax / 总投资", "1—11月"),
    ],
)
def test_a_result_is_of_the_period_of_its_terms(own, formula, period):
    facts = facts_from_text(
        with_derive(
            [
                "{id: tax, name: 税收收入, value: 21万元, period: 1—10月, previous: 20万元}",
                "{id: ind, name: 工业税收, value: 12万元, period: 1—10月}",
                "{id: big, name: 总投资, value: 1.2亿元, period: 1—11月}",
            ],
            [f"{{id: x, name: 结果, {own}formula: '{formula}', as: '0.0%'}}"],
        )
    )
    (fact,) = (fact for fact in facts.all_facts() if fact.formula and not fact.implied)
    assert fact.period == period


SENSITIVE = "{id: sec, name: 债务余额, value: 731万元, show: sensitive}"


@pytest.mark.parametrize(
    "derive",
    [
        ['{id: d, name: 债务翻番, formula: sec * 2, as: "0万元"}'],
        ['{id: d, name: 债务翻番, formula: sec * 2, as: "0万元", show: must}'],
        [
            '{id: c, name: 中间数, formula: sec + tax, as: "0.0万元"}',
            '{id: d, name: 债务翻番, formula: c / 2, as: "0.0万元"}',
        ],
    ],
)
def test_what_is_computed_from_a_sensitive_figure_is_as_sensitive(derive):
    facts = facts_from_text(with_derive([*FACTS, SENSITIVE], derive))
    (entry,) = [entry for entry in facts.entries() if entry.id == "d"]
    assert entry.show == "sensitive"


def test_a_failed_formula_names_no_sensitive_value():
    secret = SENSITIVE.replace("731万元", "700—731万元")
    with pytest.raises(InputError) as raised:
        facts_from_text(with_derive([secret], ["{id: d, name: 翻番, formula: sec * 2}"]))
    assert "731" not in str(raised.value)
