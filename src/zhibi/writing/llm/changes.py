"""Changed sentences put in the place of faulty ones, where they tell no more than they should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zhibi.figures.scan import find_figures
from zhibi.writing.llm.slot_text import Sentence, SlotProse, insert_after, split
from zhibi.writing.llm.slots import slot_ids

if TYPE_CHECKING:
    from zhibi.facts.model import Fact
    from zhibi.writing.llm.inspection import Inspection
    from zhibi.writing.llm.slot_text import Position
    from zhibi.writing.llm.slots import Slot, SlotTable
    from zhibi.writing.llm.tasks import Task


@dataclass(slots=True)
class Repair:
    """What is sent back of a prose: sentences, and facts that no sentence tells.

    A fact of which some figures are missing is no missing fact: the sentence that tells the
    others is to be rewritten.
    """

    prose: SlotProse
    inspection: Inspection
    table: SlotTable
    positions: list[Position] = field(init=False)
    missing: list[Fact] = field(init=False)
    _in_part: dict[Position, list[Fact]] = field(init=False)

    def __post_init__(self) -> None:
        self._in_part = {}
        self.missing = []
        for fact in self.inspection.missing():
            holder = self._holder(fact)
            if holder is None:
                self.missing.append(fact)
            else:
                self._in_part.setdefault(holder, []).append(fact)
        faulty = {*self.inspection.positions(), *self._in_part}
        self.positions = sorted(faulty, key=lambda position: position.start)

    def told_in_part(self, position: Position) -> list[Fact]:
        """The facts of which this sentence tells some figures, and not all."""
        return self._in_part.get(position, [])

    def changed(self, changes: Mapping[int, str], task: Task) -> tuple[SlotProse, list[str]]:
        """The prose with the changed sentences in it, and those that were refused.

        `changes` are by number: first the positions, then the missing facts. A change is refused
        where it has more figures than it should, or tells again what stands elsewhere.
        """
        new = self.prose.copy()
        refused: list[str] = []
        added = []
        for number, fact in enumerate(self.missing, len(self.positions) + 1):
            if changes.get(number):
                if self._tells_more(changes[number], None, [fact]):
                    refused.append(changes[number])
                    continue
                node = next(node for node in task.nodes if fact in node.facts)
                made = [Sentence(text) for text in split(changes[number])]
                added.append((node.id, made, self.inspection.before(fact, node, new)))
        for number, position in reversed(list(enumerate(self.positions, 1))):
            if number not in changes:
                continue
            if self._tells_more(changes[number], position, self.told_in_part(position)):
                refused.append(changes[number])
                continue
            made = [Sentence(text) for text in split(changes[number])]
            old = new.sentence(position)
            paragraph = new.nodes[position.node_id][position.paragraph]
            paragraph[position.sentence : position.sentence + 1] = made
            added = [(id_, more, made[-1] if made and at is old else at) for id_, more, at in added]
        for node_id, made, place in reversed(added):
            insert_after(new.nodes.setdefault(node_id, []), made, place)
        nodes = {id_: [one for one in each if one] for id_, each in new.nodes.items()}
        return replace(new, nodes=nodes), refused

    def _tells_more(self, text: str, position: Position | None, facts: Iterable[Fact]) -> bool:
        """Whether a change has more figures than the old one and its facts, or repeats any."""
        old = self.prose.sentence(position) if position is not None else None
        before = old.text if old is not None else ""
        allowed = _figures(before, self.table)
        own = {slot.id for fact in facts for slot in self._slots(fact)}
        there = set(slot_ids(before))
        allowed += len(own - there)
        if _figures(text, self.table) > allowed:
            return True
        elsewhere = Counter(
            id_
            for paragraphs in self.prose.nodes.values()
            for paragraph in paragraphs
            for sentence in paragraph
            if sentence is not old
            for id_ in slot_ids(sentence.text)
        )
        return any(elsewhere[id_] for id_ in slot_ids(text) if id_ not in there)

    def _holder(self, fact: Fact) -> Position | None:
        """The first sentence of a model that has a slot of the fact, or states a figure of it."""
        ids = {slot.id for slot in self._slots(fact)}
        for position in self.inspection.places:
            sentence = self.prose.sentence(position)
            key = (position.node_id, position.paragraph, position.sentence)
            told = fact.id in self.inspection.stated.get(key, ())
            if not sentence.fixed and (told or ids & set(slot_ids(sentence.text))):
                return position
        return None

    def _slots(self, fact: Fact) -> list[Slot]:
        entries = fact.entries()
        return [slot for entry in entries if (slot := self.table.by_entry.get(entry.id))]


def _figures(text: str, table: SlotTable) -> int:
    """How many figures a sentence of a model prints."""
    return sum(figure.claim for figure in find_figures(table.rendered(text)))
