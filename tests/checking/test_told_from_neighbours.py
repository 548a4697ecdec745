"""What a figure's neighbours settle: differences, dates, counts, what is left, how it was read."""

from __future__ import annotations

import pytest

from tests.support.passages import errors_in
from zhibi.checking.check import Checker
from zhibi.facts.load import facts_from_text

CHECKER = Checker(
    facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月,
           computed: allow}
sections:
  - part: summary
    topic: 民生
    facts:
      - {id: shop, name: 闲置门面年初数, value: 63间}
      - {id: now, name: 现有闲置门面数, value: 38间}
      - {id: care, name: 护理补贴人数, value: 268人}
      - {id: life, name: 生活补贴人数, value: 312人}
      - {id: town, name: 镇级巡护员, value: 4名}
      - {id: village, name: 村级巡护员, value: 15名}
      - id: mill
        text: 茶叶加工厂3月开工，预计2025年6月投产。
        figures:
          - {text: 3月, name: 茶叶加工厂开工时间}
          - {text: 2025年6月, name: 茶叶加工厂预计投产时间, status: forecast}
      - id: dam
        text: 水库除险4月完工。
        figures: [{text: 4月, name: 水库除险完工时间}]
      - {id: school, text: 教学楼投资1120万元，主体已封顶，正在内装。, status: ongoing}
      - {id: moved, name: 避险搬迁, value: 16户, target: 21户, status: to_date}
      - {id: left, text: 避险搬迁还差5户没有搬。, figures: [{text: 5户, name: 未完成避险搬迁}]}
"""
    )
)

SHOPS = "闲置门面年初数63间，现有闲置门面38间"
CARE = "护理补贴人数268人"
BOTH = "护理补贴人数268人、生活补贴人数312人"
PARTS = "（镇级巡护员4名、村级巡护员15名）"


def errors(text: str) -> list[str]:
    return [one.code for one in errors_in(text, CHECKER)]


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("N104", f"{SHOPS}，增加25间。", f"{SHOPS}，减少25间。"),
        ("N104", f"{CARE}，比生活补贴的312人多44人。", f"{CARE}，比生活补贴的312人少44人。"),
        ("N104", f"{BOTH}，前者比后者高出44人。", f"{BOTH}，后者比前者高出44人。"),
        ("N107", "茶叶加工厂4月开工。", "茶叶加工厂3月开工。"),
        ("N107", "茶叶加工厂去年3月开工。", "茶叶加工厂今年3月开工。"),
        ("N107", "茶叶加工厂预计今年6月投产。", "茶叶加工厂预计明年6月投产。"),
        ("N302", f"水渠巡护员18名{PARTS}。", f"水渠巡护员19名{PARTS}。"),
        ("N101", f"{BOTH}，三项都有保障。", f"{BOTH}，两项都有保障。"),
        ("N102", "护理补贴268人、生活补贴268人。", "护理补贴268人、生活补贴312人。"),
        (
            "N102",
            "护理补贴和生活补贴人数1—11月分别达到312人、268人。",
            "护理补贴和生活补贴人数1—11月分别达到268人、312人。",
        ),
        (
            "N102",
            "镇级、村级两支队伍的巡护员分别有15名和4名。",
            "镇级、村级两支队伍的巡护员分别有4名和15名。",
        ),
    ],
)
def test_wrong_is_seen_and_right_passes(code: str, wrong: str, right: str) -> None:
    assert code in errors(wrong)
    assert errors(right) == []


@pytest.mark.parametrize(
    "text",
    [
        "教学楼投资1120万元，主体已封顶，正在内装。",
        "完成避险搬迁16户，还差5户没有搬。",
        "避险搬迁完成21户的76.2%。",
    ],
)
def test_neighbours_of_another_matter_raise_nothing(text: str) -> None:
    assert errors(text) == []


def test_an_explanation_has_fields_candidates_and_what_decided() -> None:
    text = "\n闲置门面年初数63间，现有闲置门面38间，增加25间。"
    findings = CHECKER.check(text, sections=frozenset())
    column = text.index("25")
    one, *others = CHECKER.explanations(text, findings, 2, column)
    assert not others
    assert (one.fields[0].name, one.fields[0].words) == ("升降", "增加")
    assert {found.code for found in one.findings} >= {"N104"}
    first = CHECKER.explanations(text, findings, 2)[0]
    assert [(c.entry.id, c.chosen) for c in first.candidates if c.same_value] == [("shop", True)]
    assert CHECKER.explanations(text, findings, 1) == []


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("N109", "茶叶加工厂3月投产。", "茶叶加工厂3月开工。"),
        ("N109", "待发放护理补贴人数268人。", "发放护理补贴人数268人。"),
        ("N115", "护理补贴人数增加268人。", "护理补贴人数达到268人。"),
    ],
)
def test_steps_and_changes(code: str, wrong: str, right: str) -> None:
    assert code in errors(wrong)
    assert errors(right) == []


SUBJECTS = Checker(
    facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - part: summary
    topic: 产业发展
    facts:
      - {id: plant, text: 东岭村茶叶加工厂投资230万元。, names: [东岭村],
         figures: [{text: 230万元, name: 茶叶加工厂投资}]}
      - {id: pond, text: 西河村鱼塘改造85亩。, names: [西河村],
         figures: [{text: 85亩, name: 鱼塘改造面积}]}
      - {id: all, name: 闲置铺面总数, value: 182间}
      - {id: let, name: 闲置铺面已出租, value: 145间}
      - {id: coal, name: 煤炭销售额, value: 7.1亿元}
      - {id: tea, name: 绿茶销售额, value: 3.4亿元}
      - {id: clinic, text: 卫生院接诊老年人2300人次。,
         figures: [{text: 2300人次, name: 老年人接诊数}]}
      - {id: child, text: 卫生院接诊儿童815例。,
         figures: [{text: 815例, name: 儿童接诊数}]}
      - {id: fee, text: 困难学生补助由每人800元提高到950元。,
         figures: [{text: 800元, name: 上年困难学生补助标准, status: last_year},
                   {text: 950元, name: 困难学生补助标准}]}
"""
    )
)


