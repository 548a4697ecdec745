"""What is said beside an indicator's value: its change, its base, the aim, its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import reduce
from typing import TYPE_CHECKING

from zhibi.checking.rules.prose.words import any_of
from zhibi.writing.offline.naming import beginning_of, is_deed, says
from zhibi.writing.outline.printable import figure_text, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.facts.model import Entry, Fact
    from zhibi.styles.sentences import Change, Sentences

_WHOLE_YEAR = re.compile(r"\d{4}年度?|全年|年度|1[—－-]12月|一至十二月")
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿")
_SHORTEST, _SEVERAL = 2, 2
_WITHIN_A_YEAR = re.compile(r"\d月|[一二三四]季度|[上下]半年")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a clause is told in.

    `period` is the document's; `whole_year` says that figures without a period of their own are of
    a whole year, `planned` that the clause stands in a plan, where it need not say that it is one.
    `phases` say of what statements are that only name a phase (一期), by their ids.
    `in_report` says that what is told is read in a report, not fact by fact.
    `most` is how many figures one sentence may have. `whole_names` says that all is told by
    the names that the facts have, for who reads a fact by itself.
    """

    words: Sentences
    period: str | None = None
    most: int | None = None
    whole_year: bool = False
    planned: bool = False
    whole_names: bool = False
    in_report: bool = False
    places: tuple[str, ...] = ()
    phases: Mapping[str, str] = field(default_factory=dict)

    def of_last_year(self, pattern: str, fact: Fact) -> str:
        """The pattern of a comparison, with 上年 for 上年同期, 同比 where a whole year is told."""
        period = fact.period or ""
        whole = bool(_WHOLE_YEAR.fullmatch(period)) if period else self.whole_year
        whole = whole and not _WITHIN_A_YEAR.search(fact.name)
        words = self.words
        if not whole:
            return pattern
        pattern = pattern.replace(words.same_period, words.last_year_whole)
        return pattern.replace(words.on_year, words.on_year_whole)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is said after a value: what it is compared with, and what it is to reach.

    Parts of the value stand between the two: behind a target they would be read as the target's.
    """

    compared: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()


def beside(
    fact: Fact,
    setting: Setting,
    said: str,
    *,
    named: bool,
    based: bool = True,
    told: bool = False,
) -> Beside:
    """What is said after the value; the first piece takes the name where no value has it.

    A completion of what was done so far stands before the forecast: behind it, it would be read
    as the forecast's. `said` is what stands before it (`goal_of`). A base that only may be written
    stands where `based` says so; `told` says that the value is told with its change.
    """
    words = setting.words
    compared = [] if told else _compared(fact, setting, based=based)
    forecast, completion = printable(fact.forecast), printable(fact.completion)
    expected = [_forecast(forecast, fact.name, words)] if forecast is not None else []
    goal = goal_of(fact, said, words)
    so_far = completion is not None and completion.status != "forecast"
    ahead = [*goal, *expected] if so_far else [*expected, *goal]
    if not named:
        pieces = compared or ahead
        pieces[:1] = [fact.name + one for one in pieces[:1]]
    if fact.status == "ongoing" and said not in ("", fact.name):
        ahead.append(words.ongoing_end)
    return Beside(tuple(compared), tuple(ahead))


def _compared(fact: Fact, setting: Setting, *, based: bool) -> list[str]:
    """The change and the value before it, in one where both are the value's own."""
    words, pieces = setting.words, []
    growth, previous = printable(fact.growth), printable(fact.previous)
    if growth is not None and previous is not None and not is_demanded(previous):
        previous = previous if based else None
    is_price = fact.name.endswith(words.prices)
    if growth and previous and not is_price and _is_from(growth, previous, fact):
        patterns = words.growth_from
        pattern = setting.of_last_year(patterns.up if growth.direction > 0 else patterns.down, fact)
        return [pattern.format(previous=figure_text(previous), value=figure_text(growth))]
    if growth is not None:
        name = growth.name if growth.name != fact.name else ""
        pieces.append(change_named(name, growth, fact, setting))
    if previous is not None:
        pattern = setting.of_last_year(words.previous, fact)
        pieces.append(_own_or(previous, fact.name, pattern, words))
    return pieces


def changed_to(fact: Fact, setting: Setting, *, in_turn: bool) -> str:
    """税收收入由上年的2.96亿元增加到3.12亿元，增长5.4%; empty where a base need not be told.

    Where no change is given the two values tell it; otherwise this way is taken `in_turn` with
    another.
    """
    value, growth, previous = map(printable, (fact.value, fact.growth, fact.previous))
    if value is None or previous is None or not is_demanded(previous):
        return ""
    so_far = fact.status in {"done", "to_date", None}
    plain = not (value.quantity.hedge or value.direction or is_deed(fact.name, setting.words))
    if not so_far or not plain or previous.name != fact.name:
        return ""
    words = setting.words
    is_price = fact.name.endswith(words.prices)
    if growth is None:
        direction = _direction(previous, value)
        ways = words.rate_to if is_price or value.quantity.kind == "percent" else words.value_to
    elif (in_turn or is_price) and _is_from(growth, previous, fact):
        direction, ways = growth.direction, words.price_to if is_price else words.growth_to
    else:
        return ""
    if not direction:
        return ""
    return setting.of_last_year(ways.up if direction > 0 else ways.down, fact).format(
        name=fact.name,
        previous=figure_text(previous),
        value=figure_text(value),
        change=figure_text(growth) if growth is not None else "",
    )


