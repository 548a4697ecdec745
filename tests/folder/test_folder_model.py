"""Reports of a folder written by a model side by side: bounded, in order, each as alone."""

from __future__ import annotations

import threading
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import zhibi
from tests.folder.conftest import office
from tests.support.llm_cases import Scripted
from zhibi.folder.run import do_all
from zhibi.folder.work import Job, Outcome
from zhibi.models.messages import Answer, Request, Usage
from zhibi.models.providers import providers
from zhibi.writing.llm.cost import Budget

BOUND = 3


class Waiting(Scripted):
    """Answers when `together` requests are on their way; counts how many there are at most."""

    def __init__(self, together: int) -> None:
        super().__init__()
        self._together = threading.Barrier(together)
        self._first = threading.Semaphore(together)
        self.active = self.most = 0
        self._count = threading.Lock()

    def complete(self, request: Request) -> Answer:
        with self._count:
            self.active += 1
            self.most = max(self.most, self.active)
        if self._first.acquire(blocking=False):
            self._together.wait(timeout=60)
        try:
            return super().complete(request)
        finally:
            with self._count:
                self.active -= 1


def jobs(folder: Path, client: Scripted, bound: int) -> list[Job]:
    shared = threading.BoundedSemaphore(bound)
    made = []
    for number in range(6):
        facts = office(folder / "in", f"{number}", f"第{number}镇", road=number + 3)
        (folder / "out").mkdir(exist_ok=True)
        model = {"client": client, "outline": False, "jobs": 1, "bound": shared}
        model["run"] = str(folder / "run" / f"{number}")
        out = str(folder / "out" / f"{number}.md")
        made.append(Job("draft", facts.name, str(facts), outputs=(out,), model=model))
    return made


def test_reports_are_written_side_by_side_within_the_bound_and_told_in_order(
    tmp_path: Path,
) -> None:
    client = Waiting(together=BOUND)  # one report has one request at a time: three write at once
    told: list[str] = []
    steps: list[zhibi.Progress] = []
    work = jobs(tmp_path, client, BOUND)
    result = do_all(
        work, processes=BOUND, tell=lambda one: told.append(one.name), progress=steps.append
    )
    assert result.exit_code == 0
    assert client.most == BOUND
    assert told == [job.name for job in work]
    assert [(one.stage, one.done, one.total) for one in steps] == [
        ("file", done, 6) for done in range(1, 7)
    ]
    for job in work:
        writer = zhibi.OpenAIWriter(client=Scripted(), outline=False)
        alone = zhibi.draft(zhibi.load_facts(job.facts), writer=writer)
        assert Path(job.outputs[0]).read_text("utf-8") == alone.text


def test_one_report_that_fails_leaves_the_others(tmp_path: Path) -> None:
    def edit(request: Request, text: str) -> str:
        if "第2镇" in request.messages[0].content + request.messages[1].content:
            raise zhibi.ModelError("额度用完")
        return text

    work = jobs(tmp_path, Scripted(edit), 2)
    result = do_all([replace(job) for job in work], processes=2)
    assert [one.exit_code for one in result.outcomes] == [0, 0, 4, 0, 0, 0]
    assert result.exit_code == 4
    assert "额度用完" in result.outcomes[2].problems[0]


def test_reports_share_one_limit_of_costs_and_what_was_not_asked_is_done_next_time(
    tmp_path: Path,
) -> None:
    price = providers()["deepseek"].price
    assert price is not None
    used = Usage(1, 4000, 200)
    each = price.of(used.prompt, used.completion)
    client = Scripted(usage=used)

    def done(most: Decimal) -> list[Outcome]:
        client.asked.clear()
        shared = Budget(most)
        work = [
            replace(one, model={**one.model, "provider": "deepseek", "budget": shared})
            for one in jobs(tmp_path, client, 2)
            if one.model is not None
        ]
        result = do_all(work, processes=2, journal=tmp_path / "done.jsonl")
        assert result.exit_code == 0
        assert len(client.asked) * each <= most
        return list(result.outcomes)

    little = done(each * 7)
    assert any(one.counts.unanswered for one in little)
    assert all(one.counts.must == one.counts.used for one in little)
    enough = done(Decimal(10))
    assert not any(one.counts.unanswered for one in enough)
    again = [before.counts.unanswered == 0 for before in little]
    assert [one.unchanged for one in enough] == again


def test_calls_that_cost_more_than_estimated_leave_less_for_those_that_run_together() -> None:
    budget = Budget(Decimal(8))
    assert budget.reserve(Decimal(1))
    budget.charge(Decimal(1), Decimal(3))
    assert budget.reserve(Decimal(1))
    assert not budget.reserve(Decimal(1))
    budget.charge(Decimal(1), Decimal(0))  # an answer kept from before says nothing of prices
    assert budget.reserve(Decimal(1))
    assert not budget.reserve(Decimal(1))
