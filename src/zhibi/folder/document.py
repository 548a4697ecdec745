"""What is kept of one report to compare it with others: its indicators, text and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

from zhibi.figures.model import TIME_KINDS
from zhibi.figures.quantity import parse_quantity
from zhibi.figures.units import base, factor
from zhibi.structure import Structure

if TYPE_CHECKING:
    from zhibi.checking.findings import Findings
    from zhibi.facts.model import Entry, Facts
    from zhibi.figures.model import Quantity
    from zhibi.styles.model import Style

GRAM = 4
"""Characters of the pieces by which sentences are compared."""
LEAST_WORDS = 30
"""Characters of a sentence that can be told to be a copy; shorter ones are alike by chance."""
_LEAST_OWN = 15  # pieces of a sentence that are not the style's own words
_MARKS = 12
_ROLES = frozenset({"value", "growth", "part", "figure", "derived"})
_SET_APART = frozenset({"forecast", "target", "last_year"})
_REACHED = re.compile(r"(?:达到|达|为|是|有|完成|实现|共计|共|合计|总计|累计|约|近|超过|超)*$")
_LONGEST_NAME = 20
_PLACE = re.compile(r"(?:村|社区)$")
_SLOT = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A named figure of the facts, in the base unit of its dimension.

    `value` and `step` (one unit of the last digit) are decimal strings; a growth that fell has a
    negative value. `when` is its period, and its status where that sets it apart.
    """

    names: tuple[str, ...]
    role: str
    when: str
    kind: str
    unit: str
    value: str
    step: str
    rounded: bool
    shown: str
    source: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of `text[start:end]`, with a sketch: the smallest hashes of its own pieces."""

    start: int
    end: int
    line: int
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A report among others.

    `path` is what it was read from, `text_path` where its text stands; `blank_lines` says whether
    the blank lines of `text` are lines of that file too. `may_name` are names that it may write,
    `told` are spans that the check told as W103. `told_figures` are the figures of sentences that
    nothing names, as lines for `told_indicators`: most are never looked at. `places` are the
    villages and communities that its facts declare as names.
    """

    path: str
    office: str
    self_name: str
    year: int
    kind: str
    may_name: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    told_figures: str = ""
    text: str = ""
    sentences: tuple[Sentence, ...] = ()
    told: tuple[tuple[int, int], ...] = ()
    text_path: str = ""
    blank_lines: bool = True

    @classmethod
    def of(
        cls,
        path: str,
        facts: Facts,
        style: Style | None = None,
        text: str = "",
        findings: Findings | None = None,
        written_to: Sequence[str] = (),
    ) -> Document:
        """The document of a report; without `style` and `text`, of its facts alone.

        `written_to` is the file that a text in Markdown was saved to, if it was.
        """
        about = facts.document
        self_name = about.self_name or (style.self_name if style else "")
        may_name = (about.organisation, about.superior, about.title, *about.names)
        found = findings.findings if findings else ()
        document = cls(
            path,
            about.organisation,
            self_name,
            about.year,
            about.kind,
            tuple(filter(None, may_name)),
            tuple(filter(_PLACE.search, _declared_names(facts))),
            tuple(_indicators(facts)),
            "\n".join(_told_figures(facts)),
        )
        if style is None:
            return document
        # Forms give all offices the same indicators: their names are no one's own words either.
        names = (name for one in document.indicators for name in one.names)
        common = _pieces_of(style.as_json()).union(*map(grams, (*about.guiding, *names)))
        return replace(
            document,
            text=text,
            sentences=tuple(_sentences(document, text, common)),
            told=tuple((one.start, one.end) for one in found if one.code == "W103"),
            text_path=written_to[0] if written_to else path,
            blank_lines=not written_to or written_to[0].lower().endswith(".md"),
        )

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Document:
        """The document that `dataclasses.asdict` made this data of."""
        lists = {
            "may_name": tuple(data["may_name"]),
            "places": tuple(data["places"]),
            "indicators": tuple(
                Indicator(**one | {"names": tuple(one["names"])}) for one in data["indicators"]
            ),
            "sentences": tuple(
                Sentence(**one | {"marks": tuple(one["marks"])}) for one in data["sentences"]
            ),
            "told": tuple((start, end) for start, end in data["told"]),
        }
        return cls(**data | lists)

    def own_words(self, text: str) -> str:
        """The letters and digits of a text, without the office's own names."""
        for name in filter(None, (self.office, self.self_name)):
            text = text.replace(name, "")
        return plain(text)


