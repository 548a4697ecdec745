"""The questions to a second reader: sentences of one section, and the facts that they may tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibi.models.messages import Message, Request
from zhibi.structure import Structure
from zhibi.writing.offline.writer import OfflineWriter
from zhibi.writing.outline.printable import is_printed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhibi.checking.undecided import Undecided
    from zhibi.facts.model import Fact, Facts
    from zhibi.second_reader.masking import Masking, SentText
    from zhibi.styles.model import Style
    from zhibi.writing.llm.prompts import Prompts

_MOST_SENTENCES = 8
_MOST_FACTS = 40
_GROUPED_BY = 2
"""Sentences under one heading of this level are asked about together."""
_TOKENS_A_SENTENCE = 60
_CAP = 4096


@dataclass(frozen=True, slots=True)
class Question:
    """Sentences with the facts beside them, as sent; `facts` and `fact_ids` are in one order."""

    label: str
    undecided: tuple[Undecided, ...]
    sentences: tuple[SentText, ...]
    fact_ids: tuple[str, ...]
    facts: tuple[SentText, ...]

    def request(self, prompts: Prompts, model: str, attempt: int) -> Request:
        """What is asked of the model; a second attempt is another question."""
        facts, sentences = ([one.sent for one in texts] for texts in (self.facts, self.sentences))
        asked = prompts.render("sentences.md", {"facts": facts, "sentences": sentences})
        return Request(
            (Message("system", prompts.render("reader.md", {})), Message("user", asked)),
            model,
            label=self.label if attempt == 0 else f"{self.label}-again",
            expected=_TOKENS_A_SENTENCE * len(self.sentences),
            cap=_CAP,
            attempt=attempt,
            structured=True,
        )


def questions(
    text: str, undecided: Sequence[Undecided], facts: Facts, style: Style, masking: Masking
) -> list[Question]:
    """The questions about these sentences; what may not be sent is in none of them."""
    by_id = {fact.id: fact for fact in facts.all_facts()}
    told: dict[str, SentText] = {}
    found = []
    for number, group in enumerate(_groups(text, undecided, masking), 1):
        ids = _fact_ids(group, by_id, masking)
        for one in ids:
            if one not in told:
                told[one] = masking.masked(_sentence(by_id[one], facts, style))
        sentences = tuple(masking.masked(_words(text, one)) for one in group)
        shown = tuple(told[one] for one in ids)
        found.append(Question(f"reading/{number:02}", tuple(group), sentences, ids, shown))
    return found


def _groups(
    text: str, undecided: Sequence[Undecided], masking: Masking
) -> Iterator[list[Undecided]]:
    structure = Structure(text)
    by_heading: dict[int, list[Undecided]] = defaultdict(list)
    for one in undecided:
        if masking.may_send(_words(text, one)):
            above = structure.headings_above(one.line)
            start = max((line.start for line in above if line.level <= _GROUPED_BY), default=-1)
            by_heading[start].append(one)
    for group in by_heading.values():
        for at in range(0, len(group), _MOST_SENTENCES):
            yield group[at : at + _MOST_SENTENCES]


def _words(text: str, one: Undecided) -> str:
    return text[one.start : one.end]


def _fact_ids(
    group: Sequence[Undecided], by_id: dict[str, Fact], masking: Masking
) -> tuple[str, ...]:
    """The facts beside a group of sentences, in the order of the file; the nearest, if many."""
    wanted: dict[str, int] = {}
    for one in group:
        for rank, id_ in enumerate(one.facts):
            if is_printed(by_id[id_]) and masking.may_send(by_id[id_].text):
                wanted[id_] = min(rank, wanted.get(id_, rank))
    nearest = sorted(wanted, key=lambda id_: wanted[id_])[:_MOST_FACTS]
    order = {id_: at for at, id_ in enumerate(by_id)}
    return tuple(sorted(nearest, key=lambda id_: order[id_]))


def _sentence(fact: Fact, facts: Facts, style: Style) -> str:
    period = facts.document.period
    writer = OfflineWriter()
    return "".join(writer.sentences([fact], style, default_period=period, whole_names=True))
