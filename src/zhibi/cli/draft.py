"""`zhibi draft`: facts and a style in, a checked report out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhibi.cli.options import FactsPath, amount, one_of, ready_outputs, whole_number
from zhibi.cli.printing import end_progress, note, progress

if TYPE_CHECKING:
    from zhibi.writing.document import Draft
    from zhibi.writing.writer import Writer

WRITERS = ("auto", "offline", "llm")
FIGURES = ("slots", "plain", "blind")


def draft_report(
    facts_path: FactsPath,
    outputs: Annotated[
        list[str] | None,
        typer.Option("-o", "--output", metavar="OUT", help=".docx .md .txt .html .json，可多个"),
    ] = None,
    style: Annotated[
        str | None,
        typer.Option("--style", metavar="S", help="镇乡、街道，或样式文件；默认按事实文件"),
    ] = None,
    layout: Annotated[
        str | None, typer.Option("--layout", metavar="FILE", help="版式文件，默认按国标")
    ] = None,
    writer: Annotated[
        str, typer.Option("--writer", metavar="auto|offline|llm", help="由谁来写")
    ] = "auto",
    model: Annotated[str | None, typer.Option("--model", metavar="NAME", help="模型名")] = None,
    base_url: Annotated[
        str | None, typer.Option("--base-url", metavar="URL", help="模型接口地址")
    ] = None,
    provider: Annotated[
        str | None, typer.Option("--provider", metavar="NAME", help="哪家接口，默认按地址判断")
    ] = None,
    figures: Annotated[
        str, typer.Option("--figures", metavar="slots|plain|blind", help="模型怎样写数字")
    ] = "slots",
    jobs: Annotated[str, typer.Option("--jobs", metavar="N", help="同时写几节")] = "4",
    run: Annotated[
        str | None, typer.Option("--run", metavar="DIR", help="留痕目录；中断后可接着写")
    ] = None,
    max_cost: Annotated[
        str | None, typer.Option("--max-cost", metavar="YUAN", help="费用上限（元）")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只估算调用次数、用量和费用")] = False,
) -> int:
    """起草一份报告，并核对它。"""
    from zhibi.facts.load import load_facts
    from zhibi.output.layout import load_layout
    from zhibi.output.save import FORMATS, save
    from zhibi.writing.drafting import draft

    one_of(writer, WRITERS, "--writer")
    settings: dict[str, Any] = {
        "model": model,
        "base_url": base_url,
        "provider": provider,
        "figures": one_of(figures, FIGURES, "--figures"),
        "jobs": whole_number(jobs, 1, 64, "--jobs"),
        "run": run,
        "max_cost": amount(max_cost, "--max-cost") if max_cost is not None else None,
    }
    if not outputs and not dry_run:
        raise typer.BadParameter("要写明输出文件，如 -o report.docx", param_hint="-o")
    inputs = [facts_path, *filter(None, (style, layout))]
    ready_outputs(outputs or (), inputs, FORMATS)
    page = load_layout(layout) if layout else None
    facts = load_facts(facts_path)
    hand = _writer(writer, settings)
    report = draft(facts, writer=hand, style=style)
    for path in outputs or ():
        save(report, path, facts, page)
    _summary(report, outputs or ())
    return 1 if report.findings.errors else 0


def _writer(wanted: str, settings: dict[str, Any]) -> Writer:
    """The writer asked for; `auto` is the model where one is configured."""
    from zhibi.models.settings import is_configured
    from zhibi.writing.offline import OfflineWriter

    where = {name: settings[name] for name in ("model", "base_url")}
    configured = is_configured(**where) or bool(settings["model"] and settings["provider"])
    if wanted == "offline" or (wanted == "auto" and not configured):
        if wanted == "auto" and any(settings[name] for name in ("model", "base_url", "provider")):
            note("模型没有配置完整（要有模型名，以及密钥或接口地址），这次不用模型来写")
        return OfflineWriter()
    from zhibi.writing.llm import OpenAIWriter

    return OpenAIWriter(**settings, progress=progress())


def _summary(report: Draft, outputs: list[str] | tuple[str, ...]) -> None:
    from zhibi.output.reports import summary

    end_progress()
    note(f"已写出：{'、'.join(outputs)}")
    note(f"核对：{summary(report.findings)}")
    if report.replaced:
        note(f"模型写错、改由事实直接写出的句子 {len(report.replaced)} 处：")
    for change in report.replaced:
        note(f"  原句：{change.original}")
        note(f"  改为：{change.replacement}（{change.reason}）")
    for finding in report.findings.findings:
        if finding.severity == "error":
            note(f"  {finding.line}:{finding.column} {finding.code} {finding.message}")
