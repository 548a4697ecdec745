"""Figures written out, as JSON that keeps to its schema and as a list to read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

import zhibi
from zhibi.figures.report import figures_json, figures_text
from zhibi.figures.scan import find_figures

TEXT = (
    "一、2024年工作\n（一）党建。一是落实“三会一课”320余万元，1—10月完成4521.6万元，\n"
    "三分之二的农户，3至5个村，-3.2%，0.5元，每周一次，1000000000000000000万元，进一步12345热线。"
)


def records(text: str, *names: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(figures_json(text, find_figures(text, names)))[
        "figures"
    ]
    return found


def test_the_json_keeps_to_its_schema() -> None:
    schema = zhibi.json_schema("figures")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(figures_json(TEXT, find_figures(TEXT))), schema)


@pytest.mark.parametrize("field", ["start", "value", "kind", "claim", "why", "hedge"])
def test_the_schema_misses_no_field(field: str) -> None:
    document = json.loads(figures_json(TEXT, find_figures(TEXT)))
    del document["figures"][0][field]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, zhibi.json_schema("figures"))


def test_the_schema_wants_a_reason_for_what_is_no_claim() -> None:
    document = json.loads(figures_json(TEXT, find_figures(TEXT)))
    document["figures"][0]["why"] = None
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, zhibi.json_schema("figures"))


def test_a_figure_has_its_place_and_value() -> None:
    text = "为民办实事，投入\n资金约320余万元。"
    (record,) = records(text)
    assert record == {
        "start": 12,
        "end": 18,
        "line": 2,
        "column": 4,
        "text": "320余万元",
        "value": "3200000",
        "high": None,
        "unit": "元",
        "kind": "money",
        "hedge": "余",
        "claim": True,
        "why": None,
        "per": None,
        "date": None,
        "until": None,
        "part": None,
        "lead": None,
        "relative_year": None,
        "ratio": None,
        "unread": False,
    }


@pytest.mark.parametrize(
    ("text", "value", "high", "unit"),
    [
        ("4521.6万元", "45216000", None, "元"),
        ("3.5万余人次", "35000", None, "人次"),
        ("2.3万平方米", "23000", None, "平方米"),
        ("98.5%", "98.5", None, "%"),
        ("百分之九十五", "95", None, "%"),
        ("15%～30%", "15", "30", "%"),
        ("12.30元", "12.30", None, "元"),
        ("100000000000000000000亿元", "10000000000000000000000000000", None, "元"),
    ],
)
def test_values_are_decimals_without_an_exponent(
    text: str, value: str, high: str | None, unit: str
) -> None:
    (record,) = records(f"共{text}")
    assert (record["value"], record["high"], record["unit"]) == (value, high, unit)


def test_offsets_count_code_points() -> None:
    text = "🙂𠮷镇新增9户"
    (record,) = records(text)
    assert (record["start"], record["end"], text[record["start"] : record["end"]]) == (5, 7, "9户")


def test_names_are_exempt_only_where_they_stand_whole() -> None:
    text = "三元桥社区3户，三元桥33户"
    assert [(r["text"], r["why"]) for r in records(text, "三元桥社区", "3户")] == [
        ("三元桥社区", "name"),
        ("3户", "name"),
        ("三元桥", "name"),
        ("33户", None),
    ]


def test_the_list_says_what_needs_a_basis() -> None:
    text = "一是新增9户，占比近三成，10月18日验收。"
    lines = figures_text(text, find_figures(text)).splitlines()
    assert lines == [
        "1:1\t一是\t不作数：序号",
        "1:5\t9户\t计数 9户",
        "1:11\t三成\t百分比 30%，近",
        "1:14\t10月18日\t日期 *-10-18",
        "共有数字4处，其中需要依据的3处，不作数的1处。",
    ]


def test_quantities_are_values() -> None:
    (figure,) = find_figures("，共9户")
    assert replace(figure) == figure
    with pytest.raises(AttributeError):
        figure.start = 3  # type: ignore[misc]
