"""A word that stands in a clause where its facts have another one of the same kind.

Two signs tell it. The clause has the end of an indicator's name, and before that a word of other
facts where the name has its own (民宿综合收入 for 旅游综合收入); or it has one of some words that
exclude each other, `data/contrasts.yaml`, and the facts have only another (春茶 for 夏秋茶).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from zhibi.checking.borrowing.word_classes import SHORTEST, is_noun
from zhibi.checking.reading.clauses import Clause
from zhibi.checking.reading.cues import Said, find_cues
from zhibi.patterns import lazy_pattern

_LOCATED = frozenset("上下里内中外")
"""What ends a word that says where (海上养殖)."""


_AGENT = lazy_pattern(
    r"(?<![自来理])(由|替|交给|[与和同](?=[^，。；]*(?:签|合作|联合|共建)))(?P<who>[^，。；、\d]{2,8})"
)
"""Words before who does a thing, or for whom it is done."""
_AGENT_MARKS = frozenset("由替交与和同")
_SHOWN = 6
_PERSONS = "户民人数均"
"""Behind 农 and the like: the word is 农户, and another one's before it."""


class Substitute(NamedTuple):
    """A word of a clause, by its span there, and what the facts have in its place."""

    start: int
    end: int
    own: str


@lru_cache(maxsize=1024)
def contrasts_in(words: str) -> tuple[tuple[str, str], ...]:
    """The contrasts of what facts, sections or names say, each with its word."""
    return tuple((one.value, one.words) for one in find_cues("contrast", words))


def contrasting(
    told: Sequence[Said], own: Iterable[tuple[str, str]], either: Container[str]
) -> Iterator[Substitute]:
    """The words of a clause that exclude those that its facts have.

    `told` are the contrasts in the clause, `own` those of the facts, and `either` those that may
    be told as well: those of what stands beside the facts and the clause.
    """
    for said in told:
        line = said.value.split()[0]
        its = {value: words for value, words in own if value.split()[0] == line}
        if its and said.value not in either and not any(one.value in its for one in told):
            yield Substitute(said.start, said.end, "、".join(sorted(its.values())))


def replaced(
    words: str,
    names: Iterable[str],
    held: Sequence[bool],
    known: Callable[[str], bool],
    in_facts: Callable[[str, str], bool],
) -> Iterator[Substitute]:
    """The words of a clause before the end of a name, where the name has other ones.

    `known` says whether other facts, and not those of the clause, have a word; `in_facts` whether
    a word goes on before its first character: 业集 is none of 产业集群.
    """
    for name in names:
        for cut in range(SHORTEST, len(name) - SHORTEST + 1):
            behind = name[cut : cut + SHORTEST]
            at = words.find(behind)
            if at < 0 or not (is_noun(behind) or name[cut:] in words):
                continue
            own = name[:cut]
            if own in words:
                break
            start = at
            while start and words[start - 1].isalpha() and not held[start - 1]:
                start -= 1
            run = words[start:at]
            ends = (w for w in _ends(run) if known(w) and is_noun(w))
            word = next((w for w in ends if not in_facts(run[-len(w) - 1 :][:SHORTEST], w)), "")
            if word[-1:] in _LOCATED or word[:1] == own[:1]:
                word = ""
            word = word or _other_holder(words[:at], own)
            if word and not set(word) <= set(own) and _pairs(own).isdisjoint(_pairs(words)):
                yield Substitute(at - len(word), at, own)
            break


def has_other_head(word: str, names: str, words: str) -> bool:
    """Whether a word stands for one of a name that ends as it does (蔗农 for 蕉农)."""
    if set(word) <= set(names):
        return False  # 老人 of 老年人
    own = {names[at : at + 2] for at in range(len(names) - 1) if names[at + 1] == word[-1]}
    own -= {names[at : at + 2] for at in range(len(names) - 2) if names[at + 2] in _PERSONS}
    return any(
        one[0] != word[-2] and one not in words and is_noun(one) and not set(one) <= set(word)
        for one in own
    )


def _other_holder(words: str, own: str) -> str:
    """The last word of a clause's beginning, where it excludes the last one of a name's."""
    here, known = (_holder_at_end(one) for one in (words, own))
    if here is None or known is None or here.value == known.value:
        return ""
    return here.words if here.value.split()[0] == known.value.split()[0] else ""


def _holder_at_end(words: str) -> Said | None:
    found = find_cues("holder", words)
    return found[-1] if found and found[-1].end == len(words) else None


def of_agents(words: str, own: str, known: Callable[[str], bool]) -> Iterator[Substitute]:
    """Who does it in a clause, behind 由 and the like, where the facts have another there."""
    for found in _AGENT.finditer(words):
        who = found["who"]
        its = [one["who"] for one in _AGENT.finditer(own) if one[1] == found[1]]
        if not its or who[:SHORTEST] in own:
            continue
        firsts = (who[:end] for end in range(len(who), SHORTEST - 1, -1))
        word = next((one for one in firsts if known(one) and is_noun(one)), "")
        holder, other = (find_cues("holder", one)[:1] for one in (who, its[0]))
        apart = holder and other and holder[0].value != other[0].value
        if not word and apart and not holder[0].start and not other[0].start:
            word = holder[0].words
        if word and not set(word) <= set(its[0]):
            yield Substitute(
                found.start("who"), found.start("who") + len(word), f"{its[0][:_SHOWN]}"
            )


def may_be_replaced(clause: Clause) -> bool:
    """Whether a clause has a word that needs none of other facts to be wrong: a first look."""
    if clause.cues("contrast") or find_cues("holder", clause.words, pairs=clause.pairs):
        return True
    return may_be_of_agents(clause.words)


def may_be_of_agents(words: str) -> bool:
    """Whether a clause says who does a thing, or for whom."""
    return not _AGENT_MARKS.isdisjoint(words) and _AGENT.search(words) is not None


def _ends(words: str) -> Iterator[str]:
    return (words[at:] for at in range(len(words) - SHORTEST + 1))


def _pairs(words: str) -> set[str]:
    return set(map(str.__add__, words, words[1:]))
