"""One unit from question to prose: asked, mended, checked, sent back, and always brought to an end.

Cheapest first: spelling is mended here; then the faulty sentences alone are sent back; then the
whole is asked for once more; what is still wrong is replaced by sentences made from the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zhibi.errors import AnswerError
from zhibi.models.messages import Answer, Message, Request, Usage
from zhibi.writing.llm.answers import read_answer, read_changes
from zhibi.writing.llm.fallback import settle, written_from_facts
from zhibi.writing.llm.inspection import inspect
from zhibi.writing.llm.slot_text import Passage, Sentence, passage_of, put_in, split
from zhibi.writing.llm.slots import slot_ids

if TYPE_CHECKING:
    from zhibi.facts.model import Fact
    from zhibi.writing.llm.inspection import Issue, Report
    from zhibi.writing.llm.prompt_data import Desk
    from zhibi.writing.llm.requests import Unit
    from zhibi.writing.llm.slot_text import Spot
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.writer import Replacement

MOST_CALLS = 4
"""Questions for one unit, unusable answers included."""
_FEW = 4
"""Faulty sentences that are worth sending back by themselves."""


@dataclass(slots=True)
class Written:
    """A unit's printed prose, and how it came about."""

    unit: Unit
    bodies: dict[str, tuple[str, ...]]
    usage: Usage = field(default_factory=Usage)
    replaced: list[Replacement] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    asked: int = 0
    reused: int = 0
    repaired: int = 0
    failed: AnswerError | None = None


Ask = Callable[[Request], Answer]


