"""没能完成年度目标, 超额完成任务 said without a figure, against what the facts reached (N109).

The clause speaks of the matter whose figures stand nearest to it in its sentence. Where that has
a target, or says how much of it is completed, the words are right or wrong by arithmetic.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter

from zhibi.checking.cue_words import word_choice
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.violations import Violation, quoted, source_note
from zhibi.facts.arithmetic import exact
from zhibi.facts.model import Entry, Fact
from zhibi.patterns import lazy_pattern
from zhibi.structure import clause_around

_REACHED = lazy_pattern(
    rf"(?P<not>没有?能?(?:够)?|未能?(?:够)?|尚未|还没有?|并未)?{word_choice('reached_how')}*"
    rf"(?:完成|实现|达到|达成)(?:了)?{word_choice('aims_of')}(?:的)?"
    r"(?:目标任务|目标|任务|计划)(?!的|[^，。；：:]{0,4}\d)"
)
_MEANT = lazy_pattern(word_choice("meant"))
_WHOLE = 100


def wrong_aims(given: RuleInput) -> Iterator[Violation]:
    """N109 for an aim of the year that is told as reached or missed and is not."""
    targets = {fact.id: fact for fact in given.ledger.facts.all_facts() if _aim_of(fact)}
    if not targets:
        return
    by_sentence: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one in sorted(given.verdicts, key=lambda one: one.match.figure.start):
        if one.covers is not None:
            by_sentence[one.match.sentence].append((one.match.figure.start, one.covers))
    for found in _REACHED.finditer(given.text):
        sentence = given.structure.sentence_index(found.start())
        clause = clause_around(given.text, found.start())
        before = given.text[clause[0] : found.start()]
        if given.structure.part(found.start()) == "plan" or _MEANT.search(before):
            continue
        near = _nearest(by_sentence.get(sentence, ()), found.start(), clause)
        fact = targets.get(given.ledger.entries[near].fact_id) if near is not None else None
        if fact is None:
            continue
        reached = _is_reached(fact)
        if reached is None or reached == (found["not"] is None):
            continue
        aim = _aim_of(fact)
        assert aim is not None
        yield Violation(
            "N109",
            found.start(),
            found.end(),
            f"“{fact.name}”{_how_far(fact, aim)}，这里写的是“{found[0]}”{source_note(aim)}",
            "照事实写完成到哪一步",
            None,
            (aim.id,),
        )


def _how_far(fact: Fact, aim: Entry) -> str:
    if aim is fact.completion:
        return f"完成目标的{quoted(aim.quantity)}"
    assert fact.value is not None
    return f"是{quoted(fact.value.quantity)}，目标是{quoted(aim.quantity)}"


def _aim_of(fact: Fact) -> Entry | None:
    if fact.show == "sensitive" or fact.value is None:
        return None
    return fact.completion or fact.target


def _is_reached(fact: Fact) -> bool | None:
    """Whether a fact has its aim, None where its figures do not say."""
    if fact.completion is not None:
        quantity = fact.completion.quantity
        return quantity.value >= _WHOLE if quantity.unit == "%" and not quantity.hedge else None
    if fact.value is None or fact.target is None:
        return None
    value, aim = fact.value.quantity, fact.target.quantity
    if value.hedge or aim.hedge or value.high is not None or aim.high is not None:
        return None
    return exact(value) >= exact(aim)


def _nearest(members: Sequence[tuple[int, int]], at: int, clause: tuple[int, int]) -> int | None:
    """The entry of the figure that stands nearest before, else behind, in the sentence.

    `members` are where its figures begin, in order, and the entries that they tell.
    """
    if not members:
        return None
    first = bisect_left(members, clause[0], key=itemgetter(0))
    if first < len(members) and members[first][0] < clause[1]:
        return None  # the figure's own field says how much
    before = bisect_left(members, at, key=itemgetter(0))
    return members[max(0, before - 1)][1]
