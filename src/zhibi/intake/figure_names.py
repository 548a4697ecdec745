"""The names of the figures of a sentence, from the words around them.

Only what names an indicator beyond doubt is taken: the noun before the figure in its clause
(规上工业产值48652.7万元) or behind it (9名党组织书记). Changes, shares and dates get no name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from zhibi.data_files import read_data
from zhibi.figures.model import TIME_KINDS
from zhibi.figures.scan import find_figures

if TYPE_CHECKING:
    from zhibi.figures.model import Figure

_IN_WORDS = frozenset({"word", "name", "set-phrase"})
"""Numerals that are part of a word (零售额) part nothing."""
_JOINED = re.compile(r"、[^，。；：、！？\s“”《》]{1,8}")
_QUOTED = re.compile(r"“([^“”]{2,12})”$")
_SHARE = re.compile(r".{2,12}占.{2,12}(?:的比重|比重|的比例|比例)")
_NOT_BEHIND = ("以上", "以下", "以内", "左右", "以外")
_BOUNDARY = re.compile(r"[，。；：、！？\s“”《》]")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_UNNAMED_KINDS = TIME_KINDS | {"pp", "multiple", "fraction", "ordinal"}
_SHORTEST, _LONGEST = 2, 20
_SHORTEST_COUNTED = 3
"""Two characters before a count are more often a verb (走访68家) than a noun (造林420亩)."""
_LONGEST_BEHIND = 12
_LONGEST_PART = 8
_BASE = re.compile(r"(?:去年|上年|上一年|年初)(?:同期|底|末)?的?$")


def figure_names(sentence: str) -> list[dict[str, str]]:
    """The `figures` of a statement: text and name of each figure that its words name.

    A figure whose text stands twice in the sentence is left out: its item would be ambiguous. One
    that only says more of the indicator before it is named after it: 税收（同比增长）.
    """
    figures = [one for one in find_figures(sentence) if one.claim or one.why not in _IN_WORDS]
    named = []
    subject: _Subject | None = None
    in_parts, part = False, ""
    for at, figure in enumerate(figures):
        quantity = figure.quantity
        if not figure.claim or quantity.kind in TIME_KINDS:
            continue
        start = figures[at - 1].end if at else 0
        end = figures[at + 1].start if at + 1 < len(figures) else len(sentence)
        words = sentence[start : figure.start]
        if any(mark in words for mark in "；;"):
            subject = None
        name = _own(figure, sentence, start, end)
        counted_too = not words and part and subject is not None and subject.unit != quantity.unit
        in_parts = (subject is not None and "其中" in words) or (
            in_parts and _JOINED.fullmatch(words) is not None
        )
        if counted_too:  # 其中初访62批94人次
            name = part
        elif in_parts and subject is not None and subject.unit == quantity.unit:
            name = _after(subject, words if "其中" in words else f"其中{words[1:]}", figure)
            part = name
        elif name:
            subject, part = _Subject(name, quantity.unit), ""
        elif subject is not None:
            name = _after(subject, words, figure)
            subject = subject if name else None
        if name and sentence.count(figure.text) == 1:
            named.append({"text": figure.text, "name": name})
    return named


class _Subject(NamedTuple):
    """The indicator that a sentence is telling of, and its unit."""

    name: str
    unit: str


def _own(figure: Figure, sentence: str, start: int, end: int) -> str:
    """The name of an indicator's own figure; empty where its words do not name one."""
    quantity = figure.quantity
    if quantity.kind in _UNNAMED_KINDS or not quantity.unit:
        return ""
    shortest = _SHORTEST_COUNTED if quantity.kind == "count" else _SHORTEST
    words = sentence[start : figure.start]
    if quantity.kind == "count" and (quoted := _QUOTED.search(words)) is not None:
        return quoted[1]  # “强基之星”8名
    before = _share(words) if quantity.kind == "percent" else ""
    before = before or _before(words, shortest, unit=quantity.unit)
    return before or _behind(figure, sentence, start, end)


