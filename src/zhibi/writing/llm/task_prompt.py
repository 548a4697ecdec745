"""What the prompt of one task is made of: its nodes with facts, length, links, and its rules."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zhibi.facts.model import PRINTED
from zhibi.models.messages import Message
from zhibi.writing.llm.escaping import escaped
from zhibi.writing.llm.linked import computed_facts, formula_of, linked_facts, table_of, unfinished
from zhibi.writing.llm.prompt_data import figureless, guidance
from zhibi.writing.llm.slot_descriptions import default_period, qualifiers, slot_descriptions
from zhibi.writing.llm.slot_text import PARAGRAPH, itemised
from zhibi.writing.outline.printable import figure_text, printable

if TYPE_CHECKING:
    from zhibi.facts.model import Entry, Fact
    from zhibi.writing.llm.prompt_data import DraftContext
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.llm.tasks import Task
    from zhibi.writing.outline.model import Node

_TEMPLATES = {
    "preamble": "preamble.md",
    "summary": "section.md",
    "highlights": "highlights.md",
    "problems": "problems.md",
    "plan": "plan.md",
    "closing": "closing.md",
}
PART_NAMES = {
    "preamble": "前言",
    "summary": "工作总结",
    "highlights": "工作亮点",
    "problems": "存在问题",
    "plan": "工作计划",
    "closing": "结尾",
}
_ANSWERED = 40
_CLAUSE = 6
_FROM_METADATA = frozenset({"preamble", "closing"})


def task_messages(context: DraftContext, task: Task) -> tuple[Message, ...]:
    """The messages that ask for a task: what all tasks share comes first, byte for byte."""
    values = {**context.shared(), "unit": task_data(context, task)}
    asked = context.prompts.render(_TEMPLATES[task.part], values)
    return (context.system(), Message("user", asked))


def task_data(context: DraftContext, task: Task) -> dict[str, Any]:
    """The data of a task's template."""
    table = table_of(context, task)
    nodes = [_node(context, node, table, task.nodes) for node in task.nodes]
    sent = "".join(fact["text"] for node in nodes for fact in node["facts"])
    told = {fact.id: context.fact_text(fact, table) for fact in task.facts}
    linked = "".join(said for node in nodes for said in (*node["unfinished"], *node["computed"]))
    told |= {fact.id: linked for fact in linked_facts(context, task.nodes)}
    figures, marked = _figures(context, task, table, told)
    return {
        "nodes": nodes,
        "part": task.part,
        "figures": figures,
        "marked": marked,
        "path": _path(context, task),
        "beside": _neighbours(context, task),
        "rules": _rules(context, task, nodes, sent),
    }


def _rules(
    context: DraftContext, task: Task, nodes: Sequence[Mapping[str, Any]], sent: str
) -> list[str]:
    """The rules that this task has something for, each once."""
    marks = [
        word
        for fact in task.facts
        for entry in fact.entries()
        for word in qualifiers(entry, default_period(context.facts.document))
    ]
    rules = guidance(context.style.part(task.part).guide, "".join([sent, *marks]))
    facts = [fact for node in nodes for fact in node["facts"]]
    if any(not fact["must"] for fact in facts) and any(fact["must"] for fact in facts):
        rules.append("标“可略”的看篇幅取用，其余每条都写到。")
    elif any(fact["must"] for fact in facts):
        rules.append("每条资料都写到。")
    if task.part not in _FROM_METADATA and any(
        node["sketch"] and not node["facts"] for node in nodes
    ):
        rules.append("只给“大意”的，照它写一句引领。")
    if any(fact["answers"] for fact in facts):
        rules.append(
            "标“针对”的，只写资料里的举措，不把问题改写成“抓紧……”“着力解决……”，"
            "不添别的承诺；“针对……的问题”不写。"
        )
    return rules


def _figures(
    context: DraftContext, task: Task, table: SlotTable, told: Mapping[str, str]
) -> tuple[list[str], bool]:
    """What each slot stands for; plain, only the figures that need their stage or period said."""
    period = default_period(context.facts.document)
    facts = [*task.facts, *linked_facts(context, task.nodes)]
    by_id = {entry.id: entry for fact in facts for entry in fact.entries()}
    if context.figures == "plain":
        return _plain_figures(by_id, period, told), True
    blind = context.figures == "blind"
    lines = slot_descriptions(table, by_id, blind=blind, period=period, said=told)
    sent = "".join(told.values())
    kept = [line for line in lines if f"{{{{{line.split(' ')[0]}|" in sent]
    return kept, any("·" in line for line in kept)


