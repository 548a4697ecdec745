"""`zhibi batch`: many reports through an OpenAI-compatible Batch endpoint."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhibi.cli.model import (
    FigureMode,
    ModelName,
    PromptFolder,
    ProviderName,
    batch_model,
    figure_mode,
)
from zhibi.cli.options import one_of, ready_folder, ready_outputs
from zhibi.cli.streams import print_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.writing.llm.batch import BatchModel
    from zhibi.writing.openai_writer import OpenAIWriter

FactsPaths = Annotated[list[str], typer.Argument(metavar="FACTS", help="事实文件，可多个")]
Style = Annotated[str | None, typer.Option("--style", metavar="S", help="样式，默认按各事实文件")]
_ANSWERS = "批处理返回的结果文件（.jsonl），可多个"


def write(
    paths: FactsPaths,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="REQUESTS.jsonl", help="写到哪个请求文件")
    ],
    answers: Annotated[
        list[str] | None, typer.Option("--answers", metavar="FILE", help=f"已有的{_ANSWERS}")
    ] = None,
    style: Style = None,
    model: ModelName = None,
    provider: ProviderName = None,
    figures: FigureMode = "slots",
    prompts: PromptFolder = None,
) -> int:
    """把要问的写成一个批处理请求文件，不发送。"""
    from zhibi.files import write_atomically
    from zhibi.intake.load import load_facts
    from zhibi.writing.drafting import draft

    ready_outputs([output], [*paths, *(answers or ())], (".jsonl",))
    asked, writer = _writer(model, provider, figures, prompts, answers or ())
    for facts in [load_facts(path) for path in paths]:
        draft(facts, writer=writer, style=style)
    if not asked.unanswered:
        print_note("没有要问的了，用 zhibi batch collect 写出报告")
        return 0
    write_atomically(output, asked.requests().encode())
    print_note(f"已写出：{output}（{len(asked.unanswered)} 次请求）")
    return 0


def collect(
    paths: FactsPaths,
    answers: Annotated[list[str], typer.Option("--answers", metavar="FILE", help=_ANSWERS)],
    output: Annotated[str, typer.Option("-o", "--output", metavar="DIR", help="写到哪个文件夹")],
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="docx|md|txt|html|json", help="格式，可多个，默认 docx"),
    ] = None,
    style: Style = None,
    model: ModelName = None,
    provider: ProviderName = None,
    figures: FigureMode = "slots",
    prompts: PromptFolder = None,
) -> int:
    """用批处理的结果写出各份报告，并核对。"""
    from zhibi.intake.load import load_facts
    from zhibi.output.review.check_result import summary
    from zhibi.output.save import FORMATS, save
    from zhibi.writing.drafting import draft

    endings = [
        one_of(ending, tuple(known.lstrip(".") for known in FORMATS), "--format")
        for ending in formats or ("docx",)
    ]
    stems = _stems(paths)
    folder = ready_folder(output)
    outputs = [[str(folder / f"{stem}.{each}") for each in endings] for stem in stems]
    ready_outputs([path for each in outputs for path in each], [*paths, *answers], FORMATS)
    asked, writer = _writer(model, provider, figures, prompts, answers)
    errors = 0
    for facts, files in zip([load_facts(path) for path in paths], outputs, strict=True):
        report = draft(facts, writer=writer, style=style)
        for path in files:
            save(report, path, facts)
        print_note(f"已写出：{'、'.join(files)}")
        print_note(f"  {summary(report.findings)}改由事实直接写出的句子{len(report.replaced)}处。")
        errors += report.findings.errors
    if asked.unanswered:
        print_note(
            f"还有 {len(asked.unanswered)} 问没有回答，所涉段落已照事实写成；"
            "要让模型再写，用 zhibi batch write --answers 写出下一批"
        )
    return 1 if errors else 0


def _writer(
    model: str | None,
    provider: str | None,
    figures: str,
    prompts: str | None,
    answers: Sequence[str],
) -> tuple[BatchModel, OpenAIWriter]:
    """A writer with answers from files; headings are made without the model, in one batch less."""
    from zhibi.writing.openai_writer import OpenAIWriter

    asked = batch_model(model, provider)
    for path in answers:
        asked.read(path)
    writer = OpenAIWriter(
        client=asked,
        provider=provider,
        figures=figure_mode(figures),
        prompts=prompts,
        outline=False,
        max_seconds=None,
    )
    return asked, writer


def _stems(paths: Sequence[str]) -> list[str]:
    """A file stem for each report: its facts file's, with the folder's name if two are equal."""
    for name in (
        lambda path: path.stem,
        lambda path: f"{path.parent.name}-{path.stem}",
    ):
        stems = [name(Path(path).resolve()) for path in paths]
        if max(Counter(stems).values()) == 1:
            return stems
    raise typer.BadParameter("有两个事实文件连文件夹名都相同，请分开写出", param_hint="FACTS")