def _after(subject: _Subject, words: str, figure: Figure) -> str:
    """The name of a figure that says how the subject changed, its target, its share, a part."""
    if not words:  # 9户28人
        return subject.name if figure.quantity.unit != subject.unit else ""
    raw = _last_clause(words)
    clause = _without(_without(raw, "behind", str.removesuffix), "before", str.removeprefix)
    if _BASE.search(clause):
        return f"{subject.name}（上年）"
    is_share = figure.quantity.kind == "percent"
    if raw.startswith("预计"):
        return f"{subject.name}（预计）" if not is_share else ""
    ends = (word for word in _words("aspects") if clause.startswith(word) or clause.endswith(word))
    said = next(ends, "")
    if is_share and (
        clause == "的" or clause.removesuffix("的").endswith(("目标", "任务", "计划"))
    ):
        said = "完成率"  # 完成目标任务400户的61.5%
    if not said and figure.quantity.unit == subject.unit and len(clause) <= _LONGEST_PART:
        parts = _words("parts_of")
        is_part = "其中" in words or raw.startswith(parts) or raw.endswith(parts)
        said = clause if is_part else ""
    return f"{subject.name}（{said}）" if said else ""


def _share(words: str) -> str:
    """A share that says of what it is of what (工业投资占固定资产投资比重); else empty."""
    clause = _without(_last_clause(words), "behind", str.removesuffix)
    return clause if _SHARE.fullmatch(clause) else ""


def _before(words: str, shortest: int, *, unit: str = "") -> str:
    """The noun at the end of the words before a figure; empty where there is none."""
    clause = _last_clause(words)
    if any(word in clause for word in _words("not_named")):
        return ""
    if clause.endswith("从"):  # 参保人数从31864人增至32417人: the figure is the earlier one
        return ""
    stripped = _without(clause, "behind", str.removesuffix)
    stripped = _without(stripped, "before", str.removeprefix)
    if len(stripped) > _LONGEST or stripped.startswith(_words("not_nouns")):
        stripped = _object(stripped)
    ends = _words("ends")
    if unit in _words("times"):  # 开展宣传活动40余次 counts what is elsewhere only an action
        ends = tuple(word for word in ends if word not in _words("events"))
    is_noun = not stripped.startswith(_words("not_nouns")) and not stripped.endswith(ends)
    return stripped if is_noun and shortest <= len(stripped) <= _LONGEST else ""


def _object(clause: str) -> str:
    """What follows the first verb of a clause: 为困难家庭发放临时救助金 → 临时救助金."""
    found = _verbs().search(clause)
    return clause[found.end() :].removeprefix("了") if found is not None else clause


@cache
def _verbs() -> re.Pattern[str]:
    verbs = "|".join(sorted(_words("verbs"), key=len, reverse=True))
    return re.compile(rf"(?<!党)(?:{verbs})")


def _last_clause(words: str) -> str:
    """What follows the last mark; a mark inside brackets parts nothing."""
    masked = _BRACKETS.sub(lambda match: "口" * len(match[0]), words)
    marks = [match.end() for match in _BOUNDARY.finditer(masked)]
    return words[marks[-1] if marks else 0 :]


def _behind(figure: Figure, sentence: str, start: int, end: int) -> str:
    """The noun behind a counted figure (9名党组织书记), if it ends within a few characters."""
    clause = _last_clause(sentence[start : figure.start])
    if figure.quantity.kind != "count" or any(word in clause for word in _words("not_named")):
        return ""
    words = sentence[figure.end : end]
    if words.startswith(_NOT_BEHIND) or clause.endswith(("从", "由")):
        return ""
    boundary = _BOUNDARY.search(_BRACKETS.sub(lambda match: "口" * len(match[0]), words))
    noun = words[: boundary.start()] if boundary else words
    ends = [at for stop in _words("stops") if (at := noun.find(stop, 1)) > 0]
    noun = noun[: min(ends)] if ends else noun
    verb = _verbs().search(noun)
    noun = noun[: verb.start()] if verb is not None else noun
    return noun if _SHORTEST <= len(noun) <= _LONGEST_BEHIND else ""


def _without(text: str, group: str, cut: object) -> str:
    """The text without any of a group's words at one end, as often as they stand there."""
    assert callable(cut)
    while True:
        shorter = next((left for word in _words(group) if (left := cut(text, word)) != text), text)
        if shorter == text:
            return text
        text = shorter


@cache
def _words(group: str) -> tuple[str, ...]:
    """The words of a group, the longest first: 控制在 ends a clause, and not only 在."""
    return tuple(sorted(read_data("intake", "report")[group], key=len, reverse=True))
