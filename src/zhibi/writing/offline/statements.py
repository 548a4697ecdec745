"""A statement's text as it is printed: its numerals in one form, with a verb."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from zhibi.checking.rules.prose.words import any_of
from zhibi.facts.arithmetic import exact, grew_by, same_unit
from zhibi.figures.model import TIME_KINDS
from zhibi.figures.quantity import parse_quantity
from zhibi.figures.scan import find_figures
from zhibi.writing.offline.naming import is_stock, says, verb_for
from zhibi.writing.wording.register import formal
from zhibi.writing.wording.verbs import has_verb

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from zhibi.facts.model import Entry, Fact, Facts
    from zhibi.figures.model import Quantity
    from zhibi.styles.model import Style
    from zhibi.styles.sentences import Sentences
    from zhibi.writing.wording.numeral_forms import NumeralForms

_PART = re.compile("[；。](?=.)")
_TIMED = re.compile(
    r"(?:截[至止](?:\d{1,2}月)?[年季月]?[末底]，?|(?:\d{1,2}月|[年季月])[末底初]"
    r"|(?:\d{1,2}(?:[—-]\d{1,2})?月份?|第?[一二三四]季度|[上下]半年|全年|秋季学期|春季学期))，?(?=\w{2})"
)
"""The time that a name begins with: 6月底低保对象, 四季度限上零售额."""
_ENDS = "。！？；，、"
_LINE_BREAK = re.compile(r"\s*\n\s*")
_PHASE = re.compile("[一二三四]期")
_PHASED = re.compile(r"(?:^|[，。；])(?P<of>[\u4e00-\u9fff]{3,12}?)(?:[一二三四]期|分[一二三四]期)")
_NEAR = 3
"""Facts before one that may name what it is a phase of."""
_SUBJECT = re.compile(r"[^，。；：！？、\d]{2,14}")
_APART = ("、", "和", "及", "与", "（")
_CLAUSE = re.compile(r"[^，。；：！？]*")
_SHARE_AGAIN = re.compile(
    r"(?P<part>(?:^|(?<=[，；。]))(?P<name>[^，。；、\d]{2,8})[\d.]+[^，。；\d]{1,4})，(?P=name)占"
)
"""研发投入1.48亿元，研发投入占…: the name is said again."""
_SPAN = r"(?:\d{1,2}月份?|第?[一二三四]季度)"
_BEFORE = rf"(?P<then>{_SPAN})为(?P<previous>[\d.]+[^，。；\d]{{1,5}})"
_SINCE = rf"(?:{_SPAN})?环比(?P<way>增长|下降)(?P<value>[\d.]+%)"
_WAYS = ("增长", "下降", "提高", "降低")
_ROSE = ("增长", "提高")
_LAST = r"(?P<then>(?:上年|去年)(?:同期)?|年初)为(?P<previous>[\d.]+[^，。；\d]{0,5})"
_GREW = (
    r"(?:同比|比上年(?:同期)?|比年初)?(?P<way>增长|下降|提高|降低)(?P<value>[\d.]+(?:%|个百分点))"
)
_FROM_BEFORE = (
    re.compile(rf"，{_BEFORE}，{_SINCE}(?=[，。；]|$)"),
    re.compile(rf"，{_SINCE}[，；]{_BEFORE}(?=[，。；]|$)"),
    re.compile(rf"，{_LAST}，{_GREW}(?=[，。；]|$)"),
    re.compile(rf"，{_GREW}，{_LAST}(?=[，。；]|$)"),
)
"""一季度为390户，环比增长21.03%; 上年同期为7200标箱，同比增长20%, in either order."""


def phases_of(facts: Facts) -> dict[str, str]:
    """What statements are of that begin with a phase (一期建成步道), by their ids.

    That is what a fact shortly before them in their section names with a phase of its own.
    """
    found: dict[str, str] = {}
    for section in facts.walk():
        for at, fact in enumerate(section.facts):
            if _PHASE.match(fact.text):
                before = reversed(section.facts[max(0, at - _NEAR) : at])
                named = (_PHASED.search(one.text) for one in before)
                of = next((one["of"] for one in named if one), "")
                found.update({fact.id: of} if of else {})
    return found


def printed_text(
    fact: Fact, style: Style, forms: NumeralForms, places: tuple[str, ...] = ()
) -> str:
    """The text with its figures in the report's forms, and a verb.

    A part that only names things and counts them gets 有 before them, once in a sentence, a rate
    达, an amount the verb that goes with its name, unless it begins with one of the `places`.
    """
    bounds = [0, *(mark.end() for mark in _PART.finditer(fact.text)), len(fact.text)]
    written, had = "", False
    for start, end in pairwise(bounds):
        part = fact.text[start:end]
        figures = [(one, one.start - start) for one in fact.figures if start <= one.start < end]
        row = _row(part, figures)
        named = any(
            not at and entry.name for entry, at in figures
        )  # a time that is a figure itself
        for entry, at in sorted(figures, key=lambda one: one[1], reverse=True):
            stop = at + entry.end - entry.start
            part = part[:at] + forms.written(entry, part[at:stop]) + part[stop:]
        had = had and written.endswith("；")
        if row and not named and not (had and _is_had(row, style)):
            had = had or _is_had(row, style)
            part = _with_verb(part, row, style, places)
        written += part
    written = _SHARE_AGAIN.sub(r"\g<part>，占", _compared(written, style.sentences))
    return formal(written, style, fact.names)


def _compared(text: str, words: Sentences) -> str:
    """A change with the value that it is from: 比11月的128万件下降4.69%.

    Only where the three figures say so: 一季度1.98亿元，二季度为2.34亿元，环比增长18.2% is told of
    the second one.
    """

    def told(found: re.Match[str]) -> str:
        up = found["way"] in _ROSE
        levels = [one.quantity for one in find_figures(found.string[: found.start()]) if one.claim]
        before, by = parse_quantity(found["previous"]), parse_quantity(found["value"])
        now = next((one for one in reversed(levels) if same_unit(one, before)), None)
        if now is None or not _is_from(now, before, by, up=up):
            return found[0]
        pattern = words.growth_from.up if up else words.growth_from.down
        pattern = pattern.replace(words.same_period, found["then"])
        said = pattern.format(previous=found["previous"], value=found["value"])
        return "，" + re.sub(rf"(?:{'|'.join(_WAYS)})(?=[\d.]+[%个])", found["way"], said)

    for pattern in _FROM_BEFORE:
        text = pattern.sub(told, text)
    return text


def _is_from(now: Quantity, before: Quantity, by: Quantity, *, up: bool) -> bool:
    """Whether a value rose, or fell, from another by a percentage or by points of one."""
    if by.kind != "pp":
        return now.kind != "percent" and grew_by(now, before, by, up=up)
    change = exact(now) - exact(before)
    return now.kind == "percent" and (change if up else -change) == exact(by)


@dataclass(frozen=True, slots=True)
class _Row:
    """A clause of nothing but a name and its figures: where the name stands, and the first one."""

    name: str
    at: int
    value: Entry
    clause: str


def _row(segment: str, figures: Sequence[tuple[Entry, int]]) -> _Row | None:
    """The first clause of a text as a row of a table; None where it is more than that."""
    found = _CLAUSE.match(segment)
    end = found.end() if found else 0
    inside = sorted(((at, one) for one, at in figures if at < end), key=lambda one: one[0])
    timed = _TIMED.match(segment)
    at = timed.end() if timed else 0
    inside = [(low, entry) for low, entry in inside if low >= at]
    if not inside:
        return None
    low, value = inside[0]
    name = segment[at:low]
    spans = [(one, one + entry.end - entry.start) for one, entry in inside]
    if value.quantity.kind in TIME_KINDS or value.quantity.hedge or spans[-1][1] != end:
        return None
    gaps = [segment[one[1] : other[0]] for one, other in pairwise(spans)]
    if not all(not gap or gap.startswith(_APART) for gap in gaps):
        return None
    return _Row(name, at, value, segment[at:end]) if _SUBJECT.fullmatch(name) else None


def _is_had(row: _Row, style: Style) -> bool:
    """Whether a row counts what is there, and no verb is in it."""
    quantity, words = row.value.quantity, style.sentences
    is_count = quantity.kind == "count" and is_stock(row.name, quantity.unit, words)
    return is_count and not has_verb(row.clause, style)


def _with_verb(segment: str, row: _Row, style: Style, places: tuple[str, ...]) -> str:
    """The segment with 有, 达 or the verb that goes with the name."""
    words = style.sentences
    if has_verb(row.clause, style):
        return segment
    time, rest = segment[: row.at], segment[row.at :]
    after = rest[len(row.name) :]
    quantity = row.value.quantity
    if quantity.kind == "percent":
        is_rate = row.name.endswith(words.rate_endings) and not _falls(segment, row, words)
        return time + words.rate.format(name=row.name, value=after) if is_rate else segment
    if _is_had(row, style):
        return time + with_have(rest, words, elsewhen=bool(time))
    if says(row.name, words.never_had):
        return segment
    fell = _falls(segment, row, words)
    verb, pattern = verb_for(row.name, row.value, words, fell=fell, places=places)
    if verb not in words.row_verbs:
        return segment
    return time + pattern.format(verb=verb, name=row.name, value=after)


def _falls(segment: str, row: _Row, words: Sentences) -> bool:
    """Whether the clause behind a row says that its value fell."""
    behind = segment[row.at :].removeprefix(row.clause).removeprefix("，")
    clause = _CLAUSE.match(behind)
    return clause is not None and says(clause[0], words.falls)


def with_have(text: str, words: Sentences, *, elsewhen: bool = False) -> str:
    """A text of names and counts with 有 behind the scope or place that it begins with, else 现有.

    `elsewhen` says that it is told of another time than the report's, where 现 would be wrong.
    """
    time = _TIMED.match(text)
    start = time.end() if time else 0
    scope = re.match(rf"(?:{any_of(words.scopes)})(?=\w{{2}})", text[start:])
    at = start + scope.end() if scope else start or _place_end(text, words.places)
    if text[at:].startswith(words.unlike_had):
        return text
    return text[:at] + (words.had if at or elsewhen else words.has).format(clause=text[at:])


def _place_end(name: str, places: Collection[str]) -> int:
    """Where the place ends that a name begins with (桂井商圈|沿街铺面); 0 where there is none."""
    found = re.match(rf"\w{{2,6}}?(?:{any_of(places)})(?=\w{{2}})", name)
    return found.end() if found else 0


def bare(text: str) -> str:
    """A statement on one line, without the full stop at its end, so that it can be joined."""
    stripped = _LINE_BREAK.sub("", text.strip())
    return stripped.rstrip(_ENDS) if stripped[-1:] in "。；，、" else stripped
