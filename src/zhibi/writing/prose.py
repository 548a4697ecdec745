"""Facts as sentences and paragraphs: what is joined, what is said once, where a sentence ends."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from zhibi.writing.clauses import Clause, clause, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style

_ENDS = "。！？；，、"
_STOPS = re.compile(r"[。！？；]")
_OF_WHICH = "其中"
_SHORT_INTRODUCTION = 24
_MONTH_END = re.compile(r"月[底末]$")
_TIME = frozenset({"period", "year"})


class Prose:
    """Writes facts in order; remembers which period was said last, from one call to the next.

    `default_period` is the document's own. `period` is the one in force when writing begins:
    None at the start of a report, so that the first indicator states it.
    """

    def __init__(self, style: Style, default_period: str | None, period: str | None = None) -> None:
        self._words = style.sentences
        self._default = default_period
        self._said = period

    def sentences(self, facts: Sequence[Fact]) -> list[str]:
        """The facts as finished sentences. Statements are verbatim; nothing is left out."""
        written: list[str] = []
        for group in _grouped(facts):
            if group[0].is_statement:
                self._add_statement(group[0], written)
            else:
                self._add_indicators(group, written)
        return [_ended(sentence) for sentence in written]

    def paragraphs(self, facts: Sequence[Fact]) -> tuple[str, ...]:
        """The sentences as paragraphs of about equal length, none much longer than the style's."""
        sentences = self.sentences(facts)
        length = sum(map(len, sentences))
        count = min(math.ceil(length / self._words.paragraph), len(sentences))
        paragraphs: list[str] = []
        text = ""
        for number, sentence in enumerate(sentences):
            left = len(sentences) - number
            full = len(text) + len(sentence) / 2 > length / max(count, 1)
            if (
                text
                and len(paragraphs) < count - 1
                and (full or left <= count - 1 - len(paragraphs))
            ):
                paragraphs.append(text)
                text = ""
            text += sentence
        return (*paragraphs, text) if text else tuple(paragraphs)

    def _add_statement(self, fact: Fact, written: list[str]) -> None:
        text = _bare(fact.text)
        last = written[-1] if written else ""
        if last and text.startswith(_OF_WHICH):
            written[-1] = f"{last}，{text}"
        elif last and self._may_join(last, text, fact):
            written[-1] = f"{last}{self._words.between_statements}{text}"
        else:
            written.append(text)
        for entry in fact.figures:
            if entry.quantity.kind in _TIME:
                self._said = entry.quantity.text

    def _may_join(self, last: str, text: str, fact: Fact) -> bool:
        """Whether a statement may follow the last sentence after a semicolon.

        Only short ones that both count something are joined: they tell things of one sort.
        """
        mark = self._words.between_statements
        if mark == "。" or not fact.figures or not any(map(str.isdigit, last)):
            return False
        if _STOPS.search(text) or _STOPS.search(last):
            return False
        if text.startswith(self._words.never_joined):
            return False
        return len(last) + len(text) <= self._words.usual

    def _add_indicators(self, group: Sequence[Fact], written: list[str]) -> None:
        """One run of indicators: clauses that share a period and fit stand in one sentence."""
        run: list[Clause] = []
        for each in _paired(group):
            made = clause(each, self._words, self._default)
            if run and not self._fits(run, made):
                self._close(run, written)
                run = []
            run.append(made)
        self._close(run, written)

    def _fits(self, run: Sequence[Clause], made: Clause) -> bool:
        said = next((one.period for one in reversed(run) if one.period), self._said)
        if made.period and made.period != said:
            return False
        if made.aim != run[-1].aim:
            return False
        length = sum(len(one.text) + 1 for one in run)
        return length + len(made.text) <= min(self._words.longest, self._words.usual * 3 // 2)

    def _close(self, run: Sequence[Clause], written: list[str]) -> None:
        if not run:
            return
        words = self._words
        long = any("，" in one.text for one in run)
        text = (words.between_long if long else words.between_short).join(one.text for one in run)
        if run[0].aim:
            text = (words.aim_deed if run[0].aim == "deed" else words.aim_thing).format(clause=text)
        period = run[0].period
        if period and period != self._said:
            pattern = words.month_end if _MONTH_END.search(period) else "{period}"
            text = words.period.format(period=pattern.format(period=period)) + text
            self._said = period
        elif written and _introduces(written[-1]):
            written[-1] = f"{written[-1]}，{text}"
            return
        written.append(text)


def _grouped(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """Each statement by itself, each run of indicators together."""
    run: list[Fact] = []
    for fact in facts:
        if not fact.is_statement:
            run.append(fact)
            continue
        if run:
            yield run
            run = []
        yield [fact]
    if run:
        yield run


def _paired(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """Indicators of one name in two units, one after the other, together."""
    group: list[Fact] = []
    for fact in facts:
        if group and not together(group[-1], fact):
            yield group
            group = []
        group.append(fact)
    if group:
        yield group


def _introduces(sentence: str) -> bool:
    """Whether the last sentence is a short one without figures, which counts may follow."""
    short = len(sentence) <= _SHORT_INTRODUCTION and not _STOPS.search(sentence)
    return short and not any(map(str.isdigit, sentence))


def _bare(text: str) -> str:
    """A statement without the full stop at its end, so that it can be joined."""
    stripped = text.strip()
    return stripped.rstrip(_ENDS) if stripped[-1:] in "。；，、" else stripped


def _ended(sentence: str) -> str:
    return sentence if sentence[-1:] in "！？" else f"{sentence}。"
