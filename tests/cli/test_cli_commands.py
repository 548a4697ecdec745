"""Each command does what it says: results on stdout, notes on stderr, the right exit code."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest

from zhibi.checking.codes import rules
from zhibi.facts.lint import RULES

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TOWNSHIP = EXAMPLES / "township-annual" / "facts.yaml"


def test_draft_writes_every_format_and_says_so_on_stderr(zhibi, here) -> None:
    names = ["a.docx", "a.md", "a.txt", "a.html", "a.json"]
    ended = zhibi("draft", "facts.yaml", *(word for name in names for word in ("-o", name)))
    assert (ended.code, ended.out) == (0, "")
    assert "已写出：a.docx、a.md、a.txt、a.html、a.json" in ended.err
    assert "错误0处" in ended.err
    assert all((here / name).stat().st_size for name in names)
    assert (here / "a.docx").read_bytes()[:2] == b"PK"
    assert json.loads((here / "a.json").read_text("utf-8"))
    assert "3271.6万元" in (here / "a.md").read_text("utf-8")


def test_draft_leaves_nothing_else_behind(zhibi, here) -> None:
    zhibi("draft", "facts.yaml", "-o", "a.md")
    assert sorted(path.name for path in here.iterdir()) == ["a.md", "facts.yaml"]


def test_draft_in_another_style(zhibi, here) -> None:
    assert zhibi("draft", "facts.yaml", "-o", "a.md", "--style", "街道").code in (0, 1)
    assert zhibi("draft", "facts.yaml", "-o", "b.md").code == 0
    assert (here / "a.md").read_text("utf-8") != (here / "b.md").read_text("utf-8")


@pytest.mark.parametrize("ending", ["md", "txt", "docx"])
def test_a_draft_passes_its_own_check(zhibi, here, ending: str) -> None:
    zhibi("draft", TOWNSHIP, "-o", f"a.{ending}")
    ended = zhibi("check", f"a.{ending}", "--facts", TOWNSHIP)
    assert ended.code == 0
    assert ended.err == ""


def test_one_wrong_digit_is_named_with_line_column_figure_and_nearest_fact(zhibi, here) -> None:
    zhibi("draft", "facts.yaml", "-o", "a.md")
    text = (here / "a.md").read_text("utf-8")
    (here / "a.md").write_text(text.replace("3271.6万元", "3217.6万元"), "utf-8")
    line, column = next(
        (number, row.index("3217.6") + 1)
        for number, row in enumerate((here / "a.md").read_text("utf-8").splitlines(), 1)
        if "3217.6" in row
    )
    ended = zhibi("check", "a.md", "--facts", "facts.yaml")
    assert ended.code == 1
    assert f"a.md:{line}:{column}: " in ended.out
    assert "N101" in ended.out
    assert "3217.6万元" in ended.out
    assert "3271.6万元" in ended.out
    assert "财政所 表1 B2" in ended.out


def test_check_reads_standard_input(zhibi, here, monkeypatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO("税收收入3217.6万元。\n".encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    ended = zhibi("check", "-", "--facts", "facts.yaml", "--format", "json")
    assert ended.code == 1
    assert "N101" in {finding["code"] for finding in json.loads(ended.out)["findings"]}


def test_strict_makes_warnings_count(zhibi, here) -> None:
    text = "税收收入3271.6万元，同比增长6.35%。硬化村组道路12公里，率先全部完工。\n"
    (here / "a.md").write_text(text, "utf-8")
    arguments = ("check", "a.md", "--facts", "facts.yaml", "--format", "json")
    mild, strict = zhibi(*arguments), zhibi(*arguments, "--strict")
    summary = json.loads(mild.out)["summary"]
    assert summary["errors"] == 0
    assert summary["warnings"] > 0
    assert (mild.code, strict.code) == (0, 1)


def test_check_writes_its_three_reports_beside_the_text(zhibi, here) -> None:
    (here / "a.md").write_text("税收收入3217.6万元。\n", "utf-8")
    files = {"--report": "r.html", "--annotate": "r.docx", "--table": "r.xlsx"}
    options = [word for pair in files.items() for word in pair]
    ended = zhibi("check", "a.md", "--facts", "facts.yaml", *options, "--fix")
    assert ended.code == 1
    assert all(name in ended.err for name in files.values())
    assert "已写出" not in ended.out
    assert "3217.6万元" in (here / "r.html").read_text("utf-8")
    assert (here / "r.docx").read_bytes()[:2] == (here / "r.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("option", ["--report", "--annotate", "--table"])
def test_check_refuses_a_report_in_the_draft_s_place(zhibi, here, option: str) -> None:
    ending = {"--report": "html", "--annotate": "docx", "--table": "xlsx"}[option]
    draft = here / f"a.{ending}"
    draft.write_text("税收收入3217.6万元。\n", "utf-8")
    ended = zhibi("check", draft, "--facts", "facts.yaml", option, draft)
    assert ended.code == 2
    assert draft.read_text("utf-8") == "税收收入3217.6万元。\n"


def test_sarif_names_the_file(zhibi, here) -> None:
    (here / "a.md").write_text("税收收入3217.6万元。\n", "utf-8")
    log = json.loads(zhibi("check", "a.md", "--facts", "facts.yaml", "--format", "sarif").out)
    results = log["runs"][0]["results"]
    place = results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert place == "a.md"


def test_facts_lists_and_lints(zhibi, here) -> None:
    ended = zhibi("facts", "facts.yaml")
    assert ended.code == 0
    assert "3271.6万元" in ended.out
    facts = (here / "facts.yaml").read_text("utf-8") + "        previous: 3000万元\n"
    wrong = facts.replace("growth: 6.35%", "growth: 6.35%, previous: 3000万元").rpartition(
        "\n        "
    )
    (here / "wrong.yaml").write_text(wrong[0] + "\n", "utf-8")
    ended = zhibi("facts", "wrong.yaml", "--format", "json")
    assert ended.code == 1
    assert json.loads(ended.out)


def test_figures_needs_no_facts(zhibi, here) -> None:
    (here / "a.txt").write_text("一是新增监测对象9户28人。\n", "utf-8")
    found = json.loads(zhibi("figures", "a.txt", "--format", "json").out)["figures"]
    assert [(figure["text"], figure["claim"]) for figure in found] == [
        ("一是", False),
        ("9户", True),
        ("28人", True),
    ]
    assert "9户" in zhibi("figures", "a.txt").out


def test_diff_says_which_figure_changed(zhibi, here) -> None:
    (here / "a.md").write_text("税收收入3217.6万元。\n", "utf-8")
    (here / "b.md").write_text("税收收入3271.6万元。\n", "utf-8")
    ended = zhibi("diff", "a.md", "b.md", "--facts", "facts.yaml")
    assert ended.code == 0
    assert "3217.6万元" in ended.out
    assert "3271.6万元" in ended.out
    assert json.loads(
        zhibi("diff", "a.md", "b.md", "--facts", "facts.yaml", "--format", "json").out
    )


def test_styles_are_listed_and_printed_as_files_that_can_be_used(zhibi, here) -> None:
    listed = zhibi("styles").out
    assert "镇乡  township" in listed
    assert "街道  subdistrict" in listed
    (here / "own.yaml").write_text(zhibi("styles", "街道").out, "utf-8")
    assert zhibi("draft", "facts.yaml", "-o", "a.md", "--style", "own.yaml").code in (0, 1)


def test_rules_lists_all_and_explains_each(zhibi) -> None:
    listed = zhibi("rules").out
    for rule in rules():
        assert f"{rule.code}  " in listed
        for name in (rule.code, rule.name):
            ended = zhibi("rules", name)
            assert ended.code == 0
            assert rule.explanation.strip() in ended.out
            assert "{'" not in ended.out
            assert not re.search("[，。、] ", rule.explanation)
            shown = {line.strip() for line in ended.out.splitlines()}
            for text in (*rule.failing, *rule.passing):
                assert {line.strip() for line in text.strip().splitlines()} <= shown


def test_rules_has_those_for_facts_too(zhibi) -> None:
    listed = zhibi("rules").out
    for rule in RULES:
        assert f"{rule.code}  " in listed
        assert rule.title in zhibi("rules", rule.code.lower()).out


def test_form_is_a_workbook(zhibi, here) -> None:
    ended = zhibi("form", "--style", "镇乡", "-o", "form.xlsx")
    assert (ended.code, ended.out) == (0, "")
    assert (here / "form.xlsx").read_bytes()[:2] == b"PK"


def test_merge_makes_facts_that_can_be_drafted(zhibi, here) -> None:
    facts = (here / "facts.yaml").read_text("utf-8")
    more = facts[: facts.index("sections:")] + (
        "sections:\n  - id: people\n    part: summary\n    topic: 民生保障\n    facts:\n"
        "      - {id: jobs, name: 新增就业, value: 320人, source: 社保所}\n"
    )
    (here / "more.yaml").write_text(more, "utf-8")
    ended = zhibi("merge", "facts.yaml", "more.yaml", "-o", "all.yaml")
    assert ended.code == 0, ended.err
    assert zhibi("draft", "all.yaml", "-o", "a.md").code == 0
    text = (here / "a.md").read_text("utf-8")
    assert "3271.6万元" in text
    assert "320人" in text


def test_merge_stops_at_a_conflict_until_told_whom_to_believe(zhibi, here) -> None:
    facts = (here / "facts.yaml").read_text("utf-8")
    other = facts.replace("3271.6万元", "3280万元").replace("财政所 表1 B2", "经发办 表3 C1")
    (here / "other.yaml").write_text(other, "utf-8")
    ended = zhibi("merge", "facts.yaml", "other.yaml", "-o", "all.yaml")
    assert ended.code == 1
    assert "3271.6万元" in ended.err
    assert "3280万元" in ended.err
    assert not (here / "all.yaml").exists()
    ended = zhibi("merge", "facts.yaml", "other.yaml", "-o", "all.yaml", "--prefer", "经发办")
    assert ended.code == 0, ended.err
    assert "3280万元" in (here / "all.yaml").read_text("utf-8")


def test_layout_prints_a_file_that_departs_from_nothing(zhibi, here) -> None:
    (here / "own.yaml").write_text(zhibi("layout").out, "utf-8")
    assert "一致" in zhibi("layout", "own.yaml").out


def test_check_explains_the_figures_of_a_line(zhibi, here) -> None:
    (here / "a.md").write_text("税收收入3271.6万元。\n没有数。\n", "utf-8")
    ended = zhibi("check", "a.md", "--facts", "facts.yaml", "--explain", "1")
    assert ended.out.startswith("第1行第5列“3271.6万元”：有据")
    assert "“税收收入”3271.6万元" in ended.out
    assert "认作这一条" in ended.out
    assert zhibi("check", "a.md", "--facts", "facts.yaml", "--explain", "1:5").out == ended.out
    for wrong in ("2", "x", "1:3:4", "1:"):
        ended = zhibi("check", "a.md", "--facts", "facts.yaml", "--explain", wrong)
        assert (ended.code, ended.out) == (2, "")
        assert "--explain" in ended.err
