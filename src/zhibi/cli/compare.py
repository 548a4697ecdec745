"""`zhibi diff`: which figures changed between two versions of a draft."""

from __future__ import annotations

from typing import Annotated

import typer

from zhibi.cli.app import Format, app, one_of


@app.command(name="diff")
def diff_drafts(
    old: Annotated[str, typer.Argument(metavar="OLD", help="改前的稿件")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="改后的稿件")],
    facts_path: Annotated[str, typer.Option("--facts", metavar="FACTS", help="事实文件")],
    output: Format = "text",
) -> int:
    """比较两版稿件：哪些数字改了、多了、少了，各依据哪条事实。"""
    from zhibi.facts.load import load_facts
    from zhibi.output.diff import diff, render_diff_json, render_diff_text
    from zhibi.output.read import read_draft

    one_of(output, ("text", "json"), "--format")
    facts = load_facts(facts_path)
    changes = diff(read_draft(old), read_draft(new), facts)
    shown = render_diff_json(changes) if output == "json" else render_diff_text(changes, facts)
    typer.echo(shown, nl=False)
    return 0
