"""The data of the prompts: document, outline and a task's facts, as escaped plain text.

Hidden and sensitive facts are in no node and so in no prompt; the words of a finding are the
model's own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zhibi.checking.check import Checker
from zhibi.models.messages import Message
from zhibi.writing.llm.escaping import escaped
from zhibi.writing.llm.slot_text import itemised
from zhibi.writing.llm.slots import SlotTable, slot_descriptions
from zhibi.writing.outline.headings import topic_name
from zhibi.writing.outline.metadata import document_slots
from zhibi.writing.outline.printable import PRINTED

if TYPE_CHECKING:
    from zhibi.facts.model import Entry, Fact, Facts
    from zhibi.styles.model import Style
    from zhibi.writing.llm.prompts import Prompts
    from zhibi.writing.llm.slots import Figures
    from zhibi.writing.llm.tasks import Task
    from zhibi.writing.outline.model import Node, Outline
    from zhibi.writing.writer import SentenceWriter

_TEMPLATES = {
    "preamble": "preamble.md",
    "summary": "section.md",
    "highlights": "highlights.md",
    "problems": "problems.md",
    "plan": "plan.md",
    "closing": "closing.md",
}
_PART_NAMES = {
    "preamble": "前言",
    "summary": "工作总结",
    "highlights": "工作亮点",
    "problems": "存在问题",
    "plan": "工作计划",
    "closing": "结尾",
}
_KINDS = {"annual": "年度", "half-year": "半年"}
_ANSWERED = 30
_CLAUSE = 6
_COMPANY = re.compile(r".{4,}(?:公司|集团|合作社|厂)$")
_SHORT = 2
_NO_FIGURE = "若干"
_TIMES = frozenset({"date", "year", "period"})


@dataclass(frozen=True)
class DraftContext:
    """All that prompts are made of, for one report in one mode.

    `writer` writes without a model; `fallback` is what it wrote, by node id, `metadata` what it
    wrote from the document's own data alone.
    """

    facts: Facts
    style: Style
    outline: Outline
    figures: Figures
    prompts: Prompts
    writer: SentenceWriter
    fallback: Mapping[str, tuple[str, ...]]
    metadata: Mapping[str, str]

    @cached_property
    def checker(self) -> Checker:
        """The check against these facts, prepared once for all passages."""
        return Checker(self.facts, self.style)

    def table(self, facts: Iterable[Fact]) -> SlotTable:
        """The slots of these facts, with the names that are sent as slots."""
        return SlotTable(facts, names_as_slots(self.facts, self.figures))

    def messages(self, task: Task) -> tuple[Message, ...]:
        """The messages that ask for a task: what all tasks share comes first, byte for byte."""
        asked = self.prompts.render(
            _TEMPLATES[task.part],
            {
                **self.shared(),
                "part": _part(task.part, self.style),
                "unit": _task(self, task),
            },
        )
        return (self.system(), Message("user", asked))

    def system(self) -> Message:
        """The message that all questions of a report begin with."""
        return Message("system", self.prompts.render("system.md", self.shared()))

    def shared(self) -> dict[str, Any]:
        """What all templates are given."""
        return {
            "document": _document(self.facts, self.style, self.outline.title),
            "style": _style(self.style),
            "figures": self.figures,
            "outline": _outline(self),
        }

    def length(self, node: Node) -> tuple[int, int]:
        """How many characters to ask for: the style's budget, as far as the facts reach.

        Asking for more than the facts hold asks for padding; asking for less, for gaps.
        """
        least, most = node.budget
        plain = sum(map(len, self.fallback.get(node.id, ())))
        if not node.facts or not plain:
            return least, most
        return min(least, plain * 9 // 10), max(plain, min(most, plain * 4 // 3))

    def sentences(self, facts: Sequence[Fact]) -> list[str]:
        """Finished sentences for these facts, made without the model."""
        period = self.facts.document.period
        return self.writer.sentences(facts, self.style, default_period=period)

    def fact_text(self, fact: Fact, table: SlotTable) -> str:
        """A fact as one finished sentence, its figures as slots where the mode sends slots."""
        if self.figures == "plain":
            return escaped("".join(self.sentences([fact])))
        return "".join(self.sentences([table.with_slots(fact)]))

    def safe_heading(self, node: Node) -> str:
        """A node's number and heading as they may be sent."""
        return self.table(()).masked(f"{node.number}{escaped(node.heading)}")


