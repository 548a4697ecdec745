"""N401: a name that the facts bind to one owner, level or place, written with another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.violations import Violation
from zhibi.facts.bindings import Bindings, BoundHonour, read_honours, same_name
from zhibi.facts.model import Honour
from zhibi.patterns import lazy_pattern
from zhibi.structure import clause_around

_MARKS = "，,。；;\n"
_TAKEN_UP = lazy_pattern("(?:[该本此]|这[个家所座支]?|上述)([^\\W\\d_]{1,6})")
"""What takes up somebody who was named before, by the kind that he is of."""


def wrong_honours(given: RuleInput) -> Iterator[Violation]:
    """N401: an honour of another owner or level than the facts have, or one only asked for."""
    if not given.bindings.honours:
        return
    for read in read_honours(given.text):
        if given.structure.part(read.start) != "summary" or read.asked:
            continue
        meant = (_named(one, read.start, given) for one in read.subjects)
        told = replace(read, subjects=tuple(filter(None, meant)))
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


def _named(subject: str, at: int, given: RuleInput) -> str:
    """Whom a subject means: of 该社区 the last community that its paragraph names before it.

    Empty where there is none.
    """
    found = _TAKEN_UP.fullmatch(subject)
    if found is None:
        return subject
    before = given.text[given.structure.line_at(at).start : at]
    names = [one for one in given.bindings.names if one.endswith(found[1])]
    last = max(names, key=lambda one: (before.rfind(one), len(one)), default="")
    return last if last in before else ""


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
