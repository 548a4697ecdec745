"""Words of the material that a model shows for what the check did not find: asked for, verified.

A model that tells a fact in other words is asked where the material says so. Its quote holds only
where it stands in the material word for word, is not told elsewhere in the passage already, says
the same of stage and denial, has each numeral of the words it is shown for, and shares something
with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhibi.checking.comparing.steps import DONE, differ, position
from zhibi.checking.reading.stages import find_stages
from zhibi.figures.scan import find_figures
from zhibi.writing.llm.additions import clause_of
from zhibi.writing.llm.slot_text import split
from zhibi.writing.writer import Evidence, bare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhibi.writing.llm.inspection import Inspection
    from zhibi.writing.llm.issues import Issue
    from zhibi.writing.llm.slot_text import Position, SlotProse
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.llm.tasks import Task

_HAN = re.compile(r"[\u3400-\u9fff]")
_CLAUSE = re.compile(r"[^，。；：！？,;!?\n]+")
_PIECES = re.compile(r"”[^“]*“|[｜\n]|…+|\.{3,}|(?<=。)(?=.)")
_AROUND = " 　“”‘’「」\"'。；;，,、：:-"
_DENIED = re.compile(
    "没|未(?!来|成年)|无法|无人|无力|难以|不(?:再|能|会|到|足|够|予|准|了|愿|肯|敢|见|是)"
)
"""What says that something is not so; 足不出户 and 络绎不绝 do not."""
_WORD = 4
"""Characters up to which a span is a word, and says too little by itself."""
_SHORTEST = 4
"""Characters that a quote has at least."""
_SHARED, _SHARED_BESIDE = 2, 1
"""Characters that words share with a quote; beside clauses that tell the same fact, fewer do."""
_RETOLD = 0.75
"""The share of a clause's characters that one clause has which tells it already."""


class Material:
    """What a task's prompt gave, by fact, against which quotes are verified.

    `sent` is the data of the prompt's template.
    """

    def __init__(
        self,
        sent: Mapping[str, Any],
        task: Task,
        table: SlotTable,
        particles: frozenset[str],
    ) -> None:
        self._table = table
        self._particles = particles
        self._told: list[tuple[str, str]] = []
        for node, given in zip(task.nodes, sent["nodes"], strict=True):
            told = [
                (one.id, said["text"]) for one, said in zip(node.facts, given["facts"], strict=True)
            ]
            told += [
                ("", one) for one in (given["sketch"], *given["unfinished"], *given["computed"])
            ]
            self._told += [(id_, _plain(table.rendered(text))) for id_, text in told]

    def quoted(self, said: str) -> list[tuple[str, str]]:
        """The pieces of a quote, each with the fact that has it; empty where one stands nowhere."""
        found = []
        said = self._table.rendered(said)
        for piece in filter(None, (one.strip(_AROUND) for one in _PIECES.split(said))):
            own = [id_ for id_, text in self._told if _plain(piece) in text]
            if not own or len(_HAN.findall(piece)) < _SHORTEST:
                return []
            found.append((piece, own[0]))
        return found

    def supports(
        self, words: str, quote: Sequence[tuple[str, str]], beside: Sequence[str], facts: set[str]
    ) -> bool:
        """Whether the clauses of a quote that are not told elsewhere say what some words do.

        `beside` are the other clauses of the passage, `facts` what the words' sentence states.
        """
        clauses = [(one, id_) for piece, id_ in quote for one in _CLAUSE.findall(piece)]
        own = self._content(words)
        left = [
            one
            for one, id_ in clauses
            if len(own & self._content(one)) >= (_SHARED_BESIDE if id_ in facts else _SHARED)
            and not self._is_told(one, beside)
        ]
        if not left:
            return False
        said = "，".join(left)
        numerals = {one.text for one in find_figures(words)}
        whole = "".join(one for one, _ in quote)
        return (
            all(one in whole for one in numerals)
            and any(_denies(words) == _denies(one) for one in left)
            and not _goes_further(words, said)
        )

    def _is_told(self, clause: str, beside: Sequence[str]) -> bool:
        own = self._content(clause)
        return any(len(own & self._content(one)) >= _RETOLD * len(own) for one in beside)

    def _content(self, words: str) -> set[str]:
        return set(_HAN.findall(words)) - self._particles


@dataclass(frozen=True, slots=True)
class Showing:
    """What quotes show for the sentences of a prose, as it was inspected."""

    prose: SlotProse
    inspection: Inspection
    table: SlotTable
    material: Material

    def of(
        self,
        position: Position,
        issues: Iterable[Issue],
        quotes: Iterable[str],
        changed: str | None,
    ) -> list[Evidence]:
        """The evidence for the issues of one sentence; `changed` is what was written for it."""
        quoted = [found for one in quotes if (found := self.material.quoted(one))]
        own = [one for one in issues if one.position == position]
        if not quoted or not own:
            return []
        old = self.prose.sentence(position).printed(self.table)
        new = [self.table.rendered(one) for one in split(changed or "")]
        key = (position.node_id, position.paragraph, position.sentence)
        facts = set(self.inspection.stated.get(key, ()))
        shown: list[Evidence] = []
        for issue in own:
            words = old[slice(*issue.span)]
            for sentence in (old, *new):
                start = sentence.find(words)
                if start < 0:
                    continue
                start, end = _around(sentence, start, start + len(words))
                held = (one for one in quoted if self._holds(sentence[start:end], one, facts, old))
                if (quote := next(held, None)) is not None:
                    said = "；".join(one for one, _ in quote)
                    shown.append(Evidence(bare(sentence), start, end, said))
        return shown

    def _holds(
        self, words: str, quote: Sequence[tuple[str, str]], facts: set[str], old: str
    ) -> bool:
        passage = (
            one.printed(self.table)
            for paragraphs in self.prose.nodes.values()
            for paragraph in paragraphs
            for one in paragraph
        )
        beside = [
            one
            for sentence in passage
            for one in _CLAUSE.findall(sentence)
            if sentence != old or one not in words
        ]
        return self.material.supports(words, quote, beside, facts)


def _around(sentence: str, start: int, end: int) -> tuple[int, int]:
    """A span of a sentence, or where it is but a word the clauses that it stands in."""
    if end - start > _WORD:
        return start, end
    return clause_of(sentence, start)[0], clause_of(sentence, max(start, end - 1))[1]


def _goes_further(words: str, told: str) -> bool:
    """Whether words say another stage than what is told; a mark that both have says nothing."""
    said = [one for one in find_stages(words, 0, len(words)) if one.words not in told]
    known = [position(one, known=True) for one in find_stages(told, 0, len(told))] or [DONE]
    return any(differ(position(one, known=False), known) for one in said)


def _denies(words: str) -> bool:
    return _DENIED.search(words) is not None


def _plain(text: str) -> str:
    """A text without what a quote may leave out: blanks and quotation marks."""
    return re.sub(r"[\s“”]", "", text)
