"""An indicator as a clause: its name, its value, and what the facts say beside it.

税收收入2186.4万元，同比增长6.35%，预计全年完成2620万元，占全年目标任务的100.77%. Words and patterns
are the style's (`sentences`); figures stand exactly as the facts write them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zhibi.writing.offline.naming import is_deed, is_stock, said_name, says, verb_for
from zhibi.writing.outline.printable import figure_text, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Entry, Fact
    from zhibi.styles.model import Change, Sentences

_AHEAD = frozenset({"forecast", "target"})
_SO_FAR = frozenset({"done", "to_date", None})
_SHORTEST = 2
_WHOLE_YEAR = re.compile(r"\d{4}年度?|全年|年度")
Aim = Literal["", "deed", "thing"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause without full stop; `period` is to be stated before it unless it is in force.

    `aim` says that the clause tells a target, and of which sort: its lead (计划, 力争) is put
    before the first of several. `of_last_year` and `ahead` say which year it speaks of where
    its period names none: the last one, or what is still to come. `verb` is the one put to it,
    `figures` are how many it has, `counted` says that its value counts things that are there.
    `after` is a sentence that follows it: its parts, where one sentence would be too heavy.
    """

    text: str
    period: str = ""
    aim: Aim = ""
    of_last_year: bool = False
    ahead: bool = False
    verb: str = ""
    figures: int = 0
    counted: bool = False
    after: str = ""


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
    names = [[part.name for part in _parts(fact)] for fact in (first, second)]
    return names[0] == names[1] or not all(names)


def _stem(name: str, words: Sentences) -> str:
    """A name without what only tells its unit: 监测对象户数, 监测对象人数 → 监测对象."""
    for ending in words.pair_endings:
        if name.endswith(ending) and len(name) >= len(ending) + _SHORTEST:
            return name.removesuffix(ending)
    return name


def clause(
    facts: Sequence[Fact],
    words: Sentences,
    default_period: str | None,
    last_verb: str = "",
    most: int | None = None,
) -> Clause:
    """The clause of one indicator, or of several that are said together.

    `last_verb` is the verb of the clause before it, which is not used again; `most` is how many
    figures one sentence may have.
    """
    facts = _in_order(facts, words)
    fact = facts[0]
    aim = _aim(fact, words)
    text, verb = _core(facts, aim, words, last_verb)
    beside = _beside(fact, words, verb, named=bool(text))
    parts = _parts_text(facts, words)
    figures = sum(1 for each in facts for one in each.entries() if printable(one) is not None)
    after = ""
    if parts and text and beside and most is not None and figures > most:
        after, parts = words.parts_after.format(parts=parts), ""
    if parts and any(
        printable(one) for one in (fact.previous, fact.forecast, fact.target, fact.completion)
    ):
        text += words.parts_aside.format(parts=parts)
        parts = ""
    text = "，".join(piece for piece in (text, *beside) if piece)
    if parts:
        alone = words.parts_alone.format(name=fact.name, parts=parts)
        text = text + words.parts.format(parts=parts) if text else alone
    return Clause(
        text,
        _period(fact, words, default_period),
        aim,
        of_last_year=fact.status == "last_year",
        ahead=fact.status in _AHEAD,
        verb=verb,
        counted=not aim and fact.status in _SO_FAR and _is_counted(fact, words),
        figures=figures,
        after=after,
    )


def _of_last_year(pattern: str, fact: Fact, words: Sentences) -> str:
    """The pattern of a comparison, with 上年 for 上年同期 where the value is a whole year's."""
    whole = _WHOLE_YEAR.fullmatch(fact.period or "")
    return pattern.replace(words.same_period, words.last_year_whole) if whole else pattern


