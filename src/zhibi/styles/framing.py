"""Framing: leads, links and purpose clauses that state nothing by themselves, as a style has them.

`FramingPhrases` puts a section's own words into the style's patterns, for the writers;
`FramingLicence` says of any clause whether the style licenses it, for the check.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from zhibi.figures.scan import find_figures
from zhibi.patterns import WordTable, lazy_pattern

if TYPE_CHECKING:
    from zhibi.styles.model import Framing, FramingLevel, FramingUse, Style

_SLOT = lazy_pattern(r"\{[a-z_]+\}")
_LETTERS = lazy_pattern(r"[^\W\d_]+")
_DOUBLED = lazy_pattern(r"([^\W\d_]{2,})\1")


class FramingPhrases:
    """Renders the framing of one report, the patterns taken in turn.

    No pattern is used twice in a row, nor one that begins with the same words as the phrase
    before it; what the level leaves out, or the style's avoid list, is the empty string. The
    same calls in the same order give the same phrases.
    """

    def __init__(
        self,
        style: Style,
        level: FramingLevel | None = None,
        *,
        self_name: str = "",
        year: int | None = None,
    ) -> None:
        """`level` is the document's own (`document.framing`), None for the style's."""
        self._framing = style.framing
        self._allowed = allowed_uses(style, level)
        self._avoided = tuple(style.avoid)
        self._slots = {"self": self_name or style.self_name, "year": str(year or "")}
        self._turns: dict[FramingUse, int] = {}
        self._last = ""

    def section_lead(self, subject: str, items: Sequence[str] = ()) -> str:
        """The sentence that opens a section; `items` are the topics of the items below it."""
        return self._next("section_lead", subject=subject, items=_listed(items))

    def item_lead(self, subject: str) -> str:
        """The clause before an item's first fact."""
        return self._next("item_lead", subject=subject)

    def link(self) -> str:
        """What joins a sentence to the one before it."""
        return self._next("link")

    def purpose(self, subject: str) -> str:
        """The clause that says what the deeds after it are for."""
        return self._next("purpose", subject=subject)

    def _next(self, use: FramingUse, **given: str) -> str:
        if use not in self._allowed:
            return ""
        patterns: Sequence[str] = getattr(self._framing, use)
        slots = {**self._slots, **given}
        turn = self._turns.get(use, 0)
        for step in range(len(patterns)):
            pattern = patterns[(turn + step) % len(patterns)]
            if not all(slots.get(name[1:-1]) for name in _SLOT.findall(pattern)):
                continue
            phrase = pattern.format(**slots)
            opening = _SLOT.split(pattern)[0]
            if (opening and opening == self._last) or _DOUBLED.search(phrase):
                continue
            if any(word in phrase for word in self._avoided):
                continue
            self._turns[use], self._last = turn + step + 1, opening
            return phrase
        return ""


class FramingLicence:
    """What a style licenses as framing at a level; built once for many clauses."""

    def __init__(
        self, style: Style, level: FramingLevel | None = None, more: Sequence[str] = ()
    ) -> None:
        """`level` is the document's own (`document.framing`), None for the style's.

        `more` are words that are allowed besides the style's own.
        """
        framing = style.framing
        self._allows = bool(allowed_uses(style, level))
        self.share = framing.levels[level or framing.level].share
        """The most of a report's characters that framing may take, 0 to 1."""
        avoided = tuple(style.avoid)
        words = [word for word in [*licensed_words(style), *more] if not _has_any(word, avoided)]
        self._words = WordTable(words)
        self._never = WordTable([*framing.never, *avoided])
        self._particles = frozenset("".join(framing.particles))

    def beyond(
        self, text: str, own: Collection[str], stated: str = ""
    ) -> tuple[tuple[int, int], ...]:
        """The spans of `text` that are no licensed framing; none where all of it is.

        `own` are the pairs of neighbouring characters of the section's own words (`pairs`);
        `stated` is what the section's facts say, where words that are never allowed in framing
        may be. A text with a figure, and any text where the level allows no framing, is beyond
        as a whole. Offsets index `text`.
        """
        if not self._allows or any(figure.claim for figure in find_figures(text)):
            return ((0, len(text)),) if text else ()
        covered = [not char.isalnum() or char in self._particles for char in text]
        held = [False] * len(text)
        for start, end in self._words.everywhere(text):
            _mark(held, start, end)
        for run in _LETTERS.finditer(text):
            for at in range(run.start(), run.end() - 1):
                if text[at : at + 2] in own:
                    _mark(held, at, at + 2)
        covered = [one or other for one, other in zip(covered, held, strict=True)]
        for start, end in self._never.everywhere(text):
            if text[start:end] not in stated:
                covered[start:end] = [False] * (end - start)
        return tuple(_whole_words(text, covered, held))


_REMEMBERED = 2_000
"""Characters up to which a text's pairs are kept: facts are asked for by section and by fact."""


def pairs(words: str) -> frozenset[str]:
    """The pairs of neighbouring letters of a text."""
    return _remembered(words) if len(words) <= _REMEMBERED else _pairs(words)


@lru_cache(maxsize=4096)
def _remembered(words: str) -> frozenset[str]:
    return _pairs(words)


def _pairs(words: str) -> frozenset[str]:
    found: set[str] = set()
    for run in _LETTERS.findall(words):
        found.update(map(str.__add__, run, run[1:]))
    return frozenset(found)


def allowed_uses(style: Style, level: FramingLevel | None) -> frozenset[FramingUse]:
    """What framing is used for at a level, None for the style's own."""
    framing = style.framing
    return frozenset(framing.levels[level or framing.level].uses)


def licensed_words(style: Style) -> list[str]:
    """Words that may stand in framing: the list's own, those of patterns, and heading verbs."""
    framing = style.framing
    verbs = [*style.verbs, *style.plain_verbs]
    fixed = [piece for pattern in patterns(framing) for piece in fixed_words(pattern)]
    allowed = [word for word in verbs if not _has_any(word, framing.never)]
    return list(dict.fromkeys(word for word in [*framing.words, *fixed, *allowed] if word))


def patterns(framing: Framing) -> list[str]:
    """All patterns of a style's framing."""
    return [*framing.section_lead, *framing.item_lead, *framing.link, *framing.purpose]


def fixed_words(pattern: str) -> list[str]:
    """The words of a pattern between its slots and marks."""
    return [piece for part in _SLOT.split(pattern) for piece in _LETTERS.findall(part)]


def _listed(items: Sequence[str]) -> str:
    """Topics as a list: 就业、养老和救助; topics that join words themselves stay apart by 、."""
    if len(items) < 2 or any(mark in item for item in items for mark in "和与及、"):
        return "、".join(items)
    return "、".join(items[:-1]) + "和" + items[-1]


def _has_any(text: str, words: Collection[str]) -> bool:
    return any(word in text for word in words)


def _mark(held: list[bool], start: int, end: int) -> None:
    held[start:end] = [True] * (end - start)


def _whole_words(
    text: str, covered: Sequence[bool], held: Sequence[bool]
) -> Iterator[tuple[int, int]]:
    """Spans of what is not covered, with the particles that touch them on either side."""
    at = 0
    while at < len(text):
        if covered[at]:
            at += 1
            continue
        start, end = at, at + 1
        while end < len(text) and not covered[end]:
            end += 1
        while end < len(text) and not held[end] and text[end].isalnum():
            end += 1
        while start and not held[start - 1] and text[start - 1].isalnum():
            start -= 1
        yield start, end
        at = end
