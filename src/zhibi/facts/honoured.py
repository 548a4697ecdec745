"""Who has an honour, from the words before the verb that says so: 鹤滩村和“苇编夜校”被县妇联 …."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from zhibi.data_files import read_data
from zhibi.patterns import lazy_pattern

_TIME = lazy_pattern(
    r"(?:\d{4}年(?:\d{1,2}月)?|\d{1,2}月)(?:\d{1,2}日|份|底|初)?|[（(][^）)]*[）)]"
)
_AGENT = lazy_pattern(
    r"(?:被|(?<!自)由(?!于)|经(?=[^，]{1,12}(?:[评推]选|评审|评定|推荐|考核|验收)$))"
)
"""Before the one who gives an honour."""
_EACH = lazy_pattern("分别$")
_CONTEST = lazy_pattern("[在于][^，“”]+[中上里]$")
_AT_CONTEST = lazy_pattern("^[^，“”]*(?:评[选比审]|[比大竞]赛|展评|活动)[中里上](?=.)")
"""Where an honour was won, behind who won it or before."""
_HANDLED = lazy_pattern("[把将]")
_QUOTED = lazy_pattern("“[^”]*”")
_WHOLE = lazy_pattern("[“《]([^“”《》]*)[”》]")
_JOIN = lazy_pattern("[和与及]")
_CLAUSE = lazy_pattern(r"[^，,。；;：:\n]+")
_ITS, _THIS = lazy_pattern("其(?![他余中])"), lazy_pattern("[该本](?=[^，]{1,3}$)")
_LONGEST = 16
_PERSON = 3
"""Characters of the longest name of a person."""


class Honoured(NamedTuple):
    """Who is honoured, by the words before a verb.

    `names` is empty where that is not plain;
    `handled` says that somebody does the choosing himself (把 … 作为), `each` that every one has an
    honour of his own, in this order (分别).
    """

    names: tuple[str, ...] = ()
    handled: bool = False
    each: bool = False


@cache
def _data() -> dict[str, list[str]]:
    data: dict[str, list[str]] = read_data("facts", "bindings")
    return data


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def _before() -> re.Pattern[str]:
    """What is no part of a name; of one character, not where a name may begin with it (于家村)."""
    words = _data()["before"]
    return re.compile(
        f"^(?:{_any(word for word in words if len(word) > 1)})+|^(?:{_any(words)})+$"
        f"|(?:{_any(words)})+$"
    )


@cache
def _owner() -> re.Pattern[str]:
    """A body or place at the head of a clause, by how its name ends."""
    brought = _any(_data()["brought"])
    return re.compile(rf"(?:{brought})?([^\W\d_]{{1,12}}?(?:{_any(_data()['owner_ends'])}))")


def honoured(words: str, before: Honoured, told: str, names: Iterable[str]) -> Honoured:
    """Who the words before a verb say is honoured.

    `before` is who was honoured before in the sentence, `told` what stands before the clause in the
    paragraph; both are for a clause without a subject and for 其 and 该村. `names` are known ones.
    """
    subject = _CONTEST.sub("", _without_agent(_TIME.sub("", words)).strip())
    subject = _AT_CONTEST.sub("", subject)
    handled = _HANDLED.search(_QUOTED.sub("", subject)) is not None
    each = _EACH.search(subject) is not None
    bare = _before().sub("", _before().sub("", _EACH.sub("", subject)))
    if not bare:
        return before._replace(handled=handled)
    its, this = _ITS.match(bare), _THIS.match(bare)
    if its or this:
        mark = its or this
        rest = bare[mark.end() if mark else 0 :]
        told = told if this else told[told.rfind("。") + 1 :]
        found = before.names or _head_name(told, names, rest if this else "")
        its_own = f"{found[0]}{rest}" if len(found) == 1 else rest
        return Honoured(found if this else (its_own,), handled)
    found = tuple(_names(bare))
    if any(name in _data()["general"] for name in found):
        return Honoured((), handled)
    if any(len(name) > _LONGEST for name in found):
        return before._replace(handled=handled)
    return Honoured(found, handled, each)


def _without_agent(words: str) -> str:
    """What stands before the one who gives an honour (“苇编夜校”被县妇联)."""
    quoted = [match.span() for match in _QUOTED.finditer(words)]
    for mark in _AGENT.finditer(words):
        if not any(start < mark.start() < end for start, end in quoted):
            return words[: mark.start()]
    return words


def _names(bare: str) -> Iterator[str]:
    for item in bare.split("、"):
        for name in _parted(item):
            whole = _WHOLE.fullmatch(name)
            if name:
                yield whole[1] if whole else name


def _parted(item: str) -> Iterator[str]:
    """The names that 和, 与 or 及 joins; it may be a part of one name (济和药铺, 太和村)."""
    since = 0
    for mark in _JOIN.finditer(item):
        left, right = item[since : mark.start()], item[mark.end() :]
        if _is_name(left, right):
            yield left
            since = mark.end()
    yield item[since:]


def _is_name(left: str, right: str) -> bool:
    """Whether a joined pair are two names: the first ends as one, or both are of persons."""
    if min(len(left), len(right)) <= 1:
        return False
    ends = left.endswith(("”", "》", *_data()["name_ends"]))
    return ends or right[0] in "“《" or max(len(left), len(right)) <= _PERSON


def _head_name(told: str, names: Iterable[str], kind: str) -> tuple[str, ...]:
    """Whom the clauses before are about, of this kind: a known name, else one by its form."""
    known = sorted((name for name in names if name.endswith(kind)), key=len, reverse=True)
    for clause in reversed(_CLAUSE.findall(told)):
        head = _before().sub("", _TIME.sub("", clause).strip())
        for name in known:
            if head.startswith(name):
                return (name,)
        found = _owner().match(head)
        if found is not None and found[1].endswith(kind):
            return (found[1],)
    return ()
