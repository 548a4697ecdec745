"""One task from question to prose: asked, checked, sent back, and replaced where it stays wrong.

The cheapest repair comes first: the spelling of slots is corrected here; then the faulty sentences
alone are sent back; then the whole is asked for once more; what is still wrong is replaced by
sentences made from the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zhibi.errors import AnswerError
from zhibi.models.messages import Answer, Message, Request, Usage
from zhibi.writing.llm.answers import read_answer, read_changes
from zhibi.writing.llm.fallback import replace_faults, written_from_facts
from zhibi.writing.llm.inspection import inspect
from zhibi.writing.llm.slot_text import Sentence, SlotProse, insert_after, slot_prose, split
from zhibi.writing.llm.slots import slot_ids

if TYPE_CHECKING:
    from zhibi.facts.model import Fact
    from zhibi.writing.llm.inspection import Inspection, Issue
    from zhibi.writing.llm.prompt_data import DraftContext
    from zhibi.writing.llm.slot_text import Position
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.llm.tasks import Task
    from zhibi.writing.writer import Replacement

MOST_CALLS = 4
"""Questions for one task, unusable answers included."""
_FEW = 4
"""Faulty sentences that are worth sending back by themselves."""


@dataclass(slots=True)
class TaskResult:
    """A task's printed prose, and how it came about."""

    task: Task
    bodies: dict[str, tuple[str, ...]]
    usage: Usage = field(default_factory=Usage)
    replaced: list[Replacement] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    asked: int = 0
    reused: int = 0
    repaired: int = 0
    failed: AnswerError | None = None


Ask = Callable[[Request], Answer]


class TaskWriter:
    """Writes tasks through `ask`, which raises AnswerError for what a model could not answer."""

    def __init__(
        self, context: DraftContext, ask: Ask, model: str, expected: Callable[[Task], int]
    ) -> None:
        self._context = context
        self._ask = ask
        self._model = model
        self._expected = expected

    def write(self, task: Task) -> TaskResult:
        """A task's prose, without any error that facts can cure."""
        state = _State(task, self._context.table(task.facts), TaskResult(task, {}))
        best = self._drafted(state)
        if best is None:
            reason = (
                state.written.failed.message if state.written.failed else "模型没有写出可用的内容"
            )
            prose, replaced = written_from_facts(task, self._context, reason)
        else:
            prose, replaced = replace_faults(best.prose, task, self._context, state.table)
        written = state.written
        written.replaced = replaced
        written.bodies = prose.bodies(task, state.table, self._context.style)
        written.steps += [f"替换：{one.reason}" for one in replaced]
        return written

    def _drafted(self, state: _State) -> _Version | None:
        """The best version that the model came to; None where no answer could be used."""
        asked = self._context.messages(state.task)
        best = self._version(state, asked, "draft")
        if best is None:
            return None
        if best.inspection.issues:
            best = self._better(state, best, self._patched(state, best))
        if best.inspection.issues and state.may_ask:
            few = len(_positions(best.inspection)) + len(_missing(best.inspection)) <= _FEW
            again = self._patched(state, best) if few else self._anew(state, best)
            best = self._better(state, best, again)
        return best

    def _version(self, state: _State, messages: tuple[Message, ...], step: str) -> _Version | None:
        """Ask until an answer can be used; None when all calls are spent."""
        while state.may_ask:
            answer = self._answer(state, messages, step)
            if answer is None:
                continue
            text = state.table.mended(answer.text)
            prose = slot_prose(read_answer(text, state.task))
            if not any(prose.nodes.values()):
                state.written.steps.append("回答里找不到各段的正文")
                continue
            return self._judged(state, prose, (*messages, Message("assistant", answer.text)))
        return None

    def _judged(self, state: _State, prose: SlotProse, said: tuple[Message, ...]) -> _Version:
        inspection = inspect(prose, state.task, self._context, state.table)
        state.written.steps.append("核对：" + ("、".join(inspection.codes()) or "没有问题"))
        return _Version(prose, inspection, said)

    def _answer(self, state: _State, messages: tuple[Message, ...], step: str) -> Answer | None:
        written = state.written
        written.asked += 1
        expected = self._expected(state.task)
        request = Request(
            messages,
            self._model,
            label=f"{state.task.id}/{written.asked}-{step}",
            expected=expected,
            cap=max(1024, expected * 3),
            attempt=state.repeated(messages),
        )
        try:
            answer = self._ask(request)
        except AnswerError as error:
            written.failed = error
            written.steps.append(f"回答不能用：{error.message}")
            return None
        written.usage += answer.usage
        written.reused += answer.reused
        written.steps += [f"就地修补：{one}" for one in answer.mended]
        return answer

    def _better(self, state: _State, best: _Version, other: _Version | None) -> _Version:
        if other is not None and other.inspection.score < best.inspection.score:
            state.written.repaired += 1
            return other
        return best

    def _patched(self, state: _State, best: _Version) -> _Version | None:
        """The faulty sentences alone, sent back with what is wrong with them."""
        positions, missing = _positions(best.inspection), _missing(best.inspection)
        asked = [self._complaint(state, best, position) for position in positions]
        missing = [fact for fact in missing if not _has_slot_of(fact, positions, best, state.table)]
        asked += [self._reminder(state, fact) for fact in missing]
        prompt = self._context.prompts.render(
            "repair.md", {"findings": asked, "missing": bool(missing)}
        )
        messages = (*best.said, Message("user", prompt))
        answer = self._answer(state, messages, "repair")
        if answer is None:
            return None
        changes = read_changes(state.table.mended(answer.text), len(asked))
        prose = _changed(best, positions, missing, changes, state.task)
        return self._judged(state, prose, (*messages, Message("assistant", answer.text)))

    def _anew(self, state: _State, best: _Version) -> _Version | None:
        """The whole task once more, with what was wrong with it."""
        issues = best.inspection.issues[:12]
        prompt = self._context.prompts.render(
            "again.md",
            {
                "problems": list(dict.fromkeys(map(self._advice, issues))),
                "many": len(state.task.nodes) > 1,
                "figures": self._context.figures,
            },
        )
        return self._version(state, (*best.said, Message("user", prompt)), "again")

    def _complaint(self, state: _State, best: _Version, position: Position) -> dict[str, object]:
        """A faulty sentence with what is wrong, and the facts that it tried to tell."""
        own = [issue for issue in best.inspection.issues if issue.position == position]
        facts = [
            self._context.fact_text(fact, state.table)
            for fact in _missing(best.inspection)
            if _has_slot_of(fact, [position], best, state.table)
        ]
        return {
            "sentence": best.prose.sentence(position).text,
            "fact": "",
            "problems": [
                *dict.fromkeys(map(self._advice, own)),
                *(f"资料：{one}" for one in facts),
            ],
        }

    def _reminder(self, state: _State, fact: Fact) -> dict[str, object]:
        return {
            "sentence": "",
            "fact": self._context.fact_text(fact, state.table),
            "problems": [self._context.prompts.advice("N301", "")],
        }

    def _advice(self, issue: Issue) -> str:
        return self._context.prompts.advice(issue.code, issue.words)


