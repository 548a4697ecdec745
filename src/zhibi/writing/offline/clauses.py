"""An indicator as a clause: its name, its value, and what the facts say beside it.

税收收入2186.4万元，同比增长6.35%，预计全年完成2620万元，占全年目标任务的100.77%. Words and patterns
are the style's (`sentences`); figures stand exactly as the facts write them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zhibi.writing.offline.beside import (
    beside,
    change_named,
    changed_to,
    hedge_leads,
    is_demanded,
    named_value,
    parts_grow,
    parts_of,
    parts_text,
    share_of,
)
from zhibi.writing.offline.naming import is_deed, said_name, says, verb_for
from zhibi.writing.outline.printable import figure_text, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.sentences import Sentences
    from zhibi.writing.offline.beside import Setting
    from zhibi.writing.offline.threads import Link

_RANGE = re.compile(r"(?:\d{4}年)?(?:[上下]半年|\d{1,2}[—\-－–~～至到]\d{1,2}月份?|全年)?")
"""A time that lasts, as a field of the facts names it."""
_AHEAD = frozenset({"forecast", "target"})
_SO_FAR = frozenset({"done", "to_date", None})
_SHORTEST = 2
_NAMED = 4
"""Letters of an alias, at least, that stands for the name of a value in a sentence of its own."""
_MONTH = re.compile(r"(?:\d{1,2}月份?|第?[一二三四]季度|[上下]半年)(?:当月)?(?=\w{2})(?![底末初])")
Aim = Literal["", "deed", "thing"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause without full stop; `period` is to be stated before it unless it is in force.

    `aim` says that the clause tells a target, and of which sort: its lead (计划, 力争) is put
    before the first of several. `of_last_year` and `ahead` say which year it speaks of where
    its period names none: the last one, or what is still to come. `verb` is the one put to it,
    `figures` are how many it has. `goal` is what its value is to reach: it closes the clause,
    behind the parts of it that follow. `after` is a sentence that follows it: its parts, where
    one sentence would be too heavy. `link` says how it follows the one before it.
    """

    text: str
    period: str = ""
    aim: Aim = ""
    of_last_year: bool = False
    ahead: bool = False
    verb: str = ""
    figures: int = 0
    goal: str = ""
    after: str = ""
    link: Link = ""


def together(first: Fact, second: Fact, words: Sentences) -> bool:
    """Whether two indicators are one in two units (新增监测对象 9户, 28人), to be said in one."""
    if _stem(first.name, words) != _stem(second.name, words):
        return False
    if first.status != second.status or first.period != second.period:
        return False
    if printable(first.value) is None or printable(second.value) is None:
        return False
    if any(map(_has_more, (first, second))) or _unit(first) == _unit(second):
        return False
    names = [[part.name for part in parts_of(fact)] for fact in (first, second)]
    return names[0] == names[1] or not all(names)


def _stem(name: str, words: Sentences) -> str:
    """A name without what only tells its unit: 监测对象户数, 监测对象人数 → 监测对象."""
    for ending in words.pair_endings:
        if name.endswith(ending) and len(name) >= len(ending) + _SHORTEST:
            return name.removesuffix(ending)
    return name


def clause(
    facts: Sequence[Fact],
    setting: Setting,
    last_verb: str = "",
    *,
    based: bool = True,
    short: str = "",
    way: int = 0,
    behind: int = 0,
) -> Clause:
    """The clause of one indicator, or of several that are said together.

    `last_verb`, of the clause before, is not used again. `based`: a base that only may be written
    is; `short`: what the value is short of its target; `way`: 0 比…的…增长, 1 由…增加到…; `behind`:
    how many figures of its parts follow in clauses of their own.
    """
    words = setting.words
    facts = _in_order(facts, words)
    fact = facts[0]
    aim = _aim(fact, words)
    based, figures = _told_figures(facts, setting, based=based, more=bool(short))
    single = len(facts) == 1 and not aim
    risen = changed_to(fact, setting, in_turn=bool(way)) if single else ""
    text, verb = (risen, "") if risen else _core(facts, aim, setting, last_verb)
    parts, after = parts_text(facts, setting), ""
    heavy = setting.most is not None and figures + behind > setting.most
    if parts and text and (parts_grow(facts) or (heavy and (short or _has_more(fact)))):
        after, parts = parts, ""
    apart = bool(parts or (behind and not after))
    told = "" if apart else verb or fact.name
    more = beside(fact, setting, told, named=bool(text), based=based, told=bool(risen))
    goal = "，".join((*more.ahead, *filter(None, (short,))))
    text = "，".join(filter(None, (text, *more.compared)))
    if parts:
        pattern = words.parts if text else words.parts_alone
        text += pattern.format(name=fact.name, parts=parts)
    after = _parts_after(fact, after, words, apart=bool(goal)) if after else ""
    if not text or not apart:
        text, goal = "，".join(filter(None, (text, goal))), ""
    return Clause(
        text,
        _period(fact, words, setting.period),
        aim,
        of_last_year=fact.status == "last_year",
        ahead=fact.status in _AHEAD,
        verb=verb,
        figures=figures,
        goal=goal,
        after=after,
    )


