"""N116: a proper name in a clause whose facts do not have it.

A name that belongs to none of the facts that a clause tells stands there for another, unless a
fact that has it is told along: then the clause has other words of that fact as well, which its own
facts do not have. What a list of three or more names or a comparison tells is not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from zhibi.checking.borrowing.name_owners import Mention
from zhibi.checking.borrowing.word_classes import compares, held_characters
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.rules.clause_facts import ToldClause, figure_nearest, told_behind
from zhibi.checking.violations import Violation, source_note
from zhibi.patterns import lazy_pattern

Facts = frozenset[str]

_LISTED = 3
_LONGEST_LIST = 20
_FIGURE = lazy_pattern(r"\d")
_MARK = lazy_pattern("[、和与]|以及")
_LOCATED = lazy_pattern(r"(?:[在于归属]|来自|落户|选址|花落)$")
"""Right before a name that says where or whose a thing told beside it is (就设在老街)."""


def misnamed(given: RuleInput, clause: ToldClause, here: Sequence[Mention]) -> Iterator[Violation]:
    """The names of a clause, of which `here` are the mentions, that its facts do not have."""
    if not here or compares(clause.read):
        return
    wrong = _of_figures(given, clause, here) if clause.own else _beside(given, clause, here)
    for one, facts in wrong:
        yield _violation(given, clause, one, facts)


def _of_figures(
    given: RuleInput, clause: ToldClause, here: Sequence[Mention]
) -> Iterator[tuple[Mention, Facts]]:
    """The names that the facts of a clause's figures do not have, nor another fact told along."""
    facts = frozenset(clause.own)
    wrong = _not_of(given, clause, here, facts)
    if not wrong:
        return
    held = _held(clause, here)
    new = given.borrowing.new_pairs(clause.read.words, facts, held)
    for one in wrong:
        if not any(given.borrowing.has_any(fact, new) for fact in given.owners.having(one)):
            yield one, facts


def _beside(
    given: RuleInput, clause: ToldClause, here: Sequence[Mention]
) -> Iterator[tuple[Mention, Facts]]:
    """The names of a clause whose words are those of facts beside it rather than of their own.

    What it says of a stage and a date counts: 甲公司4月签约 is of the fact of what was signed then.
    """
    words = clause.read.words
    facts = frozenset(clause.near)
    if not clause.here:
        facts |= given.borrowing.nearest(words, _held(clause, here))
    wrong = _not_of(given, clause, here, facts) if facts else []
    if not wrong:
        return
    told = set() if clause.near else told_behind(given, clause)
    # a lead names what its paragraph tells
    wrong = [one for one in wrong if told.isdisjoint(given.owners.having(one))]
    alone = not clause.near and not told
    held = _held(clause, here, fields=())
    for one in wrong:
        item = _item_of(words, one, clause.start) if alone else slice(0, len(words))
        own = given.borrowing.most_said(words[item], facts, held[item])
        others = given.owners.having(one)
        located = _LOCATED.search(words[: one.start - clause.start])
        if own > given.borrowing.most_said(words[item], others, held[item]) or (
            located and not own
        ):
            new = given.borrowing.new_pairs(words, facts, held)
            if not any(given.borrowing.has_any(fact, new) for fact in others):
                yield one, facts


def _item_of(words: str, one: Mention, start: int) -> slice:
    """The item of a list that a name stands in (盯紧甲厂完工、乙路通车等节点)."""
    low, high = words.rfind("、", 0, one.start - start), words.find("、", one.end - start)
    return slice(low + 1, high if high >= 0 else len(words))


def _not_of(
    given: RuleInput, clause: ToldClause, here: Sequence[Mention], facts: Facts
) -> list[Mention]:
    wrong = [one for one in here if not given.owners.is_of(one, facts)]
    words = clause.read.words
    return [] if wrong and is_list(words, wrong, clause.start) else wrong


def _held(clause: ToldClause, here: Sequence[Mention], **fields: Iterable[str]) -> list[bool]:
    figures = (one.match.figure for one in clause.here)
    held = held_characters(clause.read, figures, **fields)
    for one in here:
        span = slice(one.start - clause.start, one.end - clause.start)
        held[span] = [True] * (one.end - one.start)
    return held


def is_list(words: str, names: Sequence[Mention], start: int) -> bool:
    """Whether names stand in a list of several (粮油仓储、冷链物流、竹制品加工园等5个)."""
    if not names:
        return False
    low, high = names[0].start - start, names[-1].end - start
    listed = _FIGURE.split(words[max(0, low - _LONGEST_LIST) : high + 1])
    return max(len(_MARK.findall(part)) for part in listed) >= _LISTED - 1


def _violation(
    given: RuleInput, clause: ToldClause, one: Mention, facts: Iterable[str]
) -> Violation:
    if clause.own:
        verdict, entry = figure_nearest(given, clause.own, one.start)
        whose = f"“{verdict.match.figure.text}”是“{given.ledger.label(entry)}”的数"
        fact, source = entry.id, source_note(entry)
    else:
        fact, source = given.borrowing.nearest_of(clause.read.words, facts), ""
        whose = f"这里说的是“{given.borrowing.opening(fact)}”"
    return Violation(
        "N116",
        one.start,
        one.end,
        f"{whose}，事实里没有说到“{given.text[one.start : one.end]}”{source}",
        "核对说的是谁：改正名称，或换成它自己的数",
        None,
        (fact,),
    )
