"""N102: a figure that only follows from an indicator's own, told as something else.

What is short of a target bears its indicator's name: without a word of shortfall beside it, the
text would give it as the indicator's value (参保人数314人 for 距目标尚差314人).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.violations import Violation
from zhibi.data_files import read_data
from zhibi.patterns import lazy_pattern

_CLAUSE = lazy_pattern(r"[，。；：！？\n]")
_REACH = 120
"""Characters on either side of a figure in which its clause is looked for: work stays linear."""


def implied_told_as_values(given: RuleInput) -> Iterator[Violation]:
    """N102: differences without the words that say what they are."""
    by_id = {fact.id: fact for fact in given.ledger.facts.all_facts() if fact.implied}
    for verdict in given.verdicts:
        if verdict.covers is None:
            continue
        entry = given.ledger.entries[verdict.covers]
        fact = by_id.get(entry.fact_id)
        if fact is None:
            continue
        figure = verdict.match.figure
        before = _CLAUSE.split(given.text[max(figure.start - _REACH, 0) : figure.start])[-1]
        after = _CLAUSE.split(given.text[figure.end : figure.end + _REACH])[0]
        if not _words(fact.id.rpartition(".")[2]).search(f"{before}|{after}"):
            yield Violation(
                "N102",
                figure.start,
                figure.end,
                f"“{figure.text}”是“{entry.name}”的数，这里没有说是差额",
                f"写明“{fact.implied}”，或换成这件事自己的数",
                None,
                (entry.id,),
            )


@cache
def _words(kind: str) -> re.Pattern[str]:
    """What says that a figure is such a difference."""
    said: dict[str, list[str]] = read_data("facts", "implied")["said"]
    return re.compile("|".join(map(re.escape, said[kind])))
