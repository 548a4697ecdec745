"""What other parts of a report have that its problems and its plan should know of.

Matters that are reported as unfinished, in words, and figures that follow from the facts (short of
a target, fewer than last year), as facts that may be written here.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.facts.kinds import report_kind
from zhibi.styles.framing import pairs
from zhibi.writing.llm.escaping import escaped
from zhibi.writing.llm.prompt_data import figureless
from zhibi.writing.outline.likeness import likeness, words_in, words_of
from zhibi.writing.outline.printable import figure_text, is_printed

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

    from zhibi.facts.model import Fact
    from zhibi.writing.llm.prompt_data import DraftContext
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.llm.tasks import Task
    from zhibi.writing.outline.model import Node

_LINKED = frozenset({"problems", "plan"})
_UNFINISHED = re.compile("|".join(read_data("writing.llm", "words")["unfinished"]))
_SLOT = re.compile(r"\{\{[^{}]*\}\}")
_PART_END = re.compile(r"[；。](?![^{}]*\}\})")
_CLAUSE_END = re.compile(r"，(?![^{}]*\}\})")
_GAP = ".gap"
"""What the id of a fact ends in that tells how far a target is off (`facts.implied`)."""
_DATED = re.compile(r"预计|计划|拟|力争|将[于在]|N月|季度")
_ALIKE = 0.2
_MOST_UNFINISHED = 3
_MOST_COMPUTED = 2
_TIME = 4
"""Characters up to which a clause only says when (目前, 今年以来)."""


def table_of(context: DraftContext, task: Task) -> SlotTable:
    """The slots of a task: of its facts, of those computed for it, of what is unfinished."""
    return context.table([*task.facts, *linked_facts(context, task.nodes)])


def linked_facts(context: DraftContext, nodes: Sequence[Node]) -> list[Fact]:
    """The computed facts and those with unfinished matters that nodes are about, each once."""
    left = [fact for node in nodes for fact, _ in _unfinished_of(context, node, nodes)]
    found = {fact.id: fact for fact in (*computed_facts(context, nodes), *left)}
    own = {fact.id for node in nodes for fact in node.facts}
    return [fact for id_, fact in found.items() if id_ not in own]


def computed_facts(context: DraftContext, nodes: Sequence[Node]) -> tuple[Fact, ...]:
    """The computed facts that nodes of the problems or the plan are about, each once.

    What is short of a year's target is no problem while the year is not over.
    """
    document = context.facts.document
    ended = report_kind(document.kind, document.period).ends_year
    found: dict[str, Fact] = {}
    for node in nodes:
        if node.part not in _LINKED or not node.facts:
            continue
        answered = {id_ for fact in node.facts for id_ in fact.answers}
        own = [words_of(fact) for fact in node.facts]
        scored = [
            (1.0 if fact.id.rpartition(".")[0] in answered else _nearest(fact, own), fact)
            for fact in context.facts.all_facts()
            if fact.implied and (ended or node.part == "plan" or not fact.id.endswith(_GAP))
        ]
        best = sorted((one for one in scored if one[0] >= _ALIKE), key=lambda one: -one[0])
        found.update((fact.id, fact) for _, fact in best[:_MOST_COMPUTED])
    return tuple(found.values())


def _nearest(fact: Fact, own: Sequence[Counter[str]]) -> float:
    return max(likeness(words_of(fact), words) for words in own)


def formula_of(context: DraftContext, fact: Fact) -> str:
    """How a computed fact follows from others, in their figures; empty where none are sent."""
    if context.figures == "blind":
        return ""
    by_id = {entry.id: entry for entry in context.facts.entries()}
    terms = [by_id[id_] for id_ in fact.formula.split(" - ") if id_ in by_id]
    return "（" + "－".join(escaped(figure_text(entry)) for entry in terms) + "）"


def unfinished(
    context: DraftContext, node: Node, table: SlotTable, beside: Sequence[Node]
) -> list[str]:
    """What other parts report as unfinished and this problem or plan is about.

    Its figures may be told here too, and stand as the mode sends them. What is more about one of
    the nodes `beside` it is left to that one.
    """
    said = []
    for fact, number in _unfinished_of(context, node, beside):
        plain = context.figures == "plain"
        text = escaped(fact.text) if plain else table.with_slots(fact).text
        matters = list(_unfinished_matters(text))
        if number < len(matters):
            said.append(matters[number])
    return list(dict.fromkeys(said))


def _unfinished_of(
    context: DraftContext, node: Node, beside: Sequence[Node]
) -> list[tuple[Fact, int]]:
    """The facts with unfinished matters that a node is about, and which of their matters it is.

    Those of a section are of the node that has most of its topic; others go by their words. What
    has a date comes first.
    """
    if node.part not in _LINKED or not node.facts:
        return []
    answered = {id_ for fact in node.facts for id_ in fact.answers}
    found = []
    for fact in context.facts.all_facts():
        part = context.parts.get(fact.section_id, "")
        known = fact.id in answered or fact.implied or not fact.is_statement
        if part in _LINKED or known or not is_printed(fact):
            continue
        field = _field_of(context.topics.get(fact.section_id, ""), (*beside, node))
        for number, matter in enumerate(_unfinished_matters(figureless(fact))):
            alike = _alike(matter, node)
            likest = max((*beside, node), key=partial(_likest, matter)) is node
            if field is node or (field is None and alike >= _ALIKE and likest):
                found.append((bool(_DATED.search(matter)), alike, fact, number))
    best = sorted(found, key=lambda one: (-one[0], -one[1]))
    return [(fact, number) for _, _, fact, number in best[:_MOST_UNFINISHED]]


def _field_of(topic: str, nodes: Sequence[Node]) -> Node | None:
    """The plan's node that has most of a topic, in its heading before its facts; or None."""

    def share(node: Node) -> tuple[int, int]:
        told = "".join(fact.name + fact.text for fact in node.facts)
        return len(pairs(topic) & pairs(node.heading)), len(pairs(topic) & pairs(told))

    best = max(nodes, key=share)
    return best if best.part == "plan" and any(share(best)) else None


def _alike(matter: str, node: Node) -> float:
    words = words_in(matter)
    return max((likeness(words_of(fact), words) for fact in node.facts), default=0.0)


def _likest(matter: str, node: Node) -> tuple[float, int]:
    """How alike a matter and a node are, and how many words they have in common."""
    words = words_in(matter)
    common = (sum((words & words_of(fact)).values()) for fact in node.facts)
    return _alike(matter, node), max(common, default=0)


def _unfinished_matters(text: str) -> Iterator[str]:
    """The parts of a text, between full stops and semicolons, that say what is left to do.

    One that opens on what is left (其余正在推进) follows the first words of the part before it.
    """
    before = ""
    for part in _PART_END.split(text):
        clauses = [clause for clause in _CLAUSE_END.split(part) if clause]
        bare = {clause: _SLOT.sub("N", clause) for clause in clauses}
        subject = next((one for one in clauses if len(bare[one]) > _TIME), "")
        left = [clause for clause in clauses if _UNFINISHED.search(bare[clause])]
        if left:
            if subject == left[0] and _UNFINISHED.match(bare[subject]):
                subject = before
            yield "，".join(dict.fromkeys(one for one in (subject, *left) if one))
        before = subject
