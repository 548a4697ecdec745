"""What a plan's measure is against, said before it: the problem that it answers, in one clause."""

from __future__ import annotations

import re
from itertools import cycle
from typing import TYPE_CHECKING

from zhibi.writing.offline.aims import WHEN, measures
from zhibi.writing.outline.answering import Lacks
from zhibi.writing.outline.printable import is_printed
from zhibi.writing.wording.register import formal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.facts.model import Fact, Facts
    from zhibi.styles.model import Style

_SHORTEST, _LONGEST = 5, 20
"""Characters of a clause that names a problem."""
_OPENS = re.compile(r"^(?:仍有|还有|仍|还|部分|个别)")
_LEANS = re.compile(r"^(?:主要|受|但|而|其中|随之|较)|随之|\d|[一二三四五六七八九十]家|、")
"""What makes of a clause none that can stand alone, or that tells a figure once more."""
_FOR = re.compile(r"[为使让并]|确保|培训|惠及|覆盖|其中")
_AMOUNT = re.compile(r"\d[\d.]*[万亿]?(?:元|%|个百分点)")
"""What makes of a clause a goal, not a measure: an amount of money or a rate."""


class Answers:
    """Puts before the measures of a plan what they are against."""

    def __init__(self, facts: Facts, style: Style) -> None:
        """`facts` say what answers what; the style how it is said."""
        problems = {
            fact.id: fact
            for section in facts.walk()
            if section.part == "problems"
            for fact in section.facts
            if is_printed(fact)
        }
        self._problems = {
            fact.id: [problems[id_] for id_ in fact.answers if id_ in problems]
            for section in facts.walk()
            if section.part == "plan"
            for fact in section.facts
        }
        self._ways = cycle(style.sentences.answering)
        self._measure, self._style, self._lacks = measures(style), style, Lacks(style)
        self._states = style.sentences.states

    def put_before(self, paragraphs: Sequence[str], facts: Sequence[Fact]) -> tuple[str, ...]:
        """The paragraphs of these facts, with the problem before each measure that meets it.

        Goals that open without figures are told as they are: they say what they are about.
        """
        written = list(paragraphs)
        for fact in facts:
            opens = fact.text.split("。")[0]
            plain = not fact.figures or fact.figures[0].start > len(opens)
            answered = () if plain else self._problems.get(fact.id, ())
            found = next(self._answering(answered, fact), None)
            if found is None:
                continue
            clause, problem = found
            clause = re.sub(f"^{WHEN}", "", clause)
            begins = re.compile(rf"(^|[。，；])({WHEN}(?:力争|计划|争取)?{re.escape(clause)})")
            for at, paragraph in enumerate(written):
                place = begins.search(paragraph)
                if place is not None:
                    mark = "；" if place[1] == "，" else place[1]
                    said = next(self._ways).format(problem=problem)
                    rest = paragraph[place.end() :]
                    if rest.startswith("，") and not self._goes_on(rest[1:]):
                        rest = f"；{rest[1:]}"  # what follows is not against this problem
                    written[at] = f"{paragraph[: place.start()]}{mark}{said}{place[2]}{rest}"
                    break
        return tuple(written)

    def _goes_on(self, words: str) -> bool:
        """Whether words behind a measure go on with it: a further deed, or what it is for."""
        return bool(self._measure.match(words) or _FOR.match(words))

    def _answering(self, problems: Sequence[Fact], answer: Fact) -> Iterator[tuple[str, str]]:
        """The measures of a goal, each with the problem that it meets.

        A measure begins with a deed; a level to be reached is none.
        """
        for clause in re.split(r"[，；。]", answer.text):
            is_goal = _AMOUNT.search(clause) or any(one in clause for one in self._states)
            if is_goal or not self._measure.match(clause):
                continue
            for problem in problems:
                for named in _named(problem):
                    if self._lacks.met(named, clause):
                        yield clause, formal(named, self._style, problem.names)


def _named(problem: Fact) -> Iterator[str]:
    """The clauses of a problem that can name it by themselves."""
    for clause in re.split(r"[，；。]", problem.text):
        bare = _OPENS.sub("", clause)
        if _SHORTEST <= len(bare) <= _LONGEST and not _LEANS.search(bare):
            yield bare
