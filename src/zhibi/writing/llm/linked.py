"""What other parts of a report have that its problems and its plan should know of.

Matters that are reported as unfinished, in words, and figures that follow from the facts (short of
a target, fewer than last year), as facts that may be written here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.writing.llm.escaping import escaped
from zhibi.writing.llm.prompt_data import figureless
from zhibi.writing.outline.likeness import likeness, words_of
from zhibi.writing.outline.printable import figure_text, is_printed

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from zhibi.facts.model import Fact
    from zhibi.writing.llm.prompt_data import DraftContext
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.llm.tasks import Task
    from zhibi.writing.outline.model import Node

_LINKED = frozenset({"problems", "plan"})
_UNFINISHED = re.compile(r"其余|剩余|还有|还剩|尚有|尚未|仍有|未完|未达|在建|在施|正在|滞后|缺口")
_ALIKE = 0.2
_MOST_UNFINISHED = 3
_MOST_COMPUTED = 2
_TIME = 4
"""Characters up to which a clause only says when (目前, 今年以来)."""


def table_of(context: DraftContext, task: Task) -> SlotTable:
    """The slots of a task: of its facts, and of those that are computed for it."""
    return context.table([*task.facts, *computed_facts(context, task.nodes)])


def computed_facts(context: DraftContext, nodes: Sequence[Node]) -> tuple[Fact, ...]:
    """The computed facts that nodes of the problems or the plan are about, each once."""
    found: dict[str, Fact] = {}
    for node in nodes:
        if node.part not in _LINKED or not node.facts:
            continue
        answered = {id_ for fact in node.facts for id_ in fact.answers}
        own = [words_of(fact) for fact in node.facts]
        scored = [
            (1.0 if fact.id.rpartition(".")[0] in answered else _nearest(fact, own), fact)
            for fact in context.facts.all_facts()
            if fact.implied
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


def unfinished(context: DraftContext, node: Node, table: SlotTable) -> list[str]:
    """What other parts report as unfinished and this problem or plan is about."""
    if node.part not in _LINKED or not node.facts:
        return []
    own = [words_of(fact) for fact in node.facts]
    answered = {id_ for fact in node.facts for id_ in fact.answers}
    found = []
    for fact in context.facts.all_facts():
        part = context.parts.get(fact.section_id, "")
        if part in _LINKED or fact.id in answered or fact.implied or not is_printed(fact):
            continue
        clause = _unfinished_clause(table.masked(figureless(fact)))
        if clause:
            alike = max(likeness(words_of(fact), words) for words in own)
            found.append((alike, clause))
    best = sorted((one for one in found if one[0] >= _ALIKE), key=lambda one: -one[0])
    return list(dict.fromkeys(clause for _, clause in best[:_MOST_UNFINISHED]))


def _unfinished_clause(text: str) -> str:
    """The clause that says what is left, behind the one that says of what."""
    clauses = [clause for clause in re.split(r"[，；。]", text) if clause]
    for at, clause in enumerate(clauses):
        if _UNFINISHED.search(clause):
            subject = next((one for one in clauses[:at] if len(one) > _TIME), "")
            return "，".join(one for one in (subject, clause) if one)
    return ""
