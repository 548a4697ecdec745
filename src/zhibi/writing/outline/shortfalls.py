"""What a report of a year says among its problems of indicators that missed their targets.

It follows from the facts (`facts.implied`) and promises nothing: a reader who finds 距全年目标尚差
in the summary looks for it among the problems. What these tell already is left to them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.facts.kinds import report_kind
from zhibi.facts.model import Fact
from zhibi.writing.outline.metadata import is_whole
from zhibi.writing.outline.printable import is_printed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhibi.facts.model import Facts
    from zhibi.styles.model import Style

_GAP = ".gap"
"""What the id of a difference from a target ends in."""
_KINDS = frozenset({"money", "weight"})
"""What an indicator of a place's economy is measured in."""
_MOST, _NAMED = 4, 4
"""Indicators that are named, at most; letters at the end of a name that tell of it."""


def with_shortfalls(facts: Facts, style: Style) -> Facts:
    """The facts, those of the problems with the indicators that missed their year's targets."""
    problems = next((one for one in facts.sections if one.part == "problems" and one.facts), None)
    if problems is None or not report_kind(facts.document.kind, facts.document.period).ends_year:
        return facts
    told = "".join(fact.text for fact in problems.facts)
    names = [name for name in _short(facts) if name[-_NAMED:] not in told][:_MOST]
    if not names:
        return facts
    said = "和".join(part for part in ("、".join(names[:-1]), names[-1]) if part)
    text = f"{style.next_steps.missed.format(things=said)}。"
    made = Fact(
        id=f"{problems.id}.missed",
        section_id=problems.id,
        name="",
        text=text,
        aliases=(),
        names=(),
        period=None,
        status=None,
        show="may",
        source="",
        place=None,
    )
    held = replace(problems, facts=(made, *problems.facts))
    return replace(facts, sections=tuple(held if s is problems else s for s in facts.sections))


def _short(facts: Facts) -> Iterator[str]:
    """The names of a whole year's indicators that are short of their targets."""
    for top in facts.sections:
        for section in top.walk() if top.part == "summary" else ():
            for fact in section.facts:
                whole = replace(facts.document, period=fact.period) if fact.period else None
                ended = is_whole(whole) if whole else facts.document.period is None
                value = fact.value
                if value is None or not ended or not is_printed(fact):
                    continue
                gap = f"{fact.id}{_GAP}"
                if value.quantity.kind in _KINDS and any(one.id == gap for one in section.facts):
                    yield fact.name
