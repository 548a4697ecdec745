"""The check of a task's prose: what is wrong with which sentence, and which facts are missing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from zhibi.checking.match import Attachment
from zhibi.checking.reading.cues import find_cues
from zhibi.data_files import read_data
from zhibi.facts.model import PRINTED
from zhibi.figures.model import TIME_KINDS
from zhibi.writing.evidence import rests_on_wording
from zhibi.writing.llm.added_issues import added_issues, own_words, text_before
from zhibi.writing.llm.additions import clause_of, segment
from zhibi.writing.llm.issues import Issue, quoted
from zhibi.writing.llm.merging import merged
from zhibi.writing.llm.slot_text import render_task
from zhibi.writing.llm.told import Told, follows_from_two

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.checking.findings import CheckedFigure, Finding, Findings
    from zhibi.facts.model import Fact
    from zhibi.writing.llm.prompt_data import DraftContext
    from zhibi.writing.llm.slot_text import Position, RenderedTask, Sentence, SlotProse
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.llm.tasks import Task
    from zhibi.writing.outline.model import Node
    from zhibi.writing.writer import Evidence

_UNREPORTED = "N301"
_UNSUPPORTED = "N101"
_PLACEHOLDER = "N108"
_SUPPORTED = frozenset({"stated", "converted", "rounded", "conflict"})
_NOT_KEPT = frozenset({"W101", "W104", "W105"})
"""Warnings of the check that are errors where a model wrote: what no fact has is not kept."""
_NOT_OF_A_SENTENCE = frozenset({"W201", "W203", "W204", "W205", "W208"})
"""Findings on paragraphs and headings, which changing one sentence does not cure."""
_STAGES = {
    "done": "已完成",
    "to_date": "到目前为止的数",
    "ongoing": "正在进行",
    "forecast": "预计",
    "target": "目标或计划",
    "last_year": "去年的数",
}


_GAP = "N102-gap"
"""A figure that is short of a target or of last year's, told as something else."""
_COMPUTED = "N111"
_OTHER_WORD = "N116"
_COMPARED = frozenset({"N103", "N105"})
_STATED_WORDS = "W104"
_LONGEST_WORD = 4
"""Characters up to which the words of a finding are a word, and are quoted as they are."""
_ROLES = {
    "growth": "增减幅度",
    "share": "占比",
    "completion": "完成率",
    "part": "其中一项",
    "value": "总数",
}


@dataclass(slots=True)
class Inspection:
    """All issues of a prose; the facts each sentence states (by node, paragraph, index); places."""

    issues: list[Issue]
    stated: dict[tuple[str, int, int], tuple[str, ...]] = field(default_factory=dict)
    places: list[Position] = field(default_factory=list)

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

    def positions(self) -> list[Position]:
        """The sentences that have issues, in order, each once."""
        found = {issue.position: None for issue in self.issues if issue.position is not None}
        return sorted(found, key=lambda position: position.start)

    def missing(self) -> list[Fact]:
        """The facts that are missing, each once."""
        return list({issue.fact.id: issue.fact for issue in self.issues if issue.fact}.values())

    def codes(self) -> list[str]:
        """The codes of the issues, in order, for the record."""
        return [issue.code for issue in self.issues]


