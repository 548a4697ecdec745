"""W104: statements that no fact makes: causes, outcomes, scope, praise, stages, processes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.rules.padding import empty_sentences
from zhibi.checking.violations import Violation

_HINT = "删去，或把这句话连同来源写进事实"


def unsupported_statements(given: RuleInput) -> Iterator[Violation]:
    """W104: what clauses of the summary state beyond the facts of their matter."""
    structure = given.structure
    sections = _sections_told(given)
    figures: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for figure in given.figures:
        figures[structure.sentence_index(figure.start)].append((figure.start, figure.end))
    padding = {violation.start for violation in empty_sentences(given)}
    for index, sentence in enumerate(structure.sentences):
        line = structure.lines[sentence.line]
        if line.kind != "paragraph" or sentence.end <= line.heading_end:
            continue
        if structure.part(sentence.start) != "summary":
            continue
        told = frozenset(sections.get(index, ()))
        for found in given.statements.beyond(given.text, sentence, figures[index], told):
            stated = found.statement
            # Of a sentence without any fact, W105 says that its words are new.
            if not stated.kind and sentence.start in padding:
                continue
            if not given.framing.beyond(*found.clause):
                continue
            words = given.text[stated.start : stated.end]
            what = f"事实没有说这个{stated.kind}：" if stated.kind else "事实没有说"
            yield Violation("W104", stated.start, stated.end, f"{what}“{words}”", _HINT)


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
