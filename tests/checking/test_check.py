"""What the check says of whole sentences: the cases that rival checkers cannot see."""

from __future__ import annotations

import pickle
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhibi.checking.check import check
from zhibi.checking.findings import Findings
from zhibi.facts.load import facts_from_text
from zhibi.facts.model import Facts

FACTS = """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - id: economy
    part: summary
    topic: 经济发展
    facts:
      - id: tax
        name: 税收收入
        aliases: [税收]
        value: 2186.4万元
        period: 1—10月
        growth: 6.35%
        previous: {value: 2055.9万元, show: hidden}
        forecast: 2620万元
        source: 财政所 表1 B2
      - {id: output, name: 规上工业产值, value: 45216.3万元, growth: 12.48%, source: 经发办 B3}
      - {id: retail, name: 限上商贸零售额, value: 4310.5万元, growth: -3.2%, source: 经发办 B4}
  - id: revival
    part: summary
    topic: 乡村振兴
    facts:
      - id: monitor.h
        name: 新增监测对象
        value: 9户
        of_which:
          closed: true
          parts: [{name: 突发严重困难户, value: 5户}, {name: 脱贫不稳定户, value: 4户}]
      - {id: monitor.p, name: 新增监测对象, value: 28人}
      - id: care
        text: 开展残疾人培训2期，惠及46人；建成村级养老服务站3个，改造适老化家庭17户。
      - {id: cars, name: 出动宣传车, value: 90余台次}
      - {id: old, name: 发放高龄补贴, value: 318人, status: last_year}
"""

_FACTS = facts_from_text(FACTS, "facts.yaml")

SOUND = (
    "1—10月，税收收入2186.4万元，同比增长6.35%，预计全年完成2620万元；规上工业产值45216.3万元，"
    "增长12.48%；限上商贸零售额4310.5万元，同比下降3.2%。新增监测对象9户28人，其中突发严重困难户5户、"
    "脱贫不稳定户4户。开展残疾人培训2期，惠及46人；建成村级养老服务站3个，改造适老化家庭17户。"
    "出动宣传车90余台次。去年发放高龄补贴318人。"
)


@pytest.fixture(scope="module")
def facts() -> Facts:
    return _FACTS


def errors(findings: Findings) -> list[str]:
    return [f.code for f in findings.findings if f.severity == "error"]


def test_a_sound_text_has_no_error_and_covers_all(facts: Facts) -> None:
    findings = check(SOUND, facts)
    assert errors(findings) == []
    assert findings.ok
    assert findings.coverage.used == findings.coverage.must
    assert {c.status for c in findings.figures if c.figure.claim} == {"stated"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("2186.4万元", "2168.4万元", "N101"),
        ("2186.4万元", "2186.4亿元", "N103"),
        ("2186.4万元", "2186.4元", "N103"),
        ("28人", "28人次", "N103"),
        ("同比增长6.35%", "同比下降6.35%", "N104"),
        ("同比下降3.2%", "同比增长3.2%", "N104"),
        ("增长6.35%", "增长6.35个百分点", "N103"),
        ("90余台次", "90台次", "N105"),
        ("9户28人", "9余户28人", "N105"),
        ("预计全年完成2620万元", "全年完成2620万元", "N109"),
        ("去年发放", "今年发放", "N109"),
        ("1—10月", "1—9月", "N107"),
        ("1—10月", "1—11月", "N107"),
        ("培训2期", "培训三期", "N101"),
        ("9户28人", "9户２９人", "N101"),
        ("，惠及46人", "", "N301"),
    ],
)
def test_one_wrong_place_is_named(facts: Facts, old: str, new: str, code: str) -> None:
    assert SOUND.count(old) == 1
    found = check(SOUND.replace(old, new), facts)
    assert code in errors(found)
    if new and code not in ("N107", "N104", "N109"):
        hit = next(f for f in found.findings if f.code == code)
        assert SOUND.index(old) <= hit.start <= SOUND.index(old) + len(old)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2186.4万元", "4310.5万元"),
        ("5户", "4户"),
        ("6.35%", "12.48%"),
        ("9户", "17户"),
        ("28人", "46人"),
        ("2620万元", "2186.4万元"),
    ],
)
def test_swapped_figures_of_one_unit_are_seen(facts: Facts, first: str, second: str) -> None:
    text = SOUND.replace(first, "\0").replace(second, first).replace("\0", second)
    assert errors(check(text, facts))


