"""`zhibi facts`: lists the facts and their lint findings."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from zhibi.cli.folder import (
    Processes,
    Summary,
    is_folder,
    list_facts_folder,
    refuse_with_folder,
    refuse_without_folder,
)
from zhibi.cli.options import TEXT_OR_JSON, FactsPath, Format, Strict, one_of
from zhibi.cli.parameters import option
from zhibi.cli.streams import print_data, print_note, print_text

if TYPE_CHECKING:
    from zhibi.facts.model import Facts
    from zhibi.writing.outline.budgets import Length

LastYear = Annotated[
    str | None, option("--compare", metavar="LASTYEAR", help="与上年的事实文件或报告对照")
]


def list_facts(
    facts_path: FactsPath,
    output: Format = "text",
    strict: Strict = False,
    last_year: LastYear = None,
    summary: Summary = None,
    jobs: Processes = None,
) -> int:
    """列出事实，找出对不上的地方；给出文件夹，就逐份列出，再互相比对。"""
    from zhibi.facts.compare import DOUBTS, ERRORS, compare
    from zhibi.facts.lint import lint
    from zhibi.intake.load import load_facts
    from zhibi.output.review.comparison import render_comparison_json, render_comparison_text
    from zhibi.output.review.facts_listing import render_json, render_text

    one_of(output, TEXT_OR_JSON, "--format")
    if len(facts_path) == 1 and is_folder(facts_path[0]):
        refuse_with_folder(compare=last_year)
        return list_facts_folder(facts_path[0], summary, jobs, output, strict=strict)
    refuse_without_folder(summary=summary, jobs=jobs)
    facts = load_facts(facts_path)
    for note in facts.notes:
        print_note(f"注意：{note}")
    lints = lint(facts)
    length = _length(facts)
    comparison = compare(facts, load_facts(last_year)) if last_year else None
    if output == "json":
        data = render_json(facts, lints)
        if length is not None:
            data["length"] = asdict(length)
        if comparison is not None:
            data["comparison"] = render_comparison_json(comparison)
        print_data(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        print_text(render_text(facts, lints))
        if length is not None:
            print_text(length.told())
        if comparison is not None:
            print_text("\n" + render_comparison_text(comparison))
    kinds = {item.kind for item in comparison.differences} if comparison is not None else set()
    errors = any(item.severity == "error" for item in lints) or kinds & ERRORS
    doubts = lints or kinds & DOUBTS
    return 1 if errors or (strict and doubts) else 0


def _length(facts: Facts) -> Length | None:
    """The length that the facts carry; None where their style cannot be had."""
    from zhibi.errors import InputError
    from zhibi.writing.drafting import expected_length

    with suppress(InputError):
        return expected_length(facts)
    return None