def _declared_names(facts: Facts) -> Iterable[str]:
    own = (name for fact in facts.all_facts() for name in fact.names)
    return dict.fromkeys((*facts.document.names, *own))


def plain(text: str) -> str:
    """The letters and digits of a text."""
    return "".join(filter(str.isalnum, text))


def grams(words: str) -> frozenset[str]:
    """All pieces of `GRAM` characters."""
    return frozenset(words[at : at + GRAM] for at in range(len(words) - GRAM + 1))


@lru_cache(maxsize=16)
def _pieces_of(style: str) -> frozenset[str]:
    """The pieces of all that a style says itself, between the slots of its patterns."""
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', style)
    return frozenset().union(
        *(grams(plain(part)) for words in quoted for part in _SLOT.split(words))
    )


def _sentences(document: Document, text: str, common: frozenset[str]) -> Iterator[Sentence]:
    """The sentences that say something of their own, at the length at which a copy can be told.

    The preamble is left out: offices of one kind write it alike.
    """
    structure = Structure(text)
    for sentence in structure.sentences:
        line = structure.lines[sentence.line]
        if line.kind != "paragraph" or structure.part(sentence.start) == "preamble":
            continue
        start = max(sentence.start, min(line.heading_end, sentence.end))
        words = document.own_words(text[start : sentence.end])
        own = grams(words) - common
        if len(words) >= LEAST_WORDS and len(own) >= _LEAST_OWN:
            marks = sorted(crc32(piece.encode()) for piece in own)[:_MARKS]
            yield Sentence(start, sentence.end, sentence.line, tuple(marks))


def _indicators(facts: Facts) -> Iterable[Indicator]:
    for entry in facts.entries():
        if entry.name and _is_compared(entry):
            place = str(entry.place) if entry.place is not None else ""
            yield _indicator(
                (entry.name, *entry.aliases),
                "growth" if entry.role == "growth" else "value",
                _when(entry),
                entry.quantity,
                entry.direction or 1,
                entry.source or place,
            )


def _told_figures(facts: Facts) -> Iterable[str]:
    """The unnamed figures right behind words that may be the name of an indicator.

    A line each: words, figure, period, place.
    """
    for entry in facts.entries():
        if entry.name or entry.role != "figure" or not _is_compared(entry):
            continue
        clause = re.split(r"[，。；、：（）]", entry.text[: entry.start])[-1]
        lead = _REACHED.sub("", clause)[-_LONGEST_NAME:]
        if lead:
            place = entry.source or (str(entry.place) if entry.place is not None else "")
            said = (lead, entry.quantity.text, _when(entry), place)
            yield "\t".join(" ".join(one.split()) for one in said)


def told_indicators(document: Document) -> Iterator[tuple[str, Indicator]]:
    """The figures of sentences that nothing names, each with the words before it."""
    for line in document.told_figures.splitlines():
        lead, shown, when, source = line.split("\t")
        yield lead, _indicator((), "value", when, parse_quantity(shown), 1, source)


def _is_compared(entry: Entry) -> bool:
    quantity = entry.quantity
    if entry.role not in _ROLES or entry.show == "sensitive":
        return False
    return quantity.kind not in TIME_KINDS and quantity.high is None and not quantity.ratio


def _when(entry: Entry) -> str:
    """The period of a figure, and its status where that sets it apart."""
    apart = entry.status if entry.status in _SET_APART else ""
    return "/".join(filter(None, (entry.period, apart)))


def _indicator(
    names: tuple[str, ...], role: str, when: str, quantity: Quantity, sign: int, source: str
) -> Indicator:
    size = factor(quantity.unit)
    return Indicator(
        names=names,
        role=role,
        when=when,
        kind=quantity.kind,
        unit=base(quantity.unit) + (f"/{quantity.per}" if quantity.per else ""),
        value=format(quantity.value * size * sign, "f"),
        step=format(quantity.scale * size.scaleb(-quantity.decimals), "f"),
        rounded=bool(quantity.hedge),
        shown=quantity.text if sign >= 0 else f"-{quantity.text}",
        source=source,
    )
