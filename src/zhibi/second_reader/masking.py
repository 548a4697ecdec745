"""What of a text is sent to a second reader, and where in the text each sent character stands.

Values of sensitive facts and their names are never sent. In blind mode no figure is sent, no
digit, and no name that the facts declare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibi.facts.ledger import Ledger
from zhibi.figures.model import TIME_KINDS
from zhibi.figures.scan import find_figures
from zhibi.writing.llm.escaping import escaped
from zhibi.writing.llm.prompt_data import names_as_slots

if TYPE_CHECKING:
    from zhibi.facts.model import Fact, Facts
    from zhibi.figures.model import Figure

_SOME_TIME = "〔某时〕"
_SOME_DIGIT = "某"
_CLAUSE = re.compile(r"[^，。；：！？\n]{6,}")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SentText:
    """A text as it is sent; `origin` has for each sent character its span of `original`."""

    original: str
    sent: str
    origin: tuple[Span, ...]

    def find(self, quote: str) -> Span | None:
        """The span of the original that a verbatim quote of the sent text stands for."""
        at = self.sent.find(quote) if quote else -1
        if at < 0:
            return None
        return self.origin[at][0], self.origin[at + len(quote) - 1][1]


class Masking:
    """Makes texts fit to be sent, for one facts file in one mode."""

    def __init__(self, facts: Facts, *, blind: bool) -> None:
        self._blind = blind
        self._exempt = Ledger(facts).names
        names = names_as_slots(facts, "blind" if blind else "slots")
        longest = sorted(names, key=len, reverse=True)
        self._names = re.compile("|".join(map(re.escape, longest))) if longest else None
        self._numbers = {name: number for number, name in enumerate(longest, 1)}
        secret = [entry for entry in facts.entries() if entry.show == "sensitive"]
        self._secrets = frozenset((one.quantity.value, one.quantity.unit) for one in secret)
        self._secret_words = tuple(
            words for fact in facts.all_facts() if fact.show == "sensitive" for words in _said(fact)
        )

    def may_send(self, text: str) -> bool:
        """Whether a text repeats nothing that a sensitive fact says."""
        return not any(words in text for words in self._secret_words)

    def masked(self, text: str) -> SentText:
        """The text as it may be sent."""
        pieces: list[str] = []
        origin: list[Span] = []
        at = 0
        for (start, end), shown in self._replacements(text):
            if start < at:
                continue
            for here in range(at, start):
                self._add(pieces, origin, text[here], here)
            pieces.append(shown)
            origin += [(start, end)] * len(shown)
            at = end
        for here in range(at, len(text)):
            self._add(pieces, origin, text[here], here)
        return SentText(text, "".join(pieces), tuple(origin))

    def _add(self, pieces: list[str], origin: list[Span], char: str, at: int) -> None:
        if self._blind and char.isnumeric() and not "\u4e00" <= char <= "\u9fff":
            shown = _SOME_DIGIT
        else:
            shown = " " if char.isspace() else escaped(char)
        pieces.append(shown)
        origin += [(at, at + 1)] * len(shown)

    def _replacements(self, text: str) -> Iterator[tuple[Span, str]]:
        found: list[tuple[Span, str]] = []
        if self._names is not None:
            found += [
                (one.span(), f"〔名称{self._numbers[one[0]]}〕")
                for one in self._names.finditer(text)
            ]
        for figure in find_figures(text, self._exempt):
            if figure.claim and (self._blind or self._is_secret(figure)):
                found.append(((figure.start, figure.end), _some(figure)))
        # Of spans that overlap, the longer one hides more.
        yield from sorted(found, key=lambda one: (one[0][0], one[0][0] - one[0][1]))

    def _is_secret(self, figure: Figure) -> bool:
        return (figure.quantity.value, figure.quantity.unit) in self._secrets


def _some(figure: Figure) -> str:
    """What stands for a figure: its unit tells what it counts, and no more."""
    if figure.quantity.kind in TIME_KINDS:
        return _SOME_TIME
    return f"〔若干{escaped(figure.quantity.unit)}〕"


def _said(fact: Fact) -> Iterator[str]:
    """The words of a fact that must not be repeated: its names, the clauses of its text."""
    yield from filter(None, (fact.name, *fact.names))
    yield from _CLAUSE.findall(fact.text)