@dataclass(slots=True)
class _Version:
    prose: SlotProse
    inspection: Inspection
    said: tuple[Message, ...]


@dataclass(slots=True)
class _State:
    task: Task
    table: SlotTable
    written: TaskResult
    _asked_before: dict[tuple[Message, ...], int] = field(default_factory=dict)

    @property
    def may_ask(self) -> bool:
        """Whether there are calls left, and it makes sense to use them."""
        failed = self.written.failed
        return self.written.asked < MOST_CALLS and (failed is None or failed.retryable)

    def repeated(self, messages: tuple[Message, ...]) -> int:
        """How often just these messages have been sent for this task before."""
        count = self._asked_before.get(messages, 0)
        self._asked_before[messages] = count + 1
        return count


def _positions(inspection: Inspection) -> list[Position]:
    """The sentences that have issues, in order, each once."""
    positions = {issue.position: None for issue in inspection.issues if issue.position is not None}
    return sorted(positions, key=lambda position: position.start)


def _missing(inspection: Inspection) -> list[Fact]:
    """The facts that are missing, each once."""
    return list({issue.fact.id: issue.fact for issue in inspection.issues if issue.fact}.values())


def _has_slot_of(
    fact: Fact, positions: Sequence[Position], best: _Version, table: SlotTable
) -> bool:
    """Whether one of these sentences has a slot of the fact, well named or not."""
    ids = {slot.id for entry in fact.entries() if (slot := table.by_entry.get(entry.id))}
    return any(ids & set(slot_ids(best.prose.sentence(position).text)) for position in positions)


def _changed(
    best: _Version,
    positions: Sequence[Position],
    missing: Sequence[Fact],
    changes: dict[int, str],
    task: Task,
) -> SlotProse:
    """The prose with the changed sentences in it, and the added ones at their places."""
    new = best.prose.copy()
    added = []
    for number, fact in enumerate(missing, len(positions) + 1):
        if changes.get(number):
            node = next(node for node in task.nodes if fact in node.facts)
            made = [Sentence(text) for text in split(changes[number])]
            added.append((node.id, made, best.inspection.before(fact, node, new)))
    for number, position in reversed(list(enumerate(positions, 1))):
        if number in changes:
            made = [Sentence(text) for text in split(changes[number])]
            old = new.sentence(position)
            new.nodes[position.node_id][position.paragraph][
                position.sentence : position.sentence + 1
            ] = made
            added = [(id_, more, made[-1] if made and at is old else at) for id_, more, at in added]
    for node_id, made, place in reversed(added):
        insert_after(new.nodes.setdefault(node_id, []), made, place)
    return replace(new, nodes={id_: [p for p in each if p] for id_, each in new.nodes.items()})
