"""Parts against wholes (N203), counts against lists (N204), roundings, and labels that differ."""

from __future__ import annotations

import pytest

from tests.checking.test_rules import DOCUMENT
from zhibi.checking.check import check
from zhibi.facts.from_data import facts_from
from zhibi.facts.model import Facts


def facts_of(*facts: dict[str, str] | str) -> Facts:
    listed = [{"text": one} if isinstance(one, str) else one for one in facts]
    section = {"id": "s", "part": "summary", "topic": "工作", "facts": listed}
    return facts_from({"document": DOCUMENT, "sections": [section]})


def found(text: str, *facts: dict[str, str] | str) -> dict[str, str]:
    """The errors of a check, message by code."""
    findings = check(text, facts_of(*facts)).findings
    return {one.code: one.message for one in findings if one.severity == "error"}


@pytest.mark.parametrize(
    "text",
    [
        "户均养殖收入2.1万元，其中示范户户均3.4万元。",  # a mean has no parts
        "水稻播种面积6120亩，比上年减少240亩，其中再生稻1300亩。",  # the level has parts
        "新建公交站台12座和候车亭4座，其中带充电口的9座。",  # of both that are told at once
        "平均出勤率92%，其中青山村98%。",
        "受理纠纷96件，化解92件，化解率95.83%，其中货运纠纷38件、用工纠纷27件、邻里纠纷31件。",
    ],
)
def test_what_is_no_sum_is_not_added_up(text: str) -> None:
    assert found(text, text) == {}


def test_parts_above_their_whole_are_found() -> None:
    said = "新建公交站台12座，其中带充电口的19座。"
    assert "N203" in found(said, said)
    both = "新建公交站台12座和候车亭4座，其中带充电口的19座。"
    assert "N203" in found(both, both)


def test_a_list_is_counted_also_where_the_facts_list_more() -> None:
    fact = "清退违规商户3家，分别是云帆商贸、青禾食品、晨筱包装。"
    assert found(fact, fact) == {}
    assert "N204" in found("清退违规商户3家，分别是云帆商贸、晨筱包装。", fact)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("青山村、碧水村、石桥村4个村完成分类。", True),
        ("青山村、碧水村、石桥村、南坡村4个村完成分类。", False),
        ("食品、服装、建材4个行业完成分类。", False),  # kinds, not names
        ("青山村、碧水村等4个村完成分类。", False),
    ],
)
def test_names_listed_before_their_count(text: str, *, wrong: bool) -> None:
    assert ("N204" in found(text, {"name": "完成分类", "value": "4个"})) == wrong


def test_a_rounding_that_does_not_say_so_is_one_finding() -> None:
    revenue = {"name": "集体经济收入", "value": "45273万元"}
    assert list(found("集体经济收入4.53亿元。", revenue)) == ["N105"]
    assert "没有写“约”" in found("集体经济收入4.53亿元。", revenue)["N105"]
    assert found("集体经济收入约4.53亿元。", revenue) == {}
    assert "N101" in found("集体经济收入4.58亿元。", revenue)


def test_another_number_with_a_hedge_is_no_rounding() -> None:
    assert "N101" in found("发放传单近15.6万份。", "发放传单近15.2万份。")
    assert "N105" in found("发放传单近15万份。", {"name": "发放传单", "value": "152300份"})


def test_parts_of_a_ratio_in_another_order_are_no_wrong_unit() -> None:
    assert "N101" in found("三类用地比为5:3:2。", "三类用地比为5:2:3。")


@pytest.mark.parametrize(
    ("facts", "text", "names"),
    [
        (
            ("东岭基地投资60万元，年产菌菇40吨。", "西岭基地投资80万元，年产菌菇70吨。"),
            "东岭基地投资60万元，年产菌菇70吨。西岭基地投资80万元，年产菌菇40吨。",
            ("东岭基地", "西岭基地"),
        ),
        (
            ("服务覆盖26个居民小区和318个单元楼栋。",),
            "服务覆盖居民小区318个、单元楼栋26个。",
            ("居民小区", "单元楼栋"),
        ),
    ],
)
def test_a_message_never_has_one_name_on_both_sides(
    facts: tuple[str, ...], text: str, names: tuple[str, str]
) -> None:
    message = found(text, *facts)["N102"]
    assert all(name in message for name in names)


def test_a_base_is_quoted_whole_and_told_once() -> None:
    fact = {"name": "群众满意率", "value": "95.2%", "growth": "提高1.4个百分点"}
    findings = check("群众满意率95.2%，高于全县平均1.4个百分点。", facts_of(fact)).findings
    assert [one.code for one in findings] == ["N113"]
    assert "“高于全县平均”" in findings[0].message


def test_thresholds_and_what_stands_apart_are_no_wholes_and_parts() -> None:
    villages = "集体收入40万元以上的村6个，其中北岭村118万元。"
    assert found(villages, villages) == {}
    firms = "现有科技企业31家，另有8家正在申报。"
    assert found(firms, firms) == {}


def test_steps_of_one_statement_and_bare_kinds_of_firms_are_told_apart() -> None:
    firms = "新增服务业企业3家，正在申报工业企业1家、商贸企业2家。"
    told = "新增3家服务业企业，另有1家工业企业、2家商贸企业正在申报。"
    assert found(told, firms) == {}
    text = "推动建强合作社。发展合作社4家。四是合作社账目不清。"
    findings = check(text, facts_of("发展合作社4家。")).findings
    assert "W101" not in {one.code for one in findings}
