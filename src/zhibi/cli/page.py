"""`zhibi layout`: the page layout, and where an office's own departs from the standard."""

from __future__ import annotations

from typing import Annotated

import typer

from zhibi.cli.app import app


@app.command(name="layout")
def show_layout(
    path: Annotated[
        str | None, typer.Argument(metavar="[FILE]", help="版式文件；不写则打印默认版式，供照着改")
    ] = None,
) -> int:
    """打印默认版式，或列出一份版式与 GB/T 9704—2012 的不同之处。"""
    from zhibi.output.layout import layout_deviations, layout_source, load_layout

    if path is None:
        typer.echo(layout_source(), nl=False)
        return 0
    deviations = layout_deviations(load_layout(path))
    for line in deviations:
        typer.echo(line)
    if not deviations:
        typer.echo("与 GB/T 9704—2012 一致。")
    return 0
