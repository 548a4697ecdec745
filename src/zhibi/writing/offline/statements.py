"""A statement's text as it is printed: its numerals in one form, with a verb."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from zhibi.checking.rules.prose.words import any_of
from zhibi.figures.model import TIME_KINDS
from zhibi.writing.wording.register import formal
from zhibi.writing.wording.verbs import has_verb

if TYPE_CHECKING:
    from collections.abc import Collection

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Sentences, Style
    from zhibi.writing.wording.numeral_forms import NumeralForms

_SUBJECT = re.compile(r"[^，。；：！？、\d]{2,14}")
_APART = ("、", "和", "及", "与", "（")
_CLAUSE = re.compile(r"[^，。；：！？]*")


def printed_text(fact: Fact, style: Style, forms: NumeralForms) -> str:
    """The text with its figures in the report's forms, and a verb.

    A text that only names things and counts them gets 有 before them, a rate 达.
    """
    text = fact.text
    for entry in sorted(fact.figures, key=lambda one: one.start, reverse=True):
        digits = forms.written(entry, text[entry.start : entry.end])
        text = text[: entry.start] + digits + text[entry.end :]
    return formal(_with_verb(fact, text, style), style, fact.names)


def _with_verb(fact: Fact, text: str, style: Style) -> str:
    """The text with 有 or 达 where its first clause is nothing but a name and its figures."""
    first = min(fact.figures, key=lambda one: one.start, default=None)
    if first is None or first.quantity.kind in TIME_KINDS or first.quantity.hedge:
        return text
    name, clause = fact.text[: first.start], _CLAUSE.match(fact.text)
    ends = [one.end for one in fact.figures]
    if not _SUBJECT.fullmatch(name) or clause is None or clause.end() not in ends:
        return text
    if not _is_row(fact, clause.end()):
        return text
    words = style.sentences
    if has_verb(clause[0], style):
        return text
    if first.quantity.kind == "percent" and name.endswith(words.rate_endings):
        return words.rate.format(name=name, value=text[first.start :])
    if any(word in name for word in words.never_had):
        return text
    if first.quantity.kind != "count" or first.quantity.unit in words.flow_units:
        return text
    return with_have(text, words)


def with_have(text: str, words: Sentences, *, elsewhen: bool = False) -> str:
    """A text of names and counts with 有 behind the scope or place that it begins with, else 现有.

    `elsewhen` says that it is told of another time than the report's, where 现 would be wrong.
    """
    scope = re.match(rf"(?:{any_of(words.scopes)})(?=\w{{2}})", text)
    at = scope.end() if scope else _place_end(text, words.places)
    return text[:at] + (words.had if at or elsewhen else words.has).format(clause=text[at:])


def _is_row(fact: Fact, end: int) -> bool:
    """Whether nothing but names, set apart, stand between the figures of the first clause."""
    inside = sorted((one.start, one.end) for one in fact.figures if one.end <= end)
    gaps = [fact.text[one[1] : other[0]] for one, other in pairwise(inside)]
    return all(not gap or gap.startswith(_APART) for gap in gaps)


def _place_end(name: str, places: Collection[str]) -> int:
    """Where the place ends that a name begins with (桂井商圈|沿街铺面); 0 where there is none."""
    found = re.match(rf"\w{{2,6}}?(?:{any_of(places)})(?=\w{{2}})", name)
    return found.end() if found else 0
