"""`zhibi figures`: every figure in a text, with no facts at all."""

from __future__ import annotations

from typing import Annotated

import typer

from zhibi.cli.app import Format, app, one_of


@app.command(name="figures")
def list_figures(
    path: Annotated[
        str, typer.Argument(metavar="FILE", help="文件（.md .txt .docx），- 为标准输入")
    ],
    output: Format = "text",
) -> int:
    """列出文中的每一个数字。"""
    from zhibi.figures.report import figures_json, figures_text
    from zhibi.figures.scan import find_figures
    from zhibi.output.read import read_draft

    one_of(output, ("text", "json"), "--format")
    text = read_draft(path).text
    figures = find_figures(text)
    shown = figures_json(text, figures) if output == "json" else figures_text(text, figures)
    typer.echo(shown.rstrip("\n"))
    return 0
