"""`draft`, `check` and `facts` with a folder: all its reports, and what is wrong between them."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from zhibi.cli.options import one_of, ready_folder, ready_outputs, whole_number
from zhibi.cli.parameters import UsageError, option
from zhibi.cli.streams import print_data, print_note, print_text, progress_line
from zhibi.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from zhibi.folder.listing import Listing
    from zhibi.folder.run import FolderResult
    from zhibi.folder.work import Job, Outcome

Summary = Annotated[
    str | None,
    option("--summary", metavar="OUT.xlsx|.json", help="文件夹：另写汇总表"),
]
Processes = Annotated[
    str | None, option("--jobs", metavar="N", help="文件夹：用几个进程，默认全部核心")
]
_ENDINGS = (".xlsx", ".json")
JOURNAL = ".zhibi-done.jsonl"
_MOST_UNUSED = 5
_MOST_PROCESSES = 256


def is_folder(path: str) -> bool:
    """Whether a command is given a folder instead of a file."""
    return path != "-" and os.path.isdir(path)  # noqa: PTH112  False also for impossible names


def refuse_without_folder(**options: object) -> None:
    """Raise a usage error for options that only a folder takes."""
    _refuse(options, "只在给出一个文件夹时使用")


def refuse_with_folder(**options: object) -> None:
    """Raise a usage error for options that only a single file takes."""
    _refuse(options, "不能与文件夹同用，请单独处理那一份")


def _refuse(options: Mapping[str, object], why: str) -> None:
    for name, value in options.items():
        if value:
            raise UsageError(why, f"--{name.replace('_', '-')}")


def report_formats(given: Sequence[str] | None) -> list[str]:
    """The formats that reports are written in, else a usage error; Word where none is named."""
    from zhibi.output.save import FORMATS

    known = [ending.lstrip(".") for ending in FORMATS]
    return [one_of(one, known, "--format") for one in given or ("docx",)]


def draft_folder(
    path: str,
    outputs: Sequence[str],
    formats: Sequence[str],
    summary: str | None,
    jobs: str | None,
    *,
    style: str | None,
    layout: str | None,
    model: Mapping[str, Any] | None,
    mark_gaps: bool,
    strict: bool,
) -> int:
    """Draft every facts file of a folder into the folder `outputs`."""
    if len(outputs) != 1:
        raise UsageError("文件夹要写明一个输出文件夹，如 -o 成稿", "-o")
    folder = ready_folder(outputs[0])
    work = [
        replace(job, model=_options_of_report(model, job.name), mark_gaps=mark_gaps)
        for job in draft_jobs([path], folder, formats, summary, style=style, layout=layout)
    ]
    processes = model["jobs"] if model is not None else process_count(jobs)
    return do_jobs(work, processes, folder / JOURNAL, summary, strict=strict)


def estimate_folder(
    path: str, jobs: str | None, *, style: str | None, model: Mapping[str, Any]
) -> int:
    """Print what drafting every facts file of a folder with a model would take; nothing is sent."""
    from zhibi.folder.estimate import estimate_all, total_line

    own = {"run": None, "progress": None, "notify": None, "max_cost": None}
    work = [
        replace(job, model={**model, **own}, answers=())
        for job in draft_jobs([path], Path(), ("docx",), style=style)
    ]
    estimates = estimate_all(work, processes=process_count(jobs), progress=progress_line())
    for one in estimates:
        print_text(one.line())
        for problem in one.problems:
            print_note(f"错误：{one.name}：{problem}")
    print_text(total_line(estimates))
    return 3 if any(one.exit_code for one in estimates) else 0


def draft_jobs(
    paths: Sequence[str],
    output: Path,
    formats: Sequence[str],
    summary: str | None = None,
    *,
    style: str | None,
    layout: str | None = None,
) -> list[Job]:
    """A job for each facts file: those of one folder, or the files that are given.

    Reports are written below `output` with the names of their facts files. Raises a usage error
    where two would be written to one file.
    """
    from zhibi.folder.work import Job

    if len(paths) == 1 and is_folder(paths[0]):
        listing = _listing(paths[0], summary)
        _tell_unused(listing, listing.drafts)
        named = [
            (listing.name(facts), str(facts), str(facts.relative_to(listing.root).with_suffix("")))
            for facts in listing.facts
        ]
    else:
        named = list(zip(paths, paths, _stems(paths), strict=True))
    work = [
        Job(
            "draft",
            name,
            facts,
            outputs=tuple(f"{output / stem}.{ending}" for ending in formats),
            style=style,
            layout=layout,
        )
        for name, facts, stem in named
    ]
    _refuse_nothing(work)
    _refuse_overwriting(work)
    return work


def _refuse_nothing(work: Sequence[Job]) -> None:
    if not work:
        hint = "哪些文件算事实、哪些算稿件，见 docs/offices.md"
        raise InputError(Problem("文件夹里没有可以处理的文件", hint))


def _stems(paths: Sequence[str]) -> list[str]:
    """A file stem for each report: its facts file's, with the folder's name if two are equal."""
    for name in (
        lambda path: path.stem,
        lambda path: f"{path.parent.name}-{path.stem}",
    ):
        stems = [name(Path(path).resolve()) for path in paths]
        if max(Counter(stems).values()) == 1:
            return stems
    raise UsageError("有两个事实文件连文件夹名都相同，请分开写出", "FACTS")


def check_folder(
    path: str,
    facts_paths: Sequence[str],
    summary: str | None,
    jobs: str | None,
    output: str,
    *,
    style: str | None,
    strict: bool,
) -> int:
    """Check every draft of a folder against its facts, or all against one facts file."""
    from zhibi.folder.listing import facts_of_draft, is_material, list_folder
    from zhibi.folder.work import Job

    if len(facts_paths) > 1:
        raise UsageError("核对文件夹时，只写一个文件夹或一个文件", "--facts")
    listing = _listing(path, summary)
    given = facts_paths[0] if facts_paths else path
    known = list_folder(given) if Path(given).is_dir() else None
    material = [one for one in listing.drafts if known and is_material(one, listing, known)]
    _tell_unused(listing, material)
    work = []
    for draft in (one for one in listing.drafts if one not in material):
        facts = Path(given) if known is None else facts_of_draft(draft, listing, known)
        read = str(facts) if facts is not None else ""
        work.append(Job("check", listing.name(draft), read, str(draft), (), style))
    return do_jobs(work, process_count(jobs), None, summary, output, strict=strict)


def list_facts_folder(
    path: str, summary: str | None, jobs: str | None, output: str, *, strict: bool
) -> int:
    """List and lint every facts file of a folder, and compare them."""
    from zhibi.folder.work import Job

    listing = _listing(path, summary)
    _tell_unused(listing, listing.drafts)
    work = [Job("facts", listing.name(facts), str(facts)) for facts in listing.facts]
    return do_jobs(work, process_count(jobs), None, summary, output, strict=strict)


def do_jobs(
    work: Sequence[Job],
    processes: int | None,
    journal: Path | None,
    summary: str | None,
    output: str = "text",
    *,
    strict: bool,
    advice: str = "要让模型再写，放宽费用上限，再执行同一条命令",
) -> int:
    """Do the jobs and print what they give; the exit code.

    `advice` says in Chinese what to do where a model has not answered all.
    """
    from zhibi.files import write_atomically
    from zhibi.folder.run import do_all
    from zhibi.folder.summary import render_json, render_workbook

    _refuse_nothing(work)
    if summary is not None:
        ready_outputs([summary], [one.facts for one in work], _ENDINGS)
        beside = Path(summary)
        journal = journal or beside.with_name(f".{beside.name}.jsonl")
    tell = _teller(work[0].task, output)
    progress = progress_line()
    result = do_all(work, processes=processes, journal=journal, tell=tell, progress=progress)
    _print(result, output, advice)
    if summary is not None:
        is_json = summary.lower().endswith(".json")
        data = render_json(result).encode() if is_json else render_workbook(result)
        write_atomically(summary, data)
        print_note(f"已写出：{summary}")
    return result.exit_code or int(strict and result.has_warnings)


def _teller(task: str, output: str) -> Callable[[Outcome], None]:
    """A function that prints each outcome: a line a report, to stderr where stdout has JSON."""
    from zhibi.folder.summary import file_line

    def tell(outcome: Outcome) -> None:
        line = file_line(task, outcome)
        if output == "text":
            print_text(line)
        else:
            print_note(line)

    return tell


def _print(result: FolderResult, output: str, advice: str) -> None:
    from zhibi.folder.summary import finding_text, problems_of, render_json, total_line

    unanswered = sum(outcome.counts.unanswered for outcome in result.outcomes)
    if unanswered:
        print_note(f"还有 {unanswered} 问没有回答，所涉段落已照事实写成；{advice}")
    for problem in problems_of(result):
        print_note(f"错误：{problem}")
    if output == "json":
        print_data(render_json(result))
        return
    for finding in result.findings:
        print_text(finding_text(finding))
    print_text(total_line(result))


def _listing(path: str, summary: str | None) -> Listing:
    from zhibi.folder.listing import list_folder

    return list_folder(path, {Path(summary).resolve()} if summary is not None else set())


def _tell_unused(listing: Listing, also: Sequence[Path]) -> None:
    unused = [listing.name(path) for path in sorted((*listing.unused, *also))]
    if unused:
        shown = "、".join(unused[:_MOST_UNUSED])
        more = f"等 {len(unused)} 个" if len(unused) > _MOST_UNUSED else ""
        print_note(f"没有用到：{shown}{more}")


def _refuse_overwriting(work: Sequence[Job]) -> None:
    """Raise a usage error where two reports would be written to one file, or over an input."""
    owner: dict[Path, str] = {Path(one.facts).resolve(): one.name for one in work}
    for one in work:
        for output in one.outputs:
            other = owner.setdefault(Path(output).resolve(), one.name + "*")
            if other != one.name + "*":
                raise UsageError(
                    f"“{other.rstrip('*')}”和“{one.name}”会写到同一个文件 {output}，请改名",
                    "-o",
                )


def _options_of_report(model: Mapping[str, Any] | None, name: str) -> Mapping[str, Any] | None:
    """The options of one report's writer: its own run folder, and its name in what is told."""
    if model is None:
        return None
    options = dict(model)
    if options.get("run") is not None:
        options["run"] = str(Path(options["run"]) / Path(name).with_suffix(""))
    notify, progress = options.get("notify"), options.get("progress")
    if notify is not None:
        options["notify"] = lambda words: notify(f"{name}：{words}")
    if progress is not None:
        options["progress"] = lambda step: progress(replace(step, name=f"{name} {step.name}"))
    return options


def process_count(jobs: str | None) -> int | None:
    """The number of processes that `--jobs` asks for, None for one a core; else a usage error."""
    return whole_number(jobs, 1, _MOST_PROCESSES, "--jobs") if jobs is not None else None
