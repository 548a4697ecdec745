"""W104: statements that no fact makes: causes, outcomes, scope, praise, stages, processes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.rules.padding import empty_sentences
from zhibi.checking.violations import Violation
from zhibi.patterns import lazy_pattern
from zhibi.structure import Sentence

_ABOVE = lazy_pattern("超额|超目标")
_ALL = lazy_pattern("全部|全都|悉数|均已")
_TO_COME = lazy_pattern("[距离].*(?:全部|全都|均).*[差剩余缺]")
_WHOLE = 100
_HINT = "删去，或把这句话连同来源写进事实"


def unsupported_statements(given: RuleInput) -> Iterator[Violation]:
    """W104: what clauses of the summary state beyond the facts of their matter."""
    structure = given.structure
    sections = _sections_told(given)
    empty_starts = cache(lambda: {violation.start for violation in empty_sentences(given)})
    figures: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for figure in given.figures:
        figures[structure.sentence_index(figure.start)].append((figure.start, figure.end))
    for index, sentence in enumerate(structure.sentences):
        line = structure.lines[sentence.line]
        if line.kind != "paragraph" or sentence.end <= line.heading_end:
            continue
        if structure.part(sentence.start) != "summary":
            continue
        told = frozenset(sections.get(index, ()))
        clauses = given.cued.clauses(sentence.start, sentence.end)
        for found in given.statements.beyond(clauses, figures[index], told):
            stated = found.statement
            # Of a sentence without any fact, W105 says that its words are new.
            if not stated.kind and sentence.start in empty_starts():
                continue
            if not given.framing.beyond(*found.clause):
                continue
            words = given.text[stated.start : stated.end]
            if _is_proved(words, found.clause, sentence, given):
                continue
            what = f"事实没有说这个{stated.kind}：" if stated.kind else "事实没有说"
            yield Violation("W104", stated.start, stated.end, f"{what}“{words}”", _HINT)


def _is_proved(words: str, clause: tuple[int, int], sentence: Sentence, given: RuleInput) -> bool:
    """Whether figures of the sentence prove what a word says: 超额 by 104%, 全部 by 100%.

    What is still to come (离全部办结还差8个百分点) says nothing of what is reached.
    """
    text = given.text
    if _ALL.search(words) and _TO_COME.search(text[slice(*clause)]):
        return True
    wanted = 1 if _ABOVE.search(words) else 0 if _ALL.search(words) else None
    if wanted is None:
        return False
    rates = [
        one.quantity.value
        for one in given.figures
        if sentence.start <= one.start < sentence.end and one.quantity.unit == "%"
    ]
    return any(value > _WHOLE if wanted else value == _WHOLE for value in rates)


def _sections_told(given: RuleInput) -> dict[int, set[str]]:
    """By the number of a sentence, the sections of the facts that its figures state or are near."""
    ledger = given.ledger
    sections: dict[int, set[str]] = defaultdict(set)
    for verdict in given.verdicts:
        for one in verdict.facts:
            number = ledger.number.get(one)
            if number is not None:
                sections[verdict.match.sentence].add(ledger.entries[number].section_id)
    return sections