def _plain_figures(
    by_id: Mapping[str, Entry], period: str | None, told: Mapping[str, str]
) -> list[str]:
    return [
        "·".join([escaped(figure_text(entry)), *marks])
        for entry in by_id.values()
        if printable(entry) is not None
        and (marks := qualifiers(entry, period, told.get(entry.fact_id, "")))
    ]


def _node(
    context: DraftContext, node: Node, table: SlotTable, beside: Sequence[Node]
) -> dict[str, Any]:
    length = context.length(node)
    return {
        "heading": context.safe_heading(node) if node.level else "",
        "length": length,
        "form": _form(context, node, length),
        "sketch": _sketch(context, node),
        "unfinished": unfinished(context, node, table, beside),
        "computed": [
            context.fact_text(fact, table).rstrip("。") + formula_of(context, fact)
            for fact in computed_facts(context, [node])
        ],
        "facts": [
            {
                "text": context.fact_text(fact, table),
                "must": fact.show == "must",
                "answers": _answers(context, fact, table),
            }
            for fact in node.facts
        ],
    }


def _form(context: DraftContext, node: Node, length: int) -> str:
    if itemised(node, context.style) != "none" and len(node.facts) > 1:
        return "分条写，一条资料一行"
    forms = ["标题与正文连排"] if node.run_in else []
    count = math.ceil(length / PARAGRAPH)
    if count > 1:
        forms.append(f"分{count}行，每行讲一方面")
    return "，".join(forms)


def _sketch(context: DraftContext, node: Node) -> str:
    """What the style writes here from the document's own data, or leads with, without facts."""
    said = context.metadata.get(node.id, "")
    if not said and not node.facts:
        said = "".join(context.fallback.get(node.id, ()))
    return context.table(()).masked(escaped(said))


def _answers(context: DraftContext, fact: Fact, table: SlotTable) -> list[str]:
    """The problems or unfinished matters that a fact answers, in a few words."""
    known = {one.id: one for one in context.facts.all_facts() if one.show in PRINTED}
    words = [table.masked(figureless(known[id_])) for id_ in fact.answers if id_ in known]
    return list(dict.fromkeys(_first_clauses(one) for one in words))


def _first_clauses(text: str) -> str:
    """The first clauses, whole ones only, up to what is said in a few words."""
    said = ""
    for clause in re.split(r"(?<=[，；。：])", text):
        if len(said) >= _CLAUSE and len(said) + len(clause) > _ANSWERED:
            break
        said += clause
    return said.strip("，；。：")


def _path(context: DraftContext, task: Task) -> str:
    paths = list(task.above.values())
    common = [node for node in paths[0] if all(node in path for path in paths)]
    names = [context.safe_heading(node) for node in common if node.level]
    if len(task.nodes) == 1 and task.nodes[0].level:
        names.append(context.safe_heading(task.nodes[0]))
    return " → ".join(names) or PART_NAMES[task.part]


def _neighbours(context: DraftContext, task: Task) -> list[str]:
    """The headings before and after a task's branch, which this task must not cover."""
    return [f"“{name}”" for step in (-1, 1) if (name := _neighbour(context, task, step))]


def _neighbour(context: DraftContext, task: Task, step: int) -> str:
    """The heading before or after a task's branch, which this task must not cover."""
    nodes = [node for node in context.outline.walk() if node.level]
    inside = {node.id for node in task.nodes}
    above = {over.id for path in task.above.values() for over in path}
    at = [number for number, node in enumerate(nodes) if node.id in inside]
    if not at:
        return ""
    edge = task.nodes[0] if step < 0 else task.nodes[-1]
    own = min((edge, *_whole_branches(task)), key=lambda node: node.level)
    rest = nodes[: at[0]][::-1] if step < 0 else nodes[at[-1] + 1 :]
    found = next((one for one in rest if one.level <= own.level and one.id not in above), None)
    return context.safe_heading(found) if found is not None else ""


def _whole_branches(task: Task) -> list[Node]:
    """The headings over a task's nodes of which it holds the whole branch."""
    ids = {node.id for node in task.nodes}
    over = {node.id: node for above in task.above.values() for node in above}
    return [
        node
        for node in over.values()
        if node.level and all(one.id in ids or one.children for one in node.walk())
    ]
