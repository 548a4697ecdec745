"""Figures told of another subject: a name of other facts stands where their own should (N116).

The subjects of the facts are read from the facts: the names that they list, what stands at the
head of the names of their figures, and the nouns in which names of siblings differ. A figure is
told of another subject where its clause names one that none of the facts told in the paragraph
has, and its own subject is not named: a name of its fact's list, or the head of its own name.
Where the words are merely unfamiliar, nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from zhibi.checking.bigrams import bigrams
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation, source_note
from zhibi.facts.model import Entry

_LISTED = 10
_COUNTED = 8  # characters after a figure that say what it counts: 146名高龄老人
_REACH = 300
"""Characters on either side of a clause that may name its subject: a sentence may have no end."""
_PROVED = frozenset({"stated", "converted", "rounded"})


def wrong_subjects(given: RuleInput) -> Iterator[Violation]:
    """N116: a figure whose clause names the subject of other facts, and not its own."""
    ledger = given.ledger
    by_line: dict[int, list[Verdict]] = defaultdict(list)
    for verdict in given.verdicts:
        by_line[verdict.match.line].append(verdict)
    for members in by_line.values():
        told = {ledger.entries[v.covers].fact_id for v in members if v.covers is not None}
        words = "\n".join(ledger.fact_words[one] for one in told if one in ledger.fact_words)
        for verdict in members:
            if verdict.status not in _PROVED or verdict.covers is None or verdict.match.attached:
                continue
            entry = ledger.entries[verdict.covers]
            name = _other_subject(given, verdict, entry, words)
            if name:
                yield _of_other(ledger, verdict, entry, name)


def _other_subject(given: RuleInput, verdict: Verdict, entry: Entry, told: str) -> str:
    """The subject that the clause of a figure names in place of its own; empty if none."""
    if entry.fact_id not in given.ledger.fact_words:
        return ""
    sentence = given.structure.sentences[verdict.match.sentence]
    start, end = verdict.match.reading.clause
    first = max(sentence.start, end - _REACH)
    before = given.text[first:end]
    section = given.ledger.section_words.get(entry.section_id)
    called = section.called if section is not None else ""
    own = given.subjects.listed_by(entry.fact_id)
    for name in given.subjects.names_in(before) if own else ():
        alike = [one for one in own if one[-1] == name[-1]]
        if (
            alike
            and name not in told
            and name not in called
            and not any(one in before for one in alike)
        ):
            return name
    sibling = _sibling(given, verdict, entry, told + called)
    if sibling:
        return sibling
    letters = {letter for pair in bigrams(entry.label) for letter in pair}
    said = bigrams(given.text[first : min(sentence.end, end + _REACH)])
    head = {pair for word in (entry.label, *entry.aliases) for pair in bigrams(word)[:2]}
    if not head.isdisjoint(said) or len(letters & set(before)) * 2 > len(letters):
        return ""  # its own name, perhaps in another order
    heads = given.subjects.heads_in(given.text[start:end])
    return next((one for one in heads if one not in told and one not in called), "")


def _sibling(given: RuleInput, verdict: Verdict, entry: Entry, known: str) -> str:
    """What tells another name from its siblings, said where this name's own is not; else empty."""
    start, end = verdict.match.reading.clause
    figure, told = verdict.match.figure, given.ledger.fact_words[entry.fact_id]
    if figure.quantity.numerals == "chinese" and figure.quantity.value <= _LISTED:
        return ""  # 重点做好四方面工作 counts what follows
    words = given.text[start : min(end, figure.end + _COUNTED)]
    for other in given.subjects.pieces_in(words):
        if other not in known and other not in told and _unlike(other, entry.label):
            return other
    return ""


def _unlike(word: str, name: str) -> bool:
    """Whether a word is no form of a name (加梯, 加装电梯): it has characters of its own."""
    return set(bigrams(word)).isdisjoint(bigrams(name)) and not set(word) <= set(name)


def _of_other(ledger: LedgerIndex, verdict: Verdict, entry: Entry, name: str) -> Violation:
    figure = verdict.match.figure
    return Violation.at(
        figure,
        "N116",
        f"“{figure.text}”是“{ledger.label(entry)}”的数，这里说的是“{name}”{source_note(entry)}",
        "核对是谁的数：改正主语，或换成它自己的数",
        None,
        (entry.id,),
    )
