"""Repeated sentences (W102), stock phrases used again (W105)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.violations import Violation

_MIN_SENTENCE = 12
_MIN_COUNTING = 6  # short sentences with a figure count as repeated too


def repeated_sentences(given: RuleInput) -> Iterator[Violation]:
    """W102: the same sentence twice.

    Main figures that a preamble tells stand in their section again.
    """
    structure = given.structure
    seen: dict[str, int] = {}
    for sentence in structure.sentences:
        words = structure.text[sentence.start : sentence.end].strip(" \t　。")
        counting = any(map(str.isdigit, words))
        least = _MIN_COUNTING if counting else _MIN_SENTENCE
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
        elif not (counting and structure.in_preamble(sentence.line)):
            seen[words] = len(seen)


def repeated_stock_phrases(given: RuleInput) -> Iterator[Violation]:
    """W105: stock phrases of the style that are used again, unless the facts use them."""
    for phrase in given.style.stock_phrases:
        if given.text.count(phrase) < 2 or phrase in given.ledger.corpus:
            continue
        again = f"套话“{phrase}”用了不止一次"
        for found in list(re.finditer(re.escape(phrase), given.text))[1:]:
            yield Violation("W105", found.start(), found.end(), again, "留一处或都删去")
