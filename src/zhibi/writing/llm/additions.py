"""What a model adds that no fact has: contacts, documents, ranks, people, firms, whole clauses.

Read in the sentences that a model wrote, with its slots taken for what they are. What the facts,
the document's names or the style's framing have is no addition.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from zhibi.checking.bigrams import bigrams
from zhibi.checking.borrowing.word_classes import is_noun, names_more
from zhibi.checking.reading.stages import find_stages
from zhibi.checking.rules.prose.words import verbs_of
from zhibi.checking.statements.restated import restated_in
from zhibi.data_files import read_data
from zhibi.figures.scan import find_figures
from zhibi.styles.framing import FramingLicence, pairs
from zhibi.writing.llm.comparisons import follows, same_way

if TYPE_CHECKING:
    from zhibi.checking.ledger_index import LedgerIndex
    from zhibi.facts.model import Fact
    from zhibi.figures.model import Figure
    from zhibi.styles.model import Style

_start = attrgetter("start")
_CLAUSE = re.compile(r"[^，。；：！？,;!?\n]+")
_BRACKETED = re.compile(r"[（(【\[]([^（()）【】\[\]\n]{4,60})[）)】\]]")
_LISTED = re.compile(r"[^、“”\n]+")
_MARKS = re.compile(r"[，。；：！？、,;!?\n]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_KNOWN = 0.35
"""The share of a clause's word pairs that the facts have, where it may tell one in other words."""
_LEAST = 4
"""Characters that no fact and no framing has, from which on a clause is an addition."""
_LEAST_STRICT = 3
_LEAST_APART = 2
"""The same where the clause is a sentence by itself, or stands in brackets."""
_SENTENCE_ENDS = "。！？!?\n"
_STRANGE = 5
"""Characters in a row that nothing has, from which on a run is an addition."""
_OF_A_LEAD = 6
"""Characters that nothing has, up to which a clause may lead to its own matter."""
_OF_A_FIELD = 5
"""The same for the field that a lead to a problem names."""
_TOLD = 0.75
"""The share of a clause's characters that a clause of the facts has, where it tells the same."""
_STRICT = frozenset({"preamble", "closing"})
_OF_THE_WHOLE = frozenset({"problems", "plan"})
"""Parts that open or close on the report as a whole."""
_QUOTED = re.compile(r"“([^”]+)”")
_ASIDE = re.compile(r"（[^）]*）|…")
_NEAR = 8
"""Characters on either side of a slot that name what its figure is of."""
_LEADS = 3
"""Characters of a verb with such an ending."""
_REACHED = tuple("到至为达成了过由从自约近超出进占有")
"""What a verb or a preposition right before a figure ends with."""
_SHORT = 4
"""Characters of words that may be a verb for what a figure is of (已装 of 安装)."""
_RUN = re.compile(r"[A-Za-z]{3,}|\d{5,}")
_FIRM_SORT = re.compile(f"(?:{'|'.join(read_data('writing.llm', 'words')['firms'])})$")
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
        self._asked = _asked_words(style)
        self._never = style.framing.never
        self._particles = frozenset("".join(style.framing.particles))
        usual = [word for kind in ("words", "times", "openers") for word in _usual()[kind]]
        self._licence = FramingLicence(style, "usual", [*usual, *self._asked])
        self._corpus_pairs = frozenset(ledger.corpus_bigrams)
        self._of_document = FramingLicence(
            style,
            "usual",
            [*usual, *_usual()["document"], *self._asked],
        )
        topics = [word for one in style.topics.values() for word in one.words]
        self._topic_pairs = pairs("\n".join([*style.topics, *topics]))
        self._deeds = "\n".join([*style.sentences.deeds, *style.use])

    def knows(self, pair: str) -> bool:
        """Whether a pair of characters stands in the facts, or in the style's words for topics."""
        return pair in self._corpus_pairs or pair in self._topic_pairs

    def has(self, character: str) -> bool:
        """Whether a character stands in the facts or in the document's data."""
        return character in self._corpus

    def hard(self, text: str) -> Iterator[Addition]:
        """Contacts, documents, ranks, people and firms that no fact has."""
        plain = _single_width(text)
        for code, pattern in self._patterns.items():
            for found in pattern.finditer(plain):
                if not self._is_known(text[slice(*found.span())], code):
                    yield Addition(code, *found.span())

    def clauses(
        self,
        text: str,
        own: str,
        *,
        strict: bool,
        part: str = "",
        printed: str = "",
        before: str = "",
    ) -> Iterator[Addition]:
        """Clauses that tell no fact and are no framing, and such words beside figures.

        `own` are the words of the place where the text stands; `printed` is the text with its
        slots filled in, `before` what is printed before it in its paragraph. `strict` is for text
        that has only the document's data and what the report is about to say: every word must
        be there, or be usual in such places. A clause is named whole, or up to the figures that
        stand in it.
        """
        own += same_way(own)
        words = pairs("\n".join([own, self._deeds]))
        known = words | self._corpus_pairs
        licence = self._of_document if strict or part in _OF_THE_WHOLE else self._licence
        figures = [one for one in find_figures(text) if one.claim]
        for aside in _BRACKETED.finditer(text):
            said = aside[1].partition("：")[2] or aside[1]
            no_figure = not any(aside.start() < one.start < aside.end() for one in figures)
            if no_figure and self._is_added(said, known, own, licence, _LEAST_APART):
                yield Addition("added-words", *aside.span())
        for clause in _CLAUSE.finditer(text):
            first = bisect_left(figures, clause.start(), key=_start)
            inside = figures[first : bisect_left(figures, clause.end(), key=_start)]
            if inside:
                for start, end in _between(clause.span(), inside, text):
                    if self._is_strange_run(text[start:end], known, own, licence):
                        yield Addition("added-words", start, end)
                continue
            told = known if strict else words
            least = _LEAST_STRICT if strict else _LEAST
            least = _LEAST_APART if _is_sentence(text, *clause.span()) else least
            added = self._is_added(clause[0], told, own, licence, least, strict=strict)
            if not added and not self._is_strange_run(clause[0], known, own, licence):
                continue
            if strict or not self.adds_nothing(clause[0], own, printed or text, part, before):
                yield Addition("added-words", *clause.span())

    def _is_added(
        self,
        clause: str,
        words: frozenset[str],
        own: str,
        licence: FramingLicence,
        least: int,
        *,
        strict: bool = False,
    ) -> bool:
        beyond = licence.beyond(clause, words, self._corpus + own)
        unknown = sum(len(_HAN.findall(clause[low:high])) for low, high in beyond)
        letters = sum(map(str.isalnum, clause))
        told = bigrams(clause)
        share = sum(one in self._corpus_bigrams for one in told) / max(len(told), 1)
        if strict and unknown >= least:
            return True
        if 0 < letters <= sum(sum(map(str.isalnum, clause[low:high])) for low, high in beyond):
            return True  # a few characters of which none is known: what is told in pieces, too
        return unknown >= least and 2 * unknown >= letters and share < _KNOWN

    def _is_strange_run(
        self, words: str, known: frozenset[str], own: str, licence: FramingLicence
    ) -> bool:
        """Whether words have a run that no fact, no framing and no verb of the style has."""
        return any(
            len(_HAN.findall(words[low:high])) >= _STRANGE
            for low, high in licence.beyond(words, known, self._corpus + own)
        )

    def adds_nothing(self, clause: str, own: str, text: str, part: str, before: str) -> bool:
        """Whether a clause only leads, links, compares what is told, or is asked for by the style.

        `text` is the sentence that has the clause, printed; `before` stands before it.
        """
        said = clause.strip("“”‘’（）() 　")
        if follows(said, text, before) or restated_in(said, text, own):
            return True
        words = pairs(own)
        beyond = self._licence.beyond(said, words, self._corpus + own)
        unknown = sum(len(_HAN.findall(said[low:high])) for low, high in beyond)
        if part == "problems" and all(_matches("shortfalls", one) for one in said.split("、")):
            return all(self._names_a_field(one, words, own) for one in said.split("、"))
        opener = next((one for one in _usual()["openers"] if said.startswith(one)), "")
        if any(one in said for one in self._not_said(own) if one != opener):
            return False
        if part in _STRICT and not self._of_document.beyond(said, words, self._corpus + own):
            return True
        if self._told_in(said, own):
            return True
        if unknown > _OF_A_LEAD:
            return False
        asked = next((one for one in self._asked if said.startswith(one)), "")
        leads = bool(opener) and bool(pairs(said[len(opener) :]) & words)
        is_aim = part == "plan" and _matches("aims", said)
        return bool(asked) or leads or is_aim or _matches("connectives", said)

    def _names_a_field(self, lead: str, words: frozenset[str], own: str) -> bool:
        """Whether what a lead to a problem is about is nearly told by the report's own words."""
        field = _pattern("short_of").split(lead, maxsplit=1)[0]
        beyond = self._licence.beyond(field, words, self._corpus + own)
        return sum(len(_HAN.findall(field[low:high])) for low, high in beyond) <= _OF_A_FIELD

    def _told_in(self, clause: str, own: str) -> bool:
        """Whether one clause of the own words has nearly all characters of a clause (路窄弯急).

        Particles, and words that only place things beside one another, are left out.
        """
        wanted = set(_HAN.findall(_pattern("beside").sub("", clause))) - self._particles
        if len(wanted) < _LEAST:
            return False
        told = (len(wanted & set(one)) for one in _CLAUSE.findall(own))
        return max(told, default=0) >= _TOLD * len(wanted)

    def _not_said(self, own: str) -> list[str]:
        """Words that framing never has, without those that the own words have or say otherwise."""
        whole = _usual()["all"]
        says_all = any(one in own for one in whole)
        return [one for one in self._never if one not in own and not (says_all and one in whole)]

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
        named = {char for entry in fact.entries() for char in entry.name}
        if near[0].endswith(_REACHED):
            near[0] = near[0][:-_LEADS]  # 压缩到18天: what leads to a figure names nothing
        cut = [len(left) > _NEAR, len(right) > _NEAR]
        for number, run in enumerate(near):
            for low, high in self._licence.beyond(run, licensed, self._corpus):
                is_cut = cut[number] and (low == 0 if number == 0 else high == len(run))
                told = pairs(run[low:high])
                if not told or is_cut or any(one in self._corpus_bigrams for one in told):
                    continue
                if high - low <= _SHORT and not named.isdisjoint(run[low:high]):
                    continue
                if is_noun(run[low:high]) and not _is_step_of(run[low:high], fact):
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
            called = words[: sort.start()] if sort else ""
            if sort and (
                called in verbs_of(self._style) or not names_more(called, self._corpus_bigrams)
            ):
                return sort[0] in self._corpus  # 建强合作社, 学习合作社记账 name none
            return any(words[at:] in self._corpus for at in range(last + 1))
        if code == "added-rank" and (rank := _RANK.fullmatch(words)):
            return rank[1] in self._corpus  # 居第一位, where the facts have 分列第一位和第二位
        if code == "added-contact" and self._told_in(words, self._corpus):
            return True  # 供收购商扫码查询 of 扫码可查
        told = bigrams(words)
        known = sum(one in self._corpus_bigrams for one in told)
        return code in _REWORDED and known >= _SAME_WORDS * max(len(told), 1)


