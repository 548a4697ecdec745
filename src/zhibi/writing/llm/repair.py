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
from zhibi.writing.llm.answers import read_answer, read_changes, read_evidence
from zhibi.writing.llm.changes import Repair
from zhibi.writing.llm.escaping import escaped
from zhibi.writing.llm.evidence import Material, Showing
from zhibi.writing.llm.fallback import replace_faults, written_from_facts
from zhibi.writing.llm.inspection import inspect
from zhibi.writing.llm.linked import table_of
from zhibi.writing.llm.slot_text import SlotProse, itemised, lightened, slot_prose
from zhibi.writing.llm.slots import mended
from zhibi.writing.llm.task_prompt import task_data, task_messages
from zhibi.writing.outline.metadata import fill_document

if TYPE_CHECKING:
    from zhibi.facts.model import Fact
    from zhibi.writing.llm.inspection import Inspection
    from zhibi.writing.llm.issues import Issue
    from zhibi.writing.llm.prompt_data import DraftContext
    from zhibi.writing.llm.slot_text import Position
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.llm.tasks import Task
    from zhibi.writing.outline.model import Node
    from zhibi.writing.writer import Evidence, Replacement, WrittenFigure

MOST_CALLS = 4
"""Questions for one task, unusable answers included."""
_FEW = 4
"""Faulty sentences that are worth sending back by themselves."""


