"""`zhibi facts`: what is known, and what does not add up."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from zhibi.cli.app import FactsPath, Format, app, one_of


@app.command(name="facts")
def list_facts(
    facts_path: FactsPath,
    output: Format = "text",
    strict: Annotated[bool, typer.Option("--strict", help="有提醒也算不通过")] = False,
) -> int:
    """列出事实并找出对不上的地方。"""
    from zhibi.facts.lint import lint
    from zhibi.facts.load import load_facts
    from zhibi.facts.report import render_json, render_text

    one_of(output, ("text", "json"), "--format")
    facts = load_facts(facts_path)
    lints = lint(facts)
    if output == "json":
        typer.echo(json.dumps(render_json(facts, lints), ensure_ascii=False, indent=2))
    else:
        typer.echo(render_text(facts, lints).rstrip("\n"))
    errors = any(item.severity == "error" for item in lints)
    return 1 if errors or (strict and lints) else 0
