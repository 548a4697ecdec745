"""The planning call: all facts of a report sent once, to be grouped, ordered and headed.

What comes back is held against the deterministic plan (`outline.plan.repaired`): a model may group,
order and name the facts that it was given, and nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from zhibi.models.messages import Message
from zhibi.writing.llm.answers import read_plan
from zhibi.writing.llm.escaping import escaped
from zhibi.writing.llm.headings import asked_form, shown_heading
from zhibi.writing.llm.prompt_data import figureless
from zhibi.writing.llm.task_prompt import PART_NAMES
from zhibi.writing.outline.grouping import Subjects
from zhibi.writing.outline.passages import passages
from zhibi.writing.outline.plan import Item, Plan
from zhibi.writing.outline.planning import plan_document

if TYPE_CHECKING:
    from zhibi.facts.model import Fact, Part
    from zhibi.writing.llm.prompt_data import DraftContext

_MARK = "组"
_FEWEST = 4
"""Facts of a section from which on it is worth dividing into items."""
_LONGEST = 70
"""Characters of a fact in the planning prompt; longer ones end at a clause."""
_LEAST, _MOST, _FACTS = 2, 5, 3
"""Items that a group is to be divided into, at least and at most, and facts for each of them."""
_FEWEST_GOALS, _MOST_GOALS, _GOALS = 3, 7, 2
"""The same for a plan; where code tells more fields apart, there are as many."""
_NO_HEADING = "－"


@dataclass(frozen=True, slots=True)
class PlanGroup:
    """Facts that are planned together: a section of the summary, or a whole part.

    `item` is the deterministic plan's, `heading_asked` and `items_asked` say what the model is to
    propose. `numbers` maps the numbers that stand in the prompt to ids of facts.
    """

    mark: str
    part: Part
    item: Item
    heading_asked: bool
    items_asked: bool
    numbers: Mapping[int, str]


def plan_groups(context: DraftContext) -> list[PlanGroup]:
    """The groups of a report of which a heading or the items are for the model to propose."""
    given = {section.id for section in context.facts.walk() if section.heading}
    base = plan_document(context.facts, context.style)
    found: list[PlanGroup] = []
    number = 0
    for part, items in base.parts.items():
        for item, whole in _tops(part, items, context):
            inner = [one.id in given for one in item.items]
            ids = item.all_facts()
            items_asked = not any(inner) and len(ids) >= _FEWEST
            heading_asked = not whole and bool(item.heading) and item.id not in given
            if not items_asked and not heading_asked:
                continue
            numbers = {number + at: id_ for at, id_ in enumerate(ids, 1)}
            number += len(ids)
            mark = f"{_MARK}{len(found) + 1}"
            found.append(PlanGroup(mark, part, item, heading_asked, items_asked, numbers))
    return found


def _tops(part: Part, items: Sequence[Item], context: DraftContext) -> Iterator[tuple[Item, bool]]:
    """The items that are planned by themselves, and whether one is a whole part."""
    if part == "summary":
        yield from ((item, False) for item in items)
    elif context.style.part(part).level and any(item.heading for item in items):
        yield Item("", items=tuple(items), id=f"part.{part}"), True


def plan_messages(context: DraftContext, groups: Sequence[PlanGroup]) -> tuple[Message, ...]:
    """The messages that ask for a plan."""
    by_id = {fact.id: fact for fact in context.facts.all_facts()}
    subjects = Subjects(by_id.values())
    shown = [_shown(context, group, by_id, subjects) for group in groups]
    asked = context.prompts.render("outline.md", {**context.shared(), "groups": shown})
    return (context.system(), Message("user", asked))


def plan_identity(context: DraftContext, groups: Sequence[PlanGroup]) -> str:
    """What decides whether a plan asked for before still holds: all but the facts' values.

    A changed figure must not change every section's prompt by way of a new plan.
    """
    by_id = {fact.id: fact for fact in context.facts.all_facts()}
    said = [context.figures, context.system().content, context.prompts.source("outline.md")]
    for group in groups:
        said += [
            group.item.heading,
            *(f"{id_} {by_id[id_].name}" for id_ in group.numbers.values()),
        ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def proposed_plan(text: str, groups: Sequence[PlanGroup], base: Plan) -> Plan | None:
    """The plan that an answer proposes, not yet repaired; None where it is no plan at all."""
    answered = read_plan(text, {group.mark for group in groups})
    parts: dict[Part, list[Item]] = {}
    for group in groups:
        heading, lines = answered.get(group.mark, ("", []))
        items = [_item(name, numbers, group) for name, numbers in lines]
        item = _proposed(group, heading, items)
        parts.setdefault(group.part, []).extend(item.items if group.part != "summary" else [item])
    if not answered:
        return None
    own = {item.id: item for item in base.parts.get("summary", ())}
    planned = {item.id for item in parts.get("summary", ())}
    parts.setdefault("summary", []).extend(own[id_] for id_ in own if id_ not in planned)
    if own:
        order = list(own)
        parts["summary"].sort(key=lambda item: order.index(item.id))
    return Plan({part: tuple(items) for part, items in parts.items() if items})


def _item(heading: str, numbers: Sequence[int], group: PlanGroup) -> Item:
    """An item; where code's own has its heading or just its facts, with that one's id and topic."""
    item = Item(heading, tuple(group.numbers.get(one, f"?{one}") for one in numbers))
    for own in group.item.items:
        if own.heading == item.heading or set(own.all_facts()) == set(item.facts):
            return replace(item, id=own.id, topic=own.topic)
    return item


def _proposed(group: PlanGroup, heading: str, items: Sequence[Item]) -> Item:
    item = group.item
    if heading and group.heading_asked:
        item = replace(item, heading=heading)
    if not group.items_asked or not items:
        return item
    bare = tuple(fact for one in items if not one.heading for fact in one.facts)
    headed = tuple(one for one in items if one.heading)
    if group.part != "summary":
        return replace(item, facts=(), items=headed or tuple(items))
    return replace(item, facts=bare, items=headed)


def _shown(
    context: DraftContext, group: PlanGroup, by_id: Mapping[str, Fact], subjects: Subjects
) -> dict[str, Any]:
    masked = context.table(()).masked
    number_of = {id_: number for number, id_ in group.numbers.items()}
    level = context.style.part(group.part).level
    return {
        "mark": group.mark,
        "name": masked(escaped(group.item.topic)) or PART_NAMES[group.part],
        "below": "" if group.items_asked else "小项已定，只拟标题",
        "heading": masked(escaped(_example(group, level))),
        "heading_asked": group.heading_asked,
        "form": asked_form(level, group.item.heading),
        "facts": [
            {"number": number, "text": masked(_clipped(figureless(by_id[id_])))}
            for number, id_ in group.numbers.items()
        ],
        "items_asked": _items_asked(group, level),
        "sketch": "；".join(
            _sketch(group.item.items, number_of, masked, _inner_level(group, level))
            if group.item.items
            else _passages(group.numbers, by_id, subjects, context.style.prose.paragraph)
        ),
    }


def _example(group: PlanGroup, level: int) -> str:
    """The group's heading: as it is given, or code's as an example."""
    heading = group.item.heading
    return shown_heading(level, heading) if group.heading_asked else heading


def _items_asked(group: PlanGroup, level: int) -> str:
    if not group.items_asked:
        return ""
    below = _inner_level(group, level)
    heading = group.item.items[0].heading if group.item.items else ""
    count = len(group.numbers)
    own = len(group.item.items)
    if group.part == "plan":
        most = max(_LEAST, min(_MOST_GOALS, count // _GOALS), own)
        least = min(max(_FEWEST_GOALS, own), most)
    else:
        most = max(_LEAST, min(_MOST, count // _FACTS), own)
        least = _LEAST
    asked = f"{least}至{most}" if least < most else f"{most}"
    return f"分成{asked}项，小标题{asked_form(below, heading)}"


def _inner_level(group: PlanGroup, level: int) -> int:
    return level if group.item.id.startswith("part.") else level + 1


def _sketch(
    items: Iterable[Item], number_of: Mapping[str, int], masked: Any, level: int
) -> Iterator[str]:
    """The items of code's plan: heading｜numbers."""
    for item in items:
        numbers = " ".join(str(number_of[id_]) for id_ in item.all_facts() if id_ in number_of)
        heading = masked(escaped(shown_heading(level, item.heading)))
        yield f"{heading or _NO_HEADING}｜{numbers}"


def _passages(
    numbers: Mapping[int, str], by_id: Mapping[str, Fact], subjects: Subjects, largest: int
) -> Iterator[str]:
    """The numbers of facts that code would tell in one paragraph, where it heads none."""
    number_of = {id_: number for number, id_ in numbers.items()}
    for facts in passages([by_id[id_] for id_ in numbers.values()], subjects, largest):
        yield " ".join(str(number_of[fact.id]) for fact in facts)


def _clipped(text: str) -> str:
    """The text, or as many whole clauses of it as fit."""
    if len(text) <= _LONGEST:
        return text
    said = ""
    for clause in re.split(r"(?<=[，；。：])", text):
        if said and len(said) + len(clause) > _LONGEST:
            break
        said += clause
    return said.strip("，；。：")
