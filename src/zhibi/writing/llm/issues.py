"""What is wrong with a sentence of a model, or with a fact that it left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibi.facts.model import Fact
    from zhibi.writing.llm.slot_text import Position


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong: with a sentence, or with a fact that is missing (`position` is None).

    `words` are the model's own, slots as it wrote them: they may be sent back. `cause` is what
    the fact says of stage, period or direction, without any value.
    """

    code: str
    error: bool
    words: str = ""
    position: Position | None = None
    fact: Fact | None = None
    cause: str = ""

    @property
    def of_style(self) -> bool:
        """Whether it is about how something is said: sent back once, never replaced."""
        return self.code.startswith("W2")
