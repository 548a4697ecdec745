"""What a clause without figures says the next one's figures are of, where that is another matter.

蔗款越来越多地用电子支付，占比92%; 旅游没跟上来。上半年收入1632.5万元: the clause with the figures
names nothing, so that its subject is the one of the clause before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from zhibi.checking.borrowing.found_words import Borrowed
from zhibi.checking.borrowing.word_classes import borrowing_data, compares, held_characters, is_noun
from zhibi.checking.reading.clauses import Clause
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.rules.clause_facts import ToldClause
from zhibi.patterns import lazy_pattern
from zhibi.styles.framing import pairs

_LIST = lazy_pattern(r"[、和与]|以及")
_LEADS_ON = lazy_pattern(r"[，：:。！？ \u3000]{1,2}")
"""Between a clause and the one whose subject it names."""
_WORD = lazy_pattern(r"[\u4e00-\u9fff]+")


def borrowed_topic(given: RuleInput, topic: Clause, clause: ToldClause) -> Iterator[Borrowed]:
    """The subject of a clause without figures, where the figures behind it are another's.

    It stands at the head of its clause and in no list; the facts of the figures and of what
    follows in the paragraph have it not; those that have it say nothing more of its clause.
    """
    text, words, own = given.text, topic.words, frozenset(clause.own)
    if not given.borrowing.has_other_words(topic, own) or compares(topic):
        return
    if _no_topic().match(words) or _LIST.search(words) or given.ledger.saying(words):
        return
    first = min(one.match.figure.start for one in clause.here)
    if not _LEADS_ON.fullmatch(text, topic.end, clause.start):
        return
    if not given.borrowing.names.is_name(words) and _names_any(clause, first):
        return
    held = held_characters(topic, ())
    for one in given.borrowing.borrowed(topic, own, held):
        if one.word in borrowing_data()["fields"]:
            continue
        if _is_subject(words, one, topic.start, held) and not _explained(given, one, topic, clause):
            yield one


def _is_subject(words: str, one: Borrowed, start: int, held: Sequence[bool]) -> bool:
    """Whether a word stands at the head of a clause (街巷里的夜市, 夜市)."""
    at = one.start - start
    before = words[:at]
    if before.endswith("的"):
        return True
    opened = _opener().sub("", before)
    runs = _WORD.findall(_unheld(opened, held[at - len(opened) :]))
    of_verb = runs and words[at + len(one.word) :][:1] == "的"  # 来库区的人多了
    return not of_verb and not any(is_noun(run) for run in runs)


def _names_any(clause: ToldClause, end: int) -> bool:
    """Whether the words before the first figure of a clause, at `end`, name a subject."""
    held = held_characters(clause.read, ())[: end - clause.start]
    return any(is_noun(run) for run in _WORD.findall(_unheld(clause.read.words, held)))


def _unheld(words: str, held: Sequence[bool]) -> str:
    return "".join(" " if one else char for char, one in zip(words, held, strict=False))


def _explained(given: RuleInput, one: Borrowed, topic: Clause, clause: ToldClause) -> bool:
    """Whether a topic is the figures' own in other words, or its clause tells its own fact."""
    start, end = topic.start, topic.end
    ledger, text = given.ledger, given.text
    known = given.borrowing.known(frozenset(clause.own))
    if text[one.start : one.start + 2] in known.said:
        return True  # 医保扩面 of a fact of 医保
    labels = {ledger.label(ledger.entries[v.covers]) for v in clause.here if v.covers is not None}
    alike = set(one.word) & set("".join(labels))
    if alike - {one.word[-1]}:
        return True
    rest = (pairs(text[start : one.start]) | pairs(text[one.end : end])) - known.said
    if any(given.borrowing.has_any(fact, rest) for fact in one.facts):
        return True
    line = clause.here[0].match.line
    told = {
        ledger.entries[v.covers].fact_id
        for v in given.verdicts
        if v.match.line == line and v.match.figure.start > end and v.covers is not None
    }
    return not told.isdisjoint(one.facts)


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(borrowing_data()["openers"])


@cache
def _no_topic() -> re.Pattern[str]:
    return re.compile(borrowing_data()["no_topic"])