def names_as_slots(facts: Facts, figures: Figures) -> tuple[str, ...]:
    """The names that are not sent: those of sensitive facts, and blind, all that facts declare.

    A company's name is also kept back in the short form by which labels call it (晨筱 of
    晨筱包装材料有限公司).
    """
    found: dict[str, None] = {}
    for fact in facts.all_facts():
        if figures == "blind" or fact.show == "sensitive":
            found.update(dict.fromkeys(fact.names))
    if figures == "plain":
        return ()
    document = facts.document
    known = f"{document.organisation}{document.self_name}{document.superior}"
    short = [name[:_SHORT] for name in found if _COMPANY.search(name)]
    return tuple(dict.fromkeys([*found, *(name for name in short if name not in known)]))


def figureless(fact: Fact) -> str:
    """What a fact is about, without any figure: for outlines and for what a plan answers."""
    if not fact.is_statement:
        return escaped(fact.name)
    pieces, at = [], 0
    for entry in fact.figures:
        if entry.start >= at:
            word = "" if entry.quantity.kind in _TIMES else _NO_FIGURE
            pieces += [fact.text[at : entry.start], word]
            at = entry.end
    pieces.append(fact.text[at:])
    return escaped("".join(pieces).lstrip("，、；："))


def _document(facts: Facts, style: Style, title: str) -> dict[str, Any]:
    document = facts.document
    slots = document_slots(document, style)
    return {
        "organisation": escaped(document.organisation),
        "title": escaped(title),
        "superior": escaped(slots["superior"]),
        "self_name": escaped(slots["self"]),
        "year": document.year,
        "kind": _KINDS[document.kind],
        "period": escaped(document.period or ""),
    }


def _style(style: Style) -> dict[str, Any]:
    return {
        "tone": style.tone,
        "guide": list(style.guide),
        "use": list(style.use),
        "avoid": dict(style.avoid),
        "stock_phrases": list(style.stock_phrases),
        "foreign_self_names": list(style.foreign_self_names),
    }


def _part(name: Any, style: Style) -> dict[str, Any]:
    return {"name": _PART_NAMES[name], "guide": list(style.part(name).guide)}


def _outline(context: DraftContext) -> list[str]:
    table = context.table(())
    lines = []
    for node in context.outline.walk():
        if node.level:
            indent = "　" * (node.level - 1)
            lines.append(f"{indent}{node.number}{table.masked(escaped(node.heading))}")
    return lines


def _task(context: DraftContext, task: Task) -> dict[str, Any]:
    table = context.table(task.facts)
    nodes = [_node(context, node, table) for node in task.nodes]
    sent = "".join(fact["text"] for node in nodes for fact in node["facts"])
    by_id = {entry.id: entry for fact in task.facts for entry in fact.entries()}
    return {
        "nodes": nodes,
        "figures": _figures(context, table, by_id, sent),
        "path": _path(context, task),
        "before": _neighbour(context, task, -1),
        "after": _neighbour(context, task, 1),
        "itemised": any(node["form"] for node in nodes),
    }


def _figures(
    context: DraftContext, table: SlotTable, by_id: Mapping[str, Entry], sent: str
) -> list[str]:
    if context.figures == "plain":
        return []
    lines = slot_descriptions(table, by_id, blind=context.figures == "blind")
    return [line for line in lines if f"{{{{{line.split(' ')[0]}|" in sent]


