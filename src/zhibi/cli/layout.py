"""`zhibi layout`: the page layout, and where an office's own departs from the standard."""

from __future__ import annotations

from typing import Annotated

import typer

from zhibi.cli.printing import emit, show


def show_layout(
    path: Annotated[str | None, typer.Argument(metavar="FILE", help="版式文件")] = None,
) -> int:
    """打印默认版式；写了文件，就列出它与国标的不同。"""
    from zhibi.output.report.layout import layout_deviations, layout_source, load_layout

    if path is None:
        emit(layout_source())
        return 0
    deviations = layout_deviations(load_layout(path))
    show("\n".join(deviations) or "与 GB/T 9704—2012 一致。")
    return 0
