"""`draft`, `check` and `facts` with a folder: all its reports, and what is wrong between them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhibi.cli.options import ready_folder, ready_outputs, whole_number
from zhibi.cli.streams import print_data, print_note, print_text, progress_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.folder.listing import Listing
    from zhibi.folder.run import FolderResult
    from zhibi.folder.work import Job, Outcome

Summary = Annotated[
    str | None,
    typer.Option("--summary", metavar="OUT.xlsx|.json", help="文件夹：另写汇总表"),
]
Processes = Annotated[
    str | None, typer.Option("--jobs", metavar="N", help="文件夹：用几个进程，默认全部核心")
]
_ENDINGS = (".xlsx", ".json")
_JOURNAL = ".zhibi-done.jsonl"
_MOST_UNUSED = 5
_MOST_PROCESSES = 256


def is_folder(path: str) -> bool:
    """Whether a command is given a folder instead of a file."""
    return path != "-" and os.path.isdir(path)  # noqa: PTH112  False also for impossible names


def refuse_without_folder(**options: object) -> None:
    """Raise a usage error for options that only a folder takes."""
    for name, value in options.items():
        if value:
            hint = f"--{name.replace('_', '-')}"
            raise typer.BadParameter("只在给出一个文件夹时使用", param_hint=hint)


def refuse_with_folder(**options: object) -> None:
    """Raise a usage error for options that only a single file takes."""
    for name, value in options.items():
        if value:
            hint = f"--{name.replace('_', '-')}"
            raise typer.BadParameter("不能与文件夹同用，请单独处理那一份", param_hint=hint)


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
    from zhibi.folder.work import Job

    if len(outputs) != 1:
        raise typer.BadParameter("文件夹要写明一个输出文件夹，如 -o 成稿", param_hint="-o")
    listing = _listing(path, summary)
    _tell_unused(listing, listing.drafts)
    folder = ready_folder(outputs[0])
    work = []
    for facts in listing.facts:
        stem = folder / facts.relative_to(listing.root).with_suffix("")
        written = tuple(f"{stem}.{ending}" for ending in formats)
        options = _options_of_run(model, listing.name(facts))
        work.append(
            Job(
                "draft",
                listing.name(facts),
                str(facts),
                outputs=written,
                style=style,
                layout=layout,
                model=options,
                mark_gaps=mark_gaps,
            )
        )
    _refuse_overwriting(work)
    processes = 1 if model is not None else _processes(jobs)
    return _do(work, processes, folder / _JOURNAL, summary, strict=strict)


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
        raise typer.BadParameter("核对文件夹时，只写一个文件夹或一个文件", param_hint="--facts")
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
    return _do(work, _processes(jobs), None, summary, output, strict=strict)


def list_facts_folder(
    path: str, summary: str | None, jobs: str | None, output: str, *, strict: bool
) -> int:
    """List and lint every facts file of a folder, and compare them."""
    from zhibi.folder.work import Job

    listing = _listing(path, summary)
    _tell_unused(listing, listing.drafts)
    work = [Job("facts", listing.name(facts), str(facts)) for facts in listing.facts]
    return _do(work, _processes(jobs), None, summary, output, strict=strict)


def _do(
    work: Sequence[Job],
    processes: int | None,
    journal: Path | None,
    summary: str | None,
    output: str = "text",
    *,
    strict: bool,
) -> int:
    from zhibi.errors import InputError, Problem
    from zhibi.files import write_atomically
    from zhibi.folder.run import do_all
    from zhibi.folder.summary import render_json, render_workbook

    if not work:
        hint = "哪些文件算事实、哪些算稿件，见 docs/offices.md"
        raise InputError(Problem("文件夹里没有可以处理的文件", hint))
    if summary is not None:
        ready_outputs([summary], [one.facts for one in work], _ENDINGS)
        beside = Path(summary)
        journal = journal or beside.with_name(f".{beside.name}.jsonl")
    result = do_all(work, processes=processes, journal=journal, tell=_teller(work, output))
    _print(result, output)
    if summary is not None:
        is_json = summary.lower().endswith(".json")
        data = render_json(result).encode() if is_json else render_workbook(result)
        write_atomically(summary, data)
        print_note(f"已写出：{summary}")
    return result.exit_code or int(strict and result.has_warnings)


def _teller(work: Sequence[Job], output: str) -> Any:
    """A function that prints each outcome: a line a report, to stderr where stdout has JSON."""
    from zhibi.folder.summary import file_line

    draw = progress_line()
    count = 0

    def tell(outcome: Outcome) -> None:
        nonlocal count
        count += 1
        line = file_line(work[0].task, outcome)
        if output == "text":
            print_text(line)
        else:
            print_note(line)
        if draw is not None and count < len(work):
            draw(f"{count}/{len(work)}")

    return tell


def _print(result: FolderResult, output: str) -> None:
    from zhibi.folder.summary import finding_text, problems_of, render_json, total_line

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
                raise typer.BadParameter(
                    f"“{other.rstrip('*')}”和“{one.name}”会写到同一个文件 {output}，请改名",
                    param_hint="-o",
                )


def _options_of_run(model: Mapping[str, Any] | None, name: str) -> Mapping[str, Any] | None:
    """The options of one report's writer: its own run folder below the one that is given."""
    if model is None or model.get("run") is None:
        return model
    return {**model, "run": str(Path(model["run"]) / Path(name).with_suffix(""))}


def _processes(jobs: str | None) -> int | None:
    return whole_number(jobs, 1, _MOST_PROCESSES, "--jobs") if jobs is not None else None
