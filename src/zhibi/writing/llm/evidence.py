"""Words of the material that a model shows for what the check did not find: asked for, verified.

A model that tells a fact in other words is asked where the material says so. Its quote holds only
where it stands in the material word for word, is not told elsewhere in the passage already, says
the same of stage and denial, has each numeral of the words it is shown for, and shares something
with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from zhibi.checking.comparing.steps import SIGNED
from zhibi.checking.reading.stages import find_stages
from zhibi.data_files import read_data
from zhibi.figures.scan import find_figures
from zhibi.styles.framing import pairs
from zhibi.writing.llm.additions import clause_of
from zhibi.writing.llm.slot_text import split
from zhibi.writing.writer import Evidence, bare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhibi.checking.reading.fields import Stage
    from zhibi.figures.model import Figure
    from zhibi.writing.llm.inspection import Inspection
    from zhibi.writing.llm.issues import Issue
    from zhibi.writing.llm.slot_text import Position, SlotProse
    from zhibi.writing.llm.slots import SlotTable
    from zhibi.writing.llm.tasks import Task

_HAN = re.compile(r"[\u3400-\u9fff]")
_CLAUSE = re.compile(r"[^，。；：！？,;!?\n]+")
_PIECES = re.compile(r"”[^“]*“|[｜\n]|…+|\.{3,}|(?<=。)(?=.)")
_AROUND = " 　“”‘’「」\"'。；;，,、：:-"
_DENIED, _LACKING, _INTENDED = (
    re.compile("|".join(read_data("writing.llm", "words")[kind]))
    for kind in ("denied", "lacking", "intended")
)
"""What says that something is not so, what may say the same otherwise, and what is meant to be."""
_WORD = 4
"""Characters up to which a span is a word, and says too little by itself."""
_NOT_YET = re.compile(r"(?:尚未|还没|未|没)[^，。；：、\d]{1,8}的(?=\d|[^，。；]{0,4}\d)")
_SHORTEST = 3
"""Characters that a quote has at least."""
_SHARED, _SHARED_BESIDE = 2, 1
"""Characters that words share with a quote; beside words that tell the same fact, fewer do."""
_LONGER = 1
"""Characters by which words are longer than a quote that they share none with, at most."""
_OF_FACT = 4
"""Pairs of characters that a sentence has of a fact which it tells."""
_LEFT = 3
"""Characters that words may have beside a run of a quote which stands in them as it is."""
_COMMON = 3
"""Characters up to which a run that words and a quote have is a word."""
_RETOLD = 0.75
"""The share of a clause's characters that one clause has which tells it already."""
_NAMED = frozenset({"added-contact", "added-firm", "added-rank"})
"""What names something: its words are shared, whatever fact the sentence tells."""


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
        self._facts = {entry.id: one.id for one in task.facts for entry in one.entries()}
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

    def fact_of(self, entry: str) -> str:
        """The id of the fact that has an entry."""
        return self._facts.get(entry, "")

    def tells(self, sentence: str) -> set[str]:
        """The ids of the facts that a sentence has words of."""
        own = pairs(sentence)
        return {id_ for id_, text in self._told if id_ and len(own & pairs(text)) >= _OF_FACT}

    def supports(self, doubt: Doubt, quote: Sequence[tuple[str, str]]) -> bool:
        """Whether the clauses of a quote that are not told elsewhere say what is doubted."""
        left = [
            one
            for piece, id_ in quote
            for one in _CLAUSE.findall(piece)
            if self._may_say(one, doubt, of_fact=id_ in doubt.facts)
            and not self._is_told(one, doubt)
        ]
        whole = "".join(one for one, _ in quote)
        if doubt.of_figure and not self._is_of_figure(doubt, quote):
            return False
        return (
            bool(left)
            and all(one.text in whole for one in doubt.numerals)
            and _denies_alike(doubt, left)
            and not _goes_further(_predicate(doubt.words), _predicate("，".join(left)))
        )

    def _is_of_figure(self, doubt: Doubt, quote: Sequence[tuple[str, str]]) -> bool:
        """Whether a quote is of the figure's own fact and shares something with the words.

        That of another fact which the sentence tells has the words themselves.
        """
        own = "".join(one for one, id_ in quote if id_ == doubt.of_figure)
        other = "".join(one for one, id_ in quote if id_ in doubt.facts)
        return doubt.said in other or bool(self._content(doubt.said) & self._content(own))

    def _may_say(self, clause: str, doubt: Doubt, *, of_fact: bool) -> bool:
        """Whether a clause shares enough with words; of their own fact, it may be put otherwise."""
        said, left = _without_common(doubt.words, clause) if doubt.added else ("", "")
        beyond = said != doubt.words and sum(map(str.isalnum, said)) > _LEFT
        if beyond and not self._content(said) & self._content(left):
            return False  # it stands there itself, and says nothing of what is put beside it
        own, told = self._content(doubt.words), self._content(clause)
        if of_fact:
            return len(own & told) >= _SHARED_BESIDE or len(own) <= len(told) + _LONGER
        return len(own & told) >= _SHARED

    def _is_told(self, clause: str, doubt: Doubt) -> bool:
        """Whether another clause tells this one already: in its own sentence one may lead to it."""
        own = self._content(clause)
        leads = len(own & self._content(doubt.words)) >= _SHARED
        beside = doubt.elsewhere if leads else (*doubt.elsewhere, *doubt.beside)
        return any(len(own & self._content(one)) >= _RETOLD * len(own) for one in beside)

    def _content(self, words: str) -> set[str]:
        return set(_HAN.findall(words)) - self._particles


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words of a printed sentence that a quote is to show, as they `said`, with those around.

    `elsewhere` are the clauses of the other sentences of the passage, `beside` those of its own
    that may tell the same; `facts` the ids of those that the sentence tells. `numerals` are what a
    quote is to have, too. Words of a figure's matter have the fact of it in `of_figure`. Words may
    be `added`, unless they are of a fact's stage, time or subject.
    """

    said: str
    words: str
    sentence: str
    elsewhere: Sequence[str]
    beside: Sequence[str]
    facts: set[str]
    numerals: Sequence[Figure] = ()
    of_figure: str = ""
    added: bool = True


@dataclass(frozen=True, slots=True)
class Showing:
    """What quotes show for the sentences of a prose, as it was inspected."""

    prose: SlotProse
    inspection: Inspection
    table: SlotTable
    material: Material

    def quoted(self, quotes: Iterable[str]) -> str:
        """The first of some quotes that stands in the material, as the model wrote it, or ""."""
        return next((one for one in quotes if self.material.quoted(one)), "")

    def of(self, issue: Issue, quotes: Iterable[str], changed: str | None) -> list[Evidence]:
        """The evidence for an issue; `changed` is what was written for its sentence, if anything.

        What was doubted may stand in the old sentence, and in the changed one.
        """
        position = issue.position
        quoted = [found for one in quotes if (found := self.material.quoted(one))]
        if position is None or not quoted:
            return []
        old = self.prose.sentence(position).printed(self.table)
        words = old[slice(*issue.span)]
        shown: list[Evidence] = []
        for sentence in (old, *(self.table.rendered(one) for one in split(changed or ""))):
            start = issue.span[0] if sentence == old else sentence.find(words)
            if start < 0:
                continue
            start, end = _around(sentence, start, start + len(words))
            doubt = self._doubt(issue, sentence, (start, end), old)
            quote = next((one for one in quoted if self.material.supports(doubt, one)), None)
            if quote is not None:
                said = "；".join(one for one, _ in quote)
                shown.append(Evidence(bare(sentence), start, end, said, issue.code))
        return shown

    def _doubt(self, issue: Issue, sentence: str, span: tuple[int, int], old: str) -> Doubt:
        """What is in doubt at a span of a sentence, which stood as `old` in the prose.

        What is doubted of a fact's stage, time or subject, its own sentence tells by itself, and
        figures in it are checked as figures.
        """
        assert issue.position is not None
        told = issue.code.startswith(("N", "slot"))
        said = old[slice(*issue.span)]
        own = clause_of(old, issue.span[0])
        beside = (one for one in _CLAUSE.finditer(old) if not own[0] <= one.start() < own[1])
        return Doubt(
            said,
            sentence[slice(*span)],
            sentence,
            [one for other in self._others(old) for one in _CLAUSE.findall(other)],
            [] if told else [one[0] for one in beside],
            set() if issue.code in _NAMED else self._facts(issue.position, sentence),
            [] if told else [one for one in find_figures(said) if one.claim],
            (self.material.fact_of(issue.entry) or issue.entry) if issue.entry else "",
            added=not told,
        )

    def _others(self, old: str) -> Iterator[str]:
        for paragraphs in self.prose.nodes.values():
            for sentence in (one.printed(self.table) for each in paragraphs for one in each):
                if sentence != old:
                    yield sentence

    def _facts(self, position: Position, sentence: str) -> set[str]:
        key = (position.node_id, position.paragraph, position.sentence)
        return {*self.inspection.stated.get(key, ()), *self.material.tells(sentence)}


def _around(sentence: str, start: int, end: int) -> tuple[int, int]:
    """A span of a sentence, or where it is but a word the clauses that it stands in."""
    if end - start > _WORD:
        return start, end
    return clause_of(sentence, start)[0], clause_of(sentence, max(start, end - 1))[1]


def _without_common(one: str, other: str) -> tuple[str, str]:
    """Two texts without the longest run that both have, where it is more than a word."""
    found = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    if found.size <= _COMMON:
        return one, other
    return (
        one[: found.a] + one[found.a + found.size :],
        other[: found.b] + other[found.b + found.size :],
    )


def _predicate(words: str) -> str:
    """Words without what only describes a thing by what it is not (未化解的7起)."""
    return _NOT_YET.sub("", words)


def _denies_alike(doubt: Doubt, left: Sequence[str]) -> bool:
    """Whether what denies something in words or clauses may do so in the other."""
    told = [_predicate(one) for one in left]
    if _DENIED.search(_predicate(doubt.words)) and not any(map(_LACKING.search, told)):
        return False
    return not all(map(_DENIED.search, told)) or _LACKING.search(doubt.sentence) is not None


def _goes_further(words: str, told: str) -> bool:
    """Whether words say that a matter has come further than what is told, or is to come only."""
    said = [one for one in find_stages(words, 0, len(words)) if one.words not in told]
    known = find_stages(told, 0, len(told))
    to_come = any(one.marked and one.aspect == "plan" for one in said)
    if to_come and all(one.aspect == "done" for one in known):
        return _LACKING.search(told) is None and _INTENDED.search(told) is None
    return bool(known) and any(all(_beyond(one, other) for other in known) for one in said)


def _beyond(stage: Stage, known: Stage) -> bool:
    """Whether one stage is further on the way than another, of the same verb where both name none.

    What is applied for or talked of is not on the way yet.
    """
    way = _REACHED[stage.aspect] - _REACHED[known.aspect]
    if not stage.rank:
        return way > 0 and stage.marked and not set(stage.verb).isdisjoint(known.verb)
    if stage.rank < SIGNED or not (stage.marked or stage.aspect == "done"):
        return False
    steps = bool(known.rank) and stage.rank // 10 > known.rank // 10
    return way > 0 or (way == 0 and stage.aspect == "done" and steps)


_REACHED = {"not": 0, "plan": 0, "ongoing": 1, "done": 2}


def _plain(text: str) -> str:
    """A text without what a quote may leave out: blanks and quotation marks."""
    return re.sub(r"[\s“”]", "", text)