def _core(facts: Sequence[Fact], aim: Aim, words: Sentences, last_verb: str) -> tuple[str, str]:
    """Name and value, with the words that tell its status (预计, 正在); and the verb put to it."""
    fact = facts[0]
    values = [value for each in facts if (value := printable(each.value)) is not None]
    if not values:
        return "", ""
    written = "".join(map(figure_text, values))
    name = fact.name if len(facts) == 1 else _stem(fact.name, words)
    if len(facts) == 1 and fact.status in _SO_FAR:
        name = said_name(name, values[0].quantity.unit, words)
    if values[0].direction:
        return _change_named(name, values[0], words), ""
    if aim == "thing" and not _hedge_leads(values[0]):
        return words.aim_value.format(name=name, value=written), ""
    if not values[0].quantity.hedge:
        last = last_verb if fact.status in _SO_FAR else ""
        verb, pattern = verb_for(name, values[0], words, last)
        text = pattern.format(verb=verb, name=name, value=written)
        if verb and fact.status in _SO_FAR:
            return text, verb
        if verb and fact.status == "ongoing" and pattern == words.verb_first:
            return words.ongoing_so_far.format(clause=text), verb
    text = _named(name, values[0], written, words)
    if fact.status == "forecast" and not says(name, words.expected_words):
        text = words.expected.format(clause=text)
    elif fact.status == "ongoing" and not says(name, words.ongoing_words):
        deed = is_deed(name, words)
        text = (words.ongoing_deed if deed else words.ongoing_thing).format(clause=text)
    return text, ""


def _is_counted(fact: Fact, words: Sentences) -> bool:
    """Whether a fact counts things that are there (非遗项目8项)."""
    value = printable(fact.value)
    if value is None or value.quantity.kind != "count" or value.quantity.hedge:
        return False
    return not is_deed(fact.name, words) and is_stock(fact.name, value.quantity.unit, words)


def _named(name: str, value: Entry, written: str, words: Sentences) -> str:
    ends_in_code = name[-1:].isnumeric() or (name[-1:].isascii() and name[-1:].isalnum())
    if ends_in_code and written[:1].isdecimal():
        return words.value_apart.format(name=name, value=written)
    if value.quantity.kind != "percent" or not name.endswith(words.rate_endings):
        return words.value.format(name=name, value=written)
    if value.quantity.value < 0:
        return words.rate_below_zero.format(name=name, value=written)
    pattern = words.value if _hedge_leads(value) else words.rate
    return pattern.format(name=name, value=written)


def _hedge_leads(entry: Entry) -> bool:
    """Whether the value begins with a hedge word, before which 达 cannot stand (达不低于95%)."""
    return not figure_text(entry).startswith(entry.quantity.text)


def _beside(fact: Fact, words: Sentences, verb: str, *, named: bool) -> list[str]:
    """What is said after the value; the first piece takes the name where no value has it.

    A completion of what was done so far stands before the forecast: behind it, it would be read
    as the forecast's.
    """
    pieces = []
    growth, previous = printable(fact.growth), printable(fact.previous)
    forecast, completion = printable(fact.forecast), printable(fact.completion)
    if growth is not None and previous is not None and _is_from(growth, previous, fact):
        patterns = words.growth_from
        pattern = patterns.up if growth.direction > 0 else patterns.down
        pattern = _of_last_year(pattern, fact, words)
        pieces.append(pattern.format(previous=figure_text(previous), value=figure_text(growth)))
        previous = None
    elif growth is not None:
        own = growth.name != fact.name
        pieces.append(_change_named(growth.name, growth, words) if own else _change(growth, words))
    if previous is not None:
        pattern = _of_last_year(words.previous, fact, words)
        pieces.append(_own_or(previous, fact.name, pattern, words))
    ahead = [_forecast(forecast, fact.name, words)] if forecast is not None else []
    goal = _goal(fact, verb, words)
    so_far = completion is not None and completion.status != "forecast"
    pieces += [*goal, *ahead] if so_far else [*ahead, *goal]
    if pieces and not named:
        pieces[0] = fact.name + pieces[0]
    if verb and fact.status == "ongoing":
        pieces.append(words.ongoing_end)
    return pieces


def _is_from(growth: Entry, previous: Entry, fact: Fact) -> bool:
    """Whether a growth and a previous value are both the fact's own, to be said in one."""
    own = growth.name == fact.name and previous.name == fact.name
    return own and bool(growth.direction) and growth.quantity.kind != "pp"


