"""A check as text, JSON and SARIF."""

from __future__ import annotations

import json
import unicodedata
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from zhibi.checking.findings import CheckedFigure, Coverage, Findings
from zhibi.data_files import data_text
from zhibi.facts.model import Facts
from zhibi.figures.model import Figure, Quantity
from zhibi.output.review.check_result import render_json, render_text
from zhibi.output.review.sarif import relative_uri, render_sarif

TEXT = "# 青山镇2024年工作总结\n\n全镇新增监测对象320户965人，均已落实帮扶措施。𬭼山村增长8.5%。\n"
WRONG = {"320户": "302户", "8.5%": None}


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def test_text_form(findings_of, facts: Facts) -> None:
    out = render_text(findings_of(TEXT, WRONG), TEXT, "report.md", facts).splitlines()
    assert out[0] == "report.md:3:9: error N101 unsupported-figure: “320户”在事实中没有依据"
    assert out[1] == "    3 | 全镇新增监测对象320户965人，均已落实帮扶措施。𬭼山村增长8.5%。"
    assert out[2] == "      | " + " " * width("全镇新增监测对象") + "^" * width("320户")
    assert out[3].startswith(
        "      = 最接近：budget 一般公共预算收入 = 4917.6万元，来源：财政所 表1 B2"
    )
    assert out[4] == "      = 建议：照事实改正，或把它写进事实"
    assert out[-1].startswith("数字4处（有据2、无据2）；错误2处，提醒0处；应报3项，已报3项")


def test_a_draft_of_other_facts_is_told_so_first(findings_of) -> None:
    numbers = [f"{number}户" for number in range(301, 311)]
    text = "、".join(numbers) + "\n"
    wrong = dict.fromkeys(numbers)
    assert "不在这份事实里" in render_text(findings_of(text, wrong), text, "a.md").splitlines()[0]
    wrong = dict.fromkeys(numbers[:5])
    assert "不在这份事实里" not in render_text(findings_of(text, wrong), text, "a.md")


def test_caret_stands_under_the_figure_in_a_long_line(findings_of) -> None:
    text = "前" * 200 + "完成320户，" + "后" * 200 + "\n"
    out = render_text(findings_of(text, {"320户": None}), text, "a.md").splitlines()
    shown, carets = out[1].partition("| ")[2], out[2].partition("| ")[2]
    at = carets.index("^")
    before = shown[: shown.index("320户")]
    assert width(before) == at
    assert width(shown) <= 82
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_control_characters_do_not_move_the_caret(findings_of) -> None:
    text = "甲\t乙\x1b完成320户。\n"
    out = render_text(findings_of(text, {"320户": None}), text, "a.md")
    assert "\x1b" not in out.splitlines()[1]
    assert "\t" not in out.splitlines()[1]


def test_finding_about_the_whole_text_has_no_excerpt(findings_of) -> None:
    out = render_text(findings_of(TEXT, {}, ("税收",)), TEXT, "a.md")
    assert "^" not in out
    assert "error N301 unreported-fact: “税收”没有写" in out


def schema() -> dict[str, object]:
    text = data_text("output.review", "check.schema.json")
    return json.loads(text)


def test_json_is_valid_against_the_published_schema(findings_of) -> None:
    data = json.loads(render_json(findings_of(TEXT, WRONG, ("税收",))))
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert data["ok"] is False
    assert data["summary"] == {"figures": 4, "supported": 2, "errors": 3, "warnings": 0}
    assert data["findings"][0]["replacement"] == "302户"


def test_schema_refuses_what_is_no_result(findings_of) -> None:
    data = json.loads(render_json(findings_of(TEXT)))
    data["figures"][0]["value"] = 2024
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema()).validate(data)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("4.52160E+7", "45216000"),
        ("1E+9", "1000000000"),
        ("98.50", "98.5"),
        ("0.000", "0"),
        ("-3.20", "-3.2"),
        ("480.00", "480"),
    ],
)
def test_values_have_no_exponent(value: str, printed: str) -> None:
    figure = Figure(0, 1, Quantity("x", Decimal(value), "元", "money", high=Decimal(value)))
    result = Findings((CheckedFigure(figure, 1, 1, "stated"),), (), Coverage(0, 0, ()))
    data = json.loads(render_json(result))["figures"][0]
    assert (data["value"], data["high"]) == (printed, printed)


def test_sarif_is_valid_against_the_official_schema(findings_of) -> None:
    log = json.loads(render_sarif(findings_of(TEXT, WRONG, ("税收",)), TEXT, "稿子/报告 1.md"))
    path = Path(__file__).parent / "data" / "sarif-2.1.0.schema.json"
    jsonschema.Draft4Validator(json.loads(path.read_text("utf-8"))).validate(log)


def test_sarif_regions_count_code_points(findings_of) -> None:
    log = json.loads(render_sarif(findings_of(TEXT, WRONG), TEXT, "稿子/报告 1.md"))
    run = log["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    location = run["results"][1]["locations"][0]["physicalLocation"]
    region = location["region"]
    assert location["artifactLocation"]["uri"] == "%E7%A8%BF%E5%AD%90/%E6%8A%A5%E5%91%8A%201.md"
    start = region["charOffset"]
    assert TEXT[start : start + region["charLength"]] == "8.5%" == region["snippet"]["text"]
    assert TEXT.splitlines()[region["startLine"] - 1][region["startColumn"] - 1 :][:4] == "8.5%"


def test_sarif_fixes_and_rules(findings_of) -> None:
    run = json.loads(render_sarif(findings_of(TEXT, WRONG), TEXT, "a.md"))["runs"][0]
    fixed, unfixed = run["results"]
    change = fixed["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"]["text"] == "302户"
    assert "fixes" not in unfixed
    rule = run["tool"]["driver"]["rules"][fixed["ruleIndex"]]
    assert (rule["id"], rule["name"]) == ("N101", "UnsupportedFigure")


def test_fingerprints_survive_a_move_and_tell_repeats_apart(findings_of) -> None:
    once = "完成320户。\n"
    twice = "新的一段。\n\n完成320户。完成320户。\n"

    def prints(text: str) -> list[str]:
        run = json.loads(render_sarif(findings_of(text, {"320户": None}), text, "a.md"))["runs"][0]
        return [result["partialFingerprints"]["zhibi/v1"] for result in run["results"]]

    assert prints(once)[0] == prints(twice)[0]
    assert len(set(prints(twice))) == 2


def test_uris(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert relative_uri(str(tmp_path / "a b.md")) == "a%20b.md"
    assert relative_uri("-") == "stdin"
    assert relative_uri("/elsewhere/甲.md") == "file:///elsewhere/%E7%94%B2.md"


def test_three_formats_carry_the_same_findings(findings_of) -> None:
    result = findings_of(TEXT, WRONG, ("税收", "投资"))
    from_json = [
        (item["code"], item["line"], item["column"])
        for item in json.loads(render_json(result))["findings"]
    ]
    from_sarif = [
        (
            item["ruleId"],
            item["locations"][0]["physicalLocation"]["region"]["startLine"],
            item["locations"][0]["physicalLocation"]["region"]["startColumn"],
        )
        for item in json.loads(render_sarif(result, TEXT, "a.md"))["runs"][0]["results"]
    ]
    from_text = []
    for line in render_text(result, TEXT, "a.md").splitlines():
        if line.startswith("a.md:"):
            _, number, column, rest = line.split(":", 3)
            from_text.append((rest.split()[1], int(number), int(column)))
    assert from_json == from_sarif == from_text
