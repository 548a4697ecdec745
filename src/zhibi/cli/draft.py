"""`zhibi draft`: facts and a style in, a checked report out."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from zhibi.cli.app import FactsPath, app, one_of
from zhibi.errors import ModelError

if TYPE_CHECKING:
    from zhibi.writing.document import Draft
    from zhibi.writing.writer import Writer

WRITERS = ("auto", "offline", "llm")
FIGURES = ("slots", "plain", "blind")


@app.command(name="draft")
def draft_report(
    facts_path: FactsPath,
    outputs: Annotated[
        list[str] | None,
        typer.Option("-o", "--output", metavar="OUT", help=".docx .md .txt .html .json，可多个"),
    ] = None,
    style: Annotated[
        str | None,
        typer.Option("--style", metavar="S", help="镇乡、街道，或体例文件；默认按事实文件"),
    ] = None,
    writer: Annotated[
        str, typer.Option("--writer", metavar="auto|offline|llm", help="由谁来写")
    ] = "auto",
    model: Annotated[str | None, typer.Option("--model", metavar="NAME", help="模型名")] = None,
    base_url: Annotated[
        str | None, typer.Option("--base-url", metavar="URL", help="模型接口地址")
    ] = None,
    provider: Annotated[
        str | None, typer.Option("--provider", metavar="NAME", help="接口类型，默认按地址判断")
    ] = None,
    figures: Annotated[
        str, typer.Option("--figures", metavar="slots|plain|blind", help="模型怎样写数字")
    ] = "slots",
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=32, help="同时写几节")] = 4,
    run: Annotated[
        str | None, typer.Option("--run", metavar="DIR", help="留痕目录，可中断后续写")
    ] = None,
    max_cost: Annotated[
        float | None, typer.Option("--max-cost", metavar="YUAN", min=0, help="费用上限（元）")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只估算调用、用量和费用")] = False,
    layout: Annotated[
        str | None, typer.Option("--layout", metavar="FILE", help="版式文件，默认 GB/T 9704—2012")
    ] = None,
) -> int:
    """起草一份报告并核对。"""
    from zhibi.facts.load import load_facts
    from zhibi.output.layout import load_layout
    from zhibi.output.save import ensure_writable, save
    from zhibi.writing.drafting import draft

    one_of(writer, WRITERS, "--writer")
    one_of(figures, FIGURES, "--figures")
    if not outputs and not dry_run:
        raise typer.BadParameter("要写明输出文件，如 -o report.docx", param_hint="-o")
    for path in outputs or ():
        ensure_writable(path)
    page = load_layout(layout) if layout else None
    facts = load_facts(facts_path)
    settings = {
        "model": model or os.environ.get("ZHIBI_MODEL"),
        "base_url": base_url
        or os.environ.get("ZHIBI_BASE_URL")
        or os.environ.get("OPENAI_BASE_URL"),
        "api_key": os.environ.get("ZHIBI_API_KEY") or os.environ.get("OPENAI_API_KEY"),
        "provider": provider,
        "figures": figures,
    }
    if dry_run:
        from zhibi.writing.cost import dry_run as estimate

        typer.echo(estimate(facts, style=style, **settings).render())
        return 0
    hand = _writer(writer, settings, jobs=jobs, run=run, max_cost=max_cost)
    report = draft(facts, writer=hand, style=style)
    for path in outputs or ():
        save(report, path, facts, page)
    _summary(report, outputs or ())
    return 1 if report.findings.errors else 0


def _writer(
    wanted: str,
    settings: dict[str, str | None],
    *,
    jobs: int,
    run: str | None,
    max_cost: float | None,
) -> Writer:
    configured = settings["model"] and (
        settings["api_key"] or settings["base_url"] or settings["provider"]
    )
    if wanted == "offline" or (wanted == "auto" and not configured):
        from zhibi.writing.offline import OfflineWriter

        return OfflineWriter()
    if not configured:
        raise ModelError(
            "没有配置模型，不能用 --writer llm",
            "设置 ZHIBI_MODEL 和 ZHIBI_API_KEY（本地模型设置 ZHIBI_BASE_URL），"
            "或改用 --writer offline",
        )
    from zhibi.writing.llm import OpenAIWriter

    return OpenAIWriter(**settings, jobs=jobs, run=run, max_cost=max_cost, progress=_progress())


def _progress() -> object:
    """A line that is drawn again on a terminal; nothing where stderr is a file or a pipe."""
    if not sys.stderr.isatty():
        return None

    def show(words: str) -> None:
        sys.stderr.write(f"\r\x1b[K{words}")
        sys.stderr.flush()

    return show


def _summary(report: Draft, outputs: list[str] | tuple[str, ...]) -> None:
    findings = report.findings
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    typer.echo(f"已写出：{'、'.join(outputs)}", err=True)
    claims = sum(checked.figure.claim for checked in findings.figures)
    words = [
        f"数字 {claims} 处",
        f"必写事实 {findings.coverage.used}/{findings.coverage.must}",
        f"错误 {findings.errors}",
        f"提醒 {findings.warnings}",
    ]
    if report.replaced:
        words.append(f"模型写错、已按事实改写 {len(report.replaced)} 句")
    typer.echo(f"核对：{'，'.join(words)}", err=True)
    for change in report.replaced:
        typer.echo(f"  改写：{change.original}\n    → {change.replacement}", err=True)
    for finding in findings.findings:
        if finding.severity == "error":
            typer.echo(f"  {finding.code} {finding.message}", err=True)
