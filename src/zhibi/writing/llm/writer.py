"""The writer with a model: the plan first, then the sections in parallel, each checked."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from zhibi.facts.model import PRINTED
from zhibi.models.messages import Message, Usage
from zhibi.models.tokens import families
from zhibi.progress import Progress
from zhibi.writing.llm.cost import Estimate, estimate, expected_tokens
from zhibi.writing.llm.document_review import replace_wrong_sections
from zhibi.writing.llm.escaping import invisible_characters
from zhibi.writing.llm.options import ModelOptions
from zhibi.writing.llm.parallel import run_parallel
from zhibi.writing.llm.plan_request import PlanGroup, plan_groups, plan_messages
from zhibi.writing.llm.planner import Planner, expected_plan_tokens
from zhibi.writing.llm.prompt_data import DraftContext
from zhibi.writing.llm.prompts import Prompts
from zhibi.writing.llm.read_through import READ_THROUGH, Pages, ReadThrough, sketched
from zhibi.writing.llm.repair import MOST_CALLS, TaskResult, TaskWriter
from zhibi.writing.llm.runs import Run
from zhibi.writing.llm.session import Session, connected, spending_limit
from zhibi.writing.llm.task_prompt import task_messages
from zhibi.writing.llm.tasks import Task, tasks_of
from zhibi.writing.outline.model import Outline
from zhibi.writing.writer import Composition, SentenceWriter

if TYPE_CHECKING:
    from zhibi.facts.model import Facts
    from zhibi.models.providers import Provider
    from zhibi.styles.model import Style


@dataclass(eq=False)
class ModelWriter(ModelOptions):
    """Writes with a model; what it cannot write comes from `fallback`.

    `service` is the provider that answers. Raises ModelError where model, address or key are
    missing, or where `max_cost` is given for a model whose price is not known.
    """

    fallback: SentenceWriter = field(kw_only=True)
    service: Provider = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._tell = self.notify or (lambda _: None)
        self._model, self.service, self._host = connected(self)
        self._prompts = Prompts(self.prompts)

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def compose(self, outline: Outline, facts: Facts, style: Style) -> Composition:
        """Write all sections. Raises ModelError when no section at all could be asked for."""
        _tell_invisible(facts, self._tell)
        context = self._context(outline, facts, style)
        if self.run is None:
            return self._composed(context, None)
        with Run(self.run, self._tell) as run:
            run.begin(self._about(context))
            composed = self._composed(context, run)
            run.end({"usage": dict(composed.usage), "replaced": len(composed.replaced)})
        return composed

    def _composed(self, context: DraftContext, run: Run | None) -> Composition:
        limit = spending_limit(self, self.service)
        instead = "其余各段由程序照事实写成"
        session = Session(self._model, run, limit, self._tell, instead, self.bound)
        context, usage = self._planned(context, session)
        writer = self._task_writer(context, session)
        written = self._sections(context, session, writer)
        read = self._amended(context, session, writer, written)
        if read.outline is not context.outline:
            context = replace(context, outline=read.outline)
        bodies = {
            **_unasked(context),
            **{id_: body for each in written for id_, body in each.bodies.items()},
        }
        composed = Composition(
            bodies,
            replaced=tuple(one for each in written for one in each.replaced),
            outline=context.outline,
            figures={id_: found for each in written for id_, found in each.figures.items()},
            evidence=tuple(one for each in written for one in each.evidence),
        )
        composed = replace_wrong_sections(context, composed)
        total = sum((each.usage for each in written), usage + read.usage)
        counted = (
            *_counted(total, written, composed),
            ("amended", read.changed),
            ("unasked", session.unasked),
        )
        return replace(composed, usage=counted)

    def _planned(self, context: DraftContext, session: Session) -> tuple[DraftContext, Usage]:
        """The context with the model's outline, and what that took.

        Sections are not asked for by an outline that is not there yet.
        """
        if not self.outline:
            return context, Usage()
        planner = Planner(context, session.ask, self.name, self._tell)
        context = self._context(planner.outline(), context.facts, context.style)
        if planner.pending:
            session.stop_asking("提纲还没有排好")
        return context, planner.usage

    def ask(self, outline: Outline, facts: Facts, style: Style) -> None:
        """Ask what writing all sections by this outline takes, and write nothing: for a batch.

        Raises ModelError as `compose` does.
        """
        context = self._context(outline, facts, style)
        session = Session(self._model, None, spending_limit(self, self.service), self._tell, "")
        context, _ = self._planned(context, session)
        writer = self._task_writer(context, session)
        for task in self._tasks(context):
            writer.ask(task)

    def estimate(self, outline: Outline, facts: Facts, style: Style) -> Estimate:
        """What writing this would take; nothing is sent."""
        context = self._context(outline, facts, style)
        family = families()[self.service.tokens]
        asked: list[tuple[str, Sequence[Message], int]] = []
        groups = self._groups(context)
        if groups:
            asked.append(("提纲", plan_messages(context, groups), expected_plan_tokens(groups)))
        tasks = self._tasks(context)
        asked += [
            (task.id, task_messages(context, task), expected_tokens(task, context, family))
            for task in tasks
        ]
        most = len(tasks) * MOST_CALLS + bool(groups) + self.reads_through
        if self.reads_through:
            pages = Pages(context, sketched(context, tasks))
            asked.append(("通读", pages.messages(), pages.expected(family)))
        return estimate(asked, self.service, most)

    def messages_for(
        self, outline: Outline, facts: Facts, style: Style, section: str | None = None
    ) -> list[tuple[str, tuple[Message, ...]]]:
        """The messages that would be sent, by label; with `section`, only those that hold it.

        Items and headings in them are those made by code, and where the whole is read through, the
        text as well: a model's own are known only afterwards.
        """
        context = self._context(outline, facts, style)
        found: list[tuple[str, tuple[Message, ...]]] = []
        groups = self._groups(context)
        if groups and section is None:
            found.append(("outline", plan_messages(context, groups)))
        for task in self._tasks(context):
            ids = {task.id, *task.section_ids, *(node.id for node in task.nodes)}
            ids |= {node.id for above in task.above.values() for node in above}
            if section is None or section in ids:
                found.append((task.id, task_messages(context, task)))
        if section is None and self.reads_through:
            pages = Pages(context, sketched(context, self._tasks(context)))
            found.append((READ_THROUGH, pages.messages()))
        return found

    def _context(self, outline: Outline, facts: Facts, style: Style) -> DraftContext:
        bare = replace(
            outline, nodes=tuple(replace(node, facts=(), children=()) for node in outline.nodes)
        )
        metadata = self.fallback.compose(bare, facts, style).bodies
        return DraftContext(
            facts=facts,
            style=style,
            outline=outline,
            figures=self.figures,
            prompts=self._prompts,
            writer=self.fallback,
            fallback=self.fallback.compose(outline, facts, style).bodies,
            metadata={id_: "".join(body) for id_, body in metadata.items()},
        )

    def _tasks(self, context: DraftContext) -> list[Task]:
        return tasks_of(
            context.outline,
            {
                node.id: context.length(node)
                for node in context.outline.walk()
                if node.facts or (node.id in context.fallback and node.part != "closing")
            },
        )

    def _about(self, context: DraftContext) -> dict[str, Any]:
        facts = context.facts
        return {
            "title": context.outline.title,
            "facts": facts.path,
            "facts_sha256": _digest(repr(facts)),
            "style": context.style.key,
            "style_sha256": _digest(context.style.as_json()),
            "model": self.name,
            "endpoint": self._host,
            "figures": self.figures,
        }

    def _groups(self, context: DraftContext) -> list[PlanGroup]:
        return plan_groups(context) if self.outline else []

    def _task_writer(self, context: DraftContext, session: Session) -> TaskWriter:
        family = families()[self.service.tokens]
        return TaskWriter(
            context, session.ask, self.name, lambda task: expected_tokens(task, context, family)
        )

    @property
    def reads_through(self) -> bool:
        """Whether the whole report is read once more when all sections are written."""
        chosen = self.read_through
        return self.service.read_through if chosen is None else chosen

    def _amended(
        self,
        context: DraftContext,
        session: Session,
        writer: TaskWriter,
        written: Sequence[TaskResult],
    ) -> ReadThrough:
        """The sections read once more as a whole, and amended."""
        read = ReadThrough(context, writer, written)
        if not self.reads_through:
            return read
        read.amend(session.ask, self.name, families()[self.service.tokens])
        if read.said:
            self._tell(f"{self.name} 通读全文，{read.said}")
        if session.run is not None and read.refused:
            session.run.keep_refused(read.refused)
        for each in written:
            if session.run is not None:
                session.run.keep_result(each)
        return read

    def _sections(
        self, context: DraftContext, session: Session, writer: TaskWriter
    ) -> list[TaskResult]:
        tasks = self._tasks(context)
        warm = threading.Event() if self.service.warm and not session.answered else None
        session.on_first_words(warm)
        done: dict[str, TaskResult] = {}
        tell = self.progress or (lambda _: None)
        tell(Progress("section", 0, len(tasks), f"由 {self.name} 起草"))

        def work(task: Task) -> TaskResult:
            written = writer.write(task)
            if session.run is not None:
                session.run.keep_result(written)
            return written

        for task, written in run_parallel(work, tasks, self.jobs or self.service.jobs, warm):
            done[task.id] = written
            tell(Progress("section", len(done), len(tasks), _name(task)))
        return [done[task.id] for task in tasks]


def _unasked(context: DraftContext) -> dict[str, tuple[str, ...]]:
    """The closing where it has no facts: the style's sentence; no model is asked for it."""
    return {
        node.id: context.fallback[node.id]
        for node in context.outline.walk()
        if node.part == "closing" and not node.facts and node.id in context.fallback
    }


def _counted(
    usage: Usage, written: Sequence[TaskResult], composed: Composition
) -> tuple[tuple[str, int], ...]:
    return (
        *asdict(usage).items(),
        ("reused", sum(each.reused for each in written)),
        ("repaired", sum(each.repaired for each in written)),
        ("replaced", len(composed.replaced)),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _name(task: Task) -> str:
    above = task.above[task.nodes[0].id]
    named = next((node for node in (*above[::-1], task.nodes[0]) if node.level), None)
    return task.nodes[0].heading or (named.heading if named else "") or task.id


def _tell_invisible(facts: Facts, notify: Callable[[str], None]) -> None:
    """Say which facts hold invisible characters: they are taken out of what is sent."""
    for fact in facts.all_facts():
        found = invisible_characters(fact.name + fact.text)
        if found and fact.show in PRINTED:
            notify(f"事实“{fact.id}”里有看不见的字符（{'、'.join(found)}），发送时已去掉")
