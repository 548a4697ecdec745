"""What the clause of a figure says, compared with the facts field by field."""

from __future__ import annotations

import re
from functools import partial

import pytest

from tests.support.passages import error_codes
from zhibi.checking.check import Checker, check
from zhibi.checking.reading import cues
from zhibi.facts.load import facts_from_text
from zhibi.structure import CLAUSE

FACTS = facts_from_text(
    """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青禾镇, period: 1—11月}
sections:
  - part: summary
    topic: 经济发展
    facts:
      - {id: out, name: 规上工业产值, value: 48652.7万元, growth: 8.43%, period: 1—10月}
      - {id: rev, name: 财政收入, value: 70716万元, growth: -6.2%, previous: 75390万元}
      - {id: shows, text: 办文化活动122场，其中周周演44场。}
      - {id: watched, text: 监测户83户，收入达标63户，未达标20户。}
      - {id: asphalt, text: 沥青路面投资70万元，10月完工。}
      - {id: fair, text: 8月办农具展销会1场。}
      - {id: books, text: 新开书屋6家，全镇书屋34家。}
      - {id: plant, text: 晨筱包装项目投资1.6亿元，9月签约，尚未开工。}
      - {id: road, text: 通村路硬化5.3公里，正在施工。, status: ongoing}
      - {id: hall, text: 敬老院改造投资260万元，已通过验收。}
      - {id: bed, text: 家庭养老床位46张，每张每月补300元。}
      - {id: model, text: 获评市级示范社区1个。}
      - {id: herb, text: 天麻收购价每公斤138元。}
      - {id: school, text: 老年学校已建成，电教设备正在安装，学校食堂计划明年开放，消防还未验收。}
      - {id: aid, text: 代缴养老保险412人，每人每年100元。}
"""
)


codes = partial(error_codes, given=FACTS)


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        (
            "N107",
            "监测户83户，走访去年照常。",
            "监测户83户，走访照常。",
        ),
        (
            "N107",
            "沥青路面投资70万元，8月完工。",
            "沥青路面投资70万元，10月完工。",
        ),
        (
            "N113",
            "规上工业产值8.43%，财政收入降了6.2%，两项均为环比。",
            "规上工业产值8.43%，财政收入降了6.2%，两项均为同比。",
        ),
        ("N113", "规上工业产值环比增长8.43%。", "规上工业产值同比增长8.43%。"),
        (
            "N113",
            "财政收入由上月的75390万元降到70716万元。",
            "财政收入由上年的75390万元降到70716万元。",
        ),
        ("N115", "文化活动办了122场，周周演另办了44场。", "文化活动办了122场，其中周周演44场。"),
        (
            "N115",
            "监测户收入达标63户、未达标20户，其余83户。",
            "监测户收入达标63户、未达标20户，共83户。",
        ),
        (
            "N115",
            "监测户83户，收入达标63户，共20户未达标。",
            "监测户83户，收入达标63户，余下20户未达标。",
        ),
        ("N115", "书屋净增了34家，新开6家。", "书屋34家，新开6家。"),
        ("N113", "规上工业产值比年初增长8.43%。", "规上工业产值较上年同期增长8.43%。"),
        ("N104", "财政收入高于上年6.2%。", "财政收入低于上年6.2%。"),
        ("N104", "财政收入同比增长6.2%。", "财政收入同比负增长6.2%。"),
        ("N115", "规上工业产值占比8.43%。", "规上工业产值增幅8.43%。"),
        ("N115", "规上工业产值完成全年目标的8.43%。", "规上工业产值8.43%的增长来之不易。"),
        ("N107", "上半年，规上工业产值48652.7万元。", "前10个月，规上工业产值48652.7万元。"),
        ("N109", "去年，财政收入70716万元。", "今年，财政收入70716万元。"),
        ("N109", "晨筱包装项目投资1.6亿元，已经投产。", "晨筱包装项目投资1.6亿元，已签约。"),
        ("N109", "投资1.6亿元的晨筱包装项目已开工。", "投资1.6亿元的晨筱包装项目还未开工。"),
        ("N109", "通村路硬化5.3公里，已经完工。", "通村路硬化5.3公里，仍在施工。"),
        ("N109", "敬老院改造投资260万元，还没有验收。", "投资260万元改造敬老院，现已验收。"),
        ("N109", "敬老院改造拟投资260万元。", "敬老院改造投资260万元，其余的还在改。"),
        ("N114", "家庭养老床位每张每年补300元。", "家庭养老床位一张一个月补300元。"),
        ("N114", "家庭养老床位补300元。", "家庭养老床位46张，按月补300元。"),
        ("N114", "天麻收购价每亩138元。", "天麻收购价138元一公斤。"),
        ("N114", "代缴养老保险412人，每户每年100元。", "代缴养老保险412人，一人一年100元。"),
        ("N109", "老年学校的电教设备已全部安装到位。", "老年学校的电教设备还在安装。"),
        ("N109", "老年学校食堂现已开放。", "老年学校食堂将于明年开放。"),
        ("N109", "老年学校正在建设。", "老年学校已经建成，食堂还没开放。"),
        ("N116", "获评省级示范社区1个。", "获评市级示范社区1个。"),
    ],
)
def test_a_field_told_otherwise_is_named(code: str, wrong: str, right: str) -> None:
    assert code in codes(wrong)
    assert not codes(right)


