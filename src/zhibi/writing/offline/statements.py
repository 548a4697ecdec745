"""A statement's text as it is printed: its numerals in one form, with a verb."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from zhibi.checking.rules.prose.words import prose_words
from zhibi.facts.arithmetic import exact, grew_by, same_unit
from zhibi.figures.model import TIME_KINDS
from zhibi.figures.quantity import parse_quantity
from zhibi.figures.scan import find_figures
from zhibi.writing.offline.left_out import left_out
from zhibi.writing.offline.naming import is_deed, says, verb_for
from zhibi.writing.wording.register import formal
from zhibi.writing.wording.verbs import has_verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Entry, Fact, Facts
    from zhibi.figures.model import Quantity
    from zhibi.styles.model import Style
    from zhibi.styles.sentences import Sentences
    from zhibi.writing.offline.beside import Setting
    from zhibi.writing.wording.numeral_forms import NumeralForms

_PART = re.compile("[；。](?=.)")
_TIMED = re.compile(
    r"(?:截[至止](?:\d{1,2}月)?[年季月]?[末底]，?|(?:\d{1,2}月|[年季月])[末底初]"
    r"|(?:\d{1,2}(?:[—-]\d{1,2})?月份?(?:当月)?|第?[一二三四]季度|[上下]半年|全年|秋季学期|春季学期))，?(?=\w{2})"
)
"""The time that a name begins with: 6月底低保对象, 四季度限上零售额."""
_ENDS = "。！？；，、"
_LINE_BREAK = re.compile(r"\s*\n\s*")
_PHASE = re.compile("[一二三四]期")
_PHASED = re.compile(r"(?:^|[，。；])(?P<of>[\u4e00-\u9fff]{3,12}?)(?:[一二三四]期|分[一二三四]期)")
_NEAR = 3
"""Facts before one that may name what it is a phase of."""
_SUBJECT = re.compile(r"[^，。；：！？、\d]{2,14}")
_ROW_ITEM, _ROW = re.compile(r"[^，、；]+"), re.compile("[，、；]")
_APART = ("、", "和", "及", "与", "（")
_CLAUSE = re.compile(r"[^，。；：！？]*")
_SAID_AGAIN = re.compile(
    r"(?P<part>(?:^|(?<=[，；。]))(?:实现|完成)?(?P<name>[^，。；、\d]{2,8})[\d.]+[^，。；\d]{1,4})，"
    r"(?P=name)(?=占|同比|比上年|比去年|增长|下降)"
)
"""研发投入1.48亿元，研发投入占…, 旅游收入860万元，旅游收入同比…: the name is said again."""
_SPAN = r"(?:\d{1,2}月份?|第?[一二三四]季度)"
_BEFORE = rf"(?P<then>{_SPAN})为(?P<previous>[\d.]+[^，。；\d]{{1,5}})"
_SINCE = rf"(?:{_SPAN})?环比(?P<way>增长|下降)(?P<value>[\d.]+%)"
_WAYS = ("增长", "下降", "提高", "降低", "上涨", "下跌", "增加", "减少")
_ROSE = ("增长", "提高", "上涨", "增加")
_LAST = r"(?P<then>(?:上年|去年)(?:同期)?|年初)为(?P<previous>[\d.]+[^，。；\d]{0,5})"
_GREW = (
    r"(?:同比|比上年(?:同期)?|比年初)?(?P<way>增长|下降|提高|降低)(?P<value>[\d.]+(?:%|个百分点))"
)
_BASE = (
    r"（(?P<then>(?:上年|去年)?(?:\d{1,2}月份?|第?[一二三四]季度|[上下]半年|同期)?|年初)为?"
    r"(?P<previous>[\d.]+[^，。；\d（）]{0,6})）"
)
_SINCE_THEN = (
    rf"(?:同比|环比|比(?:上年|去年|上月)(?:同期)?|比年初)?(?P<way>{'|'.join(_WAYS)})"
    r"(?P<value>[\d.]+(?:%|个百分点))"
)
_FROM_BEFORE = (
    re.compile(rf"，{_SINCE_THEN}{_BASE}(?=[，。；]|$)"),
    re.compile(rf"，{_BEFORE}，{_SINCE}(?=[，。；]|$)"),
    re.compile(rf"，{_SINCE}[，；]{_BEFORE}(?=[，。；]|$)"),
    re.compile(rf"，{_LAST}，{_GREW}(?=[，。；]|$)"),
    re.compile(rf"，{_GREW}，{_LAST}(?=[，。；]|$)"),
)
"""一季度为390户，环比增长21.03%; 上年同期为7200标箱，同比增长20%, in either order, or in
brackets behind: 环比增长9.18%（11月1960万元）."""


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


def printed_text(fact: Fact, style: Style, forms: NumeralForms, setting: Setting) -> str:
    """The text with its figures in the report's forms, and a verb.

    An amount that is only named gets the verb that goes with its name, unless it begins with one of
    the places that are known. In a report, what the words leave out is said.
    """
    needed = left_out(fact, style.sentences) if setting.in_report else {}
    bounds = [0, *(mark.end() for mark in _PART.finditer(fact.text)), len(fact.text)]
    written = ""
    for start, end in pairwise(bounds):
        part = fact.text[start:end]
        figures = [(one, one.start - start) for one in fact.figures if start <= one.start < end]
        row = _row(part, figures)
        named = any(
            not at and entry.name for entry, at in figures
        )  # a time that is a figure itself
        for entry, at in sorted(figures, key=lambda one: one[1], reverse=True):
            stop = at + entry.end - entry.start
            said = needed.get(entry.start, "") + forms.written(entry, part[at:stop])
            part = part[:at] + said + part[stop:]
        if row and not named:
            part = _with_verb(part, row, style, setting.places)
        written += part
    written = _SAID_AGAIN.sub(r"\g<part>，", _compared(written, style.sentences))
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
        nows = [one for one in levels if same_unit(one, before)]
        if not found["then"] or not any(_is_from(now, before, by, up=up) for now in nows):
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


def _with_verb(segment: str, row: _Row, style: Style, places: tuple[str, ...]) -> str:
    """The segment with the verb that goes with the name."""
    words = style.sentences
    if has_verb(row.clause, style) or row.name.startswith((*words.as_of, *words.last_year_words)):
        return segment
    time, rest = segment[: row.at], segment[row.at :]
    way = -1 if _falls(segment, row, words) else 0
    verb, pattern = verb_for(row.name, row.value, words, way=way, places=places)
    if verb not in words.row_verbs:
        return segment
    return time + pattern.format(verb=verb, name=row.name, value=rest[len(row.name) :])


def _falls(segment: str, row: _Row, words: Sentences) -> bool:
    """Whether the clause behind a row says that its value fell."""
    behind = segment[row.at :].removeprefix(row.clause).removeprefix("，")
    clause = _CLAUSE.match(behind)
    return clause is not None and says(clause[0], words.falls)


def with_verbs(text: str, style: Style) -> str:
    """A text whose sentences that are rows of a table have a verb before their first value.

    托育机构6家，托位420个 → 托育机构有6家，托位420个; 办结率99.2%，满意率96.8% → 办结率为99.2%，….
    """
    return "。".join(_with_linking_verb(one, style) for one in text.split("。"))


def _with_linking_verb(sentence: str, style: Style) -> str:
    words = style.sentences
    figures = [one for one in find_figures(sentence) if one.quantity.kind not in TIME_KINDS]
    ends = {one.end: one for one in figures}
    before = words.last_year_words
    items = [one for one in _ROW_ITEM.finditer(sentence) if not one[0].startswith(before)]
    told = [ends[item.end()] for item in items if item.end() in ends]
    if not items or items[0].start() or not _ROW.search(sentence) or len(told) < len(items):
        return sentence
    names = [sentence[item.start() : one.start] for item, one in zip(items, told, strict=True)]
    said = "，".join(names)
    is_row = all(map(_SUBJECT.fullmatch, names)) and not says(said, prose_words()["predicative"])
    if not is_row or has_verb(said, style) or is_deed(said, words):
        return sentence
    first, at = told[0].quantity, told[0].start
    if first.hedge or (first.kind == "count" and first.unit not in words.stock_units):
        return sentence
    verb = words.there_are if first.kind == "count" else words.is_so
    return sentence[:at] + verb + sentence[at:]


def bare(text: str) -> str:
    """A statement on one line, without the full stop at its end, so that it can be joined."""
    stripped = _LINE_BREAK.sub("", text.strip())
    return stripped.rstrip(_ENDS) if stripped[-1:] in "。；，、" else stripped
