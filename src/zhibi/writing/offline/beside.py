"""What is said beside an indicator's value: its change, its base, the aim, its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zhibi.writing.offline.naming import is_deed, says
from zhibi.writing.outline.printable import figure_text, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.facts.model import Entry, Fact
    from zhibi.styles.sentences import Change, Sentences

_WHOLE_YEAR = re.compile(r"\d{4}年度?|全年|年度|1[—－-]12月|一至十二月")
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿")
_SHORTEST = 2
_WITHIN_A_YEAR = re.compile(r"\d月|[一二三四]季度|[上下]半年")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a clause is told in.

    `period` is the document's; `whole_year` says that figures without a period of their own are of
    a whole year, `planned` that the clause stands in a plan, where it need not say that it is one.
    `phases` say of what statements are that only name a phase (一期), by their ids.
    `most` is how many figures one sentence may have. `whole_names` says that all is told by
    the names that the facts have, for who reads a fact by itself.
    """

    words: Sentences
    period: str | None = None
    most: int | None = None
    whole_year: bool = False
    planned: bool = False
    whole_names: bool = False
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


def beside(
    fact: Fact,
    setting: Setting,
    verb: str,
    *,
    named: bool,
    based: bool = True,
    told: bool = False,
) -> list[str]:
    """What is said after the value; the first piece takes the name where no value has it.

    A completion of what was done so far stands before the forecast: behind it, it would be read
    as the forecast's. A base that only may be written stands where `based` says so; `told` says
    that the value is told with its change.
    """
    words = setting.words
    pieces = [] if told else _compared(fact, setting, based=based)
    forecast, completion = printable(fact.forecast), printable(fact.completion)
    ahead = [_forecast(forecast, fact.name, words)] if forecast is not None else []
    goal = _goal(fact, verb, words)
    so_far = completion is not None and completion.status != "forecast"
    pieces += [*goal, *ahead] if so_far else [*ahead, *goal]
    if pieces and not named:
        pieces[0] = fact.name + pieces[0]
    if verb and fact.status == "ongoing":
        pieces.append(words.ongoing_end)
    return pieces


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


def changed_to(fact: Fact, setting: Setting) -> str:
    """税收收入由上年的2.96亿元增加到3.12亿元，增长5.4%; empty where a base need not be told."""
    value, growth, previous = map(printable, (fact.value, fact.growth, fact.previous))
    if value is None or growth is None or previous is None or not is_demanded(previous):
        return ""
    so_far = fact.status in {"done", "to_date", None}
    plain = not (value.quantity.hedge or value.direction or is_deed(fact.name, setting.words))
    if not so_far or not plain or not _is_from(growth, previous, fact):
        return ""
    words = setting.words
    patterns = words.price_to if fact.name.endswith(words.prices) else words.growth_to
    pattern = patterns.up if growth.direction > 0 else patterns.down
    return setting.of_last_year(pattern, fact).format(
        name=fact.name,
        previous=figure_text(previous),
        value=figure_text(value),
        change=figure_text(growth),
    )


def is_demanded(entry: Entry) -> bool:
    """Whether a figure is told whatever else is: all but a base that only may be."""
    return entry.role != "previous" or entry.show == "must"


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
    written = figure_text(entry)
    if entry.name == name:
        return pattern.format(value=written)
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

    What all of them measure as their whole does is not said again: 牛肉1380吨 of 肉类总产量.
    """
    words = setting.words
    named: dict[str, list[Entry]] = {}
    growths, bases = {}, {}
    for fact in facts:
        for part in parts_of(fact):
            named.setdefault(part.name, []).append(part)
        growths.update({g.parent: g for g in fact.part_growths if printable(g) is not None})
        bases.update({base.parent: base for base in fact.part_bases})
    measure = "" if setting.whole_names else _measure([facts[0].name, *named], words)
    pieces = []
    for name, entries in named.items():
        written = "".join(map(figure_text, entries))
        text = named_value(name.removesuffix(measure), entries[0], written, words)
        growth = growths.get(entries[-1].id)
        if growth is not None:
            text += "，" + _part_change(growth, bases.get(entries[-1].id), facts[0], setting)
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


def _measure(names: Sequence[str], words: Sentences) -> str:
    """What a whole and all its parts end in, where it only says what is measured (产量)."""
    found = (one for one in words.measures if all(name.endswith(one) for name in names))
    measure = next(found, "")
    bare = [name.removesuffix(measure) for name in names[1:]]
    return measure if all(len(name) >= _SHORTEST for name in bare) else ""


def named_value(name: str, value: Entry, written: str, words: Sentences) -> str:
    """A name with its value: 参保率达98%, PM2.5为35微克, 受理信访31件."""
    last = name[-1:]
    ends_in_code = last in _NUMERALS or last.isdigit() or (last.isascii() and last.isalnum())
    if ends_in_code and written[:1].isdecimal():
        return words.value_apart.format(name=name, value=written)
    if value.quantity.kind != "percent" or not name.endswith(words.rate_endings):
        return words.value.format(name=name, value=written)
    if value.quantity.value < 0:
        return words.rate_below_zero.format(name=name, value=written)
    pattern = words.value if hedge_leads(value) else words.rate
    return pattern.format(name=name, value=written)


def hedge_leads(entry: Entry) -> bool:
    """Whether the value begins with a hedge word, before which 达 cannot stand (达不低于95%)."""
    return not figure_text(entry).startswith(entry.quantity.text)
