"""What is wrong with a sentence of a model, or with a fact that it left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibi.facts.model import Fact
    from zhibi.writing.llm.slot_text import Position


_MOST_WORDS = 40
_MARKS = "，、。；： 　"
_PAIRS = (("“", "”"), ("‘", "’"), ("（", "）"))


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong: with a sentence, or with a fact that is missing (`position` is None).

    `words` are the model's own, slots as it wrote them: they may be sent back. `cause` is what
    the fact says of stage, period or direction, without any value. `span` is where it stands in
    the printed sentence, in code points. What rests `on_wording` alone may be told by the facts in
    other words: a model is asked for these first. `entry` is that of the figure which words stand
    beside, where the wording is that of a figure's own matter.
    """

    code: str
    error: bool
    words: str = ""
    position: Position | None = None
    fact: Fact | None = None
    cause: str = ""
    span: tuple[int, int] = (0, 0)
    on_wording: bool = False
    entry: str = ""

    @property
    def of_style(self) -> bool:
        """Whether it is about how something is said: sent back once, never replaced."""
        return self.code.startswith("W2")


def quoted(words: str) -> str:
    """Words as they stand in a message, between quotation marks of its own: whole, or cut off."""
    bare = words.strip(_MARKS) or words
    for opens, closes in _PAIRS:
        inside = bare[1:-1]
        if bare[:1] == opens and bare[-1:] == closes and opens not in inside:
            bare = inside
    return bare if len(bare) <= _MOST_WORDS else bare[: _MOST_WORDS - 1] + "…"