def _node(context: DraftContext, node: Node, table: SlotTable) -> dict[str, Any]:
    least, most = context.length(node)
    sketch = _sketch(context, node) if not node.facts or node.part == "preamble" else ""
    items = itemised(node, context.style) != "none"
    return {
        "heading": context.safe_heading(node) if node.level else "",
        "least": least,
        "most": most,
        "form": "分条写，一条资料一行" if items and len(node.facts) > 1 else "",
        "sketch": sketch,
        "facts": [
            {
                "text": context.fact_text(fact, table),
                "must": fact.show == "must",
                "answers": _answers(context, fact, table),
            }
            for fact in node.facts
        ],
    }


def _sketch(context: DraftContext, node: Node) -> str:
    """What the style writes here from the document's own data, without the part's own facts."""
    return context.table(()).masked(escaped(context.metadata.get(node.id, "")))


def _answers(context: DraftContext, fact: Fact, table: SlotTable) -> list[str]:
    """The problems or unfinished matters that a fact answers, in a few words."""
    known = {one.id: one for one in context.facts.all_facts() if one.show in PRINTED}
    words = [table.masked(figureless(known[id_])) for id_ in fact.answers if id_ in known]
    return list(dict.fromkeys(_first_clause(one) for one in words))


def _first_clause(text: str) -> str:
    """The first clause that says enough (not only 截至目前)."""
    clauses = [clause for clause in re.split(r"[，；。：]", text) if len(clause) >= _CLAUSE]
    return (clauses or [text])[0][:_ANSWERED]


def _path(context: DraftContext, task: Task) -> str:
    paths = list(task.above.values())
    common = [node for node in paths[0] if all(node in path for path in paths)]
    names = [context.safe_heading(node) for node in common if node.level]
    if len(task.nodes) == 1 and task.nodes[0].level:
        names.append(context.safe_heading(task.nodes[0]))
    return " → ".join(names) or _PART_NAMES[task.part]


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


def outline_messages(
    context: DraftContext, groups: Sequence[Sequence[tuple[int, Node]]], given: Mapping[str, bool]
) -> tuple[Message, ...]:
    """The messages that ask for headings; nodes carry the numbers by which they are answered."""
    table = context.table(())
    topics = {section.id: topic_name(section, context.style) for section in context.facts.walk()}
    shown = [
        {
            "above": _above(context, group[0][1]),
            "form": _form(group[0][1]),
            "nodes": [
                {
                    "number": number,
                    "given": given[node.id],
                    "heading": table.masked(escaped(node.heading)),
                    "topic": table.masked(escaped(topics.get(node.id) or node.heading)),
                    "facts": [table.masked(text) for text in _subjects(node)],
                }
                for number, node in group
            ],
        }
        for group in groups
    ]
    asked = context.prompts.render(
        "outline.md",
        {**context.shared(), "structure": _outline(context), "groups": shown},
    )
    return (context.system(), Message("user", asked))


def outline_identity(context: DraftContext, groups: Sequence[Sequence[tuple[int, Node]]]) -> str:
    """What decides whether headings asked for before still hold: all but the facts' words.

    A changed fact must not change every section's prompt by way of new headings.
    """
    said = [
        context.figures,
        context.system().content,
        context.prompts.source("outline.md"),
        *_outline(context),
    ]
    said += [f"{number} {node.id} {node.topic}" for group in groups for number, node in group]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def _above(context: DraftContext, node: Node) -> str:
    for over in context.outline.walk():
        if any(child.id == node.id for child in over.children):
            return context.safe_heading(over)
    return ""


def _form(node: Node) -> str:
    """The pattern that a group of headings keeps, told from what code would have written."""
    if node.level >= 3:
        return "六至十字，都是“动词＋对象”"
    if "，" in node.heading:
        return "都是两个半句，中间一个逗号，各半句不超过十个字，句式像参考标题"
    return "六至十四字，句式像参考标题"


_MOST_SUBJECTS = 5


def _subjects(node: Node) -> list[str]:
    """What a branch is about: its children's topics, or its first facts."""
    if node.children:
        return ["、".join(escaped(child.topic or child.heading) for child in node.children)]
    return [figureless(fact) for fact in node.facts][:_MOST_SUBJECTS]
