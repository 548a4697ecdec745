"""The check of a task's prose: what is wrong with which sentence, and which facts are missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhibi.writing.llm.slot_text import render_task
from zhibi.writing.outline.printable import PRINTED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhibi.checking.findings import Finding, Findings
    from zhibi.facts.model import Fact
    from zhibi.writing.llm.prompt_data import DraftContext
    from zhibi.writing.llm.slot_text import Position, RenderedTask, Sentence, SlotProse
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.llm.tasks import Task
    from zhibi.writing.outline.model import Node

_UNREPORTED = "N301"
_UNSUPPORTED = "N101"
_PLACEHOLDER = "N108"
_SUPPORTED = frozenset({"stated", "converted", "rounded", "conflict"})
_MOST_WORDS = 40
_HOW_IT_READS = "W2"
"""Codes of the prose check begin so; a prompt says no word of them yet, so none is sent back."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong: with a sentence, or with a fact that is missing (`position` is None).

    `words` are the model's own, slots as it wrote them: they may be sent back.
    """

    code: str
    error: bool
    words: str = ""
    position: Position | None = None
    fact: Fact | None = None


@dataclass(slots=True)
class Inspection:
    """All issues of a prose, and the facts each sentence states (by node, paragraph, index)."""

    issues: list[Issue]
    stated: dict[tuple[str, int, int], tuple[str, ...]] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many issues are errors."""
        return sum(issue.error for issue in self.issues)

    @property
    def score(self) -> tuple[int, int]:
        """Less is better: errors first, then everything."""
        return self.errors, len(self.issues)

    def before(self, fact: Fact, node: Node, prose: SlotProse) -> Sentence | None:
        """The last sentence of a node that states a fact which precedes this one."""
        order = {one.id: at for at, one in enumerate(node.facts)}
        told = [
            (max(order[id_] for id_ in ids if id_ in order), key)
            for key, ids in self.stated.items()
            if key[0] == node.id and any(id_ in order for id_ in ids)
        ]
        earlier = [key for at, key in told if at < order[fact.id]]
        if not earlier:
            return None
        _, paragraph, index = max(earlier)
        return prose.nodes[node.id][paragraph][index]

    def codes(self) -> list[str]:
        """The codes of the issues, in order, for the record."""
        return [issue.code for issue in self.issues]


def inspect(prose: SlotProse, task: Task, context: DraftContext, table: SlotTable) -> Inspection:
    """Check prose as it will be printed, with the facts of its own sections."""
    rendered = render_task(prose, task, table, context.style, context.outline.title)
    found = context.checker.check(rendered.text, sections=task.section_ids)
    by_entry = {entry.id: fact for fact in task.facts for entry in fact.entries()}
    by_fact = {fact.id: fact for fact in task.facts}
    issues = _slot_issues(prose, rendered, table)
    unfilled = {issue.position for issue in issues}
    for finding in found.findings:
        if finding.code.startswith(_HOW_IT_READS):
            continue
        issue = _issue(finding, rendered, prose, table, {**by_entry, **by_fact})
        if issue is not None and not (issue.code == _PLACEHOLDER and issue.position in unfilled):
            issues.append(issue)
    issues += _hidden_figures(found, rendered, prose, table, context)
    return Inspection(_once(issues), _stated(found, rendered, by_entry))


def _hidden_figures(
    found: Findings,
    rendered: RenderedTask,
    prose: SlotProse,
    table: SlotTable,
    context: DraftContext,
) -> list[Issue]:
    """Figures that are supported only by facts which may not be printed."""
    secret = {entry.id for entry in context.facts.entries() if entry.show not in PRINTED}
    issues = []
    for checked in found.figures:
        position = rendered.at(checked.figure.start)
        if position is None or not checked.facts or checked.status not in _SUPPORTED:
            continue
        sentence = prose.sentence(position)
        if not sentence.fixed and secret.issuperset(checked.facts):
            span = (checked.figure.start - position.start, checked.figure.end - position.start)
            issues.append(Issue(_UNSUPPORTED, True, _own_words(span, sentence, table), position))
    return issues


def _slot_issues(prose: SlotProse, rendered: RenderedTask, table: SlotTable) -> list[Issue]:
    return [
        Issue(fault.kind, True, fault.excerpt, position)
        for position in rendered.positions
        if not (sentence := prose.sentence(position)).fixed
        for fault in table.faults(sentence.text)
    ]


def _issue(
    finding: Finding,
    rendered: RenderedTask,
    prose: SlotProse,
    table: SlotTable,
    facts: Mapping[str, Fact],
) -> Issue | None:
    """A finding as an issue of this task; None for what is not in its own prose."""
    error = finding.severity == "error"
    if finding.code == _UNREPORTED:
        fact = next((facts[id_] for id_ in finding.facts if id_ in facts), None)
        return Issue(finding.code, error, fact=fact) if fact is not None else None
    position = rendered.at(finding.start)
    if position is None or prose.sentence(position).fixed:
        return None
    span = (finding.start - position.start, finding.end - position.start)
    words = _own_words(span, prose.sentence(position), table)
    return Issue(finding.code, error, words, position)


def _own_words(span: tuple[int, int], sentence: Sentence, table: SlotTable) -> str:
    """What stands at a span of the printed sentence, as the model wrote it: slots, not figures."""
    start, end = span
    words, at = [], 0
    for written, printed in sentence.pieces(table):
        overlaps = at < end and start < at + len(printed)
        if overlaps and written == printed:
            words.append(printed[max(start - at, 0) : max(end - at, 0)])
        elif overlaps:
            words.append(written)
        at += len(printed)
    return "".join(words)[:_MOST_WORDS]


def _once(issues: list[Issue]) -> list[Issue]:
    """Each issue once: a fact with three missing figures is one that was left out."""
    kept: dict[tuple[object, ...], Issue] = {}
    for issue in issues:
        missing = issue.fact.id if issue.fact is not None else ""
        kept.setdefault((issue.code, issue.words, issue.position, missing), issue)
    return list(kept.values())


def _stated(
    found: Findings, rendered: RenderedTask, by_entry: Mapping[str, Fact]
) -> dict[tuple[str, int, int], tuple[str, ...]]:
    stated: dict[tuple[str, int, int], dict[str, None]] = {}
    for checked in found.figures:
        if checked.status not in _SUPPORTED or not checked.facts:
            continue
        position = rendered.at(checked.figure.start)
        fact = by_entry.get(checked.facts[0])
        if position is not None and fact is not None:
            key = (position.node_id, position.paragraph, position.sentence)
            stated.setdefault(key, {})[fact.id] = None
    return {key: tuple(ids) for key, ids in stated.items()}
