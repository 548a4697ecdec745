"""Totals and shares of places that a sentence names: 甲、乙两个园区共有企业103家, 甲村为乙村的27%.

The facts have a figure for each, of one indicator; the sentence names the places and gives the sum,
or what one is of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from zhibi.checking.computation import Computation, combine, stated
from zhibi.checking.cue_words import cue_pattern, word_choice
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.match import Match
from zhibi.facts.arithmetic import adds_up, agrees, share
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure

_LISTED = lazy_pattern(r"[^，。；：、\d]{2,10}(?:、[^，。；：、\d]{2,10}){1,5}")
_COMES_TO = lazy_pattern(word_choice("of_those_named"))
_OF_OTHER = lazy_pattern(
    r"(?P<part>[^，。；：、\d]{2,10}?)(?:仅|只|还)?(?:占|为|是|相当于|有)(?P<whole>[^，。；：、\d]{2,10})的$"
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
    found = list(_LISTED.finditer(before))
    if not found or not _is_total(before[found[-1].start() :]):
        return
    kind = kind_of(match.figure.quantity)
    names = [ledger.entries[n].name for n in ledger.by_kind.get(kind, ())]
    items = _items(found[-1][0], names)
    by_rest = _by_indicator(ledger, kind, items)
    for own in by_rest.values():
        if len(own) < len(items):
            continue
        for numbers in product(*(own[item][:_MOST_EACH] for item in items)):
            terms = [
                stated(ledger.entries[n].quantity, n, here=False, earlier=False) for n in numbers
            ]
            if adds_up([term.quantity for term in terms], match.figure.quantity):
                yield combine(" + ".join(f"{{{n}}}" for n in range(len(terms))), terms)


def share_of_named(
    ledger: LedgerIndex, structure: Structure, match: Match
) -> Iterator[Computation]:
    """What the figure of one place is of another's, of one indicator (甲村仅为乙村的27.1%)."""
    before = structure.text[
        max(match.reading.clause[0], match.figure.start - _REACH) : match.figure.start
    ]
    found = _OF_OTHER.search(before)
    if found is None:
        return
    for kind in ledger.by_kind:
        by_rest = (
            _by_indicator(ledger, kind, (found["part"], found["whole"])) if kind != "%" else {}
        )
        for own in by_rest.values():
            for pair in product(*(own[item][:_MOST_EACH] for item in found.groups())):
                part, whole = (
                    stated(ledger.entries[n].quantity, n, here=False, earlier=False) for n in pair
                )
                result = share(part.quantity, whole.quantity)
                if result is not None and agrees(result, match.figure.quantity):
                    yield combine("{0} / {1}", (part, whole))


def _is_total(words: str) -> bool:
    """Whether words from a list on tell what those listed have together."""
    return bool(cue_pattern("arithmetic", "total").search(words) or _COMES_TO.search(words))


def _items(words: str, names: Sequence[str]) -> list[str]:
    """The places of a list; the first and the last without what only stands beside them."""
    first, *between, last = words.split("、")
    starts = (first[at:] for at in range(len(first) - 1))
    ends = (last[:end] for end in range(len(last), 1, -1))
    return [_known(starts, names) or first, *between, _known(ends, names) or last]


def _known(words: Iterable[str], names: Sequence[str]) -> str:
    """The first of some words that a name has."""
    return next((word for word in words if any(word in name for name in names)), "")


def _by_indicator(
    ledger: LedgerIndex, kind: str, items: Sequence[str]
) -> dict[str, dict[str, list[int]]]:
    """The entries of the figure's kind by what they are called besides the place's name."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number in ledger.by_kind.get(kind, ()):
        name = ledger.entries[number].name
        item = next((item for item in items if item in name), None)
        if item is not None:
            found[name.replace(item, "")][item].append(number)
    return found