def test_the_nearest_fact_and_the_repair_are_given(facts: Facts) -> None:
    found = check(SOUND.replace("2186.4万元", "2168.4万元"), facts)
    hit = next(f for f in found.findings if f.code == "N101")
    assert hit.replacement == "2186.4万元"
    assert "税收收入" in hit.message
    assert "财政所 表1 B2" in hit.message
    assert (hit.line, hit.column) == (1, SOUND.index("2186.4万元") + 1)


def test_same_quantity_in_other_forms(facts: Facts) -> None:
    text = SOUND.replace("培训2期", "培训两期").replace("2186.4万元", "21864000元")
    found = check(text, facts)
    assert errors(found) == []
    assert "converted" in {c.status for c in found.figures}


def test_a_figure_worked_out_in_the_prose_must_be_declared(facts: Facts) -> None:
    found = check(SOUND.replace("同比增长6.35%", "同比增加130.5万元，同比增长6.35%"), facts)
    assert errors(found) == ["N111"]
    computed = next(c for c in found.figures if c.status == "computed")
    assert computed.how == "2186.4万元 - 2055.9万元"


def test_a_coincidence_of_unrelated_facts_proves_nothing(facts: Facts) -> None:
    # 46 - 28 = 18, 9 + 17 = 26: no word beside them names such an operation.
    found = check(SOUND + "走访慰问困难家庭26户，服务群众18人。", facts)
    assert errors(found).count("N101") == 2


def test_one_section_alone_is_asked_for_its_own_facts(facts: Facts) -> None:
    found = check("新增监测对象9户28人。", facts, sections={"revival"})
    assert "monitor.h" not in found.coverage.missing
    assert all(not name.startswith("tax") for name in found.coverage.missing)


def test_hidden_facts_are_not_asked_for(facts: Facts) -> None:
    assert "tax.previous" not in check("", facts).coverage.missing


def test_findings_are_values_that_can_be_pickled(facts: Facts) -> None:
    found = check(SOUND.replace("5户", "6户"), facts)
    assert pickle.loads(pickle.dumps(found)) == found
    assert found == check(SOUND.replace("5户", "6户"), facts)


def test_threads_with_facts_of_their_own_do_not_mix_them_up(facts: Facts) -> None:
    other = facts_from_text(FACTS.replace("2186.4万元", "2187.4万元"), "other.yaml")
    text, usual = "1—10月，税收收入2186.4万元。", sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            asked = [facts, other] * 40
            found = list(pool.map(lambda known: check(text, known), asked))
    finally:
        sys.setswitchinterval(usual)
    right = {id(known): check(text, known) for known in (facts, other)}
    assert found == [right[id(known)] for known in asked]


def test_a_style_may_be_named(facts: Facts) -> None:
    codes = {finding.code for finding in check("我镇税收收入2186.4万元。", facts, "街道").findings}
    assert "W103" in codes


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="税收入2186.4万元同比增长%，。一是二、（三）\n#余近３亿“”《》x", max_size=120)
)
def test_check_never_raises_and_spans_stand_in_the_text(text: str) -> None:
    found = check(text, _FACTS)
    for item in found.findings:
        assert 0 <= item.start <= item.end <= len(text)
    ends = 0
    for checked in found.figures:
        assert checked.figure.start >= ends
        ends = checked.figure.end
        assert text[checked.figure.start : ends] == checked.figure.text


def test_a_fact_of_another_year_may_be_told_of_that_year():
    facts = facts_from_text(
        FACTS + "      - {id: past, name: 财政收入, value: 800万元, period: 2023年}\n"
    )
    assert not [f for f in check("2023年，财政收入800万元。", facts).findings if f.code == "N107"]
    assert [f.code for f in check("2023年，出动宣传车90余台次。", facts).findings][:1] == ["N107"]


def test_a_quoted_period_of_a_fact_is_a_known_name():
    facts = facts_from_text(
        FACTS + "      - {id: visits, name: 客流, value: 2万人次, period: “双11”期间}\n"
    )
    found = check("“双11”期间，客流达2万人次。", facts).findings
    assert not [f for f in found if f.code != "N301"]
    assert "W101" in {f.code for f in check("“双12”期间，客流2万人次。", facts).findings}


def test_a_sensitive_value_may_not_be_written() -> None:
    text = FACTS.replace(
        "{id: cars,",
        "{id: cost, name: 专项经费, value: 37.25万元, show: sensitive}\n      - {id: cars,",
    )
    found = check("专项经费37.25万元。", facts_from_text(text, "facts.yaml"), sections=set())
    assert errors(found) == ["N101"]