def inspect(
    prose: SlotProse,
    task: Task,
    context: DraftContext,
    table: SlotTable,
    evidence: Sequence[Evidence] = (),
) -> Inspection:
    """Check prose as it will be printed, with the facts of its own sections.

    What the model has shown `evidence` for is no issue.
    """
    rendered = render_task(prose, task, table, context.style, context.outline.title)
    attachments = _attachments(prose, rendered, table)
    found = context.checker.check(
        rendered.text, sections=task.section_ids, attachments=attachments, fold=False
    )
    by_entry = {entry.id: fact for fact in task.facts for entry in fact.entries()}
    by_fact = {fact.id: fact for fact in task.facts}
    known = {
        entry.id: fact
        for fact in context.facts.all_facts()
        for entry in fact.entries()
        if entry.show in PRINTED
    }
    issues = _slot_issues(prose, rendered, table)
    unfilled = {issue.position for issue in issues}
    told = Told(rendered.text, task.facts)
    checked = {one.figure.start: one for one in found.figures}
    spared = _Spared(prose, rendered, task, context, table)
    for read in found.findings:
        if read.code in _NOT_OF_A_SENTENCE or spared.holds(read):
            continue
        finding = _by_its_cause(read, checked, rendered)
        issue = _issue(finding, rendered, prose, table, {**by_entry, **by_fact}, known)
        if issue is not None:
            issue = _on_wording(issue, finding, rendered, context)
        if issue is None or (issue.code == _PLACEHOLDER and issue.position in unfilled):
            continue
        fact = issue.fact
        if fact is not None and (_stands(fact, rendered, context) or told.tells(fact)):
            continue
        issues.append(issue)
    issues += _hidden_figures(found, rendered, prose, table, context)
    issues += added_issues(prose, rendered, task, context, table)
    if evidence:
        issues = [one for one in issues if not _is_shown(one, prose, table, evidence)]
    stated = _stated(found, rendered, by_entry, attachments)
    return Inspection(merged(issues), stated, rendered.positions)


def _on_wording(
    issue: Issue, finding: Finding, rendered: RenderedTask, context: DraftContext
) -> Issue:
    """The issue, marked where it rests on wording alone: that of a figure's matter included.

    A word beside a figure that names nobody, no level and nothing that excludes another may be
    another one for what the figure's fact says.
    """
    entries = context.checker.ledger.number
    if rests_on_wording(finding, entries):
        return replace(issue, on_wording=True)
    words = rendered.text[finding.start : finding.end]
    entry = next((id_ for id_ in finding.facts if id_ in entries), "")
    if finding.code != _OTHER_WORD or not entry or words.endswith(_name_ends()):
        return issue
    named = any(find_cues(field, words) for field in ("level", "contrast", "holder"))
    return issue if named else replace(issue, on_wording=True, entry=entry)


@cache
def _name_ends() -> tuple[str, ...]:
    return tuple(read_data("facts", "bindings")["name_ends"])


def _is_shown(
    issue: Issue, prose: SlotProse, table: SlotTable, evidence: Sequence[Evidence]
) -> bool:
    """Whether a model has shown words of the facts for what an issue is about."""
    if not issue.on_wording or issue.position is None:
        return False
    sentence = prose.sentence(issue.position).printed(table)
    return any(
        one.covers(sentence, *issue.span) and (not issue.entry or one.code == issue.code)
        for one in evidence
    )


@dataclass(frozen=True, slots=True)
class _Spared:
    """Findings of the check that are not sent back to a model, for these sentences."""

    prose: SlotProse
    rendered: RenderedTask
    task: Task
    context: DraftContext
    table: SlotTable

    def holds(self, finding: Finding) -> bool:
        """Whether a finding is on words that add nothing where they stand."""
        if finding.code not in (_STATED_WORDS, "W105"):
            return False
        position = self.rendered.at(finding.start)
        if position is None:
            return False
        printed = self.prose.sentence(position).printed(self.table)
        start, end = finding.start - position.start, finding.end - position.start
        low, high = clause_of(printed, start)
        node = next(one for one in self.task.nodes if one.id == position.node_id)
        return end <= high + 1 and self.context.additions.adds_nothing(
            printed[low:high],
            own_words(node, self.task, self.context),
            printed,
            node.part,
            text_before(self.prose, position, self.table),
        )


def _stands(fact: Fact, rendered: RenderedTask, context: DraftContext) -> bool:
    """Whether a fact stands in the text word for word: then it is told, however it is read."""
    own = "".join(context.sentences([fact])).rstrip("。")
    return bool(own) and own in rendered.text


