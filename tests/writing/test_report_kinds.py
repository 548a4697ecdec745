"""A kind of report is what a style's file says it is."""

from __future__ import annotations

import ast
from pathlib import Path

import openpyxl
import pytest

import zhibi as library
from tests.cli.conftest import zhibi  # noqa: F401  a fixture
from zhibi.facts.kinds import report_kind, report_kinds
from zhibi.facts.load import facts_from_text
from zhibi.intake.questions import ask
from zhibi.intake.suggested import suggested_by_title

ROOT = Path(__file__).resolve().parents[2]
FACTS = """\
document: {{style: {style}, kind: {kind}, year: 2024, organisation: 青山镇, period: {period},
  superior: 县委、县政府}}
sections:
  - part: summary
    topic: 经济发展
    facts:
      - {{name: 税收收入, value: 1186.4万元, growth: 6.35%, source: 财政所}}
      - {{text: 硬化村组道路12公里。, status: done, source: 村建办}}
  - part: plan
    topic: 道路建设
    status: target
    facts:
      - {{text: 硬化村组道路8公里。, source: 村建办}}
"""
OWN = """\
extends: 镇乡
name: 我区
self_name: 我镇
kinds:
  述职:
    since: 任职以来
    length: [100, 800]
    title:
      with_plan: "{organisation}{year}年述职报告"
      without_plan: "{organisation}{year}年述职报告"
      report: "{year}年履职情况"
      report_without_plan: "{year}年履职情况"
    parts:
      summary: {heading: 履职情况}
      plan: {heading: 下一步打算}
"""


def facts_text(kind: str = "quarter", period: str = "第三季度", style: str = "镇乡") -> str:
    return FACTS.format(kind=kind, period=period, style=style)


@pytest.mark.parametrize("style", ["镇乡", "街道"])
@pytest.mark.parametrize("kind", ["quarter", "季度"])
def test_a_quarterly_report_is_drafted_without_an_error(style: str, kind: str) -> None:
    facts = facts_from_text(facts_text(kind, style=style))
    assert facts.document.kind == "quarter"
    draft = library.draft(facts)
    assert draft.title == "青山镇2024年第三季度工作总结及下季度工作计划"
    assert "第三季度，" in draft.text
    assert "下季度工作计划" in draft.text
    assert "2025" not in draft.text
    assert [f.message for f in draft.findings.findings if f.severity == "error"] == []


def test_another_quarter_than_that_of_the_facts_is_found() -> None:
    facts = facts_from_text(facts_text())
    text = library.draft(facts).text
    wrong = text.replace("税收收入", "第二季度税收收入", 1)
    assert library.check(wrong, facts).errors > library.check(text, facts).errors == 0


def test_the_next_year_is_planned_where_the_style_says_so() -> None:
    title = "# 青山镇2024年工作总结及2025年工作计划\n"
    status = {
        kind: library.check(title, facts_from_text(facts_text(kind))).figures[1].status
        for kind in report_kinds()
    }
    assert status["annual"] == "stated"
    assert status["half-year"] == status["quarter"] == "unsupported"
    for name in ("镇乡", "街道"):
        plans = {kind: library.load_style(name, kind).plans_next_year for kind in report_kinds()}
        assert plans == {"annual": True, "half-year": False, "quarter": False}


def test_a_style_of_ones_own_has_its_own_kind(zhibi, tmp_path: Path) -> None:  # noqa: F811
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    path = tmp_path / "facts.yaml"
    path.write_text(facts_text("述职", "1—11月", "own.yaml"), "utf-8")
    draft = library.draft(library.load_facts(path))
    assert draft.title == "青山镇2024年述职报告"
    assert "一、履职情况" in draft.text
    assert draft.findings.errors == 0
    assert "述职" in zhibi("facts", path).out
    assert zhibi("draft", path, "-o", tmp_path / "a.docx").code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (facts_text("weekly"), "quarter（季度）"),
        (facts_text("述职"), "“kind”的值“述职”不认识"),
    ],
)
def test_a_kind_that_no_style_has_is_refused_at_its_place(text: str, said: str) -> None:
    with pytest.raises(library.InputError) as caught:
        facts_from_text(text)
    (problem,) = caught.value.problems
    assert said in f"{problem.message}{problem.hint}"
    assert (problem.line, problem.column) == (1, 29)


