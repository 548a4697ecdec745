"""`zhibi figures`: lists every figure of a text, without facts."""

from __future__ import annotations

from zhibi.cli.options import TEXT_OR_JSON, DraftPath, Format, one_of
from zhibi.cli.streams import print_data, print_text


def list_figures(path: DraftPath, output: Format = "text") -> int:
    """列出文中的每一个数字，不需要事实文件。"""
    from zhibi.figures.report import figures_json, figures_text
    from zhibi.figures.scan import find_figures
    from zhibi.word.drafts import read_draft

    one_of(output, TEXT_OR_JSON, "--format")
    text = read_draft(path).text
    figures = find_figures(text)
    if output == "json":
        print_data(figures_json(text, figures))
    else:
        print_text(figures_text(text, figures))
    return 0
