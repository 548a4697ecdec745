"""N116: a clause that tells a fact with a word of another matter.

A word that is the whole name of a figure names it: then the figure is another one's (N102).

What a clause tells is what its figures state; one without figures tells what those beside it do,
and the fact that has most of its words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhibi.checking.borrowing.borrowed_words import Borrowed
from zhibi.checking.borrowing.levels import levels_in, other_level
from zhibi.checking.borrowing.serials import other_serial, serials_in
from zhibi.checking.borrowing.word_classes import compares, held_characters
from zhibi.checking.ledger_index import kind_of
from zhibi.checking.reading.cues import find_cues
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.verdicts import Verdict, wrong_indicator
from zhibi.checking.violations import Violation, source_note
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS
from zhibi.structure import CLAUSE

_LONGEST = 120
_COUNTED = 10
_NEAR = 3
"""Clauses on either side of one without figures whose figures may say what it is of."""

Told = dict[str, Verdict]
"""The facts that figures tell, each with one of them."""


def borrowed_words(given: RuleInput) -> Iterator[Violation]:
    """N116: a word of another matter in a clause that tells its own."""
    verdicts = sorted(given.verdicts, key=lambda one: one.match.figure.start)
    starts = [one.match.figure.start for one in verdicts]
    for sentence in given.structure.sentences:
        low, high = sentence.start, sentence.end
        if given.structure.lines[sentence.line].kind != "paragraph":
            continue
        members = verdicts[bisect_left(starts, low) : bisect_left(starts, high)]
        words = given.text[low:high]
        if members or given.borrowing.names.any_in(words) or find_cues("level", words):
            yield from _of_sentence(given, low, high, members)


def _of_sentence(
    given: RuleInput, start: int, end: int, members: Sequence[Verdict]
) -> Iterator[Violation]:
    clauses = [found.span() for found in CLAUSE.finditer(given.text, start, end)]
    by_clause: dict[int, list[Verdict]] = defaultdict(list)
    opens = [low for low, _ in clauses]
    for one in members:
        by_clause[bisect_right(opens, one.match.figure.start) - 1].append(one)
    told = {at: _told(given, here) for at, here in by_clause.items()}
    for at, (low, high) in enumerate(clauses):
        if high - low > _LONGEST:
            continue
        own = told.get(at)
        if own:
            yield from _of_clause(given, low, high, by_clause[at], own)
        elif at not in told:
            yield from _without_figures(given, low, high, _beside(told, at))


def _beside(told: Mapping[int, Told | None], at: int) -> Told:
    """The facts that the figures nearest before and after a clause tell, in its sentence."""
    before = next((told[n] for n in range(at - 1, at - 1 - _NEAR, -1) if told.get(n)), None)
    after = next((told[n] for n in range(at + 1, at + 1 + _NEAR) if told.get(n)), None)
    return {**(before or {}), **(after or {})}


def _of_clause(
    given: RuleInput, start: int, end: int, here: Sequence[Verdict], own: Told
) -> Iterator[Violation]:
    words, facts = given.text[start:end], frozenset(own)
    yield from _other_levels(given, start, words, facts)
    yield from _other_serials(given, start, words, here)
    if not given.borrowing.has_other_words(words, facts) or compares(words):
        return
    held = held_characters(given.text, start, end, (one.match.figure for one in here))
    names = _names_of(given, here)
    for one in given.borrowing.borrowed(given.text, (start, end), facts, held, names):
        verdict, entry = _figure_nearest(given, own, one.start)
        named = given.borrowing.entry_named(one, kind_of(entry.quantity))
        if named is not None and verdict.covers is not None:
            yield wrong_indicator(given.ledger, verdict.match, entry, named)
            continue
        whose = f"“{verdict.match.figure.text}”是“{given.ledger.label(entry)}”的数"
        yield _violation(given, one, whose, entry.id, source_note(entry))


def _without_figures(given: RuleInput, start: int, end: int, near: Told) -> Iterator[Violation]:
    words, facts = given.text[start:end], frozenset(near)
    named = given.borrowing.has_other_names(words, facts) and not compares(words)
    if not named and not levels_in(words):
        return
    held = held_characters(given.text, start, end, ())
    rest = given.borrowing.names.held_too(words, held)
    facts |= given.borrowing.nearest(words, rest)
    if not facts or not given.borrowing.speaks_of(words, facts, rest):
        return
    yield from _other_levels(given, start, words, facts)
    for one in given.borrowing.borrowed(given.text, (start, end), facts, held) if named else ():
        if not given.borrowing.names.is_name(one.word):
            continue
        fact = given.borrowing.nearest_of(words, facts)
        yield _violation(given, one, f"这里说的是“{given.borrowing.opening(fact)}”", fact, "")


def _other_levels(
    given: RuleInput, start: int, words: str, facts: frozenset[str]
) -> Iterator[Violation]:
    """N116: a level that the facts of a clause have not, where they have another."""
    for told in levels_in(words):
        wrong = other_level(told, given.borrowing.levels_of(facts))
        if wrong:
            yield Violation(
                "N116",
                start + told.said.start,
                start + told.said.end,
                f"事实里是{'、'.join(sorted(wrong))}，这里写的是“{told.said.words}”",
                "级别照事实写",
                None,
                tuple(sorted(facts)),
            )


def _other_serials(
    given: RuleInput, start: int, words: str, here: Iterable[Verdict]
) -> Iterator[Violation]:
    """N116: another one of a kind (一期, 二类) than the figures of a clause have in their names."""
    ledger = given.ledger
    numbers = [one.covers for one in here if one.covers is not None]
    entries = [ledger.entries[n] for n in numbers if ledger.entries[n].fact_id != "document"]
    for told in serials_in(words):
        other = other_serial(told, words, (ledger.label(entry) for entry in entries))
        if other:
            yield Violation(
                "N116",
                start + told.start(),
                start + told.end(),
                f"“{ledger.label(entries[0])}”说的是{other}，这里写的是“{told[0]}”"
                f"{source_note(entries[0])}",
                "照事实写",
                None,
                tuple(entry.id for entry in entries),
            )


def _names_of(given: RuleInput, here: Iterable[Verdict]) -> str:
    """What the entries that some figures state are called."""
    entries = (given.ledger.entries[one.covers] for one in here if one.covers is not None)
    return "".join(name for entry in entries for name in (entry.label, *entry.aliases))


def _told(given: RuleInput, here: Sequence[Verdict]) -> Told | None:
    """The facts that the figures of a clause tell, each with one; None where one is doubted."""
    found: Told = {}
    for verdict in here:
        if verdict.status in ("conflict", "unsupported"):
            return None
        if verdict.covers is not None and not _by_chance(given, verdict):
            found.setdefault(given.ledger.entries[verdict.covers].fact_id, verdict)
        elif verdict.computation is not None:
            for number in verdict.computation.entries:
                found.setdefault(given.ledger.entries[number].fact_id, verdict)
    return {fact: one for fact, one in found.items() if given.borrowing.tells(fact)}


def _by_chance(given: RuleInput, verdict: Verdict) -> bool:
    """Whether a figure may be another's: no word near it names its fact."""
    match, scoring = verdict.match, given.ledger.scoring
    quantity = match.figure.quantity
    small = quantity.numerals == "chinese" and quantity.value <= _COUNTED
    if small or quantity.kind in TIME_KINDS:
        return match.score < scoring.named
    return len(match.candidates) > 1 and match.score < scoring.unnamed


def _figure_nearest(given: RuleInput, own: Told, at: int) -> tuple[Verdict, Entry]:
    """The figure of a clause that stands nearest to a place, and its entry."""
    ledger = given.ledger
    fact, verdict = min(own.items(), key=lambda item: abs(item[1].match.figure.start - at))
    number = verdict.covers
    if number is None or ledger.entries[number].fact_id != fact:
        number = ledger.by_fact[fact][0]
    return verdict, ledger.entries[number]


def _violation(given: RuleInput, one: Borrowed, whose: str, own: str, source: str) -> Violation:
    return Violation(
        "N116",
        one.start,
        one.end,
        f"{whose}，“{one.word}”说的却是“{given.borrowing.called(one)}”{source}",
        "核对说的是谁：改正主语，或换成它自己的数",
        None,
        (own,),
    )