FIELDS = ("base", "direction", "stage", "aspect", "not_stage", "role", "rate", "level", "period")


@pytest.mark.parametrize("field", FIELDS)
def test_looking_for_first_characters_misses_no_cue(field: str) -> None:
    words = [cues.expanded(c) for listed in _cue_lists(field) for c in listed]
    longest = sorted(words, key=lambda cue: len(cues._AROUND.sub("", cue)), reverse=True)
    pattern = re.compile("|".join(f"(?:{cue})" for cue in longest))
    text = "，".join(
        [*words, "比去年同期多5户，每人每月一个月3元，低于全县平均，尚未通过验收，可全面完工"]
    )
    found = [(said.start, said.end) for said in cues.find_cues(field, text)]
    assert found == [match.span() for match in pattern.finditer(text)]
    assert found


@pytest.mark.parametrize("field", FIELDS)
def test_a_text_that_is_read_once_has_the_cues_of_each_clause(field: str) -> None:
    text = "。".join(
        [
            "去年同期，省里补助5户，比年初多3户，每户每月补300元",
            "截至10月底，全市低保家庭占比12%，同比下降0.4个百分点；其中已完工9个，在建3个，合计12个",
            "预计明年上半年验收（市级），尚未开工的2个将于年底前动工",
        ]
    )
    cued = cues.CuedText(text)
    spans = [clause.span() for clause in CLAUSE.finditer(text)]
    found = [cued.cues(field, *span) for span in spans]
    assert found == [cues.find_cues(field, text, *span) for span in spans]
    assert [said for listed in found for said in listed] == cued.cues(field, 0, len(text))


def test_a_cue_that_a_span_cuts_is_not_in_it() -> None:
    text = "税收收入同比增长5%"
    at = text.index("增长")
    cued = cues.CuedText(text)
    assert [said.words for said in cued.cues("direction", at, at + 2)] == ["增长"]
    assert not cued.cues("direction", at, at + 1)
    assert not cued.cues("direction", at + 1, len(text))


def test_facts_that_say_a_clause_word_for_word_are_found() -> None:
    ledger = Checker(PLAN).ledger
    assert ledger.saying("今年新入库7家") == ["firms"]
    assert not ledger.saying("今年新入库8家")
    assert not ledger.saying("")


def _cue_lists(field: str) -> list[list[str]]:
    return [listed for _, listed in cues._rows(field)]


PLAN = facts_from_text(
    """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青禾镇, period: 1—11月}
sections:
  - part: summary
    topic: 经济发展
    facts:
      - {id: jobs, name: 新增就业, value: 318人, target: {value: 520人}}
      - {id: firms, text: 去年底限上企业29家，今年新入库7家。}
      - {id: herb, text: 天麻均价由去年每公斤160元跌到138元。}
  - part: plan
    topic: 明年计划
    facts:
      - {id: tea, text: 改造低产茶园600亩。}
      - {id: houses, text: 一季度搬迁剩余5户。, status: target}
"""
)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("今年要改造低产茶园600亩。", "明年要改造低产茶园600亩。"),
        ("今年的打算：改造低产茶园600亩。", "明年的打算：改造低产茶园600亩。"),
        ("新增就业318人，占上半年520人目标的61.2%。", "新增就业318人，占全年520人目标的61.2%。"),
        ("限上企业去年新入库7家。", "限上企业今年新入库7家。"),
    ],
)
def test_the_time_of_plans_targets_and_single_figures_is_compared(wrong: str, right: str) -> None:
    errors = partial(error_codes, given=PLAN, computed=False)

    assert errors(wrong) & {"N107", "N109"}
    assert not errors(right)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("## 四、2025年工作计划\n\n一季度完成剩余5户搬迁。", False),
        ("## 四、2025年工作计划\n\n一季度已完成剩余5户搬迁。", True),
        ("## 一、2024年工作总结\n\n一季度完成剩余5户搬迁。", True),
        ("## 一、2024年工作总结\n\n推动一季度完成剩余5户搬迁。", False),
    ],
)
def test_a_verb_alone_says_what_is_to_be_done_in_a_plan(text: str, wrong: bool) -> None:
    found = check(text, PLAN, sections=frozenset()).findings
    assert any(one.code == "N109" for one in found) == wrong
