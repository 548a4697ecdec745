"""Public results as plain data and as JSON, each in the form of its published schema."""

from __future__ import annotations

import json
from functools import singledispatch
from typing import Any

from zhibi.checking.findings import Findings
from zhibi.data_files import data_text
from zhibi.facts.compare import Comparison
from zhibi.facts.model import Facts
from zhibi.facts.schema import RawFile
from zhibi.figures.model import Figure
from zhibi.figures.report import figure_data
from zhibi.intake.merge_result import MergeResult
from zhibi.intake.questions import Questions
from zhibi.output.receipts.receipt import Receipt
from zhibi.output.receipts.verify import Verification, verification_data
from zhibi.output.record_schema import record_schema
from zhibi.output.review.check_result import result_data
from zhibi.output.review.comparison import render_comparison_json
from zhibi.output.review.merge_result import merge_data
from zhibi.output.review.question_list import questions_data
from zhibi.output.text_and_json import draft_data
from zhibi.writing.document import Draft

SCHEMAS = {
    "facts": "事实文件",
    "facts-listing": "zhibi facts --format json 的结果",
    "comparison": "zhibi facts --compare --format json 的结果",
    "merge": "zhibi merge --format json 的结果",
    "questions": "要向各科室追问的（zhibi.ask）",
    "diff": "zhibi diff --format json 的结果",
    "figures": "zhibi figures --format json 的结果",
    "check": "zhibi check --format json 的结果",
    "draft": "zhibi draft -o 稿.json 的结果",
    "folder": "zhibi draft、check、facts 处理文件夹的 --summary 汇总.json",
    "receipt": "zhibi draft、check --receipt 回执.json",
    "verification": "zhibi verify --format json 的结果",
}
"""The names that `json_schema` knows, each with what has this form."""
_FILES = {
    "figures": ("figures", "figures.schema.json"),
    "merge": ("output.review", "merge.schema.json"),
    "questions": ("output.review", "questions.schema.json"),
    "diff": ("output.review", "diff.schema.json"),
    "check": ("output.review", "check.schema.json"),
    "draft": ("output", "draft.schema.json"),
    "facts-listing": ("output", "facts-listing.schema.json"),
    "comparison": ("output", "comparison.schema.json"),
    "verification": ("output.receipts", "verification.schema.json"),
    "folder": ("folder", "folder.schema.json"),
}


@singledispatch
def to_dict(result: object) -> dict[str, Any]:
    """A public result as dicts, lists, strings and numbers; decimals are strings.

    `result` is a `Findings`, `Draft`, `Facts`, `Figure`, a `MergeResult`, the `Questions` to the
    offices, or the comparison of two years' facts. The form is that of the command's `--format
    json`; of a figure it is one of `figures`, without line and column, which need the text. Raises
    TypeError for anything else.
    """
    raise TypeError(f"no form of data for {type(result).__name__}; one result at a time")


to_dict.register(Findings, result_data)
to_dict.register(Draft, draft_data)
to_dict.register(Comparison, render_comparison_json)
to_dict.register(Verification, verification_data)
to_dict.register(MergeResult, merge_data)
to_dict.register(Questions, questions_data)
to_dict.register(Figure, figure_data)


@to_dict.register
def _(result: Facts) -> dict[str, Any]:
    from zhibi.facts.lint import lint
    from zhibi.output.review.facts_listing import render_json

    return render_json(result, lint(result))


def to_json(result: object, *, indent: int | None = 2) -> str:
    """`to_dict` as JSON text."""
    return json.dumps(to_dict(result), ensure_ascii=False, indent=indent)


def json_schema(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a name of `SCHEMAS`. Raises KeyError for others."""
    if name not in SCHEMAS:
        raise KeyError(f"no schema {name!r}; there are {', '.join(SCHEMAS)}")
    if name == "facts":
        schema = record_schema(RawFile)
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_lenient(schema)}
    if name == "receipt":
        schema = Receipt.model_json_schema(by_alias=True)
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    found: dict[str, Any] = json.loads(data_text(*_FILES[name]))
    return found


def _lenient(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of the raw models with the short forms that a facts file also takes.

    Values are read as strings, so that a number may stand for its digits; one string may stand
    for a list, and a value for a mapping.
    """
    text = {"anyOf": [{"type": "string"}, {"type": "number"}]}
    short = {"RawValue": text, "RawOfWhich": {"type": "array"}}

    def visit(node: Any) -> Any:
        if isinstance(node, list):
            return [visit(one) for one in node]
        if not isinstance(node, dict):
            return node
        name = str(node.get("$ref", "")).rpartition("/")[2]
        if name in short:
            return {"anyOf": [node, short[name]]}
        if node.get("type") == "array" and node.get("items") == {"type": "string"}:
            return {"anyOf": [{**node, "items": text}, text]}
        made = {key: visit(value) for key, value in node.items()}
        if made.get("type") == "string" and "enum" not in made and "const" not in made:
            return {**{key: value for key, value in made.items() if key != "type"}, **text}
        return made

    lenient: dict[str, Any] = visit(schema)
    return lenient
