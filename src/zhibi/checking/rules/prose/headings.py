"""Sub-headings that stand alone (W203), say nothing (W204) or end alike (W205)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.rules.prose.words import any_of, prose_words, verbs_of
from zhibi.checking.violations import Violation
from zhibi.patterns import lazy_pattern
from zhibi.structure import Line
from zhibi.styles.framing import pairs

_NUMBER = lazy_pattern(
    r"[#\s*　]*"
    r"(?:[一二三四五六七八九十]{1,3}[、是]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．])?"
    r"[\s　]*"
)
_ENDS = "。*；： 　"
_QUOTED = lazy_pattern(r"“[^”]*”|《[^》]*》")
_DOUBLED = lazy_pattern(r"([^\W\d_]{2,8})\1")
_TWICE = lazy_pattern(r"([^\W\d_]{3,8}).*\1")
_TAIL = 4
"""Characters at a heading's end that are no more chance when they come again."""


class _Heading(NamedTuple):
    line: Line
    start: int
    end: int
    words: str


def _headings(given: RuleInput) -> Iterator[_Heading]:
    """The headings below the first level and the leads, without number and marks."""
    text = given.text
    for line in given.structure.lines:
        inner = line.kind == "heading" and line.level > 1
        if not inner and not (line.kind == "paragraph" and line.heading_end > line.start):
            continue
        numbered = _NUMBER.match(text, line.start, line.heading_end)
        start = numbered.end() if numbered else line.start
        words = text[start : line.heading_end].rstrip(_ENDS + "\n")
        if words:
            yield _Heading(line, start, start + len(words), words)


def lone_headings(given: RuleInput) -> Iterator[Violation]:
    """W203: a heading below the first level that is the only one at its place."""
    if given.sections is not None:
        return
    siblings: dict[int, list[Line]] = {}
    for line in given.structure.lines:
        if not line.level:
            continue
        for level in [level for level in siblings if level > line.level]:
            yield from _alone(given, siblings.pop(level))
        if line.number == 1:
            yield from _alone(given, siblings.pop(line.level, []))
        siblings.setdefault(line.level, []).append(line)
    for level in sorted(siblings):
        yield from _alone(given, siblings[level])


def _alone(given: RuleInput, lines: list[Line]) -> Iterator[Violation]:
    if len(lines) != 1 or lines[0].level < 2 or not lines[0].number:
        return
    line = lines[0]
    end = max(line.heading_end, line.start)
    words = given.text[line.start : end].strip(" #*　\n")
    yield Violation(
        "W203",
        line.start,
        end,
        f"“{words}”之后没有下一条，一条不单独编号",
        "把内容分成两条以上，或去掉这个小标题，并入上一级",
    )


def empty_headings(given: RuleInput) -> Iterator[Violation]:
    """W204: a heading made of a label or a stock ending, or of two topics that were not split."""
    for heading in _headings(given):
        if found := _emptiness(heading.words, given.ledger.corpus):
            yield Violation("W204", heading.start, heading.end, *found)


def _emptiness(heading: str, known: str) -> tuple[str, str] | None:
    """What is wrong with a heading's words, and the repair; None where nothing is."""
    bare, data = _QUOTED.sub("“”", heading), prose_words()
    if mark := re.search(any_of(data["between_topics"]), bare):
        first, _, second = heading.partition(mark[0])
        hint = f"分成两级：上一级“{first}”，下一级“{second}”"
        return f"标题“{heading}”里“{mark[0]}”前后是两层意思，没有分开", hint
    if doubled := _DOUBLED.search(bare):
        return f"标题里“{doubled[1]}”连写了两遍", f"留一个“{doubled[1]}”"
    if label := re.search(any_of(data["labels"]), bare):
        hint = "换成下面事实里的词：做了什么、管的是哪一件事"
        return f"标题里的“{label[0]}”是栏目名，没有说下面写什么", hint
    tail = re.split("[，,]", bare)[-1]
    if any(tail.endswith(stock) or bare.endswith(stock) for stock in data["stock_tails"]):
        return f"“{tail}”是套话，用在哪里都行", "换成这一节自己的事，或删去后半句"
    twice = _TWICE.search(bare)
    if twice and twice[1] not in known:
        return f"标题里“{twice[1]}”用了两遍", "后半句换一个说法，说另一层意思"
    return None


def repeated_tails(given: RuleInput) -> Iterator[Violation]:
    """W205: a heading that ends as one before it does, in words that no fact has."""
    if given.sections is not None:
        return
    seen: dict[str, str] = {}
    for heading in _headings(given):
        words = heading.words
        key = words[-_TAIL:]
        if len(words) < _TAIL + 2:
            continue
        before = seen.setdefault(key, words)
        if before is words or _is_subject(key, given) or _is_subject(_object(words, given), given):
            continue
        tail = _common_tail(before, words)
        if words != before and tail in (words, before):
            continue  # one names the other: what stands below it, what goes on
        yield Violation(
            "W205",
            heading.end - len(tail),
            heading.end,
            f"标题“{words}”与“{before}”的结尾都是“{tail}”",
            "换一个结尾，说这一节自己的结果或做法",
        )


def _object(heading: str, given: RuleInput) -> str:
    """What the last verb of a heading is about: 加强老街保护、发展文旅 → 文旅."""
    last = re.split("[，、]", heading)[-1]
    return re.sub(rf"^(?:{any_of(verbs_of(given.style))})(?=..)", "", last)


def _is_subject(tail: str, given: RuleInput) -> bool:
    """Whether one fact, or a topic, has most pairs of a tail's characters: it names a subject."""
    wanted = pairs(tail)
    return any(
        len(wanted & pairs(words)) >= max(1, len(wanted) - 1)
        for section in given.ledger.section_words.values()
        for words in (section.called, *section.facts)
    )


def _common_tail(one: str, other: str) -> str:
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return other[len(other) - length :].lstrip("，、")