def _parts_after(fact: Fact, parts: str, words: Sentences, *, apart: bool) -> str:
    """Parts as a sentence of their own; `apart` from their value, it says again what it is."""
    if not apart or is_deed(fact.name, words):
        return words.parts_after.format(parts=parts)
    names = (one for one in fact.aliases if one in fact.name and len(one) >= _NAMED)
    return words.parts_alone.format(name=min(names, key=len, default=fact.name), parts=parts)


def _told_figures(
    facts: Sequence[Fact], setting: Setting, *, based: bool, more: bool
) -> tuple[bool, int]:
    """Whether a base that only may be written has room, and how many figures are told.

    `more` says that what is short of the target is told too.
    """
    fact = facts[0]
    entries = [one for each in facts for one in each.entries() if printable(one) is not None]
    in_parts = (*fact.parts, *fact.part_growths, *fact.part_bases)
    own = sum(one not in in_parts for one in entries) + more
    based = based and (setting.most is None or own <= setting.most)
    return based, sum(based or is_demanded(one) for one in entries) + more


def _core(facts: Sequence[Fact], aim: Aim, setting: Setting, last_verb: str) -> tuple[str, str]:
    """Name and value, with the words that tell its status (预计, 正在); and the verb put to it."""
    words, fact = setting.words, facts[0]
    values = [value for each in facts if (value := printable(each.value)) is not None]
    if not values:
        return "", ""
    written = "".join(map(figure_text, values))
    name = fact.name if len(facts) == 1 else _stem(fact.name, words)
    if len(facts) == 1 and fact.status in _SO_FAR and not setting.whole_names:
        name = said_name(name, values[0].quantity.unit, words, setting.places)
    elif fact.status == "last_year":
        name = _time_first(name, words)
    if values[0].direction:
        return change_named(name, values[0], fact, setting), ""
    if aim == "thing" and not hedge_leads(values[0]):
        return words.aim_value.format(name=name, value=written), ""
    if not values[0].quantity.hedge:
        last = last_verb if fact.status in _SO_FAR else ""
        way = fact.growth.direction if fact.growth is not None else 0
        of_people = name != fact.name and fact.name.endswith(words.pair_endings)
        verb, pattern = (
            ("", "")
            if of_people
            else verb_for(name, values[0], words, last, way=way, places=setting.places)
        )
        time, thing = _timed(name)
        text = time + pattern.format(verb=verb, name=thing, value=written)
        if verb and fact.status in _SO_FAR:
            return text, verb
        if verb and fact.status == "ongoing" and pattern == words.verb_first:
            return words.ongoing_so_far.format(clause=text), verb
    is_share = setting.in_report and values[0].quantity.kind == "percent"
    share = share_of(name, words) if is_share else ""
    text = named_value(name, values[0], written, words)
    text = words.named_share.format(name=share, value=written) if share else text
    if fact.status == "forecast" and not says(name, words.expected_words):
        text = words.expected.format(clause=text)
    elif fact.status == "ongoing" and not any(
        says(one, words.ongoing_words) for one in (name, *(part.name for part in fact.parts))
    ):
        deed = is_deed(name, words)
        text = (words.ongoing_deed if deed else words.ongoing_thing).format(clause=text)
    return text, ""


def _timed(name: str) -> tuple[str, str]:
    """The month or quarter that a name begins with, and the rest: 5月 and 互市贸易额."""
    found = _MONTH.match(name)
    return (found[0], name[found.end() :]) if found else ("", name)


def _time_first(name: str, words: Sentences) -> str:
    """A name of last year with the time before it: 工业投资上年 → 上年工业投资."""
    for time in words.last_year_words:
        bare = name.removesuffix(time)
        if bare != name and len(bare) >= _SHORTEST:
            return time + bare
    return name


def _period(fact: Fact, words: Sentences, default: str | None) -> str:
    """The period to state before the clause; empty where none is needed."""
    own = fact.period if fact.period and fact.period != default else ""
    if fact.status == "last_year":
        if _time_first(fact.name, words).startswith(words.last_year_words):
            return ""
        said = says(fact.name, words.last_year_words)
        return own or ("" if said else words.last_year)
    if fact.status in _AHEAD:
        return own if own not in fact.name else ""
    period = fact.period or ""
    again = any(
        period.endswith(time) and fact.name.startswith(time) for time in words.last_year_words
    )
    reached = fact.name.startswith(words.as_of) and _RANGE.fullmatch(period) is not None
    return "" if again or reached or period in fact.name else period


def _aim(fact: Fact, words: Sentences) -> Aim:
    if fact.status != "target" or says(fact.name, words.aim_words):
        return ""
    return "deed" if is_deed(fact.name, words) else "thing"


def _in_order(facts: Sequence[Fact], words: Sentences) -> list[Fact]:
    """户 before 人, 批 before 人次: pairs that stand the other way round are turned."""
    ordered = list(facts)
    for _ in ordered:
        for at in range(len(ordered) - 1):
            if (_unit(ordered[at + 1]), _unit(ordered[at])) in words.whole_before:
                ordered[at], ordered[at + 1] = ordered[at + 1], ordered[at]
    return ordered


def _unit(fact: Fact) -> str:
    return fact.value.quantity.unit if fact.value is not None else ""


def _has_more(fact: Fact) -> bool:
    """Whether anything but parts is said of the fact beside its value."""
    beside = (fact.growth, fact.previous, fact.forecast, fact.target, fact.completion)
    return any(printable(entry) is not None for entry in beside)
