"""A plan from a model: one call for all, one more for each heading that is unfit, or code's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zhibi.errors import AnswerError
from zhibi.models.messages import Answer, Message, Request, Usage
from zhibi.writing.llm.answers import read_heading
from zhibi.writing.llm.escaping import escaped
from zhibi.writing.llm.headings import (
    UnfitHeading,
    asked_form,
    shown_heading,
    unfit_headings,
    with_headings,
)
from zhibi.writing.llm.plan_request import (
    PlanGroup,
    plan_groups,
    plan_identity,
    plan_messages,
    proposed_plan,
)
from zhibi.writing.llm.prompt_data import figureless
from zhibi.writing.outline.builder import build_outline
from zhibi.writing.outline.plan import Item, Plan, PlanFault, repaired
from zhibi.writing.outline.planning import plan_document

if TYPE_CHECKING:
    from zhibi.facts.model import Part
    from zhibi.writing.llm.prompt_data import DraftContext
    from zhibi.writing.outline.model import Outline

_HEADING_TOKENS = 24
_NUMBER_TOKENS = 4
_MOST_AGAIN = 8
"""Headings that are asked for once more, at most."""
_FEWEST_BESIDE = 6
_FAULTS = {
    "unknown": "没有这条资料",
    "doubled": "重复编排",
    "misplaced": "放到了别的组",
    "missing": "漏编的资料",
    "empty": "空的小项",
    "lone": "孤立的小项",
    "deep": "层次太深的小项",
}


@dataclass(slots=True)
class Planner:
    """Asks for the plan of one report; whatever comes back, the plan holds each fact once.

    `pending` says that answers to its questions are not there yet, so that the outline may change.
    """

    context: DraftContext
    ask: Callable[[Request], Answer]
    model: str
    tell: Callable[[str], None]
    usage: Usage = field(default_factory=Usage)
    pending: bool = False
    _asked: int = 0

    def outline(self) -> Outline:
        """The outline by the model's plan, or by the deterministic one where there is none."""
        context = self.context
        groups = plan_groups(context)
        base = plan_document(context.facts, context.style)
        if not groups:
            return context.outline
        answer = self._answer(
            plan_messages(context, groups), "plan", expected_plan_tokens(groups), groups
        )
        if self.pending:
            return context.outline
        proposed = proposed_plan(answer, groups, base) if answer else None
        if proposed is None:
            if answer:
                self.tell("模型没有排出提纲，用程序排的提纲")
            return context.outline
        plan, faults = repaired(proposed, base, context.facts, context.style)
        self._tell_faults(faults)
        return self._with_fit_headings(plan, base)

    def _with_fit_headings(self, plan: Plan, base: Plan) -> Outline:
        context = self.context
        codes = {item.id: item.heading for item in base.walk()}
        asked = {
            item.id: codes.get(item.id, "")
            for item in plan.walk()
            if item.heading and item.heading != codes.get(item.id)
        }
        outline = build_outline(context.facts, context.style, plan)
        left = _MOST_AGAIN
        for unfit in unfit_headings(outline, asked, context.style, context.additions):
            again = self._asked_again(unfit, asked[unfit.node.id]) if left else ""
            left = max(left - 1, 0)
            if self.pending:
                continue  # what else will be asked does not depend on this answer: ask it all now
            if again:
                renewed = with_headings(outline, {unfit.node.id: again})
                still = unfit_headings(renewed, asked, context.style, context.additions)
                if all(one.node.id != unfit.node.id for one in still):
                    outline = renewed
                    continue
            self.tell(f"标题“{unfit.node.heading}”{unfit.fault}，改用程序拟的")
            plan = _without_heading(plan, unfit.node.id, asked[unfit.node.id])
            kept = {node.id: node.heading for node in outline.walk()}
            mended, _ = repaired(plan, base, context.facts, context.style)
            code = next((one.heading for one in mended.walk() if one.id == unfit.node.id), "")
            outline = with_headings(
                outline, {unfit.node.id: code or kept[unfit.node.id] or unfit.node.topic}
            )
        return context.outline if self.pending else outline

    def _asked_again(self, unfit: UnfitHeading, reference: str) -> str:
        context, node = self.context, unfit.node
        masked = context.table(()).masked
        facts = [figureless(fact) for each in node.walk() for fact in each.facts]
        asked = context.prompts.render(
            "heading.md",
            {
                **context.shared(),
                "heading": masked(escaped(node.heading)),
                "fault": masked(escaped(unfit.fault)),
                "beside": [masked(escaped(one.heading)) for one in unfit.beside[:_FEWEST_BESIDE]],
                "form": asked_form(node.level, reference),
                "reference": masked(escaped(shown_heading(node.level, reference or node.topic))),
                "facts": [masked(text) for text in facts[:_FEWEST_BESIDE]],
            },
        )
        messages = (context.system(), Message("user", asked))
        return read_heading(self._answer(messages, "heading", _HEADING_TOKENS))

    def _answer(
        self,
        messages: tuple[Message, ...],
        step: str,
        expected: int,
        groups: Sequence[PlanGroup] = (),
    ) -> str:
        """The answer's text; empty where there is none that can be used."""
        self._asked += 1
        request = Request(
            messages,
            self.model,
            label=f"outline/{self._asked}-{step}",
            expected=expected,
            cap=max(1024, expected * 4),
            identity=plan_identity(self.context, groups) if groups else "",
        )
        try:
            answer = self.ask(request)
        except AnswerError as error:
            if error.kind == "unanswered":
                self.pending = True
                return ""
            self.tell(f"提纲没有排成（{error.message}），用程序排的")
            self.usage += Usage(calls=1)
            return ""
        self.usage += answer.usage
        return answer.text

    def _tell_faults(self, faults: Sequence[PlanFault]) -> None:
        counts: dict[str, int] = {}
        for fault in faults:
            counts[_FAULTS[fault.kind]] = counts.get(_FAULTS[fault.kind], 0) + 1
        if counts:
            said = "、".join(f"{what} {count} 处" for what, count in counts.items())
            self.tell(f"模型排的提纲已修补：{said}")


def expected_plan_tokens(groups: Sequence[PlanGroup]) -> int:
    """About how many tokens a plan takes."""
    numbers = sum(len(group.numbers) for group in groups)
    return _NUMBER_TOKENS * numbers + _HEADING_TOKENS * (len(groups) + numbers // 3)


def _without_heading(plan: Plan, id_: str, code: str) -> Plan:
    """The plan with code's heading, or none, for one item."""

    def renewed(item: Item) -> Item:
        inner = tuple(renewed(one) for one in item.items)
        return replace(item, heading=code if item.id == id_ else item.heading, items=inner)

    parts: Mapping[Part, tuple[Item, ...]] = {
        part: tuple(renewed(item) for item in items) for part, items in plan.parts.items()
    }
    return Plan(parts)