def _attachments(prose: SlotProse, rendered: RenderedTask, table: SlotTable) -> list[Attachment]:
    """The filled slots of the prose as they stand in the rendered text."""
    return [
        Attachment(position.start + one.start, position.start + one.end, one.entry_id)
        for position in rendered.positions
        for one in prose.sentence(position).filled(table)
    ]


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
            words = _own_words(span, sentence, table)
            issues.append(Issue(_UNSUPPORTED, True, words, position, span=span))
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
    own: Mapping[str, Fact],
    facts: Mapping[str, Fact],
) -> Issue | None:
    """A finding as an issue of this task; None for what is not in its own prose.

    `own` are the task's facts by the ids of their entries, `facts` all that may be printed.
    """
    error = finding.severity == "error" or finding.code in _NOT_KEPT
    if finding.code == _UNREPORTED:
        fact = next((own[id_] for id_ in finding.facts if id_ in own), None)
        return Issue(finding.code, error, fact=fact) if fact is not None else None
    position = rendered.at(finding.start)
    if position is None or prose.sentence(position).fixed:
        return None
    span = (finding.start - position.start, finding.end - position.start)
    if finding.code == _STATED_WORDS and span[1] - span[0] > _LONGEST_WORD:
        span = segment(prose.sentence(position).printed(table), *span)
    words = _own_words(span, prose.sentence(position), table)
    cause = _cause(finding, facts)
    is_gap = finding.code == "N102" and any(
        facts[id_].implied for id_ in finding.facts if id_ in facts
    )
    code = _GAP if is_gap else finding.code
    return Issue(code, error, words, position, cause=cause, span=span)


def _by_its_cause(
    finding: Finding, checked: Mapping[int, CheckedFigure], rendered: RenderedTask
) -> Finding:
    """A finding under the code of what it comes from: a figure that is computed, or of no fact.

    `checked` are the figures of the text by where they start.
    What is compared with the fact of another figure is told as differing from it.
    """
    if finding.code in _COMPARED and follows_from_two(rendered.text, finding.start):
        return replace(finding, code=_COMPUTED, facts=())
    figure = checked.get(finding.start)
    if finding.code == "N302" and figure is not None and figure.status == "unsupported":
        return replace(finding, code=_UNSUPPORTED, facts=())
    return finding


def _cause(finding: Finding, facts: Mapping[str, Fact]) -> str:
    """What the fact concerned says, of stage, period or direction: never a value."""
    known = [(facts[id_], id_) for id_ in finding.facts if id_ in facts]
    entry = next((e for fact, id_ in known for e in fact.entries() if e.id == id_), None)
    if entry is None:
        return ""
    if finding.code == "N109":
        return _STAGES.get(entry.status or "", "")
    if finding.code == "N104" and entry.direction:
        return "上升" if entry.direction > 0 else "下降"
    if finding.code == "N107" and entry.quantity.kind not in TIME_KINDS:
        return entry.period or ""
    if finding.code == "N102":
        return entry.name
    if finding.code == "N115":
        return _ROLES.get(entry.role, "")
    return ""


def _own_words(span: tuple[int, int], sentence: Sentence, table: SlotTable) -> str:
    """What stands at a span of the printed sentence, as the model wrote it: slots, not figures."""
    start, end = span
    words, at = [], 0
    for written, printed, _ in sentence.pieces(table):
        overlaps = at < end and start < at + len(printed)
        if overlaps and written == printed:
            words.append(printed[max(start - at, 0) : max(end - at, 0)])
        elif overlaps:
            words.append(written)
        at += len(printed)
    return quoted("".join(words))


def _stated(
    found: Findings,
    rendered: RenderedTask,
    by_entry: Mapping[str, Fact],
    attachments: Sequence[Attachment],
) -> dict[tuple[str, int, int], tuple[str, ...]]:
    """The facts that each sentence states, by what was filled in and by what was read."""
    stated: dict[tuple[str, int, int], dict[str, None]] = {}
    for one in attachments:
        position, fact = rendered.at(one.start), by_entry.get(one.entry)
        if position is not None and fact is not None:
            key = (position.node_id, position.paragraph, position.sentence)
            stated.setdefault(key, {})[fact.id] = None
    for checked in found.figures:
        if checked.status not in _SUPPORTED or not checked.facts:
            continue
        position = rendered.at(checked.figure.start)
        fact = by_entry.get(checked.facts[0])
        if position is not None and fact is not None:
            key = (position.node_id, position.paragraph, position.sentence)
            stated.setdefault(key, {})[fact.id] = None
    return {key: tuple(ids) for key, ids in stated.items()}
