"""What the prose rules share: the words of `data/prose.yaml`, and body text by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from zhibi.checking.verdicts import Verdict, by_sentence
from zhibi.data_files import read_data
from zhibi.figures.model import TIME_KINDS

if TYPE_CHECKING:
    from zhibi.checking.rule_input import RuleInput
    from zhibi.structure import Line, Sentence, Structure
    from zhibi.styles.model import Style

_SIGNATURE = 30


def prose_words() -> dict[str, list[str]]:
    """The lists of words of the data file."""
    data: dict[str, list[str]] = read_data("checking", "prose")
    return data


def any_of(words: Iterable[str]) -> str:
    """A pattern of the words, the longest first."""
    return _any_of(tuple(words))


@lru_cache(maxsize=64)
def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def verbs_of(style: Style) -> list[str]:
    """The verbs that a style knows: of deeds and of headings."""
    return [*style.sentences.deeds, *style.verbs, *style.plain_verbs]


def paragraphs(structure: Structure) -> Iterator[tuple[int, Line]]:
    """The lines of body text with their index, without the signature and the date."""
    for index, line in enumerate(structure.lines):
        if line.kind != "paragraph":
            continue
        whole = structure.text[line.start : line.end]
        signature = len(whole) < _SIGNATURE and not re.search(r"[，。；：！？]", whole)
        if not signature and line.heading_end < line.end:
            yield index, line


def sentences(structure: Structure) -> Iterator[tuple[int, Sentence, bool]]:
    """Sentences of body text with their index; whether each is the first of its paragraph.

    A run-in heading and a lead are none.
    """
    lines = dict(paragraphs(structure))
    last = -1
    for index, sentence in enumerate(structure.sentences):
        line = lines.get(sentence.line)
        if line is None or sentence.end <= line.heading_end:
            continue
        yield index, sentence, sentence.line != last
        last = sentence.line


def figures_by_sentence(given: RuleInput) -> dict[int, list[Verdict]]:
    """The verdicts on each sentence's figures, in order, times left out."""
    return by_sentence(
        one for one in given.verdicts if one.match.figure.quantity.kind not in TIME_KINDS
    )