def _direction(previous: Entry, value: Entry) -> int:
    """Whether a value rose (1) or fell (-1) from one of the same unit; 0 where neither is known."""
    before, now = previous.quantity, value.quantity
    if before.unit != now.unit or before.hedge or before.scale != now.scale:
        return 0
    return (now.value > before.value) - (now.value < before.value)


def is_demanded(entry: Entry) -> bool:
    """Whether a figure is told whatever else is: all but a base that only may be."""
    return entry.role != "previous" or entry.show == "must"


def _is_from(growth: Entry, previous: Entry, fact: Fact) -> bool:
    """Whether a growth and a previous value are both the fact's own, to be said in one."""
    own = growth.name == fact.name and previous.name == fact.name
    return own and bool(growth.direction) and growth.quantity.kind != "pp"


def goal_of(fact: Fact, said: str, words: Sentences) -> list[str]:
    """The target and how much of it is done, in one where both are of the value itself.

    `said` is the verb right before it, or the name that has one: it is not said again.
    """
    target, completion = printable(fact.target), printable(fact.completion)
    if target is None:
        return [] if completion is None else [_completion(fact, completion, words)]
    called = called_goal(target, completion, fact, words)
    own = called + figure_text(target) if called else _named(target, words)
    if completion is None:
        return [own]
    named = completion.name not in (fact.name, target.name)
    is_rate = completion.name.endswith(words.rate_endings)
    is_rate = is_rate and not completion.name.endswith(words.completion_endings)
    if named and (is_rate or not called):
        return [own, _completion(fact, completion, words)]
    done = words.completion_of_target
    if completion.status == "forecast":
        done = words.forecast_of_target
    elif says(said, words.reached):
        done = words.share_of_target
    return [done.format(target=own, value=figure_text(completion))]


def called_goal(target: Entry, completion: Entry | None, fact: Fact, words: Sentences) -> str:
    """What a target is called behind its value: the facts' own word, without the value's name.

    全年规上工业产值任务 of 规上工业产值 is 全年任务, a firm's 全年屠宰计划 stays one, and one that
    the completion names (占年度计划) is 年度计划. Empty where no word calls it a goal.
    """
    names = [target.name, *target.aliases] if target.name != fact.name else []
    if not names and completion is not None:
        names = [re.sub(any_of(words.share_words), "", completion.name)]
    for name in names:
        if name.endswith(words.goals):
            shared = max((_shared(name, one) for one in (fact.name, *fact.aliases)), key=len)
            called = name.replace(shared, "", 1) if len(shared) >= _SHORTEST else name
            return called if called.endswith(words.goals) else name
    return words.goal if target.name == fact.name else ""


def _shared(one: str, other: str) -> str:
    """The longest text that two names both have."""
    found = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return one[found.a : found.a + found.size]


def change_named(name: str, entry: Entry, fact: Fact, setting: Setting) -> str:
    """信访总量同比下降18.39%: the name of a growth, without 增速 at its end, and the change."""
    words = setting.words
    price = words.growth_price if fact.name.endswith(words.prices) else words.growth
    patterns = words.points if entry.quantity.kind == "pp" else price
    pattern = setting.of_last_year(_way(patterns, entry.direction), fact)
    change = pattern.format(value=figure_text(entry))
    for ending in sorted(words.growth_endings, key=len, reverse=True):
        if name.endswith(ending) and name != ending:
            return name.removesuffix(ending) + change
    return ("" if name in words.growth_endings else name) + change


def _way(patterns: Change, direction: int) -> str:
    return patterns.flat if not direction else patterns.up if direction > 0 else patterns.down


def _forecast(entry: Entry, name: str, words: Sentences) -> str:
    if entry.name != name:
        text = named_value(entry.name, entry, figure_text(entry), words)
        said = says(entry.name, words.expected_words)
        return text if said else words.expected.format(clause=text)
    is_rate = entry.quantity.kind == "percent"
    pattern = words.forecast_rate if is_rate else words.forecast
    return pattern.format(period=entry.period or "", value=figure_text(entry))


def _own_or(entry: Entry, name: str, pattern: str, words: Sentences) -> str:
    """The entry under its own name, or in the pattern where it only has the fact's."""
    return pattern.format(value=figure_text(entry)) if entry.name == name else _named(entry, words)


