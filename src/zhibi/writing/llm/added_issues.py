"""Additions and wrong slots as issues of a task's prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhibi.writing.llm.additions import joined
from zhibi.writing.llm.issues import Issue, quoted

if TYPE_CHECKING:
    from zhibi.facts.model import Fact
    from zhibi.writing.llm.prompt_data import DraftContext
    from zhibi.writing.llm.slot_text import Position, RenderedTask, SlotProse
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.llm.tasks import Task
    from zhibi.writing.outline.model import Node

_FROM_METADATA = frozenset({"preamble", "closing"})
_CODED = re.compile("[A-Za-z]|[0-9]{5}")
"""What no fact tells in other words: an address, a number to call."""
_ON_WORDING = frozenset({"added-contact", "added-firm", "added-rank"})
"""Kinds of additions that facts may tell in other words; documents and persons have names."""


def added_issues(
    prose: SlotProse,
    rendered: RenderedTask,
    task: Task,
    context: DraftContext,
    table: SlotTable,
) -> Iterator[Issue]:
    """What the sentences of a model add, and slots whose neighbours name something else."""
    nodes = {node.id: node for node in task.nodes}
    own = {id_: own_words(node, task, context) for id_, node in nodes.items()}
    by_entry = {entry.id: fact for fact in task.facts for entry in fact.entries()}
    for position in rendered.positions:
        sentence = prose.sentence(position)
        if sentence.fixed:
            continue
        node, words = nodes[position.node_id], own[position.node_id]
        pieces = sentence.pieces(table)
        yield from _wrong_slots(pieces, position, by_entry, context, words)
        printed = "".join(text for _, text, _ in pieces)
        for one in context.additions.hard(printed):
            said = quoted(printed[one.start : one.end])
            span = (one.start, one.end)
            wording = one.code in _ON_WORDING and _CODED.search(printed, *span) is None
            yield Issue(one.code, True, said, position, span=span, on_wording=wording)
        bare = "".join("0件" if entry else text for _, text, entry in pieces)
        strict = node.part in _FROM_METADATA
        before = text_before(prose, position, table)
        found = context.additions.clauses(
            bare, words, strict=strict, part=node.part, before=before, printed=printed
        )
        for one in found:
            said = bare[one.start : one.end]
            at = max(printed.find(said), 0)
            span = (at, at + len(said))
            yield Issue(
                one.code,
                strict,
                quoted(said),
                position,
                span=span,
                on_wording=not strict or bool(node.facts),
            )


def text_before(prose: SlotProse, position: Position, table: SlotTable) -> str:
    """What is printed before a sentence in its own paragraph."""
    paragraph = prose.nodes[position.node_id][position.paragraph]
    return "".join(one.printed(table) for one in paragraph[: position.sentence])


def _wrong_slots(
    pieces: list[tuple[str, str, str]],
    position: Position,
    by_entry: dict[str, Fact],
    context: DraftContext,
    own: str,
) -> Iterator[Issue]:
    """Slots beside words that nothing has, and that are not their own fact's."""
    start = end = 0
    for at, (written, printed, entry_id) in enumerate(pieces):
        start, end = end, end + len(printed)
        fact = by_entry.get(entry_id)
        if fact is None:
            continue
        before = "" if at == 0 or pieces[at - 1][2] else pieces[at - 1][1]
        after = "" if at + 1 >= len(pieces) or pieces[at + 1][2] else pieces[at + 1][1]
        words = context.additions.names_another(before, after, fact, own)
        if not words:
            continue
        place = before.rfind(words)
        low = start - len(before) + place if place >= 0 else end + after.find(words)
        said = quoted(f"{words}{written}")
        span = (low, low + len(words))
        yield Issue("slot-apart", True, said, position, span=span, on_wording=True, entry=entry_id)


def own_words(node: Node, task: Task, context: DraftContext) -> str:
    """The words of a node's own place: headings above it, its facts, what code would write."""
    above = [over.heading for over in task.above[node.id]]
    topics = [over.topic for over in (*task.above[node.id], node)]
    facts = [text for fact in node.facts for text in (fact.name, fact.text, *fact.names)]
    document = context.facts.document
    names = [document.organisation, document.self_name, document.superior, *document.guiding]
    sketch = [*context.fallback.get(node.id, ()), context.metadata.get(node.id, "")]
    fields = []
    if node.part == "problems":
        fields = [section.topic for section in context.facts.walk()]
        fields += context.style.framing.shortfalls
    return joined([*fields, node.heading, *above, *topics, *facts, *names, *sketch])
