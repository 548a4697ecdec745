"""The last repair: sentences that are still wrong are replaced by sentences made from the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibi.writing.llm.inspection import inspect
from zhibi.writing.llm.slot_text import Sentence, SlotProse, insert_after, itemised, slot_prose
from zhibi.writing.llm.slots import slot_ids
from zhibi.writing.writer import Replacement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhibi.facts.model import Fact
    from zhibi.writing.llm.inspection import Inspection
    from zhibi.writing.llm.issues import Issue
    from zhibi.writing.llm.prompt_data import DraftContext
    from zhibi.writing.llm.slot_text import Paragraph
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.llm.tasks import Task
    from zhibi.writing.outline.model import Node
    from zhibi.writing.writer import Evidence

_ROUNDS = 3
_REASONS = {
    "N301": "漏写了必写的事实",
    "slot-id": "用了不存在的记号",
    "slot-name": "记号的编号与名称不符",
    "slot-left": "记号写错",
    "slot-form": "记号要了没有的样子",
    "slot-apart": "记号写在别的事旁边",
    "added-contact": "写了资料没有的联系方式或指令",
    "added-document": "写了资料没有的文件",
    "added-rank": "写了资料没有的位次、荣誉",
    "added-person": "写了资料没有的人",
    "added-firm": "写了资料没有的单位",
    "added-markup": "写了标记或指令",
    "added-grave": "写了资料没有的案件、损失或隐情",
    "added-words": "说了事实没有说的事",
    "W210": "同一条事实的另一句要照事实写",
    "W101": "名称或荣誉没有来源",
    "W102": "句子重复",
    "W104": "说了事实没有说的结果或范围",
    "W105": "没有事实的句子",
}
_WRONG_FIGURE = "数与事实不符"


def replace_faults(
    prose: SlotProse,
    task: Task,
    context: DraftContext,
    table: SlotTable,
    evidence: Sequence[Evidence] = (),
) -> tuple[SlotProse, list[Replacement]]:
    """The prose with its faults replaced, and what was replaced.

    Faulty sentences are replaced by sentences made from the facts that they stated; facts that are
    missing are inserted after the fact that precedes them; a node that still has an error is
    written from its facts altogether.
    """
    replaced: list[Replacement] = []
    for _ in range(_ROUNDS):
        inspection = inspect(prose, task, context, table, evidence)
        issues = [issue for issue in inspection.issues if not issue.of_style]
        if not issues:
            return prose, replaced
        prose = prose.copy()
        for node in task.nodes:
            own = [issue for issue in issues if _belongs(issue, node)]
            if own:
                replaced += _replace(prose, node, own, inspection, context, table)
    inspection = inspect(prose, task, context, table, evidence)
    for node in task.nodes:
        own = [issue for issue in inspection.issues if issue.error and _belongs(issue, node)]
        if own:
            prose, written = _from_facts(prose, node, own, context, table)
            replaced.append(written)
    return prose, replaced


def written_from_facts(
    task: Task, context: DraftContext, reason: str
) -> tuple[SlotProse, list[Replacement]]:
    """A whole task without the model, where it gave nothing that could be used."""
    texts = {node.id: list(context.fallback.get(node.id, ())) for node in task.nodes}
    replaced = [
        Replacement(_section(node), "", "".join(texts[node.id]), reason)
        for node in task.nodes
        if texts[node.id]
    ]
    return fallback_prose(task.nodes, context), replaced


def fallback_prose(nodes: Iterable[Node], context: DraftContext) -> SlotProse:
    """The nodes as the offline writer writes them; items lose the numbers that code adds again."""
    texts: dict[str, list[str]] = {}
    for node in nodes:
        if itemised(node, context.style) == "none":
            texts[node.id] = list(context.fallback.get(node.id, ()))
        else:
            texts[node.id] = ["".join(context.sentences([fact])) for fact in node.facts]
    return slot_prose(texts, fixed=True)


def _belongs(issue: Issue, node: Node) -> bool:
    if issue.position is not None:
        return issue.position.node_id == node.id
    return issue.fact is not None and any(fact.id == issue.fact.id for fact in node.facts)


def _replace(
    prose: SlotProse,
    node: Node,
    issues: Sequence[Issue],
    inspection: Inspection,
    context: DraftContext,
    table: SlotTable,
) -> list[Replacement]:
    """Replace the faulty sentences of one node and insert its missing facts."""
    paragraphs = prose.nodes.setdefault(node.id, [])
    by_id = {fact.id: fact for fact in node.facts}
    missing = [issue.fact.id for issue in issues if issue.fact is not None]
    faulty = {
        (issue.position.paragraph, issue.position.sentence): issue.code
        for issue in issues
        if issue.position is not None
    }
    for (node_id, paragraph, index), told in inspection.stated.items():
        if node_id == node.id and set(told) & set(missing):
            faulty.setdefault((paragraph, index), "N301")
    meant = {at: _meant(paragraphs[at[0]][at[1]], node, table) for at in faulty}
    _spread(faulty, meant, node, inspection)
    places = {id_: inspection.before(by_id[id_], node, prose) for id_ in missing if id_ in by_id}
    replaced: list[Replacement] = []
    restored: set[str] = set()
    for (paragraph, index), code in sorted(faulty.items(), reverse=True):
        sentence = paragraphs[paragraph][index]
        own = meant.get((paragraph, index), set())
        own |= {*inspection.stated.get((node.id, paragraph, index), ())}
        facts = [by_id[id_] for id_ in by_id if id_ in own and id_ not in restored]
        restored.update(fact.id for fact in facts)
        made = [Sentence(text, fixed=True) for text in context.sentences(facts)]
        paragraphs[paragraph][index : index + 1] = made
        if made:
            places = {id_: made[-1] if at is sentence else at for id_, at in places.items()}
        text = "".join(one.text for one in made)
        reason = _REASONS.get(code, _WRONG_FIGURE)
        replaced.append(Replacement(_section(node), sentence.printed(table), text, reason))
    for id_, place in reversed(places.items()):
        if id_ not in restored:
            text = "".join(context.sentences([by_id[id_]]))
            _insert(paragraphs, node, by_id[id_], text, place, context)
            replaced.append(Replacement(_section(node), "", text, _REASONS["N301"]))
    prose.nodes[node.id] = [paragraph for paragraph in paragraphs if paragraph]
    return list(reversed(replaced))


def _spread(
    faulty: dict[tuple[int, int], str],
    meant: Mapping[tuple[int, int], set[str]],
    node: Node,
    inspection: Inspection,
) -> None:
    """Count sentences as faulty that tell other figures of facts which are to be told anew.

    A fact is told anew as a whole: what stayed of it would be told twice.
    """
    stated = {key[1:]: set(ids) for key, ids in inspection.stated.items() if key[0] == node.id}
    anew = set[str]().union(*(meant.get(at, set()) | stated.get(at, set()) for at in faulty))
    grown = True
    while grown:
        more = {at: ids for at, ids in stated.items() if at not in faulty and ids & anew}
        faulty.update(dict.fromkeys(more, "W210"))
        anew |= set[str]().union(*more.values())
        grown = bool(more)


def _meant(sentence: Sentence, node: Node, table: SlotTable) -> set[str]:
    """The facts whose slots a sentence has, filled in or not."""
    ids = set(slot_ids(sentence.text))
    return {
        fact.id
        for fact in node.facts
        for entry in fact.entries()
        if (slot := table.by_entry.get(entry.id)) is not None and slot.id in ids
    }


def _insert(
    paragraphs: list[Paragraph],
    node: Node,
    fact: Fact,
    text: str,
    after: Sentence | None,
    context: DraftContext,
) -> None:
    """A missing fact's sentence at its place; an item of a list by itself, in the facts' order."""
    sentence = Sentence(text, fixed=True)
    if itemised(node, context.style) == "none":
        insert_after(paragraphs, [sentence], after)
        return
    share = [one.id for one in node.facts].index(fact.id) / max(len(node.facts), 1)
    paragraphs.insert(round(share * len(paragraphs)), [sentence])


def _from_facts(
    prose: SlotProse, node: Node, issues: Sequence[Issue], context: DraftContext, table: SlotTable
) -> tuple[SlotProse, Replacement]:
    prose = prose.copy()
    original = "".join(
        one.printed(table) for paragraph in prose.nodes.get(node.id, []) for one in paragraph
    )
    prose.nodes[node.id] = fallback_prose([node], context).nodes.get(node.id, [])
    text = "".join(one.text for paragraph in prose.nodes[node.id] for one in paragraph)
    reason = _REASONS.get(issues[0].code, _WRONG_FIGURE)
    return prose, Replacement(_section(node), original, text, reason)


def _section(node: Node) -> str:
    return node.facts[0].section_id if node.id.startswith("part.") and node.facts else node.id
