"""What a model adds that no fact has: contacts, documents, ranks, people, firms, whole clauses.

Read in the sentences that a model wrote, with its slots taken for what they are. What the facts,
the document's names or the style's framing have is no addition.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from zhibi.checking.bigrams import bigrams
from zhibi.data_files import read_data
from zhibi.figures.scan import find_figures
from zhibi.styles.framing import FramingLicence, licensed_words, pairs

if TYPE_CHECKING:
    from zhibi.checking.ledger_index import LedgerIndex
    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style

_CLAUSE = re.compile(r"[^，。；：！？,;!?\n]+")
_MARKS = re.compile(r"[，。；：！？、,;!?\n]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_KNOWN = 0.35
"""The share of a clause's word pairs that the facts have, where it may tell one in other words."""
_LEAST = 4
"""Characters that no fact and no framing has, from which on a clause is an addition."""
_LEAST_STRICT = 2
_STRANGE = 5
"""Pairs of letters in a row that nothing has, from which on a run is an addition."""
_LETTERS = re.compile(r"[\u3400-\u9fffA-Za-z]+")
_NEAR = 8
"""Characters on either side of a slot that name what its figure is of."""
_REACHED = ("到", "至", "为", "达", "成", "了", "过", "由", "从", "约", "近", "超")
"""What a verb or a preposition right before a figure ends with."""
_RUN = re.compile(r"[A-Za-z]{3,}|\d{5,}")
_FIRM_SORT = re.compile(
    r"(?:有限责任公司|股份有限公司|有限公司|集团公司|集团|合作社|研究院|研究所|基金会|大学)$"
)
_NAME = 2
"""Characters that the name of a firm has at least, before the sort of firm that it is."""
_REWORDED = frozenset({"added-contact", "added-rank"})
"""Kinds that facts may tell in other words; documents, people and firms have names."""
_SAME_WORDS = 0.7


@dataclass(frozen=True, slots=True)
class Addition:
    """Words that nothing supports; `code` names the kind in `prompts/advice.yaml`."""

    code: str
    start: int
    end: int


class AdditionReader:
    """Reads sentences against all that the facts, the document and the style say."""

    def __init__(self, ledger: LedgerIndex, style: Style) -> None:
        document = ledger.facts.document
        self._style = style
        self._corpus_bigrams = ledger.corpus_bigrams
        self._corpus = "\n".join(
            [ledger.corpus, document.self_name, document.signed, document.date, style.superior]
        )
        self._licence = FramingLicence(style, "usual")
        self._licensed = pairs("\n".join(licensed_words(style)))
        self._deeds = "\n".join([*style.sentences.deeds, *style.use])

    def hard(self, text: str) -> Iterator[Addition]:
        """Contacts, documents, ranks, people and firms that no fact has."""
        plain = _single_width(text)
        for code, pattern in self._patterns.items():
            for found in pattern.finditer(plain):
                if not self._is_known(text[slice(*found.span())], code):
                    yield Addition(code, *found.span())

    def clauses(self, text: str, own: str, *, strict: bool) -> Iterator[Addition]:
        """Clauses without a figure that tell no fact and are no framing.

        `own` are the words of the place where the text stands. `strict` is for text that has only
        the document's data to say: every word must be there.
        """
        words = pairs("\n".join([own, self._deeds]))
        figures = [one.start for one in find_figures(text) if one.claim]
        for clause in _CLAUSE.finditer(text):
            start, end = clause.span()
            yield from self._strange_runs(clause[0], start, words)
            if any(start <= at < end for at in figures):
                continue
            beyond = self._licence.beyond(clause[0], words, self._corpus + own)
            unknown = sum(len(_HAN.findall(clause[0][low:high])) for low, high in beyond)
            letters = sum(map(str.isalnum, clause[0]))
            told = bigrams(clause[0])
            share = sum(one in self._corpus_bigrams for one in told) / max(len(told), 1)
            strange = unknown >= _LEAST and 2 * unknown >= letters and share < _KNOWN
            if strange or (strict and unknown >= _LEAST_STRICT):
                yield Addition("added-words", start, end)

    def _strange_runs(self, clause: str, start: int, words: frozenset[str]) -> Iterator[Addition]:
        """Runs of a clause that no fact, no framing and no verb of the style has a pair of."""
        known = words | self._licensed
        for run in _LETTERS.finditer(clause):
            first = run.start()
            for at in range(run.start(), run.end()):
                pair = clause[at : at + 2]
                is_last = at + 1 >= run.end()
                if is_last or pair in known or pair in self._corpus_bigrams:
                    if at - first >= _STRANGE:
                        yield Addition("added-words", start + first, start + at + 1)
                    first = at + 1

    def names_another(self, before: str, after: str, fact: Fact, own: str) -> str:
        """The words beside a slot that name something else than its fact; empty where none do."""
        said = [fact.name, fact.text, *fact.aliases, *fact.names, own]
        said += [word for entry in fact.entries() for word in (entry.name, *entry.aliases)]
        words = pairs("\n".join(said))
        left, right = _MARKS.split(before)[-1], _MARKS.split(after)[0]
        near = [left[-_NEAR:], right[:_NEAR]]
        if any(pairs(run) & words for run in near):
            return ""
        licensed = words | pairs(self._deeds)
        if near[0].endswith(_REACHED):
            near[0] = ""  # 压缩到18天: what leads to a figure names nothing
        cut = [len(left) > _NEAR, len(right) > _NEAR]
        for number, run in enumerate(near):
            for low, high in self._licence.beyond(run, licensed, self._corpus):
                is_cut = cut[number] and (low == 0 if number == 0 else high == len(run))
                told = pairs(run[low:high])
                if told and not is_cut and not any(one in self._corpus_bigrams for one in told):
                    return run[low:high]
        return ""

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {
            f"added-{kind}": re.compile("|".join(one for one in patterns), re.IGNORECASE)
            for kind, patterns in read_data("writing.llm", "additions").items()
        }

    def _is_known(self, words: str, code: str) -> bool:
        """Whether the facts have these words, in this order or nearly all of them in another."""
        if words in self._corpus or words.strip("《》“”") in self._corpus:
            return True
        if any(run not in self._corpus for run in _RUN.findall(words)):
            return False
        if code == "added-firm":
            sort = _FIRM_SORT.search(words)
            last = (sort.start() if sort else len(words)) - _NAME
            return any(words[at:] in self._corpus for at in range(last + 1))
        told = bigrams(words)
        known = sum(one in self._corpus_bigrams for one in told)
        return code in _REWORDED and known >= _SAME_WORDS * max(len(told), 1)


def _single_width(text: str) -> str:
    """The text with full-width letters and digits as plain ones, character by character."""
    return "".join(
        plain if len(plain := unicodedata.normalize("NFKC", one)) == 1 else one for one in text
    )


def joined(texts: Sequence[str]) -> str:
    """Words of one place, each on a line of its own."""
    return "\n".join(filter(None, texts))
