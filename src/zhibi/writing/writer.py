"""What a writer is: from an outline with its facts to the prose of each section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from zhibi.facts.model import Fact, Facts
    from zhibi.styles.model import Style
    from zhibi.writing.outline.model import Outline
    from zhibi.writing.wording.numeral_forms import NumeralForms


@dataclass(frozen=True, slots=True)
class Replacement:
    """A sentence of a model that was replaced by one made from the facts, and why."""

    section_id: str
    original: str
    replacement: str
    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the facts that a model showed for what the check did not find in them.

    `sentence` is as it is printed, without the marks at its end; the words stand from `start` to
    `end` in it (code points). `quote` is from the facts, `code` that of what was in doubt.
    """

    sentence: str
    start: int
    end: int
    quote: str
    code: str

    def covers(self, sentence: str, start: int, end: int) -> bool:
        """Whether a span of a printed sentence is what the words were shown for."""
        return self.start <= start and end <= self.end and bare(sentence) == self.sentence


def bare(sentence: str) -> str:
    """A printed sentence without the marks at its end, which change when items are joined."""
    return sentence.rstrip("。；;")


@dataclass(frozen=True, slots=True)
class WrittenFigure:
    """A figure that code wrote: in which paragraph, from where to where, and for which entry.

    `start` and `end` are code points of the paragraph, end exclusive.
    """

    paragraph: int
    start: int
    end: int
    entry_id: str


@dataclass(frozen=True, slots=True)
class Composition:
    """What a writer wrote.

    `bodies` maps node ids to paragraphs (without run-in heading); `usage` counts calls and tokens.
    `outline` is the writer's own, where it planned the report anew. `figures` maps node ids to the
    figures that code wrote into their paragraphs. `evidence` is what a model showed and code
    verified.
    """

    bodies: Mapping[str, tuple[str, ...]]
    replaced: tuple[Replacement, ...] = ()
    usage: tuple[tuple[str, int], ...] = ()
    outline: Outline | None = None
    figures: Mapping[str, tuple[WrittenFigure, ...]] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


class Writer(Protocol):
    """Writes the sections of an outline; always ends with something for each of them."""

    @property
    def name(self) -> str:
        """Who writes: `offline`, or the model's name."""
        ...

    def compose(self, outline: Outline, facts: Facts, style: Style) -> Composition:
        """Write all sections. Raises ModelError when no draft can be made at all."""
        ...


class SentenceWriter(Writer, Protocol):
    """A writer that can also write single facts, without a model."""

    def sentences(
        self,
        facts: Sequence[Fact],
        style: Style,
        *,
        default_period: str | None = None,
        forms: NumeralForms | None = None,
    ) -> list[str]:
        """Finished sentences for these facts, in their order; hidden ones are left out.

        `default_period` is the period in force: only others are stated. `forms` are those in
        which the report writes its figures; without them they stand as the facts write them.
        """
        ...
