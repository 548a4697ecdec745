"""`zhibi facts`: what is known, and what does not add up."""

from __future__ import annotations

import json

from zhibi.cli.options import TEXT_OR_JSON, FactsPath, Format, Strict, one_of
from zhibi.cli.printing import emit, show


def list_facts(facts_path: FactsPath, output: Format = "text", strict: Strict = False) -> int:
    """列出事实，找出对不上的地方。"""
    from zhibi.facts.lint import lint
    from zhibi.facts.load import load_facts
    from zhibi.facts.report import render_json, render_text

    one_of(output, TEXT_OR_JSON, "--format")
    facts = load_facts(facts_path)
    lints = lint(facts)
    if output == "json":
        emit(json.dumps(render_json(facts, lints), ensure_ascii=False, indent=2))
    else:
        show(render_text(facts, lints))
    errors = any(item.severity == "error" for item in lints)
    return 1 if errors or (strict and lints) else 0
