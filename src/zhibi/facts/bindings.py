"""Bindings of names: who has which honour, of what level, and where a named thing is.

Read from the texts of facts, and by the same reading from a report, so that the two compare.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from zhibi.data_files import read_data
from zhibi.facts.model import Facts

_SENTENCE = re.compile(r"[^。；\n]+")
_CLAUSE = re.compile(r"[^，,。；;：:\n]+")
_TIME = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日|份|底|初)?|[（(][^）)]*[）)]")
_TRIM = re.compile(r"[“”《》\s]|等?(?:称号|荣誉称号)$|(?<=名录)$")
_LIST = re.compile(r"[、和与及]")
_PLACE = re.compile(r"(?:村|社区|小区)$")
_NO_TITLE = re.compile(r"^[^\u4e00-\u9fff]|(?:验收|评审|初审|批复|复核|审核)$")
_NAMED_PLACE = re.compile(r"[\u4e00-\u9fff]{1,4}(?:村|社区|镇|街道|公司|支部|党委)")
_LONGEST_SUBJECT = 16
_SHORTEST_TITLE = 3


@dataclass(frozen=True, slots=True)
class Honour:
    """An honour that a clause tells: whose, of what level, and whether only asked for.

    `subjects` is empty where the clause names none; `level` is the number of its line in the
    table of levels, None where none is said. `start` and `end` are the span of the level and title.
    """

    subjects: tuple[str, ...]
    title: str
    level: int | None
    level_word: str
    asked: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class BoundHonour:
    """An honour as a fact has it."""

    honour: Honour
    fact_id: str
    source: str


@cache
def _data() -> dict[str, list[str]]:
    data: dict[str, list[str]] = read_data("facts", "bindings")
    return data


@cache
def _verbs() -> re.Pattern[str]:
    given, asked = (
        "|".join(sorted(_data()[name], key=len, reverse=True)) for name in ("given", "asked")
    )
    return re.compile(f"(?P<given>{given})|(?P<asked>{asked})")


@cache
def _levels() -> re.Pattern[str]:
    return re.compile("|".join(word for line in _data()["levels"] for word in line))


@cache
def _before() -> re.Pattern[str]:
    words = "|".join(sorted(_data()["before"], key=len, reverse=True))
    return re.compile(f"^(?:{words})+|(?:{words})+$")


def read_honours(text: str) -> Iterator[Honour]:
    """The honours that a text tells, clause by clause; a clause without a subject inherits it."""
    for sentence in _SENTENCE.finditer(text):
        subjects: tuple[str, ...] = ()
        for clause in _CLAUSE.finditer(text, sentence.start(), sentence.end()):
            verb = _verbs().search(clause[0])
            if verb is None:
                continue
            own = _subjects(clause[0][: verb.start()])
            subjects = own or subjects
            found = _honour(clause, verb, subjects)
            if found is not None:
                yield found


def _honour(clause: re.Match[str], verb: re.Match[str], subjects: tuple[str, ...]) -> Honour | None:
    rest = clause[0][verb.end() :]
    level = _levels().search(rest)
    words = rest[: level.start()] + rest[level.end() :] if level else rest
    title = _TRIM.sub("", words).strip()
    digits = any(char.isdigit() for char in title)
    if len(title) < _SHORTEST_TITLE or digits or _NO_TITLE.search(title):
        return None
    if level is None and not title.endswith(tuple(_data()["titles"])):
        return None
    start = clause.start() + verb.end()
    number = next(
        (at for at, line in enumerate(_data()["levels"]) if level and level[0] in line), None
    )
    word = level[0] if level else ""
    asked = verb["asked"] is not None
    return Honour(subjects, title, number, word, asked, start, clause.end())


def _subjects(words: str) -> tuple[str, ...]:
    """Who a clause is about, from the words before its verb; empty where that is not plain."""
    bare = _TIME.sub("", words).strip("“”《》 ")
    bare = _before().sub("", _before().sub("", bare))
    names = tuple(name for name in _LIST.split(bare) if name)
    if any(len(name) > _LONGEST_SUBJECT or name in _data()["general"] for name in names):
        return ()
    return names


def same_name(one: str, other: str) -> bool:
    """Whether two names may be one: one is within the other, or most of their letters agree."""
    if one in other or other in one:
        return True
    mine, yours = _pairs(one), _pairs(other)
    return len(mine & yours) > 0.6 * min(len(mine), len(yours))


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}


class Bindings:
    """What the facts of a report bind: honours to their owners, named things to places."""

    def __init__(self, facts: Facts) -> None:
        told = [fact for fact in facts.all_facts() if fact.show != "sensitive"]
        self.honours = tuple(
            BoundHonour(honour, fact.id, fact.source)
            for fact in told
            for honour in read_honours(fact.text)
        )
        subjects = (name for bound in self.honours for name in bound.honour.subjects)
        names = {*facts.document.names, *subjects, *(name for fact in told for name in fact.names)}
        self.places = frozenset(name for name in names if _PLACE.search(name) and len(name) > 2)
        things = {name.strip("“”《》") for name in names} - self.places
        self._owners = frozenset(names) | self.places
        self.where = _bound_places(
            [clause for fact in told for clause in _CLAUSE.findall(fact.text)],
            [thing for thing in things if len(thing) > 2],
            self.places,
        )

    def is_name(self, words: str) -> bool:
        """Whether words name somebody: one whom the facts name, or by their form."""
        return words in self._owners or bool(_NAMED_PLACE.fullmatch(words))

    def places_in(self, text: str) -> set[str]:
        """The places that a text names."""
        return {place for place in self.places if place in text}


def _bound_places(
    clauses: Iterable[str], things: Iterable[str], places: Iterable[str]
) -> dict[str, frozenset[str]]:
    """The places of each thing that is never told without one."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for clause in clauses:
        here = frozenset(place for place in places if place in clause)
        for thing in things:
            if thing in clause:
                found[thing].append(here)
    return {thing: frozenset().union(*each) for thing, each in found.items() if all(each)}