class UnitWriter:
    """Writes units through `ask`, which raises AnswerError for what a model could not answer."""

    def __init__(self, desk: Desk, ask: Ask, model: str, expected: Callable[[Unit], int]) -> None:
        self._desk = desk
        self._ask = ask
        self._model = model
        self._expected = expected

    def write(self, unit: Unit) -> Written:
        """A unit's prose, without any error that facts can cure."""
        work = _Work(unit, self._desk.table(unit.facts), Written(unit, {}))
        best = self._drafted(work)
        if best is None:
            reason = (
                work.written.failed.message if work.written.failed else "模型没有写出可用的内容"
            )
            passage, replaced = written_from_facts(unit, self._desk, reason)
        else:
            passage, replaced = settle(best.passage, unit, self._desk, work.table)
        written = work.written
        written.replaced = replaced
        written.bodies = passage.bodies(unit, work.table, self._desk.style)
        written.steps += [f"替换：{one.reason}" for one in replaced]
        return written

    def _drafted(self, work: _Work) -> _Version | None:
        """The best version that the model came to; None where no answer could be used."""
        asked = self._desk.messages(work.unit)
        best = self._version(work, asked, "draft")
        if best is None:
            return None
        if best.report.issues:
            best = self._better(work, best, self._patched(work, best))
        if best.report.issues and work.may_ask:
            few = len(_spots(best.report)) + len(_missing(best.report)) <= _FEW
            again = self._patched(work, best) if few else self._anew(work, best)
            best = self._better(work, best, again)
        return best

    def _version(self, work: _Work, messages: tuple[Message, ...], step: str) -> _Version | None:
        """Ask until an answer can be used; None when all calls are spent."""
        while work.may_ask:
            answer = self._answer(work, messages, step)
            if answer is None:
                continue
            text = work.table.mended(answer.text)
            passage = passage_of(read_answer(text, work.unit))
            if not any(passage.nodes.values()):
                work.written.steps.append("回答里找不到各段的正文")
                continue
            return self._judged(work, passage, (*messages, Message("assistant", answer.text)))
        return None

    def _judged(self, work: _Work, passage: Passage, said: tuple[Message, ...]) -> _Version:
        report = inspect(passage, work.unit, self._desk, work.table)
        work.written.steps.append("核对：" + ("、".join(report.codes()) or "没有问题"))
        return _Version(passage, report, said)

    def _answer(self, work: _Work, messages: tuple[Message, ...], step: str) -> Answer | None:
        written = work.written
        written.asked += 1
        expected = self._expected(work.unit)
        request = Request(
            messages,
            self._model,
            label=f"{work.unit.id}/{written.asked}-{step}",
            expected=expected,
            cap=max(1024, expected * 3),
            attempt=work.repeated(messages),
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

    def _better(self, work: _Work, best: _Version, other: _Version | None) -> _Version:
        if other is not None and other.report.score < best.report.score:
            work.written.repaired += 1
            return other
        return best

    def _patched(self, work: _Work, best: _Version) -> _Version | None:
        """The faulty sentences alone, sent back with what is wrong with them."""
        spots, missing = _spots(best.report), _missing(best.report)
        asked = [self._complaint(work, best, spot) for spot in spots]
        missing = [fact for fact in missing if not _told_there(fact, spots, best, work.table)]
        asked += [self._reminder(work, fact) for fact in missing]
        prompt = self._desk.prompts.render(
            "repair.md", {"findings": asked, "missing": bool(missing)}
        )
        messages = (*best.said, Message("user", prompt))
        answer = self._answer(work, messages, "repair")
        if answer is None:
            return None
        changes = read_changes(work.table.mended(answer.text), len(asked))
        passage = _changed(best, spots, missing, changes, work.unit)
        return self._judged(work, passage, (*messages, Message("assistant", answer.text)))

    def _anew(self, work: _Work, best: _Version) -> _Version | None:
        """The whole unit once more, with what was wrong with it."""
        issues = best.report.issues[:12]
        prompt = self._desk.prompts.render(
            "again.md",
            {
                "problems": list(dict.fromkeys(map(self._advice, issues))),
                "many": len(work.unit.nodes) > 1,
                "figures": self._desk.figures,
            },
        )
        return self._version(work, (*best.said, Message("user", prompt)), "again")

    def _complaint(self, work: _Work, best: _Version, spot: Spot) -> dict[str, object]:
        """A faulty sentence with what is wrong, and the facts that it tried to tell."""
        own = [issue for issue in best.report.issues if issue.spot == spot]
        facts = [
            self._desk.fact_text(fact, work.table)
            for fact in _missing(best.report)
            if _told_there(fact, [spot], best, work.table)
        ]
        return {
            "sentence": best.passage.sentence(spot).text,
            "fact": "",
            "problems": [
                *dict.fromkeys(map(self._advice, own)),
                *(f"资料：{one}" for one in facts),
            ],
        }

    def _reminder(self, work: _Work, fact: Fact) -> dict[str, object]:
        return {
            "sentence": "",
            "fact": self._desk.fact_text(fact, work.table),
            "problems": [self._desk.prompts.advice("N301", "")],
        }

    def _advice(self, issue: Issue) -> str:
        return self._desk.prompts.advice(issue.code, issue.words)


@dataclass(slots=True)
class _Version:
    passage: Passage
    report: Report
    said: tuple[Message, ...]


@dataclass(slots=True)
class _Work:
    unit: Unit
    table: SlotTable
    written: Written
    _asked_before: dict[tuple[Message, ...], int] = field(default_factory=dict)

    @property
    def may_ask(self) -> bool:
        """Whether there are calls left, and it makes sense to use them."""
        failed = self.written.failed
        return self.written.asked < MOST_CALLS and (failed is None or failed.retryable)

    def repeated(self, messages: tuple[Message, ...]) -> int:
        """How often just these messages have been sent for this unit before."""
        count = self._asked_before.get(messages, 0)
        self._asked_before[messages] = count + 1
        return count


def _spots(report: Report) -> list[Spot]:
    """The sentences that have issues, in order, each once."""
    spots = {issue.spot: None for issue in report.issues if issue.spot is not None}
    return sorted(spots, key=lambda spot: spot.start)


def _missing(report: Report) -> list[Fact]:
    """The facts that are missing, each once."""
    return list({issue.fact.id: issue.fact for issue in report.issues if issue.fact}.values())


def _told_there(fact: Fact, spots: Sequence[Spot], best: _Version, table: SlotTable) -> bool:
    """Whether one of these sentences has a slot of the fact, well named or not."""
    ids = {slot.id for entry in fact.entries() if (slot := table.by_entry.get(entry.id))}
    return any(ids & set(slot_ids(best.passage.sentence(spot).text)) for spot in spots)


def _changed(
    best: _Version,
    spots: Sequence[Spot],
    missing: Sequence[Fact],
    changes: dict[int, str],
    unit: Unit,
) -> Passage:
    """The passage with the changed sentences in it, and the added ones at their places."""
    new = best.passage.copy()
    added = []
    for number, fact in enumerate(missing, len(spots) + 1):
        if changes.get(number):
            node = next(node for node in unit.nodes if fact in node.facts)
            made = [Sentence(text) for text in split(changes[number])]
            added.append((node.id, made, best.report.before(fact, node, new)))
    for number, spot in reversed(list(enumerate(spots, 1))):
        if number in changes:
            made = [Sentence(text) for text in split(changes[number])]
            old = new.sentence(spot)
            new.nodes[spot.node_id][spot.paragraph][spot.sentence : spot.sentence + 1] = made
            added = [(id_, more, made[-1] if made and at is old else at) for id_, more, at in added]
    for node_id, made, place in reversed(added):
        put_in(new.nodes.setdefault(node_id, []), made, place)
    return replace(new, nodes={id_: [p for p in each if p] for id_, each in new.nodes.items()})
