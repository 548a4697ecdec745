"""Reading the whole report once more: a model amends paragraphs, with the figures they have.

Sections are written apart from one another, so that what only a reader of the whole sees (like
beginnings, one matter told in two places, a purpose that does not fit) is seen here. Figures are
sent as slots numbered for the whole report; a paragraph is replaced only by one that has the same
slots and no more findings than before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from zhibi.errors import AnswerError
from zhibi.figures.scan import find_figures
from zhibi.models.messages import Answer, Message, Request, Usage
from zhibi.writing.llm.answers import read_answer, read_heading
from zhibi.writing.llm.escaping import escaped
from zhibi.writing.llm.headings import unfit_headings, with_headings
from zhibi.writing.llm.linked import table_of
from zhibi.writing.llm.repair import TaskResult
from zhibi.writing.llm.slot_text import slot_prose
from zhibi.writing.llm.slots import mended, slot_label
from zhibi.writing.llm.tasks import Task

if TYPE_CHECKING:
    from zhibi.models.tokens import Family
    from zhibi.writing.llm.prompt_data import DraftContext
    from zhibi.writing.llm.repair import TaskWriter
    from zhibi.writing.outline.model import Node, Outline

READ_THROUGH = "read-through"
"""The label of the request: `zhibi prompt` and the files of a run call it so."""
_CHANGED = 0.6
"""About how much of a report is written anew."""
_LEAST_CAP = 2048
_UNSEEN = "（这一段不给看）"


@dataclass(frozen=True, slots=True)
class Page:
    """A node as it is shown: its heading, and its paragraphs where it has any.

    `number` is its mark in question and answer; `open` says that its paragraphs may be changed,
    `heading_open` that its heading may: it is none that the facts give.
    """

    node: Node
    number: int
    heading: str
    level: int
    text: str
    open: bool
    heading_open: bool


@dataclass(slots=True)
class Pages:
    """A report as it is sent, and what stands for each of its slots in the section's own prose."""

    context: DraftContext
    written: Sequence[TaskResult]
    pages: list[Page] = field(default_factory=list)
    pieces: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        results = _by_node(self.written)
        given = {section.id for section in self.context.facts.walk() if section.heading}
        for number, node in enumerate(self.context.outline.walk(), 1):
            text, open_ = self._text(node, results.get(node.id))
            heading = self.context.safe_heading(node) if node.level else ""
            own = bool(heading) and node.id not in given and not node.id.startswith("part.")
            self.pages.append(Page(node, number, heading, node.level + 1, text, open_, own))

    @property
    def is_open(self) -> bool:
        """Whether there is anything that may be changed."""
        return any(page.open for page in self.pages)

    def messages(self) -> tuple[Message, ...]:
        """The messages that ask for changes."""
        values: dict[str, Any] = {**self.context.shared(), "pages": self.pages}
        asked = self.context.prompts.render("read-through.md", values)
        return (self.context.system(), Message("user", asked))

    def expected(self, family: Family) -> int:
        """About how many tokens the answer takes."""
        said = sum(family.count(page.text) for page in self.pages if page.open)
        return int(said * _CHANGED) + 20

    def headings(self, answer: str) -> dict[str, str]:
        """The changed headings that may be changed, by the ids of their nodes."""
        open_ = {page.number: page.node for page in self.pages if page.heading_open}
        found = {}
        for number, said in _HEADING.findall(answer):
            node = open_.get(int(number))
            heading = read_heading(said)
            if node is not None and heading not in ("", node.heading):
                found[node.id] = heading
        return found

    def changes(self, answer: str) -> Iterator[tuple[Page, list[str], str]]:
        """The changed paragraphs of each page in slots of its section, and why they are refused."""
        nodes = tuple(page.node for page in self.pages)
        asked = Task(READ_THROUGH, "summary", nodes, {node.id: () for node in nodes})
        found = read_answer(mended(_HEADING.sub("", answer)), asked)
        for page in self.pages:
            lines = found.get(page.node.id)
            if not lines or not page.text:
                continue
            said = "\n".join(lines)
            if said == page.text:
                continue
            if not page.open:
                yield page, [], "这一段不能改"
            elif not self._has_its_figures(said, page.text):
                yield page, [], "数与原来的不一样"
            else:
                yield page, [self._restored(line) for line in lines], ""

    def _has_its_figures(self, said: str, before: str) -> bool:
        """Whether a text has each slot of another as often, and no figure beside them that is new.

        Where figures are sent as they are, each of them is there as often.
        """
        now, known = _claims(said), _claims(before)
        same = now == known if self.context.figures == "plain" else not now - known
        return same and _slots(said) == _slots(before)

    def _text(self, node: Node, written: TaskResult | None) -> tuple[str, bool]:
        paragraphs = written.prose.nodes.get(node.id, []) if written is not None else []
        if written is None or not paragraphs:
            body = "\n".join(self.context.fallback.get(node.id, ())) if node.facts else ""
            return (self._shown(body) if body else ""), False
        if any(one.fixed for paragraph in paragraphs for one in paragraph):
            return self._shown("\n".join(written.bodies.get(node.id, ()))), False
        lines = ("".join(one.text for one in paragraph) for paragraph in paragraphs)
        return "\n".join(self._numbered(line, written) for line in lines), True

    def _shown(self, text: str) -> str:
        """Prose that code wrote: its figures are not for every mode to be sent."""
        if self.context.figures == "blind":
            return _UNSEEN
        return self.context.table(()).masked(escaped(text))

    def _numbered(self, line: str, written: TaskResult) -> str:
        """A line with its slots numbered for the whole report, and what is printed in each."""
        made = []
        for said, printed, _ in written.table.pieces(line):
            parts = slot_label(said)
            if parts is None:
                made.append(said)
                continue
            number = f"F{len(self.pieces) + 1}"
            self.pieces[number] = said
            shown = parts if self.context.figures == "blind" else printed
            made.append(f"{{{{{number}|{shown}}}}}")
        return "".join(made)

    def _restored(self, line: str) -> str:
        return _SLOT.sub(lambda found: self.pieces.get(found[1], found[0]), line)


