"""The writer with a model: outline first, then the sections side by side, each proved."""

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
from zhibi.writing.llm.answers import read_headings
from zhibi.writing.llm.cost import Ceiling, Estimate, estimate, expected_tokens
from zhibi.writing.llm.document_review import settle_whole
from zhibi.writing.llm.escaping import invisible
from zhibi.writing.llm.heading_requests import Group, chosen, groups_of, headings_given, retitled
from zhibi.writing.llm.options import ModelOptions
from zhibi.writing.llm.parallel import run_parallel
from zhibi.writing.llm.prompt_data import Desk, outline_identity, outline_messages
from zhibi.writing.llm.prompts import Prompts
from zhibi.writing.llm.repair import MOST_CALLS, UnitWriter, Written
from zhibi.writing.llm.requests import Unit, units_of
from zhibi.writing.llm.runs import Run
from zhibi.writing.outline.model import Outline
from zhibi.writing.outline.printable import PRINTED
from zhibi.writing.writer import Composition, SentenceWriter

if TYPE_CHECKING:
    from zhibi.facts.model import Facts
    from zhibi.models.providers import Provider
    from zhibi.styles.model import Style

_HEADING_TOKENS = 24
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
        desk = self._desk(outline, facts, style)
        run = Run(self.run) if self.run is not None else None
        if run is not None:
            run.begin(self._about(desk))
        session = _Session(self._model, run, self._ceiling(), self._tell)
        headings, usage = self._headings(desk, session)
        desk = replace(desk, outline=retitled(desk.outline, headings))
        written = self._sections(desk, session)
        bodies = {id_: body for each in written for id_, body in each.bodies.items()}
        composed = Composition(
            bodies, headings, tuple(one for each in written for one in each.replaced)
        )
        composed = settle_whole(desk, composed)
        total = sum((each.usage for each in written), usage)
        counted = _counted(total, written, composed)
        if run is not None:
            run.end({"usage": dict(counted), "replaced": len(composed.replaced)})
        return replace(composed, usage=counted)

    def estimate(self, outline: Outline, facts: Facts, style: Style) -> Estimate:
        """What writing this would take; nothing is sent."""
        desk = self._desk(outline, facts, style)
        family = families()[self.service.tokens]
        asked: list[tuple[str, Sequence[Message], int]] = []
        groups = self._groups(desk)
        if groups:
            count = sum(1 for group in groups for number, _ in group if number)
            asked.append(("标题", self._outline_asked(desk, groups), count * _HEADING_TOKENS))
        units = self._units(desk)
        asked += [
            (unit.id, desk.messages(unit), expected_tokens(unit, desk, family)) for unit in units
        ]
        return estimate(asked, self.service, len(units) * MOST_CALLS + bool(groups))

    def messages_for(
        self, outline: Outline, facts: Facts, style: Style, section: str | None = None
    ) -> list[tuple[str, tuple[Message, ...]]]:
        """The messages that would be sent, by label; with `section`, only those that hold it.

        The headings in them are those made by code: a model's own are known only afterwards.
        """
        desk = self._desk(outline, facts, style)
        found: list[tuple[str, tuple[Message, ...]]] = []
        groups = self._groups(desk)
        if groups and section is None:
            found.append(("outline", self._outline_asked(desk, groups)))
        for unit in self._units(desk):
            ids = {unit.id, *unit.section_ids, *(node.id for node in unit.nodes)}
            ids |= {node.id for above in unit.above.values() for node in above}
            if section is None or section in ids:
                found.append((unit.id, desk.messages(unit)))
        return found

    def _desk(self, outline: Outline, facts: Facts, style: Style) -> Desk:
        bare = replace(
            outline, nodes=tuple(replace(node, facts=(), children=()) for node in outline.nodes)
        )
        metadata = self.fallback.compose(bare, facts, style).bodies
        return Desk(
            facts=facts,
            style=style,
            outline=outline,
            figures=self.figures,
            prompts=self._prompts,
            writer=self.fallback,
            fallback=self.fallback.compose(outline, facts, style).bodies,
            metadata={id_: "".join(body) for id_, body in metadata.items()},
        )

    def _units(self, desk: Desk) -> list[Unit]:
        return units_of(
            desk.outline,
            {
                node.id: desk.length(node)[1]
                for node in desk.outline.walk()
                if node.facts or node.id in desk.fallback
            },
        )

    def _ceiling(self) -> Ceiling:
        return Ceiling(
            self.service,
            None if self.max_cost is None else Decimal(str(self.max_cost)),
            self.max_seconds,
        )

    def _about(self, desk: Desk) -> dict[str, Any]:
        facts = desk.facts
        return {
            "title": desk.outline.title,
            "facts": facts.path,
            "facts_sha256": _digest(repr(facts)),
            "style": desk.style.key,
            "style_sha256": _digest(desk.style.model_dump_json()),
            "model": self.name,
            "endpoint": self._host,
            "figures": self.figures,
        }

    def _groups(self, desk: Desk) -> list[Group]:
        return groups_of(desk.outline, desk.facts) if self.outline else []

    def _outline_asked(self, desk: Desk, groups: Sequence[Group]) -> tuple[Message, ...]:
        return outline_messages(desk, groups, headings_given(desk.outline, desk.facts))

    def _headings(self, desk: Desk, session: _Session) -> tuple[dict[str, str], Usage]:
        """Ask for all headings at once; what is unfit stays as code made it."""
        groups = self._groups(desk)
        if not groups:
            return {}, Usage()
        numbers = {number for group in groups for number, _ in group if number}
        request = Request(
            self._outline_asked(desk, groups),
            self.name,
            label="outline/1-headings",
            expected=len(numbers) * _HEADING_TOKENS,
            cap=max(1024, len(numbers) * 80),
            identity=outline_identity(desk, groups),
        )
        try:
            answer = session.ask(request)
        except AnswerError as error:
            self._tell(f"标题没有拟成（{error.message}），用程序拟的标题")
            return {}, Usage(calls=1)
        taken, refused = chosen(groups, read_headings(answer.text, numbers), desk.style)
        for fault in refused:
            self._tell(f"一组标题改用程序拟的：{fault}")
        return taken, answer.usage

    def _sections(self, desk: Desk, session: _Session) -> list[Written]:
        family = families()[self.service.tokens]
        units = self._units(desk)
        writer = UnitWriter(
            desk, session.ask, self.name, lambda unit: expected_tokens(unit, desk, family)
        )
        warm = threading.Event() if self.service.warm and not session.answered else None
        session.on_first_words(warm)
        done: dict[str, Written] = {}
        tell = self.progress or (lambda _: None)

        def work(unit: Unit) -> Written:
            written = writer.write(unit)
            if session.run is not None:
                session.run.verdict(written)
            return written

        for unit, written in run_parallel(work, units, self.jobs or self.service.jobs, warm):
            done[unit.id] = written
            tell(f"已写 {len(done)}/{len(units)} 节：{_name(unit)}")
        return [done[unit.id] for unit in units]