@dataclass(slots=True)
class TaskResult:
    """A task's prose, in slots and as it is printed, and how it came about."""

    task: Task
    table: SlotTable
    prose: SlotProse = field(default_factory=SlotProse)
    bodies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    figures: dict[str, tuple[WrittenFigure, ...]] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)
    replaced: list[Replacement] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
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
        state = _State(task, TaskResult(task, table_of(self._context, task)))
        best = self._drafted(state)
        if best is None:
            reason = (
                state.written.failed.message if state.written.failed else "模型没有写出可用的内容"
            )
            prose, replaced = written_from_facts(task, self._context, reason)
        else:
            prose, replaced = replace_faults(
                best.prose, task, self._context, state.table, state.written.evidence
            )
        written = state.written
        written.replaced = replaced
        self._print(written, prose)
        written.steps += [f"替换：{one.reason}" for one in replaced]
        return written

    def amend(self, written: TaskResult, node: Node, lines: Sequence[str]) -> bool:
        """Put other paragraphs in place of a node's where the check finds no more in them."""
        task, context = written.task, self._context
        amended = written.prose.copy()
        amended.nodes.update(slot_prose({node.id: list(lines)}).nodes)
        amended = lightened(amended, task, written.table, context.style)
        before = inspect(written.prose, task, context, written.table, written.evidence)
        after = inspect(amended, task, context, written.table, written.evidence)
        taken = bool(amended.nodes.get(node.id)) and after.score <= before.score
        written.steps.append(f"通读：{'采用' if taken else '没有采用'}{node.heading or node.id}")
        if taken:
            self._print(written, amended)
        return taken

    def _print(self, written: TaskResult, prose: SlotProse) -> None:
        """Set a result's prose, parted where it is heavy, as it is printed."""
        task, table, style = written.task, written.table, self._context.style
        written.prose = prose = lightened(prose, task, table, style)
        written.bodies = prose.bodies(task, table, style)
        written.figures = prose.figures(task, table, style)
        for node in task.nodes:
            if itemised(node, style) != "none" and len(prose.nodes.get(node.id, ())) > 1:
                self._introduce(written, node)

    def ask(self, task: Task) -> None:
        """Ask what a task takes, repairs included, and write nothing."""
        self._drafted(_State(task, TaskResult(task, table_of(self._context, task))))

    def _introduce(self, written: TaskResult, node: Node) -> None:
        """Put the style's sentence before the items of a list (problems)."""
        style, document = self._context.style, self._context.facts.document
        said = fill_document(style.part(node.part).introduction, document, style)
        if not said:
            return
        first, *rest = written.bodies[node.id]
        own_line = bool(rest)
        written.bodies[node.id] = (said, first, *rest) if own_line else (said + first, *rest)
        paragraphs, characters = (1, 0) if own_line else (0, len(said))
        written.figures[node.id] = tuple(
            replace(
                one,
                paragraph=one.paragraph + paragraphs,
                start=one.start + characters,
                end=one.end + characters,
            )
            for one in written.figures.get(node.id, ())
        )

    def _drafted(self, state: _State) -> _Version | None:
        """The best version that the model came to; None where no answer could be used."""
        asked = task_messages(self._context, state.task)
        best = self._version(state, asked, "draft")
        if best is None:
            return None
        if best.inspection.issues:
            best = self._better(state, best, self._patched(state, best))
        if any(not issue.of_style for issue in best.inspection.issues) and state.may_ask:
            best = _without_style(best)
            wrong = [one for one in best.inspection.issues if not state.is_doubt(one, best)]
            few = len({(one.position, one.fact and one.fact.id) for one in wrong}) <= _FEW
            again = self._patched(state, best) if few else self._anew(state, best, wrong)
            best = self._better(state, best, again)
        if state.may_ask and any(state.is_doubt(one, best) for one in best.inspection.issues):
            best = self._better(state, best, self._patched(state, _without_style(best)))
        return best

    def _version(self, state: _State, messages: tuple[Message, ...], step: str) -> _Version | None:
        """Ask until an answer can be used; None when all calls are spent."""
        while state.may_ask:
            answer = self._answer(state, messages, step)
            if answer is None:
                continue
            text = mended(answer.text)
            prose = slot_prose(read_answer(text, state.task))
            if not any(prose.nodes.values()):
                state.written.steps.append("回答里找不到各段的正文")
                continue
            return self._judged(state, prose, (*messages, Message("assistant", answer.text)))
        return None

    def _judged(self, state: _State, prose: SlotProse, said: tuple[Message, ...]) -> _Version:
        prose = lightened(prose, state.task, state.table, self._context.style)
        inspection = self._inspected(state, prose)
        state.written.steps.append("核对：" + ("、".join(inspection.codes()) or "没有问题"))
        return _Version(prose, inspection, said)

    def _inspected(self, state: _State, prose: SlotProse) -> Inspection:
        evidence = state.written.evidence
        return inspect(prose, state.task, self._context, state.table, evidence)

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
        if other is not None and state.written.evidence:  # what it shows holds all the same
            return replace(best, inspection=self._inspected(state, best.prose))
        return best

    def _patched(self, state: _State, best: _Version) -> _Version | None:
        """The faulty sentences alone, sent back with what is wrong with them."""
        repair = Repair(best.prose, best.inspection, state.table)
        positions, missing = repair.positions, repair.missing
        issues = [one for one in best.inspection.issues if one.position is not None]
        doubts = [one for one in issues if state.is_doubt(one, best)]
        asked = [self._complaint(state, best, repair, position, doubts) for position in positions]
        asked += [self._reminder(state, fact) for fact in missing]
        state.note(doubts, best)
        prompt = self._context.prompts.render(
            "repair.md",
            {
                "findings": asked,
                "missing": bool(missing),
                "doubted": bool(doubts),
                "wrong": bool(missing) or len(doubts) < len(issues),
            },
        )
        messages = (*best.said, Message("user", prompt))
        answer = self._answer(state, messages, "repair")
        if answer is None:
            return None
        text = mended(answer.text)
        changes = read_changes(text, len(asked))
        if quotes := read_evidence(text):
            shown = Showing(best.prose, best.inspection, state.table, self._material(state))
            places = {position: changes.get(n) for n, position in enumerate(positions, 1)}
            for number, doubt in enumerate(doubts, 1):
                changed = places[doubt.position] if doubt.position else None
                given = quotes.get(number, ())
                found = shown.of(doubt, given, changed)
                if not found and (quote := shown.quoted(given)):
                    state.leave(doubt, best, quote)
                state.written.evidence += found
                state.written.steps += [f"采用的依据：{one.quote}" for one in found]
        prose, refused = repair.changed(changes, state.task)
        state.written.steps += [f"没有采用的改句：{one}" for one in refused]
        return self._judged(state, prose, (*messages, Message("assistant", answer.text)))

    def _material(self, state: _State) -> Material:
        return Material(
            task_data(self._context, state.task),
            state.task,
            state.table,
            frozenset(self._context.style.framing.particles),
        )

    def _anew(self, state: _State, best: _Version, wrong: Sequence[Issue]) -> _Version | None:
        """The whole task once more, with what was wrong with it."""
        issues = wrong[:12]
        prompt = self._context.prompts.render(
            "again.md",
            {
                "problems": list(dict.fromkeys(self._advice(one, state, best) for one in issues)),
                "many": len(state.task.nodes) > 1,
                "figures": self._context.figures,
            },
        )
        return self._version(state, (*best.said, Message("user", prompt)), "again")

    def _complaint(
        self,
        state: _State,
        best: _Version,
        repair: Repair,
        position: Position,
        doubts: Sequence[Issue],
    ) -> dict[str, object]:
        """A faulty sentence with what is wrong, and the facts that it tells in part."""
        own = [issue for issue in best.inspection.issues if issue.position == position]
        facts = [
            self._context.fact_text(fact, repair.table) for fact in repair.told_in_part(position)
        ]
        return {
            "sentence": best.prose.sentence(position).text,
            "fact": "",
            "problems": [
                *dict.fromkeys(
                    self._question(one, doubts) if one in doubts else self._advice(one, state, best)
                    for one in own
                ),
                *(f"这条没写全，在这句里补全：{one}" for one in facts),
            ],
        }

    def _reminder(self, state: _State, fact: Fact) -> dict[str, object]:
        return {
            "sentence": "",
            "fact": self._context.fact_text(fact, state.table),
            "problems": [self._context.prompts.advice("N301", "")],
        }

    def _advice(self, issue: Issue, state: _State, version: _Version) -> str:
        if quote := state.unsettled(issue, version):
            return self._context.prompts.advice("doubt-left", issue.words, quote)
        cause = self._context.table(()).masked(escaped(issue.cause))
        return self._context.prompts.advice(issue.code, issue.words, cause)

    def _question(self, issue: Issue, doubts: Sequence[Issue]) -> str:
        """What is asked first of an issue on wording, with its number among the doubts."""
        said = self._context.prompts.advice(f"doubt-{issue.code}", issue.words)
        return f"查{doubts.index(issue) + 1}：{said}"


