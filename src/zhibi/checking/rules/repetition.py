"""Repeated sentences (W102), sentences without a fact and repeated stock phrases (W105)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhibi.checking.bigrams import bigrams
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.structure import Line, Structure
from zhibi.checking.violations import Violation

_LEAD = re.compile(r"[一二三四五六七八九十]是")
_MIN_SENTENCE = 12
_MIN_COUNTING = 6  # short sentences with a figure count as repeated too
_KNOWN_SHARE = 0.55  # of a sentence's bigrams that the facts have, at least


def repeated_sentences(given: RuleInput) -> Iterator[Violation]:
    """W102: the same sentence twice."""
    structure = given.structure
    seen: dict[str, int] = {}
    for sentence in structure.sentences:
        words = structure.text[sentence.start : sentence.end].strip(" \t　。")
        least = _MIN_COUNTING if any(map(str.isdigit, words)) else _MIN_SENTENCE
        if len(words) < least or structure.lines[sentence.line].kind != "paragraph":
            continue
        if words in seen:
            yield Violation(
                "W102",
                sentence.start,
                sentence.end,
                f"这句话与前面（第{seen[words] + 1}句）重复",
                "留一处",
            )
        else:
            seen[words] = len(seen)


def empty_sentences(given: RuleInput) -> Iterator[Violation]:
    """W105: sentences of the summary that state no fact."""
    structure, known = given.structure, given.ledger.corpus_bigrams
    with_figures = {verdict.match.sentence for verdict in given.verdicts}
    for index, sentence in enumerate(structure.sentences):
        line = structure.lines[sentence.line]
        if index in with_figures or line.kind != "paragraph" or sentence.end <= line.heading_end:
            continue
        if structure.part(sentence.start) != "summary" or _signature(structure, line):
            continue
        words = structure.text[sentence.start : sentence.end].strip()
        if _LEAD.match(words):
            continue
        if len(words) < _MIN_SENTENCE or not structure.headings_above(sentence.line):
            continue
        own = bigrams(words)
        if own and sum(bigram in known for bigram in own) / len(own) < _KNOWN_SHARE:
            yield Violation(
                "W105", sentence.start, sentence.end, "这句话里没有事实", "删去，或换成有事实的话"
            )


def _signature(structure: Structure, line: Line) -> bool:
    return line.end - line.start < 30 and "。" not in structure.text[line.start : line.end]


def repeated_stock_phrases(given: RuleInput) -> Iterator[Violation]:
    """W105: stock phrases of the style that are used again, unless the facts use them."""
    for phrase in given.style.stock_phrases:
        if phrase in given.ledger.corpus:
            continue
        again = f"套话“{phrase}”用了不止一次"
        for found in list(re.finditer(re.escape(phrase), given.text))[1:]:
            yield Violation("W105", found.start(), found.end(), again, "留一处或都删去")
