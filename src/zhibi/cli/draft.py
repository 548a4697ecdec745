"""`zhibi draft`: drafts a report from facts and a style, and checks it."""

from __future__ import annotations

import threading
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from zhibi.cli.doubts import tell_doubts
from zhibi.cli.folder import (
    Summary,
    draft_folder,
    estimate_folder,
    is_folder,
    refuse_with_folder,
    refuse_without_folder,
    report_formats,
)
from zhibi.cli.model import (
    BaseUrl,
    CaFile,
    FigureMode,
    Headers,
    MaxCost,
    ModelName,
    PromptFolder,
    ProviderName,
    RunFolder,
    asks_a_model,
    model_options,
    named_model,
    unsent_writer,
)
from zhibi.cli.options import LayoutFile, Strict, one_of, ready_outputs, whole_number
from zhibi.cli.parameters import UsageError, argument, option
from zhibi.cli.streams import print_note, print_text, progress_line
from zhibi.cli.verify import ReceiptOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Facts
    from zhibi.models.providers import Price
    from zhibi.writing.document import Draft
    from zhibi.writing.llm.options import ModelOptions
    from zhibi.writing.writer import Writer

WRITERS = ("auto", "offline", "llm")
_READ_THROUGH = {"auto": None, "on": True, "off": False}
_MOST_SHOWN = 20  # replaced sentences on stderr


FactsPaths = Annotated[
    list[str] | None,
    argument(
        metavar="FACTS",
        help="事实文件（.yaml .json），或填好的表、科室材料、报告，可多个",
    ),
]
MoreFacts = Annotated[list[str] | None, option("--facts", metavar="FACTS", help="同 FACTS，可多个")]
Outputs = Annotated[
    list[str] | None,
    option(
        "-o",
        "--output",
        metavar="OUT",
        help=".docx .md .txt .html .json，可多个；FACTS 是文件夹时写一个文件夹",
    ),
]
Formats = Annotated[
    list[str] | None,
    option("--format", metavar="docx|md|txt|html|json", help="文件夹：写成什么，可多个，默认 docx"),
]
StyleName = Annotated[
    str | None,
    option("--style", metavar="S", help="镇乡、街道，或样式文件；默认按事实文件"),
]
WriterName = Annotated[str, option("--writer", metavar="auto|offline|llm", help="由谁来写")]
Jobs = Annotated[
    str | None,
    option("--jobs", metavar="N", help="同时问几节，默认按接口；文件夹不用模型时，是几个进程"),
]
DryRun = Annotated[bool, option("--dry-run", help="只估算请求、用量和费用，不写")]
ReadThrough = Annotated[
    str,
    option("--read-through", metavar="auto|on|off", help="写完让模型通读改一遍，默认只有托管的做"),
]
MarkGaps = Annotated[bool, option("--mark-gaps", help="把要追问科室的写成 .docx 里的批注")]


def draft_report(
    facts_path: FactsPaths = None,
    more_facts: MoreFacts = None,
    outputs: Outputs = None,
    formats: Formats = None,
    summary: Summary = None,
    style: StyleName = None,
    layout: LayoutFile = None,
    writer: WriterName = "auto",
    model: ModelName = None,
    base_url: BaseUrl = None,
    provider: ProviderName = None,
    figures: FigureMode = "slots",
    jobs: Jobs = None,
    run: RunFolder = None,
    max_cost: MaxCost = None,
    dry_run: DryRun = False,
    prompts: PromptFolder = None,
    headers: Headers = None,
    receipt: ReceiptOption = None,
    strict: Strict = False,
    mark_gaps: MarkGaps = False,
    ca_file: CaFile = None,
    read_through: ReadThrough = "auto",
) -> int:
    """起草一份报告，并核对它；给出文件夹，就逐份起草，再互相比对。"""
    paths = [*(facts_path or ()), *(more_facts or ())]
    if not paths:
        raise UsageError("缺少参数 FACTS（事实文件）")
    told: dict[str, Any] = {"prompts": prompts, "progress": progress_line(), "notify": print_note}
    told |= {"jobs": _requests(jobs), "run": run, "ca_file": ca_file}
    told["read_through"] = _READ_THROUGH[
        one_of(read_through, list(_READ_THROUGH), "--read-through")
    ]
    options = model_options(
        model, base_url, provider, figures=figures, max_cost=max_cost, headers=headers, **told
    )
    wanted = one_of(writer, WRITERS, "--writer")
    asked = _Asked(paths, outputs or (), wanted, options, style, layout, mark_gaps)
    if len(paths) == 1 and is_folder(paths[0]):
        refuse_with_folder(receipt=receipt)
        return _draft_folder(asked, formats, summary, jobs, dry_run=dry_run, strict=strict)
    if not outputs and not dry_run:
        raise UsageError("要写明输出文件，如 -o report.docx", "-o")
    refuse_without_folder(summary=summary, format=formats)
    return _draft_one(asked, receipt, dry_run=dry_run, strict=strict)


def _requests(jobs: str | None) -> int | None:
    return whole_number(jobs, 1, 64, "--jobs") if jobs is not None else None


class _Asked(NamedTuple):
    """What is to be drafted, into which files, by whom and how."""

    paths: Sequence[str]
    outputs: Sequence[str]
    writer: str
    options: ModelOptions
    style: str | None
    layout: str | None
    mark_gaps: bool