class _Session:
    """One composition's way to the model: memory first, ceilings, and what stops everything."""

    def __init__(
        self, model: Model, run: Run | None, ceiling: Ceiling, notify: Callable[[str], None]
    ) -> None:
        self._model = model
        self.run = run
        self._ceiling = ceiling
        self._notify = notify
        self._stopped: ModelError | None = None
        self._told_cut = False
        self.answered = False
        self._lock = threading.Lock()

    def on_first_words(self, event: threading.Event | None) -> None:
        """Let the model's first words set an event, where it can tell."""
        if event is not None and hasattr(self._model, "on_first_words"):
            self._model.on_first_words = event.set

    def ask(self, request: Request) -> Answer:
        """Answer a request. Raises AnswerError where its unit must do without.

        An error of the endpoint is raised as such as long as nothing was answered at all; after
        that it only ends the asking, and what was paid for is kept.
        """
        if self._stopped is not None:
            raise _unanswered(self._stopped)
        refused = self._ceiling.hold(request)
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
        except AnswerError:
            raise
        except ModelError as error:
            if not self.answered:
                raise
            self._stop(error)
            raise _unanswered(error) from error
        finally:
            self._ceiling.settle(request, usage)
        self.answered = True
        self._tell_cut_prompt(request, usage)
        return answer

    def _tell_cut_prompt(self, request: Request, usage: Usage) -> None:
        """Some local servers cut a prompt that is too long for them, and say nothing."""
        estimated = self._ceiling.count(request)
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


def _unanswered(error: ModelError) -> AnswerError:
    return AnswerError(error.message, kind="stopped", retryable=False)


def _counted(
    usage: Usage, written: Sequence[Written], composed: Composition
) -> tuple[tuple[str, int], ...]:
    return (
        *asdict(usage).items(),
        ("reused", sum(each.reused for each in written)),
        ("repaired", sum(each.repaired for each in written)),
        ("replaced", len(composed.replaced)),
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _name(unit: Unit) -> str:
    above = unit.above[unit.nodes[0].id]
    named = next((node for node in (*above[::-1], unit.nodes[0]) if node.level), None)
    return unit.nodes[0].heading or (named.heading if named else "") or unit.id


def _tell_invisible(facts: Facts, notify: Callable[[str], None]) -> None:
    """Say which facts hold invisible characters: they are taken out of what is sent."""
    for fact in facts.all_facts():
        found = invisible(fact.name + fact.text)
        if found and fact.show in PRINTED:
            notify(f"事实“{fact.id}”里有看不见的字符（{'、'.join(found)}），发送时已去掉")
