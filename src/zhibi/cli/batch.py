"""`zhibi batch`: many reports through an OpenAI-compatible Batch endpoint."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from zhibi.cli.folder import (
    JOURNAL,
    Processes,
    Summary,
    do_jobs,
    draft_jobs,
    process_count,
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
    figure_mode,
    header_fields,
    known_provider,
)
from zhibi.cli.options import Strict, amount, ready_folder, ready_outputs, whole_number
from zhibi.cli.parameters import UsageError, argument, option
from zhibi.cli.streams import print_note, progress_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.folder.batch import Questions
    from zhibi.folder.work import Job

FactsPaths = Annotated[list[str], argument(metavar="FACTS", help="事实文件，可多个；或一个文件夹")]
Style = Annotated[str | None, option("--style", metavar="S", help="样式，默认按各事实文件")]
Formats = Annotated[
    list[str] | None,
    option("--format", metavar="docx|md|txt|html|json", help="格式，可多个，默认 docx"),
]
OutputFolder = Annotated[str, option("-o", "--output", metavar="DIR", help="写到哪个文件夹")]
_ADVICE = "要让模型再写，用 zhibi batch write --answers 写出下一批，或再执行一次 zhibi batch run"
_ANSWERS = "批处理返回的结果文件（.jsonl），可多个"


def write(
    paths: FactsPaths,
    output: Annotated[
        str, option("-o", "--output", metavar="REQUESTS.jsonl", help="写到哪个请求文件")
    ],
    answers: Annotated[
        list[str] | None, option("--answers", metavar="FILE", help=f"已有的{_ANSWERS}")
    ] = None,
    style: Style = None,
    model: ModelName = None,
    provider: ProviderName = None,
    figures: FigureMode = "slots",
    prompts: PromptFolder = None,
    jobs: Processes = None,
) -> int:
    """把要问的（第一轮全部，以后是返工和没有答成的）写成一个批处理请求文件，不发送。"""
    from zhibi.folder.batch import ask_all

    ready_outputs([output], [*paths, *(answers or ())], (".jsonl",))
    options = _model_options(model, provider, figures, prompts)
    work = _asking(draft_jobs(paths, Path(), (), style=style), options, answers or ())
    asked = ask_all(work, processes=process_count(jobs), progress=progress_line())
    for report in asked.failed:
        for problem in report.problems:
            print_note(f"错误：{report.name}：{problem}")
    if asked.questions:
        _write_requests(asked, Path(output), model, provider)
    elif not asked.failed:
        print_note("没有要问的了，用 zhibi batch collect 写出报告")
    return max((report.exit_code for report in asked.failed), default=0) and 3


def _write_requests(
    asked: Questions, output: Path, model: str | None, provider: str | None
) -> None:
    """Write the questions in as many files as the provider takes, and tell what they cost."""
    from zhibi.files import write_atomically
    from zhibi.folder.spending import Spending
    from zhibi.models.settings import priced
    from zhibi.writing.llm.batch import split_batch

    name = model or os.environ.get("ZHIBI_MODEL") or ""
    spending = Spending(priced(known_provider(provider, "", name)))
    lines = [one.line.encode() for one in asked.questions]
    written = []
    for number, part in enumerate(split_batch(lines, spending.provider), 1):
        path = output if number == 1 else output.with_stem(f"{output.stem}-{number}")
        write_atomically(path, b"".join(part))
        written.append(str(path))
    counted = f"{len(asked.reports)} 份报告，{len(lines)} 次请求"
    price = spending.price(asked.questions)
    cost = "" if price is None else f"，约 {price:.4f} 元，不含返工"
    print_note(f"已写出：{'、'.join(written)}（{counted}{cost}）")


def collect(
    paths: FactsPaths,
    answers: Annotated[list[str], option("--answers", metavar="FILE", help=_ANSWERS)],
    output: OutputFolder,
    formats: Formats = None,
    summary: Summary = None,
    style: Style = None,
    model: ModelName = None,
    provider: ProviderName = None,
    figures: FigureMode = "slots",
    prompts: PromptFolder = None,
    jobs: Processes = None,
    strict: Strict = False,
) -> int:
    """用批处理的结果写出各份报告，并核对；没有答成的段落照事实写成。"""
    options = _model_options(model, provider, figures, prompts)
    folder = ready_folder(output)
    work = _asking(
        draft_jobs(paths, folder, report_formats(formats), summary, style=style), options, answers
    )
    return _collect(work, folder, summary, jobs, strict=strict)


MostRounds = Annotated[str | None, option("--rounds", metavar="N", help="最多问几轮，默认 10")]


def run(
    paths: FactsPaths,
    output: OutputFolder,
    formats: Formats = None,
    summary: Summary = None,
    style: Style = None,
    model: ModelName = None,
    base_url: BaseUrl = None,
    provider: ProviderName = None,
    figures: FigureMode = "slots",
    prompts: PromptFolder = None,
    rounds: MostRounds = None,
    max_cost: MaxCost = None,
    run_folder: RunFolder = None,
    jobs: Processes = None,
    headers: Headers = None,
    ca_file: CaFile = None,
    strict: Strict = False,
) -> int:
    """提交批处理，等结果，一轮一轮问到没有要问的，再写出各份报告；中断后再执行接着做。"""
    from zhibi.folder.rounds import MOST_ROUNDS, Rounds
    from zhibi.folder.spending import Spending
    from zhibi.models.batches import BatchEndpoint
    from zhibi.models.settings import endpoint_from
    from zhibi.writing.llm.runs import Run, default_run

    most = whole_number(rounds, 1, 100, "--rounds") if rounds is not None else MOST_ROUNDS
    options = _model_options(model, provider, figures, prompts, base_url)
    endpoint = endpoint_from(
        model, base_url, provider=provider, headers=header_fields(headers), ca_file=ca_file
    )
    limit = amount(max_cost, "--max-cost") if max_cost is not None else None
    spending = Spending(endpoint.provider, limit)
    folder = ready_folder(output)
    work = _asking(
        draft_jobs(paths, folder, report_formats(formats), summary, style=style), options, ()
    )
    place = run_folder or default_run(output, endpoint.model, f"batch-{figures}")
    with Run(place, print_note) as kept:
        kept.begin({"title": f"批处理：{len(work)} 份", "model": endpoint.model})
        batches = BatchEndpoint(endpoint, notify=print_note)
        name = f"{kept.folder.resolve()} {kept.about()['started']}"
        asking = Rounds(
            kept.folder, name, batches, spending, time.sleep, print_note, progress_line()
        )
        answered = asking.run(work, most, process_count(jobs))
        code = _collect(answered, folder, summary, jobs, strict=strict)
        kept.end({})
    return code


def _collect(
    work: Sequence[Job], folder: Path, summary: str | None, jobs: str | None, *, strict: bool
) -> int:
    return do_jobs(
        work,
        process_count(jobs),
        folder / JOURNAL,
        summary,
        strict=strict,
        advice=_ADVICE,
    )


def _model_options(
    model: str | None,
    provider: str | None,
    figures: str,
    prompts: str | None,
    base_url: str | None = None,
) -> dict[str, Any]:
    """The options of the writers; a usage error if no model is named."""
    name = model or os.environ.get("ZHIBI_MODEL")
    if not name:
        raise UsageError("要写明模型名，或设环境变量 ZHIBI_MODEL", "--model")
    known_provider(provider, base_url or "", name)
    return {
        "model": name,
        "base_url": base_url,
        "provider": provider,
        "figures": figure_mode(figures),
        "prompts": prompts,
    }


def _asking(jobs: Sequence[Job], options: dict[str, Any], answers: Sequence[str]) -> list[Job]:
    """The jobs with the model's options and the files of answers, which are read once here.

    Raises InputError for a file that is none.
    """
    from zhibi.writing.llm.batch import BatchAnswers

    BatchAnswers(answers)
    digests = tuple((path, hashlib.sha256(Path(path).read_bytes()).hexdigest()) for path in answers)
    return [replace(job, model=options, answers=digests) for job in jobs]
