"""What drafting the reports of a folder with a model would take; nothing is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from zhibi.folder import pool
from zhibi.folder.run import processes_for
from zhibi.folder.work import OWN_FAULT, PROCESS_DIED, Job, failure, writer_for
from zhibi.progress import Progress, ProgressCallback

if TYPE_CHECKING:
    from zhibi.writing.llm.cost import Estimate


@dataclass(frozen=True, slots=True)
class Estimated:
    """The estimate of one report; `problems` say why there is none, `exit_code` is then not 0."""

    name: str
    estimate: Estimate | None = None
    problems: tuple[str, ...] = ()
    exit_code: int = 0

    def line(self) -> str:
        """The estimate in a line of Chinese."""
        if self.estimate is None:
            return f"{self.name}：未完成：{self.problems[0].splitlines()[0]}"
        return f"{self.name}：{_told([self.estimate])}"


def estimate(job: Job) -> Estimated:
    """What drafting one report would take, `job.answers` being empty; nothing is raised."""
    from zhibi.intake.load import load_facts
    from zhibi.writing.drafting import shown_facts, style_for
    from zhibi.writing.outline.builder import build_outline

    try:
        facts = load_facts(job.facts)
        style = style_for(facts, job.style)
        facts = shown_facts(facts, style)
        made = writer_for(job).estimate(build_outline(facts, style), facts, style)
        return Estimated(job.name, made)
    except Exception as error:  # one report must not end the work on the others
        return Estimated(job.name, None, *failure(error))


def estimate_all(
    jobs: Sequence[Job],
    *,
    processes: int | None,
    progress: ProgressCallback | None,
) -> list[Estimated]:
    """The estimates of all reports, in order of the jobs."""
    found = []
    with closing(pool.each(estimate, jobs, processes_for(jobs, processes), _lost)) as made:
        for one in made:
            found.append(one)
            if progress is not None:
                progress(Progress("file", len(found), len(jobs), one.name))
    return found


def total_line(estimates: Iterable[Estimated]) -> str:
    """All estimates together, in a line of Chinese."""
    known = [one.estimate for one in estimates if one.estimate is not None]
    said = f"合计 {len(known)} 份：{_told(known)}"
    most = [one.most_money for one in known]
    if None in most:
        return f"{said}；不知道这个模型的价格，设 ZHIBI_PRICE 后可估算费用"
    top = sum(filter(None, most), Decimal(0))
    return f"{said}，最多约 {top:.2f} 元（参考价，以服务商现行价目为准）"


def _told(estimates: Sequence[Estimate]) -> str:
    calls, prompt, completion = (
        sum(getattr(one, name) for one in estimates)
        for name in ("most_calls", "prompt", "completion")
    )
    asked = sum(len(one.calls) for one in estimates)
    words = [f"{asked} 次请求（含返工最多 {calls} 次）"]
    words += [f"输入约 {prompt}、输出约 {completion} token"]
    prices = [one.money for one in estimates if one.money is not None]
    if len(prices) == len(estimates):
        words.append(f"约 {sum(prices, Decimal(0)):.2f} 元")
    return "，".join(words)


def _lost(job: Job) -> Estimated:
    return Estimated(job.name, None, (PROCESS_DIED,), OWN_FAULT)