def _goal(fact: Fact, verb: str, words: Sentences) -> list[str]:
    """The target and how much of it is done, in one where both are of the value itself."""
    target, completion = printable(fact.target), printable(fact.completion)
    if target is None and completion is None:
        return []
    if completion is None and target is not None:
        return [_own_or(target, fact.name, words.target, words)]
    assert completion is not None
    if target is None:
        return [_completion(fact, completion, words)]
    if target.name == fact.name and completion.status != "forecast":
        values = {"target": figure_text(target), "value": figure_text(completion)}
        again = bool(verb) and words.completion_of_target.startswith(verb)
        pattern = words.share_of_target if again else words.completion_of_target
        return [pattern.format(**values)]
    return [_own_or(target, fact.name, words.target, words), _completion(fact, completion, words)]


def _change(entry: Entry, words: Sentences) -> str:
    patterns = words.points if entry.quantity.kind == "pp" else words.growth
    return _way(patterns, entry.direction).format(value=figure_text(entry))


def _way(patterns: Change, direction: int) -> str:
    return patterns.flat if not direction else patterns.up if direction > 0 else patterns.down


def _change_named(name: str, entry: Entry, words: Sentences) -> str:
    """信访总量同比下降18.39%: the name of a growth, without 增速 at its end, and the change."""
    for ending in sorted(words.growth_endings, key=len, reverse=True):
        if name.endswith(ending) and name != ending:
            return name.removesuffix(ending) + _change(entry, words)
    return ("" if name in words.growth_endings else name) + _change(entry, words)


def _forecast(entry: Entry, name: str, words: Sentences) -> str:
    if entry.name != name:
        text = _named(entry.name, entry, figure_text(entry), words)
        said = says(entry.name, words.expected_words)
        return text if said else words.expected.format(clause=text)
    is_rate = entry.quantity.kind == "percent"
    pattern = words.forecast_rate if is_rate else words.forecast
    return pattern.format(period=entry.period or "", value=figure_text(entry))


def _own_or(entry: Entry, name: str, pattern: str, words: Sentences) -> str:
    """The entry under its own name, or in the pattern where it only has the fact's."""
    written = figure_text(entry)
    if entry.name == name:
        return pattern.format(value=written)
    if entry.name.startswith(words.share_words) and not entry.name.endswith(words.rate_endings):
        return words.named_share.format(name=entry.name, value=written)
    return _named(entry.name, entry, written, words)


def _completion(fact: Fact, entry: Entry, words: Sentences) -> str:
    after_forecast = entry.status == "forecast" and printable(fact.forecast) is not None
    pattern = words.completion_of_forecast if after_forecast else words.completion
    text = _own_or(entry, fact.name, pattern, words)
    if entry.status == "forecast" and not after_forecast and fact.status != "forecast":
        return words.expected.format(clause=text)
    return text


def _parts_text(facts: Sequence[Fact], words: Sentences) -> str:
    """工业税收1204.3万元，增长5.2%，商贸税收…; parts of one name in two units are said in one."""
    named: dict[str, list[Entry]] = {}
    growths = {}
    for fact in facts:
        for part in _parts(fact):
            named.setdefault(part.name, []).append(part)
        growths.update({g.parent: g for g in fact.part_growths if printable(g) is not None})
    pieces = []
    for name, entries in named.items():
        text = _named(name, entries[0], "".join(map(figure_text, entries)), words)
        growth = growths.get(entries[-1].id)
        if growth is not None:
            change = _way(words.part_growth, growth.direction)
            text += "，" + change.format(value=figure_text(growth))
        pieces.append(text)
    return ("，" if growths else words.parts_between).join(pieces)


def _period(fact: Fact, words: Sentences, default: str | None) -> str:
    """The period to state before the clause; empty where none is needed."""
    own = fact.period if fact.period and fact.period != default else ""
    if fact.status == "last_year":
        said = says(fact.name, words.last_year_words)
        return own or ("" if said else words.last_year)
    if fact.status in _AHEAD:
        return own if own not in fact.name else ""
    period = fact.period or ""
    return period if period not in fact.name else ""


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


def _parts(fact: Fact) -> list[Entry]:
    return [part for part in fact.parts if printable(part) is not None]


def _has_more(fact: Fact) -> bool:
    """Whether anything but parts is said of the fact beside its value."""
    beside = (fact.growth, fact.previous, fact.forecast, fact.target, fact.completion)
    return any(printable(entry) is not None for entry in beside)
