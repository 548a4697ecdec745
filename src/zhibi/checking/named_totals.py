"""Totals over the places that a sentence lists: 柘桥、西站两个园区共有企业103家, each told later.

The facts have a figure for each, of one indicator; the sentence names the places and gives the sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

from zhibi.checking.computation import Computation, combine, stated
from zhibi.checking.cue_words import cue_pattern
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.match import Match
from zhibi.facts.arithmetic import adds_up
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure

_LISTED = lazy_pattern(
    r"((?:[^，。；：、\d]{2,10}、){1,5})([^，。；：、\d]{2,10}?)"
    r"(?=[两二三四五六七八]|[共合总一均][共计有]?|等|$|，)"
)
_REACH = 200
"""Characters before a figure in which the places are listed: a sentence without end has more."""
_MOST_EACH = 3
"""Entries of one indicator of a place that are tried in a sum."""


def total_of_listed(
    ledger: LedgerIndex, structure: Structure, match: Match
) -> Iterator[Computation]:
    """The sums of one indicator of the places listed before a figure in its sentence."""
    sentence = structure.sentences[match.sentence]
    start = max(sentence.start, match.figure.start - _REACH)
    before = structure.text[start : match.figure.start]
    found = _LISTED.search(before)
    if found is None or not cue_pattern("arithmetic", "total").search(before[found.end() :]):
        return
    items = [*found[1].rstrip("、").split("、"), found[2]]
    by_rest = _by_indicator(ledger, match, items)
    for own in by_rest.values():
        if len(own) < len(items):
            continue
        for numbers in product(*(own[item][:_MOST_EACH] for item in items)):
            terms = [
                stated(ledger.entries[n].quantity, n, here=False, earlier=False) for n in numbers
            ]
            if adds_up([term.quantity for term in terms], match.figure.quantity):
                yield combine(" + ".join(f"{{{n}}}" for n in range(len(terms))), terms)


def _by_indicator(
    ledger: LedgerIndex, match: Match, items: Sequence[str]
) -> dict[str, dict[str, list[int]]]:
    """The entries of the figure's kind by what they are called besides the place's name."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number in ledger.by_kind.get(kind_of(match.figure.quantity), ()):
        name = ledger.entries[number].name
        item = next((item for item in items if item in name), None)
        if item is not None:
            found[name.replace(item, "")][item].append(number)
    return found