def _is_step_of(words: str, fact: Fact) -> bool:
    """Whether words are a step that a fact tells in another word (动工 of 6月开工)."""
    said = {stage.rank for stage in find_stages(words, 0, len(words))} - {0}
    told = "，".join([fact.text, *(entry.name for entry in fact.entries())])
    return bool(said) and said <= {stage.rank for stage in find_stages(told, 0, len(told))}


_RANK = re.compile("(?:位列|位居|排名|排在|排|居于?|列)(第[一二三四五六七八九十\\d]+)")


def _is_sentence(text: str, start: int, end: int) -> bool:
    """Whether a clause is a whole sentence."""
    begins = start == 0 or text[start - 1] in _SENTENCE_ENDS
    return begins and (end == len(text) or text[end] in _SENTENCE_ENDS)


def clause_of(text: str, at: int) -> tuple[int, int]:
    """The span of the clause that an offset of a text falls into."""
    found = (one.span() for one in _CLAUSE.finditer(text))
    return next((span for span in found if span[0] <= at < span[1]), (at, at))


def segment(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause that has a span, or its part between figures where some stand in it."""
    low, high = clause_of(text, start)
    if end > high:
        return start, end
    figures = [one for one in find_figures(text) if one.claim and low <= one.start < high]
    parts = _between((low, high), figures, text)
    return next((span for span in parts if span[0] <= start and end <= span[1]), (start, end))


def _between(
    span: tuple[int, int], figures: Sequence[Figure], text: str
) -> Iterator[tuple[int, int]]:
    """The parts of a clause between its figures and its 、, without these."""
    start, end = span
    for figure in [*figures, None]:
        stop = figure.start if figure is not None else end
        for part in _LISTED.finditer(text, start, max(start, stop)):
            yield part.span()
        start = figure.end if figure is not None else end


def _asked_words(style: Style) -> tuple[str, ...]:
    """The words that the style's own advice asks for, in quotation marks."""
    parts = [style.guide, *(part.guide for part in style.parts.values())]
    quoted = [one for guide in parts for advice in guide for one in _QUOTED.findall(advice.say)]
    pieces = [piece for one in quoted for piece in _ASIDE.split(one)]
    cut = [_MARKS.sub("", piece) for piece in pieces]
    return tuple(dict.fromkeys(piece for piece in cut if len(piece) > 1))


@cache
def _usual() -> dict[str, list[str]]:
    rows: dict[str, list[str]] = read_data("writing.llm", "usual")
    return rows


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(_usual()[kind]))


def _matches(kind: str, clause: str) -> bool:
    return _pattern(kind).fullmatch(clause) is not None


def _single_width(text: str) -> str:
    """The text with full-width letters and digits as plain ones, character by character."""
    return "".join(
        plain if len(plain := unicodedata.normalize("NFKC", one)) == 1 and plain.isalnum() else one
        for one in text
    )


def joined(texts: Sequence[str]) -> str:
    """Words of one place, each on a line of its own."""
    return "\n".join(filter(None, texts))
