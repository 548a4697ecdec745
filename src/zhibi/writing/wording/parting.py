"""What is too heavy to read, parted: sentences with many figures, long paragraphs."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from zhibi.checking.rules.prose.weight import amounts
from zhibi.checking.rules.prose.words import any_of
from zhibi.figures.scan import find_figures
from zhibi.writing.outline.enumerators import numbered_items
from zhibi.writing.wording.verbs import has_verb

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhibi.styles.model import Style

_MARK = re.compile(r"[；，]")
_LONGEST = 1_200
"""Characters of a sentence that is still parted: a longer one is none that people write."""
_STOP = "。"
_COUNTED = r"\d+余?[名位家户个]\w"
"""What a clause begins with that has people or things as its subject: 864名党员认领…"""
_IS = re.compile(r"为[约近超]?[\d.]+[^，。；\d]{0,5}(?:[，。；]|$)")
"""为132万元: here 为 is, not for."""
_STOPPED = re.compile("[。；]")
_OF_WHICH = "其中"
_TIME = re.compile(
    r"(?:截[至止](?:目前)?)?(?:\d{4}年)?(?:全年|目前|[上下]半年|[年季]末|第?[一二三四]季度"
    r"|\d{1,2}(?:[—-]\d{1,2})?月份?[底末]?)?"
)
"""A clause that only says when: what comes behind it is told of that time."""
_LEFT = re.compile(r"[，；。：]")


def listed(texts: Sequence[str], style: Style, introduction: str = "") -> list[str]:
    """Numbered items in one paragraph; each in its own where they are too much for one.

    They are one sentence, behind their introduction, where they are not too heavy for one.
    """
    whole = introduction + "".join(numbered_items(texts))
    items = numbered_items(texts, joined=not is_heavy(whole, style))
    return items if len(whole) > style.prose.paragraph else ["".join(items)]


def is_heavy(sentence: str, style: Style) -> bool:
    """Whether a sentence is too long or has too many figures for the style (W202)."""
    return len(sentence) > style.prose.sentence or _weight(sentence) > style.prose.figures


def parted(sentence: str, style: Style, printed: Callable[[str], str] = str) -> str:
    """A sentence in several where it is too long or has too many figures (W202).

    It is parted only where what follows can stand alone: at a semicolon, else at a comma before
    a deed. `printed` gives the text as it is printed, where the
    sentence has slots.
    """
    if len(sentence) > _LONGEST or not is_heavy(printed(sentence), style):
        return sentence
    for mark in "；，":
        places = [at for at in _places(sentence, style, printed) if sentence[at] == mark]
        if places:
            at = min(places, key=lambda at: _imbalance(sentence, at, printed))
            first, rest = sentence[:at] + _STOP, sentence[at + 1 :]
            return parted(first, style, printed) + parted(rest, style, printed)
    return sentence


def _weight(text: str) -> int:
    return amounts(text, find_figures(text))


def _imbalance(text: str, at: int, printed: Callable[[str], str]) -> tuple[int, int]:
    """How unequal two halves are: in figures, then in characters."""
    first, rest = printed(text[:at]), printed(text[at:])
    return abs(_weight(first) - _weight(rest)), abs(len(first) - len(rest))


def _places(text: str, style: Style, printed: Callable[[str], str]) -> list[int]:
    """The commas and semicolons of a sentence behind which a new sentence can begin."""
    words = style.sentences
    deeds = [one for one in words.deeds if one not in words.results]
    anew = re.compile(f"{_COUNTED}|{any_of([*words.begins_anew, *deeds])}")
    found = []
    for mark in _MARK.finditer(text):
        if text.count("{{", 0, mark.start()) > text.count("}}", 0, mark.start()):
            continue
        after = printed(text[mark.end() :])
        clause = _LEFT.split(after)[0]
        before = _LEFT.split(printed(text[: mark.start()]))[-1]
        if after.startswith(words.never_parted) or _IS.match(after) or _TIME.fullmatch(before):
            continue
        if mark[0] == "，" and not (anew.match(after) and has_verb(clause, style)):
            continue
        if not _parts_a_whole(printed(text[: mark.start()]), after):
            found.append(mark.start())
    return found


def _parts_a_whole(before: str, after: str) -> bool:
    """Whether what comes after opens on with parts (其中) of a whole that stands before."""
    sentence = _STOPPED.split(after)[0]
    at = sentence.find(_OF_WHICH)
    if at < 0:
        return False
    parts = [one.quantity for one in find_figures(sentence[at:])]
    same = [one.value for one in parts if one.unit == parts[0].unit]
    total = sum(same[:1])
    sums = set()
    for value in same[1:]:
        total += value
        sums.add(total)
    own = {one.quantity.value for one in find_figures(sentence[:at])}
    wholes = {one.quantity.value for one in find_figures(before)}
    return bool(sums & wholes) and not sums & own


def even_starts(sentences: Sequence[str], usual: int) -> list[int]:
    """Where paragraphs after the first begin, so that all are of about equal length."""
    length = sum(map(len, sentences))
    count = math.ceil(length / usual)
    starts: list[int] = []
    so_far = 0
    for at, sentence in enumerate(sentences):
        share = length * (len(starts) + 1) / max(count, 1)
        if at and len(starts) < count - 1 and so_far + len(sentence) / 2 > share:
            starts.append(at)
        so_far += len(sentence)
    return starts
