"""The writer with a model: the plan first, then the sections in parallel, each checked."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhibi.errors import AnswerError, ModelError
from zhibi.models.messages import Answer, Message, Model, Request, Usage
from zhibi.models.providers import provider_for
from zhibi.models.settings import Endpoint, endpoint_from, priced
from zhibi.models.tokens import families
from zhibi.writing.llm.cost import Estimate, SpendingLimit, estimate, expected_tokens
from zhibi.writing.llm.document_review import replace_wrong_sections
from zhibi.writing.llm.escaping import invisible_characters
from zhibi.writing.llm.options import ModelOptions
from zhibi.writing.llm.parallel import run_parallel
from zhibi.writing.llm.plan_request import PlanGroup, plan_groups, plan_messages
from zhibi.writing.llm.planner import Planner, expected_plan_tokens
from zhibi.writing.llm.prompt_data import DraftContext
from zhibi.writing.llm.prompts import Prompts
from zhibi.writing.llm.repair import MOST_CALLS, TaskResult, TaskWriter
from zhibi.writing.llm.runs import Run
from zhibi.writing.llm.task_prompt import task_messages
from zhibi.writing.llm.tasks import Task, tasks_of
from zhibi.writing.outline.model import Outline
from zhibi.writing.outline.printable import PRINTED
from zhibi.writing.writer import Composition, SentenceWriter

if TYPE_CHECKING:
    from zhibi.facts.model import Facts
    from zhibi.models.providers import Provider
    from zhibi.styles.model import Style

_MOST_SLOW = 2
"""Questions that are too slow, with no answer at all, after which no draft is to be had."""
_CUT = 0.5
"""A prompt of fewer tokens than this share of the estimate has been cut."""


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
        self._host = ""
        if self.client is None:
            endpoint = endpoint_from(
                self.model,
                self.base_url,
                self.api_key,
                self.provider,
                headers=self.headers,
                ca_file=self.ca_file,
                timeout=self.timeout,
            )
            self._model, self.service, self._host = (
                self._connected(endpoint),
                endpoint.provider,
                endpoint.host,
            )
        else:
            self._model = self.client
            self.service = priced(provider_for(self.provider, self.base_url or "", self.name))
        if self.max_cost is not None and self.service.price is None:
            raise ModelError(
                "不知道这个模型的价格，没法按费用封顶",
                "设环境变量 ZHIBI_PRICE=输入价/输出价（每百万 token 的元数），或去掉 --max-cost",
            )
        self._prompts = Prompts(self.prompts)

    def _connected(self, endpoint: Endpoint) -> Model:
        from zhibi.models.client import Client

        return Client(endpoint, notify=self._tell)

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
        session = _Session(self._model, run, self._limit(), self._tell)
        usage = Usage()
        if self.outline:
            planner = Planner(context, session.ask, self.name, self._tell)
            context = self._context(planner.outline(), context.facts, context.style)
            usage = planner.usage
        written = self._sections(context, session)
        bodies = {
            **_unasked(context),
            **{id_: body for each in written for id_, body in each.bodies.items()},
        }
        composed = Composition(
            bodies,
            replaced=tuple(one for each in written for one in each.replaced),
            outline=context.outline,
            figures={id_: found for each in written for id_, found in each.figures.items()},
        )
        composed = replace_wrong_sections(context, composed)
        total = sum((each.usage for each in written), usage)
        return replace(composed, usage=_counted(total, written, composed))

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
        return estimate(asked, self.service, len(tasks) * MOST_CALLS + bool(groups))

    def messages_for(
        self, outline: Outline, facts: Facts, style: Style, section: str | None = None
    ) -> list[tuple[str, tuple[Message, ...]]]:
        """The messages that would be sent, by label; with `section`, only those that hold it.

        Items and headings in them are those made by code: a model's own are known only afterwards.
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

    def _limit(self) -> SpendingLimit:
        return SpendingLimit(
            self.service,
            None if self.max_cost is None else Decimal(str(self.max_cost)),
            self.max_seconds,
        )

    def _about(self, context: DraftContext) -> dict[str, Any]:
        facts = context.facts
        return {
            "title": context.outline.title,
            "facts": facts.path,
            "facts_sha256": _digest(repr(facts)),
            "style": context.style.key,
            "style_sha256": _digest(context.style.model_dump_json()),
            "model": self.name,
            "endpoint": self._host,
            "figures": self.figures,
        }

    def _groups(self, context: DraftContext) -> list[PlanGroup]:
        return plan_groups(context) if self.outline else []

    def _sections(self, context: DraftContext, session: _Session) -> list[TaskResult]:
        family = families()[self.service.tokens]
        tasks = self._tasks(context)
        writer = TaskWriter(
            context, session.ask, self.name, lambda task: expected_tokens(task, context, family)
        )
        warm = threading.Event() if self.service.warm and not session.answered else None
        session.on_first_words(warm)
        done: dict[str, TaskResult] = {}
        tell = self.progress or (lambda _: None)

        def work(task: Task) -> TaskResult:
            written = writer.write(task)
            if session.run is not None:
                session.run.keep_result(written)
            return written

        for task, written in run_parallel(work, tasks, self.jobs or self.service.jobs, warm):
            done[task.id] = written
            tell(f"已写 {len(done)}/{len(tasks)} 节：{_name(task)}")
        return [done[task.id] for task in tasks]


