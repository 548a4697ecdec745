"""`zhibi diff`: the figures that changed between two versions of a draft."""

from __future__ import annotations

from typing import Annotated

from zhibi.cli.options import TEXT_OR_JSON, FactsOption, Format, one_of
from zhibi.cli.parameters import argument
from zhibi.cli.streams import print_data, print_text


def diff_drafts(
    old: Annotated[str, argument(metavar="OLD", help="改前的稿件（.md .txt .docx）")],
    new: Annotated[str, argument(metavar="NEW", help="改后的稿件")],
    facts_path: FactsOption,
    output: Format = "text",
) -> int:
    """比较两版稿件：哪些数字改了、多了、少了，或说法变得与事实不符。"""
    from zhibi.intake.load import load_facts
    from zhibi.output.review.diff import diff, render_diff_json, render_diff_text
    from zhibi.word.drafts import read_draft

    one_of(output, TEXT_OR_JSON, "--format")
    facts = load_facts(facts_path)
    changes = diff(read_draft(old), read_draft(new), facts)
    if output == "json":
        print_data(render_diff_json(changes))
    else:
        print_text(render_diff_text(changes, facts))
    return 0
