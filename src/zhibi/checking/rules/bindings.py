"""N401: a name that the facts bind to one owner, level or place, written with another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.violations import Violation
from zhibi.facts.bindings import Bindings, BoundHonour, read_honours, same_name
from zhibi.facts.model import Honour
from zhibi.structure import clause_around

_MARKS = "，,。；;\n"


def wrong_honours(given: RuleInput) -> Iterator[Violation]:
    """N401: an honour of another owner or level than the facts have, or one only asked for."""
    if not given.bindings.honours:
        return
    for told in read_honours(given.text, given.bindings.names):
        if given.structure.part(told.start) != "summary" or told.asked:
            continue
        known = [b for b in given.bindings.honours if same_name(b.honour.title, told.title)]
        faults = [_fault(told, bound, given.bindings) for bound in known]
        wrong = [fault for fault in faults if fault is not None]
        if not known or len(wrong) < len(known):
            continue
        least = min(wrong, key=lambda fault: fault.weight)
        bound, words = least.bound, least.words
        source = f"（{bound.source}）" if bound.source else ""
        yield Violation(
            "N401",
            told.start,
            told.end,
            f"{words}{source}",
            "照事实写；确有其事的，把它连同来源写进事实",
            None,
            (bound.fact_id,),
        )


class _Fault(NamedTuple):
    """What is wrong with an honour if this one of the facts is meant; lesser weights first."""

    bound: BoundHonour
    weight: int
    words: str


def _fault(told: Honour, bound: BoundHonour, bindings: Bindings) -> _Fault | None:
    has = bound.honour
    if told.subjects and has.subjects:
        others = [
            one for one in told.subjects if not any(same_name(one, own) for own in has.subjects)
        ]
        if others and all(map(bindings.is_name, others)):
            owner, other = "、".join(has.subjects), "、".join(others)
            return _Fault(bound, 2, f"“{has.title}”在事实里是“{owner}”的，这里写成了“{other}”")
    if has.asked:
        return _Fault(bound, 1, f"“{has.title}”在事实里只是申报、创建，这里写成了已经获得")
    if told.level is not None and has.level is not None and told.level != has.level:
        return _Fault(
            bound,
            0,
            f"“{has.title}”在事实里是“{has.level_word}”，这里写成了“{told.level_word}”",
        )
    for said, known in ((told.year, has.year), (told.awarded, has.awarded)):
        if said is not None and known is not None and said != known:
            words = f"“{has.title}”在事实里是{known}年的，这里写成了{said}年"
            return _Fault(bound, 0, words)
    return None


def wrong_places(given: RuleInput) -> Iterator[Violation]:
    """N401: a named thing told of another place than the facts tell it of."""
    if not given.bindings.where:
        return
    things = sorted(given.bindings.where, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, things)))
    for found in pattern.finditer(given.text):
        if given.structure.line_at(found.start()).kind != "paragraph":
            continue
        start, end = clause_around(given.text, found.start(), _MARKS)
        places = given.bindings.places_in(given.text[start:end])
        bound = given.bindings.where[found[0]]
        if places and places.isdisjoint(bound):
            yield Violation(
                "N401",
                found.start(),
                found.end(),
                f"“{found[0]}”在事实里是“{'、'.join(sorted(bound))}”的，"
                f"这里写在“{'、'.join(sorted(places))}”",
                "照事实写；确有其事的，把它连同来源写进事实",
            )
