"""Bindings of names: who has which honour, of what level and year, and where a named thing is.

Read from the texts of facts, and by the same reading from a report, so that the two compare.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from zhibi.data_files import read_data
from zhibi.facts.honoured import Honoured, honoured
from zhibi.facts.model import Fact, Facts, Honour
from zhibi.patterns import lazy_pattern
from zhibi.text import is_han

_SENTENCE = lazy_pattern(r"[^。；\n]+")
_CLAUSE = lazy_pattern(r"[^，,。；;：:\n]+")
_YEAR = lazy_pattern(r"((?:19|20)\d{2})年(?:度)?")
_HEAD_YEAR = lazy_pattern(r"\s*((?:19|20)\d{2})年(?:\d{1,2}月)?(?:\d{1,2}日|底|初)?")
_TRIM = lazy_pattern(r"[“”《》\s]|等?(?:称号|荣誉称号)$|(?:在[^，]*)?(?:推广|推介)$")
_ITEMS = (
    lazy_pattern("[^、]+"),
    lazy_pattern(r"(?:(?!(?:和|以?及)(?:“|全[国省市县区镇乡]|国家级|[省市县区镇]级))[^、])+"),
)
"""What each one's honour is: between 、, and where a level or a quoted name follows 和."""
_PLACE = lazy_pattern(r"(?:村|社区|小区)$")
_REGION = lazy_pattern(r"(?:省|市|县|区|镇|乡|街道)$")
"""Places of a higher level: what is told of one of their villages may be told of another."""
_TAKEN_UP = 200
"""Characters before a sentence in which whom it takes up may be named (该社区)."""
_SHORTEST_TITLE = 3


class BoundHonour(NamedTuple):
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
    groups = (
        f"(?P<{name}>{'|'.join(sorted(_data()[name], key=len, reverse=True))})"
        for name in ("given", "asked", "chosen")
    )
    return re.compile("|".join(groups))


@cache
def _praise() -> re.Pattern[str]:
    return re.compile("|".join(_data()["praise"]))


@cache
def _named_place() -> re.Pattern[str]:
    """A place or body that is named, as a whole."""
    return re.compile(r"[^\W\d_]{1,4}(?:村|社区|镇|街道|公司|支部|党委)")


@cache
def _levels() -> re.Pattern[str]:
    return re.compile("|".join(word for line in _data()["levels"] for word in line))


def read_honours(text: str, names: Iterable[str] = ()) -> Iterator[Honour]:
    """The honours that a text tells, clause by clause; a clause without a subject inherits it.

    `names` are those that the text is known to use, for 其 and 该村 to be read.
    """
    for sentence in _SENTENCE.finditer(text):
        who = Honoured()
        awarded: int | None = None
        for clause in _CLAUSE.finditer(text, sentence.start(), sentence.end()):
            if at_head := _HEAD_YEAR.fullmatch(clause[0]):
                awarded = int(at_head[1])
            told = text[_opening(text, sentence.start()) : clause.start()]
            own = who
            for verb in _verbs().finditer(clause[0]):
                own = honoured(clause[0][: verb.start()], who, told, names)
                found = list(_honours(clause, verb, own, awarded))
                if found:
                    yield from found
                    break
            who = own


def _opening(text: str, at: int) -> int:
    """Where the paragraph of a sentence begins, or what of it is near enough to take up."""
    return max(text.rfind("\n", 0, at) + 1, at - _TAKEN_UP)


def _honours(
    clause: re.Match[str], verb: re.Match[str], who: Honoured, awarded: int | None
) -> Iterator[Honour]:
    """The honours behind a verb: one, or each one's own (甲村、乙村分别获评…、…)."""
    start, end = clause.start() + verb.end(), clause.end()
    if given := _YEAR.search(clause[0][: verb.start()]):
        awarded = int(given[1])
    rows = [(who, (start, end))]
    for pattern in _ITEMS if who.each else ():
        items = list(pattern.finditer(clause.string, start, end))
        if len(items) == len(who.names):
            each = zip(who.names, items, strict=True)
            rows = [(who._replace(names=(name,)), item.span()) for name, item in each]
            break
    for own, span in rows:
        found = _honour(clause.string, span, verb, own, awarded)
        if found is not None:
            yield found


def _honour(
    text: str, span: tuple[int, int], verb: re.Match[str], who: Honoured, awarded: int | None
) -> Honour | None:
    rest = text[slice(*span)]
    year = _YEAR.search(rest)
    rest = _YEAR.sub("", rest)
    level = _levels().search(rest)
    words = rest[: level.start()] + rest[level.end() :] if level else rest
    title = _TRIM.sub("", words).strip()
    digits = any(char.isdigit() for char in title)
    short = verb["chosen"] is not None or title.endswith("奖")  # 列为县级试点, 获市级金奖
    if len(title) < _SHORTEST_TITLE - short or digits or not is_han(title[0]):
        return None
    if title.endswith(tuple(_data()["no_titles"])):
        return None
    if verb["chosen"] is not None and (who.handled or _praise().search(title) is None):
        return None
    if level is None and not title.endswith(tuple(_data()["titles"])):
        return None
    return Honour(
        who.names,
        title,
        level_number(level[0]) if level else None,
        level[0] if level else "",
        int(year[1]) if year else None,
        awarded,
        verb["asked"] is not None,
        *span,
    )


def level_number(word: str) -> int | None:
    """The number of a level's line in the table of levels; None for a word that is no level."""
    return next((at for at, line in enumerate(_data()["levels"]) if word in line), None)


def level_words() -> tuple[str, ...]:
    """The words for levels, the highest first."""
    return tuple(word for line in _data()["levels"] for word in line)


def honours_of(fact: Fact) -> tuple[Honour, ...]:
    """The honours of a fact: those that the file declares, else those that its text tells."""
    return tuple(read_honours(fact.text, fact.names)) if fact.honours is None else fact.honours


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
            for honour in honours_of(fact)
        )
        subjects = (name for bound in self.honours for name in bound.honour.subjects)
        names = {*facts.document.names, *subjects, *(name for fact in told for name in fact.names)}
        self.places = frozenset(name for name in names if _PLACE.search(name) and len(name) > 2)
        things = {name.strip("“”《》") for name in names} - self.places
        self.names = frozenset(names) | self.places
        self.where = _bound_places(
            [clause for fact in told for clause in _CLAUSE.findall(fact.text)],
            [
                thing
                for thing in things
                if len(thing) > 2
                and not _REGION.search(thing)
                and not any(place in thing for place in self.places)
            ],
            self.places,
        )

    def is_name(self, words: str) -> bool:
        """Whether words name somebody: one whom the facts name, or by their form."""
        return words in self.names or bool(_named_place().fullmatch(words))

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
