"""Clauses that tell in other words what a fact says: 机器进不去 as 机械无法进入.

Of a fact that the clauses beside one tell, the words that they leave are laid beside it. Where it
shares some of them, and both deny something or neither does, nothing shows that it says more: what
rests on wording alone is then no reason to doubt it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from zhibi.checking.statements.matters import statement_data
from zhibi.patterns import WordTable, lazy_pattern
from zhibi.styles.framing import pairs

_TOLD = 0.34  # of a clause's pairs that a fact has which it may tell
_SHARED = (
    0.4  # of a clause's characters that the words left have, beside clauses that tell the fact
)
_ALONE = 0.6  # likewise, where no other clause tells the fact
_FEWEST = 2  # characters that they share, at least
_NEAR = 0.25  # of its pairs that a clause in its place shares with the one of the fact
_SEVERAL = 2  # clauses of a sentence in which the places of the others tell that of one
_NEW = 3  # characters in a row that the words left have not, at most
_RUN = lazy_pattern(r"[^\W\d_]{2,}")
_CLAUSE, _SENTENCE = lazy_pattern(r"[^，。；：！？,;!?\n]+"), lazy_pattern(r"[^。\n]+")
_LISTED = lazy_pattern(r"[^，、。；：！？,;!?\n]+")
_DENIED = lazy_pattern("[不没未无缺难]")
_QUESTION = lazy_pattern(r"(\w)[不没]\1")
_DENIAL = lazy_pattern("无法|难以|[尚还]?[未没][有能]?|不能?")
_BARE = frozenset("的了着得地过不没未无缺难")  # grammar and denial


def restates(clause: str, beside: Sequence[str], told: str) -> bool:
    """Whether a clause may tell what `told` says and the clauses beside it leave."""
    own = _content(clause)
    if not own:
        return False
    said = [one for one in map(pairs, beside) if one]
    fact = pairs(told)
    led = any(len(one & fact) >= _TOLD * len(one) for one in said)
    denied = _denies(clause)
    for run in _left(told, frozenset[str]().union(*said)):
        shared = len(own & _content(run))
        enough = shared >= max(_FEWEST, (_SHARED if led else _ALONE) * len(own))
        if not enough or denied != _denies(run):
            continue
        if _longest_new(clause, run) <= _NEW:
            return True
    return False


def restated_in(clause: str, text: str, told: str) -> bool:
    """Whether a clause of a text may tell in other words what a sentence of `told` says."""
    beside = [one for one in _CLAUSE.findall(text) if clause not in one]
    return any(
        restates(clause, beside, one) or _in_its_place(clause, text, one)
        for one in _SENTENCE.findall(told)
    )


def _in_its_place(clause: str, text: str, told: str) -> bool:
    """Whether a clause stands where a fact has one that shares something with it.

    Text and fact have as many clauses, the others tell one another in their order, so that this one
    is left for that one: 菜价贴在门口，剩菜多的次日更换 of 菜价贴门口，哪样剩得多第二天就换.
    """
    said, facts = _CLAUSE.findall(text), _CLAUSE.findall(told)
    if len(said) != len(facts):
        facts = _LISTED.findall(told)
    at = next((number for number, one in enumerate(said) if clause in one), -1)
    if at < 0 or len(said) != len(facts) or len(said) < _SEVERAL:
        return False
    others = [(one, fact) for n, (one, fact) in enumerate(zip(said, facts, strict=True)) if n != at]
    if not all(_tells(one, fact) for one, fact in others):
        return False
    same = _denies(clause) == _denies(facts[at]) and _longest_new(clause, facts[at]) <= _NEW + 1
    shared = len(set(clause) & set(facts[at]))
    return same and shared >= _FEWEST and bool(_content(clause) & _content(facts[at]))


def _tells(one: str, fact: str) -> bool:
    own = pairs(one)
    return len(own & pairs(fact)) >= _NEAR * len(own)


def _denies(words: str) -> bool:
    """Whether words deny something; 装不装, a question, does not."""
    return _DENIED.search(_QUESTION.sub(r"\1", words)) is not None


def _longest_new(clause: str, run: str) -> int:
    """How many characters in a row a clause has that a run has not, at most."""
    return max(map(len, _RUN.findall(_blank(clause, run))), default=0)


def _blank(clause: str, run: str) -> str:
    """A clause with blanks for what denies, and for the characters that a run has."""
    bare = _DENIAL.sub(" ", clause)
    return "".join(" " if char in run else char for char in bare)


def _left(told: str, said: frozenset[str]) -> list[str]:
    """The runs of words in which no pair of characters is said."""
    kept = list(told)
    for at in range(len(told) - 1):
        if told[at : at + 2] in said:
            kept[at] = kept[at + 1] = " "
    return _RUN.findall("".join(kept))


def _content(words: str) -> frozenset[str]:
    """The characters of words that are more than grammar and denial."""
    held = {at for low, high in _neutral().spans(words) for at in range(low, high)}
    bare = (char for at, char in enumerate(words) if at not in held and char.isalpha())
    return frozenset(bare) - _BARE


@cache
def _neutral() -> WordTable:
    return WordTable(set(statement_data()["neutral"]))