@dataclass(slots=True)
class _Version:
    prose: SlotProse
    inspection: Inspection
    said: tuple[Message, ...]


def _key(issue: Issue, version: _Version) -> tuple[str, str, str]:
    assert issue.position is not None
    return version.prose.sentence(issue.position).text, issue.code, issue.words


def _without_style(version: _Version) -> _Version:
    """The version without findings on style, which are sent back only once."""
    issues = [issue for issue in version.inspection.issues if not issue.of_style]
    inspection = replace(version.inspection, issues=issues)
    return replace(version, inspection=inspection)


@dataclass(slots=True)
class _State:
    task: Task
    written: TaskResult
    _asked_before: dict[tuple[Message, ...], int] = field(default_factory=dict)
    _doubted: set[tuple[str, str, str]] = field(default_factory=set)
    _left: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @property
    def table(self) -> SlotTable:
        """The slots of the task."""
        return self.written.table

    @property
    def may_ask(self) -> bool:
        """Whether there are calls left, and it makes sense to use them."""
        failed = self.written.failed
        return self.written.asked < MOST_CALLS and (failed is None or failed.retryable)

    def is_doubt(self, issue: Issue, version: _Version) -> bool:
        """Whether an issue rests on wording, and the model was not asked for the facts' yet."""
        return issue.on_wording and _key(issue, version) not in self._doubted

    def note(self, issues: Sequence[Issue], version: _Version) -> None:
        """Remember that the model is asked what these issues rest on."""
        self._doubted.update(_key(one, version) for one in issues)

    def leave(self, issue: Issue, version: _Version, quote: str) -> None:
        """Remember words of the material that were quoted for an issue, and do not settle it."""
        self._left[_key(issue, version)] = quote

    def unsettled(self, issue: Issue, version: _Version) -> str:
        """The words quoted for an issue that do not settle it, if there are any."""
        return self._left.get(_key(issue, version), "") if issue.position is not None else ""

    def repeated(self, messages: tuple[Message, ...]) -> int:
        """How often just these messages have been sent for this task before."""
        count = self._asked_before.get(messages, 0)
        self._asked_before[messages] = count + 1
        return count
