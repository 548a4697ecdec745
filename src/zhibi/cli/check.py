"""`zhibi check`: a draft against its facts."""

from __future__ import annotations

from typing import Annotated

import typer

from zhibi.cli.app import app, one_of

FORMATS = ("text", "json", "sarif")


@app.command(name="check")
def check_draft(
    draft: Annotated[
        str, typer.Argument(metavar="DRAFT", help="稿件（.md .txt .docx），- 为标准输入")
    ],
    facts_path: Annotated[str, typer.Option("--facts", metavar="FACTS", help="事实文件")],
    style: Annotated[
        str | None, typer.Option("--style", metavar="S", help="体例，默认按事实文件")
    ] = None,
    output: Annotated[
        str, typer.Option("--format", metavar="text|json|sarif", help="输出格式")
    ] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="有提醒也算不通过")] = False,
    report: Annotated[
        str | None, typer.Option("--report", metavar="OUT.html", help="写出网页核对报告")
    ] = None,
    annotate: Annotated[
        str | None, typer.Option("--annotate", metavar="OUT.docx", help="写出带批注的 Word 稿")
    ] = None,
    table: Annotated[
        str | None, typer.Option("--table", metavar="OUT.xlsx", help="写出核数表")
    ] = None,
    layout: Annotated[
        str | None, typer.Option("--layout", metavar="FILE", help="由文本生成批注稿时的版式文件")
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="把有把握的更正以修订方式写进批注稿")] = False,
) -> int:
    """核对稿件：每个数字有没有依据，必写的事实有没有漏。"""
    from zhibi.checking.check import check
    from zhibi.facts.load import load_facts
    from zhibi.output.files import ensure_writable, write_whole
    from zhibi.output.layout import load_layout
    from zhibi.output.read import read_draft
    from zhibi.styles.load import load_style

    one_of(output, FORMATS, "--format")
    if fix and annotate is None:
        raise typer.BadParameter("--fix 要与 --annotate 同用", param_hint="--fix")
    for path, ending in ((report, ".html"), (annotate, ".docx"), (table, ".xlsx")):
        if path is not None:
            ensure_writable(path, (ending,))
    page = load_layout(layout) if layout else None
    facts = load_facts(facts_path)
    source = read_draft(draft)
    chosen = load_style(style, facts.document.kind) if style else None
    findings = check(source.text, facts, chosen)
    if report:
        from zhibi.output.html import render_html

        write_whole(report, render_html(findings, source.text, "", facts, draft).encode())
    if table:
        from zhibi.output.table import render_table

        write_whole(table, render_table(findings, source.text, facts))
    if annotate:
        from zhibi.output.annotate import annotate as annotate_docx

        annotate_docx(draft, findings, source, annotate, facts=facts, fix=fix, layout=page)
    if output == "json":
        from zhibi.output.reports import render_json

        typer.echo(render_json(findings), nl=False)
    elif output == "sarif":
        from zhibi.output.sarif import render_sarif

        typer.echo(render_sarif(findings, source.text, draft), nl=False)
    else:
        from zhibi.output.reports import render_text

        typer.echo(render_text(findings, source.text, draft, facts), nl=False)
    return 1 if findings.errors or (strict and findings.warnings) else 0
