"""`zhibi layout`: prints the page layout, or the deviations of an office's own."""

from __future__ import annotations

from typing import Annotated

from zhibi.cli.parameters import argument
from zhibi.cli.streams import print_data, print_text


def show_layout(
    path: Annotated[str | None, argument(metavar="FILE", help="版式文件")] = None,
) -> int:
    """打印默认版式；写了文件，就列出它与国标的不同。"""
    from zhibi.output.report.layout import layout_deviations, layout_source, load_layout

    if path is None:
        print_data(layout_source())
        return 0
    deviations = layout_deviations(load_layout(path))
    print_text("\n".join(deviations) or "与 GB/T 9704—2012 一致。")
    return 0
