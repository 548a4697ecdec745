"""The plan of a report: each part's facts divided into headed items before it is written.

A plan made elsewhere (proposed by a model) is held against the deterministic one by `repaired`:
it may group, order and name the facts of a part, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Literal

from zhibi.facts.model import Section
from zhibi.writing.outline.headings import inner_headings
from zhibi.writing.outline.likeness import likeness, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhibi.facts.model import Fact, Facts, Part
    from zhibi.styles.model import Style

FaultKind = Literal["unknown", "doubled", "misplaced", "missing", "empty", "lone", "deep"]

_KEPT_APART: frozenset[Part] = frozenset({"summary"})
"""Parts whose top-level sections keep their own facts: offices filed them by field."""
_MADE_ID = r"[\w.-]+\.item\d+"
_DEEPEST = 3
"""Levels of items within a part, at most."""


@dataclass(frozen=True, slots=True)
class Item:
    """One heading with what stands below it: facts by id, in order of writing, smaller items.

    `heading` has no number; it is empty for text that has none (a preamble, facts directly under
    the part's heading) and, in a plan to be repaired, where one is to be made. `topic` says what
    the item is about in a word or two. `id` is the section's id where the item is a section,
    otherwise one made from the id above it; it may be left empty in a plan to be repaired, except
    for the sections at the top of the summary.
    """

    heading: str
    facts: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    topic: str = ""
    id: str = ""

    def walk(self) -> Iterator[Item]:
        """The item itself and all below it, in order."""
        yield self
        for item in self.items:
            yield from item.walk()

    def all_facts(self) -> tuple[str, ...]:
        """The ids of its facts and of those below it, in order."""
        return tuple(fact for item in self.walk() for fact in item.facts)


@dataclass(frozen=True, slots=True)
class Plan:
    """For each part, its items; together they have each printable fact of the part once."""

    parts: Mapping[Part, tuple[Item, ...]]

    def facts_of(self, part: Part) -> tuple[str, ...]:
        """The ids of a part's facts, in order."""
        return tuple(fact for item in self.parts.get(part, ()) for fact in item.all_facts())

    def walk(self) -> Iterator[Item]:
        """All items of all parts, in order."""
        for items in self.parts.values():
            for item in items:
                yield from item.walk()


@dataclass(frozen=True, slots=True)
class PlanFault:
    """What was wrong with a proposed plan, and was mended.

    `unknown`: no such fact here; `doubled`: named before; `misplaced`: another part's or
    section's fact; `missing`: a fact that no item had; `empty`: an item without facts; `lone`:
    an item with none beside it; `deep`: an item below the deepest level. `subject` is the id of
    the fact, or the heading of the item.
    """

    kind: FaultKind
    part: Part
    subject: str


def repaired(
    proposed: Plan, base: Plan, facts: Facts, style: Style
) -> tuple[Plan, tuple[PlanFault, ...]]:
    """The proposed plan as a partition of exactly the facts of `base`, and what was mended.

    `base` is the deterministic plan of the same facts. Parts and sections that the proposal
    leaves out are taken from it. Facts left out go to the item whose facts are most like them,
    doubled ones stay where they came first, unknown ones are dropped; a fact of another part,
    or of another section of the summary, goes back to its own. Headings left empty are made.
    """
    by_id = {fact.id: fact for fact in facts.all_facts()}
    faults: list[PlanFault] = []
    parts = {}
    for part, own in base.parts.items():
        repair = _Repair(part, by_id, style, faults)
        items = proposed.parts.get(part, ())
        if not items:
            parts[part] = own
        elif part in _KEPT_APART:
            parts[part] = repair.sections(items, own)
        else:
            parts[part] = repair.whole(items, own)
    for part, items in proposed.parts.items():
        if part not in base.parts:
            named = [fact for item in items for fact in item.all_facts()]
            faults += [PlanFault("unknown", part, fact) for fact in named]
    return Plan(parts), tuple(faults)


@dataclass(slots=True)
class _Repair:
    """Makes the items of one part a partition of the base's facts."""

    part: Part
    by_id: Mapping[str, Fact]
    style: Style
    faults: list[PlanFault]
    _seen: set[str] = field(default_factory=set)

    def sections(self, items: Sequence[Item], own: Sequence[Item]) -> tuple[Item, ...]:
        """The sections in the order of the proposal, each with its own facts only."""
        sections = {section.id: section for section in own}
        found: dict[str, Item] = {}
        for item in items:
            if item.id in sections and item.id not in found:
                found[item.id] = self._root(item, sections[item.id])
            else:
                self._fault("unknown", item.heading or item.id)
        return (*found.values(), *(one for id_, one in sections.items() if id_ not in found))

    def whole(self, items: Sequence[Item], own: Sequence[Item]) -> tuple[Item, ...]:
        """The items of a part whose facts may be divided anew."""
        bare_id = f"part.{self.part}"
        bare = [fact for item in own if item.id == bare_id for fact in item.facts]
        base = Item("", tuple(bare), tuple(one for one in own if one.id != bare_id), id=bare_id)
        if not base.items:
            named = tuple(fact for item in items for fact in item.all_facts())
            return (self._root(Item("", named), base),)
        bare = [fact for item in items if item.id == bare_id for fact in item.facts]
        inner = tuple(item for item in items if item.id != bare_id)
        root = self._root(Item("", tuple(bare), inner), base)
        return (*([replace(root, items=())] if root.facts else []), *root.items)

    def _root(self, item: Item, base: Item) -> Item:
        """The item with exactly the facts of the base, under the base's id."""
        wanted = base.all_facts()
        kept = self._kept(item, frozenset(wanted), 0)
        if kept is None:
            return base
        for at, fact in enumerate(wanted):
            if fact not in self._seen:
                self._fault("missing", fact)
                kept = self._placed(kept, fact, wanted[:at])
        known = frozenset(one.id for one in base.walk())
        items = self._named(_identified(kept.items, base.id, known, {base.id}))
        heading, topic = kept.heading or base.heading, kept.topic or base.topic
        return replace(kept, heading=heading, topic=topic, items=items, id=base.id)

    def _named(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """The items, those without a heading with one made from their topic or facts."""
        made = inner_headings([self._section(item) for item in items], self.style)
        return tuple(
            replace(item, heading=item.heading or heading, items=self._named(item.items))
            for item, heading in zip(items, made, strict=True)
        )

    def _section(self, item: Item) -> Section:
        facts = tuple(self.by_id[fact] for fact in item.all_facts())
        return Section(item.id, self.part, item.topic, item.heading, facts, (), None)

    def _fault(self, kind: FaultKind, subject: str) -> None:
        self.faults.append(PlanFault(kind, self.part, subject))

    def _kept(self, item: Item, allowed: frozenset[str], level: int) -> Item | None:
        """The item with those of its facts that may stand here; None where none is left."""
        facts = tuple(self._own(item.facts, allowed))
        items = [one for each in item.items if (one := self._kept(each, allowed, level + 1))]
        if level >= _DEEPEST and items:
            self._fault("deep", item.heading)
            facts += tuple(fact for one in items for fact in one.all_facts())
            items = []
        if len(items) == 1:
            self._fault("lone", items[0].heading)
            facts, items = facts + items[0].facts, list(items[0].items)
        if not facts and not items:
            self._fault("empty", item.heading)
            return None
        return replace(item, facts=facts, items=tuple(items))

    def _own(self, facts: Iterable[str], allowed: frozenset[str]) -> Iterator[str]:
        for fact in facts:
            if fact in self._seen:
                self._fault("doubled", fact)
            elif fact in allowed:
                self._seen.add(fact)
                yield fact
            else:
                self._fault("misplaced" if fact in self.by_id else "unknown", fact)

    def _placed(self, item: Item, fact: str, before: Sequence[str]) -> Item:
        """The item with the fact behind the one most like it, or behind its predecessor."""
        words = words_of(self.by_id[fact])
        held = item.all_facts()
        order = {one: at for at, one in enumerate(before)}
        best = max(
            held, key=lambda one: (likeness(words, words_of(self.by_id[one])), order.get(one, -1))
        )
        self._seen.add(fact)
        return _with_fact(item, fact, best)


def _with_fact(item: Item, fact: str, behind: str) -> Item:
    if behind in item.facts:
        at = item.facts.index(behind) + 1
        return replace(item, facts=(*item.facts[:at], fact, *item.facts[at:]))
    return replace(item, items=tuple(_with_fact(one, fact, behind) for one in item.items))


def _identified(
    items: Sequence[Item], above: str, known: frozenset[str], taken: set[str]
) -> tuple[Item, ...]:
    """The items with ids: their own where the base has them, otherwise `above.item2`."""
    found = []
    for item in items:
        id_, made = item.id, (f"{above}.item{number}" for number in count(1))
        if id_ in taken or (id_ not in known and not re.fullmatch(_MADE_ID, id_)):
            id_ = next(one for one in made if one not in taken)
        taken.add(id_)
        found.append(replace(item, id=id_, items=_identified(item.items, id_, known, taken)))
    return tuple(found)