_HEADING = re.compile(r"^\s*[\[【]\s*([0-9]{1,6})\s*[\]】]\s*标题\s*[：:](.*)$", re.MULTILINE)
_SLOT = re.compile(r"\{\{(F[0-9]+)\|[^{}\n]*\}\}")


def _slots(text: str) -> Counter[str]:
    return Counter(_SLOT.findall(text))


def _claims(text: str) -> Counter[str]:
    """The figures that stand in a text as such, outside of slots."""
    bare = _SLOT.sub("、", text)
    return Counter(figure.text for figure in find_figures(bare) if figure.claim)


@dataclass(slots=True)
class ReadThrough:
    """Asks once for changes to a whole report, and takes those that are sound.

    `outline` has the amended headings; `changed` is how many paragraphs and headings were replaced,
    `refused` why others were not.
    """

    context: DraftContext
    writer: TaskWriter
    written: Sequence[TaskResult]
    outline: Outline = field(init=False)
    usage: Usage = field(default_factory=Usage)
    changed: int = 0
    refused: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.outline = self.context.outline

    def amend(self, ask: Callable[[Request], Answer], model: str, family: Family) -> None:
        """Ask, and change the written sections; without a usable answer they stay as they are."""
        pages = Pages(self.context, self.written)
        if not pages.is_open:
            return
        expected = pages.expected(family)
        request = Request(
            pages.messages(),
            model,
            label=READ_THROUGH,
            expected=expected,
            cap=max(_LEAST_CAP, expected * 3),
        )
        try:
            answer = ask(request)
        except AnswerError as error:
            self.refused.append(f"没有通读：{error.message}")
            return
        self.usage += answer.usage
        self._amend_headings(pages.headings(answer.text))
        results = _by_node(self.written)
        for page, lines, why in pages.changes(answer.text):
            taken = not why and self.writer.amend(results[page.node.id], page.node, lines)
            if taken:
                self.changed += 1
            else:
                name = page.heading or f"第{page.number}段"
                self.refused.append(f"{name}：{why or '改了以后核对不过'}")

    @property
    def said(self) -> str:
        """What became of it, in Chinese, for a person; empty where there is nothing to tell."""
        refused = f"，另有 {len(self.refused)} 处没有采用" if self.refused else ""
        return f"改了 {self.changed} 处{refused}" if self.changed or refused else ""

    def _amend_headings(self, proposed: Mapping[str, str]) -> None:
        context = self.context
        kept = {node.id: node.heading for node in context.outline.walk() if node.id in proposed}
        renewed = with_headings(self.outline, proposed)
        unfit = unfit_headings(renewed, kept, context.style, context.additions)
        faults = {one.node.id: one.fault for one in unfit}
        fit = {id_: heading for id_, heading in proposed.items() if id_ not in faults}
        self.outline = with_headings(self.outline, fit)
        self.changed += len(fit)
        self.refused += [f"标题“{proposed[id_]}”：{fault}" for id_, fault in faults.items()]


def sketched(context: DraftContext, tasks: Sequence[Task]) -> list[TaskResult]:
    """Sections as they stand before anything is written: each fact as one finished sentence."""
    found = []
    for task in tasks:
        table = table_of(context, task)
        said = {
            node.id: ["".join(context.fact_text(fact, table) for fact in node.facts)]
            for node in task.nodes
            if node.facts
        }
        found.append(TaskResult(task, table, slot_prose(said)))
    return found


def _by_node(written: Sequence[TaskResult]) -> Mapping[str, TaskResult]:
    return {node.id: each for each in written for node in each.task.nodes}
