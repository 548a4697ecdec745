"""What a plan says of matters that the summary left unfinished, behind its own goals.

Steps of works stand before other matters; a few words lead to them, since they tell where
something stands and not what is to be done.
"""

from __future__ import annotations

import re
from itertools import cycle
from typing import TYPE_CHECKING

from zhibi.writing.outline.lexicon import any_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.styles.model import Style

_BOTH = 3
"""Matters of both sorts up to which one sentence tells them."""
_MOST = 4
"""Matters that one sentence tells, at most."""


class CarriedOver:
    """Puts unfinished matters behind the goals of a plan, each time led to in other words."""

    def __init__(self, style: Style) -> None:
        words = style.next_steps
        self._of_works = any_of([*words.steps, *words.going_on])
        self._works, self._others = cycle(words.works), cycle(words.others)
        self._both = cycle(words.both)
        self._limits = style.prose

    def behind(self, paragraphs: Sequence[str], told: Sequence[str]) -> tuple[str, ...]:
        """The paragraphs with the matters that the sentences `told` have."""
        matters = [one for text in told for one in re.split("[；。]", text) if one]
        text = "".join(self._sentences(matters))
        if not text:
            return tuple(paragraphs)
        if paragraphs and len(paragraphs[-1]) + len(text) <= self._limits.paragraph:
            return (*paragraphs[:-1], paragraphs[-1] + text)
        return (*paragraphs, text)

    def _sentences(self, matters: Sequence[str]) -> Iterator[str]:
        works = [one for one in matters if self._of_works.search(one)]
        others = [one for one in matters if not self._of_works.search(one)]
        if works and others and len(matters) <= _BOTH:
            yield from self._led(next(self._both), [*works, *others])
            return
        if works:
            yield from self._led(next(self._works), works)
        if others:
            yield from self._led(next(self._others), others)

    def _led(self, lead: str, matters: Sequence[str]) -> Iterator[str]:
        """Matters behind their lead, no more in a sentence than it can hold."""
        said = f"{lead}："
        held = 0
        for matter in matters:
            full = len(said) + len(matter) > self._limits.sentence
            if held and (held == _MOST or full):
                yield f"{said}。"
                said, held = "", 0
            said += f"；{matter}" if held else matter
            held += 1
        yield f"{said}。"