def _draft_folder(
    asked: _Asked,
    formats: Sequence[str] | None,
    summary: str | None,
    jobs: str | None,
    *,
    dry_run: bool,
    strict: bool,
) -> int:
    """Draft every report of a folder, or only estimate them; the exit code."""
    if dry_run:
        model = {**vars(asked.options), "model": named_model(asked.options)}
        return estimate_folder(asked.paths[0], jobs, style=asked.style, model=model)
    return draft_folder(
        asked.paths[0],
        asked.outputs,
        report_formats(formats),
        summary,
        jobs,
        style=asked.style,
        layout=asked.layout,
        model=_ready_model(asked.writer, asked.options),
        mark_gaps=asked.mark_gaps,
        strict=strict,
    )


def _draft_one(asked: _Asked, receipt: str | None, *, dry_run: bool, strict: bool) -> int:
    """Draft one report, save and check it, or only estimate it; the exit code."""
    from zhibi.intake.load import load_facts
    from zhibi.output.report.layout import load_layout
    from zhibi.output.save import FORMATS, save
    from zhibi.writing.drafting import draft, expected_length

    paths, outputs, style = asked.paths, asked.outputs, asked.style
    inputs = [*paths, *filter(None, (style, asked.layout))]
    ready_outputs(outputs, inputs, FORMATS)
    if receipt:
        ready_outputs([receipt], [*inputs, *outputs], (".json",))
    page = load_layout(asked.layout) if asked.layout else None
    facts = load_facts(paths)
    doubts = tell_doubts(facts)
    length = expected_length(facts, style).told()
    if dry_run:
        print_text(length)
        return _estimate(facts, style, asked.options)
    print_note(length)
    chosen = _writer(asked.writer, asked.options, paths[0])
    report = draft(facts, writer=chosen, style=style)
    for path in outputs:
        save(report, path, facts, page, mark_gaps=asked.mark_gaps)
    if receipt:
        _write_receipt(receipt, report, asked, facts, chosen)
    _summary(report, outputs, getattr(getattr(chosen, "service", None), "price", None))
    return 1 if report.findings.errors or (strict and (report.findings.warnings or doubts)) else 0


def _writer(wanted: str, options: ModelOptions, facts_path: str) -> Writer:
    """The writer asked for; `auto` is the model where one is configured."""
    if not asks_a_model(wanted, options):
        from zhibi.writing.offline.writer import OfflineWriter

        return OfflineWriter()
    from zhibi.writing.llm.runs import default_run
    from zhibi.writing.openai_writer import OpenAIWriter

    made = OpenAIWriter(**vars(options))
    made.run = made.run or default_run(facts_path, made.name, made.figures)
    return made


def _ready_model(wanted: str, options: ModelOptions) -> dict[str, Any] | None:
    """The options of a writer with a model that can be made, None to write without one.

    Raises ModelError before any report is begun where model, address or key are missing.
    """
    from zhibi.writing.llm.cost import Budget
    from zhibi.writing.openai_writer import OpenAIWriter

    if not asks_a_model(wanted, options):
        return None
    made = OpenAIWriter(**vars(options))
    jobs = made.jobs or made.service.jobs
    shared: dict[str, Any] = {"bound": threading.BoundedSemaphore(jobs)}
    if options.max_cost is not None:
        shared["budget"] = Budget(Decimal(str(options.max_cost)))
    return {**vars(options), "jobs": jobs, **shared}


def _write_receipt(path: str, report: Draft, asked: _Asked, facts: Facts, writer: Writer) -> None:
    from zhibi.output.receipts.receipt import Basis, receipt_of_draft, save_receipt, used_prompts
    from zhibi.writing.offline.writer import OfflineWriter

    basis = Basis(asked.paths, facts, asked.style, Path(path).resolve().parent)
    prompts = None
    if not isinstance(writer, OfflineWriter):
        prompts = used_prompts(getattr(writer, "prompts", None), basis.beside)
    save_receipt(receipt_of_draft(report, asked.outputs, basis, prompts), path)
    print_note(f"已写出：{path}")


def _estimate(facts: Facts, style: str | None, options: ModelOptions) -> int:
    """Say what drafting with this model would take; nothing is sent and no key is needed."""
    from zhibi.writing.drafting import shown_facts, style_for
    from zhibi.writing.outline.builder import build_outline

    writer = unsent_writer(options)
    chosen = style_for(facts, style)
    facts = shown_facts(facts, chosen)
    print_text(writer.estimate(build_outline(facts, chosen), facts, chosen).summary())
    return 0


def _summary(report: Draft, outputs: Sequence[str], price: Price | None) -> None:
    from zhibi.output.review.check_result import summary

    print_note(f"已写出：{'、'.join(outputs)}")
    print_note(f"核对：{summary(report.findings)}")
    if report.usage:
        print_note(f"用量：{_usage(dict(report.usage), price)}")
    if report.replaced:
        print_note(f"模型写错、改由事实直接写出的句子 {len(report.replaced)} 处：")
    if len(report.replaced) > _MOST_SHOWN:
        print_note(f"  （只列前 {_MOST_SHOWN} 处，全部在 .json 成稿和留痕里）")
    for change in report.replaced[:_MOST_SHOWN]:
        print_note(f"  原句：{change.original or '（没有写）'}")
        print_note(f"  改为：{change.replacement or '（删去）'}（{change.reason}）")
    for finding in report.findings.findings:
        if finding.severity == "error":
            print_note(f"  {finding.line}:{finding.column} {finding.code} {finding.message}")


def _usage(counts: dict[str, int], price: Price | None) -> str:
    prompt, completion, cached = (
        counts.get(name, 0) for name in ("prompt", "completion", "cached")
    )
    words = [
        f"请求 {counts.get('calls', 0)} 次（其中沿用留痕 {counts.get('reused', 0)} 次）",
        f"输入 {prompt} token（缓存命中 {cached}）",
        f"输出 {completion} token",
    ]
    if price is not None:
        words.append(f"约 {price.of(prompt, completion, cached):.4f} 元")
    return "，".join(words)