class _Session:
    """The requests of one composition: stored answers first, limits, stop on failure."""

    def __init__(
        self, model: Model, run: Run | None, limit: SpendingLimit, notify: Callable[[str], None]
    ) -> None:
        self._model = model
        self.run = run
        self._limit = limit
        self._notify = notify
        self._stopped: ModelError | None = None
        self._told_cut = False
        self._slow = 0
        self.answered = False
        self._lock = threading.Lock()

    def on_first_words(self, event: threading.Event | None) -> None:
        """Set an event when the model begins to answer, where it reports that."""
        if event is not None and hasattr(self._model, "on_first_words"):
            self._model.on_first_words = event.set

    def ask(self, request: Request) -> Answer:
        """Answer a request. Raises AnswerError where there is no usable answer.

        An error of the endpoint is raised as such as long as nothing was answered at all; after
        that no further request is sent, and the answers so far are used.
        """
        if self._stopped is not None:
            raise _unanswered(self._stopped)
        refused = self._limit.reserve(request)
        if refused:
            self._stop(ModelError(refused))
            raise AnswerError(refused, kind="ceiling", retryable=False)
        usage = Usage()
        try:
            if self.run is not None:
                answer = self.run.complete(request, self._model)
            else:
                answer = self._model.complete(request)
            usage = Usage() if answer.reused else answer.usage
        except AnswerError as error:
            self._give_up_if_always_slow(error)
            raise
        except ModelError as error:
            if not self.answered:
                raise
            self._stop(error)
            raise _unanswered(error) from error
        finally:
            self._limit.charge(request, usage)
        self.answered = True
        self._tell_cut_prompt(request, usage)
        return answer

    def _give_up_if_always_slow(self, error: AnswerError) -> None:
        """Raise a plain ModelError where no question was answered and several were too slow."""
        if error.kind != "slow" or self.answered:
            return
        with self._lock:
            self._slow += 1
        if self._slow >= _MOST_SLOW:
            raise ModelError(error.message, error.hint) from error

    def _tell_cut_prompt(self, request: Request, usage: Usage) -> None:
        """Some local servers cut a prompt that is too long for them, and say nothing."""
        estimated = self._limit.count(request)
        if 0 < usage.prompt < estimated * _CUT and not self._told_cut:
            self._told_cut = True
            self._notify(
                f"模型只收到约 {usage.prompt} token，而提示约有 {estimated}：可能被截断，"
                "请把它的上下文长度（如 Ollama 的 num_ctx）调大"
            )

    def _stop(self, error: ModelError) -> None:
        with self._lock:
            first = self._stopped is None
            self._stopped = self._stopped or error
        if first:
            self._notify(f"{error.message}；其余各段由程序照事实写成")


def _unasked(context: DraftContext) -> dict[str, tuple[str, ...]]:
    """The closing where it has no facts: the style's sentence; no model is asked for it."""
    return {
        node.id: context.fallback[node.id]
        for node in context.outline.walk()
        if node.part == "closing" and not node.facts and node.id in context.fallback
    }


def _unanswered(error: ModelError) -> AnswerError:
    return AnswerError(error.message, kind="stopped", retryable=False)


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
