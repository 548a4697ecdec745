"""The questions of many reports as one batch, with all cores."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibi.folder import pool
from zhibi.folder.run import processes_for
from zhibi.folder.work import OWN_FAULT, PROCESS_DIED, Job, failure, writer_for
from zhibi.progress import Progress, ProgressCallback

if TYPE_CHECKING:
    from zhibi.writing.llm.batch import BatchQuestion


@dataclass(frozen=True, slots=True)
class Asked:
    """What one report still asks.

    `problems` say why nothing could be asked; `exit_code` is then not 0.
    """

    name: str
    questions: tuple[BatchQuestion, ...] = ()
    problems: tuple[str, ...] = ()
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of all reports, each once, and the reports that ask or could not."""

    questions: tuple[BatchQuestion, ...]
    reports: tuple[str, ...]
    failed: tuple[Asked, ...] = ()


def ask(job: Job) -> Asked:
    """The questions of one draft that its answers leave open; nothing is raised."""
    from zhibi.intake.load import load_facts
    from zhibi.writing.drafting import shown_facts, style_for
    from zhibi.writing.outline.builder import build_outline

    try:
        facts = load_facts(job.facts)
        style = style_for(facts, job.style)
        facts = shown_facts(facts, style)
        writer = writer_for(job)
        writer.ask(build_outline(facts, style), facts, style)
        return Asked(job.name, tuple(writer.client.questions()))
    except Exception as error:  # one report must not end the work on the others
        return Asked(job.name, (), *failure(error))


def ask_all(
    jobs: Sequence[Job],
    *,
    processes: int | None,
    progress: ProgressCallback | None,
) -> Questions:
    """The open questions of all drafts, in order of the jobs."""
    questions: dict[str, BatchQuestion] = {}
    reports: list[str] = []
    failed: list[Asked] = []
    with closing(pool.each(ask, jobs, processes_for(jobs, processes), _lost)) as made:
        for count, asked in enumerate(made, 1):
            questions.update({one.key: one for one in asked.questions})  # whoever asks
            if asked.questions:
                reports.append(asked.name)
            if asked.exit_code:
                failed.append(asked)
            if progress is not None:
                progress(Progress("question", count, len(jobs), asked.name))
    return Questions(tuple(questions.values()), tuple(reports), tuple(failed))


def _lost(job: Job) -> Asked:
    return Asked(job.name, (), (PROCESS_DIED,), OWN_FAULT)
