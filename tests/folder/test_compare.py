"""What is found between the reports of a folder, by the examples of each code and beyond them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhibi
from zhibi.checking.codes import rules
from zhibi.folder.compare import compare_documents
from zhibi.folder.document import Document
from zhibi.folder.findings import FolderFinding, FolderRule, folder_rules
from zhibi.writing.drafting import style_for

PASSAGE = "组织退休教师和返乡大学生在农家书屋开设假期课堂，由村干部轮流值守接送，家长自愿报名参加。"
OTHER = "在村部旁边的空房里办起老年食堂，由妇女小组长负责采购，每天中午给独居老人送饭上门。"


def document(report: Mapping[str, Any]) -> Document:
    about = {"style": "镇乡", "kind": "annual", "year": "2024", "organisation": "青山镇"}
    about |= {key: report[key] for key in about if key in report}
    facts = zhibi.facts_from(
        {
            "document": about | {"names": report.get("names", [])},
            "sections": [
                {
                    "id": "s",
                    "part": "summary",
                    "topic": "工作",
                    "facts": report.get("facts", [{"name": "道路", "value": "12公里"}]),
                }
            ],
        }
    )
    text = f"# 报告\n\n## 一、工作总结\n\n{report['text']}\n" if "text" in report else ""
    return Document.of(report["path"], facts, style_for(facts), text)


def found(folder: Sequence[Mapping[str, Any]]) -> list[FolderFinding]:
    return compare_documents([document(report) for report in folder])


def codes(folder: Sequence[Mapping[str, Any]]) -> list[str]:
    return [finding.code for finding in found(folder)]


@pytest.mark.parametrize("rule", folder_rules(), ids=lambda rule: rule.code)
def test_the_examples_of_a_rule_hold(rule: FolderRule) -> None:
    assert rule.failing
    assert rule.passing
    for folder in rule.failing:
        told = found(folder)
        assert [finding.code for finding in told] == [rule.code], folder
        assert told[0].severity == rule.severity
    for folder in rule.passing:
        assert codes(folder) == [], folder


def test_codes_are_those_of_no_other_table() -> None:
    both = [rule.code for rule in (*rules(), *folder_rules())]
    assert len(set(both)) == len(both)


def test_each_rule_is_listed_and_explained(zhibi) -> None:
    listed = zhibi("rules").out
    for rule in folder_rules():
        assert f"{rule.code}  " in listed
        ended = zhibi("rules", rule.code)
        assert rule.explanation in ended.out
        assert not re.search("[，。、；] ", rule.explanation)
        assert "{'" not in ended.out


def indicator(path: str, value: str, **more: Any) -> dict[str, Any]:
    fact = {"name": "造林面积", "value": value} | more.pop("fact", {})
    return {"path": path, "facts": [fact], **more}


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("2186.4万元", "2186.4万元", False),
        ("2186.4万元", "21864000元", False),
        ("2186.4万元", "2186万元", False),
        ("2186.4万元", "2187万元", True),
        ("2186.4万元", "0.22亿元", False),
        ("2186.4万元", "0.23亿元", True),
        ("320户", "320人", False),
        ("约320户", "322户", True),
        ("约300户", "约300户", False),
    ],
)
def test_two_values_differ_beyond_rounding(one: str, other: str, differ: bool) -> None:
    assert codes([indicator("a", one), indicator("b", other)]) == ["X101"] * differ


def test_two_values_are_compared_by_alias_and_within_one_office_and_year() -> None:
    alias = {"name": "新造林", "aliases": ["造林面积"]}
    differing = [indicator("a", "420亩"), indicator("b", "402亩", fact=alias)]
    (told,) = found(differing)
    assert "420亩" in told.message
    assert "402亩" in told.message
    assert [spot.path for spot in told.spots] == ["a", "b"]
    assert codes([differing[0], differing[1] | {"organisation": "白石乡"}]) == []
    assert codes([differing[0], differing[1] | {"year": "2023"}]) == []


def test_a_name_that_two_indicators_have_is_no_contradiction() -> None:
    facts = [{"name": "项目投资", "value": "80万元"}, {"name": "项目投资", "value": "1.6亿元"}]
    assert codes([{"path": "a", "facts": facts}, {"path": "b", "facts": facts[::-1]}]) == []


def test_sensitive_values_are_never_told() -> None:
    secret = {"show": "sensitive"}
    one, other = indicator("a", "420亩", fact=secret), indicator("b", "402亩")
    assert found([one, other]) == []


def county(*parts: str, whole: str, name: str = "造林面积", year: int = 2024) -> list[Any]:
    fact = {"name": name}
    offices = ["青山镇", "白石乡", "柳塘街道"]
    return [
        indicator("county", whole, organisation="云溪县", fact=fact, year=year),
        *(
            indicator(office, part, organisation=office, fact=fact, year=year)
            for office, part in zip(offices, parts, strict=False)
        ),
    ]


@pytest.mark.parametrize(
    ("reports", "severities"),
    [
        (county("420亩", "300亩", whole="720亩"), []),
        (county("420亩", "300亩", whole="700亩"), ["error"]),
        (county("420亩", "300亩", whole="740亩"), ["warning"]),
        (county("1.2万亩", "0.8万亩", whole="19876亩"), []),
        (county("98%", "97%", whole="97.6%"), []),
        (county("42元", "30元", whole="36元", name="人均补贴"), []),
        ([*county("420亩", "300亩", whole="700亩")[:2]], []),
        (
            [
                *county("420亩", "300亩", whole="700亩"),
                indicator("c", "12公里", organisation="柳塘街道"),
            ],
            ["error"],
        ),
        (
            [
                *county("420亩", "300亩", whole="740亩"),
                indicator("c", "12公里", organisation="柳塘街道"),
            ],
            [],
        ),
    ],
    ids=[
        "equal", "more", "less", "rounded", "rates", "per head", "one part", "more, one missing",
        "less, one missing",
    ],
)  # fmt: skip
def test_sums_of_townships_against_the_county(reports: list[Any], severities: list[str]) -> None:
    told = found(reports)
    assert {finding.code for finding in told} <= {"X102"}
    assert [finding.severity for finding in told] == severities


def test_a_figure_that_an_office_states_in_two_ways_is_not_added() -> None:
    reports = county("420亩", "300亩", whole="720亩")
    second = indicator("second", "402亩", organisation="青山镇", fact={"name": "造林面积"})
    assert codes([*reports, second]) == ["X101"]
    assert codes([second, *reports]) == ["X101"]


def text(path: str, words: str, organisation: str = "青山镇", year: int = 2024) -> dict[str, Any]:
    return {"path": path, "text": words, "organisation": organisation, "year": str(year)}


def test_a_passage_is_told_once_with_all_who_share_it() -> None:
    folder = [
        text("a.md", PASSAGE + OTHER),
        text("b.md", OTHER + PASSAGE, "白石乡"),
        text("c.md", f"另有一句话。{PASSAGE}{OTHER}", "柳塘镇"),
    ]
    (told,) = found(folder)
    assert told.code == "X103"
    assert [(spot.path, spot.line) for spot in told.spots] == [
        ("a.md", 5),
        ("b.md", 5),
        ("c.md", 5),
    ]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (PASSAGE.replace("家长", "村民"), True),
        (PASSAGE.replace("组织", "白石乡组织"), True),
        (PASSAGE.replace("，", "、"), True),
        (PASSAGE[: len(PASSAGE) // 2] + OTHER[len(OTHER) // 2 :], False),
    ],
)
def test_a_passage_with_few_words_changed_is_still_shared(changed: str, told: bool) -> None:
    names = [{"names": ["白石乡"]}, {}]
    folder = [text("a.md", PASSAGE) | names[0], text("b.md", changed, "白石乡")]
    assert codes(folder) == ["X103"] * told


def test_two_documents_of_one_office_and_year_may_share_their_text() -> None:
    assert codes([text("总结.md", PASSAGE), text("汇报.md", PASSAGE)]) == []


def test_what_the_style_says_is_nobodys_own() -> None:
    preamble = "# 报告\n\n" + PASSAGE
    folder = [text("a.md", ""), text("b.md", "", "白石乡")]
    made = [
        Document.of(one["path"], facts, style_for(facts), preamble + "\n\n## 一、工作总结\n\n甲。")
        for one in folder
        for facts in [zhibi.facts_from(small(one["organisation"]))]
    ]
    assert compare_documents(made) == []


def small(organisation: str) -> dict[str, Any]:
    return {
        "document": {
            "style": "镇乡", "kind": "annual", "year": 2024, "organisation": organisation,
        },
        "sections": [{"part": "summary", "facts": [{"name": "道路", "value": "12公里"}]}],
    }  # fmt: skip


def test_a_county_may_name_its_townships() -> None:
    folder = [text("a.md", "青山镇新建道路。", "云溪县"), text("b.md", "新建道路。")]
    assert codes(folder) == []


def test_a_name_that_is_part_of_ones_own_is_no_other_name() -> None:
    folder = [text("a.md", "大青山镇新建道路。", "大青山镇"), text("b.md", "新建道路。")]
    assert codes(folder) == []


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_reports_changes_nothing_that_is_found(order: list[int]) -> None:
    folder = [
        text("a.md", PASSAGE),
        text("b.md", PASSAGE, "白石乡"),
        text("c.md", "青山镇新建道路。", "柳塘镇"),
        indicator("d", "420亩", organisation="石湾镇"),
        indicator("e", "402亩", organisation="石湾镇"),
    ]
    told = found([folder[at] for at in order])
    assert sorted(finding.code for finding in told) == ["X101", "X103", "X105"]


def test_findings_are_data() -> None:
    (told,) = found([text("a.md", PASSAGE), text("b.md", PASSAGE, "白石乡")])
    assert json.loads(json.dumps(str(told.spots[0]), ensure_ascii=False)) == "a.md:5:1"
    assert told.name == "shared-text"


def test_a_figure_of_a_sentence_is_compared_by_the_name_before_it() -> None:
    listed = {"name": "税收收入", "value": "29963.8万元"}

    def told(words: str) -> list[str]:
        return codes([{"path": "a", "facts": [listed]}, {"path": "b", "facts": [{"text": words}]}])

    assert told("税收收入达到1.234亿元。") == ["X101"]
    assert told("全年完成税收收入约3亿元。") == []
    assert told("税收收入增长6.2%。") == []
    assert told("税收收入中，工业税收1.234亿元。") == []
    assert told("1—6月税收收入1.234亿元。") == []


COOK = (
    "{}利用闲置校舍改建养老照料点{}处，床位{}张，由返乡厨师掌勺，"
    "子女在外的老人每餐只付{}元，剩下的由乡贤捐助。"
)
LISTED = "召开专题党委会议{}次、专题部署会议{}次，开展集中宣讲{}场次，覆盖党员群众{}余人次。"


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (COOK.format("石西坪村", 2, 36, 3), COOK.format("桃上岭村", 13, 152, 4), True),
        (LISTED.format(12, 4, 31, 400), LISTED.format(9, 7, 18, 260), False),
    ],
    ids=["names and figures replaced", "the words of a form"],
)
def test_replaced_names_and_figures_hide_no_copy(one: str, other: str, shared: bool) -> None:
    assert codes([text("a.md", one), text("b.md", other, "白石乡")]) == ["X103"] * shared


def test_a_village_that_another_office_declares_is_foreign() -> None:
    mine = text("a.md", "桃南岗村修渠。") | {"names": ["桃南岗村"]}
    theirs = text("b.md", "桃南岗村改造山塘。", "白石乡")
    for owner in (
        mine,
        {**mine, "names": [], "facts": [{"text": "修渠。", "names": ["桃南岗村"]}]},
    ):
        (told,) = found([owner, theirs])
        assert (told.code, told.spots[0].path) == ("X105", "b.md")
        assert "桃南岗村" in told.message
        assert "青山镇" in told.message
    assert codes([mine, theirs | {"names": ["桃南岗村"]}]) == []
    assert codes([mine | {"names": []}, theirs]) == []


def test_a_sum_is_told_in_the_unit_of_the_whole_and_made_of_the_exact_figures() -> None:
    reports = county("420.5万元", "300.2万元", whole="800.7万元", name="税收收入")
    rounded = indicator("汇报", "0.04亿元", organisation="青山镇", fact={"name": "税收收入"})
    for folder in ([rounded, *reports], [*reports, rounded]):
        (told,) = found(folder)
        assert "合计 720.7万元" in told.message
        assert "少 80万元" in told.message
