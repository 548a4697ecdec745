"""Does the jobs of a folder, with all cores, and compares the reports."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from pathlib import Path

from zhibi.folder import pool
from zhibi.folder.compare import compare_documents
from zhibi.folder.findings import FolderFinding
from zhibi.folder.journal import Journal
from zhibi.folder.work import Job, Outcome, Task, do, lost
from zhibi.progress import Progress, ProgressCallback

_LEAST_EACH = 4
"""Reports for which a further process is worth its start."""


@dataclass(frozen=True, slots=True)
class FolderResult:
    """The outcomes of all reports, in order of their names, and what is wrong between them."""

    task: Task
    outcomes: tuple[Outcome, ...]
    findings: tuple[FolderFinding, ...]

    @property
    def exit_code(self) -> int:
        """3 where a file or an output failed, 4 where only a model did, 1 with errors, else 0."""
        failed = {outcome.exit_code for outcome in self.outcomes} - {0}
        if failed:
            return 4 if failed == {4} else 3
        errors = any(one.counts.errors or self._fault(one) for one in self.outcomes)
        return int(errors or any(one.severity == "error" for one in self.findings))

    @property
    def has_warnings(self) -> bool:
        """Whether there is anything that `--strict` does not let pass."""
        return bool(self.findings) or any(
            one.counts.warnings or one.counts.doubts for one in self.outcomes
        )

    def _fault(self, outcome: Outcome) -> int:
        """Errors in the facts themselves; drafts and checks tell them, as for one report."""
        return outcome.counts.faults if self.task == "facts" else 0


def do_all(
    jobs: Sequence[Job],
    *,
    processes: int | None,
    journal: Path | None = None,
    tell: Callable[[Outcome], None] | None = None,
    progress: ProgressCallback | None = None,
) -> FolderResult:
    """Do all jobs and compare what they give.

    `processes` is None for one a core; with 1, the work is done in this process. Drafts
    that wait for the answers of an endpoint are made in so many threads of this process. `tell` is
    called with each outcome, in order of the jobs, then `progress`. `journal` is a file by which a
    later call with the same jobs does only what changed or was not finished. Raises OutputError.
    """
    outcomes = []
    with (
        Journal(journal) if journal is not None else nullcontext() as kept,
        closing(_outcomes(jobs, processes or pool.cores(), kept)) as made,
    ):
        for outcome in made:
            if tell is not None:
                tell(outcome)
            outcomes.append(outcome)
            if progress is not None:
                progress(Progress("file", len(outcomes), len(jobs), outcome.name))
    documents = [one.document for one in outcomes if one.document is not None]
    return FolderResult(jobs[0].task, tuple(outcomes), tuple(compare_documents(documents)))


def processes_for(jobs: Sequence[Job], most: int | None) -> int:
    """How many processes are worth their start for these jobs; `most` is None for the cores."""
    return max(1, min(most or pool.cores(), len(jobs) // _LEAST_EACH))


def _outcomes(
    jobs: Sequence[Job], processes: int, journal: Journal | None
) -> Generator[Outcome, None, None]:
    """The outcomes in order of the jobs, known ones without work."""
    known = [journal.done(job) if journal is not None else None for job in jobs]
    left = [job for job, outcome in zip(jobs, known, strict=True) if outcome is None]
    made: Generator[Outcome, None, None]
    if any(job.waits for job in left):
        made = pool.each_in_threads(do, left, processes)
    else:
        made = pool.each(do, left, processes_for(left, processes), lost)
    with closing(made):
        for job, before in zip(jobs, known, strict=True):
            outcome = before or next(made)
            if before is None and journal is not None:
                journal.add(job, outcome)
            yield outcome
