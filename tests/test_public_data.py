"""Facts from Python data, and results as data with published schemas."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

import zhibi
from tests.support.facts_texts import with_facts
from zhibi.facts.compare import compare
from zhibi.facts.load import facts_from_text
from zhibi.figures.report import figures_json
from zhibi.folder.run import do_all
from zhibi.folder.summary import result_data
from zhibi.folder.work import Job
from zhibi.output.as_data import SCHEMAS
from zhibi.output.receipts.receipt import Basis, receipt_of_draft, save_receipt
from zhibi.output.receipts.verify import verify
from zhibi.output.review.diff import diff, diff_data
from zhibi.word.draft_text import DraftText

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*/facts.yaml"))


def plain(text: str) -> Any:
    return yaml.load(text, Loader=yaml.BaseLoader)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_data_gives_the_facts_of_the_file(path: Path) -> None:
    from_file = zhibi.load_facts(path)
    from_data = zhibi.facts_from(plain(path.read_text("utf-8")))
    assert [e.quantity for e in from_data.entries()] == [e.quantity for e in from_file.entries()]
    assert zhibi.draft(from_data).text == zhibi.draft(from_file).text


class Document(BaseModel):
    style: str = "镇乡"
    kind: str = "annual"
    year: int = 2024
    organisation: str = "青山镇"
    date: Any = None


@dataclass
class Indicator:
    name: str
    value: Any
    growth: str | None = None


def test_models_dataclasses_and_numbers_are_taken_as_they_print() -> None:
    facts = zhibi.facts_from(
        {
            "document": Document(date=date(2024, 12, 6)),
            "sections": (
                {
                    "part": "summary",
                    "topic": "经济",
                    "facts": [
                        Indicator("税收收入", "2186.40万元", "6.35%"),
                        {"name": "企业数", "value": 12},
                        {"name": "指数", "value": 6.5},
                        {"name": "系数", "value": Decimal("1.20")},
                    ],
                },
            ),
        }
    )
    written = [entry.quantity.text for entry in facts.entries()]
    assert written == ["2186.40万元", "6.35%", "12", "6.5", "1.20"]
    assert facts.document.date == "2024年12月6日"


@pytest.mark.parametrize(
    ("value", "place", "said"),
    [
        ("近期", "sections[0].facts[0].value", "近期"),
        (object(), "sections[0].facts[0].value", "object"),
        (float("nan"), "sections[0].facts[0].value", "float"),
        ({"a": b"x"}, "sections[0].facts[0].value.a", "bytes"),
    ],
)
def test_problems_name_the_place_in_the_data(value: object, place: str, said: str) -> None:
    data = {
        "document": {"style": "镇乡", "kind": "annual", "year": 2024, "organisation": "青山镇"},
        "sections": [
            {"part": "summary", "topic": "经济", "facts": [{"name": "税", "value": value}]}
        ],
    }
    with pytest.raises(zhibi.InputError) as caught:
        zhibi.facts_from(data, "接口数据")
    assert f"接口数据 {place}" in str(caught.value)
    assert said in str(caught.value)


def test_data_that_holds_itself_is_refused() -> None:
    data: dict[str, Any] = {"document": {}}
    data["sections"] = [data]
    with pytest.raises(zhibi.InputError, match="嵌套过深"):
        zhibi.facts_from(data)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["document", "sections", "facts", "value", "year"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_data_is_facts_or_an_input_error(data: object) -> None:
    try:
        zhibi.facts_from(data)
    except zhibi.InputError as error:
        assert error.problems


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_valid_and_printed(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(zhibi.json_schema(name))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_results_have_the_published_form(path: Path, tmp_path: Path) -> None:
    facts = zhibi.load_facts(path)
    draft = zhibi.draft(facts)
    listed = do_all([Job("facts", path.parent.name, str(path))], processes=1)
    zhibi.save(draft, tmp_path / "a.docx", facts)
    receipt = receipt_of_draft(
        draft, [str(tmp_path / "a.docx")], Basis([str(path)], facts, None, tmp_path)
    )
    save_receipt(receipt, tmp_path / "r.json")
    results = {
        "folder": result_data(listed),
        "receipt": json.loads(receipt.to_json()),
        "verification": zhibi.to_dict(verify(tmp_path / "r.json")),
        "facts": json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str)),
        "facts-listing": zhibi.to_dict(facts),
        "comparison": zhibi.to_dict(compare(facts, facts)),
        "merge": zhibi.to_dict(zhibi.merge(_office_files(path))),
        "questions": zhibi.to_dict(zhibi.ask(facts)),
        "diff": diff_data(diff(_version(draft.text), _version(_altered(draft.text)), facts)),
        "figures": json.loads(figures_json(draft.text, zhibi.find_figures(draft.text))),
        "check": zhibi.to_dict(zhibi.check(draft.text, facts)),
        "draft": zhibi.to_dict(draft),
    }
    assert set(results) == set(SCHEMAS)
    for name, result in results.items():
        jsonschema.validate(result, zhibi.json_schema(name))
        assert json.loads(json.dumps(result)) == result
    assert json.loads(zhibi.to_json(draft)) == results["draft"]


def _office_files(facts: Path) -> list[Path]:
    return sorted((facts.parent / "offices").iterdir())


def _version(text: str) -> DraftText:
    return DraftText(text, "report.md")


def _altered(text: str) -> str:
    figure = next(one for one in zhibi.find_figures(text) if one.quantity.kind == "money")
    return text.replace(figure.text, "9" + figure.text, 1) + "另有7户。\n"


def test_a_figure_has_the_form_of_one_of_figures() -> None:
    text = "新增就业320余人。"
    [figure] = zhibi.find_figures(text)
    [record] = json.loads(figures_json(text, [figure]))["figures"]
    assert zhibi.to_dict(figure) == {k: v for k, v in record.items() if k not in {"line", "column"}}


def test_files_are_told_from_data() -> None:
    with pytest.raises(TypeError, match="facts_from"):
        zhibi.load_facts({"document": {}})
    with pytest.raises(KeyError, match="facts-listing"):
        zhibi.json_schema("nothing")


@pytest.mark.parametrize(
    "wrong",
    [
        {"document": {"style": "镇乡", "yaer": 2024}},
        {"sections": [{"facts": [{"name": "税", "valeu": "1元"}]}]},
        {"document": {"kind": ["annual"]}},
    ],
)
def test_the_schema_of_facts_refuses_what_the_reader_refuses(wrong: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, zhibi.json_schema("facts"))


def test_what_is_no_result_has_no_form() -> None:
    with pytest.raises(TypeError):
        zhibi.to_dict(3)


def test_different_facts_are_checked_side_by_side() -> None:
    """Each thread gets the findings of its own facts."""
    texts = {
        number: with_facts(f"{{name: 税收收入, value: {4000 + number}.3万元}}")
        for number in range(24)
    }

    def work(number: int) -> tuple[int, int]:
        facts = facts_from_text(texts[number])
        text = f"税收收入{4000 + number}.3万元。"
        other = f"税收收入{5000 + number}.3万元。"
        return (
            zhibi.check(text, facts, sections=frozenset()).errors,
            zhibi.check(other, facts, sections=frozenset()).errors,
        )

    with ThreadPoolExecutor(8) as pool:
        assert all(right == 0 and wrong > 0 for right, wrong in pool.map(work, texts))