@pytest.mark.parametrize(
    ("code", "wrong", "right"),
    [
        ("N116", "西河村的茶叶加工厂投资230万元。", "东岭村的茶叶加工厂投资230万元。"),
        ("N116", "茶叶加工厂开到了西河村，投资230万元。", "茶叶加工厂开到了镇里，投资230万元。"),
        ("N102", "镇办企业绿茶卖了7.1亿元。", "镇办企业煤炭卖了7.1亿元。"),
        ("N116", "镇卫生院为儿童看病2300人次。", "镇卫生院为老年人看病2300人次。"),
        ("N116", "看病的有2300人次儿童。", "看病的有2300人次。"),
        ("N102", "闲置铺面总数145间，已出租182间。", "182间闲置铺面，已出租145间。"),
        (
            "N102",
            "困难学生补助由每人950元提高到每人800元。",
            "困难学生补助由每人800元提高到每人950元。",
        ),
    ],
)
def test_another_subject_and_exchanged_figures_are_seen(code: str, wrong: str, right: str) -> None:
    found = SUBJECTS.check(wrong, sections=frozenset()).findings
    assert code in {one.code for one in found if one.severity == "error"}
    assert SUBJECTS.check(right, sections=frozenset()).errors == 0


@pytest.mark.parametrize(
    "text",
    [
        "182间闲置铺面里145间已出租，走出一条盘活的新路。",
        "闲置铺面182间，已出租145间，两项都有台账，出租的超过四分之三。",
    ],
)
def test_articles_and_what_is_taken_up_need_no_fact(text: str) -> None:
    assert SUBJECTS.check(text, sections=frozenset()).errors == 0


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("闲置铺面182间，已出租145间，出租率79.7%。", "145间 / 182间"),
        ("闲置铺面182间，已出租145间，余下37间，占20.3%。", "(182间 - 145间) / 182间"),
        ("西河村改造鱼塘85亩，困难学生补助每人950元，共80750元。", "950元 * 85亩"),
        ("困难学生补助每人950元，共11400元。", None),
    ],
)
def test_computed_figures_tell_their_formula(text: str, how: str | None) -> None:
    found = SUBJECTS.check(text, sections=frozenset())
    assert (found.figures[-1].how or None) == how
