"""What is done with one report of a folder: drafted, checked or listed. Jobs are picklable."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from zhibi.errors import InputError, Problem, ZhibiError
from zhibi.folder.document import Document

if TYPE_CHECKING:
    from zhibi.checking.findings import Findings
    from zhibi.facts.model import Facts
    from zhibi.styles.model import Style
    from zhibi.writing.llm.batch import BatchAnswers

Task = Literal["draft", "check", "facts"]
OWN_FAULT = 70
PROCESS_DIED = "处理这个文件的进程意外退出（可能是内存不足）"


@dataclass(frozen=True, slots=True)
class Job:
    """One report: its name in the folder, what it is read from and written to.

    `facts` and `draft` are paths; an empty `facts` says that none was found for the draft.
    `model` are the arguments of `OpenAIWriter`; None drafts offline. `answers` are the files of a
    batch that answer in place of an endpoint, each with its SHA-256.
    """

    task: Task
    name: str
    facts: str = ""
    draft: str = ""
    outputs: tuple[str, ...] = ()
    style: str | None = None
    layout: str | None = None
    model: Mapping[str, Any] | None = None
    mark_gaps: bool = False
    answers: tuple[tuple[str, str], ...] | None = None

    @property
    def options(self) -> str:
        """What the result depends on beside the content of files, in one line."""
        model = sorted(
            (key, str(value))
            for key, value in (self.model or {}).items()
            if key not in _NOT_IN_RESULT
        )
        read = (self.facts, self.draft, self.style, self.layout)
        return repr((self.task, read, self.outputs, self.mark_gaps, model, self.answers))

    @property
    def waits(self) -> bool:
        """Whether the job mostly waits for the answers of an endpoint."""
        return self.model is not None and self.answers is None


_NOT_IN_RESULT = frozenset({"run", "jobs", "bound", "budget", "progress", "notify", "headers"})


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of a check, and of the lint of its facts (`doubts`, of them `faults` errors).

    `unanswered` are the questions of a draft that a batch has not answered yet, or that were not
    put because of a limit or a failure.
    """

    figures: int = 0
    supported: int = 0
    errors: int = 0
    warnings: int = 0
    must: int = 0
    used: int = 0
    doubts: int = 0
    faults: int = 0
    replaced: int = 0
    unanswered: int = 0
    codes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job. `problems` say why there is no document; `exit_code` is then not 0.

    `inputs` and `outputs` map paths to SHA-256 of their content; `unchanged` says that this is the
    result of an earlier call.
    """

    name: str
    document: Document | None = None
    counts: Counts = Counts()
    writer: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    exit_code: int = 0
    unchanged: bool = False

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Outcome:
        """The outcome that `dataclasses.asdict` made this data of."""
        document = Document.from_data(data["document"]) if data["document"] else None
        changed = {"document": document, "counts": Counts(**data["counts"])}
        return cls(**data | changed | {"problems": tuple(data["problems"])})

    def to_data(self) -> dict[str, Any]:
        """The outcome as JSON data."""
        return asdict(self)


def do(job: Job) -> Outcome:
    """Do one job; whatever is wrong with its files is in the outcome, never raised."""
    try:
        return _TASKS[job.task](job)
    except Exception as error:  # one report must not end the work on the others
        problems, exit_code = failure(error)
        return Outcome(job.name, problems=problems, exit_code=exit_code)


def failure(error: Exception) -> tuple[tuple[str, ...], int]:
    """What to say of an error that ended the work on one report, and its exit code."""
    if isinstance(error, InputError):
        return tuple(map(str, error.problems)), error.exit_code
    if isinstance(error, ZhibiError):
        return (str(error),), error.exit_code
    hint = "单独处理这个文件并加 --debug 可看详情"
    return (f"程序内部出错（{type(error).__name__}：{error}）；{hint}",), OWN_FAULT


def lost(job: Job) -> Outcome:
    """The outcome of a job whose process died."""
    return Outcome(job.name, problems=(PROCESS_DIED,), exit_code=OWN_FAULT)


def digest(paths: Iterable[str]) -> dict[str, str]:
    """SHA-256 of the content of files; an empty text for one that cannot be read."""
    found = {}
    for path in paths:
        try:
            found[path] = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        except OSError:
            found[path] = ""
    return found


def _draft(job: Job) -> Outcome:
    from zhibi.intake.load import load_facts
    from zhibi.output.report.layout import load_layout
    from zhibi.output.save import save
    from zhibi.writing.drafting import draft, style_for

    facts = load_facts(job.facts)
    style = style_for(facts, job.style)
    writer = writer_for(job)
    report = draft(facts, writer=writer, style=style)
    layout = load_layout(job.layout) if job.layout else None
    for path in job.outputs:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        save(report, path, facts, layout, mark_gaps=job.mark_gaps)
    outcome = _outcome(job, facts, style, report.text, report.findings)
    unanswered = len(getattr(getattr(writer, "client", None), "unanswered", ()))
    unanswered += dict(report.usage).get("unasked", 0)
    counts = replace(outcome.counts, replaced=len(report.replaced), unanswered=unanswered)
    return replace(outcome, counts=counts, writer=report.writer, outputs=digest(job.outputs))


def writer_for(job: Job) -> Any:
    """The writer of a draft. Raises ModelError, or InputError for files of answers."""
    from zhibi.writing.llm.runs import default_run
    from zhibi.writing.offline.writer import OfflineWriter
    from zhibi.writing.openai_writer import OpenAIWriter

    if job.model is None:
        return OfflineWriter()
    if job.answers is not None:
        own = {"max_seconds": None, "jobs": 1, "client": _batch_model(job), "read_through": False}
        return OpenAIWriter(**{**job.model, **own})
    made = OpenAIWriter(**job.model)
    made.run = made.run or default_run(job.facts, made.name, made.figures)
    return made


def _batch_model(job: Job) -> Any:
    from zhibi.models.providers import provider_for
    from zhibi.writing.llm.batch import BatchModel

    assert job.model is not None
    assert job.answers is not None
    name = job.model["model"]
    provider = provider_for(job.model.get("provider"), job.model.get("base_url") or "", name)
    return BatchModel(name, provider, _read_answers(job.answers))


@lru_cache(maxsize=1)
def _read_answers(files: tuple[tuple[str, str], ...]) -> BatchAnswers:
    """The answers of these files, found once in a process; their digests are part of the key."""
    from zhibi.writing.llm.batch import BatchAnswers

    return BatchAnswers(path for path, _ in files)


def _check(job: Job) -> Outcome:
    from zhibi.checking.check import check
    from zhibi.intake.load import facts_for_text
    from zhibi.word.drafts import read_draft
    from zhibi.writing.drafting import style_for

    if not job.facts:
        hint = "把事实文件放在同一个文件夹里，文件名是稿件名或它的开头；或用 --facts 写明"
        raise InputError(Problem("没有找到这份稿件的事实文件", hint, job.draft))
    source = read_draft(job.draft)
    facts = facts_for_text(job.facts, source.text)
    style = style_for(facts, job.style)
    return _outcome(job, facts, style, source.text, check(source.text, facts, style))


def _list(job: Job) -> Outcome:
    from zhibi.intake.load import load_facts

    return _outcome(job, load_facts(job.facts), None, "", None)


_TASKS = {"draft": _draft, "check": _check, "facts": _list}


def _outcome(
    job: Job, facts: Facts, style: Style | None, text: str, findings: Findings | None
) -> Outcome:
    from zhibi.facts.lint import lint
    from zhibi.styles.load import style_files

    lints = lint(facts)
    faults = sum(item.severity == "error" for item in lints)
    read = [job.facts, *filter(None, (job.draft, job.layout))]
    if style is not None:
        asked_at = facts.document.style_asked_at
        read += style_files(job.style or facts.document.style, asked_at=asked_at)
    if job.model is not None and job.model.get("prompts"):
        read += sorted(str(path) for path in Path(job.model["prompts"]).iterdir())
    return Outcome(
        job.name,
        Document.of(job.name, facts, style, text, findings, written_to=job.outputs[:1]),
        _counts(findings, len(lints), faults)
        if findings
        else Counts(figures=sum(1 for _ in facts.entries()), doubts=len(lints), faults=faults),
        inputs=digest(read),
    )


def _counts(findings: Findings, doubts: int, faults: int) -> Counts:
    from zhibi.output.review.check_result import SUPPORTED

    claims = [figure for figure in findings.figures if figure.figure.claim]
    return Counts(
        figures=len(claims),
        supported=sum(figure.status in SUPPORTED for figure in claims),
        errors=findings.errors,
        warnings=findings.warnings,
        must=findings.coverage.must,
        used=findings.coverage.used,
        doubts=doubts,
        faults=faults,
        codes=dict(sorted(Counter(one.code for one in findings.findings).items())),
    )
