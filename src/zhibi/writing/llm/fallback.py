"""The last repair: what a model could not get right is written from the facts instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibi.writing.llm.inspection import inspect
from zhibi.writing.llm.slot_text import Passage, Sentence, itemised, passage_of, put_in
from zhibi.writing.llm.slots import slot_ids
from zhibi.writing.writer import Replacement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhibi.facts.model import Fact
    from zhibi.writing.llm.inspection import Issue, Report
    from zhibi.writing.llm.prompt_data import Desk
    from zhibi.writing.llm.requests import Unit
    from zhibi.writing.llm.slot_text import Paragraph
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.outline.model import Node

_ROUNDS = 3
_REASONS = {
    "N301": "漏写了必写的事实",
    "slot-id": "用了不存在的记号",
    "slot-name": "记号的编号与名称不符",
    "slot-left": "记号写错",
    "W101": "名称或荣誉没有来源",
    "W102": "句子重复",
    "W104": "说了事实没有说的结果或范围",
    "W105": "没有事实的句子",
}
_WRONG_FIGURE = "数与事实不符"


def settle(
    passage: Passage, unit: Unit, desk: Desk, table: SlotTable
) -> tuple[Passage, list[Replacement]]:
    """A passage without issues that code can cure, and what was replaced.

    Faulty sentences give way to sentences made from the facts that they told; facts that are
    missing are put in after what comes before them; a node that still has an error is written
    from its facts altogether.
    """
    replaced: list[Replacement] = []
    for _ in range(_ROUNDS):
        report = inspect(passage, unit, desk, table)
        if not report.issues:
            return passage, replaced
        passage = passage.copy()
        for node in unit.nodes:
            own = [issue for issue in report.issues if _belongs(issue, node)]
            if own:
                replaced += _replace(passage, node, own, report, desk, table)
    report = inspect(passage, unit, desk, table)
    for node in unit.nodes:
        own = [issue for issue in report.issues if issue.error and _belongs(issue, node)]
        if own:
            passage, written = _from_facts(passage, node, own, desk, table)
            replaced.append(written)
    return passage, replaced


def written_from_facts(unit: Unit, desk: Desk, reason: str) -> tuple[Passage, list[Replacement]]:
    """A whole unit without the model, where it gave nothing that could be used."""
    texts = {node.id: list(desk.fallback.get(node.id, ())) for node in unit.nodes}
    replaced = [
        Replacement(_section(node), "", "".join(texts[node.id]), reason)
        for node in unit.nodes
        if texts[node.id]
    ]
    return fallback_passage(unit.nodes, desk), replaced


def fallback_passage(nodes: Iterable[Node], desk: Desk) -> Passage:
    """The nodes as the offline writer writes them; items lose the numbers that code adds again."""
    texts: dict[str, list[str]] = {}
    for node in nodes:
        if itemised(node, desk.style) == "none":
            texts[node.id] = list(desk.fallback.get(node.id, ()))
        else:
            texts[node.id] = ["".join(desk.sentences([fact])) for fact in node.facts]
    return passage_of(texts, fixed=True)


def _belongs(issue: Issue, node: Node) -> bool:
    if issue.spot is not None:
        return issue.spot.node_id == node.id
    return issue.fact is not None and any(fact.id == issue.fact.id for fact in node.facts)


def _replace(
    passage: Passage,
    node: Node,
    issues: Sequence[Issue],
    report: Report,
    desk: Desk,
    table: SlotTable,
) -> list[Replacement]:
    """Put right the faulty sentences of one node, and put in its missing facts."""
    paragraphs = passage.nodes.setdefault(node.id, [])
    by_id = {fact.id: fact for fact in node.facts}
    missing = [issue.fact.id for issue in issues if issue.fact is not None]
    faulty = {
        (issue.spot.paragraph, issue.spot.sentence): issue.code
        for issue in issues
        if issue.spot is not None
    }
    for (node_id, paragraph, index), told in report.stated.items():
        if node_id == node.id and set(told) & set(missing):
            faulty.setdefault((paragraph, index), "N301")
    places = {id_: report.before(by_id[id_], node, passage) for id_ in missing if id_ in by_id}
    replaced: list[Replacement] = []
    restored: set[str] = set()
    for (paragraph, index), code in sorted(faulty.items(), reverse=True):
        sentence = paragraphs[paragraph][index]
        meant = _meant(sentence, node, table) | {
            *report.stated.get((node.id, paragraph, index), ())
        }
        facts = [by_id[id_] for id_ in by_id if id_ in meant and id_ not in restored]
        restored.update(fact.id for fact in facts)
        made = [Sentence(text, fixed=True) for text in desk.sentences(facts)]
        paragraphs[paragraph][index : index + 1] = made
        if made:
            places = {id_: made[-1] if at is sentence else at for id_, at in places.items()}
        text = "".join(one.text for one in made)
        reason = _REASONS.get(code, _WRONG_FIGURE)
        replaced.append(Replacement(_section(node), sentence.printed(table), text, reason))
    for id_, place in reversed(places.items()):
        if id_ not in restored:
            text = "".join(desk.sentences([by_id[id_]]))
            _put_in(paragraphs, node, by_id[id_], text, place, desk)
            replaced.append(Replacement(_section(node), "", text, _REASONS["N301"]))
    passage.nodes[node.id] = [paragraph for paragraph in paragraphs if paragraph]
    return list(reversed(replaced))


def _meant(sentence: Sentence, node: Node, table: SlotTable) -> set[str]:
    """The facts whose slots a sentence has, filled in or not: it was to tell them."""
    ids = set(slot_ids(sentence.text))
    return {
        fact.id
        for fact in node.facts
        for entry in fact.entries()
        if (slot := table.by_entry.get(entry.id)) is not None and slot.id in ids
    }


def _put_in(
    paragraphs: list[Paragraph],
    node: Node,
    fact: Fact,
    text: str,
    after: Sentence | None,
    desk: Desk,
) -> None:
    """A missing fact's sentence at its place; an item of a list by itself, in the facts' order."""
    sentence = Sentence(text, fixed=True)
    if itemised(node, desk.style) == "none":
        put_in(paragraphs, [sentence], after)
        return
    share = [one.id for one in node.facts].index(fact.id) / max(len(node.facts), 1)
    paragraphs.insert(round(share * len(paragraphs)), [sentence])


def _from_facts(
    passage: Passage, node: Node, issues: Sequence[Issue], desk: Desk, table: SlotTable
) -> tuple[Passage, Replacement]:
    passage = passage.copy()
    original = "".join(
        one.printed(table) for paragraph in passage.nodes.get(node.id, []) for one in paragraph
    )
    passage.nodes[node.id] = fallback_passage([node], desk).nodes.get(node.id, [])
    text = "".join(one.text for paragraph in passage.nodes[node.id] for one in paragraph)
    reason = _REASONS.get(issues[0].code, _WRONG_FIGURE)
    return passage, Replacement(_section(node), original, text, reason)


def _section(node: Node) -> str:
    return node.facts[0].section_id if node.id.startswith("part.") and node.facts else node.id