def test_a_kind_that_a_style_lacks_is_refused_when_it_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    with pytest.raises(library.InputError, match="annual、half-year、quarter、述职"):
        library.load_style(str(tmp_path / "own.yaml"), "月报")
    with pytest.raises(library.InputError, match="没有“述职”这种报告"):
        library.load_style("镇乡", "述职")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青山镇2024年工作总结", "annual"),
        ("青山镇2024年上半年工作总结", "half-year"),
        ("青山镇2024年第三季度工作总结", "quarter"),
        ("青山镇2024年三季度工作汇报", "quarter"),
        ("青山镇2024年前三季度工作总结", "quarter"),
    ],
)
def test_a_title_tells_the_kind(title: str, kind: str) -> None:
    assert suggested_by_title(title)["kind"] == kind


def test_no_kind_is_decided_upon_in_code() -> None:
    """A further kind is data: what code does for a kind, it reads from the tables."""
    keys = set(report_kinds())
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Compare | ast.match_case):
                named = {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
                assert not named & keys, (path, node.lineno)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a style of one's own, the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    return tmp_path


def test_a_form_has_the_kinds_of_its_style_and_is_merged_to_them(zhibi, own) -> None:  # noqa: F811
    assert zhibi("form", "--style", "own.yaml", "--kind", "述职", "-o", "form.xlsx").code == 0
    ended = zhibi("form", "--style", "own.yaml", "--kind", "周报", "-o", "form.xlsx")
    assert ended.code == 2
    assert "述职" in ended.err
    (own / "facts.yaml").write_text(facts_text("述职", "1—11月", "own.yaml"), "utf-8")
    form = ("form", "--style", "own.yaml", "--facts", "facts.yaml", "-o", "filled.xlsx")
    assert zhibi(*form).code == 0
    assert zhibi("merge", "filled.xlsx", "-o", "merged.yaml").code == 0
    assert library.load_facts("merged.yaml").document.kind == "述职"
    assert zhibi("draft", "filled.xlsx", "-o", "a.md", "--writer", "offline").code == 0
    assert "2024年述职报告" in (own / "a.md").read_text("utf-8")


def test_a_kind_that_no_style_has_is_refused_at_its_cell(zhibi, own) -> None:  # noqa: F811
    book = openpyxl.load_workbook(_filled(zhibi))
    sheet = next(one for one in book if one.title == "基本信息")
    cell = next(c for row in sheet for c in row if c.value == "年度")
    cell.value = "年末"
    book.save("filled.xlsx")
    ended = zhibi("merge", "filled.xlsx", "-o", "merged.yaml")
    assert ended.code == 3
    assert f"基本信息!{cell.coordinate}" in ended.err
    assert "年度、半年、季度" in ended.err


def _filled(zhibi) -> str:  # noqa: F811
    Path("facts.yaml").write_text(facts_text("annual", "1—11月"), "utf-8")
    assert zhibi("form", "--style", "镇乡", "--facts", "facts.yaml", "-o", "filled.xlsx").code == 0
    return "filled.xlsx"


def test_what_offices_are_asked_is_for_the_report_of_that_kind(own) -> None:
    (own / "facts.yaml").write_text(facts_text("述职", "1—11月", "own.yaml"), "utf-8")
    assert "述职报告" in ask(library.load_facts("facts.yaml")).title


@pytest.mark.parametrize(
    ("period", "month", "is_over"),
    [("1—9月", 9, False), ("前三季度", 9, False), ("1—12月", 12, True), (None, 12, False)],
)
def test_a_kind_of_ones_own_ends_with_the_period(period, month: int, is_over: bool) -> None:
    kind = report_kind("专题汇报", period)
    assert (kind.last_month, kind.ends_year, kind.report) == (month, is_over, "专题汇报")
    assert report_kind("annual", period) is report_kinds()["annual"]


def test_the_page_offers_the_style_given_at_start_and_its_kinds(own) -> None:
    pytest.importorskip("starlette")
    from zhibi.desk.choices import choices
    from zhibi.desk.work import Work

    offered = choices(Work("own.yaml"), None)
    assert offered["styles"][0][:2] == [str(own / "own.yaml"), "我区"]
    assert ["述职", "述职"] in offered["kinds"]
    assert ["述职", "述职"] not in choices(Work(), None)["kinds"]
    assert choices(Work("街道"), None)["styles"] == choices(Work(), None)["styles"]