def _named(entry: Entry, words: Sentences) -> str:
    """The entry under its own name: 整改率98%, 占年度任务的84%."""
    written = figure_text(entry)
    if entry.name.startswith(words.share_words) and not entry.name.endswith(words.rate_endings):
        return words.named_share.format(name=entry.name, value=written)
    return named_value(entry.name, entry, written, words)


def _completion(fact: Fact, entry: Entry, words: Sentences) -> str:
    after_forecast = entry.status == "forecast" and printable(fact.forecast) is not None
    pattern = words.completion_of_forecast if after_forecast else words.completion
    text = _own_or(entry, fact.name, pattern, words)
    if entry.status == "forecast" and not after_forecast and fact.status != "forecast":
        return words.expected.format(clause=text)
    return text


def parts_of(fact: Fact) -> list[Entry]:
    """The parts of an indicator that may be printed."""
    return [part for part in fact.parts if printable(part) is not None]


def parts_grow(facts: Sequence[Fact]) -> bool:
    """Whether more than one part is told with a change of its own, or one of several parts."""
    growths = [one for fact in facts for one in fact.part_growths if printable(one) is not None]
    return bool(growths) and any(len(parts_of(fact)) > 1 for fact in facts)


def parts_text(facts: Sequence[Fact], setting: Setting) -> str:
    """工业税收1204.3万元，增长5.2%；商贸税收…; parts of one name in two units are said in one.

    What all of several measure as their whole does is not said again (牛肉1380吨 of 肉类总产量);
    each says its own period (1月—5月老站24.9万人次).
    """
    words, whole = setting.words, facts[0]
    named: dict[str, list[Entry]] = {}
    growths, bases = {}, {}
    for fact in facts:
        for part in parts_of(fact):
            named.setdefault(part.name, []).append(part)
        growths.update({g.parent: g for g in fact.part_growths if printable(g) is not None})
        bases.update({base.parent: base for base in fact.part_bases})
    said = 0 if setting.whole_names else _said_of_all(whole.name, list(named), words)
    pieces = []
    for name, entries in named.items():
        written = "".join(map(figure_text, entries))
        text = named_value(name[: len(name) - said], entries[0], written, words)
        period = entries[0].period
        if period not in (whole.period, setting.period, None) and period not in name:
            text = period + text
        growth = growths.get(entries[-1].id)
        if growth is not None:
            text += "，" + _part_change(growth, bases.get(entries[-1].id), whole, setting)
        pieces.append(text)
    return (words.between_long if growths else words.parts_between).join(pieces)


def _part_change(growth: Entry, base: Entry | None, whole: Fact, setting: Setting) -> str:
    """The change of a part: 增长25%, or with its base 比上年同期的1.08亿元增长25%."""
    words = setting.words
    if base is None:
        return _way(words.part_growth, growth.direction).format(value=figure_text(growth))
    pattern = words.growth_from.up if growth.direction > 0 else words.growth_from.down
    pattern = setting.of_last_year(pattern, whole)
    return pattern.format(previous=figure_text(base), value=figure_text(growth))


def _said_of_all(whole: str, names: Sequence[str], words: Sentences) -> int:
    """How many letters at the end of parts' names only say again what their whole's name does.

    They do where they tell what is measured (产量), or where bodies or kinds are left: 食堂日均就餐
    of 东栅社区食堂日均就餐 and 桥西社区食堂日均就餐.
    """
    if len(names) < _SEVERAL:
        return 0
    ends = (*words.part_places, *words.bodies, *words.kinds)
    first, *others = (name[::-1] for name in names)
    shared = reduce(beginning_of, others, first)
    for length in range(min(len(shared), *(len(name) - _SHORTEST for name in names)), 0, -1):
        left, said = [name[: len(name) - length] for name in names], shared[:length][::-1]
        if said in whole and all(name.endswith(ends) for name in left):
            return length
        if said in words.measures and whole.endswith(said):
            return length
    return 0


def share_of(name: str, words: Sentences) -> str:
    """A share's name without what only says that it is one: 产业投资占固定资产投资比重."""
    found = re.fullmatch(rf"(.+占.{{2,}}?)的?(?:{any_of(words.shares)})?", name)
    return found[1] if found is not None else ""


def named_value(name: str, value: Entry, written: str, words: Sentences) -> str:
    """A name with its value: 参保率98%, PM2.5为35微克, 受理信访31件."""
    last = name[-1:]
    ends_in_code = last in _NUMERALS or last.isdigit() or (last.isascii() and last.isalnum())
    below_zero = value.quantity.kind == "percent" and value.quantity.value < 0
    apart = below_zero if not ends_in_code else written[:1].isdecimal()
    return (words.value_apart if apart else words.value).format(name=name, value=written)


def hedge_leads(entry: Entry) -> bool:
    """Whether the value begins with a hedge word, before which 达 cannot stand (达不低于95%)."""
    return not figure_text(entry).startswith(entry.quantity.text)
